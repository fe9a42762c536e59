//! The network of those who sign together, for programs that draw and measure networks: tables of nodes and
//! edges, GraphML and GEXF.
//!
//! In: the tables `entities` and `cosignatures`. Out: a node for every entity that is in a pair, an edge
//! for every pair. Nothing is computed here. The four files tell the same, but for a large network: programs
//! that draw it are given its heaviest edges.

use std::cmp::Reverse;
use std::fmt;
use std::io::{self, Write};
use std::path::Path;

use jiff::civil::Date;
use rustc_hash::FxHashMap;

use crate::model::table::{Cell, ColumnType, Table, Value};
use crate::model::{Alpha2, EntityId, Kind};
use crate::publish::PublishError;
use crate::publish::checksums::FileHash;
use crate::publish::files::{Sink, write_with};
use crate::publish::xml::escaped;
use crate::tables::cosignatures::CosignatureRow;
use crate::tables::{Dataset, Rows, TableView};
use crate::{table, vocabulary};

/// Name of the file in GraphML.
pub const GRAPHML: &str = "network.graphml";
/// Name of the file in GEXF.
pub const GEXF: &str = "network.gexf";

vocabulary! {
    /// Whether an edge has a direction, in the words of programs for networks.
    pub enum Direction {
        /// The two ends are alike.
        Undirected = "Undirected",
    }
}

table! {
    /// One row per node of the co-signing network: an entity that signed letters together with another, so
    /// often that the pair is in `cosignatures`. The columns `id` and `label` are called as programs for
    /// networks expect them.
    pub struct NodeRow in "network_nodes", key(id) {
        /// Identifier of the entity.
        id: EntityId => "entities",
        /// Name of the entity.
        label: String,
        /// Organization or person.
        kind: Kind,
        /// Country of the entity, ISO 3166-1 alpha-2 code or `XK`. Empty: unknown. `NA` is Namibia.
        country: Option<Alpha2> => "countries",
        /// Region of the country. Empty without a country.
        region: Option<String>,
        /// Subregion of the country. Empty without a country.
        subregion: Option<String>,
        /// Letters signed.
        n_letters: i32,
        /// Edges of the node: entities that it signed letters together with.
        n_partners: i32,
        /// Date of the earliest letter signed. Empty: no letter signed has a date.
        first_signed: Option<Date>,
        /// Date of the latest letter signed, likewise.
        last_signed: Option<Date>,
    }
}

table! {
    /// One row per edge of the co-signing network: a row of `cosignatures`, with its columns called as
    /// programs for networks expect them.
    pub struct EdgeRow in "network_edges", key(source, target) {
        /// One entity.
        source: EntityId => "network_nodes",
        /// The other entity.
        target: EntityId => "network_nodes",
        /// Edges have no direction.
        r#type: Direction,
        /// Letters that both signed.
        weight: i32,
        /// Of the letters that either signed, the share that both signed.
        jaccard: f64,
        /// Date of the earliest letter that both signed. Empty: none of them has a date.
        first_signed: Option<Date>,
        /// Date of the latest letter that both signed, likewise.
        last_signed: Option<Date>,
    }
}

/// The nodes, in order of their ids.
pub fn nodes(dataset: &Dataset) -> Vec<NodeRow> {
    let mut n_partners: FxHashMap<EntityId, i32> = FxHashMap::default();
    for pair in &dataset.cosignatures {
        *n_partners.entry(pair.entity_a).or_default() += 1;
        *n_partners.entry(pair.entity_b).or_default() += 1;
    }
    let in_pairs = dataset.entities.iter().filter_map(|row| Some((row, *n_partners.get(&row.entity_id)?)));
    in_pairs
        .map(|(entity, n_partners)| NodeRow {
            id: entity.entity_id,
            label: entity.name.clone(),
            kind: entity.kind,
            country: entity.country,
            region: entity.region.clone(),
            subregion: entity.subregion.clone(),
            n_letters: entity.n_letters,
            n_partners,
            first_signed: entity.first_signed,
            last_signed: entity.last_signed,
        })
        .collect()
}

impl EdgeRow {
    fn of(pair: &CosignatureRow) -> Self {
        Self {
            source: pair.entity_a,
            target: pair.entity_b,
            r#type: Direction::Undirected,
            weight: pair.n_letters,
            jaccard: pair.jaccard,
            first_signed: pair.first_signed,
            last_signed: pair.last_signed,
        }
    }
}

