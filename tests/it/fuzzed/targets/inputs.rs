//! What users give: lists of targets, kubeconfigs, Kubernetes objects and what `oc` prints of them,
//! and the texts of flags.
//! Opens nothing but files that a kubeconfig names.

use std::io::BufReader;

use mtc_probe::error::Problem;
use mtc_probe::inputs::dump::{self, DumpForm, DumpSource, tree};
use mtc_probe::inputs::{InputContents, Reading, alone, objects};
use mtc_probe::measure::Resolve;
use mtc_probe::moment::Moment;
use mtc_probe::objects::DumpedObject;
use mtc_probe::route::{NearMiss, NoProxy, ProxyInGo, ProxyUrl};
use mtc_probe::target::{Host, Origin, Target};

use super::claims;

/// Problems of one input are counted, and few of them are told.
const MOST_PROBLEMS: usize = 500;

fn sound(contents: &InputContents) {
    for problem in &contents.problems {
        told(problem);
    }
    assert!(
        contents.problems.len() < MOST_PROBLEMS,
        "{} problems",
        contents.problems.len()
    );
    for note in &contents.notes {
        claims::harmless(note);
    }
    for routed in &contents.targets {
        target(&routed.target);
    }
}

fn told(problem: &Problem) {
    claims::harmless(&problem.to_string());
}

/// What is a target can be connected to, and reads as itself where it is written again.
fn target(target: &Target) {
    assert_ne!(target.port, 0);
    claims::one_line(&target.authority());
    claims::one_line(&target.as_written());
    let again = Target::parse(&target.as_written(), Origin::Argument { number: 1 });
    let again = again.unwrap_or_else(|why| panic!("{}: {why}", target.as_written()));
    assert_eq!((&again.host, again.port), (&target.host, target.port));
    assert_eq!(again.role.name, target.role.name);
}

/// A file of targets, one a line.
pub fn list(bytes: &[u8]) {
    let contents = alone::list("targets.txt", bytes);
    assert!(contents.targets.len() <= bytes.len());
    sound(&contents);
}

/// A kubeconfig.
pub fn kubeconfig(bytes: &[u8]) {
    sound(&alone::kubeconfig("kubeconfig", bytes));
}

/// Objects in YAML or JSON, an install-config among them: targets, stores, what MTC has.
pub fn kubernetes(bytes: &[u8]) {
    let _ = (objects::are_objects(bytes), objects::mention_a_kind(bytes));
    let mut reading = Reading::default();
    reading.add("objects.yaml", bytes);
    let contents = reading.finish();
    sound(&contents);
}

/// What `oc get`, `oc describe` and must-gather wrote, one object after the other.
pub fn dumps(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let first = text.lines().next().unwrap_or_default();
    let _ = (tree::belonging(first), tree::is_error_of_a_command(first));
    let told = dump::form(bytes);
    let every = [
        DumpForm::Yaml,
        DumpForm::Json,
        DumpForm::Description,
        DumpForm::EventTable,
    ];
    for form in every {
        let whole = objects_of(form, bytes, bytes.len().max(1));
        let lines = bytes.split(|byte| *byte == b'\n').count();
        assert!(
            whole.iter().all(|object| object.line <= lines),
            "a line that is not there"
        );
        if told == Some(form) {
            let pieces = objects_of(form, bytes, 7);
            assert_eq!(names(&pieces), names(&whole), "pieces change nothing");
        }
    }
}

fn objects_of(form: DumpForm, bytes: &[u8], piece: usize) -> Vec<DumpedObject> {
    let source = DumpSource {
        file: "dump".into(),
        cluster: None,
    };
    let mut found = Vec::new();
    let mut input = BufReader::with_capacity(piece, bytes);
    let _ = dump::read(form, &mut input, &source, &mut |object| found.push(object));
    found
}

fn names(objects: &[DumpedObject]) -> Vec<(String, usize)> {
    let name = |object: &DumpedObject| (object.object.to_string(), object.line);
    objects.iter().map(name).collect()
}

/// Texts of flags and variables: targets and URLs, `--resolve`, proxies, `NO_PROXY`, times.
pub fn flags(bytes: &[u8]) {
    let text = &*String::from_utf8_lossy(bytes);
    if let Ok(read) = Target::parse(text, Origin::Argument { number: 1 }) {
        target(&read);
    }
    if let Ok(host) = Host::parse(text) {
        claims::one_line(&host.to_string());
        assert_eq!(
            Host::parse(&host.to_string()),
            Ok(host),
            "a host reads as itself"
        );
    }
    if let Ok(resolve) = Resolve::parse(text) {
        assert!(!resolve.addresses.is_empty() && !resolve.ports.contains(&0));
    }
    if let Ok(proxy) = ProxyUrl::parse(text) {
        let shown = proxy.without_credentials();
        claims::one_line(&shown.authority());
        let again = format!("{}://{}", proxy.scheme.name(), proxy.authority());
        let again = ProxyUrl::parse(&again).unwrap_or_else(|why| panic!("{again}: {why}"));
        assert_eq!(
            (again.scheme, again.authority()),
            (proxy.scheme, proxy.authority())
        );
    }
    let go = ProxyInGo::of(text);
    let _ = (go.is_as_meant(), go.is_ignored());
    let rules = NoProxy::new(text);
    for host in ["a.test", "10.0.0.1", "::1"] {
        if let Ok(host) = Host::parse(host) {
            let matched = rules.matching(&host, 443);
            assert!(matched.is_none_or(|entry| text.contains(entry)));
        }
    }
    rules.entries().filter_map(NearMiss::of).for_each(drop);
    if let Ok(moment) = Moment::parse(text) {
        assert_eq!(
            Moment::parse(&moment.to_string()),
            Ok(moment),
            "a time reads as itself"
        );
    }
}
