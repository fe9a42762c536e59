//! Heads of the columns of tables, forms and data files, and what is answered in them; in the languages of
//! letters.

use crate::text::fold;
use rustc_hash::FxHashMap;

const HEADS: &str = include_str!("data/column_heads.csv");
const VALUES: &str = include_str!("data/column_values.csv");
/// Longest head that is looked up, in words.
const MAX_WORDS: usize = 5;
/// Words of a question that are looked at.
const QUESTION_WORDS: usize = 40;

/// Letters of the shortest Latin word that tells something inside a question.
const SHORTEST_IN_QUESTION: usize = 3;

/// What a column holds. Of several that a long head names, the first of this order is meant: "Name of the
/// contact person" is a contact, "May we publish your name?" a consent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Field {
    /// Nothing of concern: a picture, a newsletter, an age.
    Ignored,
    /// Whether the name may be published.
    Consent,
    /// Whether the name is to be kept back, or the entry is gone.
    Anonymous,
    /// What became of the entry: approved, pending.
    Status,
    /// An e-mail address or a name of a user.
    Email,
    /// A web address or a handle.
    Url,
    /// A number to call.
    Phone,
    /// When somebody signed.
    Date,
    /// What the signatory says.
    Comment,
    /// Somebody who acts for an organization.
    Contact,
    /// Members, employees.
    Count,
    /// Organization or person.
    Kind,
    /// Role and affiliation in one.
    Descriptor,
    /// An acronym.
    Acronym,
    /// Given name.
    Given,
    /// Family name.
    Family,
    /// Family name, in a language that puts it first.
    FamilyFirst,
    /// A title before a name.
    Honorific,
    /// Country.
    Country,
    /// State, province.
    Region,
    /// City.
    City,
    /// City, region and country in one.
    Location,
    /// Street, postal code.
    Address,
    /// A title before a name, or what a person is.
    Title,
    /// What a person is.
    Role,
    /// An organization: the signatory's, or itself the signatory.
    Organization,
    /// The signatory.
    Name,
    /// Language.
    Language,
    /// A running number or a key.
    Number,
    /// No field: "or", by which a head names two.
    Or,
}

impl Field {
    fn from_name(name: &str) -> Option<Self> {
        Some(match name {
            "ignored" => Self::Ignored,
            "consent" => Self::Consent,
            "anonymous" => Self::Anonymous,
            "status" => Self::Status,
            "email" => Self::Email,
            "url" => Self::Url,
            "phone" => Self::Phone,
            "date" => Self::Date,
            "comment" => Self::Comment,
            "contact" => Self::Contact,
            "count" => Self::Count,
            "kind" => Self::Kind,
            "descriptor" => Self::Descriptor,
            "acronym" => Self::Acronym,
            "given" => Self::Given,
            "family" => Self::Family,
            "family_first" => Self::FamilyFirst,
            "honorific" => Self::Honorific,
            "country" => Self::Country,
            "region" => Self::Region,
            "city" => Self::City,
            "location" => Self::Location,
            "address" => Self::Address,
            "title" => Self::Title,
            "role" => Self::Role,
            "organization" => Self::Organization,
            "name" => Self::Name,
            "language" => Self::Language,
            "number" => Self::Number,
            "or" => Self::Or,
            _ => return None,
        })
    }
}

/// What an answer means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub enum Answer {
    /// Yes, or approved.
    Yes,
    /// No, or not approved.
    No,
    /// An organization.
    Organization,
    /// A person.
    Person,
    /// Nothing, in words.
    Nothing,
    /// In place of an affiliation: none, for oneself.
    Individual,
}

impl Answer {
    fn from_name(name: &str) -> Option<Self> {
        Some(match name {
            "yes" => Self::Yes,
            "no" => Self::No,
            "organization" => Self::Organization,
            "person" => Self::Person,
            "none" => Self::Nothing,
            "individual" => Self::Individual,
            _ => return None,
        })
    }
}

/// The heads and the answers, folded.
#[derive(Debug)]
pub struct Columns {
    heads: FxHashMap<String, Field>,
    /// Language of each head; of a head of several, the one that is listed first.
    languages: FxHashMap<String, String>,
    /// Beginnings of heads, in order.
    openings: Vec<(String, Field)>,
    answers: FxHashMap<String, u8>,
}

impl Columns {
    /// The compiled-in data.
    pub fn builtin() -> Self {
        let mut columns = Self {
            heads: FxHashMap::default(),
            languages: FxHashMap::default(),
            openings: Vec::new(),
            answers: FxHashMap::default(),
        };
        for row in csv::Reader::from_reader(HEADS.as_bytes()).records().flatten() {
            let (Some(head), Some(field)) = (row.get(0), row.get(1).and_then(Field::from_name)) else {
                continue;
            };
            match head.strip_suffix('*') {
                Some(opening) => columns.openings.push((fold(opening), field)),
                None => {
                    let language = row.get(2).unwrap_or_default().to_owned();
                    columns.languages.entry(key(head)).or_insert(language);
                    columns.heads.entry(key(head)).or_insert(field);
                }
            }
        }
        columns.openings.sort();
        for row in csv::Reader::from_reader(VALUES.as_bytes()).records().flatten() {
            if let (Some(value), Some(answer)) = (row.get(0), row.get(1).and_then(Answer::from_name)) {
                *columns.answers.entry(fold(value)).or_default() |= 1 << (answer as u8);
            }
        }
        columns
    }

