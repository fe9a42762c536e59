//! One kind of records, compared and clustered: what organizations and persons have in common.

use super::blocking::{Blocks, FullKeys, Key};
use super::cluster::{self, Bounds, CANNOT, Edge, FORBIDDEN, Nodes};
use super::reach::Reach;
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
    /// Adds the keys of a name in a tier.
    fn keys_of(&self, form: u32, tier: usize, full: &FullKeys, keys: &mut Vec<(Key, u32)>);
    /// The printed form of a name, for a person.
    fn name_of(&self, form: u32) -> &str;
    /// What two names can come to, where that is quickly seen.
    fn reach(&self, left: u32, right: u32) -> Option<Reach>;
    /// Adds the evidence of two names, as if nothing were known of who bears them; whether that matters.
    fn names(&self, left: u32, right: u32, score: &mut Score) -> bool;
    /// Whether where two records are based may matter to the evidence of their names.
    fn is_home_told(&self, left: (&Record, u32), right: (&Record, u32)) -> bool;
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
/// A pair that a rule rejects is published as a look-alike only from this weight on.
pub const LOOK_ALIKE: i32 = -16 * w::BIT;
/// Records of one pair of names that are compared with each other.
const MOST_RECORD_PAIRS: usize = 4096;

/// What is decided before records are compared.
#[derive(Debug, Clone, Copy)]
pub struct Plan<'a> {
    /// Pairs of records that a person decided are the same.
    pub must: &'a [(u32, u32)],
    /// Pairs of records that a person decided are different.
    pub cannot: &'a [(u32, u32)],
    /// Pairs are linked from this weight on, thousandths of a bit.
    pub link: i32,
    /// Weight of both records standing in one letter, thousandths of a bit.
    pub same_letter: i32,
    /// Whether pairs that are not linked are wanted: near misses, and look-alikes.
    pub with_links: bool,
}

/// Compares and clusters records.
pub fn run(scorer: &impl Scorer, records: &[Record], plan: Plan, settings: &LinkSettings) -> Clustering {
    let n_forms = scorer.n_forms();
    let bearers = Bearers::new(records, n_forms);
    let blocks = Blocks::new(n_forms, settings.max_block, |form, tier, full, keys| {
        scorer.keys_of(form, tier, full, keys);
    });
    // First what speaks for pairs, and what is published.
    let near_miss = (settings.near_miss * f64::from(w::BIT)) as i32;
    let pairs = Pairs { scorer, records, bearers: &bearers };
    let link = plan.link.max(1);
    let all = Wanted {
        least: if plan.with_links { near_miss.min(link) } else { link },
        least_overruled: if plan.with_links { LOOK_ALIKE } else { i32::MAX },
        roots: None,
    };
    let mut edges = pairs.of_blocks(&blocks, &all);
    // What speaks against a pair only matters where others would bring it together.
    let mut parent: Vec<u32> = (0..records.len() as u32).collect();
    for (edge, _) in edges.iter().filter(|(edge, _)| edge.millibits >= link) {
        cluster::unite(&mut parent, edge.left, edge.right);
    }
    for (a, b) in plan.must {
        cluster::unite(&mut parent, *a, *b);
    }
    let roots: Vec<u32> =
        (0..records.len() as u32).map(|record| cluster::find(&mut parent, record)).collect();
    drop(parent);
    edges.retain(|(edge, _)| roots[edge.left as usize] != roots[edge.right as usize]);
    let inner = Wanted { least: FLOOR, least_overruled: FLOOR, roots: Some(&roots) };
    edges.extend(pairs.of_blocks(&blocks, &inner));
    // A pair that was reached by several names keeps the heaviest, unless a person said no.
    edges.par_sort_unstable_by_key(|(edge, is_acronym)| {
        (edge.left, edge.right, std::cmp::Reverse(edge.millibits), *is_acronym)
    });
    edges.dedup_by_key(|(edge, _)| (edge.left, edge.right));
    let issues = too_large(scorer, &blocks);
    drop(blocks);

    let bounds = Bounds {
        link: plan.link,
        mean: w::MIN_MEAN,
        unseen: w::UNSEEN_PAIR,
        conflict: w::CONFLICT_MEAN,
        same_letter: plan.same_letter,
        margin: (settings.margin * f64::from(w::BIT)) as i32,
    };
    let letters: Vec<&[u32]> = records.iter().map(|record| record.letters.as_slice()).collect();
    let n_signings: Vec<u32> = records.iter().map(|record| record.signings.len() as u32).collect();
    let (must, cannot) = (plan.must, plan.cannot);
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

/// The records that bear each name.
struct Bearers {
    starts: Vec<u32>,
    records: Vec<u32>,
}

impl Bearers {
    fn new(records: &[Record], n_forms: usize) -> Self {
        let mut starts = vec![0_u32; n_forms + 1];
        for form in records.iter().flat_map(|record| &record.forms) {
            starts[*form as usize + 1] += 1;
        }
        for form in 0..n_forms {
            starts[form + 1] += starts[form];
        }
        let mut next = starts.clone();
        let mut bearers = vec![0; starts[n_forms] as usize];
        for (record, of) in records.iter().enumerate() {
            for form in &of.forms {
                bearers[next[*form as usize] as usize] = record as u32;
                next[*form as usize] += 1;
            }
        }
        Self { starts, records: bearers }
    }

    fn of(&self, form: u32) -> &[u32] {
        &self.records[self.starts[form as usize] as usize..self.starts[form as usize + 1] as usize]
    }
}

/// Which pairs of records are scored.
struct Wanted<'a> {
    /// Those that may reach this weight.
    least: i32,
    /// Those that a rule rejects and that would reach this weight without it.
    least_overruled: i32,
    /// Those of one component.
    roots: Option<&'a [u32]>,
}

