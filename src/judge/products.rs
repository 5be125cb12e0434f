//! Which product stands in the way, by what it reveals: the issuer of its certificates, the headers
//! and pages it answers. Rows in `products.tsv`, with their sources. A product is named only after
//! a sign of interference; its name is never such a sign.

use std::fmt;

use crate::cert::Facts;
use crate::foreign::Foreign;
use crate::roles::Answer;

const ROWS: &str = include_str!("products.tsv");

/// The products that can be recognised, each with its name in `products.tsv` and in reports.
macro_rules! products {
    ($($variant:ident $name:literal,)*) => {
        /// A product that stands in the way, or says that it does.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        #[allow(missing_docs, reason = "each is called by its name")]
        pub enum Product {
            $($variant,)*
        }

        impl Product {
            /// Every product.
            pub const ALL: &[Self] = &[$(Self::$variant,)*];

            /// As its makers write it.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self {
                    $(Self::$variant => $name,)*
                }
            }
        }
    };
}

products! {
    Zscaler "Zscaler",
    Netskope "Netskope",
    FortiGate "FortiGate",
    CiscoUmbrella "Cisco Umbrella",
    CiscoSecureAccess "Cisco Secure Access",
    CiscoWsa "Cisco WSA",
    Sophos "Sophos",
    SonicWall "SonicWall",
    MenloSecurity "Menlo Security",
    CloudflareGateway "Cloudflare Gateway",
    Forcepoint "Forcepoint",
    Eset "ESET",
    AvastAvgNorton "Avast, AVG or Norton",
    Mitmproxy "mitmproxy",
    Squid "Squid",
    Zap "ZAP",
    Charles "Charles",
    Fiddler "Fiddler",
    Burp "Burp",
    McAfeeWebGateway "McAfee Web Gateway",
    Kaspersky "Kaspersky",
    Bitdefender "Bitdefender",
    Tinyproxy "tinyproxy",
    Envoy "Envoy",
    Nginx "nginx",
    Privoxy "Privoxy",
    HaProxy "HAProxy",
}

impl Product {
    fn named(name: &str) -> Option<Self> {
        let mut all = Self::ALL.iter().copied();
        all.find(|product| product.name() == name)
    }
}

impl fmt::Display for Product {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

struct ProductRow<'a> {
    conditions: Vec<Condition<'a>>,
    product: Product,
}

/// What one field must say.
struct Condition<'a> {
    field: &'a str,
    how: &'a str,
    text: &'a str,
}

fn rows() -> impl Iterator<Item = ProductRow<'static>> {
    ROWS.lines()
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| {
            let mut columns = line.split('\t');
            let conditions = columns.next()?.split(" & ").map(Condition::of);
            Some(ProductRow {
                conditions: conditions.collect::<Option<_>>()?,
                product: Product::named(columns.next()?)?,
            })
        })
}

impl ProductRow<'_> {
    /// All of its conditions hold of what these fields say.
    fn fits<'v>(&self, value: impl Fn(&str) -> Option<&'v str>) -> bool {
        let holds = |c: &Condition<'_>| value(c.field).is_some_and(|value| c.holds(value));
        self.conditions.iter().all(holds)
    }
}

impl<'a> Condition<'a> {
    fn of(text: &'a str) -> Option<Self> {
        let mut words = text.splitn(3, ' ');
        Some(Self {
            field: words.next()?,
            how: words.next()?,
            text: words.next()?,
        })
    }

    fn holds(&self, value: &str) -> bool {
        let (value, text) = (
            value.trim().to_ascii_lowercase(),
            self.text.to_ascii_lowercase(),
        );
        match self.how {
            "exact" => value == text,
            "prefix" => value.starts_with(&text),
            "suffix" => value.ends_with(&text),
            _ => value.contains(&text),
        }
    }
}

/// The product whose CA issued this certificate, by the issuer's name.
#[must_use]
pub(super) fn by_issuer(leaf: &Facts) -> Option<Product> {
    let attribute = |name: &str| {
        let mut parts = leaf.issuer.raw().split(", ");
        parts.find_map(|part| part.strip_prefix(name))
    };
    let value = |field: &str| match field {
        "issuer_cn" => leaf.issuer_cn.as_ref().map(Foreign::raw),
        "issuer_o" => attribute("O="),
        "issuer_ou" => attribute("OU="),
        _ => None,
    };
    rows().find(|row| row.fits(value)).map(|row| row.product)
}

/// The product that wrote this answer.
#[must_use]
pub(super) fn by_answer(answer: &Answer) -> Option<Product> {
    let value = |field: &str| match field.split_once(':') {
        Some(("header", name)) => answer.header(name).map(Foreign::raw),
        _ if field == "reason" => Some(answer.reason.raw()),
        _ if field == "body" => Some(answer.body.raw()),
        _ => None,
    };
    rows().find(|row| row.fits(value)).map(|row| row.product)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_has_all_its_columns_and_a_source() {
        let lines = || ROWS.lines().filter(|l| !l.starts_with('#'));
        for line in lines() {
            assert_eq!(
                line.split('\t').filter(|c| !c.is_empty()).count(),
                3,
                "{line}"
            );
        }
        assert_eq!(rows().count(), lines().count(), "a product without a name");
    }

    #[test]
    fn every_product_has_a_row() {
        for product in Product::ALL {
            assert!(rows().any(|row| row.product == *product), "{product}");
        }
    }

    #[test]
    fn every_condition_is_about_a_field_that_is_read_in_a_way_that_is_known() {
        for condition in rows().flat_map(|row| row.conditions) {
            let field = condition.field;
            let known = matches!(
                field,
                "issuer_cn" | "issuer_o" | "issuer_ou" | "reason" | "body"
            );
            assert!(known || field.starts_with("header:"), "{field}");
            let how = condition.how;
            let ways = ["exact", "prefix", "suffix", "contains"];
            assert!(ways.contains(&how), "{field} {how}");
        }
    }
}
