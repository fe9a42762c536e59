//! `tables.xlsx`: the main tables for those who open data in a spreadsheet.
//!
//! In: the tables. Out: a workbook with a sheet for each of them and one that tells what it is and what it
//! does not hold. Cells are typed, and texts stay texts: a name that begins with `=` is no formula, and
//! nothing is taken for a date. The sheets are compressed side by side, and held until they are written. A
//! workbook holds no time, so that equal tables are equal bytes.

use std::borrow::Cow;
use std::fmt::Write as _;
use std::io::{self, Write};

use flate2::write::DeflateEncoder;
use flate2::{Compression, CrcWriter};
use rawzip::{CompressionMethod, DataDescriptorOutput, ZipArchiveWriter};
use rayon::prelude::*;

use crate::model::table::Cell;
use crate::publish::About;
use crate::publish::xml::escaped;
use crate::tables::TableView;

/// Name of the file.
pub const FILE: &str = "tables.xlsx";
/// Rows that a sheet can hold, its head not counted.
pub const MOST_ROWS: usize = 1_048_575;

/// Tables that have a sheet, in order. Pairs are left out: programs read them, and they outgrow a sheet.
const SHEETS: &[&str] = &[
    "letters",
    "signatures",
    "entities",
    "names",
    "claims",
    "mentions",
    "missing_letters",
    "documents",
    "countries",
    "review",
    "issues",
    "dictionary",
];
/// UTF-16 units that a cell can hold.
const MOST_UNITS: usize = 32_767;
const WIDEST_COLUMN: usize = 60;
/// Rows that are looked at for the width of a column.
const MEASURED_ROWS: usize = 200;
/// Bytes that are gathered before they are compressed.
const BUFFER: usize = 1 << 16;

// Styles of cells, as `STYLES` lists them.
const HEAD: usize = 1;
const DAY: usize = 2;
const TEXT: usize = 3;

