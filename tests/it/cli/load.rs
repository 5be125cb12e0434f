//! How much at once (`-j`, `--per-host`) and how fast (`--rate`), as the servers count it. No clock
//! decides: servers wait until as many have come as may.

use std::net::{TcpListener, TcpStream};
use std::process::Command;
use std::thread::{JoinHandle, sleep, spawn};
use std::time::{Duration, Instant};

use serde_json::Value;

use super::world::{Ran, World, probe, run, run_with};

/// How long those are waited for that must not come.
const EXCESS: Duration = Duration::from_millis(60);
const MOMENT: Duration = Duration::from_millis(2);

/// Servers that hang up as soon as so many are there at once, and the connections that came.
struct Servers {
    ports: Vec<u16>,
    counting: JoinHandle<Vec<Met>>,
}

/// Those that were there at once: of which server, and when.
type Met = Vec<(usize, Instant)>;

impl Servers {
    /// So many servers, for so many connections in all, of which `at_once` come at once.
    fn new(servers: usize, at_once: usize, all: usize) -> Self {
        let listeners: Vec<TcpListener> = (0..servers)
            .map(|_| TcpListener::bind(("127.0.0.1", 0)).expect("a port"))
            .collect();
        let port = |listener: &TcpListener| {
            listener.set_nonblocking(true).expect("a listener");
            listener.local_addr().expect("an address").port()
        };
        let ports = listeners.iter().map(port).collect();
        let counting = spawn(move || {
            let mut rounds: Vec<Met> = Vec::new();
            while rounds.iter().map(Vec::len).sum::<usize>() < all {
                rounds.push(round(&listeners, at_once));
            }
            rounds
        });
        Self { ports, counting }
    }

    fn counted(self) -> Vec<Met> {
        self.counting.join().expect("counted")
    }

    /// Names of these servers, each with the port of one, and how they are found.
    fn targets(&self, names: &[String]) -> Vec<String> {
        let all = names.iter().flat_map(|name| {
            let at = move |port: &u16| format!("{name}:{port}");
            self.ports.iter().map(at)
        });
        all.collect()
    }
}

/// Waits for as many as are to come at once, and for more than may.
fn round(listeners: &[TcpListener], at_once: usize) -> Met {
    let mut there: Vec<(TcpStream, usize, Instant)> = Vec::new();
    let mut full = None;
    loop {
        for (server, listener) in listeners.iter().enumerate() {
            if let Ok((stream, _)) = listener.accept() {
                there.push((stream, server, Instant::now()));
            }
        }
        if there.len() >= at_once {
            let full = *full.get_or_insert_with(Instant::now);
            if full.elapsed() > EXCESS {
                return there.iter().map(|(_, server, at)| (*server, *at)).collect();
            }
        }
        sleep(MOMENT);
    }
}

fn command(servers: &Servers, flags: &[&str]) -> Command {
    let mut command = probe();
    command.arg("endpoints").args(flags);
    for port in &servers.ports {
        command.arg(format!("--resolve=*:{port}:127.0.0.1"));
    }
    command.args([
        "--trust=none",
        "--no-extra-probes",
        "--fail-on=never",
        "-o=json",
    ]);
    command
}

fn names(of: &str, many: usize) -> Vec<String> {
    (0..many).map(|n| format!("{of}{n}.load.test")).collect()
}

/// All of them were met, and hung up.
fn measured(ran: &Ran, many: usize) {
    let report = ran.json();
    let all = report["endpoints"].as_array().expect("endpoints");
    assert_eq!(all.len(), many, "{}", ran.err);
    let hung_up = |one: &&Value| one["verdict"]["code"] == "closed-in-handshake";
    assert_eq!(all.iter().filter(hung_up).count(), many);
}

#[test]
fn so_many_are_in_flight_and_no_more() {
    for at_once in [1, 3, 12] {
        let servers = Servers::new(1, at_once, 12);
        let targets = servers.targets(&names("n", 12));
        let flag = format!("-j{at_once}");
        let ran = command(&servers, &[&flag]).args(&targets).output();
        measured(&Ran::of(ran.expect("it runs")).ended(0), 12);
        for met in servers.counted() {
            assert_eq!(met.len(), at_once, "-j {at_once}");
        }
    }
}

