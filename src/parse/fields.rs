//! The fields of one signature: name, kind, acronym, descriptor, role, affiliation, place, country.

use super::list::List;
use super::split::{self, Part, Separator, bracket_at_end};
use super::tail::{self, Tail};
use super::{affiliation, family_first};
use crate::model::{CountryReading, Kind};
use crate::normalize::{kind, role};
use crate::reference::Reference;
use crate::reference::phrases::PhraseRole;
use crate::reference::words::WordRole;
use crate::text::fold;

/// How clearly a name alone must be a person's for what follows it to be told apart.
const CLEAR_PERSON: i32 = -5;
/// How clearly a text must be an organization for a person to be looked for beside it.
const CLEAR_ORGANIZATION: i32 = 6;

/// Words before a family name in capitals, at most.
const MOST_GIVEN: usize = 4;

/// Letters of the longest article.
const LONGEST_ARTICLE: usize = 3;

/// How much a legal form behind a comma weighs for an organization.
const LEGAL_WEIGHT: i32 = 6;

/// The fields of a signature.
#[derive(Debug, Clone, PartialEq)]
pub struct Fields {
    /// Organization or person.
    pub kind: Kind,
    /// How clear the kind is, in the units of [`kind::KindVerdict::score`], the weight given included.
    pub score: i32,
    /// Name as printed.
    pub name: String,
    /// Acronym printed with the name.
    pub acronym: Option<String>,
    /// All between name and country.
    pub descriptor: Option<String>,
    /// Role of a person.
    pub role: Option<String>,
    /// Organization of a person.
    pub affiliation: Option<String>,
    /// City or region.
    pub place: Option<String>,
    /// Country as printed.
    pub country_text: Option<String>,
    /// What it means.
    pub country: Option<CountryReading>,
}

/// Reads the fields of an entry from its cleaned text and its parts; `weight` is what is known of its kind.
pub fn read(text: &str, parts: &[Part], weight: i32, list: &List, reference: &Reference) -> Fields {
    let mut parts = parts.to_vec();
    parts.retain(|part| !reference.calendar.is_date(part.text));
    if parts.is_empty() {
        parts.push(Part { text, separator: Separator::Start });
    }
    let named = if list.prints_family_first { family_first::joined(text, &parts, reference) } else { None };
    if let Some(name) = named {
        parts.splice(..2, [name]);
    }
    let tail = tail::take(&mut parts, list, reference);
    if let Some(representative) = representative(text, &mut parts, reference) {
        let reading = Name::of(text, &parts, weight + LEGAL_WEIGHT, reference);
        let mut fields = organization(text, &parts, reading, tail, reference);
        let before = fields.descriptor.take().map(|before| format!("{before}, ")).unwrap_or_default();
        fields.descriptor = Some(format!("{before}{representative}"));
        return fields;
    }
    let reading = Name::of(text, &parts, weight, reference);
    match reading.kind {
        Kind::Person => person(text, &reading, tail, reference),
        _ => organization(text, &parts, reading, tail, reference),
    }
}

