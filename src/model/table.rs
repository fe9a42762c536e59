//! Published tables, declared once: the declaration gives the row type, the Parquet and CSV schema,
//! the data dictionary and the package descriptor.

use crate::model::id::Printed;
use crate::model::vocabulary::Vocabulary;
use jiff::civil::Date;

/// Physical type of a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ColumnType {
    /// UTF-8 text; never empty, an absent value is null.
    Text,
    /// 32-bit signed integer.
    Integer,
    /// 64-bit floating point number.
    Number,
    /// True or false.
    Boolean,
    /// Day of the proleptic Gregorian calendar.
    Date,
}

/// One column, as declared.
#[derive(Debug, Clone)]
pub struct Column {
    /// Name in every file.
    pub name: &'static str,
    /// Published description, Markdown, one paragraph.
    pub description: String,
    /// Physical type.
    pub column_type: ColumnType,
    /// Whether the column may be null.
    pub nullable: bool,
    /// For a closed vocabulary, its values and their meanings.
    pub vocabulary: Vec<(&'static str, String)>,
    /// For texts of one form, the regular expression that they match.
    pub pattern: Option<&'static str>,
    /// For a reference, the table whose key it holds.
    pub references: Option<&'static str>,
}

impl Column {
    /// The least and the largest number that the column may hold. Its name tells, as names of columns do
    /// everywhere: `n_…` counts, a probability, a confidence or an index of similarity is a share.
    pub fn bounds(&self) -> (Option<i32>, Option<i32>) {
        let is_share = ["probability", "confidence", "jaccard"].iter().any(|end| self.name.ends_with(end));
        match self.column_type {
            ColumnType::Integer if self.name.starts_with("n_") => (Some(0), None),
            ColumnType::Number if is_share => (Some(0), Some(1)),
            _ => (None, None),
        }
    }
}

/// The text of a cell: that of the row, or a printed id, which needs no memory of its own.
#[derive(Debug, Clone, Copy)]
pub enum Text<'a> {
    /// Text that the row holds.
    Borrowed(&'a str),
    /// An id.
    Id(Printed),
}

impl std::ops::Deref for Text<'_> {
    type Target = str;
    fn deref(&self) -> &str {
        match self {
            Self::Borrowed(text) => text,
            Self::Id(printed) => printed,
        }
    }
}

impl<'a> From<&'a str> for Text<'a> {
    fn from(text: &'a str) -> Self {
        Self::Borrowed(text)
    }
}

impl PartialEq for Text<'_> {
    fn eq(&self, other: &Self) -> bool {
        **self == **other
    }
}

impl Eq for Text<'_> {}

impl PartialOrd for Text<'_> {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Text<'_> {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        (**self).cmp(&**other)
    }
}

impl std::hash::Hash for Text<'_> {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        (**self).hash(state);
    }
}

/// One value, borrowed from its row. Cells of a column order as its published values do; there is no order
/// between numbers that are none.
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd)]
pub enum Cell<'a> {
    /// Absent.
    Null,
    /// Text.
    Text(Text<'a>),
    /// Whole number.
    Integer(i32),
    /// Number.
    Number(f64),
    /// Truth value.
    Boolean(bool),
    /// Date.
    Date(Date),
}

impl std::fmt::Display for Cell<'_> {
    /// The value as files of text hold it, unescaped; nothing where it is absent.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Null => Ok(()),
            Self::Text(text) => f.write_str(text),
            Self::Integer(number) => write!(f, "{number}"),
            // A whole number keeps its `.0`, so that a reader who guesses types guesses right.
            Self::Number(number) => write!(f, "{number:?}"),
            Self::Boolean(truth) => write!(f, "{truth}"),
            Self::Date(date) => write!(f, "{date}"),
        }
    }
}

/// A type that a column can hold.
pub trait Value {
    /// Physical type.
    const TYPE: ColumnType;
    /// Whether it may be null.
    const NULLABLE: bool = false;
    /// Regular expression that every value matches, for texts of one form.
    const PATTERN: Option<&'static str> = None;
    /// Values of a closed vocabulary, else empty.
    fn vocabulary() -> Vec<(&'static str, String)> {
        Vec::new()
    }
    /// The value as a cell.
    fn cell(&self) -> Cell<'_>;
    /// The text, where it is free text: no id, no code, no value of a vocabulary.
    fn text_mut(&mut self) -> Option<&mut String> {
        None
    }
}

impl Value for String {
    const TYPE: ColumnType = ColumnType::Text;
    fn text_mut(&mut self) -> Option<&mut String> {
        Some(self)
    }
    fn cell(&self) -> Cell<'_> {
        Cell::Text(self.as_str().into())
    }
}

impl Value for i32 {
    const TYPE: ColumnType = ColumnType::Integer;
    fn cell(&self) -> Cell<'_> {
        Cell::Integer(*self)
    }
}

