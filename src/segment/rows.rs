//! The lines of a document, each with what it looks like on its own.

use crate::model::{Announced, Block, BlockKind, Line, MarkKind, Region};
use crate::normalize::role;
use crate::reference::Reference;
use crate::reference::phrases::PhraseRole;
pub use crate::segment::headings::announced;
pub use crate::segment::prose::is_prose;
use crate::segment::{dates, furniture, greeting, headings, notes, prose};
use crate::text::fold;

/// Words of a label before a colon, at most.
const LABEL_WORDS: usize = 12;
/// Words from which what stands behind a label and ends as a sentence is a note of its own.
const NOTE_WORDS: usize = 5;
/// Words of the label of the addressees, at most.
const ADDRESS_WORDS: usize = 5;
/// Words of an invitation to sign, at most.
const INVITATION_WORDS: usize = 14;

/// Lines of a paragraph that says what affiliations are for, at most.
const DISCLAIMER_LINES: usize = 4;
/// Words of a label that tell what it opens, whatever follows them.
const OPENING_WORDS: usize = 3;
/// Words of the shortest title that speaks of a letter and of whose it is.
const TITLE_WORDS: usize = 4;
/// Words of a close that only its shape tells, at most.
const SHORT_CLOSING: usize = 6;
/// Words of a sentence that closes a letter, at most.
const CLOSING_WORDS: usize = 40;

/// Lines below the title of a document, before its text.
const BELOW_TITLE: usize = 5;

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
    /// A footnote, a page number, "and 12 others"; the reason.
    Note(&'static str),
    /// A rule between parts.
    Rule,
    /// A heading of the document that is none of a list.
    Title,
    /// A country, a region of the world or a state and nothing else.
    Place,
    /// One letter of the alphabet, by which a long list is divided.
    Letter,
    /// Leads to what is asked for.
    Ask,
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
    /// Whether the line opens its block.
    pub is_first: bool,
    /// Whether the heading speaks of signing, not only of organizations or persons.
    pub names_signatories: bool,
    /// Whether the line is labelled as the addressee.
    pub is_addressed: bool,
}

impl Row<'_> {
    /// The text, empty for a rule.
    pub fn text(&self) -> &str {
        self.line.map_or("", |line| line.text.as_str())
    }

    /// True for a line of running text, or of a list that is set as such.
    pub fn is_text(&self) -> bool {
        matches!(self.kind, BlockKind::Paragraph | BlockKind::Quote)
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
        let row = |line: Option<&'a Line>, looks: Looks, is_first: bool| Row {
            block: index,
            kind: block.kind,
            region: block.region,
            line,
            class: looks.class,
            run_in: looks.run_in,
            is_first,
            names_signatories: looks.names_signatories,
            is_addressed: line.is_some_and(|line| is_addressed(&line.text, reference)),
        };
        if block.kind == BlockKind::Rule {
            rows.push(row(None, Class::Rule.into(), true));
        }
        let is_wrapped_prose = prose::is_wrapped_prose(block);
        let is_disclaimer = !is_wrapped_prose && is_wrapped_disclaimer(block, reference);
        for (at, line) in block.lines.iter().enumerate() {
            let looks = if let Some(class) = class_of(block.region) {
                class.into()
            } else if is_disclaimer {
                Class::Note("what affiliations are for").into()
            } else if is_wrapped_prose {
                Class::Prose.into()
            } else {
                classify(line, block, language, reference)
            };
            rows.push(row(Some(line), looks, at == 0));
        }
    }
    look_ahead(&mut rows, reference);
    retitle(&mut rows);
    furnish(&mut rows);
    rows
}

/// What a line looks like: its class, and what else the class was told by.
#[derive(Debug, Clone, Copy)]
struct Looks {
    class: Class,
    run_in: Option<usize>,
    names_signatories: bool,
}

impl From<Class> for Looks {
    fn from(class: Class) -> Self {
        Self { class, run_in: None, names_signatories: false }
    }
}

/// Items below a heading of navigation are navigation: "Most read".
fn furnish(rows: &mut [Row]) {
    let mut is_below = false;
    for row in rows {
        is_below = match row.kind {
            BlockKind::Heading(_) => row.class == Class::Furniture && row.region == Region::Body,
            BlockKind::Item { .. } => is_below,
            _ => false,
        };
        if is_below && row.is_item() {
            row.class = Class::Furniture;
        }
    }
}

