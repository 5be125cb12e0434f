//! The lab, measured once for each format: what was printed live is printed again from the saved
//! run, but for what says how it was measured.

use mtc_probe::lab::{Interceptor, InterceptorKind, Mode, ProxyDraft};

use crate::cli::world::{Ran, World, run};

/// What becomes of a slow server does not matter here: it is the same in the saved run.
const PATIENCE: [&str; 4] = ["--tls-timeout", "500ms", "--timeout", "3s"];

/// Measures all of the lab in this format, and prints it again from what was saved.
fn twice(world: &World, format: &str, flags: &[&str]) -> (Ran, Ran) {
    let saved = world.path("run.jsonl").display().to_string();
    let print = ["-o", format, "-q"];
    let all: Vec<_> = world.lab.endpoints().iter().collect();
    let save = ["--save", saved.as_str()];
    let flags = [flags, &PATIENCE, &print, &save].concat();
    let live = world.probe("endpoints", &all, &flags);
    let again = run(&[&["endpoints", "--from", &saved][..], &print].concat());
    (live, again)
}

/// The lines of the report without those about the measuring.
fn told(format: &str, text: &str) -> Vec<String> {
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    let cut = |lines: &mut Vec<String>, begins: &str, ends: &str| {
        let begin = lines.iter().position(|line| line.starts_with(begins));
        let begin = begin.expect("what says how it was measured");
        let end = lines[begin..]
            .iter()
            .position(|line| line.starts_with(ends));
        lines.drain(begin..begin + end.expect("its end"));
    };
    match format {
        "json" => cut(&mut lines, "    \"recording\"", "    \"stores\""),
        "wide" => cut(&mut lines, "run ", "stores "),
        // The command that comes next asks in the words in which this one was asked.
        "table" => {
            lines.retain(|line| !line.starts_with("as of "));
            if lines.iter().any(|line| line.starts_with("  2  ")) {
                cut(&mut lines, "  2  ", "  3  ");
            }
        }
        "jsonl" => lines.sort_unstable(),
        "junit" | "prometheus" => {}
        "markdown" => lines.retain(|line| {
            let tells = ["as of ", "- **2**"];
            !line.is_empty() && !tells.iter().any(|begins| line.starts_with(begins))
        }),
        "html" => {
            cut(
                &mut lines,
                "<p><span class=\"strong\">run<",
                "<p><span class=\"strong\">stores<",
            );
            let tells = [
                "<p class=\"soft\">measured ",
                "<p><span class=\"soft\">as of ",
                "<pre>",
            ];
            // A saved run does not know the deadlines.
            for line in lines.iter_mut().filter(|l| l.contains("class=\"took\"")) {
                if let Some(most) = line.rfind(" of ") {
                    line.replace_range(most.., "</td></tr>");
                }
            }
            lines.retain(|line| {
                !line.is_empty() && !tells.iter().any(|begins| line.starts_with(begins))
            });
        }
        other => panic!("what does {other} say of the measuring?"),
    }
    lines
}

#[track_caller]
fn says_the_same_of(world: &World, flags: &[&str]) {
    for format in mtc_probe::report::FORMATS {
        let (live, again) = twice(world, format.name, flags);
        let of = |ran: &Ran| told(format.name, &ran.out);
        let how = format!("{} {flags:?}", format.name);
        let (now, before) = (of(&again), of(&live));
        let differs = now.iter().zip(&before).find(|(a, b)| a != b);
        assert_eq!(differs, None, "{how}");
        assert_eq!(now.get(before.len()..), Some(&[][..]), "{how}");
        assert_eq!((again.code, &again.err), (live.code, &live.err), "{how}");
        assert!(now.len() >= world.lab.endpoints().len(), "{how}: {now:#?}");
    }
}

#[test]
fn a_saved_run_of_the_lab_says_what_was_printed_live() {
    let world = World::new();
    let roots = world.roots();
    says_the_same_of(&world, &[]);
    says_the_same_of(&world, &["--trust", "mozilla", "--ca", &roots]);
}

#[test]
fn so_does_one_through_an_interceptor() {
    let world = World::new();
    let interceptor = Interceptor::new(World::now(), InterceptorKind::SquidBump);
    let mode = Mode::Intercepts(interceptor.expect("an interceptor"));
    let proxy = world.proxy(ProxyDraft::new(mode));
    says_the_same_of(&world, &["-x", &proxy.url()]);
}
