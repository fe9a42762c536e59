//! Where a document lists its signatories: signature blocks, their sections, and what stands between.

use crate::model::{Announced, BlockKind, Line, LineFate, LineNote, MarkKind, Place, Section, SignatureLine};
use crate::normalize::kind;
use crate::reference::Reference;
use crate::segment::rows::{self, Class, Row};
use crate::segment::{above, evidence, in_text, prose};

/// Entries that a list without any heading needs, at the end of a text.
const BARE_LIST: usize = 3;
/// Entries that a document without any prose needs to be taken for a list.
const LIST_DOCUMENT: usize = 3;
/// Characters of the shortest line that a paragraph is broken at.
const BROKEN: usize = 50;
/// Sentences that may introduce a list under its heading.
const INTRODUCTION: usize = 2;
/// Rows at the head of an annex.
const ANNEX: usize = 12;
/// Paragraphs from the end of a text behind which a list without a heading is looked for.
const LAST_PARAGRAPHS: usize = 4;
/// Words of the name that opens a long entry, at most.
const NAME_WORDS: usize = 6;
/// Rows on either side of a label that are looked at.
const LOOK_AROUND: usize = 24;
/// A lower score of [`kind::judge`] may be a person's.
const LABEL_SCORE: i32 = -1;
/// Rows behind a heading that are looked at to tell whether names follow.
const LOOK_AHEAD: usize = 6;

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
    /// No list in a document of so many rows.
    pub fn none(n_rows: usize) -> Self {
        Self { is_inside: vec![false; n_rows], ..Self::default() }
    }

    /// Lines that may be signatures.
    pub fn n_lines(&self) -> usize {
        self.sections.iter().map(|section| section.lines.len()).sum()
    }
}

/// Finds the lists. Headings and closings open them; where there are none, the entries that end the
/// text, or make up the document, are the list; where there are none of these, names in a sentence are.
pub fn find(rows: &[Row], reference: &Reference) -> Lists {
    let document = Document::new(rows);
    let mut lists = Lists::none(rows.len());
    let mut at = 0;
    while at < rows.len() {
        if !matches!(rows[at].class, Class::ListHeading(_) | Class::Closing) {
            at += 1;
            continue;
        }
        let mut list = document.collect(at, reference);
        // What opened nothing from here opens nothing from further on: headings are only looked at once.
        let end = list.end.max(at + 1);
        let opened = std::mem::replace(&mut at, end);
        if list.n_entries > 0 && evidence::is_of_signers(&document, opened, &list) {
            let above = above::find(rows, opened, reference).filter(|at| !lists.is_inside[*at]);
            list.parts.splice(0..0, above.map(|at| (at, Part::Entry)));
            take(&mut lists, rows, list);
            if document.is_attached(end) {
                break;
            }
        }
    }
    // A heading that opens next to nothing may be none, when what it opened is part of a longer list.
    if lists.n_lines() < BARE_LIST
        && let Some(list) = document.bare_list(reference)
        && list.n_entries > lists.n_lines()
        && (0..rows.len()).all(|at| !lists.is_inside[at] || list.parts.iter().any(|(part, _)| *part == at))
    {
        lists = Lists::none(rows.len());
        take(&mut lists, rows, list);
    }
    if lists.sections.is_empty()
        && let Some(names) = in_text::find(rows, reference).or_else(|| document.paragraph_of_names(reference))
    {
        for (at, _) in &names {
            lists.is_inside[*at] = true;
        }
        let lines =
            names.into_iter().map(|(at, line)| SignatureLine { line, block: rows[at].block, is_item: false });
        lists.sections.push(Section { lines: lines.collect(), ..Section::default() });
    }
    lists
}

/// A list that was tried: its rows, with what each is to be.
pub struct Tried {
    /// Entries.
    pub n_entries: usize,
    /// First row behind the list.
    pub end: usize,
    /// Rows, with what they are.
    pub parts: Vec<(usize, Part)>,
}

impl Tried {
    fn new(end: usize) -> Self {
        Self { n_entries: 0, end, parts: Vec::new() }
    }
}

/// What a row of a list is.
pub enum Part {
    /// Heading of a section.
    Heading,
    /// What may be a signature.
    Entry,
    /// Something else, with the reason.
    Other(&'static str),
}

/// How the entries behind the last heading of a list are grouped.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Grouping {
    Unknown,
    ByPlace,
    None,
}

