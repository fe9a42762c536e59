//! End-to-end tests, in one binary: each one more would link everything again.

// What a helper cannot do fails its test, as it should.
#![allow(clippy::unwrap_used)]

mod bad_input;
mod build;
mod command_line;
mod data_schema;
mod diff;
mod fuzzing;
mod gold;
mod golden;
mod init;
mod layering;
mod linking;
mod nasty;
mod pages;
mod people;
mod rebuilds;
mod registry;
mod published;
mod review;
mod schema;
mod seeds;
mod support;
mod trials;
mod verify;
