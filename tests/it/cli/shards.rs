//! `--shard` and `probe merge`: four workers share the lab out, and one run is made of what they saved.

use std::process::Stdio;

use serde_json::Value;

use super::world::{Ran, World, probe, run, run_with};

const PATIENCE: [&str; 5] = ["--tls-timeout", "1s", "--timeout", "4s", "-q"];
const SHARDS: usize = 4;

/// Everyone of the healthy and the troubled; the API server leads to further endpoints.
fn asked(world: &World) -> Vec<String> {
    let mut args = Vec::new();
    let api = world.endpoint("api");
    for endpoint in world.lab.endpoints() {
        let (name, address) = (&endpoint.name, endpoint.address);
        args.extend([
            "--resolve".to_owned(),
            format!("{name}:{}:{}", address.port(), address.ip()),
        ]);
    }
    for name in ["s3", "selfsigned", "expired", "renamed"] {
        let endpoint = world.endpoint(name);
        args.push(format!("{}:{}", endpoint.name, endpoint.address.port()));
    }
    args.push(format!("api=https://{}:{}", api.name, api.address.port()));
    args.extend(PATIENCE.map(str::to_owned));
    args.extend([
        "--ca".to_owned(),
        world.roots(),
        "--trust".to_owned(),
        "none".to_owned(),
    ]);
    args
}

fn endpoints(asked: &[String], more: &[&str]) -> Ran {
    let mut command = probe();
    let ran = command.arg("endpoints").args(asked).args(more).output();
    Ran::of(ran.expect("it runs"))
}

/// The endpoints with their verdicts, by name.
fn verdicts(report: &Value) -> Vec<(String, String)> {
    let all = report["endpoints"].as_array().expect("endpoints");
    let of = |one: &Value| {
        let text = |at: &str| one.pointer(at).map(ToString::to_string).unwrap_or_default();
        let target = format!("{} {}", text("/target/host"), text("/target/port"));
        (target, text("/verdict/code"))
    };
    let mut verdicts: Vec<_> = all.iter().map(of).collect();
    verdicts.sort();
    verdicts
}

#[test]
fn four_workers_come_to_what_one_does() {
    let world = World::new();
    let asked = asked(&world);
    let path = |name: &str| world.path(name).display().to_string();
    let whole = path("whole.jsonl");
    let alone = endpoints(&asked, &["--save", &whole, "-o", "json"]).json();
    let mut parts: Vec<String> = (0..SHARDS)
        .map(|n| path(&format!("part{n}.jsonl")))
        .collect();
    for (number, part) in parts.iter().enumerate() {
        // As in the pods of an Indexed Job, one of them by its number.
        let mut command = probe();
        command
            .arg("endpoints")
            .args(&asked)
            .args(["--save", part, "-o", "jsonl"]);
        if number == 0 {
            command.args(["--shard", "1/4"]);
        } else {
            command
                .args(["--shard", "/4"])
                .env("JOB_COMPLETION_INDEX", number.to_string());
        }
        let ran = Ran::of(command.output().expect("it runs"));
        assert!(matches!(ran.code, Some(0 | 1)), "{number}: {ran:?}");
    }
    let one = path("one.jsonl");
    let merge = |parts: &[String], more: &[&str]| {
        let mut args = vec!["merge"];
        args.extend(parts.iter().map(String::as_str));
        args.extend(more);
        run(&args)
    };
    let merged = merge(&parts, &["--save", &one, "-o", "json"]).ended(1);
    assert_eq!(merged.err, "", "nothing differs and nothing is missing");
    assert_eq!(verdicts(&merged.json()), verdicts(&alone));
    parts.rotate_left(1);
    parts.swap(0, 2);
    let again = merge(&parts, &["--save", &one, "-o", "json"]).ended(1);
    assert_eq!(merged.out, again.out);
    let bundle = |from: &str| {
        run(&["export-bundle", "--from", from, "--allow-partial", "-q"])
            .ended(1)
            .out
    };
    assert_eq!(bundle(&one), bundle(&whole));
    let piped = merge(&parts, &["--save", "-"]).out;
    let from_pipe = run_with(
        &["export-bundle", "--from", "-", "--allow-partial", "-q"],
        &piped,
    );
    assert_eq!(from_pipe.out, bundle(&whole));
    let missing = merge(&parts[1..], &["-o", "json"]);
    assert!(
        missing.err.contains("note: no run of shard"),
        "{}",
        missing.err
    );
}

