//! `review`: pairs that a person should look at, side by side.

use crate::model::{Alpha2, EntityId, Link, LinkDecision, SignatureId};
use crate::table;
use crate::tables::Source;
use crate::tables::cell::{bits, optional, required, rounded};

table! {
    /// One row per pair of records that may or may not be the same signatory; they are not linked. Fill in
    /// `decision` and hand the table back.
    pub struct ReviewRow in "review", key(left_signature_id, right_signature_id) {
        /// First signature of the left record.
        left_signature_id: SignatureId => "signatures",
        /// First signature of the right record.
        right_signature_id: SignatureId => "signatures",
        /// `same`, `different`, or left empty. Always empty as published.
        decision: Option<String>,
        /// Name of the left record as printed.
        left_name: String,
        /// Name of the right record as printed.
        right_name: String,
        /// Country printed with the left record. Empty: none, or not exactly one.
        left_country: Option<Alpha2> => "countries",
        /// Country printed with the right record. Empty: none, or not exactly one.
        right_country: Option<Alpha2> => "countries",
        /// Affiliation printed with the left record. Empty: none.
        left_affiliation: Option<String>,
        /// Affiliation printed with the right record. Empty: none.
        right_affiliation: Option<String>,
        /// Title of the letter that the left record signs. Empty: it has none.
        left_letter: Option<String>,
        /// Title of the letter that the right record signs. Empty: it has none.
        right_letter: Option<String>,
        /// Entity of the left record.
        left_entity_id: EntityId => "entities",
        /// Entity of the right record.
        right_entity_id: EntityId => "entities",
        /// Weight of the evidence in bits: above 0 it speaks for one signatory, below 0 for two.
        match_weight: f64,
        /// Probability that the two are the same, from 0 to 1.
        probability: f64,
        /// Why it is worth a look, in a sentence.
        why: String,
    }
}

/// A row for every link that is to be reviewed.
pub fn rows(source: &Source<'_>) -> Vec<ReviewRow> {
    let links = source.corpus.linkage.links.iter();
    links.filter(|link| link.decision == LinkDecision::Review).map(|link| row(source, link)).collect()
}

fn row(source: &Source<'_>, link: &Link) -> ReviewRow {
    let corpus = source.corpus;
    let entity = |signing: usize| corpus.linkage.entities[corpus.linkage.entity_of[signing]].id;
    let country = |signing: usize| corpus.signature(signing).country.as_ref()?.country();
    let affiliation = |signing: usize| corpus.signature(signing).affiliation.as_deref().and_then(optional);
    let title = |signing: usize| {
        let letter = source.letter(source.letter_of_signing(signing)?)?;
        letter.title.as_deref().or(letter.subject.as_deref()).and_then(optional)
    };
    let name = |signing: usize| required(&corpus.signature(signing).name);
    ReviewRow {
        left_signature_id: corpus.signature_ids[link.left],
        right_signature_id: corpus.signature_ids[link.right],
        decision: None,
        left_name: name(link.left),
        right_name: name(link.right),
        left_country: country(link.left),
        right_country: country(link.right),
        left_affiliation: affiliation(link.left),
        right_affiliation: affiliation(link.right),
        left_letter: title(link.left),
        right_letter: title(link.right),
        left_entity_id: entity(link.left),
        right_entity_id: entity(link.right),
        match_weight: bits(link.millibits),
        probability: rounded(link.probability, 4),
        why: required(&link.why),
    }
}
