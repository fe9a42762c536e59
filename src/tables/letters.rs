//! `letters`: every letter once, whatever the number of documents that print it.

use jiff::civil::Date;

use crate::model::{DatePrecision, DateSource, DocumentId, Letter, LetterId};
use crate::table;
use crate::tables::Source;
use crate::tables::cell::{int, joined, optional};
use crate::tables::cosignatures::is_left_out;
use crate::tables::counts::count;

table! {
    /// One row per letter. A letter that several documents print (copies, translations, re-posts) is one
    /// row, with the fields and the signatures of the first of them by path.
    pub struct LetterRow in "letters", key(letter_id) {
        /// Identifier of the letter, derived from its first document or given beside it.
        letter_id: LetterId,
        /// Document whose fields and signatures these are.
        document_id: DocumentId => "documents",
        /// Title as printed. Empty: none is printed.
        title: Option<String>,
        /// Date of the letter; where only the month or the year is known, its first day. Empty: no date
        /// was found. A re-post may print the day of the posting only.
        date: Option<Date>,
        /// How finely the date is known. Empty with `date`.
        date_precision: Option<DatePrecision>,
        /// Where the date was found. Empty with `date`.
        date_source: Option<DateSource>,
        /// Place that the date line names, as printed. Empty: none.
        place: Option<String>,
        /// Whom the letter is addressed to, as printed, joined by `; `. Empty: nobody is named.
        addressees: Option<String>,
        /// Subject line as printed. Empty: none.
        subject: Option<String>,
        /// Language of the letter, ISO 639-1 code. Empty: not known, as with a mere list of names.
        language: Option<String>,
        /// Printed signatures; one that is printed twice counts twice.
        n_signatures: i32,
        /// Signatures of organizations.
        n_organizations: i32,
        /// Signatures of persons. With `n_organizations` less than `n_signatures` where the list does not
        /// tell what some signatories are.
        n_persons: i32,
        /// Different countries printed with the signatures; most signatures print none.
        n_countries: i32,
        /// Different organizations and persons behind the signatures.
        n_entities: i32,
        /// Documents that print the letter.
        n_documents: i32,
        /// Day of which the list of signatories is, where the document says so; where only the month or
        /// the year is known, its first day. Empty: not stated.
        as_of_date: Option<Date>,
        /// How finely that day is known. Empty with `as_of_date`.
        as_of_date_precision: Option<DatePrecision>,
        /// True when the letter's pairs of signatories are part of the table `cosignatures`; false when so
        /// many of its signatories signed other letters too that it was left out.
        in_cosignatures: bool,
    }
}

/// A row for every letter.
pub fn rows(source: &Source<'_>) -> Vec<LetterRow> {
    source.letters.iter().filter_map(|letter| row(source, *letter)).collect()
}

fn row(source: &Source<'_>, index: usize) -> Option<LetterRow> {
    let corpus = source.corpus;
    let reading = &corpus.readings[index];
    let letter_id = reading.letter_id?;
    let unknown = Letter::default();
    let letter = source.letter(index).unwrap_or(&unknown);
    let signed = &source.signed[index];
    let counts = count(signed.iter().map(|signing| corpus.signature(*signing)));
    let mut entities: Vec<usize> = signed.iter().map(|signing| corpus.linkage.entity_of[*signing]).collect();
    entities.sort_unstable();
    entities.dedup();
    let language = letter.language.as_deref().or(reading.document.language.as_deref());
    Some(LetterRow {
        letter_id,
        document_id: reading.document.id,
        title: letter.title.as_deref().and_then(optional),
        date: letter.date.map(|(date, _)| date.date),
        date_precision: letter.date.map(|(date, _)| date.precision),
        date_source: letter.date.map(|(_, source)| source),
        place: letter.place.as_deref().and_then(optional),
        addressees: joined(&letter.addressees, "; "),
        subject: letter.subject.as_deref().and_then(optional),
        language: language.and_then(optional),
        n_signatures: counts.signatures,
        n_organizations: counts.organizations,
        n_persons: counts.persons,
        n_countries: counts.countries,
        n_entities: int(entities.len()),
        n_documents: int(source.printed_in[index].len()),
        as_of_date: letter.as_of_date.map(|date| date.date),
        as_of_date_precision: letter.as_of_date.map(|date| date.precision),
        in_cosignatures: !is_left_out(source, index),
    })
}
