//! A page of sections, each in a card, in the frame that the page of endpoints has, without a script.
//! Knows nothing of what they say.

use askama::Template;

use super::blocks::fragment;
use super::page::{STYLE, hash, written};
use crate::report::document::Block;

#[derive(Template)]
#[template(path = "sections.html", config = "src/report/html/askama.toml")]
struct Page<'a> {
    title: &'a str,
    below: &'a str,
    sections: Vec<String>,
    end: String,
    style: &'static str,
    style_hash: String,
}

/// The page: its heading, a line below it, the sections, and what stands behind the last one.
pub(in crate::report) fn page(
    (title, below): (&str, &str),
    sections: &[Vec<Block>],
    end: &[Block],
) -> String {
    written(&Page {
        title,
        below,
        sections: sections.iter().map(|blocks| fragment(blocks)).collect(),
        end: fragment(end),
        style: STYLE,
        style_hash: hash(STYLE),
    })
}
