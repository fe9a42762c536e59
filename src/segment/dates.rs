//! Dates as letters print them, in the languages of the calendar data.

use crate::model::{DatePrecision, PartialDate};
use crate::reference::calendar::Calendar;
use crate::text::fold;
use jiff::civil::Date;
use std::ops::Range;

/// Years in which a letter may be dated.
const YEARS: std::ops::RangeInclusive<i16> = 1900..=2100;
/// Words between day, month and year: "13 de febrero de 2020", "the 3rd of May".
const BETWEEN: &[&str] = &["of", "de", "del", "d", "di", "the", "den", "r", "года", "року"];

/// Articles before a date, behind the place: "Paris, le 3 mars 2021".
const ARTICLES: &[&str] = &["le", "el", "il", "am", "on", "em", "a"];

/// A date found in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FoundDate {
    /// Bytes of the text.
    pub range: Range<usize>,
    /// The date.
    pub date: PartialDate,
    /// True when day and month may be the other way round.
    pub is_ambiguous: bool,
}

#[derive(Debug)]
enum Token {
    Number { value: i32, n_digits: usize },
    Word(String),
    Mark(char),
}

/// The dates in a text, in order. `language` settles names of months and the order of `4/8/2016`.
pub fn find(text: &str, language: Option<&str>, calendar: &Calendar) -> Vec<FoundDate> {
    let tokens = tokens(text);
    let mut found = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        match date_at(&tokens[at..], language, calendar) {
            Some((date, is_ambiguous, n_tokens)) => {
                let range = tokens[at].1.start..tokens[at + n_tokens - 1].1.end;
                found.push(FoundDate { range, date, is_ambiguous });
                at += n_tokens;
            }
            None => at += 1,
        }
    }
    found
}

/// The date, when the text is a date and little else: "Brussels, 13 February 2020", "February 13, 2020".
/// With it comes what stands before it, without the comma: a place, or nothing.
pub fn dateline<'a>(
    text: &'a str,
    language: Option<&str>,
    calendar: &Calendar,
) -> Option<(FoundDate, &'a str)> {
    if text.chars().count() > 80 {
        return None;
    }
    let found = find(text, language, calendar).into_iter().next()?;
    let before = text[..found.range.start].trim();
    let after = text[found.range.end..].trim_matches(|c: char| !c.is_alphanumeric());
    let is_bare = after.is_empty() || BETWEEN.contains(&fold(after).as_str());
    if !is_bare || before.split_whitespace().count() > 4 {
        return None;
    }
    let marks = [',', ':', '–', '-', '—', ' ', '(', '/', '|'];
    let mut label = before.trim_end_matches(marks);
    // "Paris, le", "Berlin, den": the article is the date's.
    while let Some((head, last)) = label.rsplit_once(' ')
        && (BETWEEN.contains(&fold(last).as_str()) || ARTICLES.contains(&fold(last).as_str()))
    {
        label = head.trim_end_matches(marks);
    }
    Some((found, label))
}

fn tokens(text: &str) -> Vec<(Token, Range<usize>)> {
    let mut tokens = Vec::new();
    let mut chars = text.char_indices().peekable();
    while let Some((start, c)) = chars.next() {
        if c.is_whitespace() {
            continue;
        }
        let mut end = start + c.len_utf8();
        let is_digit = c.is_ascii_digit();
        if is_digit || c.is_alphabetic() {
            while let Some((_, next)) = chars.peek() {
                let goes_on = if is_digit { next.is_ascii_digit() } else { next.is_alphabetic() };
                if !goes_on {
                    break;
                }
                end += next.len_utf8();
                chars.next();
            }
        }
        let piece = &text[start..end];
        let token = if is_digit {
            match piece.parse() {
                Ok(value) => Token::Number { value, n_digits: piece.len() },
                Err(_) => Token::Mark('0'),
            }
        } else if c.is_alphabetic() {
            Token::Word(fold(piece))
        } else {
            Token::Mark(c)
        };
        tokens.push((token, start..end));
    }
    tokens
}

type Parsed = (PartialDate, bool, usize);

