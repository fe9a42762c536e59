//! PDF: glyphs at places to lines, columns, tables and paragraphs.
//!
//! A PDF has no text of its own; its lines are counted through the document in reading order. The library
//! that reads the objects and fonts runs on a thread of its own with bounded work, so that a document that
//! breaks it harms only itself.

mod aligned;
mod content;
mod flow;
mod font;
mod furniture;
mod guard;
mod layout;
mod lines;
mod script;
mod table;
#[cfg(test)]
mod tests;

use super::{Format, ReadSettings, Source};
use crate::model::{Block, BlockKind, Issue, IssueCode, Line, Outcome, Place, Region, Text};
use crate::text::fold;
use flow::{Body, Edge, Printed};
use hayro_syntax::{LoadPdfError, Pdf as Document};
use layout::Zone;
use lines::Segment;

/// Stack of the thread that reads a document; the library recurses, within bounds.
const STACK: usize = 64 << 20;
/// Glyphs of a document that are read for each operator that may be spent.
const GLYPHS_FOR_ONE: u64 = 1;

/// Bytes of a line from which it is likely to be one of prose.
const LONG: usize = 70;

/// PDF.
pub struct Pdf;

impl Format for Pdf {
    fn media_type(&self) -> &'static str {
        "application/pdf"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["pdf"]
    }

    fn is_binary(&self) -> bool {
        true
    }

    fn read(&self, source: &Source) -> Outcome<Text> {
        let (path, bytes, settings) =
            (source.path.to_owned(), source.bytes.to_vec(), source.settings.clone());
        guarded(move || read(&path, bytes, &settings)).unwrap_or_else(|reason| {
            let message = format!(
                "the PDF is damaged in a way that breaks its reading ({reason}); nothing of it was read"
            );
            let issue = Issue::new(IssueCode::DamagedDocument, source.path, message);
            Outcome { value: Text::default(), issues: vec![issue] }
        })
    }
}

/// Does work on a thread of its own, or tells why it broke off.
fn guarded<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T, String> {
    let thread = std::thread::Builder::new().name(super::GUARDED.to_owned()).stack_size(STACK).spawn(work);
    let panic = match thread.map(std::thread::JoinHandle::join) {
        Ok(Ok(value)) => return Ok(value),
        Ok(Err(panic)) => panic,
        Err(error) => return Err(error.to_string()),
    };
    let said = panic.downcast_ref::<String>().map(String::as_str);
    Err(said.or_else(|| panic.downcast_ref::<&str>().copied()).unwrap_or("it panicked").to_owned())
}

fn read(path: &str, bytes: Vec<u8>, settings: &ReadSettings) -> Outcome<Text> {
    let mut outcome = Outcome::<Text>::default();
    let mut issue = |code: IssueCode, message: String| outcome.issues.push(Issue::new(code, path, message));
    if !guard::is_harmless(&bytes) {
        issue(
            IssueCode::DocumentTooLarge,
            "a stream of the PDF inflates beyond all measure; nothing of it was read".to_owned(),
        );
        return outcome;
    }
    if !guard::is_affordable(&bytes) {
        let message = "the PDF is damaged, and its objects cannot be told apart; nothing of it was read";
        issue(IssueCode::DamagedDocument, message.to_owned());
        return outcome;
    }
    let document = match Document::new(bytes) {
        Ok(document) => document,
        Err(LoadPdfError::Decryption(_)) => {
            issue(
                IssueCode::DamagedDocument,
                "the PDF is encrypted and asks for a password; nothing of it was read".to_owned(),
            );
            return outcome;
        }
        Err(LoadPdfError::Invalid) => {
            issue(
                IssueCode::DamagedDocument,
                "the PDF has no pages that can be found; nothing of it was read".to_owned(),
            );
            return outcome;
        }
    };
    let n_pages = document.pages().len();
    let most_pages = usize::try_from(settings.max_pages).unwrap_or(usize::MAX);
    if n_pages > most_pages {
        issue(
            IssueCode::DocumentTooLarge,
            format!(
                "the PDF has {n_pages} pages, more than read.max_pages, {most_pages}; the rest is not read"
            ),
        );
    }
    let mut budget = content::Budget {
        n_operators: settings.max_operators,
        n_glyphs: settings.max_operators.saturating_mul(GLYPHS_FOR_ONE),
    };
    let mut fonts = font::Fonts::new();
    let mut pages = Vec::new();
    let (mut n_unknown, mut n_glyphs, mut n_cut, mut has_picture) = (0, 0, 0, false);
    let mut open = aligned::Open::default();
    for page in document.pages().iter().take(most_pages) {
        let mut sheet = content::read(page, &mut fonts, &mut budget);
        n_unknown += sheet.n_unknown;
        n_glyphs += sheet.glyphs.len();
        has_picture |= sheet.has_picture;
        n_cut += u32::from(sheet.is_cut);
        let rows = lines::read(&mut sheet, &mut open);
        pages.push(furniture::PageRows::new(sheet, rows));
        if budget.n_operators == 0 || budget.n_glyphs == 0 {
            issue(
                IssueCode::DocumentTooLarge,
                format!(
                    "the PDF draws more than read.max_operators, {}, allows; the rest is not read",
                    settings.max_operators
                ),
            );
            break;
        }
    }
    if n_cut > 0 {
        let message =
            format!("pages that show more than a page can hold, and of which the rest is not read: {n_cut}");
        issue(IssueCode::DocumentTooLarge, message);
    }
    if n_glyphs == 0 {
        let what = if has_picture { "pictures but no text, as a scan does" } else { "no text" };
        issue(IssueCode::EmptyDocument, format!("the PDF holds {what}; nothing can be read"));
        return outcome;
    }
    if n_unknown > 0 {
        issue(
            IssueCode::InvalidEncoding,
            format!("the fonts do not tell what {n_unknown} of {n_glyphs} characters are"),
        );
    }
    let title = document.metadata().title.as_deref().map(text_string).unwrap_or_default();
    furniture::tell(&mut pages);
    let blocks = Builder::new(&pages).blocks(pages);
    outcome.value.n_lines =
        blocks.iter().flat_map(|block| &block.lines).map(|line| line.place.line_end).max().unwrap_or(0);
    let title = title.trim();
    if !title.is_empty() {
        let folded = fold(title);
        let is_printed =
            blocks.iter().flat_map(|block| &block.lines).any(|line| fold(&line.text).contains(&folded));
        let key = if is_printed { "title" } else { "document-title" };
        outcome.value.front_matter.push((key.to_owned(), title.to_owned(), 1));
    }
    outcome.value.blocks = blocks;
    outcome
}

