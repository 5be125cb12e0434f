//! The machine formats' view of MTC's objects and of logins to its console.
//! Plain data; field docs become the published schema.

use schemars::JsonSchema;
use serde::Serialize;

use crate::codes::Severity;
use crate::foreign::Foreign;
use crate::moment::Moment;

/// One object of MTC's or Velero's, and what would become of it. As seen from here: its pods may
/// take another way.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Object")]
pub(in crate::report) struct ObjectView {
    /// `MigCluster`, `MigStorage`, `BackupStorageLocation` or `DataProtectionApplication`.
    pub kind: String,
    pub namespace: Option<String>,
    pub name: String,
    /// Of a `DataProtectionApplication`: which of its backup locations, from 0.
    pub location: Option<usize>,
    /// The file, or the command, it was read from.
    pub source: String,
    /// `ready`, `ready-from-here`, `not-ready` or `unknown`.
    pub state: String,
    pub severity: Severity,
    /// What MTC would set; `null` where that cannot be told from here.
    pub condition: Option<ConditionView>,
    /// What MTC does not tell; `null` where nothing fails.
    pub why: Option<WhyView>,
    /// What it makes pods connect to.
    pub addresses: Vec<AddressView>,
    /// `null` where it has none.
    pub bundle: Option<BundleView>,
    /// What its status says now: conditions that hold, or Velero's phase.
    pub reported: Vec<Foreign>,
    /// What is known of each of them that is, in its own order.
    pub status: Vec<StatusFindingView>,
    /// How the status goes with the expectation, in words; may be empty.
    pub comparison: String,
    /// Status and expectation: `not-reported`, `same`, `worse-there`, `better-there`, `other`,
    /// `elsewhere` or `untold`.
    pub agreement: String,
    /// Why the state holds from here only, or cannot be told.
    pub doubts: Vec<String>,
    pub notes: Vec<String>,
    /// What the form of the MTC console makes of it, or wants for it.
    pub form: Vec<String>,
    /// What to do next, in order.
    pub actions: Vec<String>,
}

/// One thing that a status says.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "StatusFinding")]
pub(in crate::report) struct StatusFindingView {
    /// The type of the condition, the phase, or the name of a list of errors.
    #[serde(rename = "type")]
    pub kind: Foreign,
    pub reason: Option<Foreign>,
    /// As the status has it, without secrets.
    pub message: Option<Foreign>,
    /// MTC's own: `Critical`, `Error`, `Warn`, `Required` or `Advisory`.
    pub category: Option<Foreign>,
    /// It has been so since then; of a BackupStorageLocation, it was so then.
    pub since: Option<Moment>,
    /// `good`, `informs`, `warns` or `blocks`.
    pub grade: &'static str,
    /// What it is about: `network`, `credentials`, `bucket` and so on; `unknown` where its text does
    /// not tell.
    pub part: &'static str,
    /// The classes of verdict that the error in its text may be about.
    pub codes: Vec<&'static str>,
    /// What to do, as a word for programs.
    pub cure: &'static str,
    /// The same as a sentence; `null` where nothing is known to help, or where what was measured says
    /// more.
    pub action: Option<String>,
    /// Where that was read; `null` where the condition is not known.
    pub source: Option<&'static str>,
}

/// The status of an object that makes nobody connect by itself: a plan, a migration, a backup.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Status")]
pub(in crate::report) struct StatusView {
    /// `MigPlan`, `MigMigration`, `Backup` and so on.
    pub kind: String,
    pub namespace: Option<String>,
    pub name: String,
    /// The file, or the command, it was read from.
    pub source: String,
    /// What is known of what it says, in its own order.
    pub status: Vec<StatusFindingView>,
}

/// A condition as it would stand in the status.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Condition")]
pub(in crate::report) struct ConditionView {
    #[serde(rename = "type")]
    pub kind: String,
    pub reason: Option<String>,
    pub message: String,
}

/// The cause behind a condition.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Why")]
pub(in crate::report) struct WhyView {
    /// The error that the pod would get, in Go's words.
    pub error: String,
    /// The code of a class of verdict, or of what is wrong with the object itself.
    pub code: String,
    /// `host:port`; `null` where it is about no endpoint.
    pub endpoint: Option<String>,
}

/// One address of an object.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Address")]
pub(in crate::report) struct AddressView {
    pub field: String,
    /// As written; `null` where a default of the provider holds.
    pub text: Option<Foreign>,
    /// `host:port` of the endpoint that was measured for it; `null` where none was.
    pub endpoint: Option<String>,
    /// That endpoint's headline.
    pub code: Option<String>,
    pub route: Option<String>,
}

/// The CA bundle of an object.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "ObjectBundle")]
pub(in crate::report) struct BundleView {
    pub field: String,
    /// SHA-256 of the certificates that Go finds in it.
    pub certificates: Vec<String>,
    /// The last moment at which the object's endpoints verify with it; `null` where they do not, or
    /// none was seen.
    pub works_until: Option<String>,
    pub findings: Vec<FindingView>,
}

/// Something about a bundle.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "BundleFinding")]
pub(in crate::report) struct FindingView {
    pub code: String,
    pub severity: Severity,
    pub text: String,
}

/// A login to an MTC console, leg by leg.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Login")]
pub(in crate::report) struct LoginView {
    /// Workstation to console, workstation to OAuth server, console's pod to OAuth server.
    pub legs: Vec<LegView>,
    pub diagnosis: Vec<String>,
    pub actions: Vec<String>,
    /// The entry that noProxy needs for the last leg.
    pub no_proxy: String,
    /// Measures the last leg from the console's pod.
    pub command: String,
}

/// One connection of a login.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Leg")]
pub(in crate::report) struct LegView {
    pub from: String,
    pub to: String,
    pub endpoint: Option<String>,
    /// `passes`, `warns` (a browser objects to the certificate), `fails`, `unmeasured` or `absent`.
    pub outcome: String,
    pub code: Option<String>,
}
