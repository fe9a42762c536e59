//! Lines and blocks in the making: white space as a browser shows it, marks, cells.

use crate::formats::{Source, long_line};
use crate::model::{Block, BlockKind, Issue, Line, Mark, MarkKind, Place, Region};

/// Blocks so far, and what is open.
#[derive(Debug, Default)]
pub struct Blocks {
    /// Finished blocks.
    pub blocks: Vec<Block>,
    block: Option<(BlockKind, Region, Vec<Line>)>,
    text: String,
    /// White space that counts only when text follows.
    is_spaced: bool,
    place: Option<Place>,
    marks: Vec<Mark>,
    open_marks: Vec<(MarkKind, usize)>,
    /// Where the cells of the open row begin and end; `None` outside of rows.
    cells: Option<Vec<(usize, usize)>>,
    /// Where the open cell begins.
    cell_start: usize,
}

impl Blocks {
    /// Ends the open block and begins another, when text comes.
    pub fn begin(&mut self, kind: BlockKind, region: Region, source: &Source, issues: &mut Vec<Issue>) {
        self.end_block(source, issues);
        self.block = Some((kind, region, Vec::new()));
    }

    /// Whether a row is open.
    pub fn is_in_row(&self) -> bool {
        self.cells.is_some()
    }

    /// Whether nothing was printed since the line, or the cell, began.
    pub fn is_line_empty(&self) -> bool {
        self.text.len() <= self.cell_start || self.text.ends_with('\n')
    }

    /// Kind of the open block.
    pub fn kind(&self) -> Option<BlockKind> {
        self.block.as_ref().map(|(kind, ..)| *kind)
    }

    /// Adds a text as a browser shows it: white space counts once, save hard spaces.
    pub fn push(&mut self, text: &str, place: Place, region: Region) {
        let mut place = place;
        for c in text.chars() {
            if matches!(c, ' ' | '\n' | '\t' | '\r' | '\u{c}' | '\u{2028}' | '\u{2029}') {
                self.is_spaced = true;
                if c == '\n' {
                    place = Place { column: 0, ..Place::line(place.line_start.saturating_add(1)) };
                }
            } else if matches!(c, '\u{ad}' | '\u{200b}' | '\u{feff}') {
                // May break here; nothing is seen.
            } else if c == '\u{a0}' {
                let is_first = self.is_line_empty();
                if !is_first {
                    self.text.push(' ');
                }
            } else {
                self.push_char(c, place, region);
            }
            place.column = place.column.saturating_add(1);
        }
    }

    fn push_char(&mut self, c: char, place: Place, region: Region) {
        if self.block.is_none() {
            self.block = Some((BlockKind::Paragraph, region, Vec::new()));
        }
        if std::mem::take(&mut self.is_spaced) && !self.is_line_empty() && !self.text.ends_with(' ') {
            self.text.push(' ');
        }
        let start = *self.place.get_or_insert(place);
        self.place = Some(Place { line_end: start.line_end.max(place.line_end), ..start });
        self.text.push(c);
    }

    /// Adds the text of a cell that reaches down from a row above.
    pub fn repeat(&mut self, text: &str, region: Region) {
        let place = self.place;
        for c in text.chars() {
            match c {
                '\n' => self.text.push('\n'),
                ' ' => self.is_spaced = true,
                _ => self.push_char(c, place.unwrap_or_default(), region),
            }
        }
        self.place = place;
    }

    /// White space between two texts that are printed apart.
    pub fn space(&mut self) {
        self.is_spaced = true;
    }

    /// The last character of the open line, if it is one of a text.
    pub fn last_char(&self) -> Option<char> {
        (!self.is_spaced && !self.is_line_empty()).then(|| self.text.chars().next_back()).flatten()
    }

    /// From here, text is marked.
    pub fn open_mark(&mut self, kind: MarkKind) {
        self.open_marks.push((kind, self.text.len()));
    }

    /// Ends the mark that was opened last.
    pub fn close_mark(&mut self) {
        if let Some((kind, start)) = self.open_marks.pop() {
            self.mark(kind, start);
        }
    }

    fn mark(&mut self, kind: MarkKind, start: usize) {
        let rest = self.text.get(start..).unwrap_or_default();
        let start = start + rest.len() - rest.trim_start().len();
        if start < self.text.len() {
            self.marks.push(Mark { kind, range: start..self.text.len() });
        }
    }

