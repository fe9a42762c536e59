//! `cosignatures`: who signs with whom.
//!
//! The table is sparse: for one entity after another, the entities that follow it in its letters are
//! counted, and only pairs with enough letters become rows. Memory stays with the number of entities
//! and of rows; no table of all pairs is held.

use jiff::civil::Date;
use rayon::prelude::*;

use crate::model::{EntityId, Issue, IssueCode};
use crate::table;
use crate::tables::Source;
use crate::tables::cell::{int, rounded};

table! {
    /// One row per pair of entities that signed two letters or more together (the minimum can be set when
    /// the dataset is built). A letter is left out where so many of its signatories signed other letters too
    /// that their pairs would outnumber everything else; such a letter has `in_cosignatures` false in the
    /// table `letters`, and an issue names the bound.
    pub struct CosignatureRow in "cosignatures", key(entity_a, entity_b) {
        /// The entity whose identifier comes first.
        entity_a: EntityId => "entities",
        /// The other entity.
        entity_b: EntityId => "entities",
        /// Letters that both signed, of those that are not left out.
        n_letters: i32,
        /// Of the letters that either signed, the share that both signed, above 0 and up to 1; letters
        /// left out do not count.
        jaccard: f64,
        /// Date of the earliest of these letters; where only its month or year is known, the first day.
        /// Empty: none of them has a date.
        first_signed: Option<Date>,
        /// Date of the latest of these letters, likewise.
        last_signed: Option<Date>,
    }
}

/// A row for every pair with enough letters in common.
pub fn rows(source: &Source<'_>) -> Vec<CosignatureRow> {
    let entities = &source.corpus.linkage.entities;
    let minimum = source.settings.cosignatures_min_letters.max(1);
    let shared = SharedLetters::of(source);
    (0..entities.len())
        .into_par_iter()
        .map_init(
            || vec![Together::default(); entities.len()],
            |together, a| {
                let mut row_of = Vec::new();
                for (b, Together { n_letters, first, last }) in shared.partners(a, together) {
                    if n_letters >= minimum {
                        let either =
                            shared.letters_of[a].len() + shared.letters_of[b].len() - n_letters as usize;
                        let (one, other) = (entities[a].id, entities[b].id);
                        row_of.push(CosignatureRow {
                            entity_a: one.min(other),
                            entity_b: one.max(other),
                            n_letters: int(n_letters),
                            jaccard: rounded(f64::from(n_letters) / either as f64, 4),
                            first_signed: first,
                            last_signed: last,
                        });
                    }
                }
                row_of
            },
        )
        .flatten_iter()
        .collect()
}

/// Whether a letter is left out, because too many of its signatories signed other letters too.
pub fn is_left_out(source: &Source<'_>, letter: usize) -> bool {
    n_frequent(source, letter) > source.settings.cosignatures_max_entities
}

/// An issue for every letter that is left out.
pub fn left_out(source: &Source<'_>) -> Vec<Issue> {
    let bound = source.settings.cosignatures_max_entities;
    let left_out = source.letters.iter().filter(|letter| is_left_out(source, **letter));
    left_out
        .map(|letter| {
            let message = format!(
                "the letter is left out of the table cosignatures: {} of its signatories signed other \
                 letters too, the bound is {bound}",
                n_frequent(source, *letter)
            );
            Issue::new(IssueCode::BlockTooLarge, &source.corpus.readings[*letter].document.path, message)
        })
        .collect()
}

/// Entities of a letter that can be in a pair at all: those that signed enough letters.
fn frequent(source: &Source<'_>, letter: usize) -> Vec<usize> {
    let minimum = source.settings.cosignatures_min_letters.max(1) as usize;
    let mut entities: Vec<usize> = source.signed[letter]
        .iter()
        .map(|signing| source.corpus.linkage.entity_of[*signing])
        .filter(|entity| source.letters_of[*entity].len() >= minimum)
        .collect();
    entities.sort_unstable();
    entities.dedup();
    entities
}

fn n_frequent(source: &Source<'_>, letter: usize) -> usize {
    frequent(source, letter).len()
}

/// The letters that two entities signed together.
#[derive(Debug, Clone, Copy, Default)]
struct Together {
    n_letters: u32,
    first: Option<Date>,
    last: Option<Date>,
}

/// Letters and their frequent signatories, without the letters that are left out.
struct SharedLetters {
    entities_of: Vec<Vec<usize>>,
    letters_of: Vec<Vec<usize>>,
    date_of: Vec<Option<Date>>,
}

impl SharedLetters {
    fn of(source: &Source<'_>) -> Self {
        let bound = source.settings.cosignatures_max_entities;
        let mut entities_of = vec![Vec::new(); source.corpus.readings.len()];
        let mut is_kept = vec![false; source.corpus.readings.len()];
        for letter in &source.letters {
            let entities = frequent(source, *letter);
            if entities.len() <= bound {
                is_kept[*letter] = true;
                entities_of[*letter] = entities;
            }
        }
        let mut letters_of = source.letters_of.clone();
        for letters in &mut letters_of {
            letters.retain(|letter| is_kept[*letter]);
        }
        let mut date_of = vec![None; source.corpus.readings.len()];
        for letter in &source.letters {
            date_of[*letter] = source.letter(*letter).and_then(|letter| Some(letter.date?.0.date));
        }
        Self { entities_of, letters_of, date_of }
    }

    /// Entities after `a` that share a letter with it, ascending, with what they share. `together` is
    /// empty before and after.
    fn partners(&self, a: usize, together: &mut [Together]) -> Vec<(usize, Together)> {
        let mut met = Vec::new();
        for letter in &self.letters_of[a] {
            let entities = &self.entities_of[*letter];
            let after = entities.partition_point(|entity| *entity <= a);
            let is_in_pairs = after > 0 && entities[after - 1] == a;
            for b in entities[after..].iter().filter(|_| is_in_pairs) {
                let shared = &mut together[*b];
                if shared.n_letters == 0 {
                    met.push(*b);
                }
                shared.n_letters += 1;
                if let Some(date) = self.date_of[*letter] {
                    shared.first = Some(shared.first.map_or(date, |first| first.min(date)));
                    shared.last = shared.last.max(Some(date));
                }
            }
        }
        met.sort_unstable();
        met.into_iter().map(|b| (b, std::mem::take(&mut together[b]))).collect()
    }
}
