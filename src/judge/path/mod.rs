//! The presented chain against anchors, name and time, by each consumer's rules; and the path that
//! signatures prove. Position, names and key ids propose a path; only signatures make one. Pure.

mod above;
mod attempts;
mod budget;
mod build;
mod cure;
mod go;
mod in_use;
mod incurable;
mod issuers;
mod mozilla;
mod of_file;
mod pool;
mod strict;

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::cert::Cert;
use crate::cert::go::GoVersion;
use crate::cert::memo::Memo;
use crate::dialects::rustls::StrictRefusal;
use crate::evidence::{Store, StoreKind, StoreOwner};
use crate::moment::Moment;
use crate::target::{Host, Origin, Target};

use super::clients::{self, ChainView, ClientDiffers};
use super::{Authorities, CertSource, Cure, GoVerdict, StrictVerdict, Trust};
use budget::Spent;
use build::reached;
use cure::Wanted;
use issuers::Issuers;

pub use pool::CertPool;

/// A set of trust anchors, made ready once for both rules.
pub struct Anchors {
    pool: CertPool,
    strict: strict::StrictAnchors,
}

impl Anchors {
    /// Anchors from certificates alone, as a consumer of a bundle sees it.
    #[must_use]
    pub fn from_bundle(certs: &[Cert]) -> Self {
        let mut pool = CertPool::default();
        for cert in certs {
            pool.add(cert, &CertSource::Sent);
        }
        Self {
            pool,
            strict: strict::StrictAnchors::of_file(certs.iter()),
        }
    }

    fn from_stores(stores: &[&Store]) -> Self {
        let mut pool = CertPool::default();
        for store in stores {
            for cert in &store.certs {
                pool.add(cert, &CertSource::Store(store.name.clone()));
            }
        }
        Self {
            pool,
            strict: strict::StrictAnchors::of_stores(stores),
        }
    }

    /// The certificate is in the set, compared by its DER.
    #[must_use]
    pub fn holds(&self, cert: &Cert) -> bool {
        self.pool.holds(cert)
    }

    /// Certificates in the set whose subject is this name to a person, in other bytes.
    pub(super) fn spelt_otherwise(&self, name: &[u8]) -> impl Iterator<Item = &(Cert, CertSource)> {
        self.pool.spelt_otherwise(name)
    }

    /// Certificates in the set that bear this subject.
    pub fn named(&self, subject_der: &[u8]) -> &[(Cert, CertSource)] {
        self.pool.named(subject_der)
    }

    /// Go's verdict (crypto/x509 `Certificate.Verify` with these roots and the rest of the chain as
    /// intermediates).
    #[must_use]
    pub fn go(&self, chain: &[Cert], name: &Host, at: Moment) -> GoVerdict {
        go::verify(chain, &self.pool, name, at).into()
    }

    /// The verdict of one version of Go.
    #[must_use]
    pub fn go_of(
        &self,
        version: GoVersion,
        (chain, name): (&[Cert], &Host),
        at: Moment,
    ) -> GoVerdict {
        let answers = go::ask(chain, &self.pool, name, at);
        answers.of(version).clone().into()
    }

    /// webpki's verdict, as rustls clients reach it.
    #[must_use]
    pub fn strict(&self, chain: &[Cert], name: &Host, at: Moment) -> StrictVerdict {
        strict::verify(chain, &self.strict, name, at).into()
    }
}

impl Anchors {
    /// Clients that decide otherwise than Go about this chain with these anchors.
    #[must_use]
    pub fn others(
        &self,
        (chain, name): (&[Cert], &Host),
        at: Moment,
        go: &GoVerdict,
    ) -> Vec<ClientDiffers> {
        let Some(leaf) = chain.first() else {
            return Vec::new();
        };
        let pool = CertPool::around(chain, &self.pool, Authorities::none());
        let is_anchor = |cert: &Cert| self.holds(cert);
        let spent = Spent::default();
        let path = build::prove(leaf, Issuers::new(&pool, at, (&is_anchor, &spent))).path;
        let anchor = reached(&path, chain, |cert| self.holds(cert));
        let path: Vec<&Cert> = path.iter().map(|(cert, _)| cert).collect();
        clients::differ(&ChainView {
            chain,
            path: &path,
            anchor,
            trusted: &self.pool,
            name,
            at,
            refusal: go.refusal(),
        })
    }
}

