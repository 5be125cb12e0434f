//! Which pod a line is about, so that the commands name it: an event's own object, the pod in a line of
//! MTC's controller, or, where a pod tells of its own trouble, the one that wrote the line.
//! Guesses nothing: Velero's pod is not the pod that Velero speaks of.

use crate::dialects::pattern::Values;
use crate::logs::{Event, WRITER_NAMESPACE, WRITER_POD, Writer};

/// How MTC's controller puts an event into a line, before `NAMESPACE/NAME`.
const ABNORMAL: &str = "Found abnormal event for ";
/// Fields of Velero's lines that have the object of the backup or restore in them.
const OF_ITEMS: [&str; 4] = ["resource", "groupResource", "pod", "volume"];

/// How the last lines of a program in Go begin.
const OWN: [&str; 2] = ["panic: ", "fatal error: "];

/// The values of a pattern, with the pod and the namespace that the rest of the event names.
pub(super) fn with_pod<'e>(mut values: Values<'e>, event: &'e Event<'_>) -> Values<'e> {
    let (namespace, pod) = pod_of(event);
    for (name, value) in [("pod", pod), ("namespace", namespace)] {
        let is_told = values.iter().any(|(known, _)| *known == name);
        values.extend(value.filter(|_| !is_told).map(|value| (name, value)));
    }
    values
}

fn pod_of<'e>(event: &'e Event<'_>) -> (Option<&'e str>, Option<&'e str>) {
    let fields = (event.field("namespace"), event.field("pod"));
    match event.writer {
        Writer::KubeEvent => fields,
        // What a pod says of its own trouble.
        Writer::Rsync | Writer::Stunnel => of_writer(event),
        Writer::Plain if OWN.iter().any(|text| event.message.starts_with(text)) => of_writer(event),
        Writer::ZapJson => of_abnormal(&event.message),
        Writer::Logrus | Writer::LogrusJson
            if OF_ITEMS.iter().any(|of| event.field(of).is_some()) =>
        {
            let (namespace, pod) = fields;
            match pod.and_then(|pod| pod.split_once('/')) {
                Some((namespace, pod)) => (Some(namespace), Some(pod)),
                None => (namespace, pod),
            }
        }
        Writer::Logrus
        | Writer::LogrusJson
        | Writer::Klog
        | Writer::ZapConsole
        | Writer::Ansible
        | Writer::Restic
        | Writer::Node
        | Writer::Router
        | Writer::Describe
        | Writer::Object
        | Writer::Plain => (None, None),
    }
}

fn of_writer<'e>(event: &'e Event<'_>) -> (Option<&'e str>, Option<&'e str>) {
    (event.field(WRITER_NAMESPACE), event.field(WRITER_POD))
}

/// `Found abnormal event for Rsync transfer Pod shop/rsync-1`.
fn of_abnormal(message: &str) -> (Option<&str>, Option<&str>) {
    let named = message
        .split_once(ABNORMAL)
        .and_then(|(_, behind)| behind.split_once("Pod "))
        .and_then(|(_, behind)| behind.split([' ', ',']).next())
        .and_then(|name| name.split_once('/'));
    named.unzip()
}
