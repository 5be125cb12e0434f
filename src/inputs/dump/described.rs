//! The lines of one description as a tree by their indentation, and the object that they describe. The
//! kinds of the core group have descriptions of their own: the fields that are looked at are put where
//! the API has them.

use serde_json::{Map, Value, json};

/// A label, what stands behind it, and what stands below it.
#[derive(Debug, Default)]
pub(super) struct Node {
    pub label: String,
    pub text: String,
    /// Lines below it that have no label.
    pub raw: Vec<String>,
    pub children: Vec<Node>,
    indent: usize,
}

/// `podVolumeRestoreErrors` of `Pod Volume Restore Errors`; which letters of it are capitals in the API
/// cannot be told where several stand together, as in `URL`.
pub(super) fn field_name(label: &str) -> String {
    let mut name = String::new();
    for word in label.split_whitespace() {
        let shout = word.len() > 1 && word.chars().all(|c| c.is_ascii_uppercase());
        let word = if shout && name.is_empty() {
            word.to_ascii_lowercase()
        } else {
            word.to_owned()
        };
        let mut letters = word.chars();
        let Some(first) = letters.next() else {
            continue;
        };
        if name.is_empty() {
            name.extend(first.to_lowercase());
        } else {
            name.push(first);
        }
        name.push_str(letters.as_str());
    }
    name
}

/// The tree of these lines.
pub(super) fn nodes(lines: &[&str]) -> Vec<Node> {
    // The innermost node that is open stands last.
    let mut open: Vec<Node> = vec![Node::default()];
    for line in lines.iter().filter(|line| !line.trim().is_empty()) {
        let indent = line.len() - line.trim_start().len();
        let Some((label, text)) = labelled(line.trim()) else {
            continues(&mut open, line.trim(), indent);
            continue;
        };
        while open.len() > 1 && open.last().is_some_and(|node| node.indent >= indent) {
            close(&mut open);
        }
        open.push(Node {
            label: label.to_owned(),
            text: text.to_owned(),
            indent,
            ..Node::default()
        });
    }
    while open.len() > 1 {
        close(&mut open);
    }
    open.pop().unwrap_or_default().children
}

fn close(open: &mut Vec<Node>) {
    if let Some(node) = open.pop()
        && let Some(parent) = open.last_mut()
    {
        parent.children.push(node);
    }
}

/// A line without a label: an entry of a list of texts, or the rest of a text of several lines.
fn continues(open: &mut [Node], text: &str, indent: usize) {
    let Some(node) = open.last_mut() else { return };
    if node.text.is_empty() && (node.raw.is_empty() || indent > node.indent) {
        node.raw.push(text.to_owned());
    } else if let Some(last) = node.raw.last_mut() {
        last.push('\n');
        last.push_str(text);
    } else {
        node.text.push('\n');
        node.text.push_str(text);
    }
}

/// `Last Transition Time:  2021-03-01T10:00:00Z`; a text with a colon in it has one blank behind that.
fn labelled(line: &str) -> Option<(&str, &str)> {
    let (label, rest) = line.split_once(':')?;
    let plain =
        |c: char| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_' | '.' | '/' | '(' | ')');
    let is_label = !label.is_empty() && label.len() < 80 && label.chars().all(plain);
    (is_label && (rest.is_empty() || rest.starts_with("  "))).then(|| (label, rest.trim()))
}

/// The value of the lines below a label, as the API has it.
fn value(node: &Node, is_sorted: bool) -> Value {
    if node.children.is_empty() && node.raw.is_empty() {
        return match node.text.as_str() {
            "<none>" | "<unset>" | "<nil>" => Value::Null,
            text => Value::from(text),
        };
    }
    if node.children.is_empty() {
        let texts = node.raw.iter().map(|text| Value::from(text.as_str()));
        return Value::Array(texts.collect());
    }
    let mut entries: Vec<Map<String, Value>> = vec![Map::new()];
    let mut before = String::new();
    for child in &node.children {
        let key = field_name(&child.label);
        // The entries of a list follow each other without a mark; the fields of each are sorted.
        let is_next = entries.last().is_some_and(|last| last.contains_key(&key));
        if is_next || (is_sorted && key < before) {
            entries.push(Map::new());
        }
        if let Some(last) = entries.last_mut() {
            last.insert(key.clone(), value(child, is_sorted));
        }
        before = key;
    }
    match entries.len() {
        1 => Value::Object(entries.remove(0)),
        _ => Value::Array(entries.into_iter().map(Value::Object).collect()),
    }
}

/// The object that these lines describe.
pub(super) fn object(nodes: &[Node], lines: &[&str]) -> Value {
    let top = |label: &str| nodes.iter().find(|node| node.label == label);
    let text = |label: &str| top(label).map_or("", |node| node.text.as_str());
    let mut fields = Map::new();
    let mut metadata = Map::new();
    let is_sorted = top("API Version").is_some();
    if is_sorted {
        fields.insert("apiVersion".into(), text("API Version").into());
        fields.insert("kind".into(), text("Kind").into());
        let below = |label: &str| top(label).map(|node| value(node, true));
        if let Some(Value::Object(found)) = below("Metadata") {
            metadata = found;
        }
        for (label, key) in [("Spec", "spec"), ("Status", "status")] {
            fields.extend(below(label).map(|found| (key.to_owned(), found)));
        }
    } else {
        fields = core(nodes);
    }
    for (label, key) in [("Name", "name"), ("Namespace", "namespace")] {
        if !text(label).is_empty() {
            metadata.insert(key.into(), text(label).into());
        }
    }
    metadata.insert("labels".into(), pairs(lines, "Labels:", "="));
    metadata.insert("annotations".into(), pairs(lines, "Annotations:", ":"));
    fields.insert("metadata".into(), Value::Object(metadata));
    Value::Object(fields)
}

