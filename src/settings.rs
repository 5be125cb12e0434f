//! Args + environment + clock → what a run needs.
//! The only reader of the environment and the wall clock.
#![expect(
    clippy::disallowed_methods,
    reason = "this is the one place that reads the clock and the environment"
)]

use std::io::IsTerminal;
use std::path::PathBuf;
use std::time::{SystemTime, UNIX_EPOCH};

use crate::cli::{Cli, ClusterArgs, ProxySource, RouteArgs, SourceArgs, When, plugin_name};
use crate::error::{Error, Problem};
use crate::foreign::visible;
use crate::inputs::kubeconfig;
use crate::measure::{Families, Limits};
use crate::moment::Moment;
use crate::quote::for_shell;
use crate::report::TextStyle;
use crate::route::{NoProxy, ProxyUrl, ProxyVariable, RouteFlag, RouteSource, Routing, Sourced};

/// Separates the paths in `KUBECONFIG`.
const PATHS_APART: char = if cfg!(windows) { ';' } else { ':' };
/// The most columns that text uses, however wide the terminal is: long lines are hard to read.
const WIDEST: usize = 140;
const NARROWEST: usize = TextStyle::NARROWEST;
/// Columns of text where there is no terminal.
const PIPE_WIDTH: usize = 100;

/// What environment, clock and global flags say about a run.
#[derive(Clone, Debug)]
pub struct Settings {
    /// When the run began.
    pub now: Moment,
    /// How wide and how colourful text on stdout may be.
    pub style: TextStyle,
    /// The command that starts this program again, quoted for a shell.
    pub program: String,
    /// Show progress on stderr.
    pub progress: bool,
    /// No notes on stderr.
    pub quiet: bool,
    /// Show on stderr which commands are run.
    pub verbose: bool,
}

impl Settings {
    /// Reads the clock, the terminal and the colour variables, once.
    #[must_use]
    pub fn of(cli: &Cli) -> Self {
        let quiet = cli.quiet;
        let stdout = std::io::stdout();
        let coloured = match cli.color {
            When::Always => true,
            When::Never => false,
            When::Auto => anstream::AutoStream::choice(&stdout) != anstream::ColorChoice::Never,
        };
        // If stdout goes to a pager, stderr is still the reader's terminal. If it goes to a file,
        // no terminal is better than another.
        let columns = columns_of(&stdout)
            .or_else(|| columns_of(std::io::stderr()))
            .or_else(columns);
        let width = columns.map_or(PIPE_WIDTH, |columns| columns.clamp(NARROWEST, WIDEST));
        let style = TextStyle {
            width,
            colour: coloured,
        };
        Self {
            now: now(),
            style,
            program: program(),
            progress: !quiet && std::io::stderr().is_terminal(),
            quiet,
            verbose: cli.verbose,
        }
    }
}

/// The deadlines and the address families of measuring, as the flags give them.
#[must_use]
pub fn limits(args: &SourceArgs) -> Limits {
    Limits {
        dns: args.dns_timeout,
        connect: args.connect_timeout,
        tls: args.tls_timeout,
        http: args.http_timeout,
        total: args.timeout,
        families: match (args.ipv4, args.ipv6) {
            (true, _) => Families::V4,
            (_, true) => Families::V6,
            _ => Families::Both,
        },
        second_connections: !args.route.no_extra_probes,
        overrides: args.resolve.clone(),
        ..Limits::default()
    }
}

/// The rule that chooses routes: flags first, then the environment as Go reads it (upper case
/// before lower case; an empty variable counts as unset). A proxy variable that is not a URL
/// becomes a problem, and the route is direct, as in Go.
pub fn routing(args: &RouteArgs, problems: &mut Vec<Problem>) -> Result<Routing, Error> {
    let from_env = args.proxy_from != Some(ProxySource::None);
    let mut proxy_of = |names| {
        let (name, text) = proxy_variable(names)?;
        match ProxyUrl::parse(&text) {
            Ok(value) => Some(Sourced {
                source: RouteSource::Variable(name),
                value,
            }),
            Err(why) => {
                problems.push(Problem::new(
                    name.name(),
                    why,
                    "correct or unset the variable; Go's clients ignore it without a word and go directly",
                ));
                None
            }
        }
    };
    // clap does not parse this value: its error message would repeat it, with the password.
    let flag = args
        .proxy
        .as_deref()
        .map(ProxyUrl::parse)
        .transpose()
        .map_err(|why| Error::Usage(format!("--proxy: {}", visible(&why))))?;
    let by_flag = flag.map(|value| Sourced {
        source: RouteSource::Flag(RouteFlag::Proxy),
        value,
    });
    let (by_env, all_proxy) = match (from_env, &by_flag) {
        (true, None) => (
            proxy_of([ProxyVariable::Https, ProxyVariable::HttpsLower]),
            proxy_of([ProxyVariable::All, ProxyVariable::AllLower]),
        ),
        _ => (None, None),
    };
    let listed = args
        .no_proxy
        .clone()
        .map(|list| (RouteSource::Flag(RouteFlag::NoProxy), list));
    let no_proxy = listed.or_else(|| {
        let (name, list) =
            proxy_variable([ProxyVariable::No, ProxyVariable::NoLower]).filter(|_| from_env)?;
        Some((RouteSource::Variable(name), list))
    });
    let no_proxy = no_proxy.map(|(source, list)| Sourced {
        source,
        value: NoProxy::new(list),
    });
    let is_flag = by_flag.is_some();
    Ok(Routing {
        proxy: by_flag.or(by_env),
        no_proxy,
        all_proxy,
        by_flag: is_flag,
    })
}

