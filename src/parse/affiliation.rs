//! Role and affiliation of a person, from what is printed between name and country.

use crate::normalize::{kind, role};
use crate::reference::Reference;

/// Prepositions that lead from a role to an organization.
const LEADS: &[&str] = &[
    " of the ",
    " of ",
    " at the ",
    " at ",
    " with the ",
    " with ",
    " from the ",
    " from ",
    " for the ",
    " for ",
    " de la ",
    " del ",
    " de los ",
    " de las ",
    " de l'",
    " de l’",
    " de ",
    " da ",
    " do ",
    " das ",
    " dos ",
    " du ",
    " des ",
    " d'",
    " d’",
    " der ",
    " des ",
    " vom ",
    " von ",
    " beim ",
    " bei ",
    " an der ",
    " della ",
    " dell'",
    " dell’",
    " dello ",
    " del ",
    " di ",
    " van de ",
    " van het ",
    " van ",
    " en la ",
    " en el ",
    " en ",
    " na ",
    " no ",
    " à la ",
    " à l'",
    " à l’",
    " à ",
    " au ",
    " a la ",
    " all'",
    " presso ",
];

/// A score of [`kind::judge`] from which a text is an organization whatever stands around it.
const CLEAR: i32 = 6;

/// What a person is and where.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Office {
    /// Role, with all that is printed of it.
    pub role: Option<String>,
    /// Organizations, joined by `; `.
    pub affiliation: Option<String>,
}

/// Reads a descriptor. Parts between commas are a role or an organization; within a part a role may lead
/// to its organization ("Professor at Such University", "CEO Such Company") or an acronym before it may
/// name one ("UN Special Rapporteur").
pub fn read(descriptor: &str, reference: &Reference) -> Office {
    let mut roles: Vec<&str> = Vec::new();
    let mut led: Vec<&str> = Vec::new();
    let mut named: Vec<&str> = Vec::new();
    let mut implied: Option<&str> = None;
    let parts = split(descriptor, &[",", ";"]);
    // A part without a role is an organization if it can be one, else some occupation or place.
    let is_named = |part: &&str| {
        let can_be_one = starts_capital(part) || (!part.chars().any(char::is_lowercase) && !part.is_empty());
        can_be_one && !role::holds_role(part, reference)
    };
    let has_named = parts.iter().any(is_named);
    for part in parts {
        if is_named(&part) {
            named.push(part);
            continue;
        }
        if !role::holds_role(part, reference) {
            roles.push(part);
            continue;
        }
        let before = led.len();
        let mut kept = part;
        for office in offices(part, reference) {
            // "Head of Research, Such Institute": beside a named organization only a clear one is another.
            let led_here =
                led_to(office, reference).filter(|(_, name)| !has_named || has_organization(name, reference));
            if let Some((role, organization)) = led_here {
                led.push(organization);
                if office.len() == part.len() {
                    kept = role;
                } else if part.ends_with(organization) {
                    kept = cut_end(part, organization);
                }
            } else if implied.is_none() {
                implied = acronym_before_role(office, reference);
            }
        }
        if led.len() == before
            && !role::ends_with_role(part, reference)
            && let Some((role, organization)) = role_before_name(part, reference)
        {
            led.push(organization);
            kept = role;
        }
        roles.push(kept);
    }
    let mut organizations = named;
    organizations.extend(led);
    if organizations.is_empty() {
        organizations.extend(implied);
    }
    let joined = |parts: &[&str], glue: &str| (!parts.is_empty()).then(|| parts.join(glue));
    Office { role: joined(&roles, ", "), affiliation: joined(&organizations, "; ") }
}

/// The parts between separators, outside brackets, trimmed and not empty.
fn split<'a>(text: &'a str, separators: &[&str]) -> Vec<&'a str> {
    let mut parts = Vec::new();
    let mut depth = 0_i32;
    let mut start = 0;
    let mut at = 0;
    while let Some(c) = text[at..].chars().next() {
        match c {
            '(' | '[' => depth += 1,
            ')' | ']' => depth = (depth - 1).max(0),
            _ => {}
        }
        let found = separators.iter().find(|separator| depth == 0 && text[at..].starts_with(**separator));
        match found {
            Some(separator) => {
                parts.push(&text[start..at]);
                at += separator.len();
                start = at;
            }
            None => at += c.len_utf8(),
        }
    }
    parts.push(&text[start..]);
    parts.into_iter().map(str::trim).filter(|part| !part.is_empty()).collect()
}

