//! How a document breaks its lines: where its prose is broken by length, entries of lists are as well; where
//! it runs on in long lines, they are not.

use crate::model::Breaks;
use crate::segment::rows::{Class, Row};

/// Characters beyond which no line is broken by its length.
const LONGEST: usize = 110;
/// Breaks of lines that are enough to tell where lines are broken.
const FEWEST: usize = 2;
/// Characters that a language without spaces may leave free at the end of a line.
const FREE: usize = 2;

/// What the running text outside the lists tells; every row has its place in `is_inside`.
pub fn read(rows: &[Row], is_inside: &[bool]) -> Breaks {
    let mut longest = 0;
    let mut paragraphs: Vec<Vec<&str>> = Vec::new();
    let mut block = None;
    for (row, inside) in rows.iter().zip(is_inside) {
        if *inside || !row.is_text() || row.class != Class::Prose {
            continue;
        }
        // A line that reading has joined tells where its document breaks lines only that it does.
        let is_printed = row.line.is_some_and(|line| line.place.line_start == line.place.line_end);
        if !is_printed {
            return Breaks::Unknown;
        }
        if width(row.text()) > LONGEST {
            return Breaks::Never;
        }
        longest = longest.max(row.text().chars().count());
        match paragraphs.last_mut() {
            Some(paragraph) if block == Some(row.block) => paragraph.push(row.text()),
            _ => paragraphs.push(vec![row.text()]),
        }
        block = Some(row.block);
    }
    let breaks = || paragraphs.iter().flat_map(|lines| lines.windows(2));
    let n_breaks = breaks().count();
    let n_forced = breaks().filter(|pair| is_forced(pair[0], pair[1], longest)).count();
    let mut entries = rows.iter().zip(is_inside).filter(|(row, inside)| **inside && row.is_text());
    // An entry that is longer than any line of the text was not broken where that is.
    let is_longer = entries.any(|(row, _)| row.text().chars().count() > longest);
    if n_breaks >= FEWEST && 10 * n_forced >= 9 * n_breaks && !is_longer {
        Breaks::At(longest)
    } else {
        Breaks::Unknown
    }
}

/// Characters of a line, those of East Asia counted twice.
fn width(text: &str) -> usize {
    text.chars()
        .map(|c| {
            if matches!(u32::from(c), 0x1100..=0x11FF | 0x2E80..=0xD7AF | 0xF900..=0xFAFF | 0xFF00..=0xFF60) {
                2
            } else {
                1
            }
        })
        .sum()
}

/// Whether the next word would not have fit on the line.
fn is_forced(line: &str, next: &str, longest: usize) -> bool {
    let word = next.split_whitespace().next().map_or(0, |word| word.chars().count());
    let word = if width(next) > 3 * next.chars().count() / 2 { FREE } else { word };
    line.chars().count() + 1 + word > longest
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formats::{self, ReadSettings};
    use crate::segment::rows;

    #[test]
    fn how_prose_breaks_its_lines() {
        let check = |text: &str, expected: Breaks| {
            let read = formats::run("x.txt", text.as_bytes(), &ReadSettings::default()).value.unwrap();
            let rows = rows::rows(&read.blocks, Some("en"), crate::reference::shared());
            let inside: Vec<bool> = rows.iter().map(|row| row.text().starts_with("River Watch")).collect();
            assert_eq!(super::read(&rows, &inside), expected, "{text}");
        };
        let broken = "We ask the minister to keep all the\nrivers of the country clean for all of\nthose who live there, and for the fish.\n\n";
        let long = broken.replace('\n', " ");
        check(&format!("{broken}River Watch\n"), Breaks::At(39));
        check(&format!("{broken}River Watch of the Upland Rivers and Lakes\n"), Breaks::Unknown);
        check(&format!("{long}\n\nRiver Watch\n"), Breaks::Never);
        check("We ask the minister to keep the river clean.\n\nRiver Watch\n", Breaks::Unknown);
    }
}
