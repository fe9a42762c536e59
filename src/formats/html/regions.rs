//! Which part of a page an element is: navigation, banners, footnotes, readers' comments. Tags and roles
//! tell first, then the words of `class` and `id`, which are believed only where the letter itself does not
//! stand inside.

use super::facts::Facts;
use super::tree::{Element, NodeId, Tree};
use crate::model::Region;
use rustc_hash::FxHashMap;
use std::sync::OnceLock;

const DATA: &str = include_str!("../../reference/data/page_words.csv");
/// Share of a page above which what is called its margin is its text.
const MOST: f64 = 0.5;

/// Words of classes with the region that they name; `true` where the word tells inside a longer one, too.
fn words() -> &'static FxHashMap<&'static str, (Option<Region>, bool)> {
    static WORDS: OnceLock<FxHashMap<&'static str, (Option<Region>, bool)>> = OnceLock::new();
    WORDS.get_or_init(|| {
        DATA.lines()
            .skip(1)
            .filter_map(|line| {
                let mut cells = line.split(',');
                let (word, region, place) = (cells.next()?, cells.next()?, cells.next()?);
                let region = match region {
                    "furniture" => Some(Region::Furniture),
                    "footnote" => Some(Region::Footnote),
                    "comments" => Some(Region::Comments),
                    _ => None,
                };
                Some((word, (region, place == "part")))
            })
            .collect()
    })
}

/// The region that an element opens, if it opens one.
pub fn of(tree: &Tree, facts: &Facts, id: NodeId, element: &Element, has_main: bool) -> Option<Region> {
    let region = by_tag(tree, facts, id, element, has_main).or_else(|| by_words(facts, id, element))?;
    // Where the page itself stands inside, or most of it, it is no margin.
    let holds_letter =
        facts.holds_main(id) && !element.is(&["nav", "header", "article", "li"]) || facts.share(id) > MOST;
    (!holds_letter).then_some(region)
}

fn by_tag(tree: &Tree, facts: &Facts, id: NodeId, element: &Element, has_main: bool) -> Option<Region> {
    let is_of_page = |id: NodeId| {
        let mut at = id;
        while at != super::tree::ROOT {
            at = tree.nodes[at].parent;
            if tree
                .element(at)
                .is_some_and(|outer| outer.is(&["article", "main", "section", "blockquote", "li", "td"]))
            {
                return false;
            }
        }
        true
    };
    let named = named_by_words(element);
    let is_of_signers = named == Some(None);
    match element.get("role").unwrap_or_default() {
        "doc-footnote" | "doc-endnotes" | "doc-endnote" => return Some(Region::Footnote),
        "navigation" | "search" | "menu" | "menubar" | "tablist" | "toolbar" | "button" | "contentinfo"
        | "alertdialog"
            if !is_of_signers =>
        {
            return Some(Region::Furniture);
        }
        "complementary" | "banner" if !is_of_signers && facts.heads(id) == 0 => {
            return Some(Region::Furniture);
        }
        _ => {}
    }
    if element.get("data-footnotes").is_some()
        || element.get("epub:type").is_some_and(|kind| kind.contains("footnote") || kind.contains("endnote"))
    {
        return Some(Region::Footnote);
    }
    let is_furniture = match element.name.as_str() {
        "nav" | "button" | "menu" => true,
        "aside" | "dialog" => !is_of_signers,
        "form" | "fieldset" => facts.controls(id) > 0 && facts.items(id) < 20,
        // A head that prints the only title of the page belongs to the letter.
        "header" => is_of_page(id) && (has_main || !facts.holds_main(id)) && !is_of_signers,
        "footer" => is_of_page(id) && !is_of_signers,
        _ => false,
    };
    is_furniture.then_some(Region::Furniture)
}

/// What the words of class and id say: a region, or that signatories stand here.
fn named_by_words(element: &Element) -> Option<Option<Region>> {
    let words = words();
    let mut found = None;
    for name in ["class", "id"].iter().filter_map(|key| element.get(key)).flat_map(str::split_whitespace) {
        let name = kebab(name);
        if let Some((region, _)) = words.get(name.as_str()) {
            match region {
                None => return Some(None),
                Some(region) => found = found.or(Some(Some(*region))),
            }
            continue;
        }
        for part in name.split('-') {
            if let Some((region, true)) = words.get(part) {
                match region {
                    None => return Some(None),
                    Some(region) => found = found.or(Some(Some(*region))),
                }
            }
        }
    }
    found
}

fn by_words(facts: &Facts, id: NodeId, element: &Element) -> Option<Region> {
    // The page as a whole carries words about what else is on it.
    if element.is(&["html", "body", "main", "td", "tr", "table"]) || facts.heads(id) > 1 {
        return None;
    }
    named_by_words(element).flatten()
}

/// A name in small letters with one dash between its words: `siteFooter`, `site_footer`, `site--footer`.
fn kebab(name: &str) -> String {
    let mut kebab = String::with_capacity(name.len() + 4);
    let mut was_small = false;
    for c in name.chars() {
        let is_dash = matches!(c, '-' | '_' | ':' | '/' | '.');
        if (is_dash || (c.is_uppercase() && was_small)) && !kebab.ends_with('-') {
            kebab.push('-');
        }
        if !is_dash {
            kebab.extend(c.to_lowercase());
        }
        was_small = c.is_lowercase();
    }
    kebab.trim_matches('-').to_owned()
}
