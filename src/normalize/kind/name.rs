//! What the name itself says.

use super::{Evidence, script};
use crate::model::CountryMethod;
use crate::normalize::person::{self, Dressed};
use crate::reference::Reference;
use crate::reference::countries::PlaceKind;
use crate::reference::persons::NameWord;
use crate::reference::small::SmallWord;
use crate::reference::words::WordRole;
use crate::text::fold;

/// A word of the name.
struct Word<'a> {
    printed: &'a str,
    folded: String,
    /// In how many languages it is a given name and no common word, and a family name.
    given: u8,
    family: u8,
    /// Whether it is a word that names of organizations use, or a common word, and no known name.
    is_common: bool,
    /// Whether it is a word that many names of organizations use, and no known name.
    is_usual: bool,
}

impl<'a> Word<'a> {
    fn new(printed: &'a str, reference: &Reference) -> Self {
        let folded = fold(printed);
        let name = reference.persons.name(&folded);
        let given = weighed(name.given, name, &folded, reference);
        let mut family = weighed(name.family, name, &folded, reference);
        let is_known = given > 0 || family > 0;
        let is_listed = name.given > 0 || name.family > 0;
        let is_usual = !is_listed && is_usual_word(&folded, reference);
        let is_common = is_usual || !is_known && is_common_word(&folded, reference);
        if !is_known && !is_common && ends_as_family(printed, &folded, reference) {
            family = 1;
        }
        Self { printed, folded, given, family, is_common, is_usual }
    }

    fn is_name(&self) -> bool {
        self.given > 0 || self.family > 0
    }
}

/// Whether an unknown word is formed as family names are, and is neither a place nor a type of organization.
fn ends_as_family(printed: &str, folded: &str, reference: &Reference) -> bool {
    reference.persons.ends_as_family(folded)
        && !is_lower(printed)
        && reference.words.role(folded).is_none()
        && !reference.words.is_organization_compound(folded)
        && reference.countries.city_homes(folded).is_empty()
        && reference.countries.place_of(folded).is_none()
}

/// Adds the evidence of the name.
pub(super) fn weigh(name: &str, evidence: &mut Evidence, reference: &Reference) {
    let read = person::dressed(name, reference);
    // Letters behind a person's name say nothing of an organization.
    let is_dressed = !read.titles.is_empty() || !read.suffixes.is_empty();
    let bare = if is_dressed { read.name.as_str() } else { name };
    let mut words = words(bare, reference);
    if words.is_empty() {
        return;
    }
    let is_of_a_place = name_of_a_place(&mut words, reference);
    if name.trim_start().starts_with('@') {
        evidence.add(-6, "a name in a network");
        return;
    }
    let before = evidence.score;
    weigh_organization(bare, &words, is_of_a_place, evidence, reference);
    let organization = evidence.score - before;
    let core = if read.name == bare { words } else { self::words(&read.name, reference) };
    weigh_person(&read, &core, organization, evidence, reference);
}

/// "Lantern Kenya": a country at the end of words of which none is a given name is no family name. Tells
/// whether there is one, and takes its names from it.
fn name_of_a_place(words: &mut [Word], reference: &Reference) -> bool {
    let Some((last, before)) = words.split_last_mut() else { return false };
    let is_place = !before.is_empty()
        && !before.iter().any(|word| word.given > 0 || is_initial(word.printed))
        && last.folded.chars().count() >= 4
        && reference.countries.place_of(&last.folded).is_some_and(|place| {
            matches!(place.kind, PlaceKind::Country | PlaceKind::Region | PlaceKind::Subdivision)
        });
    if is_place {
        (last.given, last.family) = (0, 0);
    }
    is_place
}

/// "CGT-Teachers": three capitals or more that are nobody's name, a hyphen and a word.
fn is_joined_acronym(word: &Word, reference: &Reference) -> bool {
    let Some((head, tail)) = word.printed.split_once('-') else { return false };
    (3..=6).contains(&head.chars().count())
        && head.chars().all(char::is_uppercase)
        && tail.chars().filter(|c| c.is_lowercase()).count() > 2
        && reference.persons.given(&fold(head)) == 0
        && reference.persons.family(&fold(head)) == 0
}

/// "J."
fn is_initial(printed: &str) -> bool {
    let mut letters = printed.chars().filter(|c| *c != '.');
    letters.next().is_some_and(char::is_uppercase) && letters.next().is_none()
}

fn words<'a>(text: &'a str, reference: &Reference) -> Vec<Word<'a>> {
    let mut words: Vec<Word> = text
        .split_whitespace()
        .map(|word| word.trim_matches(is_quote))
        .map(|printed| Word::new(printed, reference))
        .filter(|word| !word.folded.is_empty())
        .collect();
    beside_names(&mut words, reference);
    words
}

