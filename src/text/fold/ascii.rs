//! Texts of ASCII alone, which most are: one pass over their bytes.

/// Characters that disappear, that a word goes on behind, that part words, and those that this does not know.
const NOTHING: u8 = 0;
const POINT: u8 = 1;
const SIGN: u8 = 2;
const UNKNOWN: u8 = 3;

/// What each byte is; letters and digits are what they become.
const CLASSES: [u8; 256] = {
    let mut classes = [UNKNOWN; 256];
    let mut byte = 0;
    while byte < 128 {
        let c = byte as u8;
        classes[byte] = match c {
            b'0'..=b'9' | b'a'..=b'z' | b'A'..=b'Z' => c.to_ascii_lowercase(),
            b'&' => UNKNOWN,
            b'\'' | b'`' | b'.' => POINT,
            b'\t'..=b'\r' => SIGN,
            _ if c.is_ascii_control() => NOTHING,
            _ => SIGN,
        };
        byte += 1;
    }
    classes
};

/// The folded text, where it is ASCII and holds no `&`.
pub(super) fn fold(text: &str) -> Option<String> {
    // What is folded is never longer: a space stands for at least one character. Runs of letters are most of it.
    let mut folded = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    let mut has_gap = false;
    let mut is_in_word = false;
    loop {
        let length =
            rest.iter().position(|byte| CLASSES[usize::from(*byte)] <= UNKNOWN).unwrap_or(rest.len());
        let (run, behind) = rest.split_at(length);
        if !run.is_empty() {
            if has_gap && !folded.is_empty() {
                folded.push(b' ');
            }
            folded.extend(run.iter().map(|byte| CLASSES[usize::from(*byte)]));
            has_gap = false;
            is_in_word = true;
        }
        let Some((sign, behind)) = behind.split_first() else { break };
        rest = behind;
        match CLASSES[usize::from(*sign)] {
            UNKNOWN => return None,
            NOTHING => {}
            POINT if is_in_word => {}
            _ => {
                has_gap = true;
                is_in_word = false;
            }
        }
    }
    String::from_utf8(folded).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::fold_onto;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn folds_as_any_text_is_folded(text in "([a-zA-Z0-9]{1,3}|[ -~]|[\x00-\x7f]){0,12}") {
            if let Some(folded) = fold(&text) {
                let mut all = String::new();
                fold_onto(&text, &mut all);
                prop_assert_eq!(folded, all);
            }
        }
    }
}
