//! DOCX: the parts of a package, its styles and lists, and blocks for its paragraphs and tables.
//!
//! Tracked deletions are struck out, insertions are text, hidden text is as good as a comment. Heads and feet
//! of pages are furniture, notes are footnotes, remarks of editors are comments. The line of a place is the
//! number of the paragraph.

mod body;
mod package;
mod styles;
mod table;
mod xml;

use super::{Format, Source};
use crate::model::{Block, BlockKind, Issue, IssueCode, Outcome, Region, Text};
use crate::text::fold;
use body::{Context, Placed};
use package::{Package, PartError, Relation};
use rustc_hash::FxHashMap;
use styles::{Numbering, Styles};
use xml::{Piece, Xml};

/// Groups of lines between empty paragraphs that make a document one that is printed in groups.
const GROUPS: usize = 3;
/// Lines and characters of a line in such a group at most.
const GROUP_LINES: usize = 6;
const GROUP_LINE: usize = 120;

/// Documents of word processors.
pub struct Docx;

impl Format for Docx {
    fn media_type(&self) -> &'static str {
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["docx", "docm"]
    }

    fn is_binary(&self) -> bool {
        true
    }

    fn read(&self, source: &Source) -> Outcome<Text> {
        let failed = |code, message: &str| Outcome {
            value: Text::default(),
            issues: vec![Issue::new(code, source.path, message)],
        };
        let most = crate::formats::inflated_at_most(source.bytes.len(), source.settings);
        let Some(mut package) = Package::open(source.bytes, most) else {
            return failed(IssueCode::BinaryDocument, "the file is no package of a word processor");
        };
        let main = package.relations("").into_iter().find(|relation| relation.kind == "officeDocument");
        let main = main.map_or_else(|| "word/document.xml".to_owned(), |relation| relation.target);
        if !package.has(&main) {
            return failed(IssueCode::BinaryDocument, "the package holds no document of a word processor");
        }
        let mut context = Context {
            source,
            styles: Styles::default(),
            numbering: Numbering::default(),
            links: FxHashMap::default(),
            n_paragraphs: 0,
            issues: Vec::new(),
        };
        let text = read(&mut package, &main, &mut context);
        if text.blocks.is_empty() && context.issues.is_empty() {
            return failed(IssueCode::EmptyDocument, "the document holds no text");
        }
        Outcome { value: text, issues: context.issues }
    }
}

fn read(package: &mut Package, main: &str, context: &mut Context) -> Text {
    let document = part(package, main, context);
    let relations = package.relations(main);
    let first = |kind: &str| {
        relations.iter().find(|relation| relation.kind == kind).map(|relation| relation.target.clone())
    };
    if let Some(path) = first("styles") {
        context.styles = Styles::parse(&part(package, &path, context));
    }
    if let Some(path) = first("numbering") {
        context.numbering = Numbering::parse(&part(package, &path, context));
    }
    context.links = links(&relations);
    let mut blocks = in_groups(body::blocks(&document, Region::Body, context));
    drop(document);
    for (kind, region) in [
        ("footnotes", Region::Footnote),
        ("endnotes", Region::Footnote),
        ("header", Region::Furniture),
        ("footer", Region::Furniture),
        ("comments", Region::Comments),
    ] {
        let mut paths: Vec<&str> = relations
            .iter()
            .filter(|relation| relation.kind == kind)
            .map(|relation| relation.target.as_str())
            .collect();
        paths.sort_unstable();
        paths.dedup();
        for path in paths {
            let text = part(package, path, context);
            context.links = links(&package.relations(path));
            blocks.extend(body::blocks(&text, region, context).into_iter().map(|placed| placed.block));
        }
    }
    let front_matter =
        match package.relations("").into_iter().find(|relation| relation.kind == "core-properties") {
            Some(relation) => properties(&part(package, &relation.target, context), &blocks),
            None => Vec::new(),
        };
    Text {
        encoding: "UTF-8".to_owned(),
        n_lines: context.n_paragraphs,
        front_matter,
        blocks,
        ..Text::default()
    }
}

