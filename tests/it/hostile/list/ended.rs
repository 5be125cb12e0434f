//! How a command ended: its code, how long it took, how much memory it held, and what it said. A command that does
//! not end is ended. Knows nothing of what is right.

use std::fs;
use std::io::Read;
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process_group};

/// Between two looks at a running command.
const PAUSE: Duration = Duration::from_millis(10);
/// More than any command says.
const MOST_READ: u64 = 64 << 20;

#[derive(Debug)]
pub struct Ended {
    /// `None` where a signal ended it, as happens where it did not end itself.
    pub code: Option<i32>,
    pub took: Duration,
    /// The most memory of its largest process, in KiB.
    pub peak: u64,
    /// Standard output.
    pub out: Vec<u8>,
    /// All other words: standard error, and each file that it wrote for people.
    pub others: Vec<Vec<u8>>,
    /// Somebody still held its standard streams when it had ended.
    pub held_open: bool,
}

/// Runs it, for as long as that at most.
pub fn run(command: &mut Command, most: Duration, said: &Path) -> Ended {
    let begun = Instant::now();
    let piped = command.stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = piped.process_group(0).spawn().expect("it runs");
    let out = read(child.stdout.take());
    let err = read(child.stderr.take());
    let mut peak = 0;
    let status = loop {
        peak = peak.max(memory(child.id()));
        if let Some(status) = child.try_wait().expect("a state") {
            break status;
        }
        if begun.elapsed() > most {
            end(&child);
        }
        std::thread::sleep(PAUSE);
    };
    let took = begun.elapsed();
    let [out, err] = [out, err].map(|stream| stream.recv_timeout(Duration::from_secs(15)));
    let held_open = out.is_err() || err.is_err();
    end(&child);
    let mut others = vec![err.unwrap_or_default()];
    let files = fs::read_dir(said).into_iter().flatten().flatten();
    others.extend(files.filter_map(|file| fs::read(file.path()).ok()));
    Ended {
        code: status.code(),
        took,
        peak,
        out: out.unwrap_or_default(),
        others,
        held_open,
    }
}

fn end(child: &Child) {
    let group = i32::try_from(child.id()).ok().and_then(Pid::from_raw);
    if let Some(group) = group {
        let _ = kill_process_group(group, Signal::KILL);
    }
}

fn read(stream: Option<impl Read + Send + 'static>) -> Receiver<Vec<u8>> {
    let (sender, receiver) = channel();
    let stream = stream.expect("a stream");
    std::thread::spawn(move || {
        let mut bytes = Vec::new();
        let _ = stream.take(MOST_READ).read_to_end(&mut bytes);
        let _ = sender.send(bytes);
    });
    receiver
}

/// The most that this process or one of its children has held until now. The kernel's account at the
/// end (`getrusage`) would count what the test itself holds, from which the process was made.
fn memory(process: u32) -> u64 {
    let listed = fs::read_to_string(format!("/proc/{process}/task/{process}/children"));
    let children = listed.unwrap_or_default();
    let all = children.split_whitespace().filter_map(|id| id.parse().ok());
    all.chain([process]).map(of_process).max().unwrap_or(0)
}

/// Nothing while the process is still a copy of this one: what is seen then is the test's own memory, and
/// whoever started a process is woken a moment before the program takes its place.
fn of_process(process: u32) -> u64 {
    let program = fs::read_link(format!("/proc/{process}/exe")).ok();
    if program.is_none() || program == fs::read_link("/proc/self/exe").ok() {
        return 0;
    }
    let status = fs::read_to_string(format!("/proc/{process}/status")).unwrap_or_default();
    let line = status.lines().find_map(|l| l.strip_prefix("VmHWM:"));
    let number = line.and_then(|l| l.split_whitespace().next()?.parse().ok());
    number.unwrap_or(0)
}
