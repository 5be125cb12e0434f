//! Objects in JSON from a stream: one, several in a row, or the items of a list one by one. Keeps one
//! object at a time; an object that is larger than the bound ends the reading of the file.

use std::cell::Cell;
use std::fmt;
use std::io::{self, BufRead, Read};

use serde::de::{
    DeserializeSeed, Deserializer, Error as _, IgnoredAny, MapAccess, SeqAccess, Visitor,
};
use serde_json::{Map, Value};

use super::left::{DumpLeft, LARGEST_OBJECT};

/// What is known of the place where the parser reads.
#[derive(Default)]
struct Progress {
    line: Cell<usize>,
    /// Bytes that the current object may still have.
    budget: Cell<usize>,
}

/// Counts lines, and ends where an object is too large.
struct Counted<'a> {
    input: &'a mut dyn BufRead,
    progress: &'a Progress,
}

impl Read for Counted<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        // The parser asks for one byte after the other, so that the line is that of the byte it sees.
        let most = into.len().min(1);
        let read = self.input.read(&mut into[..most])?;
        let budget = self.progress.budget.get().checked_sub(read);
        let Some(budget) = budget else {
            return Err(io::Error::other("too large"));
        };
        self.progress.budget.set(budget);
        if into[..read].contains(&b'\n') {
            self.progress.line.set(self.progress.line.get() + 1);
        }
        Ok(read)
    }
}

/// Reads every object; hands on each with the line at which it begins.
pub(super) fn read(
    input: &mut dyn BufRead,
    left: &mut DumpLeft,
    object: &mut dyn FnMut(Value, usize),
) {
    let progress = Progress::default();
    progress.line.set(1);
    progress.budget.set(LARGEST_OBJECT);
    if let Ok(bytes) = input.fill_buf()
        && bytes.starts_with(b"\xef\xbb\xbf")
    {
        input.consume(3);
    }
    let counted = Counted {
        input,
        progress: &progress,
    };
    let mut parser = serde_json::Deserializer::from_reader(counted);
    while parser.end().is_err() {
        progress.budget.set(LARGEST_OBJECT);
        let top = Top {
            progress: &progress,
            object: &mut *object,
        };
        if top.deserialize(&mut parser).is_err() {
            if progress.budget.get() == 0 {
                left.too_large.push(progress.line.get());
            } else {
                left.broken(progress.line.get());
            }
            return;
        }
    }
}

/// A value at the top: an object, or a list of them.
struct Top<'a> {
    progress: &'a Progress,
    object: &'a mut dyn FnMut(Value, usize),
}

impl<'de> DeserializeSeed<'de> for Top<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<(), D::Error> {
        from.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Top<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object of Kubernetes")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<(), A::Error> {
        let line = self.progress.line.get();
        let mut fields = Map::new();
        let mut is_list = false;
        while let Some(key) = entries.next_key::<String>()? {
            let kind = fields.get("kind").and_then(Value::as_str).unwrap_or("List");
            if key == "items" && kind.ends_with("List") {
                is_list = true;
                let items = Items {
                    progress: self.progress,
                    object: &mut *self.object,
                    kind: kind.trim_end_matches("List").to_owned(),
                    version: fields.get("apiVersion").cloned(),
                };
                entries.next_value_seed(items)?;
            } else {
                fields.insert(key, entries.next_value()?);
            }
        }
        if !is_list {
            (self.object)(Value::Object(fields), line);
        }
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, entries: A) -> Result<(), A::Error> {
        let items = Items {
            progress: self.progress,
            object: self.object,
            kind: String::new(),
            version: None,
        };
        items.visit_seq(entries)
    }
}

/// The items of a list. Those of a list of one kind need not name it.
struct Items<'a> {
    progress: &'a Progress,
    object: &'a mut dyn FnMut(Value, usize),
    kind: String,
    version: Option<Value>,
}

impl<'de> DeserializeSeed<'de> for Items<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<(), D::Error> {
        from.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Items<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list of objects")
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<(), A::Error> {
        loop {
            self.progress.budget.set(LARGEST_OBJECT);
            let begins = Cell::new(0);
            let item = Item {
                progress: self.progress,
                begins: &begins,
            };
            let Some(item) = items.next_element_seed(item)? else {
                return Ok(());
            };
            let Value::Object(mut fields) = item else {
                return Err(A::Error::custom("not an object"));
            };
            if !self.kind.is_empty() {
                fields
                    .entry("kind")
                    .or_insert_with(|| self.kind.as_str().into());
                let version = self.version.clone().unwrap_or_default();
                fields.entry("apiVersion").or_insert(version);
            }
            (self.object)(Value::Object(fields), begins.get());
        }
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<(), A::Error> {
        while entries.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(())
    }
}

/// One item, and the line at which it begins.
struct Item<'a> {
    progress: &'a Progress,
    begins: &'a Cell<usize>,
}

impl<'de> DeserializeSeed<'de> for Item<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<Value, D::Error> {
        self.begins.set(self.progress.line.get());
        serde::Deserialize::deserialize(from)
    }
}
