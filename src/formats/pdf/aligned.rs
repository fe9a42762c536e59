//! Tables without lines: below a bold head, words of every row begin where words of the head do, though the
//! columns stand no farther apart than words. Between such columns lines are drawn that nobody printed.

use super::content::{Glyph, Rule};

/// Gap, in font sizes, that is one between words; between ideographs the same.
const GAP: f32 = 0.12;
/// Gap, in font sizes, that is one between columns.
const APART: f32 = 1.0;
/// The same that no words of a heading have.
const PARTED: f32 = 0.45;
/// Width, in font sizes, of a sign for numbers.
const SIGN: f32 = 0.9;
/// Distance of places that are the same.
const SAME: f32 = 1.0;
/// Distance of base lines, in font sizes, beyond which a table ends, and the same within a head.
const FARTHEST: f32 = 3.2;
const IN_HEAD: f32 = 1.7;
/// Lines of the longest head.
const HEAD: usize = 3;
/// Rows that tell where columns begin.
const TELLING: usize = 3;
/// Rows that a table needs whose columns only its rows tell, and one of two columns.
const FEWEST: usize = 4;
const FEWEST_OF_TWO: usize = 3;
/// Rows behind a table that ends a page: a page number, a foot.
const FOOT: usize = 2;
/// Rows of the longest table on a page that is looked at.
const MOST_ROWS: usize = 200;

/// A word and where it stands, in the direction of reading.
#[derive(Debug, Clone, Copy)]
struct Word {
    x0: f32,
    x1: f32,
    is_number: bool,
}

/// A printed line: its words, and how it is printed.
#[derive(Debug)]
struct Row {
    words: Vec<Word>,
    y: f32,
    size: f32,
    is_bold: bool,
}

/// A table that may go on on the next page.
#[derive(Debug, Default)]
pub struct Open {
    /// Where its columns begin.
    columns: Vec<f32>,
    /// Its head, where no rows of it tell them yet.
    head: Option<Row>,
}

/// Lines between the columns of the tables on a page whose glyphs are in rows. `open` is the table that ended
/// the page before, and then the one that ends this.
pub fn bars(rows: &[Vec<Glyph>], is_rtl: bool, open: &mut Open) -> Vec<Rule> {
    let rows: Vec<Row> = rows.iter().filter_map(|row| read(row, is_rtl)).collect();
    let mut bars = Vec::new();
    let mut draw = |columns: &[f32], table: &std::ops::Range<usize>| {
        let (Some(first), Some(last)) = (rows.get(table.start), rows.get(table.end - 1)) else { return };
        bars.extend(columns.iter().map(|x| {
            let x = if is_rtl { -x } else { *x };
            Rule { x0: x, x1: x, y0: first.y - first.size, y1: last.y + 0.2 * last.size }
        }));
    };
    let mut at = 0;
    let before = std::mem::take(open);
    if let Some((table, columns)) = goes_on(&rows, &before) {
        draw(&columns, &table);
        at = table.end;
        open.columns = columns;
    }
    let mut end_of_last = at;
    while at < rows.len() {
        let head = head(&rows, at);
        let end = end(&rows, head.end);
        let found =
            if head.is_empty() { Vec::new() } else { columns(&rows[head.clone()], &rows[head.end..end]) };
        if found.is_empty() || is_grid(&rows, &found, head.start, head.end..end) {
            at = head.end.max(at + 1);
            continue;
        }
        draw(&found, &(head.start..end));
        open.columns = found;
        at = end;
        end_of_last = end;
    }
    if end_of_last + FOOT < rows.len() {
        open.columns.clear();
    }
    // A head alone at the foot of a page.
    let start = rows.len().saturating_sub(FOOT + 1);
    let is_head = |row: &Row| row.is_bold && row.words.len() > 1;
    if let Some(last) = rows.iter().skip(start.max(end_of_last)).position(is_head) {
        let at = start.max(end_of_last) + last;
        draw(&alone(&rows[at]), &(at..at + 1));
        *open = Open { columns: Vec::new(), head: rows.into_iter().nth(at) };
    }
    bars
}

