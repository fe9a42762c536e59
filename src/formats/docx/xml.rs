//! XML as a stream of elements and texts. Entities of a document's own are not resolved, so that none can
//! blow up; what is no XML ends the stream.

use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};

/// The beginning of an element.
#[derive(Debug)]
pub struct Element {
    /// Name without prefix.
    pub local: String,
    /// Whether the element is of the namespace of texts.
    pub is_text: bool,
    attributes: Vec<(String, String)>,
}

impl Element {
    /// Value of an attribute, whatever its prefix.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// Whether a property is switched on: it is there, and its value does not say no.
    pub fn is_on(&self) -> bool {
        !matches!(self.get("val"), Some("0" | "false" | "off" | "none"))
    }
}

/// A piece of XML.
#[derive(Debug)]
pub enum Piece {
    /// An element begins.
    Start(Element),
    /// The element that began last and is open ends.
    End,
    /// Text.
    Text(String),
}

/// The stream.
pub struct Xml<'a> {
    reader: Reader<&'a [u8]>,
    /// Prefix of the namespace of texts.
    prefix: Option<String>,
    is_first: bool,
    /// An element without content ends next.
    ends: bool,
    depth: usize,
    /// Why the stream ended before the text did.
    pub error: Option<String>,
}

impl<'a> Xml<'a> {
    /// The stream of a text.
    pub fn new(text: &'a str) -> Self {
        Self {
            reader: Reader::from_str(text),
            prefix: None,
            is_first: true,
            ends: false,
            depth: 0,
            error: None,
        }
    }

    /// The next piece.
    pub fn next(&mut self) -> Option<Piece> {
        if std::mem::take(&mut self.ends) {
            return Some(Piece::End);
        }
        loop {
            match self.reader.read_event() {
                Ok(Event::Start(start)) => {
                    self.depth += 1;
                    return Some(Piece::Start(self.element(&start)));
                }
                Ok(Event::Empty(start)) => {
                    self.ends = true;
                    return Some(Piece::Start(self.element(&start)));
                }
                Ok(Event::End(_)) => {
                    self.depth = self.depth.saturating_sub(1);
                    return Some(Piece::End);
                }
                Ok(Event::Text(text)) => return Some(Piece::Text(text.into_inner().into_owned())),
                Ok(Event::CData(text)) => return Some(Piece::Text(text.into_inner().into_owned())),
                Ok(Event::GeneralRef(reference)) => {
                    let char = match reference.resolve_char_ref() {
                        Ok(Some(c)) => Some(c),
                        _ => match &*reference.into_inner() {
                            "amp" => Some('&'),
                            "lt" => Some('<'),
                            "gt" => Some('>'),
                            "quot" => Some('"'),
                            "apos" => Some('\''),
                            _ => None,
                        },
                    };
                    if let Some(c) = char {
                        return Some(Piece::Text(c.to_string()));
                    }
                }
                Ok(Event::Eof) => {
                    if self.depth > 0 {
                        self.error = Some("the XML breaks off".to_owned());
                    }
                    return None;
                }
                Ok(_) => {}
                Err(error) => {
                    self.error = Some(error.to_string());
                    return None;
                }
            }
        }
    }

    fn element(&mut self, start: &BytesStart) -> Element {
        let name = text(start.name().as_ref());
        let (prefix, local) = name.split_once(':').unwrap_or(("", &name));
        let mut attributes = Vec::new();
        for attribute in start.attributes().with_checks(false).flatten() {
            let key = text(attribute.key.as_ref());
            let value = attribute
                .normalized_value(XmlVersion::Implicit1_0)
                .map(|value| value.into_owned())
                .unwrap_or_default();
            if self.is_first && value.contains("wordprocessingml") && value.ends_with("/main") {
                let prefix = key.strip_prefix("xmlns").unwrap_or_default();
                self.prefix = Some(prefix.trim_start_matches(':').to_owned());
            }
            let key = key.rsplit(':').next().unwrap_or_default().to_owned();
            attributes.push((key, value));
        }
        self.is_first = false;
        let is_text = self.prefix.as_deref().is_none_or(|known| known == prefix);
        Element { local: local.to_owned(), is_text, attributes }
    }
}

fn text(bytes: impl AsRef<[u8]>) -> String {
    String::from_utf8_lossy(bytes.as_ref()).into_owned()
}
