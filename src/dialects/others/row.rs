//! One row: what each of the others prints.
//! Plain data.

/// What others print for the same fault. Empty where they print nothing of their own.
#[derive(Debug)]
pub struct Others {
    /// MTC's conditions and console.
    pub mtc: &'static str,
    /// Go, and what is written in it.
    pub go: &'static str,
    /// curl.
    pub curl: &'static str,
    /// Chrome / Firefox.
    pub browser: &'static str,
}
