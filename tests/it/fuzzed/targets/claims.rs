//! What must hold of every text that is shown, whoever wrote the words in it.
//! Knows no target.

/// Characters that a terminal obeys instead of showing: control characters but the line break, and
/// what turns or hides the text around it (Unicode's bidirectional controls, zero-width characters,
/// line and paragraph separators). A list of its own: it is not asked of the code under test.
fn is_obeyed(c: char) -> bool {
    let code = u32::from(c);
    let is_control = code < 0x20 || (0x7f..0xa0).contains(&code);
    let turns = (0x202a..=0x202e).contains(&code) || (0x2066..=0x2069).contains(&code);
    let hides = (0x200b..=0x200f).contains(&code) || matches!(code, 0x61c | 0x2060 | 0xfeff);
    is_control || turns || hides || matches!(code, 0x2028 | 0x2029)
}

/// One or more lines for a terminal: nothing raw.
#[track_caller]
pub fn harmless(text: &str) {
    let raw = text.chars().find(|c| *c != '\n' && is_obeyed(*c));
    assert!(raw.is_none(), "{raw:?} reaches a terminal in {text:?}");
}

/// One line for a terminal: nothing raw, and no line break.
#[track_caller]
pub fn one_line(text: &str) {
    assert!(!text.contains('\n'), "a line break in {text:?}");
    harmless(text);
}

/// At most so many bytes for each one that came, and so many more.
#[track_caller]
pub fn bounded(length: usize, came: usize, (factor, more): (usize, usize)) {
    let most = came * factor + more;
    assert!(length <= most, "{length} bytes of {came}, at most {most}");
}
