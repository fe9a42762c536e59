//! Names of organizations as the score sees them: words by number and weight, keys of blocks.

use super::blocking::{FullKeys, Key, key};
use super::dictionary::{Background, Dictionary, Word, WordId};
use super::weights;
use crate::normalize::organization::{NamedPlace, OrganizationName, Token, TokenRole};
use crate::reference::Reference;
use crate::reference::small::SmallWord;
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
/// Connectors of a name that an acronym counts or does not, each by itself.
const CONNECTORS_EACH: usize = 2;
/// One misspelling of a connector is at most in one of so many names.
const CONNECTOR_SLIP_NAMES: u32 = 300;
/// Letters of a word that may be a misspelt word of three or four.
const SHORT: usize = 5;
/// A name has no more words than are compared.
const MOST_WORDS: usize = 32;

/// One compared word of a name.
#[derive(Debug, Clone, Copy)]
pub struct NameWord {
    /// The word.
    pub id: WordId,
    /// What it does in the name.
    pub role: TokenRole,
    /// Weight of its agreement, thousandths of a bit.
    pub weight: i32,
    /// Weight of its agreement when the word before agrees too, thousandths of a bit.
    pub bound: i32,
    /// Bytes of the word.
    pub length: u8,
    /// Whether it is so short that it may agree with a word that it has nothing to do with.
    pub is_short: bool,
    /// Whether it is nothing but a misspelt connector, as far as one can see.
    pub is_slip: bool,
    /// Whether it is what a whole body is called.
    pub is_body: bool,
}

/// A name that some records bear.
#[derive(Debug, Clone, Default)]
pub struct Form {
    /// Comparison form.
    pub key: String,
    /// The compared words in printed order.
    pub words: Vec<NameWord>,
    /// Connectors of the name, ascending, as often as they occur.
    pub connectors: Vec<String>,
    /// Places that the name holds.
    pub places: Vec<NamedPlace>,
    /// Acronyms printed with the name, and how often.
    pub acronyms: Vec<(String, u32)>,
    /// What the first letters of the name spell, connectors left out and counted.
    pub initials: Vec<String>,
    /// Letters that print it.
    pub n_letters: u32,
    /// Whether it may be an acronym and places behind it.
    pub is_lead: bool,
}

/// All names of organizations.
#[derive(Debug, Default)]
pub struct Forms {
    /// The names, in order of their keys.
    pub forms: Vec<Form>,
    /// Their words.
    pub dictionary: Dictionary,
    /// Weight of two words beginning with the same letter, by letter, where the corpus knows it.
    pub letters: FxHashMap<char, i32>,
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
    /// Names of equal keys become one form, by the first with the fewest tokens; the others need none. `names`
    /// come in any order; for each, its form is returned.
    pub fn new(names: &[ReadName], reference: &Reference) -> (Self, Vec<Option<u32>>) {
        let mut sorted: Vec<u32> =
            (0..names.len() as u32).filter(|at| !names[*at as usize].name.key.is_empty()).collect();
        sorted.par_sort_unstable_by(|a, b| {
            let (left, right) = (names[*a as usize].name, names[*b as usize].name);
            let rank = |name: &OrganizationName| (name.tokens.is_empty(), name.tokens.len());
            left.key.cmp(&right.key).then_with(|| (rank(left), *a).cmp(&(rank(right), *b)))
        });
        let order: Vec<&ReadName> = sorted.iter().map(|at| &names[*at as usize]).collect();
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
        let most = (groups.len() as u32 / CONNECTOR_SLIP_NAMES).max(3);
        let slips: Vec<bool> =
            dictionary.words.par_iter().map(|word| is_slip(word, &connectors, most)).collect();
        let mut forms: Vec<Form> =
            groups.par_iter().map(|group| form(group, &dictionary, &slips, reference)).collect();
        bind(&mut forms, &dictionary);
        let letters = letters(&forms);
        let mut form_of = vec![None; names.len()];
        let mut sorted = sorted.iter();
        for (form, group) in groups.iter().enumerate() {
            for at in sorted.by_ref().take(group.len()) {
                form_of[*at as usize] = Some(form as u32);
            }
        }
        (Self { forms, dictionary, letters }, form_of)
    }

