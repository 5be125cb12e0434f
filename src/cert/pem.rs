//! Certificates as PEM text: written so that every consumer accepts it (RFC 7468), read as Go's
//! `AppendCertsFromPEM` reads it. Pure; Go's own rules of what a block is are in `armour`.

use base64::{Engine, engine::general_purpose::STANDARD};

use super::Cert;

const BEGIN: &str = "-----BEGIN CERTIFICATE-----";
const END: &str = "-----END CERTIFICATE-----";
const COLUMNS: usize = 64;

impl Cert {
    /// One PEM block: 64 columns, LF, ending in a newline.
    #[must_use]
    pub fn to_pem(&self) -> String {
        let base64 = STANDARD.encode(self.der());
        let mut text = format!("{BEGIN}\n");
        for line in base64.as_bytes().chunks(COLUMNS) {
            text.extend(line.iter().map(|b| char::from(*b)));
            text.push('\n');
        }
        text + END + "\n"
    }

    /// The certificates that Go finds in a bundle, as `AppendCertsFromPEM` does: what is no whole
    /// `CERTIFICATE` block without headers, or does not parse, is passed over without a word.
    #[must_use]
    pub fn read_pem(text: impl AsRef<[u8]>) -> Vec<Self> {
        let blocks = super::armour::Blocks::new(text.as_ref())
            .filter(super::armour::ArmourBlock::may_be_certificate);
        blocks
            .map(|block| Self::from_der(block.der))
            .filter(Self::is_read_by_older_go)
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn some() -> Vec<Cert> {
        webpki_root_certs::TLS_SERVER_ROOT_CERTS
            .iter()
            .take(3)
            .map(|der| Cert::from_der(der.to_vec()))
            .collect()
    }

    #[test]
    fn what_is_written_is_read_back() {
        let text: String = some()
            .iter()
            .map(|c| format!("# {}\n{}", c.label(), c.to_pem()))
            .collect();
        assert_eq!(Cert::read_pem(&text), some());
        assert_eq!(Cert::read_pem(text.replace('\n', "\r\n")), some());
        assert!(
            text.lines()
                .all(|line| line.len() <= 64 || line.starts_with('#'))
        );
    }

    /// Text made of two certificates, and how many of them Go's `AppendCertsFromPEM` was seen to
    /// find (1.19 and 1.23).
    type Case = (&'static str, String, usize);

    /// Line ends, blanks, and what stands around the blocks.
    fn layouts(a: &str, b: &str) -> Vec<Case> {
        let both = [a, b].concat();
        vec![
            ("two", both.clone(), 2),
            ("crlf", both.replace('\n', "\r\n"), 2),
            (
                "comments",
                format!("subject=CN = a\n{a}\n\n 0 s:CN = b\n   i:CN = c\n{b}"),
                2,
            ),
            ("trailing spaces", both.replace('\n', " \t\n"), 2),
            ("no final newline", both.trim_end().into(), 2),
            (
                "carriage return without a newline",
                format!("{}\r", both.trim_end()),
                1,
            ),
            ("blank lines inside", both.replacen("MII", "\n\nMII", 1), 2),
            ("indented base64", both.replacen("MII", "  MII", 1), 2),
            (
                "glued",
                both.replace(&format!("{END}\n{BEGIN}"), &format!("{END}{BEGIN}")),
                0,
            ),
            ("byte order mark, one", format!("\u{feff}{a}"), 0),
            ("byte order mark, two", format!("\u{feff}{both}"), 1),
            (
                "leading text on the line",
                both.replacen(BEGIN, &format!("x{BEGIN}"), 1),
                1,
            ),
            (
                "indented",
                both.lines().map(|l| format!("  {l}\n")).collect(),
                0,
            ),
        ]
    }

    /// Marks and bodies that are not as they should be.
    fn blocks(a: &str, b: &str) -> Vec<Case> {
        let both = [a, b].concat();
        let mid = a.len() + b.len() / 2;
        vec![
            ("end indented", both.replacen(END, &format!(" {END}"), 1), 1),
            (
                "text behind END",
                both.replacen(END, &format!("{END} x"), 1),
                1,
            ),
            (
                "text behind BEGIN",
                both.replacen(BEGIN, &format!("{BEGIN} x"), 1),
                1,
            ),
            (
                "header",
                both.replacen(BEGIN, &format!("{BEGIN}\nName: a\n"), 1),
                1,
            ),
            ("second truncated", both[..mid].into(), 1),
            ("first truncated", format!("{}\n{b}", &a[..a.len() / 2]), 1),
            ("bad base64 first", both.replacen("MII", "M!I", 1), 1),
            (
                "trusted",
                both.replace("CERTIFICATE", "TRUSTED CERTIFICATE"),
                0,
            ),
            ("x509", both.replace("CERTIFICATE", "X509 CERTIFICATE"), 0),
            (
                "other label at the end",
                both.replacen(END, "-----END X-----", 1),
                1,
            ),
            ("literal newlines", both.replace('\n', "\\n"), 0),
            ("base64 of PEM", STANDARD.encode(&both), 0),
            ("one line body", one_line_bodies(&both), 2),
            ("empty block first", format!("{BEGIN}\n{END}\n{both}"), 2),
            ("colon in the first line", format!("{BEGIN}\na:b"), 0),
            ("nothing", String::new(), 0),
        ]
    }

    fn one_line_bodies(text: &str) -> String {
        let lines = text.lines().map(|line| {
            if line.starts_with('-') {
                format!("\n{line}\n")
            } else {
                line.to_owned()
            }
        });
        lines
            .collect::<String>()
            .replace("\n\n", "\n")
            .trim_start()
            .to_owned()
    }

    #[test]
    fn go_finds_what_go_finds() {
        let [a, b] = [0, 1].map(|place| some()[place].to_pem());
        for (name, text, certificates) in [layouts(&a, &b), blocks(&a, &b)].concat() {
            assert_eq!(Cert::read_pem(&text).len(), certificates, "{name}");
        }
    }

    #[test]
    fn bytes_that_are_no_text_are_read() {
        let a = some()[0].to_pem();
        assert_eq!(
            Cert::read_pem([b"\xff\xfe latin \xe9\n", a.as_bytes()].concat()).len(),
            1
        );
        let wide: Vec<u8> = a.encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert!(Cert::read_pem(wide).is_empty());
    }

    #[test]
    fn no_truncation_and_no_change_of_a_byte_panics() {
        let text = some()[0].to_pem().into_bytes();
        for at in 0..text.len() {
            let mut changed = text.clone();
            changed[at] ^= 0x1f;
            assert!(Cert::read_pem(&text[..at]).len() <= 1 && Cert::read_pem(changed).len() <= 1);
        }
    }
}