/// The title of a document may say for whom it speaks, as headings of lists do: sentences stand below it.
fn retitle(rows: &mut [Row]) {
    let is_heading = |row: &Row| matches!(row.kind, BlockKind::Heading(1)) && row.region == Region::Body;
    let Some(at) = rows.iter().position(is_heading) else { return };
    let is_text = rows[at + 1..]
        .iter()
        .take(BELOW_TITLE)
        .find(|row| !matches!(row.class, Class::Short | Class::Date | Class::Note(_) | Class::Furniture))
        .is_some_and(|row| matches!(row.class, Class::Prose | Class::Salutation) && !row.is_item());
    if is_text && matches!(rows[at].class, Class::ListHeading(_)) && !rows[at].names_signatories {
        rows[at].class = Class::Title;
    }
}

/// What the next row says of a row: an item over deeper items, and a row of one cell, may be headings; a
/// sentence about those who sign is a heading only where names follow at once.
fn look_ahead(rows: &mut [Row], reference: &Reference) {
    let closes: Vec<bool> = (0..rows.len()).map(|at| closes_by_shape(rows, at)).collect();
    for at in 0..rows.len() {
        let depth = |row: &Row| match row.kind {
            BlockKind::Item { depth, .. } => Some(depth),
            _ => None,
        };
        let next = rows.get(at + 1);
        let is_over_items = next
            .is_some_and(|next| depth(next).zip(depth(&rows[at])).is_some_and(|(below, own)| below > own));
        let is_followed = next.is_some_and(|next| next.class == Class::Short || next.is_item());
        let Some(row) = rows.get_mut(at) else { continue };
        let Some(line) = row.line else { continue };
        match row.class {
            Class::Short if closes[at] => row.class = Class::Closing,
            Class::ListHeading(_)
                if row.run_in.is_none() && prose::ends_sentence(&line.text) && !is_followed =>
            {
                row.class = Class::Prose;
            }
            Class::Short | Class::Prose if is_over_items || is_lone_cell(line) => {
                let folded = fold(&line.text);
                if headings::is_place(&folded, reference) {
                    row.class = Class::Place;
                } else if let Some(heading) = headings::heading(&folded, true, reference) {
                    row.class = Class::ListHeading(heading.announced);
                    row.names_signatories = heading.names_signatories;
                }
            }
            _ => {}
        }
    }
}

/// "In rage and love,": a few words and a comma, alone between the last sentence and a name.
fn closes_by_shape(rows: &[Row], at: usize) -> bool {
    let row = &rows[at];
    let is_alone = at > 0
        && rows[at - 1].block != row.block
        && rows
            .get(at + 1)
            .is_some_and(|next| next.block != row.block && next.class == Class::Short && !next.is_item());
    row.class == Class::Short
        && !row.is_item()
        && row.text().ends_with([',', '，'])
        && row.text().split_whitespace().count() <= SHORT_CLOSING
        && is_alone
        && rows[at - 1].class == Class::Prose
}

/// A row of a table of several columns in which one cell alone is filled.
fn is_lone_cell(line: &Line) -> bool {
    line.cells.len() > 1 && line.cells.iter().filter(|cell| !cell.is_empty()).count() == 1
}

/// "To:", "To: the Minister"; without a colon only when nothing else stands in the line.
fn is_addressed(text: &str, reference: &Reference) -> bool {
    let label = text.split_once([':', '：']).map_or(text, |(label, _)| label);
    label.split_whitespace().count() <= ADDRESS_WORDS
        && reference.phrases.is(&fold(label), PhraseRole::AddressLabel)
}

/// What the region of a block says of its lines.
fn class_of(region: Region) -> Option<Class> {
    match region {
        Region::Body | Region::Data => None,
        Region::Furniture => Some(Class::Furniture),
        Region::Footnote => Some(Class::Note("footnote")),
        Region::Comments => Some(Class::End),
    }
}

