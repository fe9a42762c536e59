//! What was read, and what was not.

use std::fmt::Write;

use rustc_hash::FxHashMap;

use crate::model::{DocumentId, IssueCode, Role};
use crate::publish::html::{Links, bar, counted, figure, heads, number, share, table, text};
use crate::publish::report::{MOST_ROWS, rest};
use crate::tables::Dataset;
use crate::tables::issues::IssueRow;

/// Lines not read that are shown.
const MOST_LINES: usize = 100;

/// Writes the section.
pub fn write(out: &mut String, dataset: &Dataset, links: &Links<'_>) {
    let sum = |count: fn(&crate::tables::documents::DocumentRow) -> i32| -> usize {
        dataset.documents.iter().map(|row| usize::try_from(count(row)).unwrap_or(0)).sum()
    };
    let (signed, other, rejected) =
        (sum(|row| row.n_signature_lines), sum(|row| row.n_other_lines), sum(|row| row.n_rejected));
    let whole = signed + other + rejected;
    let role = |role| dataset.documents.iter().filter(|row| row.role == role).count();
    let _ = writeln!(
        out,
        "<p>{}: {} a letter or its list, {} on letters, {} neither, and {} could not be read.</p>",
        counted(dataset.documents.len(), "document", "documents"),
        counted(role(Role::Letter), "prints", "print"),
        counted(role(Role::Coverage), "reports", "report"),
        counted(role(Role::Other), "does", "do"),
        number(role(Role::Unreadable)),
    );
    lines(out, [signed, other, rejected], whole);
    not_read(out, dataset, links);

    let mut documents: Vec<_> = dataset.documents.iter().collect();
    let trouble = |row: &crate::tables::documents::DocumentRow| {
        (row.role != Role::Unreadable, std::cmp::Reverse(row.n_rejected))
    };
    documents.sort_by(|a, b| trouble(a).cmp(&trouble(b)).then_with(|| a.path.cmp(&b.path)));
    let largest = documents.iter().map(|row| row.n_signature_lines).max().unwrap_or(0);
    let paths: FxHashMap<DocumentId, &str> =
        dataset.documents.iter().map(|row| (row.document_id, row.path.as_str())).collect();
    let rows = documents.iter().take(MOST_ROWS).map(|row| {
        let role = match (row.role, row.original_document_id.and_then(|id| paths.get(&id))) {
            (_, Some(original)) => format!("copy of {}", text(original)),
            (role, None) => role.to_string(),
        };
        let cells = vec![
            links.line(row.document_id, None),
            role,
            number(row.n_lines),
            bar(row.n_signature_lines.into(), largest.into()),
            number(row.n_other_lines),
            number(row.n_rejected),
            number(row.n_mentions),
        ];
        (row.document_id.to_string(), cells)
    });
    let columns = heads([
        "Document",
        "Is",
        "#Lines",
        "#Lines with signatures",
        "#Other lines of lists",
        "#Lines not read",
        "#Mentions of letters",
    ]);
    table(out, &format!("Documents, the doubtful first. Rows: {}", links.table("documents")), &columns, rows);
    rest(out, documents.len(), MOST_ROWS, links, "documents");
}

/// The lines of all lists as one bar.
fn lines(out: &mut String, counts: [usize; 3], whole: usize) {
    if whole == 0 {
        return;
    }
    const WIDTH: usize = 900;
    let mut drawing = String::new();
    let mut left = 0;
    for (class, n) in ["for", "neutral", "against"].into_iter().zip(counts) {
        // What is there is to be seen.
        let width = if n == 0 { 0 } else { (n * WIDTH / whole).max(3) };
        let _ = writeln!(
            drawing,
            "<rect class=\"{class}\" x=\"{left}\" y=\"2\" width=\"{width}\" height=\"26\"/>"
        );
        left += width;
    }
    let [signed, other, rejected] = counts;
    let description = format!(
        "Of {} lines of lists of signatories {} ({}) were read as signatures, {} ({}) were recognised as something \
         else, such as headings, and {} ({}) could not be read",
        number(whole),
        number(signed),
        share(signed, whole),
        number(other),
        share(other, whole),
        number(rejected),
        share(rejected, whole)
    );
    let width = i32::try_from(left).unwrap_or(i32::MAX);
    figure(out, "lines", (width, 30), "Lines of the lists", &description, drawing);
}

/// Whether an issue tells that something is missing from the dataset.
fn is_not_read(row: &IssueRow) -> bool {
    row.severity == crate::model::Severity::Error || row.code == IssueCode::RejectedLine
}

fn not_read(out: &mut String, dataset: &Dataset, links: &Links<'_>) {
    let mut issues: Vec<&IssueRow> = dataset.issues.iter().filter(|row| is_not_read(row)).collect();
    if issues.is_empty() {
        out.push_str("<p>Nothing was left unread.</p>\n");
        return;
    }
    issues.sort_by(|a, b| {
        (a.severity, &a.path, a.line, a.issue_id).cmp(&(b.severity, &b.path, b.line, b.issue_id))
    });
    let rows = issues.iter().take(MOST_LINES).map(|row| {
        let place = match row.document_id {
            Some(document) => links.line(document, row.line),
            None => row.path.as_deref().map_or_else(|| "the whole run".to_owned(), text),
        };
        (String::new(), vec![place, text(row.text.as_deref().unwrap_or_default()), text(&row.message)])
    });
    let caption = format!("What was not read. Rows: {}", links.table("issues"));
    table(out, &caption, &heads(["Where", "Printed", "Why"]), rows);
    rest(out, issues.len(), MOST_LINES, links, "issues");
}
