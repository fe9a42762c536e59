//! Mail addresses, as printed and written out; handles and pages of users.

use super::{Found, Opening, has_letter};
use crate::reference::contacts::{ContactWord, Contacts};

/// Mail addresses, handles and pages of users in a text.
pub(super) fn find(text: &str, opening: Opening, contacts: &Contacts) -> Vec<Found> {
    let mut found = Vec::new();
    for (at, sign) in text.match_indices('@').chain(text.match_indices('＠')) {
        let after = at + sign.len();
        if let Some(range) = around(text, at, after, contacts) {
            found.push(Found { range, mark: "[e-mail]" });
        } else if let Some(length) = handle_length(&text[after..]).filter(|_| is_free(&text[..at])) {
            let is_name = opening == Opening::Name && !has_letter(&text[..at]);
            if !is_name {
                found.push(Found { range: at..after + length, mark: "[handle]" });
            }
        }
    }
    if text.bytes().any(|byte| matches!(byte, b'[' | b'(' | b'{' | b'<')) {
        found.extend(bracketed_signs(text, contacts));
    }
    if contacts.holds_dot(text) {
        found.extend(written_out(text, contacts));
    }
    if text.contains('/') {
        found.extend(pages(text, opening, contacts));
    }
    found
}

/// A mail address around its sign: the user before, perhaps after a space, and the host after.
fn around(text: &str, at: usize, after: usize, contacts: &Contacts) -> Option<std::ops::Range<usize>> {
    let before = &text[..at];
    let is_spaced = before.ends_with(' ') || text[after..].starts_with(' ');
    let user = user_start(before.trim_end_matches(' '))?;
    let rest = text[after..].trim_start_matches(' ');
    let length = host_length(rest, contacts)?;
    // With spaces, a sign may stand for "at": only a host in small letters tells.
    let host = &rest[..length];
    if is_spaced
        && (host.contains(char::is_uppercase) || host.rsplit('.').next().is_some_and(|end| end.len() < 2))
    {
        return None;
    }
    Some(user..text.len() - rest.len() + length)
}

/// Where the user of a mail address begins that a text ends with.
fn user_start(before: &str) -> Option<usize> {
    let user = before.trim_end_matches(|c: char| c.is_alphanumeric() || "._%+-'’!#$&*=?^`~".contains(c));
    let start = before.len() - before[user.len()..].trim_start_matches(['.', '-', '\'', '’', '*']).len();
    (start < before.len()).then_some(start)
}

/// Length of the host that a text begins with: words with dots between them, at least one; a dot may be
/// written out in brackets.
fn host_length(text: &str, contacts: &Contacts) -> Option<usize> {
    let (mut length, mut n_dots) = (word_length(text), 0);
    if length == 0 {
        return None;
    }
    loop {
        let rest = &text[length..];
        let dot = if rest.starts_with('.') { Some(1) } else { bracketed(rest, ContactWord::Dot, contacts) };
        let Some(dot) = dot else { break };
        let next = &rest[dot..];
        let skipped = if dot > 1 { next.len() - next.trim_start_matches(' ').len() } else { 0 };
        let word = word_length(&next[skipped..]);
        if word == 0 {
            break;
        }
        length += dot + skipped + word;
        n_dots += 1;
    }
    (n_dots > 0).then_some(length)
}

fn word_length(text: &str) -> usize {
    let end = text.find(|c: char| !c.is_alphanumeric() && c != '-').unwrap_or(text.len());
    text[..end].trim_end_matches('-').len()
}

/// Length of a sign in words between brackets that a text begins with, spaces before it included:
/// `[at]`, ` (dot)`.
fn bracketed(text: &str, word: ContactWord, contacts: &Contacts) -> Option<usize> {
    let rest = text.trim_start_matches(' ');
    let close = match rest.chars().next()? {
        '[' => b']',
        '(' => b')',
        '{' => b'}',
        '<' => b'>',
        _ => return None,
    };
    // What stands for a sign is a word; nothing longer is looked at.
    let end = rest.bytes().take(LONGEST_SIGN).position(|byte| byte == close)?;
    let inner = rest[1..end].trim();
    let is_sign = match word {
        ContactWord::At => inner == "@",
        _ => inner == ".",
    };
    (is_sign || contacts.is(inner, word)).then(|| text.len() - rest.len() + end + 1)
}