/// Takes off who signs for an organization, behind it or in a bracket: "represented by Ann Other, chair".
fn representative(text: &str, parts: &mut Vec<Part>, reference: &Reference) -> Option<String> {
    let is_told = |part: &str| {
        let words: Vec<&str> = part.split_whitespace().collect();
        let folded: Vec<String> = words.iter().take(6).map(|word| fold(word)).collect();
        let tokens: Vec<&str> = folded.iter().map(String::as_str).collect();
        let n_words = reference.phrases.prefix(&tokens, PhraseRole::RepresentedBy);
        let name = words.get(n_words..).unwrap_or_default().join(" ");
        let name = name.split(',').next().unwrap_or_default();
        n_words > 0 && kind::judge(name, "", reference).score < 0
    };
    // "Such Church (Rev. Ann Other, pastor)"
    let is_titled = |head: &str, inner: &str| {
        let is_person = |name: &str| {
            let (title, rest) = name.trim().split_once(' ').unwrap_or_default();
            reference.persons.title(&fold(title)).is_some()
                && rest.contains(' ')
                && kind::judge(name, "", reference).score <= CLEAR_PERSON
        };
        inner.split(',').any(is_person) && kind::judge(head, "", reference).score > 0
    };
    if let Some((head, inner)) = parts.first().and_then(|first| bracket_at_end(first.text))
        && (is_told(inner) || is_titled(head, inner))
    {
        if let Some(first) = parts.first_mut() {
            first.text = head;
        }
        return Some(inner.to_owned());
    }
    // "Such Union, la présidente, Ann Other": the article says that the office is that of the union.
    let is_office = |at: usize| {
        let Some((article, office)) = parts[at].text.split_once(' ') else { return false };
        article.starts_with(char::is_lowercase)
            && article.chars().count() <= LONGEST_ARTICLE
            && reference.words.role(&fold(article)) == Some(WordRole::Connector)
            && role::ends_with_role(office, reference)
            && parts.get(at + 1).is_some_and(|name| kind::judge(name.text, "", reference).score < 0)
            && parts.first().is_some_and(|first| kind::judge(first.text, "", reference).score > CLEAR_PERSON)
    };
    let at = (1..parts.len()).find(|at| is_told(parts[*at].text) || is_office(*at))?;
    let behind = split::join(text, &parts[at..]);
    parts.truncate(at);
    Some(behind)
}

/// Which parts of an entry are the name, and of what kind it is.
struct Name<'a> {
    kind: Kind,
    score: i32,
    /// The name of a person.
    person: String,
    /// What is printed before it: a role or an organization.
    before: Vec<Part<'a>>,
    /// What is printed behind it.
    behind: Vec<Part<'a>>,
}

