//! The CSV files of `curation/`, in which people decide: rows by the names of their columns.
//!
//! In: the text of a file. Out: its rows, and an issue for whatever cannot be used, which stops no other
//! row. What the rows mean is for the stage that obeys them.

use crate::model::{Issue, IssueCode, Outcome, Place};

/// A row, with its fields in the order in which they were asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Line of the file, from 1.
    pub line: u32,
    /// The row as written, for messages.
    pub text: String,
    /// One field for each column that is needed, then one for each that may be; empty where there is none.
    pub fields: Vec<String>,
}

/// An issue about a row of a file.
pub fn invalid(path: &str, line: u32, text: &str, message: String) -> Issue {
    Issue::new(IssueCode::InvalidCuration, path, message).at(Place::line(line)).quoting(text)
}

/// Reads a file. `path` is what issues name it by. Columns that are `needed` must be in the head, `others`
/// may be; further ones are passed over, and so are empty rows.
pub fn rows(csv_text: &str, path: &str, needed: &[&str], others: &[&str]) -> Outcome<Vec<Row>> {
    let mut outcome = Outcome::<Vec<Row>>::default();
    let mut csv_text = csv_text.trim_start_matches('\u{feff}');
    if let Some((row, line)) = misquoted(csv_text) {
        let quoted = csv_text[row..].lines().next().unwrap_or_default();
        let message =
            "The quote is not closed at the end of its field; this row and all that follow are left aside.";
        outcome.issues.push(invalid(path, line, quoted, message.to_owned()));
        csv_text = &csv_text[..row];
    }
    let mut reader =
        csv::ReaderBuilder::new().flexible(true).trim(csv::Trim::All).from_reader(csv_text.as_bytes());
    let headers = match reader.headers() {
        Ok(headers) => headers.clone(),
        Err(error) => {
            outcome.issues.push(invalid(path, 1, "", format!("The header cannot be read: {error}.")));
            return outcome;
        }
    };
    if headers.is_empty() {
        return outcome;
    }
    let column = |name: &&str| headers.iter().position(|header| header == *name);
    if let Some(missing) = needed.iter().find(|name| column(name).is_none()) {
        let text = headers.iter().collect::<Vec<_>>().join(",");
        let separator = [(';', "semicolons"), ('\t', "tabs")];
        let message = match separator.into_iter().find(|(separator, _)| text.contains(*separator)) {
            Some((_, name)) => format!("The fields are separated by {name}; commas are needed."),
            None => format!("The column `{missing}` is missing."),
        };
        outcome.issues.push(invalid(path, 1, &text, message));
        return outcome;
    }
    let columns: Vec<Option<usize>> = needed.iter().chain(others).map(column).collect();
    let mut fallback_line = 1;
    for row in reader.records() {
        fallback_line += 1;
        let row = match row {
            Ok(row) => row,
            Err(error) => {
                let line = error.position().map_or(fallback_line, |at| at.line() as u32);
                outcome.issues.push(invalid(path, line, "", format!("The row cannot be read: {error}.")));
                continue;
            }
        };
        if row.iter().all(str::is_empty) {
            continue;
        }
        let line = row.position().map_or(fallback_line, |at| at.line() as u32);
        let text = row.iter().collect::<Vec<_>>().join(",");
        let missing = needed.iter().zip(&columns).find(|(_, at)| at.is_some_and(|at| at >= row.len()));
        if let Some((missing, _)) = missing {
            let n_fields =
                if row.len() == 1 { "1 field".to_owned() } else { format!("{} fields", row.len()) };
            let message = format!("The row has {n_fields}, separated by commas; `{missing}` is missing.");
            outcome.issues.push(invalid(path, line, &text, message));
            continue;
        }
        let field = |at: &Option<usize>| at.and_then(|at| row.get(at)).unwrap_or_default().to_owned();
        outcome.value.push(Row { line, text, fields: columns.iter().map(field).collect() });
    }
    outcome
}

/// The first row with a quote that is not closed at the end of its field, and the line of the quote: what
/// stands behind it would be swallowed in silence. The row is told by where it begins.
fn misquoted(text: &str) -> Option<(usize, u32)> {
    /// Where in a field.
    #[derive(Clone, Copy, PartialEq)]
    enum At {
        Start,
        Plain,
        Quoted,
        AfterQuote,
    }
    let (mut at, mut row, mut line, mut opened) = (At::Start, 0, 1, 1);
    for (index, c) in text.char_indices() {
        let ends_line = c == '\n';
        at = match (at, c) {
            (At::Start | At::AfterQuote, '"') => {
                // A quote behind a closed one is a quote inside the field.
                if at == At::Start {
                    opened = line;
                }
                At::Quoted
            }
            (At::Quoted, '"') => At::AfterQuote,
            (At::Quoted, _) => At::Quoted,
            (_, ',') => At::Start,
            (_, '\n') => {
                row = index + 1;
                At::Start
            }
            (At::AfterQuote, c) if c.is_whitespace() => At::AfterQuote,
            (At::AfterQuote, _) => return Some((row, opened)),
            (At::Start | At::Plain, _) => At::Plain,
        };
        line += u32::from(ends_line);
    }
    (at == At::Quoted).then_some((row, opened))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_read_by_the_names_of_their_columns() {
        let check = |text: &str, expected: &[(u32, &[&str])], n_issues: usize| {
            let outcome = rows(text, "curation/names.csv", &["a", "b"], &["c"]);
            let found: Vec<(u32, Vec<&str>)> = outcome
                .value
                .iter()
                .map(|row| (row.line, row.fields.iter().map(String::as_str).collect()))
                .collect();
            let expected: Vec<(u32, Vec<&str>)> =
                expected.iter().map(|(line, fields)| (*line, fields.to_vec())).collect();
            assert_eq!(found, expected, "{text}");
            assert_eq!(outcome.issues.len(), n_issues, "{text}");
        };
        check("", &[], 0);
        check("b,a,d\n1,2,3\n\n,,\n4,5\n", &[(2, &["2", "1", ""]), (5, &["5", "4", ""])], 0);
        check("\u{feff}a,b,c\n 1 , 2 ,x\n", &[(2, &["1", "2", "x"])], 0);
        check("a,b\n1\n2,3\n", &[(3, &["2", "3", ""])], 1);
        check("a;b\n1;2\n", &[], 1);
        check("a,c\n1,2\n", &[], 1);
        check("a,b\n1,2\n\"3,4\n5,6\n", &[(2, &["1", "2", ""])], 1);
    }
}
