//! Words that play a role in the names of organizations: legal forms, connectors, types of
//! organization, chapters, numbers, and the spellings that are the same word.
//!
//! Everything here takes and gives *folded* tokens (see [`crate::text::fold`]). A word has one role. It
//! does not know places, nor titles and names of persons.

use super::file::{Key, folded, rows};
use crate::model::Alpha2;
use crate::vocabulary;
use rustc_hash::{FxHashMap, FxHashSet};
use std::sync::OnceLock;

vocabulary! {
    /// The role that a word plays in the name of an organization.
    pub enum WordRole {
        /// A legal form: `ltd`, `ev`, `gmbh`. It counts only at an end of a name.
        LegalForm = "legal_form",
        /// An article, a preposition, a conjunction.
        Connector = "connector",
        /// What the organization is: union, association, institute, committee.
        OrganizationType = "organization_type",
        /// A part of an organization: chapter, branch, section.
        Chapter = "chapter",
    }
}

/// No legal form that is kept has more words.
const LONGEST_LEGAL_FORM: usize = 4;
/// A legal form without spaces before a name has at least so many characters.
const SHORTEST_UNSPACED_FORM: usize = 4;
/// It has hardly more than so many.
const LONGEST_UNSPACED_FORM: usize = 12;
/// A type of organization that is the tail of a compound has at least so many letters, in scripts
/// that are written with spaces (`Umweltverein`); shorter tails are chance.
const SHORTEST_COMPOUND_TAIL: usize = 6;

/// Share of persons that bear a name which the name lists of one country or language hold; a name that
/// many lists hold is also commoner in each.
const PERSON_SHARE_OF_LOCALE: f64 = 0.0001;

/// The words. Built from `data/words.csv`, `data/legal_forms.csv` and `data/token_background.csv`.
#[derive(Debug)]
pub struct Words {
    roles: FxHashMap<&'static str, WordRole>,
    canonical: FxHashMap<&'static str, &'static str>,
    numbers: FxHashSet<&'static str>,
    /// With the codes of the countries that have them, joined by semicolons.
    legal_forms: FxHashMap<Key, &'static str>,
    /// First words of the legal forms of several.
    legal_form_starts: FxHashSet<Key>,
    /// How the types of organizations end that are tails of compounds.
    type_ends: FxHashSet<&'static [u8]>,
    /// What stands before a space in the types of organizations of several words.
    type_starts: FxHashSet<&'static str>,
    shares: FxHashMap<&'static str, f64>,
    titles_before: FxHashSet<&'static str>,
    titles_after: FxHashSet<&'static str>,
    /// Only linking asks for these.
    person_shares: OnceLock<FxHashMap<&'static str, f64>>,
    /// Given names by their familiar forms; only linking asks for these.
    familiar: OnceLock<FxHashMap<&'static str, Vec<&'static str>>>,
    place_words: FxHashSet<&'static str>,
}

const WORDS: &str = include_str!("data/words.csv");
const LEGAL_FORMS: &str = include_str!("data/legal_forms.csv");
const TOKEN_BACKGROUND: &str = include_str!("data/token_background.csv");
const TOWNS: &str = include_str!("data/towns.csv");
const PLACE_WORDS: &str = include_str!("data/place_words.csv");
const PERSON_TITLES: &str = include_str!("data/person_titles.csv");
const FAMILIAR_NAMES: &str = include_str!("data/familiar_names.csv");
const PERSON_NAMES: [&str; 2] = [include_str!("data/given_names.csv"), include_str!("data/family_names.csv")];

impl Words {
    /// The compiled-in data.
    pub fn builtin() -> Self {
        let legal_forms: FxHashMap<Key, &str> =
            rows(LEGAL_FORMS).map(|[form, _, countries]| (folded(form), countries)).collect();
        let starts = legal_forms.keys().filter_map(|form| form.split_once(' ')).map(|(first, _)| first);
        let legal_form_starts = starts.map(|first| Key::Owned(first.to_owned())).collect();
        let mut words = Self {
            roles: FxHashMap::default(),
            canonical: FxHashMap::default(),
            numbers: FxHashSet::default(),
            legal_forms,
            legal_form_starts,
            type_ends: FxHashSet::default(),
            type_starts: FxHashSet::default(),
            shares: rows(TOKEN_BACKGROUND)
                .filter_map(|[word, per_thousand]| Some((word, per_thousand.parse::<f64>().ok()? / 1000.0)))
                .collect(),
            titles_before: FxHashSet::default(),
            titles_after: FxHashSet::default(),
            person_shares: OnceLock::new(),
            familiar: OnceLock::new(),
            place_words: rows(PLACE_WORDS).map(|[word]| word).collect(),
        };
        for [word, place] in rows(PERSON_TITLES) {
            if place != "after" {
                words.titles_before.insert(word);
            }
            if place != "before" {
                words.titles_after.insert(word);
            }
        }
        for [word, role, _, canonical] in rows(WORDS) {
            match role {
                "connector" => _ = words.roles.insert(word, WordRole::Connector),
                "organization_type" => {
                    words.roles.insert(word, WordRole::OrganizationType);
                    words.type_ends.extend(end(word));
                    words.type_starts.extend(word.match_indices(' ').filter_map(|(at, _)| word.get(..at)));
                }
                "chapter" => _ = words.roles.insert(word, WordRole::Chapter),
                "number" => _ = words.numbers.insert(word),
                _ => {}
            }
            if !canonical.is_empty() {
                words.canonical.insert(word, canonical);
            }
        }
        words
    }

