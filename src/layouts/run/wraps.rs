//! Lines that are the rest of the line before them, because it got too long.

use super::super::looks::{self, CLEAR, Look};
use super::{Run, sample};
use crate::model::{Breaks, CountryMethod, MarkKind, SignatureLine};
use crate::normalize::country;
use crate::reference::Reference;
use crate::reference::countries::PlaceKind;
use crate::reference::words::WordRole;
use crate::text::fold;
use rustc_hash::{FxHashMap, FxHashSet};

/// Characters of the shortest line that is broken off.
const SHORTEST_BROKEN: usize = 25;
/// Characters of the shortest line that can be full.
pub(in crate::layouts) const SHORTEST_FULL: usize = 36;
/// Lines that are surely broken off, from which a list is one of broken lines.
const SURELY_BROKEN: usize = 2;
/// Lines from which what nearly all have in common is meant.
const MANY: usize = 5;
/// Marks between parts of an entry.
const COMMAS: [char; 4] = [',', '，', '、', '،'];

impl Run {
    /// Whether a line is the tail of the one before it, so that no comma belongs between them.
    pub fn is_wrapped(&self, at: usize, reference: &Reference) -> bool {
        let Some(before) = at.checked_sub(1).map(|before| self.text(before)) else { return false };
        if self.is_in_bracket(at) || ends_open(before, reference) {
            return true;
        }
        if self.ends_in_stops() && ends_in_stop(before) {
            return false;
        }
        let is_open = || self.is_paragraphs() || self.lacks_country(at - 1, reference);
        (self.is_full_before(at) && (is_open() || self.is_broken_off(at, reference)))
            || self.is_nearly_full_before(at) && self.ends_in_stops() && !ends_in_country(before, reference)
            || self.look(at, reference) == Look::Tail && self.can_be_tail(at, reference)
            || before.ends_with(COMMAS) && !self.ends_in_commas() && !self.begins_anew(at, reference)
            || self.is_measured_full(at - 1) && self.needs_line_before(at, reference)
    }

    /// Whether the format measured that the next word had no room on a line.
    pub fn is_measured_full(&self, at: usize) -> bool {
        let marks = self.section.lines.get(at).map_or(&[][..], |line| line.line.marks.as_slice());
        marks.iter().any(|mark| mark.kind == MarkKind::Full)
    }

    /// Whether a line is nothing without the line before it, or that line without this one.
    fn needs_line_before(&self, at: usize, reference: &Reference) -> bool {
        let before = self.text(at - 1);
        // "Ann Other, Royal": one word behind a comma that means nothing.
        let is_fragment = || {
            before.rsplit_once(", ").is_some_and(|(_, last)| {
                !last.contains(' ')
                    && !last.starts_with(char::is_lowercase)
                    && looks::look(last, reference) == Look::Name
                    && looks::kind_score(last, reference).abs() < CLEAR
            })
        };
        // "Alliance for Free", "Seeds": where entries begin with few words, another goes on.
        let opens_otherwise = || {
            let first = self.text(at).split(' ').next().unwrap_or_default();
            self.openers().is_some_and(|openers| !openers.contains(first))
                && self.kind(at, reference).abs() < CLEAR
        };
        self.block(at) == self.block(at - 1)
            && (self.look(at, reference).is_dependent()
                || self.breaks_country(at, reference)
                || self.lacks_country(at - 1, reference)
                || is_fragment()
                || opens_otherwise())
    }

    /// The words with which entries begin, where most begin with one that others begin with as well.
    fn openers(&self) -> Option<&FxHashSet<String>> {
        let found = self.openers.get_or_init(|| {
            let begins = |at: &usize| *at == 0 || !self.is_measured_full(*at - 1);
            let word = |at: usize| self.text(at).split(' ').next().unwrap_or_default().to_owned();
            let mut counts: FxHashMap<String, usize> = FxHashMap::default();
            for at in (0..self.len()).filter(begins) {
                *counts.entry(word(at)).or_default() += 1;
            }
            let n_begun = (0..self.len()).filter(begins).count();
            let n_alike = (0..self.len())
                .filter(begins)
                .filter(|at| counts.get(&word(*at)).is_some_and(|n| *n > 1))
                .count();
            (n_begun >= MANY && 5 * n_alike >= 2 * n_begun).then(|| counts.into_keys().collect())
        });
        found.as_ref()
    }

