//! From an address to a cluster's endpoints: what answers lead to, what is followed and what is
//! not, and what is said of what is not there. Pure tables, and the real binary against clusters of
//! the lab in this process.
#![expect(
    clippy::disallowed_methods,
    reason = "these tests write the files that they name"
)]

mod answers;
mod bundles;
mod clusters;
mod dead_ends;
mod hostile;
mod in_clear;
mod leads;
mod registries;

use std::future::Future;

use serde_json::Value;

use crate::cli::world::{Ran, World, probe};

use crate::world::cluster::{Cluster, Shape};

/// Something of the lab, running in this process.
struct Stage<T> {
    lab: T,
    dir: tempfile::TempDir,
    /// Last, so that what runs in it goes first.
    _runtime: tokio::runtime::Runtime,
}

impl<T> Stage<T> {
    fn new<F: Future<Output = std::io::Result<T>>>(starting: F) -> Self {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(2)
            .enable_all()
            .build()
            .expect("a runtime");
        let lab = runtime.block_on(starting).expect("a lab");
        Self {
            lab,
            dir: tempfile::tempdir().expect("a directory"),
            _runtime: runtime,
        }
    }

    /// Writes a file and says where it is.
    fn file(&self, name: &str, text: &str) -> String {
        let path = self.dir.path().join(name);
        std::fs::write(&path, text).expect("written");
        path.display().to_string()
    }
}

fn cluster(shape: Shape) -> Stage<Cluster> {
    Stage::new(Cluster::start(World::now(), shape))
}

/// The program, with every name at these ports led to this machine.
fn run(ports: &[u16], args: &[&str]) -> Ran {
    let overrides = ports
        .iter()
        .flat_map(|port| ["--resolve".to_owned(), format!("*:{port}:127.0.0.1")]);
    Ran::of(
        probe()
            .args(&args[..1])
            .args(overrides)
            .args(&args[1..])
            .output()
            .expect("it runs"),
    )
}

/// `role name: code` of every endpoint of a JSON report, without ports.
fn said(report: &Value) -> Vec<String> {
    let endpoints = report["endpoints"].as_array().expect("endpoints");
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    endpoints
        .iter()
        .map(|e| {
            format!(
                "{} {}: {}",
                text(&e["role"]),
                text(&e["target"]["host"]),
                text(&e["verdict"]["code"])
            )
        })
        .collect()
}
