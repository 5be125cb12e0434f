//! The ways in which a run comes to its outputs: live in some order, from its log, from parts of
//! it. Each goes as the engine and the commands go; the network alone is left out.

use std::future::Future;
use std::path::Path;

use fastrand::Rng;
use mtc_probe::bundle::{self, AdmissionRules, Standing};
use mtc_probe::cert::Cert;
use mtc_probe::engine::{self, Note, Progress, Watch};
use mtc_probe::error::{Problem, Signal};
use mtc_probe::evidence::{ProxyCanary, Shortage, Shortages, Store};
use mtc_probe::export::pem;
use mtc_probe::judge::{self, Endpoints, Given, Ground, Lessons, RunFinding, Stores};
use mtc_probe::moment::Moment;
use mtc_probe::report::{
    self, Again, MeasuringInfo, MtcReport, Pieces, Report, ReportFormat, TextStyle,
};
use mtc_probe::runlog::{LiveLog, Log, LogFault, LogWriter};

use super::runs::AnyRun;

/// All that is printed and written of a run.
pub struct Told {
    /// Each output with its name.
    pub texts: Vec<(&'static str, String)>,
    pub run_findings: Vec<RunFinding>,
}

/// What a report shows beside its endpoints.
struct Around<'a> {
    at: Moment,
    canaries: &'a [ProxyCanary],
    stores: &'a [Store],
    ground: Ground<'a>,
}

impl Around<'_> {
    fn render(
        &self,
        format: &ReportFormat,
        judged: &dyn Endpoints,
        pieces: Option<&Pieces>,
    ) -> String {
        let report = Report {
            tool: engine::TOOL,
            at: self.at,
            judgement: judged,
            pieces,
            ground: self.ground,
            mtc: MtcReport::default(),
            canaries: self.canaries,
            problems: &[],
            shortages: Shortages::none(),
            measured: MeasuringInfo {
                recording: None,
                limits: Vec::new(),
                stores: self.stores,
                is_redacted: false,
                again: Again::default(),
            },
            redaction: None,
        };
        let mut text = String::new();
        (format.render)(&report, &TextStyle::plain(100), &mut text).expect("in memory");
        text
    }
}

/// The anchors, why some endpoints have none, and what the proof says.
fn bundle(judged: &dyn Endpoints, ground: Ground<'_>) -> String {
    let endpoints = judged.all().expect("evidence");
    let rules = AdmissionRules::default();
    let chosen = bundle::choose(&endpoints, ground, &rules, |_| true);
    let text = pem::render(&chosen.anchors, Some(&|_| Standing::NotConfirmed));
    let proofs = bundle::prove(&endpoints, &Cert::read_pem(&text), ground.now);
    format!("{text}\n{:#?}\n{proofs:#?}\n", chosen.objections)
}

fn by_line(text: &str) -> String {
    let mut lines: Vec<&str> = text.lines().collect();
    lines.sort_unstable();
    lines.join("\n")
}

/// What a format has printed while the run went on.
enum Printed {
    /// Everything so far.
    Lines(String),
    Kept(Pieces),
    Nothing,
}

impl Printed {
    fn begin(format: &ReportFormat) -> Self {
        match format.piece {
            Some(_) if format.streams => Self::Lines(String::new()),
            Some(_) => Self::Kept(Pieces::default()),
            None => Self::Nothing,
        }
    }

    fn take(&mut self, place: usize, piece: &str) {
        match self {
            Self::Lines(text) => text.push_str(piece),
            Self::Kept(pieces) => pieces.keep(place, piece).expect("in memory"),
            Self::Nothing => {}
        }
    }

    fn end(self, format: &ReportFormat, judged: &dyn Endpoints, around: &Around<'_>) -> String {
        match self {
            Self::Lines(mut text) => {
                report::run_finding_lines(judged, &mut text).expect("in memory");
                by_line(&text)
            }
            Self::Kept(mut pieces) => {
                pieces.sort();
                around.render(format, judged, Some(&pieces))
            }
            Self::Nothing => around.render(format, judged, None),
        }
    }
}

