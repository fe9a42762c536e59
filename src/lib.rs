//! undersigned: who signed what.
//!
//! Reads a folder of open letters as they were published, finds their signatories, normalizes
//! names and countries, links signatories across letters, and emits tables for statistics.
//!
//! The modules stand in the order of their dependencies: each may use only those above it, and a test
//! reads every `crate::` path to see that it holds. [`pipeline`] shows the whole run.

pub mod model;
pub mod text;
pub mod curation;
pub mod reference;
pub mod normalize;
pub mod formats;
pub mod segment;
pub mod layouts;
pub mod parse;
pub mod sidecar;
pub mod collate;
pub mod link;
pub mod registry;
pub mod page;
pub mod explain;
pub mod review;
pub mod store;
pub mod tables;
pub mod publish;
pub mod config;
pub mod pipeline;
