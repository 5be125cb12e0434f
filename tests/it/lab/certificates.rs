//! Each thing a draft can say, as a verifier that is not ours sees it.

use rustls::CertificateError as Why;
use rustls::pki_types::CertificateDer;
use x509_parser::prelude::{FromDer, GeneralName, ParsedExtension, X509Certificate};

use mtc_probe::lab::{CertDraft, Issued, KeyType, Purpose};

use super::client::{NOW, verify};

const NAME: &str = "a.example.test";
const DAY: i64 = 86_400;

fn root() -> Issued {
    CertDraft::authority(NOW, "Root")
        .self_signed()
        .expect("a root")
}

fn leaf() -> CertDraft {
    CertDraft::leaf(NOW, &[NAME])
}

fn judge(draft: &CertDraft, root: &Issued) -> Result<(), Why> {
    let leaf = draft.signed_by(root).expect("a leaf");
    verify(&[leaf.der().clone()], &[root], NAME, NOW)
}

fn parsed<'a>(der: &'a CertificateDer<'_>) -> X509Certificate<'a> {
    X509Certificate::from_der(der).expect("X.509").1
}

#[test]
fn every_key_type_makes_chains_that_verify() {
    for key in [
        KeyType::P256,
        KeyType::P384,
        KeyType::Ed25519,
        KeyType::Rsa2048,
    ] {
        let root = CertDraft::authority(NOW, "Root")
            .key(key)
            .self_signed()
            .expect("a root");
        assert_eq!(judge(&leaf().key(key), &root), Ok(()), "{key:?}");
    }
}

#[test]
fn dates_count_from_the_given_now() {
    let root = root();
    assert!(matches!(
        judge(&leaf().expired(3), &root),
        Err(Why::ExpiredContext { .. })
    ));
    assert!(matches!(
        judge(&leaf().days(1, 2), &root),
        Err(Why::NotValidYetContext { .. })
    ));
    let exact = leaf()
        .valid(NOW, NOW + 10)
        .signed_by(&root)
        .expect("a leaf");
    let validity = parsed(exact.der()).validity().clone();
    assert_eq!(
        (
            validity.not_before.timestamp(),
            validity.not_after.timestamp()
        ),
        (NOW, NOW + 10)
    );
    let default = leaf().signed_by(&root).expect("a leaf");
    assert_eq!(
        parsed(default.der()).validity().not_after.timestamp(),
        NOW + 89 * DAY
    );
}

#[test]
fn names_are_dns_names_or_addresses_or_only_common() {
    let root = root();
    let address = CertDraft::leaf(NOW, &["127.0.0.1", "::1"])
        .signed_by(&root)
        .expect("a leaf");
    assert_eq!(
        verify(&[address.der().clone()], &[&root], "127.0.0.1", NOW),
        Ok(())
    );
    assert_eq!(
        verify(&[address.der().clone()], &[&root], "::1", NOW),
        Ok(())
    );
    let common_only = leaf().without_alternative_names();
    assert!(matches!(
        judge(&common_only, &root),
        Err(Why::NotValidForNameContext { .. })
    ));
    let named = leaf()
        .organization("O")
        .unit("U")
        .signed_by(&root)
        .expect("a leaf");
    assert_eq!(
        parsed(named.der()).subject().to_string(),
        format!("OU=U, O=O, CN={NAME}")
    );
}

#[test]
fn purposes_constraints_and_extensions_are_written() {
    let root = root();
    assert!(judge(&leaf().purpose(Some(Purpose::Client)), &root).is_err());
    assert_eq!(judge(&leaf().purpose(None), &root), Ok(()));
    assert!(judge(&leaf().critical_unknown_extension(), &root).is_err());
    let constrained = |draft: CertDraft| {
        let middle = draft.signed_by(&root).expect("an intermediate");
        let leaf = leaf().signed_by(&middle).expect("a leaf");
        verify(
            &[leaf.der().clone(), middle.der().clone()],
            &[&root],
            NAME,
            NOW,
        )
        .is_ok()
    };
    let middle = || CertDraft::authority(NOW, "Intermediate");
    assert!(constrained(middle()));
    assert!(constrained(middle().permits(&["example.test"])));
    assert!(!constrained(middle().permits(&["other.test"])));
    assert!(!constrained(middle().excludes(&["example.test"])));
    assert!(!constrained(middle().is_no_authority()));
}

