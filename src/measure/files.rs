//! The limit on open files: raised as far as the system lets us, because every connection is one.
//! Touches no file.

/// Raises the soft limit to the hard one and returns the limit now in force; `None` where there is
/// none to know.
#[cfg(unix)]
#[expect(
    unsafe_code,
    reason = "getrlimit and setrlimit have no safe wrapper in what we depend on"
)]
pub fn raise_open_file_limit() -> Option<u64> {
    let mut limit = libc::rlimit {
        rlim_cur: 0,
        rlim_max: 0,
    };
    // SAFETY: both calls only read or write the `rlimit` they are given, which lives on this stack
    // frame.
    unsafe {
        if libc::getrlimit(libc::RLIMIT_NOFILE, &raw mut limit) != 0 {
            return None;
        }
        let raised = libc::rlimit {
            rlim_cur: limit.rlim_max,
            rlim_max: limit.rlim_max,
        };
        if limit.rlim_cur < limit.rlim_max
            && libc::setrlimit(libc::RLIMIT_NOFILE, &raw const raised) == 0
        {
            limit = raised;
        }
    }
    Some(limit.rlim_cur)
}

#[cfg(not(unix))]
pub fn raise_open_file_limit() -> Option<u64> {
    None
}
