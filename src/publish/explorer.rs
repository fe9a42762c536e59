//! The explorer: `index.html` and the folder `explorer/` with its script and its data.
//!
//! In: the dataset, what is said about it, where its documents can be read. Out: files by name. The data are
//! scripts that hand a list of rows to the page, so that it works from a disk as from any server of files. They
//! are cut into parts of bounded size, and the page fetches the parts that it shows or searches. What a row holds
//! is said in `rows.rs`; `app.js` reads it.

mod literal;
mod rows;

use std::fmt::Write;

use serde_json::json;

use crate::page::{Page, escaped, in_script};
use crate::publish::About;
use crate::tables::Dataset;

/// Name of the page.
pub const FILE: &str = "index.html";
/// Name of the folder.
pub const FOLDER: &str = "explorer";

const STYLE: &str = include_str!("explorer/explorer.css");
const SCRIPT: &str = include_str!("explorer/app.js");

/// Size of a part of the data, in bytes; a single row may be larger.
const PART: usize = 150_000;

/// The files of the explorer by their names in the published folder.
pub fn files(
    dataset: &Dataset,
    about: &About,
    documents: Option<&str>,
    has_report: bool,
) -> Vec<(String, String)> {
    let order = rows::Order::of(dataset);
    let mut manifest = json!({
        "title": about.title,
        "documents": documents.unwrap_or_default(),
        "countries": dataset.countries.iter().map(|row| json!([row.alpha2, row.name])).collect::<Vec<_>>(),
    });
    let mut files = Vec::new();
    for (name, rows) in rows::all(dataset, &order) {
        let parts = parts(&rows);
        // Where each part begins.
        let starts: Vec<usize> = parts.iter().map(|(start, _)| *start).collect();
        if name == "letters" {
            // Which part holds the letter of a signature.
            manifest["firsts"] = starts.iter().map(|start| order.first(*start)).collect();
        }
        manifest[name] = json!({"n": rows.len(), "starts": starts});
        for (at, (_, rows)) in parts.into_iter().enumerate() {
            let part = format!("{name}-{at}");
            files.push((format!("{FOLDER}/{part}.js"), format!("undersigned(\"{part}\",[\n{rows}\n])\n")));
        }
    }
    let manifest = in_script(&manifest.to_string());
    files.push((format!("{FOLDER}/manifest.js"), format!("undersigned(\"manifest\",{manifest})\n")));
    files.push((format!("{FOLDER}/app.js"), SCRIPT.to_owned()));
    files.push((FILE.to_owned(), page(about, has_report)));
    files
}

/// Rows of JSON as parts, each with the index of its first row.
fn parts(rows: &[String]) -> Vec<(usize, String)> {
    let mut parts: Vec<(usize, String)> = Vec::new();
    for (at, row) in rows.iter().enumerate() {
        match parts.last_mut() {
            Some((_, part)) if part.len() + row.len() <= PART => {
                let _ = write!(part, ",\n{row}");
            }
            _ => parts.push((at, row.clone())),
        }
    }
    parts
}

/// The page, which is empty but for its frame until its script fills it.
fn page(about: &About, has_report: bool) -> String {
    let report = if has_report { "<li><a href=\"report.html\">Report</a></li>\n" } else { "" };
    let body = format!(
        "<a class=\"skip\" href=\"#content\">Skip to the content</a>\n<header>\n<p class=\"title\">{title}</p>\n\
         <nav aria-label=\"Views\">\n<ul>\n<li><a href=\"#/letters\">Letters</a></li>\n\
         <li><a href=\"#/entities\">Signatories</a></li>\n<li><a href=\"#/signatures\">Signatures</a></li>\n{report}\
         <li><a href=\"README.md\">About</a></li>\n</ul>\n</nav>\n\
         <p id=\"status\" role=\"status\" aria-live=\"polite\"></p>\n</header>\n\
         <main id=\"content\" tabindex=\"-1\">\n<h1 id=\"heading\">{title}</h1>\n\
         <noscript><p><strong>This page needs its script to show the data.</strong> The tables beside it do not: \
         <a href=\"letters.csv\">letters.csv</a>, <a href=\"entities.csv\">entities.csv</a>, \
         <a href=\"signatures.csv\">signatures.csv</a>.</p></noscript>\n</main>\n\
         <script src=\"{FOLDER}/app.js\"></script>\n",
        title = escaped(&about.title)
    );
    let head = format!("<style>\n{STYLE}</style>\n");
    Page { title: &about.title, head: &head, body: &body, script: "", has_files: true }.render()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_of_bounded_size() {
        let rows: Vec<String> = (0..1000).map(|n| format!("[{}]", "1".repeat(n))).collect();
        let parts = parts(&rows);
        assert!(parts.len() > 3 && parts.iter().all(|(_, part)| part.len() <= PART + 2000));
        let whole: Vec<String> = parts.iter().map(|(_, part)| part.clone()).collect();
        assert_eq!(whole.join(",\n"), rows.join(",\n"));
        for (start, part) in &parts {
            assert!(part.starts_with(&rows[*start]));
        }
        assert!(super::parts(&[]).is_empty());
    }
}
