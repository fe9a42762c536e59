//! The rows of the explorer's data, as literals of JavaScript. Rows refer to each other by their places, which are
//! those of [`Order`].

use std::cmp::Reverse;

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use crate::model::vocabulary::Vocabulary;
use crate::model::{DocumentId, EntityId, Kind, LetterId, LinkDecision, Qualifier};
use crate::publish::explorer::literal::List;
use crate::publish::html::plain_day;
use crate::tables::Dataset;
use crate::tables::entities::EntityRow;
use crate::tables::links::LinkRow;
use crate::tables::names::NameRow;
use crate::tables::relations::RelationRow;
use crate::tables::signatures::SignatureRow;

/// Entities in the list of those who sign most.
const MOST_TOP: usize = 500;
/// Of one entity: partners, links and names; of one letter: claims and mentions.
const MOST_PARTNERS: usize = 15;
const MOST_LINKS: usize = 8;
const MOST_NAMES: usize = 30;
const MOST_PASSAGES: usize = 10;

/// What signatures are printed under: a letter, or a document that prints signatories and no letter.
type Group = (Option<LetterId>, DocumentId);

/// In which order things are told, and their places in it.
pub struct Order<'a> {
    /// Letters by date, then documents with signatories and no letter; each with its signatures in order.
    groups: Vec<(Group, Vec<&'a SignatureRow>)>,
    /// Places of entities, which stand in the order of their table.
    entity: FxHashMap<EntityId, usize>,
}

impl<'a> Order<'a> {
    /// The order of a dataset.
    pub fn of(dataset: &'a Dataset) -> Self {
        let mut letters: Vec<_> = dataset.letters.iter().collect();
        letters.sort_by_key(|row| (row.date.is_none(), Reverse(row.date), row.letter_id));
        let mut groups: Vec<(Group, Vec<&SignatureRow>)> =
            letters.iter().map(|row| ((Some(row.letter_id), row.document_id), Vec::new())).collect();
        let mut place: FxHashMap<Result<LetterId, DocumentId>, usize> =
            letters.iter().enumerate().map(|(at, row)| (Ok(row.letter_id), at)).collect();
        for row in &dataset.signatures {
            let key = row.letter_id.ok_or(row.document_id);
            let at = *place.entry(key).or_insert_with(|| {
                groups.push(((row.letter_id, row.document_id), Vec::new()));
                groups.len() - 1
            });
            if let Some((_, signatures)) = groups.get_mut(at) {
                signatures.push(row);
            }
        }
        for (_, signatures) in &mut groups {
            signatures.sort_by_key(|row| (row.position, row.signature_id));
        }
        let entity = dataset.entities.iter().enumerate().map(|(at, row)| (row.entity_id, at)).collect();
        Self { groups, entity }
    }

    /// The place of the first signature of a letter.
    pub fn first(&self, letter: usize) -> usize {
        self.groups.iter().take(letter).map(|(_, signatures)| signatures.len()).sum()
    }

    fn entity(&self, id: EntityId) -> Option<usize> {
        self.entity.get(&id).copied()
    }
}

/// The id under which a letter, or the document in its place, is asked for.
fn id((letter, document): &Group) -> String {
    letter.map_or_else(|| document.to_string(), |letter| letter.to_string())
}

/// The lists by name.
pub fn all(dataset: &Dataset, order: &Order<'_>) -> [(&'static str, Vec<String>); 6] {
    let mut top: Vec<(usize, &EntityRow)> = dataset.entities.iter().enumerate().collect();
    let rank = |(at, row): &(usize, &EntityRow)| (Reverse((row.n_letters, row.n_signatures)), *at);
    if top.len() > MOST_TOP {
        top.select_nth_unstable_by_key(MOST_TOP, rank);
        top.truncate(MOST_TOP);
    }
    top.sort_by_key(rank);
    let top = top.into_iter().map(|(at, _)| at.to_string()).collect();
    let mut ids: Vec<(String, usize)> =
        order.groups.iter().enumerate().map(|(at, (group, _))| (id(group), at)).collect();
    ids.sort_unstable();
    let ids = ids.into_iter().map(|(id, at)| format!("[\"{id}\",{at}]")).collect();
    let ((letters, signatures), (entities, details)) = rayon::join(
        || rayon::join(|| letters(dataset, order), || signatures(order)),
        || rayon::join(|| entities(dataset), || details(dataset, order)),
    );
    [
        ("letters", letters),
        ("signatures", signatures),
        ("entities", entities),
        ("details", details),
        ("top", top),
        ("ids", ids),
    ]
}

