//! Role and affiliation of a person, from what is printed between name and country.

use super::office::{self, Office};
use super::split;
use crate::normalize::{kind, role};
use crate::reference::Reference;
use crate::reference::small::SmallWord;
use crate::reference::words::WordRole;
use crate::text::{fold, strip_phrase};

/// A score of [`kind::judge`] from which a text is an organization whatever stands around it.
pub(super) const CLEAR: i32 = 6;

/// What a person is and where.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Post {
    /// Role, with all that is printed of it.
    pub role: Option<String>,
    /// Organizations, joined by `; `.
    pub affiliation: Option<String>,
}

/// What a part between separators is.
enum Piece<'a> {
    /// A role, an occupation, or a note.
    Role(&'a str),
    /// An organization that stands alone.
    Named(&'a str),
    /// A role with the organizations that it leads to.
    Offices(&'a str, Vec<Office<'a>>),
}

/// Reads a descriptor. Parts between separators are a role or an organization; within a part a role may
/// lead to its organization ("Professor at Such University", "CEO Such Company") or stand behind it ("Such
/// Union Secretary").
pub fn read(descriptor: &str, reference: &Reference) -> Post {
    let parts = split::parts(descriptor, None);
    let pieces: Vec<Piece> =
        parts.iter().filter(|part| !part.text.is_empty()).map(|part| piece(part.text, reference)).collect();
    let last_named = pieces.iter().rposition(|piece| matches!(piece, Piece::Named(_)));
    let mut roles: Vec<&str> = Vec::new();
    let mut organizations: Vec<&str> = Vec::new();
    for (at, piece) in pieces.iter().enumerate() {
        match piece {
            Piece::Role(text) => roles.push(text),
            // "Director, Justice and Peace, Such Church": what is no organization by itself is the role's.
            Piece::Named(text) if last_named > Some(at) && at > 0 && !is_institution(text, reference) => {
                roles.push(text);
            }
            Piece::Named(text) => organizations.push(text),
            Piece::Offices(text, offices) => {
                // "Head of Research, Such Institute": beside a named organization only a clear one is another.
                let led: Vec<&Office> = offices
                    .iter()
                    .filter(|office| {
                        last_named.is_none() || office.is_certain && !is_unit(office.organization, reference)
                    })
                    .collect();
                roles.push(match led.as_slice() {
                    [office] if office.is_behind && text.ends_with(office.organization) => {
                        up_to(text, office.role)
                    }
                    [office] if !office.is_behind && offices.len() == 1 => office.role,
                    _ => text,
                });
                organizations.extend(led.iter().map(|office| office.organization));
            }
        }
    }
    let mut seen: Vec<&str> = Vec::new();
    organizations.retain(|name| {
        let is_new = !name.is_empty() && !seen.contains(name);
        seen.push(name);
        is_new
    });
    let joined = |parts: &[&str], glue: &str| (!parts.is_empty()).then(|| parts.join(glue));
    Post { role: joined(&roles, ", "), affiliation: joined(&organizations, "; ") }
}

/// The text up to the end of one of its pieces.
fn up_to<'a>(text: &'a str, piece: &str) -> &'a str {
    let end = (piece.as_ptr() as usize + piece.len()).wrapping_sub(text.as_ptr() as usize);
    text.get(..end).filter(|kept| !kept.is_empty()).unwrap_or(text)
}

fn piece<'a>(part: &'a str, reference: &Reference) -> Piece<'a> {
    if let Some(group) = for_whom(part, reference) {
        return Piece::Named(without_article(group, reference));
    }
    let bare = without_article(part, reference);
    let is_handle = part.starts_with(['@', '`']);
    let is_title = part
        .split_whitespace()
        .all(|word| reference.persons.title(&fold(word)).is_some() || role::is_rank(word, reference));
    if is_handle
        || is_title
        || !part.is_ascii() && office::is_ranked_role(part, reference)
        || role::is_postnominal(part, reference)
        || reference.persons.is_postnominal(part)
    {
        return Piece::Role(part);
    }
    // "SRE @ Such Company"
    if let Some((role, organization)) = part.split_once(" @ ")
        && !role.contains(" @ ")
    {
        let (role, organization) = (role.trim(), organization.trim());
        return Piece::Offices(part, vec![Office { role, organization, is_behind: true, is_certain: true }]);
    }
    if let Some(office) = office::without_spaces(part, reference) {
        return Piece::Offices(part, vec![office]);
    }
    if !role::holds_role(part, reference) {
        let can_be_named = office::starts_capital(bare) || begins_institution(bare, reference);
        return if can_be_named { Piece::Named(bare) } else { Piece::Role(part) };
    }
    let offices: Vec<Office> = office::split(part, reference)
        .into_iter()
        .filter_map(|office| office::read(office, reference))
        .collect();
    let begins = role::begins_with_role(part, reference);
    if offices.is_empty()
        && !begins
        && !role::ends_with_role(part, reference)
        && is_institution(part, reference)
    {
        return Piece::Named(bare);
    }
    if offices.is_empty() { Piece::Role(part) } else { Piece::Offices(part, offices) }
}

/// The organization of "on behalf of Such Union".
fn for_whom<'a>(part: &'a str, reference: &Reference) -> Option<&'a str> {
    reference.small.all(SmallWord::Behalf).iter().find_map(|phrase| {
        let group = strip_phrase(part, phrase)?.strip_prefix(' ')?.trim_start();
        (!group.is_empty()).then_some(group)
    })
}

