//! The promises of `probe`, from outside: one binary (linking ten would take longer than running them), one module per kind of promise.
//! No network but loopback.

mod formats;
mod lab;
mod measure;
mod proxied;
