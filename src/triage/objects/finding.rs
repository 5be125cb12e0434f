//! What was found in objects: one cause, the objects that show it, and the commands for it. Plain
//! values; no sentence and no secret is in it.

use crate::codes::Topic;
use crate::foreign::Foreign;
use crate::moment::Moment;
use crate::objects::DumpedObject;
use crate::target::ObjectRef;
use crate::triage::command::Command;
use crate::triage::finding::{Harm, Subject};

/// An object that shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FoundAt {
    /// Kind, namespace and name.
    pub object: ObjectRef,
    /// The file.
    pub file: std::sync::Arc<str>,
    /// The line at which it begins.
    pub line: usize,
}

/// One cause.
#[derive(Clone, Debug)]
pub struct ObjectFinding {
    /// What it is about.
    pub subject: Subject,
    /// What it does.
    pub harm: Harm,
    /// It is only possible: an object is wanting that would tell, and the commands print it.
    pub is_open: bool,
    /// The objects that show it, the decisive one first.
    pub places: Vec<FoundAt>,
    /// Values by their names, each with the different ones that were met.
    pub values: Vec<(&'static str, Vec<Foreign>)>,
    /// Since when.
    pub at: Option<Moment>,
    /// What to look at next, and what cures it.
    pub commands: Vec<Command>,
}

impl ObjectFinding {
    /// A cause that this object shows.
    pub(super) fn cause(topic: Topic, object: &DumpedObject) -> Self {
        Self {
            subject: Subject::Topic(topic),
            harm: Harm::Cause,
            is_open: false,
            places: Vec::new(),
            values: Vec::new(),
            at: None,
            commands: Vec::new(),
        }
        .beside(object)
    }

    /// What it does.
    pub(super) fn harm(mut self, harm: Harm) -> Self {
        self.harm = harm;
        self
    }

    /// It is only possible until the object that its commands print is there.
    pub(super) const fn open(mut self) -> Self {
        self.is_open = true;
        self
    }

    /// Another object shows it, too.
    pub(super) fn beside(mut self, object: &DumpedObject) -> Self {
        self.places.push(FoundAt {
            object: object.object.clone(),
            file: object.file.clone(),
            line: object.line,
        });
        self
    }

    /// All of these objects do.
    pub(super) fn all<'a>(self, objects: impl IntoIterator<Item = &'a DumpedObject>) -> Self {
        objects.into_iter().fold(self, Self::beside)
    }

    /// With a value; an empty one is none.
    pub(super) fn value(mut self, name: &'static str, value: &str) -> Self {
        if value.is_empty() {
            return self;
        }
        let value = Foreign::from(value);
        match self.values.iter_mut().find(|(known, _)| *known == name) {
            Some((_, values)) if values.contains(&value) => {}
            Some((_, values)) => values.push(value),
            None => self.values.push((name, vec![value])),
        }
        self
    }

    /// Since then.
    pub(super) const fn since(mut self, at: Option<Moment>) -> Self {
        self.at = at;
        self
    }

    /// With a command, if there is one.
    pub(super) fn command(mut self, command: impl Into<Option<Command>>) -> Self {
        self.commands.extend(command.into());
        self
    }

    /// Whether this object is among those that show it.
    pub(super) fn shows(&self, object: &DumpedObject) -> bool {
        let mut places = self.places.iter();
        places.any(|at| at.object == object.object && at.file == object.file)
    }
}
