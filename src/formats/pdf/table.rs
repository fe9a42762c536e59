//! Tables: rows of cells, ruled or not.

use super::content::Rule;
use super::lines::Segment;
use crate::text::fold;
use std::collections::BTreeSet;

/// Rows that a column needs for its values to tell anything.
const FEWEST: usize = 5;

type Cells = Vec<Option<Segment>>;

/// Whether the content of columns tells that they are those of a table: a head that is bold alone, a column
/// of numbers, or one whose values come again and again.
pub fn is_table(cells: &[Cells]) -> bool {
    let n_columns = cells.first().map_or(0, Vec::len);
    let column = |at: usize| cells.iter().filter_map(move |row| row[at].as_ref());
    let has_bold_head = cells
        .first()
        .is_some_and(|head| head.iter().all(|cell| cell.as_ref().is_some_and(|cell| cell.is_bold)))
        && cells[1..].iter().flatten().flatten().filter(|cell| cell.is_bold).count() * 4
            < cells[1..].iter().flatten().flatten().count();
    let is_numbered = {
        let mut last = 0;
        let n_numbers = column(0)
            .filter(|cell| match cell.text.trim_end_matches('.').parse::<u32>() {
                Ok(number) if number == last + 1 || last == 0 => {
                    last = number;
                    true
                }
                _ => false,
            })
            .count();
        n_numbers >= 3 && 10 * n_numbers >= 8 * column(0).count()
    };
    let repeats = (1..n_columns).any(|at| {
        let values: BTreeSet<String> = column(at).map(|cell| fold(&cell.text)).collect();
        let n_values = column(at).count();
        n_values >= FEWEST && 10 * values.len() <= 6 * n_values
    });
    has_bold_head || is_numbered || repeats
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
    let least = gaps.iter().copied().fold(f32::MAX, f32::min);
    let n_wide = gaps.iter().filter(|gap| **gap > 1.12 * least).count();
    let n_columns = cells.first().map_or(0, Vec::len);
    let filled = |at: usize| cells.iter().filter(|row| row[at].is_some()).count();
    let n_least_filled = (0..n_columns).map(filled).min().unwrap_or(0);
    if n_wide > 0 && n_least_filled < cells.len() {
        return (0..cells.len()).map(|at| at == 0 || gaps[at - 1] > 1.12 * least).collect();
    }
    // A strip that is full opens a row; so does one whose first column goes on.
    (0..cells.len())
        .map(|at| {
            let n_filled = cells[at].iter().filter(|cell| cell.is_some()).count();
            let opens = cells[at].first().is_some_and(Option::is_some);
            at == 0 || n_filled == n_columns || (opens && 2 * n_filled > n_columns)
        })
        .collect()
}
