//! Signature blocks of several lines: the name, below it the office, the organization, the country; or the
//! office first.

use super::looks::Look;
use super::run::{Run, sample};
use super::{Entry, Offer};
use crate::reference::Reference;
use std::collections::BTreeMap;
use std::ops::Range;

/// Lines of the longest stanza.
const LONGEST: usize = 8;
/// Lines that stand below a person's name in a long block.
const MOST_BELOW: usize = 4;
/// Organizations below a person's name, at most.
const MOST_GROUPS: usize = 3;
/// Lines of a long block that are asked whether persons and others take turns.
const ALTERNATING: usize = 60;
/// One line in so many that is nothing alone is an odd one.
const RARE: usize = 7;
/// What each line that is joined to another costs, and a run that is read in two ways.
const JOIN: f64 = 0.02;
const MIXED: f64 = 0.03;
/// How much better a block must be read line by line, not to be a stanza.
const MARGIN: f64 = 0.15;

/// Reads blocks of several lines as entries, or, where no blank lines part them, every name with the lines
/// below it. Explains the run as far as each entry is one name and lines that are nothing without it.
pub fn read<'a>(run: &'a Run, reference: &'a Reference) -> Option<Offer<'a>> {
    if run.len() < 2 || run.is_item(0) {
        return None;
    }
    let blocks = run.blocks();
    if blocks.len() == run.len() {
        return None;
    }
    let has_lead = run.persons_lead(reference);
    let mut ways: Vec<(Range<usize>, Way)> = Vec::with_capacity(blocks.len());
    let (mut sum, mut n_stanzas, mut n_mixed) = (0.0, 0, 0);
    for block in &blocks {
        let length = block.len() as f64;
        let alone: f64 = block.clone().map(|at| line_quality(run, at, has_lead, reference)).sum();
        if block.len() == 1 {
            sum += alone;
            ways.push((block.clone(), Way::Lines));
            continue;
        }
        // In a long list one odd line does not make stanzas.
        let n_dependent = block.clone().filter(|at| run.look(*at, reference).is_dependent()).count();
        if block.len() > LONGEST && !has_lead && RARE * n_dependent < block.len() {
            n_mixed += 1;
            sum += alone;
            ways.push((block.clone(), Way::Lines));
            continue;
        }
        let whole = if block.len() <= LONGEST { quality(run, block, has_lead, reference) } else { 0.0 };
        let parts = split(run, block, has_lead, reference);
        let is_short = block.len() <= LONGEST && parts.len() < block.len();
        let in_part = |part: &Range<usize>| {
            // Beside a name with an office, a bare one is hardly another signature of the same paragraph.
            let factor = if is_short && part.len() == 1 { 0.6 } else { 1.0 };
            factor * part.len() as f64 * quality(run, part, has_lead, reference)
        };
        let in_parts = parts.iter().map(in_part).sum::<f64>() / length;
        if alone / length > whole.max(in_parts) + if has_lead { MARGIN } else { 0.0 } {
            n_mixed += 1;
            sum += alone;
            ways.push((block.clone(), Way::Lines));
        } else if whole >= in_parts {
            n_stanzas += 1;
            sum += length * whole;
            ways.push((block.clone(), Way::Stanza));
        } else {
            n_stanzas += usize::from(parts.len() < block.len());
            sum += length * in_parts;
            ways.extend(parts.into_iter().map(|part| (part, Way::Stanza)));
        }
    }
    if n_stanzas == 0 {
        return None;
    }
    let n_gapped = (0..run.len()).filter(|at| run.has_gap(*at)).count();
    let sum = sum - 0.4 * n_gapped as f64;
    let score = sum / run.len() as f64 - if n_mixed > 0 { MIXED } else { 0.0 };
    let entries = move || {
        let of_way = |(lines, way): (Range<usize>, Way)| match way {
            Way::Lines => super::lines::entries(run, lines, reference),
            Way::Stanza => vec![stanza(run, &lines, reference)],
        };
        ways.into_iter().flat_map(of_way).collect()
    };
    Some(Offer::new("stanzas", score, entries))
}

/// How lines are read: each as an entry, or all as one.
#[derive(Clone, Copy)]
enum Way {
    Lines,
    Stanza,
}

/// Whether blocks of several lines open with a person, and no other stands in them: then an organization
/// below is the person's.
pub(super) fn persons_lead(run: &Run, reference: &Reference) -> bool {
    let blocks = run.blocks();
    if blocks.len() == run.len() || run.is_item(0) {
        return false;
    }
    let stanzas: Vec<&Range<usize>> = blocks.iter().filter(|block| block.len() > 1).collect();
    let stanzas: Vec<&Range<usize>> = sample(stanzas.len()).map(|at| stanzas[at]).collect();
    let leads = |block: &Range<usize>| {
        let is_person = |at: usize| !run.look(at, reference).is_dependent() && run.kind(at, reference) < 0;
        let below = || block.clone().skip(1);
        let is_group = |at: &usize| !run.look(*at, reference).is_dependent();
        is_person(block.start)
            && (block.len() > LONGEST
                || !below().any(is_person) && below().filter(is_group).count() <= MOST_GROUPS)
    };
    let n_leads = stanzas.iter().filter(|block| leads(block)).count();
    if 5 * n_leads < 4 * stanzas.len()
        || stanzas.iter().any(|block| block.len() > LONGEST && !alternates(run, block, reference))
    {
        return false;
    }
    n_leads > 0
}

