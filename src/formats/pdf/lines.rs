//! Glyphs to stretches of lines: what stands on one base line without a wide gap.

use super::aligned;
use super::content::{Glyph, Rule, Sheet};
use super::script;
use crate::model::{Mark, MarkKind};

/// Distance of base lines, in font sizes, within which glyphs stand on one line.
const SAME_LINE: f32 = 0.15;
/// Gap, in font sizes, that divides a line into stretches.
const WIDE_GAP: f32 = 0.9;
/// The same where an ideographic space stands in it, which parts the names of a person.
const WIDE_GAP_OF_SPACE: f32 = 1.5;
/// Gap, in font sizes, that is wider than a space.
const GAP: f32 = 0.45;
/// The same between ideographs.
const WIDE: f32 = 0.18;
/// Size of a raised mark, in sizes of the text beside it.
const SMALL: f32 = 0.8;
/// Stretches of a page beyond which it is not laid out, only read.
pub const MOST_SEGMENTS: usize = 2_000;
/// Signs and letters that open an item.
const BULLETS: &[char] = &[
    '•', '◦', '▪', '■', '●', '○', '‣', '·', '*', '–', '—', '-', '→', '➢', '✓', '✔', '❖', '◆', '□', '▫', '⁃',
    '∙', '►', '▸',
];

/// Bullets that also stand inside a line.
const DASHES: &[char] = &['-', '–', '—'];

/// A stretch of a line.
#[derive(Debug, Clone, Default)]
pub struct Segment {
    pub text: String,
    pub marks: Vec<Mark>,
    /// Edges, in the direction of reading: on a page from right to left they are counted from the right.
    pub x0: f32,
    pub x1: f32,
    /// Base line, from the top.
    pub y: f32,
    pub size: f32,
    /// Printed bold from beginning to end.
    pub is_bold: bool,
    /// Marked in the document as running head or foot.
    pub is_pagination: bool,
    /// Width of the first word.
    pub first_word: f32,
    /// Where the text behind a bullet or number begins.
    pub text_x0: f32,
    /// The bullet or number that opens the line.
    pub marker: Option<Marker>,
    /// Gaps wider than a space.
    pub gaps: Vec<Gap>,
}

/// A gap between words.
#[derive(Debug, Clone, Copy)]
pub struct Gap {
    pub from: f32,
    pub to: f32,
    /// Byte of the text at which the next word begins.
    pub at: usize,
}

/// What opens an item of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Marker {
    Bullet,
    /// A dash, which may also stand inside a line that is wrapped before it.
    Dash(char),
    Number(u64),
    /// A letter with a bracket or full stop.
    Letter,
}

impl Segment {
    /// Adds what follows on the same line.
    pub fn join(&mut self, next: Segment) {
        if let (Some(marker), true) = (marker_of(&self.text), self.marker.is_none()) {
            self.marker = Some(marker);
            self.text_x0 = next.x0;
            // The width up to the end of the first word decides whether it would have fitted above.
            self.first_word = next.first_word;
            self.text = next.text;
            self.marks = next.marks;
            self.gaps = next.gaps;
        } else {
            self.gaps.clear();
            self.append(" ", &next);
        }
        self.x1 = self.x1.max(next.x1);
        self.is_bold &= next.is_bold;
        self.is_pagination &= next.is_pagination;
    }

    /// Puts back a dash that was taken for a bullet.
    pub fn restore_dash(&mut self) {
        let Some(Marker::Dash(dash)) = self.marker else { return };
        let lead = format!("{dash} ");
        self.text.insert_str(0, &lead);
        for mark in &mut self.marks {
            mark.range = mark.range.start + lead.len()..mark.range.end + lead.len();
        }
        self.marker = None;
        self.text_x0 = self.x0;
    }

