//! What stands at the end of an entry: a country, and places before it.

use super::list::List;
use super::split::{self, Part, Separator, bracket_at_end};
use crate::model::{CountryMethod, CountryReading};
use crate::normalize::{country, role};
use crate::reference::Reference;
use crate::reference::words::WordRole;
use crate::text::fold;

/// The most words that a printed country has.
const MOST_WORDS: usize = 8;
/// The most parts that a place has before a country.
const MOST_PLACES: usize = 4;

/// Country and place of an entry, as printed and as read.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Tail {
    /// Country as printed.
    pub country_text: Option<String>,
    /// What it means.
    pub country: Option<CountryReading>,
    /// City or region.
    pub place: Option<String>,
}

/// Takes country and places off the end of an entry. A bracket there is taken apart when its end is a
/// country. One part is left over for the name.
pub fn take(parts: &mut Vec<Part>, list: &List, reference: &Reference) -> Tail {
    let mut tail = Tail::default();
    take_flag(parts, &mut tail, reference);
    if tail.country.is_none() {
        take_country(parts, &mut tail, list, reference);
    }
    take_places(parts, &mut tail, list, reference);
    tail
}

/// A flag behind the name or before it, with or without a separator.
fn take_flag(parts: &mut Vec<Part>, tail: &mut Tail, reference: &Reference) {
    if let Some(last) = parts.last().copied()
        && last.text.ends_with(is_flag)
    {
        let head = last.text.trim_end_matches(|c: char| is_flag(c) || c.is_whitespace());
        let is_read = read_flag(last.text[head.len()..].trim(), tail, reference);
        match (is_read, head.is_empty()) {
            (true, false) => last_text(parts, head),
            (true, true) if parts.len() > 1 => _ = parts.pop(),
            _ => {}
        }
    } else if let Some(first) = parts.first_mut()
        && first.text.starts_with(is_flag)
    {
        let rest = first.text.trim_start_matches(|c: char| is_flag(c) || c.is_whitespace());
        let flag = first.text[..first.text.len() - rest.len()].trim();
        if !rest.is_empty() && read_flag(flag, tail, reference) {
            first.text = rest;
        } else if rest.is_empty() && parts.len() > 1 && read_flag(flag, tail, reference) {
            parts.remove(0);
            parts[0].separator = Separator::Start;
        }
    }
}

fn is_flag(c: char) -> bool {
    matches!(u32::from(c), 0x1F1E6..=0x1F1FF | 0x1F3F4 | 0xE0020..=0xE007F)
}

fn read_flag(flag: &str, tail: &mut Tail, reference: &Reference) -> bool {
    let reading = country::resolve(flag, reference);
    let is_read = !reading.codes.is_empty();
    if is_read {
        (tail.country_text, tail.country) = (Some(flag.to_owned()), Some(reading));
    }
    is_read
}

fn last_text<'a>(parts: &mut [Part<'a>], text: &'a str) {
    if let Some(last) = parts.last_mut() {
        last.text = text.trim_end_matches(['–', '—', '-', ',', ' ']);
    }
}

fn take_country(parts: &mut Vec<Part>, tail: &mut Tail, list: &List, reference: &Reference) {
    let Some(last) = parts.last().copied() else { return };
    let reads_codes = list.prints_codes[last.separator as usize];
    let is_dash = matches!(last.separator, Separator::Dash | Separator::Colon);
    // "Union of Teachers – UT/MT": an acronym and a state.
    let is_short = is_dash && last.text.contains('/') && !last.text.contains(char::is_lowercase);
    if parts.len() > 1
        && (!is_dash || list.prints_dashes && !is_short)
        && let Some(reading) = list.printed_country(last.text, reads_codes, reference)
    {
        (tail.country_text, tail.country) = (Some(last.text.to_owned()), Some(reading));
        parts.pop();
        return;
    }
    let Some((head, inner)) = bracket_at_end(last.text) else { return };
    let reads_codes = list.prints_codes[Separator::Bracket as usize];
    let mut inner = split::parts(inner, None);
    let is_alone = inner.len() == 1;
    let Some(printed) = inner.pop() else { return };
    // A code in brackets is an acronym, unless the list prints codes there.
    let n_letters = printed.text.chars().filter(|c| c.is_alphabetic()).count();
    let is_latin = printed.text.is_ascii();
    let reads_code = reads_codes || list.prints_brackets && is_code(printed.text, reference);
    let Some(reading) = list.printed_country(printed.text, reads_code, reference) else { return };
    let is_told = match reading.method {
        CountryMethod::Abbreviation => n_letters > 2 || !is_alone || !spells(head, printed.text),
        _ if reads_codes || !is_alone => true,
        // "River Watch (Kenya)", "Lake Fund (NL)"
        CountryMethod::Code => list.prints_brackets && !spells(head, printed.text),
        // "(ABC/XY)" is more often an acronym and a state.
        CountryMethod::Chain | CountryMethod::Several
            if !printed.text.chars().any(char::is_lowercase) && is_latin =>
        {
            false
        }
        CountryMethod::Demonym | CountryMethod::Label => false,
        _ => n_letters > 2 || !is_latin,
    };
    if !is_told {
        return;
    }
    (tail.country_text, tail.country) = (Some(printed.text.to_owned()), Some(reading));
    last_text(parts, head);
    let mut is_first = true;
    for mut part in inner {
        if is_first {
            part.separator = Separator::Bracket;
            is_first = false;
        }
        parts.push(part);
    }
}

