//! A bundle as PEM, for the CA bundle fields of the MTC console and everything else that reads PEM.
//! ASCII (the console's upload breaks on anything else), LF, 64 columns, comments only before a
//! block and nothing after the last END line (OpenShift's network operator refuses a bundle with
//! trailing text).

use std::fmt::Write as _;

use super::{ApplyHint, BundleShape, ExportFormat, ExportInput, ExportOutput, Options};
use crate::bundle::{BundleAnchor, Standing};
use crate::ca_file::provenance::{CONFIRMED_BY, LEARNT, NOT_CONFIRMED};
use crate::foreign::Foreign;
use crate::judge::CertSource;

/// The row of `--format pem`.
pub const FORMAT: ExportFormat = ExportFormat {
    name: "pem",
    help: "the MTC console, and whatever reads PEM",
    shape: BundleShape::Text,
    object: None,
    flags: &[],
    per_endpoint: false,
    render: whole,
    apply,
};

#[expect(
    clippy::unnecessary_wraps,
    reason = "as every row has it: PEM refuses nothing"
)]
fn whole(load: &ExportInput<'_>, _: &Options) -> Result<ExportOutput, String> {
    Ok(ExportOutput::File(load.pem.as_bytes().to_vec()))
}

fn apply(_: &ApplyHint<'_>) -> Vec<String> {
    vec![
        "apply in the MTC console: edit the cluster or the replication repository, require SSL verification, upload the file as it is".into(),
        "note: do not encode it: the console does; what is uploaded takes the place of the public roots".into(),
    ]
}

/// The whole file. Empty only for no anchors. `said`: what the comments of each say of who confirmed it;
/// `None`: it has none.
#[must_use]
pub fn render(
    anchors: &[BundleAnchor],
    said: Option<&dyn Fn(&BundleAnchor) -> Standing>,
) -> String {
    let mut text = String::new();
    for anchor in anchors {
        if let Some(standing) = said {
            text.push_str(&comment(anchor, &standing(anchor)));
        }
        text.push_str(&anchor.cert.to_pem());
    }
    text
}

pub(super) fn comment(anchor: &BundleAnchor, standing: &Standing) -> String {
    let mut text = String::new();
    if let Some(facts) = anchor.cert.facts() {
        let issuer = if anchor.cert.is_self_signed() {
            "itself".into()
        } else {
            facts.issuer.in_ascii()
        };
        let lines = [
            ("subject", facts.subject.in_ascii()),
            ("issuer", issuer),
            (
                "valid",
                format!("{} to {}", facts.not_before.date(), facts.not_after.date()),
            ),
        ];
        for (name, value) in lines {
            let _ = writeln!(text, "# {name}: {}", no_border(&value));
        }
    }
    let _ = writeln!(text, "# sha256: {}", anchor.cert.sha256());
    let _ = writeln!(text, "# {} for: {}", anchor.kind.name(), serves(anchor));
    let learnt = ascii(&learnt(&anchor.learnt));
    let _ = writeln!(text, "{LEARNT}{}", no_border(&learnt));
    let _ = writeln!(text, "{}", self::standing(standing));
    text
}

/// Who has confirmed the certificate, or that nobody has.
fn standing(standing: &Standing) -> String {
    let (mark, who) = match standing {
        Standing::ConfirmedBy(names) => (CONFIRMED_BY, names.join(" and ")),
        Standing::Named => (NOT_CONFIRMED, "taken because its SHA-256 was given".into()),
        Standing::Held => (
            NOT_CONFIRMED,
            "what an object has now confirms nothing".into(),
        ),
        Standing::NotConfirmed => (NOT_CONFIRMED, "compare it with an authentic copy".into()),
        Standing::Repeated(file) => (
            NOT_CONFIRMED,
            format!(
                "{file} says of itself that it was captured; compare it with an authentic copy"
            ),
        ),
        Standing::Contradicted(other) => (
            NOT_CONFIRMED,
            format!("{} holds another key of this name", other.file),
        ),
    };
    format!("{mark}{}", no_border(&ascii(&who)))
}

/// Endpoints that are named in a comment.
const MOST_SERVED: usize = 100;

fn serves(anchor: &BundleAnchor) -> String {
    let mut served: Vec<String> = anchor.serves.iter().take(MOST_SERVED).cloned().collect();
    let more = anchor.serves.len() - served.len();
    if more > 0 {
        served.push(format!("and {more} more"));
    }
    served.join(" ")
}

/// The words of others in a comment, so that whoever counts blocks with `grep` counts none there.
fn no_border(value: &str) -> String {
    let marks = [
        ("-----", "----\\u{2d}"),
        (" CERTIFICATE", "\\u{20}CERTIFICATE"),
    ];
    let cut = |text: String, (mark, shown): &(&str, &str)| text.replace(mark, shown);
    marks.iter().fold(value.to_owned(), cut)
}

/// How a certificate was learnt, for people.
#[must_use]
pub fn learnt(learnt: &CertSource) -> String {
    match learnt {
        CertSource::Sent => "sent by the server".into(),
        CertSource::Store(name) => format!("from {name}"),
        CertSource::Endpoint(authority) => format!("sent by {authority}"),
        CertSource::Aia(url) => format!("learnt from AIA {url}, unauthenticated: compare"),
    }
}

/// A line that repeats words of others, in ASCII.
pub(super) fn ascii(line: &str) -> String {
    Foreign::from(line).in_ascii()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// As `grep -c 'BEGIN CERTIFICATE'` counts.
    #[test]
    fn no_words_of_others_look_like_the_border_of_a_block() {
        for words in [
            "CN=a -----BEGIN CERTIFICATE----- b",
            "CN=-----END CERTIFICATE-----",
            "O=BEGIN CERTIFICATE",
            "O=-----BEGIN TRUSTED CERTIFICATE-----",
            "O=----------BEGIN X509 CERTIFICATE----------",
        ] {
            let shown = no_border(words);
            assert!(!shown.contains("-----"), "{shown}");
            assert!(!shown.contains("BEGIN CERTIFICATE"), "{shown}");
            assert!(!shown.contains("END CERTIFICATE"), "{shown}");
        }
        assert_eq!(no_border("CN=Acme - Root -- CA"), "CN=Acme - Root -- CA");
    }
}
