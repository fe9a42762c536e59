//! The fields of an entry that stand in columns.

use crate::layouts::Columns;
use crate::model::{CountryMethod, CountryReading, Kind};
use crate::normalize::{country, kind, role};
use crate::parse::affiliation::{self, Post};
use crate::parse::fields::{self, Fields};
use crate::parse::list::List;
use crate::parse::split::Part;
use crate::reference::Reference;
use crate::reference::columns::Answer;
use crate::reference::words::WordRole;

/// What a column that states the kind weighs, in the units of [`kind::KindVerdict::score`].
const STATED_KIND: i32 = 40;

/// Reads the fields; `name` is cleaned, `parts` are its parts.
pub fn read(name: &str, columns: &Columns, parts: &[Part], list: &List, reference: &Reference) -> Fields {
    let stated = match columns.kind {
        Some(Kind::Organization) => STATED_KIND,
        Some(Kind::Person) => -STATED_KIND,
        _ => 0,
    };
    let weight = list.weight + columns.weight + stated;
    let (country_text, reading, place) = whereabouts(columns, reference);
    if columns.is_line {
        let mut fields = fields::read(name, parts, weight, list, reference);
        if country_text.is_some() {
            fields.country_text = country_text;
            fields.country = reading;
        }
        if let Some(place) = place {
            fields.descriptor = match fields.descriptor.filter(|_| fields.kind == Kind::Person) {
                Some(descriptor) => Some(format!("{descriptor}, {place}")),
                None => Some(place.clone()),
            };
            fields.place = Some(place);
        }
        fields.acronym = columns.acronym.clone().or(fields.acronym);
        return fields;
    }
    let rest = [columns.role.as_deref(), columns.affiliation.as_deref()].into_iter().flatten();
    let rest = rest.collect::<Vec<_>>().join(", ");
    let score = kind::judge(name, &rest, reference).score + weight;
    let kind = match score {
        1.. => Kind::Organization,
        0 => Kind::Unknown,
        _ => Kind::Person,
    };
    let mut fields = Fields {
        kind,
        score,
        name: name.split_whitespace().collect::<Vec<_>>().join(" "),
        acronym: columns.acronym.clone().or_else(|| acronym_of(name, reference)),
        descriptor: place.clone(),
        role: None,
        affiliation: None,
        place: place.clone(),
        country_text,
        country: reading,
    };
    if kind == Kind::Person {
        name.clone_into(&mut fields.name);
        fields.acronym = None;
        let (office, descriptor) = office(columns, reference);
        fields.role = office.role;
        fields.affiliation = office.affiliation;
        let parts = [descriptor, place].into_iter().flatten().collect::<Vec<_>>();
        fields.descriptor = (!parts.is_empty()).then(|| parts.join(", "));
    }
    fields
}

/// The acronym printed with a name, which is no legal form.
fn acronym_of(name: &str, reference: &Reference) -> Option<String> {
    let is_form = |text: &str| reference.words.role(&crate::text::fold(text)) == Some(WordRole::LegalForm);
    fields::acronym_of(name).filter(|acronym| !is_form(acronym))
}

/// Role and affiliation, and all that is printed of them.
fn office(columns: &Columns, reference: &Reference) -> (Post, Option<String>) {
    let printed = [columns.role.clone(), columns.affiliation.clone()].into_iter().flatten();
    let printed = printed.collect::<Vec<_>>().join(", ");
    let descriptor = (!printed.is_empty()).then_some(printed);
    let affiliation =
        columns.affiliation.clone().filter(|text| !reference.columns.is(text, Answer::Individual));
    let office = match (columns.role.clone(), affiliation) {
        (Some(role), affiliation) if columns.is_split_office || affiliation.is_some() => {
            Post { role: Some(role), affiliation }
        }
        (Some(role), _) => affiliation::read(&role, reference),
        (None, Some(affiliation)) => {
            let is_named = columns.is_split_office
                && !(role::holds_role(&affiliation, reference)
                    && kind::judge(&affiliation, "", reference).score <= 0);
            match is_named || !role::holds_role(&affiliation, reference) {
                true => Post { role: None, affiliation: Some(affiliation) },
                false => affiliation::read(&affiliation, reference),
            }
        }
        (None, None) => Post::default(),
    };
    (office, descriptor)
}

/// Country as printed, what it means, and the city or region.
fn whereabouts(
    columns: &Columns,
    reference: &Reference,
) -> (Option<String>, Option<CountryReading>, Option<String>) {
    let mut place = columns.place.clone();
    if let Some(text) = &columns.country {
        let reading = country::resolve_field(text, reference);
        return (Some(text.clone()), Some(reading), place);
    }
    let Some(location) = &columns.location else { return (None, None, place) };
    let is_printed = |reading: &CountryReading| {
        use CountryMethod::{City, Demonym, Region, Subdivision, Unresolved};
        !matches!(reading.method, City | Demonym | Region | Subdivision | Unresolved)
            && !reading.codes.is_empty()
    };
    let last = location.rsplit([',', '/', '，', '、']).next().unwrap_or(location).trim();
    let tail = country::resolve_field(last, reference);
    if is_printed(&tail) {
        let before = location[..location.len() - last.len()].trim_end_matches([',', '/', '，', '、', ' ']);
        if !before.is_empty() && place.is_none() {
            place = Some(before.to_owned());
        }
        return (Some(last.to_owned()), Some(tail), place);
    }
    (None, None, place.or_else(|| Some(location.clone())))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(value: Option<String>) -> String {
        value.unwrap_or_default()
    }

    #[test]
    fn whereabouts_of_one_column() {
        let check = |location: &str, country: &str, place: &str| {
            let columns = Columns { location: Some(location.to_owned()), ..Columns::default() };
            let (found, _, at) = whereabouts(&columns, crate::reference::shared());
            assert_eq!((text(found).as_str(), text(at).as_str()), (country, place), "{location}");
        };
        check("Nairobi, Kenya", "Kenya", "Nairobi");
        check("Kenya", "Kenya", "");
        check("Nairobi", "", "Nairobi");
    }

    #[test]
    fn offices() {
        let check = |role: &str, affiliation: &str, is_split_office: bool, expected: [&str; 3]| {
            let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
            let columns = Columns {
                role: some(role),
                affiliation: some(affiliation),
                is_split_office,
                ..Columns::default()
            };
            let (office, descriptor) = office(&columns, crate::reference::shared());
            assert_eq!([text(office.role), text(office.affiliation), text(descriptor)], expected);
        };
        check("Poet", "Lake University", true, ["Poet", "Lake University", "Poet, Lake University"]);
        check(
            "",
            "Professor, Lake University",
            false,
            ["Professor", "Lake University", "Professor, Lake University"],
        );
        check("", "Individual", false, ["", "", "Individual"]);
        check("", "Lakeside Ltd", true, ["", "Lakeside Ltd", "Lakeside Ltd"]);
        check(
            "Professor, Lake University",
            "",
            false,
            ["Professor", "Lake University", "Professor, Lake University"],
        );
    }
}
