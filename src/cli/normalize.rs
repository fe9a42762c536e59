//! `undersigned normalize`: one value a line in, its normal form out.

use super::print::{Format, harmless, value};
use super::{Context, Status, Stop};
use std::borrow::Cow;
use std::io::{BufRead, BufReader, BufWriter, Read, StdoutLock, Write};
use std::path::PathBuf;
use undersigned::model::vocabulary::Vocabulary;
use undersigned::model::{Alpha2, CountryMethod};
use undersigned::normalize::{country, kind, organization, person};
use undersigned::reference::Reference;

/// Bytes that are read and written at once.
const BUFFER: usize = 1 << 16;

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
    /// Names of organizations: comparison form, acronyms, other names, legal form with its countries
    Organization,
    /// Names of persons: titles, given and family names, suffixes
    Person,
    /// Lines of lists: organization or person, with a score and its reasons
    Kind,
}

/// The cells of a row, which borrow from the line and from the reference data where they can.
type Row<'a> = Vec<Cow<'a, str>>;

/// Normalizes line by line, so that a pipe can be of any length; what is known is shown before more is
/// waited for.
pub fn run(context: &Context, arguments: &Arguments) -> Result<Status, Stop> {
    let (_, reference) = context.reference()?;
    let input: Box<dyn Read> = if arguments.file.as_os_str() == "-" {
        Box::new(std::io::stdin().lock())
    } else {
        let file = std::fs::File::open(&arguments.file)
            .map_err(|error| Stop::failed(format!("cannot read {}: {error}", arguments.file.display())))?;
        Box::new(file)
    };
    let mut input = BufReader::with_capacity(BUFFER, input);
    let (header, row): (&[&str], for<'a> fn(&'a str, &'a Reference) -> Row<'a>) = match arguments.what {
        What::Country => (COUNTRY, country_row),
        What::Organization => (ORGANIZATION, organization_row),
        What::Person => (PERSON, person_row),
        What::Kind => (KIND, kind_row),
    };
    let mut writer = Writer::new(arguments.format, header)?;
    let mut line = Vec::new();
    while input.read_until(b'\n', &mut line)? > 0 {
        let text = String::from_utf8_lossy(line.strip_suffix(b"\n").unwrap_or(&line));
        writer.row(&row(text.trim_end_matches('\r'), &reference))?;
        line.clear();
        if input.buffer().is_empty() {
            writer.flush()?;
        }
    }
    writer.finish()?;
    Ok(Status::Done)
}

const COUNTRY: &[&str] = &[
    "input",
    "alpha2",
    "alpha3",
    "name",
    "codes",
    "region",
    "subregion",
    "method",
    "confidence",
    "candidates",
];

fn country_row<'a>(input: &'a str, reference: &'a Reference) -> Row<'a> {
    let reading = country::resolve_value(input, reference);
    let known = reading.country().and_then(|code| reference.countries.get(code));
    let codes = |codes: &[Alpha2]| match codes {
        [] => Cow::Borrowed(""),
        codes => codes.iter().map(|code| code.as_str()).collect::<Vec<_>>().join(";").into(),
    };
    let confidence = match reading.method {
        CountryMethod::Unresolved => Cow::Borrowed(""),
        _ => format!("{:.2}", reading.confidence).into(),
    };
    vec![
        input.into(),
        reading.country().map(|code| code.to_string()).unwrap_or_default().into(),
        known.map_or("", |country| country.alpha3).into(),
        known.map_or("", |country| country.name).into(),
        codes(&reading.codes),
        known.map_or("", |country| country.region).into(),
        known.map_or("", |country| country.subregion).into(),
        reading.method.name().into(),
        confidence,
        codes(&reading.candidates),
    ]
}

const ORGANIZATION: &[&str] =
    &["input", "normalized", "acronyms", "alternatives", "legal_form", "legal_form_countries"];

fn organization_row<'a>(input: &'a str, reference: &'a Reference) -> Row<'a> {
    let name = organization::read(input, None, reference);
    let normalized = name.comparison_form();
    let countries: Vec<String> = organization::legal_form_countries(&name.legal_form, reference)
        .iter()
        .map(ToString::to_string)
        .collect();
    vec![
        input.into(),
        normalized.into(),
        name.acronyms.join(";").into(),
        name.alternatives.join(";").into(),
        name.legal_form.into(),
        countries.join(";").into(),
    ]
}

const PERSON: &[&str] = &["input", "normalized", "name", "titles", "given", "family", "suffixes"];

fn person_row<'a>(input: &'a str, reference: &'a Reference) -> Row<'a> {
    let name = person::read(input, reference);
    let (titles, suffixes) = (name.titles.join(" "), name.suffixes.join(", "));
    let read = [name.key, name.name, titles, name.given, name.family, suffixes];
    std::iter::once(input.into()).chain(read.map(Cow::from)).collect()
}

const KIND: &[&str] = &["input", "kind", "score", "reasons"];

fn kind_row<'a>(input: &'a str, reference: &'a Reference) -> Row<'a> {
    let verdict = kind::judge_line(input, reference);
    let reasons: Vec<String> =
        verdict.reasons.iter().map(|(weight, reason)| format!("{weight:+} {reason}")).collect();
    vec![
        input.into(),
        verdict.kind.name().into(),
        verdict.score.to_string().into(),
        reasons.join("; ").into(),
    ]
}

/// Writes rows as they come.
enum Writer {
    Text(BufWriter<StdoutLock<'static>>),
    Csv(Box<csv::Writer<BufWriter<StdoutLock<'static>>>>),
    Json { out: BufWriter<StdoutLock<'static>>, header: Vec<String>, n_rows: usize },
}

impl Writer {
    fn new(format: Format, header: &[&str]) -> Result<Self, Stop> {
        let mut out = BufWriter::with_capacity(BUFFER, std::io::stdout().lock());
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

    fn row(&mut self, cells: &[Cow<str>]) -> Result<(), Stop> {
        match self {
            Self::Text(out) => {
                for (index, cell) in cells.iter().enumerate() {
                    let end = if index + 1 == cells.len() { "\n" } else { "\t" };
                    write!(out, "{}{end}", harmless(cell))?;
                }
            }
            Self::Csv(writer) => writer.write_record(cells.iter().map(|cell| cell.as_bytes()))?,
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

    fn flush(&mut self) -> Result<(), Stop> {
        match self {
            Self::Text(out) | Self::Json { out, .. } => out.flush()?,
            Self::Csv(writer) => writer.flush()?,
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
