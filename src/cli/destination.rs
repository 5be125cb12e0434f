//! The flags of `export-bundle` that say what will read the bundle.
//! The formats are rows of `export`, and so are their names and words here.

use std::path::PathBuf;

use clap::Args;
use clap::builder::TypedValueParser;

use super::values::OneOf;
use crate::codes::nearest;
use crate::export::{self, FORMATS};
use crate::mtc::{self, ObjectSelector};
use crate::words;

/// What will read the bundle.
#[derive(Debug, Args)]
#[command(next_help_heading = "Destination")]
pub struct DestinationArgs {
    /// What to make of the bundle; how to apply it is said on stderr
    #[arg(long, value_name = "NAME", default_value = "pem", value_parser = destination())]
    pub format: &'static export::ExportFormat,
    // Not a doc comment: rustdoc would take the brackets for links.
    /// The object whose endpoints the bundle is for; `None`: all endpoints.
    #[arg(help = object_help(), long = "for", value_name = "KIND/NAME", value_parser = object)]
    pub object: Option<ObjectSelector>,
    /// Name of the Kubernetes object that is written or patched [default with --for: that object]
    #[arg(long, value_name = "NAME")]
    pub name: Option<String>,
    /// Namespace of that object [default with --for: its own]
    #[arg(long, value_name = "NAME")]
    pub namespace: Option<String>,
    /// dpa-patch: which backup location, counted from 0
    #[arg(long, value_name = "NUMBER")]
    pub location: Option<usize>,
    /// pkcs12, jks: the store's password is the first line of FILE [default: changeit]
    #[arg(long, value_name = "FILE")]
    pub store_password_file: Option<PathBuf>,
}

fn object(text: &str) -> Result<ObjectSelector, String> {
    ObjectSelector::parse(text).map_err(|_| {
        let forms = mtc::selector_forms();
        let kinds = forms
            .iter()
            .filter_map(|form| Some(form.split_once('/')?.0));
        let near = text
            .split_once('/')
            .and_then(|(kind, _)| nearest(kind, kinds));
        let guess = near.map_or_else(String::new, |near| format!("did you mean {near}/? "));
        guess + &words::selector_form()
    })
}

fn object_help() -> String {
    format!(
        "Cover just this object's endpoints, and name it in the patch: {}, each as KIND/NAMESPACE/NAME where the name alone is not enough",
        mtc::selector_forms().join(", ")
    )
}

/// The rows of `export`, with their words.
fn destination() -> impl TypedValueParser<Value = &'static export::ExportFormat> {
    OneOf::named(FORMATS.iter().map(|f| (f.name, f.help)))
        .try_map(|name| export::named(&name).ok_or("no such format"))
}
