//! `undersigned explain ID [ID]`: why a signature reads so, why two were or were not linked, how an entity
//! came together; in the terminal, as SVG, as a page of HTML.

use super::print::{self, harmless};
use super::{Context, Status, Stop};
use std::fmt::Write;
use std::path::{Path, PathBuf};
use undersigned::config::Config;
use undersigned::explain::{self, EntityStory, PairStory, Verdict};
use undersigned::link;
use undersigned::model::IssueCode;
use undersigned::model::code::explained;
use undersigned::model::{Corpus, EntityId, Fate, Kind, Link, Signature, SignatureId};
use undersigned::pipeline::codes::RunCode;
use undersigned::pipeline::{self, Places};
use undersigned::reference::Reference;

/// Arguments of `explain`.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// Id of a signature (sig-…) or an entity (ent-…), one that is no longer in use too; or the code of a message
    #[arg(value_name = "ID")]
    id: String,
    /// Id of another signature or entity, to tell of the pair
    #[arg(value_name = "ID")]
    other: Option<String>,
    /// Also draw the evidence of the pair, or of the entity's weakest link, to this file
    #[arg(long, value_name = "FILE")]
    svg: Option<PathBuf>,
    /// Also write the whole story as a page that needs no network
    #[arg(long, value_name = "FILE")]
    html: Option<PathBuf>,
}

/// What an id is of.
#[derive(Debug, Clone, Copy)]
enum Id {
    Signature(SignatureId),
    Entity(EntityId),
}

impl Id {
    fn read(text: &str) -> Result<Self, Stop> {
        match (text.parse(), text.parse()) {
            (Ok(id), _) => Ok(Self::Signature(id)),
            (_, Ok(id)) => Ok(Self::Entity(id)),
            _ => Err(Stop::usage(format!(
                "`{text}` is no id of a signature (sig-…) or an entity (ent-…), and no code of a message"
            ))),
        }
    }
}

/// What is told, and as what.
struct Told {
    text: String,
    svg: Option<String>,
    html: Option<String>,
}

/// A corpus that stories are told of.
struct Teller<'a> {
    config: &'a Config,
    places: &'a Places,
    reference: &'a Reference,
    corpus: &'a Corpus,
}

/// Tells what a code means, or reads the corpus anew and tells of what was asked for.
pub fn run(context: &Context, arguments: &Arguments) -> Result<Status, Stop> {
    let of_code = explained::<IssueCode>(&arguments.id).or_else(|| explained::<RunCode>(&arguments.id));
    if let (Some(text), None) = (of_code, &arguments.other) {
        print::lines(text.lines().map(str::to_owned))?;
        return Ok(Status::Done);
    }
    let id = Id::read(&arguments.id)?;
    let other = arguments.other.as_deref().map(Id::read).transpose()?;
    let (config, places) = context.project(None, None)?;
    let reference = pipeline::reference(&config, &places.curation);
    let corpus = pipeline::corpus(&config, &places, &reference, &context.log)?;
    let teller = Teller { config: &config, places: &places, reference: &reference.value, corpus: &corpus };
    let told = match (id, other) {
        (id, Some(other)) => teller.pair([id, other]),
        (Id::Entity(id), None) => teller.entity(id),
        (Id::Signature(id), None) => teller.signature(id),
    }?;
    for (path, content, what) in
        [(&arguments.svg, told.svg, "no evidence to draw"), (&arguments.html, told.html, "no page")]
    {
        match (path, content) {
            (Some(path), Some(content)) => write(path, &content)?,
            (Some(path), None) => {
                return Err(Stop::failed(format!("{}: there is {what} for this", path.display())));
            }
            (None, _) => {}
        }
    }
    std::io::Write::write_all(&mut std::io::stdout().lock(), told.text.as_bytes())?;
    Ok(Status::Done)
}

fn write(path: &Path, content: &str) -> Result<(), Stop> {
    std::fs::write(path, content).map_err(|error| Stop::failed(format!("{}: {error}", path.display())))
}

