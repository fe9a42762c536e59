//! The words of all names: how rare each is, and which are misspellings of which.
//!
//! Misspellings are looked for among words, not among names: symmetric deletes (Garbe's SymSpell), one
//! edit in words of four to eight letters, two from nine letters on. Never between words with a digit,
//! two places, or two words that are both common; nor between two that the world knows as they stand, such
//! as "mary" and "mark", unless they sound alike ("christian", "cristian"); nor between compounds of which
//! the parts that differ are such words ("northfield", "southfield").

use super::weights;
use crate::text::edits_within;
use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHasher};
use std::hash::{Hash, Hasher};

/// A word in the dictionary.
pub type WordId = u32;

/// Words shorter than this have no misspellings; words of so many letters only such as are plain slips.
const SHORTEST: usize = 4;
/// Words of so many letters may differ by two edits.
const TWO_EDITS_FROM: usize = 9;
/// Words that others are derived from have at least so many letters.
const SHORTEST_ROOT: usize = 6;
/// Endings that make a word of another have at most so many letters.
const LONGEST_ENDING: usize = 4;
/// The rarer of two spellings is in at most this share of the names that hold the commoner one.
const RARE_SHARE: u32 = 10;
/// A spelling in so few names is rare whatever the other is.
const RARE_COUNT: u32 = 2;
/// The plain slips of a word are each in at most this share of the names that hold it.
const SLIP_SHARE: u32 = 300;
/// No word has more misspellings that are looked for.
const MOST_NEIGHBOURS: usize = 12;

/// What is known of a kind of word before the corpus is read.
pub struct Background<'a> {
    /// Share of names that hold a word, where the background knows it.
    pub share: &'a (dyn Fn(&str) -> Option<f64> + Sync),
    /// Share of names that hold a word that the background does not know.
    pub unknown: f64,
    /// Whether the world knows a word as it stands: no other such word is a misspelling of it.
    pub is_word: &'a (dyn Fn(&str) -> bool + Sync),
    /// Other spellings, with the word that stands for them.
    pub spellings: &'a [(&'a str, &'a str)],
}

/// One word, with what is known of it.
#[derive(Debug, Clone)]
pub struct Word {
    /// The word.
    pub text: String,
    /// Whether it may be misspelt at all: no place, no number, no digit.
    pub is_spellable: bool,
    /// Whether the background knows it.
    pub is_known: bool,
    /// Whether the world knows it as it stands.
    pub is_word: bool,
    /// Names of the corpus that hold it.
    pub n_names: u32,
    /// Weight of its agreement, thousandths of a bit.
    pub weight: i32,
    /// Whether another word may be derived from it, or it from another.
    pub has_root: bool,
    /// Words that are misspellings of it, or it of them, with the edits between: ascending.
    pub neighbours: Vec<(WordId, u8)>,
}

impl Word {
    /// Whether the world does not know it, and it may be a misspelling.
    fn may_be_slip(&self) -> bool {
        !self.is_known && self.is_spellable
    }
}

/// The words of all names of one kind, in order of their text.
#[derive(Debug, Default)]
pub struct Dictionary {
    /// The words.
    pub words: Vec<Word>,
    /// Ids by text.
    ids: FxHashMap<String, WordId>,
    /// Misspellings of each word as bits.
    near: Vec<Near>,
}

/// A word and its misspellings, each as one of many bits: quick to see that two words are nowhere near.
#[derive(Debug, Clone, Copy, Default)]
struct Near {
    own: u128,
    neighbours: u128,
    /// Those by way of which it may be another misspelling.
    via: u128,
    /// Whether another word may be derived from it, or it from another.
    has_root: bool,
}

