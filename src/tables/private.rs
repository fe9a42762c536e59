//! What a document prints and the tables do not: ways of reaching a signatory.
//!
//! In: any text on its way into a table. Out: the text with `[e-mail]`, `[telephone]`, `[address]` and
//! `[handle]` in their stead. Nothing is taken that could be a name: a handle or an address that opens a
//! text may be what the signatory is called. A number is a telephone number with its `+` and country code,
//! behind a word that says so, or grouped as nothing else is; an address is a whole part of a line, with
//! the number of a house beside the word for a street.

mod address;
mod mail;
mod telephone;

use std::borrow::Cow;
use std::ops::Range;
use std::sync::LazyLock;

use crate::reference::contacts::Contacts;

/// The words are few and the same for every run; nobody adds to them.
static CONTACTS: LazyLock<Contacts> = LazyLock::new(Contacts::builtin);

/// What is withheld, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Found {
    range: Range<usize>,
    mark: &'static str,
}

/// What a text may open with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Opening {
    /// A name, which is kept whatever it looks like.
    Name,
    /// Anything: the text is what is printed beside a name.
    Anything,
}

/// The text of a name, or of a line that opens with one, without ways of reaching the signatory.
pub fn withheld(text: &str) -> Cow<'_, str> {
    without(text, Opening::Name)
}

/// The same of a text that stands beside a name, which may be an address as a whole.
pub fn withheld_beside(text: &str) -> Cow<'_, str> {
    without(text, Opening::Anything)
}

/// Passes over a text at most: where a mark has taken the place of one thing, another may show.
const MOST_PASSES: usize = 8;

fn without(text: &str, opening: Opening) -> Cow<'_, str> {
    let mut kept = without_once(text, opening);
    for _ in 1..MOST_PASSES {
        let Cow::Owned(more) = without_once(&kept, opening) else { break };
        kept = Cow::Owned(more);
    }
    kept
}

fn without_once(text: &str, opening: Opening) -> Cow<'_, str> {
    let mut found = mail::find(text, opening, &CONTACTS);
    found.extend(telephone::find(text, &CONTACTS));
    found.extend(address::find(text, opening, &CONTACTS));
    if found.is_empty() {
        return Cow::Borrowed(text);
    }
    // Of two that overlap, the one that begins first, and of those the longer one.
    found.sort_by_key(|found| (found.range.start, std::cmp::Reverse(found.range.end)));
    let mut kept = String::with_capacity(text.len());
    let mut end = 0;
    for Found { range, mark } in found {
        if range.start >= end {
            kept.push_str(&text[end..range.start]);
            kept.push_str(mark);
        }
        end = end.max(range.end);
    }
    kept.push_str(&text[end..]);
    Cow::Owned(kept)
}

/// Whether a text holds a letter: something that may be a name.
fn has_letter(text: &str) -> bool {
    text.contains(char::is_alphabetic)
}

#[cfg(test)]
mod tests;
