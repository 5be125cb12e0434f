//! What the comments before a certificate say of where it is from: a bundle of this program says of a CA
//! whether anybody has confirmed it. Written by `export`, read back here.

/// How the comment begins that says where a certificate was learnt.
pub const LEARNT: &str = "# learnt: ";
/// How the comment begins that says who has confirmed it.
pub const CONFIRMED_BY: &str = "# confirmed by: ";
/// How the comment begins that says that nobody has, and why that is known.
pub const NOT_CONFIRMED: &str = "# not confirmed: ";

/// What earlier versions wrote of a certificate that came over the network.
const SENT: [&str; 2] = ["sent by ", "learnt from AIA "];

/// Whether the text between two blocks says of the second that nobody has confirmed it.
#[must_use]
pub fn is_unconfirmed(before: &[u8]) -> bool {
    let text = String::from_utf8_lossy(before);
    let lines = || text.lines().map(str::trim);
    let says = |mark: &str| lines().any(|line| line.starts_with(mark.trim_end_matches([' ', ':'])));
    if says(NOT_CONFIRMED) {
        return true;
    }
    let was_sent = |line: &str| {
        let learnt = line.strip_prefix(LEARNT);
        learnt.is_some_and(|how| SENT.iter().any(|sent| how.starts_with(sent)))
    };
    !says(CONFIRMED_BY) && lines().any(was_sent)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_tell_what_nobody_has_confirmed() {
        for (comments, unconfirmed) in [
            ("", false),
            ("# subject: CN=a\n# learnt: from copy.pem\n", false),
            ("# learnt: sent by the server\n", true),
            ("# learnt: sent by api.test:6443\r\n", true),
            (
                "# learnt: learnt from AIA http://a.test/ca, unauthenticated: compare\n",
                true,
            ),
            (
                "# learnt: from step1.cert\n# not confirmed: step1.cert says so\n",
                true,
            ),
            (
                "# learnt: sent by the server\n# confirmed by: root.pem\n",
                false,
            ),
            ("# not confirmed\n", true),
            ("# this was not confirmed: by phone\n", false),
        ] {
            assert_eq!(
                is_unconfirmed(comments.as_bytes()),
                unconfirmed,
                "{comments}"
            );
        }
    }
}
