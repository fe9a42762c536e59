//! Which documents print the same letter: a copy or a re-post is one letter with two documents, and its
//! signatures are counted once.

use crate::model::{DateSource, Issue, IssueCode, Letter, Reading};
use crate::text::fold;
use std::collections::BTreeMap;

/// Signatures below which equal lists are no evidence.
const FEWEST: usize = 3;
/// Signatures from which equal lists are evidence enough: a few groups write many letters together.
const MANY: usize = 10;

/// For each reading, the index of the first that prints the same letter: itself, but for a copy. Two
/// documents print one letter when their sidecars say so, or when the same names sign both and their
/// dates do not contradict; where they are few, title, addressees or date must be equal too.
pub fn run(readings: &[Reading], issues: &mut Vec<Issue>) -> Vec<usize> {
    let mut first_of: BTreeMap<Vec<String>, Vec<usize>> = BTreeMap::new();
    let mut first_with_id = BTreeMap::new();
    let mut originals: Vec<usize> = Vec::with_capacity(readings.len());
    for (index, reading) in readings.iter().enumerate() {
        let mut original = index;
        if let Some(id) = reading.letter_id {
            let first = *first_with_id.entry(id).or_insert(index);
            // The first of that id may itself be a copy.
            original = originals.get(first).copied().unwrap_or(first);
        }
        if original == index && reading.signatures.len() >= FEWEST {
            let mut names: Vec<String> =
                reading.signatures.iter().map(|signature| fold(&signature.name)).collect();
            names.sort_unstable();
            let alike = first_of.entry(names).or_default();
            match alike.iter().find(|other| is_one_letter(&readings[**other], reading)) {
                Some(first) => original = *first,
                None => alike.push(index),
            }
        }
        if original != index {
            let message = format!(
                "prints the same letter as {}; its signatures are not counted again",
                readings[original].document.path
            );
            issues.push(Issue::new(IssueCode::DuplicateLetter, &reading.document.path, message));
        }
        originals.push(original);
    }
    originals
}

/// Whether two documents that the same names sign print one letter.
fn is_one_letter(a: &Reading, b: &Reading) -> bool {
    let is_long = a.signatures.len() >= MANY;
    let (Some(a), Some(b)) = (&a.letter, &b.letter) else { return is_long };
    let dates = a.date.zip(b.date);
    let is_dated_alike = dates.is_some_and(|((a, _), (b, _))| a.date == b.date);
    if is_long {
        // Front matter often tells when a page was posted, and two sites post one letter on two days.
        let is_posting = |source: DateSource| source == DateSource::FrontMatter;
        let may_differ = dates.is_none_or(|((_, a), (_, b))| is_posting(a) || is_posting(b));
        return is_dated_alike || may_differ;
    }
    is_dated_alike || (dates.is_none() && is_alike(a, b))
}

