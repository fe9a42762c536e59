//! What people decided an entity to be called, and where it is.

use super::decisions::Source;
use crate::model::{Alpha2, EntityId, Issue, IssueCode, Linkage, SignatureId};
use std::collections::BTreeMap;

/// A person's decision about an entity.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Description {
    /// Which entity.
    pub subject: Subject,
    /// What it is.
    pub what: What,
    /// Where it is written.
    pub source: Source,
}

/// An entity, by its id or by one of its signatures.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Subject {
    /// The entity of this signature, whichever it is.
    Signature(SignatureId),
    /// The entity of this id, or the one that the id leads to.
    Entity(EntityId),
}

impl std::fmt::Display for Subject {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Signature(id) => id.fmt(f),
            Self::Entity(id) => id.fmt(f),
        }
    }
}

/// What is decided.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum What {
    /// The name.
    Name(String),
    /// The country, or that there is none.
    Country(Option<Alpha2>),
}

impl std::fmt::Display for What {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Name(name) => write!(f, "the name “{name}”"),
            Self::Country(Some(country)) => write!(f, "the country {country}"),
            Self::Country(None) => f.write_str("no country"),
        }
    }
}

impl Description {
    /// Reads the fields of a row.
    pub(super) fn read(
        decision: &str,
        subject: &str,
        other: &str,
        value: &str,
        source: Source,
    ) -> Result<Self, String> {
        if !other.is_empty() {
            return Err(format!("`{decision}` is of one entity; `right_signature_id` is to be empty."));
        }
        let subject = match (subject.parse(), subject.parse()) {
            (Ok(id), _) => Subject::Signature(id),
            (_, Ok(id)) => Subject::Entity(id),
            _ => return Err(format!("`{subject}` is no id of a signature (sig-…) or an entity (ent-…).")),
        };
        let what = match (decision, value) {
            (_, "") => return Err(format!("The column `value` is empty; the {decision} is needed there.")),
            ("name", name) => What::Name(name.split_whitespace().collect::<Vec<_>>().join(" ")),
            (_, "none") => What::Country(None),
            (_, code) => match Alpha2::new(&code.to_uppercase()) {
                Some(country) => What::Country(Some(country)),
                None => return Err(format!("`{code}` is no alpha-2 code of a country; `none` is none.")),
            },
        };
        Ok(Self { subject, what, source })
    }
}

/// Gives entities the names and countries that people decided. `entity_of` gives the index of an entity,
/// `is_country` tells whether a code is in use. Of decisions that contradict each other none is obeyed.
pub fn describe(
    linkage: &mut Linkage,
    descriptions: &[Description],
    entity_of: impl Fn(Subject) -> Option<usize>,
    is_country: impl Fn(Alpha2) -> bool,
) -> Vec<Issue> {
    let mut issues = Vec::new();
    let mut decided: BTreeMap<(usize, bool), Vec<&Description>> = BTreeMap::new();
    for description in descriptions {
        let quoted = format!("{}", description.subject);
        let mut refuse = |code, message: String| {
            issues.push(description.source.issue(code, message, &quoted));
        };
        if let What::Country(Some(code)) = description.what
            && !is_country(code)
        {
            refuse(IssueCode::InvalidCuration, format!("`{code}` is the code of no country."));
            continue;
        }
        match entity_of(description.subject) {
            Some(entity) => {
                let is_name = matches!(description.what, What::Name(_));
                decided.entry((entity, is_name)).or_default().push(description);
            }
            None => {
                let what = match description.subject {
                    Subject::Signature(_) => "signature",
                    Subject::Entity(_) => "entity",
                };
                refuse(
                    IssueCode::StaleDecision,
                    format!("The {what} {} is no longer there.", description.subject),
                );
            }
        }
    }
    for ((at, _), descriptions) in decided {
        let Some(entity) = linkage.entities.get_mut(at) else { continue };
        let Some((first, others)) = descriptions.split_first() else { continue };
        if let Some(other) = others.iter().find(|other| other.what != first.what) {
            let message = format!(
                "Line {} decides {} for {}, and this line {} for {}, which are one entity, {}; neither is obeyed.",
                first.source.line, first.what, first.subject, other.what, other.subject, entity.id
            );
            let quoted = other.subject.to_string();
            issues.push(other.source.issue(IssueCode::ContradictoryDecisions, message, &quoted));
            continue;
        }
        match &first.what {
            What::Name(name) => {
                entity.name.clone_from(name);
                entity.is_name_decided = true;
            }
            What::Country(country) => {
                entity.country = *country;
                entity.is_country_decided = true;
            }
        }
    }
    issues
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(decision: &str, subject: &str, other: &str, value: &str, expected: Result<What, &str>) {
        let read = Description::read(decision, subject, other, value, Source::default());
        match (read, expected) {
            (Ok(read), Ok(what)) => assert_eq!(read.what, what),
            (Err(message), Err(part)) => assert!(message.contains(part), "{message}"),
            (read, expected) => panic!("{read:?} {expected:?}"),
        }
    }

    #[test]
    fn rows_that_people_write() {
        let (sig, ent) = (SignatureId::of(&["a"]).to_string(), EntityId::of(&["b"]).to_string());
        check("name", &sig, "", " River  Watch ", Ok(What::Name("River Watch".to_owned())));
        check("country", &ent, "", "ke", Ok(What::Country(Alpha2::new("KE"))));
        check("country", &ent, "", "none", Ok(What::Country(None)));
        check("country", &ent, "", "Kenya", Err("alpha-2"));
        check("country", &ent, "", "", Err("`value` is empty"));
        check("name", &sig, &sig, "River Watch", Err("to be empty"));
        check("name", "River Watch", "", "RW", Err("no id"));
    }
}
