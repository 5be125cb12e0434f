//! What `--help` says after the flags: exit codes, and how targets are written.
//! Words only.

pub(super) const EXIT_CODES: &str = "\
Exit codes:
  0    every endpoint passed, or the whole bundle was proved and written
  1    a verdict at or above --fail-on, or --allow-partial wrote a part
  2    wrong usage
  3    the run is not whole: nothing to probe, an input unreadable, an
       output not writable, the bundle not proved; 3 beats 1
  130  interrupted by Ctrl-C (143 by SIGTERM, 129 by SIGHUP); what was done
       has been written";

pub(super) const EXPORT_EXIT_CODES: &str = "\
Exit codes:
  0    the whole bundle was proved and written
  1    --allow-partial wrote a part, or anchors are not those of --expect
  2    wrong usage
  3    the run is not whole: nothing to probe, an input unreadable, an
       output not writable, the bundle not proved; 3 beats 1
  130  interrupted by Ctrl-C (143 by SIGTERM, 129 by SIGHUP); no bundle was
       written";

pub(super) const TARGETS: &str = "\
Targets:
  host, host:port, [v6]:port, https://host[:port], each with an optional
  role in front: api=, oauth=, console=, mtc-console=, registry=,
  repository= (S3), console3= (OpenShift 3);
  plain TLS without one. The port defaults to 6443 for api=host, 8443 for
  console3=host, else 443; a URL without a port means 443.
  A target whose verdict must be another than ok has expect=CODE behind it,
  in a file or in quotes: 'api=host:6443 expect=client-certificate-required'.
  --api URL finds the other endpoints of a cluster by itself.";
