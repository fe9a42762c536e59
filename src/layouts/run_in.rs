//! A paragraph of names with semicolons or commas between them.

use super::{Entry, Reading, can_be_a_name};
use crate::model::Section;
use crate::normalize;
use crate::reference::Reference;

/// Entries that a paragraph needs to be read so.
const FEWEST: usize = 3;
/// What joins the last two names.
const JOINTS: &[&str] = &[" and ", " y ", " e ", " et ", " und ", " en ", " i "];
/// A score of [`normalize::kind::judge`] that leaves no doubt that a text is a name of its kind.
const CLEAR: i32 = 6;
/// Lines beyond which a section is no paragraph of names.
const MOST_LINES: usize = 3;

/// Splits the lines of a short section at semicolons, else at commas, and at the last "and". With commas
/// the parts must be names: a country or a role among them says that the commas stand inside entries.
pub fn read(section: &Section, reference: &Reference) -> Option<Reading> {
    if section.lines.len() > MOST_LINES || section.lines.iter().any(|line| line.is_item) {
        return None;
    }
    let all: String = section.lines.iter().map(|line| line.line.text.as_str()).collect::<Vec<_>>().join(" ");
    let separators = [';', '；', ',', '，', '、', '،'];
    let separator = separators.into_iter().find(|c| all.contains(*c))?;
    let mut reading = Reading { layout: "run_in", ..Reading::default() };
    for (index, line) in section.lines.iter().enumerate() {
        for text in split_last(split(&line.line.text, separator), separator, reference) {
            reading.entries.push(Entry {
                text: text.to_owned(),
                printed: text.to_owned(),
                place: Some(line.line.place),
                lines: vec![index],
                is_split: true,
                ..Entry::default()
            });
        }
    }
    // Two are enough where semicolons leave no doubt.
    let fewest = if matches!(separator, ';' | '；') { 2 } else { FEWEST };
    if reading.entries.len() < fewest {
        return None;
    }
    let is_inside_commas = matches!(separator, ',' | '，' | '、' | '،');
    let n_good = reading
        .entries
        .iter()
        .filter(|entry| {
            let name = entry.text.split([',', '(']).next().unwrap_or_default().trim().trim_end_matches('.');
            can_be_a_name(name)
                && !(is_inside_commas
                    && (normalize::country::resolve(&entry.text, reference).country().is_some()
                        || normalize::role::holds_role(&entry.text, reference)))
        })
        .count();
    let share = n_good as f64 / reading.entries.len() as f64;
    // Between "Name, office, town" on one line and three names, only clear cases are split.
    reading.score = if is_inside_commas && share < 1.0 { share * 0.8 } else { share };
    Some(reading)
}

/// The parts between separators outside brackets, without the "and" before the last.
fn split(text: &str, separator: char) -> Vec<&str> {
    let mut parts = Vec::new();
    let mut depth = 0_i32;
    let mut start = 0;
    for (at, c) in text.char_indices() {
        match c {
            '(' | '[' | '（' => depth += 1,
            ')' | ']' | '）' => depth -= 1,
            _ if c == separator && depth <= 0 => {
                parts.push(&text[start..at]);
                start = at + c.len_utf8();
            }
            _ => {}
        }
    }
    parts.push(&text[start..]);
    let lead = |text: &str| -> usize {
        JOINTS
            .iter()
            .map(|joint| joint.trim_start())
            .find(|joint| text.starts_with(joint))
            .map_or(0, str::len)
    };
    parts
        .into_iter()
        .map(|part| part.trim())
        .map(|part| part[lead(part)..].trim())
        .filter(|part| !part.is_empty())
        .collect()
}

/// Splits the last part at its "and" where commas separate and both sides are names beyond doubt, so that
/// "Centre for Democracy and Technology" stays whole.
fn split_last<'a>(mut parts: Vec<&'a str>, separator: char, reference: &Reference) -> Vec<&'a str> {
    if matches!(separator, ';' | '；') {
        return parts;
    }
    let is_clear =
        |text: &str| text.contains(' ') && normalize::kind::judge(text, "", reference).score.abs() >= CLEAR;
    let split = parts.last().and_then(|last| JOINTS.iter().find_map(|joint| last.split_once(joint)));
    if let Some((a, b)) = split.filter(|(a, b)| is_clear(a.trim()) && is_clear(b.trim())) {
        parts.pop();
        parts.extend([a.trim(), b.trim()]);
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Line, Place, SignatureLine};

    fn check(line: &str, expected: Option<&[&str]>) {
        let line = SignatureLine { line: Line::plain(line, Place::line(1)), block: 0, is_item: false };
        let section = Section { lines: vec![line], ..Section::default() };
        let reading = read(&section, crate::reference::shared()).filter(|reading| reading.score > 0.9);
        let texts =
            reading.map(|reading| reading.entries.into_iter().map(|entry| entry.text).collect::<Vec<_>>());
        assert_eq!(texts, expected.map(|texts| texts.iter().map(|text| (*text).to_owned()).collect()));
    }

    #[test]
    fn paragraphs_of_names() {
        check(
            "River Watch, Lake Foundation and Union of Fishers",
            Some(&["River Watch", "Lake Foundation", "Union of Fishers"]),
        );
        check(
            "A Fund; B Fund; Health and Justice Initiative",
            Some(&["A Fund", "B Fund", "Health and Justice Initiative"]),
        );
        check(
            "River Watch, Lake Foundation, Centre for Democracy and Technology",
            Some(&["River Watch", "Lake Foundation", "Centre for Democracy and Technology"]),
        );
        check(
            "River Watch, Lake Foundation, and Sea Union Inc.",
            Some(&["River Watch", "Lake Foundation", "Sea Union Inc."]),
        );
        check("Ann Other, Professor, Upland University, Kenya", None);
        check("River Watch, Kenya", None);
        check("River Watch, Kenya; Lake Fund, Peru", Some(&["River Watch, Kenya", "Lake Fund, Peru"]));
    }
}
