//! Documents made from their parts, as tables of cases.

use super::*;
use crate::formats::{ReadSettings, run};
use crate::model::{MarkKind, Place};
use proptest::prelude::*;
use std::io::Write;

const NAMESPACES: &str = "xmlns:w='http://schemas.openxmlformats.org/wordprocessingml/2006/main' \
     xmlns:r='http://schemas.openxmlformats.org/officeDocument/2006/relationships' \
     xmlns:a='http://schemas.openxmlformats.org/drawingml/2006/main' xmlns:mc='http://x/markup-compatibility'";

/// A package of parts.
fn package(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut archive = rawzip::ZipArchiveWriter::new(&mut bytes);
    for (name, text) in parts {
        let (mut entry, config) =
            archive.new_file(name).compression_method(rawzip::CompressionMethod::DEFLATE).start().unwrap();
        let encoder = flate2::write::DeflateEncoder::new(&mut entry, flate2::Compression::default());
        let mut writer = config.wrap(encoder);
        writer.write_all(text.as_bytes()).unwrap();
        let (encoder, descriptor) = writer.finish().unwrap();
        encoder.finish().unwrap();
        entry.finish(descriptor).unwrap();
    }
    archive.finish().unwrap();
    bytes
}

/// A document with that body and the usual parts beside it.
fn document(body: &str) -> Vec<u8> {
    let wrapped =
        |name: &str, inner: &str| format!("<?xml version='1.0'?><w:{name} {NAMESPACES}>{inner}</w:{name}>");
    let relation = |id: u8, kind: &str, target: &str| {
        format!("<Relationship Id='r{id}' Type='http://x/relationships/{kind}' Target='{target}'/>")
    };
    let relations = [
        relation(1, "styles", "styles.xml"),
        relation(2, "numbering", "numbering.xml"),
        relation(3, "footnotes", "footnotes.xml"),
        relation(4, "footer", "footer1.xml"),
        relation(5, "comments", "comments.xml"),
        relation(6, "hyperlink", "https://example.org").replace("/>", " TargetMode='External'/>"),
    ];
    let list = |format: &str, id: u8| {
        format!(
            "<w:abstractNum w:abstractNumId='{id}'><w:lvl w:ilvl='0'><w:numFmt w:val='{format}'/></w:lvl></w:abstractNum>"
        )
    };
    let num = |id: u8| format!("<w:num w:numId='{id}'><w:abstractNumId w:val='{id}'/></w:num>");
    package(&[
        (
            "_rels/.rels",
            &format!(
                "<Relationships>{}{}</Relationships>",
                relation(1, "officeDocument", "word/document.xml"),
                relation(2, "metadata/core-properties", "/docProps/core.xml")
            ),
        ),
        ("word/_rels/document.xml.rels", &format!("<Relationships>{}</Relationships>", relations.concat())),
        ("word/document.xml", &wrapped("document", &format!("<w:body>{body}</w:body>"))),
        (
            "word/styles.xml",
            &wrapped("styles", "<w:style w:styleId='berschrift2'><w:name w:val='heading 2'/></w:style>"),
        ),
        (
            "word/numbering.xml",
            &wrapped("numbering", &[list("decimal", 1), list("bullet", 2), num(1), num(2)].concat()),
        ),
        (
            "word/footnotes.xml",
            &wrapped(
                "footnotes",
                "<w:footnote w:type='separator'><w:p><w:r><w:t>x</w:t></w:r></w:p></w:footnote><w:footnote><w:p><w:r><w:t>see there</w:t></w:r></w:p></w:footnote>",
            ),
        ),
        ("word/footer1.xml", &wrapped("ftr", "<w:p><w:r><w:t>page</w:t></w:r></w:p>")),
        (
            "word/comments.xml",
            &wrapped("comments", "<w:comment><w:p><w:r><w:t>check this</w:t></w:r></w:p></w:comment>"),
        ),
        (
            "docProps/core.xml",
            "<cp:coreProperties xmlns:cp='x' xmlns:dc='y' xmlns:dcterms='z'><dc:title>On Rivers</dc:title><dcterms:created>2013-01-02T00:00:00Z</dcterms:created></cp:coreProperties>",
        ),
    ])
}

