//! Scored pairs to clusters: greedy additive edge contraction (Keuper et al. 2015), a heuristic of
//! correlation clustering (Bansal, Blum & Chawla 2004).
//!
//! Must-links are contracted first. Then the two clusters whose pairs have the highest mean weight are
//! joined, again and again, while the sum is positive, the mean high enough, at least one pair is good
//! enough by itself, no cannot-link stands between, and no other cluster competes. Pairs that were never
//! candidates count a little against. Every tie is broken by the order of the nodes.

use super::weights;
use rayon::prelude::*;
use std::collections::{BTreeMap, BinaryHeap};

/// A scored pair of nodes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Edge {
    /// The smaller node.
    pub left: u32,
    /// The larger node.
    pub right: u32,
    /// Weight in thousandths of a bit; [`CANNOT`] or [`FORBIDDEN`] for a pair that is never joined.
    pub millibits: i32,
}

/// Weight of a pair that a person keeps apart.
pub const FORBIDDEN: i32 = i32::MIN;
/// Weight of a pair that a rule keeps apart.
pub const CANNOT: i32 = i32::MIN + 1;

/// What decides whether two clusters are joined, thousandths of a bit.
#[derive(Debug, Clone, Copy)]
pub struct Bounds {
    /// At least one pair has this weight.
    pub link: i32,
    /// The mean of the pairs is at least this.
    pub mean: i32,
    /// Weight of a pair that was no candidate.
    pub unseen: i32,
    /// Weight of a letter that both clusters signed.
    pub same_letter: i32,
    /// A cluster that fits two others, which do not fit each other, this nearly is joined to neither.
    pub margin: i32,
    /// Two clusters whose pairs' mean is below this do not fit each other.
    pub conflict: i32,
}

/// The nodes and what is known of them.
#[derive(Debug, Clone, Copy)]
pub struct Nodes<'a> {
    /// Letters of each node, ascending.
    pub letters: &'a [&'a [u32]],
    /// Signatures of each node.
    pub n_signings: &'a [u32],
    /// For each node the smallest of those that a person says are the same: they are compared as one node that
    /// is printed in several ways, by the best that any of them reaches.
    pub groups: &'a [u32],
}

/// For each node the smallest node of its cluster. `edges` hold each pair once.
pub fn cluster(nodes: Nodes, edges: &[Edge], must: &[(u32, u32)], bounds: Bounds) -> Vec<u32> {
    let n_nodes = nodes.letters.len();
    let mut together: Vec<u32> = (0..n_nodes as u32).collect();
    for (a, b) in must {
        unite(&mut together, *a, *b);
    }
    let contracted: Vec<u32> = (0..n_nodes as u32).map(|node| find(&mut together, node)).collect();

    // Components of what may come together: no two clusters are joined without a pair of the weight of a link.
    let mut component = contracted.clone();
    for edge in edges.iter().filter(|edge| edge.millibits >= bounds.link.max(1)) {
        unite(&mut component, edge.left, edge.right);
    }
    let roots: Vec<u32> = (0..n_nodes as u32).map(|node| find(&mut component, node)).collect();
    let mut members: Vec<(u32, u32)> =
        roots.iter().enumerate().map(|(node, root)| (*root, node as u32)).collect();
    members.sort_unstable();
    let mut inner: Vec<(u32, Edge)> = edges
        .iter()
        .filter(|edge| roots[edge.left as usize] == roots[edge.right as usize])
        .map(|edge| (roots[edge.left as usize], *edge))
        .collect();
    inner.par_sort_unstable();

    let components: Vec<&[(u32, u32)]> =
        members.chunk_by(|a, b| a.0 == b.0).filter(|c| c.len() > 1).collect();
    let joined: Vec<Vec<(u32, u32)>> = components
        .par_iter()
        .map(|component| {
            let root = component[0].0;
            let from = inner.partition_point(|(other, _)| *other < root);
            let to = inner.partition_point(|(other, _)| *other <= root);
            contract(component, &inner[from..to], &contracted, nodes, bounds)
        })
        .collect();
    let mut labels = contracted;
    for (node, label) in joined.into_iter().flatten() {
        labels[node as usize] = label;
    }
    labels
}

/// A cluster of so many times the signatures of another is the one that is joined.
const LARGER: u64 = 3;

