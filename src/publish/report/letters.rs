//! The letters one by one, the counts that they state, and those that are only mentioned.

use std::fmt::Write;

use rustc_hash::FxHashMap;

use crate::model::{LetterId, MissingLetterId, Qualifier};
use crate::publish::html::{Links, bar, counted, day, heads, number, table, text};
use crate::publish::report::{MOST_ROWS, rest};
use crate::tables::Dataset;
use crate::tables::claims::ClaimRow;
use crate::tables::letters::LetterRow;
use crate::tables::mentions::MentionRow;

/// Passages that are quoted of one missing letter.
const MOST_PASSAGES: usize = 5;

/// What a letter is called on pages: its title, else its subject, else what it is to whom.
pub fn title(row: &LetterRow) -> String {
    let title = row.title.as_deref().or(row.subject.as_deref());
    title.map_or_else(|| text(&format!("Letter {}", row.letter_id)), text)
}

/// Writes the letters one by one.
pub fn write(out: &mut String, dataset: &Dataset, links: &Links<'_>) {
    let mut claims: FxHashMap<LetterId, Vec<&ClaimRow>> = FxHashMap::default();
    for claim in &dataset.claims {
        if let Some(letter) = claim.letter_id {
            claims.entry(letter).or_default().push(claim);
        }
    }
    let rejected: FxHashMap<_, i32> =
        dataset.documents.iter().map(|row| (row.document_id, row.n_rejected)).collect();
    let mut letters: Vec<&LetterRow> = dataset.letters.iter().collect();
    letters.sort_by_key(|row| (row.date.is_none(), row.date, row.letter_id));
    let largest = letters.iter().map(|row| row.n_signatures).max().unwrap_or(0);
    let rows = letters.iter().take(MOST_ROWS).map(|row| {
        let stated = claims.get(&row.letter_id).map_or(&[][..], Vec::as_slice);
        let stated: Vec<String> = stated.iter().take(6).map(|claim| in_short(claim)).collect();
        let cells = vec![
            format!(
                "{}<br>{}",
                links.view(format_args!("letter/{}", row.letter_id), &title(row)),
                links.line(row.document_id, Some(1))
            ),
            day(row.date, row.date_precision),
            bar(row.n_signatures.into(), largest.into()),
            number(row.n_organizations),
            number(row.n_persons),
            number(row.n_countries),
            number(row.n_entities),
            number(row.n_documents),
            number(rejected.get(&row.document_id).copied().unwrap_or(0)),
            stated.join("<br>"),
        ];
        (row.letter_id.to_string(), cells)
    });
    let columns = heads([
        "Letter",
        "Date",
        "#Signatures",
        "#Organizations",
        "#Persons",
        "#Countries printed",
        "#Signatories",
        "#Documents",
        "#Lines not read",
        "Stated and counted",
    ]);
    let caption = format!("Letters by date. Rows: {}, {}", links.table("letters"), links.table("signatures"));
    table(out, &caption, &columns, rows);
    rest(out, letters.len(), MOST_ROWS, links, "letters");
}

fn stated(claim: &ClaimRow) -> String {
    let qualifier = match claim.qualifier {
        Qualifier::Exactly => "",
        Qualifier::Over => "over ",
        Qualifier::About => "about ",
    };
    format!("{qualifier}{} {}", number(claim.stated), claim.unit)
}

fn in_short(claim: &ClaimRow) -> String {
    let counted =
        claim.counted.map_or_else(|| "not countable".to_owned(), |n| format!("{} counted", number(n)));
    format!("<span class=\"line\">{}: {counted}{}</span>", stated(claim), verdict(claim))
}

/// The verdict as a sign and a word, since colour alone tells not everybody.
fn verdict(claim: &ClaimRow) -> &'static str {
    match claim.agrees {
        Some(true) => " <span class=\"for\">✓ agrees</span>",
        Some(false) => " <span class=\"against\">✗ differs</span>",
        None => "",
    }
}

