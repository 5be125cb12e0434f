//! Runs made of recorded cases by a seed: several endpoints in two waves, some of which lack what
//! another shows. Judges nothing.

use std::sync::OnceLock;

use fastrand::Rng;
use mtc_probe::cert::Cert;
use mtc_probe::evidence::{
    Attempt, Connection, Download, Extra, ExtraKind, FetchedIssuer, ProxyCanary, Step, Store,
    StoreKind, no_proxy,
};
use mtc_probe::route::Route;
use mtc_probe::stores;

use crate::runlog::{Recording, whole};
use crate::verdicts::recorded;
use crate::verdicts::scene::{NOW, done};

/// A run, and how it went.
pub struct AnyRun {
    name: String,
    pub recording: Recording,
    /// How many attempts the first wave has; the others are begun when it is over.
    pub first_wave: usize,
    /// How many canaries were asked before the first wave; the others before the second.
    pub early: usize,
}

/// What an endpoint shows of what was recorded; another may show the rest.
#[derive(Clone, Copy)]
enum Shows {
    All,
    /// Nothing above its leaf.
    Leaf,
    /// The same, and what is above was fetched.
    LeafAndAddress,
    /// No answer to further questions.
    NoExtra,
    LeafAndNoExtra,
}

const SHOWS: [Shows; 8] = [
    Shows::All,
    Shows::All,
    Shows::Leaf,
    Shows::Leaf,
    Shows::LeafAndAddress,
    Shows::NoExtra,
    Shows::NoExtra,
    Shows::LeafAndNoExtra,
];

fn cases() -> &'static [Recording] {
    static CASES: OnceLock<Vec<Recording>> = OnceLock::new();
    CASES.get_or_init(|| {
        let case = |(name, text): (String, String)| whole(text.as_bytes()).expect(&name);
        recorded::logs().into_iter().map(case).collect()
    })
}

/// Cases of which one endpoint may tell something about another, by what tells it; and all.
fn kinds() -> &'static [Vec<Recording>; 4] {
    static KINDS: OnceLock<[Vec<Recording>; 4]> = OnceLock::new();
    KINDS.get_or_init(|| {
        let of = |is: fn(&Attempt) -> bool| {
            let cases = cases().iter().filter(|case| case.attempts.iter().any(is));
            cases.cloned().collect()
        };
        let asked = cases().iter().filter(|case| !case.canaries.is_empty());
        [
            asked.cloned().collect(),
            of(|one| one.extras.iter().any(is_minted)),
            of(|one| one.connections.iter().any(|c| c.chain().len() > 1)),
            cases().to_vec(),
        ]
    })
}

fn is_minted(extra: &Extra) -> bool {
    let answers = &mut extra.connections.iter();
    matches!(extra.kind, ExtraKind::CanaryName { .. }) && answers.any(|c| !c.chain().is_empty())
}

fn any<'a, T>(of: &'a [T], rng: &mut Rng) -> &'a T {
    &of[rng.usize(..of.len())]
}

fn public() -> &'static [Cert] {
    static PUBLIC: OnceLock<Vec<Cert>> = OnceLock::new();
    let some = || {
        let all = stores::mozilla(StoreKind::Reference).certs.into_iter();
        all.step_by(9).collect()
    };
    PUBLIC.get_or_init(some)
}

impl AnyRun {
    /// Always the same for one seed.
    pub fn of(seed: u64, rng: &mut Rng) -> Self {
        let mut picked: Vec<&Recording> = Vec::new();
        let mut attempts: Vec<Attempt> = Vec::new();
        for _ in 0..rng.usize(1..4) {
            let kind: &Vec<Recording> = any(kinds(), rng);
            let case = any(kind, rng);
            picked.push(case);
            for _ in 0..rng.usize(1..5) {
                let place = u16::try_from(attempts.len()).expect("few");
                let port = 20_000 + place - u16::from(place > 0 && rng.u8(..6) == 0);
                let shows = *any(&SHOWS, rng);
                let mut servers: Vec<Attempt> = case
                    .attempts
                    .iter()
                    .map(|one| showing(one, port, shows))
                    .collect();
                if rng.u8(..4) == 0 {
                    servers.iter_mut().for_each(without_its_proxy);
                }
                attempts.extend(servers);
            }
        }
        rng.shuffle(&mut attempts);
        let mut first_wave = rng.usize(1..=attempts.len());
        // Only answers of the first wave may lead to endpoints behind a proxy.
        let is_direct = |one: &Attempt| one.route.is_direct();
        if rng.bool() && attempts.iter().any(is_direct) {
            attempts.sort_by_key(|one| !is_direct(one));
            first_wave = attempts.partition_point(is_direct);
        }
        let (early, late) = canaries(&picked, &attempts[..first_wave]);
        Self {
            name: format!("seed {seed}"),
            first_wave,
            early: early.len(),
            recording: Recording {
                tool: "probe 0.1.0".into(),
                at: NOW,
                attempts,
                canaries: [early, late].concat(),
                stores: stores(&picked, rng),
                objects: Vec::new(),
                problems: Vec::new(),
            },
        }
    }

