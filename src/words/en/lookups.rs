//! English for what a resolver's failure means and what clients do about it, as measured with Go 1.19,
//! 1.23 and 1.27, curl with glibc 2.36, and musl 1.2.3. Decides nothing: the fault says which it is.

use crate::evidence::{Fault, LookupFailure};
use crate::foreign::Foreign;
use crate::judge::finding::name::FailingResolver;

/// SERVFAIL, NOTIMP and REFUSED: after these the C library asks the next resolver, after no other
/// code (glibc `res_send`).
const NEXT_FOR_GLIBC: [u16; 3] = [2, 4, 5];
const NO_WAIT: &str = "asks the next one at once: no wait";

/// What clients do about one that gave nothing usable.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Reaction {
    /// Go waits for its own time-out.
    go_waits: bool,
    /// The C library does.
    glibc_waits: bool,
    /// The C library takes what came for the answer.
    is_final_for_glibc: bool,
}

impl Reaction {
    const AT_ONCE: Self = Self {
        go_waits: false,
        glibc_waits: false,
        is_final_for_glibc: false,
    };

    #[expect(
        clippy::wildcard_enum_match_arm,
        reason = "every other fault is met at once"
    )]
    const fn to(fault: &Fault) -> Self {
        match fault {
            Fault::TimedOut { .. } => Self {
                go_waits: true,
                glibc_waits: true,
                ..Self::AT_ONCE
            },
            Fault::Resolver { kind, .. } => match kind {
                // It may be forged, and the answer may still come.
                LookupFailure::NotDns => Self {
                    go_waits: true,
                    ..Self::AT_ONCE
                },
                LookupFailure::Rcode(code) => Self {
                    is_final_for_glibc: !is_next_for_glibc(*code),
                    ..Self::AT_ONCE
                },
                _ => Self::AT_ONCE,
            },
            _ => Self::AT_ONCE,
        }
    }

    fn to_one(failing: &FailingResolver) -> Self {
        let of_fault = Self::to(&failing.fault);
        // It takes the half that it has of this resolver.
        let by_halves = failing.answers_other_family && !of_fault.glibc_waits;
        Self {
            is_final_for_glibc: of_fault.is_final_for_glibc || by_halves,
            ..of_fault
        }
    }

    fn to_all(failing: &[FailingResolver]) -> Self {
        let all = failing.iter().map(Self::to_one);
        all.fold(Self::AT_ONCE, |before, one| Self {
            go_waits: before.go_waits || one.go_waits,
            glibc_waits: before.glibc_waits || one.glibc_waits,
            is_final_for_glibc: before.is_final_for_glibc || one.is_final_for_glibc,
        })
    }
}

const fn is_next_for_glibc(code: u16) -> bool {
    let [servfail, notimp, refused] = NEXT_FOR_GLIBC;
    code == servfail || code == notimp || code == refused
}

/// What each of them said, and what that comes from.
pub(super) fn causes(failing: &[FailingResolver]) -> String {
    let one = |one: &FailingResolver| format!("{}: {}", one.resolver, cause(&one.fault));
    let all: Vec<String> = failing.iter().map(one).collect();
    all.join("; ")
}

/// The fault, and what it comes from.
#[expect(
    clippy::wildcard_enum_match_arm,
    reason = "of every other fault its own words are all that is known"
)]
fn cause(fault: &Fault) -> String {
    let why = match fault {
        Fault::TimedOut { .. } => {
            "it is down, or a firewall drops UDP packets to or from its port 53"
        }
        Fault::Refused
        | Fault::Unreachable { .. }
        | Fault::Resolver {
            kind: LookupFailure::NotReached,
            ..
        } => "nothing listens on its port 53, or no way leads there",
        Fault::Resolver { kind, .. } => cause_of(*kind),
        _ => "",
    };
    if why.is_empty() {
        fault.to_string()
    } else {
        format!("{fault}: {why}")
    }
}

const fn cause_of(kind: LookupFailure) -> &'static str {
    match kind {
        LookupFailure::Rcode(1) => {
            "it does not understand the question; without `options edns0` it may"
        }
        LookupFailure::Rcode(2) => {
            "it got no answer itself: its forwarder or the servers of the zone fail, or DNSSEC does not verify"
        }
        LookupFailure::Rcode(4) => "it does not serve such questions",
        LookupFailure::Rcode(5) => {
            "its access list does not let this machine ask, or not for this zone"
        }
        LookupFailure::Referral => "it serves its own zones only, and is no resolver for clients",
        LookupFailure::NotDns => "another service answers on its port 53",
        LookupFailure::Rcode(_)
        | LookupFailure::NotReached
        | LookupFailure::NotConfigured
        | LookupFailure::OnlyHostsFile
        | LookupFailure::Other => "",
    }
}

