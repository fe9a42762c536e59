//! Edit distance with a bound.

/// Cells of the rows that are kept on the stack: names are short.
const STACK: usize = 3 * 48;

/// Edits between two texts, a swap of neighbours counted as one (optimal string alignment), or `None`
/// when there are more than `bound`. Runs in time proportional to length times bound.
pub fn edits_within(a: &str, b: &str, bound: usize) -> Option<usize> {
    if a.is_ascii() && b.is_ascii() {
        return within(a.as_bytes(), b.as_bytes(), bound);
    }
    let a: Vec<char> = a.chars().collect();
    let b: Vec<char> = b.chars().collect();
    within(&a, &b, bound)
}

fn within<T: PartialEq>(a: &[T], b: &[T], bound: usize) -> Option<usize> {
    if a.len().abs_diff(b.len()) > bound {
        return None;
    }
    // What both begin and end with takes no edit.
    let n_same = a.iter().zip(b).take_while(|(a, b)| a == b).count();
    let (a, b) = (&a[n_same..], &b[n_same..]);
    let n_same = a.iter().rev().zip(b.iter().rev()).take_while(|(a, b)| a == b).count();
    let (a, b) = (&a[..a.len() - n_same], &b[..b.len() - n_same]);
    let far = bound + 1;
    let width = b.len() + 1;
    let (mut on_stack, mut on_heap) = ([0; STACK], Vec::new());
    let cells = if 3 * width <= STACK {
        &mut on_stack[..3 * width]
    } else {
        on_heap.resize(3 * width, 0);
        &mut on_heap[..]
    };
    let (mut before, rest) = cells.split_at_mut(width);
    let (mut above, mut row) = rest.split_at_mut(width);
    before.fill(far);
    for (j, cell) in above.iter_mut().enumerate() {
        *cell = j.min(far);
    }
    for i in 1..=a.len() {
        row.fill(far);
        if i <= bound {
            row[0] = i;
        }
        let from = i.saturating_sub(bound).max(1);
        let to = (i + bound).min(b.len());
        let mut least = row[0];
        for j in from..=to {
            let changed = usize::from(a[i - 1] != b[j - 1]);
            let mut cost = (above[j - 1] + changed).min(above[j] + 1).min(row[j - 1] + 1);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                cost = cost.min(before[j - 2] + 1);
            }
            row[j] = cost.min(far);
            least = least.min(row[j]);
        }
        if least > bound {
            return None;
        }
        std::mem::swap(&mut before, &mut above);
        std::mem::swap(&mut above, &mut row);
    }
    (above[b.len()] <= bound).then_some(above[b.len()])
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn check(a: &str, b: &str, bound: usize, expected: Option<usize>) {
        assert_eq!(edits_within(a, b, bound), expected, "{a} {b}");
        assert_eq!(edits_within(b, a, bound), expected, "{b} {a}");
    }

    #[test]
    fn distances() {
        check("christian", "cristian", 2, Some(1));
        check("urugauy", "uruguay", 1, Some(1));
        check("iran", "iraq", 1, Some(1));
        check("austria", "australia", 1, None);
        check("austria", "australia", 2, Some(2));
        check("", "", 0, Some(0));
        check("", "ab", 2, Some(2));
        check("same", "same", 0, Some(0));
        check("abcdef", "uvwxyz", 3, None);
        check("résumé", "resumé", 1, Some(1));
    }

    /// The whole table, without bound and shortcuts.
    fn slowly(a: &str, b: &str) -> usize {
        let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
        let mut table = vec![vec![0; b.len() + 1]; a.len() + 1];
        for i in 0..=a.len() {
            for j in 0..=b.len() {
                let mut least = if i == 0 { j } else { i };
                if i > 0 && j > 0 {
                    let changed = usize::from(a[i - 1] != b[j - 1]);
                    least = (table[i - 1][j - 1] + changed).min(table[i - 1][j] + 1).min(table[i][j - 1] + 1);
                    if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                        least = least.min(table[i - 2][j - 2] + 1);
                    }
                }
                table[i][j] = least;
            }
        }
        table[a.len()][b.len()]
    }

    proptest! {
        #[test]
        fn as_many_as_the_whole_table_says(a in "[abé]{0,9}", b in "[abé]{0,9}", bound in 0..5_usize) {
            let edits = slowly(&a, &b);
            prop_assert_eq!(edits_within(&a, &b, bound), (edits <= bound).then_some(edits));
        }
    }
}
