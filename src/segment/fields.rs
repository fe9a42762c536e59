//! The letter's own fields: title, date, place, addressees, subject, day of the list.

use crate::model::{BlockKind, Issue, Letter, Section, Text};
use crate::reference::phrases::PhraseRole;
use crate::reference::{Reference, columns};
use crate::segment::addressees::{self, Head};
use crate::segment::own_date;
use crate::segment::rows::{Class, Row};
use crate::text::fold;

/// Longest line that opens with the title of a person, in words.
const ADDRESS_WORDS: usize = 8;
/// Longest title, in words.
const TITLE_WORDS: usize = 40;
/// Rows behind the first sentence among which the salutation is, where a report leads to the letter.
const WIRE_ROWS: usize = 6;
/// Lines below the kind of a document among which its title is.
const BELOW_KIND: usize = 4;
/// Longest sentence that is a title, in words.
const EXCLAIMED_WORDS: usize = 15;
/// Least words of a title below the kind of a letter.
const KIND_WORDS: usize = 3;

/// A document as far as it is taken apart.
#[derive(Debug, Clone, Copy)]
pub struct Parts<'a> {
    /// Its path, for issues.
    pub path: &'a str,
    /// The document.
    pub text: &'a Text,
    /// Its rows.
    pub rows: &'a [Row<'a>],
    /// For each row, whether it is in a signature block.
    pub is_inside: &'a [bool],
    /// Its signature blocks.
    pub sections: &'a [Section],
    /// ISO 639-1 code of its language.
    pub language: Option<&'a str>,
}

/// Reads the fields.
pub fn read(parts: Parts, reference: &Reference, issues: &mut Vec<Issue>) -> Letter {
    let Parts { text, rows, is_inside, language, .. } = parts;
    let head = head_of(rows, is_inside);
    // The keys above lists of records are no titles.
    let title_row = title_row(rows, head, language, reference)
        .filter(|at| !(text.is_list && matches!(rows[*at].kind, BlockKind::Heading(_))));
    let salutation = salutation_row(rows, head, is_inside, reference);
    let stated_title = stated(text, PhraseRole::KeyTitle, reference);
    // A line that is no heading is not the title, where another is stated.
    let title_row = title_row.filter(|at| is_heading(&rows[*at]) || stated_title.is_none());
    let date = own_date::read(parts, head, reference, issues);
    let subject = rows[..head.max(salutation.map_or(0, |at| at + 2)).min(rows.len())]
        .iter()
        .filter(|row| row.class == Class::Subject)
        .find_map(|row| row.run_in.map(|start| row.text()[start..].trim().to_owned()));
    let subject = subject.or_else(|| below_salutation(rows, salutation?, is_inside));
    // "To the Members of Parliament" is no title, where a subject is told.
    let title_row = title_row.filter(|at| {
        subject.is_none()
            || is_heading(&rows[*at])
            || !addressees::opens_with_lead(rows[*at].text(), &reference.phrases)
    });
    let title = stated_title.or_else(|| title_row.map(|at| title_at(rows, at))).or_else(|| subject.clone());
    let list = is_inside.iter().position(|inside| *inside).unwrap_or(rows.len());
    let places = Head { end: head, list, title: title_row, salutation };
    let addressees = match stated_addressees(text, reference) {
        Some(stated) => stated,
        None => addressees::read(rows, places, title.as_deref(), subject.as_deref(), language, reference),
    };
    Letter {
        title,
        place: date.as_ref().and_then(|found| found.place.clone()),
        date: date.map(|found| (found.date, found.source)),
        addressees,
        subject,
        language: language.map(str::to_owned),
        as_of_date: own_date::of_list(parts, reference),
    }
}

/// Whom the keys beside a list of records name as those addressed.
fn stated_addressees(text: &Text, reference: &Reference) -> Option<Vec<String>> {
    let value = stated(text, PhraseRole::KeyAddressees, reference)?;
    Some(value.split(';').map(|name| name.trim().to_owned()).filter(|name| !name.is_empty()).collect())
}

/// The value beside the text whose key says so, first as programs write it, then in any language.
pub fn stated(text: &Text, role: PhraseRole, reference: &Reference) -> Option<String> {
    let usual = match role {
        PhraseRole::KeyTitle => "title",
        PhraseRole::KeyDate => "date",
        _ => "to",
    };
    let filled = || text.front_matter.iter().filter(|(_, value, _)| !value.is_empty());
    let named = filled().find(|(name, ..)| name.eq_ignore_ascii_case(usual));
    let (_, value, _) =
        named.or_else(|| filled().find(|(name, ..)| reference.phrases.is(&columns::key(name), role)))?;
    Some(value.clone())
}

/// Rows before the first prose or the first signature block: where letterhead and address stand.
fn head_of(rows: &[Row], is_inside: &[bool]) -> usize {
    let end = rows.iter().zip(is_inside).position(|(row, inside)| row.class == Class::Prose || *inside);
    end.unwrap_or(rows.len())
}