    /// Weight of an acronym whose letters begin the words of a name.
    pub fn acronym_weight(&self, acronym: &str) -> i32 {
        let weight = |letter| self.letters.get(&letter).copied().unwrap_or(weights::ACRONYM_LETTER);
        acronym.chars().map(weight).sum()
    }

    /// The form of a key.
    pub fn find(&self, key: &str) -> Option<u32> {
        self.forms.binary_search_by(|form| form.key.as_str().cmp(key)).ok().map(|at| at as u32)
    }

    /// Adds the keys of a tier that bring a name together with others: all of it, its rarest words, then
    /// two and three of those that too many names share.
    pub fn keys_of(&self, name: u32, tier: usize, full: &FullKeys, keys: &mut Vec<(Key, u32)>) {
        let form = &self.forms[name as usize];
        let mut rare: Vec<WordId> = form.words.iter().map(|word| word.id).collect();
        rare.sort_unstable();
        rare.dedup();
        if tier == 0 {
            keys.push((joined(&form.key), name));
            keys.push((key(&("set", &rare)), name));
            self.add_leads(form, name, keys);
            if let [only] = form.words.as_slice() {
                keys.push((key(&("acronym", &self.dictionary.word(only.id).text)), name));
            } else {
                for acronym in form.acronyms.iter().map(|(acronym, _)| acronym).chain(&form.initials) {
                    keys.push((key(&("acronym", acronym)), name));
                }
            }
        }
        rare.sort_by_key(|id| (-self.dictionary.word(*id).weight, *id));
        rare.truncate(WORDS_IN_KEYS);
        let spellings: Vec<Vec<WordId>> = rare.iter().map(|id| self.spellings(*id)).collect();
        let is_full = |one: WordId| full.contains(of_one(one));
        for (first, of_first) in spellings.iter().enumerate() {
            for a in of_first {
                if tier == 0 {
                    if !self.is_alone(*a) {
                        keys.push((of_one(*a), name));
                    }
                    continue;
                }
                if !is_full(*a) {
                    continue;
                }
                for (second, of_second) in spellings.iter().enumerate().skip(first + 1) {
                    for b in of_second.iter().filter(|b| is_full(**b)) {
                        if tier == 1 {
                            keys.push((of_two(*a, *b), name));
                            continue;
                        }
                        // Triples of own spellings only, and of one misspelling.
                        if !full.contains(of_two(*a, *b)) || *a != rare[first] && *b != rare[second] {
                            continue;
                        }
                        for c in rare.iter().take(WORDS_IN_TRIPLES).skip(second + 1) {
                            if full.contains(of_two(*a, *c)) && full.contains(of_two(*b, *c)) {
                                let mut triple = [*a, *b, *c];
                                triple.sort_unstable();
                                keys.push((key(&("three", triple)), name));
                            }
                        }
                    }
                }
            }
        }
    }

    /// Whether a word is in one name and near no other word.
    fn is_alone(&self, word: WordId) -> bool {
        let word = self.dictionary.word(word);
        word.n_names < 2 && word.neighbours.is_empty()
    }

