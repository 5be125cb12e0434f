//! The rows: everything that can be wrong with a bundle file, which readers it harms, and what to
//! do about it. Only rows and the questions they ask; what readers do was measured with 31 forms of
//! one file and 17 readers.

use crate::cert::Cert;
use crate::cert::scan::BYTE_ORDER_MARK;
use crate::codes::Severity::{Failure, Info, Warning};

use super::block::{BlockContent, CheckedBlock};
use super::form::{BlockFault, FileForm};
use super::{CheckedFile, FileClass, Hit, has_negative_serial, is_good};

/// A ConfigMap or Secret may have no more.
const CONFIG_MAP: usize = 1024 * 1024;
/// All public roots take as much.
const PUBLIC_ROOTS: usize = 200_000;

const fn row(
    code: &'static str,
    severity: crate::codes::Severity,
    find: fn(&CheckedFile<'_>) -> Vec<Hit>,
) -> FileClass {
    FileClass {
        code,
        severity,
        title: "",
        meaning: "",
        remedy: "",
        loses: false,
        find,
    }
}

impl FileClass {
    const fn says(
        mut self,
        title: &'static str,
        meaning: &'static str,
        remedy: &'static str,
    ) -> Self {
        (self.title, self.meaning, self.remedy) = (title, meaning, remedy);
        self
    }

    const fn loses(mut self) -> Self {
        self.loses = true;
        self
    }
}

/// Everything that can be wrong with a file, in the order of every output.
pub static CLASSES: [FileClass; 30] = [
    row("file-empty", Failure, |s| whole(s.form == FileForm::Empty))
        .says("an empty file", "every reader refuses it", "write it again: `probe export-bundle TARGET... -o FILE`")
        .loses(),
    row("file-no-certificate", Failure, |s| whole(s.form == FileForm::Unknown))
        .says("no certificate", "nothing in it looks like PEM, DER or PKCS#7", "name a file with -----BEGIN CERTIFICATE----- blocks")
        .loses(),
    row("file-utf16", Failure, |s| whole(s.form == FileForm::Utf16))
        .says(
            "UTF-16 text",
            "no reader finds anything in it; `>` in Windows PowerShell 5 writes this",
            "write with `probe export-bundle -o FILE` instead of `>`, or convert it: iconv -f UTF-16 -t ASCII FILE > NEW.pem",
        )
        .loses(),
    row("file-der", Failure, |s| whole(s.form == FileForm::Der))
        .says("a certificate in DER", "CA bundles are read as PEM; Go finds nothing", "openssl x509 -inform DER -in FILE -out NEW.pem")
        .loses(),
    row("file-pkcs7", Failure, |s| [whole(s.form == FileForm::Pkcs7), blocks(s, BlockFault::Pkcs7)].concat())
        .says(
            "PKCS#7",
            "no reader of CA bundles looks into it",
            "openssl pkcs7 -in FILE -print_certs -out NEW.pem, with -inform DER where it is not PEM",
        )
        .loses(),
    row("file-key-store", Failure, |s| whole(s.form == FileForm::KeyStore))
        .says("a key store (JKS or PKCS#12)", "CA bundles are read as PEM", "keytool -list -rfc -keystore FILE > NEW.pem")
        .loses(),
    row("file-base64-of-pem", Failure, |s| whole(s.form == FileForm::Base64OfPem))
        .says(
            "base64 of a PEM file",
            "encoded twice once the console or a manifest encodes it; the console encodes the file itself",
            "base64 -d FILE > NEW.pem; encoded text belongs into a manifest's caBundle field only",
        )
        .loses(),
    row("file-byte-order-mark", Failure, |s| {
        whole_with(s.bytes.starts_with(BYTE_ORDER_MARK), "the first block does not start its line for them")
    })
    .says(
        "a UTF-8 byte order mark",
        "Go, Java, rustls, NSS and Chromium lose the first certificate without a word",
        "sed -i '1s/^\\xef\\xbb\\xbf//' FILE; save as UTF-8 without BOM",
    )
    .loses(),
    row("file-private-key", Failure, |s| blocks(s, BlockFault::PrivateKey))
        .says(
            "a private key",
            "a CA bundle is handed to many; the key was not read",
            "remove the block; where the file was ever shared, replace key and certificate",
        )
        .loses(),
    row("file-literal-newlines", Failure, |s| crowded(s, BlockFault::LiteralNewlines))
        .says(
            "\\n written out instead of line breaks",
            "no reader finds the block; JSON and shell quoting leave this",
            "printf '%b' \"$(cat FILE)\" > NEW.pem",
        )
        .loses(),
    row("file-glued", Failure, |s| crowded(s, BlockFault::Glued))
        .says(
            "two marks on one line",
            "Go finds neither block, nor OpenSSL; `cat` of files without a final line break makes this",
            "put a line break between -----END CERTIFICATE----- and -----BEGIN CERTIFICATE-----",
        )
        .loses(),
    row("file-indented", Failure, |s| crowded(s, BlockFault::Indented))
        .says("an indented block", "all but GnuTLS pass over it; pasting from YAML makes this", "sed -i 's/^[ \\t]*//' FILE")
        .loses(),
    row("file-mark-not-alone", Failure, |s| crowded(s, BlockFault::NotAlone))
        .says(
            "text on the line of a BEGIN or END",
            "Go passes over the block",
            "give -----BEGIN CERTIFICATE----- and -----END CERTIFICATE----- lines of their own",
        )
        .loses(),
    row("file-openssl-label", Failure, |s| labelled(s, BlockFault::OpensslLabel))
        .says(
            "a label of OpenSSL's own",
            "Go, rustls, NSS and Chromium pass over it",
            "openssl x509 -in FILE -out NEW.pem, one certificate at a time",
        )
        .loses(),
    row("file-other-block", Warning, |s| labelled(s, BlockFault::OtherLabel))
        .says("a block that is no certificate", "readers pass over it", "remove it")
        .loses(),
    row("file-headers", Failure, |s| blocks(s, BlockFault::Headers))
        .says("headers inside a block", "Go drops the block without a word", "remove the `Name: value` lines between BEGIN and the base64")
        .loses(),
    row("file-truncated", Failure, |s| blocks(s, BlockFault::Truncated))
        .says(
            "a block without its END line",
            "Go drops it without a word; OpenSSL, Python and rustls refuse the file",
            "copy that certificate again, whole",
        )
        .loses(),
    row("file-bad-base64", Failure, |s| blocks(s, BlockFault::BadBase64))
        .says(
            "a block that is not base64",
            "Go drops it without a word; OpenSSL, Python and rustls refuse the file",
            "copy that certificate again, whole",
        )
        .loses(),
    row("file-bad-der", Failure, bad_der)
        .says(
            "a block that is no certificate inside",
            "Go drops it without a word; OpenSSL, Python and rustls refuse the file",
            "copy that certificate again, whole",
        )
        .loses(),
    row("file-not-seen", Failure, |s| blocks(s, BlockFault::NotSeen))
        .says(
            "a block that Go passes over",
            "the lines around it keep Go from seeing it",
            "write it again: openssl x509 -in FILE -out NEW.pem",
        )
        .loses(),
    row("file-beyond-latin1", Failure, |s| foreign(s, |c| c > '\u{ff}')).says(
        "characters beyond Latin-1",
        "the MTC console's upload fails on them (btoa: InvalidCharacterError); readers of PEM do not mind",
        "remove them: they can stand in comments only",
    ),
    row("file-too-large", Failure, |s| size(s, CONFIG_MAP..)).says(
        "larger than 1 MiB",
        "no ConfigMap, Secret or custom resource takes it",
        "keep the certificates that the endpoints need",
    ),
    row("file-negative-serial", Warning, |s| certs(s, has_negative_serial, |_| String::new())).says(
        "a negative serial number",
        "Go 1.23 and later drop the certificate without a word",
        "let its CA issue it again",
    ),
    row("file-expired", Warning, |s| certs(s, |c| until(c) < s.now.0, dates)).says(
        "an expired certificate",
        "all but Java and rustls refuse what it signed",
        "replace it, or remove it where nothing needs it",
    ),
    row("file-not-yet-valid", Warning, |s| certs(s, |c| c.facts().is_some_and(|f| f.not_before > s.now), dates)).says(
        "a certificate that is not yet valid",
        "refused until then",
        "check the clock; keep the older one until then",
    ),
    row("file-expires-soon", Warning, |s| certs(s, |c| (s.now.0..s.horizon.0).contains(&until(c)), dates)).says(
        "a certificate that expires soon",
        "what needs it stops then (--valid-for)",
        "export again before that day",
    ),
    row("file-leaf", Warning, |s| certs(s, |c| c.facts().is_some_and(|f| !f.may_issue()), dates)).says(
        "a server's own certificate",
        "openssl, Node and Python before 3.13 refuse an issued one; it works until the server's is renewed, and switches checks off",
        "replace it by the root of its chain, as `probe export-bundle TARGET...` does",
    ),
    row("file-trailing-text", Warning, trailing).says(
        "something behind the last END line",
        "OpenShift's network operator refuses the whole ConfigMap for it, even for an empty line; others do not mind",
        "end the file with the END line and its line break",
    ),
    row("file-duplicate", Info, duplicates).says("a certificate that stands there twice", "harmless", "remove one"),
    row("file-large", Info, |s| size(s, PUBLIC_ROOTS..CONFIG_MAP)).says(
        "as large as all public roots",
        "a merged bundle: it trusts far more than the endpoints need",
        "probe export-bundle writes the few that do",
    ),
];

fn whole(applies: bool) -> Vec<Hit> {
    whole_with(applies, "")
}

fn whole_with(applies: bool, detail: &str) -> Vec<Hit> {
    if applies {
        vec![Hit {
            line: None,
            detail: detail.to_owned(),
        }]
    } else {
        Vec::new()
    }
}

fn in_state<'a>(
    s: &'a CheckedFile<'_>,
    state: BlockFault,
) -> impl Iterator<Item = &'a CheckedBlock> {
    s.blocks.iter().filter(move |b| BlockFault::of(b) == state)
}

