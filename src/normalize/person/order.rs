//! Which words of a name are given names and which are the family name.
//!
//! In this order: capitals ("DUPONT Marie"), scripts without spaces, peoples that put the family name
//! first, particles ("van", "bin"), two family names of Spanish and Portuguese, and else the last word.

use crate::reference::Reference;
use crate::reference::small::SmallWord;
use crate::text::fold;

/// Given names and family name, as printed.
pub(super) fn split(name: &str, reference: &Reference) -> (String, String) {
    let words: Vec<&str> = name.split_whitespace().filter(|word| !is_aside(word)).collect();
    match words.as_slice() {
        [] => (String::new(), String::new()),
        [word] => one_word(word, reference),
        _ => {
            let family = family_range(&words, reference);
            let given = [&words[..family.start], &words[family.end..]].concat();
            (given.join(" "), words[family].join(" "))
        }
    }
}

/// Whether a word may stand before a family name as a part of it.
pub fn is_particle(word: &str, reference: &Reference) -> bool {
    reference.small.is(SmallWord::Particle, &fold(word))
}

/// A letter with or without a stop: "J.", "J", "J.R.".
pub(super) fn is_initial(word: &str) -> bool {
    let mut letters = word.chars().filter(|c| !matches!(c, '.' | '-'));
    let n_letters = letters.clone().count();
    letters.all(char::is_uppercase) && (n_letters == 1 || (word.contains('.') && n_letters <= 3))
}

/// A nickname in brackets or quotes.
fn is_aside(word: &str) -> bool {
    word.starts_with(['(', '"', '“', '«'])
}

/// A name written without spaces.
fn one_word(word: &str, reference: &Reference) -> (String, String) {
    let chars: Vec<char> = word.chars().collect();
    let is_cjk = chars.iter().all(|c| *c >= '\u{2E80}');
    if !is_cjk || !(2..=4).contains(&chars.len()) {
        return (String::new(), word.to_owned());
    }
    let two: String = chars.iter().take(2).collect();
    let long = reference.persons.is_family_first(&two) && chars.len() > 2;
    let first: String = chars.iter().take(1).collect();
    let n_family = match (long, reference.persons.family(&first) > 0) {
        (true, _) => 2,
        (false, true) => 1,
        // Japanese names of four characters mostly have two and two.
        (false, false) if chars.len() == 4 => 2,
        _ => 1,
    };
    (chars[n_family..].iter().collect(), chars[..n_family].iter().collect())
}

fn family_range(words: &[&str], reference: &Reference) -> std::ops::Range<usize> {
    let last = words.len() - 1;
    if let Some(range) = in_capitals(words, reference) {
        return range;
    }
    let folded: Vec<String> = words.iter().map(|word| fold(word)).collect();
    if words[0].chars().all(|c| c >= '\u{2E80}') || is_family_first(&folded, words, reference) {
        return 0..1;
    }
    if folded.len() == 3 && reference.persons.is_patronymic(&folded[last]) {
        // "Иванов Иван Иванович"
        return 0..1;
    }
    if let Some(start) = peerage(words) {
        return start..words.len();
    }
    if let Some(start) = behind_particles(words, &folded, reference) {
        return start..words.len();
    }
    let mut start = last;
    while start > 1 && is_particle(words[start - 1], reference) {
        start -= 1;
    }
    // "María Gómez López": the word before is a family name and no given name.
    if start == last
        && last >= 2
        && reference.persons.family(&folded[last - 1]) >= 2
        && reference.persons.family(&folded[last]) > 0
        && reference.persons.given(&folded[last - 1]) == 0
    {
        start -= 1;
        while start > 1 && is_particle(words[start - 1], reference) {
            start -= 1;
        }
    }
    start..words.len()
}

/// "Jane Doe of Rivertown": the family name goes on behind "of".
fn peerage(words: &[&str]) -> Option<usize> {
    words.iter().position(|word| *word == "of").filter(|at| *at >= 2 && at + 1 < words.len()).map(|at| at - 1)
}

/// "Juan Carlos de la Fuente Ortega": family names of which the first has particles, and no given name.
fn behind_particles(words: &[&str], folded: &[String], reference: &Reference) -> Option<usize> {
    let is_particle =
        |at: usize| words[at].chars().all(char::is_lowercase) && is_particle(words[at], reference);
    let start = (1..words.len()).find(|at| is_particle(*at))?;
    let name = (start..words.len()).find(|at| !is_particle(*at))?;
    let is_name = |at: usize| {
        let (given, family) = (reference.persons.given(&folded[at]), reference.persons.family(&folded[at]));
        family > 0 && family >= given
    };
    let n_names = words.len() - name;
    let is_family = |at| is_name(at) || is_particle(at);
    ((2..=3).contains(&n_names) && (name..words.len()).all(is_family)).then_some(start)
}

/// Words in capitals at one end, beside words that are not.
fn in_capitals(words: &[&str], reference: &Reference) -> Option<std::ops::Range<usize>> {
    let is_capitals = |word: &&str| {
        let n_letters = word.chars().filter(|c| c.is_alphabetic()).count();
        n_letters >= 2 && word.chars().all(|c| !c.is_lowercase()) && !is_initial(word)
    };
    let is_other = |word: &&str| word.chars().any(char::is_lowercase) && !is_particle(word, reference);
    if !words.iter().any(is_other) {
        return None;
    }
    let n_before = words.iter().take_while(|word| is_capitals(word)).count();
    let n_behind = words.iter().rev().take_while(|word| is_capitals(word)).count();
    match (n_before, n_behind) {
        (0, 0) => None,
        (0, n) => Some(words.len() - n..words.len()),
        (n, 0) => Some(0..n),
        _ => None,
    }
}

/// Korean, Chinese, Vietnamese and Hungarian order, told by the first word, unless the last word is the
/// family name: "Kim Smith".
fn is_family_first(folded: &[String], words: &[&str], reference: &Reference) -> bool {
    let (Some(first), Some(last)) = (folded.first(), folded.last()) else { return false };
    if !reference.persons.is_family_first(first) {
        return false;
    }
    let is_hyphenated = words.last().is_some_and(|word| word.contains('-'));
    let is_last_family = reference.persons.family(last) > 0 && reference.persons.given(last) == 0
        || words.len() == 2 && reference.persons.is_family_first(last);
    let is_vietnamese = first == "nguyen";
    is_hyphenated
        || is_vietnamese && words.len() > 2
        || !is_last_family && (reference.persons.given(first) < 3 || reference.persons.given(last) > 0)
}