    /// What a head says that its column holds. A head that is none of those known is looked through for
    /// words that are.
    pub fn field(&self, head: &str) -> Option<Field> {
        self.exact(head).or_else(|| self.in_question(&key(head)))
    }

    /// What a head says, when the whole of it is known.
    pub fn exact(&self, head: &str) -> Option<Field> {
        let folded = key(head);
        if folded.is_empty() {
            return None;
        }
        let found = self.heads.get(&folded).copied().or_else(|| self.opening(&folded));
        if let Some(field) = found {
            return Some(field).filter(|field| *field != Field::Or);
        }
        // "user.country_code": what the last key says, but for a name, which is that of the key before.
        if let Some((_, last)) = head.rsplit_once('.').filter(|(before, _)| !before.contains(' '))
            && let Some(field) = self.heads.get(&key(last)).copied()
            && !matches!(field, Field::Name | Field::Organization | Field::Or | Field::Number)
        {
            return Some(field);
        }
        // "Name / Organization": whoever signs.
        if let Some((one, other)) = head.split_once('/') {
            let fields = [one, other].map(|part| self.heads.get(&key(part)).copied());
            if let [Some(Field::Name), Some(Field::Organization)]
            | [Some(Field::Organization), Some(Field::Name)] = fields
            {
                return Some(Field::Name);
            }
        }
        // "Name (required)", "Organization (English)".
        let (before, _) = head.split_once(['(', '（', '['])?;
        self.heads.get(&key(before)).copied().filter(|field| *field != Field::Or)
    }

    /// A head of one word, by its beginning.
    fn opening(&self, word: &str) -> Option<Field> {
        if word.contains(' ') {
            return None;
        }
        self.openings.iter().find(|(opening, _)| word.starts_with(opening.as_str())).map(|(_, field)| *field)
    }

    fn in_question(&self, folded: &str) -> Option<Field> {
        let words: Vec<&str> = folded.split(' ').take(QUESTION_WORDS).collect();
        let mut found: Vec<Field> = Vec::new();
        let mut at = 0;
        while at < words.len() {
            let longest = (1..=MAX_WORDS.min(words.len() - at)).rev().find_map(|n_words| {
                let phrase = words[at..at + n_words].join(" ");
                let field = self.heads.get(&phrase).copied();
                // Two Latin letters inside a question are some small word, if they are not "or".
                if phrase.len() < SHORTEST_IN_QUESTION && field != Some(Field::Or) {
                    return None;
                }
                field.or_else(|| self.opening(&phrase)).map(|field| (n_words, field))
            });
            match longest {
                Some((n_words, field)) => {
                    found.push(field);
                    at += n_words;
                }
                None => {
                    found.extend(self.inside(words[at]));
                    at += 1;
                }
            }
        }
        let has = |field: Field| found.contains(&field);
        // "Name or organization", "Organization / individual" name whoever signs.
        if has(Field::Or) && has(Field::Organization) && (has(Field::Name) || has(Field::Given)) {
            return Some(Field::Name);
        }
        if has(Field::Given) && (has(Field::Family) || has(Field::FamilyFirst)) {
            return Some(Field::Name);
        }
        // "Organization and country" is more than one column holds; what comes first is sure to be there.
        found.into_iter().filter(|field| *field != Field::Or).min()
    }

    /// A head inside a word of a script that is written without spaces.
    fn inside(&self, word: &str) -> Option<Field> {
        let letters: Vec<(usize, char)> = word.char_indices().collect();
        if !(2..=30).contains(&letters.len()) || letters.iter().any(|(_, c)| !is_unspaced(*c)) {
            return None;
        }
        let end_of = |index: usize| letters.get(index).map_or(word.len(), |(at, _)| *at);
        let mut fields = Vec::new();
        let mut from = 0;
        while from < letters.len() {
            // A single letter inside a word tells nothing.
            let found = (2..=letters.len() - from).rev().find_map(|n| {
                let field = self.heads.get(&word[letters[from].0..end_of(from + n)])?;
                Some((n, *field))
            });
            match found {
                Some((n, field)) => {
                    fields.push(field);
                    from += n;
                }
                None => from += 1,
            }
        }
        fields.into_iter().min()
    }

    /// The language that a head is in, when the whole of it is known.
    pub fn language(&self, head: &str) -> Option<&str> {
        self.languages.get(&key(head)).map(String::as_str)
    }

    /// Whether a text is that answer, as a whole.
    pub fn is(&self, text: &str, answer: Answer) -> bool {
        self.is_folded(&fold(text), answer)
    }

    fn is_folded(&self, folded: &str, answer: Answer) -> bool {
        self.answers.get(folded).is_some_and(|answers| answers & (1 << (answer as u8)) != 0)
    }