impl Dictionary {
    /// Counts the words of names. Each name gives each of its words once, with whether it may be
    /// misspelt.
    pub fn new(names: &[Vec<(&str, bool)>], background: &Background) -> Self {
        let mut counts: FxHashMap<&str, (u32, bool)> = FxHashMap::default();
        let mut seen: Vec<&str> = Vec::new();
        for name in names {
            seen.clear();
            for (word, is_spellable) in name {
                if seen.contains(word) {
                    continue;
                }
                seen.push(word);
                let entry = counts.entry(word).or_insert((0, *is_spellable));
                entry.0 += 1;
            }
        }
        let mut sorted: Vec<(&str, u32, bool)> =
            counts.into_iter().map(|(word, (n, is_spellable))| (word, n, is_spellable)).collect();
        sorted.sort_unstable();
        let total = names.len() as f64 + weights::BACKGROUND_NAMES;
        let ids =
            sorted.iter().enumerate().map(|(id, (text, ..))| ((*text).to_owned(), id as WordId)).collect();
        let words = sorted
            .into_iter()
            .map(|(text, n_names, is_spellable)| {
                let known = (background.share)(text);
                let share = known.unwrap_or(background.unknown);
                // How often another name holds it than the one that is looked at.
                let n_others = f64::from(n_names.saturating_sub(1));
                let u = (n_others + weights::BACKGROUND_NAMES * share) / total;
                let weight = (-u.log2() * f64::from(weights::BIT)).round() as i32;
                Word {
                    text: text.to_owned(),
                    is_spellable: is_spellable && !text.chars().any(char::is_numeric),
                    is_known: known.is_some(),
                    is_word: (background.is_word)(text),
                    n_names,
                    weight: weight.clamp(0, weights::MAX_WORD),
                    has_root: false,
                    neighbours: Vec::new(),
                }
            })
            .collect();
        let mut dictionary = Self { words, ids, near: Vec::new() };
        dictionary.find_roots();
        let spellings: Vec<(&str, WordId)> = background
            .spellings
            .iter()
            .filter_map(|(spelling, word)| Some((*spelling, dictionary.id(word)?)))
            .collect();
        dictionary.find_neighbours(&spellings, background);
        dictionary
    }

    /// The id of a word.
    pub fn id(&self, text: &str) -> Option<WordId> {
        self.ids.get(text).copied()
    }

    /// A word by its id.
    pub fn word(&self, id: WordId) -> &Word {
        &self.words[id as usize]
    }

    /// Edits between two words, where one is a misspelling of the other.
    pub fn edits(&self, a: WordId, b: WordId) -> Option<u8> {
        // The rarer of the two knows the commoner; the commoner may have more misspellings than it lists.
        let (rare, common) = if self.word(a).n_names <= self.word(b).n_names { (a, b) } else { (b, a) };
        let listed = |a: WordId, b: WordId| {
            let neighbours = &self.word(a).neighbours;
            neighbours.iter().find(|(id, _)| *id == b).map(|(_, edits)| *edits)
        };
        listed(rare, common).or_else(|| {
            (self.word(rare).n_names == self.word(common).n_names).then(|| listed(common, rare)).flatten()
        })
    }

    /// Edits between two misspellings of one word, by way of that word.
    pub fn edits_by_way(&self, a: WordId, b: WordId) -> Option<u8> {
        let (left, right) = (self.word(a), self.word(b));
        if !left.may_be_slip() || !right.may_be_slip() {
            return None;
        }
        let n_most = left.n_names.max(right.n_names);
        left.neighbours
            .iter()
            .filter(|(via, _)| {
                let n_names = self.word(*via).n_names;
                n_names > RARE_COUNT && n_most <= (n_names / SLIP_SHARE).max(RARE_COUNT)
            })
            .filter_map(|(via, to_left)| {
                let at = right.neighbours.binary_search_by_key(via, |(id, _)| *id).ok()?;
                Some(to_left + right.neighbours[at].1)
            })
            .min()
    }

    /// Whether one word is derived from the other and means much the same: "protect", "protection", but not
    /// "social", "socialist".
    pub fn is_derived(&self, a: WordId, b: WordId) -> bool {
        let (a, b) = (self.word(a), self.word(b));
        let (short, long) = if a.text.len() < b.text.len() { (a, b) } else { (b, a) };
        let ending = long.text.strip_prefix(short.text.as_str()).filter(|ending| !ending.starts_with("is"));
        a.is_spellable
            && b.is_spellable
            && short.text.chars().count() >= SHORTEST_ROOT
            && ending.is_some_and(|ending| (1..=LONGEST_ENDING).contains(&ending.chars().count()))
    }

