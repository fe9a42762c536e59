//! From the XML of a part to blocks: paragraphs, items, tables, text boxes.

use super::styles::{Looks, Numbering, Style, Styles};
use super::table::Table;
use super::xml::{Element, Piece, Xml};
use crate::formats::{Source, long_line};
use crate::model::{Block, BlockKind, Issue, IssueCode, Line, Mark, MarkKind, Place, Region};
use rustc_hash::FxHashMap;

/// Elements whose content is not printed, or printed elsewhere.
const SKIPPED: &[&str] = &[
    "Fallback",
    "rPrChange",
    "pPrChange",
    "sectPr",
    "sdtPr",
    "rt",
    "tblPrChange",
    "trPrChange",
    "tcPrChange",
];

/// What parts share.
pub struct Context<'a> {
    /// The document.
    pub source: &'a Source<'a>,
    /// Its styles.
    pub styles: Styles,
    /// Its lists.
    pub numbering: Numbering,
    /// Targets of links by id, of the part that is read.
    pub links: FxHashMap<String, String>,
    /// Paragraphs so far.
    pub n_paragraphs: u32,
    /// What was wrong.
    pub issues: Vec<Issue>,
}

/// A block, and whether an empty paragraph stands before it.
pub struct Placed {
    /// The block.
    pub block: Block,
    /// Whether it is set off from the block before.
    pub is_set_off: bool,
}

/// The blocks of a part.
pub fn blocks(text: &str, region: Region, context: &mut Context) -> Vec<Placed> {
    let mut reader = Reader {
        context,
        region,
        open: Vec::new(),
        paragraphs: Vec::new(),
        tables: Vec::new(),
        out: Vec::new(),
        is_set_off: false,
        struck: 0,
        is_text: false,
        note_is_printed: true,
    };
    let mut xml = Xml::new(text);
    let mut skipped: Option<usize> = None;
    let mut depth = 0usize;
    while let Some(piece) = xml.next() {
        match piece {
            Piece::Start(element) => {
                if skipped.is_none() && SKIPPED.contains(&element.local.as_str()) {
                    skipped = Some(depth);
                }
                if skipped.is_none() {
                    reader.start(&element);
                }
                depth += 1;
            }
            Piece::End => {
                depth = depth.saturating_sub(1);
                match skipped {
                    Some(from) if depth <= from => skipped = None,
                    Some(_) => {}
                    None => reader.end(),
                }
            }
            Piece::Text(text) if skipped.is_none() => reader.text(&text),
            Piece::Text(_) => {}
        }
    }
    // What a document that breaks off leaves open.
    while !reader.open.is_empty() {
        reader.end();
    }
    let out = std::mem::take(&mut reader.out);
    if let Some(error) = xml.error {
        let place = Place::line(context.n_paragraphs.max(1));
        context.issues.push(
            Issue::new(IssueCode::DamagedDocument, context.source.path, format!("not valid XML: {error}"))
                .at(place),
        );
    }
    out
}

/// An element that is open, as far as its end matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Open {
    Other,
    Paragraph,
    ParagraphProperties,
    Run,
    RunProperties,
    Text,
    Struck,
    Link,
    Table,
    Row,
    Cell,
    Box,
    Note,
}

/// A paragraph in the making.
#[derive(Default)]
struct Paragraph {
    number: u32,
    style: Style,
    list: Option<(String, u8)>,
    heading: Option<u8>,
    region: Option<Region>,
    lines: Vec<Line>,
    text: String,
    marks: Vec<Mark>,
    open_links: Vec<(String, usize)>,
    looks: Looks,
    /// Characters of the lines that ended.
    n_before: u32,
    /// Text boxes that hang on the paragraph.
    boxes: Vec<Placed>,
    /// Where the blocks of the box that is open go.
    outer: Option<(Vec<Placed>, usize)>,
}

struct Reader<'a, 'b> {
    context: &'a mut Context<'b>,
    region: Region,
    open: Vec<Open>,
    paragraphs: Vec<Paragraph>,
    tables: Vec<Table>,
    out: Vec<Placed>,
    is_set_off: bool,
    /// Open elements that delete what stands in them.
    struck: usize,
    is_text: bool,
    note_is_printed: bool,
}