    /// The role of a folded token, if it has one. A token that is both a word of names and a legal
    /// form is the former; [`Words::legal_form_at_end`] looks at the place in the name.
    pub fn role(&self, token: &str) -> Option<WordRole> {
        self.roles
            .get(token)
            .copied()
            .or_else(|| self.legal_forms.contains_key(token).then_some(WordRole::LegalForm))
    }

    /// Whether a type of organization of several words may begin with a folded text, before a space.
    pub fn begins_type(&self, folded: &str) -> bool {
        self.type_starts.contains(folded)
    }

    /// The spelling that stands for all spellings of a folded token: `intl` gives `international`,
    /// `organisation` and `organización` give `organization`; an unknown token gives itself.
    pub fn canonical<'a>(&'a self, token: &'a str) -> &'a str {
        self.canonical.get(token).copied().unwrap_or(token)
    }

    /// Every spelling that another stands for, with that other, in order.
    pub fn spellings(&self) -> Vec<(&str, &str)> {
        let mut spellings: Vec<(&str, &str)> =
            self.canonical.iter().map(|(spelling, word)| (*spelling, *word)).collect();
        spellings.sort_unstable();
        spellings
    }

    /// The connectors of names that lists most often misspell: those of two letters or three in Latin
    /// script, in order.
    pub fn connectors(&self) -> Vec<&str> {
        let mut connectors: Vec<&str> = self
            .roles
            .iter()
            .filter(|(word, role)| **role == WordRole::Connector && word.is_ascii() && word.len() > 1)
            .map(|(word, _)| *word)
            .collect();
        connectors.sort_unstable();
        connectors
    }

    /// Whether a folded token is a number: digits, a roman numeral above one, or a cardinal (`three`,
    /// not `third`).
    pub fn is_number(&self, token: &str) -> bool {
        (!token.is_empty() && token.chars().all(char::is_numeric)) || self.numbers.contains(token)
    }

    /// Roughly which share of organizations' names in the world holds a folded token, in its canonical
    /// spelling; `None` for a token of which nothing is known.
    pub fn share(&self, token: &str) -> Option<f64> {
        self.shares.get(token).copied()
    }

    /// Roughly which share of persons in the world bear a folded name; `None` for a rare one.
    pub fn person_share(&self, name: &str) -> Option<f64> {
        self.person_shares.get_or_init(person_shares).get(name).copied()
    }

    /// The given names that a folded word is a familiar form of: `bill` of `william`.
    pub fn familiar_forms_of(&self, name: &str) -> &[&'static str] {
        self.familiar.get_or_init(familiar_names).get(name).map_or(&[], Vec::as_slice)
    }

    /// Whether a folded token is a title before a name: `dr`, `prof`, `mrs`.
    pub fn is_title_before(&self, token: &str) -> bool {
        self.titles_before.contains(token)
    }

    /// Whether a folded token is a post-nominal: `phd`, `jr`, `mp`.
    pub fn is_title_after(&self, token: &str) -> bool {
        self.titles_after.contains(token)
    }

    /// Whether a folded token is what a part of a country is called: `province`, `valley`.
    pub fn is_place_word(&self, token: &str) -> bool {
        self.place_words.contains(token)
    }

    /// Whether a folded text is the name of a town that is too small for the gazetteer of countries. Such
    /// names are those of families and words, too: it counts only where a place is expected.
    pub fn is_town(&self, folded: &str) -> bool {
        // The file is sorted: its lines are searched where they are, and nothing is built of them.
        let (mut start, mut end) = (0, TOWNS.len());
        while start < end {
            let middle = start + (end - start) / 2;
            let line_start =
                TOWNS.as_bytes()[..middle].iter().rposition(|byte| *byte == b'\n').map_or(0, |at| at + 1);
            let line = TOWNS.get(line_start..).and_then(|rest| rest.lines().next()).unwrap_or_default();
            match line.cmp(folded) {
                std::cmp::Ordering::Equal => return true,
                std::cmp::Ordering::Less => start = line_start + line.len() + 1,
                std::cmp::Ordering::Greater => end = line_start,
            }
        }
        false
    }

