//! A report on its way to stdout: a piece for each endpoint as it is done, printed at once or kept,
//! and the rest at the end. A closed stdout is no error.

use super::output::{self, Stdout};
use super::progress::ProgressLine;
use crate::engine::{Flow, Piece, Sink};
use crate::error::Error;
use crate::evidence::Shortages;
use crate::judge::Endpoints;
use crate::report::{self, MtcReport, Pieces, ReportFormat};

/// Stdout, in one format.
pub(super) struct Printing {
    format: &'static ReportFormat,
    /// Hidden while something is printed.
    progress: ProgressLine,
    pieces: Pieces,
    /// Nothing is made of an endpoint before the end.
    at_the_end: bool,
    printed: Result<(), Error>,
}

impl Printing {
    pub(super) fn of(format: &'static ReportFormat, progress: ProgressLine) -> Self {
        Self {
            format,
            progress,
            pieces: Pieces::default(),
            at_the_end: false,
            printed: Ok(()),
        }
    }

    /// The report is made at the end, whole.
    pub(super) fn whole(self) -> Self {
        Self {
            at_the_end: true,
            ..self
        }
    }

    /// Prints what is left to print: what the run as a whole tells, or the report.
    pub(super) fn end(
        mut self,
        judged: &dyn Endpoints,
        (objects, shortages): (&MtcReport<'_>, &Shortages),
        report: impl FnOnce(Option<&Pieces>) -> Result<(), Error>,
    ) -> Result<(), Error> {
        let printed = self.printed.and_then(|()| {
            if self.at_the_end {
                return report(None);
            }
            if self.format.streams {
                report::run_finding_lines(judged, &mut Stdout)?;
                report::object_lines(objects, &mut Stdout)?;
                return report::shortage_lines(shortages, &mut Stdout);
            }
            self.pieces.sort();
            report(self.format.piece.map(|_| &self.pieces))
        });
        match printed {
            Err(Error::BrokenPipe) => Ok(()),
            printed => printed,
        }
    }
}

impl Sink for Printing {
    fn piece(&self) -> Option<Piece> {
        self.format.piece.filter(|_| !self.at_the_end)
    }

    fn take(&mut self, place: usize, piece: &str) -> Flow {
        if self.printed.is_ok() && self.piece().is_some() {
            self.printed = if self.format.streams {
                self.progress.suspended(|| output::print(piece))
            } else {
                self.pieces.keep(place, piece).map_err(Error::ReadBack)
            };
        }
        if self.printed.is_ok() {
            Flow::Go
        } else {
            Flow::Stop
        }
    }
}
