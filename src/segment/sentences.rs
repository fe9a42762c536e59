//! The sentences of a document's prose, each with its lines.

use crate::model::{Block, BlockKind};
use crate::reference::phrases::{PhraseRole, Phrases};
use crate::text::fold;

/// A sentence of the prose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sentence {
    /// The text, lines joined by a space.
    pub text: String,
    /// Index of its block.
    pub block: usize,
    /// First line.
    pub line_start: u32,
    /// Last line.
    pub line_end: u32,
}

/// The sentences of the blocks that hold prose, everything but table rows and code, and that are asked for.
pub fn sentences(
    blocks: &[Block],
    phrases: &Phrases,
    is_asked_for: impl Fn(usize, &Block) -> bool,
) -> Vec<Sentence> {
    blocks
        .iter()
        .enumerate()
        .filter(|(index, block)| is_body(block.kind) && is_asked_for(*index, block))
        .flat_map(|(index, block)| sentences_of(index, block, phrases))
        .collect()
}

/// True for blocks that may hold prose.
pub fn is_body(kind: BlockKind) -> bool {
    !matches!(kind, BlockKind::Row { .. } | BlockKind::Code | BlockKind::Rule)
}

fn sentences_of(index: usize, block: &Block, phrases: &Phrases) -> Vec<Sentence> {
    let mut text = String::new();
    // Byte at which each line begins in the joined text, with its number.
    let mut starts = Vec::with_capacity(block.lines.len());
    for line in &block.lines {
        if !text.is_empty() {
            text.push(' ');
        }
        starts.push((text.len(), line.place.line_start));
        text.push_str(&line.text);
    }
    let line_at = |offset: usize| {
        let found = starts.partition_point(|(start, _)| *start <= offset);
        starts.get(found.saturating_sub(1)).map_or(0, |(_, line)| *line)
    };
    let mut sentences = Vec::new();
    let mut begin = 0;
    for end in ends(&text, phrases) {
        let raw = &text[begin..end];
        let piece = raw.trim();
        if !piece.is_empty() {
            let offset = begin + (raw.len() - raw.trim_start().len());
            sentences.push(Sentence {
                text: piece.to_owned(),
                block: index,
                line_start: line_at(offset),
                line_end: line_at(end.saturating_sub(1)),
            });
        }
        begin = end;
    }
    sentences
}

/// Byte offsets at which sentences end.
fn ends(text: &str, phrases: &Phrases) -> Vec<usize> {
    let mut ends = Vec::new();
    let chars: Vec<(usize, char)> = text.char_indices().collect();
    for (index, (offset, c)) in chars.iter().enumerate() {
        if matches!(c, '。' | '！' | '？' | '।') {
            ends.push(offset + c.len_utf8());
            continue;
        }
        if !matches!(c, '.' | '!' | '?') {
            continue;
        }
        // Closing quotes and brackets belong to the sentence.
        let mut next = index + 1;
        while chars.get(next).is_some_and(|(_, c)| matches!(c, '"' | '”' | '’' | '»' | ')' | '\'')) {
            next += 1;
        }
        let Some((gap, space)) = chars.get(next) else { continue };
        let follows = chars[next..].iter().map(|(_, c)| *c).find(|c| !c.is_whitespace());
        let opens_sentence = follows
            .is_some_and(|c| c.is_uppercase() || c.is_numeric() || "“\"‘«¿¡([".contains(c) || !has_case(c));
        if space.is_whitespace()
            && opens_sentence
            && !(*c == '.' && is_abbreviation(&text[..*offset], phrases))
        {
            ends.push(*gap);
        }
    }
    ends.push(text.len());
    ends
}

fn has_case(c: char) -> bool {
    c.is_lowercase() || c.is_uppercase() || !c.is_alphabetic()
}

fn is_abbreviation(before: &str, phrases: &Phrases) -> bool {
    let word = before.rsplit(|c: char| c.is_whitespace() || c == '(').next().unwrap_or_default();
    // "U.S", "J", "e.g": letters with dots between them, or one letter.
    let is_initials = word.split('.').all(|part| part.chars().count() == 1);
    is_initials || phrases.is(&fold(word), PhraseRole::Abbreviation)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Line, Place};
    use proptest::prelude::*;

    fn block(text: &str) -> Block {
        let lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
        let lines = lines.map(|(index, line)| Line::plain(line, Place::line(index as u32 + 1))).collect();
        Block::new(BlockKind::Paragraph, lines)
    }

    fn check(text: &str, expected: &[(&str, u32, u32)]) {
        let found = sentences(&[block(text)], &crate::reference::shared().phrases, |_, _| true);
        let got: Vec<_> = found.iter().map(|s| (s.text.as_str(), s.line_start, s.line_end)).collect();
        assert_eq!(got, expected);
    }

    #[test]
    fn sentences_are_split() {
        check(
            "One here.  Two\nthere! “Three,” he\nsaid. Dr. No of the U.S. Senate spoke.",
            &[
                ("One here.", 1, 1),
                ("Two there!", 1, 2),
                ("“Three,” he said.", 2, 3),
                ("Dr. No of the U.S. Senate spoke.", 3, 3),
            ],
        );
        check("最初。次。", &[("最初。", 1, 1), ("次。", 1, 1)]);
        check("about 1.5 percent", &[("about 1.5 percent", 1, 1)]);
    }

    proptest! {
        #[test]
        fn no_text_panics(text in "\\PC{0,80}") {
            sentences(&[block(&text)], &crate::reference::shared().phrases, |_, _| true);
        }
    }
}
