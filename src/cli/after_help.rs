//! What `--help` and the manual pages say beside the flags: examples, how targets are written, exit
//! codes. One row for each command. Words only; what a page looks like is not decided here.

use super::examples::{self, Example};

/// What is said of one command; the program itself has no name here.
pub(super) struct Page {
    /// The name of the command.
    pub(super) name: &'static str,
    /// Complete command lines, each with what it is for.
    pub(super) examples: &'static [Example],
    /// What else a reader must know.
    pub(super) notes: &'static [&'static str],
    /// What each exit code means, below a heading.
    pub(super) exit_codes: &'static str,
}

/// One for each command.
pub(super) const PAGES: &[Page] = &[
    PROBE,
    page("endpoints", examples::ENDPOINTS, &[TARGETS], EXIT_CODES),
    page("login", examples::LOGIN, &[TARGETS], EXIT_CODES),
    page(
        "export-bundle",
        examples::EXPORT_BUNDLE,
        &[TARGETS],
        EXPORT_EXIT_CODES,
    ),
    page(
        "verify-bundle",
        examples::VERIFY_BUNDLE,
        &[TARGETS, FAULTS],
        VERIFY_EXIT_CODES,
    ),
    page(
        "compare",
        examples::COMPARE,
        &[VANTAGE_POINTS],
        COMPARE_EXIT_CODES,
    ),
    page("merge", examples::MERGE, &[MERGED], MERGE_EXIT_CODES),
    page("diff", examples::DIFF, &[WHAT_MATTERS], DIFF_EXIT_CODES),
    page("triage", examples::TRIAGE, &[], TRIAGE_EXIT_CODES),
    page("explain", examples::EXPLAIN, &[], PRINT_EXIT_CODES),
    page("demo", examples::DEMO, &[], DEMO_EXIT_CODES),
    page("schema", examples::SCHEMA, &[], PRINT_EXIT_CODES),
    page("completions", examples::COMPLETIONS, &[], PRINT_EXIT_CODES),
    page("man", examples::MAN, &[], PRINT_EXIT_CODES),
];

const PROBE: Page = page("", examples::PROBE, &[], EXIT_CODES);

const fn page(
    name: &'static str,
    examples: &'static [Example],
    notes: &'static [&'static str],
    exit_codes: &'static str,
) -> Page {
    Page {
        name,
        examples,
        notes,
        exit_codes,
    }
}

/// The names of the commands.
pub(super) fn names() -> impl Iterator<Item = &'static str> {
    let names = PAGES.iter().map(|page| page.name);
    names.filter(|name| !name.is_empty())
}

/// The row of this command; the program's own where it has none.
pub(super) fn of(name: &str) -> &'static Page {
    PAGES
        .iter()
        .find(|page| page.name == name)
        .unwrap_or(&PROBE)
}

/// What stands below the flags of this command.
pub(super) fn text(name: &str) -> String {
    let page = of(name);
    let examples = page
        .examples
        .iter()
        .map(|example| format!("  # {}\n  {}", example.purpose, example.command));
    let examples: Vec<String> = examples.collect();
    let mut parts = vec![format!("Examples:\n{}", examples.join("\n"))];
    parts.extend(page.notes.iter().map(|note| (*note).to_owned()));
    parts.push(page.exit_codes.to_owned());
    parts.join("\n\n")
}

const EXIT_CODES: &str = "\
Exit codes:
  0    every endpoint passed, or the whole bundle was proved and written
  1    a verdict at or above --fail-on, or --allow-partial wrote a part
  2    wrong usage
  3    the run is not whole: nothing to probe, an input unreadable, an
       output not writable, the bundle not proved; 3 beats 1
  130  interrupted by Ctrl-C (143 by SIGTERM, 129 by SIGHUP); what was done
       has been written";

