//! The stretches of a page to zones: running text, columns that are read downwards, and grids and tables
//! that are read across.

use super::content::Rule;
use super::flow::Edge;
use super::lines::{MOST_SEGMENTS, Segment};

/// Narrowest gap between columns, in font sizes.
const GUTTER: f32 = 0.1;
/// Gap between columns, in font sizes, up to which a column is taken to be as wide as it can be.
const WIDEST_GUTTER: f32 = 3.0;
/// Distance of base lines, in font sizes, within which stretches of different columns are beside one another.
const BESIDE: f32 = 0.6;
/// Gap, in font sizes, at which what stands on one line is two things.
const FAR: f32 = 2.2;
/// Strips above and below in which columns are looked for.
const NEAR: usize = 8;
/// Distance of lines, in distances of the closest lines, from which groups of lines are apart.
const APART: f32 = 1.25;

/// A part of a page with lines of one kind.
#[derive(Debug)]
pub enum Zone {
    /// Lines one below another. In one of several columns, `edge` is where its lines end at the latest.
    Flow { lines: Vec<Segment>, edge: Option<Edge> },
    /// Blocks beside and below one another, read across: the lines of each, and where they end at the latest.
    Grid(Vec<(Vec<Segment>, f32)>),
    /// Rows of a table; the lines of each cell.
    Table(Vec<Vec<Vec<Segment>>>),
}

/// Divides a page into zones in reading order.
pub fn zones(rows: Vec<Vec<Segment>>, rules: &[Rule]) -> Vec<Zone> {
    if rows.iter().map(Vec::len).sum::<usize>() > MOST_SEGMENTS {
        return vec![Zone::Flow { lines: rows.into_iter().flatten().collect(), edge: None }];
    }
    let strips = strips(rows);
    let mut zones: Vec<Zone> = Vec::new();
    let mut text: Vec<Segment> = Vec::new();
    let mut at = 0;
    let mut strips: Vec<Option<Vec<Segment>>> = strips.into_iter().map(Some).collect();
    split_at_columns(&mut strips);
    while at < strips.len() {
        let band = band(&strips, at, rules).filter(|band| !is_askew(&strips, at, band));
        match band {
            Some(band) => {
                flush(&mut text, &mut zones);
                let taken: Vec<Vec<Segment>> =
                    strips[at..band.end].iter_mut().filter_map(Option::take).collect();
                zones.extend(divide(taken, &band, rules));
                at = band.end;
            }
            None => {
                text.extend(strips[at].take().into_iter().flat_map(join_near));
                at += 1;
            }
        }
    }
    flush(&mut text, &mut zones);
    zones
}

fn flush(text: &mut Vec<Segment>, zones: &mut Vec<Zone>) {
    if !text.is_empty() {
        zones.push(Zone::Flow { lines: std::mem::take(text), edge: None });
    }
}

/// Rows that stand beside one another, columns apart, as one strip.
fn strips(rows: Vec<Vec<Segment>>) -> Vec<Vec<Segment>> {
    let mut strips: Vec<Vec<Segment>> = Vec::new();
    for row in rows {
        match strips.last_mut() {
            Some(strip) if belongs(strip, &row) => strip.extend(row),
            _ => strips.push(row),
        }
    }
    for strip in &mut strips {
        strip.sort_by(|a, b| a.x0.total_cmp(&b.x0));
    }
    strips
}

fn belongs(strip: &[Segment], row: &[Segment]) -> bool {
    let (Some(first), Some(next)) = (strip.first(), row.first()) else { return false };
    let top = strip.iter().map(|segment| segment.y).fold(f32::MAX, f32::min);
    next.y - top < BESIDE * first.size.min(next.size)
        && row.iter().all(|one| strip.iter().all(|other| one.x0 >= other.x1 || one.x1 <= other.x0))
}

/// Columns may stand closer than words are apart in a line that is set wide. Where a stretch runs on into a
/// place where others near by begin, behind a gap, it is divided there.
fn split_at_columns(strips: &mut [Option<Vec<Segment>>]) {
    let starts: Vec<Vec<f32>> = strips
        .iter()
        .flatten()
        .map(|strip| strip.iter().skip(1).map(|segment| segment.x0).collect())
        .collect();
    let gaps: Vec<Vec<f32>> = strips
        .iter()
        .flatten()
        .map(|strip| strip.iter().flat_map(|segment| &segment.gaps).map(|gap| gap.to).collect())
        .collect();
    for (at, strip) in strips.iter_mut().enumerate() {
        let Some(strip) = strip.as_mut().filter(|strip| strip.iter().any(|segment| !segment.gaps.is_empty()))
        else {
            continue;
        };
        let window = at.saturating_sub(NEAR)..(at + NEAR + 1).min(starts.len());
        let most = window.len() / 2;
        let (near, near_gaps) = (&starts[window.clone()], &gaps[window]);
        let mut segment = 0;
        while segment < strip.len() {
            let found = strip[segment].gaps.iter().map(|gap| gap.to).find(|x| {
                let is_there = |start: &&f32| (*start - x).abs() < 1.0;
                let n_starts = near.iter().flatten().filter(is_there).count();
                let n_gaps = near_gaps.iter().flatten().filter(is_there).count();
                n_starts > 1 || (n_starts + n_gaps > 2 && n_starts + n_gaps > most)
            });
            if let Some((left, right)) = found.and_then(|x| strip[segment].split(x)) {
                strip[segment] = left;
                strip.insert(segment + 1, right);
            }
            segment += 1;
        }
    }
}

