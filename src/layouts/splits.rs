//! Lines that hold more than one signature though the list has one a line: two persons of one
//! organization, or an entry that lost its line break.

use super::Entry;
use super::looks::{self, CLEAR, Look};
use super::run_in::at_joiner;
use crate::normalize::kind;
use crate::reference::Reference;
use crate::reference::words::WordRole;

/// A score of [`kind::judge`] that makes a person likely.
const LIKELY: i32 = -2;
/// Words of the longest name that is looked for in the middle of a line.
const LONGEST_NAME: usize = 5;

/// The entries, those of one line that hold several signatures split.
pub(super) fn apply(entries: Vec<Entry>, reference: &Reference) -> Vec<Entry> {
    let mut all = Vec::with_capacity(entries.len());
    for entry in entries {
        let texts = match entry.lines.len() {
            1 => several(&entry.text, reference),
            _ => at_joiners(&entry.text, reference),
        };
        if texts.len() < 2 {
            all.push(entry);
            continue;
        }
        all.extend(texts.into_iter().map(|text| Entry {
            printed: text.clone(),
            text,
            marks: Vec::new(),
            is_split: true,
            ..entry.clone()
        }));
    }
    all
}

/// The signatures of an entry with two names before one office; none when it holds one.
fn at_joiners(text: &str, reference: &Reference) -> Vec<String> {
    let head = looks::head(text);
    let rest = text.get(head.len()..).unwrap_or_default();
    if let Some((before, after)) = at_joiner(head, reference)
        && is_person(&head[..before], reference)
        && is_person(&head[after..], reference)
    {
        return vec![format!("{}{rest}", head[..before].trim()), format!("{}{rest}", head[after..].trim())];
    }
    if let Some((person, other)) = person_and_other(head, reference) {
        return vec![format!("{person}{rest}"), format!("{other}{rest}")];
    }
    Vec::new()
}

/// The signatures of a line; none when it holds one.
fn several(text: &str, reference: &Reference) -> Vec<String> {
    let joined = at_joiners(text, reference);
    if !joined.is_empty() {
        return joined;
    }
    let slashed: Vec<&str> =
        if text.contains('/') { text.split(" / ").map(str::trim).collect() } else { Vec::new() };
    if slashed.len() > 1 && slashed.iter().all(|name| is_person(name, reference)) {
        return slashed.into_iter().map(str::to_owned).collect();
    }
    at_offices(text, reference)
}

/// "Ann Other and Such Project": behind the joining word what is no person beyond doubt, but not alone an
/// organization named after one.
fn person_and_other<'a>(head: &'a str, reference: &Reference) -> Option<(&'a str, &'a str)> {
    let mut gaps = head.match_indices(' ').map(|(at, _)| at);
    let found = gaps.find_map(|at| {
        let behind = head.get(at + 1..)?;
        let word = behind.split(' ').next()?;
        let is_joiner = reference.joiners.joins(word) && word.starts_with(char::is_lowercase) || word == "&";
        is_joiner.then_some((head.get(..at)?.trim(), behind.get(word.len()..)?.trim()))
    });
    let (person, other) = found?;
    let is_named =
        other.contains(' ') && other.split_whitespace().all(|word| !word.starts_with(char::is_lowercase));
    let is_told = || is_person(person, reference) && kind::judge(head, "", reference).score < CLEAR;
    (is_named && is_told()).then_some((person, other))
}

/// "Ann Other, professor of law Jo Doe, writer": cut before a name that stands between the small words of
/// one office and a comma with another office behind.
fn at_offices(text: &str, reference: &Reference) -> Vec<String> {
    let mut cuts: Vec<usize> = Vec::new();
    let mut start = 0;
    let commas: Vec<usize> = text.match_indices(", ").map(|(at, _)| at).collect();
    if commas.len() < 2 {
        return Vec::new();
    }
    for (index, at) in commas.iter().enumerate() {
        let part = &text[start..*at];
        start = at + 2;
        let end = commas.get(index + 1).copied().unwrap_or(text.len());
        if index == 0 {
            continue;
        }
        if let Some(length) = name_at_end(part, reference)
            && looks::look(&text[start.min(end)..end], reference) == Look::Role
        {
            cuts.push(at - length);
        }
    }
    if cuts.is_empty() || !is_person(looks::head(text), reference) {
        return Vec::new();
    }
    let mut from = 0;
    let mut texts = Vec::new();
    for cut in cuts {
        texts.push(text[from..cut].trim().to_owned());
        from = cut;
    }
    texts.push(text[from..].trim().to_owned());
    texts
}

/// Bytes of the person's name that ends a part of an entry behind a small word.
fn name_at_end(part: &str, reference: &Reference) -> Option<usize> {
    let words: Vec<&str> = part.split(' ').collect();
    let is_capital = |word: &str| word.starts_with(char::is_uppercase);
    let is_particle = |word: &str| reference.words.role(&word.to_lowercase()) == Some(WordRole::Connector);
    let mut first = words.len();
    while first > 0 && words.len() - first < LONGEST_NAME {
        let word = words[first - 1];
        let is_inner = first < words.len() && is_particle(word) && first > 1 && is_capital(words[first - 2]);
        if !is_capital(word) && !is_inner {
            break;
        }
        first -= 1;
    }
    let name = words.get(first..).filter(|name| name.len() > 1)?.join(" ");
    let is_behind_small = first > 0 && words[first - 1].starts_with(char::is_lowercase);
    // What stands on both sides leaves little doubt.
    let is_name = is_behind_small && kind::judge(&name, "", reference).score <= LIKELY;
    is_name.then_some(name.len())
}

fn is_person(text: &str, reference: &Reference) -> bool {
    text.contains(' ') && kind::judge(text.trim(), "", reference).score <= -CLEAR
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn lines_with_several_signatures() {
        let check = |text: &str, expected: &[&str]| {
            assert_eq!(several(text, crate::reference::shared()), expected, "{text}");
        };
        check(
            "Maria Garcia and John Smith, Upland University",
            &["Maria Garcia, Upland University", "John Smith, Upland University"],
        );
        check("Maria Garcia and Whispering Reeds, Peru", &["Maria Garcia, Peru", "Whispering Reeds, Peru"]);
        check("Maria Garcia and Peace Foundation", &[]);
        check("Maria and John Smith", &[]);
        check("Maria Garcia / John Smith", &["Maria Garcia", "John Smith"]);
        check(
            "Maria Garcia, professor of law John Smith, director of studies Peter Müller, writer",
            &["Maria Garcia, professor of law", "John Smith, director of studies", "Peter Müller, writer"],
        );
        check("Centre for Democracy and Technology, Peru", &[]);
        check("River Watch / Lake Fund", &[]);
        check("Maria Garcia, professor of law, Upland University", &[]);
        check("", &[]);
    }

    proptest! {
        #[test]
        fn no_text_panics(text in "(Maria Garcia|John Smith|professor of law|, | and | / | |\\PC){0,12}") {
            several(&text, crate::reference::shared());
        }
    }
}
