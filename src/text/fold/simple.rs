//! Characters that fold alone as they do in every text.
//!
//! Normalization and case folding look at neighbours, and cost accordingly; letters of the blocks here do
//! not combine with each other, so that what one of them becomes can be looked up. A text with any other
//! character, such as a combining mark, goes the long way.

use super::{is_word, kept};
use icu_normalizer::ComposingNormalizer;
use std::ops::Range;
use std::sync::LazyLock;

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

/// Up to seven bytes of UTF-8.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Letters {
    bytes: [u8; 7],
    len: u8,
}

impl Letters {
    fn new(text: &str) -> Option<Self> {
        let mut bytes = [0; 7];
        bytes.get_mut(..text.len())?.copy_from_slice(text.as_bytes());
        Some(Self { bytes, len: u8::try_from(text.len()).ok()? })
    }

    pub(super) fn as_str(&self) -> &str {
        self.bytes
            .get(..usize::from(self.len))
            .and_then(|bytes| str::from_utf8(bytes).ok())
            .unwrap_or_default()
    }
}

/// Latin, Greek and Cyrillic; Latin with marks; punctuation; kana. Marks that combine are in none of them.
const BLOCKS: [Range<u32>; 7] = [
    0x0080..0x0300,
    0x0370..0x0483,
    0x048A..0x0530,
    0x1E00..0x1F00,
    0x2000..0x2030,
    0x3000..0x3099,
    0x30A0..0x3100,
];
/// Ideographs and syllables of Hangul become themselves.
const THEMSELVES: [Range<u32>; 2] = [0x4E00..0x9FA6, 0xAC00..0xD7A4];

/// Of each block, what its characters become; `None` for those that need a closer look.
static TABLES: LazyLock<[Vec<Option<Simple>>; BLOCKS.len()]> = LazyLock::new(|| {
    BLOCKS.map(|block| block.map(|code| char::from_u32(code).and_then(look_closely)).collect())
});

/// What a character becomes in any text; `None` when that depends on its neighbours.
pub(super) fn of(c: char) -> Option<Simple> {
    let code = u32::from(c);
    if THEMSELVES.iter().any(|block| block.contains(&code)) {
        let mut buffer = [0; 4];
        return Letters::new(c.encode_utf8(&mut buffer)).map(Simple::Word);
    }
    let block = BLOCKS.iter().position(|block| block.contains(&code))?;
    let index = code.checked_sub(BLOCKS.get(block)?.start)?;
    *TABLES.get(block)?.get(index as usize)?
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
