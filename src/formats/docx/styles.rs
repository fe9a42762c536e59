//! Styles and numbering: what a paragraph is by the style that it names.

use super::xml::{Piece, Xml};
use rustc_hash::{FxHashMap, FxHashSet};

/// Longest chain of styles that are based on each other.
const CHAIN: usize = 16;

/// What properties say of a run of text; `None` where they say nothing.
#[derive(Debug, Clone, Copy, Default)]
pub struct Looks {
    /// Bold.
    pub strong: Option<bool>,
    /// Italic.
    pub emphasis: Option<bool>,
    /// Struck out.
    pub struck: Option<bool>,
    /// Hidden.
    pub hidden: Option<bool>,
}

impl Looks {
    /// These, and where they say nothing the others.
    pub fn or(self, other: Self) -> Self {
        Self {
            strong: self.strong.or(other.strong),
            emphasis: self.emphasis.or(other.emphasis),
            struck: self.struck.or(other.struck),
            hidden: self.hidden.or(other.hidden),
        }
    }

    /// Takes over what one property says.
    pub fn set(&mut self, property: &str, is_on: bool) {
        match property {
            "b" => self.strong = Some(is_on),
            "i" => self.emphasis = Some(is_on),
            "strike" | "dstrike" => self.struck = Some(is_on || self.struck == Some(true)),
            "vanish" => self.hidden = Some(is_on),
            _ => {}
        }
    }
}

/// A style.
#[derive(Debug, Clone, Default)]
pub struct Style {
    /// Level of the heading that it prints, from 1.
    pub heading: Option<u8>,
    /// List and level of a paragraph.
    pub list: Option<(String, u8)>,
    /// Looks of its text.
    pub looks: Looks,
    /// Whether it prints a table of contents or something else that is no text of the letter.
    pub is_furniture: bool,
    based_on: Option<String>,
}

/// The styles of a document, by id.
#[derive(Debug, Default)]
pub struct Styles(FxHashMap<String, Style>);

impl Styles {
    /// Reads the part of the styles.
    pub fn parse(text: &str) -> Self {
        let mut styles: FxHashMap<String, Style> = FxHashMap::default();
        let mut open: Option<(String, Style)> = None;
        let mut level = None;
        let mut xml = Xml::new(text);
        let mut depth = 0usize;
        let mut style_depth = 0;
        while let Some(piece) = xml.next() {
            let element = match piece {
                Piece::Start(element) => element,
                Piece::End => {
                    depth = depth.saturating_sub(1);
                    if depth <= style_depth
                        && let Some((id, style)) = open.take()
                    {
                        styles.insert(id, style);
                    }
                    continue;
                }
                Piece::Text(_) => continue,
            };
            if element.local == "style" {
                style_depth = depth;
                level = None;
                open = Some((element.get("styleId").unwrap_or_default().to_owned(), Style::default()));
            } else if let Some((_, style)) = &mut open {
                let value = element.get("val").unwrap_or_default();
                match element.local.as_str() {
                    "name" => {
                        style.heading = heading_of(value);
                        style.is_furniture = value.to_ascii_lowercase().starts_with("toc ");
                    }
                    "basedOn" => style.based_on = Some(value.to_owned()),
                    "outlineLvl" => {
                        style.heading =
                            value.parse().ok().filter(|level: &u8| *level < 9).map(|level| level + 1);
                    }
                    "ilvl" => level = value.parse().ok(),
                    "numId" => style.list = Some((value.to_owned(), level.unwrap_or(0))),
                    property => style.looks.set(property, element.is_on()),
                }
            }
            depth += 1;
        }
        Self(styles)
    }

    /// A style with all that it takes from those it is based on.
    pub fn get(&self, id: &str) -> Style {
        let Some(style) = self.0.get(id) else {
            // Without a part of styles, the usual ids say what they are.
            return Style { heading: heading_of(id), ..Style::default() };
        };
        let mut full = style.clone();
        let mut base = style.based_on.as_deref();
        for _ in 0..CHAIN {
            let Some(next) = base.and_then(|id| self.0.get(id)) else { break };
            full.heading = full.heading.or(next.heading);
            full.list = full.list.or_else(|| next.list.clone());
            full.looks = full.looks.or(next.looks);
            full.is_furniture |= next.is_furniture;
            base = next.based_on.as_deref();
        }
        full
    }
}

/// Level of the heading that a built-in style prints: its name is English in every language.
fn heading_of(name: &str) -> Option<u8> {
    let name = name.to_ascii_lowercase().replace(' ', "");
    match name.as_str() {
        "title" => Some(1),
        "subtitle" => Some(2),
        _ => name.strip_prefix("heading")?.parse().ok().filter(|level| (1..=9).contains(level)),
    }
}

/// How a list counts.
#[derive(Debug, Clone, Copy)]
struct Level {
    start: u64,
    is_counted: bool,
}

/// The lists of a document and how far each has counted.
#[derive(Debug, Default)]
pub struct Numbering {
    /// For each list, the definition it follows.
    definition_of: FxHashMap<String, String>,
    levels: FxHashMap<(String, u8), Level>,
    /// Lists that begin anew.
    restarts: FxHashMap<String, FxHashMap<u8, u64>>,
    begun: FxHashSet<String>,
    /// Number printed last, for each definition and level.
    counts: FxHashMap<String, [Option<u64>; 9]>,
}

