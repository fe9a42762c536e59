//! The lines of a document, each with what it looks like on its own.

use crate::model::{Announced, Block, BlockKind, Line, Region};
use crate::reference::Reference;
use crate::reference::countries::PlaceKind;
use crate::reference::phrases::PhraseRole;
use crate::segment::{dates, greeting};
use crate::text::fold;

/// Words above which a line is prose whatever it looks like.
const MANY_WORDS: usize = 60;
/// Words from which a line of mostly small letters is prose even without a full stop.
const LONG_LINE: usize = 25;
/// Words from which a line that ends as a sentence is prose.
const SENTENCE: usize = 7;
/// Longest heading of a list, in words.
const HEADING_WORDS: usize = 16;

/// What a line looks like on its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Class {
    /// Heading of a list of signatories.
    ListHeading(Announced),
    /// Close of the letter.
    Closing,
    /// Opens something that follows a list: CC, notes, contact.
    End,
    /// Navigation.
    Furniture,
    /// Greets the addressee.
    Salutation,
    /// Subject line.
    Subject,
    /// A date and little else.
    Date,
    /// A footnote, a page number, "and 12 others".
    Note,
    /// A rule between parts.
    Rule,
    /// A heading of the document that is none of a list.
    Title,
    /// Sentences.
    Prose,
    /// Short: a name, an address, whatever.
    Short,
}

/// A line with its class. A rule has no line of its own and borrows none.
#[derive(Debug)]
pub struct Row<'a> {
    /// Index of the block.
    pub block: usize,
    /// Kind of the block.
    pub kind: BlockKind,
    /// Part of the page that the block belongs to.
    pub region: Region,
    /// The line; `None` for a rule.
    pub line: Option<&'a Line>,
    /// What it looks like.
    pub class: Class,
    /// What follows an opening phrase on the same line, as bytes of the text: "Signed by: A, B".
    pub run_in: Option<usize>,
}

impl Row<'_> {
    /// The text, empty for a rule.
    pub fn text(&self) -> &str {
        self.line.map_or("", |line| line.text.as_str())
    }

    /// True for an item of a list and a row of a table.
    pub fn is_item(&self) -> bool {
        matches!(self.kind, BlockKind::Item { .. } | BlockKind::Row { .. })
    }
}

/// The rows of a document.
pub fn rows<'a>(blocks: &'a [Block], language: Option<&str>, reference: &Reference) -> Vec<Row<'a>> {
    let mut rows = Vec::new();
    for (index, block) in blocks.iter().enumerate() {
        if block.kind == BlockKind::Rule {
            rows.push(Row {
                block: index,
                kind: block.kind,
                region: block.region,
                line: None,
                class: Class::Rule,
                run_in: None,
            });
        }
        let is_wrapped_prose = is_wrapped_prose(block);
        for line in &block.lines {
            let (class, run_in) = if let Some(class) = class_of(block.region) {
                (class, None)
            } else if is_wrapped_prose {
                (Class::Prose, None)
            } else {
                classify(line, block.kind, language, reference)
            };
            rows.push(Row {
                block: index,
                kind: block.kind,
                region: block.region,
                line: Some(line),
                class,
                run_in,
            });
        }
    }
    rows
}

/// What the region of a block says of its lines.
fn class_of(region: Region) -> Option<Class> {
    match region {
        Region::Body => None,
        Region::Furniture => Some(Class::Furniture),
        Region::Footnote => Some(Class::Note),
        Region::Comments => Some(Class::End),
    }
}

fn classify(
    line: &Line,
    kind: BlockKind,
    language: Option<&str>,
    reference: &Reference,
) -> (Class, Option<usize>) {
    let text = line.text.as_str();
    let folded = fold(text);
    let words: Vec<&str> = folded.split(' ').collect();
    let phrases = &reference.phrases;
    let is_item = matches!(kind, BlockKind::Item { .. } | BlockKind::Row { .. });
    // The label before a colon, when something follows it.
    let label = text.split_once([':', '：']).filter(|(label, _)| label.split_whitespace().count() <= 6);
    let rest_of = |label: &str| {
        let rest = text[label.len()..].trim_start_matches([':', '：', ' ']);
        (!rest.is_empty()).then(|| text.len() - rest.len())
    };
    if !is_item {
        if phrases.is(&folded, PhraseRole::Furniture) {
            return (Class::Furniture, None);
        }
        if label.is_some_and(|(label, _)| phrases.is(&fold(label), PhraseRole::Subject)) {
            return (Class::Subject, label.and_then(|(label, _)| rest_of(label)));
        }
        if phrases.is(&folded, PhraseRole::End)
            || label.is_some_and(|(label, _)| phrases.is(&fold(label), PhraseRole::End))
        {
            return (Class::End, None);
        }
        let is_printed_as_heading =
            matches!(kind, BlockKind::Heading(_)) || text.trim_end().ends_with([':', '：']);
        if let Some(announced) = announced(&folded, is_printed_as_heading, reference) {
            return (Class::ListHeading(announced), None);
        }
        if phrases.is(&folded, PhraseRole::Closing) {
            return (Class::Closing, None);
        }
        if let Some((label, _)) = label {
            let label_folded = fold(label);
            if let Some(announced) = self::announced(&label_folded, false, reference) {
                return (Class::ListHeading(announced), rest_of(label));
            }
            if phrases.is(&label_folded, PhraseRole::Closing) {
                return (Class::Closing, rest_of(label));
            }
        }
        if greeting::is_salutation(text, &words, reference) {
            return (Class::Salutation, None);
        }
        if dates::dateline(text, language, &reference.calendar).is_some() {
            return (Class::Date, None);
        }
        if matches!(kind, BlockKind::Heading(_)) || is_short_label(text, &words) {
            return (Class::Title, None);
        }
        if is_note(text, &folded) {
            return (Class::Note, None);
        }
    }
    if is_prose(text) { (Class::Prose, None) } else { (Class::Short, None) }
}