    /// Whether there are [edits](Self::edits) between two words, or [by way](Self::edits_by_way) of a third, or one
    /// [is derived](Self::is_derived) from the other.
    pub fn are_near(&self, a: WordId, b: WordId) -> bool {
        let (left, right) = (&self.near[a as usize], &self.near[b as usize]);
        let may_be = (left.own & right.neighbours) | (right.own & left.neighbours) | (left.via & right.via);
        may_be != 0 && (self.edits(a, b).is_some() || self.edits_by_way(a, b).is_some())
            || left.has_root && right.has_root && self.is_derived(a, b)
    }

    /// Whether one word is the other with an `s` behind it.
    pub fn is_plural(&self, a: WordId, b: WordId) -> bool {
        let (a, b) = (self.word(a).text.as_str(), self.word(b).text.as_str());
        let (short, long) = if a.len() < b.len() { (a, b) } else { (b, a) };
        short.len() >= 4 && long.strip_suffix('s') == Some(short)
    }

    /// Words are in order of their text: those derived from one follow it.
    fn find_roots(&mut self) {
        for root in 0..self.words.len() {
            for other in root + 1..self.words.len() {
                if !self.words[other].text.starts_with(self.words[root].text.as_str()) {
                    break;
                }
                if self.is_derived(root as WordId, other as WordId) {
                    self.words[root].has_root = true;
                    self.words[other].has_root = true;
                }
            }
        }
    }

    /// `others` are further spellings of words, which may be misspelt as well.
    fn find_neighbours(&mut self, others: &[(&str, WordId)], background: &Background) {
        let is_word = |text: &str| (background.is_word)(text) || (background.share)(text).is_some();
        let spellings: Vec<(&str, WordId)> = self
            .words
            .iter()
            .enumerate()
            .filter(|(_, word)| word.is_spellable)
            .map(|(id, word)| (word.text.as_str(), id as WordId))
            .chain(others.iter().copied())
            .collect();
        let mut deletes: Vec<(u64, u32)> = spellings
            .par_iter()
            .enumerate()
            .map(|(at, (text, _))| deletes_of(text, at as u32))
            .collect::<Vec<_>>()
            .concat();
        deletes.par_sort_unstable();
        let mut pairs: Vec<(u32, u32)> = Vec::new();
        for block in deletes.chunk_by(|a, b| a.0 == b.0) {
            for (at, (_, a)) in block.iter().enumerate() {
                for (_, b) in &block[at + 1..] {
                    let (left, right) = (spellings[*a as usize].1, spellings[*b as usize].1);
                    if left != right && self.may_be_misspelling(left, right) {
                        pairs.push((*a, *b));
                    }
                }
            }
        }
        pairs.par_sort_unstable();
        pairs.dedup();
        let mut near: Vec<(WordId, WordId, u8)> = pairs
            .par_iter()
            .filter_map(|(a, b)| {
                let ((left, left_id), (right, right_id)) = (spellings[*a as usize], spellings[*b as usize]);
                let shorter = left.chars().count().min(right.chars().count());
                let edits = edits_within(left, right, most_edits(shorter))?;
                let is_place = !self.word(left_id).is_spellable || !self.word(right_id).is_spellable;
                let is_enough = if is_place {
                    shorter > SHORTEST + 1 && edits == 1 && self.is_slip(left_id, right_id)
                } else {
                    shorter > SHORTEST && edits < 2 || self.is_slip(left_id, right_id)
                };
                (is_enough && !are_compounds(left, right, &is_word)).then_some((
                    left_id.min(right_id),
                    left_id.max(right_id),
                    edits as u8,
                ))
            })
            .collect();
        near.par_sort_unstable();
        near.dedup_by_key(|(a, b, _)| (*a, *b));
        for (a, b, edits) in near {
            self.words[a as usize].neighbours.push((b, edits));
            self.words[b as usize].neighbours.push((a, edits));
        }
        // The commonest are kept: a misspelling finds its word, though not every word its misspellings.
        let counts: Vec<u32> = self.words.iter().map(|word| word.n_names).collect();
        for word in &mut self.words {
            word.neighbours
                .sort_unstable_by_key(|(id, edits)| (*edits, std::cmp::Reverse(counts[*id as usize]), *id));
            word.neighbours.truncate(MOST_NEIGHBOURS);
            word.neighbours.sort_unstable();
        }
        let bit = |id: WordId| 1_u128 << (id.wrapping_mul(0x9e37_79b1) >> 25);
        let near = |(id, word): (usize, &Word)| {
            let neighbours = word.neighbours.iter().fold(0, |bits, (id, _)| bits | bit(*id));
            let via = if word.may_be_slip() { neighbours } else { 0 };
            Near { own: bit(id as WordId), neighbours, via, has_root: word.has_root }
        };
        self.near = self.words.iter().enumerate().map(near).collect();
    }

