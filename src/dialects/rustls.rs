//! What rustls clients say of a chain they refuse, as rustls and webpki print it. Only printed:
//! nobody has to read it back.

use std::fmt;

/// Longer lists (of all algorithms webpki knows, of a thousand names) are left out.
const LONGEST: usize = 240;
const INVALID: &str = "invalid peer certificate: ";

/// Why a rustls client refuses a chain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StrictRefusal {
    /// The file with the anchors cannot be read as rustls clients read it: why, as
    /// [`UnreadableAnchors`] is printed.
    Anchors(String),
    /// No certificate was sent.
    NoCertificate,
    /// The leaf's key makes no handshake signature that rustls verifies (a short RSA key).
    BadSignature,
    /// rustls offers no scheme for the leaf's key; the server ends the handshake.
    HandshakeFailure,
    /// The name asked for is none that a server may have.
    InvalidName(String),
    /// What was sent makes more paths than webpki is let try here: rustls itself goes on for longer.
    TooManyPaths,
    /// webpki's own reason.
    Webpki(webpki::Error),
}

/// Why no anchors are read from a file: the first thing that is wrong ends it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UnreadableAnchors {
    /// What follows so many certificates is no block that can be read.
    AfterCert(usize),
    /// The certificate of this number, from 1, cannot be read.
    Cert(usize),
}

impl fmt::Display for UnreadableAnchors {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::AfterCert(number) => write!(
                f,
                "it refuses the whole file for what follows certificate {number}"
            ),
            Self::Cert(number) => write!(
                f,
                "it refuses the whole file for its certificate {number}, which cannot be read"
            ),
        }
    }
}

impl fmt::Display for StrictRefusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Anchors(why) => f.write_str(why),
            Self::NoCertificate => f.write_str("no certificate was sent"),
            Self::BadSignature => write!(f, "{INVALID}BadSignature"),
            Self::HandshakeFailure => f.write_str("received fatal alert: HandshakeFailure"),
            Self::InvalidName(name) => write!(f, "`{name}` is no valid server name"),
            Self::TooManyPaths => f.write_str("not decided here: there are too many paths to try"),
            Self::Webpki(error) => {
                let words = format!("{error:?}");
                let name = words.split(['(', ' ', '{']).next().unwrap_or_default();
                write!(
                    f,
                    "{INVALID}{}",
                    if words.len() > LONGEST { name } else { &words }
                )
            }
        }
    }
}
