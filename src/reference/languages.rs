//! Common small words of languages, by which a language is told from its neighbours.

use super::file::rows;
use rustc_hash::FxHashMap;
use std::borrow::Cow;
use std::collections::BTreeMap;

const DATA: &str = include_str!("data/language_words.csv");
/// Weight of a word that one language alone has; others share it.
const WEIGHT: u32 = 60;

/// Small words of languages.
#[derive(Debug)]
pub struct Languages {
    words: FxHashMap<&'static str, Vec<&'static str>>,
}

impl Languages {
    /// The compiled-in data.
    pub fn builtin() -> Self {
        let mut words: FxHashMap<&str, Vec<&str>> = FxHashMap::default();
        for [language, word] in rows(DATA) {
            words.entry(word).or_default().push(language);
        }
        Self { words }
    }

    /// The languages whose small words a text holds, best first, with the weight of those words; of equal
    /// ones the first in the alphabet.
    pub fn ranked<'a>(&self, words: impl Iterator<Item = &'a str>) -> Vec<(&'static str, u32)> {
        let mut weights: BTreeMap<&'static str, u32> = BTreeMap::new();
        for word in words {
            let is_lower = word.bytes().all(|byte| byte.is_ascii_lowercase());
            let lower = if is_lower { Cow::Borrowed(word) } else { Cow::Owned(word.to_lowercase()) };
            let languages = self.words.get(lower.as_ref()).map_or(&[][..], Vec::as_slice);
            let share = WEIGHT / u32::try_from(languages.len().max(1)).unwrap_or(WEIGHT);
            for language in languages {
                // A word counts in full for each language, and again where few have it.
                let weight = weights.entry(language).or_default();
                *weight = weight.saturating_add(WEIGHT / 4 + share);
            }
        }
        let mut ranked: Vec<(&'static str, u32)> = weights.into_iter().collect();
        ranked.sort_by_key(|(language, weight)| (std::cmp::Reverse(*weight), *language));
        ranked
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neighbours_are_told_apart() {
        let languages = Languages::builtin();
        let check = |text: &str, expected: &str| {
            let ranked = languages.ranked(text.split_whitespace());
            assert_eq!(ranked.first().map(|(language, _)| *language), Some(expected), "{text}: {ranked:?}");
        };
        check("mes de la ciudad y el agua que se pide para los vecinos", "es");
        check("els rius són de tots i volem que es mantinguin nets amb més cura", "ca");
        check("řeky jsou naše a chceme aby byly čisté pro všechny kteří tu žijí", "cs");
        check("rieky sú naše a chceme aby boli čisté pre všetkých ktorí tu žijú", "sk");
        check("kami meminta agar sungai ini tetap bersih karena mereka yang tinggal di sini", "id");
        check("мы просим чтобы реки были чистыми для всех", "ru");
        check("ми просимо щоб річки були чистими для всіх", "uk");
        check("हम चाहते हैं कि यह नदी सब के लिए साफ़ रहे", "hi");
    }
}
