//! What the columns of a table hold: by their heads, and where these are missing or unknown, by what stands
//! in them.

use crate::model::{CountryMethod, Kind};
use crate::normalize::{country, kind, role};
use crate::reference::Reference;
use crate::reference::columns::{Answer, Field};
use crate::text::fold;
use rustc_hash::FxHashSet;

/// Cells of a column that are looked at.
const SAMPLE: usize = 60;
/// Words that the cells of a column of names, roles or places have on average at most.
const MOST_WORDS: f64 = 15.0;
/// Rows of a table that are too few to tell much.
const FEW_ROWS: usize = 3;
/// Share of places in a column of cities, before one of countries.
const MOSTLY_PLACES: f64 = 0.6;
/// Words that the cells of a column of phrases have on average at least.
const FEWEST_IN_PHRASE: f64 = 1.3;
/// Words of the names of persons in a column, on average and at least.
const NAME_WORDS: f64 = 1.8;
/// Most columns of a table whose cells are entries of their own.
const MOST_IN_GRID: usize = 6;

/// What a table's columns hold.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Plan {
    /// For each column its field; `None` where nothing tells.
    pub fields: Vec<Option<Field>>,
    /// True where every cell is an entry of its own.
    pub is_grid: bool,
    /// True where heads tell the fields.
    pub has_head: bool,
}

impl Plan {
    /// The columns of a field, in order.
    pub fn columns(&self, field: Field) -> impl Iterator<Item = usize> + '_ {
        let numbered = self.fields.iter().enumerate();
        numbered.filter(move |(_, found)| **found == Some(field)).map(|(index, _)| index)
    }

    /// Whether there is a column of that field.
    pub fn has(&self, field: Field) -> bool {
        self.fields.contains(&Some(field))
    }
}

/// Settles what the columns hold.
pub fn plan(head: Option<&[String]>, rows: &[&[String]], reference: &Reference) -> Plan {
    let width = rows.iter().map(|row| row.len()).chain(head.map(<[String]>::len)).max().unwrap_or(0);
    let facts: Vec<Facts> = columns_of(rows, width).iter().map(|cells| Facts::of(cells, reference)).collect();
    match head {
        Some(head) => by_heads(head, &facts, reference),
        None => by_content(&facts, has_holes(rows, width)),
    }
}

/// Whether rows before the last have empty cells: then a cell belongs to the one before it.
fn has_holes(rows: &[&[String]], width: usize) -> bool {
    let n_filled = |row: &&[String]| row.iter().filter(|cell| !cell.trim().is_empty()).count();
    rows.split_last().is_some_and(|(_, before)| before.iter().any(|row| n_filled(row) < width))
}

/// The filled cells of each column, a sample.
fn columns_of<'a>(rows: &[&'a [String]], width: usize) -> Vec<Vec<&'a str>> {
    let mut columns: Vec<Vec<&str>> = vec![Vec::new(); width];
    for row in rows {
        for (column, cell) in columns.iter_mut().zip(row.iter()) {
            if column.len() < SAMPLE && !cell.is_empty() {
                column.push(cell);
            }
        }
    }
    columns
}

/// Share of cells that begin small from which a column holds no names.
const MOST_SMALL: f64 = 0.3;

/// What the cells of a column look like, as shares of those that are filled.
#[derive(Debug, Default)]
struct Facts {
    n: usize,
    words: f64,
    distinct: f64,
    addresses: f64,
    numbers: f64,
    dates: f64,
    answers: f64,
    kinds: f64,
    countries: f64,
    places: f64,
    roles: f64,
    titles: f64,
    /// Cells that begin small.
    small: f64,
    organizations: f64,
    persons: f64,
}

