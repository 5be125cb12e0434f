//! One test binary for everything that needs more than one module: starting one process is cheaper than linking ten.

mod cli;
mod lab;
mod shape;