fn date_at(tokens: &[(Token, Range<usize>)], language: Option<&str>, calendar: &Calendar) -> Option<Parsed> {
    numeric(tokens, language)
        .or_else(|| east_asian(tokens))
        .or_else(|| day_first(tokens, language, calendar))
        .or_else(|| month_first(tokens, language, calendar))
}

fn number(tokens: &[(Token, Range<usize>)], at: usize) -> Option<(i32, usize)> {
    match tokens.get(at) {
        Some((Token::Number { value, n_digits }, _)) => Some((*value, *n_digits)),
        _ => None,
    }
}

fn year(tokens: &[(Token, Range<usize>)], at: usize) -> Option<i16> {
    let (value, n_digits) = number(tokens, at)?;
    let year = i16::try_from(value).ok()?;
    (n_digits == 4 && YEARS.contains(&year)).then_some(year)
}

fn small(tokens: &[(Token, Range<usize>)], at: usize, largest: i32) -> Option<i8> {
    let (value, n_digits) = number(tokens, at)?;
    (n_digits <= 2 && (1..=largest).contains(&value)).then(|| i8::try_from(value).ok()).flatten()
}

fn mark(tokens: &[(Token, Range<usize>)], at: usize) -> Option<char> {
    match tokens.get(at) {
        Some((Token::Mark(c), _)) => Some(*c),
        _ => None,
    }
}

fn word(tokens: &[(Token, Range<usize>)], at: usize) -> Option<&str> {
    match tokens.get(at) {
        Some((Token::Word(word), _)) => Some(word),
        _ => None,
    }
}

fn day(year: i16, month: i8, day: i8) -> Option<PartialDate> {
    Date::new(year, month, day).ok().map(|date| PartialDate { date, precision: DatePrecision::Day })
}

/// `2020-02-13`, `13.02.2020`, `13/2/2020`, `2/13/2020`.
fn numeric(tokens: &[(Token, Range<usize>)], language: Option<&str>) -> Option<Parsed> {
    let separator = mark(tokens, 1).filter(|c| matches!(c, '-' | '/' | '.'))?;
    if mark(tokens, 3) != Some(separator) {
        return None;
    }
    if let (Some(year), Some(month), Some(d)) = (year(tokens, 0), small(tokens, 2, 12), small(tokens, 4, 31))
    {
        return Some((day(year, month, d)?, false, 5));
    }
    let (first, second, year) = (small(tokens, 0, 31)?, small(tokens, 2, 31)?, year(tokens, 4)?);
    let may_be_either = separator != '.' && first <= 12 && second <= 12 && first != second;
    let month_comes_first = second > 12 || (may_be_either && language == Some("en"));
    let date = if month_comes_first { day(year, first, second)? } else { day(year, second, first)? };
    Some((date, may_be_either, 5))
}

/// `2020年2月13日`, `2020년 2월`.
fn east_asian(tokens: &[(Token, Range<usize>)]) -> Option<Parsed> {
    let year = year(tokens, 0)?;
    if !matches!(word(tokens, 1), Some("年" | "년")) {
        return None;
    }
    let month = small(tokens, 2, 12).filter(|_| matches!(word(tokens, 3), Some("月" | "월")))?;
    match small(tokens, 4, 31).filter(|_| matches!(word(tokens, 5), Some("日" | "일" | "号"))) {
        Some(d) => Some((day(year, month, d)?, false, 6)),
        None => Some((month_of(year, month)?, false, 4)),
    }
}

fn month_of(year: i16, month: i8) -> Option<PartialDate> {
    Date::new(year, month, 1).ok().map(|date| PartialDate { date, precision: DatePrecision::Month })
}

fn skip_between(tokens: &[(Token, Range<usize>)], mut at: usize) -> usize {
    while word(tokens, at).is_some_and(|word| BETWEEN.contains(&word))
        || matches!(mark(tokens, at), Some(',' | '.' | '’' | '\'' | '،' | '-'))
    {
        at += 1;
    }
    at
}

fn skip_ordinal(tokens: &[(Token, Range<usize>)], at: usize) -> usize {
    let is_ordinal =
        matches!(word(tokens, at), Some("st" | "nd" | "rd" | "th" | "er" | "º" | "o" | "a" | "e"));
    at + usize::from(is_ordinal || matches!(mark(tokens, at), Some('º' | '°' | 'ª')))
}