impl<'a> Name<'a> {
    fn of(text: &str, parts: &[Part<'a>], weight: i32, reference: &Reference) -> Self {
        let end = name_end(parts, reference);
        let name = split::join(text, &parts[..end]);
        let mut behind: Vec<Part> = parts[end..].to_vec();
        let (mut person, mut is_apart) = (name.clone(), behind.first().is_some_and(is_set_apart));
        let of_domain = of_domain(parts[0].text, reference);
        // "Ann Other (Such Union)": the bracket is the person's.
        if end == 1
            && let Some((head, inner)) = bracket_at_end(parts[0].text)
            && !reference.persons.is_pronouns(inner)
            && !(inner.split_whitespace().count() == 1 && reference.persons.is_postnominal(inner))
        {
            is_apart = true;
            person = head.to_owned();
            let mut inner = split::parts(inner, None);
            if let Some(first) = inner.first_mut() {
                first.separator = Separator::Bracket;
            }
            behind.splice(0..0, inner);
        } else if end == 1
            && let Some((head, office)) = capital_family(parts[0].text, reference)
                .or_else(|| run_together(parts[0].text, reference))
                .or_else(|| unspaced_office(parts[0].text, reference))
                .or(of_domain)
        {
            is_apart = true;
            person = head.to_owned();
            behind.insert(0, Part { text: office, separator: Separator::Print });
        }
        let is_legal = parts[1..end].iter().any(|part| {
            let bare = bare_letters(part.text);
            is_legal_form(bare, reference)
                && (!reference.persons.is_postnominal(bare)
                    || kind::judge(parts[0].text, "", reference).score > CLEAR_PERSON)
        });
        let weight = weight + if is_legal { LEGAL_WEIGHT } else { 0 };
        let rest = split::join(text, &behind);
        let is_turned = parts[0].text.contains(',');
        let given_first = if is_turned { family_first::turned(&person) } else { person.clone() };
        let alone = kind::judge(&given_first, "", reference).score;
        // "Ann Other – singer and writer" is a person, whatever the whole looks like.
        let is_told = is_apart
            && !rest.is_empty()
            && (of_domain.is_some() || alone <= CLEAR_PERSON || can_hold(&person, alone, &behind, reference));
        let score = weight
            + match (is_told, is_apart) {
                (true, _) => (alone + kind::weight_of_rest(&rest, reference)).min(alone),
                (false, true) => kind::judge(&split::join(text, parts), "", reference).score,
                (false, false) => alone + kind::weight_of_rest(&rest, reference),
            };
        let mut found = Self {
            kind: kind_of(if score == 0 { weight } else { score }),
            score,
            person: person.clone(),
            before: Vec::new(),
            behind,
        };
        if !is_told && is_apart && found.kind == Kind::Person && alone > 0 {
            found.person = name;
        }
        if found.kind != Kind::Person || alone >= 0 {
            found.look_behind(parts, alone, weight, reference);
        }
        found
    }

    /// "Such Union: Ann Other", "Director of Such Union – Ann Other": a person beyond doubt behind what is
    /// none.
    fn look_behind(&mut self, parts: &[Part<'a>], first: i32, weight: i32, reference: &Reference) {
        if parts.len() < 2 {
            return;
        }
        let is_office = role::holds_role(parts[0].text, reference);
        if !is_office && first < CLEAR_ORGANIZATION {
            return;
        }
        let Some(at) = (1..parts.len()).find(|at| {
            let part = &parts[*at];
            part.text
                .split_whitespace()
                .filter(|word| word.chars().filter(|c| c.is_alphabetic()).count() > 1)
                .count()
                > 1
                && (part.separator != Separator::Comma
                    || is_office
                    || *at + 1 == parts.len()
                    // "Such Union, Ann Other, Director"
                    || role::holds_role(parts[*at + 1].text, reference))
                && part.separator != Separator::Slash
                && kind::judge(part.text, "", reference).score + weight < CLEAR_PERSON
        }) else {
            return;
        };
        self.kind = Kind::Person;
        self.score = CLEAR_PERSON;
        self.person = parts[at].text.to_owned();
        self.before = parts[..at].to_vec();
        self.behind = parts[at + 1..].to_vec();
    }
}

/// Whether a part is set apart from the name by more than a comma.
fn is_set_apart(part: &Part) -> bool {
    !matches!(part.separator, Separator::Comma | Separator::Start)
}

/// Whether what is no organization by itself may have a role behind it, or an organization in a bracket.
fn can_hold(name: &str, score: i32, behind: &[Part], reference: &Reference) -> bool {
    let Some(first) = behind.first() else { return false };
    if score >= CLEAR_ORGANIZATION || acronym_of(name).is_some() {
        return false;
    }
    let n_words = name.split([' ', '\u{3000}', '·', '・']).filter(|word| !word.is_empty()).count();
    let is_name = score < 0 && n_words > 1;
    let is_title =
        || first.text.split_whitespace().all(|word| reference.persons.title(&fold(word)).is_some());
    let is_called = || {
        let given = fold(name.split_whitespace().next().unwrap_or_default());
        n_words <= 4 && reference.persons.given(&given) > 0 && first.separator == Separator::Bracket
    };
    role::ends_with_role(first.text, reference)
        || is_name
            && (role::holds_role(first.text, reference)
                || is_title()
                || n_words <= 5 && affiliation::names_institution(first.text, reference)
                || is_called())
}

fn kind_of(score: i32) -> Kind {
    match score {
        1.. => Kind::Organization,
        0 => Kind::Unknown,
        _ => Kind::Person,
    }
}

/// How many parts are the name: legal forms and post-nominals behind a comma belong to it.
fn name_end(parts: &[Part], reference: &Reference) -> usize {
    1 + parts.iter().skip(1).take_while(|part| belongs_to_name(part, reference)).count()
}

fn belongs_to_name(part: &Part, reference: &Reference) -> bool {
    if part.separator != Separator::Comma {
        return false;
    }
    let bare = bare_letters(part.text);
    let is_letters = role::is_postnominal(bare, reference)
        || reference.persons.is_postnominal(bare)
        || !bare.is_empty() && bare.split_whitespace().all(|word| reference.persons.is_postnominal(word));
    (is_letters || is_legal_form(bare, reference)) && !role::holds_role(bare, reference)
        || is_chair(bare, reference)
}

/// "prof. UW", "prof. uczelni": in Polish a rank of a university, printed with the name.
fn is_chair(text: &str, reference: &Reference) -> bool {
    let Some(of) = text.strip_prefix("prof. ") else { return false };
    reference.persons.is_chair(of)
        || (2..=5).contains(&of.chars().count()) && of.chars().filter(|c| c.is_uppercase()).count() > 1
}

/// A part without the bracket behind it.
fn bare_letters(text: &str) -> &str {
    bracket_at_end(text).map_or(text, |(head, _)| head)
}

/// Whether a text is a legal form, whole: "e.V.", "z. s.", "Inc.".
fn is_legal_form(text: &str, reference: &Reference) -> bool {
    let folded = fold(text);
    let words: Vec<&str> = folded.split(' ').collect();
    reference.words.is_legal_form(&words)
        || words.len() > 1
            && words.iter().all(|word| word.chars().count() == 1)
            && reference.words.is_legal_form(&[words.concat().as_str()])
}

/// "Ann Other Director of Rivers": a person beyond doubt, and a role that begins with a capital, without a
/// sign between them.
fn run_together<'a>(text: &'a str, reference: &Reference) -> Option<(&'a str, &'a str)> {
    let mut gaps = text.match_indices(' ').map(|(at, _)| at).skip(1).take(4);
    if !role::holds_role(text, reference) {
        return None;
    }
    gaps.find(|at| {
        let (head, tail) = (&text[..*at], text[*at..].trim_start());
        let n_words = tail.split_whitespace().count();
        let first = fold(tail.split_whitespace().next().unwrap_or_default());
        role::begins_with_role(tail, reference)
            && !role::is_postnominal(tail.split([' ', ',']).next().unwrap_or_default(), reference)
            && (n_words > 1 && !tail.contains(" (") || reference.persons.family(&first) == 0)
            && reference.persons.title(&fold(head)).is_none()
            && kind::judge(head, "", reference).score <= CLEAR_PERSON
    })
    .map(|at| (text[..at].trim(), text[at..].trim()))
}

/// "Ann OTHER Group of the Lakes": a person whose family name is printed in capitals, and what is not.
fn capital_family<'a>(text: &'a str, reference: &Reference) -> Option<(&'a str, &'a str)> {
    let is_capital = |word: &str| {
        word.chars().filter(|c| c.is_alphabetic()).count() > 2
            && word.chars().all(|c| c.is_uppercase() || matches!(c, '-' | '\'' | '’'))
    };
    let mut end = None;
    let mut at = 0;
    for (index, word) in text.split(' ').enumerate() {
        let is_title = reference.persons.title(&fold(word)).is_some();
        match (is_capital(word) && !is_title, end) {
            (true, _) if index > 0 => end = Some(at + word.len()),
            (_, Some(_)) => break,
            _ if index > MOST_GIVEN => return None,
            _ => {}
        }
        at += word.len() + 1;
    }
    let (head, tail) = text.split_at_checked(end?)?;
    let tail = tail.trim();
    (tail.starts_with(char::is_alphabetic) && kind::judge(head, "", reference).score <= CLEAR_PERSON)
        .then_some((head, tail))
}

