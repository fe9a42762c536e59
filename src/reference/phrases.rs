//! Phrases by which the parts of a letter are recognised: closings, headings of lists, salutations,
//! labels, page furniture, and the words of stated counts; in the languages of letters.

use super::file::{Key, folded, rows};
use rustc_hash::{FxHashMap, FxHashSet};

const DATA: &str = include_str!("data/phrases.csv");
/// Longest phrase, in words.
const MAX_WORDS: usize = 6;

/// Longest word in whose beginning a stem is looked for, in bytes.
const LONGEST_WORD: usize = 64;
/// Bytes by which it is told that a word begins with no stem; no stem has fewer.
const STEM_START: usize = 4;
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
    /// Says above a title what the document is, and no more: "Press release", "Joint statement".
    DocumentKind,
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
    /// Counts signatories, beside the words of headings.
    UnitSignatories,
    /// Counts persons whatever they are, in scripts without spaces.
    UnitAnybody,
    /// Joins the last of several.
    And,
    /// Many addressees share it: titles, offices, small words.
    CommonInAddress,
    /// A sentence does not end behind its dot.
    Abbreviation,
    /// In a sentence: the names of those who sign follow.
    SignedBy,
    /// Introduces what is asked for: "We ask you to".
    Demands,
    /// Opens an invitation to sign, or a field of a form: "Add your name".
    Invitation,
    /// Says what affiliations are printed for: "for identification only".
    Disclaimer,
    /// Opens a sentence that closes a letter: "Please accept, Minister, the assurance of our esteem".
    ClosingLead,
    /// Behind the name of an organization: who signs for it follows.
    RepresentedBy,
    /// Ends a list whose rest is not named: "et al.", "and others".
    AndOthers,
    /// Numbers a page.
    Page,
    /// In data, the key of the title.
    KeyTitle,
    /// In data, the key of the date.
    KeyDate,
    /// In data, the key of those addressed.
    KeyAddressees,
    /// In data, the key of the number of signatures.
    KeySignatures,
    /// Leads from what the writers are to the writers: "As 12 groups, we".
    SpeakingAs,
    /// What those who sign do now: "urge", "demand".
    Asks,
    /// Beside a number: so many in all.
    Total,
    /// Beside a number: so many are aimed at.
    Goal,
    /// Labels those who get a copy.
    Copy,
    /// Heads those who work so far and no further: "National", "Local".
    Scope,
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
            "document_kind" => Self::DocumentKind,
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
            "unit_signatories" => Self::UnitSignatories,
            "unit_anybody" => Self::UnitAnybody,
            "and" => Self::And,
            "common_in_address" => Self::CommonInAddress,
            "abbreviation" => Self::Abbreviation,
            "signed_by" => Self::SignedBy,
            "demands" => Self::Demands,
            "invitation" => Self::Invitation,
            "disclaimer" => Self::Disclaimer,
            "closing_lead" => Self::ClosingLead,
            "represented_by" => Self::RepresentedBy,
            "and_others" => Self::AndOthers,
            "page" => Self::Page,
            "scope" => Self::Scope,
            "key_title" => Self::KeyTitle,
            "key_date" => Self::KeyDate,
            "key_addressees" => Self::KeyAddressees,
            "key_signatures" => Self::KeySignatures,
            "speaking_as" => Self::SpeakingAs,
            "asks" => Self::Asks,
            "total" => Self::Total,
            "goal" => Self::Goal,
            "copy" => Self::Copy,
            _ => return None,
        })
    }

    fn bit(self) -> u64 {
        1 << (self as u8)
    }
}

/// The phrases, folded. A phrase that ends in `*` is the beginning of a word.
#[derive(Debug)]
pub struct Phrases {
    roles: FxHashMap<Key, u64>,
    stems: FxHashMap<Key, u64>,
    /// The first bytes of the stems.
    stem_starts: FxHashSet<Vec<u8>>,
    /// Under its first word, every phrase with its roles.
    by_first_word: FxHashMap<Key, Vec<(Key, u64)>>,
    /// Phrases in scripts that set no spaces, with their roles, in order of the file.
    unspaced: Vec<(Key, PhraseRole)>,
}