fn is_heading(row: &Row) -> bool {
    matches!(row.kind, BlockKind::Heading(_))
}

/// The title that begins at a row, with the lines of its block that go on in small letters.
fn title_at(rows: &[Row], first: usize) -> String {
    let n_more = rows[first + 1..].iter().take_while(|row| continues(row, &rows[first])).count();
    let lines: Vec<&str> = rows[first..=first + n_more].iter().map(Row::text).collect();
    lines.join(" ")
}

/// Whether a line goes on with the title above it.
fn continues(row: &Row, title: &Row) -> bool {
    let first = row.text().chars().find(|c| c.is_alphabetic());
    row.block == title.block
        && row.class != Class::Prose
        && first.is_some_and(char::is_lowercase)
        && !row.text().ends_with([',', ':', '.'])
}

/// The subject that stands without a label between the salutation and the text.
fn below_salutation(rows: &[Row], salutation: usize, is_inside: &[bool]) -> Option<String> {
    let row =
        rows.get(salutation + 1).filter(|_| !is_inside.get(salutation + 1).is_some_and(|inside| *inside))?;
    let is_alone = row.block != rows[salutation].block
        && rows.get(salutation + 2).is_some_and(|next| next.block != row.block && next.class == Class::Prose);
    let n_words = row.text().split_whitespace().count();
    let is_subject = is_alone
        && matches!(row.class, Class::Short | Class::Title)
        && !row.is_item()
        && (2..=TITLE_WORDS).contains(&n_words)
        && !row.text().ends_with(['.', ',', ':', ';', '!']);
    is_subject.then(|| row.text().to_owned())
}

/// The title; where that is no more than the kind of a document ("OPEN LETTER", "Press release"), the line
/// below it that says more.
fn title_row(rows: &[Row], head: usize, language: Option<&str>, reference: &Reference) -> Option<usize> {
    let first = first_title(rows, head, reference)?;
    let phrases = &reference.phrases;
    let folded = fold(rows[first].text());
    let goes_on = rows.get(first + 1).is_some_and(|next| continues(next, &rows[first]));
    let is_kind =
        [PhraseRole::LetterWord, PhraseRole::DocumentKind].iter().any(|role| phrases.is(&folded, *role));
    if goes_on || !is_kind {
        return Some(first);
    }
    let says_more = |at: usize| {
        let row = &rows[at];
        let n_words = row.text().split_whitespace().count();
        let is_alone = rows.get(at + 1).is_none_or(|next| next.block != row.block || continues(next, row));
        // "Our river is not for sale!" reads as a sentence.
        let is_exclaimed = row.class == Class::Prose
            && row.text().ends_with(['!', '?', '»', '”'])
            && n_words <= EXCLAIMED_WORDS;
        (matches!(row.class, Class::Title | Class::Short | Class::ListHeading(_)) || is_exclaimed)
            && (KIND_WORDS..=TITLE_WORDS).contains(&n_words)
            && is_alone
            && (!is_heading(&rows[first]) || is_heading(row))
            && !row.is_item()
            && !row.text().ends_with([',', ':'])
            && !row.text().contains('@')
            && addressees::label(row.text(), phrases).is_none()
            && !opens_with_title(row.text(), reference)
            && !addressees::opens_with_lead(row.text(), phrases)
            && !addressees::is_given(row.text(), language, reference)
    };
    let last = rows.len().min(head + 1).min(first + 1 + BELOW_KIND);
    // Nothing but a day may stand between, and what contacts the press.
    let between = |at: &usize| rows[*at].class == Class::Date || rows[*at].text().contains('@');
    let below = (first + 1..last).find(|at| !between(at)).filter(|at| says_more(*at));
    // "Open letter" is a title where there is no other; "For immediate release" is none.
    let is_letter = phrases.within(&folded, PhraseRole::LetterWord);
    below.or_else(|| is_letter.then_some(first))
}