const EXPORT_EXIT_CODES: &str = "\
Exit codes:
  0    the whole bundle was proved and written
  1    --allow-partial wrote a part, or anchors are not those of --expect
  2    wrong usage
  3    the run is not whole: nothing to probe, an input unreadable, an
       output not writable, the bundle not proved; 3 beats 1
  130  interrupted by Ctrl-C (143 by SIGTERM, 129 by SIGHUP); no bundle was
       written";

const VERIFY_EXIT_CODES: &str = "\
Exit codes:
  0    no fault of severity failure, and every endpoint verifies
  1    such a fault, or an endpoint that does not verify with FILE alone
  2    wrong usage
  3    FILE or another input unreadable; 3 beats 1
  130  interrupted by Ctrl-C (143 by SIGTERM, 129 by SIGHUP)";

const COMPARE_EXIT_CODES: &str = "\
Exit codes:
  0    every vantage point has the same verdicts and the same certificates;
       other routes and addresses alone are named, and are no failure
  1    a verdict, a certificate or a chain differs, or an endpoint was not
       measured everywhere
  2    wrong usage
  3    a file, or a line of one, unreadable; 3 beats 1";

const MERGE_EXIT_CODES: &str = "\
Exit codes:
  0    every endpoint passed
  1    a verdict at or above --fail-on
  2    wrong usage
  3    a run, or a line of one, unreadable, or an output not writable; 3
       beats 1";
const DIFF_EXIT_CODES: &str = "\
Exit codes:
  0    nothing changed that is at or above --fail-on
  1    something changed that is at or above --fail-on
  2    wrong usage
  3    a run, or a part of one, unreadable; 3 beats 1";

const TRIAGE_EXIT_CODES: &str = "\
Exit codes:
  0    nothing at or above --fail-on was found
  1    something at or above --fail-on was found
  2    wrong usage
  3    a file or a directory unreadable; 3 beats 1";

const DEMO_EXIT_CODES: &str = "\
Exit codes:
  0    every scene went as it should; with --serve, it was ended
  2    wrong usage
  3    a scene went otherwise, or a file could not be written
  130  interrupted by Ctrl-C (143 by SIGTERM, 129 by SIGHUP)";

const PRINT_EXIT_CODES: &str = "\
Exit codes:
  0    printed
  2    wrong usage
  3    input unreadable, or output not writable";

const TARGETS: &str = "\
Targets:
  host, host:port, [v6]:port, https://host[:port], each with an optional
  role in front: api=, oauth=, console=, mtc-console=, registry=,
  repository= (S3, also as http://host), console3= (OpenShift 3);
  plain TLS without one. The port defaults to 6443 for api=host, 8443 for
  console3=host, else 443; a URL without a port means 443.
  A target whose verdict must be another than ok has expect=CODE behind it,
  in a file or in quotes: 'api=host:6443 expect=client-certificate-required'.
  --api URL finds the other endpoints of a cluster by itself.";

const FAULTS: &str = "\
Notes:
  `probe explain CODE` explains each fault of a bundle file.";

const MERGED: &str = "\
Notes:
  The runs may come in any order. Endpoints of the same host:port, role,
  server name and route are one where they have the same verdicts and the
  same chains; where they differ, both stay, and are named. A shard that is
  missing is named, too. `probe export-bundle --from` makes the bundle.";
const WHAT_MATTERS: &str = "\
Notes:
  A failure: a verdict that fails and is new or another one, an interceptor,
  a CA that a bundle made of OLD does not hold. A warning: a new warning, a
  step much slower, another route, an endpoint not measured any more, a CA
  that only bears another name. Neither: what was cured, a renewal or another
  key under the same CA, other addresses, another order of a chain.
  Each run is judged as of its own time, with its own stores. Endpoints are
  matched by host:port, role and server name.";

const VANTAGE_POINTS: &str = "\
Notes:
  Endpoints are matched by host:port, role and server name. A file may be
  what --save wrote (judged as of its own time) or what `-o json` or
  `-o jsonl` printed, whatever its name; - is standard input.";
