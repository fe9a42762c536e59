//! The name of an organization as printed to typed tokens, a comparison form, acronyms and
//! alternative names.
//!
//! Only legal forms, connectors and what stands in brackets or behind a dash as acronym, place or other
//! name leave the comparison form. It does not decide whether two names are the same, and keeps no text:
//! the printed name stays where it was.

mod acronym;
mod parts;

pub use acronym::{Spelling, spells};

use crate::model::Alpha2;
use crate::reference::Reference;
use crate::reference::countries::{PlaceKind, PlaceMatch};
use crate::reference::small::SmallWord;
use crate::reference::words::WordRole;
use crate::text::fold;
use crate::vocabulary;

/// No place is looked for in more tokens.
const LONGEST_PLACE: usize = 4;

vocabulary! {
    /// The role of a token in the name of an organization.
    pub enum TokenRole {
        /// A legal form; not compared.
        LegalForm = "legal_form",
        /// An article, a preposition, a conjunction; not compared.
        Connector = "connector",
        /// A country, region, city or demonym.
        Place = "place",
        /// A number, in digits, roman or in words.
        Number = "number",
        /// What the organization is: union, institute, committee.
        OrganizationType = "organization_type",
        /// A part of an organization: chapter, branch, section.
        Chapter = "chapter",
        /// Every other word.
        Word = "word",
    }
}

/// One token of a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token {
    /// Folded, in the spelling that stands for all spellings; for a place, its canonical name.
    pub text: String,
    /// What it does in the name.
    pub role: TokenRole,
    /// For a place, which one.
    pub place: Option<NamedPlace>,
    /// The folded words that it is printed as.
    pub printed: String,
}

impl TokenRole {
    fn is_kept(self) -> bool {
        !matches!(self, Self::LegalForm | Self::Connector)
    }
}

impl Token {
    /// Whether the token is part of the comparison form.
    pub fn is_kept(&self) -> bool {
        self.role.is_kept()
    }
}

/// A place that a name holds, in comparison form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NamedPlace {
    /// The name that stands for all its names and demonyms.
    pub canonical: String,
    /// The country, where the place is in exactly one.
    pub country: Option<Alpha2>,
    /// Whether it is a country or its people, not a part of one.
    pub is_country: bool,
}

impl NamedPlace {
    fn of(place: PlaceMatch) -> Self {
        let country = match place.codes {
            [code] => Some(*code),
            _ => None,
        };
        let is_country = matches!(place.kind, PlaceKind::Country | PlaceKind::Demonym);
        Self { canonical: place.canonical.to_owned(), country, is_country }
    }
}

/// The name of an organization, read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OrganizationName {
    /// The tokens of the main name in printed order.
    pub tokens: Vec<Token>,
    /// The compared tokens in printed order, joined by spaces; empty only when the name holds neither
    /// letter nor digit.
    pub key: String,
    /// Printed acronyms, folded.
    pub acronyms: Vec<String>,
    /// Other names that are printed with it: translations and former names, as printed.
    pub alternatives: Vec<String>,
    /// A place printed behind a comma or a dash or in brackets: where the signatory is, or of which
    /// chapter it is.
    pub place: Option<NamedPlace>,
    /// The legal form, folded; empty where none is printed. The countries that have it
    /// are a hint of where the organization is, never an answer: see [`legal_form_countries`].
    pub legal_form: String,
}

impl OrganizationName {
    /// See [`comparison_form`].
    pub fn comparison_form(&self) -> String {
        match &self.place {
            Some(place) if !self.tokens.iter().any(|token| token.text == place.canonical) => {
                format!("{} {}", self.key, place.canonical)
            }
            _ => self.key.clone(),
        }
    }
}

/// Reads a printed name. `acronym` is one that is known from elsewhere in the line.
pub fn read(name: &str, acronym: Option<&str>, reference: &Reference) -> OrganizationName {
    let parts = parts::split(name, reference);
    let mut tokens = tokens(&parts.main, reference);
    if tokens.is_empty() {
        tokens = self::tokens(name, reference);
    }
    let key = joined(&tokens);
    let mut acronyms: Vec<String> = parts.acronyms;
    if let Some(acronym) = acronym.map(|text| fold(text).replace(' ', "")).filter(|text| text.len() > 1) {
        acronyms.push(acronym);
    }
    acronyms.retain(|acronym| *acronym != key);
    acronyms.sort();
    acronyms.dedup();
    let legal_form = legal_form(name, reference).unwrap_or_default();
    OrganizationName {
        tokens,
        key,
        acronyms,
        alternatives: parts.alternatives,
        place: parts.place,
        legal_form,
    }
}

