//! Lists of records: which of a document's tables are its signatories.

use crate::model::{Announced, BlockKind, MarkKind, Section, SignatureLine, Text};
use crate::reference::Reference;
use crate::reference::columns::{self, Answer, Field};
use crate::reference::phrases::PhraseRole;
use crate::segment::language;
use crate::segment::lists::{Lists, other};
use crate::segment::rows::{Row, is_marked};
use std::collections::BTreeMap;

/// Text of a list from which a language may be told.
const LANGUAGE_CHARS: usize = 6000;

/// Rows that follow each other, and the headings above them, outermost first.
#[derive(Default)]
struct Group {
    headings: Vec<usize>,
    rows: Vec<usize>,
}

/// Finds the lists: the tables under a heading that announces signatories; where there is none, those whose
/// heads name somebody; else the others.
pub fn find(rows: &[Row], reference: &Reference) -> Lists {
    let groups = groups(rows);
    let announced: Vec<Option<Announced>> =
        groups.iter().map(|group| announced(group, rows, reference)).collect();
    let is_announced = announced.iter().any(Option::is_some);
    let names_somebody: Vec<bool> =
        groups.iter().map(|group| names_somebody(group, rows, reference)).collect();
    let has_names = names_somebody.contains(&true);
    let mut lists = Lists::none(rows.len());
    for (index, group) in groups.iter().enumerate() {
        let is_taken = match (is_announced, has_names) {
            (true, _) => announced[index].is_some(),
            (false, true) => names_somebody[index],
            (false, false) => !is_something_else(group, rows, reference),
        };
        if is_taken {
            take(&mut lists, rows, group, announced[index].unwrap_or_default());
        }
    }
    lists
}

fn groups(rows: &[Row]) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    let mut headings: Vec<(u8, usize)> = Vec::new();
    let mut is_open = false;
    for (at, row) in rows.iter().enumerate() {
        match row.kind {
            BlockKind::Heading(level) => {
                headings.retain(|(above, _)| *above < level);
                headings.push((level, at));
                is_open = false;
            }
            BlockKind::Row { is_head } => {
                if !is_open || is_head {
                    let headings = headings.iter().map(|(_, at)| *at).collect();
                    groups.push(Group { headings, rows: Vec::new() });
                    is_open = true;
                }
                if let Some(group) = groups.last_mut() {
                    group.rows.push(at);
                }
            }
            _ => is_open = false,
        }
    }
    groups
}

/// Whom the headings announce, the innermost first; `None` when none of them announces signatories.
fn announced(group: &Group, rows: &[Row], reference: &Reference) -> Option<Announced> {
    let mut found = None;
    for at in group.headings.iter().rev() {
        let key = columns::key(rows[*at].text());
        let mut announced = Announced::default();
        let mut is_list = false;
        for word in key.split(' ') {
            let is = |role| reference.phrases.is(word, role);
            let is_organization =
                is(PhraseRole::HeadingOrganizations) || reference.columns.is(word, Answer::Organization);
            let is_person = is(PhraseRole::HeadingIndividuals) || reference.columns.is(word, Answer::Person);
            announced.organizations |= is_organization;
            announced.individuals |= is_person;
            is_list |= is_organization || is_person || is(PhraseRole::HeadingSignatories);
        }
        if is_list {
            let inner: Announced = found.unwrap_or_default();
            let is_told = inner.organizations || inner.individuals;
            found = Some(if is_told { inner } else { announced });
        }
    }
    found
}

/// Whether the head of a table has a column for whoever signs.
fn names_somebody(group: &Group, rows: &[Row], reference: &Reference) -> bool {
    let head = group.rows.first().map(|at| &rows[*at]);
    let Some(line) = head.filter(|row| row.kind == BlockKind::Row { is_head: true }).and_then(|row| row.line)
    else {
        return false;
    };
    let names = |cell: &String| {
        matches!(
            reference.columns.field(cell),
            Some(
                Field::Name
                    | Field::Given
                    | Field::Family
                    | Field::FamilyFirst
                    | Field::Organization
                    | Field::Contact
            )
        )
    };
    line.cells.iter().any(names) && !is_something_else(group, rows, reference)
}

