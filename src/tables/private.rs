//! What a document prints and the tables do not: e-mail addresses and telephone numbers of signatories.
//!
//! In: any text on its way into a table. Out: the text with `[e-mail]` and `[telephone]` in their stead.
//! A telephone number is only taken for one with its `+` and country code: without it, a date, a page or a
//! post office box looks the same. Street addresses are not recognised.

use std::borrow::Cow;

/// Digits of the shortest international number.
const MIN_DIGITS: usize = 8;

/// The text without e-mail addresses and telephone numbers.
pub fn withheld(text: &str) -> Cow<'_, str> {
    if !text.contains(['@', '+', '＠']) {
        return Cow::Borrowed(text);
    }
    let mut kept = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(['@', '+', '＠']) {
        let (before, after) = rest.split_at(at);
        let sign_length = after.chars().next().map_or(1, char::len_utf8);
        let sign = &after[..sign_length];
        let follows = &after[sign_length..];
        if sign == "+" {
            let number = telephone_length(follows);
            kept.push_str(before);
            kept.push_str(if number > 0 { "[telephone]" } else { sign });
            rest = &follows[number..];
            continue;
        }
        let user = before.trim_end_matches(|c: char| c.is_alphanumeric() || "._%-".contains(c));
        let domain = domain_length(follows);
        if user.len() < before.len() && domain > 0 {
            kept.push_str(user);
            kept.push_str("[e-mail]");
            rest = &follows[domain..];
        } else {
            kept.push_str(before);
            kept.push_str(sign);
            rest = follows;
        }
    }
    kept.push_str(rest);
    Cow::Owned(kept)
}

/// Length of the domain at the beginning of a text: words, dots between them, at least one dot.
fn domain_length(text: &str) -> usize {
    let is_domain_char = |c: char| c.is_alphanumeric() || c == '-' || c == '.';
    let end = text.find(|c: char| !is_domain_char(c)).unwrap_or(text.len());
    let domain = text[..end].trim_end_matches(['.', '-']);
    if domain.contains('.') && !domain.starts_with('.') { domain.len() } else { 0 }
}

/// Length of the telephone number at the beginning of a text, after its `+`.
fn telephone_length(text: &str) -> usize {
    if !text.starts_with(|c: char| c.is_ascii_digit()) {
        return 0;
    }
    let is_number_char = |c: char| c.is_ascii_digit() || " ().-/".contains(c);
    let end = text.find(|c: char| !is_number_char(c)).unwrap_or(text.len());
    let number = text[..end].trim_end_matches(|c: char| !c.is_ascii_digit());
    let digits = number.chars().filter(char::is_ascii_digit).count();
    if digits >= MIN_DIGITS { number.len() } else { 0 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn check(text: &str, expected: &str) {
        assert_eq!(withheld(text), expected);
    }

    #[test]
    fn withholds() {
        check("Mira Lindqvist, m.lindqvist@example.org", "Mira Lindqvist, [e-mail]");
        check("(mira@example.co.uk).", "([e-mail]).");
        check("a@example.org and b@example.org", "[e-mail] and [e-mail]");
        check("mira+letters@example.org", "mira+[e-mail]");
        check("Tel. +46 (0)8 123 456-78, Stockholm", "Tel. [telephone], Stockholm");
        check("Bo Ek +4681234567", "Bo Ek [telephone]");
        // What only looks like one.
        check("@harbourwatch", "@harbourwatch");
        check("Rivers @ Lakes e.V.", "Rivers @ Lakes e.V.");
        check("LGBTQI+ 2020 Network", "LGBTQI+ 2020 Network");
        check("Age 50+", "Age 50+");
        check("https://example.org/@mira", "https://example.org/@mira");
        check("Media+Culture", "Media+Culture");
    }

    proptest! {
        #[test]
        fn withholding_takes_any_text_and_is_idempotent(text in "[a-cé漢@＠+.0-9 ()-]{0,40}") {
            let once = withheld(&text).into_owned();
            prop_assert_eq!(withheld(&once), once.as_str());
        }
    }
}
