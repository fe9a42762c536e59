//! End-to-end tests, in one binary: each one more would link everything again.

mod bad_input;
mod build;
mod command_line;
mod golden;
mod layering;
mod seeds;
mod support;
