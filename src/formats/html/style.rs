//! Bold, italic and struck-out text, by tags, by `style`, and by the classes of the page's own style sheet,
//! by which word processors print on the web.

use super::tree::{Element, Kind, Tree};
use rustc_hash::{FxHashMap, FxHashSet};

/// How the text of an element looks.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Looks {
    /// Bold.
    pub strong: bool,
    /// Italic.
    pub emphasis: bool,
    /// Struck out.
    pub struck: bool,
}

/// Classes of the style sheet that change how text looks or begin lines.
#[derive(Debug, Default)]
pub struct Styles {
    looks: FxHashMap<String, Looks>,
    lines: FxHashSet<String>,
}

impl Styles {
    /// The classes of a page: rules whose selector is one class, with or without a tag before it.
    pub fn of(tree: &Tree) -> Self {
        let mut styles = Self::default();
        for node in &tree.nodes {
            let Kind::Text(text, _) = &node.kind else { continue };
            if tree.element(node.parent).is_none_or(|element| element.name != "style") {
                continue;
            }
            for rule in text.split('}') {
                let Some((selectors, declarations)) = rule.rsplit_once('{') else { continue };
                let looks = looks_of(declarations);
                let is_line = begins_line(declarations);
                if looks == Looks::default() && !is_line {
                    continue;
                }
                for selector in selectors.split(',').map(str::trim) {
                    let Some((tag, class)) = selector.split_once('.') else { continue };
                    let is_name = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_');
                    if !class.is_empty()
                        && class.chars().all(is_name)
                        && matches!(tag, "" | "span" | "p" | "li" | "td")
                    {
                        let known = styles.looks.entry(class.to_owned()).or_default();
                        *known = known.and(looks);
                        if is_line {
                            styles.lines.insert(class.to_owned());
                        }
                    }
                }
            }
        }
        styles
    }

    /// Whether an element inside a line begins a line by its class.
    pub fn is_line(&self, element: &Element) -> bool {
        !self.lines.is_empty()
            && element
                .get("class")
                .is_some_and(|classes| classes.split_whitespace().any(|class| self.lines.contains(class)))
    }

    /// How the text of an element looks, as far as the element says.
    pub fn looks(&self, element: &Element) -> Looks {
        let mut looks = Looks {
            strong: element.is(&["b", "strong"]),
            emphasis: element.is(&["i", "em", "cite", "dfn", "var"]),
            struck: element.is(&["s", "del", "strike"]),
        };
        if let Some(style) = element.get("style") {
            looks = looks.and(looks_of(style));
        }
        if !self.looks.is_empty()
            && let Some(classes) = element.get("class")
        {
            for class in classes.split_whitespace() {
                looks = looks.and(self.looks.get(class).copied().unwrap_or_default());
            }
        }
        looks
    }
}

impl Looks {
    fn and(self, other: Self) -> Self {
        Self {
            strong: self.strong || other.strong,
            emphasis: self.emphasis || other.emphasis,
            struck: self.struck || other.struck,
        }
    }
}

/// Whether declarations print an element on a line of its own.
pub fn begins_line(declarations: &str) -> bool {
    let declarations = declarations.to_ascii_lowercase();
    declarations.split(';').filter_map(|declaration| declaration.split_once(':')).any(|(key, value)| {
        key.trim() == "display" && matches!(value.trim(), "block" | "flex" | "grid" | "list-item")
    })
}

fn looks_of(declarations: &str) -> Looks {
    let mut looks = Looks::default();
    for declaration in declarations.split(';') {
        let Some((key, value)) = declaration.split_once(':') else { continue };
        let value = value.trim().to_ascii_lowercase();
        match key.trim().to_ascii_lowercase().as_str() {
            "font-weight" => {
                looks.strong = value.starts_with("bold")
                    || value
                        .chars()
                        .take_while(char::is_ascii_digit)
                        .collect::<String>()
                        .parse()
                        .is_ok_and(|n: u32| n >= 600);
            }
            "font-style" => looks.emphasis = value.starts_with("italic") || value.starts_with("oblique"),
            "text-decoration" | "text-decoration-line" => looks.struck = value.contains("line-through"),
            _ => {}
        }
    }
    looks
}