    /// Begins a row of a table.
    pub fn begin_row(&mut self) {
        self.cells = Some(Vec::new());
        self.cell_start = self.text.len();
    }

    /// Begins a cell.
    pub fn begin_cell(&mut self) {
        if self.cells.as_ref().is_some_and(|cells| !cells.is_empty()) {
            self.text.push('\t');
        }
        self.is_spaced = false;
        self.cell_start = self.text.len();
    }

    /// Ends a cell; gives its text.
    pub fn end_cell(&mut self) -> &str {
        let kept = self.text.trim_end_matches([' ', '\n']).len().max(self.cell_start);
        self.text.truncate(kept);
        let range = (self.cell_start, self.text.len());
        if let Some(cells) = &mut self.cells {
            cells.push(range);
        }
        self.text.get(range.0..).unwrap_or_default()
    }

    /// Whether all that the row holds is printed bold.
    pub fn is_row_strong(&self) -> bool {
        let Some(cells) = &self.cells else { return false };
        let is_strong = |(start, end): &(usize, usize)| {
            start == end
                || self.marks.iter().any(|mark| {
                    mark.kind == MarkKind::Strong && mark.range.start <= *start && mark.range.end >= *end
                })
        };
        cells.iter().all(is_strong)
    }

    /// Ends the line. Inside a cell, a line feed tells its lines apart.
    pub fn end_line(&mut self, source: &Source, issues: &mut Vec<Issue>) {
        if self.cells.is_some() {
            if !self.is_line_empty() {
                self.text.push('\n');
            }
            self.is_spaced = false;
            return;
        }
        for (kind, start) in std::mem::take(&mut self.open_marks) {
            self.mark(kind.clone(), start);
            self.open_marks.push((kind, 0));
        }
        self.is_spaced = false;
        self.cell_start = 0;
        let text = std::mem::take(&mut self.text);
        let marks = std::mem::take(&mut self.marks);
        let Some(place) = self.place.take() else { return };
        self.finish_line(&text, place, marks, Vec::new(), source, issues);
    }

    /// Ends the row.
    pub fn end_row(&mut self, source: &Source, issues: &mut Vec<Issue>) {
        let Some(ranges) = self.cells.take() else { return };
        for (kind, start) in std::mem::take(&mut self.open_marks) {
            self.mark(kind.clone(), start);
            self.open_marks.push((kind, 0));
        }
        let text = std::mem::take(&mut self.text);
        let marks = std::mem::take(&mut self.marks);
        self.cell_start = 0;
        let lines = |cell: &str| cell.lines().map(str::trim).collect::<Vec<_>>().join("\n");
        let cells =
            ranges.iter().map(|(start, end)| lines(text.get(*start..*end).unwrap_or_default())).collect();
        let Some(place) = self.place.take() else { return };
        self.finish_line(&text.replace('\n', " "), place, marks, cells, source, issues);
    }

    fn finish_line(
        &mut self,
        text: &str,
        place: Place,
        mut marks: Vec<Mark>,
        cells: Vec<String>,
        source: &Source,
        issues: &mut Vec<Issue>,
    ) {
        let shift = text.len() - text.trim_start().len();
        let trimmed = text.trim();
        if let Some(issue) = long_line(source, trimmed, place.line_start) {
            issues.push(issue);
            return;
        }
        for mark in &mut marks {
            let clip = |at: usize| at.saturating_sub(shift).min(trimmed.len());
            mark.range = clip(mark.range.start)..clip(mark.range.end);
        }
        marks.retain(|mark| mark.range.start < mark.range.end);
        marks.sort_by_key(|mark| (mark.range.start, mark.range.end));
        if let Some((_, _, lines)) = &mut self.block
            && !trimmed.is_empty()
        {
            let place = Place { column: place.column.max(1), ..place };
            lines.push(Line { text: trimmed.to_owned(), place, cells, marks });
        }
    }

    /// Ends the block.
    pub fn end_block(&mut self, source: &Source, issues: &mut Vec<Issue>) {
        if self.cells.is_some() {
            self.end_row(source, issues);
        }
        self.end_line(source, issues);
        if let Some((kind, region, lines)) = self.block.take()
            && !lines.is_empty()
        {
            self.blocks.push(Block { kind, region, lines });
        }
    }
}
