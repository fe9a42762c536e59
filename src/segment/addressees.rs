//! Whom a letter is addressed to, as printed.
//!
//! The best witness is heard alone: lines under a label ("To:"), the address above the salutation, lines
//! that open with "to the", the salutation, and last the title ("Open letter to the Minister on tariffs").

use crate::model::{BlockKind, MarkKind};
use crate::normalize::{kind, role};
use crate::reference::Reference;
use crate::reference::phrases::{PhraseRole, Phrases};
use crate::reference::roles::RoleWord;
use crate::segment::greeting;
use crate::segment::rows::{Class, Row};
use crate::text::fold;

/// Lines of an address that are kept.
const LINES: usize = 12;
/// Lines under a label that are looked at.
const LABELLED: usize = 60;
/// Longest line of an address, in words.
const WORDS: usize = 16;
/// Longest name that a title gives an addressee, in words.
const TITLE_WORDS: usize = 16;
/// Words of an office that is greeted without a name, at most.
const OFFICE_WORDS: usize = 3;
/// A score of [`kind::judge`] from which a text is an institution beyond doubt.
const INSTITUTION: i32 = 6;
/// Letters of a word that is taken for the stem of another, at least.
const STEM: usize = 5;
/// Longest label, in words.
const LABEL_WORDS: usize = 6;

/// Where the head of a letter has what.
#[derive(Debug, Clone, Copy)]
pub struct Head {
    /// Rows before the text.
    pub end: usize,
    /// Rows before the first list.
    pub list: usize,
    /// The title.
    pub title: Option<usize>,
    /// The salutation.
    pub salutation: Option<usize>,
}

/// Finds the addressees.
pub fn read(
    rows: &[Row],
    head: Head,
    title: Option<&str>,
    subject: Option<&str>,
    language: Option<&str>,
    reference: &Reference,
) -> Vec<String> {
    let phrases = &reference.phrases;
    let labelled = || labelled(rows, head, reference);
    let in_address = || address(rows, head, language, reference);
    let leading = || leading(rows, head, language, reference);
    let named = || [title, subject].into_iter().flatten().find_map(|text| in_title(text, phrases));
    // "Dear Minister," below "Open letter to the Minister of Water": the title says more.
    let greeted = || {
        let names = head.salutation.map_or_else(Vec::new, |at| greeted_at(rows, at, reference));
        match (names.as_slice(), named()) {
            ([name], Some(named)) if says_more(&named, name, language, reference) => vec![named],
            _ => names,
        }
    };
    let witnesses: [&dyn Fn() -> Vec<String>; 5] =
        [&labelled, &in_address, &leading, &greeted, &|| named().into_iter().collect()];
    let is_somebody = |name: &String| !greeting::is_nobody(name, phrases) && !greeting::is_blank(name);
    witnesses
        .iter()
        .map(|names| names().into_iter().filter(is_somebody).collect::<Vec<_>>())
        .find(|names| !names.is_empty())
        .unwrap_or_default()
}

/// Whether the addressee that the title names is told in full, and the one greeted by the office alone or by a
/// part of the same name.
fn says_more(named: &str, greeted: &str, language: Option<&str>, reference: &Reference) -> bool {
    let words = |text: &str| fold(text).split(' ').map(str::to_owned).collect::<Vec<_>>();
    let (named_words, greeted_words) = (words(named), words(greeted));
    let is_name = |word: &String| reference.persons.given(word) > 0 || reference.persons.family(word) > 0;
    let is_office = greeted_words.len() <= OFFICE_WORDS && !greeted_words.iter().any(is_name);
    // "Bakan" is part of "Çevre Bakanı".
    let holds = |last: &String| {
        named_words.iter().any(|word| word == last || last.len() >= STEM && word.starts_with(last.as_str()))
    };
    let is_part = greeted_words.last().is_some_and(holds);
    // "Senhor Presidente", below "Carta aberta à Câmara Municipal de Setúbal"
    let is_institution = || kind::judge(named, "", reference).score >= INSTITUTION;
    named_words.len() >= greeted_words.len()
        && (is_part || is_office && (names_office(named, language, reference) || is_institution()))
}

/// Whom the salutation at a row greets, with those greeted by the lines right above it.
fn greeted_at(rows: &[Row], at: usize, reference: &Reference) -> Vec<String> {
    let is_part = |row: &&Row| row.class == Class::Salutation && row.block == rows[at].block;
    let first = at - rows[..at].iter().rev().take_while(is_part).count();
    rows[first..=at].iter().flat_map(|row| greeting::greeted(row.text(), reference)).collect()
}

