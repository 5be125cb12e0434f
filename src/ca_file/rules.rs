//! Who finds what can be wrong with a file of certificates: one rule for each code. What readers do was
//! measured with 31 forms of one file and 17 readers; it is said in `words`.

use crate::cert::Cert;
use crate::cert::scan::BYTE_ORDER_MARK;
use crate::moment::Moment;

use super::block::{BlockContent, CheckedBlock};
use super::checked::{CheckedFile, Hit, has_negative_serial, is_good, unconfirmed};
use super::code::FileCode;
use super::fault::FaultDetail;
use super::form::{BlockFault, FileForm};
use super::other::OtherContent;

/// A ConfigMap or Secret may have no more.
const CONFIG_MAP: usize = 1024 * 1024;
/// All public roots take as much.
const PUBLIC_ROOTS: usize = 200_000;

/// Every place of the file at which this is wrong.
pub(super) fn find(code: FileCode, s: &CheckedFile<'_>) -> Vec<Hit> {
    let is = |form| of_form(s, &form);
    let marked = s.bytes.starts_with(BYTE_ORDER_MARK);
    match code {
        FileCode::Empty => is(FileForm::Empty),
        FileCode::NoCertificate => none_at_all(s),
        FileCode::Utf16 => is(FileForm::Utf16),
        FileCode::Utf32 => is(FileForm::Utf32),
        FileCode::Der => whole(*s.form == FileForm::Der, FaultDetail::Nothing),
        FileCode::Pkcs7 => [is(FileForm::Pkcs7), blocks(s, BlockFault::Pkcs7)].concat(),
        FileCode::KeyStore => is(FileForm::KeyStore),
        FileCode::Base64OfPem => is(FileForm::Base64OfPem),
        FileCode::BareBase64 => is(FileForm::InBase64(Box::new(FileForm::Der))),
        FileCode::ByteOrderMark => whole(marked, FaultDetail::BeforeFirstBlock),
        FileCode::PrivateKey => blocks(s, BlockFault::PrivateKey),
        FileCode::LiteralNewlines => crowded(s, BlockFault::LiteralNewlines),
        FileCode::Glued => crowded(s, BlockFault::Glued),
        FileCode::Indented => crowded(s, BlockFault::Indented),
        FileCode::MarkNotAlone => crowded(s, BlockFault::NotAlone),
        FileCode::OpensslLabel => labelled(s, BlockFault::OpensslLabel),
        FileCode::OtherBlock => others(s),
        FileCode::Headers => blocks(s, BlockFault::Headers),
        FileCode::Truncated => blocks(s, BlockFault::Truncated),
        FileCode::BadBase64 => blocks(s, BlockFault::BadBase64),
        FileCode::BadDer => bad_der(s),
        FileCode::NotSeen => blocks(s, BlockFault::NotSeen),
        FileCode::BeyondLatin1 => foreign(s, |c| c > '\u{ff}'),
        FileCode::TooLarge => size(s, CONFIG_MAP..),
        FileCode::NegativeSerial => certs(s, has_negative_serial, named),
        FileCode::Expired => certs(s, |c| until(c) < s.now, dated),
        FileCode::NotYetValid => certs(
            s,
            |c| c.facts().is_some_and(|f| f.not_before > s.now),
            dated,
        ),
        FileCode::ExpiresSoon => certs(
            s,
            |c| s.now <= until(c) && until(c).ends_before(s.horizon),
            dated,
        ),
        FileCode::Leaf => certs(s, |c| c.facts().is_some_and(|f| !f.may_issue()), dated),
        FileCode::NotConfirmed => not_confirmed(s),
        FileCode::TrailingText => trailing(s),
        FileCode::Duplicate => duplicates(s),
        FileCode::Large => size(s, PUBLIC_ROOTS..CONFIG_MAP),
    }
}

fn whole(applies: bool, detail: FaultDetail) -> Vec<Hit> {
    applies
        .then_some(Hit { line: None, detail })
        .into_iter()
        .collect()
}

/// The whole file has this form, plainly or in base64.
fn of_form(s: &CheckedFile<'_>, form: &FileForm) -> Vec<Hit> {
    let in_base64 = FileForm::InBase64(Box::new(form.clone()));
    let detail = if s.form == form {
        FaultDetail::Nothing
    } else if *s.form == in_base64 {
        FaultDetail::InBase64
    } else {
        return Vec::new();
    };
    whole(true, detail)
}

/// Nothing in it can be a certificate, whole or spoilt.
fn none_at_all(s: &CheckedFile<'_>) -> Vec<Hit> {
    let detail = match s.form {
        FileForm::Unknown => FaultDetail::Nothing,
        FileForm::BadDer(why) => FaultDetail::Defect(why.clone()),
        FileForm::Other(other) => FaultDetail::HoldsOnly(vec![other.clone()]),
        FileForm::Pem => match only_others(s.blocks) {
            Some(others) => FaultDetail::HoldsOnly(others),
            None => return Vec::new(),
        },
        FileForm::Empty
        | FileForm::Utf16
        | FileForm::Utf32
        | FileForm::Der
        | FileForm::Pkcs7
        | FileForm::KeyStore
        | FileForm::InBase64(_)
        | FileForm::Base64OfPem => return Vec::new(),
    };
    whole(true, detail)
}

