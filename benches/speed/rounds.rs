//! Programs that take turns on the same endpoints and one core, so that whatever else the machine
//! does meets all of them alike. Of each the median over the rounds is told, and its ratio.

use clap::Args;

use crate::competitors::{self, Competitor};
use crate::fleet::Fleet;
use crate::program::{Cost, cost};

/// How long the bench takes.
#[derive(Debug, Args)]
pub struct Rounds {
    /// How many endpoints
    #[arg(default_value_t = 2_000)]
    endpoints: u32,
    /// How often each program runs
    #[arg(default_value_t = 7)]
    rounds: usize,
}

impl Default for Rounds {
    fn default() -> Self {
        Self {
            endpoints: 2_000,
            rounds: 7,
        }
    }
}

/// CPU time against the minimal program's.
pub fn cpu(rounds: &Rounds) {
    let fleet = Fleet::start(rounds.endpoints);
    let mut programs = vec![competitors::minimal(&fleet)];
    programs.extend(["json", "jsonl", "table"].map(|format| competitors::probe(&fleet, format)));
    let costs = take_turns(&programs, rounds.rounds);
    println!(
        "{:24} {:>12} {:>8} {:>16} {:>10}",
        "program", "ms/endpoint", "x B", "(min-max)", "peak MiB"
    );
    for (program, own) in programs.iter().zip(&costs) {
        let ratios = sorted(
            own.iter()
                .zip(&costs[0])
                .map(|(own, minimal)| own.cpu.as_secs_f64() / minimal.cpu.as_secs_f64()),
        );
        let each = median(own, |c| c.cpu.as_secs_f64()) * 1000.0 / f64::from(rounds.endpoints);
        let range = format!("({:.2}-{:.2})", ratios[0], ratios[ratios.len() - 1]);
        println!(
            "{:24} {each:12.3} {:8.2} {range:>16} {:10.1}",
            program.name,
            ratios[ratios.len() / 2],
            median(own, |c| c.peak as f64) / f64::from(1 << 20),
        );
    }
}

/// Throughput on one core against programs that people use. Where something else runs on the cores,
/// the ratio of CPU times is the truer one.
pub fn others(rounds: &Rounds) {
    let fleet = Fleet::start(rounds.endpoints);
    let mut programs = vec![
        competitors::probe(&fleet, "jsonl"),
        competitors::minimal(&fleet),
        competitors::openssl(&fleet),
        competitors::curl(&fleet),
    ];
    programs.extend(competitors::goroutines(&fleet));
    let costs = take_turns(&programs, rounds.rounds);
    println!(
        "{:24} {:>12} {:>16} {:>16}",
        "program", "endpoints/s", "time, x probe's", "CPU, x probe's"
    );
    for (program, own) in programs.iter().zip(&costs) {
        let ratio = |of: fn(&Cost) -> f64| {
            let turns = own.iter().zip(&costs[0]);
            middle(turns.map(|(own, probe)| of(own) / of(probe)))
        };
        println!(
            "{:24} {:12.0} {:16.2} {:16.2}",
            program.name,
            f64::from(rounds.endpoints) / median(own, |c| c.wall.as_secs_f64()),
            ratio(|c| c.wall.as_secs_f64()),
            ratio(|c| c.cpu.as_secs_f64()),
        );
    }
}

/// The costs of each program, round by round, after one round that only warms up.
fn take_turns(programs: &[Competitor], rounds: usize) -> Vec<Vec<Cost>> {
    let mut costs = vec![Vec::new(); programs.len()];
    for round in 0..=rounds.max(1) {
        for (program, costs) in programs.iter().zip(&mut costs) {
            let took = cost(program.command());
            if round > 0 {
                costs.push(took);
            }
        }
    }
    costs
}

fn median(costs: &[Cost], of: impl Fn(&Cost) -> f64) -> f64 {
    middle(costs.iter().map(of))
}

/// The median.
pub fn middle(numbers: impl Iterator<Item = f64>) -> f64 {
    let numbers = sorted(numbers);
    numbers[numbers.len() / 2]
}

fn sorted(numbers: impl Iterator<Item = f64>) -> Vec<f64> {
    let mut numbers: Vec<f64> = numbers.collect();
    numbers.sort_by(f64::total_cmp);
    numbers
}