/// Whether a line names an office, be it in the form of whom something is given to.
fn names_office(text: &str, language: Option<&str>, reference: &Reference) -> bool {
    role::holds_role(text, reference) || is_given(text, language, reference)
}

/// Whether a line names an office in the form of whom something is given to: "Міському голові".
pub fn is_given(text: &str, language: Option<&str>, reference: &Reference) -> bool {
    let is_role = |word: &String| reference.roles.is(word, RoleWord::Role);
    fold(text).split(' ').any(|word| reference.endings.of_dative(word, language).iter().any(is_role))
}

/// Whether a line opens what is for those who get a copy.
fn is_copy(text: &str, phrases: &Phrases) -> bool {
    let folded = fold(text);
    let words: Vec<&str> = folded.split(' ').take(LABEL_WORDS).collect();
    phrases.prefix(&words, PhraseRole::Copy) > 0
}

/// Whether a line is a label of addressees, whole or before a colon; with it, where what follows begins.
pub fn label(text: &str, phrases: &Phrases) -> Option<usize> {
    let is_label = |text: &str| {
        text.split_whitespace().count() <= LABEL_WORDS && phrases.is(&fold(text), PhraseRole::AddressLabel)
    };
    if is_label(text) {
        return Some(text.len());
    }
    let (before, behind) = text.split_once([':', '：'])?;
    is_label(before).then(|| text.len() - behind.trim_start().len())
}

/// The lines under or behind a label.
fn labelled(rows: &[Row], head: Head, reference: &Reference) -> Vec<String> {
    let phrases = &reference.phrases;
    let limit = head.end.max(head.salutation.unwrap_or(0)).min(head.list).min(rows.len());
    let mut names = Vec::new();
    let mut at = 0;
    while at < limit {
        let row = &rows[at];
        let is_candidate = !row.is_item() && Some(at) != head.title && row.class != Class::End;
        match label(row.text(), phrases).filter(|_| is_candidate) {
            Some(start) => {
                let (found, end) = under_label(rows, at, start, limit, reference);
                names.extend(found);
                at = end.max(at + 1);
            }
            None => at += 1,
        }
    }
    names
}

/// What a label at a row labels, and the first row behind.
fn under_label(
    rows: &[Row],
    label: usize,
    start: usize,
    limit: usize,
    reference: &Reference,
) -> (Vec<String>, usize) {
    let block = rows[label].block;
    let rest = rows[label].text()[start..].trim();
    let mut blocks: Vec<(usize, Vec<&str>)> = Vec::new();
    if !rest.is_empty() {
        blocks.push((block, vec![rest]));
    }
    let mut end = label + 1;
    // A label alone on its line speaks for the blocks below as well, up to the salutation; so does one whose
    // blocks those of the copies follow.
    let behind = rows.get(label + 1..limit).unwrap_or_default();
    let is_open = rest.is_empty() || behind.iter().any(|row| is_copy(row.text(), &reference.phrases));
    while end < limit.max(label + 1) && end - label <= LABELLED {
        let row = &rows[end];
        let is_same = row.block == block;
        let goes_on = match row.class {
            Class::Short | Class::ListHeading(_) => true,
            Class::Salutation => {
                (is_same || blocks.last().is_some_and(|(last, _)| *last == row.block))
                    && !row.text().ends_with([',', ':', '!', '،', '，', '：'])
            }
            Class::Prose | Class::Title => is_same && !matches!(row.kind, BlockKind::Heading(_)),
            _ => false,
        };
        let n_words = row.text().split_whitespace().count();
        let is_apart = !is_same
            && !(is_open
                && (blocks.is_empty()
                    || !rest.is_empty()
                    || blocks.last().is_some_and(|(last, _)| *last != block)));
        if !goes_on || is_apart || n_words > WORDS {
            break;
        }
        match blocks.last_mut() {
            Some((last, lines)) if *last == row.block => lines.push(row.text()),
            _ => blocks.push((row.block, vec![row.text()])),
        }
        end += 1;
    }
    let names = blocks.iter().flat_map(|(_, lines)| addressees_of(lines, reference)).collect();
    (names, end)
}

