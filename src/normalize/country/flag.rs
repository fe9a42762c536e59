//! Flags: pairs of regional indicators, and the tagged flags of England, Scotland and Wales.

use super::{Text, one, whole};
use crate::model::country::{Alpha2, CountryMethod, CountryReading};
use crate::reference::Reference;

const INDICATOR_A: u32 = 0x1F1E6;
const BLACK_FLAG: char = '\u{1F3F4}';

/// A flag alone, or a flag beside a text that does not contradict it.
pub(super) fn read(text: &Text, reference: &Reference) -> Option<CountryReading> {
    if text.printed.is_ascii() {
        return None;
    }
    let (flags, rest) = split(text.printed);
    let known: Vec<Alpha2> =
        flags.into_iter().filter(|code| reference.countries.get(*code).is_some()).collect();
    let rest = text.part(&rest);
    match known.as_slice() {
        [] => None,
        [code] if rest.folded.is_empty() => Some(one(*code, CountryMethod::Flag, 0.98)),
        [code] => {
            let reading = whole::read(&rest, reference)?;
            (reading.country() == Some(*code)).then(|| one(*code, CountryMethod::Flag, 0.99))
        }
        _ if rest.folded.is_empty() => Some(CountryReading {
            codes: known,
            method: CountryMethod::Several,
            confidence: 0.95,
            candidates: Vec::new(),
        }),
        _ => None,
    }
}

/// The codes of the flags, and the text without them.
fn split(text: &str) -> (Vec<Alpha2>, String) {
    let mut flags = Vec::new();
    let mut rest = String::new();
    let mut pending = None;
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        if let Some(letter) = indicator(c) {
            match pending.take() {
                Some(first) => flags.extend(Alpha2::new(&format!("{first}{letter}"))),
                None => pending = Some(letter),
            }
        } else if c == BLACK_FLAG {
            let tags: String =
                std::iter::from_fn(|| chars.next_if(|next| tag(*next).is_some())).filter_map(tag).collect();
            if tags.starts_with("gb") {
                flags.extend(Alpha2::new("GB"));
            }
        } else {
            rest.push(c);
        }
    }
    (flags, rest)
}

fn indicator(c: char) -> Option<char> {
    let offset = u32::from(c).checked_sub(INDICATOR_A).filter(|offset| *offset < 26)?;
    char::from_u32(u32::from('A') + offset)
}

fn tag(c: char) -> Option<char> {
    let code = u32::from(c).checked_sub(0xE0000).filter(|code| *code < 0x80)?;
    char::from_u32(code)
}
