//! What each element of a page holds: lines, characters, headings, tables. One pass tells, so that the walk
//! that makes blocks can ask before it goes in.

use super::display::{Display, display, name_of};
use super::tree::{Element, Kind, NodeId, ROOT, Tree, is_heading};
use rustc_hash::{FxHashMap, FxHashSet};

/// Lines of one card at most.
const CARD_LINES: usize = 8;
/// Characters of a line of a card at most.
const CARD_LINE: usize = 160;
/// Cards of one kind that stand beside each other, at least.
const CARDS: usize = 3;

/// What has been seen of a page up to some point.
#[derive(Debug, Clone, Copy, Default)]
struct Seen {
    lines: usize,
    chars: usize,
    mains: usize,
    heads: usize,
    headings: usize,
    tables: usize,
    items: usize,
    controls: usize,
    images: usize,
}

/// What the elements of a page hold.
#[derive(Debug)]
pub struct Facts {
    /// For each node, what was seen before it and behind it.
    seen: Vec<(Seen, Seen)>,
    /// Characters of each line.
    line_chars: Vec<usize>,
    /// Elements that are cards.
    cards: FxHashSet<NodeId>,
    /// Elements whose children inside lines are entries of their own.
    split: FxHashSet<NodeId>,
    /// For each table, the cells of its widest row.
    columns: FxHashMap<NodeId, usize>,
    /// Tables that place things on the page and hold no rows of records.
    layouts: FxHashSet<NodeId>,
}

impl Facts {
    /// Lines that an element holds.
    pub fn lines(&self, id: NodeId) -> usize {
        self.count(id, |seen| seen.lines)
    }

    /// Characters that an element holds, without white space.
    pub fn chars(&self, id: NodeId) -> usize {
        self.count(id, |seen| seen.chars)
    }

    /// Whether the main part of a page stands in an element.
    pub fn holds_main(&self, id: NodeId) -> bool {
        self.count(id, |seen| seen.mains) > 0
    }

    /// Headings of the first rank inside.
    pub fn heads(&self, id: NodeId) -> usize {
        self.count(id, |seen| seen.heads)
    }

    /// Fields of a form and buttons inside.
    pub fn controls(&self, id: NodeId) -> usize {
        self.count(id, |seen| seen.controls)
    }

    /// Items of lists inside.
    pub fn items(&self, id: NodeId) -> usize {
        self.count(id, |seen| seen.items)
    }

    /// Pictures with a name inside.
    pub fn images(&self, id: NodeId) -> usize {
        self.count(id, |seen| seen.images)
    }

    /// Share of the page's characters that an element holds.
    pub fn share(&self, id: NodeId) -> f64 {
        self.chars(id) as f64 / self.chars(ROOT).max(1) as f64
    }

    /// Whether an element with several short lines is one of several of its kind.
    pub fn is_card(&self, id: NodeId) -> bool {
        self.cards.contains(&id)
    }

    /// Whether the children of an element inside lines are entries of their own.
    pub fn is_split(&self, id: NodeId) -> bool {
        self.split.contains(&id)
    }

    /// Cells of the widest row of a table.
    pub fn columns(&self, table: NodeId) -> usize {
        self.columns.get(&table).copied().unwrap_or(0)
    }

    /// Whether a table only places things on the page.
    pub fn is_layout(&self, table: NodeId) -> bool {
        self.layouts.contains(&table)
    }

    fn count(&self, id: NodeId, of: impl Fn(&Seen) -> usize) -> usize {
        self.seen.get(id).map_or(0, |(before, behind)| of(behind).saturating_sub(of(before)))
    }

    fn line_lengths(&self, id: NodeId) -> &[usize] {
        let (before, behind) = &self.seen[id];
        self.line_chars.get(before.lines..behind.lines).unwrap_or_default()
    }

    /// What the elements of a page hold.
    pub fn of(tree: &Tree) -> Self {
        let mut counter = Counter {
            seen: Seen::default(),
            all: vec![(Seen::default(), Seen::default()); tree.nodes.len()],
            line_chars: Vec::new(),
            is_open: false,
        };
        tree.walk(&mut counter, |counter, id| counter.enter(tree, id), |counter, id| counter.leave(tree, id));
        let mut facts = Self {
            seen: counter.all,
            line_chars: counter.line_chars,
            cards: FxHashSet::default(),
            split: FxHashSet::default(),
            columns: FxHashMap::default(),
            layouts: FxHashSet::default(),
        };
        facts.find_tables(tree);
        facts.find_cards(tree);
        facts
    }