    /// How lines are broken: as the text around the list is, unless the list was broken before it came there,
    /// which commas and brackets at the ends of its long lines tell.
    fn breaks(&self) -> Breaks {
        *self.breaks.get_or_init(|| {
            if self.section.breaks != Breaks::Never || self.ends_in_commas() {
                return self.section.breaks;
            }
            let is_broken = |at: &usize| {
                let (before, behind) = (self.text(at - 1), self.text(*at));
                let is_open =
                    before.ends_with(COMMAS) || opens_bracket(before) && n_closed(behind) > n_opened(behind);
                is_open && self.block(*at) == self.block(at - 1) && before.chars().count() >= SHORTEST_FULL
            };
            let mut reaches: Vec<usize> =
                (1..self.len()).filter(is_broken).map(|at| self.reach(at - 1, at)).collect();
            reaches.sort_unstable();
            // A comma too many does not tell, nor where a font is narrow.
            let width = reaches.get(reaches.len() / 4).map_or(0, |reach| reach - 1);
            if reaches.len() >= SURELY_BROKEN { Breaks::At(width) } else { Breaks::Never }
        })
    }

    /// Whether the first word of a line would not have fit behind the line before it.
    pub fn is_full_before(&self, at: usize) -> bool {
        let (Some(width), Some(before)) = (self.width(), at.checked_sub(1)) else { return false };
        self.reach(before, at) > width
    }

    /// The same, where characters are not all of one width.
    fn is_nearly_full_before(&self, at: usize) -> bool {
        let (Some(width), Some(before)) = (self.width(), at.checked_sub(1)) else { return false };
        10 * self.reach(before, at) > 9 * width
    }

    /// Characters of a line with the first word of the next behind it.
    fn reach(&self, before: usize, at: usize) -> usize {
        let word = self.text(at).split_whitespace().next().map_or(0, |word| word.chars().count());
        self.text(before).chars().count() + 1 + word
    }

    /// Characters of the longest line.
    fn longest(&self) -> usize {
        *self.longest.get_or_init(|| {
            self.section.lines.iter().map(|line| line.line.text.chars().count()).max().unwrap_or(0)
        })
    }

    /// Characters of a line that is as long as lines get, where the lines are broken by their length.
    fn width(&self) -> Option<usize> {
        *self.width.get_or_init(|| {
            let lengths = || self.section.lines.iter().map(|line| line.line.text.chars().count());
            let longest = self.longest();
            let n_long = || lengths().filter(|length| 20 * length >= 17 * longest).count();
            match self.breaks() {
                Breaks::At(width) => Some(width),
                Breaks::Never => None,
                Breaks::Unknown => (longest >= SHORTEST_FULL
                    && (n_long() >= 3 || 5 * n_long() >= self.len()))
                .then_some(longest),
            }
        })
    }

    /// Whether a line closes the bracket that the line before it opens, or may.
    fn is_in_bracket(&self, at: usize) -> bool {
        let text = self.text(at);
        // Where no line is broken, the bracket was forgotten.
        let can_close = || n_closed(text) > n_opened(text) || self.breaks() != Breaks::Never;
        opens_bracket(self.text(at - 1)) && can_close()
    }

    /// Whether what stands before a line that begins small leaves room for its tail.
    fn can_be_tail(&self, at: usize, reference: &Reference) -> bool {
        let text = self.text(at);
        let Some(before) = at.checked_sub(1).filter(|before| self.block(*before) == self.block(at)) else {
            return false;
        };
        if text.starts_with(['(', '（', '[', '&', '/']) {
            return true;
        }
        let joins = is_connector(text.split(' ').next().unwrap_or_default(), reference);
        let reach = self.reach(before, at);
        // Lines are broken where they get long: the first word would not have fit.
        let is_long = self.text(before).chars().count() >= SHORTEST_BROKEN && 4 * reach > 3 * self.longest();
        match self.breaks() {
            Breaks::At(width) => reach > width,
            Breaks::Never => joins && is_long,
            Breaks::Unknown => is_long && (joins || !ends_in_country(self.text(before), reference)),
        }
    }

    /// Whether a line that begins small is an entry of its own: not broken off, and alike to the one before it.
    pub(super) fn is_whole(&self, at: usize, reference: &Reference) -> bool {
        let Some(before) = at.checked_sub(1) else { return false };
        let is_broken = match self.breaks() {
            Breaks::At(width) => self.reach(before, at) > width,
            Breaks::Never => is_connector(self.text(at).split(' ').next().unwrap_or_default(), reference),
            Breaks::Unknown => false,
        };
        let ends = |at: usize| ends_in_country(self.text(at), reference);
        !is_broken
            && (ends(at) && ends(before)
                || self.breaks() != Breaks::Unknown
                    && self.kind(at, reference) > 0
                    && self.kind(before, reference) > 0)
    }

    /// Whether a line holds name and country.
    pub fn ends_in_country(&self, at: usize, reference: &Reference) -> bool {
        ends_in_country(self.text(at), reference)
    }

    /// Whether a line is nothing without the full line before it, where the lines are broken at a known length.
    fn is_broken_off(&self, at: usize, reference: &Reference) -> bool {
        matches!(self.breaks(), Breaks::At(_))
            && (self.look(at, reference).is_dependent()
                || self.text(at - 1).ends_with(COMMAS) && !self.begins_anew(at, reference)
                || self.breaks_country(at, reference))
    }

