//! Fonts: what each character code of a text string means, and how wide it is.

use super::guard;
use hayro_font::hayro_cmap::BfString;
use hayro_font::{CMapResolverFn, Font, FontCache, FontGlyph, FontQuery, FontResolverFn};
use hayro_syntax::object::{Array, Dict, Name, Object, ObjectIdentifier, Stream};
use rustc_hash::FxHashMap;
use std::rc::Rc;
use std::sync::Arc;

/// Character codes that the ranges of a width table may cover in all.
const MOST_WIDTHS: i64 = 1 << 20;
/// Weight from which a font is bold.
const BOLD: f32 = 600.0;
/// Bit of the font flags that asks for bold.
const FORCE_BOLD: i32 = 1 << 18;

/// A character code of a string, decoded.
pub struct Code {
    /// What a reader sees; U+FFFD where the font does not tell.
    pub text: String,
    /// Advance, in units of the font size: along the line, and down the column in vertical writing.
    pub advance: (f64, f64),
    /// True for the one-byte code 32, to which word spacing applies.
    pub is_space: bool,
}

/// A font of the document.
pub struct LoadedFont<'a> {
    codes: Codes<'a>,
    /// Printed bold.
    pub is_bold: bool,
}

enum Codes<'a> {
    /// The font's own tables tell.
    Font(Font<'a>),
    /// A predefined character map of an East Asian encoding, in which the codes are the text.
    Encoded(&'static encoding_rs::Encoding),
    /// A predefined character map whose codes are UTF-16.
    Utf16,
}

/// The fonts of a document, each loaded once.
pub struct Fonts<'a> {
    cache: FontCache<'a>,
    fonts: FontResolverFn,
    cmaps: CMapResolverFn,
    loaded: FxHashMap<ObjectIdentifier, Option<Rc<LoadedFont<'a>>>>,
}

impl<'a> Fonts<'a> {
    pub fn new() -> Self {
        Self {
            cache: FontCache::new(),
            fonts: Arc::new(|query| match query {
                FontQuery::Standard(font) => Some(font.get_font_data()),
                FontQuery::Fallback(query) => Some(query.pick_standard_font().get_font_data()),
            }),
            cmaps: Arc::new(|_| None),
            loaded: FxHashMap::default(),
        }
    }

