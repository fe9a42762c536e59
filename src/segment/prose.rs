//! Sentences told from names: whether a line, or a paragraph, is running text.

use crate::model::{Block, BlockKind};

/// Words above which a line is prose whatever it looks like.
const MANY_WORDS: usize = 60;
/// Words from which a line of mostly small letters is prose even without a full stop.
const LONG_LINE: usize = 25;
/// Words below which a line that does not end as a sentence is none.
const FEW_WORDS: usize = 12;
/// Words from which a line without any capital that ends as a sentence is prose.
const FRAGMENT: usize = 4;
/// Words from which a line that ends as a sentence is prose.
const SENTENCE: usize = 7;
/// Names that run on in one line, at least.
const RUN_IN: usize = 3;
/// Longest of such names, in words.
const NAME_WORDS: usize = 16;
/// Longest of such names with what belongs to it, in words.
const ENTRY_WORDS: usize = 30;
/// Longest small word inside a name, in letters.
const PARTICLE: usize = 4;
/// Longest of such names on average in a script without capitals, in characters.
const NAME_CHARS: usize = 40;

/// Marks that end a sentence.
pub const SENTENCE_ENDS: &[char] = &['.', '!', '?', '…', '。', '！', '？', '।', '؟'];
/// Marks between names that run on in a line.
pub const SEPARATORS: &[char] = &[',', ';', '،', '؛', '、', '，', '；'];

/// Those of them that part names with what belongs to them.
const SEMICOLONS: &[char] = &[';', '؛', '；'];

/// A paragraph whose lines are wrapped prose: the lines run on, and the whole ends as sentences do.
pub fn is_wrapped_prose(block: &Block) -> bool {
    if block.lines.len() < 2 || matches!(block.kind, BlockKind::Row { .. } | BlockKind::Heading(_)) {
        return false;
    }
    let joined: String = block.lines.iter().map(|line| line.text.as_str()).collect::<Vec<_>>().join(" ");
    let n_words = joined.split_whitespace().count();
    let is_note = joined.starts_with('(') && joined.ends_with(')') && n_words >= SENTENCE;
    if is_note && is_prose(joined.trim_matches(['(', ')'])) {
        return true;
    }
    if joined.matches(';').count() >= block.lines.len() {
        return false;
    }
    let last = block.lines.len() - 1;
    if !joined.chars().any(is_cased) {
        // Full lines, and sentences that end.
        let n_chars = joined.chars().count();
        let n_separators = joined.chars().filter(|c| SEPARATORS.contains(c)).count();
        let n_ends = joined.chars().filter(|c| SENTENCE_ENDS.contains(c)).count();
        return ends_sentence(&joined) && n_chars >= 20 * last && n_separators <= 4 * n_ends;
    }
    let n_running = block.lines[1..]
        .iter()
        .filter(|line| line.text.chars().next().is_some_and(|c| c.is_lowercase() || "“\"'‘(".contains(c)))
        .count();
    let words_per_line = n_words / block.lines.len();
    n_words >= 20 && words_per_line >= 6 && 3 * n_running >= last && is_prose(&joined)
}

/// Whether a line reads as sentences rather than as a name with what belongs to it.
pub fn is_prose(text: &str) -> bool {
    let words: Vec<&str> = text.split_whitespace().collect();
    if words.len() >= MANY_WORDS {
        return true;
    }
    let body = body_of(text);
    let ends_sentence = body.ends_with(SENTENCE_ENDS);
    let n_cased = words.iter().filter(|word| starts_cased(word).is_some()).count();
    if n_cased == 0 {
        // Scripts without capitals: length and punctuation are all there is.
        let n_chars = text.chars().count();
        let is_spaceless = text.chars().any(|c| matches!(u32::from(c), 0x3040..=0x30FF | 0x4E00..=0x9FFF));
        let least = if is_spaceless { 12 } else { 30 };
        return (ends_sentence && (words.len() > SENTENCE || n_chars >= least)) || n_chars >= 200;
    }
    // Most lines are names, and too short to be anything else.
    if !ends_sentence && words.len() < FEW_WORDS {
        return false;
    }
    let n_small = words.iter().filter(|word| starts_cased(word) == Some(false)).count();
    let is_mostly_small = 2 * n_small >= n_cased;
    (ends_sentence && words.len() >= SENTENCE && is_mostly_small)
        || (ends_sentence && words.len() >= FRAGMENT && n_small == n_cased)
        || (words.len() >= FEW_WORDS && is_mostly_small && inner_sentence_ends(text) > 0)
        || (words.len() >= LONG_LINE && 5 * n_small >= 3 * n_cased)
        || (body.ends_with([':', ',']) && words.len() >= FEW_WORDS && 5 * n_small >= 3 * n_cased)
}

/// Whether a line ends as sentences do.
pub fn ends_sentence(text: &str) -> bool {
    body_of(text).ends_with(SENTENCE_ENDS)
}

fn body_of(text: &str) -> &str {
    text.trim_end_matches(['"', '”', '’', '»', ')', '\'', ' ', '*', '_'])
}

