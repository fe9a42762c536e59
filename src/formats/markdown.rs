//! Markdown: CommonMark with tables, struck-out text and front matter.
//!
//! Every line end inside a paragraph makes a line, hard or soft, since lists of signatories are
//! printed both ways. Of HTML inside Markdown, breaks, paragraphs, items, headings, bold and struck-out
//! text count; other tags are dropped and their text stays; comments, scripts and styles go with their
//! content.

use super::{Format, Source, front_matter, lines_of, long_line, records, yaml};
use crate::model::{Block, BlockKind, Line, Mark, MarkKind, Outcome, Place, Text};
use pulldown_cmark::{Event, HeadingLevel, MetadataBlockKind, Options, Parser, Tag, TagEnd};
use std::ops::Range;

/// Markdown.
pub struct Markdown;

impl Format for Markdown {
    fn media_type(&self) -> &'static str {
        "text/markdown"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["md", "markdown"]
    }

    fn read(&self, source: &Source) -> Outcome<Text> {
        read(source)
    }
}

/// Blocks from the events of the Markdown parser.
fn read(source: &Source) -> Outcome<Text> {
    let mut builder = Builder::new(source);
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_YAML_STYLE_METADATA_BLOCKS
        | Options::ENABLE_PLUSES_DELIMITED_METADATA_BLOCKS;
    for (event, range) in Parser::new_ext(source.text, options).into_offset_iter() {
        builder.event(event, range);
    }
    builder.finish()
}

struct Builder<'a> {
    source: &'a Source<'a>,
    /// Byte offset at which each line begins.
    line_starts: Vec<usize>,
    outcome: Outcome<Text>,
    /// Kind of the block that is open, and its lines so far.
    block: Option<(BlockKind, Vec<Line>)>,
    /// Text of the line that is open, with its place.
    text: String,
    place: Option<Place>,
    /// Source line, byte offset and column of the place told last; columns are counted on from there.
    last_place: (u32, usize, u32),
    marks: Vec<Mark>,
    open_marks: Vec<(MarkKind, usize)>,
    cells: Vec<String>,
    /// Byte of the open line at which the open cell begins.
    cell_start: usize,
    /// Number of the next item, for each list that is open; `None` for bullets.
    lists: Vec<Option<u64>>,
    in_quote: usize,
    in_row: bool,
    /// The front matter so far, with the line on which it begins.
    metadata: Option<(String, u32)>,
    /// Lists in the front matter; they stand behind the text.
    data: Vec<Block>,
    in_comment: bool,
    /// A tag of HTML that began on an earlier line.
    in_tag: bool,
    /// Element of HTML whose content is no text, while it is open.
    skipped: Option<&'static str>,
}

impl<'a> Builder<'a> {
    fn new(source: &'a Source<'a>) -> Self {
        Self {
            source,
            line_starts: lines_of(source.text).map(|(start, _)| start).collect(),
            outcome: Outcome::default(),
            block: None,
            text: String::new(),
            place: None,
            last_place: (0, 0, 1),
            marks: Vec::new(),
            open_marks: Vec::new(),
            cells: Vec::new(),
            cell_start: 0,
            lists: Vec::new(),
            in_quote: 0,
            in_row: false,
            metadata: None,
            data: Vec::new(),
            in_comment: false,
            in_tag: false,
            skipped: None,
        }
    }

    fn event(&mut self, event: Event, range: Range<usize>) {
        match event {
            Event::Start(tag) => self.start(tag),
            Event::End(tag) => self.end(tag),
            // With line ends of two bytes, front matter comes in pieces.
            Event::Text(text) if self.metadata.is_some() => {
                let line = self.line_of(range.start);
                if let Some((yaml, first_line)) = &mut self.metadata {
                    if yaml.is_empty() {
                        *first_line = line;
                    }
                    yaml.push_str(&text);
                }
            }
            // Preformatted text comes as one event; inside a paragraph a text holds no line end.
            Event::Text(text) => {
                for (offset, line) in lines_of(&text) {
                    if offset > 0 {
                        self.end_line();
                    }
                    self.push(line, range.start + offset);
                }
                if text.ends_with('\n') {
                    self.end_line();
                }
            }
            Event::Code(text) => self.push(&text, range.start),
            Event::SoftBreak | Event::HardBreak => self.end_line(),
            Event::InlineHtml(html) | Event::Html(html) => self.html(&html, range.start),
            Event::Rule => {
                self.end_block();
                self.outcome.value.blocks.push(Block::new(BlockKind::Rule, Vec::new()));
            }
            _ => {}
        }
    }