fn kind(kind: Kind) -> u8 {
    match kind {
        Kind::Organization => 0,
        Kind::Person => 1,
        Kind::Unknown => 2,
    }
}

/// Letters: id, title, date, path, place of the first signature, number of signatures, organizations, persons,
/// countries, signatories, addressees, language, claims (what, stated, counted, agrees, line, text), mentions
/// (path, line, text), other documents that print it.
fn letters(dataset: &Dataset, order: &Order<'_>) -> Vec<String> {
    let paths: FxHashMap<DocumentId, &str> =
        dataset.documents.iter().map(|row| (row.document_id, row.path.as_str())).collect();
    let path = |document: DocumentId| paths.get(&document).copied().unwrap_or_default();
    let by_id: FxHashMap<LetterId, _> = dataset.letters.iter().map(|row| (row.letter_id, row)).collect();
    let mut claims: FxHashMap<DocumentId, Vec<_>> = FxHashMap::default();
    for claim in &dataset.claims {
        claims.entry(claim.document_id).or_default().push(claim);
    }
    let mut mentions: FxHashMap<LetterId, Vec<_>> = FxHashMap::default();
    for mention in &dataset.mentions {
        if let Some(letter) = mention.letter_id {
            mentions.entry(letter).or_default().push(mention);
        }
    }
    let mut copies: FxHashMap<LetterId, Vec<&str>> = FxHashMap::default();
    for document in dataset.documents.iter().filter(|row| row.original_document_id.is_some()) {
        if let Some(letter) = document.letter_id {
            copies.entry(letter).or_default().push(&document.path);
        }
    }
    let mut first = 0;
    let groups = order.groups.iter().map(|((letter, document), signatures)| {
        let mut row = List::new();
        match letter.and_then(|letter| by_id.get(&letter)) {
            Some(letter) => {
                row.text(&letter.letter_id.to_string());
                row.maybe_text(letter.title.as_deref().or(letter.subject.as_deref()));
                row.text(&plain_day(letter.date, letter.date_precision));
                row.text(path(*document));
                row.plain(first);
                for n in [letter.n_signatures, letter.n_organizations, letter.n_persons] {
                    row.plain(n);
                }
                row.plain(letter.n_countries);
                row.plain(letter.n_entities);
                row.maybe_text(letter.addressees.as_deref());
                row.maybe_text(letter.language.as_deref());
            }
            None => {
                let of_kind = |kind| signatures.iter().filter(|row| row.kind == kind).count();
                row.text(&document.to_string());
                row.nothing();
                row.nothing();
                row.text(path(*document));
                for n in [first, signatures.len(), of_kind(Kind::Organization), of_kind(Kind::Person)] {
                    row.plain(n);
                }
                (0..4).for_each(|_| row.nothing());
            }
        }
        first += signatures.len();
        let mut list = List::new();
        for claim in claims.get(document).into_iter().flatten().take(MOST_PASSAGES) {
            let mut told = List::new();
            let qualifier = match claim.qualifier {
                Qualifier::Exactly => "",
                Qualifier::Over => "over that many ",
                Qualifier::About => "about that many ",
            };
            told.text(&format!("{qualifier}{} of the {}", claim.unit, claim.scope));
            told.plain(claim.stated);
            told.maybe(claim.counted);
            told.maybe(claim.agrees);
            told.plain(claim.line);
            told.text(&claim.text);
            list.list(told);
        }
        row.list(list);
        let mut list = List::new();
        for mention in
            letter.and_then(|letter| mentions.get(&letter)).into_iter().flatten().take(MOST_PASSAGES)
        {
            let mut told = List::new();
            told.text(path(mention.document_id));
            told.plain(mention.line);
            told.text(&mention.text);
            list.list(told);
        }
        row.list(list);
        let copies = letter.and_then(|letter| copies.get(&letter));
        row.lines(copies.into_iter().flatten().copied().take(MOST_NAMES));
        row.finish()
    });
    groups.collect()
}

