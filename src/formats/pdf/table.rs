//! Tables: rows of cells, ruled or not.

use super::content::Rule;
use super::lines::Segment;
use crate::text::fold;
use std::collections::BTreeSet;

/// Rows that a column needs for its values to tell anything.
const FEWEST: usize = 5;

/// Lines up to which a block with a bold first line is no table.
const BLOCK: usize = 8;

/// Distance of lines, in font sizes, up to which they stand in one row, and from which in two.
const BETWEEN: f32 = 0.9;
const ROWS: f32 = 1.5;

type Cells = Vec<Option<Segment>>;

/// Whether the head or a column of numbers tells that columns are those of a table.
pub fn is_table(cells: &[Cells]) -> bool {
    let (Some(head), n_columns) = (cells.first(), cells.first().map_or(0, Vec::len)) else { return false };
    let is_bold_alone = head.iter().all(|cell| cell.as_ref().is_some_and(|cell| cell.is_bold))
        && !cells[1..].iter().flatten().flatten().any(|cell| cell.is_bold)
        && (n_columns > 2 || cells.len() > BLOCK);
    let mut last = 0;
    let numbers = cells.iter().filter_map(|row| row[0].as_ref());
    let (n_cells, n_numbers) = numbers.fold((0, 0), |(n_cells, n_numbers), cell| {
        let number = cell.text.trim_end_matches('.').parse::<u32>().ok();
        let counts_on = number.is_some_and(|number| number == last + 1 || last == 0);
        last = if counts_on { number.unwrap_or(last) } else { last };
        (n_cells + 1, n_numbers + usize::from(counts_on))
    });
    is_bold_alone || (n_numbers >= 3 && 10 * n_numbers >= 8 * n_cells)
}

/// Whether the values of a column come again and again.
pub fn has_values(cells: &[Cells]) -> bool {
    let n_columns = cells.first().map_or(0, Vec::len);
    (1..n_columns).any(|at| {
        let values: Vec<String> =
            cells.iter().filter_map(|row| row[at].as_ref()).map(|cell| fold(&cell.text)).collect();
        let distinct: BTreeSet<&String> = values.iter().collect();
        values.len() >= FEWEST && 10 * distinct.len() <= 6 * values.len()
    })
}

/// The rows of a table, with the lines of each cell.
pub fn rows(cells: Vec<Cells>, rules: &[Rule]) -> Vec<Vec<Vec<Segment>>> {
    let n_columns = cells.first().map_or(0, Vec::len);
    let starts = row_starts(&cells, rules);
    let mut rows: Vec<Vec<Vec<Segment>>> = Vec::new();
    for (row, is_start) in cells.into_iter().zip(starts) {
        if is_start || rows.is_empty() {
            rows.push(vec![Vec::new(); n_columns]);
        }
        if let Some(last) = rows.last_mut() {
            for (at, cell) in row.into_iter().enumerate() {
                last[at].extend(cell);
            }
        }
    }
    rows
}

/// Which strips open a row: those behind a line across, else those behind a wider gap, else those that have
/// something in the column that is filled most.
fn row_starts(cells: &[Cells], rules: &[Rule]) -> Vec<bool> {
    let tops: Vec<f32> =
        cells.iter().map(|row| row.iter().flatten().map(|cell| cell.y).fold(f32::MAX, f32::min)).collect();
    let bottoms: Vec<f32> =
        cells.iter().map(|row| row.iter().flatten().map(|cell| cell.y).fold(f32::MIN, f32::max)).collect();
    let width = {
        let all = || cells.iter().flatten().flatten();
        all().map(|cell| cell.x1).fold(0.0, f32::max) - all().map(|cell| cell.x0).fold(f32::MAX, f32::min)
    };
    let is_ruled_at = |at: usize| {
        rules.iter().any(|rule| {
            let edge = |y: f32| y > bottoms[at - 1] - 1.0 && y < tops[at] - 1.0;
            rule.x1 - rule.x0 > 0.12 * width && (edge(rule.y0) || edge(rule.y1)) && !rule.is_vertical()
        })
    };
    let ruled: Vec<bool> = (0..cells.len()).map(|at| at == 0 || is_ruled_at(at)).collect();
    let n_ruled = ruled.iter().filter(|is_ruled| **is_ruled).count();
    if n_ruled > 2 && 3 * n_ruled >= cells.len() {
        return ruled;
    }
    let gaps: Vec<f32> = (1..cells.len()).map(|at| tops[at] - bottoms[at - 1]).collect();
    let size = cells.iter().flatten().flatten().map(|cell| cell.size).fold(0.0, f32::max);
    // Lines of cells that are centred stand between those of others: only lines of one cell tell how close
    // lines are.
    let in_column = |column: usize| {
        let tops: Vec<f32> = cells.iter().filter_map(|row| row[column].as_ref()).map(|cell| cell.y).collect();
        tops.windows(2).map(|pair| pair[1] - pair[0]).fold(f32::MAX, f32::min)
    };
    let least = (0..cells.first().map_or(0, Vec::len)).map(in_column).fold(f32::MAX, f32::min);
    let n_wide = gaps.iter().filter(|gap| **gap > 1.12 * least).count();
    let n_columns = cells.first().map_or(0, Vec::len);
    let filled = |at: usize| cells.iter().filter(|row| row[at].is_some()).count();
    let n_least_filled = (0..n_columns).map(filled).min().unwrap_or(0);
    if n_wide > 0 && n_least_filled < cells.len() {
        return (0..cells.len()).map(|at| at == 0 || gaps[at - 1] > 1.12 * least).collect();
    }
    // A strip that is full opens a row; so does one with something in the first column, unless that may be the
    // rest of what stands above.
    let right = |column: usize| {
        cells.iter().filter_map(|row| row[column].as_ref()).map(|cell| cell.x1).fold(0.0, f32::max)
    };
    let edge = right(0);
    (0..cells.len())
        .map(|at| {
            let n_filled = cells[at].iter().filter(|cell| cell.is_some()).count();
            let Some(opening) = cells[at].first().and_then(Option::as_ref) else { return at == 0 };
            let above = at.checked_sub(1).and_then(|above| cells[above].first()).and_then(Option::as_ref);
            if at > 0 && gaps[at - 1] <= BETWEEN * size {
                return false;
            }
            let is_close = at > 0 && gaps[at - 1] < ROWS * size;
            let is_rest = is_close && above.is_some_and(|above| super::flow::wraps(above, opening, edge));
            at == 0 || n_filled == n_columns || 2 * n_filled > n_columns || !is_rest
        })
        .collect()
}