impl Teller<'_> {
    fn signing(&self, id: SignatureId) -> Result<usize, Stop> {
        self.corpus.signing(id).ok_or_else(|| Stop::failed(format!("{id} is not in the corpus")))
    }

    fn threshold(&self, signing: usize) -> f64 {
        let is_person = self.corpus.signature(signing).kind == Kind::Person;
        link::threshold(&self.config.link, is_person)
    }

    /// Scores all pairs of one list with the other.
    fn scored(&self, left: &[usize], right: &[usize]) -> Vec<Link> {
        let mut asked: Vec<(usize, usize)> = left
            .iter()
            .flat_map(|a| right.iter().map(move |b| (*a.min(b), *a.max(b))))
            .filter(|(a, b)| a != b)
            .collect();
        asked.sort_unstable();
        asked.dedup();
        pipeline::explained(self.config, self.places, self.reference, self.corpus, asked)
    }

    fn signature(&self, id: SignatureId) -> Result<Told, Stop> {
        let text = signature(self.corpus, self.signing(id)?).map_err(Stop::failed)?;
        Ok(Told { text, svg: None, html: None })
    }

    fn entity(&self, id: EntityId) -> Result<Told, Stop> {
        let mut text = former(self.corpus, id)?;
        let Some(place) = self.corpus.entity(id) else { return Ok(Told { text, svg: None, html: None }) };
        let printings = explain::representatives(self.corpus, place, &[]);
        let links = self.scored(&printings, &printings);
        let threshold = printings.first().map_or(0.0, |signing| self.threshold(*signing));
        let story = explain::entity(self.corpus, place, &links, threshold);
        entity(&mut text, self.corpus, &story).map_err(Stop::failed)?;
        let weakest = story.joins.iter().find(|join| join.is_weakest).map(|join| &join.link);
        Ok(Told {
            text,
            svg: weakest.or(story.near.first()).map(|link| drawn(self.corpus, link, threshold)),
            html: Some(explain::entity_page(self.corpus, &story)),
        })
    }

    fn pair(&self, ids: [Id; 2]) -> Result<Told, Stop> {
        let mut text = String::new();
        let mut sides: Vec<(Vec<usize>, bool)> = Vec::new();
        for id in ids {
            let (place, given) = match id {
                Id::Signature(id) => {
                    let signing = self.signing(id)?;
                    (self.corpus.linkage.entity_of.get(signing).copied(), vec![signing])
                }
                Id::Entity(id) => {
                    text += &former(self.corpus, id)?;
                    (self.corpus.entity(id), Vec::new())
                }
            };
            let printings = place.map(|place| explain::representatives(self.corpus, place, &given));
            sides.push((printings.unwrap_or_default(), !given.is_empty()));
        }
        let [(left, is_left_given), (right, is_right_given)] = sides.as_slice() else {
            return Err(Stop::failed("two ids were asked for"));
        };
        let (Some(first), Some(second)) = (left.first(), right.first()) else {
            return Ok(Told { text, svg: None, html: None });
        };
        let links = self.scored(left, right);
        // Of an entity, the printing that comes nearest to the other speaks for it.
        let fits = |link: &&Link| {
            let has =
                |signing: &usize, is_given: bool| !is_given || [link.left, link.right].contains(signing);
            has(first, *is_left_given) && has(second, *is_right_given)
        };
        let is_open = !(*is_left_given && *is_right_given);
        let best = links
            .iter()
            .filter(fits)
            .filter(|_| is_open)
            .max_by_key(|link| (link.probability > 0.0, link.millibits));
        let signings = match best {
            Some(link) if left.contains(&link.left) && right.contains(&link.right) => [link.left, link.right],
            Some(link) => [link.right, link.left],
            None => [*first, *second],
        };
        let story = explain::pair(self.corpus, signings, &links, self.threshold(signings[0]));
        pair(&mut text, self.corpus, &story).map_err(Stop::failed)?;
        Ok(Told {
            text,
            svg: story.link.as_ref().map(|link| drawn(self.corpus, link, story.threshold)),
            html: Some(explain::pair_page(self.corpus, &story)),
        })
    }
}