/// "王小明 某大學教授", "川田 花子 弁護士": in scripts that set no spaces, one stands before the office.
fn unspaced_office<'a>(text: &'a str, reference: &Reference) -> Option<(&'a str, &'a str)> {
    let is_unspaced = |c: char| matches!(u32::from(c), 0x3040..=0x30FF | 0x3400..=0x9FFF | 0xAC00..=0xD7A3);
    if !text.starts_with(is_unspaced) || !role::holds_role(text, reference) {
        return None;
    }
    let gaps = text.match_indices([' ', '\u{3000}']).map(|(at, _)| at);
    gaps.rev().find_map(|at| {
        let (name, office) = (text[..at].trim(), text[at..].trim());
        let is_told = role::ends_with_role(office, reference)
            && !role::holds_role(name, reference)
            && kind::judge(name, "", reference).score < 0;
        is_told.then_some((name, office))
    })
}

/// "Ann of example.coop": a name, a word that leads to an organization, and the organization's domain.
fn of_domain<'a>(text: &'a str, reference: &Reference) -> Option<(&'a str, &'a str)> {
    let (before, domain) = text.rsplit_once(' ')?;
    let (head, lead) = before.trim_end().rsplit_once(' ')?;
    let labels: Vec<&str> = domain.split('.').collect();
    let is_domain = labels.len() > 1
        && labels.iter().all(|label| label.chars().filter(|c| c.is_alphanumeric()).count() >= 2)
        && domain.chars().all(|c| c.is_alphanumeric() || matches!(c, '.' | '-'));
    let is_name = head.split_whitespace().all(|word| word.starts_with(char::is_uppercase));
    (is_domain && is_name && reference.roles.lead(&fold(lead)).is_some()).then_some((head.trim(), domain))
}

