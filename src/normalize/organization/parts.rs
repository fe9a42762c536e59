//! The parts of a printed name: main name, acronyms, other names, and a place printed apart.

use super::{NamedPlace, acronym, place_of};
use crate::reference::Reference;
use crate::reference::small::SmallWord;
use crate::reference::words::WordRole;
use crate::text::{fold, strip_phrase};

/// An acronym has at most so many letters.
const LONGEST_ACRONYM: usize = 12;
/// Separators that stand between a name and its acronym or its other name, with spaces.
const DASHES: [&str; 6] = [" - ", " – ", " — ", " ‒ ", ": ", " | "];
/// What stands behind a name of its own and tells what it is has at least so many words.
const SHORTEST_SUBTITLE: usize = 3;
/// A name of its own has at least so many letters.
const SHORTEST_OWN_NAME: usize = 5;
/// Capitals of at most so many letters are an acronym, whatever they are short for.
const LONGEST_BARE_ACRONYM: usize = 6;

/// The parts of a name, as printed but for the acronyms.
#[derive(Debug, Default)]
pub struct Parts {
    pub main: String,
    pub acronyms: Vec<String>,
    pub alternatives: Vec<String>,
    pub place: Option<NamedPlace>,
}

/// Splits a printed name.
pub fn split(name: &str, reference: &Reference) -> Parts {
    let mut parts = Parts::default();
    let name = without_entities(name);
    let mut main = brackets(&name, &mut parts, reference);
    slash(&mut main, &mut parts);
    behalf(&mut main, reference);
    otherwise(&mut main, &mut parts, reference);
    if main.contains(['-', ':', '|']) || !main.is_ascii() {
        for dash in DASHES {
            dashes(&mut main, dash, &mut parts, reference);
        }
    }
    subtitle(&main, &mut parts, reference);
    without_legal_form(&mut main, reference);
    trailing_place(&mut main, &mut parts, reference);
    parts.main = main;
    parts
}

/// `&amp;` and its kin, left by careless copying.
fn without_entities(name: &str) -> String {
    if !name.contains('&') {
        return name.trim().to_owned();
    }
    let mut text = name.trim().to_owned();
    for (entity, character) in
        [("&amp;", "&"), ("&#39;", "'"), ("&quot;", "\""), ("&nbsp;", " "), ("&#38;", "&")]
    {
        if text.contains(entity) {
            text = text.replace(entity, character);
        }
    }
    text
}

/// Takes the brackets out; what they hold is an acronym, a place, another name, or stays.
fn brackets(name: &str, parts: &mut Parts, reference: &Reference) -> String {
    if !name.contains(['(', '[']) {
        return name.to_owned();
    }
    let mut main = String::with_capacity(name.len());
    let mut contents: Vec<String> = Vec::new();
    let mut rest = name;
    while let Some(open) = rest.find(['(', '[']) {
        let inside = &rest[open + 1..];
        let close = inside.find([')', ']']).unwrap_or(inside.len());
        main.push_str(&rest[..open]);
        main.push(' ');
        let content = inside[..close].trim();
        rest = inside.get(close + 1..).unwrap_or_default();
        // A piece inside a word, `citizen(s)`, and what neither acronym nor name is, stay.
        match content_of(content, rest, reference) {
            Content::Nothing => {}
            Content::Stays if rest.trim().is_empty() && is_short_for(content, &main) => {
                parts.acronyms.push(fold(content));
            }
            Content::Stays => {
                main.push_str(content);
                main.push(' ');
            }
            Content::Place(place) => parts.place = Some(place),
            Content::Acronym(acronym) => parts.acronyms.push(acronym),
            Content::Name => contents.push(content.to_owned()),
        }
    }
    main.push_str(rest);
    let mut main = main.split_whitespace().collect::<Vec<_>>().join(" ");
    for content in contents {
        let lower = content.to_lowercase();
        let mut former = reference.small.all(SmallWord::Former).iter();
        let other = former.find_map(|word| {
            let behind = lower.strip_prefix(word)?;
            behind.starts_with([' ', ':']).then(|| content.get(word.len() + 1..))
        });
        if let Some(Some(other)) = other {
            parts.alternatives.push(other.trim().to_owned());
        } else if main.is_empty() {
            main = content;
        } else if let Some(short) = acronym_of(&main).filter(|short| is_spelt(short, &content, reference)) {
            parts.acronyms.push(short);
            main = content;
        } else {
            parts.alternatives.push(content);
        }
    }
    if main.is_empty() {
        main = parts.acronyms.pop().unwrap_or_default();
    }
    main
}

