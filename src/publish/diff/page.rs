//! The changes as one page of HTML that needs no network.

use std::collections::BTreeMap;
use std::fmt::Write;

use super::{Change, ChangeRow, Count, Snapshot, counts};
use crate::page::{Page, escaped};
use crate::publish::html::{Head, Row, counted, heads, number, table, text};
use crate::publish::report::STYLE;

/// Records of a table that are told one by one.
const MOST_RECORDS: usize = 1000;
/// Values of a record that are told.
const MOST_VALUES: usize = 60;

/// The page.
pub fn page(old: &Snapshot, new: &Snapshot, changes: &[ChangeRow]) -> String {
    let counts = counts(old, new, changes);
    let mut tables: BTreeMap<&str, Vec<&ChangeRow>> = BTreeMap::new();
    for change in changes {
        tables.entry(&change.table).or_default().push(change);
    }
    let n_records: usize = counts.iter().map(|count| count.added + count.removed + count.changed).sum();
    let mut body = format!(
        "<a class=\"skip\" href=\"#content\">Skip to the content</a>\n<main id=\"content\" tabindex=\"-1\">\n\
         <h1>What changed</h1>\n<p>{} of {} differ, in {}.</p>\n",
        counted(n_records, "record", "records"),
        counted(tables.len(), "table", "tables"),
        counted(changes.len(), "value", "values")
    );
    summary(&mut body, &counts, &tables);
    for (name, changes) in &tables {
        section(&mut body, name, changes);
    }
    body.push_str("</main>\n");
    let head =
        format!("<style>\n{STYLE}ins {{ color: var(--for); }} del {{ color: var(--against); }}\n</style>\n");
    Page { title: "What changed", head: &head, body: &body, ..Page::default() }.render()
}

fn summary(body: &mut String, counts: &[Count], tables: &BTreeMap<&str, Vec<&ChangeRow>>) {
    let rows = counts.iter().map(|count| -> Row {
        let why: Vec<String> =
            count.reasons.iter().map(|(reason, n)| format!("{reason} {}", number(*n))).collect();
        let name = escaped(&count.table);
        let name = match tables.contains_key(count.table.as_str()) {
            true => format!("<a href=\"#{name}\">{name}</a>"),
            false => name,
        };
        let numbers = [count.before, count.after, count.added, count.removed, count.changed];
        (String::new(), std::iter::once(name).chain(numbers.map(number)).chain([why.join(", ")]).collect())
    });
    let columns: [Head; 7] = heads(["Table", "#Before", "#After", "#Added", "#Removed", "#Changed", "Why"]);
    table(body, "Records of each table", &columns, rows);
}

fn section(body: &mut String, name: &str, changes: &[&ChangeRow]) {
    let name = escaped(name);
    let _ = writeln!(body, "<section aria-labelledby=\"{name}\">\n<h2 id=\"{name}\">{name}</h2>");
    // The rows of a record stand together.
    let records: Vec<&[&ChangeRow]> = changes.chunk_by(|a, b| a.record == b.record).collect();
    let rows = records.iter().take(MOST_RECORDS).filter_map(|record| -> Option<Row> {
        let first = record.first()?;
        let key = first.record.as_deref().map_or_else(|| "the columns".to_owned(), text);
        let mut values = String::new();
        for change in record.iter().take(MOST_VALUES) {
            let column = escaped(change.column.as_deref().unwrap_or_default());
            let _ = write!(values, "<p><code>{column}</code> {}</p>", value(change));
        }
        if record.len() > MOST_VALUES {
            let _ = write!(values, "<p>and {} more values</p>", number(record.len() - MOST_VALUES));
        }
        Some((String::new(), vec![key, first.change.to_string(), first.reason.to_string(), values]))
    });
    table(body, &format!("Changes of {name}"), &heads(["Record", "What", "Why", "Values"]), rows);
    if records.len() > MOST_RECORDS {
        let more = number(records.len() - MOST_RECORDS);
        let _ = writeln!(
            body,
            "<p>{more} more records are not told here; written as a table, the changes are whole.</p>"
        );
    }
    body.push_str("</section>\n");
}

/// The value before and after; what is gone is struck out, and words say so to those who do not see it.
fn value(change: &ChangeRow) -> String {
    let old = change.old.as_deref().map(|old| format!("<del>{}</del>", text(old)));
    let new = change.new.as_deref().map(|new| format!("<ins>{}</ins>", text(new)));
    match (change.change, old, new) {
        (Change::Added, _, Some(new)) => new,
        (Change::Removed, Some(old), _) => old,
        (_, old, new) => {
            let nothing = || "nothing".to_owned();
            format!("{} → {}", old.unwrap_or_else(nothing), new.unwrap_or_else(nothing))
        }
    }
}
