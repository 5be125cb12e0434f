//! The forms that 17 readers were measured with.
//! The test that reads them is in the module above.

use mtc_probe::lab::{CertDraft, KeyType};

use super::{Form, form, labelled, own, utf16, wrapped};
use crate::files::{Pki, pem, private_key};
use crate::trust::surgery::{Fields, reissued};
use crate::verdicts::scene::NOW;

/// The measured 31, by their names there.
#[expect(clippy::too_many_lines, reason = "a table of cases")]
pub fn measured(pki: &Pki) -> Vec<Form> {
    let (root, int) = (pem(&pki.root), pem(&pki.int));
    let ca = |name: &str| CertDraft::authority(NOW.0, name);
    let twisted = |change: fn(Fields) -> Fields| reissued(&pki.int, &pki.root, change).to_pem();
    let keys = [KeyType::Ed25519, KeyType::P521]
        .map(|key| own(&ca("Odd").key(key)))
        .concat();
    let roots: String = (0..20).map(|n| own(&ca(&format!("Other {n}")))).collect();
    let at_half = |text: &str| text[..text.len() / 2].to_owned();
    let bad_base64 = int.replacen("MII", "M!I", 1);
    let bad_der = labelled(&wrapped("AAAAAAAAAAAA", 64), "CERTIFICATE");
    vec![
        form(
            "bad-base64-first",
            bad_base64 + &root,
            "G",
            &["file-bad-base64:1"],
        ),
        form("bad-der-first", bad_der + &root, "G", &["file-bad-der:1"]),
        form("blank-lines", format!("\n\n{root}\n\n{int}"), "GR", &[]),
        form("crlf", root.replace('\n', "\r\n"), "GR", &[]),
        form(
            "critical-unknown-ext-cert-first",
            own(&ca("Odd").critical_unknown_extension()) + &root,
            "GR",
            &[],
        ),
        form("der", pki.root.der().to_vec(), "", &["file-der"]),
        form("ed25519+p521+pss-first", keys + &root, "GR", &[]),
        form("empty", "", "", &["file-empty"]),
        form(
            "expired-root-first",
            own(&ca("Old").expired(3)) + &root,
            "GR",
            &["file-expired:1"],
        ),
        form(
            "indented",
            root.lines()
                .map(|l| format!("    {l}\n"))
                .collect::<String>(),
            "",
            &["file-indented:1"],
        ),
        form("many-roots", roots + &root, "GR", &[]),
        form(
            "negative-serial-cert-first",
            twisted(|f| f.serial(&[0x80, 1])) + &root,
            "GR",
            &["file-negative-serial:1"],
        ),
        form("no-final-newline", root.trim_end(), "GR", &[]),
        form("one-line-body", wrapped(&root, 9999), "GR", &[]),
        form("pkcs7-pem", labelled(&root, "PKCS7"), "", &["file-pkcs7:1"]),
        form("plain", root.clone(), "GR", &[]),
        form(
            "private-key-first",
            private_key(&pki.leaf) + &root,
            "GR",
            &["file-private-key:1"],
        ),
        form(
            "s_client-comments",
            format!("CONNECTED(00000003)\n 0 s:CN = a\n   i:CN = b\n{int} 1 s:CN = b\n{root}"),
            "GR",
            &[],
        ),
        form("same-twice", root.repeat(2), "GR", &["file-duplicate"]),
        form(
            "captured",
            format!("# learnt: sent by the server\n# not confirmed: compare\n{root}"),
            "GR",
            &["file-not-confirmed:3"],
        ),
        form(
            "captured-and-a-copy",
            format!("# learnt: sent by the server\n{root}{root}"),
            "GR",
            &["file-duplicate"],
        ),
        form(
            "text-dump",
            format!("Certificate:\n    Data:\n        Version: 3 (0x2)\n{root}"),
            "GR",
            &[],
        ),
        form(
            "text-only",
            "Certificate:\n    Data:\n",
            "",
            &["file-no-certificate"],
        ),
        form("trailing-spaces", root.replace('\n', "  \n"), "GR", &[]),
        form(
            "truncated-second",
            root.clone() + &at_half(&int),
            "G",
            &["file-truncated"],
        ),
        form(
            "trusted-certificate",
            labelled(&root, "TRUSTED CERTIFICATE"),
            "",
            &["file-openssl-label:1"],
        ),
        form(
            "two-certs-no-newline-between",
            format!("{}{root}", own(&ca("Other")).trim_end()),
            "",
            &["file-glued"],
        ),
        form("utf16-powershell", utf16(&root), "", &["file-utf16"]),
        form(
            "utf8-bom",
            format!("\u{feff}{root}"),
            "",
            &["file-byte-order-mark", "file-not-seen:1"],
        ),
        form(
            "utf8-comment",
            format!("# caf\u{e9} \u{2192}\n{root}"),
            "GR",
            &["file-beyond-latin1:1"],
        ),
        form(
            "v1-cert-first",
            twisted(Fields::version_1) + &root,
            "GR",
            &[],
        ),
        form("wrap-76", wrapped(&root, 76), "GR", &[]),
        form(
            "x509-certificate",
            labelled(&root, "X509 CERTIFICATE"),
            "",
            &["file-openssl-label:1"],
        ),
    ]
}
