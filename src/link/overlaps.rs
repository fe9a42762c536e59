//! Letters that share signatories: those of one campaign do, and a name of one is the likelier met again in
//! another.

use super::records::Record;
use super::weights as w;
use rustc_hash::FxHashMap;

/// A name that more letters print says nothing of two of them.
const MOST_LETTERS: usize = 8;
/// Names that two letters share by chance, at the most.
const CHANCE: u32 = 3;
/// Letters of a record that are looked at.
const MOST_LOOKED_AT: usize = 16;

/// For pairs of letters that share more than chance does, what that is worth.
#[derive(Debug, Default)]
pub struct Overlaps {
    /// By the smaller and the larger letter, thousandths of a bit.
    weights: FxHashMap<(u32, u32), i32>,
}

impl Overlaps {
    /// Counts the names that letters share. `n_names` is how many there are in all.
    pub fn new(records: &[Record], n_names: f64) -> Self {
        let mut printed: Vec<(u32, u32)> = records
            .iter()
            .filter_map(|record| Some((*record.forms.first()?, &record.letters)))
            .flat_map(|(form, letters)| letters.iter().map(move |letter| (form, *letter)))
            .collect();
        printed.sort_unstable();
        printed.dedup();
        let n_letters = printed.iter().map(|(_, letter)| *letter + 1).max().unwrap_or_default();
        let mut sizes = vec![0_u32; n_letters as usize];
        printed.iter().for_each(|(_, letter)| sizes[*letter as usize] += 1);
        let mut pairs: Vec<(u32, u32)> = Vec::new();
        for of_name in printed.chunk_by(|a, b| a.0 == b.0).filter(|of_name| of_name.len() <= MOST_LETTERS) {
            for (at, (_, a)) in of_name.iter().enumerate() {
                pairs.extend(of_name[at + 1..].iter().map(|(_, b)| (*a, *b)));
            }
        }
        pairs.sort_unstable();
        let weights = pairs
            .chunk_by(|a, b| a == b)
            .filter_map(|same| {
                let ((a, b), n_shared) = (same[0], same.len() as u32);
                let n_real = f64::from(n_shared.checked_sub(CHANCE).filter(|n| *n > 0)?);
                // One name of each letter is the same with probability n/ab, one of each record with 1/N.
                let n_pairs = f64::from(sizes[a as usize]) * f64::from(sizes[b as usize]);
                let gain = ((n_real * n_names / n_pairs).log2() * f64::from(w::BIT)).round() as i32;
                (gain > 0).then_some(((a, b), gain.min(w::SAME_CAMPAIGN_MAX)))
            })
            .collect();
        Self { weights }
    }

    /// What it is worth that one record signed some of `left` and the other some of `right`, ascending each.
    pub fn weight(&self, left: &[u32], right: &[u32]) -> i32 {
        if self.weights.is_empty() {
            return 0;
        }
        let looked_at = |letters: &[u32]| letters.len().min(MOST_LOOKED_AT);
        let right = &right[..looked_at(right)];
        let of_pairs = left[..looked_at(left)]
            .iter()
            .flat_map(|a| right.iter().map(move |b| (*a.min(b), *a.max(b))))
            .filter_map(|pair| self.weights.get(&pair));
        of_pairs.copied().max().unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `n_both` names stand in letters 0 and 1, `n_alone` more in each, and one in letter 2.
    fn check(n_both: u32, n_alone: u32, expected: i32) {
        let record = |form, letters: &[u32]| Record {
            forms: vec![form],
            letters: letters.to_vec(),
            ..Record::default()
        };
        let mut records: Vec<Record> = (0..n_both).map(|form| record(form, &[0, 1])).collect();
        records.extend((0..n_alone).flat_map(|at| [record(1000 + at, &[0]), record(2000 + at, &[1])]));
        records.push(record(3000, &[2]));
        let overlaps = Overlaps::new(&records, 1600.0);
        assert_eq!(overlaps.weight(&[0], &[1, 2]), expected);
        assert_eq!(overlaps.weight(&[2, 1], &[0]), expected);
        assert_eq!(overlaps.weight(&[0], &[2]), 0);
    }

    #[test]
    fn letters_of_one_campaign_share_names() {
        check(0, 50, 0);
        check(3, 50, 0);
        check(11, 29, 3000);
        check(40, 0, w::SAME_CAMPAIGN_MAX);
    }
}
