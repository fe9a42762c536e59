//! How words change at their ends: words of one into words of several, and into words for whom something is
//! given to, in the languages of letters.

use super::file::{Key, folded, rows};
use rustc_hash::FxHashMap;

const DATA: &str = include_str!("data/endings.csv");
/// Least letters that are left of a word before an ending.
const STEM: usize = 3;

/// Pairs of the ending in the dictionary and another, for each language.
type Pairs = FxHashMap<&'static str, Vec<(Key, Key)>>;

/// The endings of each language, folded.
#[derive(Debug)]
pub struct Endings {
    plurals: Pairs,
    datives: Pairs,
}

impl Endings {
    /// The compiled-in data.
    pub fn builtin() -> Self {
        let of_kind = |wanted: &str| {
            let mut pairs = Pairs::default();
            for [language, kind, plain, other] in rows(DATA) {
                if kind == wanted {
                    pairs.entry(language).or_default().push((folded(plain), folded(other)));
                }
            }
            pairs
        };
        Self { plurals: of_kind("plural"), datives: of_kind("dative") }
    }

    /// Words for one that a folded word for several may come from; the word itself, in languages that count
    /// without a plural.
    pub fn singulars(&self, word: &str, language: Option<&str>) -> Vec<String> {
        match self.plurals.get(language.unwrap_or("en")) {
            Some(endings) => plain(word, endings),
            None => vec![word.to_owned()],
        }
    }

    /// Words in the form of the dictionary from which a folded word for somebody who is given something may
    /// come; none in languages without such a form.
    pub fn of_dative(&self, word: &str, language: Option<&str>) -> Vec<String> {
        let endings = language.and_then(|language| self.datives.get(language));
        endings.map_or_else(Vec::new, |endings| plain(word, endings))
    }
}

/// The words that become this one by any of the endings.
fn plain(word: &str, endings: &[(Key, Key)]) -> Vec<String> {
    let plain = |(plain, other): &(Key, Key)| {
        let stem = word.strip_suffix(other.as_ref())?;
        (stem.chars().count() >= STEM).then(|| format!("{stem}{plain}"))
    };
    endings.iter().filter_map(plain).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_for_one() {
        let endings = Endings::builtin();
        let check = |language: &str, plural: &str, singular: &str| {
            let found = endings.singulars(&crate::text::fold(plural), Some(language));
            assert!(found.iter().any(|word| *word == crate::text::fold(singular)), "{plural}: {found:?}");
        };
        check("en", "secretaries", "secretary");
        check("de", "forscherinnen", "forscher");
        check("es", "directores", "director");
        check("pt", "cidadaos", "cidadao");
        check("cs", "vedcu", "vedec");
        check("ru", "учителей", "учитель");
        check("hu", "tanar", "tanar");
        check("id", "guru", "guru");
        let governor = endings.of_dative("губернатору", Some("ru"));
        assert!(governor.iter().any(|word| word == "губернатор"), "{governor:?}");
        assert!(!endings.singulars("general", Some("en")).iter().any(|word| word == "general"));
    }

    #[test]
    fn every_row_of_the_data_is_good() {
        assert_eq!(rows::<4>(DATA).count() + 1, DATA.lines().count());
    }
}