/// Whether persons and lines that belong to them take turns in a long block.
fn alternates(run: &Run, block: &Range<usize>, reference: &Reference) -> bool {
    let mut n_persons = 0;
    let mut n_bare = 0;
    let mut n_behind = 0;
    let mut n_told = 0;
    let mut counts: BTreeMap<usize, usize> = BTreeMap::new();
    for at in block.clone().take(ALTERNATING) {
        let is_person = !run.look(at, reference).is_dependent() && run.kind(at, reference) < 0;
        n_bare += usize::from(is_person && n_behind == 0 && n_persons > 0);
        if is_person && n_persons > 0 {
            *counts.entry(n_behind).or_default() += 1;
        }
        n_persons += usize::from(is_person);
        n_told += usize::from(is_person && run.text(at).contains(", "));
        n_behind = if is_person { 0 } else { n_behind + 1 };
        // Where so many are bare, those that follow change nothing.
        if n_behind > MOST_BELOW || 4 * n_bare >= block.len().min(ALTERNATING) {
            return false;
        }
    }
    *counts.entry(n_behind).or_default() += 1;
    // Who is told by the line itself may stand between organizations by chance: blocks are then all alike.
    let n_alike = counts.values().max().copied().unwrap_or(0);
    let is_chance = 2 * n_told > n_persons && 5 * n_alike < 4 * n_persons;
    n_persons > 1 && 4 * n_bare < n_persons && !is_chance
}

/// How much a line reads as an entry of its own.
pub(super) fn line_quality(run: &Run, at: usize, has_lead: bool, reference: &Reference) -> f64 {
    let look = run.look(at, reference);
    let quality = super::looks::alone(run.text(at), look);
    // Where persons lead, an organization is somebody's.
    if has_lead && look == Look::Name && run.kind(at, reference) >= 0 { 0.6 * quality } else { quality }
}

/// How well lines read as one signature: one name, and lines that are nothing without it.
fn quality(run: &Run, lines: &Range<usize>, has_lead: bool, reference: &Reference) -> f64 {
    let Some(name) = name_of(run, lines, reference).filter(|_| lines.len() <= LONGEST) else { return 0.2 };
    if lines.len() == 1 {
        return line_quality(run, lines.start, has_lead, reference);
    }
    // One signature has one country behind a comma.
    let is_whole =
        |at: &usize| !run.look(*at, reference).is_dependent() && run.ends_in_country(*at, reference);
    if lines.clone().filter(is_whole).count() > 1 {
        return 0.2;
    }
    let is_person = run.kind(name, reference) < 0;
    let mut sum = super::looks::alone(run.text(name), run.look(name, reference));
    let mut n_groups = 0;
    for at in lines.clone().filter(|at| *at != name) {
        sum += match run.look(at, reference) {
            Look::Name if run.is_wrapped(at, reference) || run.is_full_before(at) => 0.9,
            // A name below an office, with no other office below: where it is held, though it may sound
            // like a person's.
            Look::Name if is_person && is_last_name(run, at, lines, reference) => 0.75,
            Look::Name => {
                let other = run.kind(at, reference);
                match (is_person, other < 0) {
                    (true, true) => 0.0,
                    // A department and its university; more of them are a list.
                    (true, false) if n_groups < MOST_GROUPS => {
                        n_groups += 1;
                        0.9
                    }
                    (true, false) => 0.2,
                    // An organization and who signs for it.
                    (false, true) if run.text(at).contains(',') => 0.5,
                    (false, true) => 0.3,
                    (false, false) => 0.25,
                }
            }
            // A rule explains nothing.
            Look::Rule => 0.5,
            _ => 1.0,
        };
        sum -= JOIN;
    }
    sum / lines.len() as f64
}

/// Whether a line has an office right above it, and neither an office nor a name below.
fn is_last_name(run: &Run, at: usize, lines: &Range<usize>, reference: &Reference) -> bool {
    let is_behind_role = at > lines.start + 1 && run.look(at - 1, reference) == Look::Role;
    is_behind_role
        && run.kind(at, reference) < 0
        && (at + 1..lines.end)
            .all(|at| matches!(run.look(at, reference), Look::Country | Look::Place | Look::Rule))
}

/// The line of a stanza that names whoever signs: the first, or, below an office, the first name.
fn name_of(run: &Run, lines: &Range<usize>, reference: &Reference) -> Option<usize> {
    match run.look(lines.start, reference) {
        Look::Name => Some(lines.start),
        Look::Role | Look::Rule => lines.clone().find(|at| run.look(*at, reference) == Look::Name),
        _ => None,
    }
}

