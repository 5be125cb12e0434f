//! Tokens, passwords and signatures in what foreign programs say, made unreadable.
//! Pure. Errs on the side of secrecy: whatever looks like one becomes `***`.

const HIDDEN: &str = "***";
/// A longer run of letters and digits is taken for a secret.
const LONGEST_WORD: usize = 40;
/// Characters of the shortest id of an access key.
const SHORTEST_KEY_ID: usize = 16;
/// After one of these words the rest of the word is secret, or else the next word.
const NAMES: [&str; 14] = [
    "token",
    "password",
    "passwd",
    "access_key",
    "accountkey",
    "access_key_id",
    "secret",
    "authorization",
    "bearer",
    "api-key",
    "apikey",
    "signature",
    "credential",
    "sig",
];

/// What a client or a person writes in the place of a value that is not to be seen: `DATA+OMITTED` and
/// `REDACTED` (kubectl), `<redacted>`, `***`. Some of these are valid base64.
#[must_use]
pub fn stands_for_a_value(text: &str) -> bool {
    let text = text.trim();
    let letters = text.chars().filter(char::is_ascii_alphanumeric);
    let letters: String = letters.collect::<String>().to_ascii_uppercase();
    let is_row = |of: char| text.len() >= 3 && text.chars().all(|c| c == of);
    matches!(letters.as_str(), "DATAOMITTED" | "OMITTED" | "REDACTED")
        || ['*', 'x', 'X', '.'].into_iter().any(is_row)
}

/// The line without OpenShift's tokens, JWTs, the user and password of URLs, and the values of
/// whatever is named a token or password.
#[must_use]
pub fn masked(line: &str) -> String {
    let mut next_is_secret = false;
    let word = |word: &str| {
        let (text, blank) = word.split_at(word.trim_end().len());
        let secret = std::mem::replace(&mut next_is_secret, announces(text));
        let scheme = ["bearer", "basic"]
            .iter()
            .any(|scheme| text.eq_ignore_ascii_case(scheme));
        let shown = if secret && !scheme && !text.is_empty() {
            HIDDEN.to_owned()
        } else {
            masked_word(text)
        };
        next_is_secret |= secret && (scheme || text.is_empty());
        shown + blank
    };
    line.split_inclusive(char::is_whitespace)
        .map(word)
        .collect()
}

/// Whether the next word is a secret: after `token:`, `"password":`, `--token`, `Bearer`.
fn announces(word: &str) -> bool {
    let bare = word
        .trim_matches(|c: char| !c.is_ascii_alphanumeric())
        .to_ascii_lowercase();
    let open = word.ends_with([':', '=']) || word.ends_with("\":") || word.starts_with("--");
    matches!(bare.as_str(), "bearer" | "basic")
        || (open && NAMES.iter().any(|name| bare.ends_with(name)))
}

fn masked_word(word: &str) -> String {
    let word = without_userinfo(word);
    let word = without_values(&word);
    let inside =
        |c: char| c.is_ascii_alphanumeric() || matches!(c, '~' | '_' | '-' | '.' | '+' | '=' | '/');
    let mut out = String::new();
    let mut rest = word.as_str();
    while !rest.is_empty() {
        let end = rest.find(|c| !inside(c)).unwrap_or(rest.len());
        out.push_str(&if is_token(&rest[..end]) {
            HIDDEN.to_owned()
        } else {
            rest[..end].to_owned()
        });
        let other = rest[end..].find(inside).map_or(rest.len(), |at| end + at);
        out.push_str(&rest[end..other]);
        rest = &rest[other..];
    }
    out
}

/// The word without user and password, wherever `https://user:password@host` begins in it.
fn without_userinfo(word: &str) -> String {
    match (word.find("://"), word.rfind('@')) {
        (Some(scheme), Some(at)) if scheme + 3 <= at => {
            format!("{}{HIDDEN}{}", &word[..scheme + 3], &word[at..])
        }
        _ => word.to_owned(),
    }
}

/// The word without the values of `token=...`, `"password":"..."`, `access_token=...&...`.
fn without_values(word: &str) -> String {
    let lower = word.to_ascii_lowercase();
    let begins = |end: usize| {
        let at = end + word[end..].find(['=', ':'])? + 1;
        let named = word[end..at - 1]
            .chars()
            .all(|c| !c.is_ascii_alphanumeric());
        (named && at < word.len()).then_some(at)
    };
    let ends = NAMES
        .iter()
        .flat_map(|name| lower.match_indices(name).map(|(at, _)| at + name.len()));
    ends.filter_map(begins)
        .min()
        .map_or_else(|| word.to_owned(), |at| format!("{}{HIDDEN}", &word[..at]))
}

