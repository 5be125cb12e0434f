//! What every format is given: a run, measured and judged, and how text for people is laid out.
//! Plain data.

use super::Pieces;
use crate::error::Problem;
use crate::evidence::{ProxyCanary, Shortages, Store};
use crate::judge::{Endpoints, Ground};
use crate::moment::Moment;
use crate::mtc::login::Login;
use crate::mtc::{Outlook, Outlooks, StatusOutlook};
use crate::redact::Redaction;

/// A run, measured and judged: everything a format may show.
#[derive(Clone)]
pub struct Report<'a> {
    /// Name and version of the program: `probe 0.1.0`.
    pub tool: &'a str,
    /// When the run was measured. When it was judged is the judgement's own time.
    pub at: Moment,
    /// The judged endpoints.
    pub judgement: &'a dyn Endpoints,
    /// What the format made of each while the run went on ([`ReportFormat::piece`]); `None`: it is
    /// made when it is wanted.
    ///
    /// [`ReportFormat::piece`]: super::ReportFormat::piece
    pub pieces: Option<&'a Pieces>,
    /// What a bundle may hold, and why.
    pub ground: Ground<'a>,
    /// What MTC makes of them.
    pub mtc: MtcReport<'a>,
    /// What the run's proxies answered for a name that cannot exist.
    pub canaries: &'a [ProxyCanary],
    /// Inputs that could not be used. Only the machine formats show them; people read them on
    /// stderr.
    pub problems: &'a [Problem],
    /// What this machine had too little of.
    pub shortages: &'a Shortages,
    /// How they were measured.
    pub measured: MeasuringInfo<'a>,
    /// Stand-ins for what is not to be told; `None`: everything is.
    pub redaction: Option<&'a Redaction>,
}

/// What MTC makes of the endpoints.
#[derive(Clone, Copy)]
pub struct MtcReport<'a> {
    /// Its own objects, in input order.
    pub objects: &'a dyn Outlooks,
    /// Statuses of other objects, in input order.
    pub statuses: &'a [StatusOutlook],
    /// Logins to its console, leg by leg.
    pub logins: &'a [Login],
    /// Commands of several lines are printed in the table too.
    pub whole_commands: bool,
    /// Logins come first, leg by leg.
    pub legs: bool,
}

impl Default for MtcReport<'_> {
    fn default() -> Self {
        static NONE: Vec<Outlook> = Vec::new();
        Self {
            objects: &NONE,
            statuses: &[],
            logins: &[],
            whole_commands: false,
            legs: false,
        }
    }
}

/// How the evidence was come by, and what trust was judged against.
#[derive(Clone, Default)]
pub struct MeasuringInfo<'a> {
    /// The file the evidence was read from (`--from`); `None` where it was measured in this run.
    pub recording: Option<&'a str>,
    /// What bounded the measuring, named as people say it: `("connections at once", "64")`, `("time
    /// limit", "5s")`.
    pub limits: Vec<(&'static str, String)>,
    /// The trust stores of the run, those included that are not trusted.
    pub stores: &'a [Store],
    /// That run was saved with stand-ins: its certificates are nobody's.
    pub is_redacted: bool,
    /// The command that asks for the same endpoints again: how this program is started, and what
    /// was typed of the flags that other commands know too, quoted for a shell.
    pub again: Again<'a>,
}

/// How to ask about the same endpoints again.
#[derive(Clone, Copy, Default)]
pub struct Again<'a> {
    /// The command that starts this program, quoted for a shell; empty: no command is to be told.
    pub program: &'a str,
    /// The flags and targets that were typed, as `export-bundle` takes them, quoted for a shell.
    pub typed: &'a str,
}

impl Again<'_> {
    /// What was typed is repeated in a sentence up to this many columns.
    const SHORT: usize = 64;

    /// The command of that name about the same endpoints, complete as it can be pasted; `None` where
    /// none is to be told.
    pub(super) fn command(self, name: &str, flags: &[&str]) -> Option<String> {
        let words = [self.program, name, self.typed].into_iter();
        let words = words.chain(flags.iter().copied());
        let words: Vec<&str> = words.filter(|word| !word.is_empty()).collect();
        (!self.program.is_empty()).then(|| words.join(" "))
    }

    /// The same in a sentence. Where much was typed, one command of a screen repeats it, and others
    /// only say so: a person would have to look for what differs.
    pub(super) fn mention(self, name: &str, flags: &[&str]) -> Option<String> {
        if self.typed.len() <= Self::SHORT {
            return self.command(name, flags).map(|words| format!("`{words}`"));
        }
        let bare = Self { typed: "", ..self };
        let command = bare.command(name, flags)?;
        Some(format!("`{command}` with the same flags and targets"))
    }
}

/// How text for people is laid out. The machine formats ignore it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TextStyle {
    /// Columns to stay within, never fewer than [`TextStyle::NARROWEST`].
    pub width: usize,
    /// ANSI colours. Everything can be understood without.
    pub colour: bool,
    /// The terminal's locale has no UTF-8: letters that are not ASCII are shown as `\u{…}`.
    pub ascii: bool,
    /// Where the pages of `docs/` can be read, without a slash at the end: codes lead there. `None`:
    /// the terminal knows no links, or nobody has put the pages anywhere.
    pub pages: Option<&'static str>,
}

impl TextStyle {
    /// The narrowest layout; below this width the terminal wraps the lines.
    pub const NARROWEST: usize = 60;

    /// Without colour: for pipes and files.
    #[must_use]
    pub const fn plain(width: usize) -> Self {
        Self {
            width,
            colour: false,
            ascii: false,
            pages: None,
        }
    }

    pub(super) const fn columns(self) -> usize {
        if self.width < Self::NARROWEST {
            Self::NARROWEST
        } else {
            self.width
        }
    }
}