impl Facts {
    fn of(cells: &[&str], reference: &Reference) -> Self {
        let n = cells.len();
        if n == 0 {
            return Self::default();
        }
        let share =
            |holds: &dyn Fn(&str) -> bool| cells.iter().filter(|cell| holds(cell)).count() as f64 / n as f64;
        let scores: Vec<i32> = cells.iter().map(|cell| kind::judge(cell, "", reference).score).collect();
        let of_scores = |holds: &dyn Fn(i32) -> bool| {
            scores.iter().filter(|score| holds(**score)).count() as f64 / n as f64
        };
        let columns = &reference.columns;
        Self {
            n,
            words: cells.iter().map(|cell| cell.split_whitespace().count()).sum::<usize>() as f64 / n as f64,
            distinct: cells.iter().collect::<FxHashSet<_>>().len() as f64 / n as f64,
            addresses: share(&is_address),
            numbers: share(&is_number),
            dates: share(&is_date),
            answers: share(&|cell| columns.is(cell, Answer::Yes) || columns.is(cell, Answer::No)),
            kinds: share(&|cell| columns.is(cell, Answer::Organization) || columns.is(cell, Answer::Person)),
            countries: share(&|cell| is_country(cell, reference)),
            places: share(&|cell| is_place(cell, reference)),
            roles: share(&|cell| role::holds_role(cell, reference)),
            titles: share(&|cell| is_title(cell, reference)),
            small: share(&|cell| cell.starts_with(char::is_lowercase)),
            organizations: of_scores(&|score| score > 0),
            persons: of_scores(&|score| score < 0),
        }
    }

    /// Text that may be a name, a role, an affiliation.
    fn is_text(&self) -> bool {
        self.n > 0 && self.addresses.max(self.numbers).max(self.dates).max(self.answers) < 0.5
    }

    fn is_country(&self) -> bool {
        self.n > 0 && self.countries >= 0.7
    }
}

/// A web or e-mail address or a handle.
pub fn is_address(text: &str) -> bool {
    let text = text.trim();
    if text.contains(char::is_whitespace) {
        return false;
    }
    let lower = text.to_ascii_lowercase();
    lower.contains("://") || lower.starts_with("www.") || text.contains('@') || lower.starts_with("mailto:")
}

fn is_number(text: &str) -> bool {
    let mut letters = text.chars().filter(|c| c.is_alphabetic());
    text.chars().any(|c| c.is_numeric()) && letters.next().is_none()
}

/// Digits with separators of days and hours: `2020-02-13`, `01/03/2021 20:39:00`, `2020-02-13T10:00Z`.
fn is_date(text: &str) -> bool {
    let n_digits = text.chars().filter(char::is_ascii_digit).count();
    let n_letters = text.chars().filter(|c| c.is_alphabetic()).count();
    (5..=20).contains(&n_digits)
        && n_letters <= 5
        && text.len() <= 40
        && text.chars().filter(|c| matches!(c, '-' | '/' | '.' | ':')).count() >= 2
}

fn is_country(text: &str, reference: &Reference) -> bool {
    use CountryMethod::{Abbreviation, Alias, Chain, Code, Contested, Flag, Historical, Name, Several, Typo};
    if text.trim().chars().count() == 1 {
        return false;
    }
    let method = country::resolve_field(text, reference).method;
    matches!(method, Name | Code | Flag | Alias | Abbreviation | Several | Historical | Contested | Typo)
        || (method == Chain && !text.contains(','))
}

fn is_place(text: &str, reference: &Reference) -> bool {
    matches!(
        country::resolve(text, reference).method,
        CountryMethod::City | CountryMethod::Subdivision | CountryMethod::Region
    )
}

/// "Dr.", "Prof. Dr.", "Ms": titles of which one is short for a word. Words in full are roles as well.
fn is_title(text: &str, reference: &Reference) -> bool {
    let words: Vec<&str> = text.split_whitespace().collect();
    let is_short = |word: &&str| word.ends_with('.') || word.chars().count() <= 4;
    (1..=4).contains(&words.len())
        && words.iter().all(|word| reference.persons.title(&fold(word)).is_some())
        && words.iter().any(is_short)
}

