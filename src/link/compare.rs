//! Two names of organizations, word by word.

use super::dictionary::{Dictionary, WordId};
use super::organizations::{Form, Forms, NameWord, lead};
use super::score::{Rule, Score};
use super::weights as w;
use crate::model::EvidenceKind as Kind;
use crate::normalize::organization::{NamedPlace, TokenRole};
use crate::text::edits_within;

/// Words of the shorter name that may be misspelt.
const MOST_MISSPELT: usize = 3;

/// Letters of an acronym from which it tells that two names of other words are one.
const SHORTEST_SHARED: usize = 4;
/// Letters of a word from which it is no acronym.
const SHORTEST_UNIQUE: usize = 5;
/// Letters that words of one root have in common at the least.
const SHORTEST_ROOT: usize = 5;

/// How two words match.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Match {
    Equal,
    Plural,
    Edits(u8),
    Short,
    Joined,
    Derived,
}

/// Two names side by side: for each word its partner in the other name.
struct Alignment {
    pairs: Vec<(usize, usize, Match)>,
    left_only: Vec<usize>,
    right_only: Vec<usize>,
    is_in_order: bool,
}

/// Places that a record is at: its own country, and the place printed behind its name.
#[derive(Debug, Clone, Copy, Default)]
pub struct Home<'a> {
    /// Country.
    pub country: Option<crate::model::Alpha2>,
    /// Place behind the name.
    pub place: Option<&'a NamedPlace>,
}

/// Adds the evidence of two names. `homes` are where the two are based: "X Kenya" in Kenya and "X" in
/// Kenya may be one, "X Kenya" and "X" alone are not. Whether the result depends on the homes.
pub fn compare(forms: &Forms, left: &Form, right: &Form, homes: [Home; 2], score: &mut Score) -> bool {
    if let Some(weight) = acronym(forms, left, right).or_else(|| acronym(forms, right, left)) {
        score.note(Kind::Acronym, weight, || format!("{} and {}", left.key, right.key));
        return false;
    }
    let dictionary = &forms.dictionary;
    let of_lead = lead_acronym(forms, left, right).or_else(|| lead_acronym(forms, right, left));
    if let Some(weight) = of_lead {
        score.note(Kind::Acronym, weight, || format!("{} and {}", left.key, right.key));
        return false;
    }
    if left.key != right.key && have_same_letters(left, right) {
        let sum = |form: &Form| form.words.iter().map(|word| word.weight).sum::<i32>();
        score.note(Kind::EqualWords, sum(left).min(sum(right)) + w::COMPLETE_ORGANIZATION, || {
            left.key.clone()
        });
        score.note(Kind::Typos, w::JOINED, || "written as one".to_owned());
        return false;
    }
    let aligned = align(dictionary, left, right);
    let is_apart = !aligned.left_only.is_empty() && !aligned.right_only.is_empty();
    if is_apart && let Some((acronym, weight)) = translated(forms, left, right) {
        score.note(Kind::Acronym, weight, || format!("{acronym} of both"));
        return false;
    }
    equal_words(dictionary, left, right, &aligned, score);
    let is_complete = unmatched(dictionary, left, right, &aligned, homes, score);
    if is_complete && score.rule.is_none() {
        score.note(Kind::EqualWords, w::COMPLETE_ORGANIZATION, || "no other word in either".to_owned());
    }
    let edits = aligned.pairs.iter().any(|(.., how)| matches!(how, Match::Edits(_) | Match::Short));
    if edits && left.n_letters.min(right.n_letters) >= 3 {
        score.note(Kind::Typos, w::BOTH_SPELLINGS_REPEAT, || "both spellings repeat".to_owned());
    }
    if !aligned.is_in_order {
        let weight = if aligned.pairs.len() < 3 {
            if left.connectors == right.connectors { w::REORDERED_SHORT } else { w::REORDERED_FREELY }
        } else if is_explained(left, &aligned) || left.connectors != right.connectors {
            w::REORDERED
        } else {
            w::REORDERED_FREELY
        };
        score.note(Kind::Typos, weight, || "other order".to_owned());
    }
    let shared =
        left.acronyms.iter().find(|(acronym, _)| right.acronyms.iter().any(|(other, _)| other == acronym));
    if let Some((acronym, _)) = shared
        && left.key != right.key
    {
        score.note(Kind::Acronym, w::ACRONYM_SHARED, || acronym.clone());
    }
    let is_place =
        |form: &Form, only: &[usize]| only.iter().any(|at| form.words[*at].role == TokenRole::Place);
    is_place(left, &aligned.left_only) || is_place(right, &aligned.right_only)
}

