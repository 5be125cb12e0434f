//! An endpoint that has no bundle, and why: what is told of it, in words that need the endpoint no more.
//! Decides nothing.

use crate::bundle::AnchorRefusal;
use crate::codes::{Code, Family};
use crate::foreign::on_one_line;
use crate::judge::finding::UnknownAuthority;
use crate::judge::{Endpoint, Finding, Verdict};
use crate::report::copies::Wanted;
use crate::report::short_name;
use crate::words::{self, Subject};

/// What stands for the place of a CA where several share a reason.
const EACH_PLACE: &str = "the place for each";

/// An endpoint and why it has no bundle.
pub(super) struct Refused<'a> {
    pub(super) endpoint: &'a Endpoint,
    pub(super) refusal: &'a AnchorRefusal,
}

/// What is told of it, in words.
pub(super) struct Row {
    pub(super) code: String,
    pub(super) name: String,
    pub(super) fact: String,
    /// The code, and what those are to do that share it.
    pub(super) key: String,
    /// What it alone is to do.
    pub(super) act: String,
    pub(super) act_of_many: String,
    /// Who is served all the same.
    pub(super) served: String,
    /// The root that nobody sent, and where it is.
    pub(super) root: Option<Wanted>,
    /// That its issuer is to be had at an address that a certificate names.
    pub(super) by_aia: Option<String>,
}

/// What is missing is a CA that nobody showed.
pub(super) fn lacks_a_ca(refusal: &AnchorRefusal) -> bool {
    matches!(refusal, AnchorRefusal::NotAccepted { .. })
        && refusal
            .verdict()
            .is_some_and(|verdict| verdict.family() == Family::UnknownAuthority)
}

/// A CA was shown, and may not be taken.
pub(super) fn is_barred(refusal: &AnchorRefusal) -> bool {
    match refusal {
        AnchorRefusal::NotCaptured(_) | AnchorRefusal::ProxyNotAccepted { .. } => false,
        AnchorRefusal::NotAccepted { .. } => is_of_interceptor(refusal),
        AnchorRefusal::Intercepted(_)
        | AnchorRefusal::MadeByInterceptor { .. }
        | AnchorRefusal::StandsBehindInterceptor(_)
        | AnchorRefusal::MintedOnDemand(_)
        | AnchorRefusal::Suspected { .. }
        | AnchorRefusal::DoubtLeftOpen(_)
        | AnchorRefusal::AddressesDiffer { .. }
        | AnchorRefusal::Unconfirmed(_) => true,
    }
}

fn is_of_interceptor(refusal: &AnchorRefusal) -> bool {
    let code = refusal.verdict().map(Verdict::code);
    code == Some(Code::Intercepted)
}

impl Refused<'_> {
    pub(super) fn row(&self) -> Row {
        let (code, act_of_many) = (self.refusal.code().to_owned(), self.act_of_many());
        Row {
            name: self.name(),
            fact: self.fact(),
            key: format!("{code} {act_of_many}"),
            act: self.act(),
            act_of_many,
            served: words::served_all_the_same(self.refusal),
            root: self.root(),
            by_aia: self.by_aia(),
            code,
        }
    }

    /// Where the root is that nobody sent.
    fn root(&self) -> Option<Wanted> {
        let Finding::UnknownAuthority(UnknownAuthority::RootNotSent { issuer, .. }) =
            &self.refusal.verdict()?.finding
        else {
            return None;
        };
        Some(Wanted {
            label: issuer.on_one_line(),
            is_own: false,
            at: self.subject(false)?.copy_at(issuer),
        })
    }

    fn by_aia(&self) -> Option<String> {
        words::by_aia(&self.refusal.verdict()?.finding)
    }

    fn name(&self) -> String {
        short_name::of(&self.endpoint.attempt.target)
    }

    fn subject(&self, many: bool) -> Option<Subject> {
        let (target, verdict) = (&self.endpoint.attempt.target, self.refusal.verdict()?);
        Some(if many {
            let place = (EACH_PLACE, Some(target.port));
            Subject::any(self.endpoint, verdict, place)
        } else {
            Subject::of(target, verdict)
        })
    }

    /// The one fact that matters.
    fn fact(&self) -> String {
        let brief = self.brief(false).map(|brief| brief.row);
        let fact = brief.filter(|row| !row.is_empty());
        on_one_line(&fact.unwrap_or_else(|| words::refusal(self.refusal)))
    }

    fn act(&self) -> String {
        self.short_act(false)
            .unwrap_or_else(|| words::refusal_hint(self.refusal, &self.endpoint.attempt.target))
    }

    fn act_of_many(&self) -> String {
        self.short_act(true)
            .unwrap_or_else(|| words::refusal_hint_for_many(self.refusal, self.endpoint))
    }

    /// `None` where the whole remedy is wanted: it says where a CA is to be had, or by which hash an
    /// interceptor's is accepted.
    fn short_act(&self, many: bool) -> Option<String> {
        let is_whole = lacks_a_ca(self.refusal) || is_of_interceptor(self.refusal);
        let brief = self.brief(many).filter(|_| !is_whole)?;
        Some(brief.act)
    }

    /// `None` where no verdict is the reason.
    fn brief(&self, many: bool) -> Option<words::Brief> {
        let verdict = self.refusal.verdict()?;
        Some(words::brief(&verdict.finding, &self.subject(many)?))
    }
}