/// "Jane King", "Faith Doe": a word that is rarely a name is one beside a word that is nothing else.
fn beside_names(words: &mut [Word], reference: &Reference) {
    let [first, .., last] = words else { return };
    if first.given > 1 && last.family == 0 && reference.persons.family(&last.folded) > 0 {
        (last.family, last.is_common) = (1, false);
    }
    if last.is_name() && first.given == 0 && reference.persons.given(&first.folded) > 0 {
        (first.given, first.is_common) = (1, false);
    }
}

fn weigh_organization(
    name: &str,
    words: &[Word],
    is_of_a_place: bool,
    evidence: &mut Evidence,
    reference: &Reference,
) {
    let folded = words.iter().map(|word| word.folded.as_str()).collect::<Vec<_>>().join(" ");
    let tokens: Vec<&str> = folded.split(' ').collect();
    let n_types =
        words.iter().enumerate().filter(|(index, word)| is_type(*index, word, words, reference)).count();
    match n_types {
        0 => {}
        1 => evidence.add(8, "a word for an organization"),
        _ => evidence.add(11, "words for organizations"),
    }
    if words.iter().any(|word| is_joined_acronym(word, reference)) {
        evidence.add(6, "an acronym before a hyphen");
    }
    if tokens.iter().any(|token| reference.words.role(token) == Some(WordRole::Chapter)) {
        evidence.add(3, "a word for a part of an organization");
    }
    let n_legal = reference.words.legal_form_at_end(&tokens);
    if n_legal > 0 && is_legal_form_printed(words, n_legal) {
        evidence.add(6, "a legal form at the end");
    }
    if reference.words.legal_form_at_start(&tokens) > 0 && tokens.len() > 2 {
        evidence.add(4, "a legal form at the beginning");
    }
    // "Jane de Doe"
    let is_particle =
        |word: &Word| words[0].given > 1 && words.len() <= 5 && person::is_particle(word.printed, reference);
    let n_prepositions = words
        .iter()
        .skip(1)
        .filter(|word| {
            is_lower(word.printed)
                && reference.small.is(SmallWord::Preposition, &word.folded)
                && !is_particle(word)
        })
        .count();
    if n_prepositions > 0 || name.contains(" & ") {
        evidence.add(if n_prepositions > 1 { 5 } else { 4 }, "a preposition or conjunction inside");
    }
    if words.len() > 1
        && reference.small.is(SmallWord::Article, tokens[0])
        && reference.persons.title(&tokens[..2.min(tokens.len())].join(" ")).is_none()
    {
        let is_name = reference.persons.family(tokens[0]) > 0 || reference.persons.given(tokens[0]) > 0;
        evidence.add(if is_name { 2 } else { 4 }, "an article at the beginning");
    }
    if words.len() > 1
        && words.iter().any(|word| word.folded.chars().any(char::is_numeric) && !is_suffix(word, reference))
    {
        evidence.add(3, "a number");
    }
    weigh_print(name, words, evidence, reference);
    weigh_places(&folded, tokens.len(), is_of_a_place, evidence, reference);
    let n_common = words.iter().filter(|word| word.is_common).count();
    match n_common {
        0 => {}
        1 if words.len() > 1 && words.iter().any(|word| word.is_usual) => {
            evidence.add(4, "a usual word of organizations")
        }
        1 => evidence.add(2, "a word that organizations use"),
        2 => evidence.add(5, "words that organizations use"),
        _ => evidence.add(6, "many words that organizations use"),
    }
    if words.len() > 2 && words.iter().rev().take(2).all(|word| word.is_common)
        || words.len() > 1 && words[0].given > 0 && words.last().is_some_and(|word| word.is_usual)
    {
        evidence.add(3, "ends in words that no person's name ends in");
    }
    match words.len() {
        0..=5 => {}
        6..=7 => evidence.add(2, "a long name"),
        _ => evidence.add(4, "a very long name"),
    }
}

