//! `undersigned normalize`: one value a line in, its normal form out.

use super::print::{Format, harmless, value};
use super::{Context, Status, Stop};
use std::io::{BufRead, Write};
use std::path::PathBuf;
use undersigned::model::{Alpha2, CountryMethod};
use undersigned::normalize::{country, organization, person};
use undersigned::reference::Reference;

/// Arguments of `normalize`.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// What the values are
    #[arg(value_enum)]
    what: What,
    /// File with one value a line; - is stdin
    #[arg(default_value = "-", value_name = "FILE")]
    file: PathBuf,
    /// How the table is printed; text is tab-separated, and like CSV is written as it is read
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

#[derive(Debug, Clone, Copy, clap::ValueEnum)]
enum What {
    /// Countries: ISO 3166-1 codes, with method and confidence
    Country,
    /// Names of organizations: comparison form, acronyms, other names
    Organization,
    /// Names of persons: titles, given and family names, suffixes
    Person,
}

/// Normalizes line by line, so that a pipe can be of any length.
pub fn run(_context: &Context, arguments: &Arguments) -> Result<Status, Stop> {
    let reference = Reference::builtin();
    let input: Box<dyn BufRead> = if arguments.file.as_os_str() == "-" {
        Box::new(std::io::stdin().lock())
    } else {
        let file = std::fs::File::open(&arguments.file)
            .map_err(|error| Stop::failed(format!("cannot read {}: {error}", arguments.file.display())))?;
        Box::new(std::io::BufReader::new(file))
    };
    let (header, row): (&[&str], fn(&str, &Reference) -> Vec<String>) = match arguments.what {
        What::Country => (COUNTRY, country_row),
        What::Organization => (ORGANIZATION, organization_row),
        What::Person => (PERSON, person_row),
    };
    let mut writer = Writer::new(arguments.format, header)?;
    for line in input.split(b'\n') {
        let line = line?;
        let text = String::from_utf8_lossy(&line);
        writer.row(&row(text.trim_end_matches('\r'), &reference))?;
    }
    writer.finish()?;
    Ok(Status::Done)
}

const COUNTRY: &[&str] =
    &["input", "alpha2", "alpha3", "name", "codes", "method", "confidence", "candidates"];

fn country_row(input: &str, reference: &Reference) -> Vec<String> {
    let reading = country::resolve(input, reference);
    let known = reading.country().and_then(|code| reference.countries.get(code));
    let codes = |codes: &[Alpha2]| codes.iter().map(|code| code.as_str()).collect::<Vec<_>>().join(";");
    let confidence = match reading.method {
        CountryMethod::Unresolved => String::new(),
        _ => format!("{:.2}", reading.confidence),
    };
    vec![
        input.to_owned(),
        reading.country().map(|code| code.to_string()).unwrap_or_default(),
        known.map(|country| country.alpha3.to_owned()).unwrap_or_default(),
        known.map(|country| country.name.to_owned()).unwrap_or_default(),
        codes(&reading.codes),
        reading.method.to_string(),
        confidence,
        codes(&reading.candidates),
    ]
}

const ORGANIZATION: &[&str] = &["input", "normalized", "acronyms", "alternatives"];

fn organization_row(input: &str, reference: &Reference) -> Vec<String> {
    let name = organization::read(input, None, reference);
    vec![
        input.to_owned(),
        organization::comparison_form(input, reference),
        name.acronyms.join(";"),
        name.alternatives.join(";"),
    ]
}

const PERSON: &[&str] = &["input", "normalized", "name", "titles", "given", "family", "suffixes"];

fn person_row(input: &str, reference: &Reference) -> Vec<String> {
    let name = person::read(input, reference);
    vec![
        input.to_owned(),
        name.key,
        name.name,
        name.titles.join(" "),
        name.given,
        name.family,
        name.suffixes.join(", "),
    ]
}

/// Writes rows as they come.
enum Writer {
    Text(std::io::StdoutLock<'static>),
    Csv(Box<csv::Writer<std::io::StdoutLock<'static>>>),
    Json { out: std::io::StdoutLock<'static>, header: Vec<String>, n_rows: usize },
}

impl Writer {
    fn new(format: Format, header: &[&str]) -> Result<Self, Stop> {
        let mut out = std::io::stdout().lock();
        Ok(match format {
            Format::Text => {
                writeln!(out, "{}", header.join("\t"))?;
                Self::Text(out)
            }
            Format::Csv => {
                let mut writer = csv::Writer::from_writer(out);
                writer.write_record(header)?;
                Self::Csv(Box::new(writer))
            }
            Format::Json => {
                write!(out, "[")?;
                Self::Json { out, header: header.iter().map(|name| (*name).to_owned()).collect(), n_rows: 0 }
            }
        })
    }

    fn row(&mut self, cells: &[String]) -> Result<(), Stop> {
        match self {
            Self::Text(out) => {
                let shown: Vec<String> = cells.iter().map(|cell| harmless(cell)).collect();
                writeln!(out, "{}", shown.join("\t"))?;
            }
            Self::Csv(writer) => writer.write_record(cells)?,
            Self::Json { out, header, n_rows } => {
                let fields = header.iter().zip(cells).map(|(name, cell)| (name.clone(), value(cell)));
                let object = serde_json::Value::Object(fields.collect());
                let comma = if *n_rows == 0 { "" } else { "," };
                write!(out, "{comma}\n{object}")?;
                *n_rows += 1;
            }
        }
        Ok(())
    }

    fn finish(self) -> Result<(), Stop> {
        match self {
            Self::Text(mut out) => out.flush()?,
            Self::Csv(mut writer) => writer.flush()?,
            Self::Json { mut out, .. } => {
                writeln!(out, "\n]")?;
                out.flush()?;
            }
        }
        Ok(())
    }
}
