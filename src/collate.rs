//! Which documents print the same letter: a copy or a re-post is one letter with two documents, and its
//! signatures are counted once.

use crate::model::{DateSource, Issue, IssueCode, Letter, LetterId, Reading};
use crate::text::fold;
use rustc_hash::FxHasher;
use std::collections::{BTreeMap, BTreeSet};
use std::hash::{Hash, Hasher};

/// Signatures below which equal lists are no evidence.
const FEWEST: usize = 3;
/// Signatures from which equal lists are evidence enough: a few groups write many letters together.
const MANY: usize = 10;
/// Of ten names, how many the lists of one letter share at least: names are misread, or written in another
/// script, or a list was copied before the last had signed.
const SHARED: usize = 8;
/// Names of a list by which another that shares most of them is found.
const KEYS: usize = 8;
/// Letters that are compared for one such name.
const COMPARED: usize = 64;

/// For each reading, the index of the first that prints the same letter: itself, but for a copy. Two
/// documents print one letter when their sidecars say so, or when nearly the same names sign both and their
/// dates do not contradict; where they are few, title, addressees or date must be equal too. In one language,
/// letters with other titles and other addressees are two letters of a campaign; a translation has another
/// title anyway. Whose sidecars state different ids never print one letter. The id that a copy's sidecar
/// states becomes the original's.
pub fn run(readings: &mut [Reading], issues: &mut Vec<Issue>) -> Vec<usize> {
    let mut groups = Groups::default();
    let mut first_of: BTreeMap<u64, Vec<usize>> = BTreeMap::new();
    let mut names_of: Vec<BTreeSet<String>> = Vec::with_capacity(readings.len());
    let mut first_with_id = BTreeMap::new();
    for (index, reading) in readings.iter().enumerate() {
        groups.push(stated_id(reading));
        if let Some(id) = stated_id(reading) {
            let first = *first_with_id.entry(id).or_insert(index);
            groups.unite(first, index);
        }
        names_of.push(names(reading));
        if reading.signatures.len() < FEWEST {
            continue;
        }
        let keys = keys(&names_of[index]);
        let candidates: BTreeSet<usize> =
            keys.iter().filter_map(|key| first_of.get(key)).flatten().copied().collect();
        let one = candidates.into_iter().find(|other| {
            groups.may_unite(*other, index)
                && is_one_letter(&readings[*other], reading, Shared::of(&names_of[*other], &names_of[index]))
        });
        match one {
            Some(first) => groups.unite(first, index),
            None => {
                for key in keys {
                    let alike = first_of.entry(key).or_default();
                    if alike.len() < COMPARED {
                        alike.push(index);
                    }
                }
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

/// The names that sign.
fn names(reading: &Reading) -> BTreeSet<String> {
    reading.signatures.iter().map(|signature| fold(&signature.name)).collect()
}

/// The smallest hashes of the names: lists that share most names share one of these.
fn keys(names: &BTreeSet<String>) -> Vec<u64> {
    let hash = |name: &String| {
        let mut hasher = FxHasher::default();
        name.hash(&mut hasher);
        hasher.finish()
    };
    let mut keys: Vec<u64> = names.iter().map(hash).collect();
    keys.sort_unstable();
    keys.truncate(KEYS);
    keys
}

/// How many names two lists share.
#[derive(Debug, Clone, Copy)]
struct Shared {
    n_shared: usize,
    n_larger: usize,
}

impl Shared {
    fn of(a: &BTreeSet<String>, b: &BTreeSet<String>) -> Self {
        Self { n_shared: a.intersection(b).count(), n_larger: a.len().max(b.len()) }
    }

    fn is_all(self) -> bool {
        self.n_shared == self.n_larger
    }

    fn is_most(self) -> bool {
        10 * self.n_shared >= SHARED * self.n_larger
    }
}

/// Of two documents that share less than half of their names, how many they share and how many the one
/// with fewer has.
fn few_shared(a: &Reading, b: &Reading) -> Option<(usize, usize)> {
    let [a, b] = [a, b].map(names);
    let (n_shared, n_names) = (a.intersection(&b).count(), a.len().min(b.len()));
    (2 * n_shared < n_names).then_some((n_shared, n_names))
}

/// Whether two documents that share so many names print one letter.
fn is_one_letter(a: &Reading, b: &Reading, shared: Shared) -> bool {
    if !shared.is_most() {
        return false;
    }
    let is_long = shared.n_shared >= MANY;
    let (Some(a), Some(b)) = (&a.letter, &b.letter) else { return is_long && shared.is_all() };
    let languages = a.language.as_ref().zip(b.language.as_ref());
    let is_translated = languages.is_some_and(|(a, b)| a != b);
    let is_of_one_language = languages.is_some_and(|(a, b)| a == b);
    let dates = a.date.zip(b.date);
    let is_dated_alike = dates.is_some_and(|((a, _), (b, _))| a.date == b.date);
    if is_of_one_language && differs(a, b) && !is_alike(a, b) {
        return false;
    }
    if !shared.is_all() && !is_translated && !is_alike(a, b) && !is_dated_alike {
        return false;
    }
    if is_long {
        // Front matter often tells when a page was posted, and two sites post one letter on two days.
        let is_posting = |source: DateSource| source == DateSource::FrontMatter;
        let may_differ = dates.is_none_or(|((_, a), (_, b))| is_posting(a) || is_posting(b));
        return is_dated_alike || may_differ;
    }
    is_dated_alike || (dates.is_none() && is_alike(a, b))
}

/// Whether both state a title or both state addressees, and these have next to nothing in common.
fn differs(a: &Letter, b: &Letter) -> bool {
    let words = |texts: &[&str]| {
        let folded: Vec<String> = texts.iter().map(|text| fold(text)).collect();
        folded.iter().flat_map(|text| text.split(' ')).map(str::to_owned).collect::<BTreeSet<String>>()
    };
    let are_apart = |a: BTreeSet<String>, b: BTreeSet<String>| {
        let n_least = a.len().min(b.len());
        n_least > 0 && 2 * a.intersection(&b).count() < n_least
    };
    let title = |letter: &Letter| words(&letter.title.as_deref().into_iter().collect::<Vec<_>>());
    let addressees =
        |letter: &Letter| words(&letter.addressees.iter().map(String::as_str).collect::<Vec<_>>());
    are_apart(title(a), title(b)) || (!is_alike(a, b) && are_apart(addressees(a), addressees(b)))
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

    fn in_language(mut reading: Reading, language: &str) -> Reading {
        if let Some(letter) = &mut reading.letter {
            letter.language = Some(language.to_owned());
        }
        reading
    }

    /// The same with the last names changed.
    fn renamed(mut reading: Reading, n_names: usize) -> Reading {
        for signature in reading.signatures.iter_mut().rev().take(n_names) {
            signature.name.push_str(" of Elsewhere");
        }
        reading
    }

    #[test]
    fn a_translation_is_the_same_letter() {
        let may = Some(("2021-05-03", DateSource::Dateline));
        let june = Some(("2021-06-03", DateSource::Dateline));
        let english = in_language(letter(20, may, "Clean rivers", "The Minister"), "en");
        let spanish = in_language(letter(20, may, "Ríos limpios", "La Ministra"), "es");
        check(&[english.clone(), spanish.clone()], &[0, 0]);
        check(&[english.clone(), renamed(spanish.clone(), 3)], &[0, 0]);
        check(&[english.clone(), renamed(spanish.clone(), 8)], &[0, 1]);
        check(&[english.clone(), in_language(letter(20, june, "Ríos", ""), "es")], &[0, 1]);
        // Few names need the day.
        let few = in_language(letter(4, may, "Clean rivers", ""), "en");
        check(&[few.clone(), in_language(letter(4, may, "Ríos limpios", ""), "es")], &[0, 0]);
        check(&[few, in_language(letter(4, None, "Ríos limpios", ""), "es")], &[0, 1]);
    }

    #[test]
    fn letters_of_one_campaign_are_two() {
        let may = Some(("2021-05-03", DateSource::Dateline));
        let rivers = in_language(letter(20, None, "Clean rivers for the valley", ""), "en");
        let forests = in_language(letter(20, None, "Protect our forests now", ""), "en");
        check(&[rivers.clone(), forests], &[0, 1]);
        let reposted = in_language(letter(20, may, "Open letter: Clean rivers for the valley", ""), "en");
        check(&[rivers, reposted], &[0, 0]);
        let minister = in_language(letter(20, may, "Open letter on rivers", "The Minister of Water"), "en");
        let mayor = in_language(letter(20, may, "Open letter on rivers, again", "Mayor Bob Example"), "en");
        check(&[minister, mayor], &[0, 1]);
    }

    #[test]
    fn a_copy_may_miss_a_few_names() {
        let may = Some(("2021-05-03", DateSource::Dateline));
        let whole = letter(12, may, "Clean rivers", "");
        check(&[whole.clone(), renamed(whole.clone(), 1)], &[0, 0]);
        check(&[whole.clone(), renamed(whole, 6)], &[0, 1]);
        check(&[letter(12, None, "A", ""), renamed(letter(12, None, "B", ""), 1)], &[0, 1]);
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
