//! From the tree of a page to its blocks.

use super::display::{Display, display, name_of};
use super::facts::Facts;
use super::lines::Blocks;
use super::regions;
use super::style::{Looks, Styles};
use super::tree::{COMMENT, Element, Kind, NodeId, Tree, is_heading};
use crate::formats::Source;
use crate::model::{Block, BlockKind, Issue, MarkKind, Place, Region};

/// Lines of an item at most; one that holds more is a part of the page printed as an item.
const ITEM_LINES: usize = 12;
/// Rows that a cell reaches down at most, columns that are carried down, and characters of such a cell.
const ROWSPAN: usize = 100;
const SPANNED: usize = 20;
const SPANNED_CHARS: usize = 100;
/// Characters of a heading in the middle of a table at most.
const ROW_HEADING: usize = 120;

/// The blocks of a page.
pub fn blocks(
    tree: &Tree,
    facts: &Facts,
    styles: Styles,
    source: &Source,
    issues: &mut Vec<Issue>,
) -> Vec<Block> {
    let has_main = (0..tree.nodes.len()).any(|id| {
        tree.element(id)
            .is_some_and(|e| e.is(&["main", "article"]) || (e.name == "h1" && !in_header(tree, id)))
    });
    let mut walker = Walker {
        tree,
        facts,
        source,
        issues,
        styles,
        has_main,
        out: Blocks::default(),
        frames: Vec::new(),
        region: Region::Body,
        lists: Vec::new(),
        tables: Vec::new(),
        compact: 0,
        quotes: 0,
        pre: 0,
        raised: 0,
        separate: None,
    };
    tree.walk(&mut walker, |walker, id| walker.enter(id), |walker, id| walker.leave(id));
    walker.out.end_block(walker.source, walker.issues);
    walker.out.blocks
}

fn in_header(tree: &Tree, id: NodeId) -> bool {
    let mut at = id;
    while at != super::tree::ROOT {
        at = tree.nodes[at].parent;
        if tree.element(at).is_some_and(|element| element.is(&["header", "nav"])) {
            return true;
        }
    }
    false
}

/// What is undone where an element ends.
struct Frame {
    region: Region,
    n_marks: usize,
    /// What the element opened beside that.
    opened: Opened,
    /// Whether the line ends with the element.
    is_block: bool,
    /// Blocks when the element began, to tell whether it printed anything.
    n_blocks: usize,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Opened {
    Nothing,
    List,
    /// One block with its lines: an item, a card.
    Compact,
    Quote,
    Pre,
    /// Printed small above the line.
    Raised,
    Table,
    /// The head of a table.
    Head,
    Row,
    Cell,
}

struct List {
    next: Option<u64>,
}

struct Table {
    is_layout: bool,
    columns: usize,
    is_head: bool,
    n_rows: usize,
    /// First block of the table.
    first_block: usize,
    first_is_strong: bool,
    others_are_strong: bool,
    /// Cells of the open row: nonempty ones, those of heads, and columns taken.
    n_full: usize,
    n_heads: usize,
    n_cells: usize,
    spans_all: bool,
    /// Columns that are taken from above: rows left, and the text.
    spans: Vec<(usize, String)>,
    cell: (bool, usize, usize),
}

struct Walker<'a> {
    tree: &'a Tree,
    facts: &'a Facts,
    source: &'a Source<'a>,
    issues: &'a mut Vec<Issue>,
    styles: Styles,
    has_main: bool,
    out: Blocks,
    frames: Vec<Frame>,
    region: Region,
    lists: Vec<List>,
    tables: Vec<Table>,
    /// Open elements inside which blocks are lines.
    compact: usize,
    quotes: usize,
    pre: usize,
    /// Elements around this one whose text is raised.
    raised: usize,
    /// Class of the element inside the line that ended right before.
    separate: Option<String>,
}