    pub fn recorded(name: &str, log: &[u8]) -> Self {
        let recording = whole(log).expect(name);
        Self {
            name: name.to_owned(),
            first_wave: recording.attempts.len(),
            early: recording.canaries.len(),
            recording,
        }
    }

    pub fn name(&self) -> &str {
        &self.name
    }

    /// An order in which its attempts may be done.
    pub fn any_order(&self, rng: &mut Rng) -> Vec<usize> {
        let mut order: Vec<usize> = (0..self.recording.attempts.len()).collect();
        let (first, second) = order.split_at_mut(self.first_wave);
        rng.shuffle(first);
        rng.shuffle(second);
        order
    }
}

/// The same server on another port.
fn showing(attempt: &Attempt, port: u16, shows: Shows) -> Attempt {
    let mut attempt = attempt.clone();
    attempt.target.port = port;
    if attempt.route.is_direct() {
        connections(&mut attempt).for_each(|c| c.address.set_port(port));
    }
    if matches!(shows, Shows::NoExtra | Shows::LeafAndNoExtra) {
        attempt.extras.clear();
    }
    if matches!(shows, Shows::LeafAndAddress) {
        attempt.fetched = fetched(&attempt);
    }
    if !matches!(shows, Shows::All | Shows::NoExtra) {
        connections(&mut attempt).for_each(leaf_alone);
    }
    attempt
}

/// As if whoever stands at the proxy stood in the way of a direct connection.
fn without_its_proxy(attempt: &mut Attempt) {
    attempt.route = Route::default();
    attempt
        .connections
        .iter_mut()
        .for_each(|c| c.proxy = no_proxy());
}

fn leaf_alone(connection: &mut Connection) {
    if let Step::Done { saw, .. } | Step::Failed { saw: Some(saw), .. } = &mut connection.tls {
        saw.chain.truncate(1);
    }
}

/// What its first chain holds above the leaf, as if each had been fetched.
fn fetched(attempt: &Attempt) -> Vec<FetchedIssuer> {
    let chain = attempt.connections.first().map(Connection::chain);
    let pairs = chain.unwrap_or_default().windows(2);
    let fetch = |pair: &[Cert]| FetchedIssuer {
        url: format!("http://ca.test/{}", pair[1].sha256()).into(),
        child: pair[0].clone(),
        route: attempt.route.clone(),
        outcome: done(Download {
            status: Some(200),
            ..Download::default()
        }),
        certs: vec![pair[1].clone()],
    };
    pairs.map(fetch).collect()
}

fn connections(attempt: &mut Attempt) -> impl Iterator<Item = &mut Connection> {
    let extras = attempt.extras.iter_mut();
    let extras = extras.flat_map(|extra| extra.connections.iter_mut());
    attempt.connections.iter_mut().chain(extras)
}

/// One for each proxy: those that are asked before the first wave, and those of proxies that only
/// the second one goes through.
fn canaries(picked: &[&Recording], first: &[Attempt]) -> (Vec<ProxyCanary>, Vec<ProxyCanary>) {
    let mut all: Vec<ProxyCanary> = Vec::new();
    for canary in picked.iter().flat_map(|case| &case.canaries) {
        let known = |known: &ProxyCanary| known.route.proxy == canary.route.proxy;
        if !all.iter().any(known) {
            all.push(canary.clone());
        }
    }
    let early = |canary: &ProxyCanary| {
        let through = |attempt: &Attempt| attempt.route.proxy == canary.route.proxy;
        first.iter().any(through)
    };
    all.into_iter().partition(early)
}

/// What the cases trust, among public CAs; and more of those for reference.
fn stores(picked: &[&Recording], rng: &mut Rng) -> Vec<Store> {
    let of = |kind: StoreKind, certs: Vec<Cert>| Store {
        name: format!("{kind:?}").to_lowercase(),
        kind,
        certs,
        left_out: 0,
        unconfirmed: Vec::new(),
        of: None,
    };
    let mut system: Vec<Cert> = public().iter().step_by(2).cloned().collect();
    let mut given: Vec<Cert> = Vec::new();
    for store in picked.iter().flat_map(|case| &case.stores) {
        for cert in &store.certs {
            let into = match store.kind {
                StoreKind::Given => &mut given,
                StoreKind::System
                | StoreKind::Mozilla
                | StoreKind::InUse
                | StoreKind::Reference => &mut system,
            };
            if !into.contains(cert) {
                into.insert(rng.usize(..=into.len()), cert.clone());
            }
        }
    }
    vec![
        of(StoreKind::System, system),
        of(StoreKind::Given, given),
        of(StoreKind::Reference, public().to_vec()),
    ]
}
