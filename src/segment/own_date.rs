//! The date of the letter itself, and the day of which its list is.
//!
//! A date line of the letter beats the day on which a page was posted, and that beats front matter. Dates in
//! sentences are of events as often as of the letter; only a sentence that says when this letter was
//! published counts, and last.

use crate::model::{DatePrecision, DateSource, Issue, IssueCode, PartialDate, Region};
use crate::reference::Reference;
use crate::reference::calendar::DateWord;
use crate::reference::phrases::PhraseRole;
use crate::segment::dates::{self, FoundDate};
use crate::segment::fields::{Parts, stated};
use crate::segment::rows::{Class, Row};
use crate::text::fold;

/// Rows before a list in which a date line is close to it.
const NEAR: usize = 4;
/// Days by which the day of posting may differ from that of the letter.
const POSTING_DAYS: i32 = 60;
/// Different dates between the text from which they are those of a chronicle.
const CHRONICLE: usize = 3;
/// Words of the place before the day of a press release, at most.
const WIRE_WORDS: usize = 4;
/// Blocks at either end of a document in which a sentence may tell when it was published.
const EDGE: usize = 4;

/// The date of a letter.
#[derive(Debug, Clone, PartialEq)]
pub struct OwnDate {
    /// The date.
    pub date: PartialDate,
    /// Where it was found.
    pub source: DateSource,
    /// The place of the date line.
    pub place: Option<String>,
}

/// A date line, with how good a witness it is.
struct Witness<'a> {
    rank: u8,
    row: &'a Row<'a>,
    line: dates::DateLine<'a>,
}

/// Finds the date. `head` is the number of rows before the text.
pub fn read(parts: Parts, head: usize, reference: &Reference, issues: &mut Vec<Issue>) -> Option<OwnDate> {
    let stated = stated(parts.text, PhraseRole::KeyDate, reference);
    let from_front_matter = stated.as_deref().and_then(|value| {
        let found = dates::find(value, parts.language, &reference.calendar).into_iter().next();
        found.map(|found| resolve(&found, None, parts, reference).0).or_else(|| dates::year_alone(value))
    });
    let witnesses = witnesses(parts, head, reference);
    let best = witnesses.iter().enumerate().max_by_key(|(at, witness)| (witness.rank, usize::MAX - at));
    if best.is_none_or(|(_, best)| best.rank <= PAGE)
        && let Some((date, place)) = wire(parts, head, reference)
    {
        return Some(OwnDate { date, source: DateSource::Dateline, place });
    }
    if let Some((_, best)) = best
        && (best.rank > PAGE || from_front_matter.is_none())
    {
        let (date, is_doubtful) = resolve(&best.line.found, from_front_matter, parts, reference);
        if is_doubtful {
            issues.push(ambiguous(parts.path, best.row));
        }
        let place = best.line.place.map(str::to_owned);
        return Some(OwnDate { date, source: DateSource::Dateline, place });
    }
    let told = |date| OwnDate { date, source: DateSource::Dateline, place: None };
    from_front_matter
        .map(|date| OwnDate { date, source: DateSource::FrontMatter, place: None })
        .or_else(|| beside_other_words(parts, head, reference).map(told))
        .or_else(|| told_of_publication(parts, reference).map(told))
}

/// The one date at the end of a line above the text: "Submitted to the Committee on Rivers, 31 August 2021";
/// or alone in brackets anywhere in the head.
fn beside_other_words(parts: Parts, head: usize, reference: &Reference) -> Option<PartialDate> {
    let lines = parts.rows.iter().take(head).filter(|row| !row.is_item());
    lines.filter(|row| matches!(row.class, Class::Short | Class::Title)).find_map(|row| {
        let found = dates::find(row.text(), parts.language, &reference.calendar);
        let [one] = found.as_slice() else { return None };
        let behind = row.text().get(one.range.end..)?;
        let is_last = !behind.contains(char::is_alphanumeric);
        (is_last && one.date.precision != DatePrecision::Year).then(|| resolve(one, None, parts, reference).0)
    })
}

/// The place and the day with which a press release opens its first sentence: "GENEVA, 3 May 2021 -- Six groups".
fn wire(parts: Parts, head: usize, reference: &Reference) -> Option<(PartialDate, Option<String>)> {
    let row = parts.rows.get(head).filter(|row| row.class == Class::Prose)?;
    let found = dates::find(row.text(), parts.language, &reference.calendar).into_iter().next()?;
    let before = row.text().get(..found.range.start)?.trim_matches(|c: char| !c.is_alphanumeric());
    let behind = row.text().get(found.range.end..)?.trim_start_matches([')', ',', '.', ' ']);
    // What distributes it may stand before the dash: "/PRNewswire/ --".
    // "Such Town, 4 December 2018. Six groups demand"
    let opens_text = || {
        let rest = row.text().get(found.range.end..).unwrap_or_default();
        let comma = row.text().get(..found.range.start).unwrap_or_default().trim_end();
        comma.ends_with(',') && (rest.starts_with(". ") || rest.starts_with(": "))
    };
    let is_set_off = |text: &str| text.starts_with(['-', '–', '—', '/']) || opens_text();
    let n_before = before.split_whitespace().count();
    let is_place = (1..=WIRE_WORDS).contains(&n_before)
        && before.split_whitespace().all(|word| word.starts_with(char::is_uppercase) || word.len() <= 3);
    (is_set_off(behind) && is_place && found.date.precision == DatePrecision::Day)
        .then(|| (resolve(&found, None, parts, reference).0, Some(before.to_owned())))
}

