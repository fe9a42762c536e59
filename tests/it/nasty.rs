//! Files made to hurt: whatever they do, they harm only themselves, and a letter beside them is published.

use crate::support::{LETTER, build, config, write};
use std::io::Write;
use undersigned::model::Role;

/// A file name and its content.
type Nasty = (&'static str, Vec<u8>);

fn repeated(head: &str, part: &str, times: usize, tail: &str) -> Vec<u8> {
    [head, &part.repeat(times), tail].concat().into_bytes()
}

fn gzip(content: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(content).unwrap();
    encoder.finish().unwrap()
}

/// A PDF of these objects, numbered from 1, with a table of their places.
fn pdf(objects: &[&str]) -> Vec<u8> {
    let mut file = b"%PDF-1.7\n".to_vec();
    let mut places = Vec::new();
    for (index, object) in objects.iter().enumerate() {
        places.push(file.len());
        file.extend(format!("{} 0 obj\n{object}\nendobj\n", index + 1).bytes());
    }
    let start = file.len();
    file.extend(format!("xref\n0 {}\n0000000000 65535 f \n", places.len() + 1).bytes());
    for place in &places {
        file.extend(format!("{place:010} 00000 n \n").bytes());
    }
    let n = places.len() + 1;
    file.extend(format!("trailer\n<< /Size {n} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n").bytes());
    file
}

fn stream(content: &str) -> String {
    format!("<< /Length {} >>\nstream\n{content}\nendstream", content.len())
}

/// A package of a word processor with this body and these parts.
fn docx(body: &str, parts: &[(&str, &str)]) -> Vec<u8> {
    let document = format!("<w:document xmlns:w='w'><w:body>{body}</w:body></w:document>");
    let mut bytes = Vec::new();
    let mut archive = rawzip::ZipArchiveWriter::new(&mut bytes);
    for (name, content) in [("word/document.xml", document.as_str())].iter().chain(parts) {
        let (mut entry, config) =
            archive.new_file(name).compression_method(rawzip::CompressionMethod::DEFLATE).start().unwrap();
        let encoder = flate2::write::DeflateEncoder::new(&mut entry, flate2::Compression::fast());
        let mut writer = config.wrap(encoder);
        writer.write_all(content.as_bytes()).unwrap();
        let (encoder, descriptor) = writer.finish().unwrap();
        encoder.finish().unwrap();
        entry.finish(descriptor).unwrap();
    }
    archive.finish().unwrap();
    bytes
}

fn text() -> Vec<Nasty> {
    // Overrides of direction, zero-width characters and a byte order mark inside names.
    let invisible = LETTER.replace("River Watch", "\u{202e}River\u{200b} \u{feff}Watch\u{202c}\u{2066}");
    let mixed =
        [LETTER.as_bytes(), b"Soci\xe9t\xe9 du Lac\n", "Société du Fleuve\n".as_bytes(), b"\xff\xfe\x00"];
    vec![
        ("line.txt", repeated("Signed by:\n\n", "River Watch, Kenya; ", 150_000, "\n")),
        ("lines.txt", repeated("Signed by:\n\n", "River Watch, Kenya\n", 2_000, "")),
        ("brackets.txt", repeated("Signed by:\n\n", "((((,,,,", 2_000, "\n")),
        ("commas.txt", repeated("Signed by:\n\n", "A, ", 3_000, "\n")),
        ("invisible.txt", invisible.into_bytes()),
        ("marks.txt", repeated("Signed by:\n\na", "\u{301}", 8_000, "\n")),
        ("mixed.txt", mixed.concat()),
        ("utf16.txt", LETTER.encode_utf16().flat_map(u16::to_le_bytes).collect()),
        ("zeros.txt.gz", gzip(&vec![0; 32 << 20])),
        ("letter.txt.gz", gzip(&gzip(LETTER.as_bytes()))),
    ]
}

fn markup() -> Vec<Nasty> {
    vec![
        ("quotes.md", repeated("", "> ", 20_000, "River Watch\n")),
        (
            "items.md",
            (0..400).map(|depth| format!("{}- River Watch\n", "  ".repeat(depth))).collect::<String>().into(),
        ),
        ("stars.md", repeated("", "**a ", 20_000, "\n")),
        ("links.md", repeated("", "[a](", 20_000, "\n")),
        ("nested.html", repeated("<p>Signed by:</p>", "<div>", 30_000, "<p>River Watch</p>")),
        ("lists.html", repeated("<p>Signed by:</p>", "<ul><li>River Watch", 2_000, "")),
        ("tables.html", repeated("<p>Signed by:</p>", "<table><tr><td>", 5_000, "River Watch")),
        (
            "spans.html",
            repeated("<table><tr>", "<td colspan=60000 rowspan=60000>River Watch</td>", 200, "</tr></table>"),
        ),
        ("attribute.html", repeated("<p title='", "x", 1_000_000, "'>River Watch</p>")),
        ("comment.html", repeated("<p>Signed by:</p><!-- ", "<li>River Watch</li>", 5_000, "")),
        ("formatting.html", repeated("", "<b><i><a href=x><p>", 3_000, "River Watch")),
        ("entities.html", repeated("<p>", "&#x10ffff;&amp;&#0;&bogus;", 10_000, "</p>")),
    ]
}

fn data() -> Vec<Nasty> {
    let wide = [repeated("", "name;", 10_000, "\n"), repeated("", "River Watch;", 10_000, "\n")].concat();
    let mut aliases = "a0: &a0 [River Watch]\n".to_owned();
    for depth in 1..40 {
        let last = format!("*a{}", depth - 1);
        aliases.push_str(&format!("a{depth}: &a{depth} [{last}, {last}, {last}, {last}]\n"));
    }
    vec![
        ("wide.csv", wide),
        ("quote.csv", repeated("name,country\n\"", "River Watch, Kenya\n", 2_000, "")),
        ("delimiters.csv", repeated("", ",;\t|\n", 5_000, "")),
        ("deep.json", repeated("", "[", 50_000, "")),
        ("keys.json", repeated("{", "\"name\": {", 30_000, "")),
        ("text.json", repeated("[\"", "River Watch ", 100_000, "\"]")),
        ("records.json", repeated("[", "{\"name\": \"River Watch\"},", 1_500, "{}]")),
        ("aliases.yaml", aliases.into_bytes()),
        (
            "deep.yaml",
            (0..2_000).map(|depth| format!("{}a:\n", " ".repeat(depth))).collect::<String>().into(),
        ),
        ("flow.yaml", repeated("", "{a: [", 50_000, "")),
        ("deep.js", repeated("export const signers = ", "[{a: ", 30_000, "")),
        ("template.ts", repeated("const a = `", "${`", 50_000, "")),
        ("comment.js", repeated("const signers = [ /* ", "'River Watch', ", 20_000, "")),
    ]
}

fn word() -> Vec<Nasty> {
    let signed = "<w:p><w:r><w:t>Signed by:</w:t></w:r></w:p>";
    let signer = "<w:p><w:r><w:t>River Watch</w:t></w:r></w:p>";
    let nested = |head: &str, times: usize| format!("{signed}{}{signer}", head.repeat(times));
    let entities = format!(
        "<!DOCTYPE w [<!ENTITY a0 \"River\">{}]>&a20;{signer}",
        (1..=20)
            .map(|n| format!("<!ENTITY a{n} \"{}\">", format!("&a{};", n - 1).repeat(9)))
            .collect::<String>()
    );
    // Styles that are based on each other, and a part that is a part of itself.
    let styles = "<w:styles><w:style w:styleId='a'><w:basedOn w:val='b'/></w:style>\
                  <w:style w:styleId='b'><w:basedOn w:val='a'/></w:style></w:styles>";
    let relations = "<Relationships><Relationship Id='r1' Type='x/styles' Target='styles.xml'/>\
                     <Relationship Id='r2' Type='x/header' Target='document.xml'/></Relationships>";
    let styled =
        format!("{signed}<w:p><w:pPr><w:pStyle w:val='a'/></w:pPr><w:r><w:t>Ann Other</w:t></w:r></w:p>");
    let cell = "<w:tc><w:tcPr><w:gridSpan w:val='60000'/><w:vMerge/></w:tcPr><w:p><w:r><w:t>River Watch</w:t></w:r></w:p></w:tc>";
    let mut cut = docx(&signer.repeat(500), &[]);
    cut.truncate(cut.len() / 2);
    vec![
        ("bomb.docx", docx(&" ".repeat(32 << 20), &[])),
        ("parts.docx", docx(signer, &vec![("word/a.xml", "a"); 12_000])),
        ("runs.docx", docx(&nested("<w:r>", 20_000), &[])),
        ("tables.docx", docx(&nested("<w:tbl><w:tr><w:tc>", 5_000), &[])),
        ("boxes.docx", docx(&nested("<w:p><w:r><w:txbxContent>", 5_000), &[])),
        (
            "spans.docx",
            docx(
                &format!("{signed}<w:tbl>{}</w:tbl>", format!("<w:tr>{}</w:tr>", cell.repeat(20)).repeat(20)),
                &[],
            ),
        ),
        ("entities.docx", docx(&entities, &[])),
        (
            "styles.docx",
            docx(&styled, &[("word/styles.xml", styles), ("word/_rels/document.xml.rels", relations)]),
        ),
        ("cut.docx", cut),
    ]
}

fn pages() -> Vec<Nasty> {
    let loops =
        ["<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [2 0 R 2 0 R 2 0 R] /Count 99999999 >>"];
    let form = "<< /Type /Catalog /Pages 2 0 R >>";
    let tree = "<< /Type /Pages /Kids [3 0 R] /Count 1 >>";
    let page = "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 1e30 -1e30] /Contents 4 0 R /Resources << /XObject << /X 5 0 R >> /Font << /F 6 0 R >> >> >>";
    let calls = stream(&"/X Do ".repeat(64));
    let itself = "<< /Type /XObject /Subtype /Form /BBox [0 0 1 1] /Resources << /XObject << /X 5 0 R >> >> /Length 41 >>\nstream\n/X Do /X Do /X Do /X Do /X Do /X Do /X Do\nendstream";
    let font = "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>";
    let sizes = stream("BT /F 0 Tf 1e38 0 0 1e-38 1e38 nan Tm (River Watch) Tj /F 1e38 Tf (Lake Fund) Tj ET");
    let unbalanced = stream(&"q BT [ << ( ".repeat(5_000));
    let looped_xref = [
        b"%PDF-1.7\n".as_slice(),
        b"xref\n0 1\n0000000000 65535 f \ntrailer\n<< /Size 1 /Root 1 0 R /Prev 9 >>\nstartxref\n9\n%%EOF\n",
    ];
    vec![
        ("tree.pdf", pdf(&loops)),
        ("form.pdf", pdf(&[form, tree, page, &calls, itself, font])),
        ("sizes.pdf", pdf(&[form, tree, page, &sizes, itself, font])),
        ("unbalanced.pdf", pdf(&[form, tree, page, &unbalanced, itself, font])),
        ("xref.pdf", looped_xref.concat()),
        ("head.pdf", b"%PDF-1.7\n".to_vec()),
        ("strings.pdf", pdf(&["<< ( ".repeat(15_000).as_str()])),
        ("arrays.pdf", pdf(&[&"[".repeat(100_000)])),
    ]
}

#[test]
fn nasty_files_harm_only_themselves() {
    let folder = tempfile::tempdir().unwrap();
    let raw = folder.path().join("raw");
    write(&raw, &[("good.txt", LETTER.as_bytes())]);
    let nasty: Vec<Nasty> = [text(), markup(), data(), word(), pages()].into_iter().flatten().collect();
    for (name, content) in &nasty {
        write(&raw, &[(name, content)]);
    }
    let mut config = config();
    config.gates.max_unreadable_share = 1.0;
    config.gates.max_rejected_share = 1.0;
    config.gates.max_cluster = usize::MAX;
    config.read.max_bytes = 4 << 20;
    let (corpus, dataset) = build(&config, &raw, &folder.path().join("output")).unwrap();
    assert_eq!(dataset.documents.len(), nasty.len() + 1);
    let good = corpus.readings.iter().find(|reading| reading.document.path == "good.txt").unwrap();
    assert_eq!((good.document.role, good.signatures.len()), (Role::Letter, 3));
    // What gives nothing says why.
    for reading in &corpus.readings {
        let is_reported = !reading.issues.is_empty() || reading.document.role != Role::Unreadable;
        assert!(is_reported, "{}", reading.document.path);
    }
}
