//! Which letter a passage is about: one of the corpus, or one that the corpus lacks.
//!
//! In: the mentions of all readings and what is known of the corpus' letters. Out: a [`Target`] for every
//! mention, and the missing letters. A passage is about a letter of the corpus when exactly one has as
//! many signatories, an addressee that may be the same, and no other date. Passages about no letter of
//! the corpus are grouped in order of path and line by the same comparison; a passage that fits two
//! groups joins the first.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::{DatePrecision, Mention, MentionId, MissingLetterId, PartialDate, Reading, Unit};
use crate::tables::addressee::Addressee;
use crate::tables::cell::Ordinals;
use crate::tables::counts::count;
use crate::tables::source::Source;

/// Two days may be those of signing and of sending.
const MAX_DAYS_APART: i32 = 3;

/// What a mention is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Target {
    /// A letter of the corpus, by the index of its first reading.
    Letter(usize),
    /// A missing letter, by its index.
    Missing(usize),
    /// One of several letters of the corpus.
    Undecided,
}

/// What passages tell of a letter.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Facts {
    /// Its date.
    pub date: Option<PartialDate>,
    /// Its addressee as first printed.
    pub addressee: Option<String>,
    /// Organizations stated.
    pub n_organizations: Option<u32>,
    /// Individuals stated.
    pub n_individuals: Option<u32>,
    /// Signatories stated.
    pub n_signatories: Option<u32>,
    /// Groups or members represented.
    pub n_represented: Option<u32>,
    /// Signatories named.
    pub signers: Vec<String>,
}

/// A letter that the corpus lacks.
#[derive(Debug, Clone, PartialEq)]
pub struct MissingLetter {
    /// Derived from the first passage.
    pub id: MissingLetterId,
    /// What is known of it.
    pub facts: Facts,
    /// Passages about it.
    pub n_mentions: usize,
    /// Documents with such passages.
    pub n_documents: usize,
}

/// What every mention is about.
#[derive(Debug, Default)]
pub struct Resolution {
    /// For each reading, what each of its mentions is about.
    pub targets: Vec<Vec<Target>>,
    /// The letters that the corpus lacks, in order of their first passages.
    pub missing: Vec<MissingLetter>,
}

/// Ids of the mentions of a reading.
pub fn mention_ids(reading: &Reading) -> Vec<MentionId> {
    let mut ordinals = Ordinals::new();
    let path = &reading.document.path;
    let mentions = reading.mentions.iter();
    mentions
        .map(|mention| MentionId::of(&[path, &mention.text, &ordinals.next(mention.text.as_str())]))
        .collect()
}

/// Says what every mention is about.
pub fn resolve(source: &Source<'_>) -> Resolution {
    let known: Vec<Known> = source.letters.iter().map(|letter| Known::read(source, *letter)).collect();
    let by_number = by_number(&known);
    let mut missing: Vec<Group> = Vec::new();
    let mut groups_by_number: BTreeMap<u32, Vec<usize>> = BTreeMap::new();
    let mut targets: Vec<Vec<Target>> =
        source.corpus.readings.iter().map(|reading| Vec::with_capacity(reading.mentions.len())).collect();

    for (index, reading) in source.corpus.readings.iter().enumerate() {
        let ids = mention_ids(reading);
        let mut start = 0;
        while start < reading.mentions.len() {
            let more = reading.mentions[start + 1..].iter().take_while(|mention| mention.continues).count();
            let end = start + 1 + more;
            let passage = Passage::read(source, index, &reading.mentions[start..end]);
            let target = match letters_meant(&passage, &known, &by_number, source.letter_of[index])[..] {
                [letter] => Target::Letter(letter),
                [] => {
                    let group = group_of(&passage, &missing, &groups_by_number).unwrap_or_else(|| {
                        missing.push(Group::founded_by(&reading.document.path, ids[start]));
                        missing.len() - 1
                    });
                    missing[group].absorb(&passage, end - start, index);
                    for number in passage.facts.numbers() {
                        let groups = groups_by_number.entry(number).or_default();
                        if !groups.contains(&group) {
                            groups.push(group);
                        }
                    }
                    Target::Missing(group)
                }
                _ => Target::Undecided,
            };
            targets[index].extend(std::iter::repeat_n(target, end - start));
            start = end;
        }
    }
    Resolution { targets, missing: missing.into_iter().map(|group| group.letter).collect() }
}

