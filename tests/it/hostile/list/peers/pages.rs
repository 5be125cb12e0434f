//! Answers that no good HTTP server gives, each with its row's words. Nothing here knows of sockets.

use super::answers::Answer::{self, Endless, Stalls, Trickles, Whole};

type Kind = (&'static str, Answer);

const OK: &str = "HTTP/1.1 200 OK\r\n";

fn of(text: &str) -> Vec<u8> {
    text.as_bytes().to_vec()
}

fn whole(kind: &'static str, text: &str) -> Kind {
    (kind, Whole(of(text)))
}

/// 200 with these header lines and this body.
fn good(kind: &'static str, lines: &str, body: &str) -> Kind {
    whole(kind, &format!("{OK}{lines}\r\n{body}"))
}

/// A status, and a header that says where to go or what to show.
fn sends(kind: &'static str, status: u16, header: &str) -> Kind {
    let head = format!("HTTP/1.1 {status} No\r\n{header}\r\n");
    whole(kind, &format!("{head}Content-Length: 0\r\n\r\n"))
}

fn endless(kind: &'static str, once: &str, again: &str) -> Kind {
    (kind, Endless(of(once), of(again)))
}

fn counted(lines: usize) -> String {
    (0..lines).map(|n| format!("X-{n}: {n}\r\n")).collect()
}

pub fn kinds() -> Vec<Kind> {
    [
        floods(),
        of_odd_size(),
        of_odd_form(),
        that_lead_on(),
        slow(),
    ]
    .concat()
}

/// For readers of what a role answers.
pub fn of_roles() -> Vec<Kind> {
    let slow = floods().into_iter().step_by(4).chain(slow());
    let quick = of_odd_form().into_iter().chain(that_lead_on());
    quick.chain(slow).collect()
}

fn floods() -> Vec<Kind> {
    let chunked = format!("{OK}Transfer-Encoding: chunked\r\n\r\n");
    let after = |kind, words: &str, again| endless(kind, &format!("{chunked}{words}"), again);
    vec![
        endless("endless 100 Continue", "", "HTTP/1.1 100 Continue\r\n\r\n"),
        endless(
            "endless 103 Early Hints",
            "",
            "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n",
        ),
        endless(
            "endless 101 Switching Protocols",
            "",
            "HTTP/1.1 101 Switching Protocols\r\n\r\n",
        ),
        endless("endless headers", OK, "X: y\r\n"),
        endless(
            "a header without an end",
            "HTTP/1.1 200 OK\r\nX: ",
            "yyyyyyyy",
        ),
        endless("a status line without an end", "HTTP/1.1 200 ", "OK OK OK "),
        endless("endless empty lines", "", "\r\n"),
        endless("endless zeros", "", "\0\0\0\0"),
        endless("a body without an end", "HTTP/1.1 200 OK\r\n\r\n", "body "),
        after("endless chunks", "", "1;x\r\na\r\n"),
        after("a chunk's extension without an end", "1;", "xxxx"),
        after("a chunk's size without an end", "", "0000"),
        after("trailers without an end", "0\r\n", "T: t\r\n"),
    ]
}

fn of_odd_size() -> Vec<Kind> {
    let chunk = |kind, words: &str| good(kind, "Transfer-Encoding: chunked\r\n", words);
    let length =
        |kind, said: &str, body: &str| good(kind, &format!("Content-Length: {said}\r\n"), body);
    let zipped = format!("{OK}Content-Encoding: gzip\r\n\r\n");
    let bomb = [
        zipped.as_bytes(),
        &[0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3],
        &vec![0xed; 60_000],
    ]
    .concat();
    vec![
        chunk("a chunk of 2^64 bytes", "ffffffffffffffff\r\na\r\n"),
        chunk("a chunk of a negative size", "-1\r\na\r\n"),
        chunk("a chunk's size that is no number", "\u{1b}[2J\r\na\r\n"),
        length("a length of 10^30", &format!("1{}", "0".repeat(30)), "ok"),
        length("a negative length", "-1", "ok"),
        length("two lengths", "2\r\nContent-Length: 9", "ok"),
        length(
            "a length beside chunks",
            "2\r\nTransfer-Encoding: chunked",
            "0\r\n\r\n",
        ),
        length("fewer bytes than promised", "2000", "ok"),
        length("more bytes than promised", "2", &"ok".repeat(40_000)),
        ("a gzip bomb", Whole(bomb)),
        good("1 000 headers", &counted(1000), "ok"),
        good(
            "a header of 60 000 bytes",
            &format!("X: {}\r\n", "y".repeat(60_000)),
            "ok",
        ),
    ]
}

fn of_odd_form() -> Vec<Kind> {
    let wide = "HTTP/1.1 200 OK\r\n\r\n"
        .encode_utf16()
        .flat_map(u16::to_le_bytes);
    let frames = b"\0\0\x12\x04\0\0\0\0\0\0\x03\0\0\0\x64\0\x04\0\x10\0\0";
    vec![
        whole("HTTP/0.9", "<html>hello</html>"),
        whole("HTTP/9.9", "HTTP/9.9 200 OK\r\n\r\n"),
        ("HTTP/2 in place of HTTP/1", Whole(frames.to_vec())),
        whole("status 000", "HTTP/1.1 000 No\r\n\r\n"),
        whole("status 999", "HTTP/1.1 999 No\r\n\r\n"),
        whole(
            "a status of 20 digits",
            "HTTP/1.1 20020020020020020020 OK\r\n\r\n",
        ),
        whole("a status that is negative", "HTTP/1.1 -20 OK\r\n\r\n"),
        good("a header without a colon", "no colon here\r\n", "ok"),
        good("a header without a name", ": nobody\r\n", "ok"),
        good("a folded header", "X: y\r\n\tz\r\n", "ok"),
        whole(
            "lines that end in LF only",
            "HTTP/1.1 200 OK\nContent-Length: 2\n\nok",
        ),
        whole(
            "lines that end in CR only",
            "HTTP/1.1 200 OK\rContent-Length: 2\r\rok",
        ),
        ("UTF-16", Whole(wide.collect())),
        (
            "noise",
            Whole(b"\xa5\x5a\x9b\xff\x80\x01\x17\xfe".repeat(100)),
        ),
        whole("nothing", ""),
        whole("half of a status line", "HTTP/1.1 2"),
    ]
}

fn that_lead_on() -> Vec<Kind> {
    let long = "a".repeat(10_000);
    let realm = "WWW-Authenticate: Bearer realm=\"";
    vec![
        sends("a redirect to itself", 302, "Location: /"),
        sends("a redirect to a file", 302, "Location: file:///etc/passwd"),
        sends(
            "a redirect to this machine",
            302,
            "Location: http://[::1]:1/",
        ),
        sends(
            "a redirect to a cloud's metadata",
            302,
            "Location: http://169.254.169.254/latest",
        ),
        sends(
            "a redirect of 10 000 bytes",
            302,
            &format!("Location: http://{long}.test/"),
        ),
        sends(
            "a challenge of 10 000 bytes",
            401,
            &format!("{realm}{long}\""),
        ),
        sends(
            "a challenge without its closing quote",
            401,
            &format!("{realm}https://a"),
        ),
    ]
}

fn slow() -> Vec<Kind> {
    let page = format!("{OK}Content-Length: 9000\r\n\r\n{}", "<p>".repeat(3000));
    let headers = format!("{OK}{}", counted(1000));
    vec![
        ("a page that trickles", Trickles(of(&page))),
        ("headers that trickle", Trickles(of(&headers))),
        ("silence after a request", Stalls(vec![])),
        (
            "silence inside of a header",
            Stalls(of("HTTP/1.1 200 OK\r\nX: ")),
        ),
        (
            "silence inside of a body",
            Stalls(of("HTTP/1.1 200 OK\r\nContent-Length: 20\r\n\r\nok")),
        ),
    ]
}

/// Where an answer holds text, with `TEXT` in that place.
pub const PLACES: [(&str, &str); 5] = [
    (
        "a reason phrase",
        "HTTP/1.1 500 TEXT\r\nContent-Length: 0\r\n\r\n",
    ),
    (
        "the name of a server",
        "HTTP/1.1 200 OK\r\nServer: TEXT\r\nContent-Length: 0\r\n\r\n",
    ),
    (
        "the place of a redirect",
        "HTTP/1.1 302 Found\r\nLocation: https://a.test/TEXT\r\nContent-Length: 0\r\n\r\n",
    ),
    (
        "a challenge",
        "HTTP/1.1 401 No\r\nWWW-Authenticate: Basic realm=\"TEXT\"\r\nContent-Length: 0\r\n\r\n",
    ),
    (
        "a page",
        "HTTP/1.1 503 No\r\nContent-Type: text/html\r\n\r\n<html><title>TEXT</title><h1>TEXT</h1>TEXT</html>",
    ),
];
