//! Match weight to probability.
//!
//! The weight is a log-odds by construction, and up to 6 bits it is taken at its word. Beyond, the curve is
//! flatter: on generated signatures with exact truth, pairs of organizations of 10 bits were the same in
//! .988 of cases and of 14 bits in .999; persons, whose namesakes that sample exaggerates, in .97 and .999.

use super::weights::BIT;

/// Knots of the curve, ascending: weight in bits, log2 of the odds.
const KNOTS: [(f64, f64); 6] =
    [(-60.0, -30.0), (-10.0, -10.0), (0.0, 0.0), (6.0, 6.0), (10.0, 7.0), (60.0, 20.0)];

/// The probability that a pair of this weight, in thousandths of a bit, is the same.
pub fn probability(millibits: i32) -> f64 {
    let bits = f64::from(millibits) / f64::from(BIT);
    let odds = log_odds(bits);
    let probability = 1.0 / (1.0 + (-odds).exp2());
    // Rounded so that no two machines print different digits.
    (probability * 1e6).round() / 1e6
}

fn log_odds(bits: f64) -> f64 {
    let [first, ..] = KNOTS;
    if bits <= first.0 {
        return first.1;
    }
    for pair in KNOTS.windows(2) {
        let ((left, low), (right, high)) = (pair[0], pair[1]);
        if bits <= right {
            return low + (high - low) * (bits - left) / (right - left);
        }
    }
    KNOTS[KNOTS.len() - 1].1
}

/// The least weight, in thousandths of a bit, whose probability is at least this.
pub fn least_weight(probability_wanted: f64) -> i32 {
    let (mut low, mut high) = (-60 * BIT, 60 * BIT);
    while low < high {
        let middle = low + (high - low) / 2;
        if probability(middle) >= probability_wanted {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    low
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(wanted: f64) {
        let weight = least_weight(wanted);
        assert!(probability(weight) >= wanted, "{wanted}");
        assert!(probability(weight - 1) < wanted, "{wanted}");
    }

    #[test]
    fn thresholds_are_the_least_weights() {
        check(0.5);
        check(0.95);
        check(0.97);
    }

    #[test]
    fn the_curve_ascends() {
        assert!(KNOTS.windows(2).all(|pair| pair[0].0 < pair[1].0 && pair[0].1 <= pair[1].1));
        assert!((-80..80).all(|bits| probability(bits * BIT) <= probability((bits + 1) * BIT)));
    }
}
