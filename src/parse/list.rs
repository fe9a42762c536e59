//! What a list as a whole says of its entries: how it prints countries, and of which kind most are.

use super::split::{N_SEPARATORS, Part, Separator, bracket_at_end};
use super::{family_first, tail};
use crate::model::{Announced, CountryMethod, CountryReading};
use crate::reference::Reference;
use rustc_hash::FxHashMap;

/// How much the heading of a section weighs for the kind it announces, in the units of
/// [`crate::normalize::kind::KindVerdict::score`]: it settles what the line leaves open and yields to what
/// the line says.
const HEADING_WEIGHT: i32 = 3;
/// How much a list weighs that is nearly all of one kind.
const LIST_WEIGHT: i32 = 2;
/// How much a long list weighs that has hardly an entry of the other kind.
const PURE_WEIGHT: i32 = 4;
/// A larger score is clear.
const CLEAR: i32 = 2;
/// Entries that a list needs to weigh anything.
const LIST_ENTRIES: usize = 5;
/// How many countries behind other signs leave one behind a dash a country.
const MOST_OTHERS: usize = 8;
/// Entries that must end in a code for codes to be read as countries.
const FEWEST_CODES: usize = 3;

/// Entries that must be so printed for a comma to stand between family name and given name.
const FEWEST_FAMILY_FIRST: usize = 3;

/// What a list tells of how it is printed.
#[derive(Debug, Clone, Default)]
pub struct List {
    /// What heading and list say of the kind: positive for organizations.
    pub weight: i32,
    /// Whether two capitals behind a separator are the code of a country.
    pub prints_codes: [bool; N_SEPARATORS],
    /// Whether several entries have a country in a bracket at their end.
    pub prints_brackets: bool,
    /// Whether a country behind a dash or a colon is the signer's, not a part of the name.
    pub prints_dashes: bool,
    /// Whether entries tell a place before the country.
    pub prints_places: bool,
    /// Whether persons are printed with the family name first and a comma behind it.
    pub prints_family_first: bool,
    /// What the ends of entries mean: a letter prints the same countries again and again.
    countries: FxHashMap<String, Option<CountryReading>>,
    /// What stands before a country, and whether it is a place.
    places: FxHashMap<String, bool>,
}

impl List {
    /// See [`tail::printed_country`].
    pub fn printed_country(
        &self,
        text: &str,
        reads_codes: bool,
        reference: &Reference,
    ) -> Option<CountryReading> {
        match self.countries.get(text) {
            Some(known) if !(reads_codes && tail::is_code(text, reference)) => known.clone(),
            _ => tail::printed_country(text, reads_codes, reference),
        }
    }

    /// See [`tail::is_place`].
    pub fn is_place(&self, text: &str, before_country: bool, reference: &Reference) -> bool {
        match self.places.get(text) {
            Some(known) if before_country => *known,
            _ => tail::is_place(text, before_country, reference),
        }
    }
}

/// What the entries of a list have at their ends.
pub fn survey<'a>(entries: impl Iterator<Item = &'a [Part<'a>]>, reference: &Reference) -> List {
    let mut n = 0;
    let mut n_codes = [0_usize; N_SEPARATORS];
    let mut n_countries = [0_usize; N_SEPARATORS];
    let mut n_places = 0;
    let mut n_family_first = 0;
    let mut list = List::default();
    for parts in entries {
        n += 1;
        n_family_first += usize::from(family_first::is_plain(parts, reference));
        let Some(last) = parts.last() else { continue };
        let (text, separator) = match bracket_at_end(last.text) {
            Some((_, inner)) => (inner, Separator::Bracket),
            None if parts.len() > 1 => (last.text, last.separator),
            None => continue,
        };
        let text = text.rsplit([',', '，', '、']).next().unwrap_or_default().trim();
        if tail::is_code(text, reference) {
            n_codes[separator as usize] += 1;
            continue;
        }
        if !list.countries.contains_key(text) {
            list.countries.insert(text.to_owned(), tail::printed_country(text, false, reference));
        }
        let reading = list.countries.get(text).and_then(Option::as_ref);
        if reading.is_some_and(|reading| reading.method != CountryMethod::Region) {
            n_countries[separator as usize] += 1;
            if parts.len() > 2
                && let Some(before) = parts.get(parts.len() - 2)
            {
                let is_place = list.is_place(before.text, true, reference);
                n_places += usize::from(is_place);
                list.places.insert(before.text.to_owned(), is_place);
            }
        }
    }
    let n_dashes = n_countries[Separator::Dash as usize] + n_countries[Separator::Colon as usize];
    let n_others = n_countries.iter().sum::<usize>() - n_dashes;
    list.prints_codes = n_codes.map(|n_codes| n_codes >= FEWEST_CODES && 4 * n_codes >= n);
    let [n_named, n_coded] = [n_countries, n_codes].map(|counts| counts[Separator::Bracket as usize]);
    list.prints_brackets = n_named >= 2 && n_named + n_coded >= FEWEST_CODES;
    list.prints_dashes = n_dashes >= 2 || n_others <= MOST_OTHERS * n_dashes;
    list.prints_places = n_places >= 2 && 5 * n_places >= n_countries.iter().sum::<usize>();
    list.prints_family_first = n_family_first >= FEWEST_FAMILY_FIRST && 2 * n_family_first >= n;
    list
}

/// What the heading announces, as a weight: positive for organizations.
pub fn heading_weight(announced: Announced) -> i32 {
    match (announced.organizations, announced.individuals) {
        (true, false) => HEADING_WEIGHT,
        (false, true) => -HEADING_WEIGHT,
        _ => 0,
    }
}

/// What the entries of a list that are clear say of those that are not: lists are mostly of one kind. The
/// more clear entries there are and the fewer of the other kind, the more it weighs.
pub fn kind_weight(scores: &[i32]) -> i32 {
    let clear = |is_clear: fn(&i32) -> bool| scores.iter().filter(|score| is_clear(score)).count();
    let n_organizations = clear(|score| *score > CLEAR);
    let n_persons = clear(|score| *score < -CLEAR);
    let (more, fewer) = (n_organizations.max(n_persons), n_organizations.min(n_persons));
    if scores.len() < LIST_ENTRIES || 2 * (more + fewer) < scores.len() {
        return 0;
    }
    let weight = match more {
        10.. if more >= 20 * fewer => PURE_WEIGHT,
        _ if more >= 4 * fewer => LIST_WEIGHT,
        _ if 2 * more >= 3 * fewer => 1,
        _ => 0,
    };
    if n_organizations > n_persons { weight } else { -weight }
}

/// Whether a score leaves the kind so open that a list may settle it.
pub fn is_open(score: i32, weight: i32) -> bool {
    score.abs() <= weight.abs().max(CLEAR)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weights() {
        let check = |n_organizations: usize, n_persons: usize, n_open: usize, expected: i32| {
            let scores = [vec![8; n_organizations], vec![-8; n_persons], vec![0; n_open]].concat();
            assert_eq!(kind_weight(&scores), expected, "{n_organizations} {n_persons} {n_open}");
        };
        check(3, 0, 1, 0);
        check(4, 0, 1, LIST_WEIGHT);
        check(0, 20, 3, -PURE_WEIGHT);
        check(20, 2, 3, LIST_WEIGHT);
        check(6, 4, 2, 1);
        check(5, 5, 2, 0);
        check(4, 0, 9, 0);
        assert_eq!(heading_weight(Announced::default()), 0);
    }
}
