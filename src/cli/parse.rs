//! `undersigned parse DOCUMENT…`: what is read from documents.

use super::print::{self, Format};
use super::{Context, Status, Stop};
use rayon::prelude::*;
use std::path::{Path, PathBuf};
use undersigned::model::{Claim, LineNote, Reading, Role, Signature};
use undersigned::pipeline;
use undersigned::store::{self, InputFile};

/// Arguments of `parse`.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// Documents to read
    #[arg(required = true, value_name = "DOCUMENT")]
    documents: Vec<PathBuf>,
    /// Print the letter's own fields and stated counts instead of its signatures
    #[arg(long, group = "what")]
    letter: bool,
    /// Print the stated counts, one a row
    #[arg(long, group = "what")]
    claims: bool,
    /// Print the letters that are mentioned, one mention a row
    #[arg(long, group = "what")]
    mentions: bool,
    /// Print why every line of the signature blocks was read so: what became of it, the layout of its
    /// part of the list and how well it explains it, and the same of the next best layout
    #[arg(long, group = "what")]
    explain: bool,
    /// How the table is printed
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

/// Reads the documents and prints the table asked for; status 1 when one cannot be read.
pub fn run(context: &Context, arguments: &Arguments) -> Result<Status, Stop> {
    let (config, reference) = context.reference()?;
    let readings: Vec<Reading> = arguments
        .documents
        .par_iter()
        .map(|location| {
            let bytes = store::read(location, config.read.max_bytes);
            pipeline::read(&input(location), &bytes, &config, &reference)
        })
        .collect();
    for issue in readings.iter().flat_map(|reading| &reading.issues) {
        context.log.issue(issue);
    }
    let (header, row_lists): (&[&str], Vec<Vec<Vec<String>>>) = if arguments.letter {
        (LETTER, readings.iter().map(|reading| vec![letter_row(reading)]).collect())
    } else if arguments.claims {
        (CLAIMS, readings.iter().map(|reading| reading.claims.iter().map(claim_row).collect()).collect())
    } else if arguments.mentions {
        (MENTIONS, readings.iter().map(mention_rows).collect())
    } else if arguments.explain {
        (LINES, readings.iter().map(line_rows).collect())
    } else {
        (
            SIGNATURES,
            readings.iter().map(|reading| reading.signatures.iter().map(signature_row).collect()).collect(),
        )
    };
    // Which document a row is from matters only when there are several.
    let is_one = readings.len() == 1;
    let header: Vec<&str> = if is_one { Vec::new() } else { vec!["document"] }
        .into_iter()
        .chain(header.iter().copied())
        .collect();
    let rows: Vec<Vec<String>> = readings
        .iter()
        .zip(row_lists)
        .flat_map(|(reading, rows)| {
            rows.into_iter().map(|row| {
                let document = (!is_one).then(|| reading.document.path.clone());
                document.into_iter().chain(row).collect()
            })
        })
        .collect();
    print::table(arguments.format, &header, &rows)?;
    let is_unreadable = readings.iter().any(|reading| reading.document.role == Role::Unreadable);
    Ok(if is_unreadable { Status::Failed } else { Status::Done })
}

/// A document outside a project: its path is as given, its sidecar lies beside it.
fn input(location: &Path) -> InputFile {
    let sidecar = store::sidecar_beside(location, |path| {
        path.symlink_metadata().is_ok_and(|metadata| !metadata.is_dir())
    });
    InputFile {
        path: location.display().to_string(),
        location: location.to_path_buf(),
        sidecar: sidecar.map(|sidecar| (sidecar.display().to_string(), sidecar)),
        links: store::Links::ToFiles,
    }
}

const SIGNATURES: &[&str] = &[
    "position",
    "section",
    "kind",
    "name",
    "acronym",
    "descriptor",
    "role",
    "affiliation",
    "place",
    "country_text",
    "country",
    "country_codes",
    "line_start",
    "line_end",
    "text",
];

