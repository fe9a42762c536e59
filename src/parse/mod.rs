//! Parse: the lines of the signature blocks to signatures with their fields.
//!
//! Every line ends as a signature, as a rejected line with a reason, or as something recognised as no
//! signature. What a printed country means is asked of the country normalizer, since what stands behind
//! the last comma is a country only if it is one.

mod affiliation;
mod clean;
mod columns;
mod fields;

use crate::layouts::{self, Entry};
use crate::model::{
    Announced, Flag, Issue, IssueCode, Kind, LineFate, LineNote, Mark, Outcome, Place, Section, Signature,
    SignatureLine,
};
use crate::reference::Reference;
use crate::reference::phrases::PhraseRole;
use crate::text::fold;
use fields::Fields;
use rustc_hash::FxHashSet;

/// Longest signature, in words: a longer line is a text.
const MOST_WORDS: usize = 80;

/// The signatures of a document and what became of every line of its blocks.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Parsed {
    /// Signatures in printed order.
    pub signatures: Vec<Signature>,
    /// One note for each line of the sections.
    pub notes: Vec<LineNote>,
}

/// Reads the sections of a document.
pub fn run(path: &str, sections: &[Section], reference: &Reference) -> Outcome<Parsed> {
    let mut parsed = Parsed::default();
    let mut issues = Vec::new();
    let mut seen: FxHashSet<String> = FxHashSet::default();
    for (section_idx, section) in sections.iter().enumerate() {
        let heading = section.heading.as_ref().map(|line| line.text.clone());
        let layout = layouts::best(section, reference);
        let mut fates: Vec<Option<(LineFate, String)>> = vec![None; section.lines.len()];
        for (line, reason) in &layout.others {
            fates[*line] = Some((LineFate::Other, (*reason).to_owned()));
        }
        for (entry, fields) in layout.entries.iter().zip(read(section, &layout.entries, reference)) {
            let place = entry.place.unwrap_or(section.lines[entry.lines[0]].line.place);
            let (fate, reason) = match fields {
                Ok(fields) => {
                    let mut signature = signature(entry, fields, place, section.announced);
                    signature.position = u32::try_from(parsed.signatures.len() + 1).unwrap_or(u32::MAX);
                    signature.section_idx = section_idx;
                    signature.section.clone_from(&heading);
                    if !seen.insert(signature.text.clone()) {
                        signature.flags.push(Flag::Duplicate);
                    }
                    parsed.signatures.push(signature);
                    (LineFate::Signature, layout.layout)
                }
                Err(reason) => {
                    issues.push(rejected(path, reason, place, &entry.printed));
                    (LineFate::Rejected, reason)
                }
            };
            for line in &entry.lines {
                // A line that holds a signature is one, whatever else it holds.
                if !matches!(&fates[*line], Some((LineFate::Signature, _))) {
                    fates[*line] = Some((fate, reason.to_owned()));
                }
            }
        }
        for (SignatureLine { line, .. }, fate) in section.lines.iter().zip(fates) {
            let (fate, reason) = fate.unwrap_or_else(|| {
                let reason = "nothing in it can be an entry";
                issues.push(rejected(path, reason, line.place, &line.text));
                (LineFate::Rejected, reason.to_owned())
            });
            parsed.notes.push(LineNote { line: line.clone(), fate, is_of_section: true, reason });
        }
    }
    Outcome { value: parsed, issues }
}

/// The fields of each entry, or why it is no signature. Heading and list settle the kind of those entries
/// that do not tell it themselves.
fn read(section: &Section, entries: &[Entry], reference: &Reference) -> Vec<Result<Fields, &'static str>> {
    let heading = fields::heading_weight(section.announced);
    let read = |entry: &Entry, weight| {
        let cleaned = cleaned(entry, reference)?;
        if let Some(columns) = &entry.columns {
            return Ok(columns::read(cleaned, columns, weight, reference));
        }
        Ok(fields::read(cleaned, &marks_of(entry, cleaned), weight, reference))
    };
    let mut results: Vec<Result<Fields, &str>> = entries.iter().map(|entry| read(entry, heading)).collect();
    let scores: Vec<i32> = results.iter().flatten().map(|fields| fields.score).collect();
    let list = fields::list_weight(&scores);
    if list != 0 {
        for (entry, result) in entries.iter().zip(&mut results) {
            if result.as_ref().is_ok_and(fields::is_open) {
                *result = read(entry, heading + list);
            }
        }
    }
    results
}

fn rejected(path: &str, reason: &str, place: Place, text: &str) -> Issue {
    Issue::new(IssueCode::RejectedLine, path, format!("no signature: {reason}")).at(place).quoting(text)
}

