//! What the head of a page states: title, date, language, author.

use super::display::name_of;
use super::tree::{Element, Kind, NodeId, Tree};
use crate::model::{Block, BlockKind, Region};
use crate::text::fold;

/// Names of `meta` elements that state when a page was published.
const DATES: &[&str] = &[
    "article:published_time",
    "article:published",
    "date",
    "datepublished",
    "dc.date",
    "dc.date.issued",
    "dcterms.created",
    "dcterms.date",
    "dcterms.issued",
    "og:published_time",
    "parsely-pub-date",
    "pubdate",
    "publish-date",
    "publish_date",
    "published_date",
    "sailthru.date",
];
/// Characters that part the title of a page from the name of its site.
const SEPARATORS: &[&str] = &[" | ", " - ", " – ", " — ", " « ", " » ", " :: ", " · ", " • "];

/// Keys, values and lines, in printed order.
pub fn fields(tree: &Tree, blocks: &[Block]) -> Vec<(String, String, u32)> {
    let mut fields: Vec<(String, String, u32)> = Vec::new();
    let mut titles: Vec<(String, u32)> = Vec::new();
    let mut site = None;
    for id in 0..tree.nodes.len() {
        let Some(element) = tree.element(id) else { continue };
        let line = tree.nodes[id].place.line_start;
        let mut state = |key: &str, value: &str| {
            let value = squeezed(value);
            if !value.is_empty() && !fields.iter().any(|(known, ..)| known == key) {
                fields.push((key.to_owned(), value, line));
            }
        };
        match element.name.as_str() {
            "html" => {
                state("language", element.get("lang").or_else(|| element.get("xml:lang")).unwrap_or_default())
            }
            "title" if tree.element(tree.nodes[id].parent).is_none_or(|parent| parent.name != "svg") => {
                titles.push((squeezed(&text_of(tree, id)), line));
            }
            "meta" => {
                let Some(content) = element.get("content") else { continue };
                let name = meta_name(element);
                match name.as_str() {
                    "og:title" | "dc.title" | "dcterms.title" => titles.push((squeezed(content), line)),
                    "og:site_name" | "application-name" => site = site.or(Some(squeezed(content))),
                    "author" | "article:author" | "dc.creator" => state("author", content),
                    _ if DATES.contains(&name.as_str()) => state("date", day_of(content)),
                    _ => {}
                }
            }
            "time" if name_of(element) == "time" && !is_aside(tree, id) => {
                if let Some(moment) = element.get("datetime") {
                    state("date", day_of(moment));
                }
            }
            _ => {}
        }
    }
    if let Some((title, line)) = title(titles, site.as_deref(), blocks) {
        fields.push(("title".to_owned(), title, line));
    }
    fields.sort_by_key(|(_, _, line)| *line);
    fields
}

/// The title as the page prints it, where its head agrees with one of the headings; where the page prints no
/// heading, the title of the head without the name of the site.
fn title(mut titles: Vec<(String, u32)>, site: Option<&str>, blocks: &[Block]) -> Option<(String, u32)> {
    titles.retain(|(title, _)| !title.is_empty());
    let headings = || {
        blocks
            .iter()
            .filter(|block| block.region == Region::Body && matches!(block.kind, BlockKind::Heading(1 | 2)))
            .filter_map(|block| block.lines.first())
    };
    for (title, line) in &titles {
        let folded = fold(title);
        let agrees =
            |printed: &str| !printed.is_empty() && format!(" {folded} ").contains(&format!(" {printed} "));
        let found = headings().take(20).find(|heading| {
            let printed = fold(&heading.text);
            agrees(&printed)
                && (printed.len() * 3 >= folded.len()
                    || folded.starts_with(&printed) && printed.contains(' '))
        });
        if let Some(heading) = found {
            return Some((heading.text.clone(), *line));
        }
    }
    let is_headed = headings().next().is_some();
    let (title, line) = titles.into_iter().next().filter(|_| !is_headed)?;
    let short = without_site(&title, site);
    (!short.is_empty()).then(|| (short.to_owned(), line))
}

/// A title without the name of the site behind or before it.
fn without_site<'a>(title: &'a str, site: Option<&str>) -> &'a str {
    let Some(site) = site.map(fold) else { return title };
    for separator in SEPARATORS {
        if let Some((before, behind)) = title.rsplit_once(separator) {
            if fold(behind) == site {
                return before.trim();
            }
            if fold(before) == site {
                return behind.trim();
            }
        }
    }
    if fold(title) == site { "" } else { title }
}

fn meta_name(element: &Element) -> String {
    let name = ["property", "name", "itemprop"].iter().find_map(|key| element.get(key));
    name.unwrap_or_default().to_ascii_lowercase()
}

/// The day of a moment: `2021-03-04T10:00:00Z`.
fn day_of(moment: &str) -> &str {
    match moment.split_once(['T', ' ']) {
        Some((day, _)) if day.len() == 10 && day.starts_with(|c: char| c.is_ascii_digit()) => day,
        _ => moment,
    }
}

fn is_aside(tree: &Tree, id: NodeId) -> bool {
    let mut at = id;
    while at != super::tree::ROOT {
        at = tree.nodes[at].parent;
        let is_margin = tree.element(at).is_some_and(|element| {
            element.is(&["aside", "nav", "footer", "li"])
                || element
                    .get("class")
                    .is_some_and(|class| class.contains("comment") || class.contains("related"))
        });
        if is_margin {
            return true;
        }
    }
    false
}

fn text_of(tree: &Tree, id: NodeId) -> String {
    let texts = tree.children(id).filter_map(|child| match &tree.nodes[child].kind {
        Kind::Text(text, _) => Some(text.as_str()),
        Kind::Element(_) => None,
    });
    texts.collect()
}

fn squeezed(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