    /// How many tokens at the end of a name are a legal form; at least one token is left over.
    pub fn legal_form_at_end(&self, tokens: &[&str]) -> usize {
        let longest = LONGEST_LEGAL_FORM.min(tokens.len().saturating_sub(1));
        (1..=longest).rev().find(|n| self.is_legal_form(&tokens[tokens.len() - n..])).unwrap_or_default()
    }

    /// How many tokens at the beginning of a name are a legal form; at least one token is left over.
    /// Forms of fewer than three letters are not looked for: there they are mostly initials. What a connector
    /// goes on is no form but the name itself: `National Association of Lamplighters`.
    pub fn legal_form_at_start(&self, tokens: &[&str]) -> usize {
        let longest = LONGEST_LEGAL_FORM.min(tokens.len().saturating_sub(1));
        (1..=longest)
            .rev()
            .find(|n| {
                let goes_on = *n > 1 && self.role(tokens[*n]) == Some(WordRole::Connector);
                self.is_legal_form(&tokens[..*n])
                    && !goes_on
                    && tokens[..*n].iter().any(|token| token.chars().count() > 2)
            })
            .unwrap_or_default()
    }

    /// Whether the token is a compound that ends in a type of organization: `umweltverein`,
    /// `시민연합`, `弁護士会`.
    pub fn is_organization_compound(&self, token: &str) -> bool {
        let is_spaced = token.chars().all(|c| u32::from(c) < 0x2E80);
        // Whether any type ends so is one question; whether a tail is one, many.
        if is_spaced && !end(token).is_some_and(|end| self.type_ends.contains(end)) {
            return false;
        }
        token.char_indices().skip(if is_spaced { 3 } else { 1 }).any(|(start, _)| {
            let tail = &token[start..];
            let n_letters = tail.chars().count();
            let is_long = if is_spaced {
                n_letters >= SHORTEST_COMPOUND_TAIL
            } else {
                n_letters > 1 || token.chars().count() > 3
            };
            is_long && self.roles.get(tail) == Some(&WordRole::OrganizationType)
        })
    }

    /// The countries whose law has a legal form, whole and folded; none where that is not known.
    pub fn legal_form_countries(&self, form: &str) -> impl Iterator<Item = Alpha2> + use<> {
        self.legal_forms.get(form).copied().unwrap_or_default().split(';').filter_map(Alpha2::new)
    }

    /// How many bytes at the head of a token without spaces are a legal form: `社団法人灯火会`.
    pub fn unspaced_legal_form(&self, token: &str) -> Option<usize> {
        if !token.starts_with(|c| c >= '\u{2E80}') {
            return None;
        }
        let ends =
            token.char_indices().map(|(at, _)| at).skip(SHORTEST_UNSPACED_FORM).take(LONGEST_UNSPACED_FORM);
        ends.filter(|end| self.legal_forms.contains_key(&token[..*end])).last()
    }

    /// Whether a token without spaces is a legal form of those that stand before a name.
    pub fn is_unspaced_form(&self, token: &str) -> bool {
        token.chars().count() >= SHORTEST_UNSPACED_FORM && self.legal_forms.contains_key(token)
    }

    /// Whether tokens are a legal form, whole: `gmbh`, `e v`.
    pub fn is_legal_form(&self, tokens: &[&str]) -> bool {
        match tokens {
            [] => false,
            [one] => self.legal_forms.contains_key(*one) && !self.roles.contains_key(*one),
            [first, ..] if !self.legal_form_starts.contains(*first) => false,
            several => self.legal_forms.contains_key(several.join(" ").as_str()),
        }
    }
}

/// The last bytes of a word of some length.
fn end(word: &str) -> Option<&[u8]> {
    word.as_bytes().last_chunk::<3>().map(<[u8; 3]>::as_slice)
}

fn person_shares() -> FxHashMap<&'static str, f64> {
    let mut shares = FxHashMap::default();
    for [name, n_locales] in PERSON_NAMES.into_iter().flat_map(rows) {
        let n_locales: f64 = n_locales.parse().unwrap_or(1.0);
        let share = shares.entry(name).or_insert(0.0);
        *share = f64::max(*share, PERSON_SHARE_OF_LOCALE * n_locales.powf(1.5));
    }
    shares
}