/// The text of an entry without what surrounds it, or why it is no signature.
fn cleaned<'a>(entry: &'a Entry, reference: &Reference) -> Result<&'a str, &'static str> {
    let cleaned = clean::clean(&entry.text);
    let folded = fold(cleaned);
    if !cleaned.chars().any(char::is_alphanumeric) {
        Err("no letters and no digits")
    } else if reference.phrases.is(&folded, PhraseRole::Withheld) {
        Err("stands where a name was not given")
    } else if clean::is_address(cleaned) {
        Err("an e-mail or web address, not a name")
    } else if cleaned.split_whitespace().count() > MOST_WORDS {
        Err("too long for a signature")
    } else if folded.chars().all(|c| c.is_ascii_digit() || c == ' ') {
        Err("nothing but digits")
    } else {
        Ok(cleaned)
    }
}

/// The special stretches of the cleaned text, which is a part of the entry's.
fn marks_of(entry: &Entry, cleaned: &str) -> Vec<Mark> {
    let start = cleaned.as_ptr() as usize - entry.text.as_ptr() as usize;
    let moved = entry.marks.iter().map(|mark| Mark {
        kind: mark.kind.clone(),
        range: mark.range.start.saturating_sub(start)
            ..mark.range.end.saturating_sub(start).min(cleaned.len()),
    });
    moved.filter(|mark| !mark.range.is_empty()).collect()
}

/// A signature from its fields; its place in the letter is for the caller to fill in.
fn signature(entry: &Entry, fields: Fields, place: Place, announced: Announced) -> Signature {
    let mut flags = Vec::new();
    if (announced.organizations && !announced.individuals && fields.kind == Kind::Person)
        || (announced.individuals && !announced.organizations && fields.kind == Kind::Organization)
    {
        flags.push(Flag::KindAgainstSection);
    }
    if entry.is_split {
        flags.push(Flag::Split);
    }
    if entry.lines.len() > 1 {
        flags.push(Flag::Joined);
    }
    Signature {
        position: 0,
        section_idx: 0,
        section: None,
        kind: fields.kind,
        name: fields.name,
        name_normalized: String::new(),
        acronym: fields.acronym,
        descriptor: fields.descriptor,
        role: fields.role,
        affiliation: fields.affiliation,
        place_name: fields.place,
        country_text: fields.country_text,
        country: fields.country,
        place,
        text: entry.printed.clone(),
        flags,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Line, MarkKind};

    fn section(lines: &[&str]) -> Section {
        let line = |(index, text): (usize, &&str)| SignatureLine {
            line: Line { text: (*text).to_owned(), ..Line::plain("", Place::line(index as u32 + 1)) },
            block: 0,
            is_item: false,
        };
        Section { lines: lines.iter().enumerate().map(line).collect(), ..Section::default() }
    }

    /// The names read, and the fate of each line.
    fn check(lines: &[&str], names: &[&str], fates: &[LineFate]) {
        let outcome = run("x.txt", &[section(lines)], crate::reference::shared());
        let parsed = outcome.value;
        let read: Vec<&str> = parsed.signatures.iter().map(|signature| signature.name.as_str()).collect();
        assert_eq!(read, names);
        let got: Vec<LineFate> = parsed.notes.iter().map(|note| note.fate).collect();
        assert_eq!(got, fates);
        let n_rejected = fates.iter().filter(|fate| **fate == LineFate::Rejected).count();
        assert_eq!(outcome.issues.len(), n_rejected);
    }

    #[test]
    fn marks_are_moved_with_the_text() {
        let text = "• Ann Other Director of Rivers".to_owned();
        let bold = Mark { kind: MarkKind::Strong, range: 0.."• Ann Other".len() };
        let entry = Entry { text, marks: vec![bold], ..Entry::default() };
        let cleaned = cleaned(&entry, crate::reference::shared()).unwrap();
        let marks = marks_of(&entry, cleaned);
        assert_eq!(&cleaned[marks[0].range.clone()], "Ann Other");
        let fields = fields::read(cleaned, &marks, 0, crate::reference::shared());
        assert_eq!((fields.name.as_str(), fields.role.as_deref()), ("Ann Other", Some("Director")));
    }

    #[test]
    fn every_line_has_a_fate() {
        use LineFate::{Rejected, Signature};
        check(&["River Watch, Kenya", "n/a", "***"], &["River Watch"], &[Signature, Rejected, Rejected]);
        check(&["info@example.org", "Ann Other"], &["Ann Other"], &[Rejected, Signature]);
        // Found by the property test: a paragraph of names whose last line is a comma.
        check(
            &["River Watch, Lake Fund", "Sea Union, Pond Trust", ","],
            &["River Watch", "Lake Fund", "Sea Union", "Pond Trust"],
            &[Signature, Signature, Rejected],
        );
    }
}
