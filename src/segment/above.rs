//! Signature blocks above the heading of a list, where no close that is known stands before them.

use crate::normalize::role;
use crate::reference::Reference;
use crate::segment::evidence;
use crate::segment::rows::{Class, Row};

/// Lines of all blocks above a heading, at most.
const MOST_LINES: usize = 12;

/// The rows right above a row that are signature blocks: what stands between the last sentence of the text and
/// the heading is names, of which one at least is told an office.
pub fn find(rows: &[Row], heading: usize, reference: &Reference) -> std::ops::Range<usize> {
    let none = heading..heading;
    let is_line = |row: &Row| {
        row.class == Class::Short && !row.is_addressed && !row.is_item() && !row.text().contains(['@', '|'])
    };
    let above = rows.get(..heading).unwrap_or_default();
    let n_lines = above.iter().rev().take_while(|row| is_line(row)).count();
    let start = heading - n_lines;
    let follows_text = start.checked_sub(1).is_some_and(|at| rows[at].class == Class::Prose);
    if !(1..=MOST_LINES).contains(&n_lines) || !follows_text {
        return none;
    }
    let lines = &rows[start..heading];
    let opens_with_name = lines.first().is_some_and(|row| {
        evidence::is_named(row.text(), false) && !role::begins_with_role(row.text(), reference)
    });
    let tells_office = lines.iter().enumerate().any(|(at, row)| {
        let text = row.text();
        let behind = if at > 0 {
            text
        } else {
            text.split_once([',', '，', '、', '،']).map_or("", |(_, rest)| rest)
        };
        role::begins_with_role(behind, reference) || role::ends_with_role(behind, reference)
    });
    if opens_with_name && tells_office { start..heading } else { none }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formats::{self, ReadSettings};
    use crate::segment::rows;

    #[test]
    fn blocks_above_a_heading() {
        let check = |text: &str, expected: usize| {
            let text = format!(
                "We ask the minister to keep all the rivers clean for those who live there.\n\n{text}\n\nSigned by:\n\nRiver Watch\n"
            );
            let read = formats::run("x.txt", text.as_bytes(), &ReadSettings::default()).value.unwrap();
            let rows = rows::rows(&read.blocks, Some("en"), crate::reference::shared());
            let heading = rows.iter().position(|row| matches!(row.class, Class::ListHeading(_))).unwrap();
            assert_eq!(find(&rows, heading, crate::reference::shared()).len(), expected, "{text}");
        };
        check("Ann Other\nDirector\nLake Fund", 3);
        check("Ann Other\n\nDirector\n\nLake Fund", 3);
        check("Ann Other, Director, Lake Fund", 1);
        check("김민수\n연구원\n강지킴이연대", 3);
        check("Ann Other\nLake Fund", 0);
        check("Director\nRivers", 0);
        check("Contact: Ann Other, Director", 0);
        check("Ann Other, Director, ann@example.org", 0);
        check("To:\nAnn Other\nMinister of Rivers", 0);
        check("", 0);
    }
}
