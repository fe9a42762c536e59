//! Names printed bold, with what belongs to each behind it: "**Ann Other** Professor of Law, **Bea Test** Writer".

use super::run::Run;
use super::{Entry, Reading, can_be_a_name, looks};
use crate::model::{Line, MarkKind};
use crate::reference::Reference;
use std::ops::Range;

/// Bold lines of persons that tell how a list is printed, at least.
const FEWEST: usize = 2;
/// Lines of the longest such entry.
const MOST_LINES: usize = 5;

/// Reads every bold stretch as a name, where several stand on a line, or where nothing but the print parts the
/// names from what stands behind them.
pub fn read(run: &Run, reference: &Reference) -> Option<Reading> {
    by_lines(run, reference).or_else(|| by_stretches(run, reference))
}

/// Bold lines that are persons, each with the lines below it that are not bold.
fn by_lines(run: &Run, reference: &Reference) -> Option<Reading> {
    let is_bold = |at: usize| {
        let line = &run.section.lines[at].line;
        matches!(names(line).as_slice(), [name] if is_blank(&line.text[..name.start]) && is_blank(&line.text[name.end..]))
    };
    let starts: Vec<usize> = (0..run.len()).filter(|at| is_bold(*at)).collect();
    let n_below = run.len() - starts.len();
    if starts.len() < FEWEST || starts.first() != Some(&0) || run.has_cells(0) || 2 * n_below < starts.len() {
        return None;
    }
    let mut entries: Vec<Entry> = Vec::new();
    let (mut sum, mut n_persons) = (0.0, 0);
    for (index, start) in starts.iter().enumerate() {
        let lines = *start..starts.get(index + 1).copied().unwrap_or(run.len());
        if lines.len() > MOST_LINES || !can_be_a_name(bare(run.text(*start))) {
            return None;
        }
        n_persons += usize::from(run.kind(*start, reference) < 0);
        sum += looks::alone(run.text(*start), run.look(*start, reference));
        let mut entry = run.joined(lines, reference);
        entry.marks = run.section.lines[*start].line.marks.clone();
        entries.push(entry);
    }
    // A bold line over many persons is what they are grouped by.
    let is_of_persons = 3 * n_persons >= 2 * entries.len();
    let score = sum / entries.len() as f64;
    is_of_persons.then_some(Reading { layout: "emphasis", entries, score, ..Reading::default() })
}

fn by_stretches(run: &Run, reference: &Reference) -> Option<Reading> {
    let mut entries: Vec<Entry> = Vec::new();
    let (mut sum, mut n_parted) = (0.0, 0);
    for (at, line) in run.section.lines.iter().enumerate() {
        let names = names(&line.line);
        let opens = names.first().is_some_and(|name| is_blank(&line.line.text[..name.start]));
        if !opens {
            return None;
        }
        for (index, name) in names.iter().enumerate() {
            let end = names.get(index + 1).map_or(line.line.text.len(), |next| next.start);
            let (printed, rest) = (line.line.text.get(name.start..end)?, line.line.text.get(name.end..end)?);
            let (name, behind) = (bare(line.line.text.get(name.clone())?), bare(rest));
            if !can_be_a_name(name) {
                return None;
            }
            let is_parted = !behind.is_empty() && rest.trim_start().starts_with(char::is_alphabetic);
            n_parted += usize::from(is_parted || names.len() > 1);
            sum += looks::alone(name, looks::look(name, reference));
            entries.push(Entry {
                text: if behind.is_empty() { name.to_owned() } else { format!("{name}, {behind}") },
                printed: bare(printed).to_owned(),
                place: Some(line.line.place),
                lines: vec![at],
                is_split: names.len() > 1,
                ..Entry::default()
            });
        }
    }
    if entries.is_empty() || 2 * n_parted < entries.len() {
        return None;
    }
    let score = sum / entries.len() as f64;
    Some(Reading { layout: "emphasis", entries, score, ..Reading::default() })
}

/// The bold stretches of a line that hold letters; those with nothing between them are one.
fn names(line: &Line) -> Vec<Range<usize>> {
    let mut names: Vec<Range<usize>> = Vec::new();
    for mark in line.marks.iter().filter(|mark| mark.kind == MarkKind::Strong) {
        let Some(text) = line.text.get(mark.range.clone()) else { continue };
        if !text.contains(char::is_alphabetic) {
            continue;
        }
        match names.last_mut() {
            Some(last)
                if line.text.get(last.end..mark.range.start).is_some_and(|gap| gap.trim().is_empty()) =>
            {
                last.end = mark.range.end;
            }
            _ => names.push(mark.range.clone()),
        }
    }
    names
}

/// A text without the marks that part entries.
fn bare(text: &str) -> &str {
    let is_mark =
        |c: char| c.is_whitespace() || matches!(c, ',' | ';' | ':' | '–' | '—' | '-' | '•' | '·' | '|');
    text.trim_matches(is_mark)
}

/// Whether nothing but bullets and numbers stands in a text.
fn is_blank(text: &str) -> bool {
    !text.contains(char::is_alphabetic)
}

#[cfg(test)]
mod tests {
    use super::super::run::tests::run;
    use super::*;
    use crate::model::Mark;

    /// Bold stretches stand between asterisks.
    fn check(lines: &[&str], expected: Option<&[&str]>) {
        let mut marks: Vec<Vec<Mark>> = Vec::new();
        let mut texts: Vec<String> = Vec::new();
        for line in lines {
            let (mut text, mut of_line) = (String::new(), Vec::new());
            for (index, part) in line.split('*').enumerate() {
                if index % 2 == 1 {
                    of_line.push(Mark { kind: MarkKind::Strong, range: text.len()..text.len() + part.len() });
                }
                text += part;
            }
            texts.push(text);
            marks.push(of_line);
        }
        let lines: Vec<(&str, usize, bool)> = texts.iter().map(|text| (text.as_str(), 0, false)).collect();
        let mut run = run(&lines);
        for (line, marks) in run.section.lines.iter_mut().zip(marks) {
            line.line.marks = marks;
        }
        let reading = read(&run, crate::reference::shared());
        let texts =
            reading.map(|reading| reading.entries.into_iter().map(|entry| entry.text).collect::<Vec<_>>());
        let expected = expected.map(|texts| texts.iter().map(|text| (*text).to_owned()).collect::<Vec<_>>());
        assert_eq!(texts, expected, "{lines:?}");
    }

    #[test]
    fn bold_names() {
        check(
            &["*Ann Other *Professor of Law, Upland University*, Bea Test* Writer*, Cy River*"],
            Some(&["Ann Other, Professor of Law, Upland University", "Bea Test, Writer", "Cy River"]),
        );
        check(
            &["*Ann Other* Professor of Law", "*Bea Test* Writer"],
            Some(&["Ann Other, Professor of Law", "Bea Test, Writer"]),
        );
        check(&["*Ann Other*, Professor", "*Bea Test*, Writer"], None);
        check(
            &["*Maria Garcia*", "Chair, River Watch", "*John Smith*", "Lake Fund"],
            Some(&["Maria Garcia, Chair, River Watch", "John Smith, Lake Fund"]),
        );
        check(&["*Geography*", "Maria Garcia", "*History*", "John Smith"], None);
        check(&["Ann Other *Professor*"], None);
        check(&["*Ann Other* Professor", "Bea Test, Writer"], None);
    }
}
