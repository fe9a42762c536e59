//! The pages of a published folder: they lead where they say, load nothing from elsewhere, and no text of a
//! letter becomes a part of them.

use crate::support::{LETTER, build, config, files, write};
use std::collections::BTreeSet;
use std::path::Path;

/// The values of an attribute, unescaped.
fn attributes<'a>(page: &'a str, name: &str) -> Vec<&'a str> {
    let open = format!(" {name}=\"");
    page.split(&open).skip(1).filter_map(|rest| rest.split('"').next()).collect()
}

/// What a page of a folder gets wrong, in words.
fn faults(folder: &Path, page: &str) -> Vec<String> {
    let mut faults = Vec::new();
    let ids: Vec<&str> = attributes(page, "id");
    let known: BTreeSet<&str> = ids.iter().copied().collect();
    if known.len() != ids.len() {
        faults.push("an id stands twice".to_owned());
    }
    for href in attributes(page, "href") {
        let (file, anchor) = href.split_once('#').unwrap_or((href, ""));
        let is_fine = match file {
            "" => known.contains(anchor) || anchor.starts_with('/'),
            _ if file.starts_with("../raw/") || file.starts_with("https://spdx.org/") => true,
            "index.html" if anchor.starts_with('/') => folder.join(file).is_file(),
            _ => folder.join(file).is_file(),
        };
        if !is_fine {
            faults.push(format!("{href} leads nowhere"));
        }
    }
    for name in ["aria-labelledby", "aria-describedby", "for"] {
        for id in attributes(page, name).iter().flat_map(|ids| ids.split(' ')) {
            if !known.contains(id) {
                faults.push(format!("{name} names {id}, which is not there"));
            }
        }
    }
    for from_elsewhere in [" src=\"http", "url(", "@import", "<link", "<iframe"] {
        if page.contains(from_elsewhere) {
            faults.push(format!("{from_elsewhere} is there"));
        }
    }
    faults
}

/// Two letters with signatories in common, one of which does not say how many sign; and a text on a third.
fn project(raw: &Path) {
    let second = LETTER.replace("3 May 2021", "4 June 2022").replace("rivers", "lakes");
    let news = "Lake news, 5 June 2022\n\nAn open letter to the President was published last year, signed by 41 \
                organizations, among them River Watch, who asked for lakes.\n";
    write(
        raw,
        &[
            ("a.txt", LETTER.as_bytes()),
            ("b b.txt", second.as_bytes()),
            ("news/n.txt", news.as_bytes()),
            ("x.bin", b"\x00\x01\x02\x03"),
        ],
    );
}

#[test]
fn the_report_leads_where_it_says() {
    let folder = tempfile::tempdir().unwrap();
    let (raw, output) = (folder.path().join("raw"), folder.path().join("output"));
    project(&raw);
    let (_, dataset) = build(&config(), &raw, &output).unwrap();
    let page = std::fs::read_to_string(output.join("report.html")).unwrap();
    assert_eq!(faults(&output, &page), Vec::<String>::new());
    for letter in &dataset.letters {
        assert!(page.contains(&format!("id=\"{}\"", letter.letter_id)));
    }
    for expected in
        ["href=\"../raw/b%20b.txt#L1\"", "x.bin", "41 organizations", "<svg", "application/ld+json"]
    {
        assert!(page.contains(expected), "{expected}");
    }
    // The same again, and without it when it is not wanted.
    let mut other = config();
    other.output.documents = Some(String::new());
    build(&other, &raw, &output).unwrap();
    let unlinked = std::fs::read_to_string(output.join("report.html")).unwrap();
    assert!(!unlinked.contains("../raw") && unlinked.contains("b b.txt"));
    other.output.report = false;
    build(&other, &raw, &output).unwrap();
    assert!(!files(&output).contains_key("report.html"));
}

#[test]
fn the_explorer_has_what_it_reads() {
    let folder = tempfile::tempdir().unwrap();
    let (raw, output) = (folder.path().join("raw"), folder.path().join("output"));
    project(&raw);
    let (_, dataset) = build(&config(), &raw, &output).unwrap();
    let page = std::fs::read_to_string(output.join("index.html")).unwrap();
    assert_eq!(faults(&output, &page), Vec::<String>::new());
    let part = |name: &str| std::fs::read_to_string(output.join(format!("explorer/{name}.js"))).unwrap();
    let manifest = part("manifest");
    let manifest =
        manifest.strip_prefix("undersigned(\"manifest\",").unwrap().trim_end().strip_suffix(')').unwrap();
    let manifest: serde_json::Value = serde_json::from_str(manifest).unwrap();
    assert_eq!(manifest["documents"], "../raw");
    let n_rows = [("letters", 2), ("signatures", 6), ("entities", dataset.entities.len()), ("ids", 2)];
    for (list, n) in n_rows {
        assert_eq!(manifest[list], serde_json::json!({"n": n, "starts": [0]}), "{list}");
        // A row a line, between the call and its end.
        assert_eq!(part(&format!("{list}-0")).lines().count(), n + 2, "{list}");
    }
    // The report leads to it, and is whole without it.
    let report = std::fs::read_to_string(output.join("report.html")).unwrap();
    assert!(report.contains(&format!("index.html#/letter/{}", dataset.letters[0].letter_id)));
    let mut other = config();
    other.output.explorer = false;
    build(&other, &raw, &output).unwrap();
    let names: Vec<String> =
        files(&output).into_keys().filter(|name| name.contains("explorer") || name == "index.html").collect();
    assert_eq!(names, Vec::<String>::new());
    let report = std::fs::read_to_string(output.join("report.html")).unwrap();
    assert_eq!(faults(&output, &report), Vec::<String>::new());
}

#[test]
fn files_below_are_kept_and_checked() {
    let folder = tempfile::tempdir().unwrap();
    let (raw, output) = (folder.path().join("raw"), folder.path().join("output"));
    project(&raw);
    build(&config(), &raw, &output).unwrap();
    // A file of somebody else's below the dataset is not lost, and is told of.
    write(&output, &[("explorer/mine.txt", b"mine")]);
    let problems = undersigned::publish::verify::run(&output).unwrap().problems;
    assert_eq!(problems.len(), 1, "{problems:?}");
    assert_eq!(problems[0].file, "explorer/mine.txt");
    let refused = build(&config(), &raw, &output).unwrap_err();
    assert!(
        refused.to_string().contains("mine.txt") || format!("{refused:?}").contains("mine.txt"),
        "{refused:?}"
    );
    std::fs::remove_file(output.join("explorer/mine.txt")).unwrap();
    write(&output, &[("explorer/manifest.js", b"changed")]);
    let problems = undersigned::publish::verify::run(&output).unwrap().problems;
    assert_eq!(problems[0].file, "explorer/manifest.js");
    build(&config(), &raw, &output).unwrap();
    assert_eq!(undersigned::publish::verify::run(&output).unwrap().problems, Vec::new());
}

#[test]
fn a_report_on_nothing_is_whole() {
    let folder = tempfile::tempdir().unwrap();
    let (raw, output) = (folder.path().join("raw"), folder.path().join("output"));
    write(&raw, &[("a.txt", b"Nothing is said here.\n")]);
    let mut config = config();
    (config.gates.min_letters, config.gates.min_signatures) = (0, 0);
    build(&config, &raw, &output).unwrap();
    let page = std::fs::read_to_string(output.join("report.html")).unwrap();
    assert_eq!(faults(&output, &page), Vec::<String>::new());
    assert!(!page.contains("NaN") && !page.contains("inf"));
}
