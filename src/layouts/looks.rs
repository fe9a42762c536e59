//! What a line looks like on its own: whether it can be a signature, or only a part of one.

use super::can_be_a_name;
use super::run::is_unspaced;
use crate::model::CountryMethod;
use crate::normalize::{country, kind, role};
use crate::reference::Reference;
use crate::reference::countries::PlaceKind;
use crate::reference::phrases::PhraseRole;
use crate::reference::roles::RoleWord;
use crate::reference::words::WordRole;
use crate::text::fold;

/// Words of the longest bare role, and of the longest place.
const ROLE_WORDS: usize = 8;
const PLACE_WORDS: usize = 5;
/// A score of [`kind::judge`] that leaves no doubt.
pub(super) const CLEAR: i32 = 6;

/// What a line looks like. Only a name can be an entry of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Look {
    /// Opens as a name does.
    Name,
    /// An office or occupation, maybe with the organization where it is held.
    Role,
    /// A country, or a place and its country.
    Country,
    /// A city or a region.
    Place,
    /// The tail of the line before: begins small, or with a bracket.
    Tail,
    /// A rule to sign on, the day of a signature, or nothing that could be read.
    Rule,
}

impl Look {
    /// Whether the line is nothing without the one before it.
    pub fn is_dependent(self) -> bool {
        self != Self::Name
    }
}

/// The part of a line that names whoever signs: up to a comma, a bracket, a dash, a tab.
pub(super) fn head(text: &str) -> &str {
    // A separator that opens the line separates nothing.
    let opening = text.chars().next();
    let is_separator = |at: usize, c: char| match c {
        ',' | '，' | '、' | '،' | ';' | '；' | '(' | '（' | '[' | '\t' | '|' => Some(c) != opening,
        ' ' => {
            let dash = [" – ", " — ", " - "].into_iter().find(|dash| text[at..].starts_with(dash));
            dash.is_some_and(|dash| !text.starts_with(dash))
        }
        _ => false,
    };
    let end =
        text.char_indices().skip(1).find(|(at, c)| is_separator(*at, *c)).map_or(text.len(), |(at, _)| at);
    text[..end].trim()
}

/// Letters behind a name, at most.
const MOST_LETTERS: usize = 5;

/// What a line looks like, without asking whether a name is a person's: that is dear.
pub(super) fn look(text: &str, reference: &Reference) -> Look {
    // The definition of the name above.
    let text = text.trim().trim_start_matches([':', ' ']);
    let Some(first) = text.chars().find(|c| c.is_alphanumeric()) else {
        // A flag is a country.
        let is_country = !text.is_ascii() && place_of(text, reference) == Some(PlaceKind::Country);
        return if is_country { Look::Country } else { Look::Rule };
    };
    if reference.calendar.is_date(text) {
        return Look::Rule;
    }
    if is_role(text, reference) || lead(text, reference) > 0 {
        let is_name = holds_person(text, reference) || has_letters(text, reference);
        return if is_name { Look::Name } else { Look::Role };
    }
    match place(text, reference) {
        Some(PlaceKind::Country) => return Look::Country,
        Some(_) => return Look::Place,
        None => {}
    }
    // "n/a" stands where a name could.
    if reference.phrases.is(&fold(text), PhraseRole::Withheld) {
        return Look::Name;
    }
    // "doc. Ing. Ann Other", "don Al Example": a title that is printed small opens a name.
    let word = fold(text.split_whitespace().next().unwrap_or_default());
    if first.is_lowercase() && text.contains(' ') && reference.persons.title(&word).is_some() {
        return Look::Name;
    }
    // "(사)강학회": the letters of a legal form in front of a name.
    let is_form = |rest: &str| {
        rest.char_indices().take(3).any(|(at, c)| {
            matches!(c, ')' | '）') && rest[at + c.len_utf8()..].starts_with(char::is_alphabetic)
        })
    };
    let is_tail = first.is_lowercase()
        || text.starts_with(['[', '&', '/'])
        || text.strip_prefix(['(', '（']).is_some_and(|rest| !is_form(rest));
    if is_tail { Look::Tail } else { Look::Name }
}

/// Bytes of "On behalf of" and the like before the organization for which the next line signs; 0 for none.
pub(super) fn lead(text: &str, reference: &Reference) -> usize {
    let opening = fold(text.split(' ').next().unwrap_or_default());
    if !reference.phrases.may_open(&opening, PhraseRole::ClaimLead) {
        return 0;
    }
    let words: Vec<&str> = text.split(' ').take(6).collect();
    let folded: Vec<String> = words.iter().map(|word| fold(word)).collect();
    let tokens: Vec<&str> = folded.iter().map(String::as_str).collect();
    let n_words = reference.phrases.prefix(&tokens, PhraseRole::ClaimLead);
    let length = words.iter().take(n_words).map(|word| word.len() + 1).sum::<usize>();
    let names = text.get(length..).is_some_and(can_be_a_name);
    if n_words > 1 && names { length } else { 0 }
}

