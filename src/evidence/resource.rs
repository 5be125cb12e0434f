//! What a machine can run out of, and how it was waited for.
//! Plain data.

use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What a process or its machine can run out of.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum Resource {
    /// File descriptors of this process (`EMFILE`).
    OpenFiles,
    /// File descriptors of the whole machine (`ENFILE`).
    FilesOfMachine,
    /// Local ports (`EADDRNOTAVAIL`, where this machine has a way to the address).
    Ports,
    /// Memory for sockets (`ENOBUFS`, `ENOMEM`).
    Memory,
}

impl Resource {
    /// All of them.
    pub const ALL: [Self; 4] = [
        Self::OpenFiles,
        Self::FilesOfMachine,
        Self::Ports,
        Self::Memory,
    ];

    /// What an error of that number says is missing, on Linux, macOS or Windows: a run may be judged on
    /// another system. That of ports may also mean that no address of the machine leads there.
    #[must_use]
    pub const fn of_os_code(code: i32) -> Option<Self> {
        Some(match code {
            24 | 10024 => Self::OpenFiles,
            23 => Self::FilesOfMachine,
            49 | 99 | 10049 => Self::Ports,
            12 | 55 | 105 | 10055 => Self::Memory,
            _ => return None,
        })
    }

    /// As in every output.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::OpenFiles => "open-files",
            Self::FilesOfMachine => "files-of-machine",
            Self::Ports => "ports",
            Self::Memory => "memory",
        }
    }
}

/// In words, for the end of a sentence.
impl fmt::Display for Resource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::OpenFiles => "file descriptors",
            Self::FilesOfMachine => "file descriptors of the whole machine",
            Self::Ports => "free local ports",
            Self::Memory => "memory for sockets",
        })
    }
}

/// How a target waited for what this machine had run out of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Waited {
    /// For what.
    pub resource: Resource,
    /// How often.
    pub times: u32,
    /// How long in all, in milliseconds.
    pub waited_ms: u64,
    /// How often there was none at the end: what it was for is not measured.
    pub in_vain: u32,
}
