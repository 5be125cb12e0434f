//! Certificates as PEM text: written so that every consumer accepts it (RFC 7468), read as Go's `AppendCertsFromPEM` reads it.
//! Pure.

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

    /// The certificates that Go finds in a bundle: whole `CERTIFICATE` blocks that begin at a line's start and hold no header; a block
    /// that does not decode is passed over without a word, as Go does.
    #[must_use]
    pub fn read_pem(text: &str) -> Vec<Self> {
        let mut found = Vec::new();
        let mut block: Option<String> = None;
        for line in text.lines().map(str::trim_end) {
            match (&mut block, line) {
                (_, BEGIN) => block = Some(String::new()),
                (Some(base64), END) => {
                    found.extend(STANDARD.decode(base64.as_str()).ok().map(Self::from_der).filter(|c| c.facts().is_some()));
                    block = None;
                }
                (Some(base64), line) => base64.push_str(line),
                (None, _) => {}
            }
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn some() -> Vec<Cert> {
        webpki_root_certs::TLS_SERVER_ROOT_CERTS.iter().take(3).map(|der| Cert::from_der(der.to_vec())).collect()
    }

    #[test]
    fn what_is_written_is_read_back() {
        let text: String = some().iter().map(|c| format!("# {}\n{}", c.label(), c.to_pem())).collect();
        assert_eq!(Cert::read_pem(&text), some());
        assert_eq!(Cert::read_pem(&text.replace('\n', "\r\n")), some());
        assert!(text.lines().all(|line| line.len() <= 64 || line.starts_with('#')));
    }

    #[test]
    fn go_does_not_read_indented_or_glued_blocks() {
        let text: String = some().iter().map(Cert::to_pem).collect();
        assert!(Cert::read_pem(&text.replace('\n', "\n  ").replacen(BEGIN, &format!(" {BEGIN}"), 1)).is_empty());
        let glued = text.replace(&format!("{END}\n{BEGIN}"), &format!("{END}{BEGIN}"));
        assert!(Cert::read_pem(&glued).is_empty());
        assert!(Cert::read_pem("").is_empty());
    }
}
