//! CA bundles inside objects, without the base64 of the API, as their reader gets them, and never
//! with a private key. Pure; what is wrong inside a bundle is found later, from the bytes that are
//! kept here.

use base64::Engine;
use base64::alphabet::STANDARD;
use base64::engine::{GeneralPurpose, GeneralPurposeConfig};

use super::findings::ObjectFindings;
use crate::ca_file::CaFile;
use crate::cert::Cert;
use crate::evidence::StoreKind;
use crate::mask::stands_for_a_value;
use crate::objects::CaField;

/// Base64 as Go's `encoding/json` reads it in a `[]byte`.
const API: GeneralPurpose = GeneralPurpose::new(
    &STANDARD,
    GeneralPurposeConfig::new().with_decode_allow_trailing_bits(true),
);
const KEY: &str = "holds a private key, so nothing of it was kept";
const KEY_HINT: &str = "take the key out of the object and replace it: whoever may read the object has it; a CA bundle holds certificates only";

/// Bytes of a field. etcd takes no object of more than 1.5 MiB (`--max-request-bytes`), and each certificate
/// takes twenty times its length in memory.
const LONGEST: usize = 2 * 1024 * 1024;
const TOO_LONG: &str = "longer than a whole object of a cluster can be, so nothing of it was read";
const TOO_LONG_HINT: &str = "take the object again: oc get KIND NAME -o yaml > FILE";

/// Reads a field that is `[]byte` in the API; its certificates are what the object's clients trust
/// now.
pub(super) fn field(found: &mut ObjectFindings<'_>, path: &str) -> Option<CaField> {
    let text = Some(found.text(path).text).filter(|text| !text.trim().is_empty())?;
    if text.len() > LONGEST {
        found.problem(path, TOO_LONG, TOO_LONG_HINT);
        return None;
    }
    if stands_for_a_value(text) {
        found.problem(
            path,
            "was left out where the object was printed, so what its clients trust is not known",
            "take the object again, whole: oc get KIND NAME -o yaml > FILE",
        );
        return None;
    }
    let plain: String = text.chars().filter(|c| !matches!(c, '\r' | '\n')).collect();
    let bytes = API.decode(plain);
    let held_a_key = holds_key(bytes.as_deref().unwrap_or(text.as_bytes()));
    let bytes = match bytes {
        _ if held_a_key => {
            found.problem(path, KEY, KEY_HINT);
            Vec::new()
        }
        Ok(bytes) => {
            found.store(path, StoreKind::InUse, held(&bytes));
            bytes
        }
        Err(_) => {
            found.problem(
                path,
                "not base64",
                "the field takes a PEM file in base64: base64 -w0 CA.pem",
            );
            return None;
        }
    };
    Some(CaField {
        field: path.into(),
        bytes,
        held_a_key,
    })
}

/// Reads CAs as plain PEM, in which a cluster keeps them for its clients.
pub(super) fn given(found: &mut ObjectFindings<'_>, path: &str, text: &str) {
    if text.trim().is_empty() {
        return;
    }
    if text.len() > LONGEST {
        return found.problem(path, TOO_LONG, TOO_LONG_HINT);
    }
    if holds_key(text.as_bytes()) {
        return found.problem(path, KEY, KEY_HINT);
    }
    let certs = Cert::read_pem(text);
    let blocks = text.matches("-----BEGIN CERTIFICATE-----").count();
    if certs.len() < blocks || blocks == 0 {
        let what = match (blocks, certs.len()) {
            (0, _) => "holds no certificate in PEM".to_owned(),
            (blocks, read) => format!(
                "{} of its {blocks} certificates cannot be read",
                blocks - read
            ),
        };
        found.problem(
            path,
            &what,
            "look at it with probe verify-bundle, and repair it in the cluster",
        );
    }
    found.store(path, StoreKind::Given, held(text.as_bytes()));
}

/// The certificates, and those of them that the text before them calls unconfirmed: what this program
/// wrote may have been put into an object.
fn held(pem: &[u8]) -> (Vec<Cert>, Vec<Cert>) {
    let certs = Cert::read_pem(pem);
    let said = CaFile::of(pem).unconfirmed().into_iter();
    let said = said.map(|(_, cert)| cert);
    let unconfirmed = said.filter(|cert| certs.contains(cert)).collect();
    (certs, unconfirmed)
}

/// Whether there is a private key, in PEM or in DER, or in base64 of either.
fn holds_key(bytes: &[u8]) -> bool {
    let again: Vec<u8> = bytes
        .iter()
        .copied()
        .filter(|b| !b.is_ascii_whitespace())
        .collect();
    let unfolded = API.decode(again).unwrap_or_default();
    [bytes, &unfolded]
        .into_iter()
        .any(|bytes| is_armoured_key(bytes) || is_bare_key(bytes))
}

/// Whether there is a private key in PEM; the NULs of UTF-16 are skipped.
fn is_armoured_key(bytes: &[u8]) -> bool {
    let text: Vec<u8> = bytes.iter().copied().filter(|b| *b != 0).collect();
    text.windows(PRIVATE.len()).any(|window| window == PRIVATE)
}

const PRIVATE: &[u8] = b"PRIVATE KEY";

/// Whether it is a private key in DER: a SEQUENCE that begins with a small INTEGER, as in PKCS#1,
/// PKCS#8 and SEC1, and in PKCS#12, which may hold a key. A certificate begins with a SEQUENCE,
/// PKCS#7 with an OBJECT IDENTIFIER.
fn is_bare_key(bytes: &[u8]) -> bool {
    let [0x30, length, rest @ ..] = bytes else {
        return false;
    };
    let long = if *length < 0x80 {
        0
    } else {
        usize::from(*length & 0x7f)
    };
    matches!(rest.get(long..), Some([0x02, 0x01, 0..=3, ..]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_found_in_whatever_they_are_wrapped() {
        let armour = format!("-----BEGIN {}-----\nMC4C\n", "PRIVATE KEY");
        let wide: Vec<u8> = armour.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let der = [0x30, 0x2e, 0x02, 0x01, 0x00, 0x30, 0x05];
        let rsa = [0x30, 0x82, 0x04, 0xa4, 0x02, 0x01, 0x00, 0x02];
        for bytes in [
            armour.as_bytes(),
            &wide,
            &der,
            &rsa,
            API.encode(&armour).as_bytes(),
            API.encode(der).as_bytes(),
        ] {
            assert!(holds_key(bytes));
        }
        let root = &webpki_root_certs::TLS_SERVER_ROOT_CERTS[0];
        let pem = Cert::from_der(root.to_vec()).to_pem();
        for bytes in [
            root.as_ref(),
            pem.as_bytes(),
            API.encode(&pem).as_bytes(),
            b"",
            b"0",
            b"hello",
        ] {
            assert!(!holds_key(bytes));
        }
    }
}
