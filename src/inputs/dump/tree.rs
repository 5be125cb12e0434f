//! Whose a file of a must-gather or of a `velero debug` bundle is, by its path: which cluster, which
//! migration, which pod. Reads paths, and the first line that a failed command left; opens nothing.

/// What a path of a must-gather tells of its file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Belonging<'a> {
    /// The directory of the cluster, up to its name: parts of a path with the same one are about one
    /// cluster.
    pub cluster: Option<&'a str>,
    /// What the file is.
    pub part: GatheredPart<'a>,
}

/// What a file of a must-gather is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum GatheredPart<'a> {
    /// Objects, or what nothing is known of.
    #[default]
    Other,
    /// The log of a pod; one of MTC's must-gather holds all containers of the pod.
    PodLog {
        /// The namespace of the pod.
        namespace: &'a str,
        /// The pod.
        pod: &'a str,
        /// The container; `None`: all of them.
        container: Option<&'a str>,
        /// The log of the container before it was started again.
        is_previous: bool,
    },
    /// The log of a backup, as `velero backup logs` prints it.
    BackupLog(&'a str),
    /// The log of a restore.
    RestoreLog(&'a str),
    /// What `velero backup describe`, `velero restore describe` or `oc describe` printed of this.
    Description(&'a str),
    /// MTC's must-gather could not log in to the cluster of this name.
    LoginError(&'a str),
    /// The summary in Markdown of OADP's must-gather.
    Summary,
    /// Metrics, which are no text.
    Metrics,
}

/// How an error of a command begins that stands in the place of what the command was to write. `&>` in
/// the scripts of must-gather writes both into one file.
const ERRORS: [&str; 8] = [
    "Error from server",
    "error: ",
    "Error: ",
    "An error occurred: ",
    "No resources found",
    "The connection to the server",
    "Unable to connect to the server",
    "Login to migcluster ",
];

/// Whether a file that begins with this line holds the error of the command that was to write it.
#[must_use]
pub fn is_error_of_a_command(line: &str) -> bool {
    ERRORS.iter().any(|error| line.starts_with(error))
}

/// What the path tells.
#[must_use]
pub fn belonging(path: &str) -> Belonging<'_> {
    let parts: Vec<&str> = path.split('/').collect();
    Belonging {
        cluster: cluster(path, &parts),
        part: part(&parts),
    }
}

/// The directory above `namespaces` and `cluster-scoped-resources`, or `clusters/NAME`, or
/// `velero-bundle`. Plans stand beside the clusters, and are those of the host cluster.
fn cluster<'a>(path: &'a str, parts: &[&str]) -> Option<&'a str> {
    let up_to = |count: usize| {
        let length: usize = parts[..count].iter().map(|part| part.len() + 1).sum();
        path.get(..length.saturating_sub(1))
    };
    let find = |name: &str| parts.iter().position(|part| *part == name);
    if let Some(at) = find("clusters").filter(|at| at + 2 < parts.len()) {
        return up_to(at + 2);
    }
    if let Some(at) = find("velero-bundle") {
        return up_to(at + 1);
    }
    let scoped = find("cluster-scoped-resources").or_else(|| find("namespaces"));
    scoped.and_then(up_to)
}

fn part<'a>(parts: &[&'a str]) -> GatheredPart<'a> {
    let file = parts.last().copied().unwrap_or_default();
    let behind = |name: &str| {
        let at = parts.iter().position(|part| *part == name)?;
        parts.get(at + 1..)
    };
    if file == "login_error.txt" {
        let name = behind("clusters").and_then(|rest| rest.first().copied());
        return GatheredPart::LoginError(name.unwrap_or_default());
    }
    if file == "oadp-must-gather-summary.md" {
        return GatheredPart::Summary;
    }
    if parts.contains(&"metrics") {
        return GatheredPart::Metrics;
    }
    if let Some(name) = file.strip_suffix(".txt").and_then(described) {
        return GatheredPart::Description(name);
    }
    if !is_log(file) {
        return GatheredPart::Other;
    }
    pod_log(parts, file).unwrap_or_else(|| run_log(parts, file))
}

/// `backup-describe-NAME.txt`, `restore-describe-NAME.txt`, `pvb-describe-NAME.txt`, `describe-NAME.txt`.
fn described(name: &str) -> Option<&str> {
    let (before, name) = name.split_once("describe-")?;
    let known = ["", "backup-", "restore-", "pvb-", "pvr-"];
    known.contains(&before).then_some(name)
}

fn is_log(file: &str) -> bool {
    file.rsplit_once('.')
        .is_some_and(|(_, ending)| ending == "log")
}

fn pod_log<'a>(parts: &[&'a str], file: &str) -> Option<GatheredPart<'a>> {
    let is_previous = file.starts_with("previous");
    // `kubecapture/core_v1/NS/POD/CONTAINER/CONTAINER.log` of `velero debug`.
    let captured = parts.iter().position(|part| *part == "core_v1");
    if let Some([namespace, pod, container, _]) = captured.and_then(|at| parts.get(at + 1..)) {
        return Some(GatheredPart::PodLog {
            namespace,
            pod,
            container: Some(container),
            is_previous,
        });
    }
    let at = parts.iter().position(|part| *part == "namespaces")?;
    match parts.get(at + 1..)? {
        // `oc adm inspect`.
        [namespace, "pods", pod, container, ..] if file != *container => {
            Some(GatheredPart::PodLog {
                namespace,
                pod,
                container: Some(container),
                is_previous,
            })
        }
        [namespace, "logs", pod, _] => Some(GatheredPart::PodLog {
            namespace,
            pod,
            container: None,
            is_previous,
        }),
        _ => None,
    }
}

/// Logs of backups and restores: `backup-NAME.log` of MTC's, `velero.io/backups/NAME.log` of OADP's.
fn run_log<'a>(parts: &[&'a str], file: &'a str) -> GatheredPart<'a> {
    let name = file.strip_suffix(".log").unwrap_or(file);
    let above = parts.iter().rev().nth(1).copied().unwrap_or_default();
    match above {
        "backups" => GatheredPart::BackupLog(name),
        "restores" => GatheredPart::RestoreLog(name),
        _ => {
            let of = |kind: &str| name.strip_prefix(kind).filter(|_| above == name);
            let backup = of("backup-").map(GatheredPart::BackupLog);
            let restore = || of("restore-").map(GatheredPart::RestoreLog);
            backup.or_else(restore).unwrap_or_default()
        }
    }
}