/// What to do about a lookup that failed.
pub(super) fn failed(answer: &Fault, cut_off: &[Foreign], host: &str) -> String {
    let kind = if let Fault::Resolver { kind, .. } = answer {
        *kind
    } else {
        LookupFailure::Other
    };
    let stopped = cut_off_by_rule(cut_off);
    match kind {
        LookupFailure::OnlyHostsFile => {
            let mend = if cut_off.is_empty() {
                "in the line `hosts:` of /etc/nsswitch.conf write `dns` behind `files`"
            } else {
                "take that rule out"
            };
            format!(
                "only the hosts file was asked, and it does not list {host}{stopped}: {mend}, or add {host} to /etc/hosts"
            )
        }
        LookupFailure::NotConfigured => {
            format!("correct /etc/resolv.conf of this machine: {answer}{stopped}")
        }
        LookupFailure::Other
        | LookupFailure::Rcode(_)
        | LookupFailure::Referral
        | LookupFailure::NotDns
        | LookupFailure::NotReached => format!(
            "have the resolvers mended, or others named in /etc/resolv.conf: {}{stopped}",
            cause(answer)
        ),
    }
}

/// Which services a rule of nsswitch.conf kept from being asked, and who asks them all the same; empty
/// where it kept none.
pub(super) fn cut_off_by_rule(cut_off: &[Foreign]) -> String {
    if cut_off.is_empty() {
        return String::new();
    }
    format!(
        "; by a rule in brackets in the line `hosts:` of /etc/nsswitch.conf ({}) was not asked: curl and whatever else uses the C library stop there too, Go without cgo passes over the rule",
        Foreign::join(cut_off, ", ")
    )
}

/// What Go does where a rule kept these services from being asked; `None` where none did.
pub(super) fn go_past_the_rule(cut_off: &[Foreign]) -> Option<String> {
    let services = (!cut_off.is_empty()).then(|| Foreign::join(cut_off, ", "))?;
    Some(format!(
        "built without cgo it passes over the rule and asks {services} all the same"
    ))
}

/// What Go says of a lookup that failed in this way; `None`: what it says of most.
pub(super) const fn go_of_failed(answer: &Fault) -> Option<&'static str> {
    let Fault::Resolver { kind, .. } = answer else {
        return None;
    };
    match kind {
        LookupFailure::OnlyHostsFile => Some("dial tcp: lookup HOST: no such host"),
        LookupFailure::NotReached => {
            Some("dial tcp: lookup HOST on RESOLVER: read udp: connection refused")
        }
        LookupFailure::Rcode(_)
        | LookupFailure::Referral
        | LookupFailure::NotDns
        | LookupFailure::NotConfigured
        | LookupFailure::Other => None,
    }
}

/// What clients pay for resolvers that fail before another one answers.
pub(super) fn cost(failing: &[FailingResolver]) -> String {
    let reaction = Reaction::to_all(failing);
    let go = if reaction.go_waits {
        "in each lookup Go waits 5 s for the silent one (`options timeout:`), and may run into a limit of its own"
    } else {
        "nobody waits in Go: it asks the next one at once"
    };
    let glibc = if reaction.is_final_for_glibc {
        "curl and whatever else uses the C library (glibc) takes what this one says, asks no other, and fails where that holds no address"
    } else if reaction.glibc_waits {
        "the C library (glibc), and curl with it, waits 3 to 5 s"
    } else {
        "the C library (glibc) asks the next one at once, too"
    };
    format!("{go}; {glibc}; musl (Alpine) asks all resolvers at once and does not notice")
}

/// What clients pay where one family is not answered.
pub(super) const fn cost_of_half(fault: &Fault) -> &'static str {
    if Reaction::to(fault).go_waits {
        "Go and the C library (glibc) wait for both before they connect: 5 s for each try, Go 10 s with one resolver and glibc 15 s; musl (Alpine) gives up after 5 s and does not connect. where a firewall lets only one of two answers through, `options single-request-reopen` helps glibc, and -4 or -6 this program"
    } else {
        "nobody waits: Go and the C library (glibc) connect at once with the addresses that they have; musl (Alpine) asks for 5 s and then does not connect (\"Try again\")"
    }
}

/// Why one family is not answered.
pub(super) fn cause_of_half(fault: &Fault) -> String {
    if Reaction::to(fault).go_waits {
        return "the server of the name, often a load balancer, drops questions for one family, or a firewall drops one of two packets from one port".into();
    }
    format!(
        "the server of the name, often a load balancer, answers questions for one family with an error: {fault}"
    )
}

/// What Go does about resolvers that fail.
pub(super) fn go(failing: &[FailingResolver]) -> &'static str {
    if Reaction::to_all(failing).go_waits {
        "waits 5 s for each that is silent, in each lookup, then asks the next one"
    } else {
        NO_WAIT
    }
}

/// What curl does, with the C library's resolver.
pub(super) fn curl(failing: &[FailingResolver]) -> &'static str {
    let reaction = Reaction::to_all(failing);
    if reaction.is_final_for_glibc {
        "takes that for the answer: (6) Could not resolve host, where it holds no address"
    } else if reaction.glibc_waits {
        "slow at first, then works"
    } else {
        NO_WAIT
    }
}

