//! Every dump of `certs-testdata/objects` against its golden text. `-- --ignored
//! objects::told::bless` writes them anew: read the difference.
#![expect(
    clippy::disallowed_methods,
    reason = "dumps and golden texts are files"
)]

use std::fmt::Write;
use std::fs;
use std::path::PathBuf;

use mtc_probe::inputs::{self, InputContents, RoutedTarget};
use mtc_probe::objects::{AddressUse, MtcObject};
use mtc_probe::route::Routing;

use super::{read, statuses};

const GOLDEN: &str = "expected.txt";

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("certs-testdata/objects")
}

/// Names of the cases; each is a directory of the files of one run.
pub(super) fn cases() -> Vec<String> {
    let entries = fs::read_dir(folder())
        .expect("the cases")
        .map(|entry| entry.expect("an entry").file_name());
    let mut names: Vec<String> = entries
        .map(|name| name.to_string_lossy().into_owned())
        .collect();
    names.sort();
    assert!(names.len() > 5, "{names:?}");
    names
}

pub(super) fn found(case: &str) -> InputContents {
    let entries = fs::read_dir(folder().join(case))
        .expect("a case")
        .map(|entry| entry.expect("an entry").path());
    let mut paths: Vec<PathBuf> = entries.filter(|path| !path.ends_with(GOLDEN)).collect();
    paths.sort();
    if let Some(directory) = paths.iter().find(|path| path.is_dir()) {
        // Named from here, so that no message has the path of this machine.
        let here = directory.strip_prefix(env!("CARGO_MANIFEST_DIR"));
        return inputs::files(&[here.expect("below it").display().to_string()]);
    }
    let named = |path: &PathBuf| {
        path.file_name()
            .expect("a name")
            .to_string_lossy()
            .into_owned()
    };
    let files: Vec<(String, Vec<u8>)> = paths
        .iter()
        .map(|path| (named(path), fs::read(path).expect("a dump")))
        .collect();
    read(
        &files
            .iter()
            .map(|(name, bytes)| (name.as_str(), &bytes[..]))
            .collect::<Vec<_>>(),
    )
}

fn transcript(found: &InputContents) -> String {
    let mut text = String::from("targets\n");
    for RoutedTarget { target, routing } in &found.targets {
        let route = routing
            .as_ref()
            .map_or("as the run says".into(), |routing| {
                let left_out = routing.proxy_in_clear(target);
                left_out.map_or_else(
                    || Routing::route(routing, target).to_string(),
                    |by| format!("not measured, since {by} names a proxy"),
                )
            });
        let scheme = if target.clear { "http://" } else { "" };
        let origins: Vec<String> = target.origins.iter().map(ToString::to_string).collect();
        let _ = writeln!(
            text,
            "  {} {scheme}{}: {route}\n    {}",
            target.role.name,
            target.authority(),
            origins.join("\n    ")
        );
    }
    text.push_str("stores\n");
    for store in &found.stores {
        let _ = writeln!(
            text,
            "  {}: {:?}, {}",
            store.name,
            store.kind,
            store.certs.len()
        );
    }
    text.push_str("objects\n");
    found
        .objects
        .iter()
        .for_each(|object| text.push_str(&described(object)));
    text.push_str(&statuses::told(found));
    text.push_str("notes\n");
    text.extend(found.notes.iter().map(|note| format!("  {note}\n")));
    text.push_str("problems\n");
    text.extend(
        found
            .problems
            .iter()
            .map(|problem| format!("  {}\n", problem.to_string().replace('\n', "\n    "))),
    );
    text
}

fn described(object: &MtcObject) -> String {
    let mut text = format!("  {} ({})\n", object.object, object.source);
    let mut line = |what: &str, said: String| text.extend([format!("    {what}: {said}\n")]);
    for address in &object.addresses {
        let text = address.text.as_ref();
        let text = text.map_or_else(|| "(by the provider)".into(), ToString::to_string);
        let asked = address.endpoint.iter().map(|at| format!(", asks {at}"));
        let others = (address.asked_for != AddressUse::Test)
            .then(|| format!(" for {:?}", address.asked_for));
        line(
            &address.field,
            asked.chain(others).fold(text, |all, more| all + &more),
        );
    }
    let marks = [
        ("host cluster", object.host_cluster),
        ("insecure", object.insecure),
    ];
    marks
        .iter()
        .filter(|mark| mark.1)
        .for_each(|mark| line(mark.0, "yes".into()));
    object
        .provider
        .iter()
        .for_each(|provider| line("provider", provider.to_string()));
    object
        .secret
        .iter()
        .for_each(|secret| line("secret", secret.to_string()));
    if let Some(ca) = &object.ca {
        line(
            &ca.field,
            format!(
                "{} bytes{}",
                ca.bytes.len(),
                if ca.held_a_key { ", held a key" } else { "" }
            ),
        );
    }
    if let Some(reference) = &object.ca_reference {
        let in_secret = format!("key {} of Secret {}", reference.key, reference.secret);
        line(&reference.field, in_secret);
    }
    for said in &object.reported {
        let rest = [said.reason.clone(), said.message.clone()]
            .into_iter()
            .flatten()
            .map(|text| text.to_string())
            .collect::<Vec<_>>()
            .join(": ");
        line(&format!("{} {}", said.kind, said.holds), rest);
    }
    text
}

#[test]
fn every_dump_tells_what_it_must() {
    for case in cases() {
        let expected = fs::read_to_string(folder().join(&case).join(GOLDEN)).unwrap_or_default();
        let told = transcript(&found(&case));
        assert!(
            expected == told,
            "{case}\nexpected:\n{expected}\ntold:\n{told}\nhint: --ignored bless"
        );
    }
}

#[test]
#[ignore = "writes certs-testdata/objects"]
fn bless() {
    for case in cases() {
        fs::write(folder().join(&case).join(GOLDEN), transcript(&found(&case)))
            .expect("a golden text");
    }
}