/// The addressees of the lines of one block: one, whose lines are name, office and institution; or, where no
/// line is a bare name, each line one.
fn addressees_of(lines: &[&str], reference: &Reference) -> Vec<String> {
    let phrases = &reference.phrases;
    let lines: Vec<String> = lines
        .iter()
        .map(|line| without_lead(line.trim_end_matches([',', ';', '，', '、', '،', '.']), phrases).trim())
        .map(|line| greeting::without_tail(line, phrases).unwrap_or(line).to_owned())
        .filter(|line| !line.is_empty() && !greeting::is_nobody(line, phrases))
        .collect();
    let n_kept = lines.iter().position(|line| is_street(line)).unwrap_or(lines.len());
    let mut kept: Vec<&str> = lines[..n_kept].iter().map(String::as_str).take(LABELLED).collect();
    while kept.len() > 1
        && n_kept < lines.len() + 1
        && kept.last().is_some_and(|line| is_place(line, reference))
    {
        kept.pop();
    }
    let is_one = n_kept < lines.len() || kept.first().is_some_and(|line| is_bare_person(line, reference));
    if is_one && kept.len() <= LINES {
        let joined = kept.join(", ");
        return if joined.is_empty() { Vec::new() } else { vec![joined] };
    }
    let split = |line: &str| line.split(';').map(|name| name.trim().to_owned()).collect::<Vec<_>>();
    kept.iter().flat_map(|line| split(line)).filter(|name| !name.is_empty()).collect()
}

/// Streets, postal codes, telephone numbers, addresses of mail.
fn is_street(line: &str) -> bool {
    line.chars().any(|c| crate::segment::dates::tokens::digit(c).is_some()) || line.contains(['@', '〒'])
}

fn is_place(line: &str, reference: &Reference) -> bool {
    // "di Jakarta"
    let bare =
        line.split_once(' ').filter(|(lead, _)| lead.len() <= 3 && lead.starts_with(char::is_lowercase));
    [Some(line), bare.map(|(_, place)| place)].into_iter().flatten().any(|text| {
        let folded = fold(text);
        reference.countries.name(&folded).is_some() || reference.countries.city(&folded).is_some()
    })
}

/// A line of a few words that opens with a title or a given name and holds no comma.
fn is_bare_person(line: &str, reference: &Reference) -> bool {
    let words: Vec<String> = line.split_whitespace().map(fold).collect();
    let is_title = |word: &String| reference.persons.title(word).is_some();
    let is_given =
        words.iter().find(|word| !is_title(word)).is_some_and(|word| reference.persons.given(word) > 0);
    let is_known = is_given || words.iter().take(2).any(is_title);
    (2..=6).contains(&words.len()) && !line.contains([',', '，', ';']) && is_known
}

/// The blocks of short lines between the title and the salutation; below the date, if there are any there.
/// What holds a telephone number or an address of mail is the letterhead of the sender.
fn address(rows: &[Row], head: Head, language: Option<&str>, reference: &Reference) -> Vec<String> {
    let Some(salutation) = head.salutation else { return opened_address(rows, head, language, reference) };
    let end = salutation.min(head.end);
    match head.title.filter(|title| *title < end) {
        Some(title) => {
            let below = address_in(rows, title + 1..end, language, reference);
            // A letter may be headed by whom it is for, and the title stand below.
            if below.is_empty() { address_in(rows, 0..title, language, reference) } else { below }
        }
        None => address_in(rows, 0..end, language, reference),
    }
}

/// Without a salutation, the lines of a block that a word of address alone opens: "Señor", "לכבוד".
fn opened_address(rows: &[Row], head: Head, language: Option<&str>, reference: &Reference) -> Vec<String> {
    let end = head.end.min(rows.len());
    let opens = |at: &usize| {
        let (row, folded) = (&rows[*at], fold(rows[*at].text()));
        let opens = [PhraseRole::AddressLead, PhraseRole::AddressLabel, PhraseRole::Salutation]
            .iter()
            .any(|role| reference.phrases.is(&folded, *role));
        opens && !row.is_item() && rows.get(at + 1).is_some_and(|next| next.block == row.block)
    };
    // "Міському голові Ковальчуку": an office in the form of whom something is given to.
    let is_addressed = |at: &usize| {
        let row = &rows[*at];
        let words = row.text().split_whitespace().count();
        matches!(row.class, Class::Short)
            && !row.is_item()
            && Some(*at) != head.title
            && head.title.is_none_or(|title| rows[title].block != row.block)
            && (2..=WORDS).contains(&words)
            && is_given(row.text(), language, reference)
    };
    if let Some(first) = (0..end).find(is_addressed) {
        let block = rows[first].block;
        let lines = rows[first..end].iter().take_while(|row| row.block == block).take(LINES);
        return addressees_of(&lines.map(Row::text).collect::<Vec<_>>(), reference);
    }
    // "PRESENTE", in Spanish, closes an address.
    let closes = |at: &usize| {
        let row = &rows[*at];
        !row.is_first && !row.is_item() && closes_address(row.text(), &reference.phrases)
    };
    if let Some(last) = (0..end).find(closes) {
        let block = rows[last].block;
        let start = rows[..last].iter().rposition(|row| row.block != block).map_or(0, |at| at + 1);
        let lines: Vec<&str> = rows[start..last].iter().map(Row::text).collect();
        let joined = lines.join(", ");
        return if lines.len() <= LINES { vec![joined] } else { Vec::new() };
    }
    let Some(first) = (0..end).find(opens) else { return Vec::new() };
    let block = rows[first].block;
    let lines = rows[first + 1..end].iter().take_while(|row| row.block == block).take(LINES);
    addressees_of(&lines.map(Row::text).collect::<Vec<_>>(), reference)
}

