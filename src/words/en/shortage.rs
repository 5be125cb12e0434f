//! English for what this machine ran out of: how a run fared with it, and what to do.
//! Sentences only.

use crate::evidence::{Resource, Shortage};
use crate::words::told::Told;

/// What to do.
pub(super) const fn remedy(resource: Resource) -> &'static str {
    match resource {
        Resource::OpenFiles => {
            "raise the limit on open files (`ulimit -n`), close what the process inherits, or measure fewer at once (-j)"
        }
        Resource::FilesOfMachine => {
            "see what holds the machine's files (`sysctl fs.file-nr`), raise `sysctl fs.file-max`, or measure fewer at once (-j)"
        }
        Resource::Ports => {
            "see what holds the ports (`ss -s`), widen their range (`sysctl net.ipv4.ip_local_port_range`), or measure fewer in a second (--rate, -j)"
        }
        Resource::Memory => {
            "see what holds the memory of sockets (`ss -m`, `sysctl net.ipv4.tcp_mem`), or measure fewer at once (-j)"
        }
    }
}

/// How a run fared with it, and what to do.
pub(in crate::words) fn told(shortage: &Shortage) -> Told {
    let Shortage {
        resource,
        times,
        waiting,
        unmeasured,
        ..
    } = shortage;
    let said = match times {
        0 => format!("ran out of {resource}"),
        times => {
            let times = counted(*times as usize, "time", "times");
            let of = counted(*waiting, "endpoint", "endpoints");
            format!("ran out of {resource}: waited {times}, for {of}")
        }
    };
    let advice = remedy(*resource);
    match unmeasured {
        0 => Told::new(said, advice),
        some => {
            let were = if *some == 1 { "was" } else { "were" };
            let of = counted(*some, "endpoint", "endpoints");
            let of = format!("{said}; {of} {were} not measured, or not wholly");
            Told::new(
                of,
                format!("{advice}; then measure again: --resume measures these alone"),
            )
        }
    }
}

fn counted(number: usize, one: &str, many: &str) -> String {
    let unit = if number == 1 { one } else { many };
    format!("{number} {unit}")
}
