//! What `probe --version` says of its own making: the commit, the target, and the versions of the
//! libraries that decide what is sent and what is believed. Changes nothing else of the build.
#![expect(
    clippy::disallowed_methods,
    reason = "a build script reads its environment and Cargo.lock"
)]

use std::path::Path;
use std::process::Command;

/// Whose versions a report of a fault needs.
const LIBRARIES: [&str; 7] = [
    "rustls",
    "rustls-webpki",
    "aws-lc-rs",
    "aws-lc-sys",
    "webpki-roots",
    "x509-parser",
    "hickory-resolver",
];

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=Cargo.lock");
    println!("cargo::rerun-if-env-changed=PROBE_COMMIT");
    let given = std::env::var("PROBE_COMMIT").ok();
    let commit = given.filter(|commit| !commit.is_empty()).or_else(commit);
    let commit = commit.as_deref().unwrap_or("not recorded");
    println!("cargo::rustc-env=PROBE_COMMIT={commit}");
    println!("cargo::rustc-env=PROBE_TARGET={}", target());
    println!("cargo::rustc-env=PROBE_LIBRARIES={}", libraries());
    println!("cargo::rerun-if-changed={SETTINGS}");
    println!("cargo::rustc-env=PROBE_PAGES={}", pages());
}

/// What a publisher sets.
const SETTINGS: &str = "packaging/settings";

/// Where the pages of `docs/` can be read, for this version; empty as long as that is the placeholder
/// (its host is below `.example`, RFC 2606), or nothing.
fn pages() -> String {
    let settings = std::fs::read_to_string(SETTINGS).unwrap_or_default();
    let set = settings.lines().find_map(|line| {
        let value = line.strip_prefix("PAGES='")?;
        value.strip_suffix('\'')
    });
    let url = set.unwrap_or_default().trim_end_matches('/');
    let host = url
        .strip_prefix("https://")
        .and_then(|rest| rest.split('/').next());
    if host.is_none_or(|host| host.ends_with(".example")) {
        return String::new();
    }
    let version = std::env::var("CARGO_PKG_VERSION").unwrap_or_default();
    url.replace("VERSION", &version)
}

/// The target's triple, and whether the C library is linked in.
fn target() -> String {
    let triple = std::env::var("TARGET").unwrap_or_default();
    let features = std::env::var("CARGO_CFG_TARGET_FEATURE").unwrap_or_default();
    let is_static = features.split(',').any(|feature| feature == "crt-static");
    triple + if is_static { ", static" } else { "" }
}

/// The commit of this checkout. Only a release build asks: any other would be made anew with every
/// commit. `None` where this folder is no checkout, such as an unpacked archive in another one.
fn commit() -> Option<String> {
    if std::env::var("PROFILE").ok()? != "release" {
        return None;
    }
    let top = git(&["rev-parse", "--show-toplevel"])?;
    let here = std::env::var("CARGO_MANIFEST_DIR").ok()?;
    if Path::new(&top).canonicalize().ok()? != Path::new(&here).canonicalize().ok()? {
        return None;
    }
    for path in ["HEAD", "index"] {
        println!(
            "cargo::rerun-if-changed={}",
            git(&["rev-parse", "--git-path", path])?
        );
    }
    git(&["describe", "--always", "--dirty", "--abbrev=40", "--match="])
}

fn git(args: &[&str]) -> Option<String> {
    let ran = Command::new("git").args(args).output().ok()?;
    let text = String::from_utf8(ran.stdout).ok()?;
    ran.status.success().then(|| text.trim().to_owned())
}

/// `name version`, as locked. A name that the lock file has not, or has twice, is left out.
fn libraries() -> String {
    let lock = std::fs::read_to_string("Cargo.lock").unwrap_or_default();
    let version = |wanted: &&str| {
        let mut found = lock
            .split("[[package]]")
            .filter(|package| field(package, "name") == Some(wanted));
        let version = field(found.next()?, "version")?;
        found
            .next()
            .is_none()
            .then(|| format!("{wanted} {version}"))
    };
    let named: Vec<String> = LIBRARIES.iter().filter_map(version).collect();
    named.join(", ")
}

fn field<'a>(package: &'a str, key: &str) -> Option<&'a str> {
    package.lines().find_map(|line| {
        let value = line.strip_prefix(key)?.strip_prefix(" = \"")?;
        value.strip_suffix('"')
    })
}
