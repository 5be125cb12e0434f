//! `-o prometheus`: the metrics of a run in Prometheus's text format, fit for the textfile collector of
//! node_exporter: no timestamps, each family of metrics in one piece. Names that blackbox_exporter has
//! are its own, with its texts; labels say which endpoint.

use std::collections::{BTreeMap, HashSet};
use std::fmt::Write;

use crate::cert::hex;
use crate::codes::{Code, Severity};
use crate::error::Error;
use crate::evidence::{ReadBackError, TlsSession};
use crate::judge::{Endpoint, Endpoints};
use crate::moment::Moment;
use crate::redact::Redaction;

use super::format::ReportFormat;
use super::out::Gathered;
use super::phases::{phases, took_us};
use super::problems::hash;
use super::{Out, Pieces, Report, TextStyle};

/// `-o prometheus`.
pub(super) static FORMAT: ReportFormat = ReportFormat {
    name: "prometheus",
    help: "Metrics for Prometheus, named as blackbox_exporter names them",
    piece: Some(piece),
    streams: false,
    whole_commands: false,
    render,
};

/// A family of metrics, in the order in which they are written.
struct Metric {
    name: &'static str,
    /// Where blackbox_exporter 0.28 has the metric, its own words.
    help: &'static str,
    /// The samples of one endpoint.
    samples: fn(&Endpoint) -> Vec<Sample>,
}

