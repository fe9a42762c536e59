//! Comma-separated values and their kin: one record a line, fields between commas, semicolons, tabs or bars,
//! whichever makes the records alike. What stands above the table is text.

use super::records::{self, Record};
use super::{Format, Source};
use crate::model::{Block, BlockKind, Issue, IssueCode, Line, Outcome, Place, Text};
use std::borrow::Cow;

/// Separators in the order in which they are believed: a comma also stands inside fields.
const SEPARATORS: [u8; 4] = [b'\t', b';', b'|', b','];
/// Records that are looked at to find the separator.
const SAMPLE: usize = 300;
/// Lines that one record may run over before its quote is taken for a stray one.
const MOST_LINES: u32 = 60;
/// Lines that may stand above the table.
const PREAMBLE: usize = 20;

/// Comma-separated values.
pub struct Csv;

impl Format for Csv {
    fn media_type(&self) -> &'static str {
        "text/csv"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["csv", "tsv", "tab", "psv", "ssv"]
    }

    fn read(&self, source: &Source) -> Outcome<Text> {
        read(source)
    }
}

fn read(source: &Source) -> Outcome<Text> {
    let mut issues = Vec::new();
    // Line feeds alone, so that lines are counted as everywhere else.
    let text: Cow<str> = match source.text.contains('\r') {
        true => source.text.replace("\r\n", "\n").replace('\r', "\n").into(),
        false => source.text.into(),
    };
    let (text, separator, first_line) = stated_separator(&text);
    let separator = separator.or_else(|| find_separator(text));
    let mut records = records_of(text, separator, true, first_line);
    if records.iter().any(|record| record.place.line_end - record.place.line_start > MOST_LINES) {
        let message = "a quote is opened and not closed for many lines; quotes are read as print";
        let place =
            records.iter().find(|record| record.place.line_end > record.place.line_start + MOST_LINES);
        issues.push(
            Issue::new(IssueCode::InvalidRecords, source.path, message)
                .at(Place::line(place.map_or(1, |record| record.place.line_start))),
        );
        records = records_of(text, separator, false, first_line);
    }
    records.retain(|record| record.cells.iter().any(|cell| !cell.is_empty()));
    let n_above = preamble(&records);
    let mut value = Text { is_list: true, ..Text::default() };
    for (index, record) in records.into_iter().enumerate() {
        if index < n_above {
            let text = records::printed(&record.cells);
            value.blocks.push(Block::new(BlockKind::Paragraph, vec![Line::plain(&text, record.place)]));
        } else {
            value.blocks.extend(records::row(source, record, false, &mut issues));
        }
    }
    Outcome { value, issues }
}

/// "sep=;" in the first line, as spreadsheets write it, and the text behind it.
fn stated_separator(text: &str) -> (&str, Option<u8>, u32) {
    let line = text.lines().next().unwrap_or_default();
    match line.strip_prefix("sep=").map(str::as_bytes) {
        Some([separator]) if SEPARATORS.contains(separator) => {
            let rest = &text[line.len()..];
            (rest.strip_prefix('\n').unwrap_or(rest), Some(*separator), 2)
        }
        _ => (text, None, 1),
    }
}

/// The separator that makes the records alike; none where each line is one field.
fn find_separator(text: &str) -> Option<u8> {
    let mut best: Option<(u8, f64)> = None;
    for separator in SEPARATORS {
        let widths: Vec<usize> = parse(text, Some(separator), true, 1)
            .take(SAMPLE)
            .filter(|record| record.cells.iter().any(|cell| !cell.is_empty()))
            .map(|record| record.cells.len())
            .collect();
        let width = commonest(&widths);
        if width < 2 {
            continue;
        }
        let share = widths.iter().filter(|found| **found == width).count() as f64 / widths.len() as f64;
        // Sure when nearly all records are alike, and the first, which may be the head, is.
        if share >= 0.9 && widths.first() == Some(&width) {
            return Some(separator);
        }
        // A title above the table is shorter, notes are too.
        let score = share + 0.01 * width.min(20) as f64;
        if share >= 0.5 && best.is_none_or(|(_, other)| score > other) {
            best = Some((separator, score));
        }
    }
    best.map(|(separator, _)| separator)
}

/// The commonest number; of several the largest.
fn commonest(numbers: &[usize]) -> usize {
    let mut sorted = numbers.to_vec();
    sorted.sort_unstable();
    let runs = sorted.chunk_by(|a, b| a == b).map(|run| (run.len(), run[0]));
    runs.max().map_or(0, |(_, number)| number)
}

fn records_of(text: &str, separator: Option<u8>, quotes: bool, first_line: u32) -> Vec<Record> {
    parse(text, separator, quotes, first_line).collect()
}

/// The records one after the other; fields are trimmed. Without a separator each line is one field.
fn parse(text: &str, separator: Option<u8>, quotes: bool, first_line: u32) -> impl Iterator<Item = Record> {
    let mut reader = ::csv::ReaderBuilder::new()
        .delimiter(separator.unwrap_or(b'\0'))
        .quoting(quotes)
        .has_headers(false)
        .flexible(true)
        .from_reader(text.as_bytes());
    let mut record = ::csv::StringRecord::new();
    let n_lines = super::lines_of(text).count() as u64;
    let line = move |line: u64| u32::try_from(line).unwrap_or(u32::MAX).saturating_add(first_line - 1);
    std::iter::from_fn(move || {
        // The text is UTF-8 and records may have any length: there is nothing to go wrong.
        if !matches!(reader.read_record(&mut record), Ok(true)) {
            return None;
        }
        // A record is said to begin where the last one ended; empty lines may stand between.
        let begin = record.position().cloned().unwrap_or_else(::csv::Position::new);
        let above = usize::try_from(begin.byte()).ok().and_then(|byte| text.as_bytes().get(byte..));
        let n_empty = above.unwrap_or_default().iter().take_while(|byte| **byte == b'\n').count();
        let start = begin.line() + n_empty as u64;
        let n_breaks = record.iter().map(|cell| cell.matches('\n').count() as u64).sum::<u64>();
        // A quote that stays open holds the last line end, behind which there is no line.
        let end = (start + n_breaks).min(n_lines.max(start));
        let place = Place { line_end: line(end), ..Place::line(line(start)) };
        Some(Record {
            cells: record.iter().map(|cell| cell.trim().to_owned()).collect(),
            place,
            is_commented: false,
        })
    })
}

