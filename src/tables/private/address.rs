//! Street addresses and post boxes.
//!
//! A line is cut at its commas, semicolons, brackets, bars and spaced strokes and dashes; a part is an
//! address when all of it is one. The first part is what the line is about and is kept where a name may
//! stand.

use std::ops::Range;

use super::{Found, Opening, has_letter};
use crate::reference::contacts::{ContactWord, Contacts};

/// Words between the number of a house and the word for a street.
const MOST_WORDS: usize = 4;

/// Street addresses in a text.
pub(super) fn find(text: &str, opening: Opening, contacts: &Contacts) -> Vec<Found> {
    let mut found: Vec<Found> = Vec::new();
    if text.is_ascii() && !text.bytes().any(|byte| byte.is_ascii_digit()) || !text.contains(char::is_numeric)
    {
        return found;
    }
    let parts = parts(text);
    let mut is_first = opening == Opening::Name;
    let mut at = 0;
    while let Some(part) = parts.get(at) {
        let range = labelled(text, part, contacts).unwrap_or_else(|| part.clone());
        let is_told = range != *part;
        let words = words(&text[range.clone()]);
        let next = parts.get(at + 1).map(|next| self::words(&text[next.clone()])).unwrap_or_default();
        let mut end = None;
        if (!is_first || is_told) && is_address(&words, contacts) {
            end = Some((range.clone(), 1));
        } else if (!is_first || is_told)
            && !next.is_empty()
            && is_street(&words, contacts)
            && is_house(&next, contacts)
        {
            end = parts.get(at + 1).map(|next| (range.start..next.end, 2));
        }
        if has_letter(&text[part.clone()]) {
            is_first = false;
        }
        match end {
            Some((range, n_parts)) => {
                at += n_parts;
                let mut range = range;
                // Flats and floors behind it.
                while let Some(next) =
                    parts.get(at).filter(|next| is_unit(&self::words(&text[(*next).clone()]), contacts))
                {
                    range.end = next.end;
                    at += 1;
                }
                found.push(Found { range, mark: "[address]" });
            }
            None => {
                found.extend(unspaced(text, part, opening));
                at += 1;
            }
        }
    }
    found
}

/// The parts of a line, without the spaces around them.
fn parts(text: &str) -> Vec<Range<usize>> {
    let mut parts = Vec::new();
    let mut start = 0;
    let mut push = |from: usize, to: usize| {
        let part = &text[from..to];
        let trimmed = part.trim();
        if !trimmed.is_empty() {
            let begin = from + part.len() - part.trim_start().len();
            parts.push(begin..begin + trimmed.len());
        }
    };
    for (at, c) in text.char_indices() {
        let is_spaced = || text[..at].ends_with(' ') && text[at + c.len_utf8()..].starts_with(' ');
        let cuts = match c {
            ',' | ';' | '(' | ')' | '[' | ']' | '|' | '\n' | '\t' | '·' | '•' | '，' | '、' | '；' | '،'
            | '（' | '）' => true,
            '/' | '-' | '–' | '—' => is_spaced(),
            _ => false,
        };
        if cuts {
            push(start, at);
            start = at + c.len_utf8();
        }
    }
    push(start, text.len());
    parts
}

/// What follows the label of a part: "Address: 12 Main Street".
fn labelled(text: &str, part: &Range<usize>, contacts: &Contacts) -> Option<Range<usize>> {
    let (label, rest) = text[part.clone()].split_once([':', '：'])?;
    let is_label = contacts.is(label.trim(), ContactWord::AddressLabel);
    is_label.then(|| part.end - rest.trim_start().len()..part.end)
}

/// Words without the dots of abbreviations; a dot inside cuts: "ul.Długa", "д.5".
fn words(part: &str) -> Vec<&str> {
    part.split_whitespace()
        .flat_map(|word| word.split_inclusive('.'))
        .map(|word| word.trim_end_matches(['.', ':']))
        .filter(|word| !word.is_empty())
        .collect()
}

/// "12", "12a", "3-5", "7/9", "221B".
fn is_number(word: &str) -> bool {
    let n_letters = word.chars().filter(|c| c.is_alphabetic()).count();
    let n_digits = word.chars().filter(|c| c.is_numeric()).count();
    word.starts_with(char::is_numeric)
        && n_letters <= 2
        && (1..=8).contains(&n_digits)
        && word.chars().all(|c| c.is_alphanumeric() || "-–/".contains(c))
}

/// The number of a house, with its word or without: "5", "No 5", "д 5 кв 7".
fn is_house(words: &[&str], contacts: &Contacts) -> bool {
    let is_word = |word: &&str| {
        contacts.is(word, ContactWord::House) || contacts.is(word, ContactWord::Unit) || **word == *"#"
    };
    let is_letter = |word: &&str| word.chars().count() == 1 && word.starts_with(char::is_alphabetic);
    let is_said = |word: &&str| is_number(word.trim_start_matches('#')) || is_word(word) || is_letter(word);
    (1..=6).contains(&words.len())
        && words.iter().all(is_said)
        && words.iter().any(|word| is_number(word.trim_start_matches('#')))
}

