//! One kind of records, compared and clustered: what organizations and persons have in common.

use super::blocking::{Blocks, Key};
use super::cluster::{self, Bounds, CANNOT, Edge, FORBIDDEN, Nodes};
use super::records::Record;
use super::score::Score;
use super::settings::LinkSettings;
use super::weights as w;
use crate::model::{Issue, IssueCode};
use rayon::prelude::*;

/// What scores the records of one kind.
pub trait Scorer: Sync {
    /// How many names there are.
    fn n_forms(&self) -> usize;
    /// The keys of a name.
    fn keys_of(&self, form: u32) -> Vec<(Key, u32)>;
    /// The printed form of a name, for a person.
    fn name_of(&self, form: u32) -> &str;
    /// Adds the evidence of two names, as if nothing were known of who bears them; whether that matters.
    fn names(&self, left: u32, right: u32, score: &mut Score) -> bool;
    /// Adds the evidence of the names of two records, with where they are based.
    fn names_at_home(&self, left: (&Record, u32), right: (&Record, u32), score: &mut Score);
    /// Adds all other evidence of two records.
    fn rest(&self, left: (&Record, u32), right: (&Record, u32), score: &mut Score);
    /// The most that all other evidence can add.
    fn most_of_rest(&self) -> i32;
    /// Adds all evidence of two records.
    fn score(&self, left: (&Record, u32), right: (&Record, u32), score: &mut Score) {
        self.names_at_home(left, right, score);
        self.rest(left, right, score);
    }
    /// Whether the pair is an acronym and what it stands for: decided after everything else.
    fn is_acronym(&self, left: u32, right: u32) -> bool;
}

/// Records compared and clustered.
#[derive(Debug, Default)]
pub struct Clustering {
    /// Scored pairs of records, ascending.
    pub edges: Vec<Edge>,
    /// For each record the smallest record of its cluster.
    pub labels: Vec<u32>,
    /// What could not be compared.
    pub issues: Vec<Issue>,
}

/// Pairs below this are of no use to anybody, thousandths of a bit.
const FLOOR: i32 = -40 * w::BIT;
/// Pairs that reach no more than this are looked at only where others would bring them together; they are
/// not published.
const HOPELESS: i32 = -10 * w::BIT;
/// Records of one pair of names that are compared with each other.
const MOST_RECORD_PAIRS: usize = 4096;

/// Compares and clusters records. `must` and `cannot` are pairs of records that a person decided.
pub fn run(
    scorer: &impl Scorer,
    records: &[Record],
    must: &[(u32, u32)],
    cannot: &[(u32, u32)],
    link: i32,
    settings: &LinkSettings,
) -> Clustering {
    let n_forms = scorer.n_forms();
    let mut bearers: Vec<Vec<u32>> = vec![Vec::new(); n_forms];
    for (record, of) in records.iter().enumerate() {
        for form in &of.forms {
            bearers[*form as usize].push(record as u32);
        }
    }
    let keys: Vec<Vec<(Key, u32)>> =
        (0..n_forms as u32).into_par_iter().map(|form| scorer.keys_of(form)).collect();
    let blocks = Blocks::new(keys.concat(), n_forms, settings.max_block);
    drop(keys);

    let most_of_rest = scorer.most_of_rest();
    let scored: Vec<(Vec<(Edge, bool)>, Vec<u32>)> = (0..n_forms as u32)
        .into_par_iter()
        .map(|form| {
            let (mut edges, mut hopeless) = (Vec::new(), Vec::new());
            for other in std::iter::once(form).chain(blocks.candidates(form)) {
                if score_pair(scorer, records, &bearers, (form, other), most_of_rest, &mut edges) {
                    hopeless.push(other);
                }
            }
            (edges, hopeless)
        })
        .collect();
    let mut edges: Vec<(Edge, bool)> = scored.iter().flat_map(|(edges, _)| edges).copied().collect();
    // What speaks against a pair only matters where others would bring it together.
    let mut parent: Vec<u32> = (0..records.len() as u32).collect();
    for (edge, _) in edges.iter().filter(|(edge, _)| edge.millibits > 0) {
        cluster::unite(&mut parent, edge.left, edge.right);
    }
    for (a, b) in must {
        cluster::unite(&mut parent, *a, *b);
    }
    let roots: Vec<u32> =
        (0..records.len() as u32).map(|record| cluster::find(&mut parent, record)).collect();
    let against: Vec<Vec<(Edge, bool)>> = scored
        .par_iter()
        .enumerate()
        .map(|(form, (_, hopeless))| {
            let mut edges = Vec::new();
            for other in hopeless {
                let roots = |form: usize| bearers[form].iter().map(|record| roots[*record as usize]);
                if roots(form).any(|root| roots(*other as usize).any(|other| other == root)) {
                    score_pair(scorer, records, &bearers, (form as u32, *other), i32::MAX / 2, &mut edges);
                }
            }
            edges
        })
        .collect();
    edges.extend(against.into_iter().flatten());
    drop(scored);
    // A pair that was reached by several names keeps the heaviest, unless a person said no.
    edges.par_sort_unstable_by_key(|(edge, is_acronym)| {
        (edge.left, edge.right, std::cmp::Reverse(edge.millibits), *is_acronym)
    });
    edges.dedup_by_key(|(edge, _)| (edge.left, edge.right));

    let bounds = Bounds {
        link,
        mean: w::MIN_MEAN,
        unseen: w::UNSEEN_PAIR,
        conflict: w::CONFLICT_MEAN,
        same_letter: (settings.same_letter * f64::from(w::BIT)) as i32,
        margin: (settings.margin * f64::from(w::BIT)) as i32,
    };
    let letters: Vec<Vec<u32>> = records.iter().map(|record| record.letters.clone()).collect();
    let n_signings: Vec<u32> = records.iter().map(|record| record.signings.len() as u32).collect();
    let groups = groups(records.len(), must);
    let nodes = Nodes { letters: &letters, n_signings: &n_signings, groups: &groups };
    let forbidden: Vec<Edge> = cannot
        .iter()
        .map(|(a, b)| Edge { left: *a.min(b), right: *a.max(b), millibits: FORBIDDEN })
        .collect();
    let names: Vec<Edge> = edges
        .iter()
        .filter(|(_, is_acronym)| !is_acronym)
        .map(|(edge, _)| *edge)
        .chain(forbidden.iter().copied())
        .collect();
    let first = cluster::cluster(nodes, &names, must, bounds);
    let labels = if names.len() == edges.len() + forbidden.len() {
        first
    } else {
        // Acronyms last, when it is known how many things they stand for.
        let together: Vec<(u32, u32)> =
            first.iter().enumerate().map(|(record, label)| (record as u32, *label)).collect();
        let all: Vec<Edge> = edges.iter().map(|(edge, _)| *edge).chain(forbidden).collect();
        let must: Vec<(u32, u32)> = must.iter().copied().chain(together).collect();
        cluster::cluster(nodes, &all, &must, bounds)
    };
    let issues = too_large(scorer, &blocks);
    Clustering { edges: edges.into_iter().map(|(edge, _)| edge).collect(), labels, issues }
}