    /// Whether one of two words is printed once or next to never, is no word, and the other is well known:
    /// what short words and those with two edits need.
    fn is_slip(&self, a: WordId, b: WordId) -> bool {
        let (left, right) = (self.word(a), self.word(b));
        let rank = |word: &Word| (word.n_names, word.is_known);
        let (rare, common) = if rank(left) <= rank(right) { (left, right) } else { (right, left) };
        rare.n_names <= (common.n_names / SLIP_SHARE).max(1) && !rare.is_known && common.n_names >= 3
    }

    fn may_be_misspelling(&self, a: WordId, b: WordId) -> bool {
        let (left, right) = (&self.words[a as usize], &self.words[b as usize]);
        if self.is_plural(a, b) {
            return true;
        }
        let are_words = left.is_word && right.is_word && sound(&left.text) != sound(&right.text);
        if left.is_known && right.is_known || are_words {
            return false;
        }
        let rank = |word: &Word| (word.n_names, word.is_known);
        let (rare, common) = if rank(left) <= rank(right) { (left, right) } else { (right, left) };
        // A known word is not the misspelling of an unknown one that is as common.
        (rare.n_names <= RARE_COUNT || rare.n_names <= common.n_names / RARE_SHARE)
            && !(rare.is_known && common.n_names < rare.n_names.saturating_mul(RARE_SHARE))
    }
}

/// A word without the letters that transliterations and spellings differ in.
pub(super) fn sound(word: &str) -> String {
    let mut letters: Vec<char> = Vec::with_capacity(word.len());
    for c in word.chars() {
        let before = letters.last().copied();
        match (before, c) {
            (Some('c' | 'k' | 't' | 'g' | 'd' | 'b' | 'r'), 'h') => {}
            // "Jürgen", "Juergen".
            (Some('a' | 'o' | 'u'), 'e') => {}
            (Some('p'), 'h') => {
                letters.pop();
                letters.push('f');
            }
            (_, 'y' | 'j') if before.is_some() => letters.push('i'),
            (_, 'w') => letters.push('v'),
            (_, 'q' | 'c') => letters.push('k'),
            (_, 'z') => letters.push('s'),
            _ => letters.push(c),
        }
        if let [.., last, new] = letters.as_slice()
            && last == new
        {
            letters.pop();
        }
    }
    letters.into_iter().collect()
}

/// Whether two words share a beginning or an end, and what is left of each is a word of its own.
fn are_compounds(a: &str, b: &str, is_word: &(dyn Fn(&str) -> bool + Sync)) -> bool {
    let is_part = |text: &str| text.chars().count() >= SHORTEST && is_word(text);
    let n_letters = a.chars().count().min(b.chars().count());
    if n_letters < 2 * SHORTEST {
        return false;
    }
    let starts = |text: &str| text.char_indices().map(|(at, _)| at).collect::<Vec<_>>();
    let (starts_a, starts_b) = (starts(a), starts(b));
    let from_start = starts_a
        .iter()
        .zip(&starts_b)
        .skip(SHORTEST)
        .any(|(i, j)| a[..*i] == b[..*j] && a[*i..] != b[*j..] && is_part(&a[*i..]) && is_part(&b[*j..]));
    from_start
        || starts_a
            .iter()
            .rev()
            .zip(starts_b.iter().rev())
            .skip(SHORTEST - 1)
            .any(|(i, j)| a[*i..] == b[*j..] && a[..*i] != b[..*j] && is_part(&a[..*i]) && is_part(&b[..*j]))
}

/// Edits that a word of so many letters may differ by.
fn most_edits(n_letters: usize) -> usize {
    match n_letters {
        0..SHORTEST => 0,
        SHORTEST..TWO_EDITS_FROM => 1,
        _ => 2,
    }
}

