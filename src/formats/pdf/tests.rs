//! Small documents, drawn here, and what is read of them.

use super::*;
use proptest::prelude::*;
use std::fmt::Write;

/// A PDF of pages with this content, in Helvetica (F1) and bold (F2).
fn pdf(pages: &[String]) -> Vec<u8> {
    let kids: String = (0..pages.len()).map(|at| format!("{} 0 R ", 5 + 2 * at)).collect();
    let mut objects = vec![
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        format!("<< /Type /Pages /Kids [{kids}] /Count {} /MediaBox [0 0 595 842] >>", pages.len()),
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>".to_owned(),
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica-Bold /Encoding /WinAnsiEncoding >>".to_owned(),
    ];
    for (at, page) in pages.iter().enumerate() {
        let content = 6 + 2 * at;
        objects.push(format!(
            "<< /Type /Page /Parent 2 0 R /Contents {content} 0 R /Resources << /Font << /F1 3 0 R /F2 4 0 R >> >> >>"
        ));
        objects.push(format!("<< /Length {} >>\nstream\n{page}\nendstream", page.len()));
    }
    file(&objects)
}

fn file(objects: &[String]) -> Vec<u8> {
    let mut text = "%PDF-1.7\n".to_owned();
    let mut table = String::new();
    for (at, object) in objects.iter().enumerate() {
        let _ = writeln!(table, "{:010} 00000 n ", text.len());
        let _ = write!(text, "{} 0 obj\n{object}\nendobj\n", at + 1);
    }
    let (start, n_objects) = (text.len(), objects.len() + 1);
    let _ = write!(
        text,
        "xref\n0 {n_objects}\n0000000000 65535 f \n{table}trailer\n<< /Size {n_objects} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n"
    );
    text.into_bytes()
}

/// A text at its place, counted from the top left.
fn at(x: i32, y: i32, text: &str) -> String {
    printed(x, y, 10, "F1", text)
}

fn bold(x: i32, y: i32, text: &str) -> String {
    printed(x, y, 10, "F2", text)
}

fn printed(x: i32, y: i32, size: i32, font: &str, text: &str) -> String {
    let text = text.replace('(', "\\(").replace(')', "\\)");
    format!("BT /{font} {size} Tf 1 0 0 1 {x} {} Tm ({text}) Tj ET\n", 842 - y)
}

fn outcome(bytes: &[u8]) -> Outcome<Text> {
    let settings = ReadSettings { max_operators: 100_000, ..ReadSettings::default() };
    Pdf.read(&Source { path: "x.pdf", bytes, text: "", settings: &settings })
}

/// Blocks in short: a letter for the kind, and the lines, cells with bars between.
fn blocks(pages: &[String]) -> Vec<String> {
    let text = outcome(&pdf(pages)).value;
    let short = |block: &Block| {
        let kind = match (block.region, block.kind) {
            (Region::Furniture, _) => "F",
            (Region::Footnote, _) => "N",
            (_, BlockKind::Heading(_)) => "H",
            (_, BlockKind::Item { .. }) => "I",
            (_, BlockKind::Row { is_head: true }) => "T",
            (_, BlockKind::Row { .. }) => "R",
            _ => "P",
        };
        let lines: Vec<String> = block
            .lines
            .iter()
            .map(|line| if line.cells.is_empty() { line.text.clone() } else { line.cells.join("|") })
            .collect();
        format!("{kind} {}", lines.join(" / "))
    };
    text.blocks.iter().map(short).collect()
}

fn check(page: &[String], expected: &[&str]) {
    assert_eq!(blocks(&[page.concat()]), expected);
}

const PROSE: [&str; 3] = [
    "We write to you because a decision that touches many people is about to be taken soon, and",
    "because the people whom it touches have not been heard before, although they asked for it.",
    "A short pause would do.",
];

#[test]
fn wrapped_lines_are_one() {
    let page: Vec<String> = (0..3).map(|line| at(60, 100 + 12 * line, PROSE[line as usize])).collect();
    check(&page, &[&format!("P {}", PROSE.join(" "))]);
}

#[test]
fn paragraphs_items_and_headings() {
    check(
        &[
            printed(60, 80, 16, "F2", "On rivers"),
            at(60, 110, PROSE[0]),
            at(60, 122, PROSE[1]),
            at(60, 150, "\\225"),
            at(80, 150, "River Watch"),
            at(60, 162, "1. Lake Fund"),
            bold(60, 190, "Signed by"),
            at(60, 210, "Ann Other"),
            at(60, 222, "Bo Other"),
        ],
        &[
            "H On rivers",
            &format!("P {} {}", PROSE[0], PROSE[1]),
            "I River Watch",
            "I Lake Fund",
            "H Signed by",
            "P Ann Other / Bo Other",
        ],
    );
}

