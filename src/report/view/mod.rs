//! The machine formats' view of a run: what JSON says, field by field. The published schema is
//! derived from these types. No field is ever missing; `null` means that there is nothing to say
//! (not reached, not asked, not known). What is measured is lent, not copied; where a type stands
//! here beside evidence's own, it says something else: words, seconds, `null`.

mod mtc;
mod steps;

use std::collections::BTreeMap;
use std::net::{IpAddr, SocketAddr};

use schemars::JsonSchema;
use serde::Serialize;

use crate::codes::{Family, Severity};
use crate::error::Problem;
use crate::evidence::{AddressSource, KeyType, Resource};
use crate::moment::Moment;
use crate::roles::RoleRef;

pub(super) use mtc::{
    AddressView, BundleView, ConditionView, FindingView, LegView, LoginView, ObjectView,
    StatusFindingView, StatusView, WhyView,
};
pub(super) use steps::{
    AnswerView, CanaryView, ExtraView, FaultView, HeaderView, HelloView, ProxyView, ReplyView,
    ResolverAnswerView, RouteView, SessionView, StepView, StepsView,
};

/// A whole run. Every field is always present; `null` means that there is nothing to say.
/// Times are RFC 3339 in UTC, durations are seconds, non-ASCII characters are escaped.
#[derive(Serialize, JsonSchema)]
#[schemars(title = "probe report")]
pub(super) struct RunView<'a> {
    /// Version of this schema. New fields may come without a new version; a changed or lost one
    /// brings a new version.
    pub schema_version: u32,
    /// Name and version of the program.
    pub tool: &'a str,
    /// When the run was measured.
    pub at: Moment,
    /// When it was judged: another time than `at` where a recorded run is judged again.
    pub judged_at: Moment,
    pub measured: MeasuredView<'a>,
    /// In input order.
    pub endpoints: Vec<FinalEndpointView<'a>>,
    /// Endpoints of which the run as a whole tells more than their own verdicts do.
    pub run_findings: Vec<FinalRunFindingView<'a>>,
    /// MTC's own objects among the inputs, and what MTC would make of them.
    pub objects: Vec<ObjectView>,
    /// Statuses of other objects of MTC, Velero and OADP among the inputs.
    pub statuses: Vec<StatusView>,
    /// Logins to the MTC console that these endpoints serve.
    pub login: Vec<LoginView>,
    /// One per proxy that was used: what it answers for a name that cannot exist. A tunnel refuses;
    /// an interceptor shows a certificate. Empty where no proxy was used or none was asked.
    pub canaries: Vec<CanaryView<'a>>,
    /// What this machine ran out of while it measured, once for each thing: it was waited for. What is
    /// not measured for that is in `problems`, too.
    pub local_limits: Vec<ShortageView>,
    /// Inputs that could not be used, and what could not be measured from here; the run went on without
    /// them.
    pub problems: &'a [Problem],
}

/// What this machine ran out of.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Shortage")]
pub(super) struct ShortageView {
    /// `open-files` (of this process), `files-of-machine`, `ports` or `memory` (for sockets).
    pub resource: Resource,
    /// How often it was waited for.
    pub waits: u64,
    /// How long in all, in seconds; many wait side by side.
    pub waited: f64,
    /// Endpoints that had to wait.
    pub endpoints_waited: usize,
    /// Endpoints that are not measured, or not wholly, for want of it.
    pub endpoints_not_measured: usize,
    /// What to do about it.
    pub remedy: String,
}

/// A line of `-o jsonl` behind all endpoints: what this machine ran out of.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "ShortageLine")]
pub(super) struct ShortageLine {
    /// Version of this schema.
    pub schema_version: u32,
    /// As in `local_limits` of the whole run.
    pub local_limit: ShortageView,
}

/// How the evidence was come by, and what trust was judged against.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Measured")]
pub(super) struct MeasuredView<'a> {
    /// The file the evidence was read from; `null` where it was measured in this run.
    pub recording: Option<&'a str>,
    /// What bounded the measuring, by name.
    pub limits: BTreeMap<&'static str, &'a str>,
    /// The stores that were loaded.
    pub stores: Vec<StoreView<'a>>,
}

/// A set of certificates that someone trusts.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Store")]
pub(super) struct StoreView<'a> {
    pub name: &'a str,
    /// Verdicts rest on it; otherwise it only tells public CAs from private ones.
    pub trusted: bool,
    /// How many certificates it holds.
    pub certificates: usize,
}

/// One line of `-o jsonl`: an endpoint, with the version that the whole run has in `-o json`.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Line")]
pub(super) struct LineView<'a> {
    /// Version of this schema.
    pub schema_version: u32,
    #[serde(flatten)]
    pub endpoint: EndpointView<'a>,
}

