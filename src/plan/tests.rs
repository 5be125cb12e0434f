//! What flags and variables mean together, without a process: every plan is made in an environment
//! of the test's own.

use clap::Parser;

use super::*;
use crate::codes::{Code, Severity};
use crate::judge::follow::FollowPolicy;
use crate::measure::Families;
use crate::moment::Moment;
use crate::report::TextOrJson;
use crate::route::{ProxyVariable, RouteFlag, RouteSource};
use crate::stores::BaseTrust;
use crate::target::{Origin, Target};

const NOW: Moment = Moment(1_700_000_000);

fn surroundings() -> Surroundings {
    Surroundings {
        again: String::new(),
        now: NOW,
        style: TextStyle::plain(80),
        error_style: TextStyle::plain(80),
        stdout_is_terminal: true,
        program: "probe".into(),
        notes: Notes::default(),
    }
}

fn planned(line: &str, environment: fn(&str) -> Option<String>) -> Result<Command, Error> {
    let words = ["probe"].into_iter().chain(line.split_whitespace());
    let cli = Cli::try_parse_from(words).expect("a command line");
    command(
        cli.command,
        &surroundings(),
        Environment::that_holds(environment),
    )
}

/// The plan of `probe endpoints` with these flags.
fn endpoints(flags: &str, environment: fn(&str) -> Option<String>) -> EndpointsPlan {
    match planned(&format!("endpoints {flags}"), environment) {
        Ok(Command::Endpoints(plan)) => plan,
        other => panic!("{other:?}"),
    }
}

fn run(flags: &str) -> RunPlan {
    endpoints(flags, empty).run
}

fn refusal(line: &str) -> String {
    let error = planned(line, empty).expect_err("a refusal");
    assert!(matches!(error, Error::Usage(_)), "{error:?}");
    error.to_string()
}

fn empty(_: &str) -> Option<String> {
    None
}

/// Every variable that a plan asks for.
fn full(name: &str) -> Option<String> {
    let value = match name {
        "HTTPS_PROXY" => "",
        "https_proxy" => "http://lower.test:1",
        "ALL_PROXY" => "http://",
        "all_proxy" => "http://all.test:2",
        "NO_PROXY" => "upper.test",
        "no_proxy" => "lower.test",
        "KUBECONFIG" if cfg!(windows) => "a;;b",
        "KUBECONFIG" => "a::b",
        "HOME" => "/home/me",
        _ => return None,
    };
    Some(value.into())
}

fn only_home(name: &str) -> Option<String> {
    (name == "HOME").then(|| "/home/me".into())
}

#[test]
fn upper_case_counts_first_unless_it_is_empty() {
    let routes = endpoints("a.test", full).run.routes;
    let proxy = routes.routing.proxy.expect("a proxy");
    assert_eq!(
        proxy.source,
        RouteSource::Variable(ProxyVariable::HttpsLower)
    );
    assert_eq!(proxy.value.port, 1);
    let no_proxy = routes.routing.no_proxy.expect("a list");
    assert_eq!(no_proxy.source, RouteSource::Variable(ProxyVariable::No));
    assert!(!routes.routing.by_flag && !routes.flags_decide);
}

#[test]
fn a_variable_that_holds_no_proxy_is_a_problem_and_no_other_takes_its_place() {
    let routes = endpoints("a.test", full).run.routes;
    assert!(routes.routing.all_proxy.is_none());
    let problems: Vec<&str> = routes.problems.iter().map(|p| p.place.as_str()).collect();
    assert_eq!(problems, ["ALL_PROXY"]);
}

#[test]
fn of_a_variable_that_names_no_usable_proxy_the_route_says_so() {
    fn unusable(name: &str) -> Option<String> {
        (name == "HTTPS_PROXY").then(|| "http://me:hunter2@::1:9".into())
    }
    let routes = endpoints("a.test", unusable).run.routes;
    let target = Target::parse("a.test", Origin::Argument { number: 1 }).expect("a target");
    assert_eq!(
        routes.routing.route(&target).to_string(),
        "direct (HTTPS_PROXY names no proxy that can be used)"
    );
    let said: String = routes.problems.iter().map(ToString::to_string).collect();
    assert!(
        said.contains("(go1.19 to go1.23) use the proxy at [::1]:9")
            && said.contains("(go1.27) take `http`")
            && said.contains("stands in brackets")
            && !said.contains("hunter2"),
        "{said}"
    );
    let none = endpoints("a.test", |_| None).run.routes;
    assert_eq!(
        none.routing.route(&target).to_string(),
        "direct (no proxy is configured)"
    );
}

