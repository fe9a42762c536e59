//! Edit distance with a bound.

/// Edits between two texts, a swap of neighbours counted as one (optimal string alignment), or `None`
/// when there are more than `bound`. Runs in time proportional to length times bound.
pub fn edits_within(a: &str, b: &str, bound: usize) -> Option<usize> {
    let a: Vec<char> = a.chars().collect();
    let b: Vec<char> = b.chars().collect();
    if a.len().abs_diff(b.len()) > bound {
        return None;
    }
    let far = bound + 1;
    let width = b.len() + 1;
    let mut before: Vec<usize> = vec![far; width];
    let mut above: Vec<usize> = (0..width).map(|j| j.min(far)).collect();
    let mut row = vec![far; width];
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
    }
}