/// The edges, in order of their ends: rows of [`EdgeRow`], which are not held twice.
pub struct Edges<'a>(pub &'a [CosignatureRow]);

impl Rows for Edges<'_> {
    fn n_rows(&self) -> usize {
        self.0.len()
    }

    fn cell(&self, row: usize, column: usize) -> Cell<'_> {
        // The columns of a pair, with the direction between its ends and what is known of it.
        match column {
            0 | 1 => self.0[row].cell(column),
            2 => Direction::Undirected.cell(),
            _ => self.0[row].cell(column - 1),
        }
    }
}

/// Writes the files of the network for programs that draw it, with the heaviest edges where there are more than
/// they should hold. Returns what they do not hold, as a sentence.
///
/// # Errors
/// When a file cannot be written.
pub fn write(
    nodes: &Vec<NodeRow>,
    edges: &Edges<'_>,
    most_edges: usize,
    folder: &Path,
) -> Result<([FileHash; 2], Option<String>), PublishError> {
    let Edges(pairs) = edges;
    let mut heaviest: Vec<usize> = (0..pairs.len()).collect();
    let mut note = None;
    if pairs.len() > most_edges {
        heaviest.select_nth_unstable_by_key(most_edges, |pair| {
            let CosignatureRow { n_letters, jaccard, .. } = &pairs[*pair];
            (Reverse(*n_letters), Reverse(jaccard.to_bits()), *pair)
        });
        heaviest.truncate(most_edges);
        heaviest.sort_unstable();
        note = Some(format!(
            "{GRAPHML} and {GEXF} hold the {most_edges} heaviest of {} edges; network_edges.csv holds all.",
            pairs.len()
        ));
    }
    let edges: Vec<EdgeRow> = heaviest.iter().map(|pair| EdgeRow::of(&pairs[*pair])).collect();
    let (nodes, edges) = (Part::of(nodes), Part::of(&edges));
    let file = |name: &str, print: Print| {
        write_with(folder, name, |sink| {
            let written = print(&nodes, &edges, note.as_deref(), sink);
            written.map_err(PublishError::io("write", &folder.join(name)))
        })
    };
    let (graphml, gexf) = rayon::join(|| file(GRAPHML, graphml), || file(GEXF, gexf));
    Ok(([graphml?, gexf?], note))
}

/// Writes nodes, edges and a note in a format.
type Print = fn(&Part<'_, NodeRow>, &Part<'_, EdgeRow>, Option<&str>, &mut Sink) -> io::Result<()>;

/// Columns that a file of a network tells by other means than attributes.
const STRUCTURE: &[&str] = &["id", "label", "source", "target", "type"];

/// Nodes or edges, with the columns that are attributes.
struct Part<'a, T> {
    rows: &'a [T],
    view: TableView<'a>,
    attributes: Vec<(usize, &'static str, ColumnType)>,
}

impl<'a, T: Table> Part<'a, T> {
    fn of(rows: &'a Vec<T>) -> Self {
        let view = TableView::of(rows);
        let columns = view.columns.iter().enumerate();
        let kept = columns.filter(|(_, column)| !STRUCTURE.contains(&column.name));
        let attributes = kept.map(|(index, column)| (index, column.name, column.column_type)).collect();
        Self { rows, view, attributes }
    }

    /// The attributes that a row has, as the index and name of their columns, and the cells.
    fn values(&self, row: usize) -> impl Iterator<Item = (usize, &'static str, Cell<'a>)> {
        let rows = self.view.rows;
        let cells =
            self.attributes.iter().map(move |(column, name, _)| (*column, *name, rows.cell(row, *column)));
        cells.filter(|(_, _, cell)| *cell != Cell::Null)
    }
}

/// A value as XML holds it.
struct InXml<'a>(Cell<'a>);

impl fmt::Display for InXml<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Cell::Text(text) => f.write_str(&escaped(text)),
            cell => cell.fmt(f),
        }
    }
}

