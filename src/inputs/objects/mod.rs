//! Kubernetes objects as input, as `oc get … -o yaml|json` prints them: what MTC connects to,
//! through which proxy, and what it trusts. Reads bytes, opens nothing. Of unknown kinds only the
//! number is kept, and of Secrets nothing at all.

mod ca;
mod cluster;
mod config_map;
mod context;
mod document;
mod findings;
mod gather;
mod item;
mod json;
mod kinds;
mod migration;
mod proxy;
mod recognise;
mod route;
mod routings;
mod sheet;
mod split;
mod status;
mod storage;
mod velero;
mod yaml;

use super::InputContents;
use crate::error::Problem;

use context::ObjectContext;
use gather::FileFindings;
use routings::{Proxies, ProxyRoutings};
use sheet::Sheet;

pub use recognise::are_objects;

/// The largest file in bytes. All ConfigMaps with CAs of a whole cluster take a tenth of it.
pub const LARGEST: usize = super::reading::LARGEST as usize;

/// Objects read so far, of one cluster or several.
#[derive(Default)]
pub struct Reading {
    sheets: Vec<Sheet>,
}

impl Reading {
    /// Reads the documents of one file, or of one command's output; `source` is its name in
    /// messages.
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
            sheet.read(bytes);
        }
        self.sheets.push(sheet);
    }

    /// The contents of all objects together: targets with their routings, stores, MTC's objects,
    /// notes, problems.
    #[must_use]
    pub fn finish(self) -> InputContents {
        let mut found = InputContents::default();
        self.finish_each()
            .into_iter()
            .for_each(|part| found.take(part));
        found
    }

    /// The same, separately for each [`Self::add`], in their order.
    #[must_use]
    pub fn finish_each(self) -> Vec<InputContents> {
        let items = self.sheets.iter().flat_map(|sheet| &sheet.items);
        let context = ObjectContext::of(items.map(|(_, item)| item));
        let gathered: Vec<FileFindings> = self
            .sheets
            .into_iter()
            .map(|sheet| gather(sheet, &context))
            .collect();
        let touched = gather::touched(&gathered);
        let all: Vec<&Proxies> = gathered.iter().map(|g| &g.proxies).collect();
        let routings: Vec<ProxyRoutings> = gathered
            .iter()
            .map(|g| ProxyRoutings::of(&g.proxies, &all))
            .collect();
        let parts = gathered.into_iter().zip(routings);
        parts
            .map(|(gathered, routings)| gathered.finish(&routings, &touched))
            .collect()
    }
}

/// Calls the reader of each object, and merges what they found.
fn gather(sheet: Sheet, context: &ObjectContext) -> FileFindings {
    let mut gathered = FileFindings::new(sheet.source, sheet.passed_over, sheet.problems);
    for (read, item) in sheet.items {
        gathered.take(&item, read(&item, context));
    }
    gathered
}