/// What the stores of a run hold, made ready once for every chain.
pub struct Stores {
    /// Everything that is trusted.
    pub anchors: Anchors,
    trusted: Vec<(String, Vec<Cert>)>,
    held: Arc<StoreIndex>,
    /// Chains judged lately: endpoints that present the same one for the same name share the
    /// judgement.
    judged: Mutex<Memo<ChainQuestion, Arc<Trust>>>,
    /// What was made ready for the clients of some objects, by the places of their stores.
    of_objects: Mutex<HashMap<Vec<usize>, Arc<Self>>>,
}

/// What a chain's judgement depends on besides the stores.
#[derive(PartialEq, Eq, Hash)]
struct ChainQuestion {
    /// SHA-256 of each certificate, in the order sent.
    chain: String,
    name: Host,
    at: Moment,
    /// What the run itself brought to light that may matter to it.
    learnt: Vec<(String, CertSource)>,
}

/// Judgements in one generation of the memory.
const REMEMBERED: usize = 512;

/// What the stores hold, for every choice of those that are trusted.
struct StoreIndex {
    stores: Vec<Store>,
    /// Places of the stores that count for one object's endpoints only.
    own: HashMap<StoreOwner, Vec<usize>>,
    /// Every certificate of every store, trusted or not: where issuers may be learnt from.
    known: CertPool,
    vouching: CertPool,
    public: CertPool,
}

impl Stores {
    /// Makes the stores of a run ready. Those that belong to objects are trusted for the endpoints
    /// of those objects only ([`Stores::of_clients`]).
    #[must_use]
    pub fn new(stores: &[Store]) -> Self {
        Self::resting_on(Arc::new(StoreIndex::new(stores)), &[])
    }

    /// What verdicts about this target rest on, where its own objects have CA bundles; `None` where
    /// it is the same as for everybody.
    #[must_use]
    pub fn of_clients(&self, target: &Target) -> Option<Arc<Self>> {
        let holders = target.origins.iter().filter_map(|origin| match origin {
            Origin::Object { source, object, .. } => Some(StoreOwner {
                source: source.clone(),
                object: object.clone(),
            }),
            Origin::Argument { .. }
            | Origin::Flag { .. }
            | Origin::Line { .. }
            | Origin::Kubeconfig { .. }
            | Origin::Answer { .. }
            | Origin::Usual { .. }
            | Origin::Demo => None,
        });
        let own: Vec<usize> = holders
            .filter_map(|holder| self.held.own.get(&holder))
            .flatten()
            .copied()
            .collect();
        if own.is_empty() {
            return None;
        }
        let mut known = locked(&self.of_objects);
        let ready = || Arc::new(Self::resting_on(Arc::clone(&self.held), &own));
        Some(Arc::clone(known.entry(own.clone()).or_insert_with(ready)))
    }

    /// Rests on what is trusted for every endpoint, and on the stores at these places.
    fn resting_on(held: Arc<StoreIndex>, own: &[usize]) -> Self {
        let counts = |(place, store): &(usize, &Store)| {
            store.is_trusted() && (store.of.is_none() || own.contains(place))
        };
        let trusted: Vec<&Store> = held
            .stores
            .iter()
            .enumerate()
            .filter(counts)
            .map(|(_, store)| store)
            .collect();
        let anchors = Anchors::from_stores(&trusted);
        let trusted = trusted
            .into_iter()
            .map(|s| (s.name.clone(), s.certs.clone()))
            .collect();
        Self {
            anchors,
            trusted,
            held,
            judged: Mutex::new(Memo::of_generations(REMEMBERED)),
            of_objects: Mutex::default(),
        }
    }

    /// Judges one captured chain; `None` where nothing readable was captured.
    pub(super) fn judge(
        &self,
        (chain, name): (&[Cert], &Host),
        at: Moment,
        authorities: &Authorities,
    ) -> Option<Arc<Trust>> {
        let leaf = chain.first()?;
        leaf.facts()?;
        let pool = CertPool::around(chain, &self.held.known, authorities);
        let question = ChainQuestion {
            chain: chain.iter().map(Cert::sha256).collect(),
            name: name.clone(),
            at,
            learnt: pool.learnt(),
        };
        if let Some(known) = locked(&self.judged).answer(&question) {
            return Some(known);
        }
        let trust = Arc::new(self.judge_now(leaf, &Wanted { chain, name, at }, &pool));
        locked(&self.judged).keep(question, Arc::clone(&trust));
        Some(trust)
    }