    fn start(&mut self, tag: Tag) {
        match tag {
            // The paragraph of a loose item is the item.
            Tag::Paragraph if matches!(self.block, Some((BlockKind::Item { .. }, _))) => {}
            Tag::Paragraph if self.in_quote > 0 => self.begin(BlockKind::Quote),
            Tag::Paragraph => self.begin(BlockKind::Paragraph),
            Tag::Heading { level, .. } => self.begin(BlockKind::Heading(level_of(level))),
            Tag::CodeBlock(_) => self.begin(BlockKind::Code),
            Tag::HtmlBlock => self.begin(BlockKind::Paragraph),
            Tag::BlockQuote(_) => self.in_quote += 1,
            Tag::List(first) => {
                self.end_block();
                self.lists.push(first);
            }
            Tag::Item => {
                let depth = u8::try_from(self.lists.len().saturating_sub(1)).unwrap_or(u8::MAX);
                let number = self.lists.last_mut().and_then(|next| {
                    let number = *next;
                    *next = next.map(|number| number.saturating_add(1));
                    number
                });
                self.begin(BlockKind::Item { depth, number });
            }
            Tag::TableHead | Tag::TableRow => {
                self.begin(BlockKind::Row { is_head: matches!(tag, Tag::TableHead) });
                self.in_row = true;
            }
            Tag::MetadataBlock(_) => self.metadata = Some((String::new(), 1)),
            Tag::Strong => self.open_mark(MarkKind::Strong),
            Tag::Emphasis => self.open_mark(MarkKind::Emphasis),
            Tag::Strikethrough => self.open_mark(MarkKind::Struck),
            Tag::Link { dest_url, .. } => self.open_mark(MarkKind::Link(dest_url.into_string())),
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Paragraph | TagEnd::Heading(_) | TagEnd::CodeBlock | TagEnd::Item | TagEnd::HtmlBlock => {
                // What is left open ends with its block, so that it cannot hide the rest of the document.
                self.in_comment = false;
                self.in_tag = false;
                self.skipped = None;
                self.end_block();
            }
            TagEnd::BlockQuote(_) => {
                self.end_block();
                self.in_quote = self.in_quote.saturating_sub(1);
            }
            TagEnd::List(_) => {
                self.end_block();
                self.lists.pop();
            }
            TagEnd::TableCell => {
                let cell = self.text.get(self.cell_start..).unwrap_or_default().trim().to_owned();
                self.cells.push(cell);
                self.text.push('\t');
                self.cell_start = self.text.len();
            }
            TagEnd::TableHead | TagEnd::TableRow => {
                self.skipped = None;
                self.end_block();
                self.in_row = false;
            }
            TagEnd::MetadataBlock(MetadataBlockKind::PlusesStyle) => {
                if let Some((toml, line)) = self.metadata.take() {
                    let fields =
                        front_matter::read_toml(self.source.path, &toml, line, &mut self.outcome.issues);
                    self.outcome.value.front_matter.extend(fields);
                }
            }
            TagEnd::MetadataBlock(MetadataBlockKind::YamlStyle) => {
                if let Some((yaml, line)) = self.metadata.take() {
                    let fields = front_matter::read(self.source.path, &yaml, line, &mut self.outcome.issues);
                    self.outcome.value.front_matter.extend(fields);
                    // What is not valid was told of by the line above.
                    let values = yaml::values(self.source, &yaml, line, &mut Vec::new());
                    self.data.extend(records::lists_of(self.source, &values, &mut self.outcome.issues));
                }
            }
            TagEnd::Strong | TagEnd::Emphasis | TagEnd::Strikethrough | TagEnd::Link => self.close_mark(),
            _ => {}
        }
    }

