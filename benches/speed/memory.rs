//! How much memory `probe` takes for how many targets, in each format, with and without a saved
//! run, and when it judges the saved run again. Every target has a leaf of its own.

use std::process::Command;

use mtc_probe::report;

use crate::fleet::Fleet;
use crate::program::{Cost, cost, probe};

const MIB: f64 = (1 << 20) as f64;

pub fn all(targets: &[u32]) {
    println!(
        "{:>8} {:10} {:>10} {:>16} {:>16}   peak MiB",
        "targets", "format", "measured", "and saved", "judged again"
    );
    for &targets in targets {
        let fleet = Fleet::start(targets);
        for format in report::FORMATS.iter().map(|format| format.name) {
            let saved = fleet.path("saved");
            let measured = peak(measuring(&fleet, format));
            let mut saving = measuring(&fleet, format);
            saving.arg("--save").arg(&saved);
            let with_save = peak(saving);
            let mut judging = endpoints(&fleet, format);
            judging.arg("--from").arg(&saved);
            let again = peak(judging);
            println!("{targets:8} {format:10} {measured:10.1} {with_save:16.1} {again:16.1}");
        }
    }
}

fn endpoints(fleet: &Fleet, format: &str) -> Command {
    let mut command = probe("0");
    command.args(["endpoints", "-o", format, "--ca"]);
    command.arg(fleet.roots());
    command
}

fn measuring(fleet: &Fleet, format: &str) -> Command {
    let mut command = endpoints(fleet, format);
    command.arg("--file").arg(fleet.urls());
    command
}

fn peak(command: Command) -> f64 {
    let Cost { peak, .. } = cost(command);
    peak as f64 / MIB
}
