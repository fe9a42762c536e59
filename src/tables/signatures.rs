//! `signatures`: every counted signature, with its text and its place.

use rayon::prelude::*;

use crate::model::{Alpha2, CountryMethod, DocumentId, EntityId, Kind, LetterId, Signature, SignatureId};
use crate::table;
use crate::tables::Source;
use crate::tables::cell::{beside_name, int, joined, optional, required, rounded};

table! {
    /// One row per printed signature. A letter that several documents print counts once: the signatures
    /// are those of its first document. A line that is printed twice in it is two rows, the second with
    /// the flag `duplicate`.
    pub struct SignatureRow in "signatures", key(signature_id) {
        /// Identifier of the signature, derived from its letter and its printed text; it survives changes
        /// elsewhere in the letter.
        signature_id: SignatureId,
        /// Letter that is signed. Empty: the document names signatories but prints no letter.
        letter_id: Option<LetterId> => "letters",
        /// Document that prints the signature.
        document_id: DocumentId => "documents",
        /// Place among the signatures of the document, from 1.
        position: i32,
        /// Heading of the part of the list, as printed. Empty: the part has none.
        section: Option<String>,
        /// Whether an organization or a person signs.
        kind: Kind,
        /// Name as printed, with a printed acronym, legal form, title or post-nominals.
        name: String,
        /// Form of the name that is used for comparing; not for display. Places in the names of organizations
        /// stand as codes: `KP`, `US-OH`, `city:seoul`. Empty: the name holds no letter or digit.
        name_normalized: Option<String>,
        /// Acronym printed with the name. Empty: none.
        acronym: Option<String>,
        /// All that is printed between name and country, unsplit. Empty: nothing.
        descriptor: Option<String>,
        /// Role of a person, as printed. Empty: none is printed.
        role: Option<String>,
        /// Organization that a person is of, as printed. Empty: none is printed.
        affiliation: Option<String>,
        /// City or region, as printed. Empty: none is printed.
        place: Option<String>,
        /// Country as printed. Empty: none is printed, as with most signatures.
        country_text: Option<String>,
        /// Country that is meant, ISO 3166-1 alpha-2 code or `XK`, where it is exactly one. Empty: none is
        /// printed, or several are, or the text does not tell. `NA` is Namibia: tell your CSV reader.
        country: Option<Alpha2> => "countries",
        /// Codes of all countries that are meant, joined by `;`. Empty: none.
        country_codes: Option<String>,
        /// Which rule read the country. Empty: nothing was printed to be read.
        country_method: Option<CountryMethod>,
        /// How sure the rule is, from 0 to 1. Empty with `country_method`.
        country_confidence: Option<f64>,
        /// Organization or person that signs.
        entity_id: EntityId => "entities",
        /// Probability of the strongest link that holds the signature in its entity, from 0 to 1. Empty:
        /// nothing was linked to it; the entity has this signature alone.
        link_probability: Option<f64>,
        /// Organization that the affiliation names, where it signs a letter itself. Empty: no affiliation, or
        /// it is not among the signatories.
        affiliation_entity_id: Option<EntityId> => "entities",
        /// First line of the signature in the document, from 1.
        line_start: i32,
        /// Last line of the signature in the document.
        line_end: i32,
        /// The signature as printed, but for `[e-mail]`, `[telephone]`, `[address]` and
        /// `[handle]`; several lines are joined by ` / `.
        text: String,
        /// What deserves notice, joined by `;`. `duplicate`: the same text is printed earlier in the
        /// letter. `kind_against_section`: the kind is not the one that the heading announces. `joined`:
        /// put together from several lines. `split`: the line holds several signatures.
        /// `country_from_heading`: the country is that of the heading or label above. Empty: nothing.
        flags: Option<String>,
    }
}

/// A row for every counted signature.
pub fn rows(source: &Source<'_>) -> Vec<SignatureRow> {
    (0..source.corpus.signings.len()).into_par_iter().map(|signing| row(source, signing)).collect()
}

fn row(source: &Source<'_>, signing: usize) -> SignatureRow {
    let corpus = source.corpus;
    let linkage = &corpus.linkage;
    let signature: &Signature = corpus.signature(signing);
    let text = |field: &Option<String>| field.as_deref().and_then(optional);
    let beside = |field: &Option<String>| field.as_deref().and_then(beside_name);
    let country = signature.country.as_ref();
    let affiliation = linkage.affiliation_of.get(signing).copied().flatten();
    let probability = linkage.link_probability.get(signing).copied().flatten();
    SignatureRow {
        signature_id: corpus.signature_ids[signing],
        letter_id: source.letter_id(corpus.signings[signing].0),
        document_id: corpus.reading(signing).document.id,
        position: int(signature.position),
        section: text(&signature.section),
        kind: signature.kind,
        name: required(&signature.name),
        name_normalized: optional(&signature.name_normalized),
        acronym: text(&signature.acronym),
        descriptor: beside(&signature.descriptor),
        role: beside(&signature.role),
        affiliation: beside(&signature.affiliation),
        place: beside(&signature.place_name),
        country_text: text(&signature.country_text),
        country: country.and_then(|country| country.country()),
        country_codes: country.and_then(|country| joined(&country.codes, ";")),
        country_method: country.map(|country| country.method),
        country_confidence: country.map(|country| rounded(country.confidence, 3)),
        entity_id: linkage.entities[linkage.entity_of[signing]].id,
        link_probability: probability.map(|probability| rounded(probability, 4)),
        affiliation_entity_id: affiliation.map(|entity| linkage.entities[entity].id),
        line_start: int(signature.place.line_start),
        line_end: int(signature.place.line_end),
        text: required(&signature.text),
        flags: joined(&signature.flags, ";"),
    }
}
