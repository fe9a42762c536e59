//! Phrases by which the parts of a letter are recognised: closings, headings of lists, salutations,
//! labels, page furniture, and the words of stated counts; in the languages of letters.

use crate::text::fold;
use rustc_hash::FxHashMap;

const DATA: &str = include_str!("data/phrases.csv");
/// Longest phrase, in words.
const MAX_WORDS: usize = 6;

/// Longest word in whose beginning a stem is looked for, in bytes.
const LONGEST_WORD: usize = 64;
/// The roles whose phrases may be beginnings of words.
const HAVE_STEMS: [PhraseRole; 3] =
    [PhraseRole::HeadingOrganizations, PhraseRole::HeadingIndividuals, PhraseRole::HeadingSignatories];

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
    /// In a sentence: the names of those who sign follow.
    SignedBy,
    /// Introduces what is asked for: "We ask you to".
    Demands,
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
            "signed_by" => Self::SignedBy,
            "demands" => Self::Demands,
            _ => return None,
        })
    }

    fn bit(self) -> u32 {
        1 << (self as u8)
    }
}

/// The phrases, folded. A phrase that ends in `*` is the beginning of a word.
#[derive(Debug)]
pub struct Phrases {
    roles: FxHashMap<String, u32>,
    stems: FxHashMap<String, u32>,
}

impl Phrases {
    /// The compiled-in data.
    pub fn builtin() -> Self {
        let mut roles: FxHashMap<String, u32> = FxHashMap::default();
        let mut stems: FxHashMap<String, u32> = FxHashMap::default();
        let mut reader = csv::Reader::from_reader(DATA.as_bytes());
        for row in reader.records().flatten() {
            if let (Some(phrase), Some(role)) = (row.get(0), row.get(1).and_then(PhraseRole::from_name)) {
                let map = if phrase.ends_with('*') { &mut stems } else { &mut roles };
                *map.entry(fold(phrase)).or_default() |= role.bit();
            }
        }
        Self { roles, stems }
    }

    /// Whether the whole folded text is a phrase of that role.
    pub fn is(&self, folded: &str, role: PhraseRole) -> bool {
        let plays = |roles: &u32| roles & role.bit() != 0;
        self.roles.get(folded).is_some_and(plays)
            || (HAVE_STEMS.contains(&role)
                && folded.len() <= LONGEST_WORD
                && !folded.contains(' ')
                && folded.char_indices().any(|(at, c)| {
                    folded.get(..at + c.len_utf8()).and_then(|stem| self.stems.get(stem)).is_some_and(plays)
                }))
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
        assert!(phrases.is("unterzeichnerinnen", PhraseRole::HeadingSignatories));
        assert!(phrases.is("организациями", PhraseRole::HeadingOrganizations));
        assert!(!phrases.is("unterzeichnerinnen", PhraseRole::HeadingIndividuals));
    }

    #[test]
    fn every_row_of_the_data_is_good() {
        let mut reader = csv::Reader::from_reader(DATA.as_bytes());
        for row in reader.records() {
            let row = row.unwrap();
            let words = fold(&row[0]).split(' ').count();
            assert!(PhraseRole::from_name(&row[1]).is_some(), "{row:?}");
            assert!((1..=MAX_WORDS).contains(&words) && !fold(&row[0]).is_empty(), "{row:?}");
            let is_stem = row[0].ends_with('*');
            let role = PhraseRole::from_name(&row[1]).unwrap();
            assert!(!is_stem || (words == 1 && HAVE_STEMS.contains(&role)), "{row:?}");
        }
    }
}
