//! Which words a flag takes for an enum that is defined below the command line, with their help.
//! An exhaustive match: a new value asks for its word here.

use clap::ValueEnum;
use clap::builder::PossibleValue;

use crate::report::{TextOrJson, TriageFormat};
use crate::stores::BaseTrust;

impl ValueEnum for BaseTrust {
    fn value_variants<'a>() -> &'a [Self] {
        &[Self::System, Self::Mozilla, Self::None]
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        let (name, help) = match self {
            Self::System => ("system", "The operating system's trust store"),
            Self::Mozilla => ("mozilla", "Mozilla's public roots, built in"),
            Self::None => ("none", "Only what --ca gives"),
        };
        Some(PossibleValue::new(name).help(help))
    }
}

impl ValueEnum for TextOrJson {
    fn value_variants<'a>() -> &'a [Self] {
        &[Self::Text, Self::Wide, Self::Json]
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        let (name, help) = match self {
            Self::Text => ("text", "The answer on one screen"),
            Self::Wide => ("wide", "Everything that was found"),
            Self::Json => ("json", "One JSON object"),
        };
        Some(PossibleValue::new(name).help(help))
    }
}

impl ValueEnum for TriageFormat {
    fn value_variants<'a>() -> &'a [Self] {
        &[
            Self::Table,
            Self::Wide,
            Self::Json,
            Self::Jsonl,
            Self::Junit,
            Self::Markdown,
            Self::Html,
        ]
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        let (name, help) = match self {
            Self::Table => ("table", "For people, one block for each cause"),
            Self::Wide => ("wide", "The same with everything that is known of each"),
            Self::Json => ("json", "One JSON object"),
            Self::Jsonl => ("jsonl", "One JSON object for each cause, each in a line"),
            Self::Junit => (
                "junit",
                "JUnit XML for CI servers: a cause is a test case that fails",
            ),
            Self::Markdown => ("markdown", "The table as Markdown, for a ticket"),
            Self::Html => ("html", "One page to hand on"),
        };
        Some(PossibleValue::new(name).help(help))
    }
}