/// Sum over the scored pairs between two clusters.
#[derive(Debug, Clone, Copy)]
struct Between {
    sum: i64,
    n_pairs: u64,
    best: i32,
    is_cannot: bool,
}

impl Between {
    const NOTHING: Self = Self { sum: 0, n_pairs: 0, best: i32::MIN, is_cannot: false };

    fn add(&mut self, other: Self) {
        self.sum += other.sum;
        self.n_pairs += other.n_pairs;
        self.best = self.best.max(other.best);
        self.is_cannot |= other.is_cannot;
    }
}

struct Cluster {
    label: u32,
    size: u64,
    n_signings: u64,
    letters: Vec<u32>,
    version: u32,
    is_alive: bool,
    between: BTreeMap<usize, Between>,
}

/// Clusters one component: for each of its nodes the smallest node it is together with.
fn contract(
    component: &[(u32, u32)],
    edges: &[(u32, Edge)],
    contracted: &[u32],
    nodes: Nodes,
    bounds: Bounds,
) -> Vec<(u32, u32)> {
    // One cluster for each contracted group, in order of its smallest node.
    let mut labels: Vec<u32> = component.iter().map(|(_, node)| contracted[*node as usize]).collect();
    labels.sort_unstable();
    labels.dedup();
    let place = |node: u32| labels.binary_search(&contracted[node as usize]).unwrap_or_default();
    let mut clusters: Vec<Cluster> = labels
        .iter()
        .map(|label| Cluster {
            label: *label,
            size: 0,
            n_signings: 0,
            letters: Vec::new(),
            version: 0,
            is_alive: true,
            between: BTreeMap::new(),
        })
        .collect();
    let mut of_node: Vec<usize> = Vec::with_capacity(component.len());
    for (_, node) in component {
        let at = place(*node);
        of_node.push(at);
        clusters[at].size += u64::from(nodes.groups[*node as usize] == *node);
        clusters[at].n_signings += u64::from(nodes.n_signings[*node as usize]);
        clusters[at].letters.extend(nodes.letters[*node as usize]);
    }
    for cluster in &mut clusters {
        cluster.letters.sort_unstable();
        cluster.letters.dedup();
    }
    for (left, right, weight) in between_groups(edges, nodes.groups, bounds.link) {
        let (a, b) = (place(left), place(right));
        if a == b {
            continue;
        }
        clusters[a].between.entry(b).or_insert(Between::NOTHING).add(weight);
        clusters[b].between.entry(a).or_insert(Between::NOTHING).add(weight);
    }

    let mut heap: BinaryHeap<(i64, std::cmp::Reverse<(usize, usize)>, u32, u32)> = BinaryHeap::new();
    for a in 0..clusters.len() {
        for b in clusters[a].between.keys().filter(|b| **b > a) {
            if let Some(mean) = mean(&clusters, a, *b, bounds) {
                heap.push((mean, std::cmp::Reverse((a, *b)), 0, 0));
            }
        }
    }
    let mut parent: Vec<usize> = (0..clusters.len()).collect();
    while let Some((weight, std::cmp::Reverse((a, b)), version_a, version_b)) = heap.pop() {
        let is_stale = !clusters[a].is_alive
            || !clusters[b].is_alive
            || clusters[a].version != version_a
            || clusters[b].version != version_b;
        if is_stale
            || is_contested(&clusters, a, b, weight, bounds)
            || is_contested(&clusters, b, a, weight, bounds)
        {
            continue;
        }
        join(&mut clusters, a, b);
        parent[b] = a;
        let others: Vec<usize> = clusters[a].between.keys().copied().collect();
        for other in others {
            let (low, high) = (a.min(other), a.max(other));
            if let Some(mean) = mean(&clusters, low, high, bounds) {
                let versions = (clusters[low].version, clusters[high].version);
                heap.push((mean, std::cmp::Reverse((low, high)), versions.0, versions.1));
            }
        }
    }
    component
        .iter()
        .zip(of_node)
        .map(|((_, node), mut at)| {
            while parent[at] != at {
                at = parent[at];
            }
            (*node, clusters[at].label)
        })
        .collect()
}