/// Whether one capitalized word behind a name of three words or more is short for it: `(Contag)`, or
/// `(LamWork)`, which no word is written like.
fn is_short_for(content: &str, name: &str) -> bool {
    let folded = fold(content);
    content.starts_with(char::is_uppercase)
        && folded.chars().count() <= LONGEST_ACRONYM
        && name.split_whitespace().nth(2).is_some()
        && (acronym::runs_through(&folded, &fold(name)) || content.chars().skip(1).any(char::is_uppercase))
}

enum Content {
    Nothing,
    Stays,
    Place(NamedPlace),
    Acronym(String),
    Name,
}

fn content_of(content: &str, rest: &str, reference: &Reference) -> Content {
    let folded = fold(content);
    if folded.is_empty() {
        return Content::Nothing;
    }
    if let Some(place) = place_of(content, reference) {
        return Content::Place(place);
    }
    if !folded.contains(' ') {
        if reference.words.role(&folded) == Some(WordRole::LegalForm) {
            return Content::Nothing;
        }
        return acronym_of(content).map_or(Content::Stays, Content::Acronym);
    }
    // `X (a small thing) Y`: words in the middle of a name belong to it.
    if rest.trim().chars().any(char::is_alphanumeric) && !rest.trim_start().starts_with(['(', '[', ',', '-'])
    {
        Content::Stays
    } else {
        Content::Name
    }
}

/// The text as a folded acronym, when it looks like one: one word, two capitals or more.
fn acronym_of(text: &str) -> Option<String> {
    let text = text.trim().trim_matches(['"', '“', '”', '*', '†']);
    if text.split_whitespace().nth(1).is_some() {
        return None;
    }
    let n_capitals = text.chars().filter(|c| c.is_uppercase()).count();
    let n_small = text.chars().filter(|c| c.is_lowercase()).count();
    let folded = fold(text).replace(' ', "");
    let n_letters = folded.chars().count();
    (n_capitals >= 2 && n_small <= n_capitals && (2..=LONGEST_ACRONYM).contains(&n_letters)).then_some(folded)
}

fn is_spelt(acronym: &str, name: &str, reference: &Reference) -> bool {
    let folded = fold(name);
    let words: Vec<(&str, bool)> = folded
        .split(' ')
        .map(|word| (word, reference.words.role(word) == Some(WordRole::Connector)))
        .collect();
    acronym::spells(acronym, &words).is_some()
}

/// `X / Y` is two names of one organization.
fn slash(main: &mut String, parts: &mut Parts) {
    if !main.contains('/') {
        return;
    }
    let names: Vec<String> = main.split(" / ").map(|name| name.trim().to_owned()).collect();
    let [first, others @ ..] = names.as_slice() else { return };
    if others.is_empty() || names.iter().any(|name| !name.chars().any(char::is_alphanumeric)) {
        return;
    }
    parts.alternatives.extend(others.iter().cloned());
    *main = first.clone();
}

/// `X, formerly Y`.
fn otherwise(main: &mut String, parts: &mut Parts, reference: &Reference) {
    let Some((at, length)) = phrase(main, SmallWord::Former, reference) else { return };
    let (Some(name), Some(other)) = (main.get(..at), main.get(at + length..)) else { return };
    let name = name.trim_end_matches([',', ';', ' ']);
    if name.is_empty() || other.trim().is_empty() {
        return;
    }
    parts.alternatives.push(other.trim().to_owned());
    *main = name.to_owned();
}

/// `On behalf of X` is X, and so is `X, on behalf of its members`.
fn behalf(main: &mut String, reference: &Reference) {
    let Some((at, length)) = phrase(main, SmallWord::Behalf, reference) else { return };
    let (Some(before), Some(behind)) = (main.get(..at), main.get(at + length..)) else { return };
    let name = before.trim_end();
    match name.strip_suffix([',', ';', '–', '-']) {
        Some(name) if !name.trim().is_empty() => *main = name.trim_end().to_owned(),
        _ if name.is_empty() && !behind.trim().is_empty() => *main = behind.trim_start().to_owned(),
        _ => {}
    }
}

