//! A paragraph of names with semicolons, commas or bullets between them.

use super::looks::{self, CLEAR, Look};
use super::run::{Run, is_unspaced, sample};
use super::{Entry, Reading};
use crate::normalize;
use crate::reference::Reference;
use crate::reference::words::WordRole;
use crate::text::fold;
use std::ops::Range;

/// Entries that a paragraph needs to be read so.
const FEWEST: usize = 3;
/// Lines beyond which a run whose lines are not broken by length is no paragraph between commas.
const MOST_LINES: usize = 3;
/// Parts from which a paragraph may mix persons and organizations, though commas part them.
const MANY: usize = 6;
/// Scores of [`normalize::kind::judge`] that are persons and organizations side by side.
const MIXED: i32 = 4;
/// Letters of the longest article.
const LONGEST_ARTICLE: usize = 3;
/// What a reading costs that splits.
const SPLIT: f64 = 0.02;

/// What may stand between names, the surest first.
const SEPARATORS: &[&[&str]] = &[
    &[";", "；", "؛"],
    &["•", "●", "▪", " · ", "∙", "・"],
    &["|"],
    &[" / "],
    &[" – ", " — "],
    &[",", "，", "、", "،"],
];
/// Which of them is the row of commas.
const COMMAS: usize = 5;

/// Splits paragraphs at what stands between the names, and at the last "and". The parts must be names: a
/// country or a role among them says that the separator stands inside entries.
pub fn read(run: &Run, reference: &Reference) -> Option<Reading> {
    if run.len() == 0 || run.has_cells(0) || run.is_item(0) && run.len() > 1 {
        return None;
    }
    let mut best: Option<Reading> = None;
    for (kind, separators) in SEPARATORS.iter().enumerate() {
        let has = |at: usize| separators.iter().any(|separator| run.text(at).contains(separator));
        let n_with = (0..run.len()).filter(|at| has(*at)).count();
        if 3 * n_with < run.len() {
            continue;
        }
        let reading = split_run(run, kind, separators, reference);
        if let Some(reading) = reading
            && best.as_ref().is_none_or(|best| reading.score > best.score)
        {
            best = Some(reading);
        }
    }
    best
}

fn split_run(run: &Run, kind: usize, separators: &[&str], reference: &Reference) -> Option<Reading> {
    let is_comma = kind == COMMAS;
    let mut entries = Vec::new();
    let mut is_sum = true;
    for block in run.blocks() {
        let is_broken = is_broken_by_length(run, &block, separators);
        if !is_broken && is_comma && block.len() > MOST_LINES {
            return None;
        }
        // Lines of their own run on only where all of them do.
        let runs_on = |at: usize| separators.iter().any(|separator| run.text(at).contains(separator));
        if !is_broken && is_comma && block.len() > 1 && !block.clone().all(runs_on) {
            return None;
        }
        is_sum &= is_broken || block.len() == 1;
        let paragraphs: Vec<Range<usize>> =
            if is_broken { vec![block] } else { block.map(|at| at..at + 1).collect() };
        for lines in paragraphs {
            let paragraph = Paragraph::new(run, lines);
            let parts = split(&paragraph.text, separators, reference);
            let parts = if run.is_labelled && !is_comma {
                split_groups(&paragraph.text, parts, reference)
            } else {
                parts
            };
            // Among paragraphs with semicolons, one of plain names with commas runs on, too.
            let by_commas = || split(&paragraph.text, SEPARATORS[COMMAS], reference);
            let is_plain = |parts: &Vec<Range<usize>>| {
                parts.len() >= FEWEST
                    && parts.iter().all(|part| is_clear(&paragraph.text[part.clone()], reference))
            };
            let parts = if is_comma {
                split_last(&paragraph.text, parts, reference)
            } else if let [_] = parts.as_slice() {
                Some(split_last(&paragraph.text, by_commas(), reference)).filter(is_plain).unwrap_or(parts)
            } else {
                parts
            };
            entries.extend(parts.into_iter().map(|part| paragraph.entry(run, part)));
        }
    }
    // Two are enough where semicolons or brackets leave no doubt.
    let is_told = kind == 0 || entries.iter().all(|entry: &Entry| entry.text.ends_with([')', '）']));
    if entries.len() < if is_told { 2 } else { FEWEST } || entries.len() <= run.blocks().len() && !is_sum {
        return None;
    }
    let score = score(&entries, kind, is_sum, reference);
    Some(Reading { layout: "run_in", entries, score, ..Reading::default() })
}

