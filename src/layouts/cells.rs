//! A table: each row is an entry, each cell a part of it, in the order of the columns.

use super::{Entry, Reading};
use crate::model::Section;
use crate::reference::Reference;
use crate::text::fold;

/// Words of which the head of a table is made.
const HEAD: &[&str] = &[
    "name",
    "names",
    "organization",
    "organisation",
    "organizations",
    "organisations",
    "country",
    "title",
    "position",
    "affiliation",
    "role",
    "institution",
    "city",
    "no",
    "nr",
    "n",
    "nombre",
    "organización",
    "país",
    "cargo",
    "nome",
    "organização",
    "nom",
    "organisation",
    "pays",
    "fonction",
    "land",
    "funktion",
    "ort",
    "paese",
    "organizzazione",
    "signatory",
    "signature",
    "state",
    "date",
    "email",
];

/// Reads rows with cells. Empty cells and running numbers are passed over; a head is no entry.
pub fn read(section: &Section, _reference: &Reference) -> Option<Reading> {
    let n_rows = section.lines.iter().filter(|line| line.line.cells.len() > 1).count();
    if 2 * n_rows < section.lines.len() || n_rows == 0 {
        return None;
    }
    let mut reading = Reading { layout: "cells", score: 0.95, ..Reading::default() };
    for (index, line) in section.lines.iter().enumerate() {
        let cells: Vec<&str> = line.line.cells.iter().map(|cell| cell.trim()).collect();
        if cells.len() > 1 && cells.iter().all(|cell| cell.is_empty() || HEAD.contains(&fold(cell).as_str()))
        {
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
