//! Which documents print the same letter: a copy or a re-post is one letter with two documents, and its
//! signatures are counted once.

use crate::model::{DateSource, Issue, IssueCode, Letter, LetterId, Reading};
use crate::text::fold;
use std::collections::{BTreeMap, BTreeSet};

/// Signatures below which equal lists are no evidence.
const FEWEST: usize = 3;
/// Signatures from which equal lists are evidence enough: a few groups write many letters together.
const MANY: usize = 10;

/// For each reading, the index of the first that prints the same letter: itself, but for a copy. Two
/// documents print one letter when their sidecars say so, or when the same names sign both and their
/// dates do not contradict; where they are few, title, addressees or date must be equal too. Whose
/// sidecars state different ids never do. The id that a copy's sidecar states becomes the original's.
pub fn run(readings: &mut [Reading], issues: &mut Vec<Issue>) -> Vec<usize> {
    let mut groups = Groups::default();
    let mut first_of: BTreeMap<Vec<String>, Vec<usize>> = BTreeMap::new();
    let mut first_with_id = BTreeMap::new();
    for (index, reading) in readings.iter().enumerate() {
        groups.push(stated_id(reading));
        if let Some(id) = stated_id(reading) {
            let first = *first_with_id.entry(id).or_insert(index);
            groups.unite(first, index);
        }
        if reading.signatures.len() >= FEWEST {
            let alike = first_of.entry(names(reading)).or_default();
            let one = alike
                .iter()
                .find(|other| groups.may_unite(**other, index) && is_one_letter(&readings[**other], reading));
            match one {
                Some(first) => groups.unite(*first, index),
                None => alike.push(index),
            }
        }
    }
    for (index, original) in groups.originals.iter().copied().enumerate().filter(|(at, of)| at != of) {
        let path = &readings[original].document.path;
        let message = match few_shared(&readings[original], &readings[index]) {
            Some((n_shared, n_names)) => format!(
                "the sidecars say that this is the same letter as {path}, though only {n_shared} of {n_names} \
                 signatories are; its signatures are not counted"
            ),
            None => format!("prints the same letter as {path}; its signatures are not counted again"),
        };
        issues.push(Issue::new(IssueCode::DuplicateLetter, &readings[index].document.path, message));
    }
    for (reading, stated) in readings.iter_mut().zip(&groups.stated) {
        if stated.is_some() && reading.letter_id.is_some() {
            (reading.letter_id, reading.is_id_stated) = (*stated, true);
        }
    }
    groups.originals
}

/// Documents that print one letter.
#[derive(Default)]
struct Groups {
    /// For each document the first of its letter.
    originals: Vec<usize>,
    /// For the first of a letter, the id that a sidecar of it states.
    stated: Vec<Option<LetterId>>,
}

impl Groups {
    fn push(&mut self, stated: Option<LetterId>) {
        self.originals.push(self.originals.len());
        self.stated.push(stated);
    }

    /// Whether no sidecars state that these are different letters.
    fn may_unite(&self, a: usize, b: usize) -> bool {
        let stated = |index: usize| self.stated[self.originals[index]];
        stated(a).zip(stated(b)).is_none_or(|(a, b)| a == b)
    }

    fn unite(&mut self, a: usize, b: usize) {
        let (a, b) = (self.originals[a], self.originals[b]);
        let (first, second) = (a.min(b), a.max(b));
        if first == second {
            return;
        }
        for original in self.originals.iter_mut().skip(second).filter(|original| **original == second) {
            *original = first;
        }
        self.stated[first] = self.stated[first].or(self.stated[second]);
        self.stated[second] = None;
    }
}

fn stated_id(reading: &Reading) -> Option<LetterId> {
    reading.letter_id.filter(|_| reading.is_id_stated)
}

/// The names that sign, in order.
fn names(reading: &Reading) -> Vec<String> {
    let mut names: Vec<String> = reading.signatures.iter().map(|signature| fold(&signature.name)).collect();
    names.sort_unstable();
    names
}

/// Of two documents that share less than half of their names, how many they share and how many the one
/// with fewer has.
fn few_shared(a: &Reading, b: &Reading) -> Option<(usize, usize)> {
    let [a, b] = [a, b].map(|reading| names(reading).into_iter().collect::<BTreeSet<String>>());
    let (n_shared, n_names) = (a.intersection(&b).count(), a.len().min(b.len()));
    (2 * n_shared < n_names).then_some((n_shared, n_names))
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
    use crate::model::{DatePrecision, Document, DocumentId, Kind, PartialDate, Place, Role, Signature};

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
        (reading.letter_id, reading.is_id_stated) = (Some(LetterId::of(&["id", id])), true);
        reading
    }

    fn check(readings: &[Reading], expected: &[usize]) -> (Vec<Reading>, Vec<Issue>) {
        let mut readings = readings.to_vec();
        let mut issues = Vec::new();
        let originals = run(&mut readings, &mut issues);
        assert_eq!(originals, expected);
        for original in &originals {
            assert_eq!(originals[*original], *original, "{originals:?}");
        }
        assert_eq!(
            issues.len(),
            originals.iter().enumerate().filter(|(at, original)| at != *original).count()
        );
        (readings, issues)
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

    #[test]
    fn different_stated_ids_are_different_letters() {
        let plain = letter(12, Some(("2021-05-03", DateSource::Dateline)), "A", "");
        let (river, lake) = (with_id(plain.clone(), "river"), with_id(plain.clone(), "lake"));
        check(&[river.clone(), lake.clone()], &[0, 1]);
        // What states none is a copy of the first; the others stay apart.
        check(&[plain.clone(), river.clone(), lake.clone()], &[0, 0, 2]);
        check(&[river.clone(), plain, lake.clone(), river.clone(), lake], &[0, 0, 2, 0, 2]);
        // An id brings together what its names do not, whatever comes first.
        let other = with_id(letter(4, None, "", ""), "river");
        let plain = letter(12, None, "A", "");
        check(&[plain.clone(), other.clone(), river.clone()], &[0, 0, 0]);
        check(&[other, plain, river], &[0, 0, 0]);
    }

    #[test]
    fn a_stated_id_is_that_of_the_letter() {
        let mut plain = letter(12, None, "A", "");
        plain.letter_id = Some(LetterId::of(&["path", "x"]));
        let (readings, _) = check(&[plain.clone(), with_id(plain, "river")], &[0, 0]);
        assert_eq!(readings[0].letter_id, Some(LetterId::of(&["id", "river"])));
    }

    #[test]
    fn a_stated_id_that_the_names_do_not_bear_out_is_told() {
        let told = |n_of_other: u32, renamed: usize| {
            let mut other = with_id(letter(n_of_other, None, "", ""), "river");
            for signature in other.signatures.iter_mut().take(renamed) {
                signature.name.push_str(" of Elsewhere");
            }
            let (_, issues) = check(&[with_id(letter(6, None, "", ""), "river"), other], &[0, 0]);
            issues[0].message.clone()
        };
        assert!(told(5, 3).contains("the same letter as x, though only 2 of 5 signatories are"));
        assert!(told(6, 3).starts_with("prints the same letter as x"));
        assert!(told(20, 0).starts_with("prints the same letter as x"));
        assert!(told(2, 0).starts_with("prints the same letter as x"));
    }
}