impl Phrases {
    /// The compiled-in data.
    pub fn builtin() -> Self {
        let mut roles: FxHashMap<Key, u64> = FxHashMap::default();
        let mut unspaced = Vec::new();
        let mut stems: FxHashMap<Key, u64> = FxHashMap::default();
        for [phrase, role] in rows(DATA) {
            let map = if phrase.ends_with('*') { &mut stems } else { &mut roles };
            if let Some(role) = PhraseRole::from_name(role) {
                if phrase.chars().any(is_unspaced) {
                    unspaced.push((folded(phrase.trim_end_matches('*')), role));
                }
                *map.entry(folded(phrase.trim_end_matches('*'))).or_default() |= role.bit();
            }
        }
        let mut by_first_word: FxHashMap<Key, Vec<(Key, u64)>> = FxHashMap::default();
        #[expect(clippy::iter_over_hash_type, reason = "the phrases of one word are compared, not listed")]
        for (phrase, roles) in &roles {
            let first = phrase.split(' ').next().unwrap_or_default().to_owned();
            by_first_word.entry(first.into()).or_default().push((phrase.clone(), *roles));
        }
        let starts = stems.keys().filter_map(|stem| stem.as_bytes().get(..STEM_START));
        let stem_starts = starts.map(<[u8]>::to_vec).collect();
        Self { roles, stems, stem_starts, by_first_word, unspaced }
    }

    /// Whether the whole folded text is a phrase of that role.
    pub fn is(&self, folded: &str, role: PhraseRole) -> bool {
        self.roles.get(folded).is_some_and(|roles| roles & role.bit() != 0)
            || (HAVE_STEMS.contains(&role) && self.has_stem(folded, role))
    }

    /// Whether a word begins with a stem of that role.
    fn has_stem(&self, word: &str, role: PhraseRole) -> bool {
        self.stem_roles(word) & role.bit() != 0
    }

    /// The roles of all stems that a word begins with.
    fn stem_roles(&self, word: &str) -> u64 {
        // Most words begin with no stem, which one look tells.
        let may_begin =
            word.as_bytes().get(..STEM_START).is_some_and(|start| self.stem_starts.contains(start));
        if !may_begin || word.len() > LONGEST_WORD || word.contains(' ') {
            return 0;
        }
        let ends = word.char_indices().map(|(at, c)| at + c.len_utf8());
        let stems = ends.filter_map(|end| self.stems.get(word.get(..end)?));
        stems.fold(0, |all, roles| all | roles)
    }

    /// Whether a phrase of that role, which has no stems, may begin with a word.
    pub fn may_open(&self, word: &str, role: PhraseRole) -> bool {
        let first = word.split(' ').next().unwrap_or_default();
        self.by_first_word.get(first).is_some_and(|known| known.iter().any(|(_, of)| of & role.bit() != 0))
    }

    /// How many of the first words make up a phrase of that role; the longest counts, 0 is none.
    pub fn prefix(&self, words: &[&str], role: PhraseRole) -> usize {
        let first = words.first().and_then(|first| first.split(' ').next()).unwrap_or_default();
        let phrases = self.by_first_word.get(first).map_or(&[][..], Vec::as_slice);
        let of_role = phrases.iter().filter(|(_, roles)| roles & role.bit() != 0);
        let longest = of_role.filter_map(|(phrase, _)| n_words_of(phrase, words)).max().unwrap_or(0);
        let is_stemmed =
            || HAVE_STEMS.contains(&role) && words.first().is_some_and(|first| self.has_stem(first, role));
        if longest == 0 && is_stemmed() { 1 } else { longest }
    }
}