    /// Divides a stretch where a word begins at `x`, behind a gap wider than a space.
    pub fn split(&self, x: f32) -> Option<(Segment, Segment)> {
        let Gap { from, to, at } =
            self.gaps.iter().copied().find(|gap| (gap.to - x).abs() < 0.15 * self.size)?;
        let (head, tail) = self.text.split_at_checked(at)?;
        let (mut left, mut right) = (self.clone(), self.clone());
        left.text = head.trim_end().to_owned();
        left.x1 = from;
        right.text = tail.to_owned();
        (right.x0, right.text_x0, right.marker) = (to, to, None);
        left.marks.retain_mut(|mark| {
            mark.range.end = mark.range.end.min(left.text.len());
            !mark.range.is_empty()
        });
        right.marks.retain_mut(|mark| {
            mark.range = mark.range.start.saturating_sub(at)..mark.range.end.saturating_sub(at);
            !mark.range.is_empty()
        });
        left.gaps.retain(|gap| gap.at < at);
        right.gaps =
            self.gaps.iter().filter(|gap| gap.at > at).map(|gap| Gap { at: gap.at - at, ..*gap }).collect();
        open(&mut right);
        right.first_word = first_word(&right);
        let is_whole = !left.text.is_empty() && !right.text.is_empty();
        is_whole.then_some((left, right))
    }

    /// Adds the text of another segment behind a joint.
    pub fn append(&mut self, joint: &str, next: &Segment) {
        self.text.push_str(joint);
        let offset = self.text.len();
        self.text.push_str(&next.text);
        let moved = next
            .marks
            .iter()
            .cloned()
            .map(|mark| Mark { range: mark.range.start + offset..mark.range.end + offset, ..mark });
        self.marks.extend(moved);
    }
}

/// Width of the first word, by its share of the characters.
fn first_word(segment: &Segment) -> f32 {
    let n_chars = segment.text.chars().count().max(1);
    let n_first = segment.text.split(' ').next().map_or(0, |word| word.chars().count());
    (segment.x1 - segment.x0) * n_first as f32 / n_chars as f32
}

/// What a text that is nothing but a marker opens.
pub fn marker_of(text: &str) -> Option<Marker> {
    let mut chars = text.chars();
    if let (Some(c), None) = (chars.next(), chars.next())
        && (BULLETS.contains(&c) || c == 'o')
    {
        return Some(if DASHES.contains(&c) { Marker::Dash(c) } else { Marker::Bullet });
    }
    let inner = text.strip_prefix('(').unwrap_or(text);
    let body = inner.strip_suffix(['.', ')', '．', '、'])?;
    match body.parse::<u64>() {
        Ok(number) if body.len() <= 4 => Some(Marker::Number(number)),
        _ if body.len() == 1 && body.starts_with(|c: char| c.is_ascii_alphabetic()) => Some(Marker::Letter),
        _ => None,
    }
}

/// Splits off a marker that opens a text: its kind, and the byte at which the rest begins.
pub fn opening(text: &str) -> Option<(Marker, usize)> {
    let first = text.split(' ').next()?;
    let rest = text.get(first.len()..)?.trim_start();
    if rest.is_empty() {
        return None;
    }
    let marker = marker_of(first)?;
    // "10. March 2021" is a date, "A. Other" a name.
    let is_date = matches!(marker, Marker::Number(_)) && {
        let words: Vec<&str> = rest.split_whitespace().collect();
        let year = words.last().is_some_and(|last| {
            last.trim_end_matches('.').len() == 4 && last.bytes().take(4).all(|byte| byte.is_ascii_digit())
        });
        (2..=4).contains(&words.len()) && year && rest.starts_with(char::is_alphabetic)
    };
    let is_name = marker == Marker::Letter && first.ends_with('.');
    (!is_date && !is_name && first != "o").then_some((marker, text.len() - rest.len()))
}