    /// Whether the name of a country stands on both sides of a break.
    fn breaks_country(&self, at: usize, reference: &Reference) -> bool {
        let before = self.text(at - 1).rsplit([',', '，', '(', '（']).next().unwrap_or_default().trim();
        let behind = self.text(at).split([',', '，', ')', '）']).next().unwrap_or_default().trim();
        looks::place_of(&format!("{before} {behind}"), reference) == Some(PlaceKind::Country)
    }

    /// Whether a line behind a comma that ends the line before is an entry of its own all the same: where no
    /// line is broken and both open alike, or both end in countries.
    fn begins_anew(&self, at: usize, reference: &Reference) -> bool {
        let (kind, before) = (self.kind(at, reference), self.kind(at - 1, reference));
        let is_alike = kind <= -CLEAR && before < 0 || kind >= CLEAR && before > 0;
        let ends = |text: &str| ends_in_country(text, reference);
        let is_new = match self.breaks() {
            Breaks::Never => is_alike,
            // An entry ends in one country.
            Breaks::At(_) | Breaks::Unknown => ends(self.text(at - 1)) && ends(self.text(at)),
        };
        is_new && self.look(at, reference) == Look::Name && self.text(at).contains(COMMAS)
    }

    /// Whether a line does not end in a country though nearly all do.
    fn lacks_country(&self, at: usize, reference: &Reference) -> bool {
        let nearly_all = *self.ends_in_countries.get_or_init(|| {
            let sample = || sample(self.len());
            5 * sample().filter(|at| ends_in_country(self.text(*at), reference)).count()
                >= 4 * sample().count()
        });
        nearly_all && !ends_in_country(self.text(at), reference)
    }

    /// Whether nearly all lines end in full stops.
    fn ends_in_stops(&self) -> bool {
        *self.ends_in_stops.get_or_init(|| {
            let n_ends = sample(self.len()).filter(|at| ends_in_stop(self.text(*at))).count();
            self.len() >= MANY && 5 * n_ends >= 4 * sample(self.len()).count()
        })
    }

    /// Whether the lines are paragraphs, broken where they are full.
    fn is_paragraphs(&self) -> bool {
        *self.is_paragraphs.get_or_init(|| {
            let is_break = |at: &usize| self.block(*at) == self.block(*at - 1);
            let n_breaks = (1..self.len()).filter(is_break).count();
            let n_full = (1..self.len()).filter(is_break).filter(|at| self.is_full_before(*at)).count();
            n_breaks > 0 && self.len() - n_breaks > 2 && 5 * n_full >= 4 * n_breaks
        })
    }

    /// Whether commas end the lines of the run as a matter of course.
    fn ends_in_commas(&self) -> bool {
        *self.ends_in_commas.get_or_init(|| {
            let ends = |line: &SignatureLine| line.line.text.ends_with(COMMAS);
            10 * self.section.lines.iter().filter(|line| ends(line)).count() > 3 * self.len()
        })
    }
}

/// Whether a text ends in a country behind a comma, a dash or a bracket; a comma too many does not matter.
fn ends_in_country(text: &str, reference: &Reference) -> bool {
    let text = text.trim_end_matches(COMMAS).trim_end_matches([')', '）', '.', ' ']);
    let is_country = |part: &str| {
        part.len() < text.len() && looks::place_of(part.trim(), reference) == Some(PlaceKind::Country)
    };
    // A hyphen stands inside names of countries, too.
    let part = text.rsplit([',', '，', '–', '—', '(', '（']).next().unwrap_or_default();
    is_country(part)
        || part.rsplit_once('-').is_some_and(|(_, part)| is_country(part))
        || ends_in_inverted_country(text, reference)
}

/// "Tanzania, United Republic of".
fn ends_in_inverted_country(text: &str, reference: &Reference) -> bool {
    let Some((head, _)) = text.rsplit_once(", ") else { return false };
    let start = head.rfind(", ").map_or(0, |at| at + 2);
    let method = country::resolve(&text[start..], reference).method;
    matches!(method, CountryMethod::Name | CountryMethod::Alias)
}

/// Whether a text ends in a hyphen or a joining word printed small: something must follow.
pub(super) fn ends_open(text: &str, reference: &Reference) -> bool {
    let last = text.rsplit(' ').next().unwrap_or_default();
    text.ends_with(['-', '–', '&', '/'])
        || (is_connector(last, reference) && !ends_in_inverted_country(text, reference))
}

/// A word like "of" and "and", printed small.
fn is_connector(word: &str, reference: &Reference) -> bool {
    word.starts_with(char::is_lowercase)
        && word.ends_with(char::is_alphabetic)
        && reference.words.role(&fold(word)) == Some(WordRole::Connector)
}