    /// The font that a dictionary describes; `None` when it is beyond use.
    pub fn load(&mut self, dict: &Dict<'a>) -> Option<Rc<LoadedFont<'a>>> {
        let id = dict.obj_id();
        if let Some(font) = id.and_then(|id| self.loaded.get(&id)) {
            return font.clone();
        }
        let font = self.read(dict).map(Rc::new);
        if let Some(id) = id {
            self.loaded.insert(id, font.clone());
        }
        font
    }

    fn read(&self, dict: &Dict<'a>) -> Option<LoadedFont<'a>> {
        let descendant = dict
            .get::<Array<'_>>(b"DescendantFonts".as_slice())
            .and_then(|fonts| fonts.iter::<Dict<'_>>().next());
        let described = descendant.as_ref().unwrap_or(dict);
        let descriptor = described.get::<Dict<'_>>(b"FontDescriptor".as_slice()).unwrap_or_default();
        if !is_harmless(dict, descendant.as_ref(), &descriptor) {
            return None;
        }
        let name = dict
            .get::<Name<'_>>(b"BaseFont".as_slice())
            .map(|name| name.as_str().to_lowercase())
            .unwrap_or_default();
        let flags = descriptor.get::<i32>(b"Flags".as_slice()).unwrap_or(0);
        let weight = descriptor.get::<f32>(b"FontWeight".as_slice()).unwrap_or(0.0);
        let says = |words: &[&str]| words.iter().any(|word| name.contains(word));
        let is_bold = says(&["bold", "black", "heavy", "demi"]) || weight >= BOLD || flags & FORCE_BOLD != 0;
        let codes = match predefined(dict) {
            Some(codes) if !dict.contains_key(b"ToUnicode".as_slice()) => codes,
            _ => Codes::Font(self.cache.font(dict, &self.fonts, &self.cmaps)?),
        };
        Some(LoadedFont { codes, is_bold })
    }
}

/// Whether a font can be loaded without making tables of enormous size.
fn is_harmless(dict: &Dict, descendant: Option<&Dict>, descriptor: &Dict) -> bool {
    let streams = [
        dict.get::<Stream<'_>>(b"ToUnicode".as_slice()),
        dict.get::<Stream<'_>>(b"Encoding".as_slice()),
        descriptor.get::<Stream<'_>>(b"FontFile".as_slice()),
        descriptor.get::<Stream<'_>>(b"FontFile2".as_slice()),
        descriptor.get::<Stream<'_>>(b"FontFile3".as_slice()),
        descendant.and_then(|font| font.get::<Stream<'_>>(b"CIDToGIDMap".as_slice())),
    ];
    let mut covered = 0_i64;
    for key in [b"W".as_slice(), b"W2".as_slice()] {
        let widths = descendant.and_then(|font| font.get::<Array<'_>>(key));
        let mut last = None;
        for item in widths.iter().flat_map(|widths| widths.iter::<Object<'_>>()) {
            last = match (item, last) {
                (Object::Number(number), None) => Some(number.as_i64()),
                (Object::Number(number), Some(first)) => {
                    // Two numbers in a row may be the ends of a range.
                    covered = covered.saturating_add(number.as_i64().saturating_sub(first).max(0));
                    Some(number.as_i64())
                }
                _ => None,
            };
        }
    }
    dict.get::<i64>(b"FirstChar".as_slice()).is_none_or(|first| (0..=255).contains(&first))
        && covered <= MOST_WIDTHS
        && streams.iter().flatten().all(guard::fits)
}

/// The encoding of a predefined character map, where its codes are text in themselves.
fn predefined<'a>(dict: &Dict<'a>) -> Option<Codes<'a>> {
    let name = dict.get::<Name<'_>>(b"Encoding".as_slice())?;
    dict.get::<Array<'_>>(b"DescendantFonts".as_slice())?;
    let name = name.as_str();
    let holds = |part: &str| name.contains(part);
    Some(match () {
        () if name.starts_with("Uni") => Codes::Utf16,
        () if holds("RKSJ") => Codes::Encoded(encoding_rs::SHIFT_JIS),
        () if holds("B5") => Codes::Encoded(encoding_rs::BIG5),
        () if holds("KSC") => Codes::Encoded(encoding_rs::EUC_KR),
        () if name.starts_with("GB") => Codes::Encoded(encoding_rs::GB18030),
        () if name.starts_with("EUC-") => Codes::Encoded(encoding_rs::EUC_JP),
        () => return None,
    })
}

impl LoadedFont<'_> {
    /// The codes of a string, one after the other.
    pub fn decode(&self, bytes: &[u8], mut each: impl FnMut(Code)) {
        let mut at = 0;
        while let Some(rest) = bytes.get(at..).filter(|rest| !rest.is_empty()) {
            let (code, n_bytes) = match &self.codes {
                Codes::Font(font) => font_code(font, bytes, at),
                Codes::Encoded(encoding) => encoded(encoding, rest),
                Codes::Utf16 => utf16(rest),
            };
            at += n_bytes.max(1);
            each(code);
        }
    }
}

fn font_code(font: &Font, bytes: &[u8], at: usize) -> (Code, usize) {
    let (code, n_bytes) = font.read_code(bytes, at);
    let text = match font.glyph(font.map_code(code), code) {
        FontGlyph::Outline(glyph) => glyph.as_unicode(),
        FontGlyph::Type3(glyph) => glyph.as_unicode(),
    };
    let text = match text {
        Some(BfString::Char(c)) => c.to_string(),
        Some(BfString::String(text)) => text,
        // Fonts of one byte that tell nothing mostly keep to ASCII.
        None => match u8::try_from(code) {
            Ok(byte) if n_bytes == 1 && (b' '..=b'~').contains(&byte) => char::from(byte).to_string(),
            _ => char::REPLACEMENT_CHARACTER.to_string(),
        },
    };
    let advance = font.code_advance(code);
    let code = Code {
        text,
        advance: (advance.x / 1000.0, advance.y / 1000.0),
        is_space: code == 32 && n_bytes == 1,
    };
    (code, n_bytes)
}

fn encoded(encoding: &'static encoding_rs::Encoding, rest: &[u8]) -> (Code, usize) {
    let n_bytes = if rest[0] < 0x80 { 1 } else { rest.len().min(2) };
    let (text, _) = encoding.decode_without_bom_handling(&rest[..n_bytes]);
    let advance = if n_bytes == 1 { 0.5 } else { 1.0 };
    (Code { text: text.into_owned(), advance: (advance, 0.0), is_space: rest[0] == 32 }, n_bytes)
}

fn utf16(rest: &[u8]) -> (Code, usize) {
    let unit = |at: usize| Some(u16::from_be_bytes([*rest.get(at)?, *rest.get(at + 1)?]));
    let units: Vec<u16> = match unit(0) {
        Some(first @ 0xd800..=0xdbff) => std::iter::once(first).chain(unit(2)).collect(),
        first => first.into_iter().collect(),
    };
    let text = String::from_utf16_lossy(&units);
    let advance = if text.chars().all(|c| c < '\u{2000}') { 0.5 } else { 1.0 };
    (Code { text, advance: (advance, 0.0), is_space: false }, 2 * units.len())
}
