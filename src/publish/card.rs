//! `README.md`: the dataset card. Its front matter makes the folder load with Hugging Face `datasets`; the
//! rest tells a person what the tables hold, how they were made, and what to beware of.

use std::fmt::Write;

use crate::model::table::Column;
use crate::publish::citation::quoted;
use crate::publish::package::type_name;
use crate::publish::{About, Published, dictionary};
use crate::tables::{SCHEMA_VERSION, TableView};

/// The table that is shown first.
const MAIN: &str = "signatures";

/// The card's text.
pub fn render(tables: &[Published<'_>], about: &About) -> String {
    let mut card = front_matter(tables, about);
    let _ = write!(
        card,
        "\n# {}\n\n{}\n\nVersion {}; version {SCHEMA_VERSION} of the tables' schema.\n",
        about.title, about.description, about.version
    );
    if let Some(homepage) = &about.homepage {
        let _ = writeln!(card, "\n{homepage}");
    }
    card.push_str("\n## Tables\n\n");
    card.push_str(
        "Each table is there twice, as `NAME.parquet` and `NAME.csv`, with the same rows and columns, \
         sorted by its key; tables told in other words, of the network and of the columns, are CSV only.\n\n\
         | table | rows | a row is |\n|---|---:|---|\n",
    );
    for Published { view: table, .. } in tables {
        let first_sentence = table.description.split_inclusive(['.', ':', ';']).next().unwrap_or_default();
        let first_sentence =
            first_sentence.trim_end_matches([':', ';', '.']).trim_start_matches("One row per ");
        let _ = writeln!(
            card,
            "| [{0}](#{0}) | {1} | {2} |",
            table.name,
            table.rows.n_rows(),
            in_cell(first_sentence)
        );
    }
    card.push_str(LOADING);
    card.push_str(MAKING);
    card.push_str(CAVEATS);
    card.push_str("\n## Files\n\n");
    card.push_str(FILES);
    card.push_str(
        "\n## Dictionary\n\nAn empty cell of a CSV file, and a null of a Parquet file, is an absent value.\n",
    );
    for table in tables.iter().filter(|table| table.view.name != dictionary::NAME) {
        chapter(&mut card, &table.view);
    }
    licence(&mut card, about);
    card
}

const LOADING: &str = "
## Loading

```python
import pandas as pd
signatures = pd.read_parquet(\"signatures.parquet\")
signatures = pd.read_csv(\"signatures.csv\", keep_default_na=False, na_values=[\"\"])  # or NA, Namibia, is lost
```

```python
import polars as pl
signatures = pl.read_parquet(\"signatures.parquet\")
```

```sql
-- DuckDB: the letters of those who signed most
SELECT e.name, count(DISTINCT s.letter_id) AS letters
FROM 'signatures.parquet' s JOIN 'entities.parquet' e USING (entity_id)
GROUP BY ALL ORDER BY letters DESC, e.name LIMIT 20;
```

```r
signatures <- arrow::read_parquet(\"signatures.parquet\")
```

```python
from datasets import load_dataset
signatures = load_dataset(\"path/to/this/folder\", \"signatures\")
```
";

const MAKING: &str = "
## How it was made

Documents are read as they were published. In each letter the lists of signatories are found and taken apart
into names, roles, affiliations and countries; everything printed stays beside what was read from it. Names are
folded for comparison only. Signatures are then linked across letters: pairs of records are scored by the
weight of their evidence, and the table `links` holds the score and the evidence of every pair that came into
question. Pairs between yes and no are not linked; they are in `review`. Decisions of people overrule the
score and say so. What was doubtful or impossible is in `issues`; no input is left out silently.
";

const CAVEATS: &str = "
## Caveats

- Signing a letter is what the tables show, and nothing else about a signatory.
- Most signatures print no country. An empty country means that none is printed, not that none is known.
- A signature is a printed line. Whether the signatory agreed to it, the tables cannot say.
- Links are judgments with a probability. For a claim about one signatory, look at its rows in `links` and
  `signatures` first.
- The letters are those that were collected, not a sample of all letters. Frequencies describe the collection.
- Persons are named here because they signed in public. Ask the makers to have a name withdrawn: its rows then
  hold ids and `[withdrawn]`. E-mail addresses, telephone numbers, street addresses and handles that are no
  names are replaced by `[e-mail]`, `[telephone]`, `[address]` and `[handle]`, as far as they are recognised.
";

const FILES: &str = "- `report.html`: the dataset at a glance, one page that needs no network; `index.html` with the folder `explorer/`: pages to
  search letters, signatories and signatures, from a disk or a server of files. A dataset can be published without
  them
- `datapackage.json`: all of this for machines (Data Package v2)
- `croissant.json`: the same for search engines of data sets and for machine learning (Croissant 1.1)
- `tables.xlsx`: the main tables for spreadsheets, with typed cells; texts are texts, whatever they begin with.
  Its first sheet tells what it does not hold
- `dictionary.csv`: the dictionary below as a table
- `network.graphml`, `network.gexf`: the network of those who sign together, with weights, dates and what is
  known of each signatory; of a large network they hold the heaviest edges, and say so. `network_nodes.csv` and
  `network_edges.csv` hold all of it, and the table `cosignatures` its pairs. Signatories that are in no pair are
  not in it
- `CITATION.cff`: how to cite
- `SHA256SUMS`: check with `sha256sum -c SHA256SUMS`. The bytes of a Parquet file may change with the version of
  the program that wrote it; the hash of a CSV file changes only with its content. `undersigned verify` checks the folder in full.
";

fn front_matter(tables: &[Published<'_>], about: &About) -> String {
    let mut text = String::from("---\n");
    let _ = writeln!(text, "pretty_name: {}", quoted(&about.title));
    if let Some(licence) = &about.licence {
        match hub_licence(licence) {
            Some(known) => {
                let _ = writeln!(text, "license: {known}");
            }
            None => {
                let _ = writeln!(text, "license: other\nlicense_name: {}", quoted(&licence.to_lowercase()));
                if let Some(page) = about.licence_page() {
                    let _ = writeln!(text, "license_link: {}", quoted(&page));
                }
            }
        }
    }
    if !about.keywords.is_empty() {
        text.push_str("tags:\n");
        for keyword in &about.keywords {
            let _ = writeln!(text, "- {}", quoted(keyword));
        }
    }
    text.push_str("configs:\n");
    // A configuration without rows does not load.
    let twins = tables.iter().filter(|table| table.parquet.is_some()).map(|table| &table.view);
    for table in twins.filter(|table| table.rows.n_rows() > 0) {
        let _ = writeln!(text, "- config_name: {0}\n  data_files: {0}.parquet", table.name);
        if table.name == MAIN {
            text.push_str("  default: true\n");
        }
    }
    text.push_str("---\n");
    text
}

/// The name of a licence where data sets are hosted, if it has one there.
fn hub_licence(spdx: &str) -> Option<&'static str> {
    const KNOWN: &[(&str, &str)] = &[
        ("Apache-2.0", "apache-2.0"),
        ("CC-BY-4.0", "cc-by-4.0"),
        ("CC-BY-NC-4.0", "cc-by-nc-4.0"),
        ("CC-BY-NC-SA-4.0", "cc-by-nc-sa-4.0"),
        ("CC-BY-SA-4.0", "cc-by-sa-4.0"),
        ("CC0-1.0", "cc0-1.0"),
        ("MIT", "mit"),
        ("ODC-By-1.0", "odc-by"),
        ("ODbL-1.0", "odbl"),
        ("PDDL-1.0", "pddl"),
    ];
    KNOWN.iter().find(|(id, _)| id.eq_ignore_ascii_case(spdx)).map(|(_, name)| *name)
}

fn chapter(card: &mut String, table: &TableView<'_>) {
    let _ = write!(
        card,
        "\n### {}\n\n{}\n\nKey: {}.\n\n| column | type | description |\n|---|---|---|\n",
        table.name,
        table.description,
        table.key.iter().map(|column| format!("`{column}`")).collect::<Vec<_>>().join(", ")
    );
    for column in &table.columns {
        let _ = writeln!(
            card,
            "| `{}` | {}{} | {} |",
            column.name,
            type_name(column.column_type),
            if column.nullable { ", may be empty" } else { "" },
            in_cell(&described(column))
        );
    }
}

fn described(column: &Column) -> String {
    let mut text = column.description.clone();
    if let Some(table) = column.references {
        let _ = write!(text, " → `{table}`");
    }
    if !column.vocabulary.is_empty() {
        let values = column.vocabulary.iter().map(|(value, meaning)| format!("`{value}`: {meaning}"));
        let _ = write!(text, "<br>{}", values.collect::<Vec<_>>().join("<br>"));
    }
    text
}

fn in_cell(text: &str) -> String {
    text.replace('|', "\\|")
}

fn licence(card: &mut String, about: &About) {
    card.push_str("\n## Licence\n\n");
    match (&about.licence, about.licence_page()) {
        (Some(licence), Some(page)) => {
            let _ = writeln!(card, "[{licence}]({page})");
        }
        (None, Some(page)) => {
            let _ = writeln!(card, "{page}");
        }
        _ => card.push_str("No licence is stated; ask the makers before you use the data.\n"),
    }
    if !about.creators.is_empty() {
        let names: Vec<&str> = about.creators.iter().map(|creator| creator.name.as_str()).collect();
        let _ = writeln!(card, "\nMade by {}.", names.join(", "));
    }
}
