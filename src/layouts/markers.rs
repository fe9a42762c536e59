//! What stands before an entry and counts or marks it: bullets of every kind, numbers in every script.

/// Characters of the longest number with its brackets.
const LONGEST: usize = 12;

/// Bytes of the bullet or number at the head of a line, white space behind it included; 0 for none.
pub(super) fn length(text: &str) -> usize {
    bullet(text).or_else(|| number(text)).filter(|length| *length < text.len()).unwrap_or(0)
}

/// A bullet: some need white space behind them, since words begin so too.
fn bullet(text: &str) -> Option<usize> {
    let first = text.chars().next()?;
    let behind = &text[first.len_utf8()..];
    let always = "•‣▪▫●○◦■□►▶◆◇★☆✓✔➢➤⁃∙・";
    let before_space = "·-–—*+>»→o";
    let spaces = behind.len() - behind.trim_start().len();
    (always.contains(first) || (before_space.contains(first) && spaces > 0))
        .then(|| first.len_utf8() + spaces)
}

/// A number: `1.`, `1)`, `(1)`, `1 -`, `i.`, `№ 1`, `①`, with the digits of any script.
fn number(text: &str) -> Option<usize> {
    let first = text.chars().next()?;
    if matches!(u32::from(first), 0x2460..=0x2473) {
        let behind = &text[first.len_utf8()..];
        return Some(text.len() - behind.trim_start().len());
    }
    let mut rest = text;
    let has_sign = ["№", "No.", "Nr.", "N.º", "Nº", "#"].iter().any(|sign| match rest.strip_prefix(sign) {
        Some(behind) => {
            rest = behind.trim_start();
            true
        }
        None => false,
    });
    let has_bracket = match rest.strip_prefix(['(', '（', '[']) {
        Some(behind) => {
            rest = behind;
            true
        }
        None => false,
    };
    let n_digits = rest.chars().take(LONGEST).take_while(|c| c.is_numeric()).count();
    let n_letters = rest.chars().take(5).take_while(|c| "ivxlcIVXLC".contains(*c)).count();
    // A roman number of one letter is an initial as often, but for those that begin small.
    let is_roman = n_digits == 0
        && (1..=4).contains(&n_letters)
        && rest.starts_with(|c: char| c.is_lowercase() || has_bracket);
    let n_counting = if n_digits > 0 {
        n_digits
    } else if is_roman {
        n_letters
    } else {
        0
    };
    if n_counting == 0 || n_digits > 5 {
        return None;
    }
    let behind = &rest[rest.chars().take(n_counting).map(char::len_utf8).sum::<usize>()..];
    let closes = [")", "）", "]", ".", "．", "、", " -", " –", " —", ":", "．", "º", "°"];
    // "1- River Watch", "1/ River Watch"; "3-D" is a word.
    let before_space = ["-", "–", "/", ".-", ")-", ".)"];
    let closed = before_space
        .iter()
        .filter_map(|close| behind.strip_prefix(close))
        .find(|behind| n_digits > 0 && behind.starts_with(char::is_whitespace))
        .or_else(|| closes.iter().find_map(|close| behind.strip_prefix(close)));
    let behind = match closed {
        Some(behind) => behind,
        None if has_sign => behind,
        None => return None,
    };
    // "1.5 degrees" and "3.ª" are no numbers of entries.
    let is_free = behind.starts_with(|c: char| {
        c.is_whitespace() || (!c.is_numeric() && !c.is_lowercase() && c.is_alphabetic())
    });
    is_free.then(|| text.len() - behind.trim_start().len())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn markers() {
        let check = |text: &str, rest: &str| assert_eq!(&text[length(text)..], rest, "{text}");
        for text in [
            "• River Watch",
            "・River Watch",
            "- River Watch",
            "– River Watch",
            "· River Watch",
            "✓ River Watch",
            "1. River Watch",
            "12) River Watch",
            "(3) River Watch",
            "№ 4 River Watch",
            "١٢. River Watch",
            "１．River Watch",
            "１、River Watch",
            "iv. River Watch",
            "(ii) River Watch",
            "7 - River Watch",
            "7- River Watch",
            "7/ River Watch",
            "7.- River Watch",
            "① River Watch",
        ] {
            check(text, "River Watch");
        }
        for text in [
            "River Watch",
            "350.org",
            "1.5 Degrees Now",
            "V. Rivers",
            "I. Other",
            "-",
            "3 Rivers",
            "3-D Rivers",
            "24/7 Rivers",
            "100% Rivers",
            "",
        ] {
            check(text, text);
        }
    }

    proptest! {
        #[test]
        fn no_text_panics(text in "([0-9ivx.()№•·-]| |\\PC){0,12}") {
            assert!(text.is_char_boundary(length(&text)));
        }
    }
}
