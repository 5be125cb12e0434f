//! What a misspelt name may stand for.
//! Compares letters; knows no name.

/// The known name that a misspelt one is most like; `None` where none is near.
#[must_use]
pub fn nearest<'a>(asked: &str, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let asked: String = asked
        .to_lowercase()
        .chars()
        .map(|c| if matches!(c, '_' | ' ') { '-' } else { c })
        .collect();
    let distance = |known: &&str| {
        let known = known.to_lowercase();
        if known.contains(&asked) && asked.len() > 3 {
            1
        } else {
            // Two letters in each other's place are one slip.
            strsim::osa_distance(&known, &asked)
        }
    };
    known
        .min_by_key(distance)
        .filter(|known| distance(known) <= known.len() / 3)
}
