//! Where an AIA address and its redirects may not lead: nobody there gets a connection, and the
//! report says so.

use std::net::SocketAddr;
use std::sync::Arc;

use mtc_probe::evidence::Fault;
use mtc_probe::lab::{Behaviour, CertDraft, Server, ServerIdentity, Site, TlsSettings};
use mtc_probe::measure::Limits;
use mtc_probe::roles::stranger::NotContactedReason;
use mtc_probe::route::Route;
use mtc_probe::target::Host;

use super::cert;
use super::fetching::{der, issuer, on_the_word_of, serve, through, to};
use crate::cli::world::{World, run};

const PUBLIC: &str = "203.0.113.1";

/// Serves a CA's certificate where nobody is to be led.
async fn bystander(ip: &str) -> Server {
    let site = Site::default().page("/ca.cer", der(cert(&issuer()).der().to_vec()));
    let address = SocketAddr::new(ip.parse().expect("an address"), 0);
    Server::start_at(address, Behaviour::PlainHttp(site))
        .await
        .expect("a server")
}

fn refused(fault: Option<&Fault>) -> Option<NotContactedReason> {
    match fault {
        Some(Fault::NotContacted { reason, .. }) => Some(*reason),
        _ => None,
    }
}

#[tokio::test]
async fn an_address_of_this_machine_is_not_asked_however_it_is_written() {
    let server = bystander("127.0.0.1").await;
    for host in [
        "127.0.0.1",
        "2130706433",
        "0x7f.1",
        "[::ffff:127.0.0.1]",
        "[64:ff9b::7f00:1]",
        "[2002:7f00:1::]",
        "localhost",
        "LOCALHOST.",
    ] {
        let url = format!("http://{host}:{}/ca.cer", server.port());
        for route in [
            Route::default(),
            through(&format!("http://{}", server.address())),
        ] {
            let got = on_the_word_of(PUBLIC, url.clone(), route, &Limits::default()).await;
            assert_eq!(
                refused(got.outcome.fault()),
                Some(NotContactedReason::Loopback),
                "{got:?}"
            );
            assert!(got.certs.is_empty());
        }
    }
    assert_eq!(server.accepted(), 0);
}

#[tokio::test]
async fn what_is_closed_is_called_by_its_reason() {
    for (host, reason) in [
        ("169.254.169.254", NotContactedReason::MetadataService),
        ("168.63.129.16", NotContactedReason::MetadataService),
        ("[fd00:ec2::254]", NotContactedReason::MetadataService),
        (
            "metadata.google.internal",
            NotContactedReason::MetadataService,
        ),
        ("169.254.7.7", NotContactedReason::LinkLocal),
        ("0.0.0.0", NotContactedReason::Unspecified),
        ("[::]", NotContactedReason::Unspecified),
        ("224.0.0.251", NotContactedReason::Multicast),
        ("255.255.255.255", NotContactedReason::Reserved),
        ("10.0.0.1", NotContactedReason::Private),
        ("[fd00::1]", NotContactedReason::Private),
    ] {
        let got = on_the_word_of(
            PUBLIC,
            format!("http://{host}/latest/meta-data/iam"),
            Route::default(),
            &Limits::default(),
        )
        .await;
        assert_eq!(refused(got.outcome.fault()), Some(reason), "{got:?}");
        let kept = serde_json::to_string(&got).expect("JSON");
        assert!(
            kept.contains(r#""fault":"not-contacted""#)
                && serde_json::from_str(&kept).is_ok_and(|again| got == again),
            "{kept}"
        );
    }
}

#[tokio::test]
async fn a_redirect_leads_nowhere_that_the_address_itself_could_not() {
    let other = bystander("127.0.0.2").await;
    let site = Site::default()
        .page(
            "/away",
            to(&format!("http://127.0.0.2:{}/ca.cer", other.port())),
        )
        .page(
            "/name",
            to(&format!("http://localhost:{}/ca.cer", other.port())),
        )
        .page("/cloud", to("http://169.254.169.254/latest/meta-data/iam"))
        .page("/here", to("/away"));
    let server = serve(site).await;
    let at = async |path: &str, limits: &Limits| {
        on_the_word_of(
            "127.0.0.1",
            format!("http://{}{path}", server.address()),
            Route::default(),
            limits,
        )
        .await
    };
    for (path, reason) in [
        ("/away", NotContactedReason::Loopback),
        ("/name", NotContactedReason::Loopback),
        ("/cloud", NotContactedReason::MetadataService),
        ("/here", NotContactedReason::Loopback),
    ] {
        let got = at(path, &Limits::default()).await;
        assert_eq!(
            refused(got.outcome.fault()),
            Some(reason),
            "{path}: {got:?}"
        );
    }
    assert_eq!(other.accepted(), 0);
    // A host that the user named is the user's business.
    let named = Limits {
        named: Arc::new([Host::Ip([127, 0, 0, 2].into())].into_iter().collect()),
        ..Limits::default()
    };
    for path in ["/away", "/here"] {
        let got = at(path, &named).await;
        assert_eq!(
            (got.certs.len(), got.outcome.saw().and_then(|saw| saw.from)),
            (1, Some([127, 0, 0, 2].into())),
            "{got:?}"
        );
    }
}

/// A server whose leaf names an issuer on another loopback address than the server's own, and who
/// would answer there.
async fn issuer_elsewhere() -> (Server, Server) {
    let other = bystander("127.0.0.2").await;
    let root = CertDraft::authority(World::now(), "Root")
        .self_signed()
        .expect("a root");
    let url = format!("http://ca.example.test:{}/ca.cer", other.port());
    let by_address = format!("http://127.0.0.2:{}/ca.cer", other.port());
    let leaf = CertDraft::leaf(World::now(), &["svc.test"])
        .issuer_at(&by_address)
        .issuer_at(&url)
        .signed_by(&root)
        .expect("a leaf");
    let tls = TlsSettings::new(ServerIdentity::alone(&leaf).expect("an identity"));
    (
        other,
        Server::start(Behaviour::Tls(tls)).await.expect("a server"),
    )
}

#[test]
fn the_report_says_what_was_not_asked() {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .expect("a runtime");
    let (other, server) = runtime.block_on(issuer_elsewhere());
    let (port, aia) = (server.port(), other.port());
    let base = [
        "endpoints",
        "--aia",
        "--trust",
        "none",
        "-o",
        "json",
        "--resolve",
    ]
    .map(str::to_owned);
    let base = [
        &base[..],
        &[
            format!("svc.test:{port}:127.0.0.1"),
            format!("svc.test:{port}"),
        ],
    ]
    .concat();
    let report = run(&base).ended(1).json();
    let remedy = report["endpoints"][0]["verdict"]["remedy"]
        .as_str()
        .expect("a remedy");
    let said = format!(
        "it was not fetched from http://127.0.0.2:{aia}/ca.cer, not contacted: 127.0.0.2 is loopback"
    );
    assert!(remedy.contains(&said), "{remedy}");
    assert_eq!(other.accepted(), 0);
    // An address that the user gives to a name is the user's word; so is a target.
    run(&[
        &base[..],
        &[
            "--resolve".to_owned(),
            format!("ca.example.test:{aia}:127.0.0.2"),
        ],
    ]
    .concat())
    .ended(1);
    assert_eq!(other.accepted(), 1);
    run(&[&base[..], &["127.0.0.2:1".to_owned()]].concat()).ended(1);
    assert_eq!(other.accepted(), 2);
}
