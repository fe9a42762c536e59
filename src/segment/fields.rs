//! The letter's own fields: title, date, place, addressees, subject, day of the list.

use crate::model::{Block, BlockKind, Issue, Letter, Section, Text};
use crate::reference::Reference;
use crate::reference::phrases::PhraseRole;
use crate::segment::own_date;
use crate::segment::rows::{self, Class, Row};
use crate::text::fold;

/// Lines of an address block that are looked at.
const ADDRESS_LINES: usize = 12;
/// Longest line of an address, in words.
const ADDRESS_WORDS: usize = 14;
/// Least text from which a language is told, in Latin letters.
const LANGUAGE_CHARS: usize = 40;
/// Longest title, in words.
const TITLE_WORDS: usize = 40;

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
    let title_row = title_row(rows, head).filter(|at| !(text.is_list && is_inside[*at]));
    let salutation = salutation_row(rows, head, is_inside);
    let title = front_matter(text, "title").or_else(|| title_row.map(|at| rows[at].text().to_owned()));
    let date = own_date::read(parts, head, reference, issues);
    let mut addressees = addressees(rows, head, title_row, salutation, title.as_deref(), reference);
    if text.is_list
        && let Some(stated) = stated_addressees(text)
    {
        addressees = stated;
    }
    let subject = rows[..head.max(salutation.map_or(0, |at| at + 2)).min(rows.len())]
        .iter()
        .filter(|row| row.class == Class::Subject)
        .find_map(|row| row.run_in.map(|start| row.text()[start..].trim().to_owned()));
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
fn stated_addressees(text: &Text) -> Option<Vec<String>> {
    let keys = ["to", "addressees", "addressee", "recipients", "recipient", "addressed_to", "addressedTo"];
    let value = keys.iter().find_map(|key| front_matter(text, key))?;
    Some(value.split(';').map(|name| name.trim().to_owned()).filter(|name| !name.is_empty()).collect())
}

/// What the document states beside its text.
pub fn front_matter(text: &Text, key: &str) -> Option<String> {
    let (_, value, _) = text.front_matter.iter().find(|(name, ..)| name.eq_ignore_ascii_case(key))?;
    (!value.is_empty()).then(|| value.clone())
}

/// Rows before the first prose or the first signature block: where letterhead and address stand.
fn head_of(rows: &[Row], is_inside: &[bool]) -> usize {
    let end = rows.iter().zip(is_inside).position(|(row, inside)| row.class == Class::Prose || *inside);
    end.unwrap_or(rows.len())
}

/// The first heading of the document, or the first line that is neither navigation nor date.
fn title_row(rows: &[Row], head: usize) -> Option<usize> {
    let is_heading = |row: &Row| matches!(row.kind, BlockKind::Heading(_));
    let is_good = |row: &Row| {
        let n_words = row.text().split_whitespace().count();
        (1..=TITLE_WORDS).contains(&n_words)
            && !row.is_item()
            && matches!(row.class, Class::Title | Class::Short)
            && !row.text().ends_with([',', ':', '.'])
    };
    let level = |row: &Row| match row.kind {
        BlockKind::Heading(level) => level,
        _ => u8::MAX,
    };
    let best = rows.iter().filter(|row| is_heading(row) && row.class == Class::Title).map(level).min();
    if let Some(best) = best {
        return rows.iter().position(|row| level(row) == best && row.class == Class::Title);
    }
    // A line that opens an address block of several lines is no title.
    let greeting = rows.iter().position(|row| row.class == Class::Salutation).unwrap_or(head);
    let first = (0..head.min(greeting)).find(|at| is_good(&rows[*at]))?;
    let alone = rows.get(first + 1).is_none_or(|next| next.block != rows[first].block);
    (alone || rows[first].text().split_whitespace().count() >= 5).then_some(first)
}

fn salutation_row(rows: &[Row], head: usize, is_inside: &[bool]) -> Option<usize> {
    let last = rows.len().min(head + 1);
    if let Some(at) = (0..last).find(|at| rows[*at].class == Class::Salutation) {
        return Some(at);
    }
    // "President Such-and-such," alone, before the first sentence.
    let at = head.checked_sub(1)?;
    let row = &rows[at];
    let n_words = row.text().split_whitespace().count();
    let is_alone = at == 0 || rows[at - 1].block != row.block;
    (row.text().ends_with([',', ':', '，']) && n_words <= 10 && is_alone && !is_inside[at]).then_some(at)
}