fn text_of(body: &str) -> Text {
    let bytes = document(body);
    let read = run("x.docx", &bytes, &ReadSettings::default());
    assert_eq!(read.issues, [], "{body}");
    read.value.unwrap()
}

/// The blocks of the body as text, and behind them a letter for what is no body.
fn check(body: &str, expected: &[&str]) {
    let kind = |block: &Block| match block.kind {
        BlockKind::Heading(level) => format!("h{level}"),
        BlockKind::Item { depth, number } => {
            format!("li{depth}{}", number.map_or(String::new(), |number| format!("#{number}")))
        }
        BlockKind::Row { is_head: true } => "th".to_owned(),
        BlockKind::Row { is_head: false } => "tr".to_owned(),
        _ => "p".to_owned(),
    };
    let text = text_of(body);
    let shown: Vec<String> = text
        .blocks
        .iter()
        .filter(|block| block.region == Region::Body)
        .map(|block| {
            let lines = block.lines.iter().map(|line| match line.cells.is_empty() {
                true => line.text.clone(),
                false => line.cells.join(" | ").replace('\n', "\\"),
            });
            format!("{} {}", kind(block), lines.collect::<Vec<_>>().join(" / "))
        })
        .collect();
    assert_eq!(shown, expected, "{body}");
}

fn p(text: &str) -> String {
    format!("<w:p><w:r><w:t>{text}</w:t></w:r></w:p>")
}

fn styled(properties: &str, text: &str) -> String {
    format!("<w:p><w:pPr>{properties}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>")
}

#[test]
fn paragraphs_lists_and_headings() {
    check(
        "<w:p><w:r><w:t>Ann &amp; Bo</w:t><w:br/><w:t>River</w:t></w:r><w:r><w:t xml:space='preserve'> Watch</w:t></w:r></w:p>",
        &["p Ann & Bo / River Watch"],
    );
    check(&styled("<w:pStyle w:val='berschrift2'/>", "Groups"), &["h2 Groups"]);
    check(&styled("<w:outlineLvl w:val='0'/>", "Groups"), &["h1 Groups"]);
    let item = |list: u8| {
        styled(&format!("<w:numPr><w:ilvl w:val='0'/><w:numId w:val='{list}'/></w:numPr>"), "River")
    };
    check(
        &[item(1), item(1), item(2), item(0)].concat(),
        &["li0#1 River", "li0#2 River", "li0 River", "p River"],
    );
    check("<w:p><w:r><w:tab/><w:t>Ann</w:t><w:tab/><w:t>Norway</w:t></w:r></w:p>", &["p Ann | Norway"]);
    check(
        "<w:p><w:r><w:fldChar/><w:instrText>PAGE</w:instrText></w:r><w:r><w:t>3</w:t></w:r></w:p>",
        &["p 3"],
    );
}

#[test]
fn groups_between_empty_paragraphs_are_blocks() {
    let group = [p("Ann"), p("chair"), "<w:p/>".to_owned()].concat();
    check(&group.repeat(3), &["p Ann / chair"; 3]);
    check(&group.repeat(2), &["p Ann", "p chair", "p Ann", "p chair"]);
}