fn drawn(corpus: &Corpus, link: &Link, threshold: f64) -> String {
    let names = [link.left, link.right].map(|signing| corpus.signature(signing).name.as_str());
    explain::waterfall(link, names, threshold)
}

/// What became of an id that an entity has or had; nothing where nothing did.
fn former(corpus: &Corpus, id: EntityId) -> Result<String, Stop> {
    let known = corpus.registry.entities.get(&id);
    let Some(known) = known else { return Err(Stop::failed(format!("{id} is not in the corpus"))) };
    let name = |id: &EntityId| {
        let found = corpus.linkage.entities.binary_search_by_key(id, |entity| entity.id);
        let name = found.ok().and_then(|at| corpus.linkage.entities.get(at)).map(|entity| &entity.name);
        format!("{id} {}", harmless(name.map_or("", String::as_str)))
    };
    let parts: String = known.parts.iter().map(|part| format!("\n  {}", name(part))).collect();
    Ok(match known.fate() {
        None => String::new(),
        Some(Fate::Split) => format!("{id} was split; some of its signatures are now of{parts}\n\n"),
        Some(Fate::Removed) => format!("{id} is no longer in use: none of its signatures is there\n"),
        Some(Fate::Merged) => {
            let now = known.now.as_ref().map(name).unwrap_or_default();
            let rest =
                if parts.is_empty() { parts } else { format!(", and some of its signatures of{parts}") };
            format!("{id} is no longer in use: it is now {now}{rest}\n\n")
        }
    })
}

fn signature(corpus: &Corpus, signing: usize) -> Result<String, std::fmt::Error> {
    let signature: &Signature = corpus.signature(signing);
    let reading = corpus.reading(signing);
    let mut out = String::new();
    writeln!(out, "{}", corpus.signature_ids[signing])?;
    let fate = reading.notes.iter().find(|note| note.line.place.line_start == signature.place.line_start);
    let mut field = |name: &str, value: &str| match value {
        "" => Ok(()),
        value => writeln!(out, "  {name:14} {}", harmless(value)),
    };
    field("printed", &signature.text)?;
    field("where", &format!("{}:{}", reading.document.path, signature.place.line_start))?;
    field("section", signature.section.as_deref().unwrap_or_default())?;
    field("layout", fate.map_or("", |note| note.reason.as_str()))?;
    field("kind", &signature.kind.to_string())?;
    field("name", &signature.name)?;
    field("compared as", &signature.name_normalized)?;
    field("acronym", signature.acronym.as_deref().unwrap_or_default())?;
    field("role", signature.role.as_deref().unwrap_or_default())?;
    field("affiliation", signature.affiliation.as_deref().unwrap_or_default())?;
    field("place", signature.place_name.as_deref().unwrap_or_default())?;
    if let Some(country) = &signature.country {
        let codes: Vec<&str> = country.codes.iter().map(|code| code.as_str()).collect();
        let printed = signature.country_text.as_deref().unwrap_or_default();
        let read =
            format!("{} from `{printed}` ({}, {:.2})", codes.join(";"), country.method, country.confidence);
        field("country", &read)?;
    }
    let entity = &corpus.linkage.entities[corpus.linkage.entity_of[signing]];
    field("entity", &format!("{} {}", entity.id, entity.name))?;
    Ok(out)
}

