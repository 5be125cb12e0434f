//! What other programs print, as values: each fills its pattern, and is read back from a line of
//! text by the same row. No language of ours: Go, rustls and others speak as they do everywhere.

pub mod go;
pub mod others;
pub mod pattern;
pub mod patterns;
pub mod place;
pub mod quoted;
pub mod rustls;