fn person(text: &str, name: &Name, tail: Tail, reference: &Reference) -> Fields {
    let before = split::join(text, &name.before);
    let behind = split::join(text, &name.behind);
    let rest = [before.as_str(), behind.as_str()]
        .into_iter()
        .filter(|rest| !rest.is_empty())
        .collect::<Vec<_>>()
        .join(", ");
    let office = affiliation::read(&rest, reference);
    let descriptor = match (&tail.place, rest.is_empty()) {
        (Some(place), true) => Some(place.clone()),
        (Some(place), false) => Some(format!("{rest}, {place}")),
        (None, false) => Some(rest),
        (None, true) => None,
    };
    Fields {
        kind: Kind::Person,
        score: name.score,
        name: name.person.clone(),
        acronym: None,
        descriptor,
        role: office.role,
        affiliation: office.affiliation,
        place: tail.place,
        country_text: tail.country_text,
        country: tail.country,
    }
}

/// Whatever commas an organization's name holds are its own, but what stands behind its acronym or is the
/// university that it belongs to.
fn organization(text: &str, parts: &[Part], name: Name, tail: Tail, reference: &Reference) -> Fields {
    let end = organization_end(text, parts, reference);
    let printed = split::join(text, &parts[..end]);
    let rest = split::join(text, &parts[end..]);
    let rest = (!rest.is_empty()).then_some(rest);
    let descriptor =
        [rest.as_deref(), tail.place.as_deref()].into_iter().flatten().collect::<Vec<_>>().join(", ");
    Fields {
        kind: name.kind,
        score: name.score,
        acronym: acronym_of(&printed),
        name: printed,
        descriptor: (!descriptor.is_empty()).then_some(descriptor),
        role: None,
        affiliation: rest,
        place: tail.place,
        country_text: tail.country_text,
        country: tail.country,
    }
}

/// How many parts are the name of an organization.
fn organization_end(text: &str, parts: &[Part], reference: &Reference) -> usize {
    let is_university = |part: &Part| {
        let folded = fold(part.text);
        let words = folded.split(' ').take(3);
        part.separator == Separator::Comma
            && words
                .map(|word| reference.words.canonical(word))
                .any(|word| matches!(word, "university" | "faculty"))
    };
    let first = parts[0].text;
    let has_acronym = bracket_at_end(first).is_some_and(|(head, inner)| {
        head.contains(' ') && is_acronym(inner) || is_acronym(head) && inner.contains(' ')
    });
    let is_own = |part: &Part| part.separator != Separator::Comma || belongs_to_name(part, reference);
    // Behind what is printed bold stands what is said of it; "Such Council @ Such University" is one.
    if let [first, second, ..] = parts
        && second.separator == Separator::Print
        && !second.text.starts_with(['(', '（', '['])
        && split::gap(text, first, second)
            .is_some_and(|gap| gap.chars().all(|c| c.is_whitespace() || is_dash(c)))
    {
        return 1;
    }
    (1..parts.len())
        .find(|at| {
            let part = &parts[*at];
            !is_own(part)
                && (has_acronym && *at == 1
                    || is_university(part)
                        && !is_university(&Part { separator: Separator::Comma, ..parts[0] })
                        && !acronym_of(&format!("{first}, {}", part.text))
                            .is_some_and(|acronym| spells(part.text, &acronym)))
        })
        .unwrap_or(parts.len())
}