fn blocks(s: &CheckedFile<'_>, state: BlockFault) -> Vec<Hit> {
    in_state(s, state)
        .map(|b| Hit {
            line: Some(b.line),
            detail: String::new(),
        })
        .collect()
}

fn labelled(s: &CheckedFile<'_>, state: BlockFault) -> Vec<Hit> {
    in_state(s, state)
        .map(|b| Hit {
            line: Some(b.line),
            detail: b.label.clone(),
        })
        .collect()
}

/// At the line that is crowded, not where its block begins.
fn crowded(s: &CheckedFile<'_>, state: BlockFault) -> Vec<Hit> {
    in_state(s, state)
        .map(|b| Hit {
            line: b.crowd().map(|(_, line)| line),
            detail: String::new(),
        })
        .collect()
}

fn bad_der(s: &CheckedFile<'_>) -> Vec<Hit> {
    let why = |b: &CheckedBlock| match &b.content {
        BlockContent::BadDer(why) => why.clone(),
        BlockContent::Cert(_) | BlockContent::BadBase64 | BlockContent::NotRead => String::new(),
    };
    in_state(s, BlockFault::BadDer)
        .map(|b| Hit {
            line: Some(b.line),
            detail: why(b),
        })
        .collect()
}

fn certs(
    s: &CheckedFile<'_>,
    applies: impl Fn(&Cert) -> bool,
    detail: impl Fn(&Cert) -> String,
) -> Vec<Hit> {
    let good = s
        .blocks
        .iter()
        .filter(|b| is_good(b))
        .filter_map(|b| Some((b.line, b.cert()?)));
    let until = |cert: &Cert| {
        let more = detail(cert);
        if more.is_empty() {
            format!("\"{}\"", cert.label())
        } else {
            format!("\"{}\", {more}", cert.label())
        }
    };
    good.filter(|(_, c)| applies(c))
        .map(|(line, c)| Hit {
            line: Some(line),
            detail: until(c),
        })
        .collect()
}