/// Whether the heading right above is that of something that is no list of names.
fn is_something_else(group: &Group, rows: &[Row], reference: &Reference) -> bool {
    let Some(at) = group.headings.last() else { return false };
    matches!(
        reference.columns.exact(rows[*at].text()),
        Some(Field::Ignored | Field::Comment | Field::Url | Field::Language)
    )
}

fn take(lists: &mut Lists, rows: &[Row], group: &Group, announced: Announced) {
    for at in &group.headings {
        if let Some(line) = rows[*at].line.filter(|_| !lists.is_inside[*at]) {
            lists.is_inside[*at] = true;
            lists.notes.push(other(line, "heading of a list"));
        }
    }
    let heading = group.headings.last().and_then(|at| rows[*at].line).cloned();
    let mut section = Section { heading, announced, ..Section::default() };
    for at in &group.rows {
        let row = &rows[*at];
        let Some(line) = row.line else { continue };
        lists.is_inside[*at] = true;
        if is_marked(line, &MarkKind::Commented) {
            lists.notes.push(other(line, "commented out"));
            continue;
        }
        if (row.kind == BlockKind::Row { is_head: true }) {
            section.heads.push(section.lines.len());
        }
        section.lines.push(SignatureLine { line: line.clone(), block: row.block, is_item: true });
    }
    if !section.lines.is_empty() {
        lists.sections.push(section);
    }
}

/// ISO 639-1 code of the language that the heads of a list's columns are in, unless they are the English keys
/// that programs use or another language is stated.
pub fn language_of_heads(text: &Text, reference: &Reference) -> Option<String> {
    let is_stated = |key: &str| matches!(key, "lang" | "language" | "locale");
    if !text.is_list || text.front_matter.iter().any(|(key, ..)| is_stated(key)) {
        return None;
    }
    let mut votes: BTreeMap<&str, usize> = BTreeMap::new();
    for language in head(text).iter().filter_map(|cell| reference.columns.language(cell)) {
        *votes.entry(language).or_default() += 1;
    }
    let n_english = votes.remove("en").unwrap_or(0);
    let (language, n_votes) = votes.into_iter().max_by_key(|(_, n_votes)| *n_votes)?;
    (n_votes >= 2 || n_english <= 1).then(|| language.to_owned())
}

/// The language of a list whose heads and texts tell none beyond doubt: what its texts look like, else
/// English where its heads are words of it.
pub fn likely_language(text: &Text, reference: &Reference) -> Option<String> {
    if !text.is_list {
        return None;
    }
    let lines = text.blocks.iter().flat_map(|block| &block.lines).flat_map(|line| &line.cells);
    let fields = text.front_matter.iter().map(|(_, value, _)| value);
    let mut sample = String::new();
    for value in fields.chain(lines).filter(|value| !value.contains(['@', '/'])) {
        if sample.len() > LANGUAGE_CHARS {
            break;
        }
        sample.push_str(value);
        sample.push('\n');
    }
    if let Some(code) = language::detected(&sample) {
        return Some(code.to_owned());
    }
    // What is a key to a program is no word to a reader.
    let is_english = |cell: &String| reference.columns.language(cell) == Some("en");
    (!has_keys(text) && head(text).iter().any(is_english)).then(|| "en".to_owned())
}

/// The first row.
fn head(text: &Text) -> &[String] {
    let row = text.blocks.iter().find(|block| matches!(block.kind, BlockKind::Row { .. }));
    row.and_then(|block| block.lines.first()).map_or(&[], |line| line.cells.as_slice())
}

fn has_keys(text: &Text) -> bool {
    text.blocks.iter().any(|block| block.kind == BlockKind::Row { is_head: true })
}
