//! Judging a saved run on one core and on two: how much of it the second core takes over, and what
//! that costs. Of several rounds the least counts: whatever else the machine does only adds to it.

use std::time::Duration;

use crate::fleet::Fleet;
use crate::program::{Cost, cost, probe};

const ROUNDS: usize = 5;

pub fn judge(endpoints: u32) {
    let fleet = Fleet::start(endpoints);
    let saved = fleet.path("saved");
    let mut measuring = probe("0");
    measuring.args(["endpoints", "-o", "jsonl", "--file"]);
    measuring.arg(fleet.urls()).arg("--ca").arg(fleet.roots());
    measuring.arg("--save").arg(&saved);
    cost(measuring);
    for format in ["json", "jsonl", "table"] {
        let run = |cores: &str| -> Cost {
            let mut command = probe(cores);
            command.args(["endpoints", "-o", format, "--from"]);
            command.arg(&saved).arg("--ca").arg(fleet.roots());
            cost(command)
        };
        let (one, two): (Vec<Cost>, Vec<Cost>) =
            (0..ROUNDS).map(|_| (run("0"), run("0,1"))).unzip();
        let wall = |costs| least(costs, |cost| cost.wall);
        let cpu = |costs| least(costs, |cost| cost.cpu);
        println!(
            "judging {endpoints} endpoints, {format}: {:.2} s on one core, {:.2} s on two: x {:.2}, with {:.2} times the CPU time",
            wall(&one),
            wall(&two),
            wall(&one) / wall(&two),
            cpu(&two) / cpu(&one)
        );
    }
}

/// In seconds.
fn least(costs: &[Cost], of: fn(&Cost) -> Duration) -> f64 {
    let least = costs.iter().map(of).min();
    least.unwrap_or_default().as_secs_f64()
}