/// Equal title or equal addressees, as far as both are printed.
fn is_alike(a: &Letter, b: &Letter) -> bool {
    let title = |letter: &Letter| letter.title.as_deref().map(fold).filter(|title| !title.is_empty());
    let addressees = |letter: &Letter| letter.addressees.iter().map(|name| fold(name)).collect::<Vec<_>>();
    title(a).is_some_and(|of_a| title(b) == Some(of_a))
        || (!a.addressees.is_empty() && addressees(a) == addressees(b))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{
        DatePrecision, Document, DocumentId, Kind, LetterId, PartialDate, Place, Role, Signature,
    };

    /// A letter that so many names sign.
    fn letter(n_signatures: u32, date: Option<(&str, DateSource)>, title: &str, addressee: &str) -> Reading {
        let document = Document {
            id: DocumentId::of(&["x"]),
            path: "x".to_owned(),
            media_type: None,
            encoding: None,
            language: None,
            sha256: String::new(),
            bytes: 0,
            n_lines: 0,
            role: Role::Letter,
            source_title: None,
            source_publisher: None,
            source_url: None,
            source_date: None,
            source_licence: None,
        };
        let mut reading = Reading::unreadable(document, Vec::new());
        let text = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
        reading.letter = Some(Letter {
            title: text(title),
            addressees: text(addressee).into_iter().collect(),
            date: date.map(|(date, source)| {
                (PartialDate { date: date.parse().unwrap(), precision: DatePrecision::Day }, source)
            }),
            ..Letter::default()
        });
        reading.signatures = (1..=n_signatures).map(signature).collect();
        reading
    }

    fn signature(position: u32) -> Signature {
        Signature {
            position,
            section_idx: 0,
            section: None,
            kind: Kind::Organization,
            name: format!("Group {position}"),
            name_normalized: String::new(),
            acronym: None,
            descriptor: None,
            role: None,
            affiliation: None,
            place_name: None,
            country_text: None,
            country: None,
            place: Place::line(position),
            text: format!("Group {position}"),
            flags: Vec::new(),
        }
    }

    fn with_id(mut reading: Reading, id: &str) -> Reading {
        reading.letter_id = Some(LetterId::of(&["id", id]));
        reading
    }

    fn check(readings: &[Reading], expected: &[usize]) {
        let mut issues = Vec::new();
        let originals = run(readings, &mut issues);
        assert_eq!(originals, expected);
        for original in &originals {
            assert_eq!(originals[*original], *original, "{originals:?}");
        }
        assert_eq!(
            issues.len(),
            originals.iter().enumerate().filter(|(at, original)| at != *original).count()
        );
    }

    #[test]
    fn a_short_list_needs_more_than_equal_names() {
        use DateSource::{Dateline, FrontMatter};
        let plain = letter(3, None, "", "");
        check(&[plain.clone(), plain.clone()], &[0, 1]);
        let may = Some(("2021-05-03", Dateline));
        check(&[letter(3, may, "A", ""), letter(3, may, "B", "")], &[0, 0]);
        check(&[letter(3, may, "A", ""), plain], &[0, 1]);
        check(&[letter(9, None, "Clean rivers", ""), letter(9, may, "CLEAN RIVERS", "")], &[0, 0]);
        check(&[letter(3, None, "A", "The Minister"), letter(3, None, "B", "the minister")], &[0, 0]);
        check(&[letter(3, None, "A", "The Minister"), letter(3, None, "A", "The Mayor")], &[0, 0]);
        check(&[letter(3, None, "A", "The Minister"), letter(3, None, "B", "The Mayor")], &[0, 1]);
        let posted = Some(("2021-05-09", FrontMatter));
        check(&[letter(9, may, "A", ""), letter(9, posted, "A", "")], &[0, 1]);
        check(&[letter(2, may, "A", ""), letter(2, may, "A", "")], &[0, 1]);
    }

    #[test]
    fn a_long_list_may_be_posted_on_another_day() {
        use DateSource::{Dateline, FrontMatter};
        let may = Some(("2021-05-03", Dateline));
        let posted = Some(("2021-05-09", FrontMatter));
        check(&[letter(10, may, "A", ""), letter(10, posted, "B", "")], &[0, 0]);
        check(&[letter(10, posted, "A", ""), letter(10, may, "B", "")], &[0, 0]);
        check(&[letter(10, None, "", ""), letter(10, may, "", "")], &[0, 0]);
        check(&[letter(10, may, "A", ""), letter(10, Some(("2021-05-09", Dateline)), "A", "")], &[0, 1]);
    }

    #[test]
    fn a_copy_of_a_copy_is_a_copy_of_the_original() {
        let may = Some(("2021-05-03", DateSource::Dateline));
        let original = letter(3, may, "", "");
        let copy = with_id(letter(3, may, "", ""), "river");
        let of_the_copy = with_id(letter(4, None, "", ""), "river");
        check(&[original, copy, of_the_copy], &[0, 0, 0]);
    }
}
