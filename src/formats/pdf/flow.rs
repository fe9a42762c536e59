//! Lines of a column to blocks: wrapped lines are joined, paragraphs, items and headings told apart.

use super::lines::{Marker, Segment};
use super::script;
use crate::model::{Block, BlockKind, Line, Mark, MarkKind, Place, Region};
use rustc_hash::FxHashSet;

/// Distance of lines, in distances of the closest lines near by, above which a paragraph ends.
const PARAGRAPH: f32 = 1.3;
/// The same above which an entry ends, where closer lines are near by.
const ENTRY: f32 = 1.06;
/// The same from which entries are set apart.
const PARTED: f32 = 1.15;
/// Distance of lines in font sizes beyond which they do not belong together.
const FARTHEST: f32 = 3.0;
/// Lines before and behind that tell what the closest distance is.
const WINDOW: usize = 6;
/// Distance from the edge of a column, in font sizes, within which a line is full, and how many of these are
/// enough to tell the edge.
const FULL: f32 = 2.5;
const FEWEST_FULL: usize = 4;
/// Share of the width of a column from which a first word has room on hardly any line.
const LONG_WORD: f32 = 0.4;
/// Letters of the longest small word behind which something must follow.
const SMALL_WORD: usize = 3;
/// Indent in font sizes.
const INDENT: f32 = 0.4;
/// Size of a heading, in sizes of the body.
const LARGE: f32 = 1.12;
/// Headings in a row.
const MOST_HEADINGS: usize = 2;
/// Characters of the longest heading.
const LONGEST_HEADING: usize = 240;

/// A printed line with its number and page.
#[derive(Debug, Clone)]
pub struct Printed {
    pub segment: Segment,
    pub line: u32,
    pub page: u32,
}

/// What holds for the whole document.
#[derive(Debug, Default)]
pub struct Body {
    /// Font size of most of the text.
    pub size: f32,
    /// Words in small letters.
    pub words: FxHashSet<String>,
    /// What ends several lines behind a comma or in brackets: a line that ends so may end an entry.
    pub tails: FxHashSet<String>,
    /// Lines that end in a hyphen.
    pub n_hyphens: usize,
}

impl Entry {
    fn new(line: Printed, opens: bool) -> Self {
        let whole = line.segment.clone();
        Self { whole, first: line.clone(), last: line, n_lines: 1, opens, hang: None, is_full: false }
    }
}

/// Where the lines of a column end at the latest.
#[derive(Debug, Clone, Copy)]
pub struct Edge {
    pub x: f32,
    /// Whether several lines of prose end there.
    pub is_sure: bool,
}

/// A logical line: what was wrapped is joined again.
struct Entry {
    first: Printed,
    /// The text so far, in one.
    whole: Segment,
    /// The last of its lines.
    last: Printed,
    n_lines: usize,
    /// Whether it opens a block.
    opens: bool,
    /// Indent of its continuation, once it has one.
    hang: Option<f32>,
    /// Whether the next line stands as close as its own and begins with a word that had no room.
    is_full: bool,
}

/// Reads a column.
pub fn blocks(mut lines: Vec<Printed>, edge: Edge, body: &Body, out: &mut Vec<Block>) {
    // A few dashes are no list.
    let is_dashed = |line: &Printed| matches!(line.segment.marker, Some(Marker::Dash(_)));
    let n_dashed = lines.iter().filter(|line| is_dashed(line)).count();
    if n_dashed < 2 || 5 * n_dashed < lines.len() {
        lines.iter_mut().for_each(|line| line.segment.restore_dash());
    }
    let tight = tightness(&lines);
    let parted = parted(&lines, &tight);
    let column = Column::new(&lines, edge);
    let mut entries: Vec<Entry> = Vec::new();
    for (at, line) in lines.into_iter().enumerate() {
        let gap = entries.last().map(|last| gap(&last.last, &line));
        let ratio = gap.map(|gap| gap / tight.get(at).copied().unwrap_or(gap).max(0.1));
        if let (Some(last), Some(ratio)) = (entries.last_mut(), ratio)
            && column.goes_on(last, &line, ratio, parted.get(at).copied().unwrap_or(false), body)
        {
            attach(last, line, body);
            continue;
        }
        if let (Some(last), Some(ratio)) = (entries.last_mut(), ratio) {
            last.is_full = !edge.is_sure && ratio <= ENTRY && column.may_go_on(last, &line);
        }
        let opens = match (entries.last(), ratio) {
            (Some(last), Some(ratio)) => {
                ratio > PARAGRAPH
                    || line.segment.marker.is_some()
                    || last.first.segment.marker.is_some()
                    || !is_alike(&last.last.segment, &line.segment)
            }
            _ => true,
        };
        entries.push(Entry::new(line, opens));
    }
    finish(entries, body, out);
}

