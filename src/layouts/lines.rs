//! One entry on each line; an item of a list may run over several.

use super::{Entry, Reading, can_be_a_name};
use crate::model::Section;
use crate::reference::Reference;
use crate::reference::words::WordRole;
use crate::text::fold;

/// Reads every line, or every item with the lines that it runs over, as an entry.
pub fn read(section: &Section, reference: &Reference) -> Option<Reading> {
    let mut entries: Vec<Entry> = Vec::new();
    let mut block = None;
    for (index, line) in section.lines.iter().enumerate() {
        // What an item goes on with is part of it when it cannot stand alone.
        if line.is_item
            && block == Some(line.block)
            && let Some(last) = entries.last_mut()
            && goes_on(&last.text, &line.line.text, reference)
        {
            last.text.push(' ');
            last.text.push_str(&line.line.text);
            last.printed.push_str(" / ");
            last.printed.push_str(&line.line.text);
            last.place = last.place.map(|place| place.to(line.line.place));
            last.marks.clear();
            last.lines.push(index);
            continue;
        }
        block = Some(line.block);
        entries.push(Entry {
            text: line.line.text.clone(),
            printed: line.line.text.clone(),
            place: Some(line.line.place),
            marks: line.line.marks.clone(),
            lines: vec![index],
            ..Entry::default()
        });
    }
    let n_good = entries.iter().filter(|entry| opens_well(&entry.text)).count();
    let score = 0.9 * n_good as f64 / entries.len().max(1) as f64;
    Some(Reading { layout: "lines", entries, others: Vec::new(), score })
}

/// A line goes on with the one before when that ends in a comma or a joining word, or when it begins small.
fn goes_on(before: &str, line: &str, reference: &Reference) -> bool {
    let last = fold(before.rsplit(' ').next().unwrap_or_default());
    let is_joining = reference.words.role(&last) == Some(WordRole::Connector);
    before.ends_with([',', '-', '–', '&']) || is_joining || line.starts_with(char::is_lowercase)
}

/// Words of a line beyond which it holds more than one entry.
const MOST_WORDS: usize = 60;

fn opens_well(text: &str) -> bool {
    text.split_whitespace().count() <= MOST_WORDS
        && text
            .split([',', ';', '–', '—', '(', '\t', '|'])
            .next()
            .is_some_and(|name| can_be_a_name(name.trim()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Line, Place, SignatureLine};

    #[test]
    fn an_item_runs_over_lines() {
        let lines = ["Upland Federation of Tenants and", "Housing Cooperatives, Sweden", "River Watch"];
        let lines = lines.iter().zip([0, 0, 1]).map(|(text, block)| {
            let line = Line::plain(text, Place::line(1));
            SignatureLine { line, block, is_item: true }
        });
        let reading =
            read(&Section { lines: lines.collect(), ..Section::default() }, crate::reference::shared());
        let texts: Vec<String> = reading.unwrap().entries.into_iter().map(|entry| entry.text).collect();
        assert_eq!(texts, ["Upland Federation of Tenants and Housing Cooperatives, Sweden", "River Watch"]);
    }
}