/// An endpoint of a whole run: its own verdict, as a line of `-o jsonl` has it, and the code that
/// counts.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "FinalEndpoint")]
pub(super) struct FinalEndpointView<'a> {
    #[serde(flatten)]
    pub endpoint: EndpointView<'a>,
    /// The code that counts: in the summary, in the exit code, in bundles. It is that of `verdict`
    /// unless one of `run_findings` is about this endpoint.
    pub effective_code: &'static str,
}

/// What only the whole run could tell of one endpoint, and the endpoint in that light.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "FinalRunFinding")]
pub(super) struct FinalRunFindingView<'a> {
    #[serde(flatten)]
    pub finding: RunFindingView<'a>,
    /// The endpoint with the verdict that counts.
    pub effective: EndpointView<'a>,
}

/// A line of `-o jsonl` behind all endpoints: the verdict of one of them that counts, where the run
/// as a whole told more than its own line says.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "RunFindingLine<'a>")]
pub(super) struct RunFindingLine<'a> {
    /// Version of this schema.
    pub schema_version: u32,
    /// What the run told.
    pub run_finding: RunFindingView<'a>,
    /// The endpoint as it counts.
    pub effective: EndpointView<'a>,
}

/// A line of `-o jsonl` behind all endpoints: an object of MTC's, and what MTC would make of it.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "ObjectLine")]
pub(super) struct ObjectLine {
    /// Version of this schema.
    pub schema_version: u32,
    /// As in `objects` of the whole run.
    pub object: ObjectView,
}

/// A line of `-o jsonl` behind all endpoints: the status of another object.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "StatusLine")]
pub(super) struct StatusLine {
    /// Version of this schema.
    pub schema_version: u32,
    /// As in `statuses` of the whole run.
    pub status: StatusView,
}

/// What only the whole run could tell of one endpoint.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "RunFinding")]
pub(super) struct RunFindingView<'a> {
    /// The endpoint, `host:port`.
    pub authority: &'a str,
    /// Its role.
    pub role: RoleRef,
    /// `issuer-met`: another endpoint shows an issuer that it leaves out; `interceptor-met`: it
    /// bears the mark of an interceptor that another endpoint gave away; `minter-met`: whoever
    /// signed it made a certificate for a name that cannot exist; `more-known`: another reason.
    pub effect: &'static str,
    /// Label of the issuer; `null` where `effect` is another.
    pub issuer: Option<String>,
    /// SHA-256 of the issuer's certificate.
    pub sha256: Option<&'a str>,
    /// The endpoint that shows the issuer.
    pub shown_by: Option<&'a str>,
    /// The code of its own verdict, as a line of `-o jsonl` has it.
    pub own_code: &'static str,
    /// The code that counts: in the summary and in the exit code.
    pub effective_code: &'static str,
}

/// One endpoint, measured and judged.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Endpoint")]
pub(super) struct EndpointView<'a> {
    pub target: TargetView,
    /// The kind of endpoint.
    pub role: RoleRef,
    /// When it was measured.
    pub started: Moment,
    /// The way taken, and what decided it.
    pub route: RouteView,
    /// The lookup of whoever is connected to: the target, or the proxy of its route.
    /// `null` where the lookup failed with nothing or was not tried.
    pub resolution: Option<ResolutionView<'a>>,
    /// The headline: `ok`, or the failure to act on first.
    pub verdict: VerdictView<'a>,
    /// Whether the verdict is the one that was expected; `null` where none was.
    pub as_expected: Option<bool>,
    /// Everything else found, most severe first.
    pub findings: Vec<VerdictView<'a>>,
    /// The certificates as sent on the connection the headline is about, in that order. Empty where
    /// none were sent.
    pub chain: Vec<CertView<'a>>,
    /// Leaf to topmost certificate known, each signed by the next (checked). Empty where no chain
    /// was judged.
    pub path: Vec<PathView<'a>>,
    /// One per address tried, in that order; a single one without address where the name gave none.
    pub steps: Vec<StepsView<'a>>,
    /// Further measurements of the same target, each made to settle a doubt; at most five, and one
    /// more for every address after the first.
    pub extras: Vec<ExtraView<'a>>,
    /// `null` where no chain was judged.
    pub trust: Option<TrustView<'a>>,
}