/// The offices of a part: split at slashes and conjunctions where what follows holds a role of its own, so
/// that "Committee on Trade and Industry" stays whole.
fn offices<'a>(part: &'a str, reference: &Reference) -> Vec<&'a str> {
    let base = part.as_ptr() as usize;
    let mut offices: Vec<&str> = Vec::new();
    for piece in split(part, &[" / ", "/", " & ", " and ", " y ", " et ", " und ", " e "]) {
        match offices.last_mut() {
            Some(last) if !role::holds_role(piece, reference) => {
                let start = last.as_ptr() as usize - base;
                let end = piece.as_ptr() as usize - base + piece.len();
                *last = &part[start..end];
            }
            _ => offices.push(piece),
        }
    }
    offices
}

fn starts_capital(text: &str) -> bool {
    text.chars().find(|c| c.is_alphanumeric()).is_some_and(|c| !c.is_lowercase())
}

fn cut_end<'a>(text: &'a str, end: &str) -> &'a str {
    let head = text.strip_suffix(end).unwrap_or(text).trim_end();
    let lead = LEADS.iter().find(|lead| head.ends_with(lead.trim_end()));
    lead.map_or(head, |lead| head[..head.len() - lead.trim_end().len()].trim_end())
}

/// "Former Secretary General of the Committee for Fairness": the role, and the organization behind the
/// first preposition that a role stands before and a capital behind. A field of study is no organization.
fn led_to<'a>(office: &'a str, reference: &Reference) -> Option<(&'a str, &'a str)> {
    let mut found: Option<(usize, usize)> = None;
    for lead in LEADS {
        let mut from = 0;
        while let Some(at) = office[from..].find(lead).map(|at| at + from) {
            let (head, tail) = (&office[..at], &office[at + lead.len()..]);
            if role::ends_with_role(head, reference)
                && starts_capital(tail)
                && (!is_taught(head, reference) || has_organization(tail, reference))
                && found.is_none_or(|(best, length)| at < best || (at == best && lead.len() > length))
            {
                found = Some((at, lead.len()));
            }
            from = at + lead.len() - 1;
            while !office.is_char_boundary(from) {
                from += 1;
            }
        }
    }
    let (at, length) = found?;
    Some((office[..at].trim(), office[at + length..].trim()))
}

/// Whether what follows the role's preposition is what it is about: professors are of law.
fn is_taught(head: &str, reference: &Reference) -> bool {
    role::is_of_a_field(head, reference)
}

fn has_organization(text: &str, reference: &Reference) -> bool {
    kind::judge(text, "", reference).score >= CLEAR
}

/// "UN Special Rapporteur on ...": the acronym, when a role follows it at once or after small words of rank.
fn acronym_before_role<'a>(office: &'a str, reference: &Reference) -> Option<&'a str> {
    let mut words = office.split_whitespace().skip_while(|word| role::is_rank(word, reference)).peekable();
    let first = words.next()?;
    let letters = first.chars().filter(|c| c.is_alphabetic()).count();
    let is_acronym =
        letters >= 2 && first.chars().all(|c| c.is_uppercase() || c == '.' || c.is_ascii_digit());
    let next: Vec<&str> = words.take(3).collect();
    let leads_to_role =
        (1..=next.len()).any(|n_words| role::holds_role(&next[..n_words].join(" "), reference));
    (is_acronym && leads_to_role && !role::holds_role(first, reference)).then_some(first)
}

/// "CEO Such Company": a role at the beginning, and capitals behind it that are none.
fn role_before_name<'a>(part: &'a str, reference: &Reference) -> Option<(&'a str, &'a str)> {
    let mut cuts = part.match_indices(' ').map(|(at, _)| at);
    // The longest role that leaves a name behind it.
    cuts.rfind(|at| {
        let (head, tail) = (&part[..*at], part[at + 1..].trim_start());
        role::ends_with_role(head, reference)
            && starts_capital(tail)
            && !role::holds_role(tail, reference)
            && has_organization(tail, reference)
    })
    .map(|at| (part[..at].trim(), part[at + 1..].trim()))
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
        check(
            "Former Secretary General of the Committee for Families",
            "Former Secretary General",
            "Committee for Families",
        );
        check(
            "Member of the Upper House & Co-chair of the Committee on Trade and Industry",
            "Member of the Upper House & Co-chair",
            "Upper House; Committee on Trade and Industry",
        );
        check("UN Special Rapporteur on housing", "UN Special Rapporteur on housing", "UN");
        check(
            "Former UN Special Rapporteur / Chairperson of UN Committee on Water",
            "Former UN Special Rapporteur / Chairperson",
            "UN Committee on Water",
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

    proptest! {
        #[test]
        fn no_text_panics(text in "(Professor|Director| of | at the |, |/| & |UN |\\PC){0,12}") {
            read(&text, crate::reference::shared());
        }
    }
}
