//! Characters that fold alone as they do in every text.
//!
//! Normalization and case folding look at neighbours, and cost accordingly; letters of the blocks here do
//! not combine with each other, so that what one of them becomes can be kept. A text with any other
//! character, such as a combining mark, goes the long way.

use super::{is_word, kept};
use icu_normalizer::ComposingNormalizer;
use std::ops::Range;
use std::sync::atomic::{AtomicU64, Ordering};

/// What a character becomes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Simple {
    /// It disappears.
    Nothing,
    /// No part of a word.
    Sign(char),
    /// A letter, a digit or a few of them.
    Word(Letters),
}

/// Up to six bytes of UTF-8.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Letters {
    bytes: [u8; 6],
    len: u8,
}

impl Letters {
    fn new(text: &str) -> Option<Self> {
        let mut bytes = [0; 6];
        bytes.get_mut(..text.len())?.copy_from_slice(text.as_bytes());
        Some(Self { bytes, len: u8::try_from(text.len()).ok()? })
    }

    pub(super) fn as_str(&self) -> &str {
        let bytes = self.bytes.get(..usize::from(self.len));
        bytes.and_then(|bytes| str::from_utf8(bytes).ok()).unwrap_or_default()
    }
}

/// Latin, Greek, Cyrillic, Armenian; Hebrew and Arabic letters and digits; Georgian, Ethiopic; Latin with
/// marks; punctuation; kana. Marks that combine are in none of them.
const BLOCKS: [Range<u32>; 12] = [
    0x0080..0x0300,
    0x0370..0x0483,
    0x048A..0x0591,
    0x05D0..0x05EB,
    0x0621..0x064B,
    0x0660..0x0670,
    0x0671..0x06D6,
    0x10A0..0x1100,
    0x1200..0x135D,
    0x1E00..0x1F00,
    0x2000..0x2030,
    0x3000..0x3100,
];
/// Marks of kana combine.
const KANA_MARKS: Range<u32> = 0x3099..0x309B;
/// Ideographs and syllables of Hangul become themselves.
const THEMSELVES: [Range<u32>; 2] = [0x4E00..0x9FA6, 0xAC00..0xD7A4];

/// What each character becomes, once it was asked for: a text of scripts that are not here costs nothing.
static KNOWN: [AtomicU64; 0x3100] = [const { AtomicU64::new(0) }; 0x3100];

/// What a character becomes in any text; `None` when that depends on its neighbours.
pub(super) fn of(c: char) -> Option<Simple> {
    let code = u32::from(c);
    if THEMSELVES.iter().any(|block| block.contains(&code)) {
        let mut buffer = [0; 4];
        return Letters::new(c.encode_utf8(&mut buffer)).map(Simple::Word);
    }
    let known = KNOWN.get(code as usize)?;
    match known.load(Ordering::Relaxed).to_be_bytes() {
        [0, ..] => {
            let is_here = BLOCKS.iter().any(|block| block.contains(&code)) && !KANA_MARKS.contains(&code);
            let simple = if is_here { look_closely(c) } else { None };
            known.store(u64::from_be_bytes(packed(simple)), Ordering::Relaxed);
            simple
        }
        bytes => unpacked(bytes),
    }
}

fn look_closely(c: char) -> Option<Simple> {
    let mut buffer = [0; 4];
    let kept = kept(c.encode_utf8(&mut buffer));
    let kept = ComposingNormalizer::new_nfkc().normalize(&kept);
    let mut chars = kept.chars();
    match (chars.next(), chars.next()) {
        (None, _) => Some(Simple::Nothing),
        (Some(only), None) if !is_word(only) => Some(Simple::Sign(only)),
        _ if kept.chars().all(is_word) => Letters::new(&kept).map(Simple::Word),
        _ => None,
    }
}

/// Kind, length, letters.
fn packed(simple: Option<Simple>) -> [u8; 8] {
    let (kind, letters) = match simple {
        None => (1, None),
        Some(Simple::Nothing) => (2, None),
        Some(Simple::Sign(c)) => (3, Letters::new(c.encode_utf8(&mut [0; 4]))),
        Some(Simple::Word(letters)) => (4, Some(letters)),
    };
    let Letters { bytes: [a, b, c, d, e, f], len } = letters.unwrap_or(Letters { bytes: [0; 6], len: 0 });
    [kind, len, a, b, c, d, e, f]
}

fn unpacked([kind, len, a, b, c, d, e, f]: [u8; 8]) -> Option<Simple> {
    let letters = Letters { bytes: [a, b, c, d, e, f], len };
    match kind {
        2 => Some(Simple::Nothing),
        3 => letters.as_str().chars().next().map(Simple::Sign),
        4 => Some(Simple::Word(letters)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_kept_is_what_was_found() {
        for c in (0..0x3100).filter_map(char::from_u32) {
            let first = of(c);
            assert_eq!(of(c), first, "{c:?}");
            assert_eq!(unpacked(packed(first)), first, "{c:?}");
        }
        assert_eq!(of('ß'), Letters::new("ss").map(Simple::Word));
        assert_eq!(of('\u{ad}'), Some(Simple::Nothing));
        assert_eq!(of('–'), Some(Simple::Sign('–')));
        assert_eq!((of('\u{301}'), of('½'), of('ก')), (None, None, None));
    }
}