/// How the name is printed.
fn weigh_print(name: &str, words: &[Word], evidence: &mut Evidence, reference: &Reference) {
    if is_quoted(name) {
        let is_person = words.len() > 1
            && words.iter().filter(|word| word.is_name() || is_initial(word.printed)).count() > 1
            && words.iter().any(|word| word.given > 0);
        evidence.add(if is_person { 1 } else { 6 }, "a name in quotes");
    }
    if has_acronym_in_brackets(name) {
        evidence.add(5, "an acronym in brackets");
    }
    let is_caps = |word: &&Word| is_acronym(word.printed) && !is_suffix(word, reference);
    let n_caps = words.iter().filter(is_caps).count();
    let is_all_caps = words.len() > 1 && !name.chars().any(char::is_lowercase);
    if words.len() == 1 && n_caps == 1 && words[0].given <= 1 {
        // Short names in capitals alone are rather acronyms that are spelt as a name somewhere.
        evidence.add(if words[0].given > 0 { 4 } else { 5 }, "capitals only");
    } else if n_caps > 0 && !is_all_caps && words.iter().filter(is_caps).all(|word| !word.is_name()) {
        let is_surname = words.len() <= 3 && words.iter().any(|word| word.given > 0);
        evidence.add(if is_surname { 0 } else { 3 }, "a word in capitals");
    }
    if words.iter().any(|word| is_camel(word.printed, reference)) {
        evidence.add(3, "a capital inside a word");
    }
    if words.iter().any(|word| is_domain(word.printed)) {
        evidence.add(5, "an internet name");
    }
    if name.contains(['-', '–', '—', ':', '!', '/', '+'])
        && [" - ", " – ", " — ", ": ", "!", "/", "+"].iter().any(|sign| name.contains(sign))
    {
        evidence.add(2, "a sign that names of persons do not have");
    }
}

/// Countries, regions, states and cities in the name.
fn weigh_places(
    folded: &str,
    n_tokens: usize,
    is_of_a_place: bool,
    evidence: &mut Evidence,
    reference: &Reference,
) {
    let tokens = || folded.split(' ');
    // Towns are called as families are: "Jane London".
    let is_person = n_tokens <= 4 && tokens().any(|token| given(token, reference) > 1)
        || (2..=3).contains(&n_tokens) && tokens().next().is_some_and(|token| given(token, reference) > 0);
    let mut starts = std::iter::once(0).chain(folded.match_indices(' ').map(|(at, _)| at + 1));
    let is_place = starts.any(|start| {
        let from_here = &folded[start..];
        let first = from_here.split(' ').next().unwrap_or_default();
        let ends = from_here.match_indices(' ').map(|(at, _)| at).chain([from_here.len()]);
        ends.take(reference.countries.longest_place(first).min(3)).enumerate().any(|(index, end)| {
            let text = &from_here[..end];
            let Some(place) = reference.countries.place_of(text) else { return false };
            let is_name = index == 0
                && !(is_of_a_place && start + end == folded.len())
                && (given(text, reference) > 0 || family(text, reference) > 0);
            let is_town = matches!(place.kind, PlaceKind::City | PlaceKind::Subdivision | PlaceKind::Demonym);
            let is_first = start == 0 && index == 0;
            text.chars().count() >= 4 && !is_name && !(is_person && (is_town || is_first))
        })
    });
    if is_place {
        evidence.add(if n_tokens > 1 { 4 } else { 1 }, "a place in the name");
    }
    let is_worldwide = tokens().any(|token| {
        let is_name = given(token, reference) > 0 && is_person;
        !is_name
            && reference.countries.name(token).is_some_and(|meaning| meaning.method == CountryMethod::Region)
    });
    if is_worldwide && !is_place {
        evidence.add(4, "a region or the world in the name");
    }
}

fn weigh_person(
    read: &Dressed,
    core: &[Word],
    organization: i32,
    evidence: &mut Evidence,
    reference: &Reference,
) {
    if !read.titles.is_empty() {
        let is_sure = read.titles.iter().any(|title| title.chars().count() > 1);
        // "Prof. Jane Doe Foundation" is called as a person is dressed.
        let ends_as_type =
            core.len() > 1 && core.last().is_some_and(|word| is_type(core.len() - 1, word, core, reference));
        let weight = if ends_as_type || !is_sure { -3 } else { -8 };
        evidence.add(weight, "a title before the name");
    }
    if !read.suffixes.is_empty() {
        // "AC" stands behind companies, too.
        evidence.add(if organization >= 5 { -3 } else { -6 }, "letters behind the name");
    }
    let printed: Vec<&str> = core.iter().map(|word| word.printed).collect();
    if let Some(weight) = script::person_weight(&printed, reference) {
        let weight = if organization >= 6 && weight > 0 { weight / 3 } else { weight };
        evidence.add(-weight, "words and shape of a name without spaces");
        return;
    }
    let names = names_weight(core, reference);
    let weight = names + shape_weight(core, names > 0, reference);
    // "Jane Doe Foundation": what is called as a person is not one when a word says so.
    let weight = match organization {
        6.. => weight / 3,
        4.. => weight / 2,
        _ => weight,
    };
    evidence.add(-weight, "words and shape of a person's name");
}