/// What is seen of other programs.
pub(super) fn others(failing: &[FailingResolver], if_slow: &'static str) -> &'static str {
    if Reaction::to_all(failing).go_waits {
        if_slow
    } else {
        "works, without a wait"
    }
}

/// What is seen where one family is not answered.
pub(super) const fn half(fault: &Fault, if_slow: &'static str) -> &'static str {
    if Reaction::to(fault).go_waits {
        if_slow
    } else {
        "connects at once with the addresses that it has"
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn failing(fault: Fault) -> FailingResolver {
        FailingResolver {
            resolver: "192.0.2.53".into(),
            fault,
            answers_other_family: false,
        }
    }

    fn of(kind: LookupFailure) -> Fault {
        Fault::Resolver {
            text: "it failed".into(),
            kind,
        }
    }

    fn silence() -> Fault {
        Fault::TimedOut { after_ms: 5000 }
    }

    /// The fault, whether Go waits, whether curl waits, whether curl connects: as measured.
    fn measured() -> Vec<(Fault, bool, bool, bool)> {
        let unreachable = Fault::Unreachable {
            text: "Network is unreachable".into(),
        };
        vec![
            (silence(), true, true, true),
            (Fault::Refused, false, false, true),
            (unreachable, false, false, true),
            (of(LookupFailure::NotReached), false, false, true),
            (of(LookupFailure::Rcode(2)), false, false, true),
            (of(LookupFailure::Rcode(4)), false, false, true),
            (of(LookupFailure::Rcode(5)), false, false, true),
            (of(LookupFailure::Referral), false, false, true),
            (of(LookupFailure::Other), false, false, true),
            (of(LookupFailure::Rcode(1)), false, false, false),
            (of(LookupFailure::Rcode(9)), false, false, false),
            (of(LookupFailure::NotDns), true, false, true),
        ]
    }

    #[test]
    fn of_each_failure_is_said_what_clients_were_seen_to_do() {
        for (fault, go_waits, curl_waits, curl_connects) in measured() {
            let all = [failing(fault.clone())];
            assert_eq!(go(&all).starts_with("waits 5 s"), go_waits, "{fault:?}");
            assert_eq!(curl(&all).contains("slow"), curl_waits, "{fault:?}");
            let fails = curl(&all).contains("Could not resolve host");
            assert_eq!(fails, !curl_connects, "{fault:?}");
            let told = cost(&all);
            assert_eq!(told.contains("Go waits 5 s"), go_waits, "{told}");
            assert_eq!(told.contains("nobody waits"), !go_waits, "{told}");
            assert_eq!(told.contains("waits 3 to 5 s"), curl_waits, "{told}");
            assert_eq!(told.contains("asks no other"), !curl_connects, "{told}");
            assert_eq!(cost_of_half(&fault).contains("nobody waits"), !go_waits);
            assert_eq!(half(&fault, "slow") == "slow", go_waits, "{fault:?}");
        }
    }

    #[test]
    fn the_worst_of_several_counts() {
        let refused = || failing(of(LookupFailure::Rcode(5)));
        assert_eq!(go(&[refused(), refused()]), NO_WAIT);
        assert_ne!(go(&[refused(), failing(silence())]), NO_WAIT);
        let odd = failing(of(LookupFailure::Rcode(1)));
        assert!(curl(&[failing(silence()), odd]).contains("(6)"));
    }

    /// It fails for A and says NODATA for AAAA: curl has no address, Go asks the next one.
    #[test]
    fn the_c_library_takes_the_half_that_it_has() {
        let half = |fault| FailingResolver {
            answers_other_family: true,
            ..failing(fault)
        };
        let all = [half(of(LookupFailure::Rcode(2)))];
        assert!(curl(&all).contains("(6)"));
        assert_eq!(go(&all), NO_WAIT);
        assert!(!curl(&[half(silence())]).contains("(6)"));
    }

    #[test]
    fn every_known_failure_has_its_cause() {
        let known = measured().into_iter().map(|(fault, ..)| fault);
        for fault in known {
            let unknown = [LookupFailure::Other, LookupFailure::Rcode(9)].map(of);
            let has_cause = cause(&fault) != fault.to_string();
            assert_eq!(has_cause, !unknown.contains(&fault), "{fault:?}");
        }
    }

    #[test]
    fn where_only_the_hosts_file_was_asked_no_resolver_is_blamed() {
        let fault = of(LookupFailure::OnlyHostsFile);
        let told = failed(&fault, &[], "a.test");
        assert!(
            told.contains("`dns` behind `files`") && !told.contains("resolv.conf"),
            "{told}"
        );
        assert!(go_of_failed(&fault).is_some_and(|said| said.contains("no such host")));
        let cut = failed(&fault, &["dns".into()], "a.test");
        assert!(cut.contains("Go without cgo passes over the rule"), "{cut}");
        assert_eq!(go_past_the_rule(&[]), None);
        let servfail = failed(&of(LookupFailure::Rcode(2)), &["files".into()], "a.test");
        assert!(servfail.contains("(files) was not asked"), "{servfail}");
    }
}
