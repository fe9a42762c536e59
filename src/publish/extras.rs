//! What is written beside the tables.

use std::path::{Component, Path};

/// What is written beside the tables, and how.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Extras {
    /// Tables with more rows than this have no sheet in the workbook; 0 writes no workbook.
    pub xlsx_rows: usize,
    /// Edges that the files for programs that draw networks hold at most.
    pub network_edges: usize,
    /// Whether the report is written.
    pub report: bool,
    /// Whether the explorer is written.
    pub explorer: bool,
    /// Where the documents can be read: a web address, or a path from the folder of the dataset. A page links to
    /// it with the path of a document and the number of a line. `None`: nowhere.
    pub documents: Option<String>,
}

/// The way from one folder to another, both given from a third; `None` when it cannot be told from their names.
pub fn way(from: &Path, to: &Path) -> Option<String> {
    let (from, to) = (names(from)?, names(to)?);
    let n_common = from.iter().zip(&to).take_while(|(a, b)| a == b).count();
    let up = std::iter::repeat_n("..".to_owned(), from.len() - n_common);
    let way: Vec<String> = up.chain(to.into_iter().skip(n_common)).collect();
    Some(if way.is_empty() { ".".to_owned() } else { way.join("/") })
}

/// The names of the folders on a path that goes down only.
fn names(path: &Path) -> Option<Vec<String>> {
    let mut names = Vec::new();
    for component in path.components() {
        match component {
            Component::CurDir => {}
            Component::Normal(name) => names.push(name.to_str()?.to_owned()),
            Component::ParentDir | Component::RootDir | Component::Prefix(_) => return None,
        }
    }
    Some(names)
}

/// What is wrong with a place at which documents are said to be read.
pub fn problem(documents: &str) -> Option<String> {
    let is_web = ["https://", "http://"].iter().any(|scheme| documents.starts_with(scheme));
    // A colon before the first slash makes a scheme of what stands before it.
    let has_scheme = documents.split('/').next().is_some_and(|first| first.contains(':'));
    let is_odd = documents.contains(|c: char| c.is_control() || c.is_whitespace());
    (is_odd || has_scheme && !is_web).then(|| {
        format!("`documents` is `{documents}`; a web address or a path from the output folder is needed")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ways_between_folders() {
        let check = |from: &str, to: &str, expected: Option<&str>| {
            assert_eq!(way(Path::new(from), Path::new(to)).as_deref(), expected, "{from} {to}");
        };
        check("output", "raw", Some("../raw"));
        check("./output", "raw/letters", Some("../raw/letters"));
        check("data/output", "data/raw", Some("../raw"));
        check("a/b", "c", Some("../../c"));
        check("a", "a", Some("."));
        check("/output", "raw", None);
        check("output", "../raw", None);
    }

    #[test]
    fn places_that_are_none() {
        for place in ["../raw", "", "https://letters.example/raw/", "a/b:c"] {
            assert_eq!(problem(place), None, "{place}");
        }
        for place in ["javascript:alert(1)", "data:text/html,x", "C:\\raw", "my raw"] {
            assert!(problem(place).is_some(), "{place}");
        }
    }
}