/// The stanzas of a block without blank lines inside: each begins with a name.
fn split(run: &Run, block: &Range<usize>, has_lead: bool, reference: &Reference) -> Vec<Range<usize>> {
    let mut parts: Vec<Range<usize>> = Vec::new();
    for at in block.clone() {
        let begins = run.look(at, reference) == Look::Name
            && !run.is_wrapped(at, reference)
            && !(has_lead && run.kind(at, reference) >= 0);
        match parts.last_mut() {
            Some(last) if !begins => last.end = at + 1,
            _ => parts.push(at..at + 1),
        }
    }
    parts
}

/// The entry of a stanza, the name first.
fn stanza(run: &Run, lines: &Range<usize>, reference: &Reference) -> Entry {
    let mut entry = run.joined(lines.clone(), reference);
    if let Some(name) = name_of(run, lines, reference)
        && name != lines.start
    {
        let rest = lines.clone().filter(|at| *at != name && run.look(*at, reference) != Look::Rule);
        let texts = std::iter::once(name).chain(rest).map(|at| {
            let text = run.text(at).trim_end_matches([',', ' ']);
            text.get(super::looks::lead(text, reference)..).unwrap_or(text)
        });
        entry.text = texts.collect::<Vec<_>>().join(", ");
        entry.marks.clear();
    }
    entry
}

#[cfg(test)]
mod tests {
    use super::super::run::tests::run;
    use super::*;

    /// Paragraphs, lines between bars.
    fn check(blocks: &[&str], expected: Option<&[&str]>) {
        let lines: Vec<(&str, usize, bool)> = blocks
            .iter()
            .enumerate()
            .flat_map(|(block, lines)| lines.split('|').map(move |line| (line, block, false)))
            .collect();
        let run = run(&lines);
        let reference = crate::reference::shared();
        let lines = super::super::lines::read(&run, reference).score;
        let offer = read(&run, reference).filter(|offer| offer.score > lines);
        let texts =
            offer.map(|offer| (offer.read)().entries.into_iter().map(|entry| entry.text).collect::<Vec<_>>());
        assert_eq!(
            texts,
            expected.map(|texts| texts.iter().map(|text| (*text).to_owned()).collect()),
            "{blocks:?}"
        );
    }

    #[test]
    fn stanzas() {
        check(
            &["Maria Garcia|Director|River Watch|Kenya", "John Smith|Lake Fund"],
            Some(&["Maria Garcia, Director, River Watch, Kenya", "John Smith, Lake Fund"]),
        );
        check(&["River Watch|Lake Fund", "Sea Union|Pond Trust"], None);
        check(&["Maria Garcia|John Smith|Peter Müller"], None);
        check(&["Maria Garcia|River Watch|Lake Fund|Sea Union|Pond Trust|Union of Fishers"], None);
        check(&["Maria Garcia|Director|Anna Rossi"], Some(&["Maria Garcia, Director, Anna Rossi"]));
        check(
            &[
                "John Smith, Peru|River Watch|Lake Fund, Peru|Sea Union|Pond Trust|Rivers First|Union of Fishers|Maria Garcia|Water Network|Wind Trust",
            ],
            None,
        );
        // Persons told by their lines, between organizations by chance.
        check(
            &[
                "Maria Garcia, biologist|John Smith, Upland University|River Watch|Lake Fund, Inc.|Peter Müller, lawyer|Sea Union|Anna Rossi, mayor of Uptown|Pond Trust|Juan Perez, farmer|Wind Network",
            ],
            None,
        );
        check(&["River Watch|Kenya", "Lake Fund|Peru"], Some(&["River Watch, Kenya", "Lake Fund, Peru"]));
        check(
            &["Director|Maria Garcia|River Watch", "Chair|John Smith|Lake Fund"],
            Some(&["Maria Garcia, Director, River Watch", "John Smith, Chair, Lake Fund"]),
        );
        check(
            &[
                "Maria Garcia|Director|John Smith|Professor of Law|Peter Müller|Chair|Anna Rossi|Journalist|Juan Perez|Lawyer",
            ],
            Some(&[
                "Maria Garcia, Director",
                "John Smith, Professor of Law",
                "Peter Müller, Chair",
                "Anna Rossi, Journalist",
                "Juan Perez, Lawyer",
            ]),
        );
        check(
            &["On behalf of River Watch|Maria Garcia|Director", "On behalf of Lake Fund|John Smith|Chair"],
            Some(&["Maria Garcia, River Watch, Director", "John Smith, Lake Fund, Chair"]),
        );
        check(
            &["Maria Garcia|River Watch", "John Smith|Lake Fund"],
            Some(&["Maria Garcia, River Watch", "John Smith, Lake Fund"]),
        );
        check(
            &["Maria Garcia|Director|________________", "River Watch"],
            Some(&["Maria Garcia, Director", "River Watch"]),
        );
    }
}