fn entity(out: &mut String, corpus: &Corpus, story: &EntityStory) -> std::fmt::Result {
    let Some(entity) = corpus.linkage.entities.get(story.entity) else { return Ok(()) };
    writeln!(out, "{} {}", entity.id, harmless(&entity.name))?;
    writeln!(
        out,
        "  {}, confidence {:.4}, {} signatures:",
        entity.kind,
        entity.confidence,
        entity.signings.len()
    )?;
    for signing in &entity.signings {
        let signature = corpus.signature(*signing);
        let path = harmless(&corpus.reading(*signing).document.path);
        let line = signature.place.line_start;
        writeln!(out, "  {} {path}:{line} {}", corpus.signature_ids[*signing], harmless(&signature.text))?;
    }
    for (is_decided, what) in [(entity.is_name_decided, "name"), (entity.is_country_decided, "country")] {
        if is_decided {
            writeln!(out, "  A person decided its {what}.")?;
        }
    }
    if story.joins.is_empty() {
        writeln!(out, "\nAll that is printed of it reads as one name: nothing had to be joined.")?;
    } else {
        writeln!(out, "\nheld together by, the surest first")?;
    }
    for join in &story.joins {
        let [a, b] = join.n_printings;
        let weakest = if join.is_weakest { ": its weakest link" } else { "" };
        writeln!(out, "  joins {a} and {b} ways of printing it{weakest}")?;
        waterfall(out, corpus, &join.link, story.threshold)?;
    }
    if !story.near.is_empty() {
        writeln!(out, "\nnearly joined, or kept apart by a rule")?;
    }
    for link in &story.near {
        waterfall(out, corpus, link, story.threshold)?;
    }
    Ok(())
}

fn pair(out: &mut String, corpus: &Corpus, story: &PairStory) -> std::fmt::Result {
    for signing in story.signings {
        out.push_str(&signature(corpus, signing)?);
    }
    let is_one = story.verdict != Verdict::Different;
    writeln!(
        out,
        "\n{}",
        if is_one { "They are one entity: linked." } else { "They are different entities: not linked." }
    )?;
    for sentence in &story.why {
        writeln!(out, "{}", harmless(sentence))?;
    }
    if let Some(link) = &story.link {
        waterfall(out, corpus, link, story.threshold)?;
    }
    if !story.others.is_empty() {
        writeln!(out, "\n{}", if is_one { "held together by" } else { "kept apart by" })?;
    }
    for link in &story.others {
        waterfall(out, corpus, link, story.threshold)?;
    }
    Ok(())
}

/// Width of the bars, in characters.
const WIDTH: f64 = 40.0;

/// A link as its evidence, step by step: each bar goes from the sum before it to the sum after it, `|` is zero.
fn waterfall(out: &mut String, corpus: &Corpus, link: &Link, threshold: f64) -> std::fmt::Result {
    let (left, right) = (corpus.signature(link.left), corpus.signature(link.right));
    writeln!(out, "  {} = {}", harmless(&left.name), harmless(&right.name))?;
    let steps = explain::steps(link);
    let total = explain::bits(link.millibits);
    let sums = steps.iter().map(|step| step.after).chain([0.0, total]);
    let (low, high) = sums.fold((0.0_f64, 1.0_f64), |(low, high), sum| (low.min(sum), high.max(sum)));
    let at = |sum: f64| ((sum - low) / (high - low).max(1.0) * WIDTH).round() as usize;
    for step in &steps {
        let (from, to) = (at(step.before.min(step.after)), at(step.before.max(step.after)));
        let mark = if step.bits < 0.0 { '-' } else { '+' };
        let bar: String = (0..=WIDTH as usize)
            .map(|column| match column {
                column if (from..to.max(from + 1)).contains(&column) => mark,
                column if column == at(0.0) => '|',
                _ => ' ',
            })
            .collect();
        let (bits, after) = (step.bits, step.after);
        writeln!(out, "    {bits:+8.3} {after:+8.3}  {:15} {bar} {}", step.kind, harmless(&step.detail))?;
    }
    writeln!(
        out,
        "    {total:+8.3} bits in all, {threshold:.1} are needed; probability {:.4}: {} by {}; {}",
        link.probability,
        link.decision,
        link.by,
        harmless(&link.why),
    )
}