/// Bytes that a sign in words takes at most, with its brackets and the spaces in them.
const LONGEST_SIGN: usize = 32;

/// Mail addresses whose sign stands in brackets: `ann [at] example.org`.
fn bracketed_signs(text: &str, contacts: &Contacts) -> Vec<Found> {
    let mut found = Vec::new();
    for (at, _) in text.char_indices().filter(|(_, c)| matches!(c, '[' | '(' | '{' | '<')) {
        let before = text[..at].trim_end_matches(' ');
        let sign = bracketed(&text[at..], ContactWord::At, contacts);
        if let (Some(sign), Some(start)) = (sign, user_start(before)) {
            let rest = text[at + sign..].trim_start_matches(' ');
            if let Some(length) = host_length(rest, contacts) {
                let end = text.len() - rest.len() + length;
                found.push(Found { range: start..end, mark: "[e-mail]" });
            }
        }
    }
    found
}

/// Mail addresses whose signs are words: `ann at example dot org`.
fn written_out(text: &str, contacts: &Contacts) -> Vec<Found> {
    let mut found = Vec::new();
    let words = words(text);
    for (index, window) in words.windows(5).enumerate() {
        let [user, at, host, dot, end] = window else { continue };
        let is = |word: &std::ops::Range<usize>, kind| contacts.is(&text[word.clone()], kind);
        let plain = |word: &std::ops::Range<usize>| word_length(&text[word.clone()]);
        // Names are written with capitals: "Women at Work dot Net".
        let is_small =
            [user, host, end].iter().all(|word| !text[(*word).clone()].starts_with(char::is_uppercase));
        if !is_small || !is(at, ContactWord::At) || !is(dot, ContactWord::Dot) {
            continue;
        }
        if plain(host) == 0 || plain(end) == 0 {
            continue;
        }
        let Some(start) = user_start(&text[..user.end]) else { continue };
        let mut last = end.start + plain(end);
        // "dot co dot uk"
        if let (Some(dot), Some(end)) = (words.get(index + 5), words.get(index + 6))
            && is(dot, ContactWord::Dot)
            && plain(end) > 0
        {
            last = end.start + plain(end);
        }
        found.push(Found { range: start..last, mark: "[e-mail]" });
    }
    found
}

/// The words of a text between white space.
pub(super) fn words(text: &str) -> Vec<std::ops::Range<usize>> {
    let mut words = Vec::new();
    let mut start = None;
    for (at, c) in text.char_indices() {
        match (start, c.is_whitespace()) {
            (None, false) => start = Some(at),
            (Some(from), true) => {
                words.push(from..at);
                start = None;
            }
            _ => {}
        }
    }
    words.extend(start.map(|from| from..text.len()));
    words
}

/// Whether a sign behind this text begins a word.
fn is_free(before: &str) -> bool {
    before.chars().next_back().is_none_or(|c| !c.is_alphanumeric() && !"/._-@＠]".contains(c))
}

/// Length of the handle that follows its sign.
fn handle_length(text: &str) -> Option<usize> {
    let end = text.find(|c: char| !c.is_alphanumeric() && c != '_' && c != '.').unwrap_or(text.len());
    let handle = text[..end].trim_end_matches('.');
    (handle.chars().count() >= 2).then_some(handle.len())
}

/// Pages of users on hosts that everybody has a page on; a text that opens with one is an address of a
/// publication.
fn pages(text: &str, opening: Opening, contacts: &Contacts) -> Vec<Found> {
    let mut found = Vec::new();
    for word in words(text) {
        let opens = text[word.clone()].find(|c: char| c.is_alphanumeric()).unwrap_or(0);
        let start = word.start + opens;
        let page = text[start..word.end].trim_end_matches([')', ']', '>', ',', ';', '.']);
        let bare =
            ["https://", "http://"].iter().find_map(|scheme| page.strip_prefix(scheme)).unwrap_or(page);
        let bare = ["www.", "m.", "mobile."].iter().find_map(|part| bare.strip_prefix(part)).unwrap_or(bare);
        let Some((host, path)) = bare.split_once('/') else { continue };
        let is_first = opening == Opening::Name && !has_letter(&text[..start]);
        if !path.is_empty() && !is_first && contacts.is_profile_host(&host.to_ascii_lowercase()) {
            found.push(Found { range: start..start + page.len(), mark: "[handle]" });
        }
    }
    found
}