/// What is between two groups of nodes, each pair of groups once; most groups are one node.
fn between_groups(edges: &[(u32, Edge)], groups: &[u32], link: i32) -> Vec<(u32, u32, Between)> {
    let mut pairs: Vec<(u32, u32, i32)> = edges
        .iter()
        .map(|(_, edge)| {
            let (a, b) = (groups[edge.left as usize], groups[edge.right as usize]);
            (a.min(b), a.max(b), edge.millibits)
        })
        .collect();
    pairs.sort_unstable();
    pairs
        .chunk_by(|a, b| (a.0, a.1) == (b.0, b.1))
        .map(|pairs| {
            let (left, right, least) = pairs[0];
            let best = pairs[pairs.len() - 1].2;
            // What a person says of one name of a group holds against a rule about another.
            let is_cannot = least == FORBIDDEN || least == CANNOT && (pairs.len() == 1 || best < link);
            let weight = match best <= CANNOT {
                true => Between { is_cannot, ..Between::NOTHING },
                false => Between { sum: i64::from(best), n_pairs: 1, best, is_cannot },
            };
            (left, right, weight)
        })
        .collect()
}

/// The mean weight between two clusters, if they may be joined, and half a bit for each doubling of the
/// signatures of either: a record that fits two entities is the likelier of the one that signs more.
fn mean(clusters: &[Cluster], a: usize, b: usize, bounds: Bounds) -> Option<i64> {
    let between = clusters[a].between.get(&b)?;
    if between.is_cannot || between.best < bounds.link {
        return None;
    }
    let n_pairs = clusters[a].size * clusters[b].size;
    let unseen = n_pairs.saturating_sub(between.n_pairs) as i64 * i64::from(bounds.unseen);
    let (letters_a, letters_b) = (&clusters[a].letters, &clusters[b].letters);
    let n_both = n_shared(letters_a, letters_b);
    let fewer = letters_a.len().min(letters_b.len());
    let shared = n_both as i64 * i64::from(same_letter(bounds.same_letter, n_both, fewer));
    let sum = between.sum + unseen + shared;
    let mean = sum / n_pairs.max(1) as i64;
    let popularity = (popularity(&clusters[a]) + popularity(&clusters[b])) / 2;
    (sum > 0 && mean >= i64::from(bounds.mean)).then_some(mean + popularity)
}

/// Log2 of the signatures of a cluster, thousandths.
fn popularity(cluster: &Cluster) -> i64 {
    ((cluster.n_signings.max(1) as f64).log2() * 1000.0).round() as i64
}

/// Whether `a` fits a third cluster nearly as well as `b`, and the third does not fit `b`. A cluster with
/// many more signatures wins over one with few; and a large cluster is not asked where it belongs, but
/// what joins it is.
fn is_contested(clusters: &[Cluster], a: usize, b: usize, weight: i64, bounds: Bounds) -> bool {
    if clusters[a].n_signings > LARGER * clusters[b].n_signings {
        return false;
    }
    clusters[a].between.iter().any(|(other, between)| {
        if *other == b || between.best < bounds.link || between.is_cannot {
            return false;
        }
        let against = clusters[b].between.get(other).is_some_and(|third| {
            third.is_cannot || third.sum < i64::from(bounds.conflict) * third.n_pairs as i64
        });
        // The popularity of `b` and of the third counts in full here, that of `a` not at all.
        let lead = (popularity(&clusters[b]) - popularity(&clusters[*other])) / 2;
        against
            && mean(clusters, a.min(*other), a.max(*other), bounds)
                .is_some_and(|mean| weight + lead - mean < i64::from(bounds.margin))
    })
}

/// Joins `b` to `a`.
fn join(clusters: &mut [Cluster], a: usize, b: usize) {
    let between = std::mem::take(&mut clusters[b].between);
    let letters = std::mem::take(&mut clusters[b].letters);
    for (other, weight) in between {
        clusters[other].between.remove(&b);
        if other != a {
            clusters[a].between.entry(other).or_insert(Between::NOTHING).add(weight);
            clusters[other].between.entry(a).or_insert(Between::NOTHING).add(weight);
        }
    }
    clusters[a].letters.extend(letters);
    clusters[a].letters.sort_unstable();
    clusters[a].letters.dedup();
    clusters[a].size += clusters[b].size;
    clusters[a].n_signings += clusters[b].n_signings;
    clusters[a].label = clusters[a].label.min(clusters[b].label);
    clusters[a].version += 1;
    clusters[b].is_alive = false;
}