/// The command line of the Indexed Job, as its pods run it, with the targets and the directory of this
/// test.
fn of_the_job(targets: &str) -> (u64, Vec<String>) {
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/deploy/shards.yaml");
    let text = std::fs::read_to_string(file).expect("the manifest");
    let job: Value = serde_saphyr::from_str(&text).expect("YAML");
    let container = &job["spec"]["template"]["spec"]["containers"][0];
    let args = container["args"].as_array().expect("arguments");
    let mounted = "--file=/etc/mtc-probe/targets";
    let args: Vec<String> = args
        .iter()
        .map(|arg| {
            arg.as_str()
                .expect("text")
                .replace(mounted, &format!("--file={targets}"))
        })
        .collect();
    assert!(args.contains(&format!("--file={targets}")), "{args:?}");
    (job["spec"]["completions"].as_u64().expect("a number"), args)
}

#[test]
fn the_pods_of_the_indexed_job_print_runs_that_merge() {
    let world = World::new();
    let named = ["s3", "selfsigned", "expired", "renamed"].map(|name| world.endpoint(name));
    let list = named
        .map(|one| format!("{}:{}\n", one.name, one.address.port()))
        .concat();
    let (pods, args) = of_the_job(&world.file("targets", &list));
    let fixed = named.map(|one| {
        format!(
            "--resolve={}:{}:{}",
            one.name,
            one.address.port(),
            one.address.ip()
        )
    });
    let started: Vec<_> = (0..pods)
        .map(|index| {
            let mut pod = probe();
            pod.args(&args)
                .args(&fixed)
                .env("JOB_COMPLETION_INDEX", index.to_string());
            pod.stdout(Stdio::piped())
                .stderr(Stdio::piped())
                .spawn()
                .expect("it runs")
        })
        .collect();
    let mut logs = vec!["merge".to_owned()];
    for (index, pod) in started.into_iter().enumerate() {
        let ran = Ran::of(pod.wait_with_output().expect("it ends")).ended(0);
        assert_eq!(ran.err, "", "nothing is mixed into the log");
        logs.push(world.file(&format!("pod-{index}.jsonl"), &ran.out));
    }
    logs.extend(["-o".to_owned(), "json".to_owned()]);
    let merged = run(&logs).ended(1);
    assert_eq!(merged.err, "");
    assert_eq!(verdicts(&merged.json()).len(), named.len());
}

#[test]
fn a_worker_without_targets_saves_an_empty_part() {
    let world = World::new();
    let s3 = world.endpoint("s3");
    let target = format!("{}:{}", s3.name, s3.address.port());
    let fixed = format!("{target}:{}", s3.address.ip());
    let mut paths = Vec::new();
    for number in 1..=2 {
        let path = world
            .path(&format!("part{number}.jsonl"))
            .display()
            .to_string();
        let shard = format!("{number}/2");
        let args = [
            "endpoints",
            &target,
            "--resolve",
            &fixed,
            "--shard",
            &shard,
            "--save",
            &path,
        ];
        let ran = run(&[&args[..], &["--ca", &world.roots()]].concat()).ended(0);
        if !ran.out.contains("1 of 1") {
            assert!(
                ran.err
                    .contains(&format!("no target belongs to shard {shard}")),
                "{ran:?}"
            );
        }
        paths.push(path);
    }
    let merged = run(&["merge", &paths[0], &paths[1], "-o", "json"]).ended(0);
    assert_eq!(verdicts(&merged.json()).len(), 1);
}

#[test]
fn a_shard_that_does_not_exist_is_wrong_usage() {
    for wrong in ["0/4", "5/4", "4", "/0", "a/b"] {
        let ran = run(&["endpoints", "a.test", "--shard", wrong]).ended(2);
        assert!(
            ran.err.contains("I/N") || ran.err.contains("from 1 to"),
            "{}",
            ran.err
        );
    }
    let without = run(&["endpoints", "a.test", "--shard", "/4"]).ended(2);
    assert!(
        without.err.contains("JOB_COMPLETION_INDEX is not set"),
        "{}",
        without.err
    );
    let mut beyond = probe();
    beyond
        .args(["endpoints", "a.test", "--shard", "/4"])
        .env("JOB_COMPLETION_INDEX", "4");
    let beyond = Ran::of(beyond.output().expect("it runs")).ended(2);
    assert!(
        beyond.err.contains("completions of the Job"),
        "{}",
        beyond.err
    );
}

