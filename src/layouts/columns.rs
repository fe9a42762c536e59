//! Columns set with spaces or tabs: of names, read downwards; of signature blocks, read across; or of the
//! fields of one entry.

use super::looks;
use super::run::{Run, sample};
use super::{Entry, Reading, lines, stanzas};
use crate::model::{Line, Place, SignatureLine};
use crate::reference::Reference;

/// Spaces that part columns.
const GAP: usize = 3;

/// One cell: the byte where it begins, and its text.
type CellAt<'a> = (usize, &'a str);

/// Reads a run most of whose lines have wide gaps. Where what stands behind the gaps can be no entry, the
/// cells are fields; else they are entries.
pub fn read(run: &Run, reference: &Reference) -> Option<Reading> {
    let n_gapped = (0..run.len()).filter(|at| run.has_gap(*at) && !run.has_cells(*at)).count();
    if n_gapped < 2 || 2 * n_gapped < run.len() {
        return None;
    }
    let rows: Vec<Vec<CellAt<'_>>> = (0..run.len()).map(|at| cells(run.text(at))).collect();
    match kind(&rows, reference) {
        Kind::Fields => Some(fields(run, &rows, reference)),
        Kind::Entries => entries(run, &rows, reference),
    }
}

enum Kind {
    Fields,
    Entries,
}

/// The cells of a line.
fn cells(text: &str) -> Vec<CellAt<'_>> {
    let mut cells = Vec::new();
    let mut start = 0;
    let mut at = 0;
    while at < text.len() {
        let rest = &text[at..];
        if rest.starts_with('\t') {
            cells.push((start, text[start..at].trim()));
            at += 1;
            start = at;
        } else if rest.starts_with("....") || rest.starts_with("……") {
            // Leaders.
            let behind = rest.trim_start_matches(['.', '…', ' ']);
            cells.push((start, text[start..at].trim()));
            at += rest.len() - behind.len();
            start = at;
        } else if rest.starts_with("   ") {
            let behind = rest.trim_start_matches(' ');
            // Spaces around a tab belong to it.
            if !behind.starts_with('\t') && at > start {
                cells.push((start, text[start..at].trim()));
                start = at + rest.len() - behind.len();
            }
            at += rest.len() - behind.len();
        } else {
            at += rest.chars().next().map_or(1, char::len_utf8);
        }
    }
    cells.push((start, text[start..].trim()));
    cells
}