/// Weight of standing in `n_both` letters together, where the one with fewer letters signed `n_fewer`.
pub fn same_letter(weight: i32, n_both: usize, n_fewer: usize) -> i32 {
    let share = n_both as f64 / (n_fewer.max(1) as f64 * weights::SAME_LETTER_FULL_SHARE);
    (f64::from(weight) * share.min(1.0)).round() as i32
}

/// Elements that two ascending lists share.
pub fn n_shared(a: &[u32], b: &[u32]) -> usize {
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    short.iter().filter(|letter| long.binary_search(letter).is_ok()).count()
}

/// The root of a node, with path halving.
pub fn find(parent: &mut [u32], mut node: u32) -> u32 {
    while parent[node as usize] != node {
        parent[node as usize] = parent[parent[node as usize] as usize];
        node = parent[node as usize];
    }
    node
}

/// Puts two nodes together; the smaller root stays.
pub fn unite(parent: &mut [u32], a: u32, b: u32) {
    let (a, b) = (find(parent, a), find(parent, b));
    parent[a.max(b) as usize] = a.min(b);
}

#[cfg(test)]
mod tests {
    use super::*;

    const BOUNDS: Bounds =
        Bounds { link: 4000, mean: 2000, unseen: -1000, same_letter: -12_000, margin: 1500, conflict: -2000 };

    fn check(edges: &[(u32, u32, i32)], must: &[(u32, u32)], letters: &[&[u32]], expected: &[u32]) {
        let edges: Vec<Edge> = edges.iter().map(|e| Edge { left: e.0, right: e.1, millibits: e.2 }).collect();
        let n_signings = vec![1; letters.len()];
        let mut groups: Vec<u32> = (0..letters.len() as u32).collect();
        must.iter().for_each(|(a, b)| unite(&mut groups, *a, *b));
        let groups: Vec<u32> = (0..letters.len() as u32).map(|node| find(&mut groups, node)).collect();
        let nodes = Nodes { letters, n_signings: &n_signings, groups: &groups };
        assert_eq!(cluster(nodes, &edges, must, BOUNDS), expected);
    }

    #[test]
    fn strong_pairs_join() {
        check(&[(0, 1, 9000)], &[], &[&[1], &[2], &[3]], &[0, 0, 2]);
        check(&[(0, 1, 3000)], &[], &[&[1], &[2]], &[0, 1]);
    }

    #[test]
    fn a_chain_is_cut_where_its_ends_differ() {
        let letters: [&[u32]; 3] = [&[1], &[2], &[3]];
        check(&[(0, 1, 9000), (1, 2, 8000), (0, 2, -20_000)], &[], &letters, &[0, 1, 2]);
        check(&[(0, 1, 12_000), (1, 2, 8000), (0, 2, -20_000)], &[], &letters, &[0, 0, 2]);
        check(&[(0, 1, 12_000), (1, 2, 8000), (0, 2, CANNOT)], &[], &letters, &[0, 0, 2]);
    }

    #[test]
    fn must_and_cannot_links_hold() {
        check(&[], &[(0, 2)], &[&[1], &[2], &[1]], &[0, 1, 0]);
        check(&[(0, 1, CANNOT), (0, 2, 9000), (1, 2, 5000)], &[], &[&[1], &[2], &[3]], &[0, 1, 0]);
    }

    #[test]
    fn who_is_the_same_is_compared_as_one() {
        // The second name of the first fits the third as little as it fits the first.
        check(&[(0, 2, 9000), (1, 2, -30_000)], &[(0, 1)], &[&[1], &[1], &[2]], &[0, 0, 0]);
        check(&[(0, 2, 9000), (1, 2, CANNOT)], &[(0, 1)], &[&[1], &[1], &[2]], &[0, 0, 0]);
        check(&[(0, 2, 9000), (1, 2, FORBIDDEN)], &[(0, 1)], &[&[1], &[1], &[2]], &[0, 0, 2]);
    }

    #[test]
    fn one_letter_is_not_signed_twice() {
        check(&[(0, 1, 9000)], &[], &[&[1], &[1]], &[0, 1]);
    }
}
