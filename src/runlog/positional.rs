//! Reading and writing at a place of a file, without its cursor, so that several threads may do so
//! at once. Unix and Windows name it differently.

use std::fs::File;
use std::io;

/// Writes all of it there.
pub(super) fn write_all(file: &File, bytes: &[u8], at: u64) -> io::Result<()> {
    #[cfg(unix)]
    {
        std::os::unix::fs::FileExt::write_all_at(file, bytes, at)
    }
    #[cfg(windows)]
    {
        let (mut rest, mut at) = (bytes, at);
        while !rest.is_empty() {
            let written = std::os::windows::fs::FileExt::seek_write(file, rest, at)?;
            if written == 0 {
                return Err(io::ErrorKind::WriteZero.into());
            }
            rest = &rest[written..];
            at += written as u64;
        }
        Ok(())
    }
}

/// Reads what is there, at most the buffer's length; 0 at the end.
pub(super) fn read(file: &File, buffer: &mut [u8], at: u64) -> io::Result<usize> {
    #[cfg(unix)]
    {
        std::os::unix::fs::FileExt::read_at(file, buffer, at)
    }
    #[cfg(windows)]
    {
        std::os::windows::fs::FileExt::seek_read(file, buffer, at)
    }
}
