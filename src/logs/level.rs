//! How grave a writer calls its own line. Plain data.
//! Nobody's faults are judged by it: MTC writes real errors at level info.

/// As logrus has them; the others' are put among these.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// `trace`.
    Trace,
    /// `debug`.
    Debug,
    /// `info`, `notice`, and Normal of Kubernetes' events.
    Info,
    /// `warning`, and Warning of Kubernetes' events.
    Warning,
    /// `error`.
    Error,
    /// `fatal`, `panic`.
    Fatal,
}

impl Level {
    /// The level of this word, as logrus, zap and others write it.
    #[must_use]
    pub fn of(word: &str) -> Option<Self> {
        Some(match word.to_ascii_lowercase().as_str() {
            "trace" | "trac" => Self::Trace,
            "debug" | "debu" => Self::Debug,
            "info" | "notice" | "normal" => Self::Info,
            "warning" | "warn" => Self::Warning,
            "error" | "erro" => Self::Error,
            "fatal" | "fata" | "panic" | "pani" | "dpanic" => Self::Fatal,
            _ => return None,
        })
    }
}
