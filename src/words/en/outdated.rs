//! English for what a server chose of TLS that clients refuse or give up.
//! Sentences only; what is outdated is decided elsewhere.

/// What is wrong with each choice, and who still connects.
pub(super) fn sentence(version: &str, suite: Option<&str>, sha1: Option<&str>) -> String {
    let of_version = ["TLS 1.1", "TLS 1.0", "SSL 3.0"]
        .contains(&version)
        .then(|| format!("{version} is forbidden by RFC 8996 and refused by current clients"));
    let of_suite = suite.filter(|_| of_version.is_none()).map(|suite| {
        format!(
            "{suite} is advised against by RFC 9325, and clients give it up one after the other"
        )
    });
    let of_signature = sha1.map(|scheme| {
        format!("it chose a signature over SHA-1 ({scheme}): unless it can sign otherwise, programs built as Go 1.25 or later (their go.mod says so), curl and Python with OpenSSL 3 are refused with handshake_failure; older Go connects, so do newer ones with GODEBUG=tlssha1=1, OpenSSL at security level 0 and GnuTLS")
    });
    let all = [of_version, of_suite, of_signature];
    all.into_iter().flatten().collect::<Vec<_>>().join(". ")
}