/// For each record the smallest of those that a person says are the same.
fn groups(n_records: usize, must: &[(u32, u32)]) -> Vec<u32> {
    let mut parent: Vec<u32> = (0..n_records as u32).collect();
    for (a, b) in must {
        cluster::unite(&mut parent, *a, *b);
    }
    (0..n_records as u32).map(|record| cluster::find(&mut parent, record)).collect()
}

/// Scores the records of two names, or of one. Nothing is scored, and true returned, where the names are
/// so different that no more than `most_of_rest` would leave the pair hopeless.
fn score_pair(
    scorer: &impl Scorer,
    records: &[Record],
    bearers: &[Vec<u32>],
    (left, right): (u32, u32),
    most_of_rest: i32,
    edges: &mut Vec<(Edge, bool)>,
) -> bool {
    let (lefts, rights) = (&bearers[left as usize], &bearers[right as usize]);
    if lefts.is_empty() || rights.is_empty() || left == right && lefts.len() < 2 {
        return false;
    }
    let is_acronym = left != right && scorer.is_acronym(left, right);
    let mut of_names = Score::default();
    let depends = scorer.names(left, right, &mut of_names);
    if !depends && of_names.millibits().saturating_add(most_of_rest) < HOPELESS {
        return true;
    }
    let most = if lefts.len() * rights.len() > MOST_RECORD_PAIRS { 64 } else { usize::MAX };
    for a in lefts.iter().take(most) {
        for b in rights.iter().take(most) {
            if a == b || (left == right && a > b) {
                continue;
            }
            let (low, high) = if a < b { ((*a, left), (*b, right)) } else { ((*b, right), (*a, left)) };
            let (low_record, high_record) = (&records[low.0 as usize], &records[high.0 as usize]);
            let mut score = if depends { Score::default() } else { of_names.clone() };
            if depends {
                scorer.names_at_home((low_record, low.1), (high_record, high.1), &mut score);
            }
            scorer.rest((low_record, low.1), (high_record, high.1), &mut score);
            let millibits = if score.rule.is_some() { CANNOT } else { score.millibits() };
            let is_kept = millibits >= FLOOR || score.rule.is_some() && score.millibits() > FLOOR;
            if is_kept {
                edges.push((Edge { left: low.0, right: high.0, millibits }, is_acronym));
            }
        }
    }
    false
}

/// Reports the keys that too many names share, where nothing rarer brings the names together.
fn too_large(scorer: &impl Scorer, blocks: &Blocks) -> Vec<Issue> {
    let mut issues: Vec<(String, Issue)> = blocks
        .too_large
        .iter()
        .filter(|(_, first, _)| first.iter().all(|name| !blocks.has_any(*name)))
        .map(|(_, first, n_names)| {
            let names: Vec<&str> = first.iter().map(|form| scorer.name_of(*form)).collect();
            let message = format!(
                "{n_names} names are too alike to compare each with each, among them “{}”; they were \
                 compared only where they share something rarer",
                names.join("” and “")
            );
            let text = names.first().copied().unwrap_or_default();
            (message.clone(), Issue::new(IssueCode::BlockTooLarge, "", message).quoting(text))
        })
        .collect();
    issues.sort_by(|a, b| a.0.cmp(&b.0));
    issues.dedup_by(|a, b| a.0 == b.0);
    issues.into_iter().map(|(_, issue)| issue).collect()
}
