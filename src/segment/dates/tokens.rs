//! The tokens of a text in which dates are looked for: numbers in any script, words, marks.

use crate::text::fold;
use std::ops::Range;

/// Numerals of Han script, by value.
const HAN_DIGITS: [char; 10] = ['〇', '一', '二', '三', '四', '五', '六', '七', '八', '九'];
/// First digits of the scripts with digits of their own.
const ZEROS: [char; 8] = ['0', '٠', '۰', '०', '০', '੦', '๐', '０'];

/// A token.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Token {
    /// A number, with how many digits it is printed.
    Number {
        /// Its value.
        value: i32,
        /// Its digits.
        n_digits: usize,
    },
    /// A word, folded; one character in Han script.
    Word(String),
    /// Any other character.
    Mark(char),
}

/// A token with its bytes of the text.
pub type Spot = (Token, Range<usize>);

/// The value of a digit of any script with decimal digits.
pub fn digit(c: char) -> Option<u32> {
    let offset = |zero: &char| u32::from(c).checked_sub(u32::from(*zero)).filter(|value| *value < 10);
    ZEROS.iter().find_map(offset)
}

/// The value of a numeral of Han script.
pub fn han_digit(c: char) -> Option<u32> {
    if c == '零' {
        return Some(0);
    }
    HAN_DIGITS.iter().position(|digit| *digit == c).and_then(|at| u32::try_from(at).ok())
}

/// The number that a run of numerals of Han script spells: `二〇二〇`, `十二`, `二百三十`.
pub fn han_number(run: &str) -> Option<u32> {
    let is_positional = run.chars().all(|c| han_digit(c).is_some());
    let (mut total, mut last) = (0_u32, 0_u32);
    for c in run.chars() {
        if let Some(value) = han_digit(c) {
            last = if is_positional { last.checked_mul(10)?.checked_add(value)? } else { value };
            continue;
        }
        let times = match c {
            '十' => 10,
            '百' => 100,
            '千' => 1000,
            '万' | '萬' => {
                total = total.checked_add(last)?.max(1).checked_mul(10_000)?;
                last = 0;
                continue;
            }
            _ => return None,
        };
        total = total.checked_add(last.max(1).checked_mul(times)?)?;
        last = 0;
    }
    total.checked_add(last)
}

/// True for characters that numbers in Han script are made of.
pub fn is_han_numeral(c: char) -> bool {
    han_digit(c).is_some() || matches!(c, '十' | '百' | '千' | '万' | '萬')
}

/// True for characters that a number begins with, in any script.
pub fn may_begin_number(c: char) -> bool {
    if c.is_ascii() { c.is_ascii_digit() } else { digit(c).is_some() || is_han_numeral(c) || c == '元' }
}

/// True for Han characters.
pub fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' | '〇' | '々')
}

fn is_invisible(c: char) -> bool {
    matches!(c, '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2069}' | '\u{FEFF}')
}

/// Letters, and the signs that belong to words in scripts whose vowels are marks.
fn is_of_word(c: char) -> bool {
    (c.is_alphabetic() && !is_han(c))
        || matches!(c, '\u{300}'..='\u{36F}' | '\u{591}'..='\u{5C7}' | '\u{640}' | '\u{64B}'..='\u{65F}')
        || (matches!(c, '\u{900}'..='\u{DFF}' | '\u{E31}'..='\u{E4E}') && digit(c).is_none() && c != '।')
}

/// The tokens of a text.
pub fn tokens(text: &str) -> Vec<Spot> {
    let mut tokens: Vec<Spot> = Vec::new();
    let mut at = 0;
    while let Some(c) = text[at..].chars().next() {
        let start = at;
        at += c.len_utf8();
        if c.is_whitespace() || is_invisible(c) {
            continue;
        }
        let run = |is_of: &dyn Fn(char) -> bool| {
            text[start..].char_indices().find(|(_, c)| !is_of(*c)).map_or(text.len(), |(n, _)| start + n)
        };
        let token = if digit(c).is_some() {
            at = run(&|c| digit(c).is_some());
            number(text[start..at].chars().filter_map(digit))
        } else if is_han_numeral(c) || c == '元' {
            at = run(&is_han_numeral).max(at);
            let piece = &text[start..at];
            let counts = text[at..].starts_with(['年', '月', '日', '号', '號']);
            match if piece == "元" { Some(1) } else { han_number(piece) } {
                Some(value) if counts => {
                    let n_digits = if value >= 1000 { 4 } else { 2 };
                    Token::Number { value: i32::try_from(value).unwrap_or(i32::MAX), n_digits }
                }
                _ => Token::Word(piece.to_owned()),
            }
        } else if is_han(c)
            || matches!(c, '년' | '월' | '일') && matches!(tokens.last(), Some((Token::Number { .. }, _)))
        {
            Token::Word(c.to_string())
        } else if is_of_word(c) {
            at = run(&is_of_word);
            Token::Word(fold(&text[start..at]))
        } else {
            Token::Mark(c)
        };
        tokens.push((token, start..at));
    }
    tokens
}

fn number(digits: impl Iterator<Item = u32>) -> Token {
    let mut value = 0_i32;
    let mut n_digits = 0;
    for digit in digits {
        n_digits += 1;
        let next = value.checked_mul(10).zip(i32::try_from(digit).ok());
        match next.and_then(|(tens, digit)| tens.checked_add(digit)) {
            Some(next) => value = next,
            None => return Token::Mark('0'),
        }
    }
    Token::Number { value, n_digits }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn numbers_of_han_script() {
        let check = |text: &str, expected| assert_eq!(han_number(text), expected, "{text}");
        check("二〇二〇", Some(2020));
        check("十二", Some(12));
        check("三十", Some(30));
        check("二百三十五", Some(235));
        check("一万二千", Some(12_000));
        check("河", None);
    }

    proptest! {
        #[test]
        fn no_text_panics(text in "([0-9٣३三十百千万年月日월]|\\PC){0,30}") {
            for (_, range) in tokens(&text) {
                prop_assert!(text.get(range).is_some());
            }
        }
    }
}
