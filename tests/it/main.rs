//! The promises of `probe`, from outside: one binary, one module per kind of promise.
//! No network but loopback, no clock but the frozen one.

mod formats;
