//! Glyphs to stretches of lines: what stands on one base line without a wide gap.

use super::content::{Glyph, Rule, Sheet};
use super::script;
use crate::model::{Mark, MarkKind};

/// Distance of base lines, in font sizes, within which glyphs stand on one line.
const SAME_LINE: f32 = 0.15;
/// Gap, in font sizes, that divides a line into stretches.
const WIDE_GAP: f32 = 0.9;
/// Size of a raised mark, in sizes of the text beside it.
const SMALL: f32 = 0.8;
/// Signs and letters that open an item.
const BULLETS: &[char] = &[
    '•', '◦', '▪', '■', '●', '○', '‣', '·', '*', '–', '—', '-', '→', '➢', '✓', '✔', '❖', '◆', '□', '▫', '⁃',
    '∙', '►', '▸',
];

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
}

/// What opens an item of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Marker {
    Bullet,
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
        } else {
            self.append(" ", &next);
        }
        self.x1 = self.x1.max(next.x1);
        self.is_bold &= next.is_bold;
        self.is_pagination &= next.is_pagination;
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

/// What a text that is nothing but a marker opens.
pub fn marker_of(text: &str) -> Option<Marker> {
    let mut chars = text.chars();
    if let (Some(c), None) = (chars.next(), chars.next())
        && (BULLETS.contains(&c) || c == 'o')
    {
        return Some(Marker::Bullet);
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

/// The stretches of the lines of a page, from the top; stretches of one line from left to right.
pub fn read(sheet: &mut Sheet) -> Vec<Vec<Segment>> {
    let glyphs = std::mem::take(&mut sheet.glyphs);
    let strikes = Strikes::new(&sheet.rules);
    let mut rows: Vec<Vec<Vec<Glyph>>> = rows(glyphs).into_iter().map(stretches).collect();
    attach_raised(&mut rows);
    rows.into_iter()
        .map(|row| row.into_iter().filter_map(|glyphs| segment(&glyphs, &strikes)).collect::<Vec<_>>())
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

/// Divides a row at its wide gaps. White space counts as gap; a glyph that is printed twice, to make it
/// bold, counts once.
fn stretches(row: Vec<Glyph>) -> Vec<Vec<Glyph>> {
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
        match parts.last_mut() {
            Some(part)
                if part
                    .last()
                    .is_some_and(|last| glyph.x0 - last.x1 <= WIDE_GAP * glyph.size.max(last.size)) =>
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

fn segment(glyphs: &[Glyph], strikes: &Strikes) -> Option<Segment> {
    let first = glyphs.first()?;
    let pieces = script::pieces(glyphs, |glyph| strikes.cross(glyph));
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
    segment.is_bold = n_bold > 0 && n_bold == segment.text.len();
    let n_chars = segment.text.chars().count().max(1);
    let n_first = segment.text.split(' ').next().map_or(0, |word| word.chars().count());
    segment.first_word = (segment.x1 - segment.x0) * n_first as f32 / n_chars as f32;
    segment.text_x0 = segment.x0;
    (!segment.text.trim().is_empty()).then_some(segment)
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
    for segment in &mut joined {
        if segment.marker.is_none()
            && let Some((marker, at)) = opening(&segment.text)
        {
            let n_chars = segment.text.chars().count().max(1);
            let n_before = segment.text.get(..at).map_or(0, |before| before.chars().count());
            segment.text_x0 = segment.x0 + (segment.x1 - segment.x0) * n_before as f32 / n_chars as f32;
            segment.marker = Some(marker);
            segment.text.drain(..at);
            segment.marks.retain_mut(|mark| {
                mark.range = mark.range.start.saturating_sub(at)..mark.range.end.saturating_sub(at);
                !mark.range.is_empty()
            });
            let n_first = segment.text.split(' ').next().map_or(0, |word| word.chars().count());
            segment.first_word = (segment.x1 - segment.x0) * n_first as f32 / n_chars as f32;
        }
    }
    joined
}
