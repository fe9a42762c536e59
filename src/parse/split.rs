//! The parts of an entry and the separators between them.

use crate::parse::clean;

/// What stands before a part.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Separator {
    /// Nothing: the part is the first.
    Start,
    /// A comma of any script.
    Comma,
    /// A semicolon.
    Semicolon,
    /// A dash with a space on both sides.
    Dash,
    /// A slash with a space on both sides.
    Slash,
    /// A colon and a space.
    Colon,
    /// A tab, a bar, or the end of what is printed bold.
    Print,
    /// The opening of a bracket that ends the entry.
    Bracket,
}

/// Number of values of [`Separator`].
pub const N_SEPARATORS: usize = 8;

/// A part of an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Part<'a> {
    /// The text, a piece of the entry's.
    pub text: &'a str,
    /// What stands before it.
    pub separator: Separator,
}

/// The parts outside brackets. `name_end` is where what is set apart by print as the name ends. Never
/// empty.
pub fn parts(text: &str, name_end: Option<usize>) -> Vec<Part<'_>> {
    let name_end = name_end.filter(|end| text.is_char_boundary(*end) && *end < text.len());
    let mut parts = Vec::new();
    let mut separator = Separator::Start;
    let mut tail = text;
    if let Some((head, behind)) = name_end.map(|end| text.split_at(end))
        && !trimmed(head).is_empty()
    {
        parts.push(Part { text: trimmed(head), separator });
        separator = Separator::Print;
        tail = behind;
    }
    let mut start = 0;
    let mut end = 0;
    let mut depth = 0_u32;
    for (at, c) in tail.char_indices() {
        // The rest of a separator of several characters.
        if at < end {
            continue;
        }
        match c {
            '(' | '[' | '（' | '［' | '〔' | '【' => depth += 1,
            ')' | ']' | '）' | '］' | '〕' | '】' => depth = depth.saturating_sub(1),
            _ if depth > 0 => {}
            _ => {
                if let Some((found, length)) = separator_at(&tail[at..]) {
                    push(&mut parts, &tail[start..at], &mut separator, found);
                    end = at + length;
                    start = end;
                }
            }
        }
    }
    push(&mut parts, &tail[start..], &mut separator, Separator::Start);
    if parts.is_empty() {
        parts.push(Part { text, separator: Separator::Start });
    }
    parts
}

/// Adds a part that is not empty; of separators in a row the first that is no comma counts.
fn push<'a>(parts: &mut Vec<Part<'a>>, text: &'a str, before: &mut Separator, behind: Separator) {
    let text = trimmed(text);
    if !text.is_empty() {
        let separator = if parts.is_empty() { Separator::Start } else { *before };
        parts.push(Part { text, separator });
        *before = behind;
    } else if *before == Separator::Comma {
        *before = behind;
    }
}

fn trimmed(text: &str) -> &str {
    let text = text.trim().trim_start_matches(['–', '—', '-', ':', ' ']);
    clean::without_marks(text.trim_end_matches(['–', '—', ':', ' ', ',', ';']))
}

/// The separator at the beginning of a text, and its length.
fn separator_at(text: &str) -> Option<(Separator, usize)> {
    let c = text.chars().next()?;
    let spaced = |separators: &[(&str, Separator)]| {
        separators.iter().find(|(sign, _)| text.starts_with(sign)).map(|(sign, kind)| (*kind, sign.len()))
    };
    match c {
        ',' | '，' | '、' | '،' => Some((Separator::Comma, c.len_utf8())),
        ';' | '；' | '؛' => Some((Separator::Semicolon, c.len_utf8())),
        '\t' | '|' | '｜' => Some((Separator::Print, c.len_utf8())),
        '—' | '–' if text[c.len_utf8()..].starts_with(' ') => Some((Separator::Dash, c.len_utf8())),
        ':' if text[1..].starts_with(' ') => Some((Separator::Colon, 1)),
        '：' => Some((Separator::Colon, c.len_utf8())),
        ' ' | '\u{a0}' | '\u{3000}' => spaced(&[
            (" – ", Separator::Dash),
            (" — ", Separator::Dash),
            (" - ", Separator::Dash),
            (" -- ", Separator::Dash),
            (" ― ", Separator::Dash),
            (" – ", Separator::Dash),
            (" –", Separator::Dash),
            (" —", Separator::Dash),
            (" / ", Separator::Slash),
            (" : ", Separator::Colon),
            (" @ ", Separator::Print),
        ]),
        _ => None,
    }
}