/// Pairs of the records that bear names.
struct Pairs<'a, S> {
    scorer: &'a S,
    records: &'a [Record],
    bearers: &'a Bearers,
}

impl<S: Scorer> Pairs<'_, S> {
    /// Scores all candidates, with whether each is an acronym and what it stands for.
    fn of_blocks(&self, blocks: &Blocks, wanted: &Wanted) -> Vec<(Edge, bool)> {
        let of_one = (0..self.scorer.n_forms() as u32).into_par_iter().fold(Vec::new, |mut edges, form| {
            self.score(form, form, wanted, &mut edges);
            edges
        });
        let of_two = (0..blocks.len()).into_par_iter().fold(Vec::new, |mut edges, block| {
            blocks.pairs_of(block, |left, right| self.score(left, right, wanted, &mut edges));
            edges
        });
        of_one.chain(of_two).collect::<Vec<_>>().concat()
    }

    /// Scores the records of two names, or of one.
    fn score(&self, left: u32, right: u32, wanted: &Wanted, edges: &mut Vec<(Edge, bool)>) {
        let (lefts, rights) = (self.bearers.of(left), self.bearers.of(right));
        if lefts.is_empty() || rights.is_empty() || left == right && lefts.len() < 2 {
            return;
        }
        let n_most = if lefts.len() * rights.len() > MOST_RECORD_PAIRS { 64 } else { usize::MAX };
        let is_wanted = |a: u32, b: u32| {
            a != b
                && (left != right || a < b)
                && wanted.roots.is_none_or(|roots| roots[a as usize] == roots[b as usize])
        };
        if wanted.roots.is_some()
            && !lefts.iter().take(n_most).any(|a| rights.iter().take(n_most).any(|b| is_wanted(*a, *b)))
        {
            return;
        }
        let most_of_rest = self.scorer.most_of_rest();
        let is_out = |reach: Reach| {
            reach.accepted.saturating_add(most_of_rest) < wanted.least
                && reach.rejected.saturating_add(most_of_rest) < wanted.least_overruled
        };
        if self.scorer.reach(left, right).is_some_and(is_out) {
            return;
        }
        let mut of_names = Score::default();
        let depends = self.scorer.names(left, right, &mut of_names);
        let most_of_home = if depends { w::HOME_MOST } else { 0 };
        let most = of_names.millibits().saturating_add(most_of_home);
        let reach = match of_names.rule {
            Some(_) => Reach { accepted: i32::MIN, rejected: most },
            None => Reach { accepted: most, rejected: i32::MIN },
        };
        if is_out(reach) {
            return;
        }
        let is_acronym = left != right && self.scorer.is_acronym(left, right);
        for a in lefts.iter().take(n_most) {
            for b in rights.iter().take(n_most) {
                if !is_wanted(*a, *b) {
                    continue;
                }
                let (low, high) = if a < b { ((*a, left), (*b, right)) } else { ((*b, right), (*a, left)) };
                let low_record = (&self.records[low.0 as usize], low.1);
                let high_record = (&self.records[high.0 as usize], high.1);
                let depends = depends && self.scorer.is_home_told(low_record, high_record);
                let mut score = if depends { Score::default() } else { of_names.clone() };
                if depends {
                    self.scorer.names_at_home(low_record, high_record, &mut score);
                }
                self.scorer.rest(low_record, high_record, &mut score);
                let (is_overruled, raw) = (score.rule.is_some(), score.millibits());
                if raw >= if is_overruled { wanted.least_overruled } else { wanted.least } {
                    let millibits = if is_overruled { CANNOT } else { raw };
                    edges.push((Edge { left: low.0, right: high.0, millibits }, is_acronym));
                }
            }
        }
    }
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
