//! What stands beside the body of a page: running heads and feet, page numbers, footnotes.

use super::content::{Rule, Sheet};
use super::lines::{Marker, Segment};
use std::collections::BTreeMap;

/// Share of the page, at its top and at its bottom, where heads and feet are looked for.
const MARGIN: f32 = 0.14;
/// Rows of the tallest head or foot.
const MOST_ROWS: usize = 5;
/// Size of footnotes, in sizes of the text above.
const SMALL: f32 = 0.93;

/// The rows of a page, sorted by what they are.
pub struct PageRows {
    pub head: Vec<Vec<Segment>>,
    pub body: Vec<Vec<Segment>>,
    pub notes: Vec<Vec<Segment>>,
    pub foot: Vec<Vec<Segment>>,
    pub rules: Vec<Rule>,
    height: f32,
    pub width: f32,
}

impl PageRows {
    /// All rows are body at first. On a page from right to left, edges are counted from the right.
    pub fn new(sheet: Sheet, mut body: Vec<Vec<Segment>>) -> Self {
        let mut rules = sheet.rules;
        let count = |test: fn(char) -> bool| {
            body.iter().flatten().flat_map(|segment| segment.text.chars()).filter(|c| test(*c)).count()
        };
        let n_letters = count(char::is_alphabetic);
        if 2 * count(super::script::is_right_to_left) > n_letters {
            let width = sheet.width;
            for row in &mut body {
                for segment in row.iter_mut() {
                    let indent = segment.text_x0 - segment.x0;
                    (segment.x0, segment.x1) = (width - segment.x1, width - segment.x0);
                    segment.text_x0 = segment.x0 + indent.max(0.0);
                    segment.gaps.clear();
                }
                row.reverse();
                *row = super::lines::join_markers(std::mem::take(row));
            }
            for rule in &mut rules {
                (rule.x0, rule.x1) = (width - rule.x1, width - rule.x0);
            }
        }
        Self {
            head: Vec::new(),
            body,
            notes: Vec::new(),
            foot: Vec::new(),
            rules,
            height: sheet.height,
            width: sheet.width,
        }
    }
}

/// Sets heads, feet and footnotes of all pages apart.
pub fn tell(pages: &mut [PageRows]) {
    // How often a text stands at a height, digits apart.
    let mut seen: BTreeMap<(String, i32), usize> = BTreeMap::new();
    for page in pages.iter() {
        for row in page.body.iter().filter(|row| in_margin(row, page.height)) {
            *seen.entry(key(row)).or_default() += 1;
        }
    }
    let n_pages = pages.len();
    let mut is_first = true;
    for page in pages.iter_mut() {
        let is_furniture = |row: &Vec<Segment>| {
            let (text, y) = key(row);
            let n_seen: usize = (y - 1..=y + 1).filter_map(|y| seen.get(&(text.clone(), y))).sum();
            row.iter().all(|segment| segment.is_pagination)
                || (in_margin(row, page.height) && (n_seen > 1 || is_page_number(row)))
        };
        let n_foot = page.body.iter().rev().take(MOST_ROWS).take_while(|row| is_furniture(row)).count();
        page.foot = page.body.split_off(page.body.len() - n_foot);
        let n_head = page.body.iter().take(MOST_ROWS).take_while(|row| is_furniture(row)).count();
        let rest = page.body.split_off(n_head);
        page.head = std::mem::replace(&mut page.body, rest);
        // The head of letter paper may carry the date, the same on every page.
        if std::mem::take(&mut is_first)
            && n_pages > 1
            && !page.foot.iter().any(|row| is_page_number(row))
            && page.head.iter().any(|row| has_year(row))
        {
            page.body.splice(0..0, std::mem::take(&mut page.head));
        }
        page.notes = footnotes(page);
    }
}

fn in_margin(row: &[Segment], height: f32) -> bool {
    row.iter().all(|segment| segment.y < MARGIN * height || segment.y > (1.0 - MARGIN) * height)
}

/// The text of a row, digits alike, and its height in steps of some points.
fn key(row: &[Segment]) -> (String, i32) {
    let mut text = String::new();
    for c in row.iter().flat_map(|segment| segment.text.chars()).filter(|c| !c.is_whitespace()) {
        match c.is_numeric() {
            true if text.ends_with('0') => {}
            true => text.push('0'),
            false => text.extend(c.to_lowercase()),
        }
    }
    (text, (row.first().map_or(0.0, |segment| segment.y) / 4.0).round() as i32)
}

