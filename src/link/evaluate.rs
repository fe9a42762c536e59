//! Quality of a clustering against truth: precision, recall and F1 of pairs, of things (B-cubed), of clusters.

use rustc_hash::FxHashMap;

/// Precision, recall and their harmonic mean, each between 0 and 1.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Quality {
    /// Share of what was found that is right; 1 when nothing was found.
    pub precision: f64,
    /// Share of what is right that was found; 1 when there is nothing to find.
    pub recall: f64,
    /// Harmonic mean of both.
    pub f1: f64,
}

impl Quality {
    fn new(right: f64, found: f64, wanted: f64) -> Self {
        let share = |whole: f64| if whole > 0.0 { right / whole } else { 1.0 };
        let (precision, recall) = (share(found), share(wanted));
        let sum = precision + recall;
        Self { precision, recall, f1: if sum > 0.0 { 2.0 * precision * recall / sum } else { 0.0 } }
    }
}

/// A comparison of two clusterings of the same things.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Evaluation {
    /// Over all pairs of things: a large cluster counts by the square of its size.
    pub pairs: Quality,
    /// Over things, each with its cluster (Bagga & Baldwin 1998).
    pub b_cubed: Quality,
    /// Over clusters: one is right when it holds exactly what it should.
    pub clusters: Quality,
    /// Clusters of the truth.
    pub n_true: usize,
    /// Clusters found.
    pub n_found: usize,
}

/// Compares labels of the same length; equal labels are one cluster.
///
/// Things beyond the shorter of the two are left out.
pub fn evaluate(truth: &[u32], found: &[u32]) -> Evaluation {
    let things: Vec<(u32, u32)> = truth.iter().copied().zip(found.iter().copied()).collect();
    let sizes_true = sizes(things.iter().map(|thing| thing.0));
    let sizes_found = sizes(things.iter().map(|thing| thing.1));
    let sizes_both = sizes(things.iter().copied());
    let pairs = |counts: &[u64]| counts.iter().map(|n| (n * n.saturating_sub(1) / 2) as f64).sum::<f64>();
    let counts = |of: &FxHashMap<u32, u64>| {
        let mut counts: Vec<u64> = of.values().copied().collect();
        counts.sort_unstable();
        counts
    };
    let mut both: Vec<((u32, u32), u64)> = sizes_both.into_iter().collect();
    both.sort_unstable();
    let right = pairs(&both.iter().map(|(_, n)| *n).collect::<Vec<_>>());
    let (counts_true, counts_found) = (counts(&sizes_true), counts(&sizes_found));

    let n = things.len() as f64;
    let (mut precision, mut recall) = (0.0, 0.0);
    for ((t, f), count) in &both {
        let square = (count * count) as f64;
        precision += square / sizes_found[f] as f64;
        recall += square / sizes_true[t] as f64;
    }
    let (precision, recall) = if n > 0.0 { (precision / n, recall / n) } else { (1.0, 1.0) };
    let sum = precision + recall;
    let is_exact = |((t, f), count): &&((u32, u32), u64)| *count == sizes_true[t] && *count == sizes_found[f];
    let n_exact = both.iter().filter(is_exact).count() as f64;
    Evaluation {
        pairs: Quality::new(right, pairs(&counts_found), pairs(&counts_true)),
        b_cubed: Quality {
            precision,
            recall,
            f1: if sum > 0.0 { 2.0 * precision * recall / sum } else { 0.0 },
        },
        clusters: Quality::new(n_exact, counts_found.len() as f64, counts_true.len() as f64),
        n_true: counts_true.len(),
        n_found: counts_found.len(),
    }
}

fn sizes<K: std::hash::Hash + Eq>(labels: impl Iterator<Item = K>) -> FxHashMap<K, u64> {
    let mut sizes = FxHashMap::default();
    for label in labels {
        *sizes.entry(label).or_insert(0) += 1;
    }
    sizes
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(truth: &[u32], found: &[u32], pairs: (f64, f64), b_cubed: (f64, f64)) {
        let evaluation = evaluate(truth, found);
        let near = |a: f64, b: f64| (a - b).abs() < 1e-9;
        assert!(near(evaluation.pairs.precision, pairs.0), "{evaluation:?}");
        assert!(near(evaluation.pairs.recall, pairs.1), "{evaluation:?}");
        assert!(near(evaluation.b_cubed.precision, b_cubed.0), "{evaluation:?}");
        assert!(near(evaluation.b_cubed.recall, b_cubed.1), "{evaluation:?}");
    }

    #[test]
    fn measures() {
        check(&[1, 1, 2], &[7, 7, 9], (1.0, 1.0), (1.0, 1.0));
        check(&[1, 1, 2], &[7, 8, 9], (1.0, 0.0), (1.0, 2.0 / 3.0));
        check(&[1, 1, 2], &[7, 7, 7], (1.0 / 3.0, 1.0), (5.0 / 9.0, 1.0));
        check(&[], &[], (1.0, 1.0), (1.0, 1.0));
    }

    #[test]
    fn clusters_are_right_as_a_whole() {
        let check = |truth: &[u32], found: &[u32], precision: f64, recall: f64| {
            let clusters = evaluate(truth, found).clusters;
            assert!((clusters.precision - precision).abs() < 1e-9, "{clusters:?}");
            assert!((clusters.recall - recall).abs() < 1e-9, "{clusters:?}");
        };
        check(&[1, 1, 2], &[7, 7, 9], 1.0, 1.0);
        check(&[1, 1, 2], &[7, 8, 9], 1.0 / 3.0, 0.5);
        check(&[1, 1, 2], &[7, 7, 7], 0.0, 0.0);
    }
}