/// Whether the lines of a block are broken by their length, or at separators, so that they are one paragraph.
fn is_broken_by_length(run: &Run, block: &Range<usize>, separators: &[&str]) -> bool {
    let mut breaks = block.clone().skip(1);
    let n_breaks = block.len().saturating_sub(1);
    let ends =
        |at: usize| separators.iter().any(|separator| run.text(at - 1).ends_with(separator.trim_end()));
    if n_breaks > 0 && block.clone().skip(1).all(ends) {
        return true;
    }
    let longest = block.clone().map(|at| run.text(at).chars().count()).max().unwrap_or(0);
    // The longest line of a paragraph tells how long lines get; a word may be hyphenated no further.
    n_breaks > 0
        && longest >= super::run::SHORTEST_FULL
        && breaks.all(|at| {
            let word = run.text(at).split_whitespace().next().map_or(0, |word| word.chars().count());
            run.text(at - 1).chars().count() + 1 + word + 2 > longest
        })
}

/// The lines of a paragraph as one text, with where each begins.
struct Paragraph {
    text: String,
    starts: Vec<(usize, usize)>,
}

impl Paragraph {
    fn new(run: &Run, lines: Range<usize>) -> Self {
        let mut text = String::new();
        let mut starts = Vec::new();
        for at in lines {
            let line = run.text(at);
            let is_solid = is_unspaced(text.chars().last()) && is_unspaced(line.chars().next());
            if !text.is_empty() && !is_solid {
                text.push(' ');
            }
            starts.push((text.len(), at));
            text.push_str(line);
        }
        Self { text, starts }
    }

    /// The entry of a part, on the lines where it stands.
    fn entry(&self, run: &Run, part: Range<usize>) -> Entry {
        let first = self.starts.partition_point(|(start, _)| *start <= part.start).saturating_sub(1);
        let last = self.starts.partition_point(|(start, _)| *start < part.end).saturating_sub(1);
        let lines: Vec<usize> =
            self.starts.get(first..=last.max(first)).unwrap_or_default().iter().map(|(_, at)| *at).collect();
        let place_of =
            |at: Option<&usize>| at.and_then(|at| run.section.lines.get(*at)).map(|line| line.line.place);
        let text = self.text.get(part).unwrap_or_default();
        let place = place_of(lines.first()).zip(place_of(lines.last())).map(|(first, last)| first.to(last));
        Entry {
            text: text.to_owned(),
            printed: text.to_owned(),
            place,
            lines,
            is_split: true,
            ..Entry::default()
        }
    }
}

/// The parts between separators outside brackets, without the "and" before the last. A legal form behind a
/// separator belongs to what stands before it.
fn split(text: &str, separators: &[&str], reference: &Reference) -> Vec<Range<usize>> {
    let mut parts: Vec<Range<usize>> = Vec::new();
    let mut depth = 0_usize;
    let mut start = 0;
    let mut at = 0;
    let mut push = |range: Range<usize>| {
        if are_others(text.get(range.clone()).unwrap_or_default(), reference) {
            return;
        }
        let range = trimmed(text, range, reference);
        if range.is_empty() {
            return;
        }
        match parts.last_mut() {
            Some(last)
                if is_legal_form(&text[range.clone()], reference)
                    || has_acronym_of(&text[range.clone()], &text[last.clone()]) =>
            {
                last.end = range.end;
            }
            _ => parts.push(range),
        }
    };
    while let Some(c) = text[at..].chars().next() {
        match c {
            '(' | '[' | '（' => depth += 1,
            ')' | ']' | '）' => depth = depth.saturating_sub(1),
            _ => {}
        }
        let found = (depth == 0)
            .then(|| separators.iter().find(|separator| text[at..].starts_with(**separator)))
            .flatten();
        match found {
            Some(separator) => {
                push(start..at);
                at += separator.len();
                start = at;
            }
            None => at += c.len_utf8(),
        }
    }
    push(start..text.len());
    // A bracket that never closes hides the rest of the paragraph: then brackets count for nothing.
    if depth > 0 && text.len() > 200 {
        let plain = text.replace(['(', '['], " ").replace(['（'], "   ");
        if plain.len() == text.len() {
            return split(&plain, separators, reference);
        }
    }
    parts
}

