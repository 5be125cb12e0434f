//! Kubernetes objects as input, as `oc get … -o yaml|json` prints them: what MTC connects to, by
//! which way, trusting what. Reads bytes, opens nothing. Of kinds it does not know only the number
//! is kept, and of Secrets nothing at all.

mod ca;
mod cluster;
mod config_map;
mod documents;
mod fields;
mod gather;
mod item;
mod json;
mod kinds;
mod migration;
mod proxy;
mod recognise;
mod route;
mod said;
mod storage;
mod velero;
mod yaml;

use std::collections::BTreeMap;

use super::Found;
use crate::error::Problem;
use crate::quote::visible;

use gather::{Context, Gather};
use item::Item;
use proxy::Proxies;

pub use recognise::are_objects;

/// A whole cluster's ConfigMaps of CAs have a tenth of it.
pub const LARGEST: usize = super::reading::LARGEST as usize;
/// Problems of one file that are told one by one.
const MOST_PROBLEMS: usize = 200;
/// Kinds passed over that are named.
const MOST_KINDS: usize = 8;

/// Objects read so far, of one cluster or several.
#[derive(Default)]
pub struct Reading {
    sheets: Vec<Sheet>,
}

/// One file's objects of kinds we know.
#[derive(Default)]
struct Sheet {
    source: String,
    items: Vec<Item>,
    /// Kind → how many were passed over.
    passed_over: BTreeMap<String, usize>,
    /// Each with its document.
    problems: Vec<(usize, Problem)>,
}

impl Reading {
    /// Reads the documents of one file (or one command's output): `source` is how people call it.
    pub fn add(&mut self, source: &str, bytes: &[u8]) {
        let mut sheet = Sheet {
            source: source.into(),
            ..Sheet::default()
        };
        if bytes.len() > LARGEST {
            let hint = "give only the objects that MTC touches, or split it";
            sheet
                .problems
                .push((0, Problem::new(source, "larger than 16 MiB", hint)));
        } else {
            item::read(bytes, &mut sheet);
        }
        self.sheets.push(sheet);
    }

    /// What they tell together: targets with their ways, stores, MTC's objects, notes, problems.
    #[must_use]
    pub fn finish(self) -> Found {
        let mut found = Found::default();
        self.finish_each()
            .into_iter()
            .for_each(|part| found.take(part));
        found
    }

    /// The same, apart for each [`Self::add`], in their order.
    #[must_use]
    pub fn finish_each(self) -> Vec<Found> {
        let context = Context::of(self.sheets.iter().flat_map(|sheet| &sheet.items));
        let gathered: Vec<Gather> = self
            .sheets
            .into_iter()
            .map(|sheet| sheet.gather(&context))
            .collect();
        let touched = route::touched(&gathered);
        let all: Vec<&Proxies> = gathered.iter().map(|g| &g.proxies).collect();
        let ways: Vec<proxy::Ways> = gathered
            .iter()
            .map(|g| proxy::Ways::of(&g.proxies, &all))
            .collect();
        gathered
            .into_iter()
            .zip(ways)
            .map(|(gather, ways)| gather.finish(&ways, &touched))
            .collect()
    }
}

impl Sheet {
    fn gather(self, context: &Context) -> Gather {
        let mut gather = Gather {
            source: self.source,
            passed_over: self.passed_over,
            problems: self.problems,
            ..Gather::default()
        };
        for item in self.items {
            (item.row.read)(item, context, &mut gather);
        }
        gather
    }
}

/// A key as a message may repeat it.
fn shown_key(key: &str) -> String {
    format!("`{}`", shown(key))
}

/// A foreign word as a message may repeat it.
fn shown(word: &str) -> String {
    let short: String = word.chars().take(60).collect();
    visible(&format!(
        "{short}{}",
        if short.len() < word.len() { "..." } else { "" }
    ))
}

/// `3 Secret, 1 Pod`, the most frequent first.
fn counted(kinds: &BTreeMap<String, usize>) -> String {
    let mut rows: Vec<_> = kinds.iter().collect();
    rows.sort_by_key(|(_, count)| std::cmp::Reverse(**count));
    let more = rows.len().saturating_sub(MOST_KINDS);
    let mut words: Vec<String> = rows
        .iter()
        .take(MOST_KINDS)
        .map(|(kind, count)| format!("{count} {kind}"))
        .collect();
    if more > 0 {
        words.push(format!("{more} more kinds"));
    }
    words.join(", ")
}
