//! The promises, tested from outside: one binary, one module per layer.

mod measure;
