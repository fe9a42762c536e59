//! Candidate pairs: names that share a key. Bounded: a key that too many names share makes no pairs.
//!
//! In: keys with the name they are of, in tiers: a key of two words is only asked for where one word of
//! it alone is shared by too many. Out: block by block the pairs of names that share a key, each pair once. No
//! table of all pairs is ever held.

use rayon::prelude::*;
use rustc_hash::{FxHashSet, FxHasher};
use std::cmp::Ordering;
use std::hash::{Hash, Hasher};

/// A key that names are brought together by: a hash, which may collide, since pairs are scored anyway.
pub type Key = u64;

/// The hash of a key.
pub fn key(parts: &impl Hash) -> Key {
    let mut hasher = FxHasher::default();
    parts.hash(&mut hasher);
    hasher.finish()
}

/// Tiers of keys: one word, two, three.
pub const N_TIERS: usize = 3;
/// Names whose keys are held at once.
const NAMES_AT_ONCE: usize = 1 << 20;

/// Which of so many parts a key belongs to, a power of two.
fn part_of(key: Key, n_parts: usize) -> usize {
    key as usize & (n_parts - 1)
}

/// Keys that more names share than are compared.
#[derive(Debug, Default)]
pub struct FullKeys(FxHashSet<Key>);

impl FullKeys {
    /// Whether too many names share a key.
    pub fn contains(&self, key: Key) -> bool {
        self.0.contains(&key)
    }
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
    /// `keys_of` adds the keys of a name in a tier; it is told which keys of the tiers before are full.
    pub fn new(
        n_names: usize,
        max_block: usize,
        keys_of: impl Fn(u32, usize, &FullKeys, &mut Vec<(Key, u32)>) + Sync,
    ) -> Self {
        let mut blocks = Self { starts: vec![0], ..Self::default() };
        let mut full = FullKeys::default();
        for tier in 0..N_TIERS {
            // A share of the keys at a time: nobody needs to see all of them at once.
            let n_parts = n_names.div_ceil(NAMES_AT_ONCE).next_power_of_two().max(1);
            let mut found = Vec::new();
            for part in 0..n_parts {
                let mut keys: Vec<(Key, u32)> = (0..n_names as u32)
                    .into_par_iter()
                    .fold(Vec::new, |mut keys, name| {
                        let from = keys.len();
                        keys_of(name, tier, &full, &mut keys);
                        let mut kept = from;
                        for at in from..keys.len() {
                            if part_of(keys[at].0, n_parts) == part {
                                keys.swap(kept, at);
                                kept += 1;
                            }
                        }
                        keys.truncate(kept);
                        keys
                    })
                    .reduce(Vec::new, |mut left, right| {
                        left.extend(right);
                        left
                    });
                keys.par_sort_unstable();
                keys.dedup();
                blocks.add(&keys, max_block, &mut found);
            }
            if found.is_empty() {
                break;
            }
            full.0.extend(found);
        }
        blocks.too_large.sort_unstable();
        blocks.index(n_names);
        blocks
    }

    /// Adds the blocks of ascending keys; `full` are those that too many names share.
    fn add(&mut self, keys: &[(Key, u32)], max_block: usize, full: &mut Vec<Key>) {
        for block in keys.chunk_by(|a, b| a.0 == b.0) {
            if block.len() < 2 {
                continue;
            }
            if block.len() > max_block {
                let first = block.iter().take(2).map(|(_, name)| *name).collect();
                self.too_large.push((block[0].0, first, block.len()));
                full.push(block[0].0);
                continue;
            }
            self.members.extend(block.iter().map(|(_, name)| *name));
            self.starts.push(self.members.len() as u32);
        }
    }

    /// Finds the blocks of each name.
    fn index(&mut self, n_names: usize) {
        self.block_starts = vec![0; n_names + 1];
        for name in &self.members {
            self.block_starts[*name as usize + 1] += 1;
        }
        for at in 0..n_names {
            self.block_starts[at + 1] += self.block_starts[at];
        }
        let mut next = self.block_starts.clone();
        self.blocks = vec![0; self.members.len()];
        for (block, bounds) in self.starts.windows(2).enumerate() {
            for name in &self.members[bounds[0] as usize..bounds[1] as usize] {
                let at = &mut next[*name as usize];
                self.blocks[*at as usize] = block as u32;
                *at += 1;
            }
        }
    }

    /// Whether a name shares a key with any other.
    pub fn has_any(&self, name: u32) -> bool {
        self.block_starts[name as usize] < self.block_starts[name as usize + 1]
    }

    /// How many blocks there are.
    pub fn len(&self) -> usize {
        self.starts.len() - 1
    }

    /// Visits the pairs of names that share the key of a block and of no block before it: each pair once in
    /// all, and names that are near in memory one after the other.
    pub fn pairs_of(&self, block: usize, mut visit: impl FnMut(u32, u32)) {
        let members = &self.members[self.starts[block] as usize..self.starts[block + 1] as usize];
        for (at, left) in members.iter().enumerate() {
            let earlier = self.before(*left, block);
            for right in &members[at + 1..] {
                if !share_any(earlier, self.before(*right, block)) {
                    visit(*left, *right);
                }
            }
        }
    }

    /// The blocks of a name that come before one of them.
    fn before(&self, name: u32, block: usize) -> &[u32] {
        let blocks = self.block_starts[name as usize] as usize..self.block_starts[name as usize + 1] as usize;
        let blocks = &self.blocks[blocks];
        &blocks[..blocks.partition_point(|other| (*other as usize) < block)]
    }
}

/// Whether two ascending lists share an element.
fn share_any(mut a: &[u32], mut b: &[u32]) -> bool {
    while let ([first_a, rest_a @ ..], [first_b, rest_b @ ..]) = (a, b) {
        match first_a.cmp(first_b) {
            Ordering::Less => a = rest_a,
            Ordering::Greater => b = rest_b,
            Ordering::Equal => return true,
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(keys: &[(Key, u32)], max_block: usize, expected: &[(u32, u32)], n_too_large: usize) {
        let blocks = Blocks::new(3, max_block, |name, tier, _, out| {
            out.extend(keys.iter().filter(|(_, of)| tier == 0 && *of == name));
        });
        let mut found = Vec::new();
        (0..blocks.len()).for_each(|block| blocks.pairs_of(block, |left, right| found.push((left, right))));
        found.sort_unstable();
        assert_eq!(found, expected);
        assert_eq!(blocks.too_large.len(), n_too_large);
    }

    #[test]
    fn names_that_share_a_key_meet() {
        check(&[(7, 0), (7, 2), (8, 0), (8, 1), (8, 2)], 3, &[(0, 1), (0, 2), (1, 2)], 0);
        check(&[(7, 0), (7, 2), (8, 0), (8, 1), (8, 2)], 2, &[(0, 2)], 1);
        check(&[], 2, &[], 0);
    }
}