/// A flat or floor: "Suite 200", "2nd Floor".
fn is_unit(words: &[&str], contacts: &Contacts) -> bool {
    let is_unit = |word: &&str| contacts.is(word, ContactWord::Unit);
    (2..=3).contains(&words.len())
        && words.iter().any(is_unit)
        && words
            .iter()
            .all(|word| is_unit(word) || word.starts_with(char::is_numeric) || word.chars().count() == 1)
}

/// A street without a number.
fn is_street(words: &[&str], contacts: &Contacts) -> bool {
    let is_named = (2..=MOST_WORDS + 1).contains(&words.len());
    let opens = words.first().is_some_and(|word| contacts.is(word, ContactWord::StreetFirst));
    let ends = words.len() <= 2 && words.last().is_some_and(|word| contacts.ends_street(word));
    (is_named && opens && !is_number(words[words.len() - 1])) || ends
}

fn is_address(words: &[&str], contacts: &Contacts) -> bool {
    let is = |word: &str, kind| contacts.is(word, kind);
    let Some((first, rest)) = words.split_first() else { return false };
    // "PO Box 12", "BP 1234".
    for length in 1..=3.min(rest.len()) {
        if is(&words[..length].join(" "), ContactWord::Box)
            && words.len() == length + 1
            && is_number(words[length])
        {
            return true;
        }
    }
    if is_number(first) || first.starts_with('#') {
        // "12 Main Street NW", "12 Main Street Suite 5", "12 rue Haute".
        let last = rest.iter().position(|word| is(word, ContactWord::StreetLast));
        if let Some(last) = rest.iter().rposition(|word| is(word, ContactWord::StreetLast)).or(last)
            && (1..=MOST_WORDS).contains(&last)
        {
            let tail = &rest[last + 1..];
            let is_direction = |word: &&str| word.len() <= 2 && word.chars().all(|c| "NSEWnsew".contains(c));
            let tail = if tail.first().is_some_and(is_direction) { &tail[1..] } else { tail };
            return tail.is_empty() || is_house(tail, contacts) || is_unit(tail, contacts);
        }
        // "12 bis, rue Haute"
        let rest =
            if rest.first().is_some_and(|word| ["bis", "ter"].contains(word)) { &rest[1..] } else { rest };
        return rest.len() <= MOST_WORDS + 2 && is_street(rest, contacts);
    }
    // "Calle Mayor 12", "ul Długa 7/9 m 3", "Hauptstraße 5", "Jl Sudirman No 45".
    let house = words.iter().position(|word| {
        is_number(word.trim_start_matches('#')) || is(word, ContactWord::House) && word.chars().count() <= 4
    });
    let Some(house) = house.filter(|house| *house > 0) else { return false };
    let street = &words[..house];
    let has_name = street.len() >= 2 || contacts.ends_street(street[0]);
    let is_glued_last = street.len() >= 2
        && street.len() <= 3
        && street.last().is_some_and(|word| is(word, ContactWord::StreetLast) && !word.is_ascii());
    (has_name && is_street(street, contacts) || is_glued_last) && is_house(&words[house..], contacts)
}

/// Addresses in writings without spaces: "中山路12号", "세종대로 209", "千代田1丁目2番3号".
fn unspaced(text: &str, part: &Range<usize>, opening: Opening) -> Option<Found> {
    let said = &text[part.clone()];
    if said.is_ascii() {
        return None;
    }
    let is_digit = |c: char| c.is_numeric() && !"一二三四五六七八九十".contains(c);
    let chars: Vec<(usize, char)> = said.char_indices().collect();
    let mut end = None;
    let mut start = None;
    for (index, (at, c)) in chars.iter().enumerate() {
        let before = || chars[..index].iter().rev().map(|(_, c)| *c).find(|c| *c != ' ');
        let after = || chars[index + 1..].iter().map(|(_, c)| *c).find(|c| *c != ' ');
        let numbers =
            "号號番目".contains(*c) && chars[..index].iter().rev().take(3).any(|(_, c)| is_digit(*c));
        let street = "路街道巷弄段".contains(*c) && after().is_some_and(is_digit);
        let korean = "로길".contains(*c) && after().is_some_and(is_digit) && before().is_some();
        if street || korean || (numbers && *c == '目') {
            start.get_or_insert(*at);
        }
        if (street || korean || numbers) && start.is_some() {
            end = Some(index);
        }
    }
    let (first, last) = (start?, end?);
    // From the word that the street stands in to the end of its number.
    let from = said[..first].rfind(' ').map_or(0, |at| at + 1);
    let mut to = last + 1;
    while chars.get(to).is_some_and(|(_, c)| is_digit(*c) || " -–号號番地楼樓室층호".contains(*c))
    {
        to += 1;
    }
    let to = chars.get(to).map_or(said.len(), |(at, _)| *at);
    let to = said[..to].trim_end().len();
    let is_whole_name = opening == Opening::Name && !has_letter(&text[..part.start + from]);
    (!is_whole_name).then(|| Found { range: part.start + from..part.start + to, mark: "[address]" })
}