/// Whether a line is what closes an address, be it printed with gaps between the letters.
fn closes_address(text: &str, phrases: &Phrases) -> bool {
    let folded = fold(text);
    let is_spaced = folded.len() > 4 && folded.split(' ').all(|letter| letter.chars().count() == 1);
    let folded = if is_spaced { folded.replace(' ', "") } else { folded };
    phrases.is(&folded, PhraseRole::AddressTail)
}

/// The address among some rows.
fn address_in(
    rows: &[Row],
    range: std::ops::Range<usize>,
    language: Option<&str>,
    reference: &Reference,
) -> Vec<String> {
    let first = range.start;
    let mut blocks: Vec<(usize, Vec<&str>)> = Vec::new();
    let mut n_before_date = None;
    let mut copied = None;
    for row in rows[range].iter().take(LABELLED) {
        let text = row.text();
        match row.class {
            Class::Date => {
                n_before_date = Some(blocks.len());
                continue;
            }
            // From there on, the block is of those who get a copy.
            Class::Short | Class::End if is_copy(text, &reference.phrases) => copied = Some(row.block),
            Class::Short | Class::Salutation if copied == Some(row.block) => {}
            Class::Title | Class::End => blocks.clear(),
            // "Vážený pan", above a name, names nobody; "Señor Ministro de Aguas" does. "Dear Minister," greets.
            Class::Salutation
                if greeting::greeted(text, reference).is_empty() || text.ends_with([',', ':', '!']) => {}
            // "An open letter to the Minister" speaks of the letter.
            Class::Short if speaks_of_letter(text, &reference.phrases) => {}
            Class::Short | Class::Salutation
                if text.split_whitespace().count() <= WORDS && !row.is_item() =>
            {
                match blocks.last_mut() {
                    Some((block, lines)) if *block == row.block => lines.push(text),
                    _ => blocks.push((row.block, vec![text])),
                }
            }
            _ => {}
        }
    }
    let is_letterhead = |lines: &[&str]| lines.iter().any(|line| line.contains('@') || line.contains("www."));
    let mut blocks: Vec<Vec<&str>> = match n_before_date {
        Some(n) if n < blocks.len() => blocks.split_off(n),
        // The sender's own address stands first, where nothing stands above it.
        Some(_) if first == 0 && blocks.iter().skip(1).any(|(_, lines)| lines.len() > 1) => {
            blocks.split_off(1)
        }
        _ => blocks,
    }
    .into_iter()
    .map(|(_, lines)| lines)
    .filter(|lines| !is_letterhead(lines) && !lines.first().is_some_and(|line| is_street(line)))
    .collect();
    // One line may be anything, unless it names an office or opens as addresses do.
    let is_telling = |line: &str| {
        let opens = without_lead(line, &reference.phrases).len() < line.len();
        opens || names_office(line, language, reference) || is_bare_person(line, reference)
    };
    if blocks.iter().all(|lines| lines.len() == 1) && !blocks.iter().any(|lines| is_telling(lines[0])) {
        return Vec::new();
    }
    // A lone line far above an address is a subtitle or letterhead.
    if blocks.iter().any(|lines| lines.len() > 1) {
        blocks.retain(|lines| lines.len() > 1);
    }
    blocks.iter().flat_map(|lines| addressees_of(lines, reference)).collect()
}