/// What a line ends with behind its last comma, or in brackets; empty where there is neither.
pub fn tail(text: &str) -> &str {
    let at = match text.ends_with([')', '）']) {
        true => text.rfind(['(', '（']),
        false => {
            let ends = [", ", " – ", " — ", " - "].map(|joint| text.rfind(joint).map(|at| at + joint.len()));
            ends.into_iter().max().flatten()
        }
    };
    at.and_then(|at| text.get(at..)).unwrap_or_default()
}

/// A block of a grid: lines that are wrapped are joined, the others stay.
pub fn stanza(lines: Vec<Printed>, edge: f32, body: &Body) -> Option<Block> {
    let mut entries: Vec<Entry> = Vec::new();
    for line in lines {
        // The first line is a name, and the next something else.
        let is_second = entries.len() == 1 && !opens_small(&line.segment.text);
        match entries.last_mut() {
            Some(last)
                if !is_second
                    && is_alike(&last.last.segment, &line.segment)
                    && line.segment.first_word < LONG_WORD * (edge - line.segment.x0)
                    && wraps(&last.last.segment, &line.segment, edge) =>
            {
                attach(last, line, body);
            }
            _ => entries.push(Entry::new(line, false)),
        }
    }
    let lines: Vec<Line> = entries.into_iter().map(self::line).collect();
    (!lines.is_empty()).then(|| Block::new(BlockKind::Paragraph, lines))
}

/// Whether a text is one word in small letters.
fn is_small_word(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| c.is_lowercase() || c == '-')
}

/// Distance of two lines in font sizes; across pages and columns it is as close as can be.
fn gap(above: &Printed, below: &Printed) -> f32 {
    match below.segment.y - above.segment.y {
        by if above.page == below.page && by > 0.0 => by / below.segment.size.max(1.0),
        _ => 0.0,
    }
}

/// For each line, the closest distance of lines of its size near by.
fn tightness(lines: &[Printed]) -> Vec<f32> {
    let gaps: Vec<f32> =
        (0..lines.len()).map(|at| if at == 0 { 0.0 } else { gap(&lines[at - 1], &lines[at]) }).collect();
    (0..lines.len())
        .map(|at| {
            let near = at.saturating_sub(WINDOW)..(at + WINDOW + 1).min(lines.len());
            near.filter(|other| {
                (0.6..FARTHEST).contains(&gaps[*other])
                    && (lines[*other].segment.size - lines[at].segment.size).abs() < 0.5
            })
            .map(|other| gaps[other])
            .fold(FARTHEST, f32::min)
        })
        .collect()
}

/// For each line, whether entries near by are set apart by their distance.
fn parted(lines: &[Printed], tight: &[f32]) -> Vec<bool> {
    let is_apart: Vec<bool> = (0..lines.len())
        .map(|at| at > 0 && (PARTED * tight[at]..FARTHEST).contains(&gap(&lines[at - 1], &lines[at])))
        .collect();
    (0..lines.len())
        .map(|at| {
            let near = at.saturating_sub(WINDOW)..(at + WINDOW + 1).min(lines.len());
            is_apart[near].iter().filter(|is_apart| **is_apart).count() > 1
        })
        .collect()
}

fn indent(above: &Segment, below: &Segment) -> f32 {
    (below.x0 - above.x0) / below.size.max(1.0)
}

fn is_alike(a: &Segment, b: &Segment) -> bool {
    (a.size - b.size).abs() < 0.08 * a.size && a.is_bold == b.is_bold
}

