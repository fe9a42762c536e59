//! A table: each row is an entry whose fields stand in columns, or, where all columns hold names, each cell.

mod plan;

use super::{Columns, Entry, Reading};
use crate::model::{Kind, Section, SignatureLine};
use crate::normalize::country;
use crate::reference::Reference;
use crate::reference::columns::{Answer, Field};
use crate::reference::phrases::PhraseRole;
use crate::text::fold;
use plan::{Plan, is_address};

/// How much a column of organizations weighs for the kind of whom it names.
const ORGANIZATION_COLUMN: i32 = 8;
/// How much a column of affiliations or roles that is filled weighs for the person beside it.
const PERSON_ROW: i32 = -4;
/// How much a column of roles weighs for those whose role is not told.
const PERSON_TABLE: i32 = -2;
/// How much a name in the columns of given and family names weighs.
const PERSON_COLUMNS: i32 = -20;

/// Reads rows with cells.
pub fn read(section: &Section, reference: &Reference) -> Option<Reading> {
    let n_rows = section.lines.iter().filter(|line| is_row(line, section)).count();
    let is_wide = section.lines.iter().any(|line| line.line.cells.len() > 1);
    if 2 * n_rows < section.lines.len() || n_rows < if is_wide { 1 } else { 2 } {
        return None;
    }
    let mut reading = Reading { layout: "table", score: 1.0, ..Reading::default() };
    for table in tables(section, reference) {
        read_table(section, &table, reference, &mut reading);
    }
    Some(reading)
}

/// A row of several cells, or of one that is below a head or no text of several lines.
fn is_row(line: &SignatureLine, section: &Section) -> bool {
    match line.line.cells.as_slice() {
        [] => false,
        [cell] => !section.heads.is_empty() || !cell.contains('\n'),
        _ => true,
    }
}

/// A head, if there is one, and the rows below it, as indices of the section's lines.
#[derive(Default)]
struct Table {
    head: Option<usize>,
    rows: Vec<usize>,
}

/// The tables of a section: a head begins a new one, and so does a row that names columns.
fn tables(section: &Section, reference: &Reference) -> Vec<Table> {
    let all: Vec<&[String]> = section.lines.iter().map(|line| line.line.cells.as_slice()).collect();
    let mut tables = vec![Table::default()];
    for (index, cells) in all.iter().enumerate() {
        let below = &all[index + 1..];
        let is_first = tables.last().is_some_and(|table| table.head.is_none() && table.rows.is_empty());
        // Right below a head stands no other, whatever the format says, but one that names columns as well.
        let says_head = |at: usize| section.heads.binary_search(&at).is_ok();
        let is_stated = says_head(index) && !index.checked_sub(1).is_some_and(says_head);
        // Deep inside a table, only a row of heads and nothing else is one.
        let is_head = is_stated && !is_data(cells, below)
            || (is_first || says_head(index) || all_heads(cells, reference))
                && plan::is_head(cells, below, reference);
        if is_head {
            tables.push(Table { head: Some(index), rows: Vec::new() });
        } else if let Some(table) = tables.last_mut() {
            table.rows.push(index);
        }
    }
    tables
}

/// A head that the format states but whose cells are those of the rows below: the first row of a table that
/// has none.
fn is_data(cells: &[String], below: &[&[String]]) -> bool {
    cells.iter().any(|cell| is_address(cell))
        && below.iter().any(|row| row.iter().any(|cell| is_address(cell)))
}

fn all_heads(cells: &[String], reference: &Reference) -> bool {
    let mut filled = cells.iter().filter(|cell| !cell.trim().is_empty()).peekable();
    filled.peek().is_some() && filled.all(|cell| reference.columns.exact(cell).is_some())
}

fn read_table(section: &Section, table: &Table, reference: &Reference, reading: &mut Reading) {
    let cells_of = |index: usize| section.lines[index].line.cells.as_slice();
    let rows: Vec<&[String]> = table.rows.iter().map(|index| cells_of(*index)).collect();
    let plan = plan::plan(table.head.map(cells_of), &rows, reference);
    if let Some(head) = table.head {
        reading.others.push((head, "head of a table"));
    }
    let mut group = Group::default();
    for (index, cells) in table.rows.iter().zip(rows) {
        let line = &section.lines[*index].line;
        if cells.is_empty() {
            reading.entries.push(Entry {
                text: line.text.clone(),
                printed: line.text.clone(),
                place: Some(line.place),
                marks: line.marks.clone(),
                lines: vec![*index],
                ..Entry::default()
            });
            continue;
        }
        let row = Row { cells, plan: &plan, reference };
        if let Some(reason) = row.is_withheld() {
            reading.others.push((*index, reason));
        } else if group.goes_on_with(&row) {
            reading.others.push((*index, "heading inside a table"));
        } else {
            let entry = Entry {
                printed: printed(cells),
                place: Some(line.place),
                lines: vec![*index],
                ..Entry::default()
            };
            let mut found = row.entries();
            let is_split = found.len() > 1;
            for (text, mut columns) in found.drain(..) {
                if columns.country.is_none() && columns.location.is_none() && !is_split {
                    columns.country.clone_from(&group.country);
                }
                if let Some(kind) = group.kind {
                    columns.weight += if kind == Kind::Organization { 3 } else { -3 };
                }
                let printed = if is_split { text.clone() } else { entry.printed.clone() };
                reading.entries.push(Entry {
                    text,
                    printed,
                    is_split,
                    columns: Some(columns),
                    ..entry.clone()
                });
            }
        }
    }
}