    /// Keys of an acronym or what it stands for, in front of places.
    fn add_leads(&self, form: &Form, name: u32, keys: &mut Vec<(Key, u32)>) {
        let ids = |words: &[NameWord]| words.iter().map(|word| word.id).collect::<Vec<_>>();
        if let Some((acronym, places)) = lead(&self.dictionary, &form.words) {
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

fn of_one(word: WordId) -> Key {
    key(&(1_u8, word))
}

fn of_two(a: WordId, b: WordId) -> Key {
    key(&(2_u8, a.min(b), a.max(b)))
}

/// The key of a name without its spaces.
fn joined(name: &str) -> Key {
    // FNV-1a, which does not see where one word ends.
    let letters = name.bytes().filter(|letter| *letter != b' ');
    let hash = letters.fold(0xcbf2_9ce4_8422_2325_u64, |hash, letter| {
        (hash ^ u64::from(letter)).wrapping_mul(0x0100_0000_01b3)
    });
    key(&("joined", hash))
}

/// A word that may be an acronym, and the places behind it that are all the rest of the name.
pub(super) fn lead<'a>(
    dictionary: &'a Dictionary,
    words: &'a [NameWord],
) -> Option<(&'a str, &'a [NameWord])> {
    let (first, rest) = words.split_first()?;
    let text = dictionary.word(first.id).text.as_str();
    let is_acronym = first.role == TokenRole::Word && (3..=LONGEST_LEAD).contains(&text.chars().count());
    let are_places = !rest.is_empty() && rest.iter().all(|word| word.role == TokenRole::Place);
    (is_acronym && are_places).then_some((text, rest))
}

fn compared(name: &OrganizationName) -> impl Iterator<Item = &Token> {
    let has_kept = name.tokens.iter().any(Token::is_kept);
    name.tokens.iter().filter(move |token| token.is_kept() || !has_kept).take(MOST_WORDS)
}

fn is_spellable(role: TokenRole) -> bool {
    !matches!(role, TokenRole::Place | TokenRole::Number)
}

/// A short word that at most so many names hold, one letter from a connector: `fo`, `thr`.
fn is_slip(word: &Word, connectors: &[&str], most: u32) -> bool {
    let n_letters = word.text.chars().count();
    n_letters <= 4
        && word.is_spellable
        && !word.is_known
        && word.n_names <= most
        && connectors.iter().any(|connector| {
            connector.len().max(n_letters) >= 2 && edits_within(&word.text, connector, 1).is_some()
        })
}

fn form(group: &[&ReadName], dictionary: &Dictionary, slips: &[bool], reference: &Reference) -> Form {
    let name = group[0].name;
    let words: Vec<NameWord> = compared(name)
        .filter_map(|token| {
            let id = dictionary.id(&token.text)?;
            let is_slip = slips[id as usize] && token.role == TokenRole::Word;
            let word = dictionary.word(id);
            Some(NameWord {
                id,
                role: token.role,
                weight: word.weight,
                bound: word.weight,
                length: token.text.len().min(255) as u8,
                is_short: token.text.chars().count() <= SHORT,
                is_slip,
                is_body: token.role == TokenRole::OrganizationType
                    && reference.small.is(SmallWord::Body, &token.text),
            })
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
    let is_lead = lead(dictionary, &words).is_some();
    Form {
        key: name.key.clone(),
        words,
        is_lead,
        connectors,
        places: name.tokens.iter().filter_map(|token| token.place.clone()).collect(),
        acronyms,
        initials: initials(name),
        n_letters: group.iter().map(|read| read.n_letters).sum(),
    }
}

/// What the first letters spell, of three words or more; connectors of few are counted or not, each by
/// itself, those of many all or none.
fn initials(name: &OrganizationName) -> Vec<String> {
    let counted = || name.tokens.iter().filter(|token| token.role != TokenRole::LegalForm);
    let is_connector = |token: &&Token| token.role == TokenRole::Connector;
    let n_connectors = counted().filter(is_connector).count();
    let none_or_all = [0, u32::MAX];
    let each: Vec<u32> = (0..1 << n_connectors.min(CONNECTORS_EACH)).collect();
    let choices = if n_connectors <= CONNECTORS_EACH { each.as_slice() } else { &none_or_all };
    let mut spelt: Vec<String> = choices
        .iter()
        .map(|choice| {
            let mut connector = 0;
            let mut letters = String::new();
            for token in counted() {
                if is_connector(&token) {
                    let is_chosen = *choice == u32::MAX || choice >> connector & 1 == 1;
                    connector += 1;
                    if !is_chosen {
                        continue;
                    }
                }
                letters.extend(token.printed.split(' ').filter_map(|word| word.chars().next()));
            }
            letters
        })
        .filter(|letters| letters.chars().count() >= 3)
        .collect();
    spelt.sort_unstable();
    spelt.dedup();
    spelt
}

/// Weights of two names' words beginning with the same letter.
fn letters(forms: &[Form]) -> FxHashMap<char, i32> {
    let mut counts: FxHashMap<char, u32> = FxHashMap::default();
    let mut total = 0_u32;
    for letter in forms.iter().filter_map(|form| form.initials.first()).flat_map(|letters| letters.chars()) {
        *counts.entry(letter).or_insert(0) += 1;
        total += 1;
    }
    let of_background = (-f64::from(weights::ACRONYM_LETTER) / f64::from(weights::BIT)).exp2();
    let pseudo = weights::ACRONYM_PSEUDO_LETTERS;
    counts
        .into_iter()
        .map(|(letter, n)| {
            let share = (f64::from(n) + pseudo * of_background) / (f64::from(total) + pseudo);
            (letter, (-share.log2() * f64::from(weights::BIT)).round() as i32)
        })
        .collect()
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
