//! What the pages of a published folder are made of: tables, numbers, and links to the rows and lines behind
//! them. Whatever the dataset holds passes [`escaped`].

use std::borrow::Cow;
use std::fmt::{Display, Write};

use jiff::civil::Date;
use rustc_hash::FxHashMap;

use crate::model::{DatePrecision, DocumentId};
use crate::page::escaped;
use crate::tables::Dataset;

/// Longest text of a cell, in characters; the tables hold the whole.
const LONGEST: usize = 300;

/// A text of the dataset, cut where it is too long for a page, and kept from turning the line around it.
pub fn text(text: &str) -> String {
    format!("<bdi>{}</bdi>", escaped(&cut(text, LONGEST)))
}

/// The first characters of a text.
pub fn cut(text: &str, most: usize) -> Cow<'_, str> {
    match text.char_indices().nth(most) {
        None => Cow::Borrowed(text),
        Some((end, _)) => Cow::Owned(format!("{}…", &text[..end])),
    }
}

/// A number with its thousands apart.
pub fn number(number: impl TryInto<i64>) -> String {
    let number = number.try_into().unwrap_or(i64::MAX);
    let digits = number.unsigned_abs().to_string();
    let mut out = String::from(if number < 0 { "−" } else { "" });
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// A number and what it counts: "1 letter", "2 letters".
pub fn counted(n: usize, one: &str, several: &str) -> String {
    format!("{} {}", number(n), if n == 1 { one } else { several })
}

/// A share as a percentage.
pub fn share(part: usize, whole: usize) -> String {
    if whole == 0 {
        return "–".to_owned();
    }
    let tenths = (part as u64 * 2000 / whole as u64).div_ceil(2);
    format!("{}.{} %", tenths / 10, tenths % 10)
}

/// A date as finely as it is known, as plain text.
pub fn plain_day(date: Option<Date>, precision: Option<DatePrecision>) -> String {
    let Some(date) = date else { return String::new() };
    match precision {
        Some(DatePrecision::Year) => format!("{:04}", date.year()),
        Some(DatePrecision::Month) => format!("{:04}-{:02}", date.year(), date.month()),
        Some(DatePrecision::Day) | None => date.to_string(),
    }
}

/// A date as finely as it is known.
pub fn day(date: Option<Date>, precision: Option<DatePrecision>) -> String {
    match plain_day(date, precision) {
        unknown if unknown.is_empty() => unknown,
        known => format!("<time>{known}</time>"),
    }
}

/// A column of a table on a page.
#[derive(Debug, Clone, Copy)]
pub struct Head {
    /// What it is called.
    pub name: &'static str,
    /// Whether it holds numbers.
    pub is_number: bool,
}

/// Columns; a name that begins with `#` is one of numbers.
pub fn heads<const N: usize>(names: [&'static str; N]) -> [Head; N] {
    names.map(|name| Head { name: name.trim_start_matches('#'), is_number: name.starts_with('#') })
}

/// A row: the id by which it can be linked to, empty for none, and its cells as HTML. The first is its head.
pub type Row = (String, Vec<String>);

/// Writes a table. `caption` is HTML.
pub fn table(out: &mut String, caption: &str, heads: &[Head], rows: impl IntoIterator<Item = Row>) {
    let label: String = strip(caption);
    let _ = write!(
        out,
        "<div class=\"wide\" role=\"group\" tabindex=\"0\" aria-label=\"{label}\">\n<table>\n\
         <caption>{caption}</caption>\n<thead><tr>"
    );
    for head in heads {
        let class = if head.is_number { " class=\"n\"" } else { "" };
        let _ = write!(out, "<th scope=\"col\"{class}>{}</th>", head.name);
    }
    out.push_str("</tr></thead>\n<tbody>\n");
    for (id, cells) in rows {
        let id = if id.is_empty() { id } else { format!(" id=\"{}\"", escaped(&id)) };
        let _ = write!(out, "<tr{id}>");
        for (at, (cell, head)) in cells.iter().zip(heads).enumerate() {
            let class = if head.is_number { " class=\"n\"" } else { "" };
            let _ = match at {
                0 => write!(out, "<th scope=\"row\"{class}>{cell}</th>"),
                _ => write!(out, "<td{class}>{cell}</td>"),
            };
        }
        out.push_str("</tr>\n");
    }
    out.push_str("</tbody>\n</table>\n</div>\n");
}

/// HTML of ours without its tags.
fn strip(html: &str) -> String {
    let mut is_tag = false;
    let kept = html.chars().filter(|c| {
        let is_text = !is_tag && *c != '<';
        is_tag = (is_tag || *c == '<') && *c != '>';
        is_text
    });
    kept.collect()
}

/// A number with a bar that shows its share of the largest.
pub fn bar(value: i64, largest: i64) -> String {
    let percent = (value.max(0) * 100).checked_div(largest).unwrap_or(0).clamp(0, 100);
    let width = if value > 0 { percent.max(1) } else { 0 };
    format!("{}<span class=\"amount\" aria-hidden=\"true\" style=\"width:{width}%\"></span>", number(value))
}

/// Where rows and lines are to be found from a page of the folder.
#[derive(Debug)]
pub struct Links<'a> {
    /// Where documents can be read: what comes before their paths; `None`: nowhere.
    documents: Option<&'a str>,
    /// Whether there is an explorer.
    has_explorer: bool,
    paths: FxHashMap<DocumentId, &'a str>,
}

impl<'a> Links<'a> {
    /// Those of a dataset.
    pub fn of(dataset: &'a Dataset, documents: Option<&'a str>, has_explorer: bool) -> Self {
        let paths = dataset.documents.iter().map(|row| (row.document_id, row.path.as_str())).collect();
        Self { documents: documents.filter(|documents| !documents.is_empty()), has_explorer, paths }
    }

    /// Whether there is an explorer.
    pub fn has_explorer(&self) -> bool {
        self.has_explorer
    }

    /// A link to a view of the explorer, such as `letter/ltr-…`; without an explorer, what would have been linked.
    pub fn view(&self, view: impl Display, shown: &str) -> String {
        match self.has_explorer {
            true => format!("<a href=\"index.html#/{view}\">{shown}</a>"),
            false => shown.to_owned(),
        }
    }

    /// The file with all rows of a table.
    pub fn table(&self, name: &str) -> String {
        format!("<a href=\"{name}.csv\">{name}.csv</a>")
    }

    /// A line of a document, with a link where the document can be read.
    pub fn line(&self, document: DocumentId, line: Option<i32>) -> String {
        let path = self.paths.get(&document).copied().unwrap_or_default();
        let place = line.map_or(String::new(), |line| format!(":{line}"));
        let shown = format!("<code>{}{place}</code>", escaped(&cut(path, LONGEST)));
        match self.address(path, line) {
            Some(address) => format!("<a href=\"{}\">{shown}</a>", escaped(&address)),
            None => shown,
        }
    }

    /// The address of a line of a document.
    fn address(&self, path: &str, line: Option<i32>) -> Option<String> {
        let base = self.documents?;
        // The path of a withdrawn signatory's document is told to nobody.
        if path.is_empty() || path.contains("[withdrawn]") {
            return None;
        }
        let slash = if base.ends_with(['/', '=']) { "" } else { "/" };
        let line = line.map_or(String::new(), |line| format!("#L{line}"));
        Some(format!("{base}{slash}{}{line}", encoded(path)))
    }
}

/// A path as part of an address.
fn encoded(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    for byte in path.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' | b'/' => {
                out.push(char::from(byte));
            }
            _ => {
                let _ = write!(out, "%{byte:02X}");
            }
        }
    }
    out
}