/// Joins what stands on one line of running text; what is far apart stays apart.
fn join_near(strip: Vec<Segment>) -> Vec<Segment> {
    let mut joined: Vec<Segment> = Vec::new();
    for segment in strip {
        match joined.last_mut() {
            Some(last) if segment.x0 - last.x1 < FAR * segment.size.max(last.size) => last.join(segment),
            _ => joined.push(segment),
        }
    }
    joined
}

/// Columns beside one another, over a run of strips.
struct Band {
    /// Left and right edge of each column.
    columns: Vec<(f32, f32)>,
    /// First strip behind the band.
    end: usize,
}

/// Grows columns from a strip with several stretches downwards, as long as the gaps between them stay open.
fn band(strips: &[Option<Vec<Segment>>], start: usize, rules: &[Rule]) -> Option<Band> {
    let first = strips.get(start)?.as_ref()?;
    if first.len() < 2 {
        return None;
    }
    let mut columns: Vec<(f32, f32)> = first.iter().map(|segment| (segment.x0, segment.x1)).collect();
    // For each gap, the strips with text on both of its sides.
    let mut support: Vec<usize> = vec![1; columns.len() - 1];
    let mut end = start + 1;
    let mut last_full = start + 1;
    let top = first.iter().map(|segment| segment.y - segment.size).fold(f32::MAX, f32::min);
    while let Some(Some(strip)) = strips.get(end) {
        if end > start + 1 && is_heading(strips, end, &columns) {
            break;
        }
        let Some((grown, grown_support)) = grow(&columns, &support, strip) else { break };
        columns = grown;
        support = grown_support;
        if strip.len() > 1 {
            last_full = end + 1;
        }
        end += 1;
    }
    // What follows in one column alone belongs to it as long as it goes on as before.
    let distances = |range: std::ops::Range<usize>| -> Vec<f32> {
        let tops: Vec<f32> = strips[range]
            .iter()
            .flatten()
            .filter_map(|strip| strip.first())
            .map(|segment| segment.y)
            .collect();
        tops.windows(2).map(|pair| pair[1] - pair[0]).collect()
    };
    let usual = distances(start..last_full).into_iter().fold(0.0, f32::max);
    let mut until = last_full;
    let style = |strip: &[Segment]| strip.first().map(|segment| (segment.is_bold, segment.size));
    let typical = strips.get(last_full - 1).and_then(Option::as_deref).and_then(style);
    while until < end {
        let gap = distances(until - 1..until + 1).first().copied().unwrap_or(f32::MAX);
        let same = strips[until].as_deref().and_then(style);
        let is_like = match (typical, same) {
            (Some(a), Some(b)) => (a.1 - b.1).abs() < 0.1 * a.1 && (!b.0 || a.0),
            _ => false,
        };
        if gap > usual * 1.1 || !is_like || usual == 0.0 {
            break;
        }
        until += 1;
    }
    if columns.len() < 2 {
        return None;
    }
    let size = first.iter().map(|segment| segment.size).fold(0.0, f32::max);
    let narrowest = columns.windows(2).map(|pair| pair[1].0 - pair[0].1).fold(f32::MAX, f32::min);
    let bottom = strips[until - 1].iter().flatten().map(|segment| segment.y).fold(top, f32::max);
    let is_ruled = is_ruled(rules, top, bottom, &columns);
    let is_sure = match support.iter().copied().min().unwrap_or(0) {
        0 => false,
        1 => is_ruled,
        2 => is_ruled || narrowest > 1.5 * size,
        _ => true,
    };
    is_sure.then_some(Band { columns, end: until })
}