fn by_heads(head: &[String], facts: &[Facts], reference: &Reference) -> Plan {
    let none = String::new();
    let mut fields: Vec<Option<Field>> =
        (0..facts.len()).map(|index| reference.columns.field(head.get(index).unwrap_or(&none))).collect();
    for (field, facts) in fields.iter_mut().zip(facts) {
        *field = match *field {
            Some(Field::Title) if facts.titles >= 0.5 => Some(Field::Honorific),
            Some(Field::Descriptor) if facts.words > MOST_WORDS => Some(Field::Comment),
            // "What name may we publish? yes": a question about the name that is answered with yes or no.
            Some(Field::Name | Field::Given | Field::Family) if facts.n > 0 && facts.answers >= 0.8 => {
                Some(Field::Consent)
            }
            // "State" is a country as well as a part of one, and a status.
            Some(Field::Region) if facts.is_country() && facts.n > 2 => Some(Field::Country),
            Some(Field::Status | Field::Consent | Field::Anonymous)
                if facts.n > 0 && facts.answers < 0.2 && facts.words > 8.0 =>
            {
                Some(Field::Comment)
            }
            Some(Field::Kind) if facts.kinds < 0.3 && facts.words > 4.0 => Some(Field::Ignored),
            other => other,
        };
    }
    let mut plan = Plan { fields, is_grid: false, has_head: true };
    let has_name = |plan: &Plan| {
        [Field::Name, Field::Given, Field::Family, Field::FamilyFirst, Field::Organization]
            .into_iter()
            .any(|field| plan.has(field))
    };
    if !has_name(&plan) {
        // What stands for a name where nothing is called one.
        let stand_in = [Field::Contact, Field::Title, Field::Acronym, Field::Descriptor]
            .into_iter()
            .find_map(|field| plan.columns(field).next())
            .or_else(|| {
                let unknown = (0..facts.len()).filter(|at| plan.fields[*at].is_none());
                best_name(unknown, facts)
            })
            .or_else(|| best_name(0..facts.len(), facts));
        if let Some(at) = stand_in {
            plan.fields[at] = Some(Field::Name);
        }
    }
    // Two columns named by one word, a title of an office beside a role.
    let has_role = plan.has(Field::Role);
    for field in &mut plan.fields {
        if *field == Some(Field::Title) {
            *field = Some(if has_role { Field::Ignored } else { Field::Role });
        }
    }
    // Columns whose heads say nothing may hold what is missing.
    for (at, facts) in facts.iter().enumerate() {
        if plan.fields[at].is_some() || facts.n == 0 {
            continue;
        }
        if facts.is_country() && !plan.has(Field::Country) && facts.answers < 0.5 {
            plan.fields[at] = Some(Field::Country);
        }
    }
    // "Relation to the project": where no column tells what a person is, one of phrases does.
    let tells = [Field::Role, Field::Organization, Field::Descriptor].iter().any(|field| plan.has(*field));
    let is_told = |at: usize| head.get(at).is_some_and(|head| head.contains(' '));
    let is_phrase = |facts: &Facts| facts.is_text() && (FEWEST_IN_PHRASE..=MOST_WORDS).contains(&facts.words);
    if !tells
        && let Some(at) =
            (0..facts.len()).find(|at| plan.fields[*at].is_none() && is_told(*at) && is_phrase(&facts[*at]))
    {
        plan.fields[at] = Some(Field::Descriptor);
    }
    plan
}

/// The column whose cells look most like names: nearly all different, and judged to be somebody.
fn best_name(columns: impl Iterator<Item = usize>, facts: &[Facts]) -> Option<usize> {
    let mut best: Option<(usize, f64)> = None;
    for at in columns {
        let facts = &facts[at];
        if !facts.is_text() || facts.words > MOST_WORDS || facts.is_country() {
            continue;
        }
        let score = facts.distinct + facts.organizations.max(facts.persons) - facts.roles;
        if best.is_none_or(|(_, other)| score > other) {
            best = Some((at, score));
        }
    }
    best.map(|(at, _)| at)
}

fn by_content(facts: &[Facts], has_holes: bool) -> Plan {
    let mut fields: Vec<Option<Field>> = vec![None; facts.len()];
    let mut has_country = false;
    // Countries stand behind the name; the last such column is it.
    for (at, facts) in facts.iter().enumerate().rev() {
        fields[at] = if facts.n == 0 || !facts.is_text() {
            Some(Field::Ignored)
        } else if facts.kinds >= 0.9 {
            Some(Field::Kind)
        } else if facts.is_country() && !has_country && at > 0 {
            has_country = true;
            Some(Field::Country)
        } else if has_country && at > 0 && facts.places >= MOSTLY_PLACES && facts.n > FEW_ROWS {
            Some(Field::City)
        } else if facts.titles >= 0.8 {
            Some(Field::Honorific)
        } else if facts.words > MOST_WORDS {
            Some(Field::Comment)
        } else {
            None
        };
    }
    let texts: Vec<&Facts> =
        fields.iter().zip(facts).filter(|(field, _)| field.is_none()).map(|(_, facts)| facts).collect();
    let is_grid = !has_country && !has_holes && is_grid(&texts);
    Plan { fields, is_grid, has_head: false }
}

