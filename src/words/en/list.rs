//! English for lists that may be long: the first names, and how many more there are. Knows nothing of
//! what is listed.

/// So many names of a list are said.
const MOST: usize = 8;

/// The first names, and how many more there are.
pub(in crate::words) fn names<T: ToString>(all: &[T], between: &str) -> String {
    let mut said: Vec<String> = all.iter().take(MOST).map(ToString::to_string).collect();
    if all.len() > MOST {
        said.push(format!("and {} more", all.len() - MOST));
    }
    said.join(between)
}

/// What people know a CA by: the common name in its subject, where it has one.
pub(super) fn common_name(subject: &impl ToString) -> String {
    let text = subject.to_string();
    let named = text.split(", ").find_map(|part| part.strip_prefix("CN="));
    named.map_or_else(|| text.clone(), str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_list_ends_in_a_number() {
        assert_eq!(names(&["a", "b"], ", "), "a, b");
        let many: Vec<usize> = (1..=10_000).collect();
        assert_eq!(names(&many, " "), "1 2 3 4 5 6 7 8 and 9992 more");
    }
}
