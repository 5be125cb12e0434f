//! A document while it is read, by whatever parser: the items of a list are packed as JSON one by one.
//! A value takes some fifty times the memory that it has in its file, and a list may hold a hundred
//! thousand objects: never more than one of them is unpacked. Pure.

use std::fmt;

use serde::de::value::{I128Deserializer, U128Deserializer};
use serde::de::{self, Deserialize, DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Number, Value};

/// The most values in one object, all that is inside of it counted: a cluster stores none that is larger
/// than 1.5 MiB, and those with a thousand volumes have a third of it.
const MOST_VALUES: usize = 100_000;
/// How an error begins that says which key stands twice, as it is written.
pub(super) const TWICE: &str = "twice:";

/// How an error begins that says that an object has too many values.
pub(super) const TOO_MANY: &str = "too many values";

/// A document, packed.
pub(super) struct PackedDocument {
    /// All but the items of a list, of which an empty list is left.
    own: String,
    /// The items of a list, or of a document that is one.
    items: Option<PackedItems>,
}

/// Values as JSON, one behind the other.
#[derive(Default)]
pub(super) struct PackedItems {
    text: String,
    ends: Vec<usize>,
}

impl<'de> Deserialize<'de> for PackedDocument {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        Packing::new().read(from)
    }
}

impl PackedDocument {
    /// The document without its items, and those.
    pub(super) fn open(self) -> (Value, Option<Box<dyn Iterator<Item = Value>>>) {
        let items = self.items.map(PackedItems::open);
        let items = items.map(|items| Box::new(items) as Box<dyn Iterator<Item = Value>>);
        (unpacked(&self.own), items)
    }
}

impl PackedItems {
    fn push(&mut self, value: &Value) {
        self.text.push_str(&packed(value));
        self.ends.push(self.text.len());
    }

    fn open(self) -> impl Iterator<Item = Value> {
        let mut start = 0;
        self.ends.into_iter().map(move |end| {
            let item = unpacked(&self.text[start..end]);
            start = end;
            item
        })
    }
}

/// A value as JSON.
pub(super) fn packed(value: &Value) -> String {
    value.to_string()
}

/// The value that was packed.
pub(super) fn unpacked(text: &str) -> Value {
    // It was a value before, so that it is one.
    serde_json::from_str(text).unwrap_or_default()
}

/// What was met while a document was read.
pub(super) struct Packing {
    items: Option<PackedItems>,
    /// How many more values one object may have.
    left: usize,
}

impl Packing {
    /// Nothing yet.
    pub(super) const fn new() -> Self {
        Self {
            items: None,
            left: MOST_VALUES,
        }
    }

    /// An object has more values than any object has: the reason why reading failed.
    pub(super) const fn is_too_large(&self) -> bool {
        self.left == 0
    }

    /// Reads a document.
    pub(super) fn read<'de, D: Deserializer<'de>>(
        &mut self,
        from: D,
    ) -> Result<PackedDocument, D::Error> {
        let level = Level::Document;
        let own = Reading {
            level,
            packing: self,
        };
        let own = packed(&own.deserialize(from)?);
        let items = self.items.take();
        Ok(PackedDocument { own, items })
    }
}

/// Where in a document a value stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Level {
    /// It is the document.
    Document,
    /// It stands under the key `items`.
    Items,
    /// It is an item, or a part of something.
    Inside,
}

struct Reading<'a> {
    level: Level,
    packing: &'a mut Packing,
}

impl Reading<'_> {
    fn below(&mut self, level: Level) -> Reading<'_> {
        Reading {
            level,
            packing: self.packing,
        }
    }

    fn pack<'de, A: SeqAccess<'de>>(mut self, mut list: A) -> Result<Value, A::Error> {
        let (mut packed, left) = (PackedItems::default(), self.packing.left);
        while let Some(item) = list.next_element_seed(self.below(Level::Inside))? {
            packed.push(&item);
            self.packing.left = MOST_VALUES;
        }
        self.packing.left = left;
        self.packing.items = Some(packed);
        Ok(Value::Array(Vec::new()))
    }
}