/// The legal form at an end of a name.
fn legal_form(name: &str, reference: &Reference) -> Option<String> {
    let folded = with_gap(fold(name), reference);
    let tokens: Vec<&str> = folded.split(' ').collect();
    let n_end = legal_form_at_end(name, &tokens, reference);
    if n_end > 0 {
        return Some(tokens[tokens.len() - n_end..].join(" "));
    }
    if tokens.len() > 1 && is_form(tokens[0], reference) {
        return Some(tokens[0].to_owned());
    }
    let n_start = reference.words.legal_form_at_start(&tokens);
    (n_start > 0).then(|| tokens[..n_start].join(" "))
}

/// How many tokens at the end of a printed text are its legal form. Two or three capitals behind a dash are
/// a state or a branch (`MNLH-SC`): a legal form stands behind a space or a comma.
fn legal_form_at_end(printed: &str, tokens: &[&str], reference: &Reference) -> usize {
    let n_end = reference.words.legal_form_at_end(tokens);
    let behind_dash =
        |text: &str| text.rsplit_once(['-', '–', '—', '‒', '‐']).map(|(_, last)| last.trim().to_owned());
    let is_branch = |last: String| (2..=3).contains(&last.len()) && last.chars().all(char::is_uppercase);
    if n_end == 1 && behind_dash(printed.trim_end()).is_some_and(is_branch) { 0 } else { n_end }
}

/// Whether a token without spaces is a legal form.
fn is_form(token: &str, reference: &Reference) -> bool {
    token.starts_with(|c| c >= '\u{2E80}') && reference.words.is_unspaced_form(token)
}

/// The countries whose law has a legal form.
pub fn legal_form_countries(form: &str, reference: &Reference) -> Vec<Alpha2> {
    reference.words.legal_form_countries(form).collect()
}

/// The comparison form that is published as `name_normalized`: the compared tokens, and behind them a
/// place that is printed apart from the name, unless the name holds it already.
pub fn comparison_form(name: &str, reference: &Reference) -> String {
    let parts = parts::split(name, reference);
    let place = parts.place.as_ref().map(|place| place.canonical.as_str());
    // What is compared, and everything, in case nothing is.
    let (mut kept, mut all) = (String::with_capacity(name.len() + 4), String::new());
    let mut is_in_name = false;
    let mut add = |found: Found| {
        is_in_name |= place == Some(found.text);
        let to = if found.role.is_kept() { &mut kept } else { &mut all };
        append(to, found.text);
    };
    if !walk(&parts.main, reference, &mut add) {
        walk(name, reference, &mut add);
    }
    let mut key = if kept.is_empty() { all } else { kept };
    if let Some(place) = place.filter(|_| !is_in_name) {
        key.push(' ');
        key.push_str(place);
    }
    key
}

fn append(text: &mut String, word: &str) {
    if !text.is_empty() {
        text.push(' ');
    }
    text.push_str(word);
}

/// The compared tokens joined by spaces; of a name that holds nothing else, all tokens.
fn joined(tokens: &[Token]) -> String {
    let has_kept = tokens.iter().any(Token::is_kept);
    let mut key = String::new();
    for token in tokens.iter().filter(|token| token.is_kept() || !has_kept) {
        append(&mut key, &token.text);
    }
    key
}

/// A text to typed tokens.
fn tokens(text: &str, reference: &Reference) -> Vec<Token> {
    let mut tokens = Vec::new();
    walk(text, reference, &mut |found: Found| {
        tokens.push(Token {
            text: found.text.to_owned(),
            role: found.role,
            place: found.place.map(NamedPlace::of),
            printed: found.printed.to_owned(),
        });
    });
    tokens
}

/// A token where it was found.
struct Found<'a> {
    text: &'a str,
    role: TokenRole,
    place: Option<PlaceMatch<'a>>,
    printed: &'a str,
}