/// The stretches of the lines of a page, from the top; stretches of one line from left to right. For `open`
/// see [`aligned::bars`].
pub fn read(sheet: &mut Sheet, open: &mut aligned::Open) -> Vec<Vec<Segment>> {
    let glyphs = std::mem::take(&mut sheet.glyphs);
    let strikes = Strikes::new(&sheet.rules);
    let letters = || glyphs.iter().flat_map(|glyph| glyph.text.chars()).filter(|c| c.is_alphabetic());
    let is_rtl = 2 * letters().filter(|c| script::is_right_to_left(*c)).count() > letters().count();
    let rows = rows(glyphs);
    let drawn = aligned::bars(&rows, is_rtl, open);
    sheet.rules.extend(&drawn);
    let bars: Vec<Rule> = sheet.rules.iter().copied().filter(Rule::is_vertical).collect();
    let mut rows: Vec<Vec<Vec<Glyph>>> = rows.into_iter().map(|row| stretches(row, &bars)).collect();
    if rows.iter().map(Vec::len).sum::<usize>() <= MOST_SEGMENTS {
        attach_raised(&mut rows);
    }
    rows.into_iter()
        .map(|row| {
            let read = |glyphs: Vec<Glyph>| {
                let mut segment = segment(&glyphs, &strikes, is_rtl)?;
                // What such a table holds is divided enough.
                if drawn.iter().any(|bar| bar.y0 < segment.y && segment.y < bar.y1) {
                    segment.gaps.clear();
                }
                Some(segment)
            };
            row.into_iter().filter_map(read).collect::<Vec<_>>()
        })
        .filter(|row| !row.is_empty())
        .map(join_markers)
        .collect()
}

/// Glyphs by their base lines.
fn rows(mut glyphs: Vec<Glyph>) -> Vec<Vec<Glyph>> {
    glyphs.sort_by(|a, b| a.y.total_cmp(&b.y));
    let mut rows: Vec<Vec<Glyph>> = Vec::new();
    let mut top = (f32::MIN, 0.0_f32);
    for glyph in glyphs {
        match rows.last_mut() {
            Some(row) if glyph.y - top.0 <= SAME_LINE * glyph.size.min(top.1) => row.push(glyph),
            _ => {
                top = (glyph.y, glyph.size);
                rows.push(vec![glyph]);
            }
        }
    }
    for row in &mut rows {
        row.sort_by(|a, b| a.x0.total_cmp(&b.x0));
    }
    rows
}

/// The places at which vertical lines cross a row, from left to right.
fn crossing(row: &[Glyph], bars: &[Rule]) -> Vec<f32> {
    let Some(first) = row.first() else { return Vec::new() };
    let middle = first.y - 0.3 * first.size;
    let crossed = bars.iter().filter(|bar| bar.y0 < middle && bar.y1 > middle);
    let mut places: Vec<f32> = crossed.map(|bar| (bar.x0 + bar.x1) / 2.0).collect();
    places.sort_by(f32::total_cmp);
    places
}

/// Divides a row at its wide gaps and at lines between cells. White space counts as gap; a glyph that is printed twice, to make it
/// bold, counts once.
fn stretches(row: Vec<Glyph>, bars: &[Rule]) -> Vec<Vec<Glyph>> {
    let mut bars = crossing(&row, bars).into_iter().peekable();
    let mut parts: Vec<Vec<Glyph>> = Vec::new();
    // White space waits for what follows it.
    let mut space: Option<Glyph> = None;
    for glyph in row {
        if glyph.text.chars().all(|c| c.is_whitespace() || c.is_control()) {
            space = Some(glyph);
            continue;
        }
        let last = parts.last_mut().and_then(|part| part.last_mut());
        if let Some(last) = last
            && last.text == glyph.text
            && (glyph.x0 - last.x0).abs() < 0.15 * glyph.size
            && glyph.x1 - glyph.x0 > 0.2 * glyph.size
        {
            last.is_bold |= glyph.x0 != last.x0;
            continue;
        }
        let mut is_barred = false;
        while bars.next_if(|bar| *bar < (glyph.x0 + glyph.x1) / 2.0).is_some() {
            is_barred = true;
        }
        let is_ideographic = space.as_ref().is_some_and(|space| space.text == "\u{3000}");
        let widest = if is_ideographic { WIDE_GAP_OF_SPACE } else { WIDE_GAP };
        match parts.last_mut() {
            Some(part)
                if !is_barred
                    && part
                        .last()
                        .is_some_and(|last| glyph.x0 - last.x1 <= widest * glyph.size.max(last.size)) =>
            {
                if let Some(mut space) = space.take()
                    && let Some(last) = part.last()
                    && space.x0 > last.x0
                {
                    // Its own width is of no account: the gap shows it.
                    space.x0 = space.x0.max(last.x1).min(glyph.x0.max(last.x1));
                    space.x1 = glyph.x0.max(space.x0);
                    space.text = " ".to_owned();
                    part.push(space);
                }
                part.push(glyph);
            }
            _ => parts.push(vec![glyph]),
        }
        space = None;
    }
    parts
}