/// Whether two names are the same but for their spaces.
pub fn have_same_letters(left: &Form, right: &Form) -> bool {
    let [left, right] = [left, right].map(|form| form.key.bytes().filter(|letter| *letter != b' '));
    left.eq(right)
}

/// Whether the names are in the same order but for types of organization and places.
fn is_explained(left: &Form, aligned: &Alignment) -> bool {
    let moved = |i: usize| matches!(left.words[i].role, TokenRole::OrganizationType | TokenRole::Place);
    let rest: Vec<usize> = aligned.pairs.iter().filter(|(i, ..)| !moved(*i)).map(|(_, j, _)| *j).collect();
    rest.windows(2).all(|two| two[0] <= two[1])
}

/// Weight of one name being the acronym of the other.
fn acronym(forms: &Forms, short: &Form, long: &Form) -> Option<i32> {
    if short.words.len() != 1 || long.words.len() < 2 || short.key.contains(' ') {
        return None;
    }
    let is_printed = long.acronyms.iter().any(|(acronym, _)| *acronym == short.key);
    let is_spelt = long.initials.contains(&short.key);
    let of_letters = forms.acronym_weight(&short.key);
    let of_print = if is_printed { w::ACRONYM_PRINTED } else { 0 };
    let of_length = if is_spelt { w::ACRONYM_LENGTH } else { 0 };
    (is_printed || is_spelt).then_some(of_letters + of_print + of_length)
}

/// Weight of an acronym that stands for the first words of the other name, where both end in the same
/// place: "LWU Europe" and "Lantern Workers Union Europe".
fn lead_acronym(forms: &Forms, short: &Form, long: &Form) -> Option<i32> {
    let dictionary = &forms.dictionary;
    let (acronym, rest) = if short.is_lead { lead(dictionary, &short.words)? } else { return None };
    let n_letters = acronym.chars().count();
    let (spelling, places) = long.words.split_at_checked(n_letters)?;
    let is_same_place = places.iter().map(|word| word.id).eq(rest.iter().map(|word| word.id));
    let is_spelt = spelling
        .iter()
        .map(|word| dictionary.word(word.id).text.chars().next())
        .eq(acronym.chars().map(Some));
    let of_places: i32 = rest.iter().map(|word| dictionary.word(word.id).weight).sum();
    (is_same_place && is_spelt).then(|| forms.acronym_weight(acronym) + of_places)
}

/// The acronym printed with both names, and its weight, where one of them is a translation: it does not
/// spell the acronym, and some words of the two are cognates.
fn translated<'a>(forms: &Forms, left: &'a Form, right: &Form) -> Option<(&'a str, i32)> {
    let dictionary = &forms.dictionary;
    let shared = |(acronym, _): &&(String, u32)| right.acronyms.iter().any(|(other, _)| other == acronym);
    let (acronym, _) = left.acronyms.iter().find(shared)?;
    let n_letters = acronym.chars().count();
    let is_spelt = |form: &Form| form.initials.contains(acronym);
    if n_letters < SHORTEST_SHARED || is_spelt(left) && is_spelt(right) {
        return None;
    }
    let places =
        |form: &Form| -> Vec<String> { form.places.iter().map(|place| place.canonical.clone()).collect() };
    if places(left) != places(right) {
        return None;
    }
    let cognates: Vec<i32> = left
        .words
        .iter()
        .filter_map(|word| {
            let word = dictionary.word(word.id);
            let mut others = right.words.iter().map(|other| dictionary.word(other.id));
            let other = others.find(|other| are_cognates(&word.text, &other.text))?;
            Some(word.weight.min(other.weight) / w::COGNATE_PART)
        })
        .collect();
    let weight = forms.acronym_weight(acronym) + cognates.iter().sum::<i32>();
    (!cognates.is_empty()).then_some((acronym.as_str(), weight))
}

/// Whether two words of different languages are likely of one root.
fn are_cognates(a: &str, b: &str) -> bool {
    let n_common = a.chars().zip(b.chars()).take_while(|(a, b)| a == b).count();
    n_common >= SHORTEST_ROOT
}