    /// Breaks lines at `<br>`, `<p>` and the like, keeps text between tags, drops the rest.
    fn html(&mut self, html: &str, start: usize) {
        let mut at = 0;
        while at < html.len() {
            let rest = &html[at..];
            if self.in_tag {
                let Some(end) = rest.find('>') else { return };
                self.in_tag = false;
                at += end + 1;
            } else if let Some(name) = self.skipped {
                let Some(end) = end_tag(rest, name) else { return };
                self.skipped = None;
                at += end;
            } else if self.in_comment {
                match rest.find("-->") {
                    Some(end) => {
                        self.in_comment = false;
                        at += end + 3;
                    }
                    None => return,
                }
            } else if rest.starts_with("<!--") {
                self.in_comment = true;
                at += 4;
            } else if is_tag(rest) {
                let end = rest.find('>').map(|end| end + 1);
                // The rest of the tag comes with the next line.
                self.in_tag = end.is_none();
                let end = end.unwrap_or(rest.len());
                self.tag(&rest[..end]);
                at += end;
            } else {
                let first = rest.chars().next().map_or(1, char::len_utf8);
                let end = rest[first..].find('<').map_or(rest.len(), |end| first + end);
                // A line end is white space in HTML; text begins behind it.
                let shown = rest[..end].replace(['\n', '\r'], " ");
                let indent = end - rest[..end].trim_start().len();
                self.push(&htmlize::unescape(shown), start + at + indent);
                at += end;
            }
        }
    }

    /// What a tag of HTML does: breaks the line, ends the block, opens an item, marks text.
    fn tag(&mut self, tag: &str) {
        let is_end = tag.starts_with("</");
        let name: String = tag
            .trim_start_matches(['<', '/'])
            .chars()
            .take_while(char::is_ascii_alphanumeric)
            .collect::<String>()
            .to_ascii_lowercase();
        match name.as_str() {
            "script" if !is_end => self.skipped = Some("script"),
            "style" if !is_end => self.skipped = Some("style"),
            "br" | "tr" => self.end_line(),
            "p" | "div" | "ul" | "ol" | "table" | "hr" | "section" | "article" => self.end_block(),
            "li" if is_end => self.end_block(),
            "li" => self.begin(BlockKind::Item { depth: 0, number: None }),
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" if is_end => self.end_block(),
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
                self.begin(BlockKind::Heading(name.as_bytes()[1] - b'0'));
            }
            "s" | "del" | "strike" if is_end => self.close_mark(),
            "s" | "del" | "strike" => self.open_mark(MarkKind::Struck),
            "b" | "strong" if is_end => self.close_mark(),
            "b" | "strong" => self.open_mark(MarkKind::Strong),
            _ => {}
        }
    }

    fn begin(&mut self, kind: BlockKind) {
        self.end_block();
        self.block = Some((kind, Vec::new()));
    }

    fn push(&mut self, text: &str, offset: usize) {
        if self.in_comment || self.skipped.is_some() {
            return;
        }
        if self.block.is_none() {
            self.block = Some((BlockKind::Paragraph, Vec::new()));
        }
        // Leading space would shift the marks of a line that is trimmed later.
        let text = if self.text.is_empty() { text.trim_start() } else { text };
        if self.place.is_none() && !text.trim().is_empty() {
            self.place = Some(self.place_of(offset));
        }
        if self.in_row {
            // A tab tells cells apart.
            self.text.push_str(&text.replace('\t', " "));
        } else {
            self.text.push_str(text);
        }
    }

    /// The place at a byte of the source. One line may hold a whole list, so its characters are counted
    /// once, not from its beginning for every place on it.
    fn place_of(&mut self, offset: usize) -> Place {
        let line = self.line_of(offset);
        let (last_line, last_offset, last_column) = self.last_place;
        let (start, column) = if last_line == line && last_offset <= offset {
            (last_offset, last_column)
        } else {
            (self.line_starts.get(line as usize - 1).copied().unwrap_or(0), 1)
        };
        let between = self.source.text.get(start..offset).unwrap_or_default();
        let column = column.saturating_add(u32::try_from(between.chars().count()).unwrap_or(u32::MAX));
        self.last_place = (line, offset, column);
        Place { column, ..Place::line(line) }
    }

    fn open_mark(&mut self, kind: MarkKind) {
        self.open_marks.push((kind, self.text.len()));
    }

    fn close_mark(&mut self) {
        if let Some((kind, start)) = self.open_marks.pop()
            && start < self.text.len()
        {
            self.marks.push(Mark { kind, range: start..self.text.len() });
        }
    }

    fn end_line(&mut self) {
        if self.in_row {
            self.text.push(' ');
            return;
        }
        // A mark that runs over the line end is closed here and opened again on the next line.
        for (kind, start) in &mut self.open_marks {
            if *start < self.text.len() {
                self.marks.push(Mark { kind: kind.clone(), range: *start..self.text.len() });
            }
            *start = 0;
        }
        let text = std::mem::take(&mut self.text);
        self.cell_start = 0;
        let trimmed = text.trim_end();
        let cells = std::mem::take(&mut self.cells);
        let mut marks = std::mem::take(&mut self.marks);
        let Some(place) = self.place.take() else { return };
        if let Some(issue) = long_line(self.source, trimmed, place.line_start) {
            self.outcome.issues.push(issue);
            return;
        }
        for mark in &mut marks {
            mark.range.end = mark.range.end.min(trimmed.len());
        }
        marks.retain(|mark| mark.range.start < mark.range.end);
        marks.sort_by_key(|mark| (mark.range.start, mark.range.end));
        if let Some((_, lines)) = &mut self.block
            && !trimmed.is_empty()
        {
            lines.push(Line { text: trimmed.to_owned(), place, cells, marks });
        }
    }

    fn end_block(&mut self) {
        self.in_row = false;
        self.end_line();
        if let Some((kind, lines)) = self.block.take()
            && !lines.is_empty()
        {
            self.outcome.value.blocks.push(Block::new(kind, lines));
        }
    }

    fn line_of(&self, offset: usize) -> u32 {
        let index = self.line_starts.partition_point(|start| *start <= offset);
        u32::try_from(index.max(1)).unwrap_or(u32::MAX)
    }

    fn finish(mut self) -> Outcome<Text> {
        self.end_block();
        self.outcome.value.blocks.append(&mut self.data);
        self.outcome
    }
}