/// "the Such Institute" without its article.
fn without_article<'a>(text: &'a str, reference: &Reference) -> &'a str {
    match text.split_once(' ') {
        Some((first, rest))
            if first.chars().all(char::is_lowercase)
                && office::starts_capital(rest)
                && (reference.words.role(&fold(first)) == Some(WordRole::Connector)
                    || reference.roles.lead(&fold(first)).is_some()) =>
        {
            rest
        }
        _ => text,
    }
}

/// Whether a text begins with a word for an organization, in whatever case.
pub(super) fn begins_institution(text: &str, reference: &Reference) -> bool {
    let folded = fold(text);
    let mut words = folded.split(' ');
    let first = words.next().unwrap_or_default();
    let is_type = |word: &str| {
        reference.words.role(word) == Some(WordRole::OrganizationType)
            || reference.words.is_organization_compound(word)
    };
    is_type(first) || words.next().is_some_and(|second| is_type(&format!("{first} {second}")))
}

/// Whether a text is an organization beyond doubt, or an acronym.
fn is_institution(text: &str, reference: &Reference) -> bool {
    !is_department(text, reference)
        && (office::is_acronym(text)
            || names_institution(text, reference)
            || !office::is_common(text, reference))
}

/// Whether any word of a text says that it is an organization.
pub(super) fn names_institution(text: &str, reference: &Reference) -> bool {
    fold(text).split(' ').any(|word| {
        reference.words.role(word) == Some(WordRole::OrganizationType)
            || reference.words.is_organization_compound(word)
    }) || begins_institution(text, reference)
        || kind::judge(text, "", reference).score >= CLEAR + 4
}

/// Whether a text is a part of an organization that is told with the role: "Department of Chemistry".
fn is_department(text: &str, reference: &Reference) -> bool {
    fold(text).split(' ').any(|word| reference.words.canonical(word) == "department")
}

/// Whether a text is a part of an organization: a department, a school, a group.
pub(super) fn is_unit(text: &str, reference: &Reference) -> bool {
    fold(text).split(' ').any(|word| {
        matches!(
            reference.words.canonical(word),
            "department" | "faculty" | "school" | "section" | "group" | "division" | "unit" | "laboratory"
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn check(descriptor: &str, role: &str, affiliation: &str) {
        let office = read(descriptor, crate::reference::shared());
        let got = (office.role.unwrap_or_default(), office.affiliation.unwrap_or_default());
        assert_eq!(got, (role.to_owned(), affiliation.to_owned()), "{descriptor}");
    }

    #[test]
    fn offices_and_organizations() {
        check("Professor, Upland University of Economics", "Professor", "Upland University of Economics");
        check("on behalf of the Lake Network (LN)", "", "Lake Network (LN)");
        check("au nom de Rivières vivantes", "", "Rivières vivantes");
        check(
            "Former Secretary General of the Committee for Families",
            "Former Secretary General",
            "Committee for Families",
        );
        check(
            "Member of the Upper House & Co-chair of the Committee on Trade and Industry",
            "Member of the Upper House & Co-chair",
            "Committee on Trade and Industry",
        );
        check("UN Special Rapporteur on housing", "UN Special Rapporteur on housing", "UN");
        check(
            "Former UN Special Rapporteur / Chairperson of UN Committee on Water",
            "Former UN Special Rapporteur, Chairperson",
            "UN; UN Committee on Water",
        );
        check("Head of Research, Rivers Institute", "Head of Research", "Rivers Institute");
        check(
            "Chair of Medieval History, Upland University",
            "Chair of Medieval History",
            "Upland University",
        );
        check("CEO Rivers Foundation", "CEO", "Rivers Foundation");
        check(
            "Professor of Water Law, Upland Faculty of Law",
            "Professor of Water Law",
            "Upland Faculty of Law",
        );
        check("City Council of Upland", "", "City Council of Upland");
        check("Professor Emeritus", "Professor Emeritus", "");
        check("freelance journalist", "freelance journalist", "");
        check("", "", "");
    }

    #[test]
    fn roles_that_lead_to_organizations() {
        check("Professora da UXYZ", "Professora", "UXYZ");
        check(
            "Professora do Departamento de História da UXYZ",
            "Professora do Departamento de História",
            "UXYZ",
        );
        check("Professor at Upland", "Professor", "Upland");
        check("Professor of Law", "Professor of Law", "");
        check(
            "Profesora de Historia en la Universidad del Llano",
            "Profesora de Historia",
            "Universidad del Llano",
        );
        check("Directora de l'Institut de Rius", "Directora", "Institut de Rius");
        check("founder Riverly Media", "founder", "Riverly Media");
        check("Secretary XYZW", "Secretary", "XYZW");
        check("Riverly co-founder", "Riverly co-founder", "Riverly");
        check("XYZW General Manager", "XYZW General Manager", "XYZW");
        check("Director, the Green Institute", "Director", "Green Institute");
        check(
            "Head of Department of Chemistry, Upland University",
            "Head of Department of Chemistry",
            "Upland University",
        );
        check(
            "Professor, Department of Physics, Upland University",
            "Professor, Department of Physics",
            "Upland University",
        );
        check("松山大学教授", "教授", "松山大学");
        check("前市长", "前市长", "");
        check("서울대학교 교수", "교수", "서울대학교");
    }

    proptest! {
        #[test]
        fn no_text_panics(text in "(Professor|Director| of | at the |, |/| & |UN |教授|\\PC){0,12}") {
            read(&text, crate::reference::shared());
        }
    }
}