/// Whether a text is names that run on, with a mark between them: "River Watch, Lake Fund and Sea Union".
pub fn runs_in(text: &str) -> bool {
    if runs_in_with_offices(text) {
        return true;
    }
    let parts: Vec<&str> = text.split(SEPARATORS).map(str::trim).filter(|part| !part.is_empty()).collect();
    if parts.len() < RUN_IN || parts.iter().any(|part| part.split_whitespace().count() > NAME_WORDS) {
        return false;
    }
    if !text.chars().any(is_cased) {
        let n_inner = text.trim_end_matches(SENTENCE_ENDS).matches(['。', '।', '？', '؟', '！']).count();
        return n_inner == 0 && text.chars().count() <= NAME_CHARS * parts.len();
    }
    let n_opened = parts.iter().filter(|part| !part.starts_with(char::is_lowercase)).count();
    let words = || text.split_whitespace();
    let n_small = words().filter(|word| starts_cased(word) == Some(false)).count();
    5 * n_opened >= 4 * parts.len() && 2 * n_small <= words().count() && inner_sentence_ends(text) == 0
}

/// Whether semicolons part entries that each open with a name: "Ann Other, director of the school; Bea Test,
/// writer; River Watch". What belongs to the names is printed small, so that small words tell nothing.
fn runs_in_with_offices(text: &str) -> bool {
    let parts: Vec<&str> = text.split(SEMICOLONS).map(str::trim).filter(|part| !part.is_empty()).collect();
    let opens = |part: &&&str| {
        let mut words = part.split([',', '(']).next().unwrap_or_default().split_whitespace();
        words.next().and_then(starts_cased) == Some(true)
            && words.all(|word| starts_cased(word) != Some(false) || word.chars().count() <= PARTICLE)
    };
    parts.len() >= RUN_IN
        && parts.iter().all(|part| part.split_whitespace().count() <= ENTRY_WORDS)
        && 5 * parts.iter().filter(opens).count() >= 4 * parts.len()
        && inner_sentence_ends(text) == 0
}

fn is_cased(c: char) -> bool {
    c.is_uppercase() || c.is_lowercase()
}

/// Whether a word begins with a capital, for words in scripts that have them.
pub fn starts_cased(word: &str) -> Option<bool> {
    let c = word.chars().find(|c| c.is_alphabetic())?;
    is_cased(c).then(|| c.is_uppercase())
}

/// Ends of sentences inside a line: a full stop behind a word of small letters, before a capital.
fn inner_sentence_ends(text: &str) -> usize {
    let words: Vec<&str> = text.split_whitespace().collect();
    words
        .windows(2)
        .filter(|pair| {
            let stem = pair[0].trim_end_matches(['.', '?', '!', '”', '"']);
            pair[0].ends_with(['.', '?', '!', '”', '"'])
                && stem.len() < pair[0].len()
                && stem.chars().count() > 3
                && stem.chars().all(char::is_lowercase)
                && starts_cased(pair[1]) == Some(true)
        })
        .count()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Line, Place};

    #[test]
    fn sentences_and_names() {
        for (text, expected) in [
            ("We urge you to take action and to publish the report.", true),
            ("Health for Everybody Now, Norway", false),
            ("我们写信给您，请您公布报告。", true),
            ("环境保护促进会", false),
            ("हम आपसे अनुरोध करते हैं कि नदियों को साफ़ रखा जाए।", true),
            ("बाल अधिकार परिषद, कोलंबिया", false),
        ] {
            assert_eq!(is_prose(text), expected, "{text}");
        }
    }

    #[test]
    fn names_that_run_on() {
        for (text, expected) in [
            ("River Watch, Lake Fund, Sea Union and Open Networks", true),
            ("River Watch; Lake Fund; Sea Union.", true),
            (
                "Ann Other, directrice de l’école du village ; Bea de la Test, écrivaine publique et conseillère ; Al Example, géographe",
                true,
            ),
            (
                "Stop the dam at once; Publish all of the studies in full; Hear the people of the valley",
                false,
            ),
            ("川の会、湖の会、海の会", true),
            ("When it rains, the river rises, and people who live there leave, as they must.", false),
            ("River Watch, Kenya", false),
        ] {
            assert_eq!(runs_in(text), expected, "{text}");
        }
    }

    #[test]
    fn wrapped_paragraphs() {
        let check = |lines: &[&str], expected: bool| {
            let lines = lines.iter().map(|text| Line::plain(text, Place::line(1))).collect();
            let block = Block::new(BlockKind::Paragraph, lines);
            assert_eq!(is_wrapped_prose(&block), expected, "{block:?}");
        };
        check(
            &["住民の意見が聞かれたのは計画ができた後でした。公表された数字は", "付属資料と一致しません。"],
            true,
        );
        check(&["川の会", "湖の会", "海の会"], false);
        check(
            &["River Watch; Lake Fund; Sea", "Union; Open Networks; Forest Guard;", "Upland Forum."],
            false,
        );
    }
}