/// The rows, and for each the first row of its block and the first behind it.
pub struct Document<'a> {
    /// All rows.
    pub rows: &'a [Row<'a>],
    block_start: Vec<usize>,
    block_end: Vec<usize>,
}

impl<'a> Document<'a> {
    fn new(rows: &'a [Row<'a>]) -> Self {
        let mut block_end = vec![rows.len(); rows.len()];
        for at in (0..rows.len().saturating_sub(1)).rev() {
            block_end[at] = if rows[at].block == rows[at + 1].block { block_end[at + 1] } else { at + 1 };
        }
        let mut block_start = vec![0; rows.len()];
        for at in 1..rows.len() {
            block_start[at] = if rows[at].block == rows[at - 1].block { block_start[at - 1] } else { at };
        }
        Self { rows, block_start, block_end }
    }

    /// The list that a heading or a closing opens.
    fn collect(&self, start: usize, reference: &Reference) -> Tried {
        let rows = self.rows;
        let mut tried = Tried::new(rows.len());
        // Entries and blocks of prose since the last heading.
        let mut n_in_section = 0;
        let mut n_prose = 0;
        let mut grouping = Grouping::Unknown;
        let mut level = level_of(&rows[start]);
        // The level of the last heading that opened a section by the names below it.
        let mut level_of_sections = u8::MAX;
        let mut at = start;
        while at < rows.len() {
            let row = &rows[at];
            let part = match row.class {
                // The last line of a stanza heads nothing: "Society of Historians".
                Class::ListHeading(_) if self.ends_stanza(at, &tried) => Part::Entry,
                Class::ListHeading(_) => {
                    n_in_section = usize::from(row.run_in.is_some());
                    tried.n_entries += n_in_section;
                    n_prose = 0;
                    grouping = Grouping::Unknown;
                    level = level.min(level_of(row));
                    Part::Heading
                }
                Class::Closing if row.run_in.is_some() => {
                    tried.n_entries += 1;
                    Part::Heading
                }
                Class::Closing if at == start || tried.n_entries == 0 => Part::Other("close of the letter"),
                Class::Date => Part::Other("date"),
                Class::Letter => Part::Other("letter of the alphabet"),
                Class::Furniture => Part::Other("page furniture"),
                Class::Rule if tried.n_entries == 0 || self.goes_on(at + 1) => {
                    at += 1;
                    continue;
                }
                Class::Note(reason) => Part::Other(reason),
                Class::Place if self.opens_group(at, grouping) => {
                    grouping = Grouping::ByPlace;
                    n_in_section = 0;
                    n_prose = 0;
                    Part::Heading
                }
                // "Literature" heads notes, unless it stands among the fields of those who sign.
                Class::End
                    if level_of(row) == level_of_sections
                        && level_of_sections < u8::MAX
                        && self.opens_section(at, level_of(row)) =>
                {
                    n_in_section = 0;
                    n_prose = 0;
                    grouping = Grouping::Unknown;
                    Part::Heading
                }
                Class::Title if self.opens_section(at, level) => {
                    level_of_sections = level_of(row);
                    n_in_section = 0;
                    n_prose = 0;
                    grouping = Grouping::Unknown;
                    Part::Heading
                }
                Class::Prose if row.is_item() || self.reads_as_entry(at, n_in_section > 0) => Part::Entry,
                Class::Prose if n_in_section == 0 && prose::runs_in(row.text()) => Part::Entry,
                Class::Prose if n_in_section == 0 && n_prose < INTRODUCTION && self.introduces(at) => {
                    n_prose += usize::from(self.block_end[at] == at + 1);
                    Part::Other("introduces the list")
                }
                Class::Prose
                    if tried.n_entries > 0
                        && self.goes_on(self.block_end[at])
                        && !self.are_pages(self.block_end[at], &tried) =>
                {
                    Part::Other("text inside the list")
                }
                Class::Short if row.is_addressed => {
                    tried.end = at;
                    break;
                }
                Class::Short
                    if n_in_section > 0 && self.labels_items(at) || self.labels_lines(at, reference) =>
                {
                    n_in_section = 0;
                    grouping = Grouping::Unknown;
                    Part::Heading
                }
                Class::Short | Class::Place if at != start => Part::Entry,
                _ => {
                    tried.end = at;
                    break;
                }
            };
            if matches!(part, Part::Entry) {
                tried.n_entries += 1;
                n_in_section += 1;
                if grouping == Grouping::Unknown {
                    grouping = Grouping::None;
                }
            }
            tried.parts.push((at, part));
            at += 1;
        }
        self.drop_tail(&mut tried);
        tried
    }

    /// Whether what stands behind a list is the annex of a letter that greets again: those who sign it sign
    /// another letter.
    fn is_attached(&self, end: usize) -> bool {
        let behind = || self.rows.get(end..).unwrap_or_default().iter().take(ANNEX);
        behind().next().is_some_and(|row| row.class == Class::End)
            && behind().take_while(|row| row.class != Class::Prose).any(|row| row.class == Class::Salutation)
    }

    /// Whether a line that looks like a heading is the last of a paragraph that began with an entry.
    fn ends_stanza(&self, at: usize, tried: &Tried) -> bool {
        let row = &self.rows[at];
        let follows_entry =
            tried.parts.last().is_some_and(|(last, part)| *last + 1 == at && matches!(part, Part::Entry));
        !row.is_first
            && follows_entry
            && self.block_end[at] == at + 1
            && row.run_in.is_none()
            && !row.text().ends_with([':', '：'])
    }

    /// A heading at the end of a list that nothing follows belongs to what comes next.
    fn drop_tail(&self, tried: &mut Tried) {
        while tried.n_entries > 0
            && let Some((at, part)) = tried.parts.last()
            && !matches!(part, Part::Entry)
            && self.rows[*at].run_in.is_none()
        {
            if matches!(part, Part::Heading) {
                tried.end = *at;
            }
            tried.parts.pop();
        }
    }

    /// A country, a region or a state opens a group of entries when the list is grouped so from its first line
    /// on, or when it is printed as a heading; elsewhere it is a line of an entry.
    fn opens_group(&self, at: usize, grouping: Grouping) -> bool {
        let row = &self.rows[at];
        let is_printed_as_heading = row.is_item()
            || matches!(row.kind, BlockKind::Heading(_))
            || row.text().ends_with([':', '：'])
            || (self.block_end[at] == self.block_start[at] + 1
                && row.line.is_some_and(|line| rows::is_marked(line, &MarkKind::Strong)));
        let stands_first = row.is_first
            || self.rows[self.block_start[at]].class == Class::Place
            || matches!(self.rows[self.block_start[at]].class, Class::ListHeading(_));
        let is_followed = self.rows.get(at + 1).is_some_and(|next| {
            matches!(next.class, Class::Short | Class::Prose | Class::Place) || next.is_item()
        });
        is_followed && (is_printed_as_heading || (grouping != Grouping::None && stands_first))
    }

    /// Between items, a line of its own over items is what they are headed with.
    fn labels_items(&self, at: usize) -> bool {
        let is_item = |at: usize| self.rows.get(at).is_some_and(Row::is_item);
        at > 0
            && !self.rows[at].is_item()
            && self.block_end[at] == self.block_start[at] + 1
            && is_item(at - 1)
            && is_item(at + 1)
    }

    /// A paragraph that is nothing but a bold line, over lines that are not bold: a group of them, unless it is
    /// somebody's name.
    fn labels_lines(&self, at: usize, reference: &Reference) -> bool {
        let is_alone = |at: usize| self.block_end[at] == self.block_start[at] + 1;
        let is_bold = |row: &Row| row.line.is_some_and(|line| rows::is_marked(line, &MarkKind::Strong));
        let row = &self.rows[at];
        let is_label = |at: usize| {
            let row = &self.rows[at];
            is_alone(at) && !row.is_item() && is_bold(row) && !row.text().contains(',')
        };
        let next = self.rows.get(at + 1).filter(|next| next.class == Class::Short && !is_bold(next));
        let is_apart = at == 0 || !is_bold(&self.rows[at - 1]);
        // A label has more than one line below it here or there.
        let near = at.saturating_sub(LOOK_AROUND)..(at + LOOK_AROUND).min(self.rows.len());
        let n_labels = near.clone().filter(|at| is_label(*at)).count();
        let n_lines =
            near.filter(|at| self.rows[*at].class == Class::Short && !is_bold(&self.rows[*at])).count();
        is_label(at)
            && next.is_some()
            && is_apart
            && 3 * n_lines > 4 * n_labels
            && kind::judge(row.text(), "", reference).score > LABEL_SCORE
    }

    /// A heading that says nothing of signatories opens a section of the list when names follow; one that ranks
    /// with the heading of the list only when they are plainly names.
    fn opens_section(&self, at: usize, level: u8) -> bool {
        let row = &self.rows[at];
        let ranks_above = level_of(row) <= level && level_of(row) < u8::MAX;
        let mut n_rows = 0;
        let mut n_named = 0;
        for next in self.rows[at + 1..].iter().take(LOOK_AHEAD) {
            match next.class {
                Class::Short | Class::Prose | Class::Furniture
                    if next.is_item() || next.class == Class::Short =>
                {
                    n_rows += 1;
                    n_named += usize::from(evidence::is_named(next.text(), ranks_above));
                }
                Class::Place | Class::ListHeading(_) | Class::Letter if n_rows == 0 => return true,
                _ => break,
            }
        }
        n_rows > 0 && 3 * n_named >= 2 * n_rows
    }

    /// Behind a rule or a text inside a list: the list goes on when a heading, an item, or two lines that look
    /// like names follow.
    fn goes_on(&self, from: usize) -> bool {
        let follows = |at: usize| self.rows.get(at);
        follows(from).is_some_and(|row| matches!(row.class, Class::ListHeading(_)) || row.is_item())
            || (from..from + 2).all(|at| {
                follows(at)
                    .is_some_and(|row| row.class == Class::Short && evidence::is_named(row.text(), false))
            })
    }

    /// Whether addresses of pages stand behind most of the next lines, though behind none of the list: what
    /// somebody wrote elsewhere.
    fn are_pages(&self, from: usize, tried: &Tried) -> bool {
        let has_page = |row: &Row| row.text().contains("http://") || row.text().contains("https://");
        let next =
            || self.rows.get(from..).unwrap_or_default().iter().take(LOOK_AHEAD).filter(|row| row.is_item());
        let n_pages = next().filter(|row| has_page(row)).count();
        n_pages > 0
            && 2 * n_pages >= next().count()
            && !tried.parts.iter().any(|(at, part)| matches!(part, Part::Entry) && has_page(&self.rows[*at]))
    }

    /// Whether entries follow a sentence, or the paragraph that it is in.
    fn introduces(&self, at: usize) -> bool {
        self.has_entries(at + 1)
            || (self.rows.get(at + 1).is_some_and(|next| next.class == Class::Prose)
                && self.has_entries(self.block_end[at]))
    }

    /// Whether entries follow at once.
    fn has_entries(&self, from: usize) -> bool {
        self.rows.get(from).is_some_and(|row| {
            matches!(row.class, Class::Short | Class::Place | Class::Letter | Class::ListHeading(_))
                || row.is_item()
        })
    }

    /// A long line is an entry itself when a name with a comma opens it and an entry follows: at once in its
    /// own paragraph, or, once the list is under way, behind it. In a list whose entries end in a full stop,
    /// a full stop makes no sentence.
    fn reads_as_entry(&self, at: usize, is_under_way: bool) -> bool {
        let has_stop = |at: usize| self.rows[at].text().ends_with('.');
        if is_under_way
            && at > 0
            && self.rows[at - 1].class == Class::Short
            && has_stop(at)
            && has_stop(at - 1)
        {
            let body = self.rows[at].text().trim_end_matches('.');
            if !rows::is_prose(body) {
                return true;
            }
        }
        let has_name = opens_with_name(self.rows[at].text());
        // Behind the semicolon of a line, the last line of the block.
        let is_last = is_under_way
            && at > 0
            && at + 1 == self.block_end[at]
            && self.rows[at - 1].block == self.rows[at].block
            && self.rows[at - 1].text().ends_with(';');
        if has_name && is_last {
            return true;
        }
        let is_followed = self.rows.get(at + 1).is_some_and(|next| {
            next.class == Class::Short && (is_under_way || next.block == self.rows[at].block)
        });
        has_name && is_followed
    }

    /// The entries at the end of a text whose list has no heading, or those of a document that is a list. A
    /// few paragraphs may follow them.
    fn bare_list(&self, reference: &Reference) -> Option<Tried> {
        let rows = self.rows;
        let has_salutation = rows.iter().any(|row| row.class == Class::Salutation);
        let ends_text = |row: &Row| (row.class == Class::Prose && !row.is_item()) || row.class == Class::Ask;
        let mut n_tried = 0;
        let mut stop = rows.len();
        for at in (0..rows.len()).rev().filter(|at| ends_text(&rows[*at])) {
            // Wrapped lines are one paragraph.
            if self.block_end[at] < stop || stop == rows.len() {
                if n_tried == LAST_PARAGRAPHS {
                    return None;
                }
                n_tried += 1;
                let is_last = stop == rows.len();
                if rows[at].class != Class::Ask
                    && let Some(tried) = self.run_of_entries(at + 1, stop, is_last, reference)
                {
                    return Some(tried);
                }
            }
            stop = at;
        }
        if n_tried > 0 || has_salutation {
            return None;
        }
        // The first line of a list that stands alone is its title.
        self.run_of_entries(usize::from(rows.len() > LIST_DOCUMENT), rows.len(), true, reference)
    }

    /// The lines of a paragraph near the end that holds nothing but names that run on.
    fn paragraph_of_names(&self, reference: &Reference) -> Option<Vec<(usize, Line)>> {
        let rows = self.rows;
        let mut n_paragraphs = 0;
        let mut end = rows.len();
        while end > 0 && n_paragraphs < LAST_PARAGRAPHS {
            let start = self.block_start[end - 1];
            let lines = || rows[start..end].iter();
            if lines().any(|row| matches!(row.class, Class::Prose | Class::Short)) {
                n_paragraphs += 1;
                let text = lines().map(Row::text).collect::<Vec<_>>().join(" ");
                // Short lines are entries of their own, not a paragraph that was broken.
                let is_paragraph = lines().rev().skip(1).all(|row| row.text().chars().count() >= BROKEN);
                let has_item = lines().any(Row::is_item);
                if start > 0 && is_paragraph && !has_item && in_text::is_all_names(&text, reference) {
                    let of_row = |at: usize| Some((at, rows[at].line?.clone()));
                    return Some((start..end).filter_map(of_row).collect());
                }
            }
            end = start;
        }
        None
    }

    /// The entries in rows that no prose interrupts. Those that text follows must plainly be names.
    fn run_of_entries(&self, from: usize, to: usize, is_last: bool, reference: &Reference) -> Option<Tried> {
        let rows = self.rows;
        // What stands behind a contact, a note or a copy is no list.
        let stop =
            (from..to).find(|at| rows[*at].class == Class::End || rows[*at].is_addressed).unwrap_or(to);
        let opens = |at: &usize| {
            let row = &rows[*at];
            // A short last sentence is none of the names below it.
            (row.class == Class::Short
                && !(is_short_sentence(row) && rows.get(at + 1).is_some_and(|next| !is_short_sentence(next))))
                || row.is_item()
        };
        let mut start = (from..stop).find(opens)?;
        while start > from && rows[start - 1].class == Class::Place {
            start -= 1;
        }
        let is_letter = rows.iter().any(|row| matches!(row.class, Class::Salutation | Class::Closing));
        let is_headed = from > 0 && rows[from..start].iter().any(|row| row.class == Class::Title);
        if is_headed && !is_letter {
            return None;
        }
        let mut tried = Tried::new(stop);
        for (at, row) in rows.iter().enumerate().take(stop).skip(start) {
            let part = match row.class {
                Class::Short if self.labels_items(at) => Part::Heading,
                Class::Short | Class::Place => Part::Entry,
                Class::Prose if row.is_item() => Part::Entry,
                Class::Date => Part::Other("date"),
                Class::Letter => Part::Other("letter of the alphabet"),
                Class::Note(reason) => Part::Other(reason),
                Class::Furniture => Part::Other("page furniture"),
                _ => {
                    tried.end = at;
                    break;
                }
            };
            tried.n_entries += usize::from(matches!(part, Part::Entry));
            tried.parts.push((at, part));
        }
        self.drop_tail(&mut tried);
        // Items behind a colon are what the sentence says they are.
        let is_introduced = from.checked_sub(1).is_some_and(|at| {
            let text = rows[at].text();
            text.ends_with([':', '：']) && !in_text::tells_of_signing(text, reference)
        });
        let plainly = is_introduced || !is_last;
        let entries =
            || tried.parts.iter().filter(|(_, part)| matches!(part, Part::Entry)).map(|(at, _)| &rows[*at]);
        let n_named = entries()
            .filter(|row| (row.is_item() && !plainly) || evidence::is_named(row.text(), plainly))
            .count();
        (tried.n_entries >= BARE_LIST
            && 5 * n_named >= 4 * tried.n_entries
            && evidence::is_of_signers(self, start, &tried))
        .then_some(tried)
    }
}