fn familiar_names() -> FxHashMap<&'static str, Vec<&'static str>> {
    let mut names: FxHashMap<&str, Vec<&str>> = FxHashMap::default();
    for [familiar, name] in rows(FAMILIAR_NAMES) {
        names.entry(familiar).or_default().push(name);
    }
    names
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::fold;

    fn check(token: &str, role: Option<WordRole>, canonical: &str) {
        let words = Words::builtin();
        assert_eq!(words.role(token), role, "{token}");
        assert_eq!(words.canonical(token), canonical, "{token}");
    }

    #[test]
    fn roles_and_canonical_spellings() {
        use WordRole::{Chapter, Connector, LegalForm, OrganizationType};
        check("union", Some(OrganizationType), "union");
        check("fundacao", Some(OrganizationType), "foundation");
        check("stiftung", Some(OrganizationType), "foundation");
        check("centre", Some(OrganizationType), "center");
        check("organisation", Some(OrganizationType), "organization");
        check("univ", Some(OrganizationType), "university");
        check("dept", Some(OrganizationType), "department");
        check("intl", None, "international");
        check("labour", None, "labor");
        check("of", Some(Connector), "of");
        check("und", Some(Connector), "und");
        check("chapter", Some(Chapter), "chapter");
        check("gmbh", Some(LegalForm), "gmbh");
        check("협회", Some(OrganizationType), "association");
        check("river", None, "river");
    }

    #[test]
    fn legal_forms_stand_at_the_ends() {
        let words = Words::builtin();
        assert_eq!(words.legal_form_at_end(&["lantern", "e", "v"]), 2);
        assert_eq!(words.legal_form_at_end(&["lantern", "ev"]), 1);
        assert_eq!(words.legal_form_at_end(&["lantern", "pty", "ltd"]), 2);
        assert_eq!(words.legal_form_at_end(&["lantern", "union"]), 0);
        assert_eq!(words.legal_form_at_end(&["ltd"]), 0);
        assert_eq!(words.legal_form_at_start(&["ооо", "фонарь"]), 1);
        assert_eq!(words.legal_form_at_start(&["as", "lantern"]), 0);
        assert_eq!(words.legal_form_at_start(&["national", "association", "lantern"]), 2);
        assert_eq!(words.legal_form_at_start(&["national", "association", "of", "lanterns"]), 0);
    }

    #[test]
    fn towns() {
        let words = Words::builtin();
        let names: Vec<&str> = TOWNS.lines().collect();
        assert!(names.windows(2).all(|pair| pair[0] < pair[1]));
        for name in names.iter().step_by(997).chain(names.last()) {
            assert!(words.is_town(name) && fold(name) == **name, "{name}");
        }
        assert!(!words.is_town("") && !words.is_town("no such town") && !words.is_town("\u{10ffff}"));
    }

    #[test]
    fn numbers_and_compounds() {
        let words = Words::builtin();
        assert!(words.is_number("350") && words.is_number("vii") && words.is_number("three"));
        assert!(!words.is_number("v") && !words.is_number(""));
        for ordinal in ["first", "1st", "premier", "primero", "segundo", "tenth", "10th"] {
            assert!(!words.is_number(ordinal) && !words.is_number(words.canonical(ordinal)), "{ordinal}");
        }
        assert_eq!((words.canonical("1st"), words.canonical("3rd")), ("first", "third"));
        assert!(words.is_organization_compound("umweltverein"));
        assert!(words.is_organization_compound("북한인권연합"));
        assert!(!words.is_organization_compound("verein"));
    }

    /// Both files are sorted, folded, and without a chain of canonical spellings.
    #[test]
    fn data_are_in_order() {
        let words: Vec<[&str; 4]> = rows(WORDS).collect();
        assert_eq!(words.len() + 1, WORDS.lines().count());
        assert!(words.windows(2).all(|pair| pair[0][0] < pair[1][0]));
        let builtin = Words::builtin();
        for [word, role, language, canonical] in &words {
            assert_eq!(crate::text::fold(word), *word);
            assert!(["organization_type", "connector", "chapter", "word", "number"].contains(role));
            assert!(!language.is_empty());
            assert_eq!(builtin.canonical(canonical), *canonical, "{word}");
        }
        assert!(rows::<2>(FAMILIAR_NAMES).is_sorted_by(|a, b| a < b));
        assert!(rows::<2>(FAMILIAR_NAMES).flatten().all(|name| crate::text::fold(name) == name));
        assert_eq!(builtin.familiar_forms_of("bill"), ["robert", "william", "willis"]);
        assert!(builtin.familiar_forms_of("william").is_empty());
        assert!(rows::<1>(LEGAL_FORMS).is_sorted_by(|a, b| a < b));
        for file in [WORDS, LEGAL_FORMS, TOKEN_BACKGROUND, PERSON_TITLES] {
            assert!(!file.contains('"'), "a field in quotes");
        }
        assert!(rows::<2>(TOKEN_BACKGROUND).all(|[_, share]| share.parse::<f64>().is_ok()));
    }
}
