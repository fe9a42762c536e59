//! Phrases by which the parts of a letter are recognised: closings, headings of lists, salutations,
//! labels, page furniture, and the words of stated counts; in the languages of letters.

use crate::text::fold;
use rustc_hash::FxHashMap;

const DATA: &str = include_str!("data/phrases.csv");
/// Longest phrase, in words.
const MAX_WORDS: usize = 6;

/// What a phrase does in a letter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub enum PhraseRole {
    /// Ends the letter and precedes the signatures: "Sincerely", "Signed by".
    Closing,
    /// Ends the list: "CC", "Notes", "Contact".
    End,
    /// Navigation of a web page.
    Furniture,
    /// Greets the addressee.
    Salutation,
    /// Labels the subject.
    Subject,
    /// In a heading: organizations follow.
    HeadingOrganizations,
    /// In a heading: persons follow.
    HeadingIndividuals,
    /// In a heading: signatories follow.
    HeadingSignatories,
    /// Stands in headings beside the words that count.
    HeadingFiller,
    /// Counts countries.
    UnitCountries,
    /// Counts persons, beside the words of headings.
    UnitIndividuals,
    /// Counts organizations, beside the words of headings.
    UnitOrganizations,
    /// Names a letter.
    LetterWord,
    /// Before a number: at least so many.
    QualifierOver,
    /// Before a number: roughly so many.
    QualifierAbout,
    /// Leads from the writers of a letter to their number.
    ClaimLead,
    /// The number is of those who are represented, not of those who sign.
    Represents,
    /// Behind a number: others than those named before.
    Others,
    /// What others did with a letter, in the past.
    Wrote,
    /// A noun phrase ends before it.
    Stop,
    /// In the head of a table.
    TableHead,
    /// Stands where a name was not given.
    Withheld,
    /// The writers speaking of themselves, right before their number: "We, 40 groups".
    Writers,
    /// Behind digits: so many millions.
    TimesMillion,
    /// Before a word for a letter: it is the document's own.
    This,
    /// Labels the addressees: "To", "An".
    AddressLabel,
    /// Opens a line of an address: "To the Minister".
    AddressLead,
    /// Behind a name in a greeting.
    AddressTail,
    /// Greeted in general, nobody in particular.
    Nobody,
    /// In a title: whom the letter is addressed to follows.
    LetterTo,
    /// In a title: whom the letter is addressed to stands before.
    LetterFrom,
    /// In a title: the matter follows.
    Matter,
    /// Signing, supporting a letter.
    Signs,
}

impl PhraseRole {
    fn from_name(name: &str) -> Option<Self> {
        Some(match name {
            "closing" => Self::Closing,
            "end" => Self::End,
            "furniture" => Self::Furniture,
            "salutation" => Self::Salutation,
            "subject" => Self::Subject,
            "heading_organizations" => Self::HeadingOrganizations,
            "heading_individuals" => Self::HeadingIndividuals,
            "heading_signatories" => Self::HeadingSignatories,
            "heading_filler" => Self::HeadingFiller,
            "unit_countries" => Self::UnitCountries,
            "unit_individuals" => Self::UnitIndividuals,
            "unit_organizations" => Self::UnitOrganizations,
            "letter_word" => Self::LetterWord,
            "qualifier_over" => Self::QualifierOver,
            "qualifier_about" => Self::QualifierAbout,
            "claim_lead" => Self::ClaimLead,
            "represents" => Self::Represents,
            "others" => Self::Others,
            "wrote" => Self::Wrote,
            "stop" => Self::Stop,
            "table_head" => Self::TableHead,
            "withheld" => Self::Withheld,
            "writers" => Self::Writers,
            "times_million" => Self::TimesMillion,
            "this" => Self::This,
            "address_label" => Self::AddressLabel,
            "address_lead" => Self::AddressLead,
            "address_tail" => Self::AddressTail,
            "nobody" => Self::Nobody,
            "letter_to" => Self::LetterTo,
            "letter_from" => Self::LetterFrom,
            "matter" => Self::Matter,
            "signs" => Self::Signs,
            _ => return None,
        })
    }

    fn bit(self) -> u64 {
        1 << (self as u8)
    }
}

/// The phrases, folded.
#[derive(Debug)]
pub struct Phrases {
    roles: FxHashMap<String, u64>,
}

impl Phrases {
    /// The compiled-in data.
    pub fn builtin() -> Self {
        let mut roles: FxHashMap<String, u64> = FxHashMap::default();
        let mut reader = csv::Reader::from_reader(DATA.as_bytes());
        for row in reader.records().flatten() {
            if let (Some(phrase), Some(role)) = (row.get(0), row.get(1).and_then(PhraseRole::from_name)) {
                *roles.entry(fold(phrase)).or_default() |= role.bit();
            }
        }
        Self { roles }
    }

    /// Whether the whole folded text is a phrase of that role.
    pub fn is(&self, folded: &str, role: PhraseRole) -> bool {
        self.roles.get(folded).is_some_and(|roles| roles & role.bit() != 0)
    }

    /// How many of the first words make up a phrase of that role; the longest counts, 0 is none.
    pub fn prefix(&self, words: &[&str], role: PhraseRole) -> usize {
        (1..=words.len().min(MAX_WORDS))
            .rev()
            .find(|n_words| self.is(&words[..*n_words].join(" "), role))
            .unwrap_or(0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn phrases_are_found() {
        let phrases = Phrases::builtin();
        assert!(phrases.is("yours sincerely", PhraseRole::Closing));
        assert!(phrases.is("mit freundlichen grussen", PhraseRole::Closing));
        assert!(!phrases.is("sincerely", PhraseRole::End));
        assert_eq!(phrases.prefix(&["to", "whom", "it", "may", "concern"], PhraseRole::Salutation), 5);
        assert_eq!(phrases.prefix(&["dear", "minister"], PhraseRole::Salutation), 1);
    }

    #[test]
    fn every_row_of_the_data_is_good() {
        let mut reader = csv::Reader::from_reader(DATA.as_bytes());
        for row in reader.records() {
            let row = row.unwrap();
            let words = fold(&row[0]).split(' ').count();
            assert!(PhraseRole::from_name(&row[1]).is_some(), "{row:?}");
            assert!((1..=MAX_WORDS).contains(&words) && !fold(&row[0]).is_empty(), "{row:?}");
        }
    }
}