/// A few words and a comma, not counting what stands in brackets.
fn opens_with_name(text: &str) -> bool {
    let mut depth = 0_usize;
    let mut n_words = 0;
    for word in text.split_whitespace() {
        depth += word.matches('(').count();
        n_words += usize::from(depth == 0);
        depth = depth.saturating_sub(word.matches(')').count());
        if depth == 0 && word.ends_with(',') {
            return true;
        }
        if n_words >= NAME_WORDS {
            return false;
        }
    }
    false
}

/// A line alone in its paragraph that ends as a sentence of mostly small words does.
fn is_short_sentence(row: &Row) -> bool {
    let words = || row.text().split_whitespace();
    let n_small = words().filter(|word| prose::starts_cased(word) == Some(false)).count();
    row.is_first && prose::ends_sentence(row.text()) && words().count() >= 4 && 2 * n_small > words().count()
}

/// Level of a printed heading; what is none ranks below all.
fn level_of(row: &Row) -> u8 {
    match row.kind {
        BlockKind::Heading(level) => level,
        _ => u8::MAX,
    }
}

/// Moves a list into sections and notes.
fn take(lists: &mut Lists, rows: &[Row], tried: Tried) {
    let mut section = Section::default();
    let mut announced = Announced::default();
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
                    let n_before = u32::try_from(line.text[..start].chars().count()).unwrap_or(0);
                    let place = Place { column: line.place.column + n_before, ..line.place };
                    rest = Some(Line::plain(&line.text[start..], place));
                    heading.text = line.text[..start].trim().to_owned();
                } else {
                    lists.notes.push(other(line, "heading of a list"));
                }
                if !section.lines.is_empty() {
                    lists.sections.push(std::mem::take(&mut section));
                }
                section.heading = Some(heading);
                match row.class {
                    Class::ListHeading(found) => announced = found,
                    // "Kenya" under "Organizations" announces organizations.
                    Class::Place | Class::Title => {}
                    _ => announced = Announced::default(),
                }
                section.announced = announced;
                section.lines.extend(rest.map(entry));
            }
            Part::Entry if rows::is_marked(line, &MarkKind::Struck) || is_name_struck(line) => {
                lists.notes.push(other(line, "struck out"))
            }
            Part::Entry if rows::is_marked(line, &MarkKind::Commented) => {
                lists.notes.push(other(line, "commented out"));
            }
            Part::Entry => {
                if (row.kind == BlockKind::Row { is_head: true }) {
                    section.heads.push(section.lines.len());
                }
                section.lines.push(entry(line.clone()));
            }
            Part::Other(reason) => lists.notes.push(other(line, reason)),
        }
    }
    if !section.lines.is_empty() {
        lists.sections.push(section);
    }
}

/// Whether the name that opens a line is struck out, with nothing but a remark behind it: "(withdrawn)".
fn is_name_struck(line: &Line) -> bool {
    let mut struck = line.marks.iter().filter(|mark| mark.kind == MarkKind::Struck);
    struck.any(|mark| {
        let behind = line.text.get(mark.range.end..).unwrap_or_default().trim_start();
        line.text.get(..mark.range.start).is_some_and(|before| !before.contains(char::is_alphanumeric))
            && behind.starts_with(['(', '[', ',', '–', '—', '-'])
    })
}

/// A line within the blocks that is something else.
pub fn other(line: &Line, reason: &str) -> LineNote {
    LineNote { line: line.clone(), fate: LineFate::Other, is_of_section: false, reason: reason.to_owned() }
}