/// Writes the workbook. Tables with more than `most_rows` rows have no sheet. Returns what the workbook does
/// not hold, as sentences; its first sheet says the same.
pub fn write(
    tables: &[TableView<'_>],
    about: &About,
    most_rows: usize,
    to: impl Write,
) -> Result<Vec<String>, rawzip::Error> {
    let most_rows = most_rows.min(MOST_ROWS);
    let chosen: Vec<&TableView<'_>> =
        SHEETS.iter().filter_map(|name| tables.iter().find(|table| table.name == *name)).collect();
    let sheets: Vec<Option<(Part, usize)>> = chosen
        .par_iter()
        .map(|table| (table.rows.n_rows() <= most_rows).then(|| part(|to| sheet(table, to))).transpose())
        .collect::<io::Result<_>>()?;
    let mut archive = ZipArchiveWriter::new(to);
    let mut notes = Vec::new();
    let mut names = vec!["about"];
    let mut contents = vec![["sheet", "rows", "holds"].map(str::to_owned)];
    for (table, sheet) in chosen.iter().zip(sheets) {
        let (name, n_rows) = (table.name, table.rows.n_rows());
        let Some((part, n_cut)) = sheet else {
            let note =
                format!("The workbook has no sheet of {name}: {n_rows} rows are more than {most_rows}.");
            contents.push([name.to_owned(), n_rows.to_string(), format!("{note} See {name}.csv.")]);
            notes.push(note);
            continue;
        };
        names.push(name);
        part.add(&mut archive, &format!("xl/worksheets/sheet{}.xml", names.len()))?;
        let mut holds = table.description.clone();
        if n_cut > 0 {
            let cells = if n_cut == 1 { "1 cell".to_owned() } else { format!("{n_cut} cells") };
            let note =
                format!("In the workbook, {cells} of {name} are cut: a cell holds {MOST_UNITS} characters.");
            let _ = write!(holds, " {note} See {name}.csv.");
            notes.push(note);
        }
        contents.push([name.to_owned(), n_rows.to_string(), holds]);
    }
    let mut add =
        |name: &str, write: &dyn Fn(&mut dyn Write) -> io::Result<()>| part(write)?.0.add(&mut archive, name);
    add("xl/worksheets/sheet1.xml", &|to| about_sheet(about, &contents, to))?;
    add("xl/workbook.xml", &|to| workbook(&names, to))?;
    add("xl/_rels/workbook.xml.rels", &|to| relations(names.len(), to))?;
    add("xl/styles.xml", &|to| to.write_all(STYLES.as_bytes()))?;
    add("docProps/core.xml", &|to| core(about, to))?;
    add("_rels/.rels", &|to| to.write_all(PACKAGE_RELATIONS.as_bytes()))?;
    add("[Content_Types].xml", &|to| content_types(names.len(), to))?;
    archive.finish()?;
    Ok(notes)
}

/// A part of the package, compressed.
struct Part {
    compressed: Vec<u8>,
    crc: u32,
    n_bytes: u64,
}

/// Compresses what is written.
fn part<T>(write: impl FnOnce(&mut dyn Write) -> io::Result<T>) -> io::Result<(Part, T)> {
    let mut encoder = CrcWriter::new(DeflateEncoder::new(Vec::new(), Compression::fast()));
    let value = write(&mut encoder)?;
    let (crc, encoder) = (encoder.crc().sum(), encoder.into_inner());
    let n_bytes = encoder.total_in();
    Ok((Part { compressed: encoder.finish()?, crc, n_bytes }, value))
}

impl Part {
    fn add<W: Write>(self, archive: &mut ZipArchiveWriter<W>, name: &str) -> Result<(), rawzip::Error> {
        let (mut entry, _) = archive.new_file(name).compression_method(CompressionMethod::DEFLATE).start()?;
        entry.write_all(&self.compressed)?;
        entry.finish(DataDescriptorOutput::new(self.crc, self.n_bytes))?;
        Ok(())
    }
}

const XML: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006";

const PACKAGE_RELATIONS: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n\
<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">\
<Relationship Id=\"rId1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\" \
Target=\"xl/workbook.xml\"/>\
<Relationship Id=\"rId2\" Type=\"http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties\" \
Target=\"docProps/core.xml\"/></Relationships>";

/// Plain, head, day, text; the format of texts keeps them texts when somebody edits them.
const STYLES: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n\
<styleSheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\">\
<numFmts count=\"1\"><numFmt numFmtId=\"164\" formatCode=\"yyyy\\-mm\\-dd\"/></numFmts>\
<fonts count=\"2\"><font><sz val=\"11\"/><name val=\"Calibri\"/></font>\
<font><b/><sz val=\"11\"/><name val=\"Calibri\"/></font></fonts>\
<fills count=\"2\"><fill><patternFill patternType=\"none\"/></fill>\
<fill><patternFill patternType=\"gray125\"/></fill></fills>\
<borders count=\"1\"><border><left/><right/><top/><bottom/><diagonal/></border></borders>\
<cellStyleXfs count=\"1\"><xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\"/></cellStyleXfs>\
<cellXfs count=\"4\"><xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\"/>\
<xf numFmtId=\"49\" fontId=\"1\" fillId=\"0\" borderId=\"0\" xfId=\"0\" applyNumberFormat=\"1\" applyFont=\"1\"/>\
<xf numFmtId=\"164\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\" applyNumberFormat=\"1\"/>\
<xf numFmtId=\"49\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\" applyNumberFormat=\"1\"/></cellXfs>\
<cellStyles count=\"1\"><cellStyle name=\"Normal\" xfId=\"0\" builtinId=\"0\"/></cellStyles></styleSheet>";

fn content_types(n_sheets: usize, to: &mut dyn Write) -> io::Result<()> {
    let kind = "application/vnd.openxmlformats-officedocument.spreadsheetml";
    write!(
        to,
        "{XML}<Types xmlns=\"{PACKAGE}/content-types\">\
         <Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>\
         <Default Extension=\"xml\" ContentType=\"application/xml\"/>\
         <Override PartName=\"/xl/workbook.xml\" ContentType=\"{kind}.sheet.main+xml\"/>\
         <Override PartName=\"/xl/styles.xml\" ContentType=\"{kind}.styles+xml\"/>\
         <Override PartName=\"/docProps/core.xml\" \
         ContentType=\"application/vnd.openxmlformats-package.core-properties+xml\"/>"
    )?;
    for sheet in 1..=n_sheets {
        write!(
            to,
            "<Override PartName=\"/xl/worksheets/sheet{sheet}.xml\" ContentType=\"{kind}.worksheet+xml\"/>"
        )?;
    }
    write!(to, "</Types>")
}

fn workbook(names: &[&str], to: &mut dyn Write) -> io::Result<()> {
    write!(to, "{XML}<workbook xmlns=\"{MAIN}\" xmlns:r=\"{OFFICE}\"><sheets>")?;
    for (name, id) in names.iter().zip(1..) {
        write!(to, "<sheet name=\"{name}\" sheetId=\"{id}\" r:id=\"rId{id}\"/>")?;
    }
    write!(to, "</sheets></workbook>")
}

fn relations(n_sheets: usize, to: &mut dyn Write) -> io::Result<()> {
    write!(to, "{XML}<Relationships xmlns=\"{PACKAGE}/relationships\">")?;
    for id in 1..=n_sheets {
        write!(
            to,
            "<Relationship Id=\"rId{id}\" Type=\"{OFFICE}/worksheet\" Target=\"worksheets/sheet{id}.xml\"/>"
        )?;
    }
    let id = n_sheets + 1;
    write!(
        to,
        "<Relationship Id=\"rId{id}\" Type=\"{OFFICE}/styles\" Target=\"styles.xml\"/></Relationships>"
    )
}

fn core(about: &About, to: &mut dyn Write) -> io::Result<()> {
    let creators: Vec<&str> = about.creators.iter().map(|creator| creator.name.as_str()).collect();
    write!(
        to,
        "{XML}<cp:coreProperties xmlns:cp=\"{PACKAGE}/metadata/core-properties\" \
         xmlns:dc=\"http://purl.org/dc/elements/1.1/\"><dc:title>{}</dc:title><dc:creator>{}</dc:creator>\
         <dc:description>{}</dc:description></cp:coreProperties>",
        escaped(&about.title),
        escaped(&creators.join("; ")),
        escaped(&about.description)
    )
}

fn about_sheet(about: &About, contents: &[[String; 3]], to: &mut dyn Write) -> io::Result<()> {
    let licence = match (&about.licence, about.licence_page()) {
        (Some(licence), Some(page)) => format!("{licence}, {page}"),
        (None, Some(page)) => page,
        _ => String::new(),
    };
    let pairs = [
        ("title", about.title.as_str()),
        ("description", &about.description),
        ("version", &about.version),
        ("released", about.released.as_deref().unwrap_or_default()),
        ("licence", &licence),
        ("page", about.homepage.as_deref().unwrap_or_default()),
        (
            "more",
            "README.md tells how the tables were made; the sheet dictionary tells what the columns hold.",
        ),
    ];
    let mut buffer = format!("{XML}<worksheet xmlns=\"{MAIN}\"><cols>");
    for (column, width) in [(1, 18), (2, 12), (3, 120)] {
        let _ =
            write!(buffer, "<col min=\"{column}\" max=\"{column}\" width=\"{width}\" customWidth=\"1\"/>");
    }
    buffer.push_str("</cols><sheetData>");
    let mut number = 0;
    let mut row = |buffer: &mut String, cells: [&str; 3], style: usize| {
        number += 1;
        let _ = write!(buffer, "<row r=\"{number}\">");
        for (letter, cell) in ["A", "B", "C"].into_iter().zip(cells).filter(|(_, cell)| !cell.is_empty()) {
            text(buffer, &format!("{letter}{number}"), style, cell);
        }
        buffer.push_str("</row>");
    };
    for (name, value) in pairs.into_iter().filter(|(_, value)| !value.is_empty()) {
        row(&mut buffer, [name, "", &in_cell(value).0], TEXT);
    }
    row(&mut buffer, ["", "", ""], TEXT);
    for (at, [name, n_rows, holds]) in contents.iter().enumerate() {
        row(&mut buffer, [name, n_rows, holds], if at == 0 { HEAD } else { TEXT });
    }
    buffer.push_str("</sheetData></worksheet>");
    to.write_all(buffer.as_bytes())
}

/// Writes a table; returns how many cells were cut.
fn sheet(table: &TableView<'_>, to: &mut dyn Write) -> io::Result<usize> {
    let n_rows = table.rows.n_rows();
    let letters: Vec<String> = (0..table.columns.len()).map(letters).collect();
    let last = letters.last().map_or("A", String::as_str);
    let mut buffer = format!(
        "{XML}<worksheet xmlns=\"{MAIN}\"><dimension ref=\"A1:{last}{}\"/><sheetViews>\
         <sheetView workbookViewId=\"0\"><pane ySplit=\"1\" topLeftCell=\"A2\" activePane=\"bottomLeft\" \
         state=\"frozen\"/></sheetView></sheetViews><cols>",
        n_rows + 1
    );
    for (index, column) in table.columns.iter().enumerate() {
        let cells = (0..n_rows.min(MEASURED_ROWS)).map(|row| match table.rows.cell(row, index) {
            Cell::Text(text) => text.chars().take(WIDEST_COLUMN).count(),
            _ => 10,
        });
        let width = cells.max().unwrap_or(0).max(column.name.len()) + 2;
        let number = index + 1;
        let _ =
            write!(buffer, "<col min=\"{number}\" max=\"{number}\" width=\"{width}\" customWidth=\"1\"/>");
    }
    buffer.push_str("</cols><sheetData><row r=\"1\">");
    for (letter, column) in letters.iter().zip(&table.columns) {
        text(&mut buffer, &format!("{letter}1"), HEAD, column.name);
    }
    buffer.push_str("</row>");
    let mut n_cut = 0;
    let mut place = String::new();
    for row in 0..n_rows {
        let number = row + 2;
        let _ = write!(buffer, "<row r=\"{number}\">");
        for (index, letter) in letters.iter().enumerate() {
            place.clear();
            let _ = write!(place, "{letter}{number}");
            match table.rows.cell(row, index) {
                Cell::Null => {}
                Cell::Text(written) => {
                    let (kept, is_cut) = in_cell(&written);
                    n_cut += usize::from(is_cut);
                    text(&mut buffer, &place, TEXT, &kept);
                }
                Cell::Integer(value) => {
                    let _ = write!(buffer, "<c r=\"{place}\"><v>{value}</v></c>");
                }
                Cell::Number(value) => {
                    let _ = write!(buffer, "<c r=\"{place}\"><v>{value:?}</v></c>");
                }
                Cell::Boolean(truth) => {
                    let _ = write!(buffer, "<c r=\"{place}\" t=\"b\"><v>{}</v></c>", u8::from(truth));
                }
                Cell::Date(date) => match serial(date) {
                    Some(days) => {
                        let _ = write!(buffer, "<c r=\"{place}\" s=\"{DAY}\"><v>{days}</v></c>");
                    }
                    None => text(&mut buffer, &place, TEXT, &date.to_string()),
                },
            }
        }
        buffer.push_str("</row>");
        if buffer.len() >= BUFFER {
            to.write_all(buffer.as_bytes())?;
            buffer.clear();
        }
    }
    let _ = write!(buffer, "</sheetData><autoFilter ref=\"A1:{last}{}\"/></worksheet>", n_rows + 1);
    to.write_all(buffer.as_bytes())?;
    Ok(n_cut)
}

fn text(buffer: &mut String, place: &str, style: usize, text: &str) {
    let _ = write!(
        buffer,
        "<c r=\"{place}\" s=\"{style}\" t=\"inlineStr\"><is><t xml:space=\"preserve\">{}</t></is></c>",
        escaped(&unlike_codes(text))
    );
}

/// Spreadsheets read `_x0041_` as a character's code: the sign that opens such a text is written as a code.
fn unlike_codes(text: &str) -> Cow<'_, str> {
    if !text.contains("_x") {
        return Cow::Borrowed(text);
    }
    let mut written = String::with_capacity(text.len() + 8);
    for (at, c) in text.char_indices() {
        let follows = text.as_bytes().get(at + 1..at + 7);
        let is_code = c == '_'
            && follows.is_some_and(|code| {
                code[0] == b'x' && code[5] == b'_' && code[1..5].iter().all(u8::is_ascii_hexdigit)
            });
        written.push_str(if is_code { "_x005F" } else { "" });
        written.push(c);
    }
    Cow::Owned(written)
}