/// Where a phrase of a kind stands between words, and its length.
fn phrase(main: &str, kind: SmallWord, reference: &Reference) -> Option<(usize, usize)> {
    let starts = std::iter::once(0).chain(main.match_indices(' ').map(|(at, _)| at + 1));
    let phrases = reference.small.all(kind);
    starts.into_iter().find_map(|start| {
        let behind = phrases.iter().find_map(|phrase| strip_phrase(&main[start..], phrase))?;
        behind.starts_with([' ', ':']).then(|| (start, main.len() - start - behind.len() + 1))
    })
}

/// `ACR - Name`, `Name - ACR`, `Name - Place`.
fn dashes(main: &mut String, dash: &str, parts: &mut Parts, reference: &Reference) {
    let Some(at) = main.find(dash) else { return };
    let (left, right) = (main[..at].trim().to_owned(), main[at + dash.len()..].trim().to_owned());
    if left.is_empty() || right.is_empty() {
        return;
    }
    for (short, long) in [(&left, &right), (&right, &left)] {
        let fits = |acronym: &String| {
            is_spelt(acronym, long, reference) || acronym::runs_through(acronym, &fold(long))
        };
        if let Some(acronym) = acronym_of(short).filter(fits) {
            parts.acronyms.push(acronym);
            *main = long.clone();
            return;
        }
    }
    if let Some(place) = place_of(&right, reference) {
        parts.place = Some(place);
        *main = left;
    }
}

/// `Karimba – for open lanterns`, `Karimba, Network of Lamplighters`: a name of its own, and what it is.
fn subtitle(main: &str, parts: &mut Parts, reference: &Reference) {
    let cut =
        DASHES.iter().chain(&[", "]).filter_map(|mark| main.split_once(mark)).min_by_key(|cut| cut.0.len());
    let Some((name, what)) = cut else { return };
    let folded = fold(what);
    let words: Vec<&str> = folded.split(' ').collect();
    let tells = |word: &str| match reference.words.role(word) {
        Some(WordRole::Connector) => true,
        _ => reference.small.is(SmallWord::Body, reference.words.canonical(word)),
    };
    let is_part = |word: &&str| reference.words.role(word) == Some(WordRole::Chapter);
    if words.len() >= SHORTEST_SUBTITLE
        && tells(words[0])
        && !words.iter().any(is_part)
        && is_own_name(name.trim(), reference)
    {
        parts.alternatives.push(name.trim().to_owned());
        if reference.words.role(words[0]) != Some(WordRole::Connector) {
            parts.alternatives.push(what.trim().to_owned());
        }
    }
}

/// Whether a text is one word that nobody knows otherwise, and no acronym.
fn is_own_name(text: &str, reference: &Reference) -> bool {
    let folded = fold(text);
    let n_letters = folded.chars().count();
    let is_acronym = acronym_of(text).is_some() && n_letters <= LONGEST_BARE_ACRONYM;
    n_letters >= SHORTEST_OWN_NAME
        && !folded.contains(' ')
        && !is_acronym
        && folded.chars().all(char::is_alphabetic)
        && reference.words.role(&folded).is_none()
        && reference.words.share(&folded).is_none()
        && reference.persons.given(&folded) == 0
        && reference.persons.family(&folded) == 0
        && !reference.persons.is_common_word(&folded)
        && place_of(text, reference).is_none()
}

/// `Name, Place Inc.`: the legal form hides the place.
fn without_legal_form(main: &mut String, reference: &Reference) {
    if !main.contains(',') {
        return;
    }
    let words: Vec<String> = main.split_whitespace().map(fold).collect();
    let tokens: Vec<&str> = words.iter().map(String::as_str).collect();
    let n_end = reference.words.legal_form_at_end(&tokens);
    if n_end > 0 {
        let kept: Vec<&str> = main.split_whitespace().take(tokens.len() - n_end).collect();
        let kept = kept.join(" ");
        *main = kept.trim_end_matches([',', ' ']).to_owned();
    }
}

/// `Name, Place`.
fn trailing_place(main: &mut String, parts: &mut Parts, reference: &Reference) {
    let Some((name, last)) = main.rsplit_once(',') else { return };
    if name.trim().is_empty() {
        return;
    }
    if let Some(place) = place_of(last, reference) {
        parts.place = Some(place);
        *main = name.trim().to_owned();
    }
}