/// "et al. (123 more)", "and 12 others": those who are not named.
fn are_others(part: &str, reference: &Reference) -> bool {
    let before = part.split(['(', '（']).next().unwrap_or_default();
    [part, before].iter().any(|text| reference.phrases.are_others(&fold(text)))
}

/// A part without white space, full stop behind a long word, and "and" before it.
fn trimmed(text: &str, range: Range<usize>, reference: &Reference) -> Range<usize> {
    let Some(part) = text.get(range.clone()) else { return range.start..range.start };
    let mut body = part.trim();
    let first = body.split_whitespace().next().unwrap_or_default();
    if first.len() < body.len()
        && reference.joiners.is(&fold(first))
        && !first.starts_with(char::is_uppercase)
    {
        body = body[first.len()..].trim_start();
    }
    // "and the Lake Fund", "et l’Union"
    let articles = [body.split_inclusive(' ').next(), body.split_inclusive(['’', '\'']).next()];
    for article in articles.into_iter().flatten().filter(|article| article.len() < body.len()) {
        let word = fold(article.trim_end_matches([' ', '’', '\'']));
        let is_article = article.starts_with(char::is_lowercase)
            && word.len() <= LONGEST_ARTICLE
            && reference.words.role(&word) == Some(WordRole::Connector);
        if is_article && body[article.len()..].starts_with(char::is_uppercase) {
            body = &body[article.len()..];
            break;
        }
    }
    // "および里山連絡会": no space tells where the word ends.
    if is_unspaced(body.chars().next())
        && let Some(joiner) = reference.joiners.at_start(body)
    {
        body = body[joiner..].trim_start();
    }
    let start = body.as_ptr() as usize - text.as_ptr() as usize;
    start..start + body.len()
}

/// Splits parts at commas as well, where a country before them all leaves nothing but organizations.
fn split_groups(text: &str, parts: Vec<Range<usize>>, reference: &Reference) -> Vec<Range<usize>> {
    let is_group = |name: &str| {
        looks::look(name, reference) == Look::Name
            && normalize::kind::judge(name, "", reference).score >= CLEAR
    };
    let mut all = Vec::with_capacity(parts.len());
    for part in parts {
        let inner = split(&text[part.clone()], SEPARATORS[COMMAS], reference);
        let moved = |range: &Range<usize>| part.start + range.start..part.start + range.end;
        if inner.len() > 1 && inner.iter().all(|range| is_group(&text[moved(range)])) {
            all.extend(inner.iter().map(moved));
        } else {
            all.push(part);
        }
    }
    all
}

/// Whether the acronym that ends a part is that of the part before it and this one together: "Union for
/// Rivers", "Lakes and Seas (URLS)".
fn has_acronym_of(part: &str, before: &str) -> bool {
    let Some((name, acronym)) = part.strip_suffix(')').and_then(|inner| inner.rsplit_once('(')) else {
        return false;
    };
    let first = |text: &str| text.chars().find(|c| c.is_alphabetic()).and_then(|c| c.to_lowercase().next());
    let is_acronym =
        !acronym.contains(char::is_whitespace) && acronym.chars().filter(|c| c.is_alphabetic()).count() > 2;
    is_acronym && !before.ends_with(')') && first(acronym) != first(name) && first(acronym) == first(before)
}

