//! Names of organizations as the score sees them: words by number and weight, keys of blocks.

use super::blocking::{Key, key};
use super::dictionary::{Background, Dictionary, Word, WordId};
use super::weights;
use crate::normalize::organization::{NamedPlace, OrganizationName, TokenRole};
use crate::reference::Reference;
use crate::text::edits_within;
use rayon::prelude::*;
use rustc_hash::FxHashMap;

/// Rarest words of a name that make keys.
const WORDS_IN_KEYS: usize = 6;
/// Rarest words of a name that make keys of three.
const WORDS_IN_TRIPLES: usize = 5;
/// A name of persons that is in use in so many languages is no misspelling.
const MANY_LANGUAGES: u8 = 3;
/// Spellings of a word that make keys: its own and the commonest it may be a misspelling of.
const SPELLINGS_IN_KEYS: usize = 3;
/// Letters of an acronym that names the first words of a longer name.
const LONGEST_LEAD: usize = 6;
/// A name has no more words than are compared.
const MOST_WORDS: usize = 32;

/// One compared word of a name.
#[derive(Debug, Clone, Copy)]
pub struct NameWord {
    /// The word.
    pub id: WordId,
    /// What it does in the name.
    pub role: TokenRole,
    /// Weight of its agreement when the word before agrees too, thousandths of a bit.
    pub bound: i32,
    /// Whether it is nothing but a misspelt connector, as far as one can see.
    pub is_slip: bool,
}

/// A name that some records bear.
#[derive(Debug, Clone, Default)]
pub struct Form {
    /// Comparison form.
    pub key: String,
    /// The compared words in printed order.
    pub words: Vec<NameWord>,
    /// Connectors that the name holds, ascending.
    pub connectors: Vec<String>,
    /// Places that the name holds.
    pub places: Vec<NamedPlace>,
    /// Acronyms printed with the name, and how often.
    pub acronyms: Vec<(String, u32)>,
    /// What the first letters of the name spell, connectors left out and counted.
    pub initials: Vec<String>,
    /// Letters that print it.
    pub n_letters: u32,
}

/// All names of organizations.
#[derive(Debug, Default)]
pub struct Forms {
    /// The names, in order of their keys.
    pub forms: Vec<Form>,
    /// Their words.
    pub dictionary: Dictionary,
    /// Forms by key.
    ids: FxHashMap<String, u32>,
}

/// A name as read, with how often it is printed.
pub struct ReadName<'a> {
    /// The name.
    pub name: &'a OrganizationName,
    /// Signatures that print it.
    pub n_signings: u32,
    /// Letters that print it.
    pub n_letters: u32,
}

impl Forms {
    /// Names of equal keys become one form. `names` come in any order.
    pub fn new(names: &[ReadName], reference: &Reference) -> Self {
        let mut order: Vec<&ReadName> = names.iter().filter(|read| !read.name.key.is_empty()).collect();
        order.par_sort_by(|a, b| {
            (&a.name.key, &a.name.tokens.len()).cmp(&(&b.name.key, &b.name.tokens.len()))
        });
        let groups: Vec<&[&ReadName]> = order.chunk_by(|a, b| a.name.key == b.name.key).collect();
        let mut counted: Vec<Vec<(&str, bool)>> = Vec::with_capacity(groups.len());
        let mut roles: FxHashMap<&str, TokenRole> = FxHashMap::default();
        for group in &groups {
            counted.push(
                compared(group[0].name)
                    .map(|token| (token.text.as_str(), is_spellable(token.role)))
                    .collect(),
            );
            for token in compared(group[0].name) {
                roles.entry(token.text.as_str()).or_insert(token.role);
            }
        }
        let share = |word: &str| {
            reference.words.share(word).or_else(|| match roles.get(word)? {
                TokenRole::OrganizationType => Some(0.005),
                TokenRole::Chapter => Some(0.005),
                TokenRole::Place => Some(0.001),
                TokenRole::Number => Some(0.002),
                TokenRole::Word | TokenRole::LegalForm | TokenRole::Connector => None,
            })
        };
        // A misspelt word may be one of the other spellings, or of the names of a place.
        let mut spellings: Vec<(&str, &str)> = groups
            .iter()
            .flat_map(|group| &group[0].name.tokens)
            .filter(|token| token.role == TokenRole::Place && !token.printed.contains(' '))
            .map(|token| (token.printed.as_str(), token.text.as_str()))
            .collect();
        spellings.extend(reference.words.spellings());
        spellings.par_sort_unstable();
        spellings.dedup();
        // Names of persons that many know, also in the genitive: two of them are two names.
        let is_name = |word: &str| {
            let persons = &reference.persons;
            persons.given(word) >= MANY_LANGUAGES || persons.family(word) >= MANY_LANGUAGES
        };
        let is_word = |word: &str| is_name(word) || word.strip_suffix('s').is_some_and(is_name);
        let background = Background {
            share: &share,
            unknown: weights::UNKNOWN_ORGANIZATION_WORD,
            is_word: &is_word,
            spellings: &spellings,
        };
        let dictionary = Dictionary::new(&counted, &background);
        let connectors = reference.words.connectors();
        let slips: Vec<bool> = dictionary.words.par_iter().map(|word| is_slip(word, &connectors)).collect();
        let mut forms: Vec<Form> = groups.par_iter().map(|group| form(group, &dictionary, &slips)).collect();
        bind(&mut forms, &dictionary);
        let ids = forms.iter().enumerate().map(|(at, form)| (form.key.clone(), at as u32)).collect();
        Self { forms, dictionary, ids }
    }

