//! The flags that say where targets and trust come from: shared by every command that measures.
//! Touches nothing, as `cli`.

use std::path::PathBuf;
use std::time::Duration;

use clap::Args;

use super::values::{duration, host, rate, resolve, shard};
use super::{ClusterArgs, RouteArgs};
use crate::measure::{Limits, Rate, Resolve};
use crate::target::{Host, ShardChoice};

/// Where the evidence comes from.
#[derive(Debug, Args)]
pub struct SourceArgs {
    // Not a doc comment: rustdoc would take the brackets for links.
    #[arg(
        value_name = "TARGET",
        help = "What to probe: [ROLE=]host[:port] or [ROLE=]https://host[:port]"
    )]
    /// The targets as they are written, each to be read by `Target::parse`.
    pub targets: Vec<String>,
    /// Read targets from FILE, one a line, # comments; or Kubernetes objects as `oc get -o
    /// yaml|json` prints them, or a directory of them as `oc adm must-gather` writes it (- is
    /// stdin); repeatable
    #[arg(short = 'f', long = "file", value_name = "FILE")]
    pub files: Vec<String>,
    /// Judge a run that --save wrote again instead of measuring, as far as it goes (- is stdin)
    #[arg(long, value_name = "FILE", conflicts_with_all = ["targets", "files", "resolve", "servername", "api", "apps_domain", "kubeconfig", "context", "from_cluster"])]
    pub from: Option<PathBuf>,
    /// Save the evidence of this run as JSON lines, one for each endpoint as soon as it is done; with
    /// --redact at the end, also of a run that --from reads
    #[arg(long, value_name = "FILE")]
    pub save: Option<PathBuf>,
    /// Go on with the run that was being saved in this file: what is in it is not measured again.
    /// Where there is no such file, begin it
    #[arg(long, value_name = "RUN", conflicts_with_all = ["from", "save"])]
    pub resume: Option<PathBuf>,
    /// Measure one of N shards of the targets only, such as 2/4; /N in a pod of an Indexed Job, whose
    /// JOB_COMPLETION_INDEX says which. `probe merge` makes one run of all
    #[arg(long, value_name = "I/N", value_parser = shard, conflicts_with = "from")]
    pub shard: Option<ShardChoice>,
    /// Fetch missing issuers from the http addresses that certificates name (AIA), never from this
    /// machine or a cloud's metadata service; without it not one such request is made
    #[arg(long, conflicts_with = "from")]
    pub aia: bool,
    /// Which cluster names the targets.
    #[command(flatten)]
    pub cluster: ClusterArgs,
    /// Along which route the targets are reached.
    #[command(flatten)]
    pub route: RouteArgs,
    /// Send this name as SNI and expect it in the certificate, for all targets
    #[arg(long, visible_alias = "tls-server-name", value_name = "NAME", value_parser = host)]
    pub servername: Option<Host>,
    /// Use ADDR for HOST (`*`: any) at these ports instead of asking DNS; repeatable
    #[arg(long, value_name = "HOST:PORT[,PORT]:ADDR[,ADDR]", value_parser = resolve)]
    pub resolve: Vec<Resolve>,
    /// Use IPv4 addresses only
    #[arg(short = '4', long = "ipv4", conflicts_with = "ipv6")]
    pub ipv4: bool,
    /// Use IPv6 addresses only
    #[arg(short = '6', long = "ipv6")]
    pub ipv6: bool,
    /// Measure at most N targets at the same time [default: 1000]
    #[arg(short = 'j', long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..), conflicts_with = "from", help_heading = "Load")]
    pub parallel: Option<u16>,
    /// Begin no more targets than this in a time: 50/s, 600/m
    #[arg(long, value_name = "N/s", value_parser = rate, conflicts_with = "from", help_heading = "Load")]
    pub rate: Option<Rate>,
    /// Measure at most N targets of one host at the same time
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..), conflicts_with = "from", help_heading = "Load")]
    pub per_host: Option<u16>,
    /// Deadline of the name lookup; within it resolvers are asked as resolv.conf says
    #[arg(long, value_name = "TIME", default_value = usual(|l| l.dns), value_parser = duration, allow_negative_numbers = true, help_heading = "Deadlines")]
    pub dns_timeout: Duration,
    /// Deadline of the TCP connection
    #[arg(long, value_name = "TIME", default_value = usual(|l| l.connect), value_parser = duration, allow_negative_numbers = true, help_heading = "Deadlines")]
    pub connect_timeout: Duration,
    /// Deadline of the TLS handshake
    #[arg(long, value_name = "TIME", default_value = usual(|l| l.tls), value_parser = duration, allow_negative_numbers = true, help_heading = "Deadlines")]
    pub tls_timeout: Duration,
    /// Deadline of the HTTP exchange
    #[arg(long, value_name = "TIME", default_value = usual(|l| l.http), value_parser = duration, allow_negative_numbers = true, help_heading = "Deadlines")]
    pub http_timeout: Duration,
    /// Deadline of one endpoint in all; what each proxy is asked once, before, has it too
    #[arg(long, visible_alias = "max-time", value_name = "TIME", default_value = usual(|l| l.total), value_parser = duration, allow_negative_numbers = true, help_heading = "Deadlines")]
    pub timeout: Duration,
}

impl SourceArgs {
    /// No target, to be reached along this route within the usual deadlines.
    pub fn along(route: RouteArgs) -> Self {
        let usual = Limits::default();
        Self {
            targets: Vec::new(),
            files: Vec::new(),
            from: None,
            save: None,
            resume: None,
            shard: None,
            aia: false,
            cluster: ClusterArgs::default(),
            route,
            servername: None,
            resolve: Vec::new(),
            ipv4: false,
            ipv6: false,
            parallel: None,
            rate: None,
            per_host: None,
            dns_timeout: usual.dns,
            connect_timeout: usual.connect,
            tls_timeout: usual.tls,
            http_timeout: usual.http,
            timeout: usual.total,
        }
    }

    /// Nothing is named to be probed or judged.
    pub fn is_empty(&self) -> bool {
        self.targets.is_empty()
            && self.files.is_empty()
            && self.from.is_none()
            && self.cluster.is_empty()
    }
}

/// A deadline where no flag gives one.
fn usual(of: fn(&Limits) -> Duration) -> String {
    humantime::format_duration(of(&Limits::default())).to_string()
}
