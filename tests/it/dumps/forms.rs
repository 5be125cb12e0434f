//! The forms in which objects are printed: YAML, JSON, lists, descriptions, tables of events; whole,
//! broken, cut off, and larger than allowed.

use std::io::BufReader;

use mtc_probe::inputs::dump::{DumpForm, DumpLeft, DumpSource, form, read};
use mtc_probe::objects::DumpedObject;

fn objects(bytes: &[u8]) -> (Vec<DumpedObject>, DumpLeft) {
    let mut found = Vec::new();
    let source = DumpSource {
        file: "dump".into(),
        cluster: None,
    };
    let form = form(bytes).expect("a form");
    let mut input = BufReader::with_capacity(7, bytes);
    let left = read(form, &mut input, &source, &mut |object| found.push(object));
    (found, left)
}

fn names(bytes: &[u8]) -> Vec<(String, usize)> {
    let (found, left) = objects(bytes);
    assert_eq!(left, DumpLeft::default());
    let name = |object: &DumpedObject| (object.object.to_string(), object.line);
    found.iter().map(name).collect()
}

const ONE: &str = "apiVersion: v1\nkind: Node\nmetadata:\n  name: n1\n";

#[test]
fn each_form_is_told_by_its_beginning() {
    let forms = [
        (ONE, Some(DumpForm::Yaml)),
        ("---\n# x\nkind: Node\n", Some(DumpForm::Yaml)),
        ("{\n  \"kind\": \"Node\"\n}", Some(DumpForm::Json)),
        ("{\"kind\":\"List\",\"items\":[]}", Some(DumpForm::Json)),
        (
            "Name:         a\nNamespace:    b\n",
            Some(DumpForm::Description),
        ),
        (
            "$ oc get events\nLAST SEEN   TYPE   REASON   OBJECT   MESSAGE\n",
            Some(DumpForm::EventTable),
        ),
        (
            "Error from server (NotFound): backups.velero.io \"b\" not found\n",
            Some(DumpForm::FailedCommand),
        ),
        ("{\"level\":\"info\",\"ts\":1,\"msg\":\"x\"}\n", None),
        (
            "time=\"2025-01-02T03:04:05Z\" level=info msg=\"kind: Node\"\n",
            None,
        ),
        ("", None),
        ("\u{0}\u{1}\u{2}", None),
    ];
    for (text, wanted) in forms {
        assert_eq!(form(text.as_bytes()), wanted, "{text}");
    }
}

#[test]
fn objects_stand_alone_in_rows_and_in_lists() {
    let n1 = ("Node n1".to_owned(), 1);
    assert_eq!(names(ONE.as_bytes()), std::slice::from_ref(&n1));
    let two = format!("{ONE}---\n{}", ONE.replace("n1", "n2"));
    assert_eq!(names(two.as_bytes()), [n1, ("Node n2".to_owned(), 6)]);
    let list = "apiVersion: v1\nitems:\n- apiVersion: v1\n  kind: Node\n  metadata:\n    name: n1\n- apiVersion: v1\n  kind: Pod\n  metadata:\n    name: p\n    namespace: x\nkind: List\nmetadata: {}\n";
    let of_list = [("Node n1".to_owned(), 3), ("Pod x/p".to_owned(), 7)];
    assert_eq!(names(list.as_bytes()), of_list);
    assert_eq!(names(list.replace('\n', "\r\n").as_bytes()), of_list);
    let json = "{\n \"kind\": \"NodeList\", \"apiVersion\": \"v1\",\n \"items\": [\n  {\"metadata\": {\"name\": \"n1\"}},\n  {\"metadata\": {\"name\": \"n2\"}}\n ]\n}";
    assert_eq!(
        names(json.as_bytes()),
        [("Node n1".to_owned(), 4), ("Node n2".to_owned(), 5)]
    );
}

#[test]
fn a_broken_item_costs_itself_alone() {
    let list = "items:\n- kind: Node\n  apiVersion: v1\n  metadata: {name: [broken\n- kind: Node\n  apiVersion: v1\n  metadata: {name: n2}\n";
    let (found, left) = objects(list.as_bytes());
    assert_eq!(found.len(), 1);
    assert_eq!(left.broken, [2]);
}

#[test]
fn every_cut_is_survived() {
    let list = "apiVersion: v1\nitems:\n- apiVersion: v1\n  kind: Secret\n  metadata: {name: a}\n  data: {k: aHVudGVyMg==}\nkind: List\n";
    let json = "{\"kind\":\"List\",\"items\":[{\"kind\":\"Secret\",\"apiVersion\":\"v1\",\"metadata\":{\"name\":\"a\"},\"data\":{\"k\":\"aHVudGVyMg==\"}}]}";
    let described = "Name:         a\nKind:         MigPlan\nAPI Version:  migration.openshift.io/v1alpha1\nStatus:\n  Conditions:\n    Type:  Ready\nEvents:\n  Type  Reason  Age  From  Message\n";
    for text in [list, json, described] {
        for end in 0..text.len() {
            let bytes = &text.as_bytes()[..end];
            if form(bytes).is_some() {
                let (found, _) = objects(bytes);
                assert!(!format!("{found:?}").contains("aHVudGVyMg"));
            }
        }
    }
}

