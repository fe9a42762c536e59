//! Where a document lists its signatories: signature blocks, their sections, and what stands between.

use crate::model::{Announced, BlockKind, LineFate, LineNote, Section, SignatureLine};
use crate::segment::rows::{Class, Row};

/// Entries that a list without any heading needs, at the end of a text.
const BARE_LIST: usize = 3;
/// Entries that a document without any prose needs to be taken for a list.
const LIST_DOCUMENT: usize = 3;
/// Sentences that may introduce a list under its heading.
const INTRODUCTION: usize = 2;

/// The signature blocks of a document.
#[derive(Debug, Default)]
pub struct Lists {
    /// Sections with their lines, in printed order.
    pub sections: Vec<Section>,
    /// Lines within the blocks that are something else, with the reason.
    pub notes: Vec<LineNote>,
    /// For each row, whether it belongs to a signature block.
    pub is_inside: Vec<bool>,
}

impl Lists {
    /// Lines that may be signatures.
    pub fn n_lines(&self) -> usize {
        self.sections.iter().map(|section| section.lines.len()).sum()
    }
}

/// Finds the lists. Headings and closings open them; where there are none, the entries that end the
/// text, or make up the document, are the list.
pub fn find(rows: &[Row]) -> Lists {
    let mut lists = Lists { is_inside: vec![false; rows.len()], ..Lists::default() };
    let mut at = 0;
    while at < rows.len() {
        let opens = matches!(rows[at].class, Class::ListHeading(_) | Class::Closing);
        at = match opens.then(|| collect(rows, at)).filter(|list| list.n_entries > 0) {
            Some(list) => {
                let end = list.end;
                take(&mut lists, rows, list);
                end.max(at + 1)
            }
            None => at + 1,
        };
    }
    // A heading that opens next to nothing may be none.
    if lists.n_lines() < BARE_LIST
        && let Some(list) = bare_list(rows)
        && list.n_entries > lists.n_lines()
    {
        lists = Lists { is_inside: vec![false; rows.len()], ..Lists::default() };
        take(&mut lists, rows, list);
    }
    lists
}

/// A list that was tried: its rows, with what each is to be.
struct Tried {
    n_entries: usize,
    /// First row behind the list.
    end: usize,
    parts: Vec<(usize, Part)>,
}