impl Reader<'_, '_> {
    fn start(&mut self, element: &Element) {
        let local = if element.is_text { element.local.as_str() } else { "" };
        let open = match local {
            "p" => {
                self.begin_paragraph();
                Open::Paragraph
            }
            "pPr" => Open::ParagraphProperties,
            "r" => {
                if let Some(paragraph) = self.paragraphs.last_mut() {
                    paragraph.looks = paragraph.style.looks;
                }
                Open::Run
            }
            "rPr" => Open::RunProperties,
            "t" | "delText" => {
                self.is_text = true;
                Open::Text
            }
            // Within properties, it is the mark of the paragraph that was deleted.
            "del" | "moveFrom" if !self.open.contains(&Open::RunProperties) => {
                self.struck += 1;
                Open::Struck
            }
            "hyperlink" => {
                let target = element.get("id").and_then(|id| self.context.links.get(id)).cloned();
                if let (Some(paragraph), Some(target)) = (self.paragraphs.last_mut(), target) {
                    paragraph.open_links.push((target, paragraph.text.len()));
                    Open::Link
                } else {
                    Open::Other
                }
            }
            "tbl" if self.tables.len() < self.context.source.settings.max_depth => {
                self.tables.push(Table::default());
                Open::Table
            }
            "tbl" => {
                self.too_deep();
                Open::Other
            }
            "tr" if self.open.last() == Some(&Open::Table) || self.in_table() => {
                if let Some(table) = self.tables.last_mut() {
                    table.begin_row();
                }
                Open::Row
            }
            "tc" if self.in_table() => {
                let outer = std::mem::take(&mut self.out);
                if let Some(table) = self.tables.last_mut() {
                    table.begin_cell(outer);
                }
                Open::Cell
            }
            "txbxContent" if self.paragraphs.len() < self.context.source.settings.max_depth => {
                let outer = std::mem::take(&mut self.out);
                let n_tables = self.tables.len();
                if let Some(paragraph) = self.paragraphs.last_mut() {
                    paragraph.outer = Some((outer, n_tables));
                    Open::Box
                } else {
                    self.out = outer;
                    Open::Other
                }
            }
            "footnote" | "endnote" => {
                self.note_is_printed = element.get("type").is_none_or(|kind| kind == "normal");
                Open::Note
            }
            _ => {
                self.property(local, element);
                Open::Other
            }
        };
        self.open.push(open);
    }

    fn property(&mut self, local: &str, element: &Element) {
        let value = element.get("val").unwrap_or_default();
        let in_run_properties = self.open.last() == Some(&Open::RunProperties);
        let in_paragraph_mark = self.open.iter().rev().nth(1) == Some(&Open::ParagraphProperties);
        match local {
            "br" | "cr" => return self.end_line(),
            "tab" | "ptab" if self.open.last() == Some(&Open::Run) => return self.push("\t"),
            "noBreakHyphen" => return self.push("-"),
            "gridSpan" | "vMerge" | "tblHeader" => {
                if let Some(table) = self.tables.last_mut() {
                    table.property(local, element.get("val"), element.is_on());
                }
                return;
            }
            _ => {}
        }
        let Some(paragraph) = self.paragraphs.last_mut() else { return };
        match local {
            "pStyle" => {
                let style = self.context.styles.get(value);
                paragraph.looks = style.looks;
                paragraph.heading = paragraph.heading.or(style.heading);
                paragraph.list = paragraph.list.take().or_else(|| style.list.clone());
                paragraph.region = style.is_furniture.then_some(Region::Furniture);
                paragraph.style = style;
            }
            "outlineLvl" => {
                paragraph.heading = value.parse().ok().filter(|level: &u8| *level < 9).map(|level| level + 1);
            }
            "ilvl" => {
                let list = paragraph.list.take().map_or_else(String::new, |(list, _)| list);
                paragraph.list = Some((list, value.parse().unwrap_or(0)));
            }
            "numId" => {
                let level = paragraph.list.take().map_or(0, |(_, level)| level);
                paragraph.list = (value != "0").then(|| (value.to_owned(), level));
            }
            "rStyle" if in_run_properties && !in_paragraph_mark => {
                let style = self.context.styles.get(value);
                paragraph.looks = style.looks.or(paragraph.looks);
            }
            _ if in_run_properties && !in_paragraph_mark => paragraph.looks.set(local, element.is_on()),
            _ => {}
        }
    }

    fn end(&mut self) {
        match self.open.pop() {
            Some(Open::Paragraph) => self.end_paragraph(),
            Some(Open::Text) => self.is_text = false,
            Some(Open::Struck) => self.struck = self.struck.saturating_sub(1),
            Some(Open::Link) => {
                if let Some(paragraph) = self.paragraphs.last_mut()
                    && let Some((target, start)) = paragraph.open_links.pop()
                {
                    paragraph.mark(MarkKind::Link(target), start);
                }
            }
            Some(Open::Cell) => {
                let inner = std::mem::take(&mut self.out);
                self.out = self.tables.last_mut().map(|table| table.end_cell(inner)).unwrap_or_default();
            }
            Some(Open::Table) => {
                if let Some(table) = self.tables.pop() {
                    let blocks = table.finish(self.region, self.context);
                    self.out.extend(blocks);
                    self.is_set_off = true;
                }
            }
            Some(Open::Box) => {
                let inner = std::mem::take(&mut self.out);
                if let Some(paragraph) = self.paragraphs.last_mut()
                    && let Some((outer, n_tables)) = paragraph.outer.take()
                {
                    paragraph.boxes.extend(inner);
                    self.tables.truncate(n_tables);
                    self.out = outer;
                }
            }
            Some(Open::Note) => self.note_is_printed = true,
            _ => {}
        }
    }

    fn in_table(&self) -> bool {
        !self.tables.is_empty()
    }

