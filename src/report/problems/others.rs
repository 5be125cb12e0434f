//! What other programs print for a class.
//! Their words come from `words`.

use crate::codes::{Code, Family};
use crate::dialects::others::Program;
use crate::judge::{Endpoint, Finding, Verdict};
use crate::report::document::Said;
use crate::words;

/// What others print, one term each; nothing where they print nothing of their own.
pub(in crate::report) fn others(code: Code) -> Vec<Said> {
    terms(|program| words::others(program, code))
}

/// The same of what was found of one endpoint, or of several alike. Go looks at the certificate's
/// own faults first; OpenSSL (curl) and browsers first at who signed it, and stop there: where nobody
/// trusts that, they print nothing else.
pub(super) fn others_of(endpoint: &Endpoint, finding: &Finding) -> Vec<Said> {
    let is_of_certificate = finding.code().family() == Family::Certificate;
    let mut codes = endpoint.verdicts().map(Verdict::code);
    let authority = codes.find(|code| code.family() == Family::UnknownAuthority);
    terms(|program| match (program, authority) {
        (Program::Curl | Program::Browser, Some(authority)) if is_of_certificate => {
            words::others(program, authority)
        }
        _ => words::others_of(program, finding),
    })
}

fn terms(of: impl Fn(Program) -> String) -> Vec<Said> {
    let said = Program::SHOWN.map(|program| (name(program), of(program)));
    let said = said.into_iter().filter(|(_, text)| !text.is_empty());
    vec![Said::Terms(said.collect())]
}

const fn name(program: Program) -> &'static str {
    match program {
        Program::Mtc => "MTC",
        Program::Go => "Go",
        Program::Curl => "curl",
        Program::Browser => "browser",
        Program::Openssl => "openssl",
        Program::Aws => "AWS",
        Program::Node => "Node.js",
        Program::Python => "Python",
        Program::Java => "Java",
        Program::Containers => "podman",
        Program::Stunnel => "stunnel",
        Program::Server => "server",
    }
}
