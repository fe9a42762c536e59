//! What surrounds a signature and is not part of it: separators, footnote marks, list markers, addresses.

use std::borrow::Cow;

/// The text without characters that nobody sees: marks of direction, zero-width spaces, soft hyphens; and
/// without raised figures behind a word, which lead to a footnote. What joins letters inside a word stays, and
/// so does "m²".
pub fn visible(text: &str) -> Cow<'_, str> {
    let is_hidden = |c: char| {
        matches!(c, '\u{ad}' | '\u{61c}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{2069}' | '\u{feff}' | '\u{fffd}')
    };
    if text.is_ascii() || !text.contains(|c| is_hidden(c) || is_raised(c)) {
        return Cow::Borrowed(text);
    }
    let mut visible = String::with_capacity(text.len());
    let mut n_letters = 0;
    for c in text.chars().filter(|c| !is_hidden(*c)) {
        if is_raised(c) && n_letters > 1 {
            continue;
        }
        n_letters = if c.is_alphabetic() || c == '.' { n_letters + 1 } else { 0 };
        visible.push(c);
    }
    Cow::Owned(visible)
}

/// Figures printed small above the line.
fn is_raised(c: char) -> bool {
    matches!(c, '¹' | '²' | '³' | '⁰' | '⁴'..='⁹')
}

/// The text without outer white space, separators and footnote marks. A full stop stays where it ends an
/// abbreviation ("Inc.", "U.S.").
pub fn clean(text: &str) -> &str {
    let mut text = text.trim();
    loop {
        let before = text;
        text = text.trim_start_matches([
            '*', '•', '·', '-', '–', '—', '>', '|', ',', ';', ':', '\u{200b}', '\u{feff}',
        ]);
        text = text
            .trim_end_matches(['*', '†', '‡', ',', ';', '|', '¹', '²', '³', '\u{200b}', '\\', ':'])
            .trim();
        if let Some(inner) = text.strip_suffix('.')
            && !ends_abbreviation(inner)
        {
            text = inner.trim_end();
        }
        text = without_footnote(text);
        if text == before {
            return text;
        }
    }
}

/// A short last word, or one with dots inside, may be an abbreviation that owns its full stop.
fn ends_abbreviation(text: &str) -> bool {
    let last = text.rsplit(|c: char| c.is_whitespace() || c == ',' || c == '(').next().unwrap_or_default();
    last.contains('.') || last.chars().count() <= 4
}

/// A part without outer white space and the marks of footnotes behind it.
pub fn without_marks(text: &str) -> &str {
    without_footnote(text.trim()).trim_end_matches(['*', '†', '‡', '¹', '²', '³', ' '])
}

/// Drops `[1]` at the end.
fn without_footnote(text: &str) -> &str {
    match text.strip_suffix(']').and_then(|inner| inner.rsplit_once('[')) {
        Some((before, mark)) if !mark.is_empty() && mark.bytes().all(|byte| byte.is_ascii_digit()) => {
            before.trim_end()
        }
        _ => text,
    }
}

/// The text without e-mail addresses, and without brackets that hold nothing but an address or a handle; as
/// it is when nothing else would be left.
pub fn without_contacts(text: &str) -> Cow<'_, str> {
    if !text.contains('@') {
        return Cow::Borrowed(text);
    }
    let is_contact = |word: &str| {
        let word = word.trim_matches(|c: char| "()[]<>,;".contains(c));
        let is_bracketed_handle = word.starts_with('@');
        is_address(word) || is_bracketed_handle
    };
    let mut kept = String::with_capacity(text.len());
    for word in text.split_inclusive(char::is_whitespace) {
        let bare = word.trim_end();
        let is_bracketed = bare.starts_with(['(', '[', '<']);
        if is_contact(bare) && (is_bracketed || !bare.starts_with('@')) {
            // The comma behind it still parts what stands on both sides.
            if bare.ends_with([',', ';']) && !kept.trim_end().is_empty() {
                kept.truncate(kept.trim_end().len());
                kept.push_str(", ");
            }
        } else {
            kept.push_str(word);
        }
    }
    kept.truncate(kept.trim_end().len());
    if kept.is_empty() { Cow::Borrowed(text) } else { Cow::Owned(kept) }
}

/// Whether the whole text is an e-mail or web address.
pub fn is_address(text: &str) -> bool {
    let is_one_word = !text.contains(char::is_whitespace);
    let is_mail = is_one_word
        && text.split_once('@').is_some_and(|(user, host)| !user.is_empty() && host.contains('.'));
    let lower = text.to_ascii_lowercase();
    is_mail
        || (is_one_word
            && (lower.starts_with("http://")
                || lower.starts_with("https://")
                || lower.starts_with("mailto:")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn check(text: &str, expected: &str) {
        assert_eq!(clean(text), expected, "{text:?}");
    }

    #[test]
    fn cleaning() {
        check("  River Watch, Kenya,  ", "River Watch, Kenya");
        check("River Watch, Inc.", "River Watch, Inc.");
        check("River Watch, U.S.", "River Watch, U.S.");
        check("River Watch, Córdoba, Argentina.", "River Watch, Córdoba, Argentina");
        check("* River Watch*[12]", "River Watch");
        check("", "");
        check("—", "");
    }

    #[test]
    fn what_nobody_sees() {
        let check = |text: &str, expected: &str| assert_eq!(visible(text), expected, "{text}");
        check("Ann Other¹², Bea Test³", "Ann Other, Bea Test");
        check("Friends of 10 m²", "Friends of 10 m²");
        check("Ann\u{200b} Other", "Ann Other");
    }

    #[test]
    fn contacts() {
        let check = |text: &str, expected: &str| assert_eq!(without_contacts(text), expected, "{text}");
        check("Ann Other ann@example.org", "Ann Other");
        check("Ann Other (@ann)", "Ann Other");
        check("Ann Other (ann@example.org), Kenya", "Ann Other, Kenya");
        check("ann@example.org ; Ann Other", "; Ann Other");
        check("@ann\tKenya", "@ann\tKenya");
        check("@ann", "@ann");
        check("ann@example.org", "ann@example.org");
    }

    #[test]
    fn addresses() {
        assert!(is_address("info@example.org") && is_address("https://example.org/x"));
        assert!(
            !is_address("example.org")
                && !is_address("@handle")
                && !is_address("River Watch info@example.org")
        );
    }

    proptest! {
        #[test]
        fn cleaning_is_idempotent(text in "([*•,;.\\[\\]0-9]|\\PC){0,30}") {
            prop_assert_eq!(clean(clean(&text)), clean(&text));
        }
    }
}