/// Whom the letter is addressed to: the address block between title and salutation; else whom the salutation
/// greets; else whom the title names behind "letter to".
fn addressees(
    rows: &[Row],
    head: usize,
    title_row: Option<usize>,
    salutation: Option<usize>,
    title: Option<&str>,
    reference: &Reference,
) -> Vec<String> {
    let block = address_block(rows, title_row, salutation.unwrap_or(head).min(head), salutation.is_some());
    if !block.is_empty() {
        return block;
    }
    if let Some(name) = salutation.and_then(|at| greeted(rows[at].text(), reference)) {
        return vec![name];
    }
    title.and_then(title_addressee).into_iter().collect()
}

/// Address lines above the salutation; each paragraph is one addressee. Lines with digits (streets, postal
/// codes) and what follows them are the address, not the name.
fn address_block(rows: &[Row], title_row: Option<usize>, end: usize, has_salutation: bool) -> Vec<String> {
    if !has_salutation {
        return Vec::new();
    }
    let first = title_row.map_or(0, |at| if at < end { at + 1 } else { 0 });
    let mut addressees: Vec<(usize, Vec<&str>, bool)> = Vec::new();
    for row in rows[first.min(end)..end].iter().take(4 * ADDRESS_LINES) {
        let text = without_to(row.text().trim_end_matches([',', ';']));
        let n_words = text.split_whitespace().count();
        let is_address = matches!(row.class, Class::Short) && n_words <= ADDRESS_WORDS && !row.is_item();
        if !is_address {
            if row.class == Class::Date || row.class == Class::Subject {
                continue;
            }
            if matches!(row.class, Class::Title) {
                addressees.clear();
            }
            continue;
        }
        let has_digits = text.chars().any(|c| c.is_ascii_digit());
        match addressees.last_mut() {
            Some((block, lines, closed)) if *block == row.block => {
                *closed |= has_digits;
                if !*closed && lines.len() < ADDRESS_LINES {
                    lines.push(text);
                }
            }
            _ if has_digits => {}
            _ => addressees.push((row.block, vec![text], false)),
        }
    }
    // A lone line far above an address is a subtitle or letterhead.
    if addressees.iter().any(|(_, lines, _)| lines.len() > 1) {
        addressees.retain(|(_, lines, _)| lines.len() > 1);
    }
    addressees.into_iter().map(|(_, lines, _)| lines.join(", ")).collect()
}

/// "To: the Minister" is addressed to "the Minister", and so is "To the Minister".
fn without_to(text: &str) -> &str {
    let openings = [
        "To: ", "To the ", "To ", "An: ", "An die ", "An den ", "An ", "À ", "A: ", "Al ", "Ao ", "À: ",
        "Aan: ", "Aan de ", "Alla ", "A la ",
    ];
    openings.iter().find_map(|opening| text.strip_prefix(opening)).map_or(text, str::trim)
}

/// "Dear Prime Minister Such," greets "Prime Minister Such"; "Dear Sir or Madam" greets nobody by name.
fn greeted(text: &str, reference: &Reference) -> Option<String> {
    let words: Vec<&str> = text.split_whitespace().collect();
    let folded: Vec<String> = words.iter().map(|word| fold(word)).collect();
    let folded: Vec<&str> = folded.iter().map(String::as_str).collect();
    let n_greeting = reference.phrases.prefix(&folded, PhraseRole::Salutation);
    let rest = words[n_greeting..].join(" ");
    let rest = rest.trim_matches(|c: char| !c.is_alphanumeric() && c != ')' && c != '(' && c != '.');
    let generic = [
        "sir",
        "madam",
        "sir or madam",
        "sirs",
        "all",
        "friends",
        "colleagues",
        "sir madam",
        "friend",
        "reader",
    ];
    (!rest.is_empty() && !rest.contains('<') && !generic.contains(&fold(rest).as_str()))
        .then(|| rest.to_owned())
}

