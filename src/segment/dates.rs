//! Dates as letters print them, in the languages of the calendar data.

mod parse;
pub mod tokens;

use crate::model::{DatePrecision, PartialDate};
use crate::reference::calendar::{Calendar, DateWord};
use crate::text::fold;
use jiff::civil::Date;
use std::ops::Range;

/// Longest line that may be a date line, in characters.
const LINE_CHARS: usize = 100;
/// Most words before the date in a date line.
const WORDS_BEFORE: usize = 5;

/// Most words behind the date of a page.
const BYLINE_WORDS: usize = 5;

/// A date found in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FoundDate {
    /// Bytes of the text.
    pub range: Range<usize>,
    /// The date; of `4/8/2016` that of August.
    pub date: PartialDate,
    /// True when day and month may be the other way round.
    pub is_ambiguous: bool,
    /// Whether the print tells that the month comes first, as far as it tells.
    pub is_month_first: Option<bool>,
}

impl FoundDate {
    /// The date with the month first, where the print allows both.
    pub fn with_month_first(&self) -> PartialDate {
        let date = self.date.date;
        match Date::new(date.year(), date.day(), date.month()) {
            Ok(swapped) if self.is_ambiguous => PartialDate { date: swapped, ..self.date },
            _ => self.date,
        }
    }
}

/// A line that is a date and little else.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DateLine<'a> {
    /// The date.
    pub found: FoundDate,
    /// The place before or behind it.
    pub place: Option<&'a str>,
    /// True when the line dates the page ("Published on 3 May 2021"), not the letter.
    pub is_of_page: bool,
}

/// The dates in a text, in order. `language` settles names of months.
pub fn find(text: &str, language: Option<&str>, calendar: &Calendar) -> Vec<FoundDate> {
    // Every date has a year in figures.
    if !text.chars().any(tokens::may_begin_number) {
        return Vec::new();
    }
    let tokens = tokens::tokens(text);
    let mut found = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        match parse::date_at(&tokens[at..], language, calendar) {
            Some(parsed) => {
                let range = tokens[at].1.start..tokens[at + parsed.n_tokens - 1].1.end;
                found.push(FoundDate {
                    range,
                    date: parsed.date,
                    is_ambiguous: parsed.is_ambiguous,
                    is_month_first: parsed.is_month_first,
                });
                at += parsed.n_tokens;
            }
            None => at += 1,
        }
    }
    found
}

/// The date of a line that is a date and little else: "Brussels, 13 February 2020", "Updated: 2020-02-13",
/// "2021년 2월 5일, 서울".
pub fn dateline<'a>(text: &'a str, language: Option<&str>, calendar: &Calendar) -> Option<DateLine<'a>> {
    if text.chars().count() > LINE_CHARS || !text.chars().any(|c| tokens::digit(c).is_some() || c == '年') {
        return None;
    }
    let first = find(text, language, calendar).into_iter().next()?;
    // "Press release | 3 May 2021 | Berlin": what stands beside a date in a line of its own is the page's.
    let bars = ['|', '·', '•'];
    let start = text[..first.range.start]
        .rfind(bars)
        .map_or(0, |at| at + text[at..].chars().next().map_or(1, char::len_utf8));
    let end = text[first.range.end..].find(bars).map_or(text.len(), |at| first.range.end + at);
    let is_piece = start > 0 || end < text.len();
    let before = text[start..first.range.start].trim();
    let after = text[first.range.end..end].trim();
    if before.split_whitespace().count() > WORDS_BEFORE {
        return None;
    }
    let (label, is_labelled, is_of_page) = label(before, calendar);
    // "Published on 3 May 2021 by Ann Other"
    // "Published on 3 May 2021 at 10:00, updated on 4 May 2021"
    let n_behind = find(after, language, calendar).last().map_or(0, |last| last.range.end);
    // "jeudi 12 octobre 2017, par la rédaction"
    let names_writer = || {
        let mut words = after.strip_prefix(',').unwrap_or_default().split_whitespace();
        let leads = words.next().is_some_and(|word| word.len() <= 3 && word.chars().all(char::is_lowercase));
        let n_words = words.clone().count();
        leads
            && (1..=BYLINE_WORDS).contains(&n_words)
            && words.last().is_some_and(|word| word.starts_with(char::is_uppercase))
    };
    let writes = before.split_whitespace().count() <= 1 && names_writer();
    let is_of_page = is_of_page || writes;
    let is_byline = || is_of_page && after[n_behind..].split_whitespace().count() <= BYLINE_WORDS;
    let behind = place_behind(after, calendar).or_else(|| is_byline().then_some(""))?;
    let place = place(label, calendar)
        .filter(|_| !is_labelled && !is_of_page)
        .or_else(|| (!behind.is_empty()).then_some(behind));
    Some(DateLine { found: first, place, is_of_page: is_of_page || is_piece })
}

