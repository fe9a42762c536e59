//! Telephone numbers: with `+` and country code, behind a word that says so, or grouped as no date, amount
//! or number of a register is.

use super::Found;
use crate::reference::contacts::{ContactWord, Contacts};

/// Digits of the shortest and the longest number with its country code.
const DIGITS: std::ops::RangeInclusive<usize> = 8..=15;
/// Digits of the shortest number behind a word that says what it is.
const FEWEST_LABELLED: usize = 5;
/// Digits of the shortest number with its leading zero.
const FEWEST_NATIONAL: usize = 9;

/// Bytes of a run that are looked at.
const LONGEST: usize = 64;

/// A run of digits and what may stand between them.
struct Run<'a> {
    start: usize,
    text: &'a str,
    digits: String,
}

/// Telephone numbers in a text.
pub(super) fn find(text: &str, contacts: &Contacts) -> Vec<Found> {
    let mut found = Vec::new();
    let n_numeric = match text.is_ascii() {
        true => text.bytes().filter(u8::is_ascii_digit).count(),
        false => text.chars().filter(|c| c.is_numeric()).count(),
    };
    if n_numeric < FEWEST_LABELLED {
        return found;
    }
    let mut from = 0;
    while let Some(run) = next_run(text, from) {
        let end = run.start + run.text.len();
        from = end.max(from + 1);
        if is_telephone(text, &run, contacts) {
            found.push(Found { range: run.start..end, mark: "[telephone]" });
        }
    }
    found
}

fn value(c: char) -> Option<char> {
    let shifted = |zero: char| char::from_digit((c as u32).checked_sub(zero as u32)?, 10);
    ['0', '\u{660}', '\u{6f0}', '\u{966}', '\u{ff10}'].into_iter().find_map(shifted)
}

fn next_run(text: &str, from: usize) -> Option<Run<'_>> {
    let opens = |c: char| value(c).is_some() || c == '+' || c == '＋' || c == '(';
    let mut start = from;
    loop {
        start += text.get(start..)?.find(opens)?;
        let rest = &text[start..];
        let between = |c: char| value(c).is_some() || " \u{a0}().-–‐‑/+＋－".contains(c);
        let mut chars = rest.char_indices();
        let length = chars.find(|(at, c)| *at > LONGEST || !between(*c)).map_or(rest.len(), |(at, _)| at);
        let run = rest[..length].trim_end_matches(|c: char| value(c).is_none());
        // A bracket or a sign that opens must have its number behind it.
        let first = rest.chars().next().map_or(1, char::len_utf8);
        let is_number = run.chars().nth(1).is_some_and(|c| value(c).is_some() || c == '(')
            || rest.starts_with(|c| value(c).is_some());
        if !run.is_empty() && is_number {
            let digits = run.chars().filter_map(value).collect();
            return Some(Run { start, text: run, digits });
        }
        start += first;
    }
}

fn is_telephone(text: &str, run: &Run<'_>, contacts: &Contacts) -> bool {
    let n_digits = run.digits.len();
    let before = &text[..run.start];
    let after = &text[run.start + run.text.len()..];
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    if n_digits > *DIGITS.end() || after.starts_with(is_word) {
        return false;
    }
    if run.text.starts_with(['+', '＋']) || run.text.starts_with("(+") {
        return DIGITS.contains(&n_digits);
    }
    // Where no spaces are written, the word that says so stands right before the number.
    let is_attached = before.ends_with(|c: char| is_word(c) && c < '\u{2e80}');
    // An id goes on behind its hyphen: "sig-012345678901".
    let is_attached = is_attached || before.strip_suffix('-').is_some_and(|before| before.ends_with(is_word));
    if is_attached || (before.ends_with(is_word) && !is_labelled(before, contacts)) {
        return false;
    }
    if n_digits >= FEWEST_LABELLED && is_labelled(before, contacts) {
        return true;
    }
    if is_numbered(before, contacts) || is_dated(run.text) {
        return false;
    }
    let groups: Vec<usize> = run
        .text
        .split(|c: char| value(c).is_none())
        .map(|group| group.chars().count())
        .filter(|length| *length > 0)
        .collect();
    let is_plain = groups.len() == 1;
    let is_national = run.digits.starts_with('0')
        && n_digits >= FEWEST_NATIONAL + usize::from(is_plain)
        && groups.iter().all(|length| *length >= 2 || is_plain)
        // "0000-0002-1825-0097" numbers persons, not telephones.
        && groups != [4, 4, 4, 4];
    let is_american = groups == [3, 3, 4] && run.digits.starts_with(|c| c > '1')
        || groups == [1, 3, 3, 4] && run.digits.starts_with('1');
    is_national || is_american
}

/// Whether a text ends with a word that says that a telephone number follows: `Tel.:`, `Phone (day)`.
fn is_labelled(before: &str, contacts: &Contacts) -> bool {
    let is_mark = |c: char| c.is_whitespace() || ".:：#№()（）=–-".contains(c);
    let trimmed = before.trim_end_matches(is_mark);
    // The word for a number may stand between: "Tel. no."
    let words: Vec<&str> = trimmed.rsplit(is_mark).filter(|word| !word.is_empty()).take(3).collect();
    let said = |word: &&str| {
        let word = word.trim_start_matches(|c: char| !c.is_alphanumeric());
        contacts.is(word, ContactWord::Telephone)
    };
    let Some(last) = words.first() else { return false };
    let ends_so = |label: &str| contacts.is(label, ContactWord::Telephone);
    // Where no spaces are written, the word ends the text: "电话".
    let tail: String = trimmed.chars().rev().take(2).collect::<Vec<_>>().into_iter().rev().collect();
    said(last)
        || (contacts.is(last, ContactWord::House) && words.get(1).is_some_and(said))
        || (!tail.is_ascii() && ends_so(&tail))
}

/// Whether a text ends with a word for the number of a register: "no.", "n°".
fn is_numbered(before: &str, contacts: &Contacts) -> bool {
    let word = before
        .trim_end()
        .trim_end_matches(['.', ':'])
        .rsplit([' ', '(', ',', ';'])
        .next()
        .unwrap_or_default();
    let is_code = (2..=3).contains(&word.len()) && word.chars().all(|c| c.is_ascii_uppercase());
    is_code || word == "#" || !word.is_empty() && contacts.is(word, ContactWord::Register)
}

/// Whether a run opens with a date: "01.02.2003 10".
fn is_dated(run: &str) -> bool {
    let parts: Vec<usize> = run
        .split(|c: char| value(c).is_none())
        .map(|group| group.chars().count())
        .filter(|length| *length > 0)
        .take(3)
        .collect();
    matches!(parts[..], [1 | 2, 1 | 2, 4] | [4, 1 | 2, 1 | 2])
}