/// Labels beyond those of the endpoint, and the value.
type Sample = (Vec<Label>, f64);
/// A label's name, and what it says.
type Label = (&'static str, String);

/// Labels that say who somebody is.
const NAMING: [&str; 8] = [
    "fingerprint_sha256",
    "issuer",
    "proxy",
    "serialnumber",
    "servername",
    "subject",
    "subjectalternative",
    "target",
];

const METRICS: &[Metric] = &[
    Metric {
        name: "probe_success",
        help: "Displays whether or not the probe was a success",
        samples: |endpoint| one(f64::from(u8::from(is_success(endpoint)))),
    },
    Metric {
        name: "probe_duration_seconds",
        help: "Returns how long the probe took to complete in seconds",
        samples: |endpoint| one(in_seconds(took_us(endpoint))),
    },
    Metric {
        name: "probe_failure_info",
        help: "Why the probe failed: the family and the code of the verdict; 1",
        samples: failure,
    },
    Metric {
        name: "probe_finding_info",
        help: "What else was found of the endpoint, by code and severity; 1",
        samples: findings,
    },
    Metric {
        name: "probe_dns_lookup_time_seconds",
        help: "Returns the time taken for probe dns lookup in seconds",
        samples: |endpoint| {
            let us = endpoint.attempt.dns.took_us();
            us.map_or_else(Vec::new, |us| one(in_seconds(us)))
        },
    },
    Metric {
        name: "probe_http_duration_seconds",
        help: "Duration of http request by phase, summed over all redirects",
        samples: |endpoint| {
            let all = phases(endpoint).into_iter();
            all.map(|(phase, us)| (vec![label("phase", phase)], in_seconds(us)))
                .collect()
        },
    },
    Metric {
        name: "probe_http_status_code",
        help: "Response HTTP status code",
        samples: status,
    },
    Metric {
        name: "probe_ssl_earliest_cert_expiry",
        help: "Returns last SSL chain expiry in unixtime",
        samples: |endpoint| {
            let sent = endpoint.sent().iter();
            let ends = sent.filter_map(|cert| Some(cert.facts()?.not_after));
            at(ends.min())
        },
    },
    Metric {
        name: "probe_ssl_last_chain_expiry_timestamp_seconds",
        help: "Returns last SSL chain expiry in timestamp",
        samples: |endpoint| {
            let path = endpoint.trust.iter().flat_map(|trust| &trust.path);
            let ends = path.filter_map(|(cert, _)| Some(cert.facts()?.not_after));
            at(ends.min())
        },
    },
    Metric {
        name: "probe_ssl_last_chain_info",
        help: "Contains SSL leaf certificate information",
        samples: leaf,
    },
    Metric {
        name: "probe_tls_version_info",
        help: "Returns the TLS version used or NaN when unknown",
        samples: |endpoint| {
            session(endpoint, |tls| {
                Some(label("version", tls.version.as_ref()?))
            })
        },
    },
    Metric {
        name: "probe_tls_cipher_info",
        help: "Returns the TLS cipher negotiated during handshake",
        samples: |endpoint| session(endpoint, |tls| Some(label("cipher", tls.suite.as_ref()?))),
    },
];

/// All samples of an endpoint: one line for each, by its family's number, so that families can be
/// brought together afterwards.
fn piece(endpoint: &Endpoint) -> String {
    told(endpoint, None)
}

fn told(endpoint: &Endpoint, redaction: Option<&Redaction>) -> String {
    let own = own_labels(endpoint);
    let mut lines = String::new();
    for (family, metric) in METRICS.iter().enumerate() {
        for (labels, value) in (metric.samples)(endpoint) {
            let name = metric.name;
            let labels: Vec<String> = (own.iter().chain(&labels))
                .map(|label| written(label, redaction))
                .collect();
            let _ = writeln!(lines, "{family} {name}{{{}}} {value}", labels.join(","));
        }
    }
    lines
}

fn render(report: &Report<'_>, _: &TextStyle, out: &mut dyn Out) -> Result<(), Error> {
    let judgement = report.judgement;
    let mut out = Gathered::new(out);
    let made;
    let pieces = if let Some(kept) = report.pieces {
        kept
    } else {
        made = all_pieces(judgement, report.redaction)?;
        &made
    };
    let mut again = BTreeMap::new();
    for found in judgement.run_findings() {
        let endpoint = judgement.endpoint(found.place)?;
        again.insert(found.place, told(&endpoint, report.redaction));
    }
    for (family, metric) in METRICS.iter().enumerate() {
        let (mut headed, mut seen) = (false, HashSet::new());
        let mut put = |place: usize, own: &str| -> Result<(), Error> {
            let lines = again.get(&place).map_or(own, String::as_str).lines();
            for line in lines {
                let Some((number, sample)) = line.split_once(' ') else {
                    continue;
                };
                // Prometheus refuses a file that has the same labels twice.
                if number.parse() != Ok(family) || !seen.insert(hash(&series(sample))) {
                    continue;
                }
                if !std::mem::replace(&mut headed, true) {
                    let Metric { name, help, .. } = metric;
                    out.put(&format!("# HELP {name} {help}\n# TYPE {name} gauge\n"))?;
                }
                out.put(sample)?;
                out.put("\n")?;
            }
            Ok(())
        };
        (0..pieces.len()).try_for_each(|place| put(place, &pieces.read(place)?))?;
    }
    run_samples(report, &mut out)?;
    out.flush()
}

/// Made in one pass, since each family wants all of them again.
fn all_pieces(judgement: &dyn Endpoints, redaction: Option<&Redaction>) -> Result<Pieces, Error> {
    let mut pieces = Pieces::default();
    judgement.each_own(
        |_, own| told(&own, redaction),
        |place, lines| pieces.keep(place, &lines).map_err(ReadBackError::from),
    )?;
    pieces.sort();
    Ok(pieces)
}

/// The name and the labels of a sample.
fn series(sample: &str) -> &str {
    sample.rsplit_once(' ').map_or(sample, |(series, _)| series)
}

/// What is said of the run as a whole.
fn run_samples(report: &Report<'_>, out: &mut dyn Out) -> Result<(), Error> {
    let all = [
        (
            "probe_run_timestamp_seconds",
            "When the run was measured, in unixtime",
            report.at.0 as f64,
        ),
        (
            "probe_run_endpoints",
            "Endpoints of the run",
            report.judgement.len() as f64,
        ),
        (
            "probe_run_problems",
            "Inputs of the run that could not be used",
            report.problems.len() as f64,
        ),
    ];
    all.into_iter().try_for_each(|(name, help, value)| {
        out.put(&format!(
            "# HELP {name} {help}\n# TYPE {name} gauge\n{name} {value}\n"
        ))
    })
}

/// The labels by which every sample names its endpoint.
fn own_labels(endpoint: &Endpoint) -> Vec<Label> {
    let target = &endpoint.attempt.target;
    let mut labels = vec![
        label("target", &target.authority()),
        label("role", target.role.0.name),
    ];
    if let Some(name) = &target.servername {
        labels.push(label("servername", &name.to_string()));
    }
    if let Some(proxy) = &endpoint.attempt.route.proxy {
        labels.push(label("proxy", &proxy.to_string()));
    }
    labels
}

fn label(name: &'static str, value: &str) -> Label {
    (name, value.to_owned())
}

/// `name="value"`, escaped as the text format wants it: backslash, quote and line feed.
fn written((name, value): &Label, redaction: Option<&Redaction>) -> String {
    let value = match redaction.filter(|_| NAMING.contains(name)) {
        Some(redaction) => redaction.text(value),
        None => value.into(),
    };
    let mut escaped = String::with_capacity(value.len());
    for letter in value.chars() {
        match letter {
            '\\' => escaped.push_str("\\\\"),
            '"' => escaped.push_str("\\\""),
            '\n' => escaped.push_str("\\n"),
            other => escaped.push(other),
        }
    }
    format!("{name}=\"{escaped}\"")
}

fn one(value: f64) -> Vec<Sample> {
    vec![(Vec::new(), value)]
}

fn at(moment: Option<Moment>) -> Vec<Sample> {
    moment.map_or_else(Vec::new, |moment| one(moment.0 as f64))
}

fn is_success(endpoint: &Endpoint) -> bool {
    endpoint.severity() < Severity::Failure
}

fn failure(endpoint: &Endpoint) -> Vec<Sample> {
    if is_success(endpoint) {
        return Vec::new();
    }
    let code = endpoint.verdict.code();
    let labels = vec![
        label("family", code.family().name()),
        label("code", code.name()),
    ];
    vec![(labels, 1.0)]
}

/// Each code once, whatever its addresses.
fn findings(endpoint: &Endpoint) -> Vec<Sample> {
    let mut all: Vec<(Code, Severity)> = Vec::new();
    for verdict in &endpoint.findings {
        let found = (verdict.code(), verdict.severity());
        if !all.contains(&found) {
            all.push(found);
        }
    }
    let info = |(code, severity): (Code, Severity)| {
        let labels = vec![
            label("code", code.name()),
            label("severity", severity.name()),
        ];
        (labels, 1.0)
    };
    all.into_iter().map(info).collect()
}

const fn in_seconds(us: u64) -> f64 {
    us as f64 / 1e6
}

fn status(endpoint: &Endpoint) -> Vec<Sample> {
    let http = endpoint.shown().and_then(|c| c.http.saw());
    let answer = http.and_then(|exchange| exchange.answer.as_ref());
    answer.map_or_else(Vec::new, |answer| one(f64::from(answer.status)))
}

/// Of the leaf as it was sent: fingerprint and serial number in lower-case hex, as blackbox_exporter
/// has them.
fn leaf(endpoint: &Endpoint) -> Vec<Sample> {
    let Some((cert, facts)) = endpoint
        .sent()
        .first()
        .and_then(|cert| Some((cert, cert.facts()?)))
    else {
        return Vec::new();
    };
    let names: Vec<String> = facts.dns_names.iter().map(ToString::to_string).collect();
    let labels = [
        ("fingerprint_sha256", cert.sha256().to_owned()),
        ("subject", facts.subject.to_string()),
        ("issuer", facts.issuer.to_string()),
        ("subjectalternative", names.join(",")),
        ("serialnumber", hex(&facts.serial)),
    ];
    vec![(labels.into(), 1.0)]
}

/// What the handshake agreed on.
fn session(endpoint: &Endpoint, said: impl Fn(&TlsSession) -> Option<Label>) -> Vec<Sample> {
    let session = endpoint.shown().and_then(|c| c.tls.saw());
    let said = session.and_then(said);
    said.map_or_else(Vec::new, |label| vec![(vec![label], 1.0)])
}
