//! What `probe demo --serve` prints: the commands for a second terminal, and what each endpoint
//! teaches. Makes text; starts and prints nothing.

use std::fmt::Write as _;
use std::path::Path;

use super::lines::{STORAGE_CA, TARGETS, verdicts, written};
use super::page::{command, wrapped};
use crate::lab::Lab;
use crate::plan::Surroundings;
use crate::quote::for_shell;
use crate::roles::RoleRef;

/// The whole text.
pub(super) fn page(lab: &Lab, dir: &Path, surroundings: &Surroundings) -> String {
    let width = surroundings.style.width;
    let mut ports: Vec<u16> = lab
        .endpoints()
        .iter()
        .chain(lab.further())
        .map(|e| e.address.port())
        .collect();
    let mut seen = std::collections::HashSet::new();
    ports.retain(|port| seen.insert(*port));
    let line = |ports: &[u16], last: &str| {
        let ports: Vec<String> = ports.iter().map(u16::to_string).collect();
        let resolve = format!("--resolve '*:{}:127.0.0.1'", ports.join(","));
        let program = surroundings.program.as_str();
        let words = [program, "endpoints", "--tls-timeout 2s", &resolve, last];
        command(&words, [2, 4], width) + "\n"
    };
    let mut text = String::from(
        "the lab is up; in a second terminal, from nothing but the address of the API server:\n\n",
    );
    let of_cluster: Vec<u16> = [RoleRef::API, RoleRef::OAUTH]
        .iter()
        .filter_map(|role| Some(lab.endpoint(role.name)?.address.port()))
        .collect();
    let api = lab
        .endpoint(RoleRef::API.name)
        .map(|api| format!("--api https://{}:{}", api.name, api.address.port()))
        .unwrap_or_default();
    text += &line(&of_cluster, &api);
    text += "or everything there is:\n\n";
    text += &line(&ports, &format!("-f {}", for_shell(&dir.join(TARGETS))));
    for endpoint in lab.endpoints().iter().chain(lab.further()) {
        let _ = write!(
            text,
            "  {}\n{}",
            written(endpoint),
            wrapped(&verdicts(endpoint), [4, 4], width)
        );
    }
    let _ = writeln!(
        text,
        "\nthe root that the storage does not send: --ca {}\nCtrl-C ends it",
        for_shell(&dir.join(STORAGE_CA))
    );
    text
}
