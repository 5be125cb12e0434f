//! YAML and JSON that unfold, nest, repeat or never close: each as a kubeconfig, and as objects of a cluster. Of
//! what a good file says nothing is here.

use std::fmt::Write;

use super::super::{Channel, Row};
use super::{CERTIFICATE, Content, NOBODY, many};

/// Anchors that hold the one before them nine times, twelve deep.
fn laughs(open: &str, item: fn(usize, char) -> String, close: &str) -> Vec<u8> {
    let mut text = String::from("a: &a {x: lol}\n");
    for (before, letter) in ('a'..='l').zip('b'..='m') {
        let items: Vec<String> = (0..9).map(|n| item(n, before)).collect();
        let items = items.join(", ");
        writeln!(text, "{letter}: &{letter} {open}{items}{close}").expect("a String takes it");
    }
    text.into()
}

/// An object of MTC's with these lines in it.
fn cluster(name: &str, spec: &str) -> String {
    format!(
        "apiVersion: migration.openshift.io/v1alpha1\nkind: MigCluster\nmetadata: {{name: {name}}}\nspec: {{url: \"https://{NOBODY}\"{spec}}}\n"
    )
}

/// Of both channels.
const TEXTS: [Content; 24] = [
    ("a billion laughs in lists", || {
        laughs("[", |_, before| format!("*{before}"), "]")
    }),
    ("a billion laughs in maps", || {
        laughs("{", |n, before| format!("k{n}: *{before}"), "}")
    }),
    ("a billion laughs by merge keys", || {
        laughs("{<<: [", |_, before| format!("*{before}"), "]}")
    }),
    ("an anchor inside of itself", || b"a: &a [*a]\n".to_vec()),
    ("an alias of nothing", || b"contexts: *nowhere\n".to_vec()),
    ("100,000 open lists", || {
        ("a: ".to_owned() + &"[".repeat(100_000)).into()
    }),
    ("3,000 levels by indentation", || {
        many(3_000, |n| " ".repeat(n) + "a:\n").into()
    }),
    ("10,000 levels by dashes", || "- ".repeat(10_000).into()),
    ("10,000 levels by question marks", || {
        "? ".repeat(10_000).into()
    }),
    ("tabs for indentation", || {
        b"contexts:\n\t- name: c\n".to_vec()
    }),
    ("a key that stands there twice", || {
        b"kind: Config\nkind: Secret\n".to_vec()
    }),
    ("200,000 keys", || {
        many(200_000, |n| format!("a{n}: 1\n")).into()
    }),
    ("a key of 2 MB", || ("x".repeat(2_000_000) + ": 1\n").into()),
    ("a quote that never closes", || {
        ("a: \"".to_owned() + &"x".repeat(2_000_000)).into()
    }),
    ("2 MB of colons", || vec![b':'; 2_000_000]),
    ("100,000 tags", || "!!binary ".repeat(100_000).into()),
    ("100,000 directives", || {
        "%YAML 1.2\n".repeat(100_000).into()
    }),
    ("1,000,000 empty documents", || {
        "---\n".repeat(1_000_000).into()
    }),
    ("numbers beyond all numbers", || {
        format!(
            "a: [{}1]\nb: {}\n",
            "1e999999999, ".repeat(50_000),
            "9".repeat(500_000)
        )
        .into()
    }),
    ("NUL", || b"contexts: \0\n".to_vec()),
    ("UTF-16", || {
        "contexts: []\n"
            .encode_utf16()
            .flat_map(u16::to_le_bytes)
            .collect()
    }),
    ("50,000 levels of JSON", || "{\"a\":".repeat(50_000).into()),
    ("a text of 300,000 escapes in JSON", || {
        format!("{{\"a\": \"{}\"}}", "\\u0000".repeat(300_000)).into()
    }),
    ("base64 of 8 MB", || {
        let data = "QUFB".repeat(2_000_000);
        format!("clusters: [{{name: k, cluster: {{server: \"https://{NOBODY}\", certificate-authority-data: {data}}}}}]\ncontexts: [{{name: c, context: {{cluster: k}}}}]\n").into()
    }),
];

const KUBECONFIGS: [Content; 8] = [
    ("20,000 contexts", || {
        let one = |n| format!("- {{name: c{n}, context: {{cluster: k}}}}\n");
        ("contexts:\n".to_owned() + &many(20_000, one)).into()
    }),
    ("a context that is a number", || b"contexts: 7\n".to_vec()),
    ("a server without an address", || server("https://")),
    ("a server with a password in it", || {
        server("https://u:hunter2@127.0.0.1:1")
    }),
    ("a server with controls in it", || {
        server("https://\\e[2J\\u202e.test:1")
    }),
    ("a server of another scheme", || {
        server("gopher://127.0.0.1:1")
    }),
    ("a CA that is a directory", || named_ca("/")),
    ("a CA that is a device", || named_ca("/dev/zero")),
];

fn server(url: &str) -> Vec<u8> {
    format!("contexts: [{{name: c, context: {{cluster: k}}}}]\nclusters: [{{name: k, cluster: {{server: \"{url}\"}}}}]\n").into()
}

