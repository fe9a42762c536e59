//! Who signs most.

use std::cmp::Reverse;
use std::fmt::Write;

use crate::publish::html::{Links, bar, day, heads, number, share, table, text};
use crate::tables::Dataset;
use crate::tables::entities::EntityRow;

/// Signatories that are shown.
const MOST: usize = 40;

/// Writes the section.
pub fn write(out: &mut String, dataset: &Dataset, links: &Links<'_>) {
    let mut entities: Vec<&EntityRow> = dataset.entities.iter().filter(|row| row.n_letters > 0).collect();
    let n = entities.len();
    let frequent = entities.iter().filter(|row| row.n_letters > 1).count();
    let _ = writeln!(
        out,
        "<p>{} of {} signatories ({}) signed more than one letter.</p>",
        number(frequent),
        number(n),
        share(frequent, n)
    );
    if n == 0 {
        return;
    }
    let order = |row: &&EntityRow| (Reverse((row.n_letters, row.n_signatures)), row.entity_id);
    if n > MOST {
        entities.select_nth_unstable_by_key(MOST, order);
        entities.truncate(MOST);
    }
    entities.sort_by_key(order);
    let largest = entities.first().map_or(0, |row| row.n_letters);
    let rows = entities.into_iter().map(|row| {
        let date = |date| day(date, None);
        let cells = vec![
            links.view(format_args!("entity/{}", row.entity_id), &text(&row.name)),
            row.kind.to_string(),
            row.country.map_or_else(String::new, |code| {
                links.view(format_args!("entities?country={code}"), code.as_str())
            }),
            bar(row.n_letters.into(), largest.into()),
            number(row.n_signatures),
            number(row.n_names),
            date(row.first_signed),
            date(row.last_signed),
            format!("{:.4}", row.cluster_confidence),
        ];
        (row.entity_id.to_string(), cells)
    });
    let columns = heads([
        "Signatory",
        "Kind",
        "Country",
        "#Letters",
        "#Signatures",
        "#Ways of printing",
        "First letter",
        "Last letter",
        "#Confidence",
    ]);
    let caption = format!(
        "The {} who signed most letters. Rows: {}, {}",
        number(n.min(MOST)),
        links.table("entities"),
        links.table("names")
    );
    table(out, &caption, &columns, rows);
}
