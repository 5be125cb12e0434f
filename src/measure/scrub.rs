//! A proxy may echo the credentials it was given, in its reply or in a page; they are taken out of
//! the record again. When in doubt it removes too much: everything that looks like them becomes
//! `***`.

use base64::Engine;
use base64::prelude::BASE64_STANDARD;

use crate::cert::hex;
use crate::evidence::{Connection, Download, Fault, HttpExchange, ProxySession, Step, TlsSession};
use crate::foreign::Foreign;
use crate::roles::Answer;
use crate::route::ProxyUrl;

/// A password this short occurs everywhere by chance; it is found only together with its user and
/// inside the token.
const SHORTEST: usize = 4;
/// A record cut off inside a secret may end with this much of it.
const SHORTEST_START: usize = 4;
const HIDDEN: &str = "***";

/// The credentials in every form that may come back.
pub(super) struct Secrets {
    forms: Vec<String>,
}

impl Secrets {
    pub(super) fn of(proxy: &ProxyUrl) -> Option<Self> {
        proxy
            .credentials
            .as_ref()
            .map(|credentials| credentials.reveal(Self::forms))
    }

    fn forms(user: &str, password: &str) -> Self {
        let pair = format!("{user}:{password}");
        let token = BASE64_STANDARD.encode(&pair);
        let mut forms = vec![pair, token.trim_end_matches('=').to_owned()];
        // Some proxies take a token as the user name, without a password.
        let secret = if password.is_empty() { user } else { password };
        if secret.len() >= SHORTEST {
            forms.extend([
                secret.to_owned(),
                in_html(secret),
                in_url(secret),
                secret.escape_default().collect(),
            ]);
        }
        forms.sort_by_key(|form| std::cmp::Reverse(form.len()));
        forms.dedup();
        Self { forms }
    }

    /// Every text in the record that is the peer's.
    pub(super) fn scrub(&self, connection: &mut Connection) {
        self.step(&mut connection.proxy, Self::proxy);
        self.step(&mut connection.tls, Self::tls);
        self.step(&mut connection.http, Self::http);
    }

    /// The same of a fetch along that proxy.
    pub(super) fn scrub_download(&self, outcome: &mut Step<Download>) {
        self.step(outcome, |secrets, seen| {
            seen.redirects
                .iter_mut()
                .for_each(|url| secrets.foreign(url));
        });
    }

    fn step<T>(&self, step: &mut Step<T>, saw: fn(&Self, &mut T)) {
        match step {
            Step::Done { saw: seen, .. } => saw(self, seen),
            Step::Failed {
                fault, saw: seen, ..
            } => {
                self.fault(fault);
                if let Some(seen) = seen {
                    saw(self, seen);
                }
            }
            Step::NotTried | Step::Skipped { .. } => {}
        }
    }

    fn proxy(&self, session: &mut ProxySession) {
        session.tls.iter_mut().for_each(|tls| self.tls(tls));
        session
            .reply
            .iter_mut()
            .for_each(|reply| self.answer(reply));
        session
            .early_bytes
            .iter_mut()
            .for_each(|bytes| self.hex(bytes));
    }

    fn tls(&self, session: &mut TlsSession) {
        session
            .afterwards
            .iter_mut()
            .for_each(|fault| self.fault(fault));
    }

    fn http(&self, exchange: &mut HttpExchange) {
        exchange
            .answer
            .iter_mut()
            .for_each(|answer| self.answer(answer));
    }

    fn answer(&self, answer: &mut Answer) {
        let values = answer.headers.iter_mut().map(|(_, value)| value);
        values
            .chain([&mut answer.reason, &mut answer.body])
            .for_each(|text| self.foreign(text));
    }