fn has_year(row: &[Segment]) -> bool {
    let words = row.iter().flat_map(|segment| segment.text.split(|c: char| !c.is_ascii_digit()));
    row.len() == 1
        && words
            .into_iter()
            .any(|word| word.len() == 4 && matches!(word.as_bytes(), [b'1', b'9', ..] | [b'2', b'0', ..]))
}

/// A number with nothing but signs about it, or an address of the web with one.
fn is_page_number(row: &[Segment]) -> bool {
    let text: String = row.iter().map(|segment| segment.text.as_str()).collect::<Vec<_>>().join(" ");
    let is_bare = text.chars().any(|c| c.is_ascii_digit())
        && text.chars().all(|c| !c.is_alphabetic())
        && text.len() <= 12;
    let is_address = ["http://", "https://", "file://"].iter().any(|scheme| text.starts_with(scheme))
        && !text.trim_end_matches(|c: char| c.is_ascii_digit() || c == '/' || c == ' ').contains(' ');
    is_bare || is_address
}

/// Takes footnotes off the end of the body: small text below a short line, or with a number before it.
fn footnotes(page: &mut PageRows) -> Vec<Vec<Segment>> {
    let size = |row: &[Segment]| row.iter().map(|segment| segment.size).fold(0.0, f32::max);
    let largest = {
        let mut sizes: Vec<f32> = page.body.iter().map(|row| size(row)).collect();
        sizes.sort_by(f32::total_cmp);
        sizes.get(sizes.len() / 2).copied().unwrap_or(0.0)
    };
    let left = page.body.iter().flatten().map(|segment| segment.x0).fold(f32::MAX, f32::min);
    // A short line at the margin, with a number below it, parts notes from text whatever their size.
    let parting = page.rules.iter().filter(|rule| {
        let share = (rule.x1 - rule.x0) / page.width.max(1.0);
        rule.is_horizontal()
            && (rule.x0 - left).abs() < 4.0
            && (0.08..0.45).contains(&share)
            && rule.y0 > 0.3 * page.height
    });
    let parting = parting.map(|rule| rule.y0).fold(f32::MIN, f32::max);
    let start = page.body.partition_point(|row| row.iter().any(|segment| segment.y < parting));
    if let Some(first) = page.body.get(start).and_then(|row| row.first())
        && start > 0
        && parting > 0.0
        && opens_note(first)
        && page
            .body
            .get(start - 1)
            .and_then(|row| row.first())
            .is_some_and(|above| parting - above.y > 0.5 * above.size)
    {
        return page.body.split_off(start);
    }
    let n_small = page.body.iter().rev().take_while(|row| size(row) < SMALL * largest).count();
    if n_small == 0 || n_small == page.body.len() {
        return Vec::new();
    }
    let start = page.body.len() - n_small;
    let Some(first) = page.body.get(start).and_then(|row| row.first()) else { return Vec::new() };
    let above = page.body.get(start - 1).and_then(|row| row.first()).map_or(0.0, |segment| segment.y);
    let has_rule = page.rules.iter().any(|rule| {
        rule.is_horizontal()
            && rule.y0 > above
            && rule.y0 < first.y
            && rule.x1 - rule.x0 < 0.55 * page.width
            && rule.x1 - rule.x0 > 0.05 * page.width
    });
    let opens =
        first.text.chars().next().is_some_and(|c| c.is_ascii_digit() || matches!(c, '*' | '†' | '[' | '¹'));
    let is_marked = n_small <= 12 && (opens || matches!(first.marker, Some(Marker::Number(1))));
    match has_rule || (is_marked && first.y > 0.6 * page.height) {
        true => page.body.split_off(start),
        false => Vec::new(),
    }
}

/// Whether a line begins as a note does: with a number or sign.
fn opens_note(line: &Segment) -> bool {
    let is_sign = |c: char| c.is_numeric() || matches!(c, '*' | '†' | '‡' | '[' | '(');
    line.text.starts_with(is_sign) || matches!(line.marker, Some(Marker::Number(_)))
}