    /// The form of a key.
    pub fn find(&self, key: &str) -> Option<u32> {
        self.ids.get(key).copied()
    }

    /// The keys that bring a name together with others.
    pub fn keys_of(&self, name: u32) -> Vec<(Key, u32)> {
        let form = &self.forms[name as usize];
        let mut keys = vec![(key(&("joined", form.key.replace(' ', ""))), name)];
        let mut rare: Vec<WordId> = form.words.iter().map(|word| word.id).collect();
        rare.sort_unstable();
        rare.dedup();
        keys.push((key(&("set", &rare)), name));
        rare.sort_by_key(|id| (-self.dictionary.word(*id).weight, *id));
        rare.truncate(WORDS_IN_KEYS);
        let spellings: Vec<Vec<WordId>> = rare.iter().map(|id| self.spellings(*id)).collect();
        for (first, of_first) in spellings.iter().enumerate() {
            for a in of_first {
                keys.push((key(&("one", a)), name));
                for (second, of_second) in spellings.iter().enumerate().skip(first + 1) {
                    for b in of_second {
                        keys.push((key(&("two", a.min(b), a.max(b))), name));
                        // Triples of own spellings only, and of one misspelling.
                        for third in second + 1..spellings.len().min(WORDS_IN_TRIPLES) {
                            if *a == rare[first] || *b == rare[second] {
                                let mut triple = [*a, *b, rare[third]];
                                triple.sort_unstable();
                                keys.push((key(&("three", triple)), name));
                            }
                        }
                    }
                }
            }
        }
        self.add_leads(form, name, &mut keys);
        if let [only] = form.words.as_slice() {
            keys.push((key(&("acronym", &self.dictionary.word(only.id).text)), name));
        } else {
            for acronym in form.acronyms.iter().map(|(acronym, _)| acronym).chain(&form.initials) {
                keys.push((key(&("acronym", acronym)), name));
            }
        }
        keys
    }

    /// Keys of an acronym or what it stands for, in front of places.
    fn add_leads(&self, form: &Form, name: u32, keys: &mut Vec<(Key, u32)>) {
        let ids = |words: &[NameWord]| words.iter().map(|word| word.id).collect::<Vec<_>>();
        if let Some((acronym, places)) = lead(&self.dictionary, form) {
            keys.push((key(&("lead", acronym, ids(places))), name));
        }
        let n_places = form.words.iter().rev().take_while(|word| word.role == TokenRole::Place).count();
        let (spelling, places) = form.words.split_at(form.words.len() - n_places);
        if !places.is_empty() && (3..=LONGEST_LEAD).contains(&spelling.len()) {
            let first = |word: &NameWord| self.dictionary.word(word.id).text.chars().next();
            let acronym: String = spelling.iter().filter_map(first).collect();
            keys.push((key(&("lead", acronym.as_str(), ids(places))), name));
        }
    }

    /// The word and the commoner words that it may be a misspelling of.
    fn spellings(&self, id: WordId) -> Vec<WordId> {
        let count = |id: WordId| self.dictionary.word(id).n_names;
        let mut commoner: Vec<WordId> = self
            .dictionary
            .word(id)
            .neighbours
            .iter()
            .map(|(other, _)| *other)
            .filter(|other| (count(*other), std::cmp::Reverse(*other)) > (count(id), std::cmp::Reverse(id)))
            .collect();
        commoner.sort_by_key(|other| (std::cmp::Reverse(count(*other)), *other));
        commoner.truncate(SPELLINGS_IN_KEYS - 1);
        commoner.insert(0, id);
        commoner
    }
}