/// The text of a part; what is wrong with it is an issue.
fn part(package: &mut Package, path: &str, context: &mut Context) -> String {
    let (text, error) = package.text(path);
    let source = context.source;
    let issue = |code, message: String| Issue::new(code, source.path, message);
    match error {
        None | Some(PartError::Missing) => {}
        Some(PartError::TooLarge) => {
            let limit = crate::formats::inflated_at_most(source.bytes.len(), source.settings);
            let message =
                format!("with {path}, the document inflates to more than is read of it, {limit} bytes");
            context.issues.push(issue(IssueCode::DocumentTooLarge, message));
        }
        Some(PartError::Damaged(reason)) => {
            let message = format!("{path} breaks off after {} bytes of text: {reason}", text.len());
            context.issues.push(issue(IssueCode::DamagedCompression, message));
        }
    }
    text
}

fn links(relations: &[Relation]) -> FxHashMap<String, String> {
    let links = relations.iter().filter(|relation| relation.kind == "hyperlink");
    links.map(|relation| (relation.id.clone(), relation.target.clone())).collect()
}

/// What the document states of itself. Its title is often left over from another; only one that the document
/// prints is taken for its own.
fn properties(text: &str, blocks: &[Block]) -> Vec<(String, String, u32)> {
    let mut fields = Vec::new();
    let mut xml = Xml::new(text);
    let mut open: Vec<String> = Vec::new();
    while let Some(piece) = xml.next() {
        match piece {
            Piece::Start(element) => open.push(element.local),
            Piece::End => {
                open.pop();
            }
            Piece::Text(value) if !value.trim().is_empty() => {
                let value = value.trim().to_owned();
                match open.last().map(String::as_str) {
                    Some("title") => {
                        let key = if is_printed(&value, blocks) { "title" } else { "document_title" };
                        fields.push((key.to_owned(), value, 1));
                    }
                    Some("creator") => fields.push(("author".to_owned(), value, 1)),
                    Some("created") => fields.push(("created".to_owned(), value, 1)),
                    _ => {}
                }
            }
            Piece::Text(_) => {}
        }
    }
    fields
}

/// Whether a title is one of the first lines of the document.
fn is_printed(title: &str, blocks: &[Block]) -> bool {
    let title = fold(title);
    let body = blocks.iter().filter(|block| block.region == Region::Body).take(20);
    !title.is_empty() && body.flat_map(|block| &block.lines).any(|line| fold(&line.text) == title)
}

/// Who presses Enter for a new line sets groups of lines off by empty paragraphs: where several such groups
/// follow each other, each is one block.
fn in_groups(placed: Vec<Placed>) -> Vec<Block> {
    let is_line = |block: &Block| {
        block.kind == BlockKind::Paragraph
            && block.region == Region::Body
            && block.lines.len() == 1
            && block.lines.iter().all(|line| line.cells.is_empty() && line.text.chars().count() <= GROUP_LINE)
    };
    let is_group = |group: &[Placed]| {
        (2..=GROUP_LINES).contains(&group.len()) && group.iter().all(|placed| is_line(&placed.block))
    };
    let mut groups: Vec<Vec<Placed>> = Vec::new();
    for placed in placed {
        match groups.last_mut() {
            Some(group) if !placed.is_set_off => group.push(placed),
            _ => groups.push(vec![placed]),
        }
    }
    let mut blocks = Vec::new();
    let mut groups = groups.into_iter().peekable();
    while groups.peek().is_some() {
        let mut run = Vec::new();
        while let Some(group) = groups.next_if(|group| is_group(group)) {
            run.push(group);
        }
        let is_run = run.len() >= GROUPS;
        for group in run {
            let own = group.into_iter().map(|placed| placed.block);
            if is_run {
                let lines = own.flat_map(|block| block.lines).collect();
                blocks.push(Block::new(BlockKind::Paragraph, lines));
            } else {
                blocks.extend(own);
            }
        }
        blocks.extend(groups.next().into_iter().flatten().map(|placed| placed.block));
    }
    blocks
}

#[cfg(test)]
mod tests;