/// Lines that open with "to the" and end in a comma or a colon, or are printed large or slanted.
fn leading(rows: &[Row], head: Head, language: Option<&str>, reference: &Reference) -> Vec<String> {
    let phrases = &reference.phrases;
    let mut names = Vec::new();
    let mut last = None;
    for (at, row) in rows.iter().enumerate().take(head.list) {
        if last.is_some_and(|last| at > last + 1) {
            break;
        }
        let text = row.text();
        let is_set_apart = at < head.end || is_marked(row);
        let is_office = at < head.end && row.class == Class::Short && names_office(text, language, reference);
        // "To the public", "To the media": lines of one block that open alike.
        let is_pair = || {
            let is_like = |other: &Row| other.block == row.block && opens_with_lead(other.text(), phrases);
            at < head.end && rows.get(at + 1).is_some_and(is_like)
        };
        let ends = matches!(row.kind, BlockKind::Heading(_))
            || text.ends_with([',', ':'])
            || last.is_some()
            || is_office
            || is_pair();
        let n_words = text.split_whitespace().count();
        let rest = without_lead(text, phrases);
        let opens_well = rest.len() < text.len() && (2..=WORDS).contains(&n_words);
        let is_title = Some(at) == head.title && !text.ends_with([',', ':']);
        // "An open letter from poets" speaks of a letter, not to somebody.
        let speaks_of_letter = phrases.within(&fold(rest), PhraseRole::LetterWord);
        let is_other = row.is_item()
            || is_title
            || speaks_of_letter
            || matches!(row.class, Class::Date | Class::Subject | Class::End | Class::Salutation);
        if is_set_apart && ends && opens_well && !is_other {
            let name = rest.trim_end_matches([',', ':', ';', '.']).trim();
            let name = name
                .rsplit_once(' ')
                .filter(|(_, last)| phrases.is(&fold(last), PhraseRole::And))
                .map_or(name, |(name, _)| name);
            names.push(name.trim_end_matches(',').to_owned());
            last = Some(at);
        }
    }
    names
}

/// A heading, or a line that is bold or slanted as a whole.
fn is_marked(row: &Row) -> bool {
    let is_strong = |line: &crate::model::Line| {
        line.marks.iter().any(|mark| {
            matches!(mark.kind, MarkKind::Strong | MarkKind::Emphasis)
                && mark.range.len() + 2 >= line.text.len()
        })
    };
    matches!(row.kind, BlockKind::Heading(_)) || row.line.is_some_and(is_strong)
}

/// Whether a line opens with a word for a letter, with an article or an adjective before it.
fn speaks_of_letter(text: &str, phrases: &Phrases) -> bool {
    let folded = fold(text);
    let words: Vec<&str> = folded.split(' ').take(LABEL_WORDS).collect();
    (0..words.len().min(3)).any(|at| phrases.prefix(&words[at..], PhraseRole::LetterWord) > 0)
}

/// Whether a text opens as lines of an address do.
pub fn opens_with_lead(text: &str, phrases: &Phrases) -> bool {
    without_lead(text, phrases).len() < text.trim_start().len()
}

/// "To the Minister" is addressed to "the Minister" without the words that lead to it.
fn without_lead<'a>(text: &'a str, phrases: &Phrases) -> &'a str {
    let text = match label(text, phrases) {
        Some(start) if start < text.len() => &text[start..],
        _ => text,
    };
    let words: Vec<&str> = text.split_whitespace().take(LABEL_WORDS).collect();
    // "A. Other" does not open with "a", nor does "l'Assemblée" hold two words here.
    let folded: Vec<String> = words
        .iter()
        .map(|word| if word.contains('.') && word.len() < 4 { String::new() } else { fold(word) })
        .collect();
    let folded: Vec<&str> = folded.iter().map(String::as_str).collect();
    let n_lead = phrases.prefix(&folded, PhraseRole::AddressLead);
    if n_lead == 0 || n_lead >= text.split_whitespace().count() {
        return text;
    }
    let mut rest = text.trim_start();
    for word in &words[..n_lead] {
        rest = rest[word.len()..].trim_start();
    }
    rest.trim_start_matches([':', '：']).trim_start()
}

/// "Open letter to the Minister of Trade on tariffs": the name behind "letter to", up to the matter.
fn in_title(title: &str, phrases: &Phrases) -> Option<String> {
    behind_letter(title, phrases).or_else(|| before_letter(title, phrases))
}