/// What may stand behind the date: nothing, a time, a weekday in brackets, a small word, or a place of one word.
fn place_behind<'a>(after: &'a str, calendar: &Calendar) -> Option<&'a str> {
    let bare = after.trim_matches(|c: char| !c.is_alphanumeric());
    if bare.is_empty() {
        return Some("");
    }
    // "18.18 BST": behind a time, the zone.
    let is_zone = |word: &str| {
        (2..=4).contains(&word.len())
            && word.bytes().all(|byte| byte.is_ascii_uppercase())
            && bare.bytes().any(|byte| byte.is_ascii_digit())
    };
    let folded = fold(bare.rsplit_once(' ').filter(|(_, last)| is_zone(last)).map_or(bare, |(time, _)| time));
    let is_small = |word: &str| {
        calendar.is(word, DateWord::Between)
            || calendar.is(word, DateWord::Article)
            || calendar.weekday(word).is_some()
            || word.chars().any(|c| tokens::digit(c).is_some())
            || matches!(word, "am" | "pm" | "utc" | "gmt" | "z" | "h" | "uhr" | "cet" | "est" | "at")
    };
    // The first word of a time is a number, and the line may not go on behind it.
    if folded.split(' ').all(is_small) || (after.starts_with(['(', '（']) && bare.chars().count() <= 3) {
        return Some("");
    }
    let is_place = after.starts_with([',', '，', '、'])
        && !bare.contains(char::is_whitespace)
        && bare.chars().count() <= 20
        && bare.chars().all(|c| c.is_alphabetic() || c == '-')
        && bare.chars().next().is_some_and(|c| !c.is_lowercase());
    is_place.then_some(bare)
}

/// What is left of the text before a date without articles, weekdays and labels; whether a label was there,
/// and whether it labels the page.
fn label<'a>(before: &'a str, calendar: &Calendar) -> (&'a str, bool, bool) {
    let mut label = before.trim_end_matches(|c: char| !c.is_alphanumeric() && c != ')' && c != '）');
    while let Some(last) = label.split_whitespace().next_back() {
        let folded = fold(last);
        let is_small = calendar.is(&folded, DateWord::Between)
            || calendar.is(&folded, DateWord::Article)
            || calendar.weekday(&folded).is_some();
        // A place may be named like a small word, when nothing stands before it.
        if !is_small
            || (last.len() == label.len() && last.starts_with(char::is_uppercase) && folded.len() > 2)
                && calendar.weekday(&folded).is_none()
        {
            break;
        }
        label = label[..label.len() - last.len()]
            .trim_end_matches(|c: char| !c.is_alphanumeric() && c != ')' && c != '）');
    }
    let folded = fold(label);
    let words = || folded.split(' ').filter(|word| !word.is_empty());
    let is_of_page = words().any(|word| calendar.is(word, DateWord::Posted));
    let is_labelled = !folded.is_empty()
        && (calendar.is(&folded, DateWord::Label)
            || words()
                .all(|word| calendar.is(word, DateWord::Label) || calendar.is(word, DateWord::Article)));
    (label, is_labelled, is_of_page)
}

/// The place in "En Oaxaca, a 20 de diciembre": up to four words that begin with a capital, where there are.
fn place<'a>(label: &'a str, calendar: &Calendar) -> Option<&'a str> {
    let mut place = label.trim_start_matches(|c: char| !c.is_alphanumeric());
    let words: Vec<&str> = place.split_whitespace().collect();
    let n_lead = (1..=2.min(words.len().saturating_sub(1)))
        .rev()
        .find(|n| calendar.is(&fold(&words[..*n].join(" ")), DateWord::PlaceLead));
    for _ in 0..n_lead.unwrap_or(0) {
        let word = place.split_whitespace().next()?;
        place = place[word.len()..].trim_start();
    }
    let n_words = place.split_whitespace().count();
    let opens_well = place.chars().next().is_some_and(|c| c.is_alphabetic() && !c.is_lowercase());
    let has_digits = place.chars().any(|c| tokens::digit(c).is_some());
    (opens_well && !has_digits && n_words <= 4).then_some(place)
}

/// The year alone that a text states, as front matter does: "2021".
pub fn year_alone(text: &str) -> Option<PartialDate> {
    let year: i16 = text.trim().parse().ok().filter(|year| parse::YEARS.contains(year))?;
    Date::new(year, 1, 1).ok().map(|date| PartialDate { date, precision: DatePrecision::Year })
}

#[cfg(test)]
mod tests;