fn classify(line: &Line, block: &Block, language: Option<&str>, reference: &Reference) -> Looks {
    let gendered = without_gender_colon(line);
    let line = gendered.as_ref().unwrap_or(line);
    let text = line.text.as_str();
    let folded = fold(text);
    let phrases = &reference.phrases;
    let is_bold = is_marked(line, &MarkKind::Strong);
    if !is_bold
        && (furniture::is_furniture(&folded, reference) || furniture::labels_furniture(text, reference))
        || furniture::are_tags(line)
    {
        return Class::Furniture.into();
    }
    let by_prose = || if is_prose(text) { Class::Prose.into() } else { Class::Short.into() };
    if matches!(block.kind, BlockKind::Item { .. } | BlockKind::Row { .. }) {
        // "* Affiliations are for identification only."
        let told = disclaimer(line, block, &folded, reference);
        return told.filter(|looks| matches!(looks.class, Class::Note(_))).unwrap_or_else(by_prose);
    }
    let words: Vec<&str> = folded.split(' ').collect();
    if phrases.prefix(&words, PhraseRole::Invitation) > 0 && words.len() <= INVITATION_WORDS {
        return Class::Note("invitation to sign").into();
    }
    let is_heading = matches!(block.kind, BlockKind::Heading(_));
    if let Some(looks) = by_phrase(line, block, &folded, &words, reference) {
        return looks;
    }
    if let Some(looks) = disclaimer(line, block, &folded, reference) {
        return looks;
    }
    // Some names of places end in what greets in another language.
    if headings::is_place(&folded, reference) {
        return Class::Place.into();
    }
    if greeting::is_salutation(text, &words, reference) {
        return Class::Salutation.into();
    }
    if dates::dateline(text, language, &reference.calendar).is_some() {
        return Class::Date.into();
    }
    if headings::is_letter_of_alphabet(text) {
        return Class::Letter.into();
    }
    if is_heading || is_short_label(text, &words) {
        return Class::Title.into();
    }
    if let Some(reason) = notes::note(text, &folded, reference) {
        return Class::Note(reason).into();
    }
    by_prose()
}

/// "Unterzeichner:innen" without the colon, which parts nothing.
fn without_gender_colon(line: &Line) -> Option<Line> {
    let (before, behind) = line.text.split_once(':')?;
    let is_inside = before.ends_with(char::is_lowercase) && behind.starts_with("in");
    let end = behind.find(|c: char| !c.is_alphabetic()).unwrap_or(behind.len());
    (is_inside && matches!(&behind[..end], "in" | "innen"))
        .then(|| Line { text: format!("{before}{behind}"), ..line.clone() })
}

/// "Comments (12)", "12 comments".
fn ends_with_count(words: &[&str], reference: &Reference) -> bool {
    let is_number = |word: &&&str| word.bytes().all(|byte| byte.is_ascii_digit());
    let rest: Vec<&str> = words.iter().filter(|word| !is_number(word)).copied().collect();
    let n_numbers = words.len() - rest.len();
    n_numbers == 1 && !rest.is_empty() && reference.phrases.is(&rest.join(" "), PhraseRole::End)
}

