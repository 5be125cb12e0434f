//! What the forms of the MTC console take. Every answer was had from its own regular expressions in
//! Node.

use mtc_probe::mtc::form::{refusal_of_url, takes_route, takes_url};

#[test]
fn urls() {
    for (text, taken) in [
        ("https://api.src.example.test:6443", true),
        ("http://minio.example.test:9000", true),
        ("https://10.0.0.5:8443", false),
        ("https://10.0.0.5", false),
        ("10.0.0.5", true),
        ("0.0.0.5", false),
        ("https://minio:9000", false),
        ("https://API.SRC.EXAMPLE.TEST:6443", false),
        ("https://api.example.xn--p1ai", true),
        ("https://api.example.test2", true),
        ("https://[2001:db8::7]:6443", false),
        ("api.src.example.test:6443", false),
        ("see https://api.example.test/x", true),
        ("https://a.bc.test", true),
        ("https://ab.test", false),
    ] {
        assert_eq!(takes_url(text), taken, "{text}");
        assert_eq!(refusal_of_url(text).is_none(), taken, "{text}");
    }
}

#[test]
fn routes() {
    for (text, taken) in [
        ("registry.apps.example.test", true),
        ("registry.mycorp.organization:5000", true),
        ("registry.organization:5000", false),
        ("registry:5000", false),
        ("10.0.0.5:5000", false),
        ("registry.example.museum", true),
        ("r.io", false),
        ("quay.io/org", true),
    ] {
        assert_eq!(takes_route(text), taken, "{text}");
    }
}
