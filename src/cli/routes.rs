//! Flags that say by which route endpoints are reached, and how much is measured to find out why
//! something is wrong.

use clap::{Args, ValueEnum};

use crate::route::ProxyScheme;

/// Which way, and how much is measured to be sure of it.
#[derive(Debug, Default, Args)]
#[command(next_help_heading = "Routes")]
pub struct RouteArgs {
    /// Reach all targets through this proxy.
    #[arg(short = 'x', long, value_name = "URL", help = proxy_help())]
    pub proxy: Option<String>,
    /// Whose proxies count [default: what a kubeconfig or the cluster's own Proxy says for its
    /// endpoints, else env]
    #[arg(long, value_enum, value_name = "SOURCE")]
    pub proxy_from: Option<ProxySource>,
    /// Hosts to reach directly, as in NO_PROXY and instead of it
    #[arg(long, visible_alias = "noproxy", value_name = "LIST")]
    pub no_proxy: Option<String>,
    /// Measure the other route too, and a large first packet, even where nothing is wrong
    #[arg(long)]
    pub compare_routes: bool,
    /// Make no further connections to find out why something is wrong; a CA that nobody vouches for
    /// then stays unconfirmed
    #[arg(long)]
    pub no_extra_probes: bool,
}

fn proxy_help() -> String {
    let schemes = ProxyScheme::list("or", |_| true);
    format!("Reach all targets through this proxy: {schemes}, with user:password@ if need be")
}

/// Who says which proxy to use.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ProxySource {
    /// HTTPS_PROXY and NO_PROXY, in either case
    Env,
    /// Only --proxy and --no-proxy
    None,
}
