//! What stands beside a list and signs nothing.

use crate::reference::Reference;
use crate::reference::phrases::PhraseRole;
use crate::text::fold;

/// Digits from which a line of figures is a telephone number.
const PHONE_DIGITS: usize = 7;

/// Footnotes, page numbers, "and 12 others", addresses of mail and of pages, telephone numbers; the reason.
pub fn note(text: &str, folded: &str, reference: &Reference) -> Option<&'static str> {
    let words: Vec<&str> = folded.split(' ').collect();
    if is_page(&words, reference) {
        return Some("page number");
    }
    if are_others(text, folded, reference) {
        return Some("number of others");
    }
    if is_footnote(text) || folded.starts_with("p s ") || folded.starts_with("ps ") {
        return Some("footnote");
    }
    if folded.starts_with("sent from my ") {
        return Some("template left-over");
    }
    (is_contact(text) || tells_address(text)).then_some("way of contact")
}

fn is_number(word: &str) -> bool {
    !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_digit())
}

fn is_page(words: &[&str], reference: &Reference) -> bool {
    let is_word = |word: &str| reference.phrases.is(word, PhraseRole::Page);
    match words {
        [word, number] => is_word(word) && is_number(number),
        [word, number, _, total] | [word, number, total] => {
            is_word(word) && is_number(number) && is_number(total)
        }
        _ => false,
    }
}

/// "and 12 others", "et al. (123 more)", "(partial list)": so many who are not named.
fn are_others(text: &str, folded: &str, reference: &Reference) -> bool {
    let whole = text.strip_prefix('(').and_then(|inner| inner.strip_suffix(')'));
    let before = || text.split(['(', '（', '[']).next().filter(|before| before.len() < text.len());
    reference.phrases.are_others(folded)
        || whole.is_some_and(|inner| reference.phrases.are_others(&fold(inner)))
        || before().is_some_and(|before| reference.phrases.are_others(&fold(before)))
}

fn is_footnote(text: &str) -> bool {
    let is_star = |c: char| "*†‡¹²³⁴⁵⁶⁷⁸⁹".contains(c);
    text.starts_with(is_star)
        || text
            .strip_prefix('[')
            .and_then(|rest| rest.split_once(']'))
            .is_some_and(|(mark, rest)| is_number(mark) && !rest.trim().is_empty())
}

/// A sentence around a mail address: "You can join us by writing to river@letter.example".
fn tells_address(text: &str) -> bool {
    if !text.contains('@') {
        return false;
    }
    let words = || text.split_whitespace();
    let is_mail =
        |word: &str| word.split_once('@').is_some_and(|(name, host)| !name.is_empty() && host.contains('.'));
    let n_small = words().filter(|word| !is_mail(word) && word.starts_with(char::is_lowercase)).count();
    words().any(is_mail) && n_small >= 3 && 2 * n_small > words().count()
}

/// A mail address, the address of a page or a telephone number, with no more than a label.
fn is_contact(text: &str) -> bool {
    let body = text
        .rsplit_once(": ")
        .map_or(text, |(label, rest)| if label.split_whitespace().count() <= 2 { rest } else { text });
    let is_one = !body.trim().contains(char::is_whitespace);
    let is_mail = is_one
        && body.split_once('@').is_some_and(|(name, host)| {
            !name.is_empty()
                && host.contains('.')
                && !name.contains('@')
                && !host.contains('@')
                && !host.contains(')')
        });
    let is_page = is_one && (body.starts_with("http://") || body.starts_with("https://"));
    let n_digits = body.chars().filter(|c| c.is_ascii_digit()).count();
    let is_phone = n_digits >= PHONE_DIGITS
        && body.chars().all(|c| c.is_ascii_digit() || " +-()./–".contains(c))
        && body.trim_start().starts_with(['+', '(', '0']);
    is_mail || is_page || is_phone
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn notes() {
        let check = |text: &str, expected: Option<&str>| {
            assert_eq!(note(text, &fold(text), crate::reference::shared()), expected, "{text}");
        };
        check("Page 2 of 3", Some("page number"));
        check("Seite 4", Some("page number"));
        check("and 12 others", Some("number of others"));
        check("y 40 más", Some("number of others"));
        check("and 212 others (full list at river.example)", Some("number of others"));
        check("(partial list)", Some("number of others"));
        check("et al. (123 more)", Some("number of others"));
        check("*Affiliations are for identification only.", Some("footnote"));
        check("[1] Joined later", Some("footnote"));
        check("press@letter.example", Some("way of contact"));
        check("Tel: +35 451 555 0152", Some("way of contact"));
        check("https://letter.example/sign", Some("way of contact"));
        check("@river", None);
        check("1969 Families", None);
        check("You can join us by writing to river@letter.example", Some("way of contact"));
        check("River Watch (river@letter.example)", None);
        check("40 Others Theatre", None);
    }
}
