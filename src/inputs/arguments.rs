//! Targets named on the command line. A bad one ends the run, since the user can correct it at
//! once. Only parses text; opens nothing.

use super::interfaces;
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
        let shown = if may_hold_password(text) {
            String::new()
        } else {
            format!(" `{}`", reason(text, text))
        };
        Target::parse(text, Origin::Argument { number })
            .and_then(interfaces::checked)
            .map_err(|why| Error::Usage(format!("target {number}{shown}: {}", reason(text, &why))))
    };
    arguments.iter().enumerate().map(one).collect()
}

/// Reads the value of a flag that names an API server; without a scheme its port is the role's.
///
/// # Errors
/// [`Error::Usage`] with the flag and why; nothing that may be a password is repeated.
pub fn of_flag(flag: &str, text: &str) -> Result<Target, Error> {
    let mut target = Target::parse(text, Origin::Flag { flag: flag.into() })
        .and_then(interfaces::checked)
        .map_err(|why| Error::Usage(format!("{flag}: {}", reason(text, &why))))?;
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
}
