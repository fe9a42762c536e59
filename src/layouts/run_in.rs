//! A paragraph of names with semicolons or commas between them.

use super::{Entry, Reading, can_be_a_name};
use crate::model::Section;
use crate::normalize;
use crate::reference::Reference;

/// Entries that a paragraph needs to be read so.
const FEWEST: usize = 3;
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
    let separator = separators.into_iter().find(|c| all.matches(*c).count() + 1 >= FEWEST)?;
    let mut reading = Reading { layout: "run_in", ..Reading::default() };
    for (index, line) in section.lines.iter().enumerate() {
        for text in split(&line.line.text, separator) {
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
    if reading.entries.len() < FEWEST {
        return None;
    }
    let is_inside_commas = matches!(separator, ',' | '，' | '、' | '،');
    let n_good = reading
        .entries
        .iter()
        .filter(|entry| {
            let name = entry.text.split([',', '(']).next().unwrap_or_default().trim();
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

/// The parts between separators outside brackets; the last is split at its "and".
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
    let last = &text[start..];
    let joint = [" and ", " y ", " e ", " et ", " und ", " en ", " i "].into_iter().find_map(|joint| {
        last.split_once(joint).filter(|(a, b)| a.trim().len() > 1 && can_be_a_name(b.trim()))
    });
    match joint {
        Some((a, b)) if parts.len() + 1 >= FEWEST - 1 && !a.trim().is_empty() => parts.extend([a, b]),
        _ => parts.push(last),
    }
    let lead = |text: &str| -> usize {
        ["and ", "y ", "e ", "et ", "und ", "en ", "i "]
            .iter()
            .find(|joint| text.starts_with(**joint))
            .map_or(0, |j| j.len())
    };
    parts
        .into_iter()
        .map(|part| part.trim())
        .map(|part| part[lead(part)..].trim().trim_end_matches('.'))
        .filter(|part| !part.is_empty())
        .collect()
}
