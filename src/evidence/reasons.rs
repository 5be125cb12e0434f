//! Why a step was left out, and why a further measurement was made: values, and the one place that
//! has their words. Plain data.

use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Why a step was left out on purpose.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum SkipReason {
    /// There is no proxy on a direct route.
    DirectRoute,
    /// Nothing is known to ask of a service of this role.
    RoleAsksNothing,
    /// A further measurement of this kind ends with TLS.
    KindAsksNothing,
    /// The name was looked up for the first measurement.
    SameAddress,
    /// The server takes HTTP/2 only, which is not spoken here.
    OnlyHttp2,
    /// The target is spoken to in clear: there is no handshake.
    InClear,
}

/// What made a further measurement worth while.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(into = "String", from = "String")]
pub enum ExtraReason {
    /// The code of the verdict that left a doubt.
    Verdict(String),
    /// `--compare-routes`.
    CompareRoutes,
    /// A bundle is to be written, now or from the saved run: it must hold the CAs of all certificates
    /// that the server has.
    Bundle,
}

/// The flag that asks for further measurements without a doubt.
const COMPARE_ROUTES: &str = "--compare-routes";
const BUNDLE: &str = "a bundle";

impl From<ExtraReason> for String {
    fn from(reason: ExtraReason) -> Self {
        reason.to_string()
    }
}

impl From<String> for ExtraReason {
    fn from(saved: String) -> Self {
        if saved == COMPARE_ROUTES {
            Self::CompareRoutes
        } else if saved == BUNDLE {
            Self::Bundle
        } else {
            Self::Verdict(saved)
        }
    }
}

impl fmt::Display for SkipReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::DirectRoute => "direct",
            Self::RoleAsksNothing => "this role is asked nothing",
            Self::KindAsksNothing => "nothing is asked in a further measurement of this kind",
            Self::SameAddress => "the address is that of the first measurement",
            Self::OnlyHttp2 => "the server takes HTTP/2 only",
            Self::InClear => "spoken to in clear",
        })
    }
}

impl fmt::Display for ExtraReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Verdict(code) => code,
            Self::CompareRoutes => COMPARE_ROUTES,
            Self::Bundle => BUNDLE,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::super::Step;
    use super::*;

    fn skips() -> [(SkipReason, &'static str); 6] {
        [
            (SkipReason::DirectRoute, "direct"),
            (SkipReason::RoleAsksNothing, "this role is asked nothing"),
            (
                SkipReason::KindAsksNothing,
                "nothing is asked in a further measurement of this kind",
            ),
            (
                SkipReason::SameAddress,
                "the address is that of the first measurement",
            ),
            (SkipReason::OnlyHttp2, "the server takes HTTP/2 only"),
            (SkipReason::InClear, "spoken to in clear"),
        ]
    }

    fn extras() -> [(ExtraReason, &'static str); 3] {
        [
            (ExtraReason::Verdict("private-ca".into()), "private-ca"),
            (ExtraReason::CompareRoutes, "--compare-routes"),
            (ExtraReason::Bundle, "a bundle"),
        ]
    }

    #[test]
    fn each_reason_has_its_words() {
        for (reason, words) in skips() {
            assert_eq!(reason.to_string(), words);
        }
        for (reason, words) in extras() {
            assert_eq!(reason.to_string(), words);
        }
    }

    #[test]
    fn each_reason_is_saved_and_read_again() {
        for (why, _) in skips() {
            let step = Step::<()>::Skipped { why };
            let saved = serde_json::to_string(&step).expect("JSON");
            let read: Step<()> = serde_json::from_str(&saved).expect(&saved);
            assert_eq!(read, step, "{saved}");
        }
        for (reason, _) in extras() {
            let saved = serde_json::to_string(&reason).expect("JSON");
            let read: ExtraReason = serde_json::from_str(&saved).expect(&saved);
            assert_eq!(read, reason, "{saved}");
        }
    }
}