    fn find_tables(&mut self, tree: &Tree) {
        // The table that holds each node, from the outside in.
        let mut table_of: Vec<Option<NodeId>> = vec![None; tree.nodes.len()];
        for id in 1..tree.nodes.len() {
            let parent = tree.nodes[id].parent;
            let inherited = table_of[parent];
            let Some(element) = tree.element(id) else { continue };
            table_of[id] = inherited;
            match (name_of(element), inherited) {
                ("table", _) => {
                    table_of[id] = Some(id);
                    let inside = |of: fn(&Seen) -> usize| self.count(id, of);
                    let is_placing = matches!(element.get("role"), Some("presentation" | "none"));
                    if is_placing || inside(|seen| seen.tables) > 1 || inside(|seen| seen.headings) > 0 {
                        self.layouts.insert(id);
                    }
                }
                ("tr", Some(table)) => {
                    let n = tree
                        .children(id)
                        .filter_map(|cell| tree.element(cell))
                        .filter(|cell| matches!(name_of(cell), "td" | "th"))
                        .map(|cell| {
                            cell.get("colspan").and_then(|n| n.parse().ok()).unwrap_or(1).clamp(1, 50)
                        })
                        .sum();
                    let columns = self.columns.entry(table).or_default();
                    *columns = (*columns).max(n);
                }
                ("td" | "th", Some(table)) if self.lines(id) > CARD_LINES || self.chars(id) > 800 => {
                    self.layouts.insert(table);
                }
                _ => {}
            }
        }
    }

    fn find_cards(&mut self, tree: &Tree) {
        // Elements that hold a group of cards are none themselves; children come behind their parents.
        let mut holds_group = vec![false; tree.nodes.len()];
        let mut kinds: FxHashSet<String> = FxHashSet::default();
        let mut candidates: Vec<(NodeId, String)> = Vec::new();
        for id in (0..tree.nodes.len()).rev() {
            let Some(element) = tree.element(id) else { continue };
            let mut groups: FxHashMap<String, Vec<NodeId>> = FxHashMap::default();
            let mut order: Vec<String> = Vec::new();
            for child in tree.children(id) {
                let Some(signature) = tree.element(child).and_then(card_signature) else {
                    continue;
                };
                let group = groups.entry(signature.clone()).or_default();
                if group.is_empty() {
                    order.push(signature);
                }
                group.push(child);
            }
            for signature in order {
                let members = groups.remove(&signature).unwrap_or_default();
                let cards: Vec<NodeId> = members
                    .iter()
                    .copied()
                    .filter(|child| self.looks_like_card(*child, holds_group[*child]))
                    .collect();
                let n_multi = cards.iter().filter(|child| self.lines(**child) > 1).count();
                let is_named = signature.contains('.');
                let is_group = 5 * cards.len() >= 3 * members.len()
                    && n_multi * 4 >= cards.len() * if is_named { 1 } else { 3 }
                    && self.heads_are_of_cards(&cards);
                holds_group[id] |= is_group && n_multi >= 2;
                if is_group && n_multi >= 1 && cards.len() >= CARDS {
                    self.cards.extend(&cards);
                    if is_named {
                        kinds.insert(signature.clone());
                    }
                }
                if is_named {
                    candidates.extend(cards.into_iter().map(|child| (child, signature.clone())));
                }
            }
            if self.is_of_entries(tree, id, element) {
                self.split.insert(id);
            }
            let parent = tree.nodes[id].parent;
            let inherits = holds_group[id];
            holds_group[parent] |= inherits;
        }
        // One that stands alone is a card when others of its kind are.
        let alone =
            candidates.into_iter().filter(|(_, signature)| kinds.contains(signature)).map(|(id, _)| id);
        self.cards.extend(alone);
    }

    fn looks_like_card(&self, id: NodeId, holds_group: bool) -> bool {
        (1..=CARD_LINES).contains(&self.lines(id))
            && self.line_lengths(id).iter().all(|n| *n <= CARD_LINE)
            && !holds_group
            && self.count(id, |seen| seen.tables + seen.heads + seen.mains) == 0
            && self.items(id) <= 4
            && self.controls(id) <= 1
    }

