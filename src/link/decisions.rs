//! Decisions of people: `curation/decisions.csv`, obeyed exactly.
//!
//! Columns: `left_signature_id`, `right_signature_id`, `decision` (`same` or `different`), `reason`, `who`,
//! `date`. A row that cannot be used is an issue, and so are decisions that contradict each other, with
//! the path of signatures that shows it; those are all set aside, and the score decides.

use crate::curation;
use crate::model::{Issue, IssueCode, Outcome, Place, SignatureId};
use std::collections::{BTreeMap, BTreeSet, VecDeque};

/// Where decisions are kept, below the project.
const PATH: &str = "curation/decisions.csv";

/// A person's decision about two signatures.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decision {
    /// One signature.
    pub left: SignatureId,
    /// The other.
    pub right: SignatureId,
    /// Whether they are the same.
    pub is_same: bool,
    /// Why, as the person wrote it.
    pub reason: String,
    /// Who decided.
    pub who: String,
    /// When, as written.
    pub date: String,
    /// Line of the file, from 1.
    pub line: u32,
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
}

/// Reads the file. `path` is what issues name it by.
pub fn read(csv_text: &str, path: &str) -> Outcome<Vec<Decision>> {
    let needed = ["left_signature_id", "right_signature_id", "decision"];
    let rows = curation::rows(csv_text, path, &needed, &["reason", "who", "date"]);
    let mut outcome = Outcome { value: Vec::with_capacity(rows.value.len()), issues: rows.issues };
    for curation::Row { line, text, fields } in rows.value {
        let Ok([left, right, decision, reason, who, date]) = <[String; 6]>::try_from(fields) else {
            continue;
        };
        // The review file is handed back with decisions not yet made.
        if decision.is_empty() {
            continue;
        }
        let decided = decision.to_lowercase();
        let (left, right, is_same) = match (left.parse(), right.parse(), decided.as_str()) {
            (Ok(left), Ok(right), "same") => (left, right, true),
            (Ok(left), Ok(right), "different") => (left, right, false),
            (Err(error), ..) | (_, Err(error), _) => {
                outcome.issues.push(curation::invalid(path, line, &text, format!("{error}.")));
                continue;
            }
            (.., other) => {
                let message = format!("The decision is `{other}`; `same` or `different` is needed.");
                outcome.issues.push(curation::invalid(path, line, &text, message));
                continue;
            }
        };
        outcome.value.push(Decision { left, right, is_same, reason, who, date, line });
    }
    outcome
}

/// Decisions that apply, as rows. `row_of` gives the row of a signature.
pub(super) fn resolve(
    decisions: &[Decision],
    row_of: impl Fn(SignatureId) -> Option<u32>,
) -> Outcome<Resolved> {
    let mut outcome = Outcome::<Resolved>::default();
    let about = |code, decision: &Decision, message: String| {
        Issue::new(code, PATH, message)
            .at(Place::line(decision.line))
            .quoting(&format!("{},{}", decision.left, decision.right))
    };
    let mut applicable: Vec<&Decision> = Vec::new();
    for decision in decisions {
        let missing = [decision.left, decision.right].into_iter().find(|id| row_of(*id).is_none());
        match missing {
            Some(id) => outcome.issues.push(about(
                IssueCode::StaleDecision,
                decision,
                format!("The signature {id} is no longer there."),
            )),
            None => applicable.push(decision),
        }
    }
    let mut neighbours: BTreeMap<SignatureId, Vec<SignatureId>> = BTreeMap::new();
    for decision in applicable.iter().filter(|decision| decision.is_same) {
        neighbours.entry(decision.left).or_default().push(decision.right);
        neighbours.entry(decision.right).or_default().push(decision.left);
    }
    let mut aside: BTreeSet<(SignatureId, SignatureId)> = BTreeSet::new();
    let mut contradicted: BTreeSet<u32> = BTreeSet::new();
    for decision in applicable.iter().filter(|decision| !decision.is_same) {
        let Some(path) = path(&neighbours, decision.left, decision.right) else { continue };
        let shown = path.iter().map(SignatureId::to_string).collect::<Vec<_>>().join(" = ");
        let message =
            format!("Decided to be different, but decided to be the same by {shown}; none of it is obeyed.");
        outcome.issues.push(about(IssueCode::ContradictoryDecisions, decision, message));
        contradicted.insert(decision.line);
        aside.extend(path.windows(2).map(|two| (two[0].min(two[1]), two[0].max(two[1]))));
    }
    for decision in applicable {
        let pair = (decision.left.min(decision.right), decision.left.max(decision.right));
        let (Some(a), Some(b)) = (row_of(decision.left), row_of(decision.right)) else { continue };
        if a == b {
            continue;
        }
        if decision.is_same && !aside.contains(&pair) {
            outcome.value.must.push((a.min(b), a.max(b)));
        } else if !decision.is_same && !contradicted.contains(&decision.line) {
            outcome.value.cannot.push((a.min(b), a.max(b)));
        }
    }
    for pairs in [&mut outcome.value.must, &mut outcome.value.cannot] {
        pairs.sort_unstable();
        pairs.dedup();
    }
    outcome
}

/// The shortest path from one signature to another.
fn path(
    neighbours: &BTreeMap<SignatureId, Vec<SignatureId>>,
    from: SignatureId,
    to: SignatureId,
) -> Option<Vec<SignatureId>> {
    let mut before: BTreeMap<SignatureId, SignatureId> = BTreeMap::new();
    let mut queue = VecDeque::from([from]);
    while let Some(at) = queue.pop_front() {
        if at == to {
            let mut path = vec![to];
            let mut at = to;
            while at != from {
                at = *before.get(&at)?;
                path.push(at);
            }
            path.reverse();
            return Some(path);
        }
        for next in neighbours.get(&at).into_iter().flatten() {
            if *next != from && !before.contains_key(next) {
                before.insert(*next, at);
                queue.push_back(*next);
            }
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

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
        let resolved = resolve(&decisions, row_of).unpack(&mut issues);
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
        assert_eq!(outcome.value.len(), n_decisions, "{rows:?} {:?}", outcome.issues);
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
            reason: String::new(),
            who: String::new(),
            date: String::new(),
            line,
        };
        let decisions =
            [decision("a", "b", true, 2), decision("b", "c", true, 3), decision("c", "a", false, 4)];
        let issues = resolve(&decisions, |_| Some(0)).issues;
        let path = format!("{} = {} = {}", id("c"), id("b"), id("a"));
        assert!(issues[0].message.contains(&path), "{}", issues[0].message);
    }
}