/// Where columns begin behind the first in a head that stands alone: behind wide gaps, and behind a sign.
fn alone(head: &Row) -> Vec<f32> {
    let is_sign = |word: &Word| word.x1 - word.x0 < SIGN * head.size;
    let pairs = head.words.windows(2).enumerate();
    let found: Vec<f32> = pairs
        .filter(|(at, pair)| pair[1].x0 - pair[0].x1 > APART * head.size || *at == 0 && is_sign(&pair[0]))
        .map(|(_, pair)| pair[1].x0)
        .collect();
    if found.len() > 1 { found } else { Vec::new() }
}

/// Whether right above or below a head of few rows is another that begins at the same places: a grid of blocks.
fn is_grid(rows: &[Row], columns: &[f32], head: usize, body: std::ops::Range<usize>) -> bool {
    let is_other = |row: &Row| row.is_bold && columns.iter().any(|x| is_aligned(row, *x));
    let above = rows.get(head.saturating_sub(FEWEST + 1)..head).unwrap_or_default();
    body.len() <= FEWEST && (rows.get(body.end).is_some_and(is_other) || above.iter().any(is_other))
}

/// The rows at the top of a page that go on with the table of the page before, and its columns.
fn goes_on(rows: &[Row], open: &Open) -> Option<(std::ops::Range<usize>, Vec<f32>)> {
    if let Some(head) = &open.head {
        let start = rows.iter().take(TELLING).position(|row| !row.is_bold && row.words.len() > 1)?;
        let end = end(rows, start);
        let columns = columns(std::slice::from_ref(head), &rows[start..end]);
        return (!columns.is_empty()).then_some((start..end, columns));
    }
    let is_free = |row: &Row| open.columns.iter().all(|x| !crosses(row, *x));
    let is_in_columns = |row: &Row| is_free(row) && open.columns.iter().any(|x| is_aligned(row, *x));
    let start = rows.iter().take(TELLING).position(|row| !row.is_bold && is_in_columns(row))?;
    // The head may be printed again.
    let n_heads = rows[..start].iter().rev().take_while(|row| row.is_bold && is_in_columns(row)).count();
    let last = end(rows, start);
    let n_rows = rows[start..last].iter().take_while(|row| !row.is_bold && is_free(row)).count();
    Some((start - n_heads..start + n_rows, open.columns.clone()))
}

fn crosses(row: &Row, x: f32) -> bool {
    row.words.iter().any(|word| word.x0 < x - SAME && word.x1 > x)
}

fn is_aligned(row: &Row, x: f32) -> bool {
    row.words.iter().any(|word| (word.x0 - x).abs() < SAME)
}

/// The words of a row; from right to left, places are counted downwards from zero.
fn read(glyphs: &[Glyph], is_rtl: bool) -> Option<Row> {
    let mut words: Vec<Word> = Vec::new();
    let mut is_bold = true;
    let mut last: Option<&Glyph> = None;
    let mut has_space = false;
    for glyph in glyphs {
        if glyph.text.chars().all(|c| c.is_whitespace() || c.is_control()) {
            has_space = true;
            continue;
        }
        is_bold &= glyph.is_bold;
        let is_new = last.is_none_or(|last| has_space || glyph.x0 - last.x1 > GAP * glyph.size);
        match words.last_mut() {
            Some(word) if !is_new => {
                word.x1 = word.x1.max(glyph.x1);
                word.is_number &= is_numeric(&glyph.text);
            }
            _ => {
                let is_number = glyph.text.chars().all(char::is_numeric);
                words.push(Word { x0: glyph.x0, x1: glyph.x1, is_number });
            }
        }
        (last, has_space) = (Some(glyph), false);
    }
    let last = last?;
    if is_rtl {
        words.reverse();
        words.iter_mut().for_each(|word| *word = Word { x0: -word.x1, x1: -word.x0, ..*word });
    }
    Some(Row { words, y: last.y, size: last.size, is_bold })
}

/// Digits, or the stop behind them.
fn is_numeric(text: &str) -> bool {
    text.chars().all(|c| c.is_numeric() || matches!(c, '.' | ')'))
}

