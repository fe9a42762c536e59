//! Lists of values as literals of JavaScript, written without building the values first. An empty value takes no
//! room but its comma, and none at the end of its list.

use std::fmt::{Display, Write};

use crate::page::tame;

/// Longest text, in characters; the tables hold the whole.
const LONGEST: usize = 600;

/// A list that is being written.
#[derive(Debug)]
pub struct List {
    out: String,
    n_empty: usize,
    is_first: bool,
}

impl List {
    /// A list without values.
    pub fn new() -> Self {
        Self { out: "[".to_owned(), n_empty: 0, is_first: true }
    }

    /// The literal.
    pub fn finish(mut self) -> String {
        self.out.push(']');
        self.out
    }

    fn next(&mut self) -> &mut String {
        let n_commas = self.n_empty + usize::from(!self.is_first);
        self.out.extend(std::iter::repeat_n(',', n_commas));
        (self.n_empty, self.is_first) = (0, false);
        &mut self.out
    }

    /// An absent value.
    pub fn nothing(&mut self) {
        self.n_empty += 1;
    }

    /// A number or a truth value.
    pub fn plain(&mut self, value: impl Display) {
        let _ = write!(self.next(), "{value}");
    }

    /// A number that may be absent.
    pub fn maybe(&mut self, value: Option<impl Display>) {
        match value {
            Some(value) => self.plain(value),
            None => self.nothing(),
        }
    }

    /// A text, cut where it is too long for a page.
    pub fn text(&mut self, text: &str) {
        if text.is_empty() {
            return self.nothing();
        }
        let out = self.next();
        out.push('"');
        let mut characters = text.chars();
        for c in characters.by_ref().take(LONGEST) {
            match tame(c) {
                '"' => out.push_str("\\\""),
                '\\' => out.push_str("\\\\"),
                // So that nothing in it can end a script.
                '<' => out.push_str("\\u003c"),
                c => out.push(c),
            }
        }
        if characters.next().is_some() {
            out.push('…');
        }
        out.push('"');
    }

    /// Texts in one value, with line breaks between them.
    pub fn lines<'t>(&mut self, texts: impl Iterator<Item = &'t str>) {
        let mut inner = Self::new();
        for text in texts {
            inner.text(text);
        }
        self.list(inner);
    }

    /// A text that may be absent.
    pub fn maybe_text(&mut self, text: Option<&str>) {
        self.text(text.unwrap_or_default());
    }

    /// A list; an empty one is an absent value.
    pub fn list(&mut self, list: Self) {
        if list.is_first {
            return self.nothing();
        }
        let literal = list.finish();
        self.next().push_str(&literal);
    }

    /// A list of numbers, each as its distance from the one before.
    pub fn steps(&mut self, numbers: &[usize]) {
        let mut list = Self::new();
        let mut before = 0;
        for number in numbers {
            list.plain(number - before.min(*number));
            before = *number;
        }
        self.list(list);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn empty_values_take_no_room() {
        let mut list = List::new();
        list.text("");
        list.plain(1);
        list.maybe(None::<i32>);
        list.nothing();
        list.maybe_text(Some("a"));
        list.list(List::new());
        list.steps(&[3, 5, 9]);
        list.nothing();
        assert_eq!(list.finish(), "[,1,,,\"a\",,[3,2,4]]");
        assert_eq!(List::new().finish(), "[]");
    }

    #[test]
    fn texts_stay_texts() {
        let check = |text: &str, expected: &str| {
            let mut list = List::new();
            list.text(text);
            assert_eq!(list.finish(), format!("[\"{expected}\"]"));
        };
        check("</script><!--", "\\u003c/script>\\u003c!--");
        check("a\"b\\c'd`${e}", "a\\\"b\\\\c'd`${e}");
        check("a\nb\u{2028}c\u{202e}d\0", "a b c\u{fffd}d\u{fffd}");
        check(&"ü".repeat(601), &format!("{}…", "ü".repeat(600)));
    }
}
