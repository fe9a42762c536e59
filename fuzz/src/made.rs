//! Inputs of formats with a hard shell, made from their parts. Parts stand one behind the other, each opened by
//! the control character U+001E and a line with its name; what comes before the first is its own part, without
//! a name.

use std::io::Write;

/// The parts of an input, with their names.
pub fn parts(content: &[u8]) -> impl Iterator<Item = (String, &[u8])> {
    let mut pieces = content.split(|byte| *byte == 0x1e);
    let first = pieces.next().filter(|piece| !piece.is_empty()).map(|piece| (String::new(), piece));
    first.into_iter().chain(pieces.map(|piece| {
        let end = piece.iter().position(|byte| *byte == b'\n');
        let (name, content) = piece.split_at(end.unwrap_or(piece.len()));
        (String::from_utf8_lossy(name).into_owned(), content.get(1..).unwrap_or_default())
    }))
}

/// A gzip stream.
pub fn gzip(content: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(content).expect("memory takes all");
    encoder.finish().expect("memory takes all")
}

const RELATIONS: &str = "<Relationships><Relationship Id='r1' Type='x/officeDocument' Target='word/document.xml'/>\
     <Relationship Id='r2' Type='x/core-properties' Target='docProps/core.xml'/></Relationships>";
const RELATIONS_OF_DOCUMENT: &str = "<Relationships><Relationship Id='r1' Type='x/styles' Target='styles.xml'/>\
     <Relationship Id='r2' Type='x/numbering' Target='numbering.xml'/>\
     <Relationship Id='r3' Type='x/footnotes' Target='footnotes.xml'/>\
     <Relationship Id='r4' Type='x/header' Target='header1.xml'/>\
     <Relationship Id='r5' Type='x/comments' Target='comments.xml'/>\
     <Relationship Id='r6' Type='x/hyperlink' Target='https://example.org' TargetMode='External'/></Relationships>";

/// A package of a word processor. The part without a name is its body; relations that are not given are the usual ones.
pub fn package(content: &[u8]) -> Vec<u8> {
    let mut files: Vec<(String, Vec<u8>)> = parts(content)
        .take(20)
        .map(|(name, content)| match name.as_str() {
            "" => (
                "word/document.xml".to_owned(),
                wrapped("document", &[b"<w:body>", content, b"</w:body>"].concat()),
            ),
            _ => (name, content.to_vec()),
        })
        .collect();
    for (name, content) in
        [("_rels/.rels", RELATIONS), ("word/_rels/document.xml.rels", RELATIONS_OF_DOCUMENT)]
    {
        if files.iter().all(|(given, _)| given != name) {
            files.push((name.to_owned(), content.into()));
        }
    }
    let mut bytes = Vec::new();
    let mut archive = rawzip::ZipArchiveWriter::new(&mut bytes);
    for (name, content) in &files {
        // A name that an archive cannot have.
        let Ok((mut entry, config)) = archive.new_file(name).start() else { continue };
        let mut writer = config.wrap(&mut entry);
        writer.write_all(content).expect("memory takes all");
        let (_, descriptor) = writer.finish().expect("memory takes all");
        entry.finish(descriptor).expect("memory takes all");
    }
    archive.finish().expect("memory takes all");
    bytes
}

fn wrapped(name: &str, inner: &[u8]) -> Vec<u8> {
    let head = format!("<w:{name} xmlns:w='w' xmlns:r='r' xmlns:a='a' xmlns:mc='mc'>");
    [head.as_bytes(), inner, format!("</w:{name}>").as_bytes()].concat()
}

/// A PDF of two pages. The part without a name is the content of the first; `page` is that of the second, `form`
/// is the form that both may show as /X, `cmap` is what tells the characters of the font /F2, `widths` is an
/// array of its widths, `font` is the program in it.
pub fn pdf(content: &[u8]) -> Vec<u8> {
    let given: Vec<(String, &[u8])> = parts(content).collect();
    let part =
        |name: &str| given.iter().find(|(given, _)| given == name).map_or(&[][..], |(_, content)| content);
    let stream = |head: &str, content: &[u8]| {
        let head = format!("<< {head} /Length {} >>\nstream\n", content.len());
        [head.as_bytes(), content, b"\nendstream"].concat()
    };
    let page = |content: u8| {
        format!(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {content} 0 R /Resources 7 0 R >>"
        )
        .into_bytes()
    };
    let resources = "<< /Font << /F1 8 0 R /F2 9 0 R >> /XObject << /X 10 0 R >> >>";
    let objects: Vec<Vec<u8>> = vec![
        b"<< /Type /Catalog /Pages 2 0 R >>".to_vec(),
        b"<< /Type /Pages /Kids [3 0 R 4 0 R] /Count 2 >>".to_vec(),
        page(5),
        page(6),
        stream("", part("")),
        stream("", part("page")),
        resources.into(),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>".to_vec(),
        b"<< /Type /Font /Subtype /Type0 /BaseFont /A /Encoding /Identity-H /DescendantFonts [11 0 R] /ToUnicode 12 0 R >>".to_vec(),
        stream("/Type /XObject /Subtype /Form /BBox [0 0 595 842] /Resources 7 0 R", part("form")),
        [
            b"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /A /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> /FontDescriptor 13 0 R /DW 500 /W [".as_slice(),
            part("widths"),
            b"] >>",
        ]
        .concat(),
        stream("", part("cmap")),
        b"<< /Type /FontDescriptor /FontName /A /Flags 4 /FontFile2 14 0 R >>".to_vec(),
        stream("", part("font")),
    ];
    let mut file = b"%PDF-1.7\n".to_vec();
    let mut table = String::new();
    for (object, number) in objects.iter().zip(1..) {
        table += &format!("{:010} 00000 n \n", file.len());
        file.extend_from_slice(format!("{number} 0 obj\n").as_bytes());
        file.extend_from_slice(object);
        file.extend_from_slice(b"\nendobj\n");
    }
    let (start, n_objects) = (file.len(), objects.len() + 1);
    file.extend_from_slice(
        format!(
            "xref\n0 {n_objects}\n0000000000 65535 f \n{table}trailer\n<< /Size {n_objects} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n"
        )
        .as_bytes(),
    );
    file
}
