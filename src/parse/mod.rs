//! Parse: the lines of the signature blocks to signatures with their fields.
//!
//! Every line ends as a signature, as a rejected line with a reason, or as something recognised as no
//! signature. What a printed country means is asked of the country normalizer, since what stands behind
//! the last comma is a country only if it is one.

mod affiliation;
mod clean;
mod columns;
mod family_first;
mod fields;
mod list;
mod office;
mod split;
mod tail;

use crate::layouts::{self, Entry};
use crate::model::{
    Announced, Flag, Issue, IssueCode, Kind, LayoutChoice, LineFate, LineNote, MarkKind, Outcome, Place,
    Section, Signature, SignatureLine,
};
use crate::normalize::country;
use crate::reference::Reference;
use crate::reference::phrases::PhraseRole;
use crate::text::fold;
use fields::Fields;
use rustc_hash::FxHashSet;
use split::Part;

/// Longest signature, in words: a longer line is a text.
const MOST_WORDS: usize = 80;

/// Characters of the longest count in a script without spaces.
const MOST_OF_COUNT: usize = 16;

/// The signatures of a document and what became of every line of its blocks.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Parsed {
    /// Signatures in printed order.
    pub signatures: Vec<Signature>,
    /// One note for each line of the sections.
    pub notes: Vec<LineNote>,
    /// The layouts in which the sections were read.
    pub layouts: Vec<LayoutChoice>,
}