/// Visits the tokens of a text in order; whether there are any.
fn walk(text: &str, reference: &Reference, visit: &mut impl FnMut(Found)) -> bool {
    let words = &reference.words;
    let spelt = without_elision(text, reference);
    let spaced = with_space(&spelt, reference);
    let folded = with_gap(fold(&with_united_states(&spaced)), reference);
    let plain: Vec<&str> = folded.split(' ').filter(|token| !token.is_empty()).collect();
    let starts = starts(&folded);
    // A legal form that is a type of organization where it stands alone: `社団法人`.
    let is_unspaced_form =
        plain.len() > 1 && words.unspaced_legal_form(plain[0]).is_none() && is_form(plain[0], reference);
    let n_start = if is_unspaced_form { 1 } else { words.legal_form_at_start(&plain) };
    let n_end = legal_form_at_end(text, &plain[n_start..], reference);
    let inner = n_start..plain.len() - n_end;
    let mut at = 0;
    while at < plain.len() {
        let printed = plain[at];
        if !inner.contains(&at) {
            visit(Found { text: printed, role: TokenRole::LegalForm, place: None, printed });
            at += 1;
            continue;
        }
        // Nobody is called like a continent alone, but many like its letters (`CIS`, `GCC`).
        let place = place_at(&folded, &starts[at..=inner.end], reference)
            .filter(|(_, place)| plain.len() > 1 || place.kind != PlaceKind::Region);
        if let Some((n_tokens, place)) = place {
            let printed = folded.get(starts[at]..starts[at + n_tokens] - 1).unwrap_or_default();
            visit(Found { text: place.canonical, role: TokenRole::Place, place: Some(place), printed });
            at += n_tokens;
            continue;
        }
        let role = match words.role(printed) {
            _ if words.is_number(printed) => TokenRole::Number,
            Some(WordRole::Connector) => TokenRole::Connector,
            Some(WordRole::OrganizationType) => TokenRole::OrganizationType,
            Some(WordRole::Chapter) => TokenRole::Chapter,
            Some(WordRole::LegalForm) | None => TokenRole::Word,
        };
        visit(Found { text: words.canonical(printed), role, place: None, printed });
        at += 1;
    }
    !plain.is_empty()
}

/// `社団法人灯火会`: a gap behind a legal form that stands before a name without one.
fn with_gap(mut folded: String, reference: &Reference) -> String {
    if let Some(at) = reference.words.unspaced_legal_form(&folded)
        && !folded[at..].starts_with(' ')
    {
        folded.insert(at, ' ');
    }
    folded
}

/// `RedLinterna`: a type of organization and the next word, written as one.
fn with_space<'a>(text: &'a str, reference: &Reference) -> std::borrow::Cow<'a, str> {
    let mut out = String::new();
    let mut is_changed = false;
    for (at, word) in text.split(' ').enumerate() {
        let small = word.find(char::is_lowercase).unwrap_or(word.len());
        let end = word[small..].find(char::is_uppercase).map_or(word.len(), |end| small + end);
        let (first, rest) = word.split_at(end);
        let is_type = !rest.is_empty()
            && first.chars().all(char::is_alphabetic)
            && reference.words.role(&fold(first)) == Some(WordRole::OrganizationType);
        if at > 0 {
            out.push(' ');
        }
        out.push_str(first);
        if is_type {
            is_changed = true;
            out.push(' ');
        }
        out.push_str(rest);
    }
    if is_changed { out.into() } else { text.into() }
}

/// `U.S. Lantern Office`, `US Lantern Office`: folded, the abbreviation would be a pronoun.
fn with_united_states(text: &str) -> std::borrow::Cow<'_, str> {
    let rest =
        ["U.S.A. ", "U.S. ", "U. S. ", "US ", "USA "].iter().find_map(|short| text.strip_prefix(short));
    match rest {
        Some(rest) if rest.chars().any(char::is_lowercase) => format!("United States {rest}").into(),
        _ => text.into(),
    }
}