/// A bare role, or a role and where it is held: "Professor of Law, Upland University".
fn is_role(text: &str, reference: &Reference) -> bool {
    let head = head(text);
    let folded = fold(head);
    let words: Vec<&str> = folded.split(' ').collect();
    if words.len() > ROLE_WORDS || folded.is_empty() {
        return false;
    }
    let is_organization = || {
        words.iter().any(|word| {
            matches!(reference.words.role(word), Some(WordRole::OrganizationType | WordRole::Chapter))
        })
    };
    if role::ends_with_role(head, reference) && !is_organization() {
        return true;
    }
    // "Head of Policy", "former member of the board", "professor bestuursrecht".
    let skipped = words.iter().take_while(|word| reference.roles.is(word, RoleWord::Rank)).count();
    if !words.get(skipped).is_some_and(|first| reference.roles.begin_with(first)) {
        return false;
    }
    let opens = (1..=3.min(words.len().saturating_sub(skipped)))
        .rev()
        .find(|n_words| reference.roles.is(&words[skipped..skipped + n_words].join(" "), RoleWord::Role));
    let Some(n_words) = opens else { return false };
    let behind = words.get(skipped + n_words);
    let leads = behind.is_some_and(|word| reference.words.role(word) == Some(WordRole::Connector));
    let is_small = head.chars().next().is_some_and(char::is_lowercase);
    // "Professora adjunta": what qualifies an office is printed small.
    let is_qualified =
        head.split_whitespace().skip(skipped + n_words).all(|word| word.starts_with(char::is_lowercase));
    leads || ((is_small || is_qualified) && !is_organization())
}

/// "王小明 教授": in scripts that set no spaces, one stands between a person's name and the office.
fn holds_person(text: &str, reference: &Reference) -> bool {
    let Some((name, office)) = text.split_once([' ', '\u{3000}']) else { return false };
    is_unspaced(name.chars().next())
        && name.chars().count() > 1
        && kind::judge(name, "", reference).score < 0
        && !role::holds_role(name, reference)
        && !office.trim().is_empty()
}

/// "Ann Other MP": capitals behind a person's name, though they are an office, too.
fn has_letters(text: &str, reference: &Reference) -> bool {
    let Some((name, letters)) = text.rsplit_once(' ') else { return false };
    let n_letters = letters.chars().filter(|c| c.is_alphabetic()).count();
    (2..=MOST_LETTERS).contains(&n_letters)
        && letters.chars().all(|c| c.is_uppercase() || c == '.')
        && name.contains(' ')
        && name.chars().any(char::is_lowercase)
        && kind::judge(name.trim_end_matches(','), "", reference).score < 0
        && !role::holds_role(name, reference)
}

/// Whether every part between commas is a place; the last one says of what kind.
fn place(text: &str, reference: &Reference) -> Option<PlaceKind> {
    if text.split_whitespace().count() > PLACE_WORDS {
        return None;
    }
    let parts = text.split([',', '，', '、', '،']).map(|part| place_of(part, reference));
    parts.reduce(|all, part| all.and(part)).flatten()
}

/// The kind of place that a short text names; a people is none.
pub(super) fn place_of(text: &str, reference: &Reference) -> Option<PlaceKind> {
    let folded = fold(text);
    if let Some(meaning) = reference.countries.name(&folded) {
        return Some(match meaning.method {
            CountryMethod::Region => PlaceKind::Region,
            CountryMethod::Subdivision => PlaceKind::Subdivision,
            CountryMethod::City => PlaceKind::City,
            _ => PlaceKind::Country,
        });
    }
    if let Some(place) = reference.countries.place_of(&folded) {
        return (place.kind != PlaceKind::Demonym).then_some(place.kind);
    }
    // "U.S.", "UAE", "США", a flag.
    let is_short = text.chars().count() <= 8 && !text.chars().any(char::is_lowercase);
    let reading = if is_short { country::resolve(text, reference) } else { return None };
    matches!(reading.method, CountryMethod::Abbreviation | CountryMethod::Flag | CountryMethod::Alias)
        .then_some(PlaceKind::Country)
}

/// How much a line can be an entry of its own, from 0 to 1, by what it looks like.
pub(super) fn alone(text: &str, look: Look) -> f64 {
    match look {
        Look::Rule => 0.5,
        Look::Name if can_be_a_name(head(text)) => 1.0,
        Look::Name => 0.5,
        // Countries, towns and offices are names now and then.
        Look::Place => 0.4,
        Look::Role | Look::Country | Look::Tail => 0.2,
    }
}

/// The score of [`kind::judge`] for a line: negative for a person.
pub(super) fn kind_score(text: &str, reference: &Reference) -> i32 {
    let name = head(text);
    let rest = text.get(name.len()..).unwrap_or_default().trim_start_matches([',', ' ', '–', '—', '-', '|']);
    kind::judge(name, rest, reference).score
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_that_stand_alone_and_lines_that_do_not() {
        let check = |text: &str, expected: Look| {
            assert_eq!(look(text, crate::reference::shared()), expected, "{text}");
        };
        check("River Watch, Kenya", Look::Name);
        check("Ann Other, Director", Look::Name);
        check("Professor Ann Other", Look::Name);
        check("Union of Directors", Look::Name);
        check("Director", Look::Role);
        check("Emeritus Professor", Look::Role);
        check("Professor of Geography, Upland University", Look::Role);
        check("voorzitter", Look::Role);
        check("Kenya", Look::Country);
        check("Córdoba, Argentina", Look::Country);
        check("대한민국", Look::Country);
        check("Europe", Look::Place);
        check("(Kenya)", Look::Country);
        check("and Housing Cooperatives", Look::Tail);
        check("____________", Look::Rule);
        check("Signed @ 2016-04-09T12:30:00Z", Look::Rule);
        check("🇰🇪", Look::Country);
        check("林潔儀 社工", Look::Name);
        check("教授", Look::Role);
        check("(사)강학회", Look::Name);
        check("Ann Other MP", Look::Name);
        check("doc. Ing. Ann Other, CSc.", Look::Name);
        check("dr hab. Ann Other", Look::Name);
    }
}
