//! How sure the links are, and what to review.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::fmt::Write;

use crate::model::LinkDecision;
use crate::model::vocabulary::Vocabulary;
use crate::publish::html::{Links, figure, heads, number, share, table, text};
use crate::publish::report::rest;
use crate::tables::Dataset;
use crate::tables::links::LinkRow;
use crate::tables::review::ReviewRow;

/// Pairs that are shown of each kind.
const MOST: usize = 30;
/// Weights beyond these, in bits, are drawn at the ends.
const ENDS: (i32, i32) = (-40, 40);
/// Width of a column, in bits and on the page.
const BITS: i32 = 2;
const COLUMN: i32 = 20;
const HEIGHT: i32 = 180;

/// Writes the section.
pub fn write(out: &mut String, dataset: &Dataset, links: &Links<'_>) {
    if dataset.links.is_empty() {
        out.push_str("<p>No two records came into question.</p>\n");
        return;
    }
    out.push_str(
        "<p>Two records of a signatory are linked by the weight of what speaks for it and against it, in bits: each \
         bit doubles the odds. Pairs between yes and no are not linked; they wait for a person: \
         <code>undersigned review</code> asks about them one by one.</p>\n",
    );
    draw(out, &dataset.links);
    decisions(out, dataset, links);
    to_review(out, dataset, links);
    doubtful(out, dataset, links);
}

fn decisions(out: &mut String, dataset: &Dataset, links: &Links<'_>) {
    let n = dataset.links.len();
    let rows = LinkDecision::VALUES.iter().map(|(decision, name, meaning)| {
        let count = dataset.links.iter().filter(|row| row.decision == *decision).count();
        let meaning = meaning.trim().to_owned();
        (String::new(), vec![(*name).to_owned(), meaning, number(count), share(count, n)])
    });
    let caption = format!("Pairs by decision. Rows: {}", links.table("links"));
    table(out, &caption, &heads(["Decision", "Meaning", "#Pairs", "#Share"]), rows);
}

fn to_review(out: &mut String, dataset: &Dataset, links: &Links<'_>) {
    if dataset.review.is_empty() {
        out.push_str("<p>No pair waits for a person.</p>\n");
        return;
    }
    let mut pairs: Vec<&ReviewRow> = dataset.review.iter().collect();
    pairs.sort_by(|a, b| {
        b.probability.total_cmp(&a.probability).then_with(|| {
            (a.left_signature_id, a.right_signature_id).cmp(&(b.left_signature_id, b.right_signature_id))
        })
    });
    let rows = pairs.iter().take(MOST).map(|row| {
        let cells = vec![
            links.view(format_args!("entity/{}", row.left_entity_id), &text(&row.left_name)),
            links.view(format_args!("entity/{}", row.right_entity_id), &text(&row.right_name)),
            format!("{:+.1}", row.match_weight),
            format!("{:.4}", row.probability),
            text(&row.why),
        ];
        (String::new(), cells)
    });
    let caption = format!("Pairs to review, the likeliest first. Rows: {}", links.table("review"));
    table(out, &caption, &heads(["One", "Other", "#Bits", "#Probability", "Why"]), rows);
    rest(out, pairs.len(), MOST, links, "review");
}

/// The least sure of the pairs that are linked.
fn doubtful(out: &mut String, dataset: &Dataset, links: &Links<'_>) {
    let mut linked: Vec<&LinkRow> = dataset
        .links
        .iter()
        .filter(|row| row.decision == LinkDecision::Linked && row.match_weight > 0.0)
        .collect();
    if linked.is_empty() {
        return;
    }
    let order = |row: &&LinkRow| {
        let millibits = (row.match_weight * 1000.0).round() as i64;
        (millibits, Reverse(row.left_signature_id), Reverse(row.right_signature_id))
    };
    if linked.len() > MOST {
        linked.select_nth_unstable_by_key(MOST, order);
        linked.truncate(MOST);
    }
    linked.sort_by_key(order);
    let rows = linked.iter().map(|row| {
        let cells = vec![
            links.view(format_args!("entity/{}", row.left_entity_id), &text(&row.left_name)),
            links.view(format_args!("entity/{}", row.right_entity_id), &text(&row.right_name)),
            format!("{:+.1}", row.match_weight),
            format!("{:.4}", row.probability),
            row.by.to_string(),
            text(&row.why),
        ];
        (String::new(), cells)
    });
    let caption = format!(
        "The {} least sure of the pairs that are linked. Rows: {}",
        linked.len(),
        links.table("links")
    );
    table(out, &caption, &heads(["One", "Other", "#Bits", "#Probability", "By", "Why"]), rows);
}

