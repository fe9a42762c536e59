//! Sections from their lines to their entries.

use super::*;
use crate::model::{Line, SignatureLine};
use proptest::prelude::*;

fn section(blocks: &[&str], is_item: bool) -> Section {
    let mut section = Section::default();
    for (block, lines) in blocks.iter().enumerate() {
        for text in lines.split('\n') {
            let line = Line::plain(text, Place::line(section.lines.len() as u32 + 1));
            section.lines.push(SignatureLine { line, block, is_item });
        }
    }
    section
}

/// The entries, each with the country it inherits behind an at sign.
fn check(blocks: &[&str], expected: &[&str]) {
    let reading = read(&section(blocks, false), crate::reference::shared());
    let texts: Vec<String> = reading
        .entries
        .iter()
        .map(|entry| match &entry.inherited_country {
            Some(country) => format!("{} @{country}", entry.text),
            None => entry.text.clone(),
        })
        .collect();
    assert_eq!(texts, expected, "{:?}", reading.choices);
}

#[test]
fn signatories_inherit_the_country_of_their_label() {
    check(
        &["Kenya\nRiver Watch\nLake Fund, Ltd", "Peru\nSea Union"],
        &["River Watch @Kenya", "Lake Fund, Ltd @Kenya", "Sea Union @Peru"],
    );
    check(
        &["Europe\nRiver Watch\nLake Fund", "Africa\nSea Union"],
        &["River Watch", "Lake Fund", "Sea Union"],
    );
    check(
        &[
            "Kenya: River Watch; Lake Fund\nPeru: Sea Union\nChile: Pond Trust; Rivers First; Union of Fishers",
        ],
        &[
            "River Watch @Kenya",
            "Lake Fund @Kenya",
            "Sea Union @Peru",
            "Pond Trust @Chile",
            "Rivers First @Chile",
            "Union of Fishers @Chile",
        ],
    );
    check(
        &["KE – River Watch\nPE – Lake Fund\nCL – Sea Union"],
        &["River Watch @KE", "Lake Fund @PE", "Sea Union @CL"],
    );
}

#[test]
fn marked_lines_are_items() {
    check(
        &["(1) River Watch\n(2) Upland Federation of Tenants and\nHousing Cooperatives\n(3) Lake Fund"],
        &["River Watch", "Upland Federation of Tenants and Housing Cooperatives", "Lake Fund"],
    );
}

#[test]
fn a_section_may_mix_layouts() {
    let mut mixed = section(&["Maria Garcia\nDirector\nRiver Watch"], false);
    mixed.lines.extend(section(&["Lake Fund", "Sea Union", "Pond Trust"], true).lines.into_iter().map(
        |mut line| {
            line.block += 1;
            line
        },
    ));
    let reading = read(&mixed, crate::reference::shared());
    let texts: Vec<&str> = reading.entries.iter().map(|entry| entry.text.as_str()).collect();
    assert_eq!(texts, ["Maria Garcia, Director, River Watch", "Lake Fund", "Sea Union", "Pond Trust"]);
    let layouts: Vec<&str> = reading.choices.iter().map(|choice| choice.layout.as_ref()).collect();
    assert_eq!(layouts, ["stanzas", "lines"]);
}

proptest! {
    /// Every line belongs to an entry or is set apart, none to both, and entries have their lines in order.
    #[test]
    fn every_line_is_covered(
        lines in prop::collection::vec(
            ("(River Watch|Maria Garcia|Director|Kenya|Kenya: |KE – |, |; |   |\t|\\(|\\)| and |1\\. |• |\\PC){1,6}", 0..4_usize, any::<bool>()),
            1..12,
        )
    ) {
        let mut block = 0;
        let mut section = Section::default();
        for (index, (text, step, is_item)) in lines.into_iter().enumerate() {
            block += step / 3;
            let line = Line::plain(&text, Place::line(index as u32 + 1));
            section.lines.push(SignatureLine { line, block, is_item });
        }
        let reading = read(&section, crate::reference::shared());
        let mut covered = vec![false; section.lines.len()];
        for entry in &reading.entries {
            for at in &entry.lines {
                covered[*at] = true;
            }
        }
        for (at, _) in &reading.others {
            prop_assert!(!covered[*at]);
            covered[*at] = true;
        }
        for (at, line) in section.lines.iter().enumerate() {
            prop_assert!(covered[at] || !line.line.text.chars().any(char::is_alphanumeric), "{:?}", line.line.text);
        }
    }
}

#[test]
fn columns_named_as_programs_name_them() {
    let row = |cells: &[&str], line: u32| SignatureLine {
        line: Line {
            cells: cells.iter().map(|cell| (*cell).to_owned()).collect(),
            ..Line::plain(&cells.join(", "), Place::line(line))
        },
        block: line as usize,
        is_item: false,
    };
    let lines = vec![
        row(&["signatory", "constituency_name", "area_code", "mp_name", "mp_party"], 1),
        row(&["River Watch, Lakeside", "Upland", "E1001", "Ann Other", "Lake Party"], 2),
        row(&["Lake Fund", "Lakeside", "E1002", "Bea Test", "Pond Party"], 3),
    ];
    let reading = read(&Section { lines, ..Section::default() }, crate::reference::shared());
    let found: Vec<(&str, Option<&str>)> = reading
        .entries
        .iter()
        .map(|entry| {
            let columns = entry.columns.as_ref();
            (entry.text.as_str(), columns.and_then(|columns| columns.place.as_deref()))
        })
        .collect();
    assert_eq!(found, [("River Watch, Lakeside", Some("Upland")), ("Lake Fund", Some("Lakeside"))]);
}
