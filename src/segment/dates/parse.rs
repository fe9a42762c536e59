//! The date that begins at a token, in each of the orders in which dates are printed.

use crate::model::{DatePrecision, PartialDate};
use crate::reference::calendar::{Calendar, DateWord};
use crate::segment::dates::tokens::{Spot, Token};
use jiff::civil::Date;

/// Years in which a letter may be dated.
pub const YEARS: std::ops::RangeInclusive<i16> = 1900..=2100;
/// Years of the Buddhist calendar less those of ours.
const BUDDHIST: i16 = 543;
/// Most small words and marks between the parts of a date.
const GAP: usize = 5;

/// A date with what its print tells.
#[derive(Debug, Clone, Copy)]
pub struct Parsed {
    /// The date.
    pub date: PartialDate,
    /// Whether day and month may be the other way round.
    pub is_ambiguous: bool,
    /// Whether the month comes first, where the print tells.
    pub is_month_first: Option<bool>,
    /// Tokens that it takes.
    pub n_tokens: usize,
}

impl Parsed {
    fn new(date: PartialDate, n_tokens: usize) -> Self {
        Self { date, is_ambiguous: false, is_month_first: None, n_tokens }
    }
}

/// The date that begins with the first token.
pub fn date_at(tokens: &[Spot], language: Option<&str>, calendar: &Calendar) -> Option<Parsed> {
    numeric(tokens)
        .or_else(|| with_units(tokens, calendar))
        .or_else(|| day_first(tokens, language, calendar))
        .or_else(|| month_first(tokens, language, calendar))
        .or_else(|| year_first(tokens, language, calendar))
}

fn number(tokens: &[Spot], at: usize) -> Option<(i32, usize)> {
    match tokens.get(at) {
        Some((Token::Number { value, n_digits }, _)) => Some((*value, *n_digits)),
        _ => None,
    }
}

fn year(tokens: &[Spot], at: usize) -> Option<i16> {
    let (value, n_digits) = number(tokens, at)?;
    let year = i16::try_from(value).ok()?;
    (n_digits == 4 && YEARS.contains(&year)).then_some(year)
}

fn small(tokens: &[Spot], at: usize, largest: i32) -> Option<i8> {
    let (value, n_digits) = number(tokens, at)?;
    (n_digits <= 2 && (1..=largest).contains(&value)).then(|| i8::try_from(value).ok()).flatten()
}

fn mark(tokens: &[Spot], at: usize) -> Option<char> {
    match tokens.get(at) {
        Some((Token::Mark(c), _)) => Some(*c),
        _ => None,
    }
}

fn word(tokens: &[Spot], at: usize) -> Option<&str> {
    match tokens.get(at) {
        Some((Token::Word(word), _)) => Some(word),
        _ => None,
    }
}

fn is(tokens: &[Spot], at: usize, role: DateWord, calendar: &Calendar) -> bool {
    word(tokens, at).is_some_and(|word| calendar.is(word, role))
}

fn day(year: i16, month: i8, day: i8) -> Option<PartialDate> {
    Date::new(year, month, day).ok().map(|date| PartialDate { date, precision: DatePrecision::Day })
}

fn month_of(year: i16, month: i8) -> Option<PartialDate> {
    Date::new(year, month, 1).ok().map(|date| PartialDate { date, precision: DatePrecision::Month })
}

/// `2020-02-13`, `2020. 2. 13.`, `13.02.2020`, `13/2/2020`, `2/13/2020`.
fn numeric(tokens: &[Spot]) -> Option<Parsed> {
    let separator = mark(tokens, 1).filter(|c| matches!(c, '-' | '/' | '.' | '‐' | '‑' | '–'))?;
    if mark(tokens, 3) != Some(separator) {
        return None;
    }
    if let (Some(year), Some(month), Some(d)) = (year(tokens, 0), small(tokens, 2, 12), small(tokens, 4, 31))
    {
        return Some(Parsed::new(day(year, month, d)?, 5));
    }
    let (first, second, year) = (small(tokens, 0, 31)?, small(tokens, 2, 31)?, year(tokens, 4)?);
    let may_be_either = separator != '.' && first <= 12 && second <= 12 && first != second;
    let is_month_first = second > 12;
    let date = if is_month_first { day(year, first, second)? } else { day(year, second, first)? };
    let tells = separator != '.' && first != second && !may_be_either;
    Some(Parsed {
        date,
        is_ambiguous: may_be_either,
        is_month_first: tells.then_some(is_month_first),
        n_tokens: 5,
    })
}

/// `2020年2月13日`, `2020년 2월`, `令和2年8月3日`, `民國110年2月13日`.
fn with_units(tokens: &[Spot], calendar: &Calendar) -> Option<Parsed> {
    let (base, n_era) = era(tokens, calendar).unwrap_or((0, 0));
    let year = if n_era > 0 {
        let (value, n_digits) = number(tokens, n_era)?;
        let year = i16::try_from(value).ok().filter(|_| n_digits <= 3)?.checked_add(base)?;
        YEARS.contains(&year).then_some(year)?
    } else {
        year(tokens, 0)?
    };
    let at = n_era + 1;
    if !is(tokens, at, DateWord::YearSuffix, calendar) {
        return None;
    }
    let month = small(tokens, at + 1, 12).filter(|_| is(tokens, at + 2, DateWord::MonthSuffix, calendar))?;
    let d = small(tokens, at + 3, 31).filter(|_| is(tokens, at + 4, DateWord::DaySuffix, calendar));
    match d {
        Some(d) => Some(Parsed::new(day(year, month, d)?, at + 5)),
        None => Some(Parsed::new(month_of(year, month)?, at + 3)),
    }
}