fn align(dictionary: &Dictionary, left: &Form, right: &Form) -> Alignment {
    let (a, b) = (&left.words, &right.words);
    let mut taken_a = vec![false; a.len()];
    let mut taken_b = vec![false; b.len()];
    let mut pairs: Vec<(usize, usize, Match)> = Vec::with_capacity(a.len());
    for (i, word) in a.iter().enumerate() {
        // The same place first, so that a name that repeats a word keeps its order.
        let same = b.get(i).is_some_and(|other| other.id == word.id && !taken_b[i]).then_some(i);
        let found = same.or_else(|| (0..b.len()).find(|j| !taken_b[*j] && b[*j].id == word.id));
        if let Some(j) = found {
            taken_a[i] = true;
            taken_b[j] = true;
            pairs.push((i, j, Match::Equal));
        }
    }
    // Names of which more words differ are not misspellings of each other.
    let n_open = a.len().min(b.len()) - pairs.len();
    if (1..=MOST_MISSPELT).contains(&n_open) {
        // In short names, a derived word is another.
        let may_be_derived = pairs.len() >= 2;
        for i in 0..a.len() {
            if taken_a[i] {
                continue;
            }
            let found = (0..b.len())
                .filter(|j| !taken_b[*j])
                .filter_map(|j| Some((j, spelling(dictionary, a[i].id, b[j].id)?)))
                .filter(|(_, how)| may_be_derived || *how != Match::Derived)
                .min_by_key(|(j, how)| (cost(*how), *j));
            if let Some((j, how)) = found {
                taken_a[i] = true;
                taken_b[j] = true;
                pairs.push((i, j, how));
            }
        }
        join_split(dictionary, a, b, &mut taken_a, &mut taken_b, &mut pairs, false);
        join_split(dictionary, b, a, &mut taken_b, &mut taken_a, &mut pairs, true);
    }
    pairs.sort_unstable_by_key(|(i, j, _)| (*i, *j));
    let open = |taken: &[bool]| (0..taken.len()).filter(|at| !taken[*at]).collect::<Vec<_>>();
    let (mut left_only, mut right_only) = (open(&taken_a), open(&taken_b));
    if pairs.len() >= 2 && n_open <= MOST_MISSPELT {
        left_only.retain(|i| {
            let found = right_only.iter().position(|j| is_short_misspelling(dictionary, a[*i], b[*j]));
            let Some(at) = found else { return true };
            pairs.push((*i, right_only.remove(at), Match::Short));
            false
        });
        pairs.sort_unstable_by_key(|(i, j, _)| (*i, *j));
    }
    let is_in_order = pairs.windows(2).all(|two| two[0].1 <= two[1].1);
    Alignment { pairs, left_only, right_only, is_in_order }
}

fn cost(how: Match) -> u8 {
    match how {
        Match::Equal => 0,
        Match::Plural => 1,
        Match::Joined => 2,
        Match::Edits(edits) => 2 + edits,
        Match::Derived => 8,
        Match::Short => 9,
    }
}

fn spelling(dictionary: &Dictionary, a: WordId, b: WordId) -> Option<Match> {
    let Some(edits) = dictionary.edits(a, b).or_else(|| dictionary.edits_by_way(a, b)) else {
        return dictionary.is_derived(a, b).then_some(Match::Derived);
    };
    Some(if dictionary.is_plural(a, b) { Match::Plural } else { Match::Edits(edits) })
}

/// A word of three or four letters that differs in one, where one of the two is printed nowhere else.
fn is_short_misspelling(dictionary: &Dictionary, a: NameWord, b: NameWord) -> bool {
    let (left, right) = (dictionary.word(a.id), dictionary.word(b.id));
    if left.n_names.min(right.n_names) > 1 || left.is_known && right.is_known || a.role != b.role {
        return false;
    }
    let n_letters = left.text.chars().count().min(right.text.chars().count());
    (3..=4).contains(&n_letters)
        && left.is_spellable
        && right.is_spellable
        && edits_within(&left.text, &right.text, 1).is_some()
}

/// Two words on one side that are one on the other.
fn join_split(
    dictionary: &Dictionary,
    two: &[NameWord],
    one: &[NameWord],
    taken_two: &mut [bool],
    taken_one: &mut [bool],
    pairs: &mut Vec<(usize, usize, Match)>,
    is_swapped: bool,
) {
    for at in 1..two.len() {
        if taken_two[at - 1] || taken_two[at] {
            continue;
        }
        let (first, second) = (&dictionary.word(two[at - 1].id).text, &dictionary.word(two[at].id).text);
        let found = (0..one.len()).find(|other| {
            !taken_one[*other]
                && dictionary.word(one[*other].id).text.len() == first.len() + second.len()
                && dictionary.word(one[*other].id).text.strip_prefix(first.as_str()) == Some(second.as_str())
        });
        if let Some(other) = found {
            taken_two[at - 1] = true;
            taken_two[at] = true;
            taken_one[other] = true;
            pairs.push(if is_swapped { (other, at, Match::Joined) } else { (at, other, Match::Joined) });
        }
    }
}

