//! Targets named on the command line. A bad one ends the run, since the user can correct it at
//! once. Only parses text; opens nothing.

use super::interfaces;
use super::line_of_others::explaining;
use super::reading::{may_hold_password, reason};
use crate::error::Error;
use crate::roles::RoleRef;
use crate::target::{Origin, Target};

/// Reads every argument as one target.
///
/// # Errors
/// [`Error::Usage`] with the number of the first bad one and why; nothing that may be a password is
/// repeated.
pub fn targets<S: AsRef<str>>(arguments: &[S]) -> Result<Vec<Target>, Error> {
    let one = |(n, text): (usize, &S)| {
        let (number, text) = (n + 1, text.as_ref());
        if let Some(before) = n.checked_sub(1).map(|before| arguments[before].as_ref())
            && is_port(text)
        {
            return Err(Error::Usage(format!(
                "target {number} `{text}` is a port, which stands behind its host: {}",
                with_port(before, text)
            )));
        }
        let shown = if may_hold_password(text) {
            String::new()
        } else {
            format!(" `{}`", reason(text, text))
        };
        Target::parse(text, Origin::Argument { number })
            .and_then(interfaces::checked)
            .map_err(|why| {
                let hint = explaining(text).or_else(|| {
                    // Without quotes each word is an argument.
                    let words: Vec<&str> = arguments.iter().map(AsRef::as_ref).collect();
                    explaining(&words.join(" ")).filter(|_| words.len() > HOST_AND_PORT)
                });
                Error::Usage(said(&format!("target {number}{shown}"), (text, &why), hint))
            })
    };
    arguments.iter().enumerate().map(one).collect()
}

/// A host and a port beside it are two arguments; a sentence has more.
const HOST_AND_PORT: usize = 2;

/// What is wrong with a target; or, of a line that is none, what explains it.
fn said(place: &str, (text, why): (&str, &str), hint: Option<String>) -> String {
    match hint {
        Some(hint) => format!(
            "{}: no target, but a line of text\nhint: {hint}",
            shortened(place)
        ),
        None => format!("{place}: {}", reason(text, why)),
    }
}

fn shortened(place: &str) -> &str {
    place.split(" `").next().unwrap_or(place)
}

fn is_port(text: &str) -> bool {
    text.len() <= 5 && text.parse::<u16>().is_ok_and(|port| port > 0)
}

/// The host as it was given, with this port; nothing that may be a password is repeated.
fn with_port(host: &str, port: &str) -> String {
    let is_ip6 = host.parse::<std::net::Ipv6Addr>().is_ok();
    match host {
        host if may_hold_password(host) || host.contains(char::is_whitespace) => {
            format!("HOST:{port}")
        }
        host if is_ip6 => format!("[{host}]:{port}"),
        host => format!("{}:{port}", reason(host, host)),
    }
}

/// Reads the value of a flag that names an API server; without a scheme its port is the role's.
///
/// # Errors
/// [`Error::Usage`] with the flag and why; nothing that may be a password is repeated.
pub fn of_flag(flag: &str, text: &str) -> Result<Target, Error> {
    if text.to_lowercase().starts_with("http://") {
        let why = "http:// has no TLS; an API server is asked as https://HOST:PORT";
        return Err(Error::Usage(format!("{flag}: {why}")));
    }
    let mut target = Target::parse(text, Origin::Flag { flag: flag.into() })
        .and_then(interfaces::checked)
        .map_err(|why| Error::Usage(said(flag, (text, &why), explaining(text))))?;
    if target.role == RoleRef::PLAIN && !text.contains("://") {
        let api = format!("{}={text}", RoleRef::API.name);
        return Target::parse(&api, Origin::Flag { flag: flag.into() })
            .map_err(|why| Error::Usage(format!("{flag}: {}", reason(text, &why))));
    }
    if ![RoleRef::PLAIN, RoleRef::API].contains(&target.role) {
        let other = target.role.name;
        return Err(Error::Usage(format!(
            "{flag} takes an API server, not {other}="
        )));
    }
    target.role = RoleRef::API;
    Ok(target)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bad_one_is_named_and_passwords_are_not() {
        let good = targets(&["api=a.test", "b.test:8443"]).unwrap();
        assert_eq!(good[1].origins, [Origin::Argument { number: 2 }]);
        let text = |given: &str| targets(&["a.test", given]).unwrap_err().to_string();
        assert!(
            text("nosuch=b.test").starts_with("target 2 `nosuch=b.test`: no such role"),
            "{}",
            text("nosuch=b.test")
        );
        for secret in [
            "https://user:hunter2@b.test",
            "user:hunter2@b.test",
            "hunter2@x=b.test",
            "https://user:hunter2@:",
            "user:hunter2\u{ff20}b.test",
            "https://user:hunter2%40b.test",
        ] {
            assert!(!text(secret).contains("hunter2"), "{}", text(secret));
        }
        assert!(!text("b.test\x1b[2J").contains('\x1b'));
    }

    #[test]
    fn a_port_beside_its_host_is_put_behind_it() {
        for (given, told) in [
            (["a.test", "6443"], "a.test:6443"),
            (["192.0.2.1", "443"], "192.0.2.1:443"),
            (["2001:db8::1", "443"], "[2001:db8::1]:443"),
        ] {
            let text = targets(&given).unwrap_err().to_string();
            assert!(text.ends_with(&format!(" its host: {told}")), "{text}");
        }
    }

    #[test]
    fn a_line_of_another_program_is_explained_elsewhere() {
        const LINE: &str = "Get \"https://a.test:1/version\": EOF";
        let hint = format!("\nhint: a line that another program printed: probe explain '{LINE}'");
        let of = |error: Error| error.to_string();
        assert_eq!(
            of(targets(&[LINE]).unwrap_err()),
            format!("target 1: no target, but a line of text{hint}")
        );
        assert!(of(of_flag("--api", LINE).unwrap_err()).ends_with(&hint));
        let words: Vec<&str> = "x509: certificate signed by unknown authority"
            .split(' ')
            .collect();
        let unquoted = of(targets(&words).unwrap_err());
        assert!(
            unquoted.ends_with(" explain 'x509: certificate signed by unknown authority'"),
            "{unquoted}"
        );
        let secret =
            of(targets(&["Get https://u:hunter2@a.test/: EOF, password=hunter2"]).unwrap_err());
        assert!(
            !secret.contains("hunter2") && secret.contains("probe explain"),
            "{secret}"
        );
        let expects = of(targets(&["a.test expect=nonsense"]).unwrap_err());
        assert!(!expects.contains("explain '"), "{expects}");
        assert_eq!(
            of(of_flag("--api", "http://a.test").unwrap_err()),
            "--api: http:// has no TLS; an API server is asked as https://HOST:PORT"
        );
    }
}