/// Whether the first strip of a band, set apart from the rest, does not stand on its columns.
fn is_askew(strips: &[Option<Vec<Segment>>], at: usize, band: &Band) -> bool {
    let strip = |at: usize| strips.get(at).and_then(Option::as_deref).unwrap_or_default();
    let top = |at: usize| strip(at).first().map_or(0.0, |segment| segment.y);
    let gaps: Vec<f32> = (at + 1..band.end).map(|at| top(at) - top(at - 1)).collect();
    let Some((first, rest)) = gaps.split_first() else { return false };
    let least = rest.iter().copied().fold(f32::MAX, f32::min);
    let is_off = strip(at).iter().skip(1).any(|segment| {
        let near = |other: &Segment| {
            (other.x0 - segment.x0).abs() < segment.size || (other.x1 - segment.x1).abs() < 2.0
        };
        !(at + 1..band.end).any(|at| strip(at).iter().any(near))
    });
    is_off && *first > 1.4 * least
}

/// A line by itself, bold among lines that are not, above lines in several columns: a heading inside the band.
fn is_heading(strips: &[Option<Vec<Segment>>], at: usize, columns: &[(f32, f32)]) -> bool {
    let strip = |at: usize| strips.get(at).and_then(Option::as_deref).unwrap_or_default();
    let [only] = strip(at) else { return false };
    let is_first = columns.first().is_some_and(|column| only.x0 < column.1);
    let differs = |other: &[Segment]| {
        other.iter().all(|segment| (only.is_bold && !segment.is_bold) || only.size > 1.08 * segment.size)
    };
    let above = strip(at - 1);
    let below = strip(at + 1);
    let gap = only.y - above.iter().map(|segment| segment.y).fold(0.0, f32::max);
    let next = below.first().map_or(0.0, |segment| segment.y - only.y);
    let before =
        at.checked_sub(2).map_or(0.0, |at| strip(at).first().map_or(0.0, |segment| only.y - gap - segment.y));
    let is_apart = before > 0.0 && gap > 1.3 * before && below.len() > 1;
    is_first
        && differs(above)
        && !below.is_empty()
        && (is_apart || (differs(below) && gap > 0.95 * next && (below.len() > 1 || gap > 1.2 * next)))
}

/// The columns with another strip, or `None` when it crosses a gap that several strips show.
fn grow(
    columns: &[(f32, f32)],
    support: &[usize],
    strip: &[Segment],
) -> Option<(Vec<(f32, f32)>, Vec<usize>)> {
    let mut columns = columns.to_vec();
    let mut support = support.to_vec();
    for segment in strip {
        let margin = GUTTER * segment.size;
        let touches = |column: &(f32, f32)| segment.x0 < column.1 + margin && segment.x1 > column.0 - margin;
        let touched: Vec<usize> = (0..columns.len()).filter(|at| touches(&columns[*at])).collect();
        match (touched.first().copied(), touched.last().copied()) {
            (Some(from), Some(to)) => {
                if support[from..to].iter().any(|count| *count > 1) {
                    return None;
                }
                columns[from] = (columns[from].0.min(segment.x0), columns[to].1.max(segment.x1));
                columns.drain(from + 1..=to);
                support.drain(from..to);
            }
            _ => {
                let at = columns.partition_point(|column| column.0 < segment.x0);
                columns.insert(at, (segment.x0, segment.x1));
                support.insert(at.saturating_sub(usize::from(at == columns.len() - 1)).min(support.len()), 0);
            }
        }
    }
    if columns.len() < 2 {
        return None;
    }
    for (at, pair) in columns.windows(2).enumerate() {
        let is_left = strip.iter().any(|segment| segment.x0 >= pair[0].0 && segment.x1 <= pair[0].1);
        let is_right = strip.iter().any(|segment| segment.x0 >= pair[1].0 && segment.x1 <= pair[1].1);
        if is_left
            && is_right
            && let Some(count) = support.get_mut(at)
        {
            *count += 1;
        }
    }
    Some((columns, support))
}

/// Horizontal lines or stripes across several columns, or vertical lines in the gaps.
fn is_ruled(rules: &[Rule], top: f32, bottom: f32, columns: &[(f32, f32)]) -> bool {
    let inside = |rule: &&Rule| rule.y1 >= top - 3.0 && rule.y0 <= bottom + 12.0;
    let mut heights: Vec<f32> = Vec::new();
    for rule in rules.iter().filter(inside) {
        let n_crossed = columns
            .windows(2)
            .filter(|pair| {
                let middle = (pair[0].1 + pair[1].0) / 2.0;
                rule.x0 < middle && rule.x1 > middle
            })
            .count();
        let is_between =
            columns.windows(2).any(|pair| rule.x0 >= pair[0].1 - 2.0 && rule.x1 <= pair[1].0 + 2.0);
        if rule.is_vertical() && is_between && rule.y1 - rule.y0 > 6.0 && !rule.is_horizontal() {
            return true;
        }
        if n_crossed > 0 && rule.y1 - rule.y0 < 60.0 && rule.y0 > top + 2.0 {
            heights.push(rule.y0);
        }
    }
    heights.sort_by(f32::total_cmp);
    heights.dedup_by(|a, b| (*a - *b).abs() < 4.0);
    heights.len() >= 2
}

