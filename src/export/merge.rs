//! A bundle added to another one: what was there stays, in its order; nothing stands there twice;
//! what cannot be kept is named. Comments before a certificate stay with it; a private key is never
//! copied.

use std::collections::HashSet;

use crate::bundle::{AnchorKind, BundleAnchor, Standing};
use crate::ca_file::{CaFile, FileFault, provenance};
use crate::cert::Cert;
use crate::cert::armour::{ArmourBlock, Blocks};
use crate::moment::Moment;

use super::pem;

/// A bundle that was there before.
#[derive(Debug, Default)]
pub struct Existing {
    entries: Vec<MergedCert>,
    /// Parts of the file that are not certificates which Go finds.
    pub lost: Vec<FileFault>,
    /// Lines of text that are neither comments nor certificates.
    pub left_out: usize,
}

/// A certificate and the comment lines before it.
#[derive(Debug)]
struct MergedCert {
    cert: Cert,
    comments: Vec<String>,
}

impl MergedCert {
    /// Its comments say that nobody has confirmed it, and this run has.
    fn is_confirmed_now(
        &self,
        anchor: &BundleAnchor,
        said: Option<&dyn Fn(&BundleAnchor) -> Standing>,
    ) -> bool {
        let confirmed = |standing: &dyn Fn(&BundleAnchor) -> Standing| {
            matches!(standing(anchor), Standing::ConfirmedBy(_))
        };
        provenance::is_unconfirmed(self.comments.concat().as_bytes()) && said.is_some_and(confirmed)
    }
}

impl Existing {
    /// Reads what Go reads.
    #[must_use]
    pub fn read(bytes: &[u8]) -> Self {
        // No fault about dates loses a certificate, so the time of the check does not matter.
        let faults = CaFile::of(bytes).faults(Moment(0), Moment(0));
        let lost = faults.into_iter().filter(|f| f.code.loses()).collect();
        let mut existing = Self {
            entries: Vec::new(),
            lost,
            left_out: 0,
        };
        let (mut known, mut behind) = (HashSet::new(), 0);
        for block in Blocks::new(bytes) {
            let comments = existing.comments(&bytes[behind..block.offset]);
            behind = block.end;
            if let Some(cert) = certificate(block).filter(|cert| known.insert(cert.clone())) {
                existing.entries.push(MergedCert { cert, comments });
            }
        }
        let _ = existing.comments(&bytes[behind..]);
        existing
    }

    /// How many certificates it holds.
    #[must_use]
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether it holds no certificate.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// What it holds, in its order.
    pub fn certs(&self) -> impl Iterator<Item = &Cert> {
        self.entries.iter().map(|e| &e.cert)
    }

    /// What it holds, by fingerprint.
    #[must_use]
    pub fn sha256s(&self) -> Vec<String> {
        self.entries
            .iter()
            .map(|e| e.cert.sha256().to_owned())
            .collect()
    }

    /// Whether it holds exactly this certificate.
    #[must_use]
    pub fn holds(&self, cert: &Cert) -> bool {
        self.entries.iter().any(|e| e.cert == *cert)
    }

    /// The whole file: this bundle's certificates and then those anchors that it lacks. `said`: what the
    /// comments of each anchor say of who confirmed it; `None`: there are no comments.
    #[must_use]
    pub fn with(
        &self,
        anchors: &[BundleAnchor],
        said: Option<&dyn Fn(&BundleAnchor) -> Standing>,
    ) -> String {
        let comment = |anchor: &BundleAnchor| match said {
            Some(standing) => pem::comment(anchor, &standing(anchor)),
            None => String::new(),
        };
        let kept = self.entries.iter();
        let mut blocks: Vec<(&Cert, String)> = kept
            .map(|entry| {
                let anchor = anchors.iter().find(|anchor| anchor.cert == entry.cert);
                let confirmed = anchor.filter(|anchor| entry.is_confirmed_now(anchor, said));
                let kept = || said.map_or_else(String::new, |_| entry.comments.concat());
                (&entry.cert, confirmed.map_or_else(kept, comment))
            })
            .collect();
        for anchor in anchors.iter().filter(|a| !self.holds(&a.cert)) {
            let place = blocks
                .iter()
                .position(|(held, _)| must_precede(anchor, held))
                .unwrap_or(blocks.len());
            blocks.insert(place, (&anchor.cert, comment(anchor)));
        }
        let text = |(cert, comment): (&Cert, String)| comment + &cert.to_pem();
        blocks.into_iter().map(text).collect()
    }

    /// The comment lines of a stretch between blocks; other text is counted.
    fn comments(&mut self, text: &[u8]) -> Vec<String> {
        let text = String::from_utf8_lossy(text);
        let lines = || {
            text.lines()
                .map(str::trim_end)
                .filter(|line| !line.is_empty())
        };
        self.left_out += lines().filter(|line| !line.starts_with('#')).count();
        lines()
            .filter(|line| line.starts_with('#'))
            .map(|line| pem::ascii(line) + "\n")
            .collect()
    }
}

/// As [`Cert::read_pem`]: what Go does not read is lost, and said to be.
fn certificate(block: ArmourBlock) -> Option<Cert> {
    let cert = block
        .may_be_certificate()
        .then(|| Cert::from_der(block.der))?;
    cert.is_read_by_older_go().then_some(cert)
}

/// A root before the cross certificate of its name: many clients look at the first only.
fn must_precede(anchor: &BundleAnchor, held: &Cert) -> bool {
    let subject = |c: &Cert| c.facts().map(|f| f.subject_der.clone());
    anchor.kind == AnchorKind::Root
        && !held.is_self_signed()
        && subject(&anchor.cert) == subject(held)
}