/// Whether the columns hold fields or entries: in a grid of signature blocks offices stand in every column,
/// in a table of fields not in the first.
fn kind(rows: &[Vec<CellAt<'_>>], reference: &Reference) -> Kind {
    let mut n = [0_usize; 2];
    let mut n_dependent = [0_usize; 2];
    let mut n_persons = [0_usize; 2];
    for row in sample(rows.len()).filter_map(|at| rows.get(at)).filter(|row| row.len() > 1) {
        for (column, (_, cell)) in row.iter().enumerate() {
            let side = column.min(1);
            n[side] += 1;
            if cell.is_empty() || looks::look(cell, reference).is_dependent() || cell.starts_with(['.', '…'])
            {
                n_dependent[side] += 1;
            } else if looks::kind_score(cell, reference) < 0 {
                n_persons[side] += 1;
            }
        }
    }
    let share = |count: [usize; 2], side: usize| count[side] as f64 / n[side].max(1) as f64;
    let has_fields = share(n_dependent, 1) > 0.25 && share(n_dependent, 0) < 0.1;
    let is_person_and_group = share(n_persons, 0) - share(n_persons, 1) > 0.5;
    if has_fields || is_person_and_group { Kind::Fields } else { Kind::Entries }
}

/// Every line is an entry, its cells between commas.
fn fields(run: &Run, rows: &[Vec<CellAt<'_>>], reference: &Reference) -> Reading {
    let mut reading = Reading { layout: "fields", ..Reading::default() };
    let mut good = 0.0;
    for (at, row) in rows.iter().enumerate() {
        let Some(line) = run.section.lines.get(at) else { continue };
        let cells: Vec<&str> = row.iter().map(|(_, cell)| *cell).collect();
        let parts: Vec<&str> = cells
            .iter()
            .map(|cell| cell.trim_matches(['.', '…', '_', ' ']))
            .filter(|cell| !cell.is_empty())
            .collect();
        let text = parts.join(", ");
        good += looks::alone(&text, run.look(at, reference));
        reading.entries.push(Entry {
            text,
            printed: cells.join(" | "),
            place: Some(line.line.place),
            lines: vec![at],
            ..Entry::default()
        });
    }
    reading.score = 0.98 * good / rows.len().max(1) as f64;
    reading
}

/// Every cell is an entry or a line of one: the columns one after the other, in a grid block by block.
fn entries(run: &Run, rows: &[Vec<CellAt<'_>>], reference: &Reference) -> Option<Reading> {
    let n_columns = rows.iter().map(Vec::len).max().unwrap_or(0);
    let blocks = run.blocks();
    // Lines with blank lines between them are one list all the same.
    let is_one_list = blocks.iter().all(|block| block.len() == 1);
    let blocks = if is_one_list { std::iter::once(0..run.len()).collect() } else { blocks };
    let starts = column_starts(run, rows, n_columns);
    let mut inner = Run::default();
    let mut n_blocks = 0;
    for block in blocks {
        for column in 0..n_columns {
            for at in block.clone() {
                let Some(line) = run.section.lines.get(at) else { continue };
                for (start, cell) in rows.get(at).into_iter().flatten() {
                    if cell.is_empty()
                        || column_of(line.line.text.get(..*start).unwrap_or_default(), &starts) != column
                    {
                        continue;
                    }
                    let n_before =
                        u32::try_from(line.line.text.get(..*start).unwrap_or_default().chars().count())
                            .unwrap_or(0);
                    let place = Place { column: line.line.place.column + n_before, ..line.line.place };
                    let cell =
                        SignatureLine { line: Line::plain(cell, place), block: n_blocks, ..line.clone() };
                    inner.push(cell, at, None);
                }
            }
            n_blocks += 1;
        }
    }
    let lines = lines::read(&inner, reference);
    let stanzas = stanzas::read(&inner, reference).filter(|stanzas| stanzas.score > lines.score);
    let mut best = (stanzas.unwrap_or(lines).read)();
    for entry in &mut best.entries {
        entry.lines = entry.lines.iter().filter_map(|at| inner.origin.get(*at).copied()).collect();
        entry.is_split = true;
    }
    Some(Reading { layout: "columns", score: 0.98 * best.score, ..best })
}

/// Where columns begin, in characters, as far as lines with all of them tell; counted where there are tabs.
fn column_starts(run: &Run, rows: &[Vec<CellAt<'_>>], n_columns: usize) -> Option<Vec<usize>> {
    if (0..run.len()).any(|at| run.text(at).contains('\t')) {
        return None;
    }
    let mut starts = vec![usize::MAX; n_columns];
    for (at, row) in rows.iter().enumerate().filter(|(_, row)| row.len() == n_columns) {
        for (column, (start, _)) in row.iter().enumerate() {
            let n_before = run.text(at).get(..*start).unwrap_or_default().chars().count();
            starts[column] = starts[column].min(n_before);
        }
    }
    Some(starts)
}

/// The column of a cell with this text before it.
fn column_of(before: &str, starts: &Option<Vec<usize>>) -> usize {
    match starts {
        None => before.matches('\t').count(),
        Some(starts) => {
            let at = before.chars().count() + GAP - 1;
            starts.iter().rposition(|start| *start <= at).unwrap_or(0)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::run::tests::run;
    use super::*;

    fn check(lines: &[&str], layout: &str, expected: &[&str]) {
        let mut block = 0;
        let mut all: Vec<(&str, usize, bool)> = Vec::new();
        for line in lines {
            if line.is_empty() {
                block += 1;
            } else {
                all.push((line, block, false));
            }
        }
        let reading = read(&run(&all), crate::reference::shared()).unwrap();
        let texts: Vec<&str> = reading.entries.iter().map(|entry| entry.text.as_str()).collect();
        assert_eq!((reading.layout, texts.as_slice()), (layout, expected));
    }

    #[test]
    fn columns_of_names_are_read_downwards() {
        check(
            &["River Watch          Sea Union", "Lake Fund            Pond Trust", "Union of Fishers"],
            "columns",
            &["River Watch", "Lake Fund", "Union of Fishers", "Sea Union", "Pond Trust"],
        );
        check(
            &["River Watch\tSea Union", "Lake Fund\tPond Trust"],
            "columns",
            &["River Watch", "Lake Fund", "Sea Union", "Pond Trust"],
        );
    }

    #[test]
    fn grids_of_blocks_are_read_across() {
        check(
            &[
                "Maria Garcia         John Smith",
                "Director             Chair",
                "",
                "Peter Müller         Anna Rossi",
                "Lawyer               Journalist",
            ],
            "columns",
            &[
                "Maria Garcia, Director",
                "John Smith, Chair",
                "Peter Müller, Lawyer",
                "Anna Rossi, Journalist",
            ],
        );
    }

    #[test]
    fn columns_of_fields() {
        check(
            &["Maria Garcia\t\tPeru", "John Smith\tdirector, Lake Fund\tKenya"],
            "fields",
            &["Maria Garcia, Peru", "John Smith, director, Lake Fund, Kenya"],
        );
        check(
            &["River Watch ......   Kenya", "Lake Fund ........   Peru"],
            "fields",
            &["River Watch, Kenya", "Lake Fund, Peru"],
        );
    }
}