fn named_ca(path: &str) -> Vec<u8> {
    format!("contexts: [{{name: c, context: {{cluster: k}}}}]\nclusters: [{{name: k, cluster: {{server: \"https://{NOBODY}\", certificate-authority: {path}}}}}]\n").into()
}

const OBJECTS: [Content; 18] = [
    ("a Secret of 8 MB", || {
        format!(
            "apiVersion: v1\nkind: Secret\nmetadata: {{name: s}}\ndata: {{ca.crt: {}}}\n",
            "A".repeat(8_000_000)
        )
        .into()
    }),
    ("3,000 Secrets", || {
        "apiVersion: v1\nkind: Secret\nmetadata: {name: s}\nstringData: {token: hunter2}\n---\n"
            .repeat(3_000)
            .into()
    }),
    ("a name of 1 MB", || {
        cluster(&"x".repeat(1_000_000), "").into()
    }),
    ("a name of controls", || {
        cluster("\"\\e[2J\\u202e\\u2028\"", "").into()
    }),
    ("a name that is a list", || cluster("[a, b]", "").into()),
    ("a CA bundle of 9,000 certificates", || {
        use base64::Engine as _;
        let bundle = base64::engine::general_purpose::STANDARD.encode(CERTIFICATE.repeat(9_000));
        cluster("a", &format!(", caBundle: {bundle}")).into()
    }),
    ("a CA bundle that is no base64", || {
        cluster("a", ", caBundle: \"***\"").into()
    }),
    ("a CA bundle that is a map", || {
        cluster("a", ", caBundle: {a: b}").into()
    }),
    ("2,000 clusters of one name", || {
        (cluster("a", "") + "---\n").repeat(2_000).into()
    }),
    ("a list of 1,000,000 empty objects", || {
        format!("[{}{{}}]", "{},".repeat(1_000_000)).into()
    }),
    ("a list in a list, 100 deep", || {
        let open = "{\"apiVersion\":\"v1\",\"kind\":\"List\",\"items\":[".repeat(100);
        (open + &"]}".repeat(100)).into()
    }),
    ("a status of 5,000 conditions", || {
        let one = "{\"type\":\"Ready\",\"status\":\"True\"},".repeat(5_000);
        format!("{{\"apiVersion\":\"migration.openshift.io/v1alpha1\",\"kind\":\"MigPlan\",\"metadata\":{{\"name\":\"p\"}},\"status\":{{\"conditions\":[{one}{{}}]}}}}").into()
    }),
    ("a URL of 1 MB", || {
        cluster(
            "a",
            &format!(", exposedRegistryPath: {}", "x".repeat(1_000_000)),
        )
        .into()
    }),
    ("300,000 pods in a list", || {
        let pods = "{\"kind\":\"Pod\"},".repeat(300_000);
        format!("{{\"kind\":\"List\",\"items\":[{pods}{{}}]}}").into()
    }),
    ("a list of 300,000 values in YAML", || {
        ("kind: List\nitems:\n".to_owned() + &"- a: 1\n".repeat(150_000)).into()
    }),
    ("an object of 300,000 values", || {
        let values = "{\"a\":1},".repeat(150_000);
        format!("{{\"kind\":\"MigCluster\",\"apiVersion\":\"migration.openshift.io/v1alpha1\",\"metadata\":{{\"name\":\"a\"}},\"spec\":{{\"x\":[{values}0]}}}}").into()
    }),
    (
        "one object 400 times, each with a server of its own",
        || {
            let one = |n: usize| {
                format!(
                    "{{\"kind\":\"MigCluster\",\"apiVersion\":\"migration.openshift.io/v1alpha1\",\"metadata\":{{\"name\":\"a\"}},\"spec\":{{\"url\":\"https://127.1.{}.{}:2\"}}}}",
                    n / 250,
                    n % 250 + 1
                )
            };
            let all: Vec<String> = (0..400).map(one).collect();
            format!("{{\"kind\":\"List\",\"items\":[{}]}}", all.join(",")).into()
        },
    ),
    ("an object that ends in its middle", || {
        let whole = cluster("a", ", caBundle: ");
        whole[..whole.len() / 2].into()
    }),
];

fn kubeconfig((kind, content): Content) -> Row {
    Row::new(Channel::Kubeconfig, kind, move |scene| {
        let file = scene.file("config", content());
        scene.endpoints(&["--context", "c", "--kubeconfig", &file])
    })
    .exits(&[1, 3])
}

fn objects((kind, content): Content) -> Row {
    Row::new(Channel::Objects, kind, move |scene| {
        let file = scene.file("objects.yaml", content());
        scene.endpoints(&["-f", &file])
    })
    .exits(&[1, 3])
}

pub fn rows() -> Vec<Row> {
    let configs = TEXTS.into_iter().chain(KUBECONFIGS).map(kubeconfig);
    let files = TEXTS.into_iter().chain(OBJECTS).map(objects);
    configs.chain(files).collect()
}
