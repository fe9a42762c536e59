//! Bounds on what reading a document may cost, checked before it is read.

mod search;

use hayro_syntax::Filter;
use hayro_syntax::object::Stream;
pub use search::is_affordable;
use std::io::{Read, copy, sink};

/// Bytes to which one stream may inflate.
const MOST_BYTES: u64 = 64 << 20;
/// Bytes that DEFLATE makes of one at most.
const MOST_FOR_ONE: u64 = 1032;
/// Bytes of a stream in LZW; what it inflates to is only known by doing it.
const MOST_LZW: usize = 64 << 10;
/// Bytes before a stream in which its dictionary is looked for.
const DICTIONARY: usize = 512;

/// Whether a stream inflates to a size that can be afforded.
pub fn fits(stream: &Stream) -> bool {
    let filters = stream.filters();
    let is = |filter: Filter| filters.iter().filter(|one| **one == filter).count();
    let (n_flate, n_lzw) = (is(Filter::FlateDecode), is(Filter::LzwDecode));
    if n_flate + n_lzw + is(Filter::RunLengthDecode) > 1 {
        return false;
    }
    let raw = stream.raw_data();
    if n_lzw > 0 {
        return raw.len() <= MOST_LZW;
    }
    n_flate == 0 || filters.len() > 1 || inflates_within(&raw)
}

/// Whether every stream of a file inflates to a size that can be afforded. Some streams are read by the
/// library for itself, so this is asked of the bytes before it sees them.
pub fn is_harmless(bytes: &[u8]) -> bool {
    let mut at = 0;
    while let Some(found) = find(&bytes[at..], b"stream") {
        let start = at + found;
        at = start + b"stream".len();
        if bytes[..start].ends_with(b"end") {
            continue;
        }
        let dictionary = &bytes[start.saturating_sub(DICTIONARY)..start];
        let dictionary = rfind(dictionary, b" obj").map_or(dictionary, |from| &dictionary[from..]);
        if count(dictionary, b"FlateDecode") + count(dictionary, b"LZWDecode") > 1 {
            return false;
        }
        let data = &bytes[at..];
        let data = data.strip_prefix(b"\r\n").or_else(|| data.strip_prefix(b"\n")).unwrap_or(data);
        let end = find(data, b"endstream").unwrap_or(data.len());
        if count(dictionary, b"FlateDecode") > 0 && !inflates_within(&data[..end]) {
            return false;
        }
        at += end;
    }
    true
}

fn inflates_within(raw: &[u8]) -> bool {
    if raw.len() as u64 * MOST_FOR_ONE <= MOST_BYTES {
        return true;
    }
    // What is damaged ends early here as it does later.
    let mut inflated = flate2::read::ZlibDecoder::new(raw).take(MOST_BYTES + 1);
    !matches!(copy(&mut inflated, &mut sink()), Ok(n_bytes) if n_bytes > MOST_BYTES)
}

fn find(bytes: &[u8], needle: &[u8]) -> Option<usize> {
    bytes.windows(needle.len()).position(|window| window == needle)
}

fn rfind(bytes: &[u8], needle: &[u8]) -> Option<usize> {
    bytes.windows(needle.len()).rposition(|window| window == needle)
}

fn count(bytes: &[u8], needle: &[u8]) -> usize {
    bytes.windows(needle.len()).filter(|window| *window == needle).count()
}