/// What a row that stands as a heading in the table says of the rows below it.
#[derive(Default)]
struct Group {
    country: Option<String>,
    kind: Option<Kind>,
}

impl Group {
    /// Whether a row is such a heading: one cell only, and a country or a word for those who sign.
    fn goes_on_with(&mut self, row: &Row) -> bool {
        let filled: Vec<&String> = row.cells.iter().filter(|cell| !cell.is_empty()).collect();
        let ([cell], true) = (filled.as_slice(), row.plan.fields.len() > 1) else { return false };
        if row.plan.is_grid {
            return false;
        }
        if let Some(country) = country_of(cell, row.reference) {
            self.country = Some(country);
            return true;
        }
        let words = fold(cell);
        let all = |role| words.split(' ').all(|word| row.reference.phrases.is(word, role));
        if all(PhraseRole::HeadingOrganizations) {
            self.kind = Some(Kind::Organization);
        } else if all(PhraseRole::HeadingIndividuals) {
            self.kind = Some(Kind::Person);
        } else {
            return all(PhraseRole::HeadingSignatories);
        }
        true
    }
}

/// A text that is the name of a country and nothing else.
fn country_of(text: &str, reference: &Reference) -> Option<String> {
    use crate::model::CountryMethod::{Alias, Contested, Flag, Historical, Name};
    let method = country::resolve(text, reference).method;
    matches!(method, Name | Alias | Flag | Historical | Contested)
        .then(|| text.trim_end_matches([':', '：']).trim().to_owned())
}

fn printed(cells: &[String]) -> String {
    let filled: Vec<String> = cells
        .iter()
        .map(|cell| cell.split('\n').map(str::trim).collect::<Vec<_>>().join(" / "))
        .filter(|cell| !cell.is_empty())
        .collect();
    filled.join(" | ")
}

/// One row.
struct Row<'a> {
    cells: &'a [String],
    plan: &'a Plan,
    reference: &'a Reference,
}