/// The type of an attribute; both formats call all but whole numbers alike.
fn type_name(column_type: ColumnType, integer: &'static str) -> &'static str {
    match column_type {
        ColumnType::Integer => integer,
        ColumnType::Number => "double",
        ColumnType::Boolean => "boolean",
        ColumnType::Text | ColumnType::Date => "string",
    }
}

/// Writes the network as GraphML.
fn graphml(
    nodes: &Part<'_, NodeRow>,
    edges: &Part<'_, EdgeRow>,
    note: Option<&str>,
    to: &mut Sink,
) -> io::Result<()> {
    to.write_all(
        b"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<graphml xmlns=\"http://graphml.graphdrawing.org/xmlns\">\n\
          \x20 <key id=\"label\" for=\"node\" attr.name=\"label\" attr.type=\"string\"/>\n",
    )?;
    for (kind, attributes) in [("node", &nodes.attributes), ("edge", &edges.attributes)] {
        for (_, name, column_type) in attributes {
            let attribute_type = type_name(*column_type, "int");
            writeln!(
                to,
                "  <key id=\"{kind}_{name}\" for=\"{kind}\" attr.name=\"{name}\" attr.type=\"{attribute_type}\"/>"
            )?;
        }
    }
    writeln!(to, "  <graph id=\"cosignatures\" edgedefault=\"undirected\">")?;
    if let Some(note) = note {
        writeln!(to, "    <desc>{}</desc>", escaped(note))?;
    }
    for (row, node) in nodes.rows.iter().enumerate() {
        write!(to, "    <node id=\"{}\"><data key=\"label\">{}</data>", node.id, escaped(&node.label))?;
        for (_, name, cell) in nodes.values(row) {
            write!(to, "<data key=\"node_{name}\">{}</data>", InXml(cell))?;
        }
        writeln!(to, "</node>")?;
    }
    for (row, edge) in edges.rows.iter().enumerate() {
        write!(to, "    <edge source=\"{}\" target=\"{}\">", edge.source, edge.target)?;
        for (_, name, cell) in edges.values(row) {
            write!(to, "<data key=\"edge_{name}\">{}</data>", InXml(cell))?;
        }
        writeln!(to, "</edge>")?;
    }
    writeln!(to, "  </graph>\n</graphml>")
}

/// Writes the network as GEXF: what begins with its first letter begins there on a time line.
fn gexf(
    nodes: &Part<'_, NodeRow>,
    edges: &Part<'_, EdgeRow>,
    note: Option<&str>,
    to: &mut Sink,
) -> io::Result<()> {
    to.write_all(
        b"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<gexf xmlns=\"http://gexf.net/1.3\" version=\"1.3\">\n",
    )?;
    if let Some(note) = note {
        writeln!(to, "  <meta><description>{}</description></meta>", escaped(note))?;
    }
    writeln!(to, "  <graph mode=\"dynamic\" defaultedgetype=\"undirected\" timeformat=\"date\">")?;
    for (class, attributes) in [("node", &nodes.attributes), ("edge", &edges.attributes)] {
        writeln!(to, "    <attributes class=\"{class}\" mode=\"static\">")?;
        for (index, name, column_type) in attributes {
            let attribute_type = type_name(*column_type, "integer");
            writeln!(to, "      <attribute id=\"{index}\" title=\"{name}\" type=\"{attribute_type}\"/>")?;
        }
        writeln!(to, "    </attributes>")?;
    }
    writeln!(to, "    <nodes>")?;
    for (row, node) in nodes.rows.iter().enumerate() {
        write!(to, "      <node id=\"{}\" label=\"{}\"", node.id, escaped(&node.label))?;
        begins(to, node.first_signed)?;
        values(to, nodes.values(row))?;
        writeln!(to, "</node>")?;
    }
    writeln!(to, "    </nodes>\n    <edges>")?;
    for (row, edge) in edges.rows.iter().enumerate() {
        let EdgeRow { source, target, weight, .. } = edge;
        write!(to, "      <edge id=\"{row}\" source=\"{source}\" target=\"{target}\" weight=\"{weight}\"")?;
        begins(to, edge.first_signed)?;
        values(to, edges.values(row))?;
        writeln!(to, "</edge>")?;
    }
    writeln!(to, "    </edges>\n  </graph>\n</gexf>")
}

/// Ends the tag of an element, with the day from which it is there.
fn begins(to: &mut Sink, date: Option<Date>) -> io::Result<()> {
    match date {
        Some(date) => write!(to, " start=\"{date}\">"),
        None => write!(to, ">"),
    }
}

/// Attributes of an element of GEXF.
fn values<'a>(
    to: &mut Sink,
    values: impl Iterator<Item = (usize, &'static str, Cell<'a>)>,
) -> io::Result<()> {
    write!(to, "<attvalues>")?;
    for (column, _, cell) in values {
        write!(to, "<attvalue for=\"{column}\" value=\"{}\"/>", InXml(cell))?;
    }
    write!(to, "</attvalues>")
}