/// The rows from one on that are the head of a table: bold, of several words, with others below.
fn head(rows: &[Row], start: usize) -> std::ops::Range<usize> {
    let mut end = start;
    while end < rows.len()
        && rows[end].is_bold
        && end - start < HEAD
        && (end == start || is_near(&rows[end - 1], &rows[end], IN_HEAD))
    {
        end += 1;
    }
    let is_head = rows[start..end].iter().any(|row| row.words.len() > 1)
        && rows.get(end).is_some_and(|row| !row.is_bold && is_near(&rows[end - 1], row, FARTHEST));
    if is_head { start..end } else { start..start }
}

fn is_near(above: &Row, below: &Row, most: f32) -> bool {
    below.y - above.y <= most * above.size.max(below.size)
        && (above.size - below.size).abs() < 0.1 * above.size
}

/// Where the rows that may belong to a table end: before the next bold one, or one far below.
fn end(rows: &[Row], start: usize) -> usize {
    let mut end = start;
    while end < rows.len().min(start + MOST_ROWS)
        && !rows[end].is_bold
        && (end == 0 || is_near(&rows[end - 1], &rows[end], FARTHEST))
    {
        end += 1;
    }
    end
}

/// Where columns begin behind the first: no word stands across, and words begin there in most rows.
fn columns(head: &[Row], body: &[Row]) -> Vec<f32> {
    let n_rows = body.len();
    let first = head
        .iter()
        .chain(body)
        .flat_map(|row| row.words.first())
        .map(|word| word.x0)
        .fold(f32::MAX, f32::min);
    let starts = |rows: &[Row]| -> Vec<f32> {
        rows.iter().flat_map(|row| &row.words).map(|word| word.x0).filter(|x| *x > first + SAME).collect()
    };
    let is_crossed = |x: f32| head.iter().chain(body).any(|row| crosses(row, x));
    let n_aligned = |x: f32| body.iter().filter(|row| is_aligned(row, x)).count();
    // Where every row begins with the same word, the next begins at one place, but a space behind it.
    let is_behind_gaps = |x: f32| {
        let gaps = body.iter().filter_map(|row| {
            let at = row.words.iter().position(|word| (word.x0 - x).abs() < SAME)?;
            Some(x - row.words.get(at.checked_sub(1)?)?.x1)
        });
        let (least, most) = gaps.fold((f32::MAX, f32::MIN), |(a, b), gap| (a.min(gap), b.max(gap)));
        most > 2.0 * least && most - least > SAME
    };
    // What stands apart in the head is a column though hardly any row fills it.
    let stands_apart = |x: f32| {
        head.iter().any(|row| {
            let at = row.words.iter().position(|word| (word.x0 - x).abs() < SAME);
            let before = at.and_then(|at| row.words.get(at.checked_sub(1)?));
            before.is_some_and(|before| x - before.x1 > APART * row.size)
        })
    };
    let by_head = starts(head).into_iter().filter(|x| {
        let n = n_aligned(*x);
        4 * n >= n_rows.max(1) || (n > 0 || n_rows < FEWEST) && stands_apart(*x)
    });
    let telling = starts(&body[..n_rows.min(TELLING)]);
    let by_rows = telling
        .into_iter()
        .filter(|x| n_rows >= FEWEST && 5 * n_aligned(*x) >= 3 * n_rows && is_behind_gaps(*x));
    // Heads may stand over the middle of their columns: what every row that reaches so far begins there, behind
    // gaps that are not alike, is one all the same, and so is what stands behind numbers.
    let reach = |x: f32| body.iter().filter(|row| row.words.last().is_some_and(|word| word.x1 > x)).count();
    let behind_numbers = |x: f32| {
        let is_numbered = |row: &&Row| {
            row.words.first().is_some_and(|word| word.is_number)
                && row.words.get(1).is_some_and(|word| (word.x0 - x).abs() < SAME)
        };
        5 * body.iter().filter(is_numbered).count() >= 4 * n_rows
    };
    let is_parted =
        head.iter().any(|row| row.words.windows(2).any(|pair| pair[1].x0 - pair[0].x1 > PARTED * row.size));
    let alike = alike(starts(body), FEWEST_OF_TWO).into_iter().filter(|_| is_parted).filter(|x| {
        let is_full = || n_rows >= FEWEST || n_aligned(*x) == n_rows;
        5 * n_aligned(*x) >= 4 * reach(*x) && is_behind_gaps(*x) && is_full() || behind_numbers(*x)
    });
    let mut found: Vec<f32> = by_head.chain(by_rows).chain(alike).filter(|x| !is_crossed(*x)).collect();
    found.sort_by(f32::total_cmp);
    found.dedup_by(|a, b| (*a - *b).abs() < 2.0 * SAME);
    let is_sure = found.len() > 1 || n_rows >= FEWEST_OF_TWO;
    if is_sure { found } else { Vec::new() }
}