/// Takes a band apart: into columns, a grid of blocks, or a table.
fn divide(strips: Vec<Vec<Segment>>, band: &Band, rules: &[Rule]) -> Vec<Zone> {
    let columns = &band.columns;
    let column_of =
        |segment: &Segment| columns.iter().rposition(|column| segment.x0 >= column.0 - 0.5).unwrap_or(0);
    // The cells of each strip; what a column has twice on a line is one.
    let cells: Vec<Vec<Option<Segment>>> = strips
        .into_iter()
        .map(|strip| {
            let mut cells: Vec<Option<Segment>> = vec![None; columns.len()];
            for segment in strip {
                let at = column_of(&segment);
                match &mut cells[at] {
                    Some(cell) => cell.join(segment),
                    cell => *cell = Some(segment),
                }
            }
            cells
        })
        .collect();
    let top = cells.iter().flatten().flatten().map(|cell| cell.y - cell.size).fold(f32::MAX, f32::min);
    let bottom = cells.iter().flatten().flatten().map(|cell| cell.y).fold(f32::MIN, f32::max);
    if super::table::is_table(&cells) || is_ruled(rules, top, bottom, columns) {
        return vec![Zone::Table(super::table::rows(cells, rules))];
    }
    // A column ends where the widest ends, counted from its own beginning, or near the next.
    let size = cells.iter().flatten().flatten().map(|segment| segment.size).fold(0.0, f32::max);
    let width = columns.iter().map(|column| column.1 - column.0).fold(0.0, f32::max);
    let pitch = columns.windows(2).map(|pair| pair[1].0 - pair[0].0).fold(f32::MAX, f32::min);
    let width = width.max(pitch - WIDEST_GUTTER * size);
    let groups = groups(&cells);
    let n_lines = |group: &&[Vec<Option<Segment>>]| {
        (0..columns.len()).filter(|at| group.iter().filter(|cells| cells[*at].is_some()).count() > 1).count()
    };
    let n_blocks =
        groups.iter().filter(|group| n_lines(group) > 1 || (n_lines(group) == 1 && group.len() > 1)).count();
    let n_with_several = groups.iter().filter(|group| n_lines(group) > 1).count();
    let has_markers = cells.iter().flatten().flatten().filter(|cell| cell.marker.is_some()).count() > 2;
    let is_grid = !has_markers
        && groups.len() > 1
        && 10 * n_blocks >= 8 * groups.len()
        && 2 * n_with_several >= groups.len()
        || (groups.len() == 1 && cells.len() <= 6 && cells.len() > 1);
    if is_grid {
        let blocks = groups.into_iter().flat_map(|group| {
            let block = |at: usize| group.iter().filter_map(|cells| cells[at].clone()).collect::<Vec<_>>();
            (0..columns.len()).map(|at| (block(at), columns[at].0 + width)).collect::<Vec<_>>()
        });
        return vec![Zone::Grid(blocks.filter(|(block, _)| !block.is_empty()).collect())];
    }
    if super::table::has_values(&cells) {
        return vec![Zone::Table(super::table::rows(cells, rules))];
    }
    let mut flows: Vec<Vec<Segment>> = vec![Vec::new(); columns.len()];
    for row in cells {
        for (at, cell) in row.into_iter().enumerate() {
            flows[at].extend(cell);
        }
    }
    flows
        .into_iter()
        .zip(columns)
        .map(|(mut lines, column)| {
            lines.sort_by(|a, b| a.y.total_cmp(&b.y));
            Zone::Flow { lines, edge: Some(Edge { x: column.0 + width, is_sure: false }) }
        })
        .collect()
}

/// Runs of strips between gaps that go through all columns.
fn groups(cells: &[Vec<Option<Segment>>]) -> Vec<&[Vec<Option<Segment>>]> {
    let y = |row: &[Option<Segment>], pick: fn(f32, f32) -> f32, start: f32| {
        row.iter().flatten().map(|cell| cell.y).fold(start, pick)
    };
    let gaps: Vec<f32> = cells
        .windows(2)
        .map(|pair| y(&pair[1], f32::min, f32::MAX) - y(&pair[0], f32::max, f32::MIN))
        .collect();
    let least = gaps.iter().copied().filter(|gap| *gap > 0.0).fold(f32::MAX, f32::min);
    let mut groups = Vec::new();
    let mut start = 0;
    for (at, gap) in gaps.iter().enumerate() {
        if *gap > APART * least {
            groups.push(&cells[start..=at]);
            start = at + 1;
        }
    }
    groups.push(&cells[start..]);
    groups
}
