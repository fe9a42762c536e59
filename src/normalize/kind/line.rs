//! A line of a list, whose name ends where the line says so.

use super::{KindVerdict, judge};
use crate::model::Kind;
use crate::normalize::{country, organization, person, role};
use crate::reference::Reference;
use crate::reference::words::WordRole;
use crate::text::fold;

/// Signs behind which something is said of the one who is named.
const ENDS: [&str; 9] = [",", ";", "|", "\t", " – ", " — ", " - ", ": ", " / "];
/// A score from which a name needs no rest of a line.
const CLEAR: i32 = 3;
/// What it weighs that a short name is spelt out beside it.
const SPELT_OUT: i32 = 8;
/// The most words of a person's name before an office.
const LONGEST_NAME: usize = 5;

/// Weighs a printed line alone, without its list: "Jane Doe, Director, Open Rivers". The name ends at the
/// first sign that ends one, before a bracket at the end, or before an office, unless what follows is a part
/// of it.
pub fn judge_line(line: &str, reference: &Reference) -> KindVerdict {
    let bare = without_links(without_bullet(line));
    let has_link = bare.len() < line.trim().len() && line.contains('@');
    let mut verdict = judge_bare(without_numbers(&bare), reference);
    if has_link {
        verdict.add(-2, "a handle or an address behind the name");
    }
    verdict
}

fn judge_bare(line: &str, reference: &Reference) -> KindVerdict {
    if let Some((name, inner)) = bracket_at_end(line) {
        if is_spelt_out(name, inner, reference) {
            return judge_named(line, SPELT_OUT, reference);
        }
        if role::holds_role(inner, reference) && judge(name, "", reference).score < CLEAR {
            return judge(name, inner, reference);
        }
        // "Jane Doe (Open Rivers)"; the brackets of organizations hold their acronyms and other names.
        let verdict = judge(name, inner, reference);
        if judge(name, "", reference).score <= -CLEAR && verdict.kind == Kind::Person {
            return verdict;
        }
    }
    if let Some((name, rest)) = inverted(line, reference) {
        return judge(&name, rest, reference);
    }
    let Some((name, sign, rest)) = split(line) else {
        return match before_office(line, reference) {
            Some((name, office)) => judge(name, office, reference),
            None => judge(line, "", reference),
        };
    };
    if is_spelt_out(name, rest, reference) {
        return judge_named(line, SPELT_OUT, reference);
    }
    // "Lanterna - Instituto das Lanternas" has its acronym or its short name before a dash.
    let is_short = matches!(sign, '-' | '–' | '—' | ':')
        && !name.contains(' ')
        && judge(name, "", reference).score > -CLEAR;
    if is_short && judge(rest, "", reference).score >= CLEAR {
        return judge_named(line, 0, reference);
    }
    if opens_with_legal_form(rest, reference) {
        return judge(line, "", reference);
    }
    match before_office(name, reference) {
        Some((name, office)) => judge(name, office, reference),
        None => judge(name, rest, reference),
    }
}

/// Weighs a line that is one name, with a short form of it that the rest writes out.
fn judge_named(line: &str, weight: i32, reference: &Reference) -> KindVerdict {
    let mut verdict = judge(line, "", reference);
    verdict.add(weight, "letters that the rest spells out");
    verdict
}

/// "- Jane Doe", "12. Jane Doe"
fn without_bullet(line: &str) -> &str {
    let is_bullet = |c: char| c.is_whitespace() || matches!(c, '*' | '-' | '–' | '•' | '·' | '▪' | '◦');
    let line = line.trim_end().trim_start_matches(is_bullet);
    let digits = line.trim_start_matches(|c: char| c.is_ascii_digit());
    match digits.strip_prefix(['.', ')']).filter(|rest| digits.len() < line.len() && rest.starts_with(' ')) {
        Some(rest) => rest.trim_start(),
        None => line,
    }
}

/// Without dates and numbers behind it, and stops at the end.
fn without_numbers(line: &str) -> &str {
    let is_stop = |c: char| c.is_whitespace() || matches!(c, '.' | ',' | ';');
    let mut line = line.trim_end_matches(is_stop);
    while let Some((before, last)) = line.rsplit_once([',', ';'])
        && !last.chars().any(char::is_alphabetic)
    {
        line = before.trim_end_matches(is_stop);
    }
    line
}

