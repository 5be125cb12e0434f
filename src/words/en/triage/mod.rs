//! Words of `probe triage`: what a topic means, what to do about it, and where what is printed elsewhere
//! is wrong. One entry for each topic, in a file for each subject.

/// The words of topics. A place in braces, such as `{name}`, is filled with the value that a line
/// gave; without one it stands in capitals: `NAME`.
macro_rules! topics {
    ($($topic:ident => {
        title: $title:literal,
        cause: $cause:literal,
        cure: $cure:literal,
        docs: $docs:literal,
    })*) => {
        pub(super) const TEXTS: &[(Topic, TopicText)] = &[$(
            (Topic::$topic, TopicText { title: $title, cause: $cause, cure: $cure, docs: $docs }),
        )*];
    };
}

mod network;
mod velero;

use crate::triage::{Endpoint, Finding, Subject, Topic};
use crate::words::topic_text::{TopicText, TriageTold, filled};

static NOTHING: TopicText = TopicText {
    title: "",
    cause: "",
    cure: "",
    docs: "",
};

pub(in crate::words) fn text(topic: Topic) -> &'static TopicText {
    let mut all = [velero::TEXTS].into_iter().flatten();
    all.find(|(known, _)| *known == topic)
        .map_or(&NOTHING, |(_, text)| text)
}

pub(in crate::words) fn told(finding: &Finding, program: &str) -> TriageTold {
    match &finding.subject {
        Subject::Topic(topic) => {
            let text = text(*topic);
            let value = |name: &str| {
                let mut values = finding.values.iter();
                let (_, values) = values.find(|(known, _)| *known == name)?;
                values.first().map(crate::foreign::Foreign::on_one_line)
            };
            TriageTold {
                title: text.title.to_owned(),
                cause: filled(text.cause, value),
                cure: filled(text.cure, value),
                docs: text.docs.to_owned(),
            }
        }
        Subject::Network(codes, endpoint) => TriageTold {
            title: network::title(codes, endpoint.as_ref()),
            cause: network::cause(codes),
            cure: network::cure(endpoint.as_ref(), program),
            docs: String::new(),
        },
    }
}

pub(in crate::words) fn command(endpoint: &Endpoint, program: &str) -> String {
    network::command(endpoint, program)
}