/// `13 February 2020`, `13 de febrero de 2020`, `3rd of May, 2020`.
fn day_first(
    tokens: &[(Token, Range<usize>)],
    language: Option<&str>,
    calendar: &Calendar,
) -> Option<Parsed> {
    let d = small(tokens, 0, 31)?;
    let at = skip_between(tokens, skip_ordinal(tokens, 1));
    let month = calendar.month(word(tokens, at)?, language)?;
    let at = skip_between(tokens, at + 1);
    let year = year(tokens, at)?;
    Some((day(year, month, d)?, false, at + 1))
}

/// `February 13, 2020`, `febrero de 2020`, `Nov. 2020`.
fn month_first(
    tokens: &[(Token, Range<usize>)],
    language: Option<&str>,
    calendar: &Calendar,
) -> Option<Parsed> {
    let month = calendar.month(word(tokens, 0)?, language)?;
    let at = skip_between(tokens, 1);
    if let Some(year) = year(tokens, at) {
        return Some((month_of(year, month)?, false, at + 1));
    }
    let d = small(tokens, at, 31)?;
    let at = skip_between(tokens, skip_ordinal(tokens, at + 1));
    let year = year(tokens, at)?;
    Some((day(year, month, d)?, false, at + 1))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn check(text: &str, language: &str, expected: &str) {
        let calendar = Calendar::builtin();
        let got: Vec<String> = find(text, Some(language), &calendar)
            .into_iter()
            .map(|found| {
                let length = match found.date.precision {
                    DatePrecision::Day => 10,
                    DatePrecision::Month => 7,
                    DatePrecision::Year => 4,
                };
                let doubt = if found.is_ambiguous { "?" } else { "" };
                format!("{}{doubt}", &found.date.date.to_string()[..length])
            })
            .collect();
        assert_eq!(got.join(" "), expected, "{text}");
    }

    #[test]
    fn dates() {
        check("February 13, 2020", "en", "2020-02-13");
        check("Nov 9, 2020", "en", "2020-11-09");
        check("13 February 2020 and 2 March 2021", "en", "2020-02-13 2021-03-02");
        check("the 3rd of May, 2020", "en", "2020-05-03");
        check("2016-08-12T03:34:33+00:00", "en", "2016-08-12");
        check("Brasília, 6 de outubro de 2016", "pt", "2016-10-06");
        check("Brasil, dezembro de 2015", "pt", "2015-12");
        check("le 1er mars 2021", "fr", "2021-03-01");
        check("13. Februar 2020", "de", "2020-02-13");
        check("13.02.2020", "de", "2020-02-13");
        check("4/8/2016", "en", "2016-04-08?");
        check("4/8/2016", "es", "2016-08-04?");
        check("25/8/2016", "en", "2016-08-25");
        check("2020年2月13日", "ja", "2020-02-13");
        check("2020년 2월 13일", "ko", "2020-02-13");
        check("13 февраля 2020 года", "ru", "2020-02-13");
        // No such day, but the month is said.
        check("31 February 2020", "en", "2020-02");
        check("between 2014 to 2017, UNSCR 2270", "en", "");
        check("99999999999999999999", "en", "");
    }

    #[test]
    fn datelines() {
        let calendar = Calendar::builtin();
        let check = |text: &str, expected: Option<&str>| {
            assert_eq!(dateline(text, Some("en"), &calendar).map(|(_, place)| place), expected, "{text}");
        };
        check("February 13, 2020", Some(""));
        check("Brussels, 13 February 2020", Some("Brussels"));
        check("Date: 2020-02-13", Some("Date"));
        check("Paris, le 13 février 2020", Some("Paris"));
        check("Berlin, den 13. Februar 2020", Some("Berlin"));
        check("13 февраля 2020 года", Some(""));
        check("On May 2, 2020 the council met", None);
        check("As everybody should know by now 2 May 2020", None);
    }

    proptest! {
        #[test]
        fn no_text_panics(text in "([0-9/. ,-]|May|de|年|\\PC){0,40}") {
            let calendar = Calendar::builtin();
            for found in find(&text, None, &calendar) {
                prop_assert!(text.get(found.range).is_some());
            }
            dateline(&text, None, &calendar);
        }
    }
}