fn is_dash(c: char) -> bool {
    matches!(c, '-' | '–' | '—')
}

/// Whether the capitals of a text begin with the letters of an acronym.
fn spells(text: &str, acronym: &str) -> bool {
    let initials: String =
        text.split_whitespace().filter_map(|word| word.chars().find(|c| c.is_uppercase())).collect();
    let letters: String = acronym.chars().filter(|c| c.is_uppercase()).collect();
    !letters.is_empty()
        && (initials.starts_with(&letters) || letters.starts_with(&initials) && initials.len() > 1)
}

/// The acronym printed with an organization's name: in brackets, or on one side of a dash or a comma.
pub fn acronym_of(name: &str) -> Option<String> {
    if let Some((_, inner)) = bracket_at_end(name)
        && is_acronym(inner)
    {
        return Some(inner.to_owned());
    }
    if !name.contains([',', ':', '-', '–', '—']) {
        return None;
    }
    [" – ", " — ", " - ", ": ", ", "].into_iter().find_map(|sign| {
        let (head, tail) = name.split_once(sign)?;
        let (head, tail) = (head.trim(), tail.trim());
        let expands = |short: &str, long: &str| is_acronym(short) && long.split_whitespace().count() >= 2;
        if expands(head, tail) {
            Some(head.to_owned())
        } else if expands(tail, head) {
            Some(tail.to_owned())
        } else {
            None
        }
    })
}

/// Mostly capitals, one word, two letters to twelve.
fn is_acronym(text: &str) -> bool {
    let letters: Vec<char> = text.chars().filter(|c| c.is_alphabetic()).collect();
    let n_capitals = letters.iter().filter(|c| c.is_uppercase()).count();
    (2..=12).contains(&letters.len())
        && !text.contains(char::is_whitespace)
        && n_capitals >= 2
        && 2 * n_capitals > letters.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, kind: Kind, name: &str, descriptor: &str) {
        let reference = crate::reference::shared();
        let fields = read(text, &split::parts(text, None), 0, &List::default(), reference);
        let got = (fields.kind, fields.name.as_str(), fields.descriptor.unwrap_or_default());
        assert_eq!(got, (kind, name, descriptor.to_owned()), "{text}");
    }

    #[test]
    fn family_names_in_capitals_end_names() {
        use Kind::Person;
        let check = |text: &str, name: &str, rest: &str| check(text, Person, name, rest);
        check("MEP Maria GARCIA Group of the Lakes", "MEP Maria GARCIA", "Group of the Lakes");
        check("John Smith, Lake Fund", "John Smith", "Lake Fund");
        check("John J.L.A. Smith – writer", "John J.L.A. Smith", "writer");
    }

    #[test]
    fn who_signs_for_an_organization_stands_in_brackets() {
        let organization = Kind::Organization;
        check(
            "Lake Baptist Church (Rev. John Smith, pastor)",
            organization,
            "Lake Baptist Church",
            "Rev. John Smith, pastor",
        );
        check(
            "Union of Fishers (il presidente, Avv. Mario Rossi)",
            organization,
            "Union of Fishers",
            "il presidente, Avv. Mario Rossi",
        );
        check("Club «Mountain Paths», Uptown", organization, "Club «Mountain Paths»", "Uptown");
        check("Union of Fishers (UF)", organization, "Union of Fishers (UF)", "");
    }
}