/// Reads the sections of a document.
pub fn run(path: &str, sections: &[Section], reference: &Reference) -> Outcome<Parsed> {
    let mut parsed = Parsed::default();
    let mut issues = Vec::new();
    let mut seen: FxHashSet<String> = FxHashSet::default();
    for (section_idx, section) in sections.iter().enumerate() {
        let heading = section.heading.as_ref().map(|line| line.text.clone());
        let layout = layouts::read(section, reference);
        let mut fates: Vec<Option<(LineFate, String)>> = vec![None; section.lines.len()];
        for (line, reason) in &layout.others {
            fates[*line] = Some((LineFate::Other, (*reason).to_owned()));
        }
        for (entry, fields) in layout.entries.iter().zip(read(section, &layout.entries, reference)) {
            let place = entry.place.unwrap_or_default();
            let (fate, reason) = match fields {
                Ok(mut fields) => {
                    let inherits = inherit(&mut fields, entry, reference);
                    let mut signature = signature(entry, fields, place, section.announced);
                    signature.position = u32::try_from(parsed.signatures.len() + 1).unwrap_or(u32::MAX);
                    signature.section_idx = section_idx;
                    signature.section = entry.label.clone().or_else(|| heading.clone());
                    if inherits {
                        signature.flags.push(Flag::CountryFromHeading);
                    }
                    if !seen.insert(signature.text.clone()) {
                        signature.flags.push(Flag::Duplicate);
                    }
                    parsed.signatures.push(signature);
                    (LineFate::Signature, reason(entry))
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
        parsed.layouts.extend(layout.choices);
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

/// The fields of each entry, or why it is no signature. What the list as a whole says is read first;
/// heading and list settle the kind of those entries that do not tell it themselves.
fn read(section: &Section, entries: &[Entry], reference: &Reference) -> Vec<Result<Fields, &'static str>> {
    let texts: Vec<Result<Cleaned, &str>> = entries.iter().map(|entry| cleaned(entry, reference)).collect();
    let parts: Vec<Vec<Part>> = texts
        .iter()
        .map(|text| text.as_ref().map(|text| split::parts(&text.text, text.name_end)).unwrap_or_default())
        .collect();
    let read_parts = parts.iter().map(Vec::as_slice).filter(|parts| !parts.is_empty());
    let mut list = list::survey(read_parts, reference);
    list.weight = list::heading_weight(section.announced);
    let mut results: Vec<Result<Fields, &str>> = texts
        .iter()
        .zip(&parts)
        .zip(entries)
        .map(|((text, parts), entry)| {
            Ok(read_one(entry, &text.as_ref().map_err(|reason| *reason)?.text, parts, &list, reference))
        })
        .collect();
    let scores: Vec<i32> = results.iter().flatten().map(|fields| fields.score).collect();
    let weight = list::kind_weight(&scores);
    if weight != 0 {
        list.weight += weight;
        for (((text, parts), entry), result) in texts.iter().zip(&parts).zip(entries).zip(&mut results) {
            if let (Ok(text), Ok(fields)) = (text, &result)
                && list::is_open(fields.score, weight)
            {
                *result = Ok(read_one(entry, &text.text, parts, &list, reference));
            }
        }
    }
    results
}

fn read_one(entry: &Entry, text: &str, parts: &[Part], list: &list::List, reference: &Reference) -> Fields {
    match &entry.columns {
        Some(columns) => columns::read(text, columns, parts, list, reference),
        None => fields::read(text, parts, list.weight, list, reference),
    }
}

/// Why the lines of an entry are a signature, as a phrase for a person.
fn reason(entry: &Entry) -> &'static str {
    match (entry.is_split, entry.lines.len()) {
        (true, _) => "holds several signatures",
        (false, 0 | 1) => "a signature",
        (false, _) => "one of several lines of a signature",
    }
}

/// Gives a signature without a country that of the heading or label above it, and says whether it did.
fn inherit(fields: &mut Fields, entry: &Entry, reference: &Reference) -> bool {
    let inherited = entry.inherited_country.as_ref().filter(|_| fields.country_text.is_none());
    if let Some(text) = inherited {
        fields.country = Some(country::resolve_field(text, reference));
        fields.country_text = Some(text.clone());
    }
    inherited.is_some()
}

fn rejected(path: &str, reason: &str, place: Place, text: &str) -> Issue {
    Issue::new(IssueCode::RejectedLine, path, format!("no signature: {reason}")).at(place).quoting(text)
}

/// The text of an entry without what surrounds it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Cleaned {
    text: String,
    /// Where what is set apart by print as the name ends.
    name_end: Option<usize>,
}

/// The text of an entry to read, or why it is no signature.
fn cleaned(entry: &Entry, reference: &Reference) -> Result<Cleaned, &'static str> {
    let visible = clean::visible(&entry.text);
    let whole = clean::clean(&visible);
    let folded = fold(whole);
    if !whole.chars().any(char::is_alphanumeric) {
        Err("no letters and no digits")
    } else if reference.phrases.is(&folded, PhraseRole::Withheld) || is_withheld(whole, reference) {
        Err("stands where a name was not given")
    } else if clean::is_address(whole) {
        Err("an e-mail or web address, not a name")
    } else if whole.split_whitespace().count() > MOST_WORDS {
        Err("too long for a signature")
    } else if is_number(&folded) {
        Err("nothing but digits")
    } else {
        let whole = without_count(whole, reference);
        let whole = whole.split_once(", c/o ").map_or(whole, |(name, _)| name);
        let whole = clean::without_contacts(whole);
        let text = clean::clean(reference.calendar.without_signing_day(&whole)).to_owned();
        let name_end = marked_name(entry).map(|name| clean::visible(name).into_owned()).and_then(|name| {
            let name = clean::clean(&name);
            let is_word = text[..].strip_prefix(name)?.chars().next().is_some_and(|c| !c.is_alphanumeric());
            is_word.then_some(name.len())
        });
        Ok(Cleaned { text, name_end })
    }
}

/// Without the number of signatories in a bracket behind the last of them: "(이상 10개 단체)", "(10 groups in all)".
fn without_count<'a>(text: &'a str, reference: &Reference) -> &'a str {
    use PhraseRole::{Total, UnitIndividuals, UnitOrganizations, UnitSignatories};
    let Some((head, inner)) = split::bracket_at_end(text) else { return text };
    if !inner.chars().any(|c| c.is_ascii_digit()) {
        return text;
    }
    let phrases = &reference.phrases;
    let units = [UnitOrganizations, UnitIndividuals, UnitSignatories];
    let folded = fold(inner);
    let is_unspaced = units.iter().any(|unit| phrases.unspaced(*unit).any(|unit| inner.ends_with(unit)))
        && inner.chars().count() <= MOST_OF_COUNT;
    let words: Vec<&str> = folded.split(' ').collect();
    let is_unit = |word: &&str| units.iter().any(|unit| phrases.is(word, *unit));
    let is_number = |word: &&str| word.bytes().all(|byte| byte.is_ascii_digit());
    let is_spaced = words.iter().any(|word: &&str| is_unit(word))
        && words.iter().all(|word| is_unit(word) || is_number(word) || phrases.is(word, Total));
    if is_unspaced || is_spaced { head } else { text }
}

