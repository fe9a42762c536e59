//! The tree of a web page: elements and texts with their places, built in one pass over the tokens.
//!
//! End tags that are left out are put in as browsers do for items, cells, rows, terms and paragraphs;
//! end tags that close nothing are passed over. Nesting is bounded, so that no page costs more than its size.

use crate::formats::lines_of;
use crate::model::Place;
use html5gum::{DefaultEmitter, Span, StartTag, Token, Tokenizer};
use rustc_hash::FxHashMap;

/// Index of a node in its tree.
pub type NodeId = usize;
/// The node that holds all others.
pub const ROOT: NodeId = 0;
/// Name of the element that stands for a comment in which entries are written.
pub const COMMENT: &str = "#comment";

/// Attributes that are looked at; the rest is dropped.
const ATTRIBUTES: &[&str] = &[
    "alt",
    "aria-label",
    "class",
    "colspan",
    "content",
    "data-footnotes",
    "datetime",
    "epub:type",
    "href",
    "id",
    "itemprop",
    "lang",
    "name",
    "property",
    "role",
    "rowspan",
    "start",
    "style",
    "type",
    "value",
    "xml:lang",
];
/// Longest attribute that is kept, in bytes; pictures are written into attributes.
const LONGEST_ATTRIBUTE: usize = 4096;
/// Elements that have no content.
const VOID: &[&str] = &[
    "area", "base", "basefont", "bgsound", "br", "col", "embed", "frame", "hr", "img", "input", "keygen",
    "link", "meta", "param", "source", "track", "wbr",
];
/// Elements that end a paragraph that is open.
const ENDS_PARAGRAPH: &[&str] = &[
    "address",
    "article",
    "aside",
    "blockquote",
    "center",
    "details",
    "dialog",
    "dir",
    "div",
    "dl",
    "dd",
    "dt",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hgroup",
    "hr",
    "li",
    "main",
    "menu",
    "nav",
    "ol",
    "p",
    "pre",
    "section",
    "summary",
    "table",
    "ul",
];
/// Elements inside a line. Their end tags do not close what holds lines.
const INLINE: &[&str] = &[
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font",
    "i", "ins", "kbd", "label", "mark", "nobr", "q", "s", "samp", "small", "span", "strike", "strong", "sub",
    "sup", "time", "tt", "u", "var",
];
/// Elements that a tag inside them does not reach out of.
const CELLS: &[&str] = &["td", "th", "caption", "table", "body", "html", ROOT_NAME, COMMENT];
/// Parts of tables, whose end tags do reach out of cells.
const TABLE_PARTS: &[&str] =
    &["table", "thead", "tbody", "tfoot", "tr", "td", "th", "caption", "body", "html"];
const ROOT_NAME: &str = "#root";

/// An element with what is kept of its attributes.
#[derive(Debug, Default)]
pub struct Element {
    /// Name in small letters; [`COMMENT`] for a comment with entries.
    pub name: String,
    /// Names in small letters and values.
    attributes: Vec<(&'static str, String)>,
    /// Whether it is printed on a line of its own, though elements of its name stand inside lines.
    pub is_line: bool,
}

impl Element {
    /// Value of an attribute, without outer white space.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(key, _)| *key == name).map(|(_, value)| value.trim())
    }

    /// Whether the element is one of those.
    pub fn is(&self, names: &[&str]) -> bool {
        names.contains(&self.name.as_str())
    }

    /// Whether the element stands inside a line.
    pub fn is_inline(&self) -> bool {
        self.is(INLINE)
    }
}

/// What a node is.
#[derive(Debug)]
pub enum Kind {
    /// An element.
    Element(Element),
    /// A text, with character references resolved, and the place of its first character.
    Text(String, Place),
}

/// A node with its neighbours.
#[derive(Debug)]
pub struct Node {
    /// What it is.
    pub kind: Kind,
    /// Where it stands.
    pub place: Place,
    /// The element that holds it.
    pub parent: NodeId,
    /// First node inside.
    pub first_child: Option<NodeId>,
    /// Next node beside.
    pub next: Option<NodeId>,
    last_child: Option<NodeId>,
}

