//! Tables on stdout: aligned for people, CSV or JSON for programs.

use super::Stop;
use std::borrow::Cow;
use std::io::Write;

/// How a table is printed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum Format {
    /// Aligned columns for people.
    #[default]
    Text,
    /// RFC 4180.
    Csv,
    /// An array of objects; empty values are null.
    Json,
}

/// Longest cell in aligned columns, in characters.
const WIDEST: usize = 60;

/// Prints a table on stdout.
pub fn table(format: Format, header: &[&str], rows: &[Vec<String>]) -> Result<(), Stop> {
    let out = std::io::BufWriter::new(std::io::stdout().lock());
    match format {
        Format::Text => aligned(out, header, rows),
        Format::Csv => {
            let mut writer = csv::Writer::from_writer(out);
            writer.write_record(header)?;
            for row in rows {
                writer.write_record(row)?;
            }
            Ok(writer.flush()?)
        }
        Format::Json => json(out, header, rows),
    }
}

/// Prints lines on stdout, whole, without what a terminal could take for a command.
pub fn lines(lines: impl Iterator<Item = String>) -> Result<(), Stop> {
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    for line in lines {
        writeln!(out, "{}", harmless(&line))?;
    }
    Ok(out.flush()?)
}

fn aligned(mut out: impl Write, header: &[&str], rows: &[Vec<String>]) -> Result<(), Stop> {
    // A column that nothing stands in says nothing.
    let kept: Vec<usize> = (0..header.len())
        .filter(|column| rows.is_empty() || rows.iter().any(|row| !row[*column].is_empty()))
        .collect();
    let width = |text: &str| text.chars().count().min(WIDEST);
    let widths: Vec<usize> = kept
        .iter()
        .map(|column| rows.iter().map(|row| width(&row[*column])).fold(width(header[*column]), usize::max))
        .collect();
    let line = |cells: &[&str]| {
        let padded: Vec<String> = cells
            .iter()
            .zip(&widths)
            .map(|(cell, width)| {
                let shown = cut(&harmless(cell));
                format!("{shown:width$}")
            })
            .collect();
        padded.join("  ").trim_end().to_owned()
    };
    let names: Vec<&str> = kept.iter().map(|column| header[*column]).collect();
    writeln!(out, "{}", line(&names))?;
    for row in rows {
        let cells: Vec<&str> = kept.iter().map(|column| row[*column].as_str()).collect();
        writeln!(out, "{}", line(&cells))?;
    }
    Ok(out.flush()?)
}

/// Text that a terminal cannot take for a command: control and direction characters are replaced.
pub fn harmless(text: &str) -> Cow<'_, str> {
    let is_harmful =
        |c: char| c.is_control() || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    if !text.contains(is_harmful) {
        return Cow::Borrowed(text);
    }
    text.chars().map(|c| if is_harmful(c) { '\u{fffd}' } else { c }).collect()
}

/// A cell no wider than a column may be.
fn cut(text: &str) -> String {
    if text.chars().count() <= WIDEST {
        return text.to_owned();
    }
    let mut cut: String = text.chars().take(WIDEST - 1).collect();
    cut.push('…');
    cut
}

/// A cell as JSON: an empty one is null.
pub fn value(cell: &str) -> serde_json::Value {
    if cell.is_empty() { serde_json::Value::Null } else { cell.into() }
}

fn json(mut out: impl Write, header: &[&str], rows: &[Vec<String>]) -> Result<(), Stop> {
    let objects: Vec<serde_json::Value> = rows
        .iter()
        .map(|row| {
            let fields = header.iter().zip(row).map(|(name, cell)| ((*name).to_owned(), value(cell)));
            serde_json::Value::Object(fields.collect())
        })
        .collect();
    serde_json::to_writer_pretty(&mut out, &objects)?;
    writeln!(out)?;
    Ok(out.flush()?)
}