/// "Anonymous, teacher": no name was given, though something else was.
fn is_withheld(text: &str, reference: &Reference) -> bool {
    let (name, rest) = text.split_at(text.find([',', '(', ';']).unwrap_or(text.len()));
    let name = fold(name);
    // "N. A. (North Africa)" may be one.
    !rest.is_empty() && name.chars().count() > 4 && reference.phrases.is(&name, PhraseRole::Withheld)
}

/// Digits and nothing else, "1.2K" included.
fn is_number(folded: &str) -> bool {
    let mut before = ' ';
    folded.chars().all(|c| {
        let is_thousand = c == 'k' && before.is_ascii_digit();
        before = c;
        c.is_ascii_digit() || c == ' ' || is_thousand
    })
}

/// What is printed bold, slanted or as a link at the beginning of an entry, and not the whole of it.
fn marked_name(entry: &Entry) -> Option<&str> {
    let mark = entry.marks.iter().find(|mark| {
        matches!(mark.kind, MarkKind::Strong | MarkKind::Emphasis | MarkKind::Link(_))
            && entry
                .text
                .get(..mark.range.start)
                .is_some_and(|before| !before.chars().any(char::is_alphanumeric))
    })?;
    entry.text.get(..mark.range.end).filter(|_| mark.range.end < entry.text.len())
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
    use crate::model::{Line, Mark};

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
    fn what_is_printed_bold_is_the_name() {
        let check = |text: &str, bold: &str, expected: [&str; 3]| {
            let start = text.find(bold).unwrap();
            let bold = Mark { kind: MarkKind::Strong, range: start..start + bold.len() };
            let entry = Entry { text: text.to_owned(), marks: vec![bold], ..Entry::default() };
            let fields = read(&Section::default(), &[entry], crate::reference::shared()).remove(0).unwrap();
            let role = fields.role.unwrap_or_default();
            let country = fields.country_text.unwrap_or_default();
            assert_eq!([fields.name.as_str(), &role, &country], expected, "{text}");
        };
        check("• Ann Other Director of Rivers", "Ann Other", ["Ann Other", "Director of Rivers", ""]);
        check("Ann Other Kenya", "Ann Other", ["Ann Other", "", "Kenya"]);
        check("Ann Others", "Ann Other", ["Ann Others", "", ""]);
        check("River Watch – Such Town", "River Watch", ["River Watch", "", ""]);
    }

    #[test]
    fn every_line_has_a_fate() {
        use LineFate::{Rejected, Signature};
        check(&["River Watch, Kenya", "n/a", "***"], &["River Watch"], &[Signature, Rejected, Rejected]);
        check(&["Anonymous, teacher", "Ann Other"], &["Ann Other"], &[Rejected, Signature]);
        check(&["강 지킴이회 (이상 10개 단체)"], &["강 지킴이회"], &[Signature]);
        check(&["River Watch (10 organizations)"], &["River Watch"], &[Signature]);
        check(&["1.2K 14", "Ann Other"], &["Ann Other"], &[Rejected, Signature]);
        check(&["info@example.org", "Ann Other"], &["Ann Other"], &[Rejected, Signature]);
        // Found by the property test: a paragraph of names whose last line is a comma.
        check(
            &["River Watch, Lake Fund", "Sea Union, Pond Trust", ","],
            &["River Watch", "Lake Fund", "Sea Union", "Pond Trust"],
            &[Signature, Signature, Rejected],
        );
    }
}