/// Whether a tag, a declaration or an instruction of HTML begins here, not a `<` of the text.
fn is_tag(html: &str) -> bool {
    html.strip_prefix('<').is_some_and(|rest| {
        rest.starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '/' | '!' | '?'))
    })
}

/// Where the end tag of an element begins.
fn end_tag(html: &str, name: &str) -> Option<usize> {
    html.match_indices("</").map(|(at, _)| at).find(|at| {
        html.get(at + 2..at + 2 + name.len()).is_some_and(|found| found.eq_ignore_ascii_case(name))
    })
}

fn level_of(level: HeadingLevel) -> u8 {
    level as u8
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formats::ReadSettings;

    fn text_of(markdown: &str) -> Text {
        let settings = ReadSettings::default();
        read(&Source { path: "x.md", bytes: markdown.as_bytes(), text: markdown, settings: &settings }).value
    }

    fn check(markdown: &str, expected: &[(BlockKind, &[(u32, &str)])]) {
        let text = text_of(markdown);
        let got: Vec<(BlockKind, Vec<(u32, &str)>)> = text
            .blocks
            .iter()
            .map(|block| {
                (block.kind, block.lines.iter().map(|l| (l.place.line_start, l.text.as_str())).collect())
            })
            .collect();
        let expected: Vec<_> = expected.iter().map(|(kind, lines)| (*kind, lines.to_vec())).collect();
        assert_eq!(got, expected, "{markdown:?}");
    }

    #[test]
    fn blocks() {
        use BlockKind::{Heading, Item, Paragraph, Quote, Row, Rule};
        check(
            "# Title\n\nfirst\nsecond  \nthird",
            &[(Heading(1), &[(1, "Title")]), (Paragraph, &[(3, "first"), (4, "second"), (5, "third")])],
        );
        check(
            "3. One\n4. Two\n   - Three",
            &[
                (Item { depth: 0, number: Some(3) }, &[(1, "One")]),
                (Item { depth: 0, number: Some(4) }, &[(2, "Two")]),
                (Item { depth: 1, number: None }, &[(3, "Three")]),
            ],
        );
        check(
            "- One\n\n- Two\n  more",
            &[
                (Item { depth: 0, number: None }, &[(1, "One")]),
                (Item { depth: 0, number: None }, &[(3, "Two"), (4, "more")]),
            ],
        );
        check(
            "> said\n\n---\n\nA<br>B &amp; C<br/>D",
            &[(Quote, &[(1, "said")]), (Rule, &[]), (Paragraph, &[(5, "A"), (5, "B & C"), (5, "D")])],
        );
        check(
            "|a|b|\n|-|-|\n|c|d e|",
            &[(Row { is_head: true }, &[(1, "a\tb")]), (Row { is_head: false }, &[(3, "c\td e")])],
        );
        check(
            "<p>One &amp;\nmore</p>\n<!-- Two\nThree -->\n<div>Four<br>Five&nbsp;</div>\n\nSix",
            &[
                (Paragraph, &[(1, "One & more")]),
                (Paragraph, &[(5, "Four"), (5, "Five")]),
                (Paragraph, &[(7, "Six")]),
            ],
        );
    }

    #[test]
    fn cells_marks_and_front_matter() {
        let text = text_of(
            "---\ntitle: T\n---\n\n|a|b|\n|-|-|\n|c|d e|\n\n**Bold** and ~~gone~~ [link](http://x.org)\n",
        );
        assert_eq!(text.front_matter, [("title".to_owned(), "T".to_owned(), 2)]);
        assert_eq!(text.blocks[1].lines[0].cells, ["c", "d e"]);
        let line = &text.blocks[2].lines[0];
        let marks: Vec<_> =
            line.marks.iter().map(|m| (m.kind.clone(), &line.text[m.range.clone()])).collect();
        assert_eq!(
            marks,
            [
                (MarkKind::Strong, "Bold"),
                (MarkKind::Struck, "gone"),
                (MarkKind::Link("http://x.org".to_owned()), "link"),
            ]
        );
    }

    #[test]
    fn html_over_several_lines() {
        use BlockKind::Paragraph;
        check("<div\n  class=\"x\">River Watch</div>\n", &[(Paragraph, &[(2, "River Watch")])]);
        check(
            "<p\n>One</p>\n<br\n/>Two\n\nThree",
            &[(Paragraph, &[(2, "One")]), (Paragraph, &[(4, "Two")]), (Paragraph, &[(6, "Three")])],
        );
        check("<div class=\"x\"\n\nOne\n", &[(Paragraph, &[(3, "One")])]);
        check("<div>5 < 6 <\nRiver Watch</div>\n", &[(Paragraph, &[(1, "5 < 6 < River Watch")])]);
        check(
            "<script>\nlet a = 1 < 2;\n\n// <p>One</p>\n</script>\n<STYLE>\np { }\n</Style>\n<p>Two</p>\n",
            &[(Paragraph, &[(9, "Two")])],
        );
        check("One <script>two</script><style>three</style> four\n", &[(Paragraph, &[(1, "One  four")])]);
        check("One <script>two\n\nThree\n", &[(Paragraph, &[(1, "One")]), (Paragraph, &[(3, "Three")])]);
    }

    #[test]
    fn front_matter_of_any_line_end_is_read_once() {
        for end in ["\n", "\r\n"] {
            let text = text_of(&["---", "title: A", "tags:", "- b", "- c", "---", "", "Text"].join(end));
            let expected =
                [("title".to_owned(), "A".to_owned(), 2), ("tags".to_owned(), "b; c".to_owned(), 3)];
            assert_eq!(text.front_matter, expected, "{end:?}");
            assert_eq!(text.blocks[0].lines[0].place.line_start, 8);
        }
    }

    #[test]
    fn a_tab_in_a_cell_is_no_end_of_it() {
        let text = text_of("|a|b|\n|-|-|\n|c\td|e|\n");
        let line = &text.blocks[1].lines[0];
        assert_eq!(
            (line.text.as_str(), line.cells.as_slice()),
            ("c d\te", ["c d".to_owned(), "e".to_owned()].as_slice())
        );
    }

    #[test]
    fn columns_of_one_long_line_are_counted_once() {
        let text = text_of("é<br>B *c*<br>*D*\nE<br>F");
        let columns: Vec<u32> = text.blocks[0].lines.iter().map(|line| line.place.column).collect();
        assert_eq!(columns, [1, 6, 16, 1, 6]);
        // A minute, were every column counted from the beginning of the line.
        let text = text_of(&"Lake<br>".repeat(200_000));
        assert_eq!(text.blocks[0].lines[199_999].place.column, 199_999 * 8 + 1);
    }
}
