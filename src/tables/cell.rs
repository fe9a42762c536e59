//! How values of the model become values of a column: one way for each, used by every table.

use std::collections::BTreeMap;

use crate::tables::private::{withheld, withheld_beside};

/// What stands in for a required text that is empty; a reader of CSV takes an empty text for null.
const EMPTY: &str = "?";

/// A count as an integer column holds it; what does not fit is held at the largest value.
pub fn int(count: impl TryInto<i32>) -> i32 {
    count.try_into().unwrap_or(i32::MAX)
}

/// A number rounded to so many decimals; what is not finite becomes 0.
pub fn rounded(number: f64, decimals: i32) -> f64 {
    if !number.is_finite() {
        return 0.0;
    }
    let scale = 10_f64.powi(decimals);
    // Adding zero turns -0.0 into 0.0, which prints without a sign.
    (number * scale).round() / scale + 0.0
}

/// Thousandths of a bit as bits.
pub fn bits(millibits: i32) -> f64 {
    f64::from(millibits) / 1000.0
}

/// A text that may be absent, without what is private; an empty text is an absent one.
pub fn optional(text: &str) -> Option<String> {
    (!text.is_empty()).then(|| withheld(text).into_owned())
}

/// A text printed beside a name, without what is private; an address is, whatever it opens with.
pub fn beside_name(text: &str) -> Option<String> {
    (!text.is_empty()).then(|| withheld_beside(text).into_owned())
}

/// A text that is always there, without what is private.
pub fn required(text: &str) -> String {
    if text.is_empty() { EMPTY.to_owned() } else { withheld(text).into_owned() }
}

/// Several texts in one column; `None` where there is none.
pub fn joined<T: ToString>(texts: impl IntoIterator<Item = T>, separator: &str) -> Option<String> {
    let texts: Vec<String> =
        texts.into_iter().map(|text| text.to_string()).filter(|text| !text.is_empty()).collect();
    optional(&texts.join(separator))
}

/// Counts how often something has been seen, so that equal things can be told apart.
#[derive(Debug)]
pub struct Ordinals<K>(BTreeMap<K, u32>);

impl<K: Ord> Ordinals<K> {
    /// Nothing seen.
    pub fn new() -> Self {
        Self(BTreeMap::new())
    }

    /// How often the key was seen before, as text.
    pub fn next(&mut self, key: K) -> String {
        let seen = self.0.entry(key).or_insert(0);
        let ordinal = seen.to_string();
        *seen += 1;
        ordinal
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rounds() {
        assert_eq!(rounded(0.123_449, 4), 0.1234);
        assert_eq!(rounded(2.0 / 3.0, 3), 0.667);
        assert_eq!(rounded(-0.000_01, 4).to_string(), "0");
        assert_eq!(rounded(f64::NAN, 4), 0.0);
    }

    #[test]
    fn holds_what_does_not_fit() {
        assert_eq!(int(u64::MAX), i32::MAX);
        assert_eq!(int(7_usize), 7);
    }

    #[test]
    fn joins() {
        assert_eq!(joined(["a", "", "b"], "; "), Some("a; b".to_owned()));
        assert_eq!(joined(Vec::<String>::new(), ";"), None);
    }

    #[test]
    fn tells_equal_things_apart() {
        let mut ordinals = Ordinals::new();
        assert_eq!(["a", "b", "a"].map(|key| ordinals.next(key)), ["0", "0", "1"]);
    }
}