/// A text string of PDF outside the pages: UTF-16 or UTF-8 with a mark, else nearly Latin-1.
fn text_string(bytes: &[u8]) -> String {
    match bytes {
        [0xfe, 0xff, rest @ ..] => encoding_rs::UTF_16BE.decode_without_bom_handling(rest).0.into_owned(),
        [0xff, 0xfe, rest @ ..] => encoding_rs::UTF_16LE.decode_without_bom_handling(rest).0.into_owned(),
        _ => match std::str::from_utf8(bytes) {
            Ok(text) => text.trim_start_matches('\u{feff}').to_owned(),
            Err(_) => encoding_rs::WINDOWS_1252.decode_without_bom_handling(bytes).0.into_owned(),
        },
    }
}

/// Makes blocks of the pages, and counts the lines.
struct Builder {
    body: Body,
    edge: Edge,
    line: u32,
    /// First rows of the tables so far; one that comes again is a head.
    heads: Vec<Vec<String>>,
    blocks: Vec<Block>,
}

impl Builder {
    fn new(pages: &[furniture::PageRows]) -> Self {
        let segments = || pages.iter().flat_map(|page| page.body.iter().flatten());
        let mut body = Body::default();
        let mut once = std::collections::BTreeSet::new();
        // Sizes weighted by their text, to half a point.
        let mut sizes: std::collections::BTreeMap<i32, usize> = std::collections::BTreeMap::new();
        for segment in segments() {
            // A list in small print is not the body; long lines weigh more.
            let weight = if segment.text.len() > LONG { 20 } else { 1 };
            *sizes.entry((segment.size * 2.0).round() as i32).or_default() += weight * segment.text.len();
            let lower = segment.text.to_lowercase();
            body.words.extend(
                lower
                    .split(|c: char| !c.is_alphabetic() && c != '-')
                    .filter(|word| word.len() > 3)
                    .map(str::to_owned),
            );
            match flow::tail(&segment.text) {
                "" => {}
                tail if !once.insert(tail.to_owned()) => {
                    body.tails.insert(tail.to_owned());
                }
                _ => {}
            }
            body.n_hyphens += usize::from(segment.text.ends_with(['-', '\u{2010}']));
        }
        body.size =
            sizes.iter().max_by_key(|(_, n_chars)| **n_chars).map_or(10.0, |(size, _)| *size as f32 / 2.0);
        Self { body, edge: Edge { x: 0.0, is_sure: false }, line: 0, heads: Vec::new(), blocks: Vec::new() }
    }

    fn blocks(mut self, pages: Vec<furniture::PageRows>) -> Vec<Block> {
        let mut pages: Vec<(u32, furniture::PageRows, Vec<Zone>)> = (1..)
            .zip(pages)
            .map(|(number, mut page)| {
                let zones = layout::zones(std::mem::take(&mut page.body), &page.rules);
                (number, page, zones)
            })
            .collect();
        self.edge = edge(&pages);
        let mut flow: Vec<Printed> = Vec::new();
        let mut flow_edge = self.edge;
        for (number, page, zones) in &mut pages {
            self.aside(std::mem::take(&mut page.head), *number, Region::Furniture);
            for zone in std::mem::take(zones) {
                match zone {
                    Zone::Flow { lines, edge, .. } => {
                        // Columns of the same width go on from one to the next.
                        self.flush(&mut flow, flow_edge);
                        flow_edge = edge.unwrap_or(self.edge);
                        for segment in lines {
                            let line = self.next_line();
                            flow.push(Printed { segment, line, page: *number });
                        }
                    }
                    Zone::Grid(blocks) => {
                        self.flush(&mut flow, flow_edge);
                        for (block, edge) in blocks {
                            self.stanza(block, edge, *number);
                        }
                    }
                    Zone::Table(rows) => {
                        self.flush(&mut flow, flow_edge);
                        self.table(rows, *number);
                    }
                }
            }
            self.flush(&mut flow, flow_edge);
            self.aside(std::mem::take(&mut page.notes), *number, Region::Footnote);
            self.aside(std::mem::take(&mut page.foot), *number, Region::Furniture);
        }
        self.blocks
    }

