//! `probe triage` over a large file of mixed logs, against ripgrep (else grep) that looks for the same
//! texts in it: the ratio of their times, and the peak of memory.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;
use std::process::{Command, Stdio};

use crate::program::{Cost, cost, pinned, probe};

/// Lines that say nothing, as every component writes them, and one in ten thousand that does.
const HEALTHY: [&str; 8] = [
    r#"time="2025-01-02T03:04:05Z" level=info msg="Backing up item" backup=openshift-migration/b1 logSource="/go/src/github.com/vmware-tanzu/velero/pkg/backup/item_backupper.go:121" name=pod-1 namespace=app resource=pods"#,
    r#"time="2025-01-02T03:04:05Z" level=debug msg="Skipping action because it does not apply to this resource" backup=openshift-migration/b1 name=svc-1 namespace=app"#,
    r#"{"level":"info","ts":1611442849248,"logger":"migration","msg":"[RUN] (Step 12/37) Waiting for the backup to complete.","migMigration":{"name":"m1","namespace":"openshift-migration"}}"#,
    "I0102 03:04:05.678901       1 request.go:655] Throttling request took 1.18s, request: GET:https://172.30.0.1:443/apis/apps/v1?timeout=32s",
    "2025-01-02T03:04:05.678Z\tINFO\tcontroller.dpa\tReconcile complete\t{\"name\": \"velero\"}",
    "2021/01/25 22:49:33 [1] >f+++++++++ data/file-000001.bin",
    "10.0.0.1:33317 [06/Feb/2009:12:14:14.655] fe_sni be_secure:ns:app/pod:app-1 10/0/1/3/14 200 2750 - - ---- 1/1/1/1/0 0/0 \"GET /healthz HTTP/1.1\"",
    "2021.01.25 22:49:33 LOG5[0]: Connection closed: 18 byte(s) sent to TLS, 22 byte(s) sent to socket",
];
const KNOWN: &str = r#"time="2025-01-02T03:04:05Z" level=error msg="Error getting a backup store" error="rpc error: code = Unknown desc = RequestError: send request failed\ncaused by: Get \"https://s3.example.test/b?list-type=2\": x509: certificate signed by unknown authority""#;
const EVERY: usize = 10_000;
const MEBI: u64 = 1024 * 1024;

/// Writes so many mebibytes of lines, and reads them with both programs in turns.
pub fn all(mebibytes: u64, rounds: usize) {
    let directory = tempfile::tempdir().expect("a directory");
    let (log, texts) = (
        directory.path().join("mixed.log"),
        directory.path().join("texts"),
    );
    write(&log, mebibytes * MEBI);
    std::fs::write(&texts, mtc_probe::triage::literals().join("\n") + "\n").expect("a file");
    let other = if has("rg") { "rg" } else { "grep" };
    let mut ratios = Vec::new();
    let mut peak = 0;
    for _ in 0..rounds {
        let own = cost(own(&log));
        let others = cost(others(other, &texts, &log));
        ratios.push(own.wall.as_secs_f64() / others.wall.as_secs_f64());
        peak = peak.max(own.peak);
        told(other, mebibytes, own, others);
    }
    ratios.sort_by(f64::total_cmp);
    let median = ratios[ratios.len() / 2];
    println!(
        "median: {median:.2} times {other}'s time; peak {} MiB",
        peak / MEBI
    );
}

fn told(other: &str, mebibytes: u64, own: Cost, others: Cost) {
    let speed = |cost: Cost| mebibytes as f64 / cost.wall.as_secs_f64();
    println!(
        "probe triage {:.0} MiB/s, {other} {:.0} MiB/s, peak {} MiB",
        speed(own),
        speed(others),
        own.peak / MEBI
    );
}

fn own(log: &Path) -> Command {
    let mut command = probe("0");
    command.args(["triage", "--fail-on", "never"]).arg(log);
    command
}

/// Lines with any of the texts are counted.
fn others(program: &str, texts: &Path, log: &Path) -> Command {
    let mut command = pinned("0", Path::new(program));
    command.env("LC_ALL", "C");
    command.args(["-c", "-F", "-f"]).arg(texts).arg(log);
    command
}

fn has(program: &str) -> bool {
    let mut command = Command::new(program);
    command.arg("--version").stdout(Stdio::null());
    command.status().is_ok_and(|status| status.success())
}

fn write(log: &Path, bytes: u64) {
    let mut file = BufWriter::new(File::create(log).expect("a file"));
    let (mut written, mut number) = (0, 0);
    while written < bytes {
        let line = if number % EVERY == EVERY - 1 {
            KNOWN
        } else {
            HEALTHY[number % HEALTHY.len()]
        };
        writeln!(file, "{line}").expect("room on the disk");
        written += line.len() as u64 + 1;
        number += 1;
    }
    file.flush().expect("room on the disk");
}
