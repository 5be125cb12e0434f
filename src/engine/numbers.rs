//! The numbers that targets have in the log, which are those of the input, where a run measures only
//! some of them. In the run itself places have no gaps. Plain arithmetic.

/// From places of a run to numbers of the log, and back.
pub(super) struct Numbers {
    /// Of the targets that were named, in order; `None`: of all.
    named: Option<Vec<u32>>,
    /// How many were named, for all shards together.
    of: usize,
}

impl Numbers {
    /// All of so many targets are measured.
    pub(super) const fn all(of: usize) -> Self {
        Self { named: None, of }
    }

    /// Those that are measured, with their numbers.
    pub(super) fn share<T>(all: Vec<T>, is_measured: impl Fn(&T) -> bool) -> (Vec<T>, Self) {
        let of = all.len();
        let numbered = (0..).zip(all);
        let own = numbered.filter(|(_, one)| is_measured(one));
        let (named, own): (Vec<u32>, Vec<T>) = own.unzip();
        let named = Some(named);
        (own, Self { named, of })
    }

    /// The number of the target at this place. What was found comes behind all that was named.
    pub(super) fn of_place(&self, place: usize) -> usize {
        match &self.named {
            None => place,
            Some(named) => match named.get(place) {
                Some(number) => *number as usize,
                None => self.of + (place - named.len()),
            },
        }
    }

    /// The place of the target with this number; `None` where it is not measured by this run.
    pub(super) fn place_of(&self, number: usize) -> Option<usize> {
        match &self.named {
            None => Some(number),
            Some(named) if number < self.of => {
                let number = u32::try_from(number).ok()?;
                named.binary_search(&number).ok()
            }
            Some(named) => Some(named.len() + (number - self.of)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_have_no_gaps_and_numbers_are_those_of_the_input() {
        let some = |measured: &[u32], of: u32| {
            let (own, numbers) = Numbers::share((0..of).collect(), |one| measured.contains(one));
            assert_eq!(own, measured);
            numbers
        };
        let numbers = |numbers: &Numbers| [0, 1, 2, 3].map(|place| numbers.of_place(place));
        for numbers in [Numbers::all(2), some(&[3, 7], 9), some(&[], 9)] {
            let back = |place| numbers.place_of(numbers.of_place(place));
            assert_eq!([0, 1, 2, 3].map(back), [0, 1, 2, 3].map(Some));
        }
        assert_eq!(some(&[3, 7], 9).place_of(4), None);
        assert_eq!(numbers(&Numbers::all(2)), [0, 1, 2, 3]);
        assert_eq!(numbers(&some(&[3, 7], 9)), [3, 7, 9, 10]);
        assert_eq!(numbers(&some(&[], 9)), [9, 10, 11, 12]);
    }
}