fn is_token(run: &str) -> bool {
    let solid = |c: char| c.is_ascii_alphanumeric() || matches!(c, '+' | '_' | '=');
    run.contains("sha256~")
        || run.contains("eyJ")
        || run
            .split(|c: char| !c.is_ascii_alphanumeric())
            .any(is_key_id)
        || is_secret_key(run)
        || run
            .split(|c| !solid(c))
            .any(|part| part.len() >= LONGEST_WORD)
}

/// The id of an access key of AWS: 20 capitals and digits; `AKIA` begins a lasting one, `ASIA` a
/// temporary one (IAM User Guide, "Unique identifiers").
fn is_key_id(word: &str) -> bool {
    let begins = word.starts_with("AKIA") || word.starts_with("ASIA");
    let capital = |c: char| c.is_ascii_uppercase() || c.is_ascii_digit();
    begins && word.len() >= SHORTEST_KEY_ID && word.chars().all(capital)
}

/// A secret key of AWS: 40 characters of base64, whose slashes would else look like a path's.
fn is_secret_key(run: &str) -> bool {
    let base64 = |c: char| c.is_ascii_alphanumeric() || matches!(c, '+' | '/' | '=');
    let has = |kind: fn(&char) -> bool| run.chars().any(|c| kind(&c));
    run.len() == LONGEST_WORD
        && run.chars().all(base64)
        && has(char::is_ascii_uppercase)
        && has(char::is_ascii_lowercase)
        && has(char::is_ascii_digit)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_secret_is_left_readable() {
        let long = "A1b2".repeat(12);
        for (line, secret) in [
            (
                "error: token sha256~s3cr3t-Va_lue is expired".to_owned(),
                "s3cr3t",
            ),
            (
                "got eyJhbGciOi.eyJzdWIiOi.c2lnbmF0dXJl back".into(),
                "c2lnb",
            ),
            (
                "Get \"https://user:hunter2@api.test/\": EOF".into(),
                "hunter2",
            ),
            (
                "https://api.test/?access_token=hunter2&x=y".into(),
                "hunter2",
            ),
            ("Authorization: Bearer hunter2".into(), "hunter2"),
            ("Authorization: Basic hunter2".into(), "hunter2"),
            ("{\"token\": \"hunter2\"}".into(), "hunter2"),
            ("{\"token\":\"hunter2\"}".into(), "hunter2"),
            ("oc login --token=hunter2".into(), "hunter2"),
            ("oc login --token hunter2".into(), "hunter2"),
            ("password: hunter2".into(), "hunter2"),
            ("Password:hunter2".into(), "hunter2"),
            (format!("bad credential {long}"), "A1b2"),
            (
                "Put \"https://a.test/c?sv=1&sig=hunter2%3D\": EOF".into(),
                "hunter2",
            ),
            (
                "https://s3.test/b?x-amz-signature=hunter2".into(),
                "hunter2",
            ),
            ("AWS4-HMAC-SHA256 credential=hunter2".into(), "hunter2"),
            (
                format!("<AWSAccessKeyId>AKIA{}</AWSAccessKeyId>", "X7".repeat(8)),
                "X7X7",
            ),
            (format!("key {} refused", "Ab1/".repeat(10)), "Ab1/"),
        ] {
            let shown = masked(&line);
            assert!(
                !shown.contains(secret) && shown.contains(HIDDEN),
                "{line} -> {shown}"
            );
        }
    }

    #[test]
    fn what_stands_for_a_value_is_known() {
        for text in [
            "DATA+OMITTED",
            "REDACTED",
            "<redacted>",
            "[REDACTED]",
            " omitted ",
            "***",
            "xxxxxx",
        ] {
            assert!(stands_for_a_value(text), "{text}");
        }
        for text in ["", "x", "LS0tLS1CRUdJTi", "REDACTEDx", "-----BEGIN"] {
            assert!(!stands_for_a_value(text), "{text}");
        }
    }

    #[test]
    fn what_is_no_secret_stays() {
        for line in [
            "Unable to connect to the server: dial tcp: lookup api.src.example.test on 10.0.0.1:53: no such host",
            "error: You must be logged in to the server (the server has asked for the client to provide credentials)",
            "The connection to the server default-route-openshift-image-registry.apps.example.test:6443 was refused",
            "Error from server (Forbidden): configmaps \"kube-root-ca.crt\" is forbidden: User \"dev@example.test\" cannot get it",
            "error: the token has expired",
        ] {
            assert_eq!(masked(line), line);
        }
    }
}