/// The first heading of the document, or the first line that is neither navigation nor date.
fn first_title(rows: &[Row], head: usize, reference: &Reference) -> Option<usize> {
    let is_good = |row: &Row| {
        let n_words = row.text().split_whitespace().count();
        (1..=TITLE_WORDS).contains(&n_words)
            && !row.is_item()
            && matches!(row.class, Class::Title | Class::Short)
            && !row.text().ends_with([',', ':', '.'])
            && addressees::label(row.text(), &reference.phrases).is_none()
            && !opens_with_title(row.text(), reference)
    };
    let level = |row: &Row| match row.kind {
        BlockKind::Heading(level) => level,
        _ => u8::MAX,
    };
    // A heading right above the text may speak of those who write: "Statement of the writers of Upland".
    let is_above_text = |at: usize| at < head && rows.get(head).is_some_and(|row| row.class == Class::Prose);
    let may_be = |at: usize, row: &Row| {
        is_heading(row)
            && (row.class == Class::Title || matches!(row.class, Class::ListHeading(_)) && is_above_text(at))
    };
    let headings = || rows.iter().enumerate().filter(|(at, row)| may_be(*at, row));
    if let Some(best) = headings().map(|(_, row)| level(row)).min() {
        return headings().find(|(_, row)| level(row) == best).map(|(at, _)| at);
    }
    // The first line of a document that is nothing but a list is an entry like the others, unless it speaks
    // of a letter.
    let is_list = !rows.iter().any(|row| matches!(row.class, Class::Prose | Class::Salutation | Class::Date));
    let is_good = |row: &Row| {
        is_good(row) && (!is_list || reference.phrases.within(&fold(row.text()), PhraseRole::LetterWord))
    };
    // "Ms. Ann Other, Director" above other lines opens an address, however short the title is.
    let opens_block = |at: usize| {
        let first = rows[at].text().split_whitespace().next().map(fold).unwrap_or_default();
        reference.persons.title(&first).is_some()
            && rows.get(at + 1).is_some_and(|next| next.block == rows[at].block)
    };
    // A line that opens an address block of several lines is no title.
    // "The Honourable Ann Other", above where she resides, greets nobody.
    let greets = |at: &usize| {
        let row = &rows[*at];
        let goes_on = rows.get(at + 1).is_some_and(|next| next.block == row.block);
        row.class == Class::Salutation && (!goes_on || row.text().ends_with([',', ':', '!', '،', '，', '：']))
    };
    let greeting = (0..rows.len()).find(greets).unwrap_or(head);
    let mut opened = None;
    let has_address = (0..head.min(greeting)).find(|at| is_good(&rows[*at])).is_some_and(|first| {
        rows.get(first + 1).is_some_and(|next| next.block == rows[first].block)
            && rows[first].text().split_whitespace().count() < 5
    });
    (0..head.min(greeting)).find(|at| {
        let row = &rows[*at];
        let is_alone = rows.get(at + 1).is_none_or(|next| next.block != row.block || continues(next, row));
        let is_first = opened != Some(row.block);
        opened = Some(row.block);
        // Below an address only what speaks of a letter is a title.
        let is_telling = *at == 0 || reference.phrases.within(&fold(row.text()), PhraseRole::LetterWord);
        let n_words = row.text().split_whitespace().count();
        is_good(row)
            && !opens_block(*at)
            && is_first
            && (is_alone || n_words >= 5)
            && (is_telling || !has_address)
    })
}

/// "Senator Ann Other", "The Rt Hon Lord Other" open an address.
fn opens_with_title(text: &str, reference: &Reference) -> bool {
    let words: Vec<String> = text.split_whitespace().map(fold).collect();
    let is_title = |word: &String| reference.persons.title(word).is_some();
    let is_small = |word: &&String| {
        is_title(word)
            || reference.phrases.is(word, PhraseRole::CommonInAddress)
            || reference.phrases.is(word, PhraseRole::AddressLead)
    };
    let n_small = words.iter().take_while(is_small).count();
    // "Rt Hon Ann Other"
    let is_pair = || words.len() > 2 && is_title(&words[..2].join(" "));
    words.len() <= ADDRESS_WORDS
        && (words.iter().take(n_small.max(2)).any(|word| word.len() > 3 && is_title(word)) || is_pair())
}

fn salutation_row(rows: &[Row], head: usize, is_inside: &[bool], reference: &Reference) -> Option<usize> {
    let last = rows.len().min(head + 1);
    let greets = |at: &usize| rows[*at].class == Class::Salutation;
    // "Señor", above a name, opens an address.
    let opens = |at: usize| {
        let is_last = rows.get(at + 1).is_none_or(|next| next.block != rows[at].block);
        !is_last
            && !rows[at].text().ends_with([',', ':', '!', '，', '：', '،'])
            && rows.get(at + 1).is_some_and(|next| next.class == Class::Short)
    };
    let labels = |at: &usize| addressees::label(rows[*at].text(), &reference.phrases).is_some() || opens(*at);
    // The last one is next to the text; an address may open with a word of greeting, too.
    let nearest = (0..last).rev().filter(greets).find(|at| !labels(at));
    if let Some(at) = nearest.or_else(|| (0..last).filter(greets).find(|at| !opens(*at))) {
        return Some(at);
    }
    // Below what a press agency says of the letter.
    let list = is_inside.iter().position(|inside| *inside).unwrap_or(rows.len());
    let below = (last..list.min(head + WIRE_ROWS)).find(|at| {
        greets(at) && rows[*at].text().ends_with([',', ':']) && rows[at - 1].block != rows[*at].block
    });
    if below.is_some() {
        return below;
    }
    // "President Such-and-such," alone, before the first sentence.
    let at = head.checked_sub(1)?;
    let row = &rows[at];
    let n_words = row.text().split_whitespace().count();
    let is_alone = at == 0 || rows[at - 1].block != row.block;
    (row.text().ends_with([',', ':', '，']) && n_words <= 10 && is_alone && !is_inside[at]).then_some(at)
}
