//! Decisions of people: `curation/decisions.csv`, obeyed exactly.
//!
//! Columns: `left_signature_id`, `right_signature_id`, `decision`, `value`, `reason`, `who`, `date`. Decisions
//! are `same` and `different`, of two signatures; `name` and `country`, of the entity of the left one, which may
//! be named by its own id too: what it is to be called, and where it is. A row that cannot be used is an issue,
//! and so are decisions that contradict each other, with the path of signatures that shows it; those are all
//! set aside, and the score decides.

use super::cluster::{find, unite};
use super::descriptions::Description;
use crate::curation;
use crate::model::{Issue, IssueCode, Outcome, Place, SignatureId};
use std::collections::{BTreeMap, BTreeSet, VecDeque};

/// A person's decision about two signatures.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decision {
    /// One signature.
    pub left: SignatureId,
    /// The other.
    pub right: SignatureId,
    /// Whether they are the same.
    pub is_same: bool,
    /// Where it is written.
    pub source: Source,
}

/// Where a decision is written.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Source {
    /// The file, as issues name it.
    pub path: String,
    /// Line of the file, from 1.
    pub line: u32,
}

impl Source {
    /// An issue about the decision.
    pub(super) fn issue(&self, code: IssueCode, message: String, text: &str) -> Issue {
        Issue::new(code, &self.path, message).at(Place::line(self.line)).quoting(text)
    }
}

/// What people decided.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Decisions {
    /// About pairs of signatures.
    pub pairs: Vec<Decision>,
    /// About entities.
    pub descriptions: Vec<Description>,
}

/// Decisions as rows of the input.
#[derive(Debug, Default)]
pub(super) struct Resolved {
    /// Pairs of rows that are the same.
    pub must: Vec<(u32, u32)>,
    /// Pairs of rows that are different.
    pub cannot: Vec<(u32, u32)>,
}

impl Resolved {
    /// Rows that a decision names, ascending.
    pub fn rows(&self) -> BTreeSet<u32> {
        self.must.iter().chain(&self.cannot).flat_map(|(a, b)| [*a, *b]).collect()
    }

    /// Adds what follows for rows of the other kind: who is the same as somebody that a third is different
    /// from is different from the third. Each kind is clustered by itself.
    pub fn close(&mut self, is_person: &[bool]) {
        let mut parent: BTreeMap<u32, u32> = BTreeMap::new();
        let rows: Vec<u32> = self.rows().into_iter().collect();
        let place = |row: u32| rows.binary_search(&row).unwrap_or_default() as u32;
        let mut together: Vec<u32> = (0..rows.len() as u32).collect();
        for (a, b) in &self.must {
            unite(&mut together, place(*a), place(*b));
        }
        // For each group and kind, the first row of the kind.
        let mut first: BTreeMap<(u32, bool), u32> = BTreeMap::new();
        for row in &rows {
            let group = find(&mut together, place(*row));
            parent.insert(*row, group);
            let kind = is_person.get(*row as usize).copied().unwrap_or_default();
            first.entry((group, kind)).or_insert(*row);
        }
        let mut more = Vec::new();
        for (a, b) in &self.cannot {
            let Some((a, b)) = parent.get(a).zip(parent.get(b)) else { continue };
            for kind in [false, true] {
                if let Some((a, b)) = first.get(&(*a, kind)).zip(first.get(&(*b, kind))) {
                    more.push((*a.min(b), *a.max(b)));
                }
            }
        }
        self.cannot.extend(more);
        self.cannot.sort_unstable();
        self.cannot.dedup();
    }
}

/// Reads the file. `path` is what issues name it by.
pub fn read(csv_text: &str, path: &str) -> Outcome<Decisions> {
    let needed = ["left_signature_id", "right_signature_id", "decision"];
    let rows = curation::rows(csv_text, path, &needed, &["value"]);
    let mut outcome = Outcome { value: Decisions::default(), issues: rows.issues };
    for curation::Row { line, text, fields } in rows.value {
        let Ok([left, right, decision, value]) = <[String; 4]>::try_from(fields) else { continue };
        // The review file is handed back with decisions not yet made.
        if decision.is_empty() {
            continue;
        }
        let decision = decision.to_lowercase();
        let source = Source { path: path.to_owned(), line };
        let taken = match decision.as_str() {
            "same" | "different" => pair(&left, &right, decision == "same", source)
                .map(|decision| outcome.value.pairs.push(decision)),
            "name" | "country" => Description::read(&decision, &left, &right, &value, source)
                .map(|description| outcome.value.descriptions.push(description)),
            // A reviewer who could not tell decided nothing.
            "unsure" => Ok(()),
            other => {
                Err(format!("The decision is `{other}`; `same`, `different`, `name` or `country` is needed."))
            }
        };
        if let Err(message) = taken {
            outcome.issues.push(curation::invalid(path, line, &text, message));
        }
    }
    outcome
}

fn pair(left: &str, right: &str, is_same: bool, source: Source) -> Result<Decision, String> {
    let id = |text: &str| text.parse::<SignatureId>().map_err(|error| format!("{error}."));
    Ok(Decision { left: id(left)?, right: id(right)?, is_same, source })
}

