//! A tree for podman, skopeo, docker and CRI-O: `HOST:PORT/ca.crt`, to be put below
//! `/etc/containers/certs.d`. They look under the name by which an image is pulled, so a registry
//! on 443 is there twice, with its port and without.

use super::{ApplyHint, BundleShape, ExportFormat, ExportInput, ExportOutput, Options, Part};

pub(super) const FORMAT: ExportFormat = ExportFormat {
    name: "certs.d",
    help: "podman, skopeo, docker: a directory with HOST:PORT/ca.crt for each registry (needs -o DIR)",
    shape: BundleShape::Tree,
    object: None,
    flags: &[],
    per_endpoint: true,
    render,
    apply,
};

/// What file systems take as one name, in bytes.
const LONGEST: usize = 255;

fn render(load: &ExportInput<'_>, _: &Options) -> Result<ExportOutput, String> {
    let mut files = Vec::new();
    for Part { host, port, pem } in load.parts {
        let directory = format!("{host}:{port}");
        if directory.len() > LONGEST {
            return Err(format!(
                "`{directory}` is too long for the name of a directory"
            ));
        }
        files.push((format!("{directory}/ca.crt"), pem.clone()));
        if *port == 443 {
            files.push((format!("{host}/ca.crt"), pem.clone()));
        }
    }
    files.sort();
    Ok(ExportOutput::Tree(files))
}

fn apply(applied: &ApplyHint<'_>) -> Vec<String> {
    let dir = applied.file;
    vec![
        format!(
            "apply: sudo cp -r {dir}/. /etc/containers/certs.d/    (docker: /etc/docker/certs.d/)"
        ),
        format!(
            "apply: or for one command: skopeo inspect --cert-dir {dir}/HOST:PORT docker://HOST:PORT/IMAGE"
        ),
        "note: the directory's name must be the host and port by which the image is pulled".into(),
    ]
}