#[test]
fn columns_are_read_downwards() {
    let names = ["River Watch", "Lake Fund", "Sea Union", "Hill Trust", "Moor Club", "Fen League"];
    let page: Vec<String> = (0..6)
        .map(|entry| at(60 + 200 * (entry / 3), 100 + 12 * (entry % 3), names[entry as usize]))
        .collect();
    check(&page, &["P River Watch / Lake Fund / Sea Union", "P Hill Trust / Moor Club / Fen League"]);
}

#[test]
fn blocks_are_read_across() {
    let mut page = Vec::new();
    for (at_block, name) in ["Ann Other", "Bo Other", "Cy Other", "Di Other"].iter().enumerate() {
        let (x, y) = (60 + 240 * (at_block as i32 % 2), 100 + 60 * (at_block as i32 / 2));
        page.extend([at(x, y, name), at(x, y + 12, "Chair"), at(x, y + 24, "River Watch")]);
    }
    let block = |name: &str| format!("P {name} / Chair / River Watch");
    let expected = ["Ann Other", "Bo Other", "Cy Other", "Di Other"].map(block);
    assert_eq!(blocks(&[page.concat()]), expected);
}

#[test]
fn tables_have_cells() {
    let mut page = vec![bold(60, 100, "Name"), bold(240, 100, "Office"), bold(420, 100, "Country")];
    for row in 0..4 {
        let y = 120 + 30 * row;
        page.extend([
            at(60, y, "Ann Other"),
            at(240, y, "Chair of the"),
            at(240, y + 11, "Board"),
            at(420, y, "Peru"),
        ]);
        page.push(format!("60 {} m 500 {} l S\n", 842 - y + 14, 842 - y + 14));
    }
    let rows = blocks(&[page.concat()]);
    assert_eq!(rows[..2], ["T Name|Office|Country", "R Ann Other|Chair of the Board|Peru"]);
    assert_eq!(rows.len(), 5);
}

#[test]
fn heads_feet_and_notes_stand_apart() {
    let page = |number: i32| {
        [
            at(60, 30, "River Watch"),
            at(60, 100, &format!("Body of page {}", ["one", "two"][number as usize - 1])),
            "60 92 m 160 92 l S\n".to_owned(),
            printed(60, 765, 8, "F1", ["1 See the annex.", "2 See the map."][number as usize - 1]),
            at(290, 810, &number.to_string()),
        ]
        .concat()
    };
    let expected = [
        "F River Watch",
        "P Body of page one",
        "N 1 See the annex.",
        "F 1",
        "F River Watch",
        "P Body of page two",
        "N 2 See the map.",
        "F 2",
    ];
    assert_eq!(blocks(&[page(1), page(2)]), expected);
}

#[test]
fn marks_of_lines() {
    let page = [
        at(60, 100, "River Watch"),
        printed(116, 96, 6, "F1", "1"),
        at(60, 112, "Lake Fund"),
        "60 733 m 110 733 l S\n".to_owned(),
        bold(60, 124, "Ann Other"),
        at(110, 124, ", Chair"),
    ];
    let text = outcome(&pdf(&[page.concat()])).value;
    let lines: Vec<&Line> = text.blocks.iter().flat_map(|block| &block.lines).collect();
    assert_eq!(lines[0].text, "River Watch", "a raised number refers to a note");
    assert_eq!(lines[1].marks[0].kind, crate::model::MarkKind::Struck);
    assert_eq!(lines[2].marks[0].kind, crate::model::MarkKind::Strong);
    assert_eq!(lines[2].marks[0].range, 0..9);
    assert_eq!((lines[2].place.line_start, lines[2].place.part), (3, 1));
}

#[test]
fn what_cannot_be_read_is_told() {
    let codes = |bytes: &[u8]| outcome(bytes).issues.iter().map(|issue| issue.code).collect::<Vec<_>>();
    assert_eq!(codes(b"%PDF-1.7\nnothing"), [IssueCode::DamagedDocument]);
    assert_eq!(codes(&pdf(&["0 0 m 9 9 l S".to_owned()])), [IssueCode::EmptyDocument]);
    let long = at(60, 100, "River Watch").repeat(20_000);
    assert_eq!(codes(&pdf(&[long])), [IssueCode::DocumentTooLarge]);
}

