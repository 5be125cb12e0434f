//! Text that does something where it is printed as it came.

/// What it is, and the text.
pub const ODD: [(&str, &str); 7] = [
    ("escapes", "\u{1b}[2J\u{1b}]0;owned\u{7}\u{1b}[31m"),
    ("C1 controls and DEL", "a\u{9b}2J\u{9d}0;owned\u{9c}\u{7f}"),
    (
        "bidi controls",
        "a\u{202e}tset.live\u{2066}\u{2069}\u{200f}",
    ),
    ("NUL", "good.test\0evil.test"),
    ("lines", "a\r\nok  everything is fine\r\n\n"),
    (
        "a PEM block",
        "\n-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n",
    ),
    (
        "markup",
        "<script>alert(1)</script>|`rm -rf /`|$(reboot)|[x](javascript:0)",
    ),
];