enum Part {
    Heading,
    Entry,
    Other(&'static str),
}

fn collect(rows: &[Row], start: usize) -> Tried {
    let mut tried = Tried { n_entries: 0, end: rows.len(), parts: Vec::new() };
    let mut n_prose = 0;
    let mut at = start;
    while at < rows.len() {
        let row = &rows[at];
        let part = match row.class {
            Class::ListHeading(_) => {
                if row.run_in.is_some() {
                    tried.n_entries += 1;
                }
                n_prose = 0;
                Part::Heading
            }
            Class::Closing if row.run_in.is_some() => {
                tried.n_entries += 1;
                Part::Heading
            }
            Class::Closing if at == start => Part::Other("close of the letter"),
            Class::Closing if tried.n_entries == 0 => Part::Other("close of the letter"),
            Class::Date => Part::Other("date"),
            Class::Furniture if tried.n_entries == 0 => Part::Other("page furniture"),
            Class::Rule if tried.n_entries == 0 || goes_on(rows, at + 1) => {
                at += 1;
                continue;
            }
            Class::Title if has_entries(rows, at + 1) => Part::Heading,
            Class::Prose if row.is_item() && tried.n_entries > 0 => Part::Entry,
            Class::Prose if tried.n_entries == 0 && n_prose < INTRODUCTION && has_entries(rows, at + 1) => {
                n_prose += 1;
                Part::Other("introduces the list")
            }
            Class::Prose if tried.n_entries > 0 && reads_as_entry(rows, at) => Part::Entry,
            Class::Short if at != start => Part::Entry,
            _ => {
                tried.end = at;
                break;
            }
        };
        if matches!(part, Part::Entry) {
            tried.n_entries += 1;
        }
        tried.parts.push((at, part));
        at += 1;
    }
    drop_trailing_headings(&mut tried);
    tried
}

/// A heading at the end of a list that nothing follows belongs to what comes next.
fn drop_trailing_headings(tried: &mut Tried) {
    while let Some((at, part)) = tried.parts.last() {
        if matches!(part, Part::Entry) || tried.n_entries == 0 {
            break;
        }
        if matches!(part, Part::Heading) {
            tried.end = *at;
        }
        if tried.parts.len() == 1 {
            break;
        }
        tried.parts.pop();
    }
}

/// A rule inside a list: the list goes on when a heading or another entry with its own heading follows.
fn goes_on(rows: &[Row], from: usize) -> bool {
    rows.get(from).is_some_and(|row| matches!(row.class, Class::ListHeading(_)) || row.is_item())
}

/// Whether entries follow at once.
fn has_entries(rows: &[Row], from: usize) -> bool {
    rows.get(from)
        .is_some_and(|row| matches!(row.class, Class::Short | Class::ListHeading(_)) || row.is_item())
}

/// A long line among entries is one itself when a name with a comma opens it and entries follow.
fn reads_as_entry(rows: &[Row], at: usize) -> bool {
    let head: Vec<&str> = rows[at].text().split_whitespace().take(6).collect();
    let has_name = head.iter().any(|word| word.ends_with(','));
    let n_following = rows[at + 1..].iter().take(2).filter(|row| row.class == Class::Short).count();
    has_name && n_following > 0
}

/// The entries at the end of a text whose list has no heading, or those of a document that is a list.
fn bare_list(rows: &[Row]) -> Option<Tried> {
    let last_prose = rows.iter().rposition(|row| row.class == Class::Prose && !row.is_item());
    let has_salutation = rows.iter().any(|row| row.class == Class::Salutation);
    let (from, needed) = match last_prose {
        Some(at) => (at + 1, BARE_LIST),
        None if has_salutation => return None,
        // The first line of a list that stands alone is its title.
        None => (usize::from(rows.len() > LIST_DOCUMENT), LIST_DOCUMENT),
    };
    let start = (from..rows.len()).find(|at| rows[*at].class == Class::Short || rows[*at].is_item())?;
    let tried = collect_bare(rows, start);
    let texts = tried.parts.iter().filter(|(_, part)| matches!(part, Part::Entry)).map(|(at, _)| &rows[*at]);
    let n_named = texts.filter(|row| row.is_item() || looks_like_a_name(row.text())).count();
    (tried.n_entries >= needed && 5 * n_named >= 4 * tried.n_entries).then_some(tried)
}

fn collect_bare(rows: &[Row], start: usize) -> Tried {
    let mut parts = Vec::new();
    let mut end = rows.len();
    for (at, row) in rows.iter().enumerate().skip(start) {
        match row.class {
            Class::Short => parts.push((at, Part::Entry)),
            Class::Prose if row.is_item() => parts.push((at, Part::Entry)),
            Class::Date => parts.push((at, Part::Other("date"))),
            _ => {
                end = at;
                break;
            }
        }
    }
    let n_entries = parts.iter().filter(|(_, part)| matches!(part, Part::Entry)).count();
    Tried { n_entries, end, parts }
}

fn looks_like_a_name(text: &str) -> bool {
    let n_words = text.split_whitespace().count();
    let opens_well = text.chars().next().is_some_and(|c| !c.is_lowercase());
    opens_well && n_words <= 20 && !text.ends_with(['.', '?', '!', ':'])
}

/// Moves a list into sections and notes.
fn take(lists: &mut Lists, rows: &[Row], tried: Tried) {
    let mut section = Section::default();
    for (at, part) in tried.parts {
        let row = &rows[at];
        let Some(line) = row.line else { continue };
        lists.is_inside[at] = true;
        let entry = |line| SignatureLine { line, block: row.block, is_item: row.is_item() };
        match part {
            Part::Heading => {
                let mut heading = line.clone();
                let mut rest = None;
                if let Some(start) = row.run_in {
                    let mut behind = line.clone();
                    behind.text = line.text[start..].trim().to_owned();
                    behind.marks.clear();
                    rest = Some(behind);
                    heading.text = line.text[..start].trim().to_owned();
                } else {
                    lists.notes.push(other(line, "heading of a list"));
                }
                if !section.lines.is_empty() {
                    lists.sections.push(std::mem::take(&mut section));
                }
                section.heading = Some(heading);
                section.announced = match row.class {
                    Class::ListHeading(announced) => announced,
                    _ => Announced::default(),
                };
                section.lines.extend(rest.map(entry));
            }
            Part::Entry if is_struck(line) => lists.notes.push(other(line, "struck out")),
            Part::Entry => section.lines.push(entry(line.clone())),
            Part::Other(reason) => lists.notes.push(other(line, reason)),
        }
    }
    if !section.lines.is_empty() {
        lists.sections.push(section);
    }
}

fn is_struck(line: &crate::model::Line) -> bool {
    let covered: usize = line
        .marks
        .iter()
        .filter(|mark| mark.kind == crate::model::MarkKind::Struck)
        .map(|mark| mark.range.len())
        .sum();
    2 * covered > line.text.len()
}

fn other(line: &crate::model::Line, reason: &str) -> LineNote {
    LineNote { line: line.clone(), fate: LineFate::Other, is_of_section: false, reason: reason.to_owned() }
}

/// True for blocks that may hold a letter's prose.
pub fn is_body(kind: BlockKind) -> bool {
    !matches!(kind, BlockKind::Row | BlockKind::Code | BlockKind::Rule)
}
