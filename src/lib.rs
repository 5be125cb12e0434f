//! `probe` connects to the endpoints that an OpenShift migration (MTC) touches, captures what they
//! present, names what is wrong, and writes a CA bundle that is proved to work.
//!
//! ```text
//! Cli ─► Settings ─► inputs ─► [Target] ─► measure ─► [Attempt] ─► judge ─► [Endpoint] ─► Report ─► text
//!                    stores ─► [Store] ────────────────────►│
//!                                                           └─► Bundle (chosen, then proved) ─► PEM, stores, manifests
//! ```
//!
//! - **Record first, judge later.** [`measure`] meets the world and writes down evidence; it never
//!   says what it means. [`judge`] and [`bundle`] are functions of (evidence, stores, now): they
//!   open nothing and read no clock. So a run can be saved, judged again elsewhere, and is a test
//!   case.
//! - **Capture is not trust.** The TLS client accepts every chain and keeps it whatever fails
//!   later; trust is decided afterwards on the recorded DER.
//! - **Three kinds of wrong.** What the world did is data ([`evidence::Fault`]). An input that
//!   could not be read is an [`error::Problem`]: the run goes on. A run that cannot go on is an
//!   [`error::Error`] with an exit code.
//! - **Rows, not scattered code.** A role, a class of verdict, an output format is one row with its
//!   name, its words and its behaviour.
//!
//! | module | holds |
//! |---|---|
//! | [`cert`], [`moment`], [`foreign`], [`quote`] | a certificate's DER and facts; a point in time; text of others, which is shown harmless only; what the user gave, repeated |
//! | [`roles`], [`target`], [`route`] | kinds of endpoint; what to probe; which way |
//! | [`objects`], [`openshift`] | what MTC's own objects say; where OpenShift and MTC keep things |
//! | [`dialects`] | what Go and rustls print, as values: filled and read back by the same row |
//! | [`evidence`], [`error`] | what was met; how a run can fail |
//! | [`inputs`], [`stores`] | targets from arguments, files, kubeconfigs, Kubernetes objects, a live cluster and what endpoints answer; trust stores |
//! | [`measure`] | one target along its route → one attempt: DNS, TCP, proxy, TLS, HTTP, each with its deadline; issuers over AIA |
//! | [`judge`] | classes of verdict, trust by each consumer's rules, and what the run itself teaches: issuers, marks of interceptors |
//! | [`bundle`], [`export`] | which anchors, the proof, and what changed since they were recorded; what each destination reads |
//! | [`mtc`] | what MTC makes of it: its conditions, the legs of a login, an object's own bundle |
//! | [`compare`] | the same endpoints from several vantage points: what differs, and what that means |
//! | [`report`] | a judged run as text |
//! | [`lab`] | test certificates and servers on loopback, for `probe demo` and the tests |
//! | [`cli`], [`settings`], [`run`] | flags; environment and clock; the order of each command |
//!
//! Who may name whom is a table that the tests enforce: words name only words, `measure` and
//! `judge` do not know each other, `report` never sees a socket, `lab` names nothing else of ours.

pub mod bundle;
pub mod cert;
pub mod cli;
pub mod codes;
pub mod compare;
pub mod dialects;
pub mod error;
pub mod evidence;
pub mod export;
pub mod foreign;
pub mod inputs;
pub mod judge;
pub mod lab;
pub mod measure;
pub mod moment;
pub mod mtc;
pub mod objects;
pub mod openshift;
pub mod quote;
pub mod report;
pub mod roles;
pub mod route;
pub mod run;
pub mod settings;
pub mod stores;
pub mod target;
pub mod words;