/// Printed while the attempts are done in this order; with the log that is saved.
pub fn live(run: &AnyRun, order: &[usize]) -> (Told, Vec<u8>) {
    let recording = &run.recording;
    let stores = Stores::new(&recording.stores);
    let begun = (engine::TOOL, recording.at);
    let log = LiveLog::begin(begun, &recording.stores, None).expect("memory");
    let mut lessons = Lessons::default();
    let mut canaries: Vec<ProxyCanary> = Vec::new();
    let mut printed: Vec<Printed> = report::FORMATS.iter().map(|f| Printed::begin(f)).collect();
    let (early, late) = recording.canaries.split_at(run.early);
    let (first, second) = order.split_at(run.first_wave);
    for (asked, wave) in [(early, first), (late, second)] {
        for canary in asked {
            log.canary(canary).expect("memory");
            lessons.take_canary(canary);
            canaries.push(canary.clone());
        }
        let given = Given::new(&stores, &canaries, recording.at);
        for place in wave {
            let own = given.judge(recording.attempts[*place].clone());
            let number = u32::try_from(*place).expect("few");
            log.attempt(number, &own.attempt).expect("memory");
            for (printed, format) in printed.iter_mut().zip(report::FORMATS) {
                let piece = format.piece.map(|make| make(&own)).unwrap_or_default();
                printed.take(*place, &piece);
            }
            lessons.take(*place, &own);
        }
    }
    log.end(true, None).expect("memory").expect("no copy");
    let given = Given::new(&stores, &canaries, recording.at);
    let learnt = lessons.end(&log, given).expect("memory");
    let judged = judge::across(&log, given, &learnt).expect("memory");
    let around = Around {
        at: recording.at,
        canaries: &canaries,
        stores: &recording.stores,
        ground: learnt.ground(given),
    };
    let ends = printed.into_iter().zip(report::FORMATS);
    let mut texts: Vec<_> = ends
        .map(|(printed, format)| (format.name, printed.end(format, &judged, &around)))
        .collect();
    texts.push(("the bundle", bundle(&judged, learnt.ground(given))));
    let mut bytes = Vec::new();
    log.copy_to(&mut bytes).expect("memory");
    let run_findings = judged.run_findings().to_vec();
    (
        Told {
            texts,
            run_findings,
        },
        bytes,
    )
}

/// Judged again from a log in which nothing is wrong.
pub fn from_log(log: Log) -> Told {
    let run = engine::recall(log, Path::new("a.log"), &Nobody).expect("a run");
    let judged = run.judged().expect("memory");
    let around = Around {
        at: run.record.at,
        canaries: &run.canaries,
        stores: &run.stores,
        ground: run.ground(),
    };
    let rendered = |format: &&'static ReportFormat| {
        let text = around.render(format, &judged, None);
        let text = if format.streams { by_line(&text) } else { text };
        (format.name, text)
    };
    let mut texts: Vec<_> = report::FORMATS.iter().map(rendered).collect();
    texts.push(("the bundle", bundle(&judged, run.ground())));
    Told {
        texts,
        run_findings: judged.run_findings().to_vec(),
    }
}

/// The log in so many parts, with the attempts shared out at random: its own lines shared out, or
/// each part written as if it alone had measured its attempts.
pub fn parts(run: &AnyRun, bytes: &[u8], count: usize, rng: &mut Rng) -> Vec<Vec<u8>> {
    let attempts = run.recording.attempts.len();
    let of: Vec<usize> = (0..attempts).map(|_| rng.usize(..count)).collect();
    let whole_lines = rng.bool();
    let part = |part: usize| {
        if whole_lines {
            shared_out(bytes, |nth| of[nth] == part)
        } else {
            measured_alone(run, |place| of[place] == part)
        }
    };
    (0..count).map(part).collect()
}

fn shared_out(bytes: &[u8], mine: impl Fn(usize) -> bool) -> Vec<u8> {
    let mut nth = 0;
    let lines = bytes.split_inclusive(|byte| *byte == b'\n');
    let kept = lines.filter(|line| {
        let attempt = line.starts_with(b"{\"attempt\"");
        nth += usize::from(attempt);
        !attempt || mine(nth - 1)
    });
    kept.collect::<Vec<_>>().concat()
}

fn measured_alone(run: &AnyRun, mine: impl Fn(usize) -> bool) -> Vec<u8> {
    let recording = &run.recording;
    let begun = (engine::TOOL, recording.at);
    let mut writer = LogWriter::begin(Vec::new(), begun, &recording.stores).expect("memory");
    for canary in &recording.canaries {
        writer.canary(canary).expect("memory");
    }
    for (place, attempt) in (0_u32..).zip(&recording.attempts) {
        if mine(place as usize) {
            writer.attempt(place, attempt).expect("memory");
        }
    }
    writer.end(true, None).expect("memory")
}

/// Follows a run and says nothing.
struct Nobody;

impl Watch for Nobody {
    fn note(&self, _: &Note<'_>) {}

    fn unmeasured(&self, shortage: &Shortage) -> Problem {
        Problem::new("this machine", format!("{shortage:?}"), "")
    }

    fn problem(&self, _: &Path, fault: &LogFault) -> Problem {
        panic!("{fault:?}")
    }

    fn progress(&self, _: Progress<'_>) {}

    async fn reading<T>(&self, work: impl Future<Output = T>) -> Result<T, Signal> {
        Ok(work.await)
    }

    async fn measuring<T>(&self, work: impl Future<Output = T>) -> Result<T, Signal> {
        Ok(work.await)
    }
}