/// Decisions that apply, as rows. `row_of` gives the row of a signature, `name_of` the name of a row.
pub(super) fn resolve<'a>(
    decisions: &[Decision],
    row_of: impl Fn(SignatureId) -> Option<u32>,
    name_of: impl Fn(u32) -> &'a str,
) -> Outcome<Resolved> {
    let mut outcome = Outcome::<Resolved>::default();
    let about = |code, decision: &Decision, message: String| {
        decision.source.issue(code, message, &format!("{},{}", decision.left, decision.right))
    };
    let mut applicable: Vec<(&Decision, u32, u32)> = Vec::new();
    for decision in decisions {
        match (row_of(decision.left), row_of(decision.right)) {
            (Some(left), Some(right)) => applicable.push((decision, left, right)),
            (left, _) => {
                let gone = if left.is_none() { decision.left } else { decision.right };
                let message = format!("The signature {gone} is no longer there.");
                outcome.issues.push(about(IssueCode::StaleDecision, decision, message));
            }
        }
    }
    let mut same = Same::default();
    for (decision, left, right) in applicable.iter().filter(|(decision, ..)| decision.is_same) {
        same.add(*left, *right, decision.source.line);
    }
    let mut aside: BTreeSet<(u32, u32)> = BTreeSet::new();
    for (decision, left, right) in applicable {
        let pair = (left.min(right), left.max(right));
        if decision.is_same {
            if left != right {
                outcome.value.must.push(pair);
            }
        } else if let Some(path) = same.path(left, right) {
            let printed = |row: u32, id: Option<SignatureId>| match id {
                Some(id) => format!("{id} (“{}”)", name_of(row)),
                None => format!("“{}”", name_of(row)),
            };
            let mut shown = printed(left, Some(decision.left));
            for (row, line) in path.iter().skip(1) {
                let id = (*row == right).then_some(decision.right);
                shown += &format!(" = {} by line {line}", printed(*row, id));
            }
            let message = format!(
                "Decided to be different, but decided to be the same: {shown}; none of it is obeyed."
            );
            outcome.issues.push(about(IssueCode::ContradictoryDecisions, decision, message));
            aside.extend(path.windows(2).map(|two| (two[0].0.min(two[1].0), two[0].0.max(two[1].0))));
        } else {
            outcome.value.cannot.push(pair);
        }
    }
    outcome.value.must.retain(|pair| !aside.contains(pair));
    for pairs in [&mut outcome.value.must, &mut outcome.value.cannot] {
        pairs.sort_unstable();
        pairs.dedup();
    }
    outcome
}

/// Which rows are decided to be the same, and by which lines.
#[derive(Default)]
struct Same {
    neighbours: BTreeMap<u32, BTreeMap<u32, u32>>,
}

impl Same {
    fn add(&mut self, left: u32, right: u32, line: u32) {
        for (from, to) in [(left, right), (right, left)] {
            self.neighbours.entry(from).or_default().entry(to).or_insert(line);
        }
    }