/// Lines that the phrases of letters tell: labels, headings of lists, closings, what is asked for.
fn by_phrase(
    line: &Line,
    block: &Block,
    folded: &str,
    words: &[&str],
    reference: &Reference,
) -> Option<Looks> {
    let text = line.text.as_str();
    let phrases = &reference.phrases;
    // The label before a colon, when something follows it.
    let label =
        text.split_once([':', '：']).filter(|(label, _)| label.split_whitespace().count() <= LABEL_WORDS);
    let label_folded = label.map(|(label, _)| fold(label));
    let rest = label.and_then(|(label, _)| {
        let rest = text.get(label.len()..)?.trim_start_matches([':', '：', ' ']);
        (!rest.is_empty()).then(|| text.len() - rest.len())
    });
    let is_label = |role| {
        let Some(label) = label_folded.as_deref() else { return false };
        let words: Vec<&str> = label.split(' ').collect();
        // "For media inquiries, please contact: Ann Other"
        let opens = || role == PhraseRole::End && phrases.prefix(&words, role) >= OPENING_WORDS;
        phrases.is(label, role) || opens()
    };
    if is_label(PhraseRole::Subject) {
        return Some(Looks { run_in: rest, ..Class::Subject.into() });
    }
    // "CCP – Council of City Parks" is a name.
    let is_spanish_copy = words[0] == "ccp" && text.starts_with("c.") || text.starts_with("C.c.p.");
    let is_copy = words.len() > 1 && (matches!(words[0], "cc" | "bcc") || is_spanish_copy);
    if is_copy || is_end(words, reference) || ends_with_count(words, reference) {
        return Some(Class::End.into());
    }
    if is_label(PhraseRole::End) {
        // "Note: affiliations are for identification only." stands beside a list and does not end it.
        let is_whole = rest
            .and_then(|start| text.get(start..))
            .is_some_and(|rest| prose::ends_sentence(rest) && rest.split_whitespace().count() >= NOTE_WORDS);
        return Some(if is_whole { Class::Note("note beside the list").into() } else { Class::End.into() });
    }
    let ends_in_colon = text.trim_end().ends_with([':', '：']);
    let is_bold = block.lines.len() == 1 && is_marked(line, &MarkKind::Strong);
    let is_printed_as_heading = matches!(block.kind, BlockKind::Heading(_)) || ends_in_colon || is_bold;
    let list = |heading: headings::Heading, run_in| Looks {
        class: Class::ListHeading(heading.announced),
        run_in,
        names_signatories: heading.names_signatories,
    };
    if asks(folded, words, is_printed_as_heading, reference) {
        return Some(Class::Ask.into());
    }
    if let Some(heading) = headings::heading(folded, is_printed_as_heading, reference)
        && (is_printed_as_heading || !is_office(heading, text, reference))
        && (ends_in_colon || heading.names_signatories || !is_title(words, reference))
    {
        return Some(list(heading, None));
    }
    if phrases.is(folded, PhraseRole::Closing) {
        return Some(Class::Closing.into());
    }
    if phrases.prefix(words, PhraseRole::ClosingLead) > 0 && words.len() <= CLOSING_WORDS && !ends_in_colon {
        return Some(Class::Closing.into());
    }
    let label = label_folded.as_deref()?;
    let rest_text = rest.and_then(|start| text.get(start..))?;
    // "Signatures so far: 10. more are welcome."
    if tells_count(rest_text, reference) && headings::heading(label, false, reference).is_some() {
        return Some(Class::Note("count of signatures").into());
    }
    if is_prose(rest_text) && !prose::runs_in(rest_text) {
        return None;
    }
    if let Some(heading) = headings::heading(label, false, reference) {
        return Some(list(heading, rest));
    }
    phrases.is(label, PhraseRole::Closing).then(|| Looks { run_in: rest, ..Class::Closing.into() })
}

/// Whether a text is a number, and behind it a sentence that begins small or invites to sign.
fn tells_count(text: &str, reference: &Reference) -> bool {
    let behind = text.trim_start_matches(|c: char| c.is_ascii_digit());
    let rest = behind.strip_prefix('.').unwrap_or(behind).trim_start();
    let folded = fold(rest);
    let words: Vec<&str> = folded.split(' ').collect();
    let invites = reference.phrases.prefix(&words, PhraseRole::Invitation) > 0;
    let is_small = || rest.split_whitespace().next().and_then(prose::starts_cased) == Some(false);
    behind.len() < text.len()
        && behind.starts_with(". ")
        && (is_small() || invites)
        && prose::ends_sentence(rest)
}

/// "Statement of solidarity with the librarians of Upland": a title says what it is before it says whose.
fn is_title(words: &[&str], reference: &Reference) -> bool {
    words.len() >= TITLE_WORDS
        && words.iter().take(2).any(|word| reference.phrases.is(word, PhraseRole::LetterWord))
}

/// What affiliations are printed for: beside a list, or behind its heading.
fn disclaimer(line: &Line, block: &Block, folded: &str, reference: &Reference) -> Option<Looks> {
    if !reference.phrases.within(folded, PhraseRole::Disclaimer) {
        return None;
    }
    let head = line.text.split(['(', '（', '[', '.', ':', '：', '*', '–', '—']).next().unwrap_or_default();
    let is_printed_as_heading = matches!(block.kind, BlockKind::Heading(_)) || block.lines.len() == 1;
    if let Some(heading) = headings::heading(&fold(head), is_printed_as_heading, reference) {
        let class = Class::ListHeading(heading.announced);
        return Some(Looks { names_signatories: heading.names_signatories, ..class.into() });
    }
    let cased = || line.text.split_whitespace().filter_map(prose::starts_cased);
    let n_small = cased().filter(|is_large| !is_large).count();
    (2 * n_small > cased().count()).then(|| Class::Note("what affiliations are for").into())
}

/// Whether a short paragraph says what affiliations are printed for, though no line of it does so alone.
fn is_wrapped_disclaimer(block: &Block, reference: &Reference) -> bool {
    if block.kind != BlockKind::Paragraph || !(2..=DISCLAIMER_LINES).contains(&block.lines.len()) {
        return false;
    }
    let text = block.lines.iter().map(|line| line.text.as_str()).collect::<Vec<_>>().join(" ");
    is_prose(&text) && reference.phrases.within(&fold(&text), PhraseRole::Disclaimer)
}