/// What is known of a letter of the corpus.
struct Known {
    letter: usize,
    addressee: Addressee,
    title: Addressee,
    date: Option<PartialDate>,
    numbers: BTreeSet<u32>,
}

impl Known {
    fn read(source: &Source<'_>, letter: usize) -> Self {
        let corpus = source.corpus;
        let fields = source.letter(letter);
        let counts = count(source.signed[letter].iter().map(|signing| corpus.signature(*signing)));
        let mut numbers: BTreeSet<u32> = [counts.organizations, counts.signatures]
            .into_iter()
            .filter_map(|n| u32::try_from(n).ok())
            .collect();
        let counts_signers = |unit| matches!(unit, Unit::Organizations | Unit::Signatories);
        for claim in source.printed_in[letter].iter().flat_map(|reading| &corpus.readings[*reading].claims) {
            if counts_signers(claim.unit) {
                numbers.insert(claim.stated);
            }
        }
        numbers.remove(&0);
        let read = |text: &str| Addressee::read(text, source.reference);
        let title = |text: Option<&String>| text.map(String::as_str).unwrap_or_default().to_owned();
        Self {
            letter,
            addressee: read(&fields.map_or(String::new(), |fields| fields.addressees.join(" | "))),
            title: read(&format!(
                "{} | {}",
                title(fields.and_then(|fields| fields.title.as_ref())),
                title(fields.and_then(|fields| fields.subject.as_ref()))
            )),
            date: fields.and_then(|fields| fields.date).map(|(date, _)| date),
            numbers,
        }
    }
}

fn by_number(known: &[Known]) -> BTreeMap<u32, Vec<usize>> {
    let mut by_number: BTreeMap<u32, Vec<usize>> = BTreeMap::new();
    for (index, letter) in known.iter().enumerate() {
        for number in &letter.numbers {
            by_number.entry(*number).or_default().push(index);
        }
    }
    by_number
}

/// A mention with the mentions that go on about the same letter.
struct Passage {
    facts: Facts,
    /// The addressee, or, where none is named in a letter, that letter's own: an earlier letter is
    /// mostly recalled to whom it was written.
    addressee: Addressee,
}

impl Passage {
    fn read(source: &Source<'_>, reading: usize, mentions: &[Mention]) -> Self {
        let mut facts = Facts::default();
        for mention in mentions {
            facts.absorb(&Facts {
                date: mention.date,
                addressee: mention.addressee.clone(),
                n_organizations: mention.n_organizations,
                n_individuals: mention.n_individuals,
                n_signatories: mention.n_signatories,
                n_represented: mention.n_represented,
                signers: mention.signers.clone(),
            });
        }
        let own = || source.letter_of[reading].and_then(|letter| source.letter(letter));
        let named = facts.addressee.clone();
        let text = named.or_else(|| own().map(|letter| letter.addressees.join(" | "))).unwrap_or_default();
        Self { facts, addressee: Addressee::read(&text, source.reference) }
    }
}

impl Facts {
    /// Takes over what the other tells and this does not.
    fn absorb(&mut self, other: &Self) {
        let is_finer = |new: PartialDate| self.date.is_none_or(|old| new.precision < old.precision);
        self.date = other.date.filter(|new| is_finer(*new)).or(self.date);
        self.addressee = self.addressee.take().or_else(|| other.addressee.clone());
        self.n_organizations = self.n_organizations.or(other.n_organizations);
        self.n_individuals = self.n_individuals.or(other.n_individuals);
        self.n_signatories = self.n_signatories.or(other.n_signatories);
        self.n_represented = self.n_represented.or(other.n_represented);
        for signer in &other.signers {
            if !self.signers.contains(signer) {
                self.signers.push(signer.clone());
            }
        }
    }

    /// Numbers under which the letter may be known: of organizations, of signatories, of both kinds.
    fn numbers(&self) -> BTreeSet<u32> {
        let sum = match (self.n_organizations, self.n_individuals) {
            (Some(organizations), Some(individuals)) => organizations.checked_add(individuals),
            (None, individuals) => individuals,
            _ => None,
        };
        [self.n_organizations, self.n_signatories, sum].into_iter().flatten().filter(|n| *n > 0).collect()
    }

