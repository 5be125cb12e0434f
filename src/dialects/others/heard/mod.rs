//! Lines that are read and never shown: other spellings and versions of what the reports show, and
//! programs whose lines no report repeats. One file for each program; a name in braces is a place.
//! Each row has every class that prints it.

mod browser;
mod classes;
mod containers;
mod curl;
mod go;
mod java;
mod mtc;
mod node;
mod openssl;
mod python;
mod server;
mod stunnel;

use super::program::Program;
use classes::Heard;

/// Every table of a program.
pub(super) const fn tables(program: Program) -> &'static [&'static [Heard]] {
    match program {
        Program::Mtc => &[mtc::LINES],
        Program::Go => &[go::LINES],
        Program::Curl => &[
            curl::LINES,
            openssl::REASONS_IN_CURL,
            openssl::REFUSALS_IN_CURL,
        ],
        Program::Browser => &[browser::LINES],
        Program::Openssl => &[openssl::REASONS, openssl::REFUSALS, openssl::NUMBERS],
        Program::Aws => &[],
        Program::Node => &[node::LINES, openssl::REASONS_IN_NODE],
        Program::Python => &[
            python::LINES,
            openssl::REASONS_IN_PYTHON,
            openssl::REFUSALS_IN_PYTHON,
        ],
        Program::Java => &[java::LINES],
        Program::Containers => &[containers::LINES],
        Program::Stunnel => &[stunnel::LINES, openssl::REFUSALS_IN_STUNNEL],
        Program::Server => &[server::LINES],
    }
}
