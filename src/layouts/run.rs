//! A run: lines of a section that are printed alike, which one layout explains.

mod wraps;

use super::Entry;
use super::looks::{self, Look};
use crate::model::{Breaks, Section, SignatureLine};
use crate::reference::Reference;
use rustc_hash::FxHashSet;
use std::cell::{Cell, OnceCell};
use wraps::ends_open;
pub(super) use wraps::{SHORTEST_FULL, opens_bracket};

/// Entries that are looked at for a score.
const SAMPLE: usize = 200;
/// Neighbours that are looked at together.
const CHUNK: usize = 12;

/// Lines that are printed alike, each with what it looks like, found out when it is first asked for.
#[derive(Debug, Default)]
pub struct Run {
    /// The lines; in a section of their own, for the layouts that read whole sections.
    pub section: Section,
    /// For each line, its index in the section that it is from.
    pub origin: Vec<usize>,
    /// For each line, the label that it stands under.
    pub labels: Vec<Option<usize>>,
    /// True when each line is what stands behind a country on its line: then no place stands in it.
    pub is_labelled: bool,
    looks: Vec<Cell<Option<Look>>>,
    kinds: Vec<Cell<Option<i32>>>,
    blocks: OnceCell<Vec<usize>>,
    width: OnceCell<Option<usize>>,
    /// Characters of the longest line.
    longest: OnceCell<usize>,
    ends_in_commas: OnceCell<bool>,
    is_bilingual: OnceCell<bool>,
    begins_small: OnceCell<bool>,
    persons_lead: OnceCell<bool>,
    is_paragraphs: OnceCell<bool>,
    ends_in_countries: OnceCell<bool>,
    ends_in_stops: OnceCell<bool>,
    breaks: OnceCell<Breaks>,
    openers: OnceCell<Option<FxHashSet<String>>>,
}

impl Run {
    /// Adds a line.
    pub fn push(&mut self, line: SignatureLine, origin: usize, label: Option<usize>) {
        self.section.lines.push(line);
        self.origin.push(origin);
        self.labels.push(label);
        self.looks.push(Cell::new(None));
        self.kinds.push(Cell::new(None));
    }

    /// How many lines there are.
    pub fn len(&self) -> usize {
        self.section.lines.len()
    }

    /// The text of a line.
    pub fn text(&self, at: usize) -> &str {
        self.section.lines.get(at).map_or("", |line| line.line.text.as_str())
    }

    /// The block of a line.
    pub fn block(&self, at: usize) -> usize {
        self.section.lines.get(at).map_or(usize::MAX, |line| line.block)
    }

    /// Whether a line is an item of a list.
    pub fn is_item(&self, at: usize) -> bool {
        self.section.lines.get(at).is_some_and(|line| line.is_item)
    }

    /// Lines from this one to the end of its block.
    pub fn block_len(&self, at: usize) -> usize {
        let ends = self.blocks.get_or_init(|| {
            let mut lengths = vec![1; self.len()];
            for at in (0..self.len().saturating_sub(1)).rev() {
                if self.block(at) == self.block(at + 1) {
                    lengths[at] = lengths[at + 1] + 1;
                }
            }
            lengths
        });
        ends.get(at).copied().unwrap_or(1)
    }

    /// The blocks, as ranges of lines.
    pub fn blocks(&self) -> Vec<std::ops::Range<usize>> {
        let mut blocks = Vec::new();
        let mut at = 0;
        while at < self.len() {
            let end = at + self.block_len(at);
            blocks.push(at..end);
            at = end;
        }
        blocks
    }

    /// What a line looks like.
    pub fn look(&self, at: usize, reference: &Reference) -> Look {
        let Some(cell) = self.looks.get(at) else { return Look::Rule };
        let look = cell.get().unwrap_or_else(|| match looks::look(self.text(at), reference) {
            Look::Tail
                if self.text(at).starts_with(char::is_lowercase)
                    && (self.begins_small() || self.is_whole(at, reference)) =>
            {
                Look::Name
            }
            look => look,
        });
        cell.set(Some(look));
        look
    }

    /// Whether so many lines begin small that these must be names.
    fn begins_small(&self) -> bool {
        *self.begins_small.get_or_init(|| {
            let small = |line: &SignatureLine| line.line.text.starts_with(char::is_lowercase);
            self.len() > 3 && 2 * self.section.lines.iter().filter(|line| small(line)).count() > self.len()
        })
    }

    /// The score of the kind of a line: negative for a person.
    pub fn kind(&self, at: usize, reference: &Reference) -> i32 {
        let Some(cell) = self.kinds.get(at) else { return 0 };
        let score = cell.get().unwrap_or_else(|| looks::kind_score(self.text(at), reference));
        cell.set(Some(score));
        score
    }

    /// Whether persons open blocks of several lines, so that organizations below are theirs.
    pub fn persons_lead(&self, reference: &Reference) -> bool {
        *self.persons_lead.get_or_init(|| super::stanzas::persons_lead(self, reference))
    }

