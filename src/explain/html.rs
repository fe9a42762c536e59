//! The stories as pages.

use super::{EntityStory, PairStory, Verdict, steps, waterfall};
use crate::model::{Corpus, Link};
use crate::page::{self, escaped};
use std::fmt::Write;

/// A page about a pair.
pub fn pair_page(corpus: &Corpus, story: &PairStory) -> String {
    let names = story.signings.map(|signing| corpus.signature(signing).name.as_str());
    let title = format!("{} and {}", names[0], names[1]);
    let verdict = match story.verdict {
        Verdict::OneRecord | Verdict::Linked | Verdict::ByOthers => "They are one entity.",
        Verdict::Different => "They are different entities.",
    };
    let mut body = format!("<main>\n<h1>{}</h1>\n<p><strong>{verdict}</strong>", escaped(&title));
    for sentence in &story.why {
        let _ = write!(body, " {}", escaped(sentence));
    }
    body.push_str("</p>\n");
    signatures(&mut body, corpus, &story.signings);
    if let Some(link) = &story.link {
        body.push_str("<h2>Their evidence</h2>\n");
        evidence(&mut body, corpus, link, story.threshold);
    }
    if !story.others.is_empty() {
        body.push_str("<h2>Other pairs that decided</h2>\n");
    }
    for link in &story.others {
        evidence(&mut body, corpus, link, story.threshold);
    }
    body.push_str("</main>\n");
    page::render(&title, &body, "")
}

/// A page about an entity.
pub fn entity_page(corpus: &Corpus, story: &EntityStory) -> String {
    let Some(entity) = corpus.linkage.entities.get(story.entity) else { return page::render("", "", "") };
    let mut body = format!(
        "<main>\n<h1>{}</h1>\n<p><code>{}</code>, {}, {} signatures, printed in {} ways, confidence {:.4}</p>\n",
        escaped(&entity.name),
        entity.id,
        entity.kind,
        entity.signings.len(),
        story.n_printings,
        entity.confidence
    );
    signatures(&mut body, corpus, &entity.signings);
    if !story.joins.is_empty() {
        body.push_str("<h2>How it came together</h2>\n");
    }
    for join in &story.joins {
        let [a, b] = join.n_printings;
        let weakest = if join.is_weakest { " <strong>This is its weakest link.</strong>" } else { "" };
        let _ = writeln!(body, "<p>Joins {a} and {b} ways of printing it.{weakest}</p>");
        evidence(&mut body, corpus, &join.link, story.threshold);
    }
    if !story.near.is_empty() {
        body.push_str("<h2>What nearly joined</h2>\n");
    }
    for link in &story.near {
        evidence(&mut body, corpus, link, story.threshold);
    }
    body.push_str("</main>\n");
    page::render(&entity.name, &body, "")
}

/// The signatures as a table.
fn signatures(body: &mut String, corpus: &Corpus, signings: &[usize]) {
    body.push_str(
        "<div class=\"wide\"><table>\n<thead><tr><th scope=\"col\">Signature</th><th scope=\"col\">Printed</th>\
         <th scope=\"col\">Country</th><th scope=\"col\">Where</th></tr></thead>\n<tbody>\n",
    );
    for signing in signings {
        let signature = corpus.signature(*signing);
        let codes = signature.country.iter().flat_map(|country| &country.codes);
        let codes: Vec<&str> = codes.map(|code| code.as_str()).collect();
        let _ = writeln!(
            body,
            "<tr><td><code>{}</code></td><td><bdi>{}</bdi></td><td>{}</td><td>{}:{}</td></tr>",
            corpus.signature_ids.get(*signing).map(ToString::to_string).unwrap_or_default(),
            escaped(&signature.text),
            codes.join(", "),
            escaped(&corpus.reading(*signing).document.path),
            signature.place.line_start
        );
    }
    body.push_str("</tbody>\n</table></div>\n");
}

/// The evidence of a pair, as a picture and as a table.
fn evidence(body: &mut String, corpus: &Corpus, link: &Link, threshold: f64) {
    let names = [link.left, link.right].map(|signing| corpus.signature(signing).name.as_str());
    let [left, right] = names.map(escaped);
    let _ = write!(
        body,
        "<section class=\"card\">\n<h3><bdi>{left}</bdi> – <bdi>{right}</bdi></h3>\n<p>{:+.1} bits, probability \
         {:.4}: {} by {}. {}</p>\n<div class=\"wide\">{}</div>\n<details><summary>As a table</summary>\n<table>\n\
         <thead><tr><th scope=\"col\">Evidence</th><th scope=\"col\">Seen</th><th scope=\"col\">Bits</th>\
         <th scope=\"col\">Sum</th></tr></thead>\n<tbody>\n",
        super::bits(link.millibits),
        link.probability,
        link.decision,
        link.by,
        escaped(&link.why),
        waterfall(link, names, threshold)
    );
    for step in steps(link) {
        let class = if step.bits < 0.0 { "against" } else { "for" };
        let _ = writeln!(
            body,
            "<tr><td>{}</td><td><bdi>{}</bdi></td><td class=\"bits {class}\">{:+.3}</td>\
             <td class=\"bits\">{:+.3}</td></tr>",
            escaped(&step.kind),
            escaped(&step.detail),
            step.bits,
            step.after
        );
    }
    body.push_str("</tbody>\n</table>\n</details>\n</section>\n");
}