/// Known given and family names.
fn names_weight(core: &[Word], reference: &Reference) -> i32 {
    let of_parts = |word: &Word, whole: u8, count: fn(&str, &Reference) -> u8| {
        if !word.folded.contains(' ') {
            return whole;
        }
        word.folded.split(' ').map(|part| count(part, reference)).max().map_or(whole, |part| whole.max(part))
    };
    let given = |word: &Word| of_parts(word, word.given, given);
    let family = |word: &Word| of_parts(word, word.family, family);
    let Some((first, others)) = core.split_first() else { return 0 };
    if core.len() == 1 {
        return single_word_weight(first, reference);
    }
    let mut weight = match given(first) {
        0 => 0,
        1 | 2 => 4,
        _ => 5,
    };
    if others.iter().any(|word| family(word) > 0) {
        weight += 3;
    }
    if weight < 4 && others.iter().any(|word| given(word) > 0) {
        weight += 3;
    }
    if family(first) > 0 && weight < 4 {
        weight += 2;
    }
    weight
}

/// A name of one word: a given name alone, or a name in a script without spaces.
fn single_word_weight(word: &Word, reference: &Reference) -> i32 {
    let is_handle = is_lower(word.printed) || word.printed.chars().any(char::is_numeric);
    match word.given {
        0 if is_handle => 1,
        // "JaneDoe"
        0 if is_joined_name(word.printed, reference) => 6,
        0 => -1,
        1 => 3,
        _ => 4,
    }
}

/// "JaneDoe"
fn is_joined_name(printed: &str, reference: &Reference) -> bool {
    let parts = camel_parts(printed);
    parts.len() > 1
        && parts.iter().any(|part| given(part, reference) > 1)
        && !parts
            .iter()
            .any(|part| reference.persons.is_common_word(part) || reference.words.role(part).is_some())
}

/// The folded words of a text that joins them.
fn camel_parts(printed: &str) -> Vec<String> {
    let mut parts: Vec<String> = Vec::new();
    for c in printed.chars() {
        if c.is_uppercase() || parts.is_empty() {
            parts.push(String::new());
        }
        if let Some(part) = parts.last_mut() {
            part.push(c);
        }
    }
    parts.iter().map(|part| fold(part)).collect()
}

/// Two to four capitalised words, initials, particles.
fn shape_weight(core: &[Word], has_names: bool, reference: &Reference) -> i32 {
    let mut weight = 0;
    let n_before_last = core.len().saturating_sub(1);
    if core.iter().take(n_before_last).any(|word| is_initial(word.printed)) {
        weight += 4;
    } else if core.len() == 2 && core[1].printed.ends_with('.') && is_initial(core[1].printed) {
        // "Jane D."
        weight += 3;
    }
    let is_named = |word: &Word| {
        let mut chars = word.printed.chars();
        let is_capitalised = chars.next().is_some_and(char::is_uppercase);
        is_capitalised
            && word.printed.chars().all(|c| c.is_alphabetic() || matches!(c, '-' | '\'' | '’' | '.'))
    };
    let is_given_first = core.first().is_some_and(|word| word.given > 1);
    let is_particle = |word: &Word| {
        is_lower(word.printed)
            && (!reference.small.is(SmallWord::Preposition, &word.folded)
                || is_given_first && person::is_particle(word.printed, reference))
    };
    let n_named = core.iter().filter(|word| is_named(word)).count();
    let is_shape = core.iter().all(|word| is_named(word) || is_particle(word));
    let is_common = core.iter().any(|word| word.is_common);
    if is_shape && !is_common && !has_names && n_named == 2 {
        // Two words of which nothing is known are more often a rare name than a made-up one.
        weight += 1;
    }
    if is_shape && !is_common && has_names {
        weight += match n_named {
            2 => 3,
            3 => 2,
            4 => 1,
            _ => 0,
        };
    }
    weight
}

/// Whether the word says what an organization is. A family name that is such a word too ("Church")
/// does not count behind a given name.
fn is_type(index: usize, word: &Word, words: &[Word], reference: &Reference) -> bool {
    let is_surname = words.len() > 1
        && reference.persons.family(&word.folded) > 0
        && (index == 1 && words.len() == 2 && words[0].given > 1
            || index == 0 && reference.persons.is_family_first(&word.folded));
    let is_phrase = || {
        words.get(index + 1).is_some_and(|next| {
            let phrase = [word.folded.as_str(), next.folded.as_str()].join(" ");
            reference.words.role(&phrase) == Some(WordRole::OrganizationType)
        })
    };
    reference.words.begins_type(&word.folded) && is_phrase()
        || !is_surname
            && word.folded.split(' ').any(|token| {
                reference.words.role(token) == Some(WordRole::OrganizationType)
                    || reference.words.is_organization_compound(token)
            })
}