fn equal_words(dictionary: &Dictionary, left: &Form, right: &Form, aligned: &Alignment, score: &mut Score) {
    let mut before: Option<(usize, usize)> = None;
    for (i, j, how) in &aligned.pairs {
        let (a, b) = (left.words[*i], right.words[*j]);
        let (word_a, word_b) = (dictionary.word(a.id), dictionary.word(b.id));
        let follows = i.checked_sub(1).zip(j.checked_sub(1)) == before && before.is_some();
        let alone = word_a.weight.min(word_b.weight);
        let weight = if follows { a.bound.min(b.bound).min(alone) } else { alone };
        before = Some((*i, *j));
        match how {
            Match::Equal => score.note(Kind::EqualWords, weight, || word_a.text.clone()),
            Match::Joined => {
                score.note(Kind::EqualWords, weight.max(word_a.weight.max(word_b.weight)), || {
                    word_b.text.clone()
                });
                score.note(Kind::Typos, w::JOINED, || "written as one".to_owned());
            }
            Match::Plural | Match::Edits(_) | Match::Short | Match::Derived => {
                let penalty = match how {
                    Match::Plural => w::PLURAL,
                    Match::Derived => w::DERIVED,
                    Match::Edits(edits) => w::EDIT * i32::from(*edits),
                    _ => w::SHORT_EDIT,
                };
                let only = if left.words.len() == 1 { w::EDIT_IN_ONLY_WORD } else { 0 };
                score.note(Kind::EqualWords, weight, || format!("{}/{}", word_a.text, word_b.text));
                score.note(Kind::Typos, penalty + only, || format!("{}/{}", word_a.text, word_b.text));
            }
        }
    }
}

