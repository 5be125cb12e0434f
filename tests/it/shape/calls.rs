//! Where code is `unsafe`: in these files, each for the system calls that it is listed with. Everywhere
//! else the compiler refuses it (`unsafe_code = "deny"` in Cargo.toml).

use super::tree::{File, files, sources};
use super::{is_rust, none};

/// File → the calls in its `unsafe` blocks, in their order.
const UNSAFE: [(&str, &[&str]); 10] = [
    ("src/commands/interrupt.rs", &["sigaction"]),
    (
        "src/inputs/interfaces.rs",
        &["if_nameindex", "if_freenameindex"],
    ),
    ("src/measure/files.rs", &["getrlimit", "setrlimit"]),
    ("src/measure/tcp.rs", &["setsockopt", "getsockopt"]),
    ("src/measure/zone.rs", &["if_nametoindex"]),
    ("tests/it/cli/world.rs", &["signal"]),
    ("tests/it/lab/paths.rs", &["setsockopt"]),
    ("tests/it/proxied/watching.rs", &["getsockopt"]),
    ("tests/it/shape/calls.rs", &[]),
    ("tests/it/world/path.rs", &["getsockopt"]),
];

/// The keyword and its lint, as code has them: a message of OpenSSL's holds the word, too.
const KEYWORD: [&str; 6] = [
    "unsafe {",
    "unsafe fn",
    "unsafe impl",
    "unsafe extern",
    "unsafe(",
    "unsafe_code",
];

/// Names that are called behind `libc::`, each once.
fn calls(file: &File) -> Vec<&str> {
    let mut found = Vec::new();
    for (at, marker) in file.text.match_indices("libc::") {
        let rest = &file.text[at + marker.len()..];
        let is_of_name = |c: char| c.is_ascii_alphanumeric() || c == '_';
        let end = rest.find(|c| !is_of_name(c)).unwrap_or(rest.len());
        if rest[end..].starts_with('(') && !found.contains(&&rest[..end]) {
            found.push(&rest[..end]);
        }
    }
    found
}

#[test]
fn unsafe_code_is_for_named_system_calls_only() {
    let holds = |file: &File| {
        let mut code = file.text.lines().map(str::trim_start);
        let is_code = |line: &str| KEYWORD.iter().any(|form| line.contains(form));
        code.any(|line| !line.starts_with("//") && is_code(line))
    };
    let rust = files().into_iter().filter(|file| is_rust(&file.path));
    let (mut wrong, mut seen) = (Vec::new(), 0);
    for file in rust.filter(holds) {
        let row = UNSAFE.iter().find(|(path, _)| *path == file.path);
        seen += usize::from(row.is_some());
        match row {
            None => wrong.push(format!("{}: `unsafe` outside of the list", file.path)),
            Some((_, listed)) if calls(&file) != *listed => wrong.push(format!(
                "{}: calls {:?}, and the list says {listed:?}",
                file.path,
                calls(&file)
            )),
            Some(_) => {}
        }
    }
    none(&wrong);
    assert_eq!(seen, UNSAFE.len(), "a row of the list without `unsafe`");
    let manifest = include_str!("../../../Cargo.toml");
    assert!(manifest.contains("unsafe_code = \"deny\""));
}

/// rustls panics at each handshake where the machine's clock is before 1970, unless it is given another.
#[test]
fn no_tls_asks_the_machine_for_the_time() {
    let (mut wrong, mut seen) = (Vec::new(), 0);
    for file in sources() {
        seen += file.text.matches("Config::builder_with_details(").count();
        for form in ["Config::builder()", "Config::builder_with_provider("] {
            if file.text.contains(form) {
                wrong.push(format!("{}: `{form}` without a clock", file.path));
            }
        }
    }
    none(&wrong);
    assert!(seen >= 4, "{seen}");
}
