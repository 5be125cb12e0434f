//! The schemes of a proxy's URL: one row each, from which parsing, usual ports, help and error
//! sentences follow. Plain data; how a proxy is spoken to is `measure`'s.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What a scheme means.
#[derive(Debug)]
pub struct SchemeRow {
    /// As a URL begins: `socks5h`.
    pub name: &'static str,
    /// The port where a URL names none, as Go's clients take it.
    pub port: u16,
    /// The proxy is spoken to inside TLS.
    pub secured: bool,
    /// The target's name is resolved by the proxy, not here.
    pub proxy_resolves: bool,
    /// What client-go takes it for; `None`: it refuses a proxy of that kind.
    pub in_client_go: Option<ProxyScheme>,
}

/// Makes the enum and its table from one row for each scheme.
macro_rules! schemes {
    ($($(#[$doc:meta])* $variant:ident => $row:expr;)*) => {
        /// How a proxy is spoken to.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
        #[serde(rename_all = "kebab-case")]
        pub enum ProxyScheme { $($(#[$doc])* $variant,)* }

        impl ProxyScheme {
            /// Every scheme, in the order in which sentences list them.
            pub const ALL: &[Self] = &[$(Self::$variant),*];

            /// What it means.
            #[must_use]
            pub const fn row(self) -> &'static SchemeRow {
                match self { $(Self::$variant => &$row),* }
            }
        }
    };
}

schemes! {
    /// HTTP CONNECT in clear.
    Http => SchemeRow {
        name: "http",
        port: 80,
        secured: false,
        proxy_resolves: true,
        in_client_go: Some(ProxyScheme::Http),
    };
    /// HTTP CONNECT inside TLS.
    Https => SchemeRow {
        name: "https",
        port: 443,
        secured: true,
        proxy_resolves: true,
        in_client_go: Some(ProxyScheme::Https),
    };
    /// SOCKS5; the name is resolved here, as curl does. Go hands it to the proxy.
    Socks5 => SchemeRow {
        name: "socks5",
        port: 1080,
        secured: false,
        proxy_resolves: false,
        in_client_go: Some(ProxyScheme::Socks5h),
    };
    /// SOCKS5; the proxy resolves the name.
    Socks5h => SchemeRow {
        name: "socks5h",
        port: 1080,
        secured: false,
        proxy_resolves: true,
        in_client_go: None,
    };
}

impl ProxyScheme {
    /// The scheme of that name, in whatever case.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        let mut all = Self::ALL.iter().copied();
        all.find(|scheme| scheme.name().eq_ignore_ascii_case(name))
    }

    /// As a URL begins: `socks5h`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        self.row().name
    }

    /// The target's name is resolved by the proxy, not here.
    #[must_use]
    pub const fn proxy_resolves(self) -> bool {
        self.row().proxy_resolves
    }

    /// Those that fit, as a sentence lists them: `http://, https:// or socks5://`.
    pub fn list(joint: &str, fits: impl Fn(&SchemeRow) -> bool) -> String {
        let rows = Self::ALL.iter().map(|scheme| scheme.row());
        let names: Vec<String> = rows
            .filter(|row| fits(row))
            .map(|row| format!("{}://", row.name))
            .collect();
        match names.as_slice() {
            [all @ .., last] if !all.is_empty() => format!("{} {joint} {last}", all.join(", ")),
            all => all.concat(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::ProxyScheme;

    #[test]
    fn sentences_list_what_the_rows_say() {
        assert_eq!(
            ProxyScheme::list("or", |_| true),
            "http://, https://, socks5:// or socks5h://"
        );
        assert_eq!(
            ProxyScheme::list("and", |row| row.in_client_go.is_some()),
            "http://, https:// and socks5://"
        );
    }

    #[test]
    fn a_saved_run_and_a_url_use_one_name() {
        for scheme in ProxyScheme::ALL {
            assert_eq!(
                serde_json::to_value(scheme).ok(),
                Some(scheme.name().into())
            );
            assert_eq!(ProxyScheme::named(scheme.name()), Some(*scheme));
        }
    }
}
