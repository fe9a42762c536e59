//! `missing_letters`: letters that documents mention and the dataset lacks.

use jiff::civil::Date;

use crate::model::{DatePrecision, MissingLetterId};
use crate::table;
use crate::tables::Source;
use crate::tables::cell::{int, joined, optional};

table! {
    /// One row per letter that documents mention and the dataset lacks, with what the passages tell of it.
    /// Passages are held to be about one letter when they state the same number of signatories, name a
    /// common addressee and do not contradict each other's dates.
    pub struct MissingLetterRow in "missing_letters", key(missing_letter_id) {
        /// Identifier of the missing letter, derived from the first passage that mentions it.
        missing_letter_id: MissingLetterId,
        /// Its date, as far as the passages tell; where only the month or the year is known, the first
        /// day. Empty: not told.
        date: Option<Date>,
        /// How finely the date is known. Empty with `date`.
        date_precision: Option<DatePrecision>,
        /// Whom it was addressed to, as first printed. Empty: not told.
        addressee: Option<String>,
        /// Organizations that signed it, as stated. Empty: not stated.
        n_organizations: Option<i32>,
        /// Individuals that signed it, as stated. Empty: not stated.
        n_individuals: Option<i32>,
        /// Signatories of unsaid or mixed kind, as stated. Empty: not stated.
        n_signatories: Option<i32>,
        /// Groups or members that its signatories represent, as stated. Empty: not stated.
        n_represented: Option<i32>,
        /// Signatories that the passages name, as printed, joined by `; `. Empty: none.
        signers: Option<String>,
        /// Passages that mention it.
        n_mentions: i32,
        /// Documents that mention it.
        n_documents: i32,
    }
}

/// A row for every missing letter.
pub fn rows(source: &Source<'_>) -> Vec<MissingLetterRow> {
    let missing = source.resolution.missing.iter();
    missing
        .map(|letter| {
            let facts = &letter.facts;
            MissingLetterRow {
                missing_letter_id: letter.id,
                date: facts.date.map(|date| date.date),
                date_precision: facts.date.map(|date| date.precision),
                addressee: facts.addressee.as_deref().and_then(optional),
                n_organizations: facts.n_organizations.map(int),
                n_individuals: facts.n_individuals.map(int),
                n_signatories: facts.n_signatories.map(int),
                n_represented: facts.n_represented.map(int),
                signers: joined(&facts.signers, "; "),
                n_mentions: int(letter.n_mentions),
                n_documents: int(letter.n_documents),
            }
        })
        .collect()
}