/// Hashes of the word without one letter, or two, and of the word itself; `at` is handed through.
fn deletes_of(text: &str, at: u32) -> Vec<(u64, u32)> {
    let letters: Vec<char> = text.chars().collect();
    let n_edits = most_edits(letters.len());
    if n_edits == 0 || letters.len() > 40 || letters.iter().any(|c| c.is_numeric()) {
        return Vec::new();
    }
    let hash = |skip: &[usize]| {
        let mut hasher = FxHasher::default();
        for (at, letter) in letters.iter().enumerate() {
            if !skip.contains(&at) {
                letter.hash(&mut hasher);
            }
        }
        hasher.finish()
    };
    let mut hashes = vec![(hash(&[]), at)];
    for first in 0..letters.len() {
        hashes.push((hash(&[first]), at));
        if n_edits > 1 {
            for second in first + 1..letters.len() {
                hashes.push((hash(&[first, second]), at));
            }
        }
    }
    hashes.sort_unstable();
    hashes.dedup();
    hashes
}

#[cfg(test)]
mod tests {
    use super::*;

    fn dictionary(names: &[&str]) -> Dictionary {
        let names: Vec<Vec<(&str, bool)>> =
            names.iter().map(|name| name.split(' ').map(|word| (word, true)).collect()).collect();
        let share = |word: &str| (word == "rights").then_some(0.05);
        let is_word = |word: &str| ["mary", "mark", "filips", "filipps", "north", "south"].contains(&word);
        Dictionary::new(
            &names,
            &Background { share: &share, unknown: 1e-5, is_word: &is_word, spellings: &[] },
        )
    }

    fn check(names: &[&str], a: &str, b: &str, expected: Option<u8>) {
        let dictionary = dictionary(names);
        let (a, b) = (dictionary.id(a).unwrap(), dictionary.id(b).unwrap());
        assert_eq!(dictionary.edits(a, b), expected);
        assert_eq!(dictionary.edits(b, a), expected);
    }

    #[test]
    fn misspellings() {
        check(&["lantern", "lantren"], "lantern", "lantren", Some(1));
        check(&["lantern", "lanterns"], "lantern", "lanterns", Some(1));
        check(&["lanterns", "lnaterrns"], "lanterns", "lnaterrns", None);
        check(&["lanternworks", "lnaternworsk"], "lanternworks", "lnaternworsk", None);
        let thrice = ["lanternworks a", "lanternworks b", "lanternworks c", "lnaternworsk"];
        check(&thrice, "lanternworks", "lnaternworsk", Some(2));
        check(&["mary", "mark"], "mark", "mary", None);
        check(&["filips", "filipps"], "filips", "filipps", Some(1));
        check(&["marys", "maryx"], "marys", "maryx", Some(1));
        let fields = ["northfield a", "northfield b", "northfield c", "southfield"];
        check(&fields, "northfield", "southfield", None);
        check(&["fieldsouth", "fieldnorth"], "fieldsouth", "fieldnorth", None);
        check(&["northfield", "nortfield"], "northfield", "nortfield", Some(1));
        check(&["oak1969", "oak1968"], "oak1968", "oak1969", None);
        check(&["naw", "now"], "naw", "now", None);
        check(&["river a", "river b", "river c", "riven a", "riven b", "riven c"], "river", "riven", None);
    }

    #[test]
    fn derived_words() {
        let check = |a: &str, b: &str, expected: bool| {
            let dictionary = dictionary(&[a, b]);
            let (a, b) = (dictionary.id(a).unwrap(), dictionary.id(b).unwrap());
            assert_eq!((dictionary.is_derived(a, b), dictionary.is_derived(b, a)), (expected, expected));
            assert_eq!(dictionary.word(a).has_root, expected);
        };
        check("protect", "protection", true);
        check("environment", "environmental", true);
        check("social", "socialist", false);
        check("lamp", "lampoon", false);
        check("lantern", "lanternmakers", false);
        check("region", "regimen", false);
    }

    #[test]
    fn rare_words_weigh_more() {
        let dictionary = dictionary(&["lantern rights", "candle rights"]);
        let weight = |text| dictionary.word(dictionary.id(text).unwrap()).weight;
        assert!(weight("lantern") > weight("rights"));
    }
}
