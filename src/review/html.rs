//! The page on which a person decides.

use super::choose::{Item, Question};
use super::side::Side;
use crate::explain;
use crate::model::Corpus;
use crate::page::{self, escaped};
use std::fmt::Write;

/// What the page does.
const SCRIPT: &str = include_str!("page.js");

/// The page. Without its script it can be read, and filled in nowhere but in the CSV.
pub fn page(corpus: &Corpus, items: &[Item]) -> String {
    let n_items = items.len();
    let mut body = format!(
        "<main>\n<h1>Are they the same?</h1>\n<p>{n_items} pairs that deserve a person's look, the most telling \
         first. Keys: <kbd>s</kbd> same, <kbd>d</kbd> different, <kbd>u</kbd> unsure, <kbd>↓</kbd> or \
         <kbd>j</kbd> next, <kbd>↑</kbd> or <kbd>k</kbd> back. Choices stay in this browser until you export \
         them; then run <code>undersigned review --apply decisions.csv</code>.</p>\n\
         <noscript><p><strong>This page needs its script to take decisions; the CSV beside it does not.</strong></p>\
         </noscript>\n\
         <div class=\"bar\"><span id=\"progress\" role=\"status\" aria-live=\"polite\">0 of {n_items} decided</span>\
         <label for=\"who\">Your name</label> <input type=\"text\" id=\"who\" autocomplete=\"name\" size=\"16\">\
         <button type=\"button\" id=\"export\">Export decisions</button></div>\n"
    );
    for (at, item) in items.iter().enumerate() {
        article(&mut body, corpus, at, item);
    }
    if items.is_empty() {
        body.push_str("<p>There is nothing to decide.</p>\n");
    }
    body.push_str("</main>\n");
    page::render("Are they the same?", &body, SCRIPT)
}

fn article(body: &mut String, corpus: &Corpus, at: usize, item: &Item) {
    let [left, right] = item.sides(corpus);
    let number = at + 1;
    let now = if item.is_linked { "They are linked now" } else { "They are not linked now" };
    let asked = match item.question {
        Question::NearThreshold => "a little more would have linked them",
        Question::Contested => "alone they would be, but others do not fit",
        Question::Acronym => "by an acronym alone",
        Question::WeakestLink => "by the weakest link of their entity",
    };
    let _ = write!(
        body,
        "<article class=\"card\" id=\"pair-{number}\" tabindex=\"-1\" aria-labelledby=\"head-{number}\" \
         data-left=\"{}\" data-right=\"{}\">\n<h2 id=\"head-{number}\">{number}. <bdi>{}</bdi> – <bdi>{}</bdi></h2>\n\
         <p class=\"quiet\">{now}: {asked}; {:+.1} bits, probability {:.3}.</p>\n\
         <div class=\"wide\"><table>\n<thead><tr><td></td><th scope=\"col\">One</th><th scope=\"col\">Other</th></tr>\
         </thead>\n<tbody>\n",
        escaped(&left.signature_id),
        escaped(&right.signature_id),
        escaped(&left.name),
        escaped(&right.name),
        f64::from(item.link.millibits) / 1000.0,
        item.link.probability,
    );
    type Cell = fn(&Side) -> String;
    let lines: [(&str, Cell); 6] = [
        ("Printed", |side| format!("<bdi>{}</bdi>", escaped(&side.text))),
        ("Country", |side| escaped(&side.country)),
        ("Of", |side| format!("<bdi>{}</bdi>", escaped(&side.affiliation))),
        ("Letters", |side| {
            side.letters.iter().map(|letter| escaped(letter)).collect::<Vec<_>>().join("<br>")
        }),
        ("Entity", |side| {
            let n = side.n_signatures;
            format!("<bdi>{}</bdi> <span class=\"quiet\">({n} signatures)</span>", escaped(&side.entity))
        }),
        ("Where", |side| format!("<code>{}</code>", escaped(&side.place))),
    ];
    for (label, cell) in lines {
        let (one, other) = (cell(&left), cell(&right));
        if one.is_empty() && other.is_empty() || one == "<bdi></bdi>" && other == one {
            continue;
        }
        let _ = writeln!(body, "<tr><th scope=\"row\">{label}</th><td>{one}</td><td>{other}</td></tr>");
    }
    let _ = write!(
        body,
        "</tbody>\n</table></div>\n<p>{}</p>\n<details><summary>Evidence in bits</summary>\n<table>\n<thead><tr>\
         <th scope=\"col\">Evidence</th><th scope=\"col\">Seen</th><th scope=\"col\">Bits</th></tr></thead>\n<tbody>\n",
        escaped(&item.link.why)
    );
    for step in explain::steps(&item.link) {
        let class = if step.bits < 0.0 { "against" } else { "for" };
        let _ = writeln!(
            body,
            "<tr><td>{}</td><td><bdi>{}</bdi></td><td class=\"bits {class}\">{:+.1}</td></tr>",
            escaped(&step.kind),
            escaped(&step.detail),
            step.bits
        );
    }
    body.push_str("</tbody>\n</table>\n</details>\n<fieldset>\n<legend>Are they the same?</legend>\n");
    for (value, label, key) in
        [("same", "Same", "s"), ("different", "Different", "d"), ("unsure", "Unsure", "u")]
    {
        let _ = writeln!(
            body,
            "<label class=\"choice\"><input type=\"radio\" name=\"pair-{number}\" value=\"{value}\"> {label} \
             <kbd aria-hidden=\"true\">{key}</kbd></label>"
        );
    }
    let _ = write!(
        body,
        "</fieldset>\n<p><label for=\"reason-{number}\">Reason</label> <input type=\"text\" \
         id=\"reason-{number}\" class=\"reason\" size=\"40\"></p>\n</article>\n"
    );
}
