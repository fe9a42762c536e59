//! Plain operations on text: folding for comparison, and distance. Knows no letters and no names.

mod edit;
mod fold;

pub use edit::edits_within;
pub use fold::{fold, fold_onto};

/// What stands behind a phrase that opens a text in whatever case. `phrase` is in small letters.
pub fn strip_phrase<'a>(text: &'a str, phrase: &str) -> Option<&'a str> {
    let (start, rest) = text.split_at_checked(phrase.len())?;
    let is_equal = start.eq_ignore_ascii_case(phrase)
        || !phrase.is_ascii() && !start.is_ascii() && start.to_lowercase() == phrase;
    is_equal.then_some(rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn phrases_are_stripped_in_any_case() {
        assert_eq!(strip_phrase("On Behalf of X", "on behalf of"), Some(" X"));
        assert_eq!(strip_phrase("ÉTÉ X", "été"), Some(" X"));
        for (text, phrase) in [("On", "on behalf of"), ("in behalf", "on"), ("日本", "on"), ("ete", "été")]
        {
            assert_eq!(strip_phrase(text, phrase), None, "{text}");
        }
    }
}