    /// Yes or no, as far as an answer tells: as a whole, else by its words, of which one that denies beats
    /// those that agree.
    pub fn yes_or_no(&self, text: &str) -> Option<bool> {
        match text.trim() {
            "✓" | "✔" | "☑" | "✅" | "○" | "◯" | "〇" => return Some(true),
            "×" | "✗" | "✘" | "☐" | "❌" => return Some(false),
            _ => {}
        }
        let folded = fold(text);
        if self.is_folded(&folded, Answer::No) {
            return Some(false);
        }
        if self.is_folded(&folded, Answer::Yes) {
            return Some(true);
        }
        let words: Vec<&str> = folded.split(' ').take(QUESTION_WORDS).collect();
        // "Yes, but do not send me anything" is a yes.
        let opens = |answer| words.first().is_some_and(|word| self.is_folded(word, answer));
        if opens(Answer::Yes) {
            return Some(true);
        }
        let holds = |answer| {
            (0..words.len()).any(|at| {
                (1..=3.min(words.len() - at))
                    .any(|n_words| self.is_folded(&words[at..at + n_words].join(" "), answer))
            })
        };
        if holds(Answer::No) {
            Some(false)
        } else if holds(Answer::Yes) {
            Some(true)
        } else {
            None
        }
    }
}

/// A head folded, with the words of a key apart: `firstName`, `signer.first_name`.
pub fn key(head: &str) -> String {
    let mut spaced = String::with_capacity(head.len() + 8);
    let mut before = ' ';
    for c in head.chars() {
        if c == '#' || c == '№' {
            spaced.push_str(" no ");
        } else if c.is_uppercase() && before.is_lowercase() {
            spaced.push(' ');
            spaced.push(c);
        } else if c == '.' || c == '/' || c == '-' || c == '_' {
            spaced.push(' ');
        } else {
            spaced.push(c);
        }
        before = c;
    }
    fold(&spaced)
}

fn is_unspaced(c: char) -> bool {
    matches!(c, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{ac00}'..='\u{d7af}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(head: &str, expected: Option<Field>) {
        assert_eq!(crate::reference::shared().columns.field(head), expected, "{head}");
    }

    #[test]
    fn heads() {
        check("Organization", Some(Field::Organization));
        check("firstName", Some(Field::Given));
        check("signer.last_name", Some(Field::Family));
        check("#", Some(Field::Number));
        check("Vor- und Nachname", Some(Field::Name));
        check("Imię i nazwisko", Some(Field::Name));
        check("Organisation / Institution", Some(Field::Organization));
        check("Organization or individual", Some(Field::Kind));
        check("Name or organization", Some(Field::Name));
        check("Imię i nazwisko / Organizacja", Some(Field::Name));
        check("Country of residence", Some(Field::Country));
        check("Email Address", Some(Field::Email));
        check("", None);
        check("River Watch", None);
    }

    #[test]
    fn questions() {
        check("May we publish your name?", Some(Field::Consent));
        check("¿Autoriza publicar su nombre?", Some(Field::Consent));
        check("Согласие на публикацию", Some(Field::Consent));
        check("Dürfen wir Ihren Namen veröffentlichen?", Some(Field::Consent));
        check("Name of the contact person", Some(Field::Contact));
        check("Would you like to subscribe to our newsletter?", Some(Field::Ignored));
        check("お名前の公開について", Some(Field::Consent));
        check("您的姓名", Some(Field::Name));
        check("What is your full name?", Some(Field::Name));
        check("Do you agree to be listed?", Some(Field::Consent));
        check("Acceptez-vous que votre nom soit publié ?", Some(Field::Consent));
        check("Organisation (中文)", Some(Field::Organization));
        check("Name (required)", Some(Field::Name));
        check("Please enter your affiliation (optional)", Some(Field::Organization));
        check("Which country are you based in?", Some(Field::Country));
    }

    #[test]
    fn answers() {
        let columns = &crate::reference::shared().columns;
        let check =
            |text: &str, expected: Option<bool>| assert_eq!(columns.yes_or_no(text), expected, "{text}");
        check("Sí", Some(true));
        check("No, please keep it private", Some(false));
        check("Yes, you may", Some(true));
        check("I do not agree", Some(false));
        check("いいえ", Some(false));
        check("да", Some(true));
        check("TRUE", Some(true));
        check("", None);
        check("Kenya", None);
    }

    #[test]
    fn every_row_of_the_data_is_good() {
        for row in csv::Reader::from_reader(HEADS.as_bytes()).records() {
            let row = row.unwrap();
            assert!(Field::from_name(&row[1]).is_some(), "{row:?}");
            assert!(!key(&row[0]).is_empty() && key(&row[0]).split(' ').count() <= MAX_WORDS, "{row:?}");
        }
        for row in csv::Reader::from_reader(VALUES.as_bytes()).records() {
            let row = row.unwrap();
            assert!(Answer::from_name(&row[1]).is_some() && !fold(&row[0]).is_empty(), "{row:?}");
        }
    }
}