#[test]
fn path_length_counts_the_authorities_below() {
    let root = root();
    for (below, fits) in [(0, false), (1, true)] {
        // Not on the root: webpki does not look at the path length of an anchor.
        let upper = CertDraft::authority(NOW, "Upper")
            .path_length(below)
            .signed_by(&root)
            .expect("an intermediate");
        let lower = CertDraft::authority(NOW, "Lower")
            .signed_by(&upper)
            .expect("an intermediate");
        let leaf = leaf().signed_by(&lower).expect("a leaf");
        let chain = [&leaf, &lower, &upper].map(|issued| issued.der().clone());
        assert_eq!(verify(&chain, &[&root], NAME, NOW).is_ok(), fits, "{below}");
    }
}

#[test]
fn a_self_signed_server_may_be_a_ca_or_not() {
    for (draft, is_ca) in [(leaf(), false), (leaf().is_authority(), true)] {
        let own = draft.self_signed().expect("a certificate");
        assert_eq!(parsed(own.der()).is_ca(), is_ca);
        assert_eq!(parsed(own.der()).subject(), parsed(own.der()).issuer());
    }
}

#[test]
fn the_issuer_can_be_said_to_be_somewhere() {
    let url = format!("http://127.0.0.1:8080/{}.cer", "a".repeat(150));
    let leaf = leaf().issuer_at(&url).self_signed().expect("a leaf");
    let certificate = parsed(leaf.der());
    let found = certificate.extensions().iter().find_map(|extension| {
        if let ParsedExtension::AuthorityInfoAccess(access) = extension.parsed_extension() {
            access.accessdescs.first()
        } else {
            None
        }
    });
    let found = found.expect("authority information access");
    assert_eq!(found.access_method.to_string(), "1.3.6.1.5.5.7.48.2");
    assert!(matches!(found.access_location, GeneralName::URI(at) if at == url));
}

#[test]
fn a_rotated_ca_has_the_name_but_not_the_key() {
    let old = root();
    let new = old.with_other_key().expect("the same name again");
    assert_eq!(parsed(old.der()).subject(), parsed(new.der()).subject());
    assert_ne!(
        parsed(old.der()).public_key(),
        parsed(new.der()).public_key()
    );
    assert_eq!(judge(&leaf(), &new), Ok(()));
    let by_new = leaf().signed_by(&new).expect("a leaf");
    assert!(verify(&[by_new.der().clone()], &[&old], NAME, NOW).is_err());
}

#[test]
fn a_cross_signed_ca_leads_to_either_root() {
    let (one, two) = (
        root(),
        CertDraft::authority(NOW, "Other Root")
            .self_signed()
            .expect("a root"),
    );
    let crossed = one.cross_signed_by(&two).expect("crossed");
    let leaf = leaf().signed_by(&one).expect("a leaf");
    let chain = [leaf.der().clone(), crossed.der().clone()];
    assert_eq!(verify(&chain, &[&one], NAME, NOW), Ok(()));
    assert_eq!(verify(&chain, &[&two], NAME, NOW), Ok(()));
    assert_ne!(
        parsed(one.der()).raw_serial(),
        parsed(crossed.der()).raw_serial()
    );
}

#[test]
fn a_broken_signature_is_noticed() {
    let root = root();
    let leaf = leaf().signed_by(&root).expect("a leaf");
    assert!(verify(&[leaf.der_with_bad_signature()], &[&root], NAME, NOW).is_err());
}