#[test]
fn tables() {
    let cell = |inner: &str| format!("<w:tc>{inner}</w:tc>");
    let row = |cells: &[&str]| {
        format!("<w:tr>{}</w:tr>", cells.iter().map(|inner| cell(inner)).collect::<String>())
    };
    let two = [p("Ann"), p("Other")].concat();
    let head = "<w:tr><w:trPr><w:tblHeader/></w:trPr><w:tc><w:p><w:r><w:t>Name</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>City</w:t></w:r></w:p></w:tc></w:tr>";
    check(
        &format!("<w:tbl>{head}{}</w:tbl>{}", row(&[&two, &p("Oslo")]), p("x")),
        &["th Name | City", "tr Ann\\Other | Oslo", "p x"],
    );
    let across = format!("<w:tr><w:tc><w:tcPr><w:gridSpan w:val='2'/></w:tcPr>{}</w:tc></w:tr>", p("Norway"));
    let below = "<w:tcPr><w:vMerge/></w:tcPr><w:p/>";
    check(
        &format!("<w:tbl>{across}{}{}</w:tbl>", row(&[&p("A"), &p("B")]), row(&[below, &p("C")])),
        &["h5 Norway", "tr A | B", "tr A | C"],
    );
    check(&format!("<w:tbl>{}{}</w:tbl>", row(&[&two]), row(&[&p("Bo")])), &["li0 Ann / Other", "li0 Bo"]);
    let inner = format!("<w:tbl>{}</w:tbl>", row(&[&p("A"), &p("B")]));
    check(&format!("<w:tbl>{}</w:tbl>", row(&[&inner, &p("C")])), &["tr A | B", "p C"]);
}

#[test]
fn text_boxes_are_read_once() {
    let shape = format!("<w:txbxContent>{}</w:txbxContent>", p("in the box"));
    let body = format!(
        "<w:p><w:r><w:t>before</w:t></w:r><w:r><mc:AlternateContent><mc:Choice>{shape}<a:t>drawn</a:t></mc:Choice>\
         <mc:Fallback>{shape}</mc:Fallback></mc:AlternateContent></w:r><w:r><w:t> behind</w:t></w:r></w:p>"
    );
    check(&body, &["p before behind", "p in the box"]);
}

#[test]
fn marks_of_runs_and_tracked_changes() {
    let run = |properties: &str, text: &str| {
        format!("<w:r><w:rPr>{properties}</w:rPr><w:t xml:space='preserve'>{text}</w:t></w:r>")
    };
    let body = [
        "<w:p>".to_owned(),
        run("<w:b/>", "Ann "),
        run("<w:b/>", "Other"),
        run("<w:b w:val='0'/><w:i/>", ", chair"),
        "<w:del><w:r><w:delText>, Oslo</w:delText></w:r></w:del><w:ins><w:r><w:t>, Bergen</w:t></w:r></w:ins>".to_owned(),
        run("<w:vanish/>", " note"),
        run("<w:dstrike/>", " old"),
        format!("<w:hyperlink r:id='r6'>{}</w:hyperlink></w:p>", run("", " site")),
    ]
    .concat();
    let text = text_of(&body);
    let line = &text.blocks[0].lines[0];
    assert_eq!(line.text, "Ann Other, chair, Oslo, Bergen note old site");
    let marks: Vec<_> = line.marks.iter().map(|m| (m.kind.clone(), &line.text[m.range.clone()])).collect();
    assert_eq!(
        marks,
        [
            (MarkKind::Strong, "Ann Other"),
            (MarkKind::Emphasis, ", chair"),
            (MarkKind::Struck, ", Oslo"),
            (MarkKind::Commented, " note"),
            (MarkKind::Struck, " old"),
            (MarkKind::Link("https://example.org".to_owned()), " site"),
        ]
    );
}

#[test]
fn what_is_no_body_has_its_region() {
    let text = text_of(&[p("On Rivers"), "<w:p/>".to_owned(), p("Ann")].concat());
    let shown: Vec<_> = text
        .blocks
        .iter()
        .map(|block| (block.region, block.lines[0].text.as_str(), block.lines[0].place))
        .collect();
    assert_eq!(
        shown,
        [
            (Region::Body, "On Rivers", Place::line(1)),
            (Region::Body, "Ann", Place::line(3)),
            (Region::Footnote, "see there", Place::line(5)),
            (Region::Furniture, "page", Place::line(6)),
            (Region::Comments, "check this", Place::line(7)),
        ]
    );
    assert_eq!(text.front_matter[0], ("title".to_owned(), "On Rivers".to_owned(), 1));
    assert_eq!(text_of(&p("Ann")).front_matter[0].0, "document_title");
    assert_eq!((text.encoding.as_str(), text.n_lines), ("UTF-8", 7));
}

