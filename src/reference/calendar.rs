//! Names of months and weekdays and words of numbers, in the languages of letters.

use super::file::{Key, folded, rows};
use rustc_hash::FxHashMap;

const NAMES: &str = include_str!("data/calendar_names.csv");
const NUMBERS: &str = include_str!("data/number_words.csv");

/// Names of months and weekdays, words of numbers.
#[derive(Debug)]
pub struct Calendar {
    months: FxHashMap<Key, Vec<(&'static str, i8)>>,
    weekdays: FxHashMap<Key, i8>,
    numbers: FxHashMap<Key, u32>,
}

impl Calendar {
    /// The compiled-in data.
    pub fn builtin() -> Self {
        let mut months: FxHashMap<Key, Vec<(&str, i8)>> = FxHashMap::default();
        let mut weekdays = FxHashMap::default();
        for [language, unit, number, name] in rows(NAMES) {
            let Ok(number) = number.parse() else { continue };
            let name = folded(name);
            if unit == "weekday" {
                weekdays.insert(name, number);
                continue;
            }
            let known = months.entry(name).or_default();
            if !known.iter().any(|(other, _)| *other == language) {
                known.push((language, number));
            }
        }
        let mut numbers = FxHashMap::default();
        for [_, value, word] in rows(NUMBERS) {
            if let Ok(value) = value.parse() {
                numbers.insert(folded(word), value);
            }
        }
        Self { months, weekdays, numbers }
    }

    /// The month, 1 to 12, that a folded word names. Where languages disagree (`listopad` is October in
    /// Croatian and November in Czech), the given language decides, else English, else most languages.
    pub fn month(&self, folded: &str, language: Option<&str>) -> Option<i8> {
        let known = self.months.get(folded)?;
        let in_language =
            |wanted: &str| known.iter().find(|(name, _)| *name == wanted).map(|(_, month)| *month);
        language.and_then(in_language).or_else(|| in_language("en")).or_else(|| {
            (1..=12_i8).max_by_key(|month| (known.iter().filter(|(_, m)| m == month).count(), -month))
        })
    }

    /// The weekday that a folded word names, from Monday, 1, to Sunday, 7.
    pub fn weekday(&self, folded: &str) -> Option<i8> {
        self.weekdays.get(folded).copied()
    }

    /// The number that a folded word stands for.
    pub fn number(&self, folded: &str) -> Option<u32> {
        self.numbers.get(folded).copied()
    }

    /// The number that words spell together, and how many of them do: "twenty five" is 25 of two words,
    /// "two hundred and ten" 210 of four. The first word must be a number.
    pub fn spelled(&self, words: &[&str]) -> Option<(u32, usize)> {
        let mut total = 0_u32;
        let mut group = 0_u32;
        let mut n_words = 0;
        for (index, word) in words.iter().enumerate() {
            let Some(value) = self.number(word) else {
                // "and" only between hundreds and the rest.
                if *word == "and"
                    && group >= 100
                    && words.get(index + 1).is_some_and(|w| self.number(w).is_some())
                {
                    continue;
                }
                break;
            };
            match value {
                1000 => {
                    total = total.saturating_add(group.max(1).saturating_mul(1000));
                    group = 0;
                }
                100 | 12 if (1..12).contains(&group) => group *= value,
                1..=9 if group != 0 && group.is_multiple_of(10) && group % 100 != 10 => group += value,
                _ if group != 0 && group.is_multiple_of(100) && value < 100 => group += value,
                _ if group == 0 => group = value,
                _ => break,
            }
            n_words = index + 1;
        }
        (n_words > 0).then_some((total.saturating_add(group), n_words))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months() {
        let calendar = Calendar::builtin();
        assert_eq!(calendar.month("february", None), Some(2));
        assert_eq!(calendar.month("nov", Some("en")), Some(11));
        assert_eq!(calendar.month("dezembro", None), Some(12));
        assert_eq!(calendar.month("listopada", Some("hr")), Some(10));
        assert_eq!(calendar.month("listopada", Some("pl")), Some(11));
        assert_eq!(calendar.month("letter", None), None);
        assert_eq!(calendar.weekday("thursday"), Some(4));
    }

    #[test]
    fn numbers() {
        let calendar = Calendar::builtin();
        let check = |text: &str, expected| {
            assert_eq!(calendar.spelled(&text.split(' ').collect::<Vec<_>>()), expected, "{text}");
        };
        check("seven concerned individuals", Some((7, 1)));
        check("twenty five groups", Some((25, 2)));
        check("two hundred and ten people", Some((210, 4)));
        check("three thousand", Some((3000, 2)));
        check("two dozen", Some((24, 2)));
        check("ten and more", Some((10, 1)));
        check("groups", None);
    }
}
