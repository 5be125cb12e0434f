//! Which rows are whose: the tables of each program.
//! Reads nothing itself.

use super::program::Program;
use super::row::Row;
use super::{aws, browser, curl, go, mtc, openssl};

impl Program {
    pub(super) const fn rows(self) -> &'static [Row] {
        match self {
            Self::Mtc => mtc::ROWS,
            Self::Go => go::ROWS,
            Self::Curl => curl::ROWS,
            Self::Browser => browser::ROWS,
            Self::Openssl => openssl::ROWS,
            Self::Aws => aws::ROWS,
            Self::Node
            | Self::Python
            | Self::Java
            | Self::Containers
            | Self::Stunnel
            | Self::Server => &[],
        }
    }

    /// Other spellings of the same, which need not be shown.
    pub(super) fn variants(self) -> &'static [Row] {
        if self == Self::Go { go::VARIANTS } else { &[] }
    }

    /// What it prints too, and what is only read.
    pub(super) fn read(self) -> &'static [Row] {
        if self == Self::Go { go::READ } else { &[] }
    }
}