/// `d'Agronomie`, `dell’Acqua`: the apostrophe ends a word there, not inside `people's`.
fn without_elision<'a>(text: &'a str, reference: &Reference) -> std::borrow::Cow<'a, str> {
    let is_apostrophe = |c: char| matches!(c, '\'' | '’');
    if !text.contains(is_apostrophe) {
        return text.into();
    }
    let mut out = String::with_capacity(text.len());
    for (at, piece) in text.split(is_apostrophe).enumerate() {
        if at > 0 {
            let last = out.rsplit(|c: char| !c.is_alphabetic()).next().unwrap_or_default().to_lowercase();
            let is_elided =
                reference.small.is(SmallWord::Elided, &last) && piece.starts_with(char::is_alphabetic);
            out.push(if is_elided { ' ' } else { '\'' });
        }
        out.push_str(piece);
    }
    out.into()
}

/// The longest place that stands at the beginning of some tokens, and its number of tokens. `starts` holds
/// where each token begins in the folded text, and where the last one ends plus one.
fn place_at<'a>(folded: &str, starts: &[usize], reference: &'a Reference) -> Option<(usize, PlaceMatch<'a>)> {
    let (first, rest) = starts.split_first()?;
    let word = folded.get(*first..*rest.first()? - 1)?;
    let longest = rest.len().min(LONGEST_PLACE).min(reference.countries.longest_place(word));
    (1..=longest).rev().find_map(|n_tokens| {
        let text = folded.get(*first..rest[n_tokens - 1] - 1)?;
        // `La`, `De` and `Para` are places too, but not in a name.
        if n_tokens == 1
            && (text.len() < 2 || reference.words.role(text).is_some() || reference.words.is_number(text))
        {
            return None;
        }
        Some((n_tokens, reference.countries.place_of(text)?))
    })
}

/// The place that a whole text names.
fn place_of(text: &str, reference: &Reference) -> Option<NamedPlace> {
    let folded = fold(text);
    let starts = starts(&folded);
    place_at(&folded, &starts, reference)
        .filter(|(n_tokens, _)| n_tokens + 1 == starts.len())
        .map(|(_, place)| NamedPlace::of(place))
        .or_else(|| {
            // A code of two or three capitals, as it is printed behind a name.
            let letters: String = text.chars().filter(|c| c.is_alphanumeric()).collect();
            let code = reference
                .countries
                .code(&letters)
                .filter(|_| !reference.countries.is_doubtful_code(&letters))?;
            code.country().map(|country| NamedPlace {
                canonical: code.place.to_string(),
                country: Some(country),
                is_country: true,
            })
        })
}

