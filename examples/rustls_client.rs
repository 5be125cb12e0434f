//! A rustls client whose only roots are those of one PEM file: a reader of bundles for
//! `tests/interop`. Shares no code with the crate, so that what it says about a bundle is rustls's
//! own word.
//!
//!     rustls_client BUNDLE ADDRESS NAME
#![expect(clippy::print_stdout, reason = "its answer is its product")]

use std::error::Error;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use rustls::{ClientConfig, ClientConnection, RootCertStore, Stream};
use rustls_pki_types::pem::PemObject;
use rustls_pki_types::{CertificateDer, ServerName};

fn main() -> ExitCode {
    match get(&std::env::args().skip(1).collect::<Vec<_>>()) {
        Ok(answer) => {
            println!("{answer}");
            ExitCode::SUCCESS
        }
        Err(why) => {
            eprintln!("{why}");
            ExitCode::FAILURE
        }
    }
}

fn get(args: &[String]) -> Result<String, Box<dyn Error>> {
    let [bundle, address, name] = args else {
        return Err("usage: rustls_client BUNDLE ADDRESS NAME".into());
    };
    let mut roots = RootCertStore::empty();
    // As most programs do it: what webpki cannot read as an anchor is passed over.
    let held = CertificateDer::pem_file_iter(bundle)?.collect::<Result<Vec<_>, _>>()?;
    let (added, _) = roots.add_parsable_certificates(held);
    if added == 0 {
        return Err(format!("{bundle}: rustls finds no anchor in it").into());
    }
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let config =
        ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions()?;
    let config = Arc::new(config.with_root_certificates(roots).with_no_client_auth());
    let mut connection = ClientConnection::new(config, ServerName::try_from(name.clone())?)?;
    let mut socket = TcpStream::connect(address)?;
    socket.set_read_timeout(Some(Duration::from_secs(5)))?;
    let mut stream = Stream::new(&mut connection, &mut socket);
    stream.write_all(
        format!("GET / HTTP/1.1\r\nHost: {name}\r\nConnection: close\r\n\r\n").as_bytes(),
    )?;
    let mut answer = [0; 12];
    stream.read_exact(&mut answer)?;
    Ok(String::from_utf8_lossy(&answer).into_owned())
}
