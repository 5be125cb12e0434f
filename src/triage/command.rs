//! Commands as values: what to look at next, and what cures. Each is complete, for the cluster that it
//! names; words of a shell are quoted where they are printed. Makes no sentence.

use serde_json::{Value, json};

use crate::foreign::Foreign;
use crate::openshift::namespace;

/// The cluster on which a command is run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Side {
    /// The cluster that is migrated from.
    Source,
    /// The cluster that is migrated to.
    Target,
    /// Source and target.
    Both,
    /// The cluster on which MTC's controller runs.
    Host,
    /// The cluster that the object is of, whichever that is.
    Own,
}

impl Side {
    /// As the machine formats name it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Source => "source",
            Self::Target => "target",
            Self::Both => "source-and-target",
            Self::Host => "host",
            Self::Own => "own",
        }
    }
}

/// What a command does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Purpose {
    /// It prints an object, a description or a log that is still needed.
    Look,
    /// It changes what is wrong.
    Cure,
}

impl Purpose {
    /// As the machine formats name it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Look => "look",
            Self::Cure => "cure",
        }
    }
}

/// One command for one cluster.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Command {
    /// Where it is run.
    pub side: Side,
    /// What for.
    pub purpose: Purpose,
    words: Vec<Foreign>,
    input: Option<Foreign>,
}

/// The resource of MTC's own settings, and its only object.
const CONTROLLER: (&str, &str) = ("migrationcontroller", "migration-controller");

impl Command {
    /// A command of these words.
    #[must_use]
    pub fn new<'a>(purpose: Purpose, side: Side, words: impl IntoIterator<Item = &'a str>) -> Self {
        Self {
            side,
            purpose,
            words: words.into_iter().map(Foreign::from).collect(),
            input: None,
        }
    }

    /// Creates this object.
    #[must_use]
    pub fn create(side: Side, object: &Value) -> Self {
        let create = Self::new(Purpose::Cure, side, ["oc", "create", "-f", "-"]);
        Self {
            input: Some(object.to_string().into()),
            ..create
        }
    }

    /// Prints objects as YAML; without a name all of the kind. Of a Secret only the names of its keys.
    #[must_use]
    pub fn get(side: Side, resource: &str, name: &str, namespace: &str) -> Self {
        let mut words = vec!["oc", "get", resource];
        words.extend([name].iter().filter(|name| !name.is_empty()));
        words.extend(in_namespace(namespace));
        let keys = "go-template={{.metadata.name}}{{\"\\n\"}}{{range $key, $value := .data}}{{$key}}{{\"\\n\"}}{{end}}";
        words.extend(["-o", if resource == "secret" { keys } else { "yaml" }]);
        Self::new(Purpose::Look, side, words)
    }

    /// Describes an object, its events included.
    #[must_use]
    pub fn describe(side: Side, resource: &str, name: &str, namespace: &str) -> Self {
        let mut words = vec!["oc", "describe", resource, name];
        words.extend(in_namespace(namespace));
        Self::new(Purpose::Look, side, words)
    }

    /// Prints the log of a pod; `before`: of its containers before they were started again.
    #[must_use]
    pub fn logs(side: Side, pod: &str, namespace: &str, before: bool) -> Self {
        let mut words = vec!["oc", "logs", pod];
        words.extend(in_namespace(namespace));
        words.push("--all-containers");
        words.extend(before.then_some("--previous"));
        Self::new(Purpose::Look, side, words)
    }

    /// Merges a patch into an object.
    #[must_use]
    pub fn merge(
        side: Side,
        (resource, name): (&str, &str),
        namespace: &str,
        patch: &Value,
    ) -> Self {
        let patch = patch.to_string();
        let mut words = vec!["oc", "patch", resource, name];
        words.extend(in_namespace(namespace));
        words.extend(["--type", "merge", "-p", &patch]);
        Self::new(Purpose::Cure, side, words)
    }

    /// Sets fields of MTC's own settings, of the MigrationController of a cluster.
    #[must_use]
    pub fn controller(side: Side, settings: &[(ControllerField, Value)]) -> Self {
        let fields = settings.iter();
        let fields = fields.map(|(field, value)| (field.name().to_owned(), value.clone()));
        let spec = Value::Object(fields.collect());
        Self::merge(side, CONTROLLER, namespace::MTC, &json!({ "spec": spec }))
    }

    /// Writes annotations of an object that has no namespace.
    #[must_use]
    pub fn annotate_namespace(side: Side, name: &str, pairs: &[(&str, &str)]) -> Self {
        Self::pairs(side, "annotate", name, pairs)
    }

    /// Writes labels of a namespace.
    #[must_use]
    pub fn label_namespace(side: Side, name: &str, pairs: &[(&str, &str)]) -> Self {
        Self::pairs(side, "label", name, pairs)
    }

    fn pairs(side: Side, verb: &str, name: &str, pairs: &[(&str, &str)]) -> Self {
        let pairs: Vec<String> = pairs
            .iter()
            .map(|(key, value)| format!("{key}={value}"))
            .collect();
        let mut words = vec!["oc", verb, "namespace", name];
        words.extend(pairs.iter().map(String::as_str));
        words.push("--overwrite");
        Self::new(Purpose::Cure, side, words)
    }

    /// Deletes an object.
    #[must_use]
    pub fn delete(side: Side, resource: &str, name: &str, namespace: &str) -> Self {
        let mut words = vec!["oc", "delete", resource, name];
        words.extend(in_namespace(namespace));
        Self::new(Purpose::Cure, side, words)
    }

    /// Its words, as a shell is to hand them on.
    #[must_use]
    pub fn words(&self) -> &[Foreign] {
        &self.words
    }

    /// The line for bash.
    #[must_use]
    pub fn line(&self) -> String {
        let mut words: Vec<String> = self.words.iter().map(Foreign::for_shell).collect();
        words.extend(
            self.input
                .iter()
                .map(|input| format!("<<< {}", input.for_shell())),
        );
        words.join(" ")
    }
}