#[test]
fn what_is_no_run_is_not_merged() {
    let world = World::new();
    let path = world.path("part.jsonl");
    std::fs::write(&path, "nothing of that kind\n").expect("a file");
    let path = path.display().to_string();
    let ran = run(&["merge", &path]).ended(3);
    assert!(ran.err.contains("not a saved run"), "{}", ran.err);
    run(&["merge"]).ended(2);
    run(&["merge", "-", "-"]).ended(2);
    let same = run(&["merge", &path, "--save", &path]).ended(2);
    assert!(same.err.contains("same file"), "{}", same.err);
}

#[test]
fn a_merge_that_cannot_be_saved_is_refused_before_anything_is_read() {
    let missing = run(&["merge", "no-such-run.jsonl", "--save", "/proc/one.jsonl"]).ended(3);
    assert!(missing.err.contains("/proc/one.jsonl"), "{}", missing.err);
    assert!(!missing.err.contains("no-such-run"), "{}", missing.err);
}

/// Runs each of so many shards; what each saved.
fn shared_out(world: &World, asked: &[String], shards: usize) -> Vec<String> {
    let one = |number| {
        let path = world.path(&format!("{number}-of-{shards}.jsonl"));
        let path = path.display().to_string();
        let shard = format!("{number}/{shards}");
        let ran = endpoints(asked, &["--shard", &shard, "--save", &path, "-o", "json"]);
        assert!(matches!(ran.code, Some(0 | 1)), "{number}: {ran:?}");
        path
    };
    (1..=shards).map(one).collect()
}

fn merged(parts: &[String], more: &[&str]) -> Ran {
    let mut args = vec!["merge", "-o", "json"];
    args.extend(parts.iter().map(String::as_str));
    args.extend(more);
    run(&args)
}

#[test]
fn more_shards_than_targets_come_to_the_same_and_one_that_is_given_twice_counts_once() {
    let world = World::new();
    let asked = asked(&world);
    let alone = endpoints(&asked, &["-o", "json"]).json();
    let parts = shared_out(&world, &asked, 9);
    let all = merged(&parts, &[]).ended(1);
    assert_eq!(all.err, "", "nothing differs and nothing is missing");
    assert_eq!(verdicts(&all.json()), verdicts(&alone));
    let (same, again) = (&parts[0], world.path("again.jsonl"));
    std::fs::copy(same, &again).expect("copied");
    let again = again.display().to_string();
    for twice in [same, &again] {
        let twice = [&parts[..], std::slice::from_ref(twice)].concat();
        let twice = merged(&twice, &[]).ended(1);
        assert_eq!(twice.err, "", "the same shard twice");
        assert_eq!(twice.json()["endpoints"], all.json()["endpoints"]);
    }
}

#[test]
fn shards_whose_answers_lead_into_each_other_measure_each_endpoint_once() {
    let world = World::new();
    let mut asked = asked(&world);
    let led = endpoints(&asked, &["-o", "json"]).json();
    for one in led["endpoints"].as_array().expect("endpoints") {
        let text = |at: &str| one.pointer(at).and_then(Value::as_str).expect("text");
        let given = format!("{}={}", text("/role"), text("/target/authority"));
        if !asked.contains(&given) {
            asked.push(given);
        }
    }
    let save = world.path("alone.jsonl").display().to_string();
    let alone = endpoints(&asked, &["--save", &save, "-o", "json"]).json();
    let parts = shared_out(&world, &asked, 4);
    let one = world.path("one.jsonl").display().to_string();
    let all = merged(&parts, &["--save", &one]).ended(1);
    assert_eq!(all.err, "");
    assert_eq!(verdicts(&all.json()), verdicts(&alone));
    let attempts = |path: &str| {
        let text = std::fs::read_to_string(path).expect("a log");
        text.matches("{\"attempt\":").count()
    };
    let each: usize = parts.iter().map(|part| attempts(part)).sum();
    assert_eq!(each, attempts(&save), "none by two shards");
    let bundle = |from: &str| run(&["export-bundle", "--from", from, "--allow-partial", "-q"]).out;
    assert_eq!(bundle(&one), bundle(&save));
}