#[test]
fn a_proxy_flag_silences_proxy_variables_but_not_the_list_of_exceptions() {
    let routes = endpoints("a.test -x http://flag.test:3", full).run.routes;
    let proxy = routes.routing.proxy.expect("a proxy");
    assert_eq!(proxy.source, RouteSource::Flag(RouteFlag::Proxy));
    assert!(routes.routing.all_proxy.is_none() && routes.problems.is_empty());
    assert!(routes.routing.by_flag && routes.flags_decide);
    let no_proxy = routes.routing.no_proxy.expect("a list");
    assert_eq!(no_proxy.source, RouteSource::Variable(ProxyVariable::No));
}

#[test]
fn proxy_from_none_reads_no_variable() {
    let routes = endpoints("a.test --proxy-from none", full).run.routes;
    assert!(routes.routing.proxy.is_none() && routes.routing.all_proxy.is_none());
    assert!(routes.routing.no_proxy.is_none() && routes.problems.is_empty());
    assert!(routes.flags_decide);
    let listed = endpoints("a.test --proxy-from none --no-proxy x.test", full);
    let no_proxy = listed.run.routes.routing.no_proxy.expect("a list");
    assert_eq!(no_proxy.source, RouteSource::Flag(RouteFlag::NoProxy));
}

#[test]
fn a_bad_proxy_is_refused_without_its_password() {
    let text = refusal("endpoints a.test -x http://me:hunter2@:");
    assert!(
        text.starts_with("--proxy: ") && !text.contains("hunter2"),
        "{text}"
    );
}

#[test]
fn kubeconfigs_are_found_as_kubectl_finds_them() {
    let files = |flags: &str, environment| {
        let sources = endpoints(flags, environment).run.sources;
        sources.kubeconfig.map(|selection| selection.files)
    };
    let paths = |list: &[&str]| Some(list.iter().map(ToString::to_string).collect::<Vec<_>>());
    assert_eq!(files("a.test", full), None);
    assert_eq!(files("--context c", full), paths(&["a", "b"]));
    assert_eq!(
        files("--context c", only_home),
        paths(&["/home/me/.kube/config"])
    );
    assert_eq!(files("--context c", empty), paths(&[]));
    assert_eq!(files("--context c --kubeconfig k", full), paths(&["k"]));
    assert_eq!(files("--kubeconfig k", full), paths(&["k"]));
}

#[test]
fn a_kubeconfig_for_clusters_alone_is_read_by_their_client() {
    let sources = run("--from-cluster --from-cluster one --kubeconfig k").sources;
    assert!(sources.kubeconfig.is_none());
    let asked: Vec<_> = sources
        .clusters
        .iter()
        .map(|c| (c.context.as_deref(), c.kubeconfig.as_deref()))
        .collect();
    assert_eq!(asked, [(None, Some("k")), (Some("one"), Some("k"))]);
}

#[test]
fn targets_are_the_arguments_then_the_api_servers() {
    let sources = run("b.test:1 a.test:2 --api c.test --servername n.test").sources;
    let named: Vec<String> = {
        let targets = sources.targets.iter();
        targets.map(|routed| routed.target.authority()).collect()
    };
    assert_eq!(named, ["b.test:1", "a.test:2", "c.test:6443"]);
    // The name is for the targets of files and clusters, too, which are not read yet.
    assert!(sources.servername.is_some() && sources.targets[0].target.servername.is_none());
}

#[test]
fn an_apps_domain_is_for_one_cluster() {
    let domain = |flags: &str| refusal(&format!("endpoints --apps-domain apps.test {flags}"));
    assert!(domain("a.test").starts_with("--apps-domain goes with"));
    assert!(domain("--api a.test --api b.test").starts_with("--apps-domain is the domain"));
    assert!(domain("--context a --context b").starts_with("--apps-domain is the domain"));
    let one = run("--apps-domain apps.test --api a.test").sources;
    assert_eq!(one.apps_domain.as_deref(), Some("apps.test"));
}

#[test]
fn a_bad_target_is_told_before_a_bad_proxy() {
    let text = refusal("endpoints nosuch=a.test -x http://: --apps-domain apps.test");
    assert!(text.starts_with("target 1 `nosuch=a.test`"), "{text}");
}

#[test]
fn a_run_that_is_saved_is_measured_as_for_a_bundle() {
    let wishes = |flags: &str| {
        let FollowPolicy {
            none,
            compare,
            bundle,
            aia,
        } = run(flags).wishes;
        [none, compare, bundle, aia]
    };
    assert_eq!(wishes("a.test"), [false; 4]);
    assert_eq!(wishes("a.test --save f"), [false, false, true, false]);
    assert_eq!(
        wishes("a.test --no-extra-probes --compare-routes --aia"),
        [true, true, false, true]
    );
    let Ok(Command::ExportBundle(export)) = planned("export-bundle a.test", empty) else {
        panic!("another command")
    };
    assert!(export.run.wishes.bundle && export.run.judged == JudgedAt::Now);
}