/// A few words and a colon: "North America:", "On behalf of:".
fn is_short_label(text: &str, words: &[&str]) -> bool {
    text.ends_with([':', '：']) && words.len() <= 5 && text.chars().next().is_some_and(|c| !c.is_lowercase())
}

/// What stands beside a list and signs nothing: footnotes, page numbers, "and 12 others".
fn is_note(text: &str, folded: &str) -> bool {
    let words: Vec<&str> = folded.split(' ').collect();
    let is_number = |word: &&str| word.bytes().all(|byte| byte.is_ascii_digit());
    let is_page =
        matches!(words.as_slice(), ["page", number] | ["page", number, "of", _] if is_number(number));
    let rest = words.iter().skip_while(|word| matches!(**word, "and" | "plus"));
    let counted: Vec<&str> = rest.take(2).copied().collect();
    let is_more = matches!(counted.as_slice(), [number, "more" | "others" | "other"] if is_number(number));
    let is_footnote = text.starts_with(['*', '†', '‡', '¹', '²', '³'])
        || text.strip_prefix('[').and_then(|rest| rest.split_once(']')).is_some_and(|(mark, rest)| {
            !mark.is_empty() && mark.bytes().all(|byte| byte.is_ascii_digit()) && !rest.trim().is_empty()
        });
    let is_said =
        folded.starts_with("p s ") || folded.starts_with("ps ") || folded.starts_with("sent from my ");
    is_page || is_more || is_footnote || is_said
}

/// Whether a folded line is the heading of a list, and whom it announces: each of its words is one that
/// headings are made of, a number, a month or a demonym, and at least one says who follows. A line that is
/// printed as a heading or ends in a colon may hold some other words as well.
pub fn announced(folded: &str, is_printed_as_heading: bool, reference: &Reference) -> Option<Announced> {
    let words: Vec<&str> = folded.split(' ').filter(|word| !word.is_empty()).collect();
    if words.is_empty() || words.len() > HEADING_WORDS {
        return None;
    }
    let phrases = &reference.phrases;
    let mut announced = Announced::default();
    let mut is_list = false;
    let mut names_signatories = false;
    let mut n_foreign = 0;
    let mut at = 0;
    while at < words.len() {
        let rest = &words[at..];
        let heads = [
            PhraseRole::HeadingOrganizations,
            PhraseRole::HeadingIndividuals,
            PhraseRole::HeadingSignatories,
        ];
        let [organizations, individuals, signatories] = heads.map(|role| phrases.prefix(rest, role));
        let longest = organizations.max(individuals).max(signatories);
        if longest > 0 {
            is_list = true;
            announced.organizations |= organizations > 0;
            announced.individuals |= individuals > 0;
            names_signatories |= signatories > 0;
            at += longest;
            continue;
        }
        let is_filler = phrases.is(words[at], PhraseRole::HeadingFiller)
            || words[at].bytes().all(|byte| byte.is_ascii_digit())
            || reference.calendar.month(words[at], None).is_some()
            || reference.calendar.number(words[at]).is_some()
            || is_demonym(words[at], reference);
        n_foreign += usize::from(!is_filler);
        at += 1;
    }
    let allowed = if is_printed_as_heading { words.len() / 3 } else { 0 };
    // "Open Networks" is a name; "Signatories of the open letter" is a heading.
    let is_of_letter = words.iter().any(|word| *word == "open" || phrases.is(word, PhraseRole::LetterWord));
    let is_open_name = is_of_letter && !names_signatories && !is_printed_as_heading;
    (is_list && n_foreign <= allowed && !is_open_name).then_some(announced)
}

/// "Japanese individuals" is a heading; "Citizens UK" is an organization.
fn is_demonym(word: &str, reference: &Reference) -> bool {
    reference.countries.place_of(word).is_some_and(|place| place.kind == PlaceKind::Demonym)
}