/// How many of the first records are text above the table: they fill one field only, and either have no
/// others or the table is wider than to leave them empty.
fn preamble(records: &[Record]) -> usize {
    let widths: Vec<usize> = records.iter().take(SAMPLE).map(|record| record.cells.len()).collect();
    let width = commonest(&widths);
    let n_filled = |record: &Record| record.cells.iter().filter(|cell| !cell.is_empty()).count();
    let first =
        records.iter().position(|record| n_filled(record) >= 2 && 2 * n_filled(record) >= width.min(6));
    let Some(first) = first.filter(|first| *first <= PREAMBLE && width >= 2) else { return 0 };
    let is_text = |record: &Record| {
        record.cells.len() < width
            || width >= 3
            || record.cells[0].contains(' ') && record.cells[0].len() > 40
    };
    if records[..first].iter().all(is_text) { first } else { 0 }
}

#[cfg(test)]
mod tests {
    use crate::formats::{self, ReadSettings};
    use crate::model::{BlockKind, Text};
    use proptest::prelude::*;

    fn text(name: &str, content: &str) -> Text {
        formats::run(name, content.as_bytes(), &ReadSettings::default()).value.unwrap_or_default()
    }

    fn check(name: &str, content: &str, expected: &[(u32, &[&str])]) {
        let text = text(name, content);
        let lines = text.blocks.iter().flat_map(|block| &block.lines);
        let got: Vec<(u32, Vec<&str>)> = lines
            .map(|line| (line.place.line_start, line.cells.iter().map(String::as_str).collect()))
            .collect();
        let expected: Vec<(u32, Vec<&str>)> =
            expected.iter().map(|(line, cells)| (*line, cells.to_vec())).collect();
        assert_eq!(got, expected, "{content:?}");
    }

    #[test]
    fn separators() {
        check(
            "x.csv",
            "Name,Country\nRiver Watch,Kenya\n",
            &[(1, &["Name", "Country"]), (2, &["River Watch", "Kenya"])],
        );
        check("x.csv", "a;b\n1,5;2\n3,5;4\n", &[(1, &["a", "b"]), (2, &["1,5", "2"]), (3, &["3,5", "4"])]);
        check(
            "x.tsv",
            "Ann\tHill, Lake, Kenya\nBob\tPond, Sea, Peru\n",
            &[(1, &["Ann", "Hill, Lake, Kenya"]), (2, &["Bob", "Pond, Sea, Peru"])],
        );
        check("x.csv", "a|b\nc|d\n", &[(1, &["a", "b"]), (2, &["c", "d"])]);
        check("x.csv", "sep=;\r\na;b\r\nc;d\r\n", &[(2, &["a", "b"]), (3, &["c", "d"])]);
        check(
            "x.csv",
            "River Watch\nLake, Pond and Sea\nHill Fund\n",
            &[(1, &["River Watch"]), (2, &["Lake, Pond and Sea"]), (3, &["Hill Fund"])],
        );
    }

    #[test]
    fn quotes_blanks_and_line_ends() {
        check(
            "x.csv",
            "\"a, \"\"b\"\"\",c\n\n,\n\"d\ne\",f\ng,h\n",
            &[(1, &["a, \"b\"", "c"]), (4, &["d\ne", "f"]), (6, &["g", "h"])],
        );
        check("x.csv", "sep=;\n\na;b\n\n\nc;d", &[(3, &["a", "b"]), (6, &["c", "d"])]);
        check("x.csv", "a,b\rc,d\r", &[(1, &["a", "b"]), (2, &["c", "d"])]);
        check("x.csv", "\u{feff}a,b\r\nc,d\r\n", &[(1, &["a", "b"]), (2, &["c", "d"])]);
    }

    #[test]
    fn a_stray_quote_does_not_swallow_the_rest() {
        let mut content = "a,b\n\"stray,c\n".to_owned();
        content.push_str(&"d,e\n".repeat(100));
        let text = text("x.csv", &content);
        assert_eq!(text.blocks.len(), 102);
    }

    #[test]
    fn a_quote_that_stays_open_ends_with_the_file() {
        let text = text("x.csv", "a,b\nc,d\ne,\"f\ng\n");
        let ends: Vec<u32> = text.blocks.iter().map(|block| block.lines[0].place.line_end).collect();
        assert_eq!((ends, text.n_lines), (vec![1, 2, 4], 4));
    }

    #[test]
    fn text_above_the_table() {
        let text =
            text("x.csv", "An open letter on rivers\n\nName,Country,Role\nAnn,Kenya,Poet\nBob,Peru,\n");
        let kinds: Vec<BlockKind> = text.blocks.iter().map(|block| block.kind).collect();
        let row = BlockKind::Row { is_head: false };
        assert_eq!(kinds, [BlockKind::Paragraph, row, row, row]);
    }

    proptest! {
        #[test]
        fn no_text_panics(content in "([,;\\t|\"\\n\\r]|\\PC){0,200}") {
            text("x.csv", &content);
        }
    }
}
