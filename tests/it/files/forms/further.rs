//! Further forms that people have: key stores, base64 twice, escaped newlines, headers, dates.
//! The test that reads them is in the module above.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use mtc_probe::lab::CertDraft;

use super::{Form, form, labelled, own, wrapped};
use crate::files::{Pki, pem, private_key};
use crate::verdicts::scene::NOW;

#[expect(clippy::too_many_lines, reason = "a table of cases")]
pub fn further(pki: &Pki) -> Vec<Form> {
    let (root, int) = (pem(&pki.root), pem(&pki.int));
    let ca = |name: &str| CertDraft::authority(NOW.0, name);
    let signed_data = [
        &[0x30, 0x82, 4, 0][..],
        &[
            0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x07, 0x02,
        ],
        &[0; 64],
    ]
    .concat();
    let request = labelled(&wrapped("AAAA", 64), "CERTIFICATE REQUEST");
    let request_alone = request.clone();
    vec![
        form("pkcs7-der", signed_data, "", &["file-pkcs7"]),
        form(
            "pkcs12",
            vec![0x30, 0x82, 4, 0, 2, 1, 3, 0x30],
            "",
            &["file-key-store"],
        ),
        form(
            "jks",
            vec![0xfe, 0xed, 0xfe, 0xed, 0, 0, 0, 2],
            "",
            &["file-key-store"],
        ),
        form(
            "base64-of-pem",
            STANDARD.encode(&root),
            "",
            &["file-base64-of-pem"],
        ),
        form(
            "base64-of-commented-pem-folded",
            wrapped(&STANDARD.encode(format!("# a\n{root}")), 76)
                .lines()
                .filter(|l| !l.starts_with('-'))
                .collect::<Vec<_>>()
                .join("\n"),
            "",
            &["file-base64-of-pem"],
        ),
        form(
            "literal-newlines",
            root.replace('\n', "\\n"),
            "",
            &["file-literal-newlines:1"],
        ),
        form(
            "literal-newlines-quoted",
            format!("\"{}\"", root.replace('\n', "\\n")),
            "",
            &["file-literal-newlines:1"],
        ),
        form(
            "headers",
            root.replacen("-----\n", "-----\nfriendlyName: a\n\n", 1),
            "",
            &["file-headers:1"],
        ),
        form(
            "text-on-the-line",
            format!("ca: {root}"),
            "",
            &["file-mark-not-alone:1"],
        ),
        form(
            "bom-and-two",
            format!("\u{feff}{int}{root}"),
            "GR",
            &["file-byte-order-mark", "file-not-seen:1"],
        ),
        form(
            "wrong-end",
            root.replace("END CERTIFICATE", "END X509 CRL"),
            "",
            &["file-truncated:1"],
        ),
        form("request", request + &root, "GR", &["file-other-block:1"]),
        form("leaf", pem(&pki.leaf) + &root, "GR", &["file-leaf:1"]),
        form(
            "not-yet-valid",
            own(&ca("New").days(5, 50)) + &root,
            "GR",
            &["file-not-yet-valid:1"],
        ),
        form(
            "expires-soon",
            own(&ca("Going").days(-5, 10)) + &root,
            "GR",
            &["file-expires-soon:1"],
        ),
        form(
            "trailing-blank",
            format!("{root}\n"),
            "GR",
            &["file-trailing-text"],
        ),
        form(
            "trailing-comment",
            format!("{root}# end\n"),
            "GR",
            &["file-trailing-text"],
        ),
        form(
            "latin1",
            [b"# caf\xe9\n", root.as_bytes()].concat(),
            "GR",
            &["file-beyond-latin1:1"],
        ),
        form(
            "large",
            format!("{}{root}", "# x\n".repeat(60_000)),
            "GR",
            &["file-large"],
        ),
        form(
            "too-large",
            format!("{}{root}", "# x\n".repeat(300_000)),
            "GR",
            &["file-too-large"],
        ),
        form("binary", vec![0, 1, 2, 3], "", &["file-no-certificate"]),
        form(
            "request-only",
            request_alone,
            "",
            &["file-no-certificate", "file-other-block:1"],
        ),
        form(
            "key-only",
            private_key(&pki.leaf),
            "",
            &["file-no-certificate", "file-private-key:1"],
        ),
        form(
            "parameters-beside",
            labelled(&wrapped("BgUrgQQAIg==", 64), "EC PARAMETERS") + &root,
            "GR",
            &["file-other-block:1"],
        ),
        form(
            "base64-of-der",
            STANDARD.encode(pki.root.der()),
            "",
            &["file-bare-base64"],
        ),
        form(
            "utf16-without-a-mark",
            root.encode_utf16()
                .flat_map(u16::to_be_bytes)
                .collect::<Vec<u8>>(),
            "",
            &["file-utf16"],
        ),
        form(
            "utf32-without-a-mark",
            root.chars()
                .flat_map(|c| u32::from(c).to_be_bytes())
                .collect::<Vec<u8>>(),
            "",
            &["file-utf32"],
        ),
    ]
}