    /// A name printed as a heading has a few lines below it; more are entries of their own.
    fn heads_are_of_cards(&self, cards: &[NodeId]) -> bool {
        cards.iter().all(|id| {
            let headings = self.count(*id, |seen| seen.headings);
            headings == 0 || (headings <= 2 && self.lines(*id) <= 4)
        })
    }

    /// Whether an element holds nothing but entries that stand in one line by their tags, all of one class.
    fn is_of_entries(&self, tree: &Tree, id: NodeId, element: &Element) -> bool {
        if !element.is(&["div", "section", "article", "main", "body", "aside", "figure", "center"]) {
            return false;
        }
        let mut signature: Option<String> = None;
        let mut n = 0;
        let mut is_spaced = true;
        let mut since_space = true;
        for child in tree.children(id) {
            match &tree.nodes[child].kind {
                Kind::Text(text, _) => {
                    if text.chars().any(|c| c.is_alphanumeric()) {
                        return false;
                    }
                    since_space |= !text.is_empty();
                }
                Kind::Element(child) if child.is(&["br", "wbr"]) => since_space = true,
                Kind::Element(inner) => {
                    let Some(class) = inner.get("class").filter(|class| !class.is_empty()) else {
                        return false;
                    };
                    let own = format!("{} {}", inner.name, class);
                    let same = signature.get_or_insert_with(|| own.clone());
                    if !inner.is(&["span", "a", "strong", "b", "em"])
                        || *same != own
                        || self.chars(child) == 0
                    {
                        return false;
                    }
                    is_spaced &= since_space;
                    since_space = false;
                    n += 1;
                }
            }
        }
        n >= CARDS && (is_spaced || self.chars(id) >= 8 * n)
    }
}

/// Tag and first class of an element that may be a card.
fn card_signature(element: &Element) -> Option<String> {
    if !matches!(
        element.name.as_str(),
        "div" | "article" | "section" | "figure" | "a" | "address" | "blockquote"
    ) {
        return None;
    }
    let class = element.get("class").and_then(|class| class.split_whitespace().next());
    match class {
        Some(class) => Some(format!("{}.{class}", element.name)),
        None => (element.name == "div" || element.name == "article").then(|| element.name.clone()),
    }
}

struct Counter {
    seen: Seen,
    all: Vec<(Seen, Seen)>,
    line_chars: Vec<usize>,
    /// Whether the last line goes on.
    is_open: bool,
}

impl Counter {
    fn enter(&mut self, tree: &Tree, id: NodeId) -> bool {
        let is_entered = match &tree.nodes[id].kind {
            Kind::Text(text, _) => {
                let n = text.chars().filter(|c| !c.is_whitespace()).count();
                if n > 0 {
                    if !self.is_open {
                        self.is_open = true;
                        self.seen.lines += 1;
                        self.line_chars.push(0);
                    }
                    self.seen.chars += n;
                    if let Some(last) = self.line_chars.last_mut() {
                        *last += n;
                    }
                }
                false
            }
            Kind::Element(element) => {
                let display = display(element);
                let name = name_of(element);
                self.is_open &= display == Display::Inline || display == Display::Skipped;
                self.all[id].0 = self.seen;
                match name {
                    "main" | "article" => self.seen.mains += 1,
                    "h1" => {
                        self.seen.mains += 1;
                        self.seen.heads += 1;
                        self.seen.headings += 1;
                    }
                    "h2" => {
                        self.seen.heads += 1;
                        self.seen.headings += 1;
                    }
                    "table" => self.seen.tables += 1,
                    "li" => self.seen.items += 1,
                    "select" | "textarea" | "button" => self.seen.controls += 1,
                    "input" if element.get("type") != Some("hidden") => self.seen.controls += 1,
                    "img" if element.get("alt").is_some_and(|alt| !alt.is_empty()) => self.seen.images += 1,
                    _ if is_heading(name) => self.seen.headings += 1,
                    _ => {}
                }
                display != Display::Skipped
            }
        };
        self.all[id].1 = self.seen;
        if let Kind::Text(..) = tree.nodes[id].kind {
            self.all[id].0 = self.seen;
        }
        is_entered
    }

    fn leave(&mut self, tree: &Tree, id: NodeId) {
        if tree.element(id).is_some_and(|element| display(element) != Display::Inline) {
            self.is_open = false;
        }
        self.all[id].1 = self.seen;
    }
}
