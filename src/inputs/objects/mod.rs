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
mod install_config;
mod item;
mod json;
mod kinds;
mod migration;
mod packed;
mod proxy;
mod recognise;
mod route;
mod routings;
mod secret;
mod sheet;
mod split;
mod status;
mod storage;
mod velero;
pub(super) mod yaml;

use super::InputContents;
use crate::error::Problem;

use context::ObjectContext;
use gather::FileFindings;
use routings::{Proxies, ProxyRoutings};
use sheet::Sheet;

pub use kinds::mention_a_kind;
pub use recognise::are_objects;

/// The largest file in bytes. All ConfigMaps with CAs of a whole cluster take a tenth of it.
pub const LARGEST: usize = super::reading::LARGEST as usize;

/// Objects read so far, of one cluster or several.
#[derive(Default)]
pub struct Reading {
    /// For each input one sheet, or several for a directory about several clusters.
    inputs: Vec<Vec<Sheet>>,
}

impl Reading {
    /// Reads the documents of one file, or of one command's output; `source` is its name in
    /// messages.
    pub fn add(&mut self, source: &str, bytes: &[u8]) {
        let mut sheet = Sheet::of_file(source);
        if bytes.len() > LARGEST {
            let hint = "give only the objects that MTC touches, or split it";
            sheet.refuse(Problem::new(source, "larger than 16 MiB", hint));
        } else {
            sheet.read(source, bytes);
        }
        self.inputs.push(vec![sheet]);
    }

    /// Reads the files of one directory, each given with its path, its contents and the part of the
    /// directory that is about one cluster.
    pub fn add_directory<'a>(
        &mut self,
        files: impl IntoIterator<Item = (&'a str, &'a str, &'a [u8])>,
    ) {
        let mut sheets: Vec<Sheet> = Vec::new();
        for (cluster, path, bytes) in files {
            let known = sheets.iter().position(|sheet| sheet.source == cluster);
            let at = known.unwrap_or_else(|| {
                sheets.push(Sheet::of_directory(cluster));
                sheets.len() - 1
            });
            sheets[at].read(path, bytes);
        }
        self.inputs.push(sheets);
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

    /// The same, separately for each input, in their order.
    #[must_use]
    pub fn finish_each(mut self) -> Vec<InputContents> {
        let mut context = ObjectContext::default();
        for sheet in self.inputs.iter_mut().flatten() {
            context.join(std::mem::take(&mut sheet.context));
        }
        let gather_all = |sheets: Vec<Sheet>| -> Vec<FileFindings> {
            let sheets = sheets.into_iter();
            sheets.map(|sheet| gather(sheet, &context)).collect()
        };
        let mut gathered: Vec<Vec<FileFindings>> =
            self.inputs.into_iter().map(gather_all).collect();
        let mut all = gathered.iter().flatten();
        if !all.any(FileFindings::leads_somewhere) {
            let all = gathered.iter_mut().flatten();
            all.for_each(FileFindings::tell_silence);
        }
        let touched = gather::touched(gathered.iter().flatten());
        let all: Vec<&Proxies> = gathered.iter().flatten().map(|g| &g.proxies).collect();
        let routings: Vec<Vec<ProxyRoutings>> = gathered
            .iter()
            .map(|input| {
                let of_one = |g: &FileFindings| ProxyRoutings::of(&g.proxies, &all);
                input.iter().map(of_one).collect()
            })
            .collect();
        let finish_input = |(input, routings): (Vec<FileFindings>, Vec<ProxyRoutings>)| {
            let mut found = InputContents::default();
            for (gathered, routings) in input.into_iter().zip(&routings) {
                found.take(gathered.finish(routings, &touched));
            }
            found
        };
        let inputs = gathered.into_iter().zip(routings);
        inputs.map(finish_input).collect()
    }
}

/// Calls the reader of each object, and merges what they found.
fn gather(sheet: Sheet, context: &ObjectContext) -> FileFindings {
    let mut gathered = FileFindings::new(sheet.source, sheet.passed_over, sheet.problems);
    for (read, item) in sheet.items {
        let item = item.open();
        gathered.take(&item, read(&item, context));
    }
    gathered
}