/// Whether a line is nothing but what opens something that is no list: "Contact", "Contact for more information".
fn is_end(words: &[&str], reference: &Reference) -> bool {
    let mut at = 0;
    while at < words.len() {
        match reference.phrases.prefix(&words[at..], PhraseRole::End) {
            0 => return false,
            n_words => at += n_words,
        }
    }
    at > 0
}

/// "Professor" below a name is an office, though lists of professors may be headed so.
fn is_office(heading: headings::Heading, text: &str, reference: &Reference) -> bool {
    !heading.names_signatories && !heading.announced.organizations && role::holds_role(text, reference)
}

/// Whether a line leads to what is asked for: "We therefore ask you to:".
fn asks(folded: &str, words: &[&str], is_printed_as_heading: bool, reference: &Reference) -> bool {
    let phrases = &reference.phrases;
    phrases.is(folded, PhraseRole::Demands)
        || (is_printed_as_heading
            && (0..words.len()).any(|at| {
                let n_words = phrases.prefix(&words[at..], PhraseRole::Demands);
                n_words > 0 && (at <= 3 || at + n_words == words.len())
            }))
}

/// Whether marks of a kind cover more than half of a line.
pub fn is_marked(line: &Line, kind: &MarkKind) -> bool {
    let covered: usize =
        line.marks.iter().filter(|mark| mark.kind == *kind).map(|mark| mark.range.len()).sum();
    2 * covered > line.text.len()
}

/// A few words and a colon: "North America:", "On behalf of:".
fn is_short_label(text: &str, words: &[&str]) -> bool {
    text.ends_with([':', '：']) && words.len() <= 5 && text.chars().next().is_some_and(|c| !c.is_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Place;
    use proptest::prelude::*;

    fn class(text: &str) -> Class {
        let reference = crate::reference::shared();
        let line = Line::plain(text, Place::line(1));
        let block = Block::new(BlockKind::Paragraph, vec![line.clone()]);
        classify(&line, &block, Some("en"), reference).class
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
        check("North America:", Class::Place);
        check("On behalf of:", Class::Closing);
        check("Upland branch:", Class::Title);
        check("A", Class::Letter);
        check("We therefore ask you to:", Class::Ask);
        check("Page 2 of 3", Class::Note("page number"));
        check("CC:", Class::End);
        check("Please accept, Minister, the assurances of our highest esteem.", Class::Closing);
        check("Veuillez agréer, Madame la Ministre, nos salutations distinguées.", Class::Closing);
        check(
            "Affiliations are listed for identification purposes only",
            Class::Note("what affiliations are for"),
        );
        check("Individuals (affiliations for identification purposes only)", list(false, true));
        check("Ann Other, Upland University (for identification only)", Class::Short);
        check("For media inquiries, please contact: Ann Other, +1 555 0100", Class::End);
        check("Comments (12)", Class::End);
        check("Die Unterzeichner:innen", list(false, false));
        check("Home | Donate | 12 | Print", Class::Furniture);
        check("212 claps", Class::Furniture);
        check("Next post: Meeting in May", Class::Furniture);
        check("c.c.p. Comisión Nacional del Agua", Class::End);
        check("CCP – Council of City Parks", Class::Short);
        check("Signatories: 10. more are being collected.", Class::Note("count of signatures"));
        // A heading may tell how many follow.
        check("Signatories: 10", list(false, false));
        check("Signatories: 10. Rivers First", list(false, false));
        check("National", Class::Place);
        check("Contact for more information", Class::End);
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

    #[test]
    fn titles_are_no_headings_of_lists() {
        let reference = crate::reference::shared();
        let class = |text: &str| {
            let line = Line::plain(text, Place::line(1));
            let block = Block::new(BlockKind::Heading(2), vec![line.clone()]);
            classify(&line, &block, Some("en"), reference).class
        };
        assert_eq!(class("Statement of solidarity with the librarians of Upland"), Class::Title);
        assert_eq!(class("Appel des universitaires contre la loi"), Class::Title);
        assert_eq!(class("Letter signatories and organizations"), list(true, false));
        assert_eq!(class("This statement is launched by following organizations:"), list(true, false));
    }

    proptest! {
        #[test]
        fn no_text_panics(text in "\\PC{0,80}") {
            class(&text);
        }
    }
}
