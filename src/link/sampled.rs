//! Quality estimated from a labelled sample of true clusters, with standard errors.
//!
//! A person takes some signatures, finds all others of the same signatory, and labels these clusters. How likely
//! a cluster came into the sample is known: by a signature drawn at random, in proportion to its size; by itself,
//! each alike. Every figure is a ratio of two sums over clusters, weighted by what one over that likelihood is
//! (Binette, York, Hickerson, Baek, Madhavan, Jones 2022; Binette & Reiter 2024): a pair that was found is right
//! or wrong by what its two signatures are, and every found pair of a signature of the sample is known.

use rustc_hash::FxHashMap;

/// How the clusters of a sample were drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Drawn {
    /// By signatures drawn at random: a cluster in proportion to its size.
    BySignature,
    /// Each cluster with the same likelihood.
    ByCluster,
}

/// A figure with its standard error.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Estimate {
    /// The figure, between 0 and 1.
    pub value: f64,
    /// Its standard error; nothing where the sample is of one cluster.
    pub error: Option<f64>,
}

/// Figures estimated from a sample.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Sampled {
    /// Over pairs: precision, recall, F1.
    pub pairs: [Estimate; 3],
    /// Over signatures, each with its cluster: precision, recall, F1.
    pub b_cubed: [Estimate; 3],
    /// Over whole clusters: precision, recall, F1.
    pub clusters: [Estimate; 3],
    /// Clusters of the sample.
    pub n_clusters: usize,
}

/// Estimates from the sampled clusters, each the found labels of all its things; `found` are the labels of all
/// things of the corpus.
pub fn estimate(sample: &[Vec<u32>], found: &[u32], drawn: Drawn) -> Sampled {
    let mut sizes: FxHashMap<u32, f64> = FxHashMap::default();
    for label in found {
        *sizes.entry(*label).or_insert(0.0) += 1.0;
    }
    let mut pairs: Vec<[f64; 3]> = Vec::new();
    let mut b_cubed: Vec<[f64; 3]> = Vec::new();
    let mut clusters: Vec<[f64; 3]> = Vec::new();
    for labels in sample.iter().filter(|labels| !labels.is_empty()) {
        let n = labels.len() as f64;
        let weight = if drawn == Drawn::BySignature { 1.0 / n } else { 1.0 };
        let mut sorted = labels.clone();
        sorted.sort_unstable();
        let (mut right, mut said, mut whole, mut parts) = (0.0, 0.0, 0.0, 0.0);
        let (mut of_found, mut of_true) = (0.0, 0.0);
        for part in sorted.chunk_by(|a, b| a == b) {
            let both = part.len() as f64;
            let size = part.first().and_then(|label| sizes.get(label)).copied().unwrap_or(both).max(both);
            right += both * (both - 1.0) / 2.0;
            said += both * (size - 1.0) / 2.0;
            of_found += both * both / size;
            of_true += both * both / n;
            parts += both / size;
            whole += f64::from(u8::from(both == n && size == n));
        }
        let row = |top: f64, found: f64, wanted: f64| [weight * top, weight * found, weight * wanted];
        pairs.push(row(right, said, n * (n - 1.0) / 2.0));
        // Precision and recall of B-cubed have tops of their own; see below.
        b_cubed.push([weight * of_found, weight * of_true, weight * n]);
        clusters.push(row(whole, parts, 1.0));
    }
    let of = |rows: &[[f64; 3]]| {
        let tops: Vec<f64> = rows.iter().map(|row| row[0]).collect();
        let found: Vec<f64> = rows.iter().map(|row| row[1]).collect();
        let wanted: Vec<f64> = rows.iter().map(|row| row[2]).collect();
        let mean: Vec<f64> = rows.iter().map(|row| (row[1] + row[2]) / 2.0).collect();
        [ratio(&tops, &found), ratio(&tops, &wanted), ratio(&tops, &mean)]
    };
    Sampled {
        pairs: of(&pairs),
        b_cubed: of_signatures(&b_cubed),
        clusters: of(&clusters),
        n_clusters: pairs.len(),
    }
}