/// Where each token of a folded text begins, and one more than where the last ends.
fn starts(folded: &str) -> Vec<usize> {
    if folded.is_empty() {
        return Vec::new();
    }
    let mut starts = vec![0];
    starts.extend(folded.match_indices(' ').map(|(at, _)| at + 1));
    starts.push(folded.len() + 1);
    starts
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::sync::LazyLock;

    static REFERENCE: LazyLock<Reference> = LazyLock::new(Reference::builtin);

    fn check(name: &str, key: &str, acronyms: &[&str], alternatives: &[&str]) {
        let read = read(name, None, &REFERENCE);
        assert_eq!(read.key, key, "{name}");
        assert_eq!(read.acronyms, acronyms, "{name}");
        assert_eq!(read.alternatives, alternatives, "{name}");
    }

    #[test]
    fn legal_forms_and_connectors_leave() {
        check("The Lantern Association of the River, Inc.", "lantern association river", &[], &[]);
        check("Laterne e. V.", "laterne", &[], &[]);
        check("Intl Centre for Lantern Research", "international center lantern research", &[], &[]);
        check("Univ. of Rivertown", "university rivertown", &[], &[]);
        check("Lamp &amp; Lantern", "lamp lantern", &[], &[]);
        check("Association d'Agronomie de l’Étang", "association agronomie etang", &[], &[]);
        check("Women's Lantern Union", "women lantern union", &[], &[]);
        check("社団法人灯火会", "灯火会", &[], &[]);
        check("On behalf of Lantern House", "lantern house", &[], &[]);
        check("Lantern House, on behalf of its members", "lantern house", &[], &[]);
        check("National Association of Lamplighters", "national association lamplighters", &[], &[]);
        check("RedLinterna", "red linterna", &[], &[]);
        check("ClientLantern", "clientlantern", &[], &[]);
        check("Laterne AG", "laterne", &[], &[]);
        check("MNLH-SC", "mnlh sc", &[], &[]);
        check("The", "the", &[], &[]);
        check("…", "", &[], &[]);
    }

    #[test]
    fn legal_forms_and_their_countries() {
        let check = |name: &str, form: &str, expected: &str| {
            let found = read(name, None, &REFERENCE).legal_form;
            let countries: Vec<String> =
                legal_form_countries(&found, &REFERENCE).iter().map(ToString::to_string).collect();
            assert_eq!((found.as_str(), countries.join(";").as_str()), (form, expected), "{name}");
        };
        check("Laterne sp. z o.o.", "sp z oo", "PL");
        check("Laterne e.V.", "ev", "DE;LI");
        check("Lantern House, Kenya", "", "");
        check("社団法人灯火会", "社団法人", "JP");
        check("ООО «Фонарь»", "ооо", "BY;RU");
    }

    #[test]
    fn acronyms_leave() {
        check("Lantern Workers Union (LWU)", "lantern workers union", &["lwu"], &[]);
        check("LWU - Lantern Workers Union", "lantern workers union", &["lwu"], &[]);
        check("Lantern Workers Union – LWU", "lantern workers union", &["lwu"], &[]);
        check("LWU (Lantern Workers Union)", "lantern workers union", &["lwu"], &[]);
        check("LWU: Lantern Workers Union", "lantern workers union", &["lwu"], &[]);
        check("Union of Lantern Workers (UoLW)", "union lantern workers", &["uolw"], &[]);
        check("L.W.U.", "lwu", &[], &[]);
        check("Lantern Workers Union (LWU", "lantern workers union", &["lwu"], &[]);
        check(
            "Union der Laternenanzünder Kärntens (Unilak)",
            "union laternenanzunder karntens",
            &["unilak"],
            &[],
        );
        check("ULZ – Union der Laternenanzünder", "union laternenanzunder", &["ulz"], &[]);
        check("ULX – Union der Laternenanzünder", "ulx union laternenanzunder", &[], &[]);
        check(
            "Union der Laternenanzünder Kärntens (KaernLicht)",
            "union laternenanzunder karntens",
            &["kaernlicht"],
            &[],
        );
        check(
            "Union der Laternenanzünder Kärntens (Feuer)",
            "union laternenanzunder karntens feuer",
            &[],
            &[],
        );
        check("CIS", "cis", &[], &[]);
    }

    #[test]
    fn places() {
        check("North Korean Lantern Network", "KP lantern network", &[], &[]);
        check("Lantern Network (LN), Kenya", "lantern network", &["ln"], &[]);
        check("Lantern Network – Kenya", "lantern network", &[], &[]);
        check("Lantern Network (UK)", "lantern network", &[], &[]);
        check("Kenyan Lantern Network", "KE lantern network", &[], &[]);
        assert_eq!(comparison_form("Lantern Network (Kenya)", &REFERENCE), "lantern network KE");
        assert_eq!(comparison_form("Kenya Lantern Network, Kenya", &REFERENCE), "KE lantern network");
    }

    #[test]
    fn other_names() {
        check("Lampu Rakyat (Lantern of the People)", "lampu rakyat", &[], &["Lantern of the People"]);
        check("Lantern Trust (formerly Candle Trust)", "lantern trust", &[], &["Candle Trust"]);
        check("Lantern Trust, formerly Candle Trust", "lantern trust", &[], &["Candle Trust"]);
        check("Lampu Rakyat / Lantern Movement", "lampu rakyat", &[], &["Lantern Movement"]);
        check(
            "Department of Lamps, University of Rivertown",
            "department lamps university rivertown",
            &[],
            &[],
        );
        check("Lamp (little) House", "lamp little house", &[], &[]);
    }

    proptest! {
        #[test]
        fn both_ways_to_the_comparison_form_agree(text in "(The |Union| of |Kenya|Kenyan|, | - |\\(|\\)|ABC|Ltd|\\PC){0,8}") {
            prop_assert_eq!(read(&text, None, &REFERENCE).comparison_form(), comparison_form(&text, &REFERENCE));
        }

        #[test]
        fn any_text_is_read(text in "\\PC*") {
            let name = read(&text, None, &REFERENCE);
            prop_assert_eq!(name.comparison_form(), comparison_form(&text, &REFERENCE));
            prop_assert_eq!(name.key.is_empty(), fold(&text).is_empty() && fold(&name.key).is_empty());
        }
    }
}