impl Walker<'_> {
    fn enter(&mut self, id: NodeId) -> bool {
        let tree = self.tree;
        let element = match &tree.nodes[id].kind {
            Kind::Text(text, place) => {
                self.text(text, *place);
                return false;
            }
            Kind::Element(element) => element,
        };
        let looks = self.styles.looks(element);
        match display(element) {
            Display::Skipped => return false,
            Display::Break => {
                self.end_line();
                self.separate = None;
                return false;
            }
            shown => self.open(id, element, shown == Display::Block, &looks),
        }
        true
    }

    fn open(&mut self, id: NodeId, element: &Element, is_block: bool, looks: &Looks) {
        let mut frame = Frame {
            region: self.region,
            n_marks: 0,
            opened: Opened::Nothing,
            is_block,
            n_blocks: self.out.blocks.len(),
        };
        if self.region == Region::Body
            && let Some(region) = regions::of(self.tree, self.facts, id, element, self.has_main)
        {
            self.end_block();
            self.region = region;
            frame.is_block = true;
        }
        let place = self.tree.nodes[id].place;
        let name = name_of(element);
        match name {
            COMMENT => {
                self.end_line();
                self.mark(MarkKind::Commented, &mut frame);
            }
            "ul" | "ol" | "menu" | "dir" => {
                self.end_block_or_line();
                let first = element.get("start").and_then(|n| n.parse().ok()).unwrap_or(1);
                self.lists.push(List { next: (name == "ol").then_some(first) });
                frame.opened = Opened::List;
            }
            "li" => frame.opened = self.item(id, element),
            "dt" => self.begin(BlockKind::Item { depth: self.depth(), number: None }),
            "dd" if matches!(self.out.kind(), Some(BlockKind::Item { .. })) => self.end_line(),
            "dd" => self.begin(BlockKind::Item { depth: self.depth(), number: None }),
            "table" => frame.opened = self.table(id),
            "thead" => {
                if let Some(table) = self.tables.last_mut() {
                    table.is_head = true;
                }
                self.end_block_or_line();
                frame.opened = Opened::Head;
            }
            "tbody" | "tfoot" => self.end_block_or_line(),
            "tr" => frame.opened = self.row(),
            "td" | "th" => frame.opened = self.cell(element, name == "th"),
            "blockquote" => {
                self.end_block_or_line();
                if self.facts.share(id) < 0.5 {
                    self.quotes += 1;
                    frame.opened = Opened::Quote;
                }
            }
            "pre" => {
                self.end_block_or_line();
                self.pre += 1;
                frame.opened = Opened::Pre;
            }
            "sup" => {
                self.raised += 1;
                frame.opened = Opened::Raised;
            }
            "hr" => {
                self.end_block();
                self.out.blocks.push(Block { kind: BlockKind::Rule, region: self.region, lines: Vec::new() });
            }
            "img" => self.image(id, element, place),
            "caption" => self.begin_heading(5, &mut frame),
            "summary" if self.facts.chars(id) <= ROW_HEADING => self.begin_heading(4, &mut frame),
            _ if is_heading(name) => {
                let digit = name.as_bytes().get(1).copied().unwrap_or(b'1');
                self.begin_heading(digit.saturating_sub(b'0'), &mut frame);
            }
            _ if is_block && self.compact == 0 && self.facts.is_card(id) => {
                self.begin(BlockKind::Item { depth: self.depth(), number: None });
                self.compact += 1;
                frame.opened = Opened::Compact;
            }
            _ if is_block => self.end_block_or_line(),
            _ if self.is_entry(id) => {
                self.begin(BlockKind::Item { depth: self.depth(), number: None });
                frame.is_block = true;
            }
            _ => self.inline(element),
        }
        for (is_marked, kind) in [
            (looks.strong, MarkKind::Strong),
            (looks.emphasis, MarkKind::Emphasis),
            (looks.struck, MarkKind::Struck),
        ] {
            if is_marked {
                self.mark(kind, &mut frame);
            }
        }
        if element.name == "a"
            && let Some(target) = element.get("href")
        {
            self.mark(MarkKind::Link(target.to_owned()), &mut frame);
        }
        self.frames.push(frame);
    }

    fn leave(&mut self, id: NodeId) {
        let Some(frame) = self.frames.pop() else { return };
        for _ in 0..frame.n_marks {
            self.out.close_mark();
        }
        let element = self.tree.element(id);
        match frame.opened {
            Opened::Nothing => {}
            Opened::List => {
                self.lists.pop();
            }
            Opened::Compact => self.compact = self.compact.saturating_sub(1),
            Opened::Quote => self.quotes = self.quotes.saturating_sub(1),
            Opened::Pre => self.pre = self.pre.saturating_sub(1),
            Opened::Raised => self.raised = self.raised.saturating_sub(1),
            Opened::Cell => self.end_cell(),
            Opened::Row => self.end_row(frame.n_blocks),
            Opened::Table => self.end_table(),
            Opened::Head => {
                if let Some(table) = self.tables.last_mut() {
                    table.is_head = false;
                }
            }
        }
        if frame.region != self.region {
            self.end_block();
            self.region = frame.region;
        } else if frame.opened != Opened::Cell && frame.is_block {
            match element.map(name_of) {
                // What defines the term follows.
                Some("dt") => self.end_line(),
                Some("dd") if self.next_is_definition(id) => self.end_line(),
                Some("dd" | "dl") => self.end_block_or_line(),
                Some("li") => self.end_block(),
                _ if frame.opened == Opened::Compact => self.end_block(),
                _ => self.end_block_or_line(),
            }
        }
        self.separate = element
            .filter(|element| element.is(&["span", "a", "strong", "b", "em", "i", "small"]))
            .and_then(|element| element.get("class"))
            .filter(|class| !class.is_empty())
            .map(str::to_owned);
    }

    fn text(&mut self, text: &str, place: Place) {
        if self.pre == 0 {
            if !text.is_empty() {
                self.separate = None;
            }
            match raised(text).filter(|_| self.raised > 0) {
                Some(figures) => self.out.push(&figures, place, self.region),
                None => self.out.push(text, place, self.region),
            }
            return;
        }
        // Preformatted: line ends count, and blank lines part blocks.
        let mut place = place;
        for (index, line) in text.split('\n').enumerate() {
            if index > 0 {
                match self.out.is_line_empty() {
                    true => self.end_block_or_line(),
                    false => self.end_line(),
                }
                place = Place::line(place.line_start.saturating_add(1));
            }
            self.out.push(line, place, self.region);
        }
    }

    /// An element inside the line. Two of different classes that touch are set apart by their styles.
    fn inline(&mut self, element: &Element) {
        let Some(before) = self.separate.take() else { return };
        let is_other = element.get("class").is_some_and(|class| !class.is_empty() && class != before);
        let is_word = self.out.last_char().is_some_and(|c| c.is_lowercase() || c.is_numeric() || c == ')');
        if is_other && is_word {
            self.separate = None;
            self.out.space();
        }
    }

    fn is_entry(&self, id: NodeId) -> bool {
        self.compact == 0 && !self.out.is_in_row() && self.facts.is_split(self.tree.nodes[id].parent)
    }

    fn depth(&self) -> u8 {
        u8::try_from(self.lists.len().saturating_sub(1)).unwrap_or(u8::MAX)
    }

    fn item(&mut self, id: NodeId, element: &Element) -> Opened {
        let number = self.lists.last_mut().and_then(|list| {
            let number = element.get("value").and_then(|n| n.parse().ok()).or(list.next);
            list.next = number.map(|number: u64| number.saturating_add(1));
            number
        });
        self.begin(BlockKind::Item { depth: self.depth(), number });
        if self.facts.items(id) > 1 || self.facts.lines(id) <= ITEM_LINES {
            self.compact += 1;
            return Opened::Compact;
        }
        Opened::Nothing
    }

    fn table(&mut self, id: NodeId) -> Opened {
        self.end_block_or_line();
        let columns = self.facts.columns(id);
        self.tables.push(Table {
            is_layout: self.facts.is_layout(id) || columns == 0 || self.out.is_in_row(),
            columns,
            is_head: false,
            n_rows: 0,
            first_block: self.out.blocks.len(),
            first_is_strong: false,
            others_are_strong: false,
            n_full: 0,
            n_heads: 0,
            n_cells: 0,
            spans_all: false,
            spans: Vec::new(),
            cell: (false, 1, 1),
        });
        Opened::Table
    }

    fn row(&mut self) -> Opened {
        let Some(table) = self.tables.last_mut().filter(|table| !table.is_layout) else {
            self.end_block_or_line();
            return Opened::Nothing;
        };
        (table.n_full, table.n_heads, table.n_cells, table.spans_all) = (0, 0, 0, false);
        table.n_rows += 1;
        match table.columns {
            // A column of cells is a list of items with their lines.
            1 => {
                self.begin(BlockKind::Item { depth: self.depth(), number: None });
                self.compact += 1;
                Opened::Compact
            }
            _ => {
                self.begin(BlockKind::Row { is_head: false });
                self.out.begin_row();
                Opened::Row
            }
        }
    }

    fn cell(&mut self, element: &Element, is_head: bool) -> Opened {
        if !self.out.is_in_row() || self.tables.last().is_none_or(|table| table.is_layout) {
            self.end_block_or_line();
            return Opened::Nothing;
        }
        let number = |name: &str, most: usize| {
            element.get(name).and_then(|n| n.parse().ok()).unwrap_or(1usize).clamp(1, most)
        };
        let (columns, rows) = (number("colspan", 50), number("rowspan", ROWSPAN));
        self.carry_down();
        self.out.begin_cell();
        if let Some(table) = self.tables.last_mut() {
            table.cell = (is_head, columns, rows);
        }
        Opened::Cell
    }

    /// Cells that reach down from the rows above, up to the next column that is free.
    fn carry_down(&mut self) {
        let region = self.region;
        let Some(table) = self.tables.last_mut() else { return };
        while let Some((rows, text)) = table.spans.get_mut(table.n_cells).filter(|(rows, _)| *rows > 0) {
            *rows -= 1;
            self.out.begin_cell();
            if !text.is_empty() {
                self.out.repeat(text, region);
            }
            self.out.end_cell();
            table.n_cells += 1;
        }
    }

    fn end_cell(&mut self) {
        let text = self.out.end_cell();
        let Some(table) = self.tables.last_mut() else { return };
        let (is_head, columns, rows) = table.cell;
        let is_full = !text.is_empty();
        table.n_full += usize::from(is_full);
        table.n_heads += usize::from(is_full && is_head);
        table.spans_all |= is_full && columns > 1 && columns >= table.columns.saturating_sub(1);
        if rows > 1 && table.n_cells < SPANNED {
            let carried = if text.chars().count() <= SPANNED_CHARS { text.to_owned() } else { String::new() };
            let at = table.n_cells;
            if table.spans.len() <= at {
                table.spans.resize(at + 1, (0, String::new()));
            }
            table.spans[at] = (rows - 1, carried);
        }
        table.n_cells += columns;
        for _ in 1..columns {
            self.out.begin_cell();
            self.out.end_cell();
        }
    }

    fn end_row(&mut self, n_blocks: usize) {
        self.carry_down();
        let is_strong = self.out.is_row_strong();
        let Some(table) = self.tables.last_mut() else { return };
        let is_lone = table.n_full == 1 && (table.spans_all || (table.n_cells == 1 && table.n_heads == 1));
        let is_head = table.n_full > 0 && (table.n_heads == table.n_full || table.is_head);
        if table.n_rows == 1 {
            table.first_is_strong = is_strong && table.n_full > 1;
        } else {
            table.others_are_strong |= is_strong;
        }
        self.end_block();
        // A cell across the whole table names the rows below it.
        if self.out.blocks.len() > n_blocks
            && let Some(last) = self.out.blocks.last_mut()
            && let Some(line) = last.lines.first_mut()
        {
            let is_short = line.text.chars().count() <= ROW_HEADING
                && !line.cells.iter().any(|cell| cell.contains('\n'));
            if is_lone && is_short {
                last.kind = BlockKind::Heading(5);
                line.cells = Vec::new();
            } else {
                last.kind = BlockKind::Row { is_head };
            }
        }
    }

    fn end_table(&mut self) {
        self.end_block_or_line();
        let Some(table) = self.tables.pop() else { return };
        // A first row in bold above rows that are not names the columns.
        if table.first_is_strong
            && !table.others_are_strong
            && table.n_rows > 2
            && let Some(first) = self.out.blocks.get_mut(table.first_block)
            && first.kind == (BlockKind::Row { is_head: false })
        {
            first.kind = BlockKind::Row { is_head: true };
        }
    }

    /// The name of a picture counts where the item or the cell prints nothing else.
    fn image(&mut self, id: NodeId, element: &Element, place: Place) {
        let Some(alt) = element.get("alt").filter(|alt| !alt.is_empty()) else { return };
        let mut at = self.tree.nodes[id].parent;
        for _ in 0..8 {
            let Some(holder) = self.tree.element(at) else { return };
            if self.facts.chars(at) > 0 || at == super::tree::ROOT {
                return;
            }
            if matches!(name_of(holder), "li" | "td" | "figure" | "dt" | "dd") && self.facts.images(at) == 1 {
                self.out.push(alt, place, self.region);
                return;
            }
            at = self.tree.nodes[at].parent;
        }
    }

    fn next_is_definition(&self, id: NodeId) -> bool {
        let mut next = self.tree.nodes[id].next;
        while let Some(at) = next {
            if let Some(element) = self.tree.element(at) {
                return element.name == "dd";
            }
            next = self.tree.nodes[at].next;
        }
        false
    }

    fn begin_heading(&mut self, level: u8, frame: &mut Frame) {
        if self.compact > 0 || self.out.is_in_row() {
            self.end_line();
            self.mark(MarkKind::Strong, frame);
        } else {
            self.begin(BlockKind::Heading(level));
        }
    }

    fn begin(&mut self, kind: BlockKind) {
        self.out.begin(kind, self.region, self.source, self.issues);
        self.separate = None;
    }

    fn mark(&mut self, kind: MarkKind, frame: &mut Frame) {
        self.out.open_mark(kind);
        frame.n_marks += 1;
    }

    fn end_line(&mut self) {
        self.out.end_line(self.source, self.issues);
    }

    fn end_block(&mut self) {
        self.out.end_block(self.source, self.issues);
        self.separate = None;
    }

    fn end_block_or_line(&mut self) {
        self.separate = None;
        if self.out.is_in_row() || (self.compact > 0 && self.out.kind().is_some()) {
            self.end_line();
            return;
        }
        self.end_block();
        if self.quotes > 0 {
            self.out.begin(BlockKind::Quote, self.region, self.source, self.issues);
        }
    }
}
/// Figures of footnotes as raised characters, without what parts them; `None` for any other text.
fn raised(text: &str) -> Option<String> {
    const FIGURES: [char; 10] = ['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'];
    let is_mark = |c: char| c.is_ascii_digit() || matches!(c, ',' | ' ' | '*' | '†' | '‡');
    (text.contains(|c: char| c.is_ascii_digit()) && text.chars().all(is_mark))
        .then(|| text.chars().filter_map(|c| FIGURES.get(c.to_digit(10)? as usize)).collect())
}