/// A page.
#[derive(Debug)]
pub struct Tree {
    /// All nodes, each behind the one that holds it; the first holds all.
    pub nodes: Vec<Node>,
    /// Line on which elements were nested more deeply than is allowed, where they were.
    pub too_deep: Option<u32>,
}

impl Tree {
    /// The tree of a text. Elements below `max_depth` are kept beside each other instead of in each other.
    pub fn parse(text: &str, max_depth: usize) -> Self {
        let mut builder = Builder::new(text, max_depth.max(8));
        builder.feed(text, 0, false);
        builder.tree
    }

    /// The element of a node.
    pub fn element(&self, id: NodeId) -> Option<&Element> {
        match &self.nodes.get(id)?.kind {
            Kind::Element(element) => Some(element),
            Kind::Text(..) => None,
        }
    }

    /// The nodes that an element holds, in order.
    pub fn children(&self, id: NodeId) -> impl Iterator<Item = NodeId> {
        let mut next = self.nodes.get(id).and_then(|node| node.first_child);
        std::iter::from_fn(move || {
            let id = next?;
            next = self.nodes.get(id).and_then(|node| node.next);
            Some(id)
        })
    }

    /// Visits every node in printed order. `enter` says whether to go into a node; `leave` is told of each
    /// that was gone into.
    pub fn walk<T>(
        &self,
        state: &mut T,
        enter: impl Fn(&mut T, NodeId) -> bool,
        leave: impl Fn(&mut T, NodeId),
    ) {
        let mut at = ROOT;
        loop {
            let is_entered = enter(state, at);
            if is_entered && let Some(child) = self.nodes[at].first_child {
                at = child;
                continue;
            }
            if is_entered {
                leave(state, at);
            }
            loop {
                if at == ROOT {
                    return;
                }
                if let Some(next) = self.nodes[at].next {
                    at = next;
                    break;
                }
                at = self.nodes[at].parent;
                leave(state, at);
            }
        }
    }
}

struct Builder {
    tree: Tree,
    /// Elements that are open, outermost first.
    open: Vec<NodeId>,
    /// How many elements of a name are open.
    n_open: FxHashMap<String, usize>,
    max_depth: usize,
    places: Places,
}

impl Builder {
    fn new(text: &str, max_depth: usize) -> Self {
        let root = Element { name: ROOT_NAME.to_owned(), ..Element::default() };
        let node = Node {
            kind: Kind::Element(root),
            place: Place::line(1),
            parent: ROOT,
            first_child: None,
            next: None,
            last_child: None,
        };
        Self {
            tree: Tree { nodes: vec![node], too_deep: None },
            open: vec![ROOT],
            n_open: FxHashMap::default(),
            max_depth,
            places: Places::new(text),
        }
    }

    /// Adds what a stretch of the page holds; `start` is where it stands in the whole.
    fn feed(&mut self, text: &str, start: usize, is_comment: bool) {
        let mut emitter = DefaultEmitter::<usize>::new_with_span();
        emitter.naively_switch_states(true);
        for Ok(token) in Tokenizer::new_with_emitter(text, emitter) {
            match token {
                Token::StartTag(tag) => self.start(tag, start, text),
                Token::EndTag(tag) => self.end(&lossy(&tag.name)),
                Token::String(text) => {
                    let place = self.places.place_of(start + text.span.start);
                    self.add(Kind::Text(lossy(&text), place), place);
                }
                Token::Comment(comment) if !is_comment => self.comment(text, comment.span, start),
                Token::Comment(_) | Token::Doctype(_) | Token::Error(_) => {}
            }
        }
    }