/// Whether the first word of a line would not have fitted on the line above.
pub fn wraps(above: &Segment, below: &Segment, edge: f32) -> bool {
    let first_word = match below.text.chars().next() {
        Some(c) if script::is_wide(c) => below.size * 0.6,
        _ => below.first_word,
    };
    above.x1 + 0.2 * above.size + first_word > edge - 0.3 * above.size
}

/// How the lines of a column are printed.
struct Column {
    edge: f32,
    is_sure: bool,
    /// First words of lines that open an entry without doubt; none where prose tells the edge.
    openers: FxHashSet<String>,
    left: f32,
    /// Indent of the lines that go on with an entry, in a list printed so.
    hang: Option<f32>,
    /// Whether commas end the lines as a matter of course.
    ends_in_commas: bool,
}

impl Column {
    fn new(lines: &[Printed], edge: Edge) -> Self {
        let size = |line: &Printed| line.segment.size.max(1.0);
        let n_full = lines.iter().filter(|line| edge.x - line.segment.x1 < FULL * size(line)).count();
        let left = lines.iter().map(|line| line.segment.x0).fold(f32::MAX, f32::min);
        // Indents of lines below full ones, in tenths of the font size.
        let mut indents: Vec<i32> = Vec::new();
        for pair in lines.windows(2) {
            let (above, below) = (&pair[0].segment, &pair[1].segment);
            let by = indent(above, below);
            if above.marker.is_none()
                && below.marker.is_none()
                && (INDENT..6.0).contains(&by)
                && wraps(above, below, edge.x)
            {
                indents.push((by * 10.0).round() as i32);
            }
        }
        indents.sort_unstable();
        let runs = indents.chunk_by(|a, b| b - a <= 1);
        let most = runs.max_by_key(|run| run.len()).filter(|run| run.len() >= 2);
        let n_ragged = lines.iter().filter(|line| edge.x - line.segment.x1 > 4.0 * size(line)).count();
        let hang = most.filter(|_| 4 * n_ragged > lines.len()).map(|run| run[run.len() / 2] as f32 / 10.0);
        let n_commas = lines.iter().filter(|line| line.segment.text.ends_with(',')).count();
        let ends_in_commas = 2 * n_commas > lines.len();
        let mut openers = FxHashSet::default();
        for (at, line) in lines.iter().enumerate() {
            if !edge.is_sure && (at == 0 || !wraps(&lines[at - 1].segment, &line.segment, edge.x)) {
                openers.extend(line.segment.text.split(' ').next().map(str::to_owned));
            }
        }
        Self {
            openers,
            edge: edge.x,
            is_sure: edge.is_sure || n_full >= FEWEST_FULL,
            left,
            hang,
            ends_in_commas,
        }
    }

    /// Whether a line that was set apart from the entry above it might go on with it all the same.
    fn may_go_on(&self, entry: &Entry, line: &Printed) -> bool {
        let (above, below) = (&entry.last.segment, &line.segment);
        entry.first.segment.marker.is_none()
            && below.marker.is_none()
            && is_alike(above, below)
            && line.page == entry.last.page
            && below.y > above.y
            && self.hang.is_none()
            && wraps(above, below, self.edge)
    }

