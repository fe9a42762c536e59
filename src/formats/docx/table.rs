//! Tables of a document: rows of records, or cells that only place things on the page.

use super::body::{Context, Placed};
use crate::formats::long_line;
use crate::model::{Block, BlockKind, Line, Mark, MarkKind, Place, Region};

/// Lines and characters of a cell above which its table places things on the page.
const CELL_LINES: usize = 8;
const CELL_CHARS: usize = 800;
/// Longest heading in the middle of a table, in characters; longest cell that is repeated below.
const ROW_HEADING: usize = 120;
const REPEATED: usize = 100;
/// Columns that one cell covers at most.
const SPAN: usize = 64;

/// A table in the making.
#[derive(Default)]
pub struct Table {
    rows: Vec<Row>,
    /// What stands before the table, while one of its cells is open.
    outer: Vec<Placed>,
}

#[derive(Default)]
struct Row {
    cells: Vec<Cell>,
    is_head: bool,
}

#[derive(Default)]
struct Cell {
    blocks: Vec<Placed>,
    span: usize,
    /// Whether the cell goes on from the one above.
    goes_on: bool,
}

impl Cell {
    fn lines(&self) -> impl Iterator<Item = &Line> {
        self.blocks.iter().flat_map(|placed| &placed.block.lines)
    }

    /// The lines of the cell, parted by line feeds, with the marks moved along.
    fn text(&self) -> (String, Vec<Mark>) {
        let mut text = String::new();
        let mut marks = Vec::new();
        for line in self.lines() {
            if !text.is_empty() {
                text.push('\n');
            }
            let start = text.len();
            text.push_str(&line.text);
            let moved = line.marks.iter().cloned();
            marks.extend(
                moved.map(|mark| Mark { range: mark.range.start + start..mark.range.end + start, ..mark }),
            );
        }
        (text, marks)
    }

    fn is_strong(&self) -> bool {
        self.lines().all(|line| {
            let is_strong = |mark: &Mark| mark.kind == MarkKind::Strong && mark.range == (0..line.text.len());
            line.marks.iter().any(is_strong)
        })
    }
}

impl Table {
    /// Begins a row.
    pub fn begin_row(&mut self) {
        self.rows.push(Row::default());
    }

    /// Begins a cell; `outer` is kept until it ends.
    pub fn begin_cell(&mut self, outer: Vec<Placed>) {
        self.outer = outer;
        if self.rows.is_empty() {
            self.begin_row();
        }
        if let Some(row) = self.rows.last_mut() {
            row.cells.push(Cell { span: 1, ..Cell::default() });
        }
    }

    /// Ends a cell with what it holds; gives back what stood before.
    pub fn end_cell(&mut self, blocks: Vec<Placed>) -> Vec<Placed> {
        if let Some(cell) = self.rows.last_mut().and_then(|row| row.cells.last_mut()) {
            cell.blocks = blocks;
        }
        std::mem::take(&mut self.outer)
    }

    /// A property of the row or the cell that is open.
    pub fn property(&mut self, name: &str, value: Option<&str>, is_on: bool) {
        let Some(row) = self.rows.last_mut() else { return };
        match (name, row.cells.last_mut()) {
            ("tblHeader", _) => row.is_head = is_on,
            ("gridSpan", Some(cell)) => {
                cell.span = value.and_then(|n| n.parse().ok()).unwrap_or(1).clamp(1, SPAN);
            }
            ("vMerge", Some(cell)) => cell.goes_on = value != Some("restart"),
            _ => {}
        }
    }