fn in_namespace(namespace: &str) -> impl Iterator<Item = &str> {
    let given = (!namespace.is_empty()).then_some(["-n", namespace]);
    given.into_iter().flatten()
}

/// Makes the fields of MTC's settings with the name that each has, and the kind of its value.
macro_rules! fields {
    ($($(#[$doc:meta])* $variant:ident = $name:literal, $shape:ident;)*) => {
        /// A field of `spec` of the MigrationController, as `roles/migrationcontroller/defaults/main.yml`
        /// of mig-operator names it.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum ControllerField { $($(#[$doc])* $variant,)* }

        impl ControllerField {
            /// Every one.
            pub const ALL: &[Self] = &[$(Self::$variant),*];

            /// As in the object.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $name),* }
            }

            /// What its value is.
            #[must_use]
            pub const fn shape(self) -> FieldShape {
                match self { $(Self::$variant => FieldShape::$shape),* }
            }
        }
    };
}

/// What the value of a field is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FieldShape {
    /// A text.
    Text,
    /// True or false.
    Flag,
    /// A list of numbers.
    Numbers,
}

impl FieldShape {
    /// Whether this value is of it.
    #[must_use]
    pub fn takes(self, value: &Value) -> bool {
        match self {
            Self::Text => value.is_string(),
            Self::Flag => value.is_boolean(),
            Self::Numbers => value
                .as_array()
                .is_some_and(|all| all.iter().all(Value::is_u64)),
        }
    }
}

fields! {
    /// How long Velero waits for volumes: a duration of Go, `1h` where nothing is set.
    ResticTimeout = "restic_timeout", Text;
    /// Groups in which restic and node-agent run: a list, also of one.
    ResticSupplementalGroups = "restic_supplemental_groups", Numbers;
    /// Groups of the rsync pods of the source: `1000,2000`.
    SourceSupplementalGroups = "src_supplemental_groups", Text;
    /// Groups of the rsync pods of the target.
    TargetSupplementalGroups = "target_supplemental_groups", Text;
    /// rsync runs as root, where the namespace's policy lets it.
    RsyncPrivileged = "migration_rsync_privileged", Flag;
    /// Velero's plugin with the older SDK of AWS.
    UseLegacyAws = "velero_use_legacy_aws", Flag;
    /// The proxy for plain HTTP of MTC's pods and Velero's.
    HttpProxy = "http_proxy", Text;
    /// The proxy for HTTPS.
    HttpsProxy = "https_proxy", Text;
    /// The hosts that are reached without.
    NoProxy = "no_proxy", Text;
    /// The proxy of direct volume migrations.
    StunnelProxy = "stunnel_tcp_proxy", Text;
    /// The end of the hosts of the routes that volumes are sent to.
    ClusterSubdomain = "cluster_subdomain", Text;
    /// Memory of the controller.
    ControllerMemory = "mig_controller_limits_memory", Text;
    /// Memory of the rsync pods of the source.
    SourceRsyncMemory = "source_rsync_pod_memory_limits", Text;
    /// Memory of the rsync pods of the target.
    TargetRsyncMemory = "target_rsync_pod_memory_limits", Text;
    /// Memory of the stunnel containers.
    StunnelMemory = "stunnel_pod_memory_limits", Text;
    /// Where the volumes of pods lie on the nodes.
    ResticHostPath = "restic_pv_host_path", Text;
}
