//! Recorded cases that are handed on with stand-ins: judged again they say the same, and nothing of
//! the original is left in them.

use std::collections::BTreeSet;

use mtc_probe::cert::{Cert, hex};
use mtc_probe::evidence::{Attempt, ProxyCanary, Store};
use mtc_probe::judge::{Given, Stores, Verdict};
use mtc_probe::moment::Moment;
use mtc_probe::redact::Originals;
use mtc_probe::runlog::mattering;
use mtc_probe::stand_in::{Met, StandIns};

use super::recorded;
use super::scene::across;
use crate::runlog::{Recording, whole};

/// Cases that cannot be the same, and what of them differs.
const OTHERWISE: [(&str, &str); 1] = [(
    "weak-key-or-signature-sha1",
    "SHA-1 is signed by another's key no more",
)];

/// How names begin that every cluster or machine has.
const EVERYBODYS: [&str; 6] = [
    "127.0.0.1",
    "ingress-operator",
    "kube-apiserver-",
    "kubernetes",
    "localhost",
    "mitmproxy",
];

/// What is judged of a run.
struct Shown {
    attempts: Vec<Attempt>,
    canaries: Vec<ProxyCanary>,
    stores: Vec<Store>,
    at: Moment,
}

impl Shown {
    fn of(run: &Recording) -> Self {
        Self {
            attempts: run.attempts.clone(),
            canaries: run.canaries.clone(),
            stores: run.stores.clone(),
            at: run.at,
        }
    }

    fn with_stand_ins(&self) -> Self {
        let mut met = Met::after(Originals::default());
        self.attempts.iter().for_each(|attempt| met.part(attempt));
        self.canaries.iter().for_each(|canary| met.part(canary));
        let stores = mattering(&self.stores, met.certs());
        for store in &stores {
            met.part(store);
        }
        let (redaction, certs) = met.end();
        let stand_ins = StandIns::of(&redaction, &certs);
        let attempts = self.attempts.iter().map(|one| stand_ins.part(one));
        let canaries = self.canaries.iter().map(|one| stand_ins.part(one));
        Self {
            attempts: attempts.collect::<Result<_, _>>().expect("attempts"),
            canaries: canaries.collect::<Result<_, _>>().expect("canaries"),
            stores: stores.iter().map(|store| stand_ins.store(store)).collect(),
            at: self.at,
        }
    }

    fn codes(&self) -> Vec<(String, BTreeSet<String>)> {
        let held = Stores::new(&self.stores);
        let (_, endpoints) = across(&self.attempts, Given::new(&held, &self.canaries, self.at));
        let name = |verdict: &Verdict| verdict.code().name().to_owned();
        let codes = endpoints
            .iter()
            .map(|e| (name(&e.verdict), e.verdicts().map(name).collect()));
        codes.collect()
    }

    /// Everything that is in it, the certificates as hex.
    fn bytes(&self) -> String {
        let parts = (&self.attempts, &self.canaries, &self.stores);
        let text = serde_json::to_string(&parts).expect("JSON");
        let ders: Vec<String> = self.certs().map(|cert| hex(cert.der())).collect();
        text.to_ascii_lowercase() + &ders.join("\n")
    }

    fn certs(&self) -> impl Iterator<Item = &Cert> {
        let connections = self.attempts.iter().flat_map(|a| {
            let extras = a.extras.iter().flat_map(|e| &e.connections);
            a.connections.iter().chain(extras)
        });
        let sent = connections.flat_map(mtc_probe::evidence::Connection::chain);
        let fetched = self.attempts.iter().flat_map(|a| &a.fetched);
        let stored = self
            .stores
            .iter()
            .flat_map(|s| s.certs.iter().chain(&s.unconfirmed));
        sent.chain(stored).chain(fetched.flat_map(|f| &f.certs))
    }

    /// What says who somebody is, each as it would be found.
    fn originals(&self) -> BTreeSet<String> {
        let mut all = BTreeSet::new();
        for attempt in &self.attempts {
            all.insert(attempt.target.host.to_string());
            all.extend(attempt.target.servername.iter().map(ToString::to_string));
        }
        let in_hex = |text: &str| hex(text.as_bytes());
        for cert in self.certs() {
            all.insert(cert.sha256().to_owned());
            let Some(facts) = cert.facts() else { continue };
            all.insert(hex(&facts.key_bits));
            all.insert(hex(&facts.signature));
            let names = facts.dns_names.iter().map(mtc_probe::foreign::Foreign::raw);
            all.extend(names.map(|name| in_hex(name.trim_start_matches("*."))));
            all.extend(facts.subject_cn.iter().map(|cn| in_hex(cn.raw())));
            all.extend(Some(hex(&facts.serial)).filter(|serial| serial.len() > 12));
        }
        // The router's CA, a product's, the platform's signers and this machine are everybody's.
        let known = EVERYBODYS.into_iter();
        let known: Vec<String> = known.flat_map(|k| [k.to_owned(), in_hex(k)]).collect();
        let is_known = |text: &str| known.iter().any(|known| text.starts_with(known.as_str()));
        all.retain(|text| text.len() > 8 && !is_known(text));
        all
    }
}

fn cases() -> Vec<(String, Shown)> {
    let logs = recorded::logs();
    let read = |(name, text): (String, String)| {
        let run = whole(text.as_bytes()).unwrap_or_else(|e| panic!("{name}: {e}"));
        (name, Shown::of(&run))
    };
    logs.into_iter().map(read).collect()
}

#[test]
fn recorded_cases_have_the_same_codes_with_stand_ins() {
    let mut others = Vec::new();
    for (name, shown) in cases() {
        let (before, after) = (shown.codes(), shown.with_stand_ins().codes());
        if before != after && !OTHERWISE.iter().any(|(known, _)| *known == name) {
            others.push(format!("{name}: {before:?} -> {after:?}"));
        }
    }
    assert!(others.is_empty(), "{}", others.join("\n"));
}

#[test]
fn nothing_of_a_recorded_case_is_left() {
    let (mut left, mut looked_for) = (Vec::new(), 0);
    for (name, shown) in cases() {
        let bytes = shown.with_stand_ins().bytes();
        for original in shown.originals() {
            looked_for += 1;
            if bytes.contains(&original.to_ascii_lowercase()) {
                left.push(format!("{name}: {original}"));
            }
        }
    }
    assert!(looked_for > 1000, "{looked_for}");
    assert!(left.is_empty(), "{} left\n{}", left.len(), left.join("\n"));
}
