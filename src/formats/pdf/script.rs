//! Glyphs in visual order to text in logical order.

use super::content::Glyph;
use icu_normalizer::{ComposingNormalizer, ComposingNormalizerBorrowed};
use std::cmp::Ordering;

/// Gap between glyphs, in font sizes, that is a space.
pub const SPACE: f32 = 0.15;
/// The same between ideographs, which are set apart to fill a line.
const WIDE_SPACE: f32 = 0.5;
/// Brackets that change places when a line runs from right to left.
const PAIRS: &[(char, char)] = &[('(', ')'), ('[', ']'), ('{', '}'), ('<', '>'), ('«', '»')];

/// A part of a text that is not divided: a glyph with the marks on it.
#[derive(Debug, Clone)]
pub struct Piece {
    pub text: String,
    pub is_bold: bool,
    pub is_struck: bool,
    class: Class,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Class {
    Left,
    Right,
    Digit,
    Neutral,
}

/// Whether a letter belongs to a script that runs from right to left.
pub fn is_right_to_left(c: char) -> bool {
    matches!(c, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{fefe}' | '\u{10800}'..='\u{10fff}' | '\u{1e800}'..='\u{1efff}')
        && !is_digit(c)
        && !is_mark(c)
}

/// Whether a character is of a script that is written without spaces.
pub fn is_wide(c: char) -> bool {
    matches!(c, '\u{2e80}'..='\u{30ff}' | '\u{3100}'..='\u{312f}' | '\u{31a0}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{ff00}'..='\u{ffef}' | '\u{20000}'..='\u{3ffff}')
}

fn is_digit(c: char) -> bool {
    c.is_ascii_digit() || matches!(c, '\u{660}'..='\u{669}' | '\u{6f0}'..='\u{6f9}')
}

fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{591}'..='\u{5bd}' | '\u{5bf}' | '\u{5c1}'..='\u{5c2}' | '\u{5c4}'..='\u{5c5}' | '\u{610}'..='\u{61a}' | '\u{64b}'..='\u{65f}' | '\u{670}' | '\u{6d6}'..='\u{6dc}' | '\u{20d0}'..='\u{20f0}')
}

fn class_of(text: &str) -> Class {
    match text.chars().find(|c| c.is_alphanumeric()) {
        Some(c) if is_digit(c) => Class::Digit,
        Some(c) if is_right_to_left(c) => Class::Right,
        Some(_) => Class::Left,
        None => Class::Neutral,
    }
}

/// The characters of a glyph as they are written elsewhere: forms of presentation, ligatures and radicals
/// become letters, symbols of bullet fonts become a bullet, and what is invisible goes.
pub fn clean(text: &str) -> String {
    let normalizer: ComposingNormalizerBorrowed<'static> = ComposingNormalizer::new_nfkc();
    let mut cleaned = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\u{fb00}'..='\u{fdff}'
            | '\u{fe70}'..='\u{fefe}'
            | '\u{2e80}'..='\u{2fdf}'
            | '\u{f900}'..='\u{faff}' => {
                cleaned.push_str(&normalizer.normalize(c.encode_utf8(&mut [0; 4])));
            }
            // The bullets, squares, arrows and ticks of symbol fonts.
            '\u{f000}'..='\u{f0ff}' => cleaned.push('•'),
            '\u{ad}' => cleaned.push('-'),
            '\u{200b}'
            | '\u{2060}'
            | '\u{feff}'
            | '\u{200e}'
            | '\u{200f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2066}'..='\u{2069}' => {}
            c if c.is_control() => {}
            c if c.is_whitespace() => cleaned.push(' '),
            c => cleaned.push(c),
        }
    }
    cleaned
}