    /// Whether a line goes on with the entry above it.
    fn goes_on(&self, entry: &Entry, line: &Printed, ratio: f32, is_parted: bool, body: &Body) -> bool {
        let (above, below) = (&entry.last.segment, &line.segment);
        if below.marker.is_some() || !is_alike(above, below) || ratio > PARAGRAPH {
            return false;
        }
        let first = &entry.first.segment;
        let from_first = (below.x0 - first.x0) / below.size.max(1.0);
        let from_text = (below.x0 - first.text_x0) / below.size.max(1.0);
        let is_new_column = line.page != entry.last.page || below.y < above.y;
        // Centred lines have no indent to tell by.
        let is_centred =
            ((above.x0 + above.x1) - (below.x0 + below.x1)).abs() < 2.0 && (above.x0 - below.x0).abs() > 2.0;
        let wraps = wraps(above, below, self.edge);
        let is_loose = ratio > ENTRY;
        if first.marker.is_some() {
            // The text of an item stands under its text, or under its marker.
            return match () {
                () if is_new_column => false,
                () if from_text.abs() < 0.7 => !is_loose || wraps,
                () if from_first > INDENT => wraps,
                () => wraps && !is_loose,
            };
        }
        if is_new_column {
            return wraps && (opens_small(&below.text) || (self.is_sure && ends_open(&above.text)));
        }
        if is_centred {
            return wraps && self.is_sure;
        }
        let ends_small =
            above.text.rsplit(' ').next().is_some_and(|last| last.starts_with(char::is_lowercase));
        let opens_anew =
            below.text.split(' ').next().is_some_and(|first| self.openers.contains(first)) && !ends_small;
        // "Ann Other, farmer": what follows large is another.
        let is_told = below.text.starts_with(char::is_uppercase) && is_small_word(tail(&above.text));
        let is_complete = is_told
            || ((body.tails.contains(tail(&above.text)) && !ends_small) || opens_anew)
                && !opens_small(&below.text);
        let nearly = wraps || above.x1 + below.first_word > self.left + 0.75 * (self.edge - self.left);
        match (entry.hang, self.hang) {
            // A continuation goes on at its own indent only.
            (Some(hang), _) if (from_first - hang).abs() > 0.3 => false,
            (_, Some(hang)) if (from_first - hang).abs() < 0.3 => nearly,
            (_, Some(_)) if from_first.abs() < 0.3 && entry.n_lines == 1 && !is_loose => {
                wraps && opens_small(&below.text)
            }
            _ if from_first > INDENT => wraps && from_first < 6.0,
            _ if from_first < -INDENT && entry.n_lines > 1 => false,
            _ => {
                wraps
                    && (!is_loose && (is_parted || (self.openers.is_empty() && !is_complete))
                        || opens_small(&below.text)
                        || ends_open(&above.text)
                        || !is_loose
                            && (above.text.ends_with(',') && !self.ends_in_commas
                                || ends_in_small_word(&above.text)))
            }
        }
    }
}

/// A text that begins in the middle of something.
fn opens_small(text: &str) -> bool {
    text.starts_with(|c: char| c.is_lowercase() || matches!(c, '(' | '&' | '/' | '–' | '—' | '-' | ',' | ')'))
}

/// A text whose last word is short and small: "Institute of".
fn ends_in_small_word(text: &str) -> bool {
    let last = text.rsplit(' ').next().unwrap_or_default();
    last.len() < text.len()
        && last.chars().all(char::is_lowercase)
        && (1..=SMALL_WORD).contains(&last.chars().count())
}

/// A text that ends in the middle of something.
fn ends_open(text: &str) -> bool {
    let is_unclosed = text.matches('(').count() > text.matches(')').count();
    is_unclosed || text.ends_with(['-', '&', '–', '/'])
}

fn attach(entry: &mut Entry, line: Printed, body: &Body) {
    let joint = joint(&mut entry.whole, &line.segment, body);
    entry.whole.append(joint, &line.segment);
    entry.hang = Some((line.segment.x0 - entry.first.segment.x0) / line.segment.size.max(1.0));
    entry.n_lines += 1;
    entry.last = line;
}

/// What stands between a line and its continuation. A hyphen goes where it only divided a word.
fn joint(above: &mut Segment, below: &Segment, body: &Body) -> &'static str {
    let (Some(last), Some(next)) = (above.text.chars().last(), below.text.chars().next()) else { return " " };
    if script::is_wide(last) && script::is_wide(next) {
        return "";
    }
    if !matches!(last, '-' | '\u{2010}') {
        return if matches!(last, '/') { "" } else { " " };
    }
    let head: String = above
        .text
        .trim_end_matches(['-', '\u{2010}'])
        .chars()
        .rev()
        .take_while(|c| c.is_alphabetic())
        .collect::<Vec<_>>()
        .into_iter()
        .rev()
        .collect();
    let tail: String = below.text.chars().take_while(|c| c.is_alphabetic()).collect();
    if head.is_empty() {
        return " ";
    }
    let (head, tail) = (head.to_lowercase(), tail.to_lowercase());
    let is_divided = next.is_lowercase()
        && (body.words.contains(&format!("{head}{tail}"))
            || (!body.words.contains(&format!("{head}-{tail}"))
                && body.n_hyphens > 2
                && head.chars().count() > 1));
    if is_divided {
        above.text.pop();
        let end = above.text.len();
        for mark in &mut above.marks {
            mark.range.end = mark.range.end.min(end);
        }
        above.marks.retain(|mark| !mark.range.is_empty());
    }
    ""
}