/// What was asked for.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Target")]
pub(super) struct TargetView {
    pub host: String,
    pub port: u16,
    /// `host:port`, IPv6 in brackets.
    pub authority: String,
    /// The name that the certificate must prove where it is not the host; `null` otherwise.
    pub servername: Option<String>,
    /// The code that its verdict must have (`expect=CODE`, `--expect-verdict`); `null` where none was
    /// expected.
    pub expected: Option<&'static str>,
    /// Who named it: `argument 1`, `targets.txt:7`.
    pub origins: Vec<String>,
}

/// What the name service said.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Resolution")]
pub(super) struct ResolutionView<'a> {
    /// `literal` (the target is an address), `override` (given by the user) or `system`.
    pub source: AddressSource,
    /// In the order they are tried.
    pub addresses: &'a [IpAddr],
    /// By record type, `A` or `AAAA`: lookups that failed while the other answered.
    pub missing: BTreeMap<&'a str, FaultView<'a>>,
    /// What each resolver was asked and answered, in order; empty where none was asked.
    pub asked: Vec<ResolverAnswerView<'a>>,
    /// What was asked only after the lookup had found nothing, to compare: no client asks it.
    pub compared: Vec<ResolverAnswerView<'a>>,
}

/// One class found to apply.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Verdict")]
pub(super) struct VerdictView<'a> {
    pub family: Family,
    /// Stable; `probe explain CODE` says more.
    pub code: &'static str,
    pub severity: Severity,
    pub title: &'static str,
    /// What was seen, by name. The names depend on the code.
    pub details: BTreeMap<&'static str, String>,
    /// What to do next and where.
    pub remedy: String,
    /// The addresses it was seen on; empty where it is about the name or the whole endpoint.
    pub addresses: &'a [SocketAddr],
    /// The key types of the chains that it is about, where the endpoint showed several; empty where
    /// it is about the endpoint itself, or its only chain.
    pub chains: &'a [KeyType],
}

/// One certificate as it was sent. Where it cannot be read, `defect` says why and all facts are
/// `null` or empty.
#[derive(Default, Serialize, JsonSchema)]
#[schemars(rename = "Cert")]
pub(super) struct CertView<'a> {
    /// Over the DER: lower-case hex, 64 characters.
    pub sha256: &'a str,
    /// Why it cannot be read; `null` where it can.
    pub defect: Option<&'a str>,
    pub subject: Option<String>,
    pub issuer: Option<String>,
    pub not_before: Option<Moment>,
    pub not_after: Option<Moment>,
    /// Lower-case hex, as encoded.
    pub serial: Option<String>,
    /// DNS names of the subject alternative name.
    pub dns_names: Vec<String>,
    /// IP addresses of the subject alternative name.
    pub ip_names: &'a [IpAddr],
    /// `RSA 2048`, `EC P-256`, `Ed25519`.
    pub key: Option<String>,
    /// Dotted OID of the signature's algorithm.
    pub signature_algorithm: Option<&'a str>,
    /// What it says of itself (basicConstraints); null where it does not say: unreadable, or from
    /// before X.509 v3, which knows no extensions.
    pub is_ca: Option<bool>,
    /// Its own key signed it (checked).
    pub self_signed: Option<bool>,
    /// Lower-case hex.
    pub subject_key_id: Option<String>,
    /// Lower-case hex.
    pub authority_key_id: Option<String>,
}

/// One certificate of the proved path.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Path")]
pub(super) struct PathView<'a> {
    pub sha256: &'a str,
    /// A short name for people.
    pub label: String,
    pub subject: Option<String>,
    pub not_after: Option<Moment>,
    /// `sent` by the server, held by a `store`, sent by another `endpoint` of the run, or fetched
    /// over `aia` (unauthenticated).
    #[schemars(extend("enum" = ["sent", "store", "endpoint", "aia"]))]
    pub learnt: &'static str,
    /// Which store; `null` where none holds it.
    pub store: Option<&'a str>,
    /// Which endpoint (`host:port`) or address (URL); `null` otherwise.
    pub from: Option<String>,
}

/// Trust in the chain by two rules.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Trust")]
pub(super) struct TrustView<'a> {
    pub go: RuleView,
    pub strict: RuleView,
    /// Clients that decide otherwise than `go`.
    pub others: Vec<OtherView>,
    /// Names of the trusted stores that hold the anchor of an accepted path.
    pub vouched_by: &'a [String],
    /// The path ends in one of Mozilla's public roots.
    pub public: bool,
}

/// What one consumer's rules say.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Rule")]
pub(super) struct RuleView {
    pub accepted: bool,
    /// The refusal in its own words; empty where accepted.
    pub says: String,
}

/// A client that decides otherwise than Go, by measured rules.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Other")]
pub(super) struct OtherView {
    pub client: String,
    pub accepts: bool,
    pub why: String,
}