/// A word that names of organizations use, or a common word.
fn is_common_word(token: &str, reference: &Reference) -> bool {
    if token.chars().count() < 4 || reference.words.role(token).is_some() {
        return false;
    }
    is_usual_word(token, reference) || token.split(' ').any(|part| reference.persons.is_common_word(part))
}

/// A word that many names of organizations use, in one of its spellings.
fn is_usual_word(token: &str, reference: &Reference) -> bool {
    token.chars().count() >= 3
        && reference.words.role(token).is_none()
        && (reference.words.canonical(token) != token || reference.words.share(token).is_some())
}

/// In how many languages a word is a given name. What one list alone has as a name and what is a common word
/// is none.
fn given(token: &str, reference: &Reference) -> u8 {
    let name = reference.persons.name(token);
    weighed(name.given, name, token, reference)
}

fn family(token: &str, reference: &Reference) -> u8 {
    let name = reference.persons.name(token);
    weighed(name.family, name, token, reference)
}

fn weighed(n_languages: u8, name: NameWord, token: &str, reference: &Reference) -> u8 {
    let is_word = || name.is_common || reference.words.share(token).is_some();
    if n_languages == 1 && is_word() { 0 } else { n_languages }
}

fn is_suffix(word: &Word, reference: &Reference) -> bool {
    reference.persons.is_postnominal(word.printed)
}

/// Short legal forms are words of names, too, unless they are printed as a legal form is.
fn is_legal_form_printed(words: &[Word], n_legal: usize) -> bool {
    let printed: Vec<&str> = words.iter().rev().take(n_legal).map(|word| word.printed).collect();
    printed.iter().any(|word| word.contains('.') || word.chars().filter(|c| c.is_uppercase()).count() > 1)
        || printed.iter().map(|word| word.chars().count()).sum::<usize>() > 2
}

fn is_lower(printed: &str) -> bool {
    printed.chars().all(|c| !c.is_uppercase())
}

/// Two to eight letters, all of them capitals.
fn is_acronym(printed: &str) -> bool {
    let letters = || printed.chars().filter(|c| c.is_alphanumeric());
    letters().all(|c| c.is_uppercase() || c.is_numeric())
        && (2..=8).contains(&letters().count())
        && letters().filter(|c| c.is_uppercase()).count() > 1
        && !printed.ends_with('.')
}

/// Whether the name is printed in quotes: they stand around names of organizations, and in those of persons
/// around the second word.
fn is_quoted(name: &str) -> bool {
    let name = name.trim();
    [('«', '»'), ('„', '“'), ('“', '”'), ('"', '"'), ('『', '』'), ('「', '」')]
        .iter()
        .any(|(open, close)| name.strip_prefix(*open).is_some_and(|rest| rest.contains(*close)))
}

fn is_quote(c: char) -> bool {
    matches!(c, '«' | '»' | '„' | '“' | '”' | '"' | '『' | '』' | '「' | '」')
}

fn has_acronym_in_brackets(name: &str) -> bool {
    name.split('(').skip(1).any(|rest| {
        rest.split(')').next().is_some_and(|inner| is_acronym(inner.trim()) && !inner.trim().contains(' '))
    })
}

/// "GreenWorks", but not "McDonald" or "O'Neill".
fn is_camel(printed: &str, reference: &Reference) -> bool {
    let has_inner_capital = |text: &str| {
        text.chars().zip(text.chars().skip(1)).any(|(a, b)| a.is_lowercase() && b.is_uppercase())
    };
    if !has_inner_capital(printed) {
        return false;
    }
    let mut prefixes = reference.small.all(SmallWord::Prefix).iter();
    let rest = prefixes.find_map(|prefix| printed.strip_prefix(prefix)).unwrap_or(printed);
    let pairs = rest.chars().zip(rest.chars().skip(1));
    pairs.skip(usize::from(rest.len() != printed.len())).any(|(a, b)| a.is_lowercase() && b.is_uppercase())
}

/// "example.org"
fn is_domain(printed: &str) -> bool {
    let Some((name, end)) = printed.trim_end_matches(['/', ',', ')']).rsplit_once('.') else { return false };
    name.chars().count() > 2
        && (2..=6).contains(&end.len())
        && end.chars().all(|c| c.is_ascii_lowercase())
        && !name.ends_with('.')
}
