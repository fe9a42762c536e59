//! Signature blocks of several lines: the name, below it the office, the organization, the country.

use super::{Entry, Reading, can_be_a_name, can_be_an_office};
use crate::model::{Kind, Section};
use crate::normalize::{self, role};
use crate::reference::Reference;

/// Lines of the longest stanza.
const LONGEST: usize = 6;

/// Reads every paragraph of several lines as an entry. Explains the section as far as its stanzas are a
/// person with an office below.
pub fn read(section: &Section, reference: &Reference) -> Option<Reading> {
    let mut stanzas: Vec<Vec<usize>> = Vec::new();
    let mut block = None;
    for (index, line) in section.lines.iter().enumerate() {
        if line.is_item {
            return None;
        }
        match stanzas.last_mut() {
            Some(stanza) if block == Some(line.block) => stanza.push(index),
            _ => stanzas.push(vec![index]),
        }
        block = Some(line.block);
    }
    let text = |index: usize| section.lines[index].line.text.as_str();
    let is_signature = |stanza: &Vec<usize>| {
        (2..=LONGEST).contains(&stanza.len())
            && !text(stanza[0]).contains(',')
            && can_be_a_name(text(stanza[0]))
            && normalize::kind::judge(text(stanza[0]), text(stanza[1]), reference).kind == Kind::Person
            && stanza[1..].iter().all(|index| {
                can_be_an_office(text(*index), reference)
                    && (role::holds_role(text(*index), reference)
                        || normalize::kind::judge(text(*index), "", reference).kind != Kind::Person)
            })
    };
    let n_good = stanzas.iter().filter(|stanza| is_signature(stanza)).count();
    if n_good == 0 {
        return None;
    }
    let entries = stanzas
        .iter()
        .map(|stanza| {
            let lines: Vec<&str> = stanza.iter().map(|index| text(*index)).collect();
            let first = section.lines[stanza[0]].line.place;
            let last = section.lines[stanza[stanza.len() - 1]].line.place;
            Entry {
                text: lines.iter().map(|line| line.trim_end_matches(',')).collect::<Vec<_>>().join(", "),
                printed: lines.join(" / "),
                place: Some(first.to(last)),
                lines: stanza.clone(),
                ..Entry::default()
            }
        })
        .collect();
    Some(Reading {
        layout: "stanzas",
        entries,
        others: Vec::new(),
        score: n_good as f64 / stanzas.len() as f64,
    })
}
