//! `Shard`: which of the targets one of several workers measures. It depends on a target alone, as it
//! is written: whoever shares out the same targets, on whatever machine and with whatever version,
//! comes to the same shards. Opens nothing.

use std::fmt;

use aws_lc_rs::digest::{SHA256, digest};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Target;

const FORM: &str = "write I/N, the I-th of N shards, such as 2/4; or /N in a pod of an Indexed Job";

/// One of several shards.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
pub struct Shard {
    /// Which, from 1 to `of`.
    pub number: u32,
    /// How many there are.
    pub of: u32,
}

/// A shard as it is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ShardChoice {
    /// This one.
    Of(Shard),
    /// Of so many the one that the Indexed Job says which started this pod.
    OfJob(u32),
}

impl ShardChoice {
    /// Reads `I/N`, or `/N`.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn parse(text: &str) -> Result<Self, String> {
        let (number, of) = text.split_once('/').ok_or(FORM)?;
        let of = whole(of).filter(|of| *of > 0).ok_or(FORM)?;
        if number.is_empty() {
            return Ok(Self::OfJob(of));
        }
        let number = whole(number).ok_or(FORM)?;
        if number == 0 || number > of {
            return Err(format!("shards are counted from 1 to {of}: {FORM}"));
        }
        Ok(Self::Of(Shard { number, of }))
    }
}

/// Digits only: numbers of Rust may have a sign.
fn whole(text: &str) -> Option<u32> {
    let digits = Some(text).filter(|text| text.bytes().all(|b| b.is_ascii_digit()));
    digits.and_then(|digits| digits.parse().ok())
}

impl Shard {
    /// The shard of a pod of an Indexed Job, whose `JOB_COMPLETION_INDEX` counts from 0.
    ///
    /// # Errors
    /// There is no such shard.
    pub fn of_job(index: &str, of: u32) -> Result<Self, String> {
        let number = whole(index).and_then(|index| index.checked_add(1));
        match number.filter(|number| *number <= of) {
            Some(number) => Ok(Self { number, of }),
            None => Err(format!(
                "there are {of} shards, and index `{index}` is none of them: completions of the Job and --shard /N must be the same number"
            )),
        }
    }

    /// The target belongs to it: the first eight bytes of the SHA-256 of the target as it is written
    /// (`api=host:6443`: [`Target::as_written`]), read as a number with the most significant byte
    /// first, leave `number - 1` when they are divided by `of`.
    #[must_use]
    pub fn takes(&self, target: &Target) -> bool {
        let hash = digest(&SHA256, target.as_written().as_bytes());
        let first = hash
            .as_ref()
            .first_chunk()
            .map_or(0, |b| u64::from_be_bytes(*b));
        first % u64::from(self.of.max(1)) == u64::from(self.number) - 1
    }
}

impl fmt::Display for Shard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.number, self.of)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::target::Origin;

    fn target(text: &str) -> Target {
        Target::parse(text, Origin::Argument { number: 1 }).expect("a target")
    }

    #[test]
    fn a_shard_is_read() {
        let two = Shard { number: 2, of: 4 };
        assert_eq!(ShardChoice::parse("2/4"), Ok(ShardChoice::Of(two)));
        assert_eq!(ShardChoice::parse("/4"), Ok(ShardChoice::OfJob(4)));
        for bad in [
            "", "2", "0/4", "5/4", "1/0", "/0", "/", "1/", "+1/4", "-1/4", "1/4/4", "a/b",
        ] {
            assert!(ShardChoice::parse(bad).is_err(), "{bad}");
        }
        assert_eq!(Shard::of_job("1", 4), Ok(two));
        for bad in ["4", "", "-1", "+1", "x", "4294967295"] {
            assert!(Shard::of_job(bad, 4).is_err(), "{bad}");
        }
    }

    /// As `printf %s api=a.test:6443 | sha256sum` and a calculator say: other versions and machines
    /// must come to the same.
    #[test]
    fn a_target_belongs_to_the_same_shard_everywhere() {
        let shard_of = |text: &str, of: u32| {
            let all = (1..=of).map(|number| Shard { number, of });
            let takes: Vec<u32> = all
                .filter(|shard| shard.takes(&target(text)))
                .map(|shard| shard.number)
                .collect();
            assert_eq!(takes.len(), 1, "{text} is in one shard of {of}");
            takes[0]
        };
        assert_eq!(shard_of("api=a.test", 4), KNOWN[0]);
        assert_eq!(shard_of("a.test:443", 4), KNOWN[1]);
        assert_eq!(shard_of("a.test", 4), KNOWN[1], "443 is what it means");
        assert_eq!(shard_of("repository=http://s3.test", 7), KNOWN[2]);
        assert_eq!(shard_of("[::1]:6443", 1), 1);
    }

    const KNOWN: [u32; 3] = [4, 2, 4];
}