    /// Entries inside a comment are part of the tree, below an element that says so.
    fn comment(&mut self, text: &str, span: Span<usize>, start: usize) {
        let inner = text.get(span.start..span.end).unwrap_or_default();
        // Spans of comments begin behind or before the opening, as the tokenizer sees fit.
        let opening = if inner.starts_with("<!--") { 4 } else { 0 };
        let content = inner[opening..].trim_end_matches("-->");
        if !holds_entries(content) {
            return;
        }
        let place = self.places.place_of(start + span.start);
        let element = Element { name: COMMENT.to_owned(), ..Element::default() };
        let id = self.add(Kind::Element(element), place);
        let outer = std::mem::replace(&mut self.open, vec![id]);
        let n_outer = std::mem::take(&mut self.n_open);
        self.feed(content, start + span.start + opening, true);
        self.open = outer;
        self.n_open = n_outer;
    }

    fn start(&mut self, tag: StartTag<usize>, start: usize, text: &str) {
        let name = lossy(&tag.name).to_ascii_lowercase();
        // A heading, a row, an item ends what stands open of its kind.
        match name.as_str() {
            "html" | "body" if self.is_open(&name) => return,
            "li" => self.close_up_to(&["li"], &["ul", "ol", "menu", "dir"]),
            "dt" | "dd" => self.close_up_to(&["dt", "dd"], &["dl"]),
            "td" | "th" => self.close_up_to(&["td", "th"], &["tr"]),
            "tr" => self.close_up_to(&["tr"], &[]),
            "thead" | "tbody" | "tfoot" => self.close_up_to(&["thead", "tbody", "tfoot", "caption"], &[]),
            "option" => self.close_up_to(&["option"], &["select"]),
            "body" => self.close_up_to(&["head"], &[]),
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
                let is_heading =
                    |id| self.tree.element(id).is_some_and(|element: &Element| is_heading(&element.name));
                if self.open.last().is_some_and(|id| is_heading(*id)) {
                    self.pop();
                }
            }
            _ => {}
        }
        if ENDS_PARAGRAPH.contains(&name.as_str()) {
            self.close_up_to(&["p"], &["button", "object"]);
        }
        let mut attributes = Vec::new();
        for (key, value) in &tag.attributes {
            let key = lossy(key).to_ascii_lowercase();
            if let Some(known) = ATTRIBUTES.iter().find(|known| **known == key)
                && value.len() <= LONGEST_ATTRIBUTE
            {
                attributes.push((*known, lossy(value)));
            }
        }
        let is_foreign_and_closed =
            tag.self_closing && text.get(tag.span.start..tag.span.end).is_some() && is_foreign(&name);
        let is_void = VOID.contains(&name.as_str()) || is_foreign_and_closed;
        let place = self.places.place_of(start + tag.span.start);
        let id = self.add(Kind::Element(Element { name: name.clone(), attributes, is_line: false }), place);
        if is_void {
            return;
        }
        if self.open.len() >= self.max_depth {
            self.tree.too_deep = self.tree.too_deep.or(Some(place.line_start));
            return;
        }
        *self.n_open.entry(name).or_default() += 1;
        self.open.push(id);
    }

    fn end(&mut self, name: &str) {
        let name = name.to_ascii_lowercase();
        if name == "br" || (name == "p" && !self.is_open("p")) {
            let place = self.places.last();
            self.add(Kind::Element(Element { name: "br".to_owned(), ..Element::default() }), place);
            return;
        }
        // A heading may be ended by the end tag of another level.
        let names: &[&str] = match is_heading(&name) {
            true => &["h1", "h2", "h3", "h4", "h5", "h6"],
            false => &[name.as_str()],
        };
        if !names.iter().any(|name| self.is_open(name)) || matches!(name.as_str(), "body" | "html") {
            return;
        }
        if INLINE.contains(&name.as_str()) {
            self.end_inline(&name);
            return;
        }
        let barrier: &[&str] = match name.as_str() {
            "li" => &["ul", "ol", "menu"],
            "dt" | "dd" => &["dl"],
            _ => &[],
        };
        let reaches_out = TABLE_PARTS.contains(&name.as_str());
        self.close(names, barrier, reaches_out);
    }

    /// Ends an element inside lines. What holds lines and was opened in it stays open.
    fn end_inline(&mut self, name: &str) {
        let mut holds_lines = false;
        for at in (1..self.open.len()).rev() {
            let Some(element) = self.tree.element(self.open[at]) else { continue };
            if element.name == name {
                if holds_lines {
                    self.open.remove(at);
                    self.closed(name);
                } else {
                    while self.open.len() > at {
                        self.pop();
                    }
                }
                return;
            }
            if CELLS.contains(&element.name.as_str()) {
                return;
            }
            holds_lines |= !element.is_inline();
        }
    }

    fn close_up_to(&mut self, names: &[&str], barrier: &[&str]) {
        if names.iter().any(|name| self.is_open(name)) {
            self.close(names, barrier, names.iter().all(|name| TABLE_PARTS.contains(name)));
        }
    }

    /// Ends the innermost open element of one of the names, unless a barrier stands before it.
    fn close(&mut self, names: &[&str], barrier: &[&str], is_of_table: bool) {
        let found = self.open.iter().enumerate().skip(1).rev().find_map(|(at, id)| {
            let element = self.tree.element(*id)?;
            if element.is(names) {
                return Some(Some(at));
            }
            let is_barrier = match is_of_table {
                true => element.name == "table",
                false => element.is(CELLS),
            };
            (is_barrier || element.is(barrier)).then_some(None)
        });
        if let Some(Some(at)) = found {
            while self.open.len() > at {
                self.pop();
            }
        }
    }

    fn is_open(&self, name: &str) -> bool {
        self.n_open.get(name).is_some_and(|n| *n > 0)
    }

    fn pop(&mut self) {
        let Some(id) = self.open.pop() else { return };
        if let Some(element) = self.tree.element(id) {
            let name = element.name.clone();
            self.closed(&name);
        }
    }

    fn closed(&mut self, name: &str) {
        if let Some(n) = self.n_open.get_mut(name) {
            *n = n.saturating_sub(1);
        }
    }

    fn add(&mut self, kind: Kind, place: Place) -> NodeId {
        let id = self.tree.nodes.len();
        let parent = self.open.last().copied().unwrap_or(ROOT);
        self.tree.nodes.push(Node { kind, place, parent, first_child: None, next: None, last_child: None });
        match self.tree.nodes[parent].last_child {
            Some(last) => self.tree.nodes[last].next = Some(id),
            None => self.tree.nodes[parent].first_child = Some(id),
        }
        self.tree.nodes[parent].last_child = Some(id);
        id
    }
}