impl Value for f64 {
    const TYPE: ColumnType = ColumnType::Number;
    fn cell(&self) -> Cell<'_> {
        Cell::Number(*self)
    }
}

impl Value for bool {
    const TYPE: ColumnType = ColumnType::Boolean;
    fn cell(&self) -> Cell<'_> {
        Cell::Boolean(*self)
    }
}

impl Value for Date {
    const TYPE: ColumnType = ColumnType::Date;
    fn cell(&self) -> Cell<'_> {
        Cell::Date(*self)
    }
}

impl<V: Vocabulary> Value for V {
    const TYPE: ColumnType = ColumnType::Text;
    fn vocabulary() -> Vec<(&'static str, String)> {
        V::VALUES.iter().map(|(_, name, meaning)| (*name, one_paragraph(&[meaning]))).collect()
    }
    fn cell(&self) -> Cell<'_> {
        Cell::Text(self.name().into())
    }
}

impl<T: Value> Value for Option<T> {
    const TYPE: ColumnType = T::TYPE;
    const NULLABLE: bool = true;
    const PATTERN: Option<&'static str> = T::PATTERN;
    fn vocabulary() -> Vec<(&'static str, String)> {
        T::vocabulary()
    }
    fn cell(&self) -> Cell<'_> {
        self.as_ref().map_or(Cell::Null, Value::cell)
    }
    fn text_mut(&mut self) -> Option<&mut String> {
        self.as_mut().and_then(Value::text_mut)
    }
}

/// A published table: its row type carries its own schema.
pub trait Table: Sized + Send + Sync + serde::Serialize + serde::de::DeserializeOwned {
    /// Name of the table and stem of its files.
    const NAME: &'static str;
    /// Columns of the primary key; rows are sorted by them.
    const KEY: &'static [&'static str];
    /// What a row is.
    fn description() -> String;
    /// Columns in published order.
    fn columns() -> Vec<Column>;
    /// The value in a column, by its index in [`Table::columns`].
    fn cell(&self, column: usize) -> Cell<'_>;
    /// Changes every free text of the row.
    fn for_each_text(&mut self, change: &(dyn Fn(&mut String) + Sync));
}

/// The lines of a doc comment as one paragraph of text.
pub fn one_paragraph(lines: &[&str]) -> String {
    lines.iter().flat_map(|line| line.split_whitespace()).collect::<Vec<_>>().join(" ")
}

/// Declares a published table.
///
/// ```text
/// table! {
///     /// One row per signature.
///     pub struct SignatureRow in "signatures", key(signature_id) {
///         /// Stable identifier.
///         signature_id: SignatureId,
///         /// Letter that prints it.
///         letter_id: LetterId => "letters",
///     }
/// }
/// ```
/// The doc comments are the published documentation; a column without one does not compile.
/// `=> "table"` declares a reference to that table's key.
#[macro_export]
macro_rules! table {
    (
        $(#[doc = $doc:literal])+
        pub struct $name:ident in $file:literal, key($($key:ident),+) {
            $( $(#[doc = $about:literal])+ $column:ident : $type:ty $(=> $target:literal)?, )+
        }
    ) => {
        $(#[doc = $doc])+
        #[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
        pub struct $name { $( $(#[doc = $about])+ pub $column: $type, )+ }

        impl $crate::model::table::Table for $name {
            const NAME: &'static str = $file;
            const KEY: &'static [&'static str] = &[$(stringify!($key)),+];

            fn description() -> String {
                $crate::model::table::one_paragraph(&[$($doc),+])
            }

            fn columns() -> Vec<$crate::model::table::Column> {
                use $crate::model::table::{Column, Value, one_paragraph};
                vec![ $(
                    Column {
                        // A column may be called like a word of the language: `r#type`.
                        name: stringify!($column).trim_start_matches("r#"),
                        description: one_paragraph(&[$($about),+]),
                        column_type: <$type as Value>::TYPE,
                        nullable: <$type as Value>::NULLABLE,
                        vocabulary: <$type as Value>::vocabulary(),
                        pattern: <$type as Value>::PATTERN,
                        references: None::<&'static str>$( .or(Some($target)) )?,
                    },
                )+ ]
            }

            fn cell(&self, column: usize) -> $crate::model::table::Cell<'_> {
                let mut index = 0;
                $(
                    if index == column {
                        return $crate::model::table::Value::cell(&self.$column);
                    }
                    index += 1;
                )+
                let _ = index;
                $crate::model::table::Cell::Null
            }

            fn for_each_text(&mut self, change: &(dyn Fn(&mut String) + Sync)) {
                $(
                    if let Some(text) = $crate::model::table::Value::text_mut(&mut self.$column) {
                        change(text);
                    }
                )+
            }
        }
    };
}
