//! The runs of a section: its labels set apart, markers taken off, lines that are printed alike together.

use super::labels::{self, Label};
use super::markers;
use super::run::Run;
use crate::model::{Line, Mark, Place, Section, SignatureLine};
use crate::reference::Reference;

/// A section in parts.
#[derive(Debug, Default)]
pub(super) struct Parts {
    /// Runs in printed order.
    pub runs: Vec<Run>,
    /// The labels.
    pub labels: Vec<Label>,
    /// Lines that are labels, by index, with the reason.
    pub others: Vec<(usize, &'static str)>,
}

/// How a line is printed; neighbours of one shape are a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shape {
    Row,
    Item,
    /// The rest of a line behind a label.
    Labelled,
    Plain,
}

/// Takes a section apart.
pub(super) fn of(section: &Section, reference: &Reference) -> Parts {
    let lines = without_markers(&section.lines);
    let own = labels::of_lines(&lines, reference);
    let heads = labels::at_heads(&lines, reference);
    let mut parts = Parts::default();
    let mut label = None;
    let mut shape = None;
    let mut labelled_block = None;
    for (at, ((mut line, own), head)) in lines.into_iter().zip(own).zip(heads).enumerate() {
        if let Some(own) = own {
            let reason = if own.is_country {
                "a country: label of the entries below"
            } else {
                "a region: label of the entries below"
            };
            parts.others.push((at, reason));
            parts.labels.push(own);
            label = Some(parts.labels.len() - 1);
            labelled_block = Some(line.block);
            continue;
        }
        // What goes on from a label that is an item is no part of it.
        line.is_item &= labelled_block != Some(line.block);
        let mut label_here = label;
        let mut shape_here = match (&line, &head) {
            (line, _) if !line.line.cells.is_empty() => Shape::Row,
            (_, Some(_)) => Shape::Labelled,
            (line, None) if line.is_item => Shape::Item,
            _ => Shape::Plain,
        };
        if let Some((head, rest)) = head {
            if let Some(head) = head {
                parts.labels.push(head);
                label_here = Some(parts.labels.len() - 1);
            } else if line.is_item {
                shape_here = Shape::Item;
            } else {
                shape_here = Shape::Plain;
            }
            line.line = tail_of(&line.line, rest);
            line.is_item &= shape_here == Shape::Item;
        }
        if shape != Some(shape_here) {
            let mut run = Run::default();
            run.is_labelled = shape_here == Shape::Labelled;
            run.section.breaks = section.breaks;
            parts.runs.push(run);
            shape = Some(shape_here);
        }
        if let Some(run) = parts.runs.last_mut() {
            // What stands behind labels are paragraphs of their own.
            if shape_here == Shape::Labelled {
                line.block = at;
            }
            if section.heads.binary_search(&at).is_ok() {
                run.section.heads.push(run.len());
            }
            run.push(line, at, label_here);
        }
    }
    parts
}

/// The lines without bullets and numbers. Where most lines of text have them, each such line begins an item
/// and those without go on with it.
fn without_markers(lines: &[SignatureLine]) -> Vec<SignatureLine> {
    let lengths: Vec<usize> = lines
        .iter()
        .map(|line| if line.line.cells.is_empty() { markers::length(&line.line.text) } else { 0 })
        .collect();
    let n_plain = lines.iter().filter(|line| !line.is_item).count();
    let n_marked = lines.iter().zip(&lengths).filter(|(line, length)| !line.is_item && **length > 0).count();
    let is_list = n_marked > 1 && 2 * n_marked >= n_plain;
    let first_marked = lengths.iter().position(|length| *length > 0).unwrap_or(lines.len());
    let mut n_items = lines.iter().map(|line| line.block).max().unwrap_or(0);
    let mut plain_block = None;
    lines
        .iter()
        .zip(&lengths)
        .enumerate()
        .map(|(at, (line, length))| {
            let mut line = line.clone();
            let is_marked = *length > 0 && (is_list || line.is_item);
            if is_marked {
                line.line = tail_of(&line.line, *length);
            }
            if is_list && !line.is_item {
                if is_marked {
                    n_items += 1;
                    plain_block = Some((line.block, n_items));
                    line.block = n_items;
                    line.is_item = true;
                } else if let Some((of, item)) = plain_block
                    && of == line.block
                    && at > first_marked
                {
                    line.block = item;
                    line.is_item = true;
                }
            }
            line
        })
        .collect()
}

/// A line from a byte on, with its marks and its column moved.
fn tail_of(line: &Line, start: usize) -> Line {
    let n_before = line.text.get(..start).unwrap_or_default().chars().count();
    let moved = |mark: &Mark| Mark {
        kind: mark.kind.clone(),
        range: mark.range.start.saturating_sub(start)..mark.range.end.saturating_sub(start),
    };
    Line {
        text: line.text.get(start..).unwrap_or_default().to_owned(),
        place: Place { column: line.place.column + u32::try_from(n_before).unwrap_or(0), ..line.place },
        cells: line.cells.clone(),
        marks: line.marks.iter().map(moved).filter(|mark| !mark.range.is_empty()).collect(),
    }
}
