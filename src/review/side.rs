//! One side of a question: what is known of a signature.

use crate::model::Corpus;

/// Letters that are named; of more, it is told how many.
const LETTERS: usize = 5;

/// What is shown of one of the two.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Side {
    /// The signature.
    pub signature_id: String,
    /// Its name as printed.
    pub name: String,
    /// All that is printed.
    pub text: String,
    /// Codes of the countries printed.
    pub country: String,
    /// Affiliation and role of a person, or the acronym of an organization.
    pub affiliation: String,
    /// Letters that its entity signed, with their dates, its own first.
    pub letters: Vec<String>,
    /// File and line.
    pub place: String,
    /// Its entity.
    pub entity_id: String,
    /// Name of its entity.
    pub entity: String,
    /// Signatures of its entity.
    pub n_signatures: usize,
}

impl Side {
    /// What is known of a signing. `is_alone` leaves out the letters that others of its entity signed.
    pub fn of(corpus: &Corpus, signing: usize, is_alone: bool) -> Self {
        let signature = corpus.signature(signing);
        let codes = signature.country.iter().flat_map(|country| &country.codes);
        let entity =
            corpus.linkage.entity_of.get(signing).and_then(|entity| corpus.linkage.entities.get(*entity));
        let others = entity.filter(|_| !is_alone).map_or(&[][..], |entity| &entity.signings);
        let mut letters: Vec<String> = Vec::new();
        let mut n_more = 0;
        for signing in std::iter::once(&signing).chain(others) {
            let letter = letter(corpus, *signing);
            if letters.contains(&letter) {
                continue;
            }
            if letters.len() < LETTERS {
                letters.push(letter);
            } else {
                n_more += 1;
            }
        }
        if n_more > 0 {
            letters.push(format!("and more, of {n_more} other signatures"));
        }
        let told = [&signature.acronym, &signature.role, &signature.affiliation];
        Self {
            signature_id: corpus.signature_ids.get(signing).map(ToString::to_string).unwrap_or_default(),
            name: signature.name.clone(),
            text: signature.text.clone(),
            country: codes.map(|code| code.as_str()).collect::<Vec<_>>().join(";"),
            affiliation: told.into_iter().flatten().map(String::as_str).collect::<Vec<_>>().join(", "),
            letters,
            place: format!("{}:{}", corpus.reading(signing).document.path, signature.place.line_start),
            entity_id: entity.map(|entity| entity.id.to_string()).unwrap_or_default(),
            entity: entity.map(|entity| entity.name.clone()).unwrap_or_default(),
            n_signatures: entity.map_or(0, |entity| entity.signings.len()),
        }
    }
}

/// A letter as a person knows it: title and date, or its file.
fn letter(corpus: &Corpus, signing: usize) -> String {
    let reading = corpus.reading(signing);
    let letter = reading.letter.as_ref();
    let title = letter.and_then(|letter| letter.title.as_ref().or(letter.subject.as_ref()));
    let title = title.unwrap_or(&reading.document.path);
    match letter.and_then(|letter| letter.date) {
        Some((date, _)) => format!("{title} ({})", date.date),
        None => title.clone(),
    }
}
