//! The comparison forms of a signature, and what is doubtful about its country.

use crate::model::{CountryMethod, Issue, IssueCode, Kind, Outcome, Signature};
use crate::normalize::{organization, person};
use crate::reference::Reference;

/// Fills in `name_normalized`, and reports countries that cannot be settled. Printed text stays as it is.
pub fn run(path: &str, signatures: &mut [Signature], reference: &Reference) -> Outcome<()> {
    let mut issues = Vec::new();
    for signature in signatures {
        signature.name_normalized = match signature.kind {
            Kind::Person => person::read(&signature.name, reference).key,
            Kind::Organization | Kind::Unknown => organization::comparison_form(&signature.name, reference),
        };
        if let Some(country) = &signature.country
            && country.method == CountryMethod::Ambiguous
        {
            let candidates: Vec<&str> = country.candidates.iter().map(|code| code.as_str()).collect();
            issues.push(
                Issue::new(
                    IssueCode::AmbiguousCountry,
                    path,
                    format!("this may be any of {}; none is chosen", candidates.join(", ")),
                )
                .at(signature.place)
                .quoting(signature.country_text.as_deref().unwrap_or_default()),
            );
        }
    }
    Outcome { value: (), issues }
}