/// Signatures in the order of their letters: id without its prefix, place of the entity, kind, name, text,
/// codes of countries, line, role, affiliation, place of the affiliation's entity, section, place, probability of
/// the link, flags. A text that begins with the name stands as `=` and its rest, another after a `-`.
fn signatures(order: &Order<'_>) -> Vec<String> {
    let all: Vec<&SignatureRow> =
        order.groups.iter().flat_map(|(_, signatures)| signatures).copied().collect();
    let signature = |signature: &&SignatureRow| {
        let mut row = List::new();
        row.text(signature.signature_id.to_string().trim_start_matches("sig-"));
        row.maybe(order.entity(signature.entity_id));
        row.plain(kind(signature.kind));
        row.text(&signature.name);
        row.text(&match signature.text.strip_prefix(signature.name.as_str()) {
            Some(rest) => format!("={rest}"),
            None => format!("-{}", signature.text),
        });
        row.maybe_text(signature.country_codes.as_deref());
        row.plain(signature.line_start);
        row.maybe_text(signature.role.as_deref());
        row.maybe_text(signature.affiliation.as_deref());
        row.maybe(signature.affiliation_entity_id.and_then(|id| order.entity(id)));
        row.maybe_text(signature.section.as_deref());
        row.maybe_text(signature.place.as_deref());
        row.maybe(signature.link_probability);
        row.maybe_text(signature.flags.as_deref());
        row.finish()
    };
    all.par_iter().map(signature).collect()
}

/// Entities in the order of their table: id without its prefix, kind, name, country, letters, signatures, other
/// names, acronym.
fn entities(dataset: &Dataset) -> Vec<String> {
    let mut names: FxHashMap<EntityId, Vec<&str>> = FxHashMap::default();
    for name in &dataset.names {
        names.entry(name.entity_id).or_default().push(&name.name);
    }
    let entity = |entity: &EntityRow| {
        let others = names.get(&entity.entity_id).into_iter().flatten().copied();
        let mut row = List::new();
        row.text(entity.entity_id.to_string().trim_start_matches("ent-"));
        row.plain(kind(entity.kind));
        row.text(&entity.name);
        row.maybe_text(entity.country.as_ref().map(|code| code.as_str()));
        row.plain(entity.n_letters);
        row.plain(entity.n_signatures);
        row.lines(others.filter(|name| *name != entity.name).take(MOST_NAMES));
        row.maybe_text(entity.acronym.as_deref());
        row.finish()
    };
    dataset.entities.par_iter().map(entity).collect()
}