/// Adds the evidence of words that only one name holds; whether there is nothing that counts.
fn unmatched(
    dictionary: &Dictionary,
    left: &Form,
    right: &Form,
    aligned: &Alignment,
    homes: [Home; 2],
    score: &mut Score,
) -> bool {
    if aligned.left_only.is_empty() && aligned.right_only.is_empty() {
        return true;
    }
    let words = |form: &Form, only: &[usize]| only.iter().map(|at| form.words[*at]).collect::<Vec<_>>();
    let (mut a, mut b) = (words(left, &aligned.left_only), words(right, &aligned.right_only));
    for (only, own, other) in [(&mut a, left, right), (&mut b, right, left)] {
        only.retain(|word| {
            let text = &dictionary.word(word.id).text;
            let is_slip = word.is_slip
                && other.connectors.iter().any(|connector| {
                    let n_times =
                        |form: &Form| form.connectors.iter().filter(|own| *own == connector).count();
                    n_times(own) < n_times(other) && edits_within(text, connector, 1).is_some()
                });
            if is_slip {
                score.note(Kind::Typos, w::CONNECTOR_SLIP, || text.clone());
            }
            !is_slip
        });
    }
    if a.is_empty() && b.is_empty() {
        return true;
    }
    let has = |words: &[NameWord], role| words.iter().any(|word| word.role == role);
    if has(&a, TokenRole::Place) && has(&b, TokenRole::Place) {
        score.rule = Some(Rule::Places);
    } else if has(&a, TokenRole::Number) && has(&b, TokenRole::Number) {
        score.rule = Some(Rule::Numbers);
    } else if has(&a, TokenRole::Chapter) || has(&b, TokenRole::Chapter) {
        score.rule = Some(Rule::Chapters);
    }
    let elsewhere = |words: &[NameWord], form: &Form, other: Home| {
        let place = other.place.filter(|_| has(words, TokenRole::Place));
        place.is_some_and(|place| form.places.iter().all(|own| own.canonical != place.canonical))
    };
    if elsewhere(&a, left, homes[1]) || elsewhere(&b, right, homes[0]) {
        score.rule = Some(Rule::Places);
    }
    let text = |words: &[NameWord]| {
        words.iter().map(|word| dictionary.word(word.id).text.as_str()).collect::<Vec<_>>().join(" ")
    };
    if score.rule.is_some() {
        score.note(Kind::Conflict, w::TWO_SIDED_WORD, || format!("{} | {}", text(&a), text(&b)));
        return false;
    }
    let at_home = |words: &[NameWord], form: &Form, home: Home| {
        words.iter().filter(|word| is_home(dictionary, **word, form, home)).count()
    };
    // A country in one name that the other is printed with says the same.
    let (home_a, home_b) = (at_home(&a, left, homes[1]), at_home(&b, right, homes[0]));
    if home_a + home_b == a.len() + b.len() {
        score.note(Kind::UnmatchedWords, w::ONE_SIDED_HOME, || format!("{} | {}", text(&a), text(&b)));
        return true;
    }
    if a.len() > home_a && b.len() > home_b {
        let rarest = a.iter().chain(&b).map(|word| dictionary.word(word.id).weight).max().unwrap_or_default();
        score.note(Kind::UnmatchedWords, w::TWO_SIDED_WORD - rarest, || {
            format!("{} | {}", text(&a), text(&b))
        });
        return false;
    }
    let (only, form, home) = if a.len() > home_a { (&a, left, homes[1]) } else { (&b, right, homes[0]) };
    if is_type_left_out(left, right, only)
        && (aligned_weight(dictionary, left, aligned) >= w::TYPE_LEFT_OUT_LEAST
            || only.iter().all(|word| word.is_body) && is_unique(dictionary, left, aligned))
    {
        score.note(Kind::UnmatchedWords, w::TYPE_LEFT_OUT, || text(only));
        return true;
    }
    let is_head = n_types(left).min(n_types(right)) > 0;
    let is_last = |word: &NameWord| form.words.last().is_some_and(|last| last.id == word.id);
    let mut n_words = 0;
    let is_two_sided = !a.is_empty() && !b.is_empty();
    let mut weight = if is_two_sided { w::ONE_SIDED_HOME_AND_WORD } else { 0 };
    for word in only {
        weight += match word.role {
            TokenRole::Place if is_home(dictionary, *word, form, home) => w::ONE_SIDED_HOME,
            TokenRole::Place | TokenRole::Number | TokenRole::Chapter => w::ONE_SIDED_PLACE,
            TokenRole::OrganizationType if is_head && is_last(word) => w::ONE_SIDED_SECOND_TYPE,
            TokenRole::OrganizationType => w::ONE_SIDED_TYPE,
            TokenRole::Word | TokenRole::LegalForm | TokenRole::Connector => {
                n_words += 1;
                if n_words == 1 { w::ONE_SIDED_WORD } else { w::ONE_SIDED_NEXT }
            }
        };
    }
    score.note(Kind::UnmatchedWords, weight, || text(only));
    false
}

/// Types of organization that a name holds.
fn n_types(form: &Form) -> usize {
    form.words.iter().filter(|word| word.role == TokenRole::OrganizationType).count()
}

/// Whether what only one name holds is its one type of organization: "Lantern Watch Foundation" beside
/// "Lantern Watch". Of two types, the second is of something else: the foundation of a university.
fn is_type_left_out(left: &Form, right: &Form, only: &[NameWord]) -> bool {
    let is_type = matches!(only, [word] if word.role == TokenRole::OrganizationType);
    is_type && n_types(left).min(n_types(right)) == 0
}

/// Whether both names hold one word and no third name does, which nobody knows otherwise: "Karimba" beside
/// "Karimba Foundation".
fn is_unique(dictionary: &Dictionary, left: &Form, aligned: &Alignment) -> bool {
    let [(i, _, Match::Equal)] = aligned.pairs.as_slice() else { return false };
    let (word, text) = (left.words[*i], dictionary.word(left.words[*i].id));
    word.role == TokenRole::Word
        && text.n_names == 2
        && text.is_spellable
        && !text.is_known
        && !text.is_word
        && text.text.chars().count() >= SHORTEST_UNIQUE
}

/// Weight of the words of the left name that both hold.
fn aligned_weight(dictionary: &Dictionary, left: &Form, aligned: &Alignment) -> i32 {
    aligned.pairs.iter().map(|(i, ..)| dictionary.word(left.words[*i].id).weight).sum()
}

/// Whether a word is the country where the other record is based, or the place printed behind its name.
fn is_home(dictionary: &Dictionary, word: NameWord, form: &Form, other: Home) -> bool {
    word.role == TokenRole::Place
        && form.places.iter().any(|place| {
            let is_country = place.is_country && place.country.is_some() && place.country == other.country;
            place.canonical == dictionary.word(word.id).text
                && (is_country || other.place.is_some_and(|printed| printed.canonical == place.canonical))
        })
}