    /// Whether a number that both state is not the same.
    fn contradicts(&self, other: &Self) -> bool {
        let differ = |a: Option<u32>, b: Option<u32>| a.zip(b).is_some_and(|(a, b)| a != b);
        differ(self.n_organizations, other.n_organizations)
            || differ(self.n_individuals, other.n_individuals)
            || differ(self.n_signatories, other.n_signatories)
    }
}

/// Letters of the corpus that a passage may be about, other than its own document's.
fn letters_meant(
    passage: &Passage,
    known: &[Known],
    by_number: &BTreeMap<u32, Vec<usize>>,
    own: Option<usize>,
) -> Vec<usize> {
    let numbers = passage.facts.numbers();
    let fits = |letter: &&Known| {
        let dates = compare(passage.facts.date, letter.date);
        let is_addressed_alike =
            passage.addressee.is_like(&letter.addressee) || passage.addressee.is_like(&letter.title);
        let is_addressee_open = passage.addressee.is_unknown() || letter.addressee.is_unknown();
        Some(letter.letter) != own
            && dates != Dates::Differ
            && (is_addressed_alike || (is_addressee_open && dates == Dates::Agree))
            // Without a number, the addressee and the very day must do.
            && (!numbers.is_empty() || (is_addressed_alike && are_same_day(passage.facts.date, letter.date)))
    };
    let candidates: BTreeSet<usize> = if numbers.is_empty() {
        (0..known.len()).collect()
    } else {
        numbers.iter().flat_map(|number| by_number.get(number).into_iter().flatten().copied()).collect()
    };
    let found: Vec<&Known> = candidates.into_iter().map(|index| &known[index]).filter(fits).collect();
    let dated: Vec<&&Known> =
        found.iter().filter(|letter| compare(passage.facts.date, letter.date) == Dates::Agree).collect();
    match dated[..] {
        [letter] => vec![letter.letter],
        _ => found.iter().map(|letter| letter.letter).collect(),
    }
}

/// Passages about one missing letter.
struct Group {
    letter: MissingLetter,
    addressee: Addressee,
    last_reading: Option<usize>,
}

impl Group {
    fn founded_by(path: &str, mention: MentionId) -> Self {
        let id = MissingLetterId::of(&[path, &mention.to_string()]);
        let letter = MissingLetter { id, facts: Facts::default(), n_mentions: 0, n_documents: 0 };
        Self { letter, addressee: Addressee::default(), last_reading: None }
    }

    fn absorb(&mut self, passage: &Passage, n_mentions: usize, reading: usize) {
        self.letter.facts.absorb(&passage.facts);
        self.addressee.absorb(&passage.addressee);
        self.letter.n_mentions += n_mentions;
        self.letter.n_documents += usize::from(self.last_reading != Some(reading));
        self.last_reading = Some(reading);
    }
}

fn group_of(passage: &Passage, missing: &[Group], by_number: &BTreeMap<u32, Vec<usize>>) -> Option<usize> {
    let numbers = passage.facts.numbers();
    let candidates: BTreeSet<usize> =
        numbers.iter().flat_map(|number| by_number.get(number).into_iter().flatten().copied()).collect();
    candidates.into_iter().find(|index| {
        let group = &missing[*index];
        let dates = compare(passage.facts.date, group.letter.facts.date);
        let is_addressee_open = passage.addressee.is_unknown() || group.addressee.is_unknown();
        !passage.facts.contradicts(&group.letter.facts)
            && dates != Dates::Differ
            && (passage.addressee.is_like(&group.addressee) || (is_addressee_open && dates == Dates::Agree))
    })
}

/// What two dates say of each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Dates {
    Agree,
    Differ,
    /// One is not known.
    Open,
}

fn compare(a: Option<PartialDate>, b: Option<PartialDate>) -> Dates {
    let (Some(a), Some(b)) = (a, b) else { return Dates::Open };
    let agree = match a.precision.max(b.precision) {
        DatePrecision::Day => {
            a.date.until(b.date).is_ok_and(|between| between.get_days().abs() <= MAX_DAYS_APART)
        }
        DatePrecision::Month => a.date.year() == b.date.year() && a.date.month() == b.date.month(),
        DatePrecision::Year => a.date.year() == b.date.year(),
    };
    if agree { Dates::Agree } else { Dates::Differ }
}

fn are_same_day(a: Option<PartialDate>, b: Option<PartialDate>) -> bool {
    a.zip(b).is_some_and(|(a, b)| a == b && a.precision == DatePrecision::Day)
}
