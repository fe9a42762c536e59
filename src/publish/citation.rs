//! `CITATION.cff`: how to cite the dataset.

use std::fmt::Write;

use crate::publish::About;

/// The file's text.
pub fn render(about: &About) -> String {
    let mut text = String::new();
    let mut line = |key: &str, value: &str| {
        if !value.is_empty() {
            let _ = writeln!(text, "{key}: {}", quoted(value));
        }
    };
    line("cff-version", "1.2.0");
    line("message", "If you use this dataset, please cite it as below.");
    line("type", "dataset");
    line("title", &about.title);
    line("abstract", &about.description);
    line("version", &about.version);
    line("date-released", about.released.as_deref().unwrap_or_default());
    line("license", about.licence.as_deref().unwrap_or_default());
    line(
        "license-url",
        if about.licence.is_none() { about.licence_url.as_deref().unwrap_or_default() } else { "" },
    );
    line("url", about.homepage.as_deref().unwrap_or_default());
    text.push_str("authors:\n");
    for creator in &about.creators {
        let _ = writeln!(text, "  - name: {}", quoted(&creator.name));
        if let Some(orcid) = &creator.orcid {
            let _ = writeln!(text, "    orcid: {}", quoted(orcid));
        }
    }
    if about.creators.is_empty() {
        // The format asks for one author at least.
        let _ = writeln!(text, "  - name: {}", quoted(&format!("Makers of “{}”", about.title)));
    }
    if !about.keywords.is_empty() {
        text.push_str("keywords:\n");
        for keyword in &about.keywords {
            let _ = writeln!(text, "  - {}", quoted(keyword));
        }
    }
    text
}

/// A text as a quoted scalar of YAML, which takes the strings of JSON.
pub fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}