    fn next_line(&mut self) -> u32 {
        self.line += 1;
        self.line
    }

    fn flush(&mut self, flow: &mut Vec<Printed>, edge: Edge) {
        if !flow.is_empty() {
            flow::blocks(std::mem::take(flow), edge, &self.body, &mut self.blocks);
        }
    }

    /// Lines beside the body: each row is one.
    fn aside(&mut self, rows: Vec<Vec<Segment>>, page: u32, region: Region) {
        let mut lines = Vec::new();
        for row in rows {
            let place = Place { part: page, ..Place::line(self.next_line()) };
            let text = row.iter().map(|segment| segment.text.trim()).collect::<Vec<_>>().join(" ");
            lines.push(Line::plain(&text, place));
        }
        lines.retain(|line| !line.text.is_empty());
        if !lines.is_empty() {
            self.blocks.push(Block { kind: BlockKind::Paragraph, region, lines });
        }
    }

    fn stanza(&mut self, segments: Vec<Segment>, edge: f32, page: u32) {
        let lines =
            segments.into_iter().map(|segment| Printed { segment, line: self.next_line(), page }).collect();
        self.blocks.extend(flow::stanza(lines, edge, &self.body));
    }

    fn table(&mut self, rows: Vec<Vec<Vec<Segment>>>, page: u32) {
        let n_columns = rows.first().map_or(0, Vec::len);
        let edges: Vec<f32> = (0..n_columns)
            .map(|at| {
                rows.iter()
                    .filter_map(|row| row.get(at))
                    .flatten()
                    .map(|segment| segment.x1)
                    .fold(0.0, f32::max)
            })
            .collect();
        for (at, row) in rows.into_iter().enumerate() {
            let first_line = self.line + 1;
            let n_lines = row.iter().map(Vec::len).max().unwrap_or(1).max(1);
            self.line += u32::try_from(n_lines).unwrap_or(1);
            let cells: Vec<String> = row.iter().zip(&edges).map(|(lines, edge)| cell(lines, *edge)).collect();
            let is_head = row.iter().flatten().all(|segment| segment.is_bold)
                || (at == 0 && self.heads.contains(&cells));
            if at == 0 {
                self.heads.push(cells.clone());
            }
            let place = Place { line_start: first_line, line_end: self.line, column: 1, part: page };
            let text = cells.join("\t").replace('\n', " ");
            if !text.trim().is_empty() {
                let line = Line { cells, ..Line::plain(&text, place) };
                self.blocks.push(Block::new(BlockKind::Row { is_head }, vec![line]));
            }
        }
    }
}

/// Where running text ends at the right: where several long lines end, else as far from the right edge of
/// the page as text begins from the left.
fn edge(pages: &[(u32, furniture::PageRows, Vec<Zone>)]) -> Edge {
    let mut ends: Vec<(f32, f32)> = Vec::new();
    let (mut left, mut right, mut width) = (f32::MAX, 0.0_f32, 0.0_f32);
    for (_, page, zones) in pages {
        width = width.max(page.width);
        for zone in zones {
            let Zone::Flow { lines, edge: None } = zone else { continue };
            for line in lines {
                left = left.min(line.x0);
                right = right.max(line.x1);
                if line.text.len() > LONG {
                    ends.push((line.x1, line.size));
                }
            }
        }
    }
    ends.sort_by(|a, b| b.0.total_cmp(&a.0));
    let is_near =
        |near: &[(f32, f32)], by: f32| near.len() > 1 && near[0].0 - near[near.len() - 1].0 < by * near[0].1;
    let at = (0..ends.len()).find(|at| {
        is_near(ends.get(*at..at + 2).unwrap_or_default(), 1.0)
            || is_near(ends.get(*at..at + 3).unwrap_or_default(), 2.5)
    });
    match at.and_then(|at| ends.get(at..)) {
        Some(near) => Edge { x: near[0].0, is_sure: true },
        None => Edge { x: right.max(width - left - 20.0), is_sure: false },
    }
}

/// The text of a cell: wrapped lines joined, others on lines of their own.
fn cell(lines: &[Segment], edge: f32) -> String {
    let mut text = String::new();
    let mut last: Option<&Segment> = None;
    for segment in lines {
        let is_wide = |c: Option<char>| c.is_some_and(script::is_wide);
        match last {
            Some(last) if !flow::wraps(last, segment, edge) => text.push('\n'),
            Some(_) if is_wide(text.chars().last()) && is_wide(segment.text.chars().next()) => {}
            Some(_) => text.push(' '),
            None => {}
        }
        text.push_str(segment.text.trim());
        last = Some(segment);
    }
    text
}