/// Whether two letters are the initials of a name.
fn spells(name: &str, letters: &str) -> bool {
    let initials: String = name.split_whitespace().filter_map(|word| word.chars().next()).collect();
    initials.to_uppercase().contains(&letters.to_uppercase())
}

/// City and region before the country; alone, without a country, one of them is enough.
fn take_places(parts: &mut Vec<Part>, tail: &mut Tail, list: &List, reference: &Reference) {
    let has_country = tail.country.is_some();
    let most = if has_country { MOST_PLACES } else { 1 };
    let mut n_taken = 0;
    while parts.len() > 1 && n_taken < most {
        let Some(last) = parts.last().copied() else { break };
        let is_known = list.is_place(last.text, has_country, reference);
        let is_dash = matches!(last.separator, Separator::Dash | Separator::Colon | Separator::Slash);
        let is_place = match (is_known, has_country) {
            (true, true) => true,
            (true, false) => !is_dash || list.prints_dashes && list.prints_places,
            // Where the list prints towns, what looks like one is one.
            (false, true) => list.prints_places && can_be_place(last.text, reference),
            // "Club «Mountain Paths», Such Town": a closed quote ends the name.
            (false, false) => {
                parts.len() == 2
                    && last.separator == Separator::Comma
                    && parts[0].text.ends_with(['»', '”', '“', '"'])
                    && can_be_place(last.text, reference)
            }
        };
        if !is_place {
            break;
        }
        parts.pop();
        n_taken += 1;
        tail.place = Some(match tail.place.take() {
            Some(behind) => format!("{}, {behind}", last.text),
            None => last.text.to_owned(),
        });
    }
}

/// Whether a text is two capitals, or such pairs with a joining sign, that are codes of countries.
pub fn is_code(text: &str, reference: &Reference) -> bool {
    let mut codes = text.split(['/', '&', '+', ' ']).filter(|code| !code.is_empty()).peekable();
    codes.peek().is_some()
        && text.len() <= 12
        && codes.all(|code| {
            code.len() == 2
                && code.bytes().all(|byte| byte.is_ascii_uppercase())
                && reference.countries.code(code).is_some()
        })
}

/// What a part means that is a printed country or region of the world. A state, a city or a demonym alone
/// is none.
pub fn printed_country(part: &str, reads_codes: bool, reference: &Reference) -> Option<CountryReading> {
    if part.split_whitespace().count() > MOST_WORDS || !part.chars().any(|c| !c.is_ascii_digit()) {
        return None;
    }
    let reading = match reads_codes && is_code(part, reference) {
        true => country::resolve_field(part, reference),
        false => country::resolve(part, reference),
    };
    is_printed(part, &reading, reference).then_some(reading)
}

fn is_printed(part: &str, reading: &CountryReading, reference: &Reference) -> bool {
    use CountryMethod as Method;
    match reading.method {
        Method::City | Method::Demonym | Method::Unresolved => false,
        // Constituent countries are printed as countries; other parts of a country are places.
        Method::Subdivision => {
            let place = reference.countries.subdivision(&fold(part)).map(|meaning| &*meaning.place);
            reading.confidence >= 0.9 || matches!(place, Some("GB-ENG" | "GB-NIR" | "GB-SCT" | "GB-WLS"))
        }
        Method::Contested | Method::Historical | Method::Ambiguous | Method::Region => true,
        // A city and its state name no country; a city and its country do.
        Method::Chain => part
            .rsplit(['/', '(', '-', '–', ','])
            .next()
            .map(|end| country::resolve(end, reference).method)
            .is_some_and(|method| {
                matches!(method, Method::Name | Method::Alias | Method::Abbreviation | Method::Code)
            }),
        _ => !reading.codes.is_empty(),
    }
}

/// A part that names a city or region. Before a country nearly any place will do; alone it must be one that
/// is not a word of names.
pub fn is_place(part: &str, before_country: bool, reference: &Reference) -> bool {
    if part.chars().all(|c| c.is_ascii_digit()) || part.split_whitespace().count() > MOST_WORDS {
        return false;
    }
    let folded = fold(part);
    if before_country
        && (!reference.countries.city_homes(&folded).is_empty() || reference.words.is_town(&folded))
    {
        return true;
    }
    let reading = country::resolve(part, reference);
    match reading.method {
        CountryMethod::City | CountryMethod::Subdivision => true,
        // A name that several cities have.
        CountryMethod::Ambiguous => before_country && !is_code(part, reference),
        CountryMethod::Chain => true,
        _ => begins_as_place(&folded, reference),
    }
}

/// "Province of Upland", "Valle Alto".
fn begins_as_place(folded: &str, reference: &Reference) -> bool {
    let is_word = |word: Option<&str>| word.is_some_and(|word| reference.words.is_place_word(word));
    folded.contains(' ') && (is_word(folded.split(' ').next()) || is_word(folded.rsplit(' ').next()))
}

/// A short part with capitals that is neither an organization nor a role nor a phrase.
fn can_be_place(part: &str, reference: &Reference) -> bool {
    let n_words = part.split_whitespace().count();
    let is_phrase = |word: &str| {
        let folded = fold(word);
        reference.words.role(&folded).is_some_and(|role| role != WordRole::Connector)
            || reference.words.share(reference.words.canonical(&folded)).is_some()
            || reference.words.is_organization_compound(&folded)
    };
    n_words <= 4
        && part.starts_with(char::is_uppercase)
        && part.chars().filter(|c| c.is_lowercase()).count() > 2
        && !part.contains(['"', '(', '&'])
        && !part.split_whitespace().any(is_phrase)
        && !role::holds_role(part, reference)
}