/// A column for every two bits, with the decisions above each other.
fn draw(out: &mut String, links: &[LinkRow]) {
    let mut columns: BTreeMap<i32, [usize; 4]> = BTreeMap::new();
    for row in links {
        let bits = row.match_weight.clamp(f64::from(ENDS.0), f64::from(ENDS.1)).floor() as i32;
        let layer = match row.decision {
            LinkDecision::Linked => 0,
            LinkDecision::Review => 1,
            LinkDecision::Rejected => 2,
            LinkDecision::Overruled => 3,
        };
        columns.entry(bits.div_euclid(BITS)).or_default()[layer] += 1;
    }
    let (Some((first, _)), Some((last, _))) = (columns.first_key_value(), columns.last_key_value()) else {
        return;
    };
    let (first, last) = ((*first).min(-5), (*last).max(5));
    let largest = columns.values().map(|layers| layers.iter().sum::<usize>()).max().unwrap_or(1).max(1);
    let left = 20;
    let x = |column: i32| left + (column - first) * COLUMN;
    let (top, bottom) = (44, 44 + HEIGHT);
    let width = (x(last + 1) + left).max(480);
    let mut drawing = String::new();
    const LAYERS: [(&str, &str); 4] =
        [("for", "linked"), ("doubt", "to review"), ("against", "rejected"), ("neutral", "overruled")];
    for (at, (class, name)) in (0..).zip(LAYERS) {
        let x = left + at * 110;
        let _ = writeln!(
            drawing,
            "<rect class=\"{class}\" x=\"{x}\" y=\"6\" width=\"14\" height=\"14\"/><text x=\"{}\" y=\"18\">{name}</text>",
            x + 20
        );
    }
    for (column, layers) in &columns {
        let mut below = bottom;
        for ((class, name), n) in LAYERS.iter().zip(layers).filter(|(_, n)| **n > 0) {
            let height = i32::try_from(n * HEIGHT as usize / largest).unwrap_or(0).max(2);
            below -= height;
            let _ = writeln!(
                drawing,
                "<rect class=\"{class}\" x=\"{}\" y=\"{below}\" width=\"{}\" height=\"{height}\">\
                 <title>{} to {} bits, {name}: {}</title></rect>",
                x(*column),
                COLUMN - 2,
                column * BITS,
                (column + 1) * BITS,
                number(*n)
            );
        }
    }
    let _ = writeln!(
        drawing,
        "<path class=\"axis\" d=\"M{left} {bottom}H{}M{} {top}V{}\"/>",
        width - left,
        x(0) - 1,
        bottom + 6
    );
    for column in (first..=last + 1).filter(|column| column % 5 == 0) {
        let _ = writeln!(
            drawing,
            "<text x=\"{}\" y=\"{}\" text-anchor=\"middle\">{}</text>",
            x(column) - 1,
            bottom + 22,
            number(column * BITS)
        );
    }
    let of = |decision| links.iter().filter(|row| row.decision == decision).count();
    let description = format!(
        "{} pairs by the weight of their evidence in bits, from against at the left to for at the right: {} linked, \
         {} to review, {} rejected, {} overruled",
        number(links.len()),
        number(of(LinkDecision::Linked)),
        number(of(LinkDecision::Review)),
        number(of(LinkDecision::Rejected)),
        number(of(LinkDecision::Overruled)),
    );
    figure(out, "weights", (width, bottom + 30), "Weights of the pairs", &description, drawing);
}
