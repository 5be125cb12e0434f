//! Which product stands in the way, by what it gives away: the issuer of its certificates, the
//! headers and pages it answers. Rows in `products.tsv`, with their sources. A name is given only
//! after a signal; it never is one. Pure.

use crate::cert::Facts;
use crate::roles::Answer;

const ROWS: &str = include_str!("products.tsv");

struct ProductRow<'a> {
    field: &'a str,
    how: &'a str,
    text: &'a str,
    product: &'a str,
}

fn rows() -> impl Iterator<Item = ProductRow<'static>> {
    ROWS.lines()
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| {
            let mut columns = line.split('\t');
            Some(ProductRow {
                field: columns.next()?,
                how: columns.next()?,
                text: columns.next()?,
                product: columns.next()?,
            })
        })
}

impl ProductRow<'_> {
    fn fits(&self, value: &str) -> bool {
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
pub(super) fn by_issuer(leaf: &Facts) -> Option<&'static str> {
    let organization = leaf
        .issuer
        .split(", ")
        .find_map(|part| part.strip_prefix("O="));
    rows().find_map(|row| {
        let value = match row.field {
            "issuer_cn" => leaf.issuer_cn.as_deref(),
            "issuer_o" => organization,
            _ => None,
        };
        value.is_some_and(|v| row.fits(v)).then_some(row.product)
    })
}

/// The product that wrote this answer.
#[must_use]
pub(super) fn by_answer(answer: &Answer) -> Option<&'static str> {
    rows().find_map(|row| {
        let value = match row.field.split_once(':') {
            Some(("header", name)) => answer.header(name),
            _ if row.field == "reason" => Some(answer.reason.as_str()),
            _ if row.field == "body" => Some(answer.body.as_str()),
            _ => None,
        };
        value.is_some_and(|v| row.fits(v)).then_some(row.product)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_has_all_its_columns_and_a_source() {
        for line in ROWS.lines().filter(|l| !l.starts_with('#')) {
            assert_eq!(
                line.split('\t').filter(|c| !c.is_empty()).count(),
                5,
                "{line}"
            );
        }
        assert!(rows().count() > 30);
    }
}