    /// The blocks of the table.
    pub fn finish(self, region: Region, context: &mut Context) -> Vec<Placed> {
        let columns = self.rows.iter().map(|row| row.cells.iter().map(|cell| cell.span).sum::<usize>()).max();
        let columns = columns.unwrap_or(0);
        let cells = || self.rows.iter().flat_map(|row| &row.cells);
        let is_layout = cells().count() <= 1
            || cells().any(|cell| {
                let mut kinds = cell.blocks.iter().map(|placed| placed.block.kind);
                let is_placed =
                    kinds.any(|kind| matches!(kind, BlockKind::Heading(_) | BlockKind::Row { .. }));
                is_placed
                    || cell.lines().count() > CELL_LINES
                    || cell.lines().map(|line| line.text.len()).sum::<usize>() > CELL_CHARS
            });
        if is_layout {
            let blocks = self.rows.into_iter().flat_map(|row| row.cells).flat_map(|cell| {
                let mut blocks = cell.blocks;
                if let Some(first) = blocks.first_mut() {
                    first.is_set_off = true;
                }
                blocks
            });
            return blocks.collect();
        }
        // A first row in bold above rows that are not names the columns.
        let is_strong = |row: &Row| row.cells.iter().all(Cell::is_strong);
        let names_columns = columns > 1
            && self.rows.len() > 2
            && is_strong(&self.rows[0])
            && !self.rows[1..].iter().any(is_strong);
        let mut blocks = Vec::new();
        let mut above: Vec<String> = vec![String::new(); columns];
        for (index, row) in self.rows.iter().enumerate() {
            let is_head = row.is_head || (index == 0 && names_columns);
            if let Some(block) = block_of(row, is_head, columns, &mut above, region, context) {
                blocks.push(Placed { block, is_set_off: true });
            }
        }
        blocks
    }
}

fn block_of(
    row: &Row,
    is_head: bool,
    columns: usize,
    above: &mut [String],
    region: Region,
    context: &mut Context,
) -> Option<Block> {
    let places: Vec<Place> = row.cells.iter().flat_map(Cell::lines).map(|line| line.place).collect();
    let place = places.iter().skip(1).fold(*places.first()?, |all, place| all.to(*place));
    // A column of cells is a list of items with their lines.
    if columns == 1 {
        let lines = row.cells.iter().flat_map(Cell::lines).cloned().collect();
        return Some(Block { kind: BlockKind::Item { depth: 0, number: None }, region, lines });
    }
    let (mut text, mut cells, mut marks) = (String::new(), Vec::new(), Vec::new());
    let mut column = 0;
    for cell in &row.cells {
        let (own, own_marks) = cell.text();
        let shown = match above.get(column) {
            Some(above) if cell.goes_on && own.is_empty() => above.clone(),
            _ => own,
        };
        if column > 0 {
            text.push('\t');
        }
        let start = text.len();
        text.push_str(&shown.replace('\n', " "));
        marks.extend(
            own_marks
                .into_iter()
                .map(|mark| Mark { range: mark.range.start + start..mark.range.end + start, ..mark }),
        );
        if let Some(kept) = above.get_mut(column) {
            *kept = if shown.chars().count() <= REPEATED { shown.clone() } else { String::new() };
        }
        cells.push(shown);
        for _ in 1..cell.span {
            text.push('\t');
            cells.push(String::new());
        }
        column += cell.span;
    }
    let shift = text.len() - text.trim_start().len();
    let trimmed = text.trim();
    if let Some(issue) = long_line(context.source, trimmed, place.line_start) {
        context.issues.push(issue);
        return None;
    }
    for mark in &mut marks {
        let clip = |at: usize| at.saturating_sub(shift).min(trimmed.len());
        mark.range = clip(mark.range.start)..clip(mark.range.end);
    }
    marks.retain(|mark| mark.range.start < mark.range.end);
    marks.sort_by_key(|mark| (mark.range.start, mark.range.end));
    let mut full = row.cells.iter().filter(|cell| cell.lines().next().is_some());
    let is_lone =
        matches!((full.next(), full.next()), (Some(cell), None) if cell.span > 1 && cell.span + 1 >= columns);
    let is_heading = is_lone && trimmed.chars().count() <= ROW_HEADING && !trimmed.contains('\t');
    let (kind, cells) = match is_heading {
        true => (BlockKind::Heading(5), Vec::new()),
        false => (BlockKind::Row { is_head }, cells),
    };
    Some(Block { kind, region, lines: vec![Line { text: trimmed.to_owned(), place, cells, marks }] })
}