/// Lines and columns of bytes of the text, told in rising order.
struct Places {
    text: String,
    line_starts: Vec<usize>,
    /// Byte told last, with its line and column.
    last: (usize, Place),
}

impl Places {
    fn new(text: &str) -> Self {
        let line_starts = lines_of(text).map(|(start, _)| start).collect();
        Self { text: text.to_owned(), line_starts, last: (0, Place::line(1)) }
    }

    fn last(&self) -> Place {
        self.last.1
    }

    /// One line may hold a whole page, so its characters are counted once.
    fn place_of(&mut self, offset: usize) -> Place {
        let index = self.line_starts.partition_point(|start| *start <= offset).max(1);
        let line = u32::try_from(index).unwrap_or(u32::MAX);
        let (last_offset, last) = self.last;
        let (from, column) = if last.line_start == line && last_offset <= offset {
            (last_offset, last.column)
        } else {
            (self.line_starts.get(index - 1).copied().unwrap_or(0), 1)
        };
        let between = self.text.get(from..offset).unwrap_or_default().chars().count();
        let column = column.saturating_add(u32::try_from(between).unwrap_or(u32::MAX));
        self.last = (offset, Place { column, ..Place::line(line) });
        self.last.1
    }
}

fn lossy(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// Whether the name is one of a heading.
pub fn is_heading(name: &str) -> bool {
    matches!(name.as_bytes(), [b'h', b'1'..=b'6'])
}

/// Elements of pictures and formulas, which may close themselves.
fn is_foreign(name: &str) -> bool {
    matches!(
        name,
        "svg" | "path" | "g" | "use" | "circle" | "rect" | "line" | "polygon" | "polyline" | "ellipse"
    )
}

/// Whether a comment holds what would be lines of its own, not a remark of the page's makers.
fn holds_entries(comment: &str) -> bool {
    const TAGS: &[&str] = &["<li", "<p", "<tr", "<td", "<div", "<br", "<dt", "<dd"];
    let is_conditional = comment.trim_start().starts_with("[if");
    let lower = comment.to_ascii_lowercase();
    !is_conditional
        && TAGS.iter().any(|tag| {
            lower.match_indices(tag).any(|(at, _)| {
                lower[at + tag.len()..].starts_with(|c: char| c.is_whitespace() || matches!(c, '>' | '/'))
            })
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The tree as text: elements in parentheses.
    fn shape(html: &str) -> String {
        let tree = Tree::parse(html, 64);
        let mut shape = String::new();
        tree.walk(
            &mut shape,
            |shape, id| {
                match &tree.nodes[id].kind {
                    Kind::Element(element) => shape.push_str(&format!("({}", element.name)),
                    Kind::Text(text, _) => shape.push_str(&format!(" {}", text.trim())),
                }
                true
            },
            |shape, id| {
                if tree.element(id).is_some() {
                    shape.push(')');
                }
            },
        );
        shape.trim_start_matches("(#root").strip_suffix(')').unwrap_or_default().to_owned()
    }

    fn check(html: &str, expected: &str) {
        assert_eq!(shape(html), expected, "{html}");
    }

    #[test]
    fn end_tags_that_are_left_out() {
        check("<ul><li>a<li>b<ul><li>c</ul><li>d</ul>", "(ul(li a)(li b(ul(li c)))(li d))");
        check("<p>a<p>b<div>c</div>d", "(p a)(p b)(div c) d");
        check("<dl><dt>a<dd>b<dd>c<dt>d</dl>", "(dl(dt a)(dd b)(dd c)(dt d))");
        check("<table><tr><td>a<td>b<tr><th>c</table>d", "(table(tr(td a)(td b))(tr(th c))) d");
        check("<table><tr><td><p>a</tr><tr><td>b", "(table(tr(td(p a)))(tr(td b)))");
        check("<table><tr><td><table><tr><td>a</table>b<td>c", "(table(tr(td(table(tr(td a))) b)(td c)))");
    }

    #[test]
    fn end_tags_that_close_nothing_or_too_much() {
        check("a</div></b>b", " a b");
        check("<p>a</li>b", "(p a b)");
        check("<b><p>a</b>b</p>c", "(b(p a b)) c");
        check("<b><i>a</b>b</i>c", "(b(i a)) b c");
        check("<h2>a</h3>b", "(h2 a) b");
        check("a</p>b<img>c", " a(br) b(img) c");
        check("<li>a<table><tr><td>b</li>c</table>", "(li a(table(tr(td b c))))");
    }

    #[test]
    fn comments_with_entries_are_kept() {
        check("<ul><!-- note --><li>a<!--<li>b</li>--></ul>", "(ul(li a(#comment(li b))))");
        check("<!--[if mso]><p>x</p><![endif]-->a", " a");
    }

    #[test]
    fn places_count_from_the_source() {
        let tree = Tree::parse("<p>é<b>a</b>\n  x</p>\r\n<p>b", 64);
        let texts: Vec<_> = tree
            .nodes
            .iter()
            .filter_map(|node| match &node.kind {
                Kind::Text(text, place) => Some((text.as_str(), place.line_start, place.column)),
                Kind::Element(_) => None,
            })
            .collect();
        assert_eq!(texts, [("é", 1, 4), ("a", 1, 8), ("\n  x", 1, 13), ("\n", 2, 8), ("b", 3, 4)]);
    }

    #[test]
    fn nesting_is_bounded() {
        let tree = Tree::parse(&"<div>".repeat(100_000), 100);
        assert_eq!((tree.nodes.len(), tree.too_deep), (100_001, Some(1)));
        let mixed = ["<p><table><td>", &"<div></x>".repeat(50_000), &"</div>".repeat(50_000)].concat();
        Tree::parse(&mixed, 100);
    }
}
