//! `-o wide`: a row for each endpoint, then everything that was seen of each, then a block for each
//! problem. Shows evidence; decides nothing.

use crate::error::Error;
use crate::evidence::{
    AddressSource, Attempt, Resolution, ResolverAnswer, ResolverSaid, Step, Store,
};
use crate::judge::{Endpoint, Trust, is_shown_another};
use crate::moment::Moment;
use crate::route::Route;
use crate::words;

use super::cell::{Cell, LABEL, Tone, commas};
use super::document::{Block, Document, Fields, Text};
use super::format::ReportFormat;
use super::overview::Overview;
use super::{
    Out, Report, TextStyle, across, brief, chain, connection, further, glance, login, objects,
    problems, redacting, shortages, statuses,
};

/// `-o wide`.
pub static FORMAT: ReportFormat = ReportFormat {
    name: "wide",
    help: "Everything: chains, addresses, every step, and a block per problem",
    piece: None,
    streams: false,
    whole_commands: true,
    render,
};

fn render(report: &Report<'_>, style: &TextStyle, out: &mut dyn Out) -> Result<(), Error> {
    Text::write(*style, out, |doc| {
        redacting::through(report.redaction, doc, |doc| say(report, doc))
    })
}

fn say(report: &Report<'_>, doc: &mut dyn Document) -> Result<(), Error> {
    let judgement = report.judgement;
    let (overview, now) = (Overview::of(judgement)?, judgement.at());
    glance::table(judgement, (&overview.columns, &overview.census.ways), doc)?;
    judgement.each(
        |_, endpoint| detail(&endpoint, now),
        |_, blocks| {
            doc.all(&blocks)?;
            doc.put(&Block::Gap)
        },
    )?;
    problems::problems(judgement, &overview.census.problems, doc)?;
    problems::absent(judgement, &overview.census.absent, doc)?;
    across::text(report, doc)?;
    objects::say(report, doc)?;
    doc.all(&statuses::blocks(report))?;
    doc.all(&login::blocks(report))?;
    doc.all(&measured(report))?;
    doc.put(&overview.census.tally.line())?;
    doc.all(&objects::summary(report))?;
    doc.all(&login::commands(report))
}

/// Everything seen of one endpoint.
fn detail(endpoint: &Endpoint, now: Moment) -> Vec<Block> {
    let attempt = &endpoint.attempt;
    let target = &attempt.target;
    let heading = brief::who(target).map(|text| Cell::new(Tone::Strong, text));
    let mut fields = Fields::headed(heading.into());
    let origins = target.origins.iter().map(ToString::to_string);
    fields.items("asked by", commas(origins.collect()));
    if let Some(name) = &target.servername {
        fields.prose("name", &format!("{name} instead of the host"));
    }
    fields.prose("route", &attempt.route.to_string());
    if let Some(differs) = &attempt.route.curl_differs {
        fields.prose("", &format!("curl differs: {}", differs.deed()));
    }
    fields.items("dns", commas(dns(&attempt.dns, &attempt.route)));
    for connection in &attempt.connections {
        let blocks = connection::blocks(connection, &attempt.route);
        fields.blocks.extend(blocks);
    }
    if let Some(trust) = &endpoint.trust {
        trusted((trust, &endpoint.attempt), &mut fields);
    }
    fields.blocks.extend(chain::tree(endpoint, now));
    for extra in &attempt.extras {
        further::measurement(extra, &mut fields);
    }
    fields.blocks
}

fn dns(step: &Step<Resolution>, route: &Route) -> Vec<String> {
    let mut items = vec![brief::step_story(step)];
    let source = step.saw().map(|found| found.source);
    // Through a proxy it is the proxy's name that is looked up.
    match (&route.proxy, source) {
        (Some(_), Some(AddressSource::Literal)) => items.push("the proxy is an address".into()),
        (Some(proxy), _) => items.push(format!("for the proxy's host {}", proxy.host)),
        (None, Some(AddressSource::Literal)) => items.push("the target is an address".into()),
        (None, _) => {}
    }
    if source == Some(AddressSource::Override) {
        items.push("given with --resolve".into());
    }
    let Some(found) = step.saw() else {
        return items;
    };
    items.extend(found.addresses.iter().map(ToString::to_string));
    if found.left_out > 0 {
        items.push(format!("{} more are not tried", found.left_out));
    }
    items.extend(
        found
            .not_contacted
            .iter()
            .map(|left| format!("not contacted: {} is {}", left.address, left.reason)),
    );
    items.extend(
        found
            .missing
            .iter()
            .map(|(family, fault)| format!("{family} failed: {fault}")),
    );
    items.extend(found.asked.iter().map(answer));
    let compared = found.compared.iter().map(answer);
    items.extend(compared.map(|said| format!("asked to compare: {said}")));
    items
}

/// What a resolver said, and how long that took.
fn answer(answer: &ResolverAnswer) -> String {
    let said = match &answer.said {
        ResolverSaid::Addresses(all) => {
            let all: Vec<String> = all.iter().map(ToString::to_string).collect();
            all.join(" ")
        }
        ResolverSaid::NoAddress => "no address".into(),
        ResolverSaid::NoSuchName => "no such name".into(),
        ResolverSaid::Failed(fault) => fault.to_string(),
    };
    let aliases = answer.aliases.iter().map(|alias| format!(" -> {alias}"));
    format!(
        "{} for {} of {}{}: {said} ({})",
        answer.resolver,
        answer.family,
        answer.name,
        aliases.collect::<String>(),
        brief::duration(answer.took_us)
    )
}

fn trusted((trust, attempt): (&Trust, &Attempt), fields: &mut Fields) {
    fields.prose("go", &brief::verdict(&trust.go));
    fields.prose("strict", &brief::verdict(&trust.strict));
    let others = trust.others.iter();
    for other in others.filter(|other| !is_shown_another(other, attempt)) {
        let verb = if other.accepts() { "accept" } else { "refuse" };
        fields.prose(
            "others",
            &format!(
                "{} {verb}: {}",
                words::clients(other),
                words::client_quirk(other)
            ),
        );
    }
    let mut by = trust.vouched_by.clone();
    if by.is_empty() {
        by.push("no trusted store".into());
    }
    by[0].insert_str(0, "by ");
    if trust.public {
        by.push("its root is a public CA's (Mozilla)".into());
    }
    fields.items("vouched", commas(by));
}

/// What trust was judged against and what bounded the measuring.
pub(super) fn measured(report: &Report<'_>) -> Vec<Block> {
    let measured = &report.measured;
    let mut fields = Fields::new(0, LABEL);
    let store = |store: &Store| {
        let reference = if store.is_trusted() {
            ""
        } else {
            ", for reference only"
        };
        format!(
            "{} ({}{reference})",
            store.name,
            brief::count(store.size(), "certificate")
        )
    };
    let when = |what: &str, at: Moment| format!("{what} {at}");
    let mut times = vec![when("measured", report.at)];
    if report.judgement.at() != report.at {
        times.push(when("judged as of", report.judgement.at()));
    }
    times.extend(measured.recording.map(|file| format!("read from {file}")));
    times.extend(
        measured
            .limits
            .iter()
            .map(|(name, value)| format!("{name}: {value}")),
    );
    times.push(report.tool.to_owned());
    fields.items("run", commas(times));
    fields.items(
        "stores",
        commas(measured.stores.iter().map(store).collect()),
    );
    for sentence in shortages::sentences(report.shortages) {
        fields.prose("local limit", &sentence);
    }
    for canary in report.canaries {
        further::canary(canary, &mut fields);
    }
    fields.blocks
}
