//! Candidate pairs: names that share a key. Bounded: a key that too many names share makes no pairs.
//!
//! In: keys with the name they are of. Out: for each name, the names after it that it shares a key with.
//! No table of all pairs is ever held.

use rustc_hash::FxHasher;
use std::hash::{Hash, Hasher};

/// A key that names are brought together by: a hash, which may collide, since pairs are scored anyway.
pub type Key = u64;

/// The hash of a key.
pub fn key(parts: &impl Hash) -> Key {
    let mut hasher = FxHasher::default();
    parts.hash(&mut hasher);
    hasher.finish()
}

/// Names by key.
#[derive(Debug, Default)]
pub struct Blocks {
    /// Members of all blocks, one block after the other, ascending in each.
    members: Vec<u32>,
    /// Where each block begins, and the end of the last.
    starts: Vec<u32>,
    /// Blocks of each name, one name after the other.
    blocks: Vec<u32>,
    /// Where each name's blocks begin, and the end of the last.
    block_starts: Vec<u32>,
    /// Keys that more names share than are compared, with the first names that do and their number.
    pub too_large: Vec<(Key, Vec<u32>, usize)>,
}

impl Blocks {
    /// Builds the blocks of `n_names` names. Blocks of more than `max_block` names make no pairs.
    pub fn new(mut keys: Vec<(Key, u32)>, n_names: usize, max_block: usize) -> Self {
        use rayon::slice::ParallelSliceMut;
        keys.par_sort_unstable();
        keys.dedup();
        let mut blocks = Self { starts: vec![0], ..Self::default() };
        let mut memberships: Vec<(u32, u32)> = Vec::new();
        for block in keys.chunk_by(|a, b| a.0 == b.0) {
            if block.len() < 2 {
                continue;
            }
            if block.len() > max_block {
                let first = block.iter().take(2).map(|(_, name)| *name).collect();
                blocks.too_large.push((block[0].0, first, block.len()));
                continue;
            }
            let id = blocks.starts.len() as u32 - 1;
            for (_, name) in block {
                blocks.members.push(*name);
                memberships.push((*name, id));
            }
            blocks.starts.push(blocks.members.len() as u32);
        }
        memberships.par_sort_unstable();
        blocks.block_starts = vec![0; n_names + 1];
        for (name, _) in &memberships {
            blocks.block_starts[*name as usize + 1] += 1;
        }
        for at in 0..n_names {
            blocks.block_starts[at + 1] += blocks.block_starts[at];
        }
        blocks.blocks = memberships.into_iter().map(|(_, block)| block).collect();
        blocks
    }

    /// Whether a name shares a key with any other.
    pub fn has_any(&self, name: u32) -> bool {
        self.block_starts[name as usize] < self.block_starts[name as usize + 1]
    }

    /// The names after `name` that share a key with it, ascending.
    pub fn candidates(&self, name: u32) -> Vec<u32> {
        let blocks = self.block_starts[name as usize] as usize..self.block_starts[name as usize + 1] as usize;
        let mut candidates = Vec::new();
        for block in &self.blocks[blocks] {
            let members = self.starts[*block as usize] as usize..self.starts[*block as usize + 1] as usize;
            let members = &self.members[members];
            let after = members.partition_point(|member| *member <= name);
            candidates.extend_from_slice(&members[after..]);
        }
        candidates.sort_unstable();
        candidates.dedup();
        candidates
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(keys: &[(Key, u32)], max_block: usize, expected: &[&[u32]], n_too_large: usize) {
        let blocks = Blocks::new(keys.to_vec(), expected.len(), max_block);
        let found: Vec<Vec<u32>> = (0..expected.len()).map(|name| blocks.candidates(name as u32)).collect();
        assert_eq!(found, expected);
        assert_eq!(blocks.too_large.len(), n_too_large);
    }

    #[test]
    fn names_that_share_a_key_meet() {
        check(&[(7, 0), (7, 2), (8, 0), (8, 1), (8, 2)], 3, &[&[1, 2], &[2], &[]], 0);
        check(&[(7, 0), (7, 2), (8, 0), (8, 1), (8, 2)], 2, &[&[2], &[], &[]], 1);
        check(&[], 2, &[&[], &[]], 0);
    }
}
