//! `report.html`: the dataset at a glance, one file that opens from a disk.
//!
//! In: the dataset, what is said about it, where its documents can be read. Out: the text of the page. Every
//! figure names the rows behind it; every picture is told in words and has its numbers in a table.

mod countries;
mod issues;
mod letters;
mod links;
mod network;
mod reading;
mod signers;
mod time;

use std::fmt::Write;

use serde_json::json;

use crate::model::{Kind, LinkDecision, Role};
use crate::page::{self, escaped};
use crate::publish::About;
use crate::publish::html::{Links, number};
use crate::tables::Dataset;

/// Name of the file.
pub const FILE: &str = "report.html";

/// The look of the report, and of pages like it.
pub const STYLE: &str = include_str!("report/report.css");

/// Rows of a long table that are shown; the rest is in the files.
const MOST_ROWS: usize = 500;

/// A part of the page: its id, its heading, and what writes it.
type Section = (&'static str, &'static str, fn(&mut String, &Dataset, &Links<'_>));

const SECTIONS: &[Section] = &[
    ("reading", "What was read", reading::write),
    ("letters", "Letter by letter", letters::write),
    ("claims", "Stated and counted", letters::claims),
    ("missing", "Letters that are missing", letters::missing),
    ("countries", "Countries", countries::write),
    ("time", "Letters over time", time::write),
    ("signers", "Who signs most", signers::write),
    ("network", "Who signs with whom", network::write),
    ("links", "How sure the links are", links::write),
    ("issues", "What else deserves a look", issues::write),
];

/// The page.
pub fn render(dataset: &Dataset, about: &About, documents: Option<&str>, has_explorer: bool) -> String {
    let links = Links::of(dataset, documents, has_explorer);
    let mut body = String::from("<a class=\"skip\" href=\"#content\">Skip to the content</a>\n");
    header(&mut body, dataset, about, &links);
    body.push_str("<nav aria-label=\"Contents\">\n<ul>\n");
    for (id, heading, _) in SECTIONS {
        let _ = writeln!(body, "<li><a href=\"#{id}\">{heading}</a></li>");
    }
    body.push_str("</ul>\n</nav>\n<main id=\"content\" tabindex=\"-1\">\n");
    for (id, heading, write) in SECTIONS {
        let _ = writeln!(body, "<section aria-labelledby=\"{id}\">\n<h2 id=\"{id}\">{heading}</h2>");
        write(&mut body, dataset, &links);
        body.push_str("</section>\n");
    }
    body.push_str("</main>\n");
    footer(&mut body, about);
    let head = format!("<style>\n{STYLE}</style>\n{}", metadata(about));
    page::Page { title: &about.title, head: &head, body: &body, ..page::Page::default() }.render()
}

fn header(body: &mut String, dataset: &Dataset, about: &About, links: &Links<'_>) {
    let _ = writeln!(
        body,
        "<header>\n<h1>{}</h1>\n<p>{}</p>\n<p class=\"quiet\">Version {}{}</p>\n<dl class=\"figures\">",
        escaped(&about.title),
        escaped(&about.description),
        escaped(&about.version),
        about.released.as_ref().map_or(String::new(), |day| format!(", {}", escaped(day)))
    );
    let role = |role| dataset.documents.iter().filter(|row| row.role == role).count();
    let kind = |kind| dataset.entities.iter().filter(|row| row.kind == kind).count();
    let to_review = dataset.links.iter().filter(|row| row.decision == LinkDecision::Review).count();
    let figures = [
        ("documents", dataset.documents.len(), "#reading"),
        ("unreadable", role(Role::Unreadable), "#reading"),
        ("letters", dataset.letters.len(), "#letters"),
        ("letters missing", dataset.missing_letters.len(), "#missing"),
        ("signatures", dataset.signatures.len(), "#letters"),
        ("organizations", kind(Kind::Organization), "#signers"),
        ("persons", kind(Kind::Person), "#signers"),
        ("countries", dataset.countries.len(), "#countries"),
        ("pairs to review", to_review, "#links"),
    ];
    for (what, n, target) in figures {
        let _ = writeln!(body, "<div><dt><a href=\"{target}\">{what}</a></dt><dd>{}</dd></div>", number(n));
    }
    body.push_str("</dl>\n");
    if links.has_explorer() {
        body.push_str("<p><a href=\"index.html\">Search letters, signatories and signatures</a></p>\n");
    }
    body.push_str("</header>\n");
}

fn footer(body: &mut String, about: &About) {
    body.push_str("<footer>\n<p>");
    let names: Vec<String> = about.creators.iter().map(|creator| escaped(&creator.name)).collect();
    if !names.is_empty() {
        let _ = write!(body, "Made by {}. ", names.join(", "));
    }
    match (&about.licence, about.licence_page()) {
        (licence, Some(page)) => {
            let name = licence.as_deref().unwrap_or("these terms");
            let _ = write!(body, "Published under <a href=\"{}\">{}</a>. ", escaped(&page), escaped(name));
        }
        _ => body.push_str("No licence is stated. "),
    }
    body.push_str(
        "What the tables hold, and how they were made, is told in <a href=\"README.md\">README.md</a>; how to \
         cite them in <a href=\"CITATION.cff\">CITATION.cff</a>.</p>\n</footer>\n",
    );
}

/// What search engines read, as JSON-LD.
fn metadata(about: &About) -> String {
    let mut data = serde_json::Map::new();
    let mut say = |key: &str, value: serde_json::Value| {
        if !value.is_null() && value != json!([]) && value != json!("") {
            data.insert(key.to_owned(), value);
        }
    };
    say("@context", json!("https://schema.org/"));
    say("@type", json!("Dataset"));
    say("name", json!(about.title));
    about.properties().into_iter().for_each(|(key, value)| say(key, value));
    let creators = about.creators.iter().map(|creator| {
        let kind = if creator.orcid.is_some() { "Person" } else { "Organization" };
        json!({"@type": kind, "name": creator.name})
    });
    say("creator", creators.collect());
    let text = page::in_script(&serde_json::Value::Object(data).to_string());
    format!("<script type=\"application/ld+json\">{text}</script>\n")
}

/// Says which rows of a table are not shown.
fn rest(out: &mut String, n_rows: usize, most: usize, links: &Links<'_>, table: &str) {
    if let Some(more) = n_rows.checked_sub(most).filter(|more| *more > 0) {
        let _ = writeln!(out, "<p>{} more rows are in {}.</p>", number(more), links.table(table));
    }
}