/// Places at which several of those given are.
fn alike(mut places: Vec<f32>, least: usize) -> Vec<f32> {
    places.sort_by(f32::total_cmp);
    let runs = places.chunk_by(|a, b| b - a < SAME / 2.0);
    runs.filter(|run| run.len() >= least).map(|run| run[run.len() / 2]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A row of words, each where it begins; a letter is 5 wide.
    fn row(y: f32, is_bold: bool, words: &[(f32, &str)]) -> Vec<Glyph> {
        let glyph = |x0: f32, text: &str| Glyph {
            text: text.to_owned(),
            x0,
            x1: x0 + 5.0 * text.chars().count() as f32,
            y,
            size: 10.0,
            is_bold,
            is_pagination: false,
        };
        words.iter().map(|(x0, text)| glyph(*x0, text)).collect()
    }

    fn places(rows: &[Vec<Glyph>], open: &mut Open) -> Vec<f32> {
        bars(rows, false, open).iter().map(|bar| bar.x0).collect()
    }

    #[test]
    fn columns_as_close_as_words() {
        let head = row(10.0, true, &[(0.0, "Name"), (63.0, "Country")]);
        let rows = [
            row(26.0, false, &[(0.0, "River"), (28.0, "Watch"), (63.0, "Kenya")]),
            row(42.0, false, &[(0.0, "Lake"), (23.0, "Fund"), (63.0, "Peru")]),
            row(58.0, false, &[(0.0, "Pond"), (25.0, "Trustee"), (63.0, "Chile")]),
        ];
        let table: Vec<Vec<Glyph>> = std::iter::once(head.clone()).chain(rows.iter().cloned()).collect();
        let mut open = Open::default();
        assert_eq!(places(&table, &mut open), [63.0]);
        // The table goes on on the next page, with its head and without.
        assert_eq!(places(&rows[..1], &mut open), [63.0]);
        assert_eq!(places(&rows, &mut Open::default()), [] as [f32; 0]);
        // A head over the middle of its columns tells less than what stands below it.
        let head = row(10.0, true, &[(5.0, "Name"), (75.0, "State")]);
        let more = row(74.0, false, &[(0.0, "Seas"), (63.0, "Cuba")]);
        let centred: Vec<Vec<Glyph>> =
            std::iter::once(head).chain(rows.iter().cloned()).chain([more]).collect();
        assert_eq!(places(&centred, &mut Open::default()), [63.0]);
        // So do numbers.
        let numbers = |y: f32, n: &str| row(y, false, &[(0.0, n), (8.0, "River"), (40.0, "Watch")]);
        let counted = [
            row(10.0, true, &[(0.0, "#"), (30.0, "Group")]),
            numbers(26.0, "1"),
            numbers(42.0, "2"),
            numbers(58.0, "3"),
        ];
        assert_eq!(places(&counted, &mut Open::default()), [8.0]);
        // A bold line above text is no head.
        let text = [
            row(10.0, true, &[(0.0, "Open"), (23.0, "Letter")]),
            row(26.0, false, &[(0.0, "Rivers"), (33.0, "matter")]),
            row(42.0, false, &[(0.0, "to"), (13.0, "everybody"), (61.0, "here")]),
            row(58.0, false, &[(0.0, "and"), (18.0, "there")]),
        ];
        assert_eq!(places(&text, &mut Open::default()), [] as [f32; 0]);
    }
}
