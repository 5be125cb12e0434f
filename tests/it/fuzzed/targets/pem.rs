//! A bundle in PEM: what Go would find in it, against a reading of Go's rules of its own, and
//! against rustls' reader where every line is plain.
//! Shows nothing.

use mtc_probe::bundle::file;
use mtc_probe::cert::armour::Blocks;
use mtc_probe::cert::{Cert, scan};
use mtc_probe::moment::Moment;
use rustls_pki_types::CertificateDer;
use rustls_pki_types::pem::PemObject;

/// Blocks as Go counts them, as rustls counts them, and our own writing read back.
pub fn run(bytes: &[u8]) {
    let blocks: Vec<_> = Blocks::new(bytes).collect();
    for pair in blocks.windows(2) {
        assert!(pair[0].end <= pair[1].offset, "blocks overlap");
    }
    let certs: Vec<_> = blocks.iter().filter(|b| b.may_be_certificate()).collect();
    for block in &blocks {
        assert!(block.offset < block.end && block.end <= bytes.len());
        assert!(bytes[block.offset..].starts_with(b"-----BEGIN "));
    }
    let plain = plain(bytes);
    if let Some(plain) = plain {
        assert_eq!(
            certs.len(),
            plain,
            "Go finds as many as are written plainly"
        );
        let strict: Vec<_> = CertificateDer::pem_slice_iter(bytes).collect();
        assert_eq!(strict.len(), plain);
        for (ours, theirs) in certs.iter().zip(strict) {
            assert_eq!(Some(&ours.der[..]), theirs.ok().as_deref());
        }
    }
    let read = Cert::read_pem(bytes);
    assert!(read.len() <= certs.len());
    let written: String = read.iter().map(Cert::to_pem).collect();
    assert_eq!(
        Cert::read_pem(&written),
        read,
        "what is written is read back"
    );
    for block in scan::blocks(bytes) {
        let _ = (block.crowd(), block.is_private_key(), block.base64());
    }
    let check = file::check(bytes, Moment(0), Moment(0));
    assert_eq!(check.go, read);
    assert!(check.listed.iter().all(|(_, cert)| read.contains(cert)));
}

/// How many blocks of certificates there are where the whole file consists of the blocks that
/// RFC 7468 writes, 64 columns of base64 each: all readers agree about such a file. `None`: it is
/// not written so.
fn plain(bytes: &[u8]) -> Option<usize> {
    const MARKS: [&str; 2] = ["-----BEGIN CERTIFICATE-----", "-----END CERTIFICATE-----"];
    let text = std::str::from_utf8(bytes).ok()?.strip_suffix('\n')?;
    let (mut count, mut body): (usize, Option<String>) = (0, None);
    for line in text.split('\n') {
        body = match body.take() {
            None if line == MARKS[0] => Some(String::new()),
            Some(whole) if line == MARKS[1] => {
                is_base64(&whole).then_some(())?;
                count += 1;
                None
            }
            // Only the last line may be shorter.
            Some(whole) if whole.len().is_multiple_of(64) && (1..=64).contains(&line.len()) => {
                Some(whole + line)
            }
            _ => return None,
        };
    }
    body.is_none().then_some(count)
}

/// Whole groups of four, padded at the end only, without bits that stand for nothing: so every
/// reader decodes it.
fn is_base64(text: &str) -> bool {
    let data = text.trim_end_matches('=');
    let padding = text.len() - data.len();
    let known = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'/');
    // Groups whose last bits are all zero end so.
    let ends = match padding {
        0 => true,
        1 => data.ends_with([
            'A', 'E', 'I', 'M', 'Q', 'U', 'Y', 'c', 'g', 'k', 'o', 's', 'w', '0', '4', '8',
        ]),
        2 => data.ends_with(['A', 'Q', 'g', 'w']),
        _ => false,
    };
    !data.is_empty() && text.len().is_multiple_of(4) && data.bytes().all(known) && ends
}