impl Phrases {
    /// Whether a folded text stands for those who are not named: "and 12 others", "et al", "123 more".
    pub fn are_others(&self, folded: &str) -> bool {
        let words: Vec<&str> = folded.split(' ').filter(|word| !word.is_empty()).collect();
        let n_lead = self.prefix(&words, PhraseRole::AndOthers);
        let n_and = self.prefix(&words, PhraseRole::And);
        match words.get(n_lead.max(n_and)..) {
            None | Some([]) => n_lead > 0,
            Some([number, others @ ..]) => {
                number.bytes().all(|byte| byte.is_ascii_digit())
                    && match others {
                        [] => n_lead > 0,
                        [only] => self.is(only, PhraseRole::Others),
                        [a, b] => {
                            (n_lead > 0 || n_and > 0)
                                && (self.is(a, PhraseRole::Others) || self.is(b, PhraseRole::Others))
                        }
                        _ => false,
                    }
            }
        }
    }

    /// The phrases of a role in scripts that set no spaces.
    pub fn unspaced(&self, role: PhraseRole) -> impl Iterator<Item = &str> {
        self.unspaced.iter().filter(move |(_, of)| *of == role).map(|(phrase, _)| phrase.as_ref())
    }

    /// Whether a phrase of a role stands anywhere in a folded text: among its words, or, in scripts that set
    /// no spaces, among its characters.
    pub fn within(&self, folded: &str, role: PhraseRole) -> bool {
        let words: Vec<&str> = folded.split(' ').collect();
        (0..words.len()).any(|at| self.prefix(&words[at..], role) > 0)
            || (folded.chars().any(is_unspaced) && self.unspaced(role).any(|phrase| folded.contains(phrase)))
    }
}

/// True for characters of scripts that set no spaces, or join small words to what they follow.
pub fn is_unspaced(c: char) -> bool {
    matches!(c, '\u{3005}'..='\u{30FF}' | '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' | '\u{AC00}'..='\u{D7AF}')
}

/// How many of the first words make up the phrase.
fn n_words_of(phrase: &str, words: &[&str]) -> Option<usize> {
    let mut rest = phrase;
    for (index, word) in words.iter().take(MAX_WORDS).enumerate() {
        rest = rest.strip_prefix(word)?;
        if rest.is_empty() {
            return Some(index + 1);
        }
        rest = rest.strip_prefix(' ')?;
    }
    None
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
        assert_eq!(phrases.prefix(&["организациями", "мира"], PhraseRole::HeadingOrganizations), 1);
        assert!(!phrases.is("unterzeichnerinnen", PhraseRole::HeadingIndividuals));
        for (text, expected) in [
            ("and 12 others", true),
            ("y 40 mas", true),
            ("et al", true),
            ("et al 123 more", true),
            ("123 more", true),
            ("und 30 weitere personen", true),
            ("and others", true),
            ("and rivers", false),
            ("40 others theatre", false),
            ("others", false),
            ("1969 families", false),
        ] {
            assert_eq!(phrases.are_others(text), expected, "{text}");
        }
    }

    #[test]
    fn every_row_of_the_data_is_good() {
        assert!(!DATA.contains('"'), "a field in quotes");
        assert_eq!(rows::<3>(DATA).count() + 1, DATA.lines().count());
        for [phrase, role] in rows(DATA) {
            let is_stem = phrase.ends_with('*');
            let phrase = folded(phrase);
            let role = PhraseRole::from_name(role);
            assert!(role.is_some(), "{phrase}");
            assert!(!is_stem || phrase.len() >= STEM_START, "{phrase}");
            assert!(!is_stem || (!phrase.contains(' ') && HAVE_STEMS.contains(&role.unwrap())), "{phrase}");
            assert!((1..=MAX_WORDS).contains(&phrase.split(' ').count()) && !phrase.is_empty(), "{phrase}");
        }
    }
}
