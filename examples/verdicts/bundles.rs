//! What this program would write for a server that sends a chain, and says that it has proved.
//! `tests/differential` lets Go judge the chain by it.

use std::net::{IpAddr, SocketAddr};

use mtc_probe::bundle::{self, AdmissionRules, Standing};
use mtc_probe::cert::Cert;
use mtc_probe::evidence::{
    AddressSource, Attempt, Connection, Resolution, SkipReason, Step, Store, StoreKind, TcpSession,
    TlsSession, no_proxy,
};
use mtc_probe::export::pem;
use mtc_probe::judge::{Ground, HeldEndpoints, Stores, Taint, endpoint};
use mtc_probe::moment::Moment;
use mtc_probe::route::Route;
use mtc_probe::target::{Host, Origin, Target};

/// The bundle for this chain, with these roots at hand; `None` where none is proved. `pin_leaf`: the
/// leaf itself may be written.
pub(crate) fn proved(
    (chain, name): (&[Cert], &Host),
    (known, pin_leaf): (&[Cert], bool),
    at: Moment,
) -> Option<String> {
    let stores = [Store {
        name: "ca.pem".into(),
        kind: StoreKind::Given,
        certs: known.to_vec(),
        left_out: 0,
        unconfirmed: Vec::new(),
        of: None,
    }];
    let (stores, taint) = (Stores::new(&stores), Taint::default());
    let ground = Ground::new(&stores, &taint, at);
    let judged = HeldEndpoints {
        at,
        all: vec![endpoint(attempt(chain, name, at)?, ground)],
    };
    let rules = AdmissionRules {
        pin_leaf,
        ..AdmissionRules::default()
    };
    let settled = bundle::settle(&judged, ground, &rules, |anchors| {
        pem::render(anchors, Some(&|_| Standing::NotConfirmed))
    });
    let (bundle, text) = settled.ok()?;
    bundle.endpoints[0].go.is_ok().then_some(text)
}

/// One address that shows the chain and is asked nothing.
fn attempt(chain: &[Cert], name: &Host, at: Moment) -> Option<Attempt> {
    let target = match name {
        Host::Ip(ip @ IpAddr::V6(_)) => format!("plain=[{ip}]:443"),
        Host::Ip(_) | Host::Name(_) => format!("plain={name}:443"),
    };
    let target = Target::parse(&target, Origin::Argument { number: 1 }).ok()?;
    let address: IpAddr = [192, 0, 2, 10].into();
    let connection = Connection {
        address: SocketAddr::new(address, 443),
        tcp: done(TcpSession {
            local: None,
            rtt_us: None,
        }),
        proxy: no_proxy(),
        tls: done(TlsSession {
            chain: chain.to_vec(),
            ..TlsSession::default()
        }),
        http: Step::Skipped {
            why: SkipReason::RoleAsksNothing,
        },
    };
    Some(Attempt {
        target,
        route: Route::default(),
        started: at,
        dns: done(Resolution::of(AddressSource::System, vec![address])),
        connections: vec![connection],
        extras: Vec::new(),
        not_asked: Vec::new(),
        fetched: Vec::new(),
        waited: Vec::new(),
    })
}

const fn done<T>(saw: T) -> Step<T> {
    Step::Done { took_us: 1, saw }
}