/// The year before an era's first, and the tokens of its name.
fn era(tokens: &[Spot], calendar: &Calendar) -> Option<(i16, usize)> {
    let mut name = String::new();
    for at in 0..4 {
        name.push_str(word(tokens, at)?);
        if let Some(base) = calendar.era(&name) {
            return Some((base, at + 1));
        }
    }
    None
}

fn skip_between(tokens: &[Spot], from: usize, calendar: &Calendar) -> usize {
    let is_small = |at: usize| {
        is(tokens, at, DateWord::Between, calendar)
            || matches!(
                mark(tokens, at),
                Some(',' | '.' | '’' | '\'' | '،' | '-' | '־' | '»' | '”' | '"' | '/')
            )
    };
    (from..from + GAP).find(|at| !is_small(*at)).unwrap_or(from + GAP)
}

fn skip_ordinal(tokens: &[Spot], at: usize, calendar: &Calendar) -> usize {
    let is_mark = matches!(mark(tokens, at), Some('º' | '°' | 'ª'));
    at + usize::from(is_mark || is(tokens, at, DateWord::Ordinal, calendar))
}

/// The month at a token and the tokens that its name takes: `febrero`, `كانون الأول`, `tháng 8`,
/// `כ־ינואר`; a second name of the same month behind a slash is taken along.
fn month(tokens: &[Spot], at: usize, language: Option<&str>, calendar: &Calendar) -> Option<(i8, usize)> {
    let (month, end) = one_month(tokens, at, language, calendar)?;
    if matches!(mark(tokens, end), Some('/' | '('))
        && let Some((again, behind)) = one_month(tokens, end + 1, language, calendar)
        && again == month
    {
        return Some((month, behind + usize::from(mark(tokens, behind) == Some(')'))));
    }
    Some((month, end))
}

fn one_month(tokens: &[Spot], at: usize, language: Option<&str>, calendar: &Calendar) -> Option<(i8, usize)> {
    let first = word(tokens, at)?;
    if calendar.is(first, DateWord::MonthMark) {
        return small(tokens, at + 1, 12).map(|month| (month, at + 2));
    }
    if let Some(second) = word(tokens, at + 1)
        && let Some(month) = calendar.month(&format!("{first} {second}"), language)
    {
        return Some((month, at + 2));
    }
    let without_prefix = || calendar.month(first.strip_prefix('ב')?, Some("he"));
    calendar.month(first, language).or_else(without_prefix).map(|month| (month, at + 1))
}

/// The year at a token; in Thai it is that of the Buddhist calendar.
fn year_behind(tokens: &[Spot], at: usize, month_at: usize) -> Option<i16> {
    let is_thai =
        word(tokens, month_at).is_some_and(|word| word.starts_with(|c| ('\u{E00}'..'\u{E80}').contains(&c)));
    if is_thai && let Some((value, 4)) = number(tokens, at) {
        let year = i16::try_from(value).ok()?;
        let year = if year > 2300 { year - BUDDHIST } else { year };
        return YEARS.contains(&year).then_some(year);
    }
    year(tokens, at)
}

/// `13 February 2020`, `13 de febrero de 2020`, `3rd of May, 2020`, `ngày 19 tháng 8 năm 2023`.
fn day_first(tokens: &[Spot], language: Option<&str>, calendar: &Calendar) -> Option<Parsed> {
    let d = small(tokens, 0, 31)?;
    let month_at = skip_between(tokens, skip_ordinal(tokens, 1, calendar), calendar);
    let (month, end) = month(tokens, month_at, language, calendar)?;
    let at = skip_between(tokens, end, calendar);
    let year = year_behind(tokens, at, month_at)?;
    Some(Parsed { is_month_first: Some(false), ..Parsed::new(day(year, month, d)?, at + 1) })
}

/// `February 13, 2020`, `febrero de 2020`, `Nov. 2020`, `tháng 8 năm 2023`.
fn month_first(tokens: &[Spot], language: Option<&str>, calendar: &Calendar) -> Option<Parsed> {
    let (month, end) = month(tokens, 0, language, calendar)?;
    let at = skip_between(tokens, end, calendar);
    if let Some(year) = year_behind(tokens, at, 0) {
        return Some(Parsed::new(month_of(year, month)?, at + 1));
    }
    let d = small(tokens, at, 31)?;
    let at = skip_between(tokens, skip_ordinal(tokens, at + 1, calendar), calendar);
    let year = year_behind(tokens, at, 0)?;
    Some(Parsed { is_month_first: Some(true), ..Parsed::new(day(year, month, d)?, at + 1) })
}

/// `2020. február 13.`, `2020 February 13`.
fn year_first(tokens: &[Spot], language: Option<&str>, calendar: &Calendar) -> Option<Parsed> {
    let year = year(tokens, 0)?;
    let month_at = skip_between(tokens, 1, calendar);
    let (month, end) = month(tokens, month_at, language, calendar)?;
    let at = skip_between(tokens, end, calendar);
    let d = small(tokens, at, 31)?;
    // "in 2019 May 13, 2020" begins another date.
    let is_of_next = self::year(tokens, skip_between(tokens, at + 1, calendar)).is_some();
    (!is_of_next).then_some(())?;
    Some(Parsed::new(day(year, month, d)?, at + 1))
}
