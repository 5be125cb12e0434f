//! Whose grammar a line is in. Plain data.
//! Says nothing of what the line means.

/// A grammar, named after who writes in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Writer {
    /// logrus as text: Velero, restic and node-agent, plugins, the registry, skopeo.
    Logrus,
    /// logrus as JSON.
    LogrusJson,
    /// klog: client-go and what is built on it.
    Klog,
    /// zap as JSON: MTC's controller and operator.
    ZapJson,
    /// zap for a console: the OADP operator, node-agent.
    ZapConsole,
    /// Ansible: tasks of the MTC operator.
    Ansible,
    /// restic and kopia by themselves.
    Restic,
    /// rsync.
    Rsync,
    /// stunnel.
    Stunnel,
    /// Node.js: MTC's console.
    Node,
    /// OpenShift's router: HAProxy, and nginx.
    Router,
    /// Events of Kubernetes.
    KubeEvent,
    /// What `oc describe` prints.
    Describe,
    /// The status of an object.
    Object,
    /// Nobody's that is known.
    Plain,
}

impl Writer {
    /// As the machine formats name it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Logrus => "logrus",
            Self::LogrusJson => "logrus-json",
            Self::Klog => "klog",
            Self::ZapJson => "zap-json",
            Self::ZapConsole => "zap-console",
            Self::Ansible => "ansible",
            Self::Restic => "restic",
            Self::Rsync => "rsync",
            Self::Stunnel => "stunnel",
            Self::Node => "node",
            Self::Router => "router",
            Self::KubeEvent => "event",
            Self::Describe => "describe",
            Self::Object => "object",
            Self::Plain => "plain",
        }
    }
}
