//! What the library spends on a file whose table of objects is damaged. It then looks for objects from each
//! place where one may begin, and a string that never ends is read to the end of the file each time.

/// Containers in each other that the library follows.
const DEEPEST: usize = 512;
/// Bytes that any file may cost, and that each byte of it may cost.
const MOST: u64 = 32 << 20;
const MOST_FOR_ONE: u64 = 16;
/// Bytes that are searched for the end of a stream in the time in which one is read.
const SEARCHED_FOR_ONE: usize = 8;

/// Whether looking for the objects of a file can be afforded.
pub fn is_affordable(bytes: &[u8]) -> bool {
    let most = MOST + MOST_FOR_ONE * bytes.len() as u64;
    let mut spent = 0;
    let mut next_end = None;
    let mut at = 0;
    while at < bytes.len() && spent <= most {
        if let Some(start) = after_number(bytes, at) {
            spent += (skip(bytes, start).0 - at) as u64;
            at = start;
        } else if bytes[at..].starts_with(b"<<") {
            let (end, is_closed) = skip(bytes, at);
            spent += (end - at) as u64;
            at = if is_closed { end } else { next_word(bytes, at) };
            if is_closed && bytes[skip_space(bytes, at)..].starts_with(b"stream") {
                let of_stream = next_end.filter(|end| *end >= at).unwrap_or_else(|| {
                    let found = super::find(&bytes[at..], b"endstream");
                    found.map_or(bytes.len(), |found| at + found)
                });
                next_end = Some(of_stream);
                spent += ((of_stream - at) / SEARCHED_FOR_ONE) as u64;
            }
        } else {
            at = next_word(bytes, at).max(at + 1);
        }
    }
    spent <= most
}

/// Behind the number of an object, `12 0 obj`.
fn after_number(bytes: &[u8], at: usize) -> Option<usize> {
    let number = |at: usize| {
        let n_digits = bytes[at..].iter().take(12).take_while(|byte| byte.is_ascii_digit()).count();
        (n_digits > 0).then(|| skip_space(bytes, at + n_digits))
    };
    let at = number(number(at)?)?;
    bytes[at..].starts_with(b"obj").then(|| skip_space(bytes, at + b"obj".len()))
}

/// How far an object is read, and whether it ends there.
fn skip(bytes: &[u8], start: usize) -> (usize, bool) {
    let mut depth = 0;
    let mut at = start;
    while let Some(byte) = bytes.get(at) {
        let rest = &bytes[at..];
        match byte {
            b'(' => match skip_literal(bytes, at) {
                Some(end) => at = end,
                None => return (bytes.len(), false),
            },
            b'%' => at += rest.iter().take_while(|byte| !matches!(byte, b'\n' | b'\r')).count(),
            b'[' => {
                depth += 1;
                at += 1;
            }
            b'<' if rest.starts_with(b"<<") => {
                depth += 1;
                at += 2;
            }
            b'<' => {
                let is_hex = |byte: &&u8| byte.is_ascii_hexdigit() || is_space(**byte);
                at += 1 + rest[1..].iter().take_while(is_hex).count();
                if bytes.get(at) != Some(&b'>') {
                    return (at, false);
                }
                at += 1;
            }
            b']' if depth > 0 => {
                depth -= 1;
                at += 1;
            }
            b'>' if depth > 0 && rest.starts_with(b">>") => {
                depth -= 1;
                at += 2;
            }
            b')' | b'>' | b']' | b'{' | b'}' => return (at, false),
            _ => at += 1,
        }
        if depth == 0 && *byte != b'%' && !is_space(*byte) {
            return (at, true);
        }
        if depth > DEEPEST {
            return (at, false);
        }
    }
    (at, false)
}

/// Behind a string in parentheses, if it ends.
fn skip_literal(bytes: &[u8], start: usize) -> Option<usize> {
    let mut depth = 0_usize;
    let mut at = start;
    loop {
        match bytes.get(at)? {
            b'\\' => at += 1,
            b'(' => depth += 1,
            b')' => depth -= 1,
            _ => {}
        }
        at += 1;
        if depth == 0 {
            return Some(at);
        }
    }
}

fn next_word(bytes: &[u8], at: usize) -> usize {
    at + bytes[at..].iter().take_while(|byte| !is_space(**byte)).count()
}

fn skip_space(bytes: &[u8], at: usize) -> usize {
    at + bytes[at..].iter().take_while(|byte| is_space(**byte)).count()
}

fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\n' | b'\r' | b'\t' | 0x0c | 0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn objects_end() {
        let check =
            |text: &str, expected: (usize, bool)| assert_eq!(skip(text.as_bytes(), 0), expected, "{text}");
        check("<< /A [1 (b\\)c(d)) <00 f>] >> 1", (29, true));
        check("[ % ]\n ] 1", (8, true));
        check("(a) 1", (3, true));
        check("(a", (2, false));
        check("<< /A (a", (8, false));
        check("<< <0g> >>", (5, false));
        check("[ } ]", (2, false));
        check("<<", (2, false));
    }

    #[test]
    fn what_is_read_again_and_again_is_dear() {
        let check = |part: &str, times: usize, expected: bool| {
            assert_eq!(is_affordable(part.repeat(times).as_bytes()), expected, "{part}");
        };
        check("1 0 obj\n<< /A (b) /C [1 2 3] >>\nstream\nabc\nendstream\nendobj\n", 20_000, true);
        check("<< ( ", 10_000, false);
        check("1 0 obj ( ", 10_000, false);
        check("<< % ", 15_000, false);
        check("<< ", 20_000, true);
        check("<< >>stream\n", 15_000, false);
        check("( ", 50_000, true);
    }

    proptest! {
        #[test]
        fn no_bytes_panic(text in "([0-9]|[0-9] 0 obj|<<|>>|\\[|\\]|\\(|\\)|<|>|%|\\\\|/A|stream|\n| |\\PC){0,60}") {
            is_affordable(text.as_bytes());
        }
    }
}