    fn fault(&self, fault: &mut Fault) {
        match fault {
            Fault::NotTls { first_bytes } => self.hex(first_bytes),
            Fault::ProxyStatus { reason: text, .. }
            | Fault::Resolver { text, .. }
            | Fault::Unreachable { text }
            | Fault::MessageTooLarge { text }
            | Fault::Malformed { text }
            | Fault::NotContacted { host: text, .. }
            | Fault::Other { text, .. } => self.foreign(text),
            // Numbers, and words of ours or of the TLS library.
            Fault::NoSuchName
            | Fault::NoAddress
            | Fault::Refused
            | Fault::Reset
            | Fault::Closed
            | Fault::TimedOut { .. }
            | Fault::Alert { .. }
            | Fault::NoCommonParameters { .. }
            | Fault::SocksRefused { .. }
            | Fault::OwnLimit { .. } => {}
        }
    }

    fn foreign(&self, text: &mut Foreign) {
        text.scrubbed(|raw| {
            let mut text = raw.to_owned();
            self.text(&mut text);
            (text != raw).then_some(text)
        });
    }

    fn text(&self, text: &mut String) {
        for form in &self.forms {
            if text.contains(form) {
                *text = text.replace(form, HIDDEN);
            }
            let starts = form.char_indices().map(|(at, _)| &form[..at]).rev();
            let cut = starts
                .take_while(|start| start.len() >= SHORTEST_START)
                .find(|start| text.ends_with(start));
            if let Some(start) = cut {
                text.truncate(text.len() - start.len());
                text.push_str(HIDDEN);
            }
        }
    }

    /// Hex of bytes: one character per byte, so that nothing is found across two.
    fn hex(&self, bytes: &mut String) {
        let byte = |at: usize| {
            bytes
                .get(at..at + 2)
                .and_then(|pair| u8::from_str_radix(pair, 16).ok())
        };
        let mut text: String = (0..bytes.len())
            .step_by(2)
            .filter_map(byte)
            .map(char::from)
            .collect();
        let in_bytes = |form: &String| form.bytes().map(char::from).collect();
        Self {
            forms: self.forms.iter().map(in_bytes).collect(),
        }
        .text(&mut text);
        *bytes = hex(&text
            .chars()
            .filter_map(|c| u8::try_from(c).ok())
            .collect::<Vec<_>>());
    }
}

fn in_html(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}

fn in_url(text: &str) -> String {
    let kept = |b: u8| b.is_ascii_alphanumeric() || b"-._~".contains(&b);
    text.bytes()
        .map(|b| {
            if kept(b) {
                char::from(b).to_string()
            } else {
                format!("%{b:02X}")
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scrubbed(text: &str) -> String {
        let mut text = text.to_owned();
        Secrets::forms("user", "pa&s\"word").text(&mut text);
        text
    }

    #[test]
    fn every_form_goes() {
        let token = BASE64_STANDARD.encode("user:pa&s\"word");
        for text in [
            "user:pa&s\"word",
            "pa&s\"word",
            "pa&amp;s&quot;word",
            "pa%26s%22word",
            &token,
            "pa&s\"w",
            &token[..9],
        ] {
            let shown = scrubbed(&format!("given: {text}"));
            assert!(shown.starts_with("given: ***"), "{shown}");
        }
        assert_eq!(
            scrubbed("X-Squid-Error: ERR_CACHE_ACCESS_DENIED 0"),
            "X-Squid-Error: ERR_CACHE_ACCESS_DENIED 0"
        );
    }

    #[test]
    fn bytes_are_scrubbed_as_text_is() {
        let mut bytes = hex(b"HTTP user:pa&s\"word!");
        Secrets::forms("user", "pa&s\"word").hex(&mut bytes);
        assert_eq!(bytes, hex(b"HTTP ***!"));
    }

    #[test]
    fn a_short_password_does_not_garble_everything() {
        let mut text = "403 Forbidden o:o".to_owned();
        Secrets::forms("o", "o").text(&mut text);
        assert_eq!(text, "403 Forbidden ***");
    }
}