/// B-cubed: two ratios over the same signatures, and their harmonic mean by the delta method.
fn of_signatures(rows: &[[f64; 3]]) -> [Estimate; 3] {
    let column = |at: usize| rows.iter().map(|row| row[at]).collect::<Vec<f64>>();
    let n = column(2);
    let (precision, recall) = (ratio(&column(0), &n), ratio(&column(1), &n));
    let (p, r) = (precision.value, recall.value);
    let value = if p + r > 0.0 { 2.0 * p * r / (p + r) } else { 0.0 };
    // d F1 = (2 r² dp + 2 p² dr) / (p + r)²
    let (by_p, by_r) = match (p + r) * (p + r) {
        0.0 => (0.0, 0.0),
        square => (2.0 * r * r / square, 2.0 * p * p / square),
    };
    let tops: Vec<f64> = rows.iter().map(|row| by_p * row[0] + by_r * row[1]).collect();
    [precision, recall, Estimate { value, error: ratio(&tops, &n).error }]
}

/// The ratio of two sums over the clusters of a sample, with its standard error to the first order. Nothing
/// found and nothing wanted is right.
fn ratio(tops: &[f64], bottoms: &[f64]) -> Estimate {
    let n = tops.len() as f64;
    let (top, bottom) = (tops.iter().sum::<f64>(), bottoms.iter().sum::<f64>());
    if bottom <= 0.0 {
        return Estimate { value: 1.0, error: None };
    }
    let value = top / bottom;
    let squares: f64 = tops.iter().zip(bottoms).map(|(top, bottom)| (top - value * bottom).powi(2)).sum();
    let error = (n > 1.0).then(|| (n / (n - 1.0) * squares).sqrt() / bottom);
    Estimate { value: value.clamp(0.0, 1.0), error }
}

#[cfg(test)]
mod tests {
    use super::super::evaluate::evaluate;
    use super::*;

    /// A truth and what was found of it: clusters of one to four; every third is split, every fifth joined.
    fn corpus() -> (Vec<u32>, Vec<u32>) {
        let (mut truth, mut found) = (Vec::new(), Vec::new());
        for cluster in 0..600_u32 {
            for member in 0..=cluster % 4 {
                truth.push(cluster);
                let label = if cluster % 5 == 1 { cluster - 1 } else { cluster };
                found.push(if cluster % 3 == 0 && member == 0 { 10_000 + cluster } else { label });
            }
        }
        (truth, found)
    }

    fn clusters(truth: &[u32], found: &[u32]) -> Vec<Vec<u32>> {
        let mut clusters = vec![Vec::new(); 600];
        truth.iter().zip(found).for_each(|(t, f)| clusters[*t as usize].push(*f));
        clusters
    }

    #[test]
    fn all_clusters_give_the_figures_themselves() {
        let (truth, found) = corpus();
        let exact = evaluate(&truth, &found);
        let sampled = estimate(&clusters(&truth, &found), &found, Drawn::ByCluster);
        for (estimates, quality) in [
            (sampled.pairs, exact.pairs),
            (sampled.b_cubed, exact.b_cubed),
            (sampled.clusters, exact.clusters),
        ] {
            let exact = [quality.precision, quality.recall, quality.f1];
            for (estimate, exact) in estimates.iter().zip(exact) {
                assert!((estimate.value - exact).abs() < 1e-9, "{estimate:?} {exact}");
            }
        }
    }

    #[test]
    fn errors_cover_what_they_should() {
        let (truth, found) = corpus();
        let all = clusters(&truth, &found);
        let exact = evaluate(&truth, &found);
        let (mut hits, mut n) = (0, 0);
        let mut state = 7_u64;
        for _ in 0..200 {
            let sample: Vec<Vec<u32>> = (0..60)
                .map(|_| {
                    state =
                        state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                    all[truth[(state >> 33) as usize % truth.len()] as usize].clone()
                })
                .collect();
            let sampled = estimate(&sample, &found, Drawn::BySignature);
            for (estimate, exact) in [
                (sampled.pairs[0], exact.pairs.precision),
                (sampled.pairs[2], exact.pairs.f1),
                (sampled.b_cubed[2], exact.b_cubed.f1),
                (sampled.clusters[1], exact.clusters.recall),
            ] {
                n += 1;
                hits += usize::from((estimate.value - exact).abs() <= 1.96 * estimate.error.unwrap());
            }
        }
        let share = hits as f64 / n as f64;
        assert!((0.88..0.99).contains(&share), "{share}");
    }

    #[test]
    fn one_cluster_has_no_error() {
        let sampled = estimate(&[vec![1, 1]], &[1, 1, 2], Drawn::BySignature);
        assert_eq!(sampled.pairs[0], Estimate { value: 1.0, error: None });
        assert_eq!(estimate(&[], &[], Drawn::ByCluster).pairs[0].value, 1.0);
    }
}