#[test]
fn flipped_bits_and_binary_are_survived() {
    let texts = [
        "items:\n- kind: Node\n  apiVersion: v1\n  metadata: {name: a}\nkind: List\n",
        "{\"kind\":\"Node\",\"apiVersion\":\"v1\",\"metadata\":{\"name\":\"a\"}}",
        "Name:         a\nKind:         MigPlan\nStatus:\n  Conditions:\n    Type:  Ready\n",
        "LAST SEEN   TYPE      REASON   OBJECT    MESSAGE\n1m          Warning   X        pod/a     b\n",
    ];
    let mut read = 0;
    for (text, bit) in texts
        .iter()
        .flat_map(|text| (0..text.len() * 8).map(move |bit| (text, bit)))
    {
        let mut bytes = text.as_bytes().to_vec();
        bytes[bit / 8] ^= 1 << (bit % 8);
        if form(&bytes).is_some() {
            objects(&bytes);
            read += 1;
        }
    }
    assert!(read > 1000, "{read}");
    let mut binary = b"kind: Node\n".to_vec();
    binary.extend((0..=255_u8).cycle().take(10_000));
    let (found, _) = objects(&binary);
    assert!(found.is_empty());
}

#[test]
fn what_is_too_large_is_passed_over() {
    let long = "x".repeat(5 << 20);
    let yaml = format!(
        "kind: Node\napiVersion: v1\nmetadata:\n  name: a\n  labels:\n{}---\n{ONE}",
        format!("    {}: y\n", "x".repeat(60)).repeat(80_000)
    );
    let (found, left) = objects(yaml.as_bytes());
    assert_eq!((found.len(), left.too_large.len()), (1, 1));
    let json =
        format!("{{\"kind\":\"Node\",\"apiVersion\":\"v1\",\"metadata\":{{\"name\":\"{long}\"}}}}");
    let (found, left) = objects(json.as_bytes());
    assert_eq!(found.len(), 0);
    assert_eq!(left.too_large.len() + left.broken.len(), 1);
    let deep = format!("{{\"kind\":\"Node\",\"x\":{}", "[".repeat(100_000));
    let (found, left) = objects(deep.as_bytes());
    assert_eq!((found.len(), left.broken.len()), (0, 1));
}

#[test]
fn descriptions_become_the_object_that_they_describe() {
    let text = "Name:         r1\nNamespace:    openshift-migration\nLabels:       a=b\n              c=d\nAnnotations:  velero.io/restore-pvr-error-count: 2\n              long/one:\n                its value\nAPI Version:  velero.io/v1\nKind:         Restore\nStatus:\n  Phase:  PartiallyFailed\n  Pod Volume Restore Restic Errors:\n    Kind:       PodVolumeRestore\n    Name:       r1-a\n    Kind:       PodVolumeRestore\n    Name:       r1-b\n  Validation Errors:\n    the first one\n    the second: one\nEvents:  <none>\n";
    let (found, _) = objects(text.as_bytes());
    let restore = &found[0];
    assert_eq!(
        restore.annotation("velero.io/restore-pvr-error-count"),
        Some("2")
    );
    assert_eq!(restore.annotation("long/one"), Some("its value"));
    assert_eq!(
        (restore.label("a"), restore.label("c")),
        (Some("b"), Some("d"))
    );
    let failed = restore.fields().list("status.podVolumeRestoreResticErrors");
    let names: Vec<&str> = failed.iter().map(|entry| entry.text("name")).collect();
    assert_eq!(names, ["r1-a", "r1-b"]);
    assert_eq!(restore.text("status.phase"), "PartiallyFailed");
}

#[test]
fn events_of_every_table_are_read() {
    let wide = "NAMESPACE   LAST SEEN   TYPE      REASON             OBJECT          MESSAGE\nshop        2m11s       Warning   FailedScheduling   pod/web-1       0/6 nodes are available\n";
    let old = "LAST SEEN   FIRST SEEN   COUNT   NAME    KIND   SUBOBJECT   TYPE      REASON    SOURCE    MESSAGE\n1m          2m           7       web-1   Pod                Warning   BackOff   kubelet   Back-off pulling image\n";
    for (text, name, message) in [
        (wide, "shop", "0/6 nodes are available"),
        (old, "", "Back-off pulling image"),
    ] {
        let (found, _) = objects(text.as_bytes());
        let event = &found[0];
        assert_eq!(event.text("involvedObject.name"), "web-1", "{text}");
        assert_eq!(event.text("involvedObject.kind"), "Pod");
        assert_eq!(event.text("involvedObject.namespace"), name);
        assert_eq!(event.text("message"), message);
        assert_eq!(event.text("type"), "Warning");
    }
}
