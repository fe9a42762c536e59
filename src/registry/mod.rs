//! Ids that stay: `curation/registry.csv` remembers which signatures every entity had, and a rebuild gives
//! the ids to the entities that hold most of them.
//!
//! In: the entities as linked, with ids of their own, and the registry. Out: the entities with the ids that
//! they keep, and the registry as it is from now on. Older ids choose first; of two that are merged the
//! older stays, and the other leads to it; of one that is split the largest part keeps it. An id that is
//! no longer in use is given again only to the signatures that had it: when a merge is undone, or a letter
//! comes back.

mod assign;
mod file;

pub use assign::{Assigned, assign};
pub use file::{read, render};

#[cfg(test)]
mod tests;
