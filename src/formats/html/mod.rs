//! HTML: a tree, what each element of it holds, and a walk that makes blocks as a browser would print them.
//!
//! Panels that scripts hide are read, since a reader reaches them; scripts and styles are not. Entries that
//! are commented out are lines, marked as such. Margins of the page are blocks of their region.

mod display;
mod facts;
mod head;
mod lines;
mod regions;
mod style;
mod tree;
mod walk;

use super::{Format, Source};
use crate::model::{Issue, IssueCode, Outcome, Place, Text};

/// Web pages.
pub struct Html;

impl Format for Html {
    fn media_type(&self) -> &'static str {
        "text/html"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["html", "htm", "xhtml"]
    }

    fn read(&self, source: &Source) -> Outcome<Text> {
        let mut issues = Vec::new();
        let limit = source.settings.max_depth;
        let mut tree = tree::Tree::parse(source.text, limit);
        if let Some(line) = tree.too_deep {
            let message = format!(
                "elements are nested more deeply than read.max_depth, {limit}; those below are read as if they \
                 stood beside each other"
            );
            issues.push(Issue::new(IssueCode::NestedTooDeep, source.path, message).at(Place::line(line)));
        }
        let styles = style::Styles::of(&tree);
        display::settle(&mut tree, &styles);
        let facts = facts::Facts::of(&tree);
        let blocks = walk::blocks(&tree, &facts, styles, source, &mut issues);
        let front_matter = head::fields(&tree, &blocks);
        Outcome { value: Text { front_matter, blocks, ..Text::default() }, issues }
    }
}

#[cfg(test)]
mod tests;