/// A word that may be an acronym, and the places behind it that are all the rest of the name.
pub(super) fn lead<'a>(dictionary: &'a Dictionary, form: &'a Form) -> Option<(&'a str, &'a [NameWord])> {
    let (first, rest) = form.words.split_first()?;
    let text = dictionary.word(first.id).text.as_str();
    let is_acronym = first.role == TokenRole::Word && (3..=LONGEST_LEAD).contains(&text.chars().count());
    let are_places = !rest.is_empty() && rest.iter().all(|word| word.role == TokenRole::Place);
    (is_acronym && are_places).then_some((text, rest))
}

fn compared(name: &OrganizationName) -> impl Iterator<Item = &crate::normalize::organization::Token> {
    let has_kept = name.tokens.iter().any(crate::normalize::organization::Token::is_kept);
    name.tokens.iter().filter(move |token| token.is_kept() || !has_kept).take(MOST_WORDS)
}

fn is_spellable(role: TokenRole) -> bool {
    !matches!(role, TokenRole::Place | TokenRole::Number)
}

/// A short word that hardly any name holds, one letter from a connector: `fo`, `thr`.
fn is_slip(word: &Word, connectors: &[&str]) -> bool {
    let n_letters = word.text.chars().count();
    n_letters <= 4
        && word.is_spellable
        && !word.is_known
        && word.n_names <= 3
        && connectors.iter().any(|connector| {
            connector.len().max(n_letters) >= 2 && edits_within(&word.text, connector, 1).is_some()
        })
}

fn form(group: &[&ReadName], dictionary: &Dictionary, slips: &[bool]) -> Form {
    let name = group[0].name;
    let words = compared(name)
        .filter_map(|token| {
            let id = dictionary.id(&token.text)?;
            let is_slip = slips[id as usize] && token.role == TokenRole::Word;
            Some(NameWord { id, role: token.role, bound: dictionary.word(id).weight, is_slip })
        })
        .collect();
    let mut acronyms: Vec<(String, u32)> = Vec::new();
    for read in group {
        for acronym in &read.name.acronyms {
            match acronyms.iter_mut().find(|(known, _)| known == acronym) {
                Some((_, n)) => *n += read.n_signings.max(1),
                None => acronyms.push((acronym.clone(), read.n_signings.max(1))),
            }
        }
    }
    acronyms.sort_by(|a, b| (b.1, &a.0).cmp(&(a.1, &b.0)));
    let mut connectors: Vec<String> = name
        .tokens
        .iter()
        .filter(|token| token.role == TokenRole::Connector)
        .map(|token| token.text.clone())
        .collect();
    connectors.sort_unstable();
    connectors.dedup();
    Form {
        key: name.key.clone(),
        words,
        connectors,
        places: name.tokens.iter().filter_map(|token| token.place.clone()).collect(),
        acronyms,
        initials: initials(name),
        n_letters: group.iter().map(|read| read.n_letters).sum(),
    }
}

/// What the first letters spell, of three words or more.
fn initials(name: &OrganizationName) -> Vec<String> {
    let mut spelt: Vec<String> = [false, true]
        .iter()
        .map(|with_connectors| {
            name.tokens
                .iter()
                .filter(|token| {
                    token.role != TokenRole::LegalForm
                        && (*with_connectors || token.role != TokenRole::Connector)
                })
                .flat_map(|token| token.printed.split(' ').filter_map(|word| word.chars().next()))
                .collect::<String>()
        })
        .filter(|letters| letters.chars().count() >= 3)
        .collect();
    spelt.dedup();
    spelt
}

/// Weights of words whose predecessor agrees too: what is usually printed together counts once.
fn bind(forms: &mut [Form], dictionary: &Dictionary) {
    let mut together: FxHashMap<(WordId, WordId), u32> = FxHashMap::default();
    for form in &*forms {
        for pair in form.words.windows(2) {
            *together.entry((pair[0].id, pair[1].id)).or_insert(0) += 1;
        }
    }
    for form in forms {
        for at in 1..form.words.len() {
            let (before, word) = (form.words[at - 1].id, form.words[at].id);
            let n_both = together.get(&(before, word)).copied().unwrap_or_default();
            let weight = dictionary.word(word).weight;
            let share = (-f64::from(weight) / f64::from(weights::BIT)).exp2();
            let n_before = f64::from(dictionary.word(before).n_names);
            let given = (f64::from(n_both) + weights::BOUND_PSEUDO_NAMES * share)
                / (n_before + weights::BOUND_PSEUDO_NAMES);
            let bound = (-given.log2() * f64::from(weights::BIT)).round() as i32;
            form.words[at].bound = bound.clamp(weights::MIN_BOUND_WORD.min(weight), weight);
        }
    }
}
