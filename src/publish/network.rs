//! The network of those who sign together, for programs that draw and measure networks: tables of nodes and
//! edges, GraphML and GEXF.
//!
//! In: the tables `entities` and `cosignatures`. Out: a node for every entity that is in a pair, an edge
//! for every pair. Nothing is computed here; the four files tell the same.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::{self, Write};

use jiff::civil::Date;

use crate::model::table::{Cell, ColumnType};
use crate::model::{Alpha2, EntityId, Kind};
use crate::publish::xml::escaped;
use crate::tables::{Dataset, TableView};
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
    let mut n_partners: BTreeMap<EntityId, i32> = BTreeMap::new();
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

/// The edges, in order of their ends.
pub fn edges(dataset: &Dataset) -> Vec<EdgeRow> {
    let edge = |pair: &crate::tables::cosignatures::CosignatureRow| EdgeRow {
        source: pair.entity_a,
        target: pair.entity_b,
        r#type: Direction::Undirected,
        weight: pair.n_letters,
        jaccard: pair.jaccard,
        first_signed: pair.first_signed,
        last_signed: pair.last_signed,
    };
    dataset.cosignatures.iter().map(edge).collect()
}

/// Columns that a file of a network tells by other means than attributes.
const STRUCTURE: &[&str] = &["id", "label", "source", "target", "type"];

/// The attributes of a table, as the index and name of their columns.
fn attributes(view: &TableView<'_>) -> Vec<(usize, &'static str, ColumnType)> {
    let columns = view.columns.iter().enumerate();
    let kept = columns.filter(|(_, column)| !STRUCTURE.contains(&column.name));
    kept.map(|(index, column)| (index, column.name, column.column_type)).collect()
}

fn text(cell: &Cell<'_>) -> Option<String> {
    match cell {
        Cell::Null => None,
        Cell::Text(text) => Some(escaped(text).into_owned()),
        Cell::Integer(number) => Some(number.to_string()),
        Cell::Number(number) => Some(format!("{number:?}")),
        Cell::Boolean(truth) => Some(truth.to_string()),
        Cell::Date(date) => Some(date.to_string()),
    }
}

/// Writes the network as GraphML.
pub fn graphml(nodes: &Vec<NodeRow>, edges: &Vec<EdgeRow>, mut to: impl Write) -> io::Result<()> {
    let (node_view, edge_view) = (TableView::of(nodes), TableView::of(edges));
    let (of_nodes, of_edges) = (attributes(&node_view), attributes(&edge_view));
    to.write_all(
        b"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<graphml xmlns=\"http://graphml.graphdrawing.org/xmlns\">\n\
          \x20 <key id=\"label\" for=\"node\" attr.name=\"label\" attr.type=\"string\"/>\n",
    )?;
    for (kind, attributes) in [("node", &of_nodes), ("edge", &of_edges)] {
        for (_, name, column_type) in attributes {
            let attribute_type = match column_type {
                ColumnType::Integer => "int",
                ColumnType::Number => "double",
                ColumnType::Boolean => "boolean",
                ColumnType::Text | ColumnType::Date => "string",
            };
            writeln!(
                to,
                "  <key id=\"{kind}_{name}\" for=\"{kind}\" attr.name=\"{name}\" attr.type=\"{attribute_type}\"/>"
            )?;
        }
    }
    writeln!(to, "  <graph id=\"cosignatures\" edgedefault=\"undirected\">")?;
    let data =
        |kind: &str, view: &TableView<'_>, attributes: &[(usize, &'static str, ColumnType)], row: usize| {
            let mut written = String::new();
            for (column, name, _) in attributes {
                if let Some(value) = text(&view.rows.cell(row, *column)) {
                    let _ = write!(written, "<data key=\"{kind}_{name}\">{value}</data>");
                }
            }
            written
        };
    for (row, node) in nodes.iter().enumerate() {
        let said = data("node", &node_view, &of_nodes, row);
        writeln!(
            to,
            "    <node id=\"{}\"><data key=\"label\">{}</data>{said}</node>",
            node.id,
            escaped(&node.label)
        )?;
    }
    for (row, edge) in edges.iter().enumerate() {
        let said = data("edge", &edge_view, &of_edges, row);
        writeln!(to, "    <edge source=\"{}\" target=\"{}\">{said}</edge>", edge.source, edge.target)?;
    }
    writeln!(to, "  </graph>\n</graphml>")
}

/// Writes the network as GEXF: what begins with its first letter begins there on a time line.
pub fn gexf(nodes: &Vec<NodeRow>, edges: &Vec<EdgeRow>, mut to: impl Write) -> io::Result<()> {
    let (node_view, edge_view) = (TableView::of(nodes), TableView::of(edges));
    let (of_nodes, of_edges) = (attributes(&node_view), attributes(&edge_view));
    to.write_all(
        b"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<gexf xmlns=\"http://gexf.net/1.3\" version=\"1.3\">\n\
          \x20 <graph mode=\"dynamic\" defaultedgetype=\"undirected\" timeformat=\"date\">\n",
    )?;
    for (class, attributes) in [("node", &of_nodes), ("edge", &of_edges)] {
        writeln!(to, "    <attributes class=\"{class}\" mode=\"static\">")?;
        for (index, name, column_type) in attributes {
            let attribute_type = match column_type {
                ColumnType::Integer => "integer",
                ColumnType::Number => "double",
                ColumnType::Boolean => "boolean",
                ColumnType::Text | ColumnType::Date => "string",
            };
            writeln!(to, "      <attribute id=\"{index}\" title=\"{name}\" type=\"{attribute_type}\"/>")?;
        }
        writeln!(to, "    </attributes>")?;
    }
    let values = |view: &TableView<'_>, attributes: &[(usize, &'static str, ColumnType)], row: usize| {
        let mut written = String::from("<attvalues>");
        for (column, _, _) in attributes {
            if let Some(value) = text(&view.rows.cell(row, *column)) {
                let _ = write!(written, "<attvalue for=\"{column}\" value=\"{value}\"/>");
            }
        }
        written.push_str("</attvalues>");
        written
    };
    let start = |date: Option<Date>| date.map_or(String::new(), |date| format!(" start=\"{date}\""));
    writeln!(to, "    <nodes>")?;
    for (row, node) in nodes.iter().enumerate() {
        let (label, from) = (escaped(&node.label), start(node.first_signed));
        let said = values(&node_view, &of_nodes, row);
        writeln!(to, "      <node id=\"{}\" label=\"{label}\"{from}>{said}</node>", node.id)?;
    }
    writeln!(to, "    </nodes>\n    <edges>")?;
    for (row, edge) in edges.iter().enumerate() {
        let said = values(&edge_view, &of_edges, row);
        writeln!(
            to,
            "      <edge id=\"{row}\" source=\"{}\" target=\"{}\" weight=\"{}\"{}>{said}</edge>",
            edge.source,
            edge.target,
            edge.weight,
            start(edge.first_signed)
        )?;
    }
    writeln!(to, "    </edges>\n  </graph>\n</gexf>")
}