/// Columns that all hold names of the same kinds.
fn is_grid(columns: &[&Facts]) -> bool {
    let judged = |facts: &Facts| facts.organizations + facts.persons >= 0.6 && facts.small < MOST_SMALL;
    // In a few rows the columns must be quite alike.
    let is_short = columns.iter().all(|facts| facts.n <= FEW_ROWS);
    let is_name =
        |facts: &Facts| judged(facts) && facts.roles < 0.4 && facts.places < 0.4 && facts.distinct > 0.7;
    // Nobody is what somebody else is.
    let is_person = |facts: &Facts| facts.persons >= 0.6 && facts.words >= NAME_WORDS && facts.distinct > 0.7;
    let shares = || columns.iter().map(|facts| facts.organizations);
    let (low, high) =
        shares().fold((1.0_f64, 0.0_f64), |(low, high), share| (low.min(share), high.max(share)));
    (2..=MOST_IN_GRID).contains(&columns.len())
        && (columns.iter().all(|facts| is_name(facts)) && high - low <= if is_short { 0.1 } else { 0.4 }
            || columns.iter().all(|facts| is_person(facts)))
}

/// Whether a row names the columns: its cells are known heads, all different, and what stands below each is
/// something else.
pub fn is_head(cells: &[String], below: &[&[String]], reference: &Reference) -> bool {
    let filled: Vec<(usize, &str)> = cells
        .iter()
        .enumerate()
        .map(|(at, cell)| (at, cell.trim()))
        .filter(|(_, cell)| !cell.is_empty())
        .collect();
    let is_plain = |cell: &str| is_address(cell) || (is_number(cell) && !cell.contains('#')) || is_date(cell);
    if filled.is_empty() || filled.iter().any(|(_, cell)| is_plain(cell)) {
        return false;
    }
    let n_exact = filled.iter().filter(|(_, cell)| reference.columns.exact(cell).is_some()).count();
    let is_known = |cell: &str| reference.columns.field(cell).is_some();
    let n = filled.len();
    let is_told = if n > 1 && filled.iter().all(|(_, cell)| is_identifier(cell)) {
        n_exact >= 1 || filled.iter().any(|(_, cell)| cell.contains('_'))
    } else if n <= 2 {
        n_exact >= 1 && filled.iter().all(|(_, cell)| is_known(cell))
    } else {
        2 * n_exact >= n
            || n_exact >= 2 && 4 * filled.iter().filter(|(_, cell)| is_known(cell)).count() >= 3 * n
    };
    let stands_below = |at: usize, cell: &str| {
        below.iter().take(SAMPLE).any(|row| row.get(at).is_some_and(|other| other == cell))
    };
    let is_repeated = || filled.iter().any(|(at, cell)| stands_below(*at, cell));
    if is_told {
        let is_same = |row: &&[String]| row.iter().zip(cells).all(|(a, b)| a == b);
        return !is_repeated() || below.iter().any(is_same);
    }
    // A first row unlike all others: no country where the others have one, no address.
    below.len() >= 3
        && n >= 2
        && filled.iter().any(|(at, cell)| {
            let others: Vec<&str> = below
                .iter()
                .take(SAMPLE)
                .filter_map(|row| row.get(*at).map(|cell| cell.trim()).filter(|cell| !cell.is_empty()))
                .collect();
            let all = |holds: &dyn Fn(&str) -> bool| {
                others.len() >= 3
                    && 10 * others.iter().filter(|other| holds(other)).count() >= 9 * others.len()
            };
            all(&is_address) || all(&is_number) || all(&is_date) || {
                !is_country(cell, reference)
                    && all(&|other| is_country(other, reference))
                    && country::resolve(cell, reference).method == CountryMethod::Unresolved
            }
        })
}

/// A name of a column as programs write it: `constituency_name`.
fn is_identifier(cell: &str) -> bool {
    cell.starts_with(|c: char| c.is_ascii_lowercase())
        && cell.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_')
}

/// The kind that a cell states.
pub fn stated_kind(cell: &str, reference: &Reference) -> Option<Kind> {
    let columns = &reference.columns;
    if columns.is(cell, Answer::Organization) {
        return Some(Kind::Organization);
    }
    if columns.is(cell, Answer::Person) {
        return Some(Kind::Person);
    }
    // "regional_ngo", "As an individual": by its words, when they agree.
    let folded = fold(&cell.replace(['_', '-'], " "));
    let has = |answer| folded.split(' ').any(|word| columns.is(word, answer));
    match (has(Answer::Organization), has(Answer::Person)) {
        (true, false) => Some(Kind::Organization),
        (false, true) => Some(Kind::Person),
        _ => None,
    }
}