impl<'de> DeserializeSeed<'de> for Reading<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<Value, D::Error> {
        self.packing.left = self.packing.left.saturating_sub(1);
        if self.packing.is_too_large() {
            return Err(de::Error::custom(TOO_MANY));
        }
        from.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Reading<'_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(Value::Number(value.into()))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(Value::Number(value.into()))
    }

    fn visit_i128<E: de::Error>(self, value: i128) -> Result<Value, E> {
        Number::deserialize(I128Deserializer::new(value)).map(Value::Number)
    }

    fn visit_u128<E: de::Error>(self, value: u128) -> Result<Value, E> {
        Number::deserialize(U128Deserializer::new(value)).map(Value::Number)
    }

    fn visit_f64<E>(self, value: f64) -> Result<Value, E> {
        Ok(Number::from_f64(value).map_or(Value::Null, Value::Number))
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(Value::String(value.to_owned()))
    }

    fn visit_string<E>(self, value: String) -> Result<Value, E> {
        Ok(Value::String(value))
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_seq<A: SeqAccess<'de>>(mut self, mut list: A) -> Result<Value, A::Error> {
        if self.level != Level::Inside {
            return self.pack(list);
        }
        let mut all = Vec::new();
        while let Some(item) = list.next_element_seed(self.below(Level::Inside))? {
            all.push(item);
        }
        Ok(Value::Array(all))
    }

    fn visit_map<A: MapAccess<'de>>(mut self, mut entries: A) -> Result<Value, A::Error> {
        let mut all = Map::new();
        while let Some(key) = entries.next_key::<String>()? {
            if all.contains_key(&key) {
                return Err(de::Error::custom(format!("{TWICE}{key}")));
            }
            let level = match self.level {
                Level::Document if key == "items" => Level::Items,
                Level::Document | Level::Items | Level::Inside => Level::Inside,
            };
            let value = entries.next_value_seed(self.below(level))?;
            all.insert(key, value);
        }
        Ok(Value::Object(all))
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn read(text: &str) -> Result<(Value, Option<Vec<Value>>), bool> {
        let mut packing = Packing::new();
        let mut from = serde_json::Deserializer::from_str(text);
        let read = packing.read(&mut from);
        let document = read.map_err(|_| packing.is_too_large())?;
        let (own, items) = document.open();
        Ok((own, items.map(Iterator::collect)))
    }

    #[test]
    fn a_document_comes_back_and_its_items_beside_it() {
        let object =
            json!({"kind": "A", "spec": {"items": [1, {"b": [2.5, null]}], "c": "\u{1b}\""}});
        assert_eq!(read(&object.to_string()), Ok((object.clone(), None)));
        let list = json!({"items": [object, "x"], "kind": "List"});
        let own = json!({"items": [], "kind": "List"});
        let items = Some(vec![object.clone(), json!("x")]);
        assert_eq!(read(&list.to_string()), Ok((own, items.clone())));
        let bare = json!([object, "x"]);
        assert_eq!(read(&bare.to_string()), Ok((json!([]), items)));
        let odd = json!({"items": {"a": [1]}});
        assert_eq!(read(&odd.to_string()), Ok((odd, None)));
    }

    #[test]
    fn an_object_has_its_bound_and_a_list_none() {
        let of = |count: usize| format!("[{}0]", "0,".repeat(count));
        // The object, the list, and one more than the commas.
        let inside = |count: usize| format!("{{\"a\": {}}}", of(count));
        assert!(read(&inside(MOST_VALUES - 4)).is_ok());
        assert_eq!(read(&inside(MOST_VALUES - 3)), Err(true));
        assert!(read(&of(3 * MOST_VALUES)).is_ok());
        let list = format!("[{},1]", of(MOST_VALUES));
        assert_eq!(read(&list), Err(true));
    }

    #[test]
    fn a_key_that_stands_twice_is_an_error() {
        assert_eq!(read(r#"{"a": 1, "a": 2}"#), Err(false));
        assert_eq!(read(r#"{"items": [], "items": []}"#), Err(false));
    }
}