/// Rank of a line that dates the page.
const PAGE: u8 = 1;

fn witnesses<'a>(parts: Parts<'a>, head: usize, reference: &Reference) -> Vec<Witness<'a>> {
    let Parts { rows, is_inside, language, .. } = parts;
    let first_inside = is_inside.iter().position(|inside| *inside).unwrap_or(rows.len());
    let last_inside = is_inside.iter().rposition(|inside| *inside).unwrap_or(rows.len());
    let mut witnesses = Vec::new();
    let mut between = Vec::new();
    for (at, row) in rows.iter().enumerate() {
        let is_furniture = row.region == Region::Furniture;
        if row.class != Class::Date && !is_furniture {
            continue;
        }
        let Some(line) = dates::dateline(row.text(), language, &reference.calendar) else { continue };
        let is_before = at < head.max(1);
        let is_near = at < first_inside && at + NEAR >= first_inside;
        let is_behind = at > last_inside;
        let is_between = !is_before && !is_near && !is_behind;
        let rank = match (line.is_of_page || is_furniture, line.place.is_some()) {
            (true, _) => PAGE,
            (_, true) if is_before => 7,
            (_, true) if is_near => 6,
            _ if is_before => 5,
            _ if is_near || is_behind => 4,
            _ if is_inside[at] => 2,
            _ => 3,
        };
        if is_between && !is_inside[at] && !between.contains(&line.found.date) {
            between.push(line.found.date);
        }
        witnesses.push(Witness { rank, row, line });
    }
    if between.len() >= CHRONICLE {
        witnesses.retain(|witness| witness.rank != 3);
    }
    witnesses
}

/// A date whose day and month may be the other way round is read as the rest of the document tells: by the
/// day of posting, other dates in figures, or the order of dates in words; else the day comes first. True
/// when nothing told.
fn resolve(
    found: &FoundDate,
    posted: Option<PartialDate>,
    parts: Parts,
    reference: &Reference,
) -> (PartialDate, bool) {
    if !found.is_ambiguous {
        return (found.date, false);
    }
    let [day_first, month_first] = [found.date, found.with_month_first()];
    if let Some(posted) = posted.filter(|date| date.precision == DatePrecision::Day) {
        let distance =
            |date: PartialDate| posted.date.since(date.date).map_or(i32::MAX, |span| span.get_days().abs());
        let (a, b) = (distance(day_first), distance(month_first));
        if a.min(b) <= POSTING_DAYS && a != b {
            return (if a < b { day_first } else { month_first }, false);
        }
    }
    let (mut in_figures, mut in_words) = ([0, 0], [0, 0]);
    for line in parts.text.blocks.iter().flat_map(|block| &block.lines) {
        if !line.text.contains(|c: char| c.is_ascii_digit()) {
            continue;
        }
        for other in dates::find(&line.text, parts.language, &reference.calendar) {
            let Some(is_month_first) = other.is_month_first else { continue };
            let has_words = line.text[other.range].contains(char::is_alphabetic);
            let votes = if has_words { &mut in_words } else { &mut in_figures };
            votes[usize::from(is_month_first)] += 1;
        }
    }
    for [days, months] in [in_figures, in_words] {
        if days != months {
            return (if months > days { month_first } else { day_first }, false);
        }
    }
    (day_first, parts.language == Some("en"))
}

/// "This statement was published in the Daily on 17 March 2021", at either end of the document.
fn told_of_publication(parts: Parts, reference: &Reference) -> Option<PartialDate> {
    let blocks = &parts.text.blocks;
    let edge = |block: usize| block < EDGE || block + EDGE >= blocks.len();
    parts.rows.iter().filter(|row| edge(row.block)).find_map(|row| {
        let found = dates::find(row.text(), parts.language, &reference.calendar).into_iter().next()?;
        let before = fold(&row.text()[..found.range.start]);
        let words: Vec<&str> = before.split(' ').collect();
        let says_this = words.windows(2).any(|pair| {
            reference.phrases.is(pair[0], PhraseRole::This)
                && reference.phrases.prefix(&pair[1..], PhraseRole::LetterWord) > 0
        });
        let is_published = words.iter().any(|word| reference.calendar.is(word, DateWord::Posted));
        (says_this && is_published).then_some(found.date)
    })
}

fn ambiguous(path: &str, row: &Row) -> Issue {
    let issue =
        Issue::new(IssueCode::AmbiguousDate, path, "day and month of this date may be the other way round")
            .quoting(row.text());
    match row.line {
        Some(line) => issue.at(line.place),
        None => issue,
    }
}

/// The day of which the list is: "as of February 13, 2020" in a heading or just above the list.
pub fn of_list(parts: Parts, reference: &Reference) -> Option<PartialDate> {
    let Parts { rows, is_inside, sections, language, .. } = parts;
    let headings =
        sections.iter().filter_map(|section| section.heading.as_ref().map(|line| line.text.as_str()));
    let inside = rows
        .iter()
        .zip(is_inside)
        .filter(|(row, inside)| **inside && matches!(row.class, Class::ListHeading(_) | Class::Title));
    headings
        .chain(inside.map(|(row, _)| row.text()))
        .filter_map(|text| dates::find(text, language, &reference.calendar).into_iter().next())
        .map(|found| resolve(&found, None, parts, reference).0)
        .find(|date| date.precision == DatePrecision::Day)
}