fn signature_row(signature: &Signature) -> Vec<String> {
    let text = |value: &Option<String>| value.clone().unwrap_or_default();
    let codes: Vec<&str> =
        signature.country.iter().flat_map(|country| &country.codes).map(|code| code.as_str()).collect();
    vec![
        signature.position.to_string(),
        text(&signature.section),
        signature.kind.to_string(),
        signature.name.clone(),
        text(&signature.acronym),
        text(&signature.descriptor),
        text(&signature.role),
        text(&signature.affiliation),
        text(&signature.place_name),
        text(&signature.country_text),
        signature
            .country
            .as_ref()
            .and_then(|country| country.country())
            .map(|code| code.to_string())
            .unwrap_or_default(),
        codes.join(";"),
        signature.place.line_start.to_string(),
        signature.place.line_end.to_string(),
        signature.text.clone(),
    ]
}

const LETTER: &[&str] = &[
    "role",
    "title",
    "date",
    "date_precision",
    "date_source",
    "place",
    "addressees",
    "subject",
    "language",
    "n_signatures",
    "as_of_date",
    "claims",
];

fn letter_row(reading: &Reading) -> Vec<String> {
    let letter = reading.letter.clone().unwrap_or_default();
    let claims: Vec<String> = reading
        .claims
        .iter()
        .map(|claim| format!("{} {} {}", claim.qualifier, claim.stated, claim.unit))
        .collect();
    vec![
        reading.document.role.to_string(),
        letter.title.unwrap_or_default(),
        letter.date.map(|(date, _)| date.date.to_string()).unwrap_or_default(),
        letter.date.map(|(date, _)| date.precision.to_string()).unwrap_or_default(),
        letter.date.map(|(_, source)| source.to_string()).unwrap_or_default(),
        letter.place.unwrap_or_default(),
        letter.addressees.join("; "),
        letter.subject.unwrap_or_default(),
        reading.document.language.clone().unwrap_or_default(),
        reading.signatures.len().to_string(),
        letter.as_of_date.map(|date| date.date.to_string()).unwrap_or_default(),
        claims.join("; "),
    ]
}

const CLAIMS: &[&str] = &["unit", "qualifier", "stated", "scope", "line", "text"];

fn claim_row(claim: &Claim) -> Vec<String> {
    vec![
        claim.unit.to_string(),
        claim.qualifier.to_string(),
        claim.stated.to_string(),
        claim.scope.to_string(),
        claim.place.line_start.to_string(),
        claim.text.clone(),
    ]
}

const MENTIONS: &[&str] = &[
    "line",
    "date",
    "addressee",
    "organizations",
    "individuals",
    "signatories",
    "represented",
    "signers",
    "text",
];

fn mention_rows(reading: &Reading) -> Vec<Vec<String>> {
    let number = |value: Option<u32>| value.map(|value| value.to_string()).unwrap_or_default();
    reading
        .mentions
        .iter()
        .map(|mention| {
            vec![
                mention.line.to_string(),
                mention.date.map(|date| date.date.to_string()).unwrap_or_default(),
                mention.addressee.clone().unwrap_or_default(),
                number(mention.n_organizations),
                number(mention.n_individuals),
                number(mention.n_signatories),
                number(mention.n_represented),
                mention.signers.join("; "),
                mention.text.clone(),
            ]
        })
        .collect()
}

const LINES: &[&str] = &["line", "fate", "reason", "layout", "score", "runner_up", "runner_up_score", "text"];

fn line_rows(reading: &Reading) -> Vec<Vec<String>> {
    let score = |value: f64| format!("{value:.3}");
    // Lines and layouts are in printed order: each line looks for its layout from where the last was found.
    let mut layouts = reading.layouts.clone();
    layouts.sort_by_key(|choice| choice.place);
    let mut at = 0;
    let row = |note: &LineNote| {
        let line = note.line.place;
        while layouts.get(at + 1).is_some_and(|next| next.place.line_start <= line.line_start) {
            at += 1;
        }
        let choice = layouts.get(at).filter(|choice| {
            note.is_of_section && (choice.place.line_start..=choice.place.line_end).contains(&line.line_start)
        });
        let runner_up = choice.and_then(|choice| choice.runner_up.as_ref());
        vec![
            line.line_start.to_string(),
            note.fate.to_string(),
            note.reason.clone(),
            choice.map(|choice| choice.layout.to_string()).unwrap_or_default(),
            choice.map(|choice| score(choice.score)).unwrap_or_default(),
            runner_up.map(|(layout, _)| layout.to_string()).unwrap_or_default(),
            runner_up.map(|(_, value)| score(*value)).unwrap_or_default(),
            note.line.text.clone(),
        ]
    };
    reading.notes.iter().map(row).collect()
}