fn ends_in_stop(text: &str) -> bool {
    text.ends_with(['.', ';', '。', '；', '।'])
}

fn n_opened(text: &str) -> usize {
    text.matches(['(', '（', '[']).count()
}

fn n_closed(text: &str) -> usize {
    text.matches([')', '）', ']']).count()
}

/// Whether a bracket opens and does not close.
pub(in crate::layouts) fn opens_bracket(text: &str) -> bool {
    let opened = n_opened(text);
    opened > 0 && opened > n_closed(text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::layouts::run::tests::run;

    /// Lines of one block; a bar before a line that goes on from the one before it.
    fn check(breaks: Breaks, lines: &[&str]) {
        let texts: Vec<(&str, usize, bool)> =
            lines.iter().map(|line| (line.trim_start_matches('|'), 0, false)).collect();
        let mut run = run(&texts);
        run.section.breaks = breaks;
        let wrapped = (0..run.len()).map(|at| run.is_wrapped(at, crate::reference::shared()));
        let expected: Vec<bool> = lines.iter().map(|line| line.starts_with('|')).collect();
        assert_eq!(wrapped.collect::<Vec<_>>(), expected, "{lines:?}");
    }

    #[test]
    fn lines_measured_as_full() {
        // A star behind a line in which the next word had no room.
        let check = |lines: &[&str]| {
            let texts: Vec<(&str, usize, bool)> =
                lines.iter().map(|line| (line.trim_matches(['|', '*']), 0, false)).collect();
            let mut run = run(&texts);
            for (of_run, line) in run.section.lines.iter_mut().zip(lines) {
                let range = 0..of_run.line.text.len();
                let mark = crate::model::Mark { kind: MarkKind::Full, range };
                of_run.line.marks.extend(line.ends_with('*').then_some(mark));
            }
            let wrapped = (0..run.len()).map(|at| run.is_wrapped(at, crate::reference::shared()));
            let expected: Vec<bool> = lines.iter().map(|line| line.starts_with('|')).collect();
            assert_eq!(wrapped.collect::<Vec<_>>(), expected, "{lines:?}");
        };
        // An office, a country, half a country.
        check(&[
            "Ann Other of the Lake Fund*",
            "|Director, Kenya",
            "River Watch, United*",
            "|Kingdom",
            "Sea Union",
        ]);
        check(&["River Watch Foundation*", "Union of Fishers", "Sea Union*", "Lake Foundation"]);
        // Entries begin with few words.
        check(&[
            "Alliance for Clear*",
            "|Ponds",
            "Institute of Lakes",
            "Alliance of Rivers*",
            "Institute for Wide*",
            "|Seas",
            "Alliance for Springs",
            "Institute of Bays",
        ]);
    }

    #[test]
    fn lines_that_go_on() {
        let lines = |tail: &'static str| {
            ["Upland Observatory of Human Rights of Riverland", tail, "River Watch", "Lake Fund", "Sea Union"]
        };
        // Small letters open a tail where nothing says that lines are whole.
        check(Breaks::Unknown, &lines("|observatory of peace"));
        check(Breaks::Never, &lines("observatory of peace"));
        check(Breaks::Never, &lines("|and the Lakes"));
        check(Breaks::At(50), &lines("|observatory of peace"));
        check(Breaks::At(70), &lines("observatory of peace"));
        check(
            Breaks::Unknown,
            &["Observatory of Human Rights of Riverland, Kenya", "observatory of peace, Peru"],
        );
        // What is nothing alone goes on from a full line, as does the rest of the name of a country.
        check(
            Breaks::At(24),
            &["River Watch of Riverland,", "|Kenya", "Lake Fund", "Sea Union of Up, United", "|Kingdom"],
        );
        // "Of" ends the name of a country, and a bracket never closes.
        check(
            Breaks::Never,
            &[
                "River Watch, Tanzania, United Republic of",
                "Lake Fund, Iran (Islamic Republic of)",
                "Sea Union",
            ],
        );
        check(Breaks::Unknown, &["River Watch – Guinea-Bissau", "Lake Fund, Kenya", "Sea Union, Peru"]);
        check(Breaks::Never, &["River Watch (RW", "Lake Fund"]);
        check(Breaks::Never, &["Federation of Rivers (Republic", "|of Moldova)"]);
        // A comma that was forgotten.
        check(
            Breaks::Never,
            &[
                "Maria Garcia, Upland University,",
                "John Smith, Director, Lake Fund",
                "Peter Müller",
                "Anna Rossi",
            ],
        );
        check(
            Breaks::Never,
            &["Maria Garcia, Upland University,", "|Riverland", "Peter Müller", "Anna Rossi"],
        );
    }
}