    /// The shortest path from one row to another, each row with the line that leads to it.
    fn path(&self, from: u32, to: u32) -> Option<Vec<(u32, u32)>> {
        let mut before: BTreeMap<u32, (u32, u32)> = BTreeMap::new();
        let mut queue = VecDeque::from([from]);
        while let Some(at) = queue.pop_front() {
            if at == to {
                let mut path = Vec::new();
                let mut at = to;
                while at != from {
                    let (earlier, line) = *before.get(&at)?;
                    path.push((at, line));
                    at = earlier;
                }
                path.push((from, 0));
                path.reverse();
                return Some(path);
            }
            for (next, line) in self.neighbours.get(&at).into_iter().flatten() {
                if *next != from && !before.contains_key(next) {
                    before.insert(*next, (at, *line));
                    queue.push_back(*next);
                }
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PATH: &str = "curation/decisions.csv";

    fn id(name: &str) -> SignatureId {
        SignatureId::of(&[name])
    }

    /// Decisions as (left, right, is same); ids `a` to `e` are rows 0 to 4, others are gone.
    fn check(rows: &[(&str, &str, &str)], must: &[(u32, u32)], cannot: &[(u32, u32)], codes: &[IssueCode]) {
        let mut text = "left_signature_id,right_signature_id,decision,reason,who,date\n".to_owned();
        for (left, right, decision) in rows {
            text += &format!("{},{},{decision},,,\n", id(left), id(right));
        }
        let mut issues = Vec::new();
        let decisions = read(&text, PATH).unpack(&mut issues);
        let row_of =
            |wanted| ["a", "b", "c", "d", "e"].iter().position(|name| id(name) == wanted).map(|at| at as u32);
        let resolved = resolve(&decisions.pairs, row_of, |_| "").unpack(&mut issues);
        assert_eq!((resolved.must.as_slice(), resolved.cannot.as_slice()), (must, cannot));
        assert_eq!(issues.iter().map(|issue| issue.code).collect::<Vec<_>>(), codes);
    }

    #[test]
    fn decisions_are_resolved() {
        use IssueCode::{ContradictoryDecisions, InvalidCuration, StaleDecision};
        check(&[("a", "b", "same"), ("b", "c", "different")], &[(0, 1)], &[(1, 2)], &[]);
        check(&[("a", "z", "same")], &[], &[], &[StaleDecision]);
        check(&[("a", "b", "perhaps"), ("a", "b", "")], &[], &[], &[InvalidCuration]);
        check(
            &[("a", "b", "same"), ("b", "c", "same"), ("a", "c", "different"), ("d", "e", "same")],
            &[(3, 4)],
            &[],
            &[ContradictoryDecisions],
        );
        check(&[("a", "b", "same"), ("a", "b", "different")], &[], &[], &[ContradictoryDecisions]);
        check(&[("a", "a", "different")], &[], &[], &[ContradictoryDecisions]);
    }

    #[test]
    fn bad_files_are_issues() {
        assert_eq!(read("", PATH).issues.len(), 0);
        assert_eq!(read("a,b\n1,2\n", PATH).issues.len(), 1);
        let text = "left_signature_id,right_signature_id,decision\nsig-1,sig-2,same\n";
        let issues = read(text, PATH).issues;
        assert_eq!(issues[0].place, Some(Place::line(2)));
    }

    /// What is read from the rows below a header, as number of decisions and lines of the issues.
    fn check_file(rows: &str, n_decisions: usize, lines: &[u32], message: &str) {
        let (a, b) = (id("a").to_string(), id("b").to_string());
        let rows = rows.replace("A,", &format!("{a},")).replace("B", &b);
        let text = format!("left_signature_id,right_signature_id,decision,reason,who,date\n{rows}");
        let outcome = read(&text, PATH);
        assert_eq!(outcome.value.pairs.len(), n_decisions, "{rows:?} {:?}", outcome.issues);
        let found: Vec<u32> =
            outcome.issues.iter().filter_map(|issue| issue.place).map(|place| place.line_start).collect();
        assert_eq!(found, lines, "{rows:?} {:?}", outcome.issues);
        assert!(outcome.issues.iter().all(|issue| issue.code == IssueCode::InvalidCuration));
        assert!(outcome.issues.iter().all(|issue| issue.message.contains(message)), "{:?}", outcome.issues);
    }

    #[test]
    fn rows_that_people_write() {
        check_file("A,B, Same ,,,\nA,B,DIFFERENT\n", 2, &[], "");
        check_file("\n,,,,,\n  \nA,B,same,,,\n", 1, &[], "");
        check_file("A,B,,,,\nA,B\nA,B,same\n", 1, &[3], "has 2 fields");
        check_file("A;B;same\n", 0, &[2], "");
        check_file("A,B,same,\"two\nlines, \"\"x\"\"\" ,,\nA,B,same,5\" wide,,\n", 2, &[], "");
        check_file("A,B,same\nA,B,same,\"why\nA,B,different\n", 1, &[3], "not closed");
        check_file("A,B,same\nA,B,same,\"why,,\nA,B,different,\"so\",,\n", 1, &[3], "not closed");
        check_file("A,B,same\r\nA,B,same,\"\"\r\nA,\"B", 2, &[4], "not closed");
    }

    #[test]
    fn other_separators_are_named() {
        let header = "left_signature_id,right_signature_id,decision\n";
        for (separator, name) in [(";", "semicolons"), ("\t", "tabs")] {
            let issues = read(&header.replace(',', separator), PATH).issues;
            assert!(
                issues[0].message.contains(name) && issues[0].place == Some(Place::line(1)),
                "{issues:?}"
            );
        }
    }

    #[test]
    fn the_path_is_told() {
        let decision = |left, right, is_same, line| Decision {
            left: id(left),
            right: id(right),
            is_same,
            source: Source { path: "people/verdicts.csv".to_owned(), line },
        };
        let decisions =
            [decision("a", "b", true, 2), decision("b", "c", true, 3), decision("c", "a", false, 4)];
        let row_of = |wanted| ["a", "b", "c"].iter().position(|name| id(name) == wanted).map(|at| at as u32);
        let issues = resolve(&decisions, row_of, |row| ["Ann", "An", "Anne"][row as usize]).issues;
        let path = format!("{} (“Anne”) = “An” by line 3 = {} (“Ann”) by line 2", id("c"), id("a"));
        assert!(issues[0].message.contains(&path), "{}", issues[0].message);
        assert_eq!((issues[0].path.as_str(), issues[0].place), ("people/verdicts.csv", Some(Place::line(4))));
    }

    #[test]
    fn what_follows_for_the_other_kind_is_added() {
        // 0 and 2 are organizations, 1 and 3 persons.
        let is_person = [false, true, false, true];
        let mut decided = Resolved { must: vec![(0, 1), (2, 3)], cannot: vec![(0, 2)] };
        decided.close(&is_person);
        assert_eq!(decided.cannot, [(0, 2), (1, 3)]);
        let mut decided = Resolved { must: vec![(0, 1)], cannot: vec![(0, 3)] };
        decided.close(&is_person);
        assert_eq!(decided.cannot, [(0, 3), (1, 3)]);
    }
}