fn size_of(glyphs: &[Glyph]) -> f32 {
    // The size of most glyphs; sizes are few.
    let mut sizes: Vec<f32> = glyphs.iter().map(|glyph| glyph.size).collect();
    sizes.sort_by(f32::total_cmp);
    sizes.get(sizes.len() / 2).copied().unwrap_or(0.0)
}

/// Puts small raised or lowered marks back into the line they belong to. Digits and signs that are raised
/// behind a word refer to notes and are left out.
fn attach_raised(rows: &mut [Vec<Vec<Glyph>>]) {
    for at in 0..rows.len() {
        for part in (0..rows[at].len()).rev() {
            let Some(first) = rows[at][part].first() else { continue };
            let (n_glyphs, x0, y, size) = (rows[at][part].len(), first.x0, first.y, size_of(&rows[at][part]));
            if n_glyphs > 6 {
                continue;
            }
            let is_base = |glyphs: &Vec<Glyph>| {
                let base = size_of(glyphs);
                let line = glyphs.first().map_or(0.0, |glyph| glyph.y);
                let is_beside = glyphs.first().is_some_and(|first| first.x0 - 2.0 * base <= x0)
                    && glyphs.last().is_some_and(|last| x0 <= last.x1 + 0.6 * base);
                size < SMALL * base && y > line - 0.8 * base && y < line + 0.35 * base && is_beside
            };
            let near = (at.saturating_sub(3)..rows.len().min(at + 4)).filter(|row| *row != at);
            let found = near
                .flat_map(|row| (0..rows[row].len()).map(move |part| (row, part)))
                .find(|(row, part)| is_base(&rows[*row][*part]));
            let Some((row, base)) = found else { continue };
            let moved = rows[at].remove(part);
            let line = rows[row][base].first().map_or(0.0, |glyph| glyph.y);
            let is_behind = rows[row][base].first().is_some_and(|first| first.x0 < x0);
            let is_mark = moved.iter().all(|glyph| glyph.text.chars().all(|c| !c.is_alphabetic()));
            if is_mark && is_behind && y < line {
                continue;
            }
            rows[row][base].extend(moved);
            rows[row][base].sort_by(|a, b| a.x0.total_cmp(&b.x0));
        }
    }
}

/// Lines that strike text through, by their height.
struct Strikes(Vec<Rule>);

impl Strikes {
    fn new(rules: &[Rule]) -> Self {
        let mut rules: Vec<Rule> = rules.iter().copied().filter(Rule::is_horizontal).collect();
        rules.sort_by(|a, b| a.y0.total_cmp(&b.y0));
        Self(rules)
    }

    /// Whether a line runs through the middle of a glyph.
    fn cross(&self, glyph: &Glyph) -> bool {
        let (top, bottom) = (glyph.y - 0.5 * glyph.size, glyph.y - 0.12 * glyph.size);
        let start = self.0.partition_point(|rule| rule.y0 < top);
        let middle = (glyph.x0 + glyph.x1) / 2.0;
        self.0[start..]
            .iter()
            .take_while(|rule| rule.y0 <= bottom)
            .any(|rule| rule.y1 <= bottom + 1.0 && rule.x0 <= middle && rule.x1 >= middle)
    }
}

