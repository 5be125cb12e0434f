//! The HTML page: hostile text stays text, nothing is asked of anybody, and its policy allows its own
//! style and script only.

use aws_lc_rs::digest::{SHA256, digest};
use base64::Engine;
use base64::prelude::BASE64_STANDARD;

use super::frozen::{Frozen, saying};
use super::{TextStyle, proxied, render};

fn page() -> String {
    render(&Frozen::all().report(), "html", TextStyle::plain(80))
}

/// What stands between these two.
fn between<'a>(page: &'a str, before: &str, behind: &str) -> &'a str {
    let (_, rest) = page.split_once(before).expect("it begins");
    rest.split_once(behind).expect("it ends").0
}

#[test]
fn its_policy_names_its_own_style_and_script() {
    let page = page();
    for (tag, rule) in [("style", "style-src"), ("script", "script-src")] {
        let text = between(&page, &format!("<{tag}>"), &format!("</{tag}>"));
        let hash = BASE64_STANDARD.encode(digest(&SHA256, text.as_bytes()));
        assert!(
            page.contains(&format!("{rule} 'sha256-{hash}'")),
            "{tag}: {hash}"
        );
        assert_eq!(
            page.matches(&format!("<{tag}")).count(),
            1,
            "one {tag} in all"
        );
    }
    assert!(page.contains("default-src 'none'"));
}

#[test]
fn it_asks_nobody_for_anything() {
    for page in [
        page(),
        render(&proxied::run().report(), "html", TextStyle::plain(80)),
    ] {
        for asks in [
            " src=", " srcset=", "url(", "@import", "<link", "<iframe", "<form", "style=\"",
            " onload", "fetch(",
        ] {
            assert!(!page.contains(asks), "{asks}");
        }
        let mut links = page.split("href=\"").skip(1);
        assert!(links.all(|link| link.starts_with("data:application/x-pem-file;base64,")));
    }
}

#[test]
fn what_a_server_says_is_text() {
    let hostile = "<img src=x onerror=alert(1)></details><script>\"'&";
    let frozen = Frozen::of(vec![saying(hostile)], Vec::new());
    let page = render(&frozen.report(), "html", TextStyle::plain(80));
    assert!(page.contains("&#60;img src=x"), "it is shown");
    assert!(!page.contains("<img"), "and is no element");
    assert_eq!(page.matches("<script").count(), 1);
    assert_eq!(
        page.matches("<details").count(),
        page.matches("</details").count()
    );
}