fn until(cert: &Cert) -> i64 {
    cert.facts().map_or(i64::MAX, |f| f.not_after.0)
}

fn dates(cert: &Cert) -> String {
    cert.facts()
        .map(|f| format!("valid {} to {}", f.not_before.date(), f.not_after.date()))
        .unwrap_or_default()
}

fn size(s: &CheckedFile<'_>, range: impl std::ops::RangeBounds<usize>) -> Vec<Hit> {
    whole_with(
        range.contains(&s.bytes.len()),
        &format!("{} bytes", s.bytes.len()),
    )
}

/// Lines with such characters; what is no UTF-8 is replaced by browsers with a character beyond
/// Latin-1.
fn foreign(s: &CheckedFile<'_>, applies: impl Fn(char) -> bool) -> Vec<Hit> {
    if s.form != FileForm::Pem {
        return Vec::new();
    }
    let text = s.bytes.strip_prefix(BYTE_ORDER_MARK).unwrap_or(s.bytes);
    let lines = text.split(|b| *b == b'\n').enumerate();
    let bad = lines.filter(|(_, line)| {
        !line.is_ascii() && String::from_utf8_lossy(line).chars().any(&applies)
    });
    bad.map(|(number, _)| Hit {
        line: Some(number + 1),
        detail: String::new(),
    })
    .collect()
}

fn trailing(s: &CheckedFile<'_>) -> Vec<Hit> {
    let Some(last) = s.blocks.iter().filter_map(|b| b.end_line).max() else {
        return Vec::new();
    };
    let mut lines: Vec<&[u8]> = s.bytes.split(|b| *b == b'\n').skip(last).collect();
    // The end of the END line itself.
    if lines.last().is_some_and(|line| line.is_empty()) {
        lines.pop();
    }
    let Some(first) = lines.first() else {
        return Vec::new();
    };
    // A block that is cut off or of another kind is reported as that.
    if s.blocks.iter().any(|b| b.line > last) {
        return Vec::new();
    }
    let detail = if first.trim_ascii().is_empty() {
        "an empty line"
    } else {
        "text"
    };
    vec![Hit {
        line: Some(last + 1),
        detail: detail.into(),
    }]
}

fn duplicates(s: &CheckedFile<'_>) -> Vec<Hit> {
    let good: Vec<(usize, &Cert)> = s
        .blocks
        .iter()
        .filter(|b| is_good(b))
        .filter_map(|b| Some((b.line, b.cert()?)))
        .collect();
    let first = |cert: &Cert| {
        good.iter()
            .find(|(_, other)| *other == cert)
            .map_or(0, |(line, _)| *line)
    };
    let again = good
        .iter()
        .map(|(line, cert)| (*line, first(cert), cert.label()))
        .filter(|(line, first, _)| first < line);
    again
        .map(|(line, first, label)| Hit {
            line: Some(line),
            detail: format!("\"{label}\", first in line {first}"),
        })
        .collect()
}
