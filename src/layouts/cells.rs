//! A table: each row is an entry, each cell a part of it, in the order of the columns.

use super::{Entry, Reading};
use crate::model::Section;
use crate::reference::Reference;
use crate::reference::phrases::PhraseRole;
use crate::text::fold;

/// Reads rows with cells. Empty cells and running numbers are passed over; a head is no entry.
pub fn read(section: &Section, reference: &Reference) -> Option<Reading> {
    let n_rows = section.lines.iter().filter(|line| line.line.cells.len() > 1).count();
    if 2 * n_rows < section.lines.len() || n_rows == 0 {
        return None;
    }
    let mut reading = Reading { layout: "cells", score: 0.95, ..Reading::default() };
    for (index, line) in section.lines.iter().enumerate() {
        let cells: Vec<&str> = line.line.cells.iter().map(|cell| cell.trim()).collect();
        let is_head = |cell: &&str| {
            let folded = fold(cell);
            folded.is_empty()
                || folded.split(' ').all(|word| reference.phrases.is(word, PhraseRole::TableHead))
        };
        if cells.len() > 1 && cells.iter().all(is_head) {
            reading.others.push((index, "head of a table"));
            continue;
        }
        let parts: Vec<&str> = cells
            .iter()
            .copied()
            .filter(|cell| {
                !cell.is_empty() && !cell.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.')
            })
            .collect();
        let (text, printed) = match parts.is_empty() {
            true => (line.line.text.clone(), line.line.text.clone()),
            false => (parts.join(", "), cells.join(" | ")),
        };
        reading.entries.push(Entry {
            text,
            printed,
            place: Some(line.line.place),
            lines: vec![index],
            ..Entry::default()
        });
    }
    Some(reading)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Line, Place, SignatureLine};

    #[test]
    fn rows_of_a_table() {
        let row = |cells: &[&str]| {
            let cells = cells.iter().map(|cell| (*cell).to_owned()).collect();
            let line = Line { cells, ..Line::plain("x", Place::line(1)) };
            SignatureLine { line, block: 0, is_item: true }
        };
        let lines = vec![
            row(&["N.º", "Organización", "País"]),
            row(&["1", "Río Vivo", "Perú"]),
            row(&["2", "", "Ana Rivas"]),
        ];
        let reading = read(&Section { lines, ..Section::default() }, crate::reference::shared()).unwrap();
        assert_eq!(reading.others, [(0, "head of a table")]);
        let texts: Vec<&str> = reading.entries.iter().map(|entry| entry.text.as_str()).collect();
        assert_eq!(texts, ["Río Vivo, Perú", "Ana Rivas"]);
        assert_eq!(reading.entries[0].printed, "1 | Río Vivo | Perú");
    }
}