/// A paragraph whose lines are wrapped prose: the lines run on, and the whole ends as sentences do.
fn is_wrapped_prose(block: &Block) -> bool {
    if block.lines.len() < 2 || matches!(block.kind, BlockKind::Row { .. } | BlockKind::Heading(_)) {
        return false;
    }
    let joined: String = block.lines.iter().map(|line| line.text.as_str()).collect::<Vec<_>>().join(" ");
    let n_running = block.lines[1..]
        .iter()
        .filter(|line| line.text.chars().next().is_some_and(|c| c.is_lowercase() || "“\"'‘(".contains(c)))
        .count();
    let n_words = joined.split_whitespace().count();
    let words_per_line = n_words / block.lines.len();
    let is_note = joined.starts_with('(') && joined.ends_with(')') && n_words >= SENTENCE;
    is_note && is_prose(joined.trim_matches(['(', ')']))
        || n_words >= 20 && words_per_line >= 6 && 3 * n_running >= block.lines.len() - 1 && is_prose(&joined)
}

/// Whether a line reads as sentences rather than as a name with what belongs to it.
pub fn is_prose(text: &str) -> bool {
    let words: Vec<&str> = text.split_whitespace().collect();
    if words.len() >= MANY_WORDS {
        return true;
    }
    let body = text.trim_end_matches(['"', '”', '’', '»', ')', '\'', ' ', '*', '_']);
    let ends_sentence = body.ends_with(['.', '!', '?', '…', '。', '！', '？', '।', '؟']);
    let n_cased = words.iter().filter(|word| starts_cased(word).is_some()).count();
    if n_cased == 0 {
        // Scripts without capitals: length and punctuation are all there is.
        let n_chars = text.chars().count();
        return (ends_sentence && (words.len() > SENTENCE || n_chars >= 30)) || n_chars >= 200;
    }
    let n_small = words.iter().filter(|word| starts_cased(word) == Some(false)).count();
    let is_mostly_small = 2 * n_small >= n_cased;
    let n_breaks = inner_sentence_ends(text);
    (ends_sentence && words.len() >= SENTENCE && is_mostly_small)
        || (n_breaks > 0 && words.len() >= 12 && is_mostly_small)
        || (words.len() >= LONG_LINE && 5 * n_small >= 3 * n_cased)
        || (body.ends_with([':', ',']) && words.len() >= 12 && 5 * n_small >= 3 * n_cased)
}

/// Whether a word begins with a capital, for words in scripts that have them.
fn starts_cased(word: &str) -> Option<bool> {
    let c = word.chars().find(|c| c.is_alphabetic())?;
    (c.is_uppercase() || c.is_lowercase()).then(|| c.is_uppercase())
}

/// Ends of sentences inside a line: a full stop behind a word of small letters, before a capital.
fn inner_sentence_ends(text: &str) -> usize {
    let words: Vec<&str> = text.split_whitespace().collect();
    words
        .windows(2)
        .filter(|pair| {
            let stem = pair[0].trim_end_matches(['.', '?', '!', '”', '"']);
            pair[0].ends_with(['.', '?', '!', '”', '"'])
                && stem.len() < pair[0].len()
                && stem.chars().count() > 3
                && stem.chars().all(char::is_lowercase)
                && starts_cased(pair[1]) == Some(true)
        })
        .count()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Place;
    use proptest::prelude::*;

    fn class(text: &str) -> Class {
        let reference = crate::reference::shared();
        classify(&Line::plain(text, Place::line(1)), BlockKind::Paragraph, Some("en"), reference).0
    }

    fn list(organizations: bool, individuals: bool) -> Class {
        Class::ListHeading(Announced { organizations, individuals })
    }

    #[test]
    fn classes() {
        let check = |text: &str, expected: Class| assert_eq!(class(text), expected, "{text}");
        check("Groups", list(true, false));
        check("Individuals:", list(false, true));
        check("Signed by:", list(false, false));
        check("Signature organizations and individuals (as of February 13, 2020)", list(true, true));
        check("(Organizations& Japanese individuals, 48) alphabetical order", list(true, true));
        check("This statement is launched by following organizations:", list(true, false));
        check("Unterzeichnende Organisationen", list(true, false));
        check("Organizations for Open Skies", Class::Short);
        check("Upland Parliamentarians for Human Rights", Class::Short);
        check("Citizens UK", Class::Short);
        check("Sincerely,", Class::Closing);
        check("Open Networks", Class::Short);
        check("Signatories of the open letter", list(false, false));
        check("North America:", Class::Title);
        check("Page 2 of 3", Class::Note);
        check("and 12 others", Class::Note);
        check("*Affiliations are for identification only.", Class::Note);
        check("[1] Joined later", Class::Note);
        check("CC:", Class::End);
        check("cc: Minister of Justice", Class::End);
        check("Skip to main content", Class::Furniture);
        check("Dear Prime Minister,", Class::Salutation);
        check("Re:  Fair elections", Class::Subject);
        check("February 13, 2020", Class::Date);
        check("Health for Everybody Now, Norway", Class::Short);
        check(
            "Meadow Community \"Sister Water\" of Upland, Valley of Transit, Commune of Carmen, Valley of Huasco, Chile.",
            Class::Short,
        );
        check("We urge you to take action and to publish the report.", Class::Prose);
        check(
            "Ann Other, Independent Member of the Upper House & chair at the Committee of Experts in Norway",
            Class::Short,
        );
    }

    proptest! {
        #[test]
        fn no_text_panics(text in "\\PC{0,80}") {
            class(&text);
        }
    }
}