/// The pieces of a stretch of a line, glyphs from left to right, in the order in which they are read.
/// A line with any letter from right to left runs so on a page that does. `is_struck` tells whether a glyph is struck through.
pub fn pieces(glyphs: &[Glyph], is_page_rtl: bool, is_struck: impl Fn(&Glyph) -> bool) -> Vec<Piece> {
    let mut pieces: Vec<Piece> = Vec::new();
    let mut last: Option<&Glyph> = None;
    // A mark that stands before its letter waits for it.
    let mut waiting = String::new();
    for glyph in glyphs {
        let mut text = clean(&glyph.text);
        if text.is_empty() {
            continue;
        }
        if text.chars().all(is_mark) {
            match (pieces.last_mut(), last) {
                (Some(piece), Some(last)) if glyph.x0 < last.x1 + 0.1 * last.size || !is_rtl_mark(&text) => {
                    piece.text.push_str(&text)
                }
                _ => waiting.push_str(&text),
            }
            continue;
        }
        text.push_str(&std::mem::take(&mut waiting));
        let is_bold = glyph.is_bold;
        let is_struck = is_struck(glyph);
        if let Some(last) = last {
            let both = |test: fn(char) -> bool| {
                text.chars().next().is_some_and(test) && last.text.chars().last().is_some_and(test)
            };
            let wide = both(is_wide);
            let size = last.size.max(glyph.size);
            let is_apart = glyph.x0 - last.x1 > size * if wide { WIDE_SPACE } else { SPACE };
            let has_space = pieces.last().is_some_and(|piece| piece.text == " ");
            if is_apart && !has_space && text != " " {
                let (is_bold, is_struck) = (
                    is_bold && last.is_bold,
                    is_struck && pieces.last().is_some_and(|piece| piece.is_struck),
                );
                pieces.push(Piece { text: " ".to_owned(), is_bold, is_struck, class: Class::Neutral });
            }
        }
        let class = class_of(&text);
        pieces.push(Piece { text, is_bold, is_struck, class });
        last = Some(glyph);
    }
    order(pieces, is_page_rtl)
}

fn is_rtl_mark(text: &str) -> bool {
    text.chars().any(|c| matches!(c, '\u{591}'..='\u{6dc}'))
}

/// Puts pieces from left to right into reading order.
fn order(mut pieces: Vec<Piece>, is_page_rtl: bool) -> Vec<Piece> {
    let count = |class: Class| pieces.iter().filter(|piece| piece.class == class).count();
    let (n_left, n_right) = (count(Class::Left), count(Class::Right));
    if n_right == 0 {
        return pieces;
    }
    let is_rtl = is_page_rtl || n_right >= n_left;
    if is_rtl {
        pieces.reverse();
    }
    // Runs that go against the line are turned back.
    let mut start = 0;
    while start < pieces.len() {
        let end = if is_rtl { left_run(&pieces, start) } else { right_run(&pieces, start) };
        if end > start {
            pieces[start..end].reverse();
            if !is_rtl {
                mirror(&mut pieces[start..end]);
            }
            start = end;
        } else {
            start += 1;
        }
    }
    if is_rtl {
        mirror(&mut pieces);
    }
    pieces
}

/// End of the run of Latin text or digits that begins at `start` in a line from right to left, turned: its
/// pieces still stand from the last to the first.
fn left_run(pieces: &[Piece], start: usize) -> usize {
    let is_run = |class: Class| matches!(class, Class::Left | Class::Digit);
    if pieces.get(start).is_none_or(|piece| !is_run(piece.class)) {
        return start;
    }
    let mut end = start + 1;
    loop {
        let next = pieces[end..].iter().position(|piece| piece.class != Class::Neutral).map(|by| end + by);
        let Some(next) = next.filter(|next| is_run(pieces[*next].class)) else { return end };
        let between = &pieces[end..next];
        let is_number = pieces[end - 1].class == Class::Digit && pieces[next].class == Class::Digit;
        let is_joined = match between {
            [] => true,
            [one] if is_number => matches!(one.text.as_str(), "." | "," | ":" | "/" | "-" | "+"),
            // Words of Latin script hold together; digits beside them only when nothing is between.
            _ => !is_number && pieces[next].class == Class::Left,
        };
        if !is_joined {
            return end;
        }
        end = next + 1;
    }
}