#[test]
fn of_one_host_no_more_are_in_flight_though_others_wait() {
    let servers = Servers::new(4, 4, 8);
    let targets = servers.targets(&names("host", 2));
    let ran = command(&servers, &["-j=100", "--per-host=2"])
        .args(&targets)
        .output();
    measured(&Ran::of(ran.expect("it runs")).ended(0), 8);
    for met in servers.counted() {
        assert_eq!(met.len(), 4, "two of each of two hosts");
    }
}

#[test]
fn no_target_is_begun_before_its_time() {
    for (rate, every) in [("50/s", 20), ("1200/m", 50)] {
        let servers = Servers::new(1, 1, 8);
        let targets = servers.targets(&names("n", 8));
        let begun = Instant::now();
        let ran = command(&servers, &["--rate", rate]).args(&targets).output();
        measured(&Ran::of(ran.expect("it runs")).ended(0), 8);
        let met: Met = servers.counted().concat();
        assert_eq!(met.len(), 8);
        for (n, (_, at)) in (0..).zip(&met) {
            let least = Duration::from_millis(every) * n;
            assert!(
                *at - begun >= least,
                "{rate}: number {n} after {:?}",
                *at - begun
            );
        }
    }
}

#[test]
fn wrong_loads_are_wrong_usage() {
    for (flag, wrong, said) in [
        ("-j", "0", "--parallel"),
        ("-j", "65536", "--parallel"),
        ("-j", "many", "--parallel"),
        ("--per-host", "0", "--per-host"),
        ("--per-host", "99999999999999999999", "--per-host"),
        ("--rate", "5/x", "50/s"),
        ("--rate", "0/s", "50/s"),
        ("--rate", "5", "50/s"),
        ("--rate", "4294967296/s", "50/s"),
        ("--rate", "99999999999999999999/h", "50/s"),
    ] {
        let ran = run(&["endpoints", "a.test", flag, wrong]).ended(2);
        assert!(ran.err.contains(said), "{flag} {wrong}: {}", ran.err);
        assert!(ran.err.contains(wrong), "{flag} {wrong}: {}", ran.err);
    }
    let ran = run(&["endpoints", "--from", "run.jsonl", "-j", "2"]).ended(2);
    assert!(ran.err.contains("--parallel"), "{}", ran.err);
}

#[test]
fn a_load_goes_with_shards_lists_and_resuming() {
    let world = World::new();
    let s3 = world.endpoint("s3").address;
    let list: String = names("n", 12)
        .iter()
        .map(|name| format!("{name}:{}\n", s3.port()))
        .collect();
    let fixed = format!("--resolve=*:{}:{}", s3.port(), s3.ip());
    let mut measured = Vec::new();
    for shard in ["1/2", "2/2"] {
        let path = world.path(&format!("{}.jsonl", &shard[..1]));
        let path = path.display().to_string();
        let args = [
            "endpoints",
            "-f",
            "-",
            &fixed,
            "-j2",
            "--per-host=1",
            "--rate=500/s",
            "--trust=none",
            "--no-extra-probes",
            "--fail-on=never",
            "-o=json",
            "--shard",
            shard,
            "--resume",
            &path,
        ];
        let first = run_with(&args, &list).ended(0);
        let saved = std::fs::read_to_string(&path).expect("a log");
        let again = run_with(&args, &list).ended(0);
        assert_eq!(first.json()["endpoints"], again.json()["endpoints"]);
        let kept = std::fs::read_to_string(&path).expect("a log");
        let attempts = |text: &str| text.matches("{\"attempt\":").count();
        assert_eq!(
            attempts(&kept),
            attempts(&saved),
            "nothing was measured again"
        );
        let report = first.json();
        let hosts = report["endpoints"].as_array().expect("endpoints").iter();
        measured
            .extend(hosts.map(|one| one["target"]["host"].as_str().expect("a host").to_owned()));
    }
    measured.sort();
    let mut all = names("n", 12);
    all.sort();
    assert_eq!(measured, all, "each by one shard");
}
