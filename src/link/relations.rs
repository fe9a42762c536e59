//! Relations that are not identity: chapters of organizations.

use super::result::Side;
use super::scorers::Organizations;
use super::weights as w;
use crate::model::{Relation, RelationKind};
use crate::normalize::organization::TokenRole;

/// The name that is left when place and chapter are taken off weighs at least this; of a lighter one
/// there are many that have nothing to do with each other.
const MIN_PARENT: i32 = 9 * w::BIT;

/// "X Kenya", "Kenya Chapter of X" and "X – Kenya" beside "X".
pub fn chapters(side: &Side<Organizations>, entity_of_record: &[usize]) -> Vec<Relation> {
    let forms = &side.scorer.forms;
    let mut bearers: Vec<Vec<usize>> = vec![Vec::new(); forms.forms.len()];
    for (record, of) in side.records.iter().enumerate() {
        if let Some(form) = of.forms.first() {
            bearers[*form as usize].push(record);
        }
    }
    let mut relations = Vec::new();
    for (at, form) in forms.forms.iter().enumerate() {
        let has_chapter = form.words.iter().any(|word| word.role == TokenRole::Chapter);
        let ends_in_place = form.words.last().is_some_and(|word| word.role == TokenRole::Place);
        if !has_chapter && !ends_in_place {
            continue;
        }
        let n_words = form.words.len();
        let kept: Vec<_> = form
            .words
            .iter()
            .enumerate()
            .filter(|(place, word)| match word.role {
                TokenRole::Chapter => false,
                // Of a chapter every place goes, else only the one behind.
                TokenRole::Place => !(has_chapter || *place + 1 == n_words),
                _ => true,
            })
            .map(|(_, word)| *word)
            .collect();
        let weight: i32 = kept.iter().map(|word| word.bound).sum();
        if weight < MIN_PARENT || !kept.iter().any(|word| word.role == TokenRole::Word) {
            continue;
        }
        let words: Vec<&str> = kept.iter().map(|word| forms.dictionary.word(word.id).text.as_str()).collect();
        let Some(parent) = forms.find(&words.join(" ")) else { continue };
        for child in &bearers[at] {
            for parent in &bearers[parent as usize] {
                relate(side, entity_of_record, *child, *parent, &mut relations);
            }
        }
    }
    // "X – Kenya" and "X", printed without a country.
    for of_form in &bearers {
        for child in of_form.iter().filter(|record| side.records[**record].place.is_some()) {
            for parent in of_form.iter().filter(|record| side.records[**record].place.is_none()) {
                if side.records[*parent].country.is_none() {
                    relate(side, entity_of_record, *child, *parent, &mut relations);
                }
            }
        }
    }
    relations
}

fn relate(
    side: &Side<Organizations>,
    entity_of_record: &[usize],
    child: usize,
    parent: usize,
    relations: &mut Vec<Relation>,
) {
    let (entity_a, entity_b) = (entity_of_record[child], entity_of_record[parent]);
    if entity_a == entity_b {
        return;
    }
    let name = |record: usize| {
        let form = side.records[record].forms.first().copied().unwrap_or_default();
        side.scorer.forms.forms[form as usize].key.as_str()
    };
    let evidence = match &side.records[child].place {
        Some(place) => format!("{} at {}", name(parent), place.canonical),
        None => format!("{} beside {}", name(child), name(parent)),
    };
    relations.push(Relation { entity_a, entity_b, kind: RelationKind::ChapterOf, evidence });
}