/// The first of these that is set.
fn proxy_variable(names: [ProxyVariable; 2]) -> Option<(ProxyVariable, String)> {
    names
        .into_iter()
        .find_map(|name| Some((name, variable(&[name.name()])?)))
}

/// The first of these that is set and not empty.
fn variable(names: &[&str]) -> Option<String> {
    names
        .iter()
        .find_map(|name| std::env::var(name).ok().filter(|text| !text.is_empty()))
}

/// The kubeconfig to read: the one that `--kubeconfig` names, else those that `KUBECONFIG` lists,
/// else `~/.kube/config`. `None` if no flag asks for one; also if the named one is for
/// `--from-cluster` alone, since then `oc` reads it.
#[must_use]
pub fn kubeconfig(args: &ClusterArgs) -> Option<kubeconfig::KubeconfigSelection> {
    let listed = || {
        variable(&["KUBECONFIG"]).map(|list| {
            list.split(PATHS_APART)
                .filter(|p| !p.is_empty())
                .map(str::to_owned)
                .collect()
        })
    };
    let home =
        || variable(&["HOME", "USERPROFILE"]).map(|home| vec![format!("{home}/.kube/config")]);
    let files = match (&args.kubeconfig, args.context.is_empty()) {
        (Some(_), true) if !args.from_cluster.is_empty() => return None,
        (Some(file), _) => vec![file.clone()],
        (None, true) => return None,
        (None, false) => listed().or_else(home).unwrap_or_default(),
    };
    Some(kubeconfig::KubeconfigSelection {
        files,
        contexts: args.context.clone(),
    })
}

/// The deadlines of a run in words, for reports.
#[must_use]
pub fn describe(args: &SourceArgs) -> Vec<(&'static str, String)> {
    let of = |time| humantime::format_duration(time).to_string();
    vec![
        ("dns", of(args.dns_timeout)),
        ("connect", of(args.connect_timeout)),
        ("tls", of(args.tls_timeout)),
        ("http", of(args.http_timeout)),
        ("in all", of(args.timeout)),
    ]
}

/// The width of a terminal in columns. Some terminals (a serial line, an `expect` script) know
/// their width but not their height.
#[cfg(unix)]
fn columns_of(stream: impl std::os::fd::AsFd) -> Option<usize> {
    rustix::termios::tcgetwinsize(stream)
        .ok()
        .map(|size| usize::from(size.ws_col))
        .filter(|columns| *columns > 0)
}

#[cfg(windows)]
fn columns_of(stream: impl std::os::windows::io::AsHandle) -> Option<usize> {
    terminal_size::terminal_size_of(stream).map(|(width, _)| usize::from(width.0))
}

/// The name by which it was called, if the shell found it by its name or `oc` found it as a plugin;
/// else the path of the executable, since `cargo run` keeps it outside the PATH.
fn program() -> String {
    let called = std::env::args_os()
        .next()
        .map(PathBuf::from)
        .unwrap_or_default();
    if let Some(name) = plugin_name(&called) {
        return name.to_owned();
    }
    let by_name = called.components().count() == 1;
    for_shell(
        &std::env::current_exe()
            .ok()
            .filter(|_| !by_name)
            .unwrap_or(called),
    )
}

/// The width in columns that the shell keeps in `COLUMNS`, if it exports that variable.
fn columns() -> Option<usize> {
    std::env::var("COLUMNS")
        .ok()?
        .parse()
        .ok()
        .filter(|columns| *columns > 0)
}

fn now() -> Moment {
    let since = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .unwrap_or_default();
    Moment(i64::try_from(since.as_secs()).unwrap_or(i64::MAX))
}
