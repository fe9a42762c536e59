//! Who signs with whom: the pairs that share most letters, and a drawing of those who are in most pairs.
//!
//! The drawing is a ring. Names can be read around it, and it is the same in every run: beginning with the
//! signatory in most pairs, each next one is the one that shares most letters with those placed last.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::f64::consts::TAU;
use std::fmt::Write;

use rustc_hash::FxHashMap;

use crate::model::{EntityId, Kind};
use crate::page::escaped;
use crate::publish::html::{Links, bar, counted, cut, figure, heads, number, table, text};
use crate::tables::Dataset;
use crate::tables::cosignatures::CosignatureRow;
use crate::tables::entities::EntityRow;

/// Signatories that are drawn, and pairs that are listed.
const MOST_NODES: usize = 40;
const MOST_PAIRS: usize = 40;
/// Lines that are drawn, where fewer letters in common than some number can be left out.
const MOST_LINES: usize = 160;
/// Size of the drawing, and radius of its ring.
const WIDTH: i32 = 900;
const HEIGHT: i32 = 820;
const RADIUS: f64 = 210.0;
/// Longest name around the ring, in characters.
const LONGEST: usize = 30;

/// Writes the section.
pub fn write(out: &mut String, dataset: &Dataset, links: &Links<'_>) {
    let left_out = dataset.letters.iter().filter(|row| !row.in_cosignatures).count();
    let _ = writeln!(
        out,
        "<p>{} pairs of signatories signed letters together often enough to be counted{}.</p>",
        number(dataset.cosignatures.len()),
        match left_out {
            0 => String::new(),
            n => format!("; {} of very many signatories are left out", counted(n, "letter", "letters")),
        }
    );
    if dataset.cosignatures.is_empty() {
        return;
    }
    let entities: FxHashMap<EntityId, &EntityRow> =
        dataset.entities.iter().map(|row| (row.entity_id, row)).collect();
    let mut weights: FxHashMap<EntityId, i64> = FxHashMap::default();
    for pair in &dataset.cosignatures {
        *weights.entry(pair.entity_a).or_default() += i64::from(pair.n_letters);
        *weights.entry(pair.entity_b).or_default() += i64::from(pair.n_letters);
    }
    // In the order of the table, which is that of the ids.
    let mut nodes: Vec<(&EntityRow, i64)> =
        dataset.entities.iter().filter_map(|row| Some((row, *weights.get(&row.entity_id)?))).collect();
    nodes.sort_by_key(|(row, weight)| (Reverse((row.n_letters, *weight)), row.entity_id));
    let n_nodes = nodes.len();
    nodes.truncate(MOST_NODES);
    draw(out, &nodes.iter().map(|(row, _)| *row).collect::<Vec<_>>(), n_nodes, &dataset.cosignatures);

    let mut pairs: Vec<&CosignatureRow> = dataset.cosignatures.iter().collect();
    let order = |pair: &&CosignatureRow| {
        let tenthousandths = (pair.jaccard * 10_000.0).round() as i64;
        (Reverse((pair.n_letters, tenthousandths)), pair.entity_a, pair.entity_b)
    };
    if pairs.len() > MOST_PAIRS {
        pairs.select_nth_unstable_by_key(MOST_PAIRS, order);
        pairs.truncate(MOST_PAIRS);
    }
    pairs.sort_by_key(order);
    let largest = pairs.first().map_or(0, |pair| pair.n_letters);
    let name = |id: EntityId| {
        let shown = entities.get(&id).map_or_else(|| id.to_string(), |row| text(&row.name));
        links.view(format_args!("entity/{id}"), &shown)
    };
    let rows = pairs.iter().map(|pair| {
        let cells = vec![
            name(pair.entity_a),
            name(pair.entity_b),
            bar(pair.n_letters.into(), largest.into()),
            format!("{:.2}", pair.jaccard),
        ];
        (String::new(), cells)
    });
    let caption = format!(
        "The {} pairs that share most letters. Rows: {}; for programs that draw networks: \
         <a href=\"network.graphml\">network.graphml</a>, <a href=\"network.gexf\">network.gexf</a>",
        number(pairs.len()),
        links.table("cosignatures")
    );
    let columns = heads(["Signatory", "With", "#Letters together", "#Share of the letters of either"]);
    table(out, &caption, &columns, rows);
}

/// The least number of letters in common from which lines are drawn: all of one number or none. Where even those
/// that share most are too many, all are drawn.
fn shown_from(weights: impl Iterator<Item = i32>) -> i32 {
    let mut sorted: Vec<i32> = weights.collect();
    sorted.sort_unstable_by_key(|weight| Reverse(*weight));
    let least = sorted.last().copied().unwrap_or(1);
    match sorted.get(MOST_LINES) {
        // The first that is too many goes, and all that weigh as little.
        Some(over) => sorted.iter().rfind(|weight| *weight > over).copied().unwrap_or(least),
        None => least,
    }
}