/// What a cell can hold of a text, and whether that is not all.
fn in_cell(text: &str) -> (Cow<'_, str>, bool) {
    // A unit of UTF-16 is one byte of UTF-8 or more.
    if text.len() <= MOST_UNITS {
        return (Cow::Borrowed(text), false);
    }
    let mut units = 0;
    let mut end = 0;
    for (at, c) in text.char_indices() {
        units += c.len_utf16();
        if units > MOST_UNITS {
            return (Cow::Owned(format!("{}…", &text[..end])), true);
        }
        // Room for the sign that tells of the cut.
        if units < MOST_UNITS {
            end = at + c.len_utf8();
        }
    }
    (Cow::Borrowed(text), false)
}

/// The number of a day; days before March 1900 have none that all spreadsheets agree on.
fn serial(date: jiff::civil::Date) -> Option<i32> {
    if date < jiff::civil::date(1900, 3, 1) {
        return None;
    }
    date.since(jiff::civil::date(1899, 12, 30)).ok().map(|span| span.get_days())
}

/// The letters of a column: A, B, …, Z, AA, AB, …
fn letters(mut index: usize) -> String {
    let mut letters = Vec::new();
    loop {
        letters.push(char::from(b'A' + (index % 26) as u8));
        if index < 26 {
            return letters.into_iter().rev().collect();
        }
        index = index / 26 - 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_have_letters() {
        let found: Vec<String> = [0, 25, 26, 51, 52, 701, 702].into_iter().map(letters).collect();
        assert_eq!(found, ["A", "Z", "AA", "AZ", "BA", "ZZ", "AAA"]);
    }

    #[test]
    fn days_have_numbers() {
        let check = |year, month, day, expected| {
            assert_eq!(serial(jiff::civil::date(year, month, day)), expected, "{year}-{month}-{day}");
        };
        check(1900, 2, 28, None);
        check(1900, 3, 1, Some(61));
        check(2021, 3, 4, Some(44259));
    }

    #[test]
    fn cells_hold_what_they_can() {
        let whole = "x".repeat(MOST_UNITS);
        assert_eq!(in_cell(&whole), (Cow::Borrowed(whole.as_str()), false));
        let long = "𝛼".repeat(MOST_UNITS);
        let (cut, is_cut) = in_cell(&long);
        assert!(is_cut && cut.ends_with('…'));
        assert!(cut.encode_utf16().count() <= MOST_UNITS);
        let long = "é".repeat(MOST_UNITS + 1);
        let (cut, _) = in_cell(&long);
        assert_eq!(cut.encode_utf16().count(), MOST_UNITS);
    }

    #[test]
    fn codes_stay_texts() {
        let check = |text: &str, expected: &str| assert_eq!(unlike_codes(text), expected);
        check("a_x0041_b", "a_x005F_x0041_b");
        check("a_x004_b_x", "a_x004_b_x");
        check("_x_x00e9_", "_x_x005F_x00e9_");
    }
}
