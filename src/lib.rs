//! `probe` connects to the endpoints that an OpenShift migration (MTC) touches, captures what they
//! present, names what is wrong, and writes a CA bundle that is proved to work.
//!
//! ```text
//! flags, environment, clock ─► plan: what a command is to do, worked out once
//! plan ─► engine: a run
//!     inputs ─► [Target] ─► measure ─► [Attempt] ─┬─► judge ─► [Endpoint] ─► sink: each as it is done
//!     stores ─► [Store] ──────────────────────────┼─────┘
//!                                                 └─► runlog: appended, saved; read back, judged again
//! engine ─► Run ─┬─► report ─► text, JSON (words: the sentences)
//!                └─► bundle: chosen, then proved ─► export
//! ```
//!
//! A command is little more than that ([`commands`]): its plan goes to the engine, endpoints go to its
//! sink, and the run goes to a report or a bundle. A saved run is the log of an earlier one; it takes
//! the same way from `[Attempt]` on.
//!
//! - **Record, then judge, then word.** [`measure`] meets the world and writes down evidence; it
//!   never says what it means. [`judge`], [`bundle`], [`mtc`], [`triage`], [`compare`] and [`diff`] are functions of
//!   (evidence, stores, now) that return values: they open nothing, read no clock and make no
//!   sentence of what they find. Those sentences stand in [`words`], and nobody reads one back.
//! - **Capture is not trust.** The TLS client accepts every chain and keeps it whatever fails
//!   later; trust is decided afterwards on the recorded DER.
//! - **What is printed is final.** A line of `-o jsonl` rests on its own attempt and on what is
//!   given before the first target is measured ([`judge::Given`]). What only the whole run tells
//!   ([`judge::Learnt`]) comes at the end as a finding of the run ([`judge::RunFinding`]): a last
//!   line of `-o jsonl`, `run_findings` of `-o json`, a note in the tables. Reports that are made
//!   at the end, exit codes, bundles and `compare` go by the verdict that counts then.
//! - **Three kinds of wrong.** What the world did is data ([`evidence::Fault`]). An input that
//!   could not be read is an [`error::Problem`]: the run goes on. A run that cannot go on is an
//!   [`error::Error`] with an exit code.
//! - **Rows, not scattered code.** `CONTRIBUTING.md` shows, step by step, how to add each of these:
//!
//! | to find, or to add | look at |
//! |---|---|
//! | a class of verdict, such as `expired` | its row in `codes/table.rs`, its facts in [`judge::finding`], its rule in [`judge`] (which file: the table in [`judge`]) |
//! | its words | the entry of the same name in `words/en/`, one file for each family of findings |
//! | what Go, curl, browsers and MTC print for it | `dialects/others/`, one file for each program |
//! | a line of another program that is only read, by `probe explain` | `dialects/others/heard/`, one file for each program |
//! | a TLS client, or a new version of one | its row in `offers/rows.rs` |
//! | a role (kind of endpoint), such as `registry` | its row in [`roles`], its words in `words/en/roles.rs` |
//! | an output format of `-o` | its file in [`report`], listed in `report::FORMATS` |
//! | an export format of `--format` | its file in [`export`], listed in `export::FORMATS` |
//! | a cause that several objects show together | its rule in `triage/objects/`, the fields it needs in `inputs/dump/kept.rs` |
//! | a cause that logs show (`probe triage`) | its name in `codes/topic.rs`, its row in `triage/rows/`, its words in `words/en/triage/` |
//! | a grammar of logs | its file in [`logs`] |
//! | a flag | its line of help in [`cli`], what it means in [`plan`] |
//! | a proxy scheme | its row in `route/scheme.rs` |
//! | a condition, phase or error in a status | its row in `mtc/status/`, its cure in `words/en/cure.rs` |
//! | a kind of object | its row in `inputs/objects/kinds.rs`, and in `objects/kind.rs` where MTC tests it |
//!
//! | module | holds |
//! |---|---|
//! | [`codes`] | every verdict's code, with its family, severity and step |
//! | [`cert`], [`moment`], [`foreign`], [`quote`] | a certificate's DER and facts; a point in time; text of others, which is shown harmless only; what the user gave, repeated |
//! | [`mask`] | secrets in what others print, made unreadable |
//! | [`redact`] | stand-ins for what must not be told: hosts, addresses, names in certificates, hashes, paths |
//! | [`stand_in`] | a whole run with stand-ins: its certificates written anew, with throw-away keys and the same structure |
//! | [`ca_file`] | a file that is to hold certificates: which it holds, what is wrong with it |
//! | [`offers`] | what Go, curl and this program offer in TLS, one row for each, and what each misses in a server's choice |
//! | [`roles`], [`target`], [`route`] | kinds of endpoint; what to probe; which way |
//! | [`objects`], [`openshift`], [`sinkhole`] | what MTC's own objects say; where OpenShift and MTC keep things; where filters send names |
//! | [`dialects`] | what other programs print, as values and patterns: filled and read back by the same row |
//! | [`evidence`], [`error`] | what was met; how a run can fail |
//! | [`runlog`] | the log of a run: appended as the run goes on, saved, read back one attempt at a time |
//! | [`opened`] | files that somebody named, opened so that nobody waits for ever |
//! | [`inputs`], [`stores`] | targets from arguments, files, kubeconfigs, Kubernetes objects, a live cluster and what endpoints answer; trust stores |
//! | [`measure`] | one target along its route → one attempt: DNS, TCP, proxy, TLS, HTTP, each with its deadline; issuers over AIA |
//! | [`judge`] | attempts → findings; trust by each consumer's rules; what the run itself teaches: issuers, marks of interceptors |
//! | [`bundle`], [`export`] | which anchors, the proof, and what changed since they were recorded; what each destination reads |
//! | [`mtc`] | what MTC makes of it: its conditions, the legs of a login, an object's own bundle |
//! | [`logs`] | what pods and commands print, line by line, as events: one reader for each grammar |
//! | [`triage`] | what lines of logs and objects are about: rows of topics, network faults, a ledger of findings |
//! | [`compare`] | the same endpoints from several vantage points: what differs, and what that means |
//! | [`diff`] | two judged runs: what changed between them, and how much that matters |
//! | [`words`] | the sentences, in English: one entry for each value of the modules above, for which the compiler asks |
//! | [`report`] | a judged run as text and JSON |
//! | [`lab`] | test certificates and servers on loopback, for `probe demo` and the tests |
//! | [`cli`], [`plan`] | flags; what they mean here and now, worked out once |
//! | [`engine`] | a run from its plan to what it comes to: inputs, waves of targets, what the run teaches |
//! | [`commands`] | each command: plan → engine → report, bundle or export, and what is said on stderr |
//!
//! Who may name whom is a table that the tests enforce (`tests/it/shape`): `measure` and `judge` do
//! not know each other, `report` never sees a socket, `lab` names nothing else of ours, and no two
//! files of one module lead to each other.

pub mod bundle;
pub mod ca_file;
pub mod cert;
pub mod cli;
pub mod codes;
pub mod commands;
pub mod compare;
pub mod dialects;
pub mod diff;
pub mod engine;
pub mod error;
pub mod evidence;
pub mod export;
pub mod foreign;
pub mod inputs;
pub mod judge;
pub mod lab;
pub mod logs;
pub mod mask;
pub mod measure;
pub mod moment;
pub mod mtc;
pub mod objects;
pub mod offers;
pub mod opened;
pub mod openshift;
pub mod plan;
pub mod quote;
pub mod redact;
pub mod report;
pub mod roles;
pub mod route;

pub mod runlog;
pub mod sinkhole;
pub mod stand_in;
pub mod stores;
pub mod target;
pub mod triage;
pub mod words;