/// "Inc.", "e.V. (RW)".
fn is_legal_form(part: &str, reference: &Reference) -> bool {
    let bare = part.split(['(', '（']).next().unwrap_or_default();
    let folded = fold(bare);
    let tokens: Vec<&str> = folded.split(' ').filter(|token| !token.is_empty()).collect();
    !tokens.is_empty()
        && tokens.len() <= 4
        && (reference.words.legal_form_at_end(&tokens) == tokens.len()
            || tokens.iter().all(|token| reference.words.role(token) == Some(WordRole::LegalForm)))
}

/// Splits the last part at its "and" where both sides are names beyond doubt, so that "Centre for Democracy
/// and Technology" stays whole.
fn split_last(text: &str, mut parts: Vec<Range<usize>>, reference: &Reference) -> Vec<Range<usize>> {
    let Some(last) = parts.last().cloned() else { return parts };
    let Some((before, after)) = at_joiner(&text[last.clone()], reference) else { return parts };
    parts.pop();
    parts.push(last.start..last.start + before);
    parts.push(last.start + after..last.end);
    parts
}

/// In a text of two names beyond doubt: where the name before a joining word ends, and where the name behind it begins.
pub(super) fn at_joiner(text: &str, reference: &Reference) -> Option<(usize, usize)> {
    let mut found = text.match_indices(' ').filter_map(|(at, _)| {
        let behind = &text[at + 1..];
        let word = behind.split(' ').next()?;
        let is_joiner = word.len() < behind.len() && reference.joiners.joins(word) || word == "&";
        let after = at + 1 + word.len() + 1;
        let names = (text.get(..at)?.trim(), text.get(after..)?.trim());
        (is_joiner && is_clear(names.0, reference) && is_clear(names.1, reference)).then_some((at, after))
    });
    found.next()
}

/// The share of entries that can be signatures. Commas stand inside entries so often that all parts must
/// be names, and few parts of one kind.
fn score(entries: &[Entry], kind: usize, is_sum: bool, reference: &Reference) -> f64 {
    let sample: Vec<&Entry> = sample(entries.len()).filter_map(|at| entries.get(at)).collect();
    let quality = |entry: &&Entry| {
        let text = entry.text.trim_end_matches('.');
        let is_inner = kind == COMMAS && text.contains([';', '；']);
        match looks::look(text, reference) {
            _ if is_inner || text.split_whitespace().count() > 40 => 0.0,
            Look::Name => looks::alone(text, Look::Name),
            Look::Tail if kind == 0 => 0.5,
            // "the River Sisters"
            Look::Tail if opens_with_article(text, reference) => 1.0,
            _ => 0.0,
        }
    };
    let share = sample.iter().map(quality).sum::<f64>() / sample.len().max(1) as f64;
    if kind == 0 {
        return share - SPLIT;
    }
    let share = if share < 1.0 { 0.8 * share } else { share };
    if entries.len() < MANY || !is_sum {
        let kinds = || sample.iter().map(|entry| looks::kind_score(&entry.text, reference));
        if kinds().any(|score| score <= -MIXED) && kinds().any(|score| score >= MIXED) {
            return 0.7 * share - SPLIT;
        }
    }
    share - SPLIT
}

/// Whether a small article stands before a name that begins large.
fn opens_with_article(text: &str, reference: &Reference) -> bool {
    let Some((article, name)) = text.split_once(' ') else { return false };
    article.starts_with(char::is_lowercase)
        && article.len() <= LONGEST_ARTICLE
        && reference.words.role(&fold(article)) == Some(WordRole::Connector)
        && name.starts_with(char::is_uppercase)
}

/// Whether a text is a name beyond doubt.
fn is_clear(text: &str, reference: &Reference) -> bool {
    text.contains(' ') && normalize::kind::judge(text, "", reference).score.abs() >= CLEAR
}

#[cfg(test)]
mod tests {
    use super::super::run::tests::run;
    use super::*;