    fn too_deep(&mut self) {
        let limit = self.context.source.settings.max_depth;
        if !self.context.issues.iter().any(|issue| issue.code == IssueCode::NestedTooDeep) {
            let message =
                format!("tables are nested more deeply than read.max_depth, {limit}; those below are text");
            let place = Place::line(self.context.n_paragraphs.max(1));
            self.context
                .issues
                .push(Issue::new(IssueCode::NestedTooDeep, self.context.source.path, message).at(place));
        }
    }

    fn begin_paragraph(&mut self) {
        self.context.n_paragraphs = self.context.n_paragraphs.saturating_add(1);
        self.paragraphs.push(Paragraph { number: self.context.n_paragraphs, ..Paragraph::default() });
    }

    fn text(&mut self, text: &str) {
        if self.is_text && self.note_is_printed {
            self.push(&text.replace(['\n', '\r'], " "));
        }
    }

    fn push(&mut self, text: &str) {
        let in_cell = self.in_table();
        let is_struck = self.struck > 0;
        let Some(paragraph) = self.paragraphs.last_mut() else { return };
        let start = paragraph.text.len();
        for c in text.chars() {
            match c {
                '\t' if in_cell => paragraph.text.push(' '),
                '\u{a0}' => paragraph.text.push(' '),
                '\u{ad}' | '\u{200b}' | '\u{feff}' => {}
                c => paragraph.text.push(c),
            }
        }
        let looks = paragraph.looks;
        let marks = [
            (looks.strong == Some(true), MarkKind::Strong),
            (looks.emphasis == Some(true), MarkKind::Emphasis),
            (is_struck || looks.struck == Some(true), MarkKind::Struck),
            (looks.hidden == Some(true), MarkKind::Commented),
        ];
        for (_, kind) in marks.into_iter().filter(|(is_marked, _)| *is_marked) {
            paragraph.mark(kind, start);
        }
    }

    fn end_line(&mut self) {
        let source = self.context.source;
        if let Some(paragraph) = self.paragraphs.last_mut()
            && let Some(issue) = paragraph.end_line(source)
        {
            self.context.issues.push(issue);
        }
    }

    fn end_paragraph(&mut self) {
        self.end_line();
        let Some(paragraph) = self.paragraphs.pop() else { return };
        let region = paragraph.region.unwrap_or(self.region);
        if paragraph.lines.is_empty() {
            self.is_set_off = true;
        } else {
            let kind = match (paragraph.heading, &paragraph.list) {
                (Some(level), _) => BlockKind::Heading(level.min(6)),
                (None, Some((list, level))) => {
                    BlockKind::Item { depth: *level, number: self.context.numbering.next(list, *level) }
                }
                (None, None) => BlockKind::Paragraph,
            };
            let block = Block { kind, region, lines: paragraph.lines };
            self.out.push(Placed { block, is_set_off: std::mem::take(&mut self.is_set_off) });
        }
        self.out.extend(paragraph.boxes);
    }
}

impl Paragraph {
    fn mark(&mut self, kind: MarkKind, start: usize) {
        if start >= self.text.len() {
            return;
        }
        let end = self.text.len();
        // Runs that look alike are one stretch.
        let touching =
            self.marks.iter_mut().rev().take(4).find(|mark| mark.kind == kind && mark.range.end == start);
        match touching {
            Some(mark) => mark.range.end = end,
            None => self.marks.push(Mark { kind, range: start..end }),
        }
    }

    fn end_line(&mut self, source: &Source) -> Option<Issue> {
        for (target, start) in std::mem::take(&mut self.open_links) {
            self.mark(MarkKind::Link(target.clone()), start);
            self.open_links.push((target, 0));
        }
        let text = std::mem::take(&mut self.text);
        let mut marks = std::mem::take(&mut self.marks);
        let trimmed = text.trim();
        let shift = text.len() - text.trim_start().len();
        let indent = u32::try_from(text.get(..shift).map_or(0, |head| head.chars().count())).unwrap_or(0);
        let place = Place {
            column: self.n_before.saturating_add(indent).saturating_add(1),
            ..Place::line(self.number)
        };
        let n_chars = u32::try_from(text.chars().count()).unwrap_or(u32::MAX);
        self.n_before = self.n_before.saturating_add(n_chars).saturating_add(1);
        if trimmed.is_empty() {
            return None;
        }
        if let Some(issue) = long_line(source, trimmed, self.number) {
            return Some(issue);
        }
        for mark in &mut marks {
            let clip = |at: usize| at.saturating_sub(shift).min(trimmed.len());
            mark.range = clip(mark.range.start)..clip(mark.range.end);
        }
        marks.retain(|mark| mark.range.start < mark.range.end);
        marks.sort_by_key(|mark| (mark.range.start, mark.range.end));
        let cells = match trimmed.contains('\t') {
            true => trimmed.split('\t').map(|cell| cell.trim().to_owned()).collect(),
            false => Vec::new(),
        };
        self.lines.push(Line { text: trimmed.to_owned(), place, cells, marks });
        None
    }
}