impl Numbering {
    /// Reads the part of the numbering.
    pub fn parse(text: &str) -> Self {
        let mut numbering = Self::default();
        let (mut definition, mut list, mut level, mut restart) = (String::new(), String::new(), 0u8, None);
        let mut xml = Xml::new(text);
        while let Some(piece) = xml.next() {
            let Piece::Start(element) = piece else { continue };
            let value = element.get("val").unwrap_or_default();
            let level_of = |name: &str| element.get(name).and_then(|n| n.parse().ok()).unwrap_or(0u8).min(8);
            match element.local.as_str() {
                "abstractNum" => {
                    definition = element.get("abstractNumId").unwrap_or_default().to_owned();
                    list.clear();
                }
                "num" => list = element.get("numId").unwrap_or_default().to_owned(),
                "abstractNumId" => {
                    numbering.definition_of.insert(list.clone(), value.to_owned());
                }
                "lvlOverride" => restart = Some(level_of("ilvl")),
                "startOverride" => {
                    if let Some(level) = restart {
                        let start = value.parse().unwrap_or(1);
                        numbering.restarts.entry(list.clone()).or_default().insert(level, start);
                    }
                }
                "lvl" if list.is_empty() => {
                    level = level_of("ilvl");
                    let known = Level { start: 1, is_counted: true };
                    numbering.levels.insert((definition.clone(), level), known);
                }
                "start" if list.is_empty() => {
                    if let Some(known) = numbering.levels.get_mut(&(definition.clone(), level)) {
                        known.start = value.parse().unwrap_or(1);
                    }
                }
                "numFmt" if list.is_empty() => {
                    if let Some(known) = numbering.levels.get_mut(&(definition.clone(), level)) {
                        known.is_counted = !matches!(value, "bullet" | "none");
                    }
                }
                _ => {}
            }
        }
        numbering
    }

    /// The number of the next paragraph of a list; `None` for bullets.
    pub fn next(&mut self, list: &str, level: u8) -> Option<u64> {
        let level = level.min(8);
        let definition = self.definition_of.get(list)?;
        let known = self.levels.get(&(definition.clone(), level)).copied();
        let known = known.unwrap_or(Level { start: 1, is_counted: true });
        let counts = self.counts.entry(definition.clone()).or_default();
        if self.begun.insert(list.to_owned())
            && let Some(restarts) = self.restarts.get(list)
        {
            for (level, start) in counts.iter_mut().zip(0u8..) {
                if let Some(restart) = restarts.get(&start) {
                    *level = restart.checked_sub(1);
                }
            }
        }
        for deeper in &mut counts[usize::from(level) + 1..] {
            *deeper = None;
        }
        let count = &mut counts[usize::from(level)];
        let number = count.map_or(known.start, |last| last.saturating_add(1));
        *count = Some(number);
        known.is_counted.then_some(number)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn styles_take_over_from_their_base() {
        let styles = Styles::parse(
            "<w:styles xmlns:w='http://x/wordprocessingml/2006/main'>\
             <w:style w:styleId='a'><w:name w:val='heading 2'/><w:rPr><w:b/></w:rPr></w:style>\
             <w:style w:styleId='b'><w:name w:val='Mine'/><w:basedOn w:val='a'/><w:pPr><w:numPr><w:ilvl w:val='1'/>\
             <w:numId w:val='3'/></w:numPr></w:pPr><w:rPr><w:i w:val='0'/></w:rPr></w:style></w:styles>",
        );
        let style = styles.get("b");
        assert_eq!((style.heading, style.list), (Some(2), Some(("3".to_owned(), 1))));
        assert_eq!((style.looks.strong, style.looks.emphasis), (Some(true), Some(false)));
        assert_eq!((styles.get("Heading3").heading, styles.get("Plain").heading), (Some(3), None));
    }

    #[test]
    fn lists_count() {
        let mut numbering = Numbering::parse(
            "<w:numbering xmlns:w='http://x/wordprocessingml/2006/main'><w:abstractNum w:abstractNumId='0'>\
             <w:lvl w:ilvl='0'><w:start w:val='4'/><w:numFmt w:val='decimal'/></w:lvl>\
             <w:lvl w:ilvl='1'><w:numFmt w:val='bullet'/></w:lvl></w:abstractNum>\
             <w:num w:numId='1'><w:abstractNumId w:val='0'/></w:num>\
             <w:num w:numId='2'><w:abstractNumId w:val='0'/><w:lvlOverride w:ilvl='0'><w:startOverride w:val='1'/>\
             </w:lvlOverride></w:num></w:numbering>",
        );
        let mut next = |list, level| numbering.next(list, level);
        assert_eq!([next("1", 0), next("1", 1), next("1", 0)], [Some(4), None, Some(5)]);
        assert_eq!([next("2", 0), next("2", 0), next("9", 0)], [Some(1), Some(2), None]);
    }
}
