//! `mentions`: passages that mention a letter, and which letter that is.

use jiff::civil::Date;

use crate::model::{DatePrecision, DocumentId, LetterId, MentionId, MissingLetterId};
use crate::table;
use crate::tables::Source;
use crate::tables::cell::{int, joined, optional, required};
use crate::tables::resolution::{Target, mention_ids};

table! {
    /// One row per passage that mentions a letter with signatories, other than the document's own letter.
    pub struct MentionRow in "mentions", key(mention_id) {
        /// Identifier of the passage, derived from its document and its text.
        mention_id: MentionId,
        /// Document that holds the passage.
        document_id: DocumentId => "documents",
        /// Line of the document, from 1.
        line: i32,
        /// Letter that is meant: it has as many signatories, a fitting addressee, and no other date. Empty:
        /// no letter of the dataset fits, or several do.
        letter_id: Option<LetterId> => "letters",
        /// Letter that is meant and is not in the dataset. Empty: `letter_id` holds it, or several letters
        /// of the dataset fit.
        missing_letter_id: Option<MissingLetterId> => "missing_letters",
        /// Date of the letter mentioned, as far as it can be told; where only the month or the year is
        /// known, its first day. Empty: not told.
        date: Option<Date>,
        /// How finely the date is known. Empty with `date`.
        date_precision: Option<DatePrecision>,
        /// Whom the letter was addressed to, as printed. Empty: not told.
        addressee: Option<String>,
        /// Organizations that signed, as the passage states. Empty: not stated.
        n_organizations: Option<i32>,
        /// Individuals that signed, as the passage states. Empty: not stated.
        n_individuals: Option<i32>,
        /// Signatories of unsaid or mixed kind, as the passage states. Empty: not stated.
        n_signatories: Option<i32>,
        /// Groups or members that the signatories represent, as the passage states. Empty: not stated.
        n_represented: Option<i32>,
        /// Signatories named in the passage, as printed, joined by `; `. Empty: none.
        signers: Option<String>,
        /// True when the passage goes on about the letter of the passage before it.
        continues: bool,
        /// The passage as printed.
        text: String,
    }
}

/// A row for every passage.
pub fn rows(source: &Source<'_>) -> Vec<MentionRow> {
    let mut rows = Vec::new();
    for (index, reading) in source.corpus.readings.iter().enumerate() {
        let ids = mention_ids(reading);
        for ((mention, mention_id), target) in
            reading.mentions.iter().zip(ids).zip(&source.resolution.targets[index])
        {
            rows.push(MentionRow {
                mention_id,
                document_id: reading.document.id,
                line: int(mention.line),
                letter_id: match target {
                    Target::Letter(letter) => source.letter_id(*letter),
                    _ => None,
                },
                missing_letter_id: match target {
                    Target::Missing(missing) => Some(source.resolution.missing[*missing].id),
                    _ => None,
                },
                date: mention.date.map(|date| date.date),
                date_precision: mention.date.map(|date| date.precision),
                addressee: mention.addressee.as_deref().and_then(optional),
                n_organizations: mention.n_organizations.map(int),
                n_individuals: mention.n_individuals.map(int),
                n_signatories: mention.n_signatories.map(int),
                n_represented: mention.n_represented.map(int),
                signers: joined(&mention.signers, "; "),
                continues: mention.continues,
                text: required(&mention.text),
            });
        }
    }
    rows
}