/// End of the run of right-to-left text that begins at `start` in a line from left to right.
fn right_run(pieces: &[Piece], start: usize) -> usize {
    if pieces.get(start).is_none_or(|piece| piece.class != Class::Right) {
        return start;
    }
    let mut end = start + 1;
    while let Some(by) = pieces[end..].iter().position(|piece| piece.class != Class::Neutral) {
        if pieces[end + by].class != Class::Right {
            break;
        }
        end += by + 1;
    }
    end
}

/// Turns brackets round where they stand the wrong way: some fonts tell what is seen, some what is meant.
fn mirror(pieces: &mut [Piece]) {
    let mut balance = 0_i32;
    for piece in pieces.iter() {
        let Some(c) = piece.text.chars().next() else { continue };
        let step = |is_open: bool| if is_open { 1 } else { -1 };
        if let Some((open, _)) = PAIRS.iter().find(|(open, close)| c == *open || c == *close) {
            // The first bracket decides most.
            balance += if balance == 0 { 2 * step(c == *open) } else { step(c == *open) };
            if balance.cmp(&0) == Ordering::Less {
                break;
            }
        }
    }
    if balance >= 0 {
        return;
    }
    for piece in pieces {
        let turned =
            piece.text.chars().map(|c| match PAIRS.iter().find(|(open, close)| c == *open || c == *close) {
                Some((open, close)) => {
                    if c == *open {
                        *close
                    } else {
                        *open
                    }
                }
                None => c,
            });
        piece.text = turned.collect();
    }
}

/// Canonical composition: letters with their marks in one.
pub fn compose(text: &str) -> String {
    let normalizer: ComposingNormalizerBorrowed<'static> = ComposingNormalizer::new_nfc();
    normalizer.normalize(text).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Reads glyphs of one width, given as seen from left to right.
    fn check(seen: &str, read: &str) {
        let glyphs: Vec<Glyph> = (0..).zip(seen.chars()).map(|(at, c)| glyph(at as f32 * 5.0, c)).collect();
        let text: String =
            pieces(&glyphs, seen.contains(" ,"), |_| false).into_iter().map(|piece| piece.text).collect();
        assert_eq!(compose(&text), read);
    }

    fn glyph(x0: f32, c: char) -> Glyph {
        let (text, x1) = (c.to_string(), x0 + 5.0);
        Glyph { text, x0, x1, y: 0.0, size: 10.0, is_bold: false, is_pagination: false }
    }

    #[test]
    fn text_is_read_in_logical_order() {
        check("River Watch", "River Watch");
        // Hebrew letters as seen, with a year, a Latin name and brackets in them.
        check("2019 \u{5d2}\u{5d1}\u{5d0}", "\u{5d0}\u{5d1}\u{5d2} 2019");
        check("River Watch ,\u{5d1}\u{5d0}", "\u{5d0}\u{5d1}, River Watch");
        check("(\u{5d3}\u{5d2}) \u{5d1}\u{5d0}", "\u{5d0}\u{5d1} (\u{5d2}\u{5d3})");
        check(")\u{5d3}\u{5d2}( \u{5d1}\u{5d0}", "\u{5d0}\u{5d1} (\u{5d2}\u{5d3})");
        check("3.5.2023 \u{5d0}", "\u{5d0} 3.5.2023");
        // Forms of presentation of Arabic.
        check("\u{fe8e}\u{fee3}", "\u{645}\u{627}");
        check("of \u{5d1}\u{5d0} Ann Other", "of \u{5d0}\u{5d1} Ann Other");
    }

    #[test]
    fn ligatures_and_marks_are_letters() {
        check("o\u{fb03}ce", "office");
        check("cafe\u{301}", "caf\u{e9}");
        check("\u{f0b7}", "•");
    }
}