/// Writes the counts that documents state.
pub fn claims(out: &mut String, dataset: &Dataset, links: &Links<'_>) {
    let mut claims: Vec<&ClaimRow> = dataset.claims.iter().collect();
    if claims.is_empty() {
        out.push_str("<p>No document states how many signed.</p>\n");
        return;
    }
    let agreeing = |verdict| claims.iter().filter(|claim| claim.agrees == verdict).count();
    let _ = writeln!(
        out,
        "<p>{}: with {} the list agrees, from {} it differs, {} cannot be counted. A difference is evidence, not an \
         error: lists are shortened, grow, or count otherwise.</p>",
        counted(claims.len(), "count is stated", "counts are stated"),
        number(agreeing(Some(true))),
        number(agreeing(Some(false))),
        number(agreeing(None)),
    );
    let rank = |claim: &ClaimRow| match claim.agrees {
        Some(false) => 0,
        None => 1,
        Some(true) => 2,
    };
    claims.sort_by_key(|claim| (rank(claim), claim.document_id, claim.line, claim.claim_id));
    let rows = claims.iter().take(MOST_ROWS).map(|claim| {
        let largest = claim.counted.unwrap_or(0).max(claim.stated);
        let cells = vec![
            format!("{} of the {}", stated(claim), claim.scope),
            bar(claim.stated.into(), largest.into()),
            claim.counted.map_or_else(|| "–".to_owned(), |n| bar(n.into(), largest.into())),
            verdict(claim).to_owned(),
            text(&claim.text),
            links.line(claim.document_id, Some(claim.line)),
        ];
        (claim.claim_id.to_string(), cells)
    });
    let columns = heads(["Of what", "#Stated", "#Counted", "Verdict", "Statement", "Where"]);
    let caption = format!("Stated counts, those that differ first. Rows: {}", links.table("claims"));
    table(out, &caption, &columns, rows);
    rest(out, claims.len(), MOST_ROWS, links, "claims");
}

/// Writes the letters that documents mention and the dataset lacks.
pub fn missing(out: &mut String, dataset: &Dataset, links: &Links<'_>) {
    if dataset.missing_letters.is_empty() {
        out.push_str("<p>No document mentions a letter that is not here.</p>\n");
        return;
    }
    let mut passages: FxHashMap<MissingLetterId, Vec<&MentionRow>> = FxHashMap::default();
    for mention in &dataset.mentions {
        if let Some(letter) = mention.missing_letter_id {
            passages.entry(letter).or_default().push(mention);
        }
    }
    let mut letters: Vec<_> = dataset.missing_letters.iter().collect();
    letters.sort_by_key(|row| (std::cmp::Reverse(row.n_mentions), row.date, row.missing_letter_id));
    let rows = letters.iter().take(MOST_ROWS).map(|row| {
        let numbers = [
            (row.n_organizations, "organizations"),
            (row.n_individuals, "individuals"),
            (row.n_signatories, "signatories"),
            (row.n_represented, "represented"),
        ];
        let numbers = numbers.into_iter().filter_map(|(n, what)| Some(format!("{} {what}", number(n?))));
        let quoted = passages.get(&row.missing_letter_id).map_or(&[][..], Vec::as_slice);
        let mut passages = String::new();
        for mention in quoted.iter().take(MOST_PASSAGES) {
            let place = links.line(mention.document_id, Some(mention.line));
            let _ = write!(passages, "<p><q>{}</q> {place}</p>", text(&mention.text));
        }
        if quoted.len() > MOST_PASSAGES {
            let _ = write!(passages, "<p>and {} more</p>", number(quoted.len() - MOST_PASSAGES));
        }
        let cells = vec![
            text(row.addressee.as_deref().unwrap_or("addressee not told")),
            day(row.date, row.date_precision),
            numbers.collect::<Vec<_>>().join("<br>"),
            text(row.signers.as_deref().unwrap_or_default()),
            passages,
        ];
        (row.missing_letter_id.to_string(), cells)
    });
    let columns = heads(["To", "Date", "Stated", "Signatories named", "Passages"]);
    let caption = format!(
        "Letters that are mentioned and not here. Rows: {}, {}",
        links.table("missing_letters"),
        links.table("mentions")
    );
    table(out, &caption, &columns, rows);
    rest(out, letters.len(), MOST_ROWS, links, "missing_letters");
}
