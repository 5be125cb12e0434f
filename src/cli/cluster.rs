//! Flags that name a cluster instead of endpoints. Only flags and their help; `inputs` reads the
//! cluster.

use clap::Args;

/// From a cluster to its endpoints.
#[derive(Clone, Debug, Default, Args)]
#[command(next_help_heading = "Clusters")]
pub struct ClusterArgs {
    /// Ask this API server for its OAuth server, and look for console, MTC console, registry and S3
    /// below its apps domain; repeatable
    #[arg(long, value_name = "URL")]
    pub api: Vec<String>,
    /// The domain of that one cluster's routes, where the API server does not tell it, such as
    /// apps.CLUSTER.BASE
    #[arg(long, value_name = "DOMAIN[:PORT]", value_parser = super::values::domain)]
    pub apps_domain: Option<String>,
    /// Read server, CA, name and proxy of a context from this kubeconfig [default with --context:
    /// KUBECONFIG, then ~/.kube/config]
    #[arg(long, value_name = "FILE")]
    pub kubeconfig: Option<String>,
    /// Which context of the kubeconfig; repeatable [default: its current one]
    #[arg(long, value_name = "NAME")]
    pub context: Vec<String>,
    /// Run `oc` (else `kubectl`) to read what MTC touches, in this context or the current one; only
    /// reads; -v shows them; repeatable
    #[arg(long, value_name = "CONTEXT", num_args = 0..=1, default_missing_value = "", require_equals = false)]
    pub from_cluster: Vec<String>,
}

impl ClusterArgs {
    /// None of these flags was given.
    pub fn is_empty(&self) -> bool {
        self.api.is_empty()
            && self.kubeconfig.is_none()
            && self.context.is_empty()
            && self.from_cluster.is_empty()
    }
}
