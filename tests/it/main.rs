//! End-to-end tests, in one binary: each one more would link everything again.

// Clippy lets tests unwrap, but not the functions that they call.
#![allow(clippy::unwrap_used)]

mod bad_input;
mod build;
mod command_line;
mod golden;
mod layering;
mod seeds;
mod support;