    /// Whether a line is a row of a table.
    pub fn has_cells(&self, at: usize) -> bool {
        self.section.lines.get(at).is_some_and(|line| line.line.cells.len() > 1)
    }

    /// Whether a line has a tab or a wide gap inside.
    pub fn has_gap(&self, at: usize) -> bool {
        let text = self.text(at);
        // Most lines have nothing of the kind, which one pass tells.
        let is_sign = |pair: &[u8]| matches!(pair, b"  " | b".." | [b'\t' | 0xE2, _] | [_, b'\t']);
        if !text.as_bytes().windows(2).any(is_sign) {
            return false;
        }
        let body = text.trim_end_matches(['.', '_', '…', ' ']);
        body.contains("   ") || body.contains('\t') || body.contains("....") || body.contains("……")
    }

    /// Whether lines of two scripts take turns: a name, and its translation below.
    pub fn is_bilingual(&self) -> bool {
        *self.is_bilingual.get_or_init(|| {
            let is_foreign = |at: usize| {
                let letters = || self.text(at).chars().filter(|c| c.is_alphabetic());
                2 * letters().filter(|c| u32::from(*c) > 0x36F).count() > letters().count()
            };
            self.len() >= 4
                && self.len().is_multiple_of(2)
                && !self.is_item(0)
                && is_foreign(0) != is_foreign(1)
                && (0..self.len()).all(|at| is_foreign(at) == (is_foreign(0) == (at % 2 == 0)))
        })
    }

    /// One entry of several lines: a tail behind a space, everything else behind a comma.
    pub fn joined(&self, lines: std::ops::Range<usize>, reference: &Reference) -> Entry {
        let Some(first) = self.section.lines.get(lines.start) else { return Entry::default() };
        let mut entry = Entry {
            text: first.line.text.clone(),
            printed: first.line.text.clone(),
            place: Some(first.line.place),
            marks: first.line.marks.clone(),
            lines: lines.clone().collect(),
            ..Entry::default()
        };
        for at in lines.skip(1) {
            let Some(line) = self.section.lines.get(at) else { continue };
            entry.marks.clear();
            entry.place = entry.place.map(|place| place.to(line.line.place));
            entry.printed.push_str(" / ");
            entry.printed.push_str(&line.line.text);
            if self.look(at, reference) == Look::Rule {
                continue;
            }
            let is_part = matches!(self.look(at, reference), Look::Role | Look::Country | Look::Place);
            let is_tail = self.is_measured_full(at - 1) && !entry.text.ends_with([',', '，', '、', '،'])
                || opens_bracket(&entry.text)
                || ends_open(&entry.text, reference)
                || (!is_part
                    && !entry.text.ends_with([',', '，', '、', '،'])
                    && (self.is_full_before(at) || self.is_wrapped(at, reference)));
            if is_tail {
                let is_solid =
                    is_unspaced(entry.text.chars().last()) && is_unspaced(line.line.text.chars().next());
                entry.text.push_str(if is_solid { "" } else { " " });
            } else {
                let kept = entry.text.trim_end_matches([',', '，', '、', '،', ' ']).len();
                entry.text.truncate(kept);
                entry.text.push_str(", ");
            }
            entry.text.push_str(line.line.text.trim_start_matches([':', ' ']));
        }
        entry
    }
}

/// Indices of so many things that are enough for a score: chunks of neighbours, so that what repeats every
/// few lines is seen whole.
pub(super) fn sample(n: usize) -> impl Iterator<Item = usize> {
    let step = (n / SAMPLE).max(1);
    (0..n.div_ceil(CHUNK)).step_by(step).flat_map(move |chunk| chunk * CHUNK..((chunk + 1) * CHUNK).min(n))
}

/// Scripts that put no space between words.
pub(super) fn is_unspaced(c: Option<char>) -> bool {
    c.is_some_and(|c| matches!(u32::from(c), 0x2E80..=0x30FF | 0x3400..=0x9FFF | 0xF900..=0xFAFF | 0xFF00..=0xFF60 | 0x0E00..=0x0EFF))
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::model::{Line, Place};

    #[test]
    fn samples_see_what_repeats() {
        assert_eq!(sample(5).collect::<Vec<_>>(), [0, 1, 2, 3, 4]);
        for n in [2_000, 20_000, 99_999] {
            let indices: Vec<usize> = sample(n).collect();
            assert!((SAMPLE / 2..4 * SAMPLE).contains(&indices.len()) && indices.iter().all(|at| *at < n));
            for period in 2..8 {
                let seen = |rest: usize| indices.iter().filter(|at| *at % period == rest).count();
                assert!((0..period).all(|rest| seen(rest) > 0), "{period} of {n}");
            }
        }
    }

    /// A run of lines with their blocks; true for items.
    pub fn run(lines: &[(&str, usize, bool)]) -> Run {
        let mut run = Run::default();
        for (index, (text, block, is_item)) in lines.iter().enumerate() {
            let line = Line::plain(text, Place::line(index as u32 + 1));
            run.push(SignatureLine { line, block: *block, is_item: *is_item }, index, None);
        }
        run
    }
}