/// What the blocks hold, each kind once, where none of them is meant as a certificate.
fn only_others(blocks: &[CheckedBlock]) -> Option<Vec<OtherContent>> {
    let mut others: Vec<OtherContent> = Vec::new();
    for block in blocks {
        let other = other(block)?;
        if !others.contains(&other) {
            others.push(other);
        }
    }
    Some(others)
}

fn other(block: &CheckedBlock) -> Option<OtherContent> {
    let may_be_one = block.label.ends_with("CERTIFICATE") && block.label != "ATTRIBUTE CERTIFICATE";
    let holds_some = matches!(block.label.as_str(), "PKCS7" | "CMS");
    (!may_be_one && !holds_some).then(|| OtherContent::of_label(&block.label))
}

fn others(s: &CheckedFile<'_>) -> Vec<Hit> {
    in_state(s, BlockFault::OtherLabel)
        .map(|b| Hit {
            line: Some(b.line),
            detail: FaultDetail::Other(OtherContent::of_label(&b.label)),
        })
        .collect()
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
            detail: FaultDetail::Nothing,
        })
        .collect()
}

fn labelled(s: &CheckedFile<'_>, state: BlockFault) -> Vec<Hit> {
    in_state(s, state)
        .map(|b| Hit {
            line: Some(b.line),
            detail: FaultDetail::Label(b.label.as_str().into()),
        })
        .collect()
}

/// At the line that is crowded, not where its block begins.
fn crowded(s: &CheckedFile<'_>, state: BlockFault) -> Vec<Hit> {
    in_state(s, state)
        .map(|b| Hit {
            line: b.crowd().map(|(_, line)| line),
            detail: FaultDetail::Nothing,
        })
        .collect()
}

fn bad_der(s: &CheckedFile<'_>) -> Vec<Hit> {
    let why = |b: &CheckedBlock| match &b.content {
        BlockContent::BadDer { why, .. } => FaultDetail::Defect(why.clone()),
        BlockContent::Cert(_) | BlockContent::BadBase64 | BlockContent::NotRead => {
            FaultDetail::Nothing
        }
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
    detail: impl Fn(&Cert) -> FaultDetail,
) -> Vec<Hit> {
    let good = s
        .blocks
        .iter()
        .filter(|b| is_good(b))
        .filter_map(|b| Some((b.line, b.cert()?)));
    good.filter(|(_, c)| applies(c))
        .map(|(line, c)| Hit {
            line: Some(line),
            detail: detail(c),
        })
        .collect()
}

fn until(cert: &Cert) -> Moment {
    cert.facts().map_or(Moment::NO_END, |f| f.not_after)
}

fn named(cert: &Cert) -> FaultDetail {
    FaultDetail::Cert(cert.label())
}

fn dated(cert: &Cert) -> FaultDetail {
    cert.facts().map_or_else(
        || named(cert),
        |f| FaultDetail::DatedCert {
            label: cert.label(),
            not_before: f.not_before,
            not_after: f.not_after,
        },
    )
}

fn size(s: &CheckedFile<'_>, range: impl std::ops::RangeBounds<usize>) -> Vec<Hit> {
    let size = s.bytes.len();
    whole(range.contains(&size), FaultDetail::Size(size))
}

/// Lines with such characters; what is no UTF-8 is replaced by browsers with a character beyond
/// Latin-1.
fn foreign(s: &CheckedFile<'_>, applies: impl Fn(char) -> bool) -> Vec<Hit> {
    if *s.form != FileForm::Pem {
        return Vec::new();
    }
    let text = s.bytes.strip_prefix(BYTE_ORDER_MARK).unwrap_or(s.bytes);
    let lines = text.split(|b| *b == b'\n').enumerate();
    let bad = lines.filter(|(_, line)| {
        !line.is_ascii() && String::from_utf8_lossy(line).chars().any(&applies)
    });
    bad.map(|(number, _)| Hit {
        line: Some(number + 1),
        detail: FaultDetail::Nothing,
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
        FaultDetail::EmptyLine
    } else {
        FaultDetail::Text
    };
    vec![Hit {
        line: Some(last + 1),
        detail,
    }]
}

/// All of them together: whoever confirms one confirms the others in the same way.
fn not_confirmed(s: &CheckedFile<'_>) -> Vec<Hit> {
    let said = unconfirmed(s.bytes, s.blocks);
    let first = said.first().map(|(line, _)| *line);
    let labels = said.iter().map(|(_, cert)| cert.label()).collect();
    let hit = first.map(|line| Hit {
        line: Some(line),
        detail: FaultDetail::Certs(labels),
    });
    hit.into_iter().collect()
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
            detail: FaultDetail::Again { label, first },
        })
        .collect()
}
