//! The compiled-in files: rows of plain fields, and keys to look texts up by.
//!
//! Files are split at commas, which takes a tenth of the time of a reader of CSV; a field of one that is
//! read so holds neither comma nor quote, and tests of the files say so.

use crate::text::fold;
use rustc_hash::{FxBuildHasher, FxHashSet};
use std::borrow::Cow;

/// A key of a map, which borrows from the file where it can.
pub(super) type Key = Cow<'static, str>;

/// The first fields of every row, without the header. A row that has fewer is left out.
pub(super) fn rows<const N: usize>(file: &'static str) -> impl Iterator<Item = [&'static str; N]> {
    let mut rest = file;
    next_row::<0>(&mut rest);
    std::iter::from_fn(move || (!rest.is_empty()).then(|| next_row(&mut rest))).flatten()
}

/// Takes a row off a file, in one pass over its bytes.
fn next_row<const N: usize>(file: &mut &'static str) -> Option<[&'static str; N]> {
    let mut fields = [""; N];
    let (mut n_fields, mut start, mut end) = (0, 0, file.len());
    for (at, byte) in file.bytes().enumerate() {
        if byte == b'\n' {
            end = at;
            break;
        }
        if byte == b',' && n_fields < N {
            fields[n_fields] = &file[start..at];
            n_fields += 1;
            start = at + 1;
        }
    }
    if n_fields < N {
        fields[n_fields] = file[start..end].trim_end_matches('\r');
        n_fields += 1;
    }
    *file = file.get(end + 1..).unwrap_or_default();
    (n_fields == N).then_some(fields)
}

/// The first fields of a line.
pub(super) fn fields<const N: usize>(line: &'static str) -> Option<[&'static str; N]> {
    let mut parts = line.split(',');
    let mut fields = [""; N];
    for field in &mut fields {
        *field = parts.next()?;
    }
    Some(fields)
}

/// How many rows a file has at most, so that a map is made in its size.
pub(super) fn n_rows(file: &str) -> usize {
    file.bytes().filter(|byte| *byte == b'\n').count()
}

/// The first field of every row.
pub(super) fn set(file: &'static str) -> FxHashSet<&'static str> {
    let mut set = FxHashSet::with_capacity_and_hasher(n_rows(file), FxBuildHasher);
    set.extend(rows(file).map(|[word]| word));
    set
}

/// The folded text, borrowed where it is folded already.
pub(super) fn folded(text: &'static str) -> Key {
    let is_folded = text.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit());
    if is_folded {
        return Cow::Borrowed(text);
    }
    let folded = fold(text);
    if folded == text { Cow::Borrowed(text) } else { Cow::Owned(folded) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_of_a_file() {
        let read = |file: &'static str| rows::<2>(file).collect::<Vec<_>>();
        assert_eq!(read("a,b\n1,2\r\n3,,5\n\n6\n7,8"), [["1", "2"], ["3", ""], ["7", "8"]]);
        assert_eq!(read("a,b"), Vec::<[&str; 2]>::new());
        assert_eq!(rows::<1>("a\nß,1\n").collect::<Vec<_>>(), [["ß"]]);
    }
}