#[test]
fn limits_are_told_where_they_apply() {
    let measured = run("a.test -6 --tls-timeout 3s --no-extra-probes --resolve a.test:443:::1");
    assert_eq!(measured.limits.families, Families::V6);
    assert_eq!(measured.family_flag, "-6");
    assert!(!measured.limits.second_connections && measured.limits.overrides.len() == 1);
    assert!(measured.deadlines.contains(&("tls", "3s".into())));
    assert!(run("--from f").deadlines.is_empty());
}

#[test]
fn a_login_is_the_same_question_about_fewer_roles() {
    let Ok(Command::Endpoints(login)) =
        planned("login a.test -o json --fail-on never --trust none", empty)
    else {
        panic!("another command")
    };
    assert_eq!(login.run.scope, RoleScope::Login);
    assert_eq!(login.format.name, "json");
    assert_eq!(login.fail_on, None);
    assert_eq!(login.run.trust.base, Some(BaseTrust::None));
    assert!(login.legs && !login.whole_commands);
    let Ok(Command::Endpoints(asked)) = planned("login a.test --print-pod-check", empty) else {
        panic!("another command")
    };
    assert!(asked.legs && asked.whole_commands);
    let usual = endpoints("a.test", empty);
    assert_eq!(usual.run.scope, RoleScope::All);
    assert_eq!(usual.fail_on, Some(Severity::Failure));
    assert_eq!(usual.run.trust.base, None);
}

#[test]
fn an_expectation_is_of_targets_that_are_measured() {
    let expected = |flags: &str| run(flags).sources.expect;
    assert_eq!(expected("a.test"), None);
    let flags = "a.test --expect-verdict client-certificate-required";
    assert_eq!(expected(flags), Some(Code::ClientCertificateRequired));
    let refused = Cli::try_parse_from(["probe", "endpoints", "a.test", "--expect-verdict", "okay"]);
    assert!(refused.is_err());
}

#[test]
fn a_file_alone_is_judged_now_or_at_the_time_that_is_said() {
    let verify = |flags: &str| match planned(&format!("verify-bundle f {flags}"), empty) {
        Ok(Command::VerifyBundle(plan)) => plan,
        other => panic!("{other:?}"),
    };
    let alone = verify("");
    assert!(alone.run.is_none() && alone.at == NOW && alone.format == TextOrJson::Text);
    let then = verify("a.test --at 2020-01-01 -o json");
    let run = then.run.expect("endpoints");
    assert_eq!(run.trust.at, Some(then.at));
    assert!(then.at < NOW && run.judged == JudgedAt::Now && then.format == TextOrJson::Json);
}

#[test]
fn vantage_points_are_called_by_their_files_where_these_differ() {
    let labels = |line: &str| match planned(&format!("compare {line}"), empty) {
        Ok(Command::Compare(plan)) => plan
            .vantages
            .into_iter()
            .map(|v| v.label)
            .collect::<Vec<_>>(),
        other => panic!("{other:?}"),
    };
    assert_eq!(labels("x/a.json b.json"), ["a", "b"]);
    assert_eq!(labels("x/a.json y/a.json"), ["x/a.json", "y/a.json"]);
    assert_eq!(labels("- b.json"), ["stdin", "b"]);
    assert_eq!(labels("a b --label one --label two"), ["one", "two"]);
    assert_eq!(refusal("compare - -"), "- can be read once");
    assert!(refusal("compare a b --label one").starts_with("2 files have 1 labels"));
}

#[test]
fn what_a_format_does_not_know_is_refused_before_anything_is_opened() {
    for (flags, told) in [
        ("--name x", "--name means nothing to --format pem"),
        (
            "--format pkcs12",
            "--format pkcs12 is binary and stdout a terminal: write to a file with -o FILE",
        ),
        (
            "--format certs.d",
            "--format certs.d writes a directory: name it with -o DIR",
        ),
        (
            "--save -",
            "--save - and the bundle both go to standard output\nhint: give one of them a file: -o FILE",
        ),
        (
            "-o /nowhere/f --save /nowhere/f",
            "-o and --save name the same file: one would overwrite the other",
        ),
        (
            "--save /nowhere/f --merge /nowhere/f",
            "--save and --merge name the same file: one would overwrite the other",
        ),
    ] {
        assert_eq!(refusal(&format!("export-bundle a.test {flags}")), told);
    }
    let bad = refusal("export-bundle a.test --format migcluster-patch --namespace x.y");
    assert!(bad.starts_with("--namespace: `x.y` is no name"), "{bad}");
    let merged = planned(
        "export-bundle a.test -o /nowhere/f --merge /nowhere/f",
        empty,
    );
    assert!(merged.is_ok(), "a bundle may be added to in its place");
}