    fn judge_now(&self, leaf: &Cert, wanted: &Wanted<'_>, pool: &CertPool) -> Trust {
        let Wanted { chain, name, at } = *wanted;
        let is_anchor = |cert: &Cert| self.anchors.holds(cert);
        let spent = Spent::default();
        if pool.is_cut {
            spent.note();
        }
        let issuers = || Issuers::new(pool, at, (&is_anchor, &spent));
        let go = self.anchors.go(chain, name, at);
        let proven = build::prove(leaf, issuers());
        let is_only = proven.is_only;
        let in_use = (go.is_accepted() && !is_only)
            .then(|| in_use::find(*wanted, leaf, issuers()))
            .flatten();
        let path = in_use.map_or(proven.path, |lower| {
            build::prove_above(lower, issuers()).path
        });
        let anchor = reached(&path, chain, is_anchor);
        let vouched_by = anchor
            .map(|at| self.holders(&path[at].0))
            .unwrap_or_default();
        let mut cure = if go.is_accepted() {
            Cure::EndOfPath
        } else {
            let vouched = |cert: &Cert| self.vouch_for_ca(cert);
            cure::seek(*wanted, (&path, is_only), (issuers(), &vouched))
        };
        if let Cure::Nothing(incurable) = &mut cure
            && incurable::is_gos_own(&incurable.refusal)
            && let Some((top, _)) = path.last()
        {
            let anchors = Anchors::from_bundle(std::slice::from_ref(top));
            let refused = GoVerdict::Refuses(incurable.refusal.clone());
            let others = anchors.others((chain, name), at, &refused);
            incurable.accepted_by = incurable::accepting(others);
            incurable.by_rustls = anchors.strict(chain, name, at).is_accepted();
        }
        let for_bundle = match &cure {
            Cure::OtherPath(path) => path,
            Cure::EndOfPath | Cure::Nothing(_) => &path,
        };
        let mut issuers = issuers();
        let above = above::unusable(*wanted, for_bundle, (&mut issuers, pool));
        let certs = path.iter().chain(for_bundle).map(|(cert, _)| cert);
        let is_vouched = |cert: &&Cert| issuers.lead_to(cert, |ca| self.vouch_for_ca(ca));
        let vouched = certs.filter(is_vouched).cloned().collect();
        let strict = self.anchors.strict(chain, name, at);
        let is_undecided = strict.refusal() == Some(&StrictRefusal::TooManyPaths);
        Trust {
            above,
            vouched,
            is_limited: is_undecided || spent.is_noted(),
            strict,
            others: self.anchors.others((chain, name), at, &go),
            go,
            public: path.iter().any(|(cert, _)| self.held.public.holds(cert)),
            anchor,
            vouched_by,
            cure,
            path,
        }
    }

    /// What any store holds, trusted or not, whose subject is this name to a person, in other bytes.
    pub(super) fn spelt_otherwise(&self, name: &[u8]) -> impl Iterator<Item = &(Cert, CertSource)> {
        self.held.known.spelt_otherwise(name)
    }

    /// A store vouches for this certificate that is not merely the bundle which an object has now.
    #[must_use]
    pub fn vouch_for(&self, cert: &Cert) -> bool {
        self.held.vouching.holds(cert)
    }

    /// The same of any certificate of this name and key: whoever vouches for a CA does not mean one
    /// of its certificates only.
    #[must_use]
    pub fn vouch_for_ca(&self, ca: &Cert) -> bool {
        self.held.vouching.knows(ca)
    }

    fn holders(&self, cert: &Cert) -> Vec<String> {
        self.trusted
            .iter()
            .filter(|(_, certs)| certs.contains(cert))
            .map(|(name, _)| name.clone())
            .collect()
    }
}

/// A panic elsewhere leaves the memory valid, so a poisoned lock is taken all the same.
fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl StoreIndex {
    fn new(stores: &[Store]) -> Self {
        let (mut known, mut public, mut vouching) = (
            CertPool::default(),
            CertPool::default(),
            CertPool::default(),
        );
        let mut own: HashMap<StoreOwner, Vec<usize>> = HashMap::new();
        for (place, store) in stores.iter().enumerate() {
            if let Some(holder) = &store.of {
                own.entry(holder.clone()).or_default().push(place);
            }
            for cert in &store.certs {
                known.add(cert, &CertSource::Store(store.name.clone()));
                if store.kind != StoreKind::InUse && !store.unconfirmed.contains(cert) {
                    vouching.add(cert, &CertSource::Store(store.name.clone()));
                }
                if matches!(store.kind, StoreKind::Mozilla | StoreKind::Reference) {
                    public.add(cert, &CertSource::Store(store.name.clone()));
                }
            }
        }
        Self {
            stores: stores.to_vec(),
            own,
            known,
            vouching,
            public,
        }
    }
}