#[test]
fn loops_and_numbers_beyond_measure_end() {
    let page = at(60, 100, "River Watch");
    let whole = String::from_utf8(pdf(std::slice::from_ref(&page))).unwrap();
    for (from, to) in [
        ("/Kids [5 0 R ]", "/Kids [2 0 R 5 0 R 2 0 R]"),
        ("/Parent 2 0 R", "/Parent 5 0 R"),
        ("/MediaBox [0 0 595 842]", "/MediaBox [0 0 1e38 -1e38]"),
        ("/Encoding /WinAnsiEncoding", "/FirstChar 4000000000 /LastChar 4000000001 /Widths [1]"),
        ("10 Tf", "0 Tf"),
        ("1 0 0 1 60", "1e38 1e38 1e38 1e38 99999999999999999999"),
        ("startxref", "startxref 0"),
    ] {
        assert!(whole.contains(from), "{from}");
        outcome(whole.replace(from, to).as_bytes());
    }
    // A form that draws itself.
    let form = page + "/X Do";
    let objects = [
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_owned(),
        "<< /Type /Page /Parent 2 0 R /Contents 4 0 R /Resources 5 0 R >>".to_owned(),
        format!("<< /Subtype /Form /BBox [0 0 9 9] /Resources 5 0 R /Length {} >>\nstream\n{form}\nendstream", form.len()),
        "<< /XObject << /X 4 0 R >> /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >>".to_owned(),
    ];
    outcome(&file(&objects));
}

#[test]
fn streams_that_inflate_beyond_measure_are_left() {
    use std::io::Write;
    let mut encoder = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::fast());
    for _ in 0..100 {
        encoder.write_all(&vec![b' '; 1 << 20]).unwrap();
    }
    let bomb = encoder.finish().unwrap();
    let head = format!("%PDF-1.7\n1 0 obj\n<< /Filter /FlateDecode /Length {} >>\nstream\n", bomb.len());
    let bytes = [head.as_bytes(), &bomb, b"\nendstream\nendobj\n"].concat();
    let codes: Vec<IssueCode> = outcome(&bytes).issues.iter().map(|issue| issue.code).collect();
    assert_eq!(codes, [IssueCode::DocumentTooLarge]);
}

#[test]
fn a_page_that_shows_too_much_is_cut() {
    let page = bold(60, 80, "Signed by") + &at(60, 100, &"River Watch ".repeat(500)).repeat(20);
    let settings = ReadSettings::default();
    let read = |bytes: &[u8]| Pdf.read(&Source { path: "x.pdf", bytes, text: "", settings: &settings });
    let outcome = read(&pdf(&[page, at(60, 100, "Lake Fund")]));
    let codes: Vec<IssueCode> = outcome.issues.iter().map(|issue| issue.code).collect();
    assert_eq!(codes, [IssueCode::DocumentTooLarge]);
    let last = outcome.value.blocks.last().and_then(|block| block.lines.last());
    assert_eq!(last.map(|line| line.text.as_str()), Some("Lake Fund"));
}

#[test]
fn what_breaks_the_reading_is_told() {
    assert_eq!(guarded(|| 1), Ok(1));
    assert_eq!(guarded(|| -> u8 { panic!("no such object: {}", 7) }), Err("no such object: 7".to_owned()));
    assert_eq!(guarded(|| -> u8 { std::panic::panic_any(1) }), Err("it panicked".to_owned()));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn damaged_documents_harm_only_themselves(
        edits in proptest::collection::vec((any::<proptest::sample::Index>(), any::<u8>()), 1..24),
        cut in any::<proptest::sample::Index>(),
        is_cut in any::<bool>(),
    ) {
        let mut bytes = pdf(&[bold(60, 80, "Signed by") + &at(60, 100, "River Watch") + &at(300, 100, "Lake Fund")]);
        for (place, byte) in edits {
            let place = place.index(bytes.len());
            bytes[place] = byte;
        }
        if is_cut {
            bytes.truncate(cut.index(bytes.len()));
        }
        let text = outcome(&bytes).value;
        for line in text.blocks.iter().flat_map(|block| &block.lines) {
            prop_assert!(!line.text.is_empty());
            prop_assert!(1 <= line.place.line_start && line.place.line_start <= line.place.line_end);
            prop_assert!(line.place.line_end <= text.n_lines);
            for mark in &line.marks {
                prop_assert!(line.text.get(mark.range.clone()).is_some());
            }
        }
    }
}