fn finish(entries: Vec<Entry>, body: &Body, out: &mut Vec<Block>) {
    let n_entries = entries.len();
    let opens: Vec<bool> = (0..=n_entries).map(|at| at == n_entries || entries[at].opens).collect();
    let mut depths: Vec<f32> = Vec::new();
    // A block of few lines that are all bold is headings.
    let mut alone = vec![false; n_entries];
    let mut start = 0;
    for end in (1..=n_entries).filter(|at| opens[*at]) {
        let is_bold =
            entries[start..end].iter().all(|entry| entry.whole.is_bold && entry.whole.marker.is_none());
        alone[start..end].fill(end - start == 1 || (is_bold && end - start <= MOST_HEADINGS));
        start = end;
    }
    for (at, entry) in entries.into_iter().enumerate() {
        let segment = &entry.whole;
        let is_alone = alone[at];
        let kind = match segment.marker {
            Some(marker) => {
                BlockKind::Item { depth: depth(&mut depths, &entry.first.segment), number: number(marker) }
            }
            None => {
                depths.clear();
                match heading(segment, is_alone, entry.n_lines, body) {
                    Some(level) => BlockKind::Heading(level),
                    None => BlockKind::Paragraph,
                }
            }
        };
        let opens = opens[at];
        let line = line(entry);
        match out.last_mut() {
            Some(block) if !opens && block.kind == BlockKind::Paragraph && kind == BlockKind::Paragraph => {
                block.lines.push(line)
            }
            _ => out.push(Block { kind, region: Region::Body, lines: vec![line] }),
        }
    }
}

fn number(marker: Marker) -> Option<u64> {
    match marker {
        Marker::Number(number) => Some(number),
        _ => None,
    }
}

/// Nesting of an item, by the indents of the items before it.
fn depth(depths: &mut Vec<f32>, segment: &Segment) -> u8 {
    let margin = 0.8 * segment.size;
    depths.retain(|x0| *x0 < segment.x0 + margin);
    if depths.last().is_none_or(|x0| *x0 < segment.x0 - margin) {
        depths.push(segment.x0);
    }
    u8::try_from(depths.len().saturating_sub(1)).unwrap_or(u8::MAX)
}

/// Level of a heading: large, or bold and alone.
fn heading(segment: &Segment, is_alone: bool, n_lines: usize, body: &Body) -> Option<u8> {
    if n_lines > 3 || segment.text.chars().count() > LONGEST_HEADING || !is_alone {
        return None;
    }
    match segment.size / body.size.max(1.0) {
        size if size > 1.5 => Some(1),
        size if size > LARGE => Some(2),
        size if segment.is_bold && size > 0.75 && !segment.text.ends_with([',', ';']) => Some(3),
        _ => None,
    }
}

fn line(entry: Entry) -> Line {
    let mut segment = entry.whole;
    segment.marks.sort_by_key(|mark| (mark.range.start, mark.range.end));
    let place =
        Place { line_start: entry.first.line, line_end: entry.last.line, column: 1, part: entry.first.page };
    let mut line = trimmed(segment, place);
    if entry.is_full {
        line.marks.push(Mark { kind: MarkKind::Full, range: 0..line.text.len() });
    }
    line
}

/// A line of a segment without outer white space.
pub fn trimmed(segment: Segment, place: Place) -> Line {
    let n_lead = segment.text.len() - segment.text.trim_start().len();
    let text = segment.text.trim().to_owned();
    let mut marks = segment.marks;
    for mark in &mut marks {
        let clamp = |at: usize| at.saturating_sub(n_lead).min(text.len());
        mark.range = clamp(mark.range.start)..clamp(mark.range.end);
    }
    marks.retain(|mark| !mark.range.is_empty());
    Line { text, place, cells: Vec::new(), marks }
}