    fn check(lines: &str, expected: Option<&[&str]>) {
        let lines: Vec<(&str, usize, bool)> = lines.split('\n').map(|line| (line, 0, false)).collect();
        let run = run(&lines);
        let reference = crate::reference::shared();
        let other = super::super::lines::read(&run, reference).score;
        let reading = read(&run, reference).filter(|reading| reading.score > other);
        let texts =
            reading.map(|reading| reading.entries.into_iter().map(|entry| entry.text).collect::<Vec<_>>());
        assert_eq!(
            texts,
            expected.map(|texts| texts.iter().map(|text| (*text).to_owned()).collect()),
            "{lines:?}"
        );
    }

    #[test]
    fn paragraphs_of_either_kind() {
        let lines = [
            ("Maria Garcia, John Smith, Peter Müller and Anna Rossi", 0, false),
            ("River Watch Foundation; Union of Fishers", 1, false),
        ];
        let reading = read(&run(&lines), crate::reference::shared()).unwrap();
        let texts: Vec<&str> = reading.entries.iter().map(|entry| entry.text.as_str()).collect();
        let persons = ["Maria Garcia", "John Smith", "Peter Müller", "Anna Rossi"];
        assert_eq!(texts, [&persons[..], &["River Watch Foundation", "Union of Fishers"]].concat());
    }

    #[test]
    fn paragraphs_of_names() {
        check(
            "River Watch, Lake Foundation and Union of Fishers",
            Some(&["River Watch", "Lake Foundation", "Union of Fishers"]),
        );
        check(
            "A Fund; B Fund; Health and Justice Initiative",
            Some(&["A Fund", "B Fund", "Health and Justice Initiative"]),
        );
        check(
            "River Watch, Lake Foundation, Centre for Democracy and Technology",
            Some(&["River Watch", "Lake Foundation", "Centre for Democracy and Technology"]),
        );
        check(
            "River Watch, Lake Foundation, and Sea Union, Inc.",
            Some(&["River Watch", "Lake Foundation", "Sea Union, Inc."]),
        );
        check("Ann Other, Professor, Upland University, Kenya", None);
        check("River Watch, Kenya", None);
        check("River Watch, Kenya; Lake Fund, Peru", Some(&["River Watch, Kenya", "Lake Fund, Peru"]));
        check(
            "River Watch (Kenya), Lake Fund (Peru, Chile), Sea Union (Norway)",
            Some(&["River Watch (Kenya)", "Lake Fund (Peru, Chile)", "Sea Union (Norway)"]),
        );
        check(
            "River Watch • Lake Fund • Sea Union • Pond Trust",
            Some(&["River Watch", "Lake Fund", "Sea Union", "Pond Trust"]),
        );
        check(
            "Maria Garcia, Writer; John Smith, Director, Union of\nFishers; Peter Müller, Bishop; Anna Rossi, Lawyer,\nUpland University; Juan Perez.",
            Some(&[
                "Maria Garcia, Writer",
                "John Smith, Director, Union of Fishers",
                "Peter Müller, Bishop",
                "Anna Rossi, Lawyer, Upland University",
                "Juan Perez.",
            ]),
        );
        check(
            "Centro de Ríos, Fundación Lago y Unión del Mar",
            Some(&["Centro de Ríos", "Fundación Lago", "Unión del Mar"]),
        );
        check(
            "Maria Garcia, John Smith, the River Sisters, Peter Müller, Juan Perez, Anna Rossi, et al. (123 more)",
            Some(&[
                "Maria Garcia",
                "John Smith",
                "River Sisters",
                "Peter Müller",
                "Juan Perez",
                "Anna Rossi",
            ]),
        );
        check("강지킴이, 호수연구소, 바다시민연대", Some(&["강지킴이", "호수연구소", "바다시민연대"]));
        check(
            "Maria Garcia, River Watch\nJohn Smith, Lake Fund\nPeter Müller, Sea Union\nAnna Rossi, Pond Trust",
            None,
        );
    }
}