fn behind_letter(title: &str, phrases: &Phrases) -> Option<String> {
    let words: Vec<&str> = title.split_whitespace().collect();
    let folded: Vec<String> = words.iter().map(|word| fold(word)).collect();
    let folded: Vec<&str> = folded.iter().map(String::as_str).collect();
    let start = (0..words.len()).find_map(|at| {
        let n_named = phrases.prefix(&folded[at..], PhraseRole::LetterTo);
        // "Open letter: Save the library" tells no addressee, "Open letter to: Minister" does.
        let is_kind =
            |last: usize| words[last].ends_with(':') && phrases.is(folded[last], PhraseRole::LetterWord);
        if n_named > 0 && !is_kind(at + n_named - 1) {
            return Some(at + n_named);
        }
        let n_letter = phrases.prefix(&folded[at..], PhraseRole::LetterWord);
        if n_letter == 0 || words[at + n_letter - 1].ends_with([':', ',', '.']) {
            return None;
        }
        // An adjective may stand between: "carta abierta al".
        (at + n_letter..(at + n_letter + 2).min(words.len())).find_map(|lead| {
            let n_lead = phrases.prefix(&folded[lead..], PhraseRole::AddressLead);
            (n_lead > 0).then_some(lead + n_lead)
        })
    })?;
    name_of(&words[start.min(words.len())..], &folded[start.min(words.len())..], phrases)
}

/// The words up to the matter or a mark; none when the matter comes first.
fn name_of(words: &[&str], folded: &[&str], phrases: &Phrases) -> Option<String> {
    let mut name: Vec<&str> = Vec::new();
    for (at, word) in words.iter().enumerate().take(TITLE_WORDS) {
        if phrases.prefix(&folded[at..], PhraseRole::Matter) > 0
            || word.starts_with(['–', '—', '|', '(', '-', '“', '"', '«'])
        {
            break;
        }
        name.push(word.trim_end_matches([',', ':', ';', '.', '!', '?']));
        if word.ends_with([':', ';', '.', '!', '?', '|']) {
            break;
        }
    }
    let is_name = name.iter().any(|word| word.chars().next().is_some_and(|c| c.is_alphabetic()));
    is_name.then(|| name.join(" "))
}

/// "水道局長への公開書簡", "致水务局局长的公开信", "Bakan'a Açık Mektup": the name stands before.
fn before_letter(title: &str, phrases: &Phrases) -> Option<String> {
    let end = phrases.unspaced(PhraseRole::LetterFrom).filter_map(|phrase| title.find(phrase)).min();
    if let Some(end) = end {
        let before = title[..end].trim();
        let lead = phrases
            .unspaced(PhraseRole::LetterTo)
            .filter(|lead| before.starts_with(lead))
            .max_by_key(|lead| lead.len());
        let is_chinese = !before
            .chars()
            .any(|c| ('\u{3040}'..'\u{3100}').contains(&c) || ('\u{AC00}'..'\u{D7B0}').contains(&c));
        let name = match lead {
            Some(lead) => &before[lead.len()..],
            // In Chinese a verb leads to the name; in Japanese and Korean the particle behind it says all.
            None if is_chinese && title[end..].starts_with(|c| ('\u{4E00}'..'\u{A000}').contains(&c)) => {
                return None;
            }
            None => before,
        };
        let is_matter = phrases.unspaced(PhraseRole::Matter).any(|matter| name.contains(matter));
        return (!name.is_empty() && !is_matter && name.chars().count() <= 40)
            .then(|| name.trim().to_owned());
    }
    let words: Vec<&str> = title.split_whitespace().collect();
    let folded: Vec<String> = words.iter().map(|word| fold(word)).collect();
    let folded: Vec<&str> = folded.iter().map(String::as_str).collect();
    let at = (1..words.len()).find(|at| phrases.prefix(&folded[*at..], PhraseRole::LetterFrom) > 0)?;
    let last = words[at - 1];
    // A suffix says "to", behind an apostrophe in Turkish.
    let is_matter = phrases.is(folded[at - 1], PhraseRole::Matter);
    let bare = last.split(['\'', '’']).next().unwrap_or(last);
    let is_dative = bare.len() < last.len() || !last.is_ascii() && !last.ends_with(['a', 'e', 'ı', 'i']);
    let mut name: Vec<&str> = words[..at - 1].to_vec();
    name.push(bare);
    (is_dative && !is_matter && name.len() <= TITLE_WORDS).then(|| name.join(" "))
}

#[cfg(test)]
mod tests;