/// The signatories in the order of the ring, as indices.
fn ring(n: usize, weights: &BTreeMap<(usize, usize), i32>) -> Vec<usize> {
    let weight = |a: usize, b: usize| i64::from(weights.get(&(a.min(b), a.max(b))).copied().unwrap_or(0));
    let mut left: Vec<usize> = (0..n).collect();
    let mut placed: Vec<usize> = Vec::with_capacity(n);
    while !left.is_empty() {
        let nearness = |node: &usize| -> i64 {
            placed
                .iter()
                .rev()
                .take(4)
                .zip([4, 3, 2, 1])
                .map(|(near, factor)| weight(*near, *node) * factor)
                .sum()
        };
        let next = (0..left.len()).max_by_key(|at| (nearness(&left[*at]), Reverse(*at))).unwrap_or(0);
        placed.push(left.remove(next));
    }
    placed
}

fn draw(out: &mut String, nodes: &[&EntityRow], n_nodes: usize, pairs: &[CosignatureRow]) {
    let index: FxHashMap<EntityId, usize> =
        nodes.iter().enumerate().map(|(at, row)| (row.entity_id, at)).collect();
    let weights: BTreeMap<(usize, usize), i32> = pairs
        .iter()
        .filter_map(|pair| {
            let (a, b) = (*index.get(&pair.entity_a)?, *index.get(&pair.entity_b)?);
            Some(((a.min(b), a.max(b)), pair.n_letters))
        })
        .collect();
    let order = ring(nodes.len(), &weights);
    let (x0, y0) = (f64::from(WIDTH) / 2.0, f64::from(HEIGHT) / 2.0);
    let mut at = vec![(0, 0, 0.0); nodes.len()];
    for (place, node) in order.iter().enumerate() {
        let angle = TAU * place as f64 / nodes.len() as f64;
        let (x, y) = (x0 + RADIUS * angle.cos(), y0 + RADIUS * angle.sin());
        at[*node] = (x.round() as i32, y.round() as i32, angle);
    }
    let largest = weights.values().copied().max().unwrap_or(1).max(1);
    let least = shown_from(weights.values().copied());
    // Lines of one width are one path: the thin ones first, so that they do not cover the others.
    let mut strokes: BTreeMap<i32, String> = BTreeMap::new();
    for ((a, b), weight) in weights.iter().filter(|(_, weight)| **weight >= least) {
        let span = i64::from(largest - least).max(1);
        let width = 1 + i32::try_from(i64::from(weight - least) * 5 / span).unwrap_or(0);
        let ((xa, ya, _), (xb, yb, _)) = (at[*a], at[*b]);
        // Bent towards the middle, so that neighbours are told from those across.
        let middle = |a: i32, b: i32, zero: f64| ((f64::from(a + b) / 2.0 + zero) / 2.0).round() as i32;
        let path = strokes.entry(width).or_default();
        let _ = write!(path, "M{xa} {ya}Q{} {} {xb} {yb}", middle(xa, xb, x0), middle(ya, yb, y0));
    }
    let mut drawing = String::from("<g class=\"edges\">\n");
    for (width, path) in &strokes {
        let _ = writeln!(drawing, "<path stroke-width=\"{width}\" d=\"{path}\"/>");
    }
    drawing.push_str("</g>\n");
    for node in order {
        let ((x, y, angle), row) = (at[node], nodes[node]);
        // A square is a person, a circle an organization: the shape tells, not the colour alone.
        let mark = match row.kind {
            Kind::Person => {
                format!("<rect class=\"person\" x=\"{}\" y=\"{}\" width=\"9\" height=\"9\"/>", x - 4, y - 4)
            }
            _ => format!("<circle class=\"organization\" cx=\"{x}\" cy=\"{y}\" r=\"5\"/>"),
        };
        let degrees = angle.to_degrees().round() as i32;
        let is_left = (91..270).contains(&degrees);
        let turn = if is_left { degrees - 180 } else { degrees };
        let (shift, anchor) = if is_left { (-10, "end") } else { (10, "start") };
        let _ = writeln!(
            drawing,
            "<g><title>{}: {} letters</title>{mark}<text transform=\"translate({x} {y}) rotate({turn})\" x=\"{shift}\" \
             y=\"4\" text-anchor=\"{anchor}\">{}</text></g>",
            escaped(&cut(&row.name, 200)),
            number(row.n_letters),
            escaped(&cut(&row.name, LONGEST))
        );
    }
    let whom = match n_nodes > nodes.len() {
        true => {
            format!("The {} of {} signatories in pairs who signed most letters", nodes.len(), number(n_nodes))
        }
        false => format!("All {} signatories in pairs", nodes.len()),
    };
    let description = format!(
        "{whom}, around a ring. A line joins two who signed {} to {} letters together, the wider the more. Circles are organizations, squares persons",
        number(least),
        number(largest)
    );
    figure(out, "ring", (WIDTH, HEIGHT), "Those who sign most, and together", &description, drawing);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn those_who_sign_together_stand_together() {
        let pairs = [((0, 2), 5), ((1, 3), 5), ((2, 4), 3), ((1, 2), 1)];
        assert_eq!(ring(5, &pairs.into_iter().collect()), [0, 2, 4, 1, 3]);
        assert_eq!(ring(3, &BTreeMap::new()), [0, 1, 2]);
        assert_eq!(shown_from([3, 1, 2].into_iter()), 1);
        assert_eq!(shown_from((0..1000).map(|n| n / 100)), 9);
        assert_eq!(shown_from((0..1000).map(|_| 2)), 2);
        assert_eq!(ring(0, &BTreeMap::new()), Vec::<usize>::new());
    }
}