/// What is told of an entity on its own page: places of its signatures, and of those that name it as their
/// organization, as distances; partners (place, letters); links (place of the other entity or nothing for the
/// same, its name, the other name, bits, probability, decision, why); names (name, signatures, affiliations);
/// relations (place, kind, evidence, whether it is the first of the two); confidence, first and last letter,
/// region.
fn details(dataset: &Dataset, order: &Order<'_>) -> Vec<String> {
    let n = dataset.entities.len();
    let (mut signed, mut named) = (vec![Vec::new(); n], vec![Vec::new(); n]);
    for (at, row) in order.groups.iter().flat_map(|(_, signatures)| signatures).enumerate() {
        if let Some(entity) = order.entity(row.entity_id) {
            signed[entity].push(at);
        }
        if let Some(entity) = row.affiliation_entity_id.and_then(|id| order.entity(id)) {
            named[entity].push(at);
        }
    }
    let mut partners: Vec<Vec<(i32, usize)>> = vec![Vec::new(); n];
    for pair in &dataset.cosignatures {
        if let (Some(a), Some(b)) = (order.entity(pair.entity_a), order.entity(pair.entity_b)) {
            partners[a].push((pair.n_letters, b));
            partners[b].push((pair.n_letters, a));
        }
    }
    let mut links: Vec<Vec<&LinkRow>> = vec![Vec::new(); n];
    for link in &dataset.links {
        let (a, b) = (order.entity(link.left_entity_id), order.entity(link.right_entity_id));
        for entity in [a, b.filter(|_| a != b)].into_iter().flatten() {
            links[entity].push(link);
        }
    }
    let mut names: Vec<Vec<&NameRow>> = vec![Vec::new(); n];
    for name in &dataset.names {
        if let Some(entity) = order.entity(name.entity_id) {
            names[entity].push(name);
        }
    }
    let mut relations: Vec<Vec<(usize, &RelationRow, bool)>> = vec![Vec::new(); n];
    for relation in &dataset.relations {
        if let (Some(a), Some(b)) = (order.entity(relation.entity_a), order.entity(relation.entity_b)) {
            relations[a].push((b, relation, true));
            relations[b].push((a, relation, false));
        }
    }
    let detail = |(at, entity): (usize, &EntityRow)| {
        let mut row = List::new();
        row.steps(&signed[at]);
        row.steps(&named[at]);
        let mut sorted = partners[at].clone();
        sorted.sort_unstable_by_key(|(letters, other)| (Reverse(*letters), *other));
        row.list(list(sorted.iter().take(MOST_PARTNERS), |told, (letters, other)| {
            told.plain(other);
            told.plain(letters);
        }));
        row.list(told(&links[at], entity.entity_id, order));
        // The one name that everybody prints need not be told again.
        let is_told = names[at].iter().any(|name| name.name != entity.name || name.n_affiliations > 0);
        row.list(list(names[at].iter().filter(|_| is_told).take(MOST_NAMES), |told, name| {
            told.text(&name.name);
            told.plain(name.n_signatures);
            told.plain(name.n_affiliations);
        }));
        row.list(list(relations[at].iter().take(MOST_PARTNERS), |told, (other, relation, is_first)| {
            told.plain(other);
            told.text(relation.r#type.name());
            told.text(&relation.evidence);
            told.plain(is_first);
        }));
        row.plain(entity.cluster_confidence);
        row.text(&plain_day(entity.first_signed, None));
        row.text(&plain_day(entity.last_signed, None));
        row.maybe_text(entity.subregion.as_deref());
        row.finish()
    };
    dataset.entities.par_iter().enumerate().map(detail).collect()
}

fn list<T>(items: impl Iterator<Item = T>, write: impl Fn(&mut List, T)) -> List {
    let mut list = List::new();
    for item in items {
        let mut told = List::new();
        write(&mut told, item);
        list.list(told);
    }
    list
}

/// The links of an entity that tell most: what waits for a person, then the least sure of what holds it together,
/// then what came nearest to it.
fn told(links: &[&LinkRow], entity: EntityId, order: &Order<'_>) -> List {
    let millibits = |link: &LinkRow| (link.match_weight * 1000.0).round() as i64;
    let mut links: Vec<&LinkRow> = links.to_vec();
    links.sort_by_key(|link| {
        let (rank, weight) = match link.decision {
            LinkDecision::Review => (0, -millibits(link)),
            LinkDecision::Overruled => (1, 0),
            LinkDecision::Linked => (2, millibits(link)),
            LinkDecision::Rejected => (3, -millibits(link)),
        };
        (rank, weight, link.left_signature_id, link.right_signature_id)
    });
    list(links.into_iter().take(MOST_LINKS), |told, link| {
        let is_left = link.left_entity_id == entity;
        let other = if is_left { link.right_entity_id } else { link.left_entity_id };
        let (own, others) = match is_left {
            true => (&link.left_name, &link.right_name),
            false => (&link.right_name, &link.left_name),
        };
        told.maybe(order.entity(other).filter(|_| other != entity));
        told.text(own);
        told.text(others);
        told.plain(link.match_weight);
        told.plain(link.probability);
        told.text(link.decision.name());
        told.text(&link.why);
    })
}
