//! How many rows a screen has, and when several endpoints share one. One rule for what is measured and
//! for what is exported.

/// So many endpoints have a row each, whatever they share.
pub(super) const EACH: usize = 8;
/// Of more, those of a group of more than so many share a row.
pub(super) const FEW: usize = 3;
/// Rows at most.
pub(super) const MOST: usize = 20;
/// Before what is to be done.
pub(super) const ARROW: &str = "->";

/// A group of so many shares a row, where so many rows are wanted.
pub(super) const fn share_a_row(members: usize, wanted: usize) -> bool {
    wanted > EACH && members > FEW
}

/// `api.example.test and 13 more`, of so many; the name alone of one.
pub(super) fn and_more(first: &str, number: usize) -> String {
    match number {
        0 | 1 => first.to_owned(),
        n => format!("{first} and {} more", n - 1),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_is_named_and_others_are_counted() {
        assert_eq!(and_more("a", 1), "a");
        assert_eq!(and_more("a", 14), "a and 13 more");
        assert!(!share_a_row(8, EACH) && !share_a_row(FEW, 9) && share_a_row(4, 9));
    }
}