#[test]
fn bad_packages_are_reported() {
    let codes = |bytes: &[u8], max_bytes: u64| -> Vec<IssueCode> {
        let settings = ReadSettings { max_bytes, ..ReadSettings::default() };
        run("x.docx", bytes, &settings).issues.iter().map(|issue| issue.code).collect()
    };
    assert_eq!(codes(b"no zip", 1000), [IssueCode::BinaryDocument]);
    assert_eq!(codes(&package(&[("a.txt", "x")]), 1000), [IssueCode::BinaryDocument]);
    assert_eq!(codes(&document(""), 100_000), []);
    let empty = package(&[("word/document.xml", "<w:document/>")]);
    assert_eq!(codes(&empty, 1000), [IssueCode::EmptyDocument]);
    // A bomb: a thousandth of what it inflates to.
    let bomb = package(&[("word/document.xml", &" ".repeat(1_000_000))]);
    assert!(bomb.len() < 10_000);
    assert_eq!(codes(&bomb, 100_000), [IssueCode::DocumentTooLarge]);
    assert_eq!(
        codes(&package(&[("word/document.xml", "<w:document><w:p><w:r><w:t>a")]), 1000),
        [IssueCode::DamagedDocument]
    );
    let entities = "<!DOCTYPE a [<!ENTITY b 'xx'><!ENTITY c '&b;&b;'>]><w:document><w:p><w:r><w:t>a&c;b</w:t></w:r></w:p></w:document>";
    let read = run("x.docx", &package(&[("word/document.xml", entities)]), &ReadSettings::default());
    assert_eq!(read.value.unwrap().blocks[0].lines[0].text, "ab");
}

#[test]
fn nesting_costs_no_more_than_size() {
    for (part, times) in
        [("<w:tbl><w:tr><w:tc><w:p/>", 20_000), ("<w:p><w:r><w:txbxContent>", 20_000), ("<w:x>", 100_000)]
    {
        let body = format!("{}<w:p><w:r><w:t>a</w:t></w:r></w:p>", part.repeat(times));
        let xml = format!("<w:document {NAMESPACES}>{body}");
        run("x.docx", &package(&[("word/document.xml", &xml)]), &ReadSettings::default());
    }
}

const XML: &str = "(</?(w:p|w:r|w:t|w:tbl|w:tr|w:tc|w:del|w:pPr|w:rPr|w:txbxContent|w:hyperlink)>|<w:(br|tab|b|vanish|vMerge)/>|<w:gridSpan w:val='2'/>|[ a-zé&;]){0,80}";

proptest! {
    #[test]
    fn no_document_panics(body in XML) {
        let xml = format!("<w:document {NAMESPACES}>{body}</w:document>");
        let bytes = package(&[("word/document.xml", &xml)]);
        if let Some(read) = run("x.docx", &bytes, &ReadSettings::default()).value {
            for line in read.blocks.iter().flat_map(|block| &block.lines) {
                prop_assert!(!line.text.is_empty() && line.text.trim() == line.text);
                prop_assert!(1 <= line.place.line_start && line.place.line_end <= read.n_lines);
                prop_assert!(line.marks.iter().all(|mark| line.text.get(mark.range.clone()).is_some()));
            }
        }
    }

    #[test]
    fn no_bytes_panic(at in 0usize..2000, byte in any::<u8>(), cut in 0usize..2000) {
        let mut bytes = document("<w:p><w:r><w:t>a</w:t></w:r></w:p>");
        let end = bytes.len();
        if let Some(changed) = bytes.get_mut(at % end) {
            *changed = byte;
        }
        bytes.truncate(end - cut % end / 8);
        run("x.docx", &bytes, &ReadSettings::default());
    }
}
