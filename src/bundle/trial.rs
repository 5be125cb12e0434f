//! What a file that is there does for endpoints, by what Go and by what strict readers find in it.
//! Judges with the certificates of the file alone.

use super::file::FileCheck;
use super::{BundleProof, Validity, intercepted, prove, validity};
use crate::dialects::rustls::StrictRefusal;
use crate::judge::{Endpoint, StrictVerdict};
use crate::moment::Moment;

/// What a file alone does for one endpoint.
#[derive(Clone, Debug)]
pub struct FileTrial {
    /// By what Go finds in the file.
    pub proof: BundleProof,
    /// By what strict readers find in it.
    pub strict: StrictVerdict,
    /// Until when the file does so.
    pub validity: Validity,
}

/// Tries a file on these endpoints, in their order.
#[must_use]
pub fn try_file(
    endpoints: &[Endpoint],
    check: &FileCheck,
    (now, horizon): (Moment, Moment),
) -> Vec<FileTrial> {
    let proofs = prove(endpoints, &check.go, now);
    let strict: Vec<StrictVerdict> = match &check.strict {
        Ok(certs) => prove(endpoints, certs, now)
            .into_iter()
            .map(|p| p.strict)
            .collect(),
        Err(why) => endpoints
            .iter()
            .map(|_| StrictVerdict::Refuses(StrictRefusal::Anchors(why.to_string())))
            .collect(),
    };
    let validity = validity(endpoints, &check.go, now, horizon);
    let all = proofs.into_iter().zip(strict).zip(validity);
    all.zip(endpoints)
        .map(|(((mut proof, strict), validity), endpoint)| {
            // If the endpoint is intercepted, a bundle that holds the interceptor's CA makes it
            // verify; that is not a success.
            if let Some(refusal) = intercepted(endpoint) {
                proof.go = Err(refusal);
            }
            FileTrial {
                proof,
                strict,
                validity,
            }
        })
        .collect()
}