/// The printed text from the first part to the last, with what stands between them; a bracket that was
/// taken apart is closed again.
pub fn join(text: &str, parts: &[Part]) -> String {
    let (Some(first), Some(last)) = (parts.first(), parts.last()) else { return String::new() };
    let base = text.as_ptr() as usize;
    let start = (first.text.as_ptr() as usize).wrapping_sub(base);
    let end = (last.text.as_ptr() as usize).wrapping_sub(base).wrapping_add(last.text.len());
    let printed = text.get(start..end).unwrap_or_default();
    let mut joined = String::with_capacity(printed.len());
    for word in printed.split_whitespace() {
        if !joined.is_empty() {
            joined.push(' ');
        }
        joined.push_str(word);
    }
    if may_have_brackets(&joined) {
        for (open, close) in BRACKETS {
            if joined.matches(open).count() > joined.matches(close).count() {
                joined.push(close);
            }
        }
    }
    joined
}

/// What is printed between two parts that follow each other.
pub fn gap<'a>(text: &'a str, before: &Part, behind: &Part) -> Option<&'a str> {
    let at = |part: &Part| (part.text.as_ptr() as usize).wrapping_sub(text.as_ptr() as usize);
    text.get(at(before).wrapping_add(before.text.len())..at(behind))
}

/// Whether a bracket may stand in a text; most hold none, which one pass tells.
fn may_have_brackets(text: &str) -> bool {
    text.bytes().any(|byte| matches!(byte, b'(' | b')' | b'[' | b']' | 0xE3 | 0xEF))
}

/// Opening and closing brackets.
const BRACKETS: [(char, char); 6] =
    [('(', ')'), ('[', ']'), ('（', '）'), ('［', '］'), ('〔', '〕'), ('【', '】')];

/// What stands before a bracket at the end of a text, and what stands in it. A bracket that is never
/// closed ends with the text.
pub fn bracket_at_end(text: &str) -> Option<(&str, &str)> {
    if !may_have_brackets(text) {
        return None;
    }
    let text = text.trim_end();
    let (body, pair) = match BRACKETS.iter().find(|(_, close)| text.ends_with(*close)) {
        Some(pair) => (&text[..text.len() - pair.1.len_utf8()], *pair),
        None => {
            let pair = BRACKETS
                .iter()
                .find(|(open, close)| text.matches(*open).count() > text.matches(*close).count())?;
            (text, *pair)
        }
    };
    let mut depth = 1_u32;
    for (at, c) in body.char_indices().rev() {
        if c == pair.1 {
            depth += 1;
        } else if c == pair.0 {
            depth -= 1;
            if depth == 0 {
                let (head, inner) = (body[..at].trim(), body[at + c.len_utf8()..].trim());
                return (!head.is_empty() && !inner.is_empty()).then_some((head, inner));
            }
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn check(text: &str, expected: &[(&str, Separator)]) {
        let found: Vec<(&str, Separator)> =
            parts(text, None).iter().map(|part| (part.text, part.separator)).collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn parts_and_separators() {
        use Separator::{Colon, Comma, Dash, Print, Semicolon, Slash, Start};
        check("River Watch, Kenya", &[("River Watch", Start), ("Kenya", Comma)]);
        check("River Watch (A, B); Kenya", &[("River Watch (A, B)", Start), ("Kenya", Semicolon)]);
        check("River-Watch – Oslo, Norway", &[("River-Watch", Start), ("Oslo", Dash), ("Norway", Comma)]);
        check("A / B: C\tD", &[("A", Start), ("B", Slash), ("C", Colon), ("D", Print)]);
        check("川の会、東京", &[("川の会", Start), ("東京", Comma)]);
        check("A,, B", &[("A", Start), ("B", Comma)]);
        check("", &[("", Start)]);
    }

    #[test]
    fn brackets() {
        let check = |text: &str, expected: Option<(&str, &str)>| assert_eq!(bracket_at_end(text), expected);
        check("River Watch (Kenya)", Some(("River Watch", "Kenya")));
        check("River Watch (RW) (Kenya)", Some(("River Watch (RW)", "Kenya")));
        check("River Watch (a (b))", Some(("River Watch", "a (b)")));
        check("River Watch (Kenya", Some(("River Watch", "Kenya")));
        check("川の会（日本）", Some(("川の会", "日本")));
        check("River (Watch) Kenya", None);
        check("(Kenya)", None);
    }

    proptest! {
        #[test]
        fn parts_are_pieces(text in "(\\(|\\)|, |; | – | / |: |\\PC){0,20}", end in 0_usize..30) {
            let parts = parts(&text, Some(end));
            prop_assert!(!parts.is_empty());
            join(&text, &parts);
            bracket_at_end(&text);
        }
    }
}
