//! Plain text: paragraphs between blank lines, list items by their markers, rules, and tab-separated
//! cells.

use super::{Format, Source, lines_of, long_line};
use crate::model::{Block, BlockKind, Line, Outcome, Place, Region, Text};
use rustc_hash::{FxHashMap, FxHashSet};

/// Characters that open an item of a list.
const BULLETS: &[char] = &['•', '◦', '▪', '■', '●', '○', '‣', '·', '*', '-', '–', '—', '→', '➢', '✓', '✔'];
/// Characters of which a separating line is made.
const RULES: &[char] = &['-', '=', '_', '*', '~', '–', '—', '#', '.', '·', '•'];

/// Plain text.
pub struct Plain;

impl Format for Plain {
    fn media_type(&self) -> &'static str {
        "text/plain"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["txt", "text"]
    }

    fn read(&self, source: &Source) -> Outcome<Text> {
        read(source)
    }
}

/// Paragraphs, items, rules and rows of cells.
fn read(source: &Source) -> Outcome<Text> {
    let mut outcome = Outcome::<Text>::default();
    let mut open = false;
    let page_heads = page_heads(source.text);
    for (index, (_, raw)) in lines_of(source.text).enumerate() {
        let number = u32::try_from(index + 1).unwrap_or(u32::MAX);
        if let Some(issue) = long_line(source, raw, number) {
            outcome.issues.push(issue);
            open = false;
            continue;
        }
        let text = raw.trim();
        if text.is_empty() {
            open = false;
            continue;
        }
        let blocks = &mut outcome.value.blocks;
        if page_heads.contains(&index) {
            let line = Line::plain(text, Place::line(number));
            let region = Region::Furniture;
            blocks.push(Block { region, ..Block::new(BlockKind::Paragraph, vec![line]) });
            open = false;
            continue;
        }
        let (kind, rest) = opening(text);
        let indent = raw.len() - raw.trim_start().len() + (text.len() - rest.len());
        let column = u32::try_from(raw.get(..indent).map_or(0, |head| head.chars().count())).unwrap_or(0) + 1;
        let line = with_cells(Line::plain(rest, Place { column, ..Place::line(number) }));
        match (kind, blocks.last_mut()) {
            (BlockKind::Rule, _) => {
                blocks.push(Block::new(kind, Vec::new()));
                open = false;
            }
            (BlockKind::Paragraph, Some(last)) if open => last.lines.push(line),
            _ => {
                blocks.push(Block::new(kind, vec![line]));
                open = true;
            }
        }
    }
    outcome
}

/// Lines that stand at the head of several pages alike, but for their numbers; a form feed ends a page.
fn page_heads(text: &str) -> FxHashSet<usize> {
    let mut by_text: FxHashMap<String, Vec<usize>> = FxHashMap::default();
    let mut is_new_page = false;
    for (index, (_, raw)) in lines_of(text).enumerate() {
        is_new_page |= raw.contains('\u{c}');
        let line = raw.trim();
        if is_new_page && !line.is_empty() {
            is_new_page = false;
            let same: String = line.chars().filter(|c| c.is_alphabetic()).collect();
            if !same.is_empty() {
                by_text.entry(same).or_default().push(index);
            }
        }
    }
    by_text.into_values().filter(|lines| lines.len() > 1).flatten().collect()
}

/// What a line opens, and its text behind the marker.
fn opening(text: &str) -> (BlockKind, &str) {
    if text.chars().count() >= 3 && text.chars().all(|c| RULES.contains(&c) || c.is_whitespace()) {
        return (BlockKind::Rule, text);
    }
    if let Some(rest) = text.strip_prefix(BULLETS) {
        let rest_text = rest.trim_start();
        if rest.len() != rest_text.len() && !rest_text.is_empty() {
            return (BlockKind::Item { depth: 0, number: None }, rest_text);
        }
    }
    let n_digits = text.bytes().take_while(u8::is_ascii_digit).count();
    if (1..=4).contains(&n_digits) {
        let behind = &text[n_digits..];
        if let Some(rest) = behind.strip_prefix(['.', ')']) {
            let rest_text = rest.trim_start();
            let starts_entry = rest_text.chars().next().is_some_and(|c| !c.is_ascii_digit());
            // "10. März 2021" is a date.
            let words: Vec<&str> = rest_text.split_whitespace().collect();
            let is_year = |word: &str| word.len() == 4 && word.bytes().all(|byte| byte.is_ascii_digit());
            let is_date = (2..=3).contains(&words.len()) && words.last().is_some_and(|last| is_year(last));
            if rest.len() != rest_text.len() && starts_entry && !is_date {
                return (BlockKind::Item { depth: 0, number: text[..n_digits].parse().ok() }, rest_text);
            }
        }
    }
    (BlockKind::Paragraph, text)
}

fn with_cells(mut line: Line) -> Line {
    if line.text.contains('\t') {
        line.cells = line.text.split('\t').map(|cell| cell.trim().to_owned()).collect();
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formats::ReadSettings;

    fn blocks(text: &str) -> Vec<(BlockKind, Vec<(u32, String)>)> {
        let settings = ReadSettings::default();
        let read = read(&Source { path: "x.txt", bytes: text.as_bytes(), text, settings: &settings });
        read.value
            .blocks
            .into_iter()
            .map(|block| {
                let lines = block.lines.into_iter().map(|line| (line.place.line_start, line.text)).collect();
                (block.kind, lines)
            })
            .collect()
    }

    #[test]
    fn paragraphs_items_and_rules() {
        let item = |number| BlockKind::Item { depth: 0, number };
        let line = |number, text: &str| vec![(number, text.to_owned())];
        assert_eq!(
            blocks(
                "Dear all,\n\nfirst\nsecond\n - One, France\n2) Two\n1969 Families\n350.org\n----\n3.5 percent\n"
            ),
            [
                (BlockKind::Paragraph, line(1, "Dear all,")),
                (BlockKind::Paragraph, vec![(3, "first".to_owned()), (4, "second".to_owned())]),
                (item(None), line(5, "One, France")),
                (
                    item(Some(2)),
                    vec![(6, "Two".to_owned()), (7, "1969 Families".to_owned()), (8, "350.org".to_owned())]
                ),
                (BlockKind::Rule, vec![]),
                (BlockKind::Paragraph, line(10, "3.5 percent")),
            ]
        );
    }

    #[test]
    fn heads_of_pages_are_furniture() {
        let text = "Letter\n\u{c}Joint letter – 2\nRiver Watch\n\n\u{c}Joint letter – 3\nLake Fund\n";
        let settings = ReadSettings::default();
        let read = read(&Source { path: "x.txt", bytes: text.as_bytes(), text, settings: &settings });
        let regions: Vec<Region> = read.value.blocks.iter().map(|block| block.region).collect();
        let (body, head) = (Region::Body, Region::Furniture);
        assert_eq!(regions, [body, head, body, head, body]);
    }

    #[test]
    fn a_day_is_no_number_of_a_list() {
        assert_eq!(opening("10. März 2021").0, BlockKind::Paragraph);
        assert_eq!(opening("10. River Watch").0, BlockKind::Item { depth: 0, number: Some(10) });
    }

    #[test]
    fn columns_and_cells() {
        let settings = ReadSettings::default();
        let text = "  • Name\tCity";
        let read = read(&Source { path: "x.txt", bytes: text.as_bytes(), text, settings: &settings });
        let line = &read.value.blocks[0].lines[0];
        assert_eq!((line.place.column, line.cells.len(), line.cells[1].as_str()), (5, 2, "City"));
    }
}
