//! Plain operations on text: folding for comparison, and distance. Knows no letters and no names.

mod edit;
mod fold;

pub use edit::edits_within;
pub use fold::{fold, fold_onto};