impl Row<'_> {
    /// The first cell of a field that is filled, with commas between its lines.
    fn get(&self, field: Field) -> Option<String> {
        self.plan.columns(field).find_map(|column| self.cell(column))
    }

    fn cell(&self, column: usize) -> Option<String> {
        let cell = self.cells.get(column)?;
        let lines: Vec<&str> = cell
            .split('\n')
            .map(|line| line.trim().trim_end_matches(','))
            .filter(|line| !line.is_empty())
            .collect();
        let text = lines.join(", ");
        let is_nothing = !text.chars().any(|c| c.is_alphanumeric() || c > '\u{2000}' && !c.is_whitespace())
            || text.chars().all(|c| matches!(c, '-' | '–' | '—' | '/' | '.' | '?'))
            || self.reference.columns.is(&text, Answer::Nothing);
        (!is_nothing).then_some(text)
    }

    /// Why the row is no signature, though it names somebody.
    fn is_withheld(&self) -> Option<&'static str> {
        let says = |field: Field| {
            self.plan.columns(field).filter_map(|column| self.cells.get(column)).find_map(|cell| {
                let is_day =
                    field == Field::Anonymous && cell.bytes().filter(u8::is_ascii_digit).count() >= 6;
                if is_day { Some(true) } else { self.reference.columns.yes_or_no(cell) }
            })
        };
        if says(Field::Consent) == Some(false) {
            Some("publication of the name is not permitted")
        } else if says(Field::Anonymous) == Some(true) {
            Some("the name is kept back, or the entry is withdrawn")
        } else if says(Field::Status) == Some(false) {
            Some("the entry is not approved")
        } else {
            None
        }
    }

    /// The entries of the row: one, or in a grid one for each cell.
    fn entries(&self) -> Vec<(String, Columns)> {
        if self.plan.is_grid {
            let cells = (0..self.cells.len()).filter_map(|column| self.cell(column));
            return cells
                .filter(|text| text.chars().any(char::is_alphabetic))
                .map(|text| (text, Columns { is_line: true, ..Columns::default() }))
                .collect();
        }
        if self.plan.has_head { vec![self.by_heads()] } else { vec![self.in_order()] }
    }

    /// Without heads: what is filled, in the order of the columns, as one line.
    fn in_order(&self) -> (String, Columns) {
        let texts = (0..self.cells.len()).filter(|column| self.plan.fields.get(*column) == Some(&None));
        let mut parts: Vec<String> = texts.filter_map(|column| self.cell(column)).collect();
        let title = self.get(Field::Honorific);
        if let (Some(title), Some(first)) = (title, parts.first_mut()) {
            *first = format!("{title} {first}");
        }
        let columns = Columns {
            is_line: true,
            kind: self.get(Field::Kind).and_then(|cell| plan::stated_kind(&cell, self.reference)),
            country: self.get(Field::Country),
            place: self.get(Field::City),
            ..Columns::default()
        };
        (parts.join(", "), columns)
    }

    fn by_heads(&self) -> (String, Columns) {
        let plan = self.plan;
        let kind = self.get(Field::Kind).and_then(|cell| plan::stated_kind(&cell, self.reference));
        let organization = self.get(Field::Organization);
        let person = self.person();
        let is_of_persons = plan.has(Field::Given) || plan.has(Field::Family) || plan.has(Field::FamilyFirst);
        let mut columns = Columns {
            kind,
            acronym: self.get(Field::Acronym),
            country: self.get(Field::Country),
            location: self.get(Field::Location),
            place: self.place(),
            ..Columns::default()
        };
        let is_same = |a: &str, b: &str| fold(a) == fold(b);
        let signs_itself = match (&person, &organization) {
            (None, Some(_)) => true,
            (Some(person), Some(organization)) => {
                is_same(person, organization)
                    || kind == Some(Kind::Organization)
                        && crate::normalize::kind::judge(person, "", self.reference).score <= 0
            }
            _ => false,
        };
        if signs_itself {
            columns.weight = ORGANIZATION_COLUMN;
            return (organization.unwrap_or_default(), columns);
        }
        columns.role = self.get(Field::Role);
        columns.affiliation = organization.or_else(|| self.get(Field::Descriptor));
        columns.is_split_office = plan.has(Field::Role) && plan.has(Field::Organization);
        if is_of_persons {
            columns.weight = PERSON_COLUMNS;
        } else if columns.role.is_some() || columns.affiliation.is_some() {
            columns.weight = PERSON_ROW;
        } else if plan.has(Field::Role) {
            columns.weight = PERSON_TABLE;
        }
        let has_office =
            [Field::Role, Field::Organization, Field::Descriptor].iter().any(|field| plan.has(*field));
        // The name of an organization keeps its commas where a column is for the country or the place.
        let keeps_commas = [Field::Country, Field::City, Field::Region, Field::Location]
            .iter()
            .any(|field| plan.has(*field))
            && person
                .as_ref()
                .is_some_and(|name| crate::normalize::kind::judge(name, "", self.reference).score > 0);
        columns.is_line = !has_office && !is_of_persons && !keeps_commas;
        (person.unwrap_or_default(), columns)
    }

    fn place(&self) -> Option<String> {
        match (self.get(Field::City), self.get(Field::Region)) {
            (Some(city), Some(region)) if city != region => Some(format!("{city}, {region}")),
            (city, region) => city.or(region),
        }
    }

    /// The name of whoever signs, where a column is for it.
    fn person(&self) -> Option<String> {
        let whole = self.get(Field::Name);
        let given = self.joined(Field::Given);
        let family = self.joined(Field::Family);
        let family_first = self.joined(Field::FamilyFirst);
        let holds = |whole: &str, part: &str| {
            let whole = fold(whole);
            fold(part).split(' ').all(|word| whole.split(' ').any(|other| other == word) || whole == word)
        };
        let is_family_first = family_first.is_some();
        let family = family.or(family_first);
        let name = match (whole, given, family) {
            (Some(whole), Some(given), None) if !holds(&whole, &given) => {
                in_order(&given, &whole, is_family_first)
            }
            (Some(whole), None, Some(family)) if !holds(&whole, &family) => {
                in_order(&whole, &family, is_family_first)
            }
            (Some(whole), ..) => whole,
            (None, Some(given), Some(family)) => in_order(&given, &family, is_family_first),
            (None, Some(name), None) | (None, None, Some(name)) => name,
            (None, None, None) => {
                return self.get(Field::Contact).filter(|_| !self.plan.has(Field::Organization));
            }
        };
        Some(match self.get(Field::Honorific) {
            Some(title) if !holds(&name, &title) => format!("{title} {name}"),
            _ => name,
        })
    }

    /// What stands in all columns of a field: first and middle name.
    fn joined(&self, field: Field) -> Option<String> {
        let parts: Vec<String> = self.plan.columns(field).filter_map(|column| self.cell(column)).collect();
        (!parts.is_empty()).then(|| parts.join(" "))
    }
}

/// Given and family name as they are printed.
fn in_order(given: &str, family: &str, is_family_first: bool) -> String {
    let is_cjk = |text: &str| {
        text.chars()
            .all(|c| matches!(c, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{ac00}'..='\u{d7af}'))
    };
    match is_cjk(given) && is_cjk(family) {
        true => format!("{family}{given}"),
        false if is_family_first => format!("{family} {given}"),
        false => format!("{given} {family}"),
    }
}
