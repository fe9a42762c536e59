//! undersigned: who signed what.
//!
//! Reads a folder of open letters as they were published, finds their signatories, normalizes
//! names and countries, links signatories across letters, and emits tables for statistics.
//!
//! The modules stand in the order of their dependencies: each may use only those above it, and a test
//! reads every `crate::` path to see that it holds.

#![forbid(unsafe_code)]
#![warn(missing_docs)]

pub mod formats;
pub mod link;
pub mod model;
pub mod normalize;
pub mod publish;
pub mod reference;
pub mod segment;
pub mod tables;
pub mod text;
