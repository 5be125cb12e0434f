//! Lines that other programs print: literal text with named places. A pattern is filled with values
//! and reads the same values back; no language of ours.

/// One line, or the part of it that matters: `dial tcp {address}: connect: connection refused`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pattern(&'static str);

/// The values of a pattern's places, by name.
pub type Values<'a> = Vec<(&'static str, &'a str)>;

/// A part of a pattern.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Piece {
    Literal(&'static str),
    Place(&'static str),
}

impl Pattern {
    /// The pattern of this text; a name in braces is a place.
    #[must_use]
    pub const fn new(text: &'static str) -> Self {
        Self(text)
    }

    fn pieces(self) -> Vec<Piece> {
        let mut pieces = Vec::new();
        let mut rest = self.0;
        while let Some((before, (name, behind))) = rest
            .split_once('{')
            .and_then(|(before, after)| Some((before, after.split_once('}')?)))
        {
            pieces.push(Piece::Literal(before));
            pieces.push(Piece::Place(name));
            rest = behind;
        }
        pieces.push(Piece::Literal(rest));
        pieces.retain(|piece| *piece != Piece::Literal(""));
        pieces
    }

    /// The names of its places, in their order.
    #[must_use]
    pub fn places(self) -> Vec<&'static str> {
        let names = self.pieces().into_iter().filter_map(|piece| match piece {
            Piece::Place(name) => Some(name),
            Piece::Literal(_) => None,
        });
        names.collect()
    }

    /// The texts between its places.
    #[must_use]
    pub fn literals(self) -> Vec<&'static str> {
        let literals = self.pieces().into_iter().filter_map(|piece| match piece {
            Piece::Literal(text) => Some(text),
            Piece::Place(_) => None,
        });
        literals.collect()
    }

    /// How many characters of it are the program's own: the more, the less it is mistaken.
    #[must_use]
    pub fn weight(self) -> usize {
        let own = self.pieces().into_iter().map(|piece| match piece {
            Piece::Literal(text) => text.len(),
            Piece::Place(_) => 0,
        });
        own.sum()
    }

    /// The line with these values; a place without a value is shown as in [`Pattern::shown`].
    #[must_use]
    pub fn fill(self, values: &[(&str, &str)]) -> String {
        let piece = |piece| match piece {
            Piece::Literal(text) => text.to_owned(),
            Piece::Place(name) => values
                .iter()
                .find(|(known, _)| *known == name)
                .map_or_else(|| stand_in(name), |(_, value)| (*value).to_owned()),
        };
        self.pieces().into_iter().map(piece).collect()
    }

    /// The line for people who have no values: `dial tcp IP:PORT: ...`.
    #[must_use]
    pub fn shown(self) -> String {
        self.fill(&[])
    }

    /// The values of its places, where the line holds it between other words. Of places where it may
    /// begin only so many are tried, so that a long line costs no more than many short ones.
    #[must_use]
    pub fn read(self, line: &str) -> Option<Values<'_>> {
        // Most lines hold nothing of it, which is seen without taking it apart.
        let begins = self.0.split('{').next().unwrap_or_default();
        if !line.contains(begins) {
            return None;
        }
        let pieces = self.pieces();
        let Some(Piece::Literal(first)) = pieces.first() else {
            return read_here(&pieces, "", line).ok();
        };
        for (at, _) in line.match_indices(first).take(MOST_STARTS) {
            match read_here(&pieces, &line[..at], &line[at..]) {
                Ok(values) => return Some(values),
                Err(Miss::Here) => {}
                Err(Miss::Everywhere) => return None,
            }
        }
        None
    }
}

/// Places of one line where a pattern may begin.
const MOST_STARTS: usize = 1000;

/// Why a text does not begin with a pattern.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Miss {
    /// It may begin further on.
    Here,
    /// A literal of it is missing in all that follows.
    Everywhere,
}

/// The values, where the text begins with these pieces and no word goes on at either end.
fn read_here<'a>(pieces: &[Piece], before: &str, text: &'a str) -> Result<Values<'a>, Miss> {
    let in_word = |a: Option<char>, b: Option<char>| {
        a.is_some_and(char::is_alphanumeric) && b.is_some_and(char::is_alphanumeric)
    };
    if in_word(before.chars().next_back(), text.chars().next()) {
        return Err(Miss::Here);
    }
    let (mut values, mut rest, mut last) = (Values::new(), text, None);
    let mut left = pieces.iter();
    while let Some(piece) = left.next() {
        match *piece {
            Piece::Literal(literal) => {
                rest = rest.strip_prefix(literal).ok_or(Miss::Here)?;
                last = literal.chars().next_back();
            }
            Piece::Place(name) => {
                let (value, behind) = match left.next() {
                    Some(Piece::Literal(literal)) => {
                        last = literal.chars().next_back();
                        rest.split_once(literal).ok_or(Miss::Everywhere)?
                    }
                    Some(Piece::Place(_)) | None => (rest, ""),
                };
                if value.is_empty() {
                    return Err(Miss::Here);
                }
                values.push((name, value));
                rest = behind;
            }
        }
    }
    let ends_in_place = matches!(pieces.last(), Some(Piece::Place(_)));
    let stops = ends_in_place || !in_word(last, rest.chars().next());
    stops.then_some(values).ok_or(Miss::Here)
}

/// What stands for a value that is not known.
fn stand_in(name: &str) -> String {
    match name {
        "address" => "IP:PORT".into(),
        "resolver" => "IP:53".into(),
        "now" | "limit" => "T".into(),
        "length" => "N".into(),
        "server_error" => "5xx".into(),
        "reason" | "request" | "url" => "...".into(),
        other => other.to_ascii_uppercase(),
    }
}

#[cfg(test)]
mod tests {
    use super::Pattern;

    const DIAL: Pattern = Pattern::new("dial tcp {address}: connect: {reason}");

    #[test]
    fn what_was_filled_in_is_read_back() {
        let values = [("address", "192.0.2.1:443"), ("reason", "no route to host")];
        let line = DIAL.fill(&values);
        assert_eq!(line, "dial tcp 192.0.2.1:443: connect: no route to host");
        let logged = format!("Get \"https://a.test/\": {line}");
        assert_eq!(DIAL.read(&logged).as_deref(), Some(&values[..]));
        assert_eq!(DIAL.read("dial tcp 192.0.2.1:443: i/o timeout"), None);
        assert_eq!(DIAL.shown(), "dial tcp IP:PORT: connect: ...");
    }

    #[test]
    fn it_may_begin_again_and_again_in_a_long_line() {
        let starts = "dial tcp ".repeat(100_000);
        assert_eq!(DIAL.read(&starts), None);
        assert_eq!(DIAL.read(&format!("{starts}: connect: ")), None);
        let twice = "dial tcp : connect: refused, dial tcp 192.0.2.1:1: connect: refused";
        let found = DIAL.read(twice).expect("the second");
        assert_eq!(found[0], ("address", "192.0.2.1:1"));
    }

    #[test]
    fn a_part_of_a_word_is_none() {
        let found = |line| Pattern::new("EOF").read(line).is_some();
        assert!(found("read: EOF") && found("(EOF)"));
        assert!(!found("GEOFENCE") && !found("EOFs"));
    }
}