/// A picture with what it shows in words, for those who do not see it. `title`, `description` and `caption` are
/// HTML.
pub fn figure(
    out: &mut String,
    id: &str,
    (width, height): (i32, i32),
    title: &str,
    description: &str,
    drawing: impl Display,
) {
    let _ = write!(
        out,
        "<figure>\n<div class=\"wide\" role=\"group\" tabindex=\"0\" aria-label=\"{title}\">\n\
         <svg role=\"img\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" height=\"{height}\" \
         aria-labelledby=\"{id}-title {id}-about\">\n<title id=\"{id}-title\">{title}</title>\n\
         <desc id=\"{id}-about\">{description}</desc>\n{drawing}</svg>\n</div>\n\
         <figcaption>{title}. {description}</figcaption>\n</figure>\n"
    );
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_shares() {
        assert_eq!([0, 999, 1000, -1234, 1234567].map(number), ["0", "999", "1,000", "−1,234", "1,234,567"]);
        assert_eq!(number(usize::MAX), "9,223,372,036,854,775,807");
        assert_eq!((share(1, 3), share(2, 3), share(0, 0)), ("33.3 %".into(), "66.7 %".into(), "–".into()));
        assert_eq!((share(7, 7), share(0, 7)), ("100.0 %".into(), "0.0 %".into()));
        assert!(bar(1, 1000).contains("width:1%") && bar(0, 0).contains("width:0%"));
    }

    #[test]
    fn documents_are_linked_where_they_can_be_read() {
        let links = |documents| Links { documents, has_explorer: false, paths: FxHashMap::default() };
        let at = |base| links(Some(base)).address("a b/ü#.txt", Some(7)).unwrap();
        assert_eq!(at("../raw"), "../raw/a%20b/%C3%BC%23.txt#L7");
        assert_eq!(
            at("https://letters.example/?file="),
            "https://letters.example/?file=a%20b/%C3%BC%23.txt#L7"
        );
        assert_eq!(links(None).address("a.txt", None), None);
        assert_eq!(links(Some("x")).address("[withdrawn].txt", None), None);
    }

    #[test]
    fn long_texts_are_cut() {
        assert_eq!(cut("川の会", 3), "川の会");
        assert_eq!(cut("川の会x", 3), "川の会…");
        assert!(text(&"<".repeat(1000)).len() < 1500);
        assert_eq!(strip("Rows: <a href=\"x\">all</a>."), "Rows: all.");
    }
}
