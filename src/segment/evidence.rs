//! Whether what a heading, a closing or the end of a text opens is a list of those who sign.

use crate::segment::lists::{Document, Part, Tried};
use crate::segment::prose;
use crate::segment::rows::{Class, Row};

/// Rows behind a list within which a greeting tells that it names the addressees.
const GREETING: usize = 3;
/// Longest name with what belongs to it, in words.
const NAME_WORDS: usize = 20;
/// Words from which an entry that begins small is rather something to be done.
const TASK_WORDS: usize = 3;

/// Weighs what speaks for and against a list.
pub fn is_of_signers(document: &Document, start: usize, tried: &Tried) -> bool {
    let rows = document.rows;
    let entries: Vec<&Row> = tried
        .parts
        .iter()
        .filter(|(_, part)| matches!(part, Part::Entry))
        .filter_map(|(at, _)| rows.get(*at))
        .collect();
    let tells_of_signing = tried.parts.iter().any(|(at, part)| {
        matches!(part, Part::Heading) && rows.get(*at).is_some_and(|row| row.names_signatories)
    });
    let is_closed = rows.get(start).is_some_and(|row| row.class == Class::Closing);
    let mut score = 2;
    score += if tells_of_signing { 3 } else { 0 };
    score += if is_closed { 1 } else { 0 };
    let behind = rows.get(tried.end..).unwrap_or_default();
    let is_greeted = behind
        .iter()
        .take(GREETING)
        .take_while(|row| row.class != Class::Prose)
        .any(|row| row.class == Class::Salutation);
    let share_of = |test: fn(&Row) -> bool| {
        let n_found = entries.iter().filter(|row| test(row)).count();
        if entries.is_empty() { 0 } else { 10 * n_found / entries.len() }
    };
    // A few groups without a word of signing, in the middle of a text that goes on, are its matter.
    let n_behind = behind.iter().filter(|row| row.class == Class::Prose && !row.is_item()).count();
    let n_before =
        rows.get(..start).unwrap_or_default().iter().filter(|row| row.class == Class::Prose).count();
    // Who is greeted next was listed, unless those who sign another letter before.
    score -= if is_greeted && (n_before == 0 || !is_closed) { 4 } else { 0 };
    let is_letter = rows.iter().any(|row| matches!(row.class, Class::Salutation | Class::Closing));
    score -=
        if !tells_of_signing && !is_closed && !is_letter && n_behind >= 2 && n_before > 0 { 3 } else { 0 };
    let n_tasks = if tells_of_signing { share_of(begins_as_task) } else { share_of(is_task) };
    score -= match n_tasks {
        8..=10 => 6,
        6..=7 => 4,
        _ => 0,
    };
    score -= if share_of(|row| begins_with_time(row.text())) >= 6 { 6 } else { 0 };
    score > 0
}

/// Whether a text may be a name with what belongs to it; plainly so, when it must have at least two words
/// that begin with capitals, and more of those than of others.
pub fn is_named(text: &str, plainly: bool) -> bool {
    let words: Vec<&str> = text.split_whitespace().collect();
    let opens_well = text.chars().next().is_some_and(|c| !c.is_lowercase());
    let is_named = opens_well && words.len() <= NAME_WORDS && !text.ends_with(['.', '?', '!', ':']);
    if !plainly {
        return is_named;
    }
    let n_large = words.iter().filter(|word| prose::starts_cased(word) == Some(true)).count();
    let n_small = words.iter().filter(|word| prose::starts_cased(word) == Some(false)).count();
    is_named && n_large >= 2 && n_large > n_small
}

/// What is asked for rather than who asks: an item that begins small and holds no name, a sentence, or one of
/// those that a semicolon ends.
fn is_task(row: &Row) -> bool {
    begins_as_task(row) || row.text().ends_with(';') && row.text().split_whitespace().count() >= TASK_WORDS
}

/// The same where a heading says that those who sign follow, whose lines may end in a semicolon.
fn begins_as_task(row: &Row) -> bool {
    let text = row.text();
    let words = || text.split_whitespace();
    let begins_small = words().next().and_then(prose::starts_cased) == Some(false);
    let is_of_small = || {
        let n_large = words().filter(|word| prose::starts_cased(word) == Some(true)).count();
        let n_words = words().count();
        n_words >= TASK_WORDS && 4 * n_large <= n_words
    };
    (begins_small && is_of_small()) || (row.class == Class::Prose && !prose::runs_in(text))
}

/// "9:00 Opening", "10h30", "14.15 Uhr": the item of a programme.
fn begins_with_time(text: &str) -> bool {
    let n_hour = text.bytes().take_while(u8::is_ascii_digit).count();
    let Some(rest) = text.get(n_hour..) else { return false };
    let Some(minutes) = rest.strip_prefix([':', '.', 'h']) else { return false };
    let n_minute = minutes.bytes().take_while(u8::is_ascii_digit).count();
    let goes_on = minutes.get(n_minute..).is_some_and(|rest| !rest.starts_with(char::is_alphanumeric));
    (1..=2).contains(&n_hour) && n_minute == 2 && goes_on
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names() {
        for (text, loosely, plainly) in [
            ("River Watch, Kenya", true, true),
            ("Ann Other", true, true),
            ("Verdant", true, false),
            ("publish the report", false, false),
            ("Publish all the reports in full", true, false),
            ("川の会", true, false),
        ] {
            assert_eq!((is_named(text, false), is_named(text, true)), (loosely, plainly), "{text}");
        }
    }

    #[test]
    fn times() {
        for (text, expected) in [
            ("9:00 Opening", true),
            ("10h30 River Watch", true),
            ("14.15 Uhr, Pause", true),
            ("350.org", false),
            ("10.30.1 Group", true),
            ("1969 Families", false),
        ] {
            assert_eq!(begins_with_time(text), expected, "{text}");
        }
    }
}
