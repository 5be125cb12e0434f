//! A finding: one cause, with everything that the lines tell of it. Plain values.
//! No sentence; nothing secret is in it.

use crate::codes::{Code, Severity};
use crate::foreign::Foreign;
use crate::logs::{Place, Writer};
use crate::moment::Moment;
use crate::mtc::{Cure, Part};
use crate::roles::RoleRef;
use crate::route::{Route, Routing, Sourced};
use crate::target::ObjectRef;

use super::command::Command;
use crate::codes::Topic;

/// What a message does. The order is that of reports: the cause stands before what follows from it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Harm {
    /// It names what is wrong.
    Cause,
    /// It follows from something else.
    Symptom,
    /// It looks like a fault and is none.
    Ignorable,
}

impl Harm {
    /// As the machine formats name it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Cause => "cause",
            Self::Symptom => "symptom",
            Self::Ignorable => "ignorable",
        }
    }
}

/// What a finding is about.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Subject {
    /// A topic of migrations.
    Topic(Topic),
    /// What an object's own status says.
    Status(ObjectStatus),
    /// A fault on the way to an endpoint: the classes of verdict that its text may be about.
    Network(Vec<Code>, Option<Endpoint>),
}

/// A condition, or a phase, that an object's own controller calls bad.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct ObjectStatus {
    /// The object.
    pub object: ObjectRef,
    /// The type of the condition, or the phase.
    pub kind: Foreign,
    /// What it is about.
    pub part: Part,
    /// What to do.
    pub cure: Cure,
}

/// The endpoint in trouble.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Endpoint {
    /// Host and port: `s3.example.test:443`.
    pub authority: String,
    /// What it is to who wrote the line.
    pub role: RoleRef,
    /// It is spoken to in clear.
    pub clear: bool,
    /// The proxy that the text names, as host and port: the fault is on the way to it.
    pub proxy: Option<String>,
}

impl Endpoint {
    /// As it is written on a command line: `repository=http://host:80`; plain TLS has no role.
    #[must_use]
    pub fn as_written(&self) -> String {
        let scheme = if self.clear { "http://" } else { "" };
        let role = if self.role == RoleRef::PLAIN {
            String::new()
        } else {
            format!("{}=", self.role.name)
        };
        format!("{role}{scheme}{}", self.authority)
    }

    /// The same where the rest of its cluster is to be found, too: `--api https://host:6443`.
    #[must_use]
    pub fn as_typed(&self) -> String {
        if self.role == RoleRef::API && !self.clear {
            format!("--api https://{}", self.authority)
        } else {
            self.as_written()
        }
    }
}

/// One cause.
#[derive(Clone, Debug)]
pub struct Finding {
    /// What it is about.
    pub subject: Subject,
    /// What it does.
    pub harm: Harm,
    /// Values of the patterns' places, each name with the different values that were met, the first
    /// ones.
    pub values: Vec<(&'static str, Vec<Foreign>)>,
    /// The versions that print it; empty: all.
    pub versions: &'static str,
    /// Where it was read that it means this; empty for what `dialects` read.
    pub source: &'static str,
    /// Who wrote the first line.
    pub writer: Writer,
    /// The component that wrote it, where the line names it.
    pub component: Option<Foreign>,
    /// The first line, with its secrets masked.
    pub sample: Foreign,
    /// Where it was met first in each file, the first files.
    pub places: Vec<Place>,
    /// How many lines say it, copies of one event counted once.
    pub count: u64,
    /// How many further lines are copies.
    pub copies: u64,
    /// The earliest time that a line of it bears.
    pub first: Option<Moment>,
    /// The latest.
    pub last: Option<Moment>,
    /// What to look at next and what cures it, as far as objects tell.
    pub commands: Vec<Command>,
    /// Which way the pods take to the endpoint, where objects tell it.
    pub way: Option<Way>,
}

/// The way of some pods to an endpoint.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Way {
    /// Whose way it is.
    pub pods: Pods,
    /// The way, and which object says so.
    pub route: Route,
}

impl Way {
    /// What leads another connection the same way.
    #[must_use]
    pub fn routing(&self) -> Routing {
        let source = self.route.because.source();
        let proxy = self.route.proxy.clone().zip(source.cloned());
        Routing {
            proxy: proxy.map(|(value, source)| Sourced { source, value }),
            ..Routing::default()
        }
    }
}

/// Those that connect by the same proxy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pods {
    /// MTC's controller and its console.
    Mtc,
    /// Velero with restic and node-agent.
    Velero,
    /// The pods that send volumes: stunnel has a proxy of its own.
    Transfers,
    /// The nodes, which pull images.
    Nodes,
}

impl Pods {
    /// As the machine formats name them.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Mtc => "mtc",
            Self::Velero => "velero",
            Self::Transfers => "transfers",
            Self::Nodes => "nodes",
        }
    }

    /// Who connected to the endpoint of a finding, where that can be told.
    #[must_use]
    pub fn of(finding: &Finding, endpoint: &Endpoint) -> Option<Self> {
        let component = finding.component.as_ref().map_or("", Foreign::raw);
        match finding.writer {
            Writer::Node | Writer::ZapJson => Some(Self::Mtc),
            Writer::Rsync | Writer::Stunnel => Some(Self::Transfers),
            Writer::KubeEvent => (endpoint.role == RoleRef::REGISTRY).then_some(Self::Nodes),
            Writer::Object if component.starts_with("Mig") => Some(Self::Mtc),
            Writer::Logrus
            | Writer::LogrusJson
            | Writer::ZapConsole
            | Writer::Restic
            | Writer::Object
            | Writer::Plain => (endpoint.role == RoleRef::REPOSITORY).then_some(Self::Velero),
            Writer::Klog | Writer::Ansible | Writer::Router | Writer::Describe => None,
        }
    }
}

impl Finding {
    /// How grave it is.
    #[must_use]
    pub fn severity(&self) -> Severity {
        match (&self.subject, self.harm) {
            (_, Harm::Ignorable) => Severity::Info,
            (Subject::Topic(_) | Subject::Status(_), Harm::Cause | Harm::Symptom) => {
                Severity::Failure
            }
            (Subject::Network(codes, _), Harm::Cause | Harm::Symptom) => codes
                .first()
                .map_or(Severity::Failure, |code| code.severity()),
        }
    }

    /// As the machine formats name its family: `migration`, or that of the first code.
    #[must_use]
    pub fn family(&self) -> &'static str {
        match &self.subject {
            Subject::Topic(_) | Subject::Status(_) => Topic::FAMILY,
            Subject::Network(codes, _) => codes.first().map_or("", |code| code.family().name()),
        }
    }
}

impl Findings {
    /// Without the lines themselves: a line of a log names more than can be told apart.
    pub fn leave_out_lines(&mut self) {
        for finding in self.found.iter_mut().chain(&mut self.open) {
            finding.sample = Foreign::default();
        }
    }
}

/// All that was found.
#[derive(Clone, Debug, Default)]
pub struct Findings {
    /// Causes before symptoms, in the order of time.
    pub found: Vec<Finding>,
    /// Lines that are errors to their writers and that nobody here knows.
    pub unknown: u64,
    /// What would be so if an object that is not there said it: their commands print it.
    pub open: Vec<Finding>,
    /// Findings that had no room.
    pub left_out: u64,
}