/// Labels and annotations: the first behind its heading, the others below it in the same column.
fn pairs(lines: &[&str], heading: &str, between: &str) -> Value {
    let mut lines = lines.iter().skip_while(|line| !line.starts_with(heading));
    let mut found = Map::new();
    let first = lines.next().map(|line| &line[heading.len()..]);
    let more = lines.take_while(|line| line.starts_with(' ')).copied();
    let mut open: Option<String> = None;
    for text in first.into_iter().chain(more).map(str::trim) {
        // A long value stands below its key.
        if let Some(key) = open.take() {
            found.insert(key, text.into());
        } else if let Some((key, value)) = text.split_once(between) {
            match value.trim() {
                "" if between == ":" => open = Some(key.to_owned()),
                value => _ = found.insert(key.to_owned(), value.into()),
            }
        }
    }
    Value::Object(found)
}

/// The fields of an object of the core group, whose description names no kind.
fn core(nodes: &[Node]) -> Map<String, Value> {
    let top = |label: &str| nodes.iter().find(|node| node.label == label);
    let text = |label: &str| top(label).map_or("", |node| node.text.as_str());
    let described = if top("Containers").is_some() {
        pod(nodes)
    } else if top("Reclaim Policy").is_some() {
        volume(nodes)
    } else if top("StorageClass").is_some() {
        let spec =
            json!({ "volumeName": text("Volume"), "storageClassName": text("StorageClass") });
        json!({ "kind": "PersistentVolumeClaim", "spec": spec, "status": { "phase": text("Status") } })
    } else if top("Capacity").is_some() && top("Roles").is_some() {
        json!({ "kind": "Node" })
    } else if ["Active", "Terminating"].contains(&text("Status")) {
        json!({ "kind": "Namespace", "status": { "phase": text("Status") } })
    } else {
        json!({})
    };
    match described {
        Value::Object(mut fields) => {
            fields.insert("apiVersion".into(), "v1".into());
            fields
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Array(_) => {
            Map::new()
        }
    }
}

fn pod(nodes: &[Node]) -> Value {
    let top = |label: &str| nodes.iter().find(|node| node.label == label);
    let text = |label: &str| top(label).map_or("", |node| node.text.as_str());
    let node = text("Node").split('/').next().unwrap_or_default();
    let selected = text("Node-Selectors").lines();
    let selector: Map<String, Value> = selected
        .filter_map(|pair| pair.trim().split_once('='))
        .map(|(key, value)| (key.to_owned(), value.into()))
        .collect();
    let containers = top("Containers").map_or(&[][..], |node| &node.children);
    let statuses: Vec<Value> = containers.iter().map(container).collect();
    json!({
        "kind": "Pod",
        "spec": { "nodeName": node, "nodeSelector": selector },
        "status": { "phase": text("Status"), "containerStatuses": statuses },
    })
}

fn container(node: &Node) -> Value {
    let of = |node: &Node, label: &str| {
        let found = node.children.iter().find(|child| child.label == label);
        found.map(|child| child.text.clone()).unwrap_or_default()
    };
    let state = |label: &str| {
        let found = node.children.iter().find(|child| child.label == label);
        let Some(found) = found.filter(|found| found.text == "Terminated") else {
            return json!({});
        };
        let ended = of(found, "Exit Code").parse::<i64>().ok();
        json!({ "terminated": { "reason": of(found, "Reason"), "exitCode": ended } })
    };
    json!({
        "name": node.label,
        "restartCount": of(node, "Restart Count").parse::<i64>().ok(),
        "state": state("State"),
        "lastState": state("Last State"),
    })
}

fn volume(nodes: &[Node]) -> Value {
    let top = |label: &str| nodes.iter().find(|node| node.label == label);
    let below = |node: &str, label: &str| {
        let found = top(node)?
            .children
            .iter()
            .find(|child| child.label == label);
        found.map(|child| child.text.clone())
    };
    let mut spec = Map::new();
    if below("Source", "Type").is_some_and(|of| of.starts_with("NFS")) {
        let nfs = json!({ "server": below("Source", "Server"), "path": below("Source", "Path") });
        spec.insert("nfs".into(), nfs);
    }
    if let Some((namespace, name)) = top("Claim").and_then(|node| node.text.split_once('/')) {
        let claim = json!({ "namespace": namespace, "name": name });
        spec.insert("claimRef".into(), claim);
    }
    let affinity = top("Node Affinity").map_or(&[][..], |node| &node.children);
    let terms: Vec<Value> = affinity
        .iter()
        .flat_map(|required| &required.children)
        .filter_map(|term| term.text.split_once(" in ["))
        .map(|(key, values)| {
            let values: Vec<&str> = values.trim_end_matches(']').split(", ").collect();
            json!({ "matchExpressions": [{ "key": key, "operator": "In", "values": values }] })
        })
        .collect();
    if !terms.is_empty() {
        let required = json!({ "required": { "nodeSelectorTerms": terms } });
        spec.insert("nodeAffinity".into(), required);
    }
    json!({ "kind": "PersistentVolume", "spec": spec })
}