/// "Open letter to the Minister of Trade on tariffs": the name behind "letter to", up to the matter.
fn title_addressee(title: &str) -> Option<String> {
    let lower = title.to_lowercase();
    let openings = [
        "letter to ",
        "carta a ",
        "carta aberta a ",
        "lettre à ",
        "lettre ouverte à ",
        "brief an ",
        "lettera a ",
    ];
    let start =
        openings.iter().filter_map(|opening| lower.find(opening).map(|at| at + opening.len())).min()?;
    // Lower case may have moved the bytes.
    let rest = title.get(start..)?;
    let rest = rest.split([':', '–', '—', '|']).next().unwrap_or(rest);
    let stops =
        [" on ", " about ", " regarding ", " concerning ", " calling ", " to ", " sobre ", " sur ", " über "];
    let end = stops.iter().filter_map(|stop| rest.find(stop)).min().unwrap_or(rest.len());
    let name = rest[..end].trim().trim_end_matches(',');
    (!name.is_empty()).then(|| name.to_owned())
}

/// ISO 639-1 code of the language of the prose, where there is enough of it to tell.
pub fn language(blocks: &[Block], front_matter: &[(String, String, u32)]) -> Option<String> {
    let stated = front_matter.iter().find(|(key, ..)| matches!(key.as_str(), "lang" | "language" | "locale"));
    if let Some((_, value, _)) = stated {
        let code: String = value.chars().take_while(char::is_ascii_alphabetic).collect();
        if code.len() == 2 {
            return Some(code.to_ascii_lowercase());
        }
    }
    let mut prose = String::new();
    for line in
        blocks.iter().filter(|block| super::sentences::is_body(block.kind)).flat_map(|block| &block.lines)
    {
        if is_running_text(&line.text) {
            prose.push_str(&line.text);
            prose.push(' ');
        }
        if prose.len() > 8000 {
            break;
        }
    }
    // A letter of a script without small letters says more.
    if prose.chars().map(|c| if c < '\u{2E80}' { 1 } else { 3 }).sum::<usize>() < LANGUAGE_CHARS {
        return None;
    }
    let info = whatlang::detect(&prose)?;
    info.is_reliable().then(|| iso_639_1(info.lang().code()).map(str::to_owned)).flatten()
}

/// Sentences, and long lines without a full stop; names alone tell nothing of a language.
fn is_running_text(text: &str) -> bool {
    let n_words = text.split_whitespace().count();
    let is_cased = text.chars().any(char::is_lowercase);
    rows::is_prose(text) || n_words >= 8 || (!is_cased && (n_words >= 5 || text.chars().count() >= 15))
}

/// ISO 639-1 code for the ISO 639-3 codes of the detector.
pub fn iso_639_1(code: &str) -> Option<&'static str> {
    const CODES: &[(&str, &str)] = &[
        ("afr", "af"),
        ("amh", "am"),
        ("ara", "ar"),
        ("aze", "az"),
        ("bel", "be"),
        ("ben", "bn"),
        ("bul", "bg"),
        ("cat", "ca"),
        ("ces", "cs"),
        ("cmn", "zh"),
        ("dan", "da"),
        ("deu", "de"),
        ("ell", "el"),
        ("eng", "en"),
        ("epo", "eo"),
        ("est", "et"),
        ("fin", "fi"),
        ("fra", "fr"),
        ("guj", "gu"),
        ("heb", "he"),
        ("hin", "hi"),
        ("hrv", "hr"),
        ("hun", "hu"),
        ("hye", "hy"),
        ("ind", "id"),
        ("ita", "it"),
        ("jav", "jv"),
        ("jpn", "ja"),
        ("kan", "kn"),
        ("kat", "ka"),
        ("khm", "km"),
        ("kor", "ko"),
        ("lat", "la"),
        ("lav", "lv"),
        ("lit", "lt"),
        ("mal", "ml"),
        ("mar", "mr"),
        ("mkd", "mk"),
        ("mya", "my"),
        ("nep", "ne"),
        ("nld", "nl"),
        ("nob", "nb"),
        ("ori", "or"),
        ("pan", "pa"),
        ("pes", "fa"),
        ("pol", "pl"),
        ("por", "pt"),
        ("ron", "ro"),
        ("rus", "ru"),
        ("sin", "si"),
        ("slk", "sk"),
        ("slv", "sl"),
        ("sna", "sn"),
        ("spa", "es"),
        ("srp", "sr"),
        ("swe", "sv"),
        ("tam", "ta"),
        ("tel", "te"),
        ("tgl", "tl"),
        ("tha", "th"),
        ("tuk", "tk"),
        ("tur", "tr"),
        ("ukr", "uk"),
        ("urd", "ur"),
        ("uzb", "uz"),
        ("vie", "vi"),
        ("yid", "yi"),
        ("zul", "zu"),
    ];
    CODES.iter().find(|(long, _)| *long == code).map(|(_, short)| *short)
}
