//! How elements are printed: inside a line, or on lines of their own.

use super::style::{Styles, begins_line};
use super::tree::{Element, Kind, NodeId, Tree, is_heading};
use rustc_hash::FxHashMap;

/// Elements that hold the same fields, at least.
const RECORDS: usize = 3;
/// Fields of one record, at most.
const FIELDS: usize = 12;
/// Words of classes that name the parts of one person's name, which stand beside each other.
const NAME_PARTS: &[&str] = &[
    "first",
    "fname",
    "given",
    "middle",
    "last",
    "lname",
    "family",
    "surname",
    "prefix",
    "suffix",
    "honorific",
];

/// What an element does to the lines around it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Display {
    /// Not printed, with all that it holds.
    Skipped,
    /// Stands inside a line.
    Inline,
    /// Ends the line.
    Break,
    /// Begins and ends with a line of its own.
    Block,
}

/// How an element is printed.
pub fn display(element: &Element) -> Display {
    match name_of(element) {
        "script" | "style" | "template" | "noscript" | "head" | "title" | "iframe" | "object" | "svg"
        | "math" | "video" | "audio" | "canvas" | "select" | "datalist" | "textarea" | "map" | "frameset"
        | "rp" => Display::Skipped,
        "br" => Display::Break,
        "img" | "input" | "wbr" | "ruby" | "rt" | "picture" | "button" => Display::Inline,
        _ if element.is_inline() && !is_printed_as_block(element) => Display::Inline,
        // Names with a dash are of the page's own making, and of scripts of mail programs ("o:p").
        name if name.contains([':']) => Display::Inline,
        _ => Display::Block,
    }
}

fn is_printed_as_block(element: &Element) -> bool {
    element.is_line || element.get("style").is_some_and(begins_line)
}

/// The name of an element, or of the one whose role it plays.
pub fn name_of(element: &Element) -> &str {
    match element.get("role") {
        Some("row") => "tr",
        Some("cell" | "gridcell") => "td",
        Some("columnheader") => "th",
        Some("table" | "grid") => "table",
        Some("listitem") => "li",
        Some("list") if !element.is(&["ol", "ul"]) => "ul",
        Some("heading") if !is_heading(&element.name) => "h3",
        _ if is_title(element) => "h1",
        _ => &element.name,
    }
}

/// Whether a paragraph has the style of a title, as word processors on the web export it: "c8 title".
fn is_title(element: &Element) -> bool {
    let is_numbered = |class: &str| {
        class.strip_prefix('c').is_some_and(|n| !n.is_empty() && n.bytes().all(|byte| byte.is_ascii_digit()))
    };
    element.name == "p"
        && element.get("class").is_some_and(|classes| {
            let mut classes = classes.split_whitespace();
            classes.clone().any(is_numbered) && classes.any(|class| class == "title")
        })
}

/// Marks the elements inside lines that the page prints on lines of their own: those of which its style sheet
/// says so, and the fields of records, each in an element with a class of its own on a line of the source.
pub fn settle(tree: &mut Tree, styles: &Styles) {
    let mut lines: Vec<NodeId> = Vec::new();
    let mut records: FxHashMap<(NodeId, String), Vec<Vec<NodeId>>> = FxHashMap::default();
    for id in 0..tree.nodes.len() {
        let Some(element) = tree.element(id) else { continue };
        if element.is_inline() {
            if styles.is_line(element) {
                lines.push(id);
            }
        } else if let Some((class, fields)) = fields_of(tree, id) {
            records.entry((tree.nodes[id].parent, class)).or_default().push(fields);
        }
    }
    let many = records.into_values().filter(|records| records.len() >= RECORDS);
    lines.extend(many.flatten().flatten());
    for id in lines {
        if let Kind::Element(element) = &mut tree.nodes[id].kind {
            element.is_line = true;
        }
    }
}

/// The elements inside lines that hold all the text of an element, and the class of the first of them.
fn fields_of(tree: &Tree, id: NodeId) -> Option<(String, Vec<NodeId>)> {
    let mut classes: Vec<&str> = Vec::new();
    let mut fields = Vec::new();
    let mut is_parted = true;
    for child in tree.children(id) {
        match &tree.nodes[child].kind {
            Kind::Text(text, _) if text.trim().is_empty() => is_parted |= text.contains('\n'),
            Kind::Text(..) => return None,
            Kind::Element(inner) => {
                let class = inner.get("class").filter(|class| !class.is_empty())?;
                let is_part = class.split(['-', '_', ' ']).any(|word| NAME_PARTS.contains(&word));
                let is_field = inner.is_inline() && is_parted && !is_part && fields.len() < FIELDS;
                if !is_field || classes.contains(&class) {
                    return None;
                }
                is_parted = false;
                classes.push(class);
                fields.push(child);
            }
        }
    }
    (fields.len() > 1).then(|| (classes[0].to_owned(), fields))
}