/// Without what leads elsewhere: `([@handle](https://…))`, `<name@example.org>`, `(@handle)`.
fn without_links(line: &str) -> String {
    let mut kept = String::with_capacity(line.len());
    let mut rest = line;
    while let Some(open) = rest.find(['<', '(', '[']) {
        let (before, from) = rest.split_at(open);
        kept.push_str(before);
        let close = match from.chars().next() {
            Some('<') => from.find('>'),
            Some('[') => from.find(']'),
            // A bracket may hold a link, which has one.
            _ => from.find("))").map(|at| at + 1).or_else(|| from.find(')')),
        };
        let Some(inner) = close.and_then(|close| from.get(1..close)) else {
            kept.push_str(from);
            return kept;
        };
        let is_link = inner.contains("://") || inner.contains('@') && !inner.contains(' ');
        if !is_link {
            // The sign and what follows it are looked at again behind the sign.
            let (sign, behind) = from.split_at(1);
            kept.push_str(sign);
            rest = behind;
            continue;
        }
        rest = from.get(inner.len() + 2..).unwrap_or_default();
    }
    kept.push_str(rest);
    kept
}

/// The name before the first sign, the sign, and what follows.
fn split(line: &str) -> Option<(&str, char, &str)> {
    let first = ENDS.iter().filter_map(|sign| line.find(sign).map(|at| (at, *sign)));
    let (at, sign) = first.min()?;
    let (name, rest) = (line.get(..at)?.trim(), line.get(at + sign.len()..)?.trim());
    (!name.is_empty() && !rest.is_empty()).then(|| (name, sign.trim().chars().next().unwrap_or(' '), rest))
}

/// "Doe, Jane, Open Rivers": the name turned, and the rest of the line.
fn inverted<'a>(line: &'a str, reference: &Reference) -> Option<(String, &'a str)> {
    let (family, behind) = line.split_once(',')?;
    let (given, rest) = behind.split_once([',', ';', '(']).unwrap_or((behind, ""));
    // "Open Rivers, Jordan" is in Jordan.
    if country::resolve(given, reference).country().is_some() {
        return None;
    }
    let name = person::turned(family.trim(), given.trim(), reference)?;
    Some((name, rest.trim_end_matches(')').trim()))
}

/// "Jane Doe Director of Open Rivers": the words of a person's name, and the office behind them.
fn before_office<'a>(line: &'a str, reference: &Reference) -> Option<(&'a str, &'a str)> {
    let gaps = line.match_indices(' ').map(|(at, _)| at).skip(1).take(LONGEST_NAME);
    gaps.into_iter().map(|at| line.split_at(at)).find(|(name, rest)| {
        role::begins_with_role(rest, reference)
            && role::holds_role(rest, reference)
            && judge(name, "", reference).score <= -CLEAR
    })
}

/// "SPC, Sociedad de los Puentes", "SPC (Society of Plain Crafts)"
fn is_spelt_out(short: &str, long: &str, reference: &Reference) -> bool {
    let n_capitals = short.chars().filter(|c| c.is_uppercase()).count();
    if short.contains(' ') || n_capitals < 2 {
        return false;
    }
    let (letters, folded) = (fold(short).replace(' ', ""), fold(long));
    let words: Vec<(&str, bool)> = folded
        .split(' ')
        .map(|word| (word, reference.words.role(word) == Some(WordRole::Connector)))
        .collect();
    organization::spells(&letters, &words).is_some()
}

/// "Lanterns, Inc."
fn opens_with_legal_form(rest: &str, reference: &Reference) -> bool {
    let folded = fold(rest.split([',', ';', '(']).next().unwrap_or_default());
    let tokens: Vec<&str> = folded.split(' ').collect();
    reference.words.is_legal_form(&tokens)
}

fn bracket_at_end(line: &str) -> Option<(&str, &str)> {
    let (name, inner) = line.strip_suffix(')')?.split_once('(')?;
    (!name.trim().is_empty()).then(|| (name.trim(), inner.trim()))
}
