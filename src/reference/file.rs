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
    file.lines().skip(1).filter_map(fields)
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
    let folded = fold(text);
    if folded == text { Cow::Borrowed(text) } else { Cow::Owned(folded) }
}
