//! The narrow waist: every format makes blocks, everything after eats blocks.

use serde::{Deserialize, Serialize};

/// Where something stands in its document. Lines are counted from 1: those of the decoded text, or, where
/// a format has no text of its own (PDF, DOCX), the printed lines or paragraphs through the whole document.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Place {
    /// First line, from 1.
    pub line_start: u32,
    /// Last line, inclusive.
    pub line_end: u32,
    /// First character in the first line, from 1.
    pub column: u32,
    /// Page of a document in pages, or file of a document in several, from 1; 0 where there is but one.
    pub part: u32,
}

impl Place {
    /// One whole line.
    pub fn line(line: u32) -> Self {
        Self { line_start: line, line_end: line, column: 1, part: 0 }
    }

    /// From the beginning of this to the end of `other`.
    pub fn to(self, other: Self) -> Self {
        Self { line_end: other.line_end.max(self.line_end), ..self }
    }
}

/// What the layout says that a block is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BlockKind {
    /// A heading, level from 1.
    Heading(u8),
    /// Lines without a blank line between them.
    Paragraph,
    /// One item of a list, with its depth from 0 and, in a numbered list, its number.
    Item {
        /// Nesting from 0.
        depth: u8,
        /// Number that is printed, if one is.
        number: Option<u64>,
    },
    /// One row of a table; its one line carries the cells.
    Row {
        /// True for a row that names the columns.
        is_head: bool,
    },
    /// Lines quoted from elsewhere.
    Quote,
    /// Preformatted text or program code.
    Code,
    /// A rule that separates parts.
    Rule,
}

/// What is special about a stretch of a line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum MarkKind {
    /// Printed bold.
    Strong,
    /// Printed italic.
    Emphasis,
    /// Struck out, or deleted with the deletion on record: the text is withdrawn.
    Struck,
    /// In a comment of the format, which no reader sees.
    Commented,
    /// A link, with its target.
    Link(String),
    /// The whole of a line that ends where the next word had no room, though it may end there anyway.
    Full,
}

/// A stretch of a line with something special about it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mark {
    /// What is special.
    pub kind: MarkKind,
    /// Bytes of [`Line::text`], on character boundaries.
    pub range: std::ops::Range<usize>,
}

/// One printed line, without the marks of its format.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    /// What a reader sees, with outer white space removed and inner white space kept.
    pub text: String,
    /// Where it stands.
    pub place: Place,
    /// In a table, the text of each cell, with line feeds between the lines of one; otherwise empty.
    pub cells: Vec<String>,
    /// Special stretches, in order of their beginning.
    pub marks: Vec<Mark>,
}

impl Line {
    /// A line with neither cells nor marks.
    pub fn plain(text: &str, place: Place) -> Self {
        Self { text: text.trim().to_owned(), place, cells: Vec::new(), marks: Vec::new() }
    }
}

/// What part of the page a block belongs to, as far as the format tells.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Region {
    /// The document itself, or nothing tells.
    #[default]
    Body,
    /// Navigation, running heads and feet, page numbers, buttons, banners.
    Furniture,
    /// A footnote.
    Footnote,
    /// What readers wrote below.
    Comments,
    /// A list in the front matter, below the key that names it.
    Data,
}

/// Lines that belong together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Block {
    /// What the layout says.
    pub kind: BlockKind,
    /// What part of the page it belongs to.
    pub region: Region,
    /// At least one line, none of them empty, except for a rule, which has none.
    pub lines: Vec<Line>,
}

impl Block {
    /// A block of the body.
    pub fn new(kind: BlockKind, lines: Vec<Line>) -> Self {
        Self { kind, region: Region::Body, lines }
    }
}

/// A document as text with layout: what the read stage makes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Text {
    /// IANA media type.
    pub media_type: String,
    /// WHATWG name of the character encoding.
    pub encoding: String,
    /// Lines in the decoded text.
    pub n_lines: u32,
    /// What the format states beside the text (front matter, the head of a web page, the properties of a
    /// document, the keys around a list of records): key, value as text, and line, in printed order.
    pub front_matter: Vec<(String, String, u32)>,
    /// The blocks in printed order.
    pub blocks: Vec<Block>,
    /// True where the format is one of lists of records, so that its rows are the list.
    pub is_list: bool,
    /// For a folder of files, their names in order; [`Place::part`] counts them.
    pub parts: Vec<String>,
}
