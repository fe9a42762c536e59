//! A published folder as its own `datapackage.json` describes it: what checking it, and comparing it with
//! another, read.

use std::path::Path;

use serde_json::Value;

use crate::publish::{PublishError, package};

/// The tables of a folder.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Package {
    /// Version of the data.
    pub version: String,
    /// The files of the tables, in published order.
    pub resources: Vec<Resource>,
}

/// A file of a table.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Resource {
    /// Name.
    pub name: String,
    /// Name of the file.
    pub path: String,
    /// `csv` or `parquet`.
    pub format: String,
    /// Size, where it is stated.
    pub bytes: Option<u64>,
    /// SHA-256, where it is stated.
    pub sha256: Option<String>,
    /// Number of rows, where it is stated.
    pub n_rows: Option<u64>,
    /// Columns.
    pub fields: Vec<Field>,
    /// Columns of the primary key.
    pub key: Vec<String>,
    /// References to tables.
    pub foreign_keys: Vec<ForeignKey>,
}

/// A column that refers to another table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ForeignKey {
    /// The column.
    pub column: String,
    /// The table; empty for the own one.
    pub table: String,
    /// The column of that table.
    pub target: String,
}

/// Physical type of a column.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum FieldType {
    /// Text.
    #[default]
    Text,
    /// 32-bit whole number.
    Integer,
    /// 64-bit number.
    Number,
    /// Truth value.
    Boolean,
    /// Day.
    Date,
}

/// A column.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Field {
    /// Name.
    pub name: String,
    /// Type.
    pub field_type: FieldType,
    /// Whether every row has a value.
    pub required: bool,
    /// Whether no value stands in two rows.
    pub unique: bool,
    /// Values of a closed vocabulary; empty where there is none.
    pub values: Vec<String>,
    /// Least number.
    pub minimum: Option<f64>,
    /// Largest number.
    pub maximum: Option<f64>,
}

impl Field {
    /// What is wrong with a cell of a CSV file.
    pub fn problem(&self, cell: &str) -> Option<String> {
        if cell.is_empty() {
            return self.required.then(|| "a value is required".to_owned());
        }
        if !self.values.is_empty() && !self.values.iter().any(|value| value == cell) {
            return Some(format!("none of {}", self.values.join(", ")));
        }
        let number = match self.field_type {
            FieldType::Text => return None,
            FieldType::Boolean => {
                return (cell != "true" && cell != "false").then(|| "no true or false".to_owned());
            }
            FieldType::Date => {
                let is_day = cell.parse::<jiff::civil::Date>().is_ok_and(|date| date.to_string() == cell);
                return (!is_day).then(|| "no day".to_owned());
            }
            FieldType::Integer => cell.parse::<i32>().ok().map(f64::from),
            FieldType::Number => cell.parse::<f64>().ok().filter(|number| number.is_finite()),
        };
        match number {
            None if self.field_type == FieldType::Integer => Some("no whole number of 32 bits".to_owned()),
            None => Some("no number".to_owned()),
            Some(number) if self.minimum.is_some_and(|least| number < least) => Some("too small".to_owned()),
            Some(number) if self.maximum.is_some_and(|most| number > most) => Some("too large".to_owned()),
            Some(_) => None,
        }
    }
}

impl Package {
    /// The CSV files, one for each table.
    pub fn csv(&self) -> impl Iterator<Item = &Resource> {
        self.resources.iter().filter(|resource| resource.format == "csv")
    }

    /// The Parquet file with the rows of a CSV file.
    pub fn twin(&self, resource: &Resource) -> Option<&Resource> {
        let name = format!("{}.parquet", resource.name);
        self.resources.iter().find(|twin| twin.name == name && twin.format == "parquet")
    }
}

/// Reads the descriptor of a folder.
///
/// # Errors
/// When there is none of this program, or it is damaged.
pub fn read(folder: &Path) -> Result<Package, PublishError> {
    let path = folder.join(package::FILE);
    let not_a_dataset = || PublishError::NotADataset { path: folder.to_owned() };
    let text = std::fs::read_to_string(&path).map_err(|_| not_a_dataset())?;
    let damaged = |reason: String| PublishError::Damaged { path: path.clone(), reason };
    let value: Value = serde_json::from_str(&text).map_err(|error| damaged(error.to_string()))?;
    if !package::is_ours(&text) {
        return Err(not_a_dataset());
    }
    let resources = value.get("resources").and_then(Value::as_array);
    let resources = resources.ok_or_else(|| damaged("it has no resources".to_owned()))?;
    Ok(Package {
        version: said(&value, "version"),
        resources: resources.iter().map(resource).collect::<Option<_>>().ok_or_else(|| {
            damaged("a resource has no name, path or fields, or a field has an unknown type".to_owned())
        })?,
    })
}

fn said(value: &Value, key: &str) -> String {
    value.get(key).and_then(Value::as_str).unwrap_or_default().to_owned()
}

fn list<'a>(value: &'a Value, key: &str) -> impl Iterator<Item = &'a Value> {
    value.get(key).and_then(Value::as_array).into_iter().flatten()
}

fn texts(value: &Value, key: &str) -> Vec<String> {
    list(value, key).filter_map(Value::as_str).map(str::to_owned).collect()
}

fn resource(value: &Value) -> Option<Resource> {
    let schema = value.get("schema")?;
    let foreign_key = |key: &Value| {
        let reference = key.get("reference")?;
        Some(ForeignKey {
            column: texts(key, "fields").into_iter().next()?,
            table: said(reference, "resource"),
            target: texts(reference, "fields").into_iter().next()?,
        })
    };
    let resource = Resource {
        name: said(value, "name"),
        path: said(value, "path"),
        format: said(value, "format"),
        bytes: value.get("bytes").and_then(Value::as_u64),
        sha256: said(value, "hash").strip_prefix("sha256:").map(str::to_owned),
        n_rows: value.get("rows").and_then(Value::as_u64),
        fields: list(schema, "fields").map(field).collect::<Option<_>>()?,
        key: texts(schema, "primaryKey"),
        foreign_keys: list(schema, "foreignKeys").map(foreign_key).collect::<Option<_>>()?,
    };
    let is_whole = !resource.name.is_empty() && !resource.path.is_empty() && !resource.fields.is_empty();
    is_whole.then_some(resource)
}

fn field(value: &Value) -> Option<Field> {
    let field_type = match said(value, "type").as_str() {
        "string" => FieldType::Text,
        "integer" => FieldType::Integer,
        "number" => FieldType::Number,
        "boolean" => FieldType::Boolean,
        "date" => FieldType::Date,
        _ => return None,
    };
    let nothing = Value::Null;
    let constraints = value.get("constraints").unwrap_or(&nothing);
    let is_set = |key: &str| constraints.get(key).and_then(Value::as_bool).unwrap_or(false);
    let number = |key: &str| constraints.get(key).and_then(Value::as_f64);
    Some(Field {
        name: said(value, "name"),
        field_type,
        required: is_set("required"),
        unique: is_set("unique"),
        values: texts(constraints, "enum"),
        minimum: number("minimum"),
        maximum: number("maximum"),
    })
}