fn segment(glyphs: &[Glyph], strikes: &Strikes, is_rtl: bool) -> Option<Segment> {
    let first = glyphs.first()?;
    let pieces = script::pieces(glyphs, is_rtl, |glyph| strikes.cross(glyph));
    let mut segment = Segment {
        x0: first.x0,
        x1: glyphs.iter().map(|glyph| glyph.x1).fold(f32::MIN, f32::max),
        y: first.y,
        size: size_of(glyphs),
        is_pagination: glyphs.iter().all(|glyph| glyph.is_pagination),
        ..Segment::default()
    };
    let push = |kind: MarkKind, start: usize, end: usize, marks: &mut Vec<Mark>| match marks
        .iter_mut()
        .rev()
        .find(|mark| mark.kind == kind)
    {
        Some(mark) if mark.range.end == start => mark.range.end = end,
        _ => marks.push(Mark { kind, range: start..end }),
    };
    // Composition works on stretches alike, so that the marks stay on their characters.
    let mut n_bold = 0;
    for run in pieces.chunk_by(|a, b| (a.is_bold, a.is_struck) == (b.is_bold, b.is_struck)) {
        let start = segment.text.len();
        let text: String = run.iter().map(|piece| piece.text.as_str()).collect();
        segment.text.push_str(&script::compose(&text));
        let end = segment.text.len();
        let Some(piece) = run.first() else { continue };
        if piece.is_bold {
            n_bold += end - start;
            push(MarkKind::Strong, start, end, &mut segment.marks);
        }
        if piece.is_struck && !text.trim().is_empty() {
            push(MarkKind::Struck, start, end, &mut segment.marks);
        }
    }
    if !segment.text.chars().any(script::is_right_to_left) {
        segment.gaps = gaps(glyphs, &segment.text);
    }
    segment.is_bold = n_bold > 0 && n_bold == segment.text.len();
    segment.first_word = first_word(&segment);
    segment.text_x0 = segment.x0;
    // A line to sign on is no text.
    let is_blank = segment.text.chars().all(|c| c.is_whitespace() || matches!(c, '_' | '…' | '.'));
    (!is_blank).then_some(segment)
}

/// The gaps wider than a space, with the byte of the text at which the next word begins.
fn gaps(glyphs: &[Glyph], text: &str) -> Vec<Gap> {
    let mut gaps = Vec::new();
    let mut chars = text.char_indices().filter(|(_, c)| !c.is_whitespace());
    let mut last: Option<&Glyph> = None;
    for glyph in glyphs.iter().filter(|glyph| glyph.text != " ") {
        let cleaned = script::clean(&glyph.text);
        let mut first = None;
        for c in cleaned.chars().filter(|c| !c.is_whitespace()) {
            match chars.next() {
                Some((at, seen)) if seen == c => first = first.or(Some((at, c))),
                // Letters and marks were composed; places are no longer sure.
                _ => return gaps,
            }
        }
        if let (Some(last), Some((at, c))) = (last, first) {
            let is_wide = script::is_wide(c) && last.text.ends_with(script::is_wide);
            let least = if is_wide { WIDE } else { GAP };
            if glyph.x0 - last.x1 > least * glyph.size {
                gaps.push(Gap { from: last.x1, to: glyph.x0, at });
            }
        }
        last = Some(glyph);
    }
    gaps
}

/// Joins bullets and numbers with what follows them.
pub fn join_markers(row: Vec<Segment>) -> Vec<Segment> {
    let mut joined: Vec<Segment> = Vec::new();
    for segment in row {
        match joined.last_mut() {
            Some(last)
                if last.marker.is_none()
                    && marker_of(&last.text).is_some()
                    && segment.x0 - last.x1 < 5.0 * segment.size =>
            {
                last.size = segment.size;
                last.is_bold = segment.is_bold;
                last.join(segment);
            }
            _ => joined.push(segment),
        }
    }
    joined.iter_mut().for_each(open);
    joined
}

/// Takes the bullet or number off a text that begins with one.
fn open(segment: &mut Segment) {
    if segment.marker.is_some() {
        return;
    }
    let Some((marker, at)) = opening(&segment.text) else { return };
    let n_chars = segment.text.chars().count().max(1);
    let n_before = segment.text.get(..at).map_or(0, |before| before.chars().count());
    segment.text_x0 = segment.x0 + (segment.x1 - segment.x0) * n_before as f32 / n_chars as f32;
    segment.marker = Some(marker);
    segment.text.drain(..at);
    segment.gaps.retain(|gap| gap.at > at);
    segment.gaps.iter_mut().for_each(|gap| gap.at -= at);
    segment.marks.retain_mut(|mark| {
        mark.range = mark.range.start.saturating_sub(at)..mark.range.end.saturating_sub(at);
        !mark.range.is_empty()
    });
    let n_first = segment.text.split(' ').next().map_or(0, |word| word.chars().count());
    segment.first_word = (segment.x1 - segment.x0) * n_first as f32 / n_chars as f32;
}
