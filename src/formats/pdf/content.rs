//! The content of a page: glyphs and straight lines at their places.

use super::font::{Fonts, LoadedFont};
use super::guard;
use hayro_syntax::content::TypedIter;
use hayro_syntax::content::ops::TypedInstruction as Op;
use hayro_syntax::object::{Array, Dict, Name, Number, Object, Stream};
use hayro_syntax::page::{Page, Resources, Rotation};
use rustc_hash::FxHashMap;
use std::rc::Rc;

/// Forms inside forms beyond which nothing is drawn.
const DEEPEST: usize = 12;
/// Saved states, and open marked contents, beyond which none is added.
const MOST_STATES: usize = 512;
/// Points of one path.
const MOST_POINTS: usize = 10_000;
/// Lines and boxes of one page.
const MOST_RULES: usize = 3_000;
/// Characters of one page; no page of print has so many, not even with shadows behind them.
const MOST_GLYPHS: usize = 100_000;
/// Bytes of content that are as dear as one operator.
const BYTES_FOR_ONE: u64 = 16;
/// Coordinates beyond which nothing is on a page.
const FARTHEST: f64 = 100_000.0;
/// Thickness up to which a filled box is a line.
const LINE: f32 = 3.5;

/// A character at its place. The origin of the page is at the top left.
#[derive(Debug, Clone)]
pub struct Glyph {
    pub text: String,
    pub x0: f32,
    pub x1: f32,
    /// Base line.
    pub y: f32,
    /// Font size as printed.
    pub size: f32,
    pub is_bold: bool,
    /// Marked in the document as a running head or foot.
    pub is_pagination: bool,
}

/// A straight line, or the box of a filled area.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Rule {
    pub x0: f32,
    pub y0: f32,
    pub x1: f32,
    pub y1: f32,
}

impl Rule {
    /// True for a line from left to right.
    pub fn is_horizontal(&self) -> bool {
        self.y1 - self.y0 <= LINE && self.x1 - self.x0 > 2.0 * (self.y1 - self.y0)
    }

    /// True for a line from top to bottom.
    pub fn is_vertical(&self) -> bool {
        self.x1 - self.x0 <= LINE && self.y1 - self.y0 > 2.0 * (self.x1 - self.x0)
    }
}

/// What a page shows.
#[derive(Debug, Default)]
pub struct Sheet {
    pub width: f32,
    pub height: f32,
    pub glyphs: Vec<Glyph>,
    /// Lines, and boxes of filled areas.
    pub rules: Vec<Rule>,
    /// Characters of which the font does not tell what they are.
    pub n_unknown: usize,
    /// Whether a picture is shown.
    pub has_picture: bool,
    /// Whether more is shown than a page can hold, and not read.
    pub is_cut: bool,
}

/// What may still be spent on a document.
pub struct Budget {
    pub n_operators: u64,
    pub n_glyphs: u64,
}

impl Budget {
    /// Takes off what reading a stream costs.
    fn charge(&mut self, stream: &[u8], n_operators: u64) {
        let cost = n_operators + stream.len() as u64 / BYTES_FOR_ONE;
        self.n_operators = self.n_operators.saturating_sub(cost);
    }
}

/// Reads a page.
pub fn read<'a>(page: &Page<'a>, fonts: &mut Fonts<'a>, budget: &mut Budget) -> Sheet {
    let (width, height) = page.render_dimensions();
    let mut reader =
        Reader { sheet: Sheet { width, height, ..Sheet::default() }, turns: Vec::new(), fonts, budget };
    let contents = page.raw();
    let fits = contents.get::<Stream<'_>>(b"Contents".as_slice()).is_none_or(|stream| guard::fits(&stream))
        && contents
            .get::<Array<'_>>(b"Contents".as_slice())
            .is_none_or(|streams| streams.iter::<Stream<'_>>().all(|stream| guard::fits(&stream)));
    if fits && let Some(stream) = page.page_stream() {
        reader.budget.charge(stream, 1);
        let state = State { ctm: initial(page), ..State::default() };
        reader.run(stream, page.resources(), state, 0);
    }
    reader.finish()
}

/// From the coordinates of the page to those from its top left, as it is shown.
fn initial(page: &Page) -> Matrix {
    let area = page.intersected_crop_box();
    let (width, height) = page.base_dimensions();
    let (width, height) = (f64::from(width), f64::from(height));
    let shift = Matrix([1.0, 0.0, 0.0, 1.0, -area.x0, -area.y0]);
    let turn = match page.rotation() {
        Rotation::None => Matrix([1.0, 0.0, 0.0, -1.0, 0.0, height]),
        Rotation::Horizontal => Matrix([0.0, 1.0, 1.0, 0.0, 0.0, 0.0]),
        Rotation::Flipped => Matrix([-1.0, 0.0, 0.0, 1.0, width, 0.0]),
        Rotation::FlippedHorizontal => Matrix([0.0, -1.0, -1.0, 0.0, height, width]),
    };
    shift.then(turn)
}

/// A transformation of the plane, as PDF writes it.
#[derive(Debug, Clone, Copy)]
struct Matrix([f64; 6]);

impl Matrix {
    const IDENTITY: Self = Self([1.0, 0.0, 0.0, 1.0, 0.0, 0.0]);

    /// This, and then the other.
    fn then(self, other: Self) -> Self {
        let ([a, b, c, d, e, f], [p, q, r, s, t, u]) = (self.0, other.0);
        Self([
            a * p + b * r,
            a * q + b * s,
            c * p + d * r,
            c * q + d * s,
            e * p + f * r + t,
            e * q + f * s + u,
        ])
    }

    fn apply(self, x: f64, y: f64) -> (f64, f64) {
        let [a, b, c, d, e, f] = self.0;
        (a * x + c * y + e, b * x + d * y + f)
    }

    fn of(numbers: [&Number; 6]) -> Self {
        Self(numbers.map(Number::as_f64))
    }
}

#[derive(Clone)]
struct State<'a> {
    ctm: Matrix,
    font: Option<Rc<LoadedFont<'a>>>,
    size: f64,
    char_space: f64,
    word_space: f64,
    scale: f64,
    leading: f64,
    rise: f64,
    mode: i64,
    matrix: Matrix,
    line_matrix: Matrix,
    is_fill_white: bool,
    is_stroke_white: bool,
}

impl Default for State<'_> {
    fn default() -> Self {
        Self {
            ctm: Matrix::IDENTITY,
            font: None,
            size: 0.0,
            char_space: 0.0,
            word_space: 0.0,
            scale: 1.0,
            leading: 0.0,
            rise: 0.0,
            mode: 0,
            matrix: Matrix::IDENTITY,
            line_matrix: Matrix::IDENTITY,
            is_fill_white: false,
            is_stroke_white: false,
        }
    }
}

impl State<'_> {
    fn next_line(&mut self, x: f64, y: f64) {
        self.line_matrix = Matrix([1.0, 0.0, 0.0, 1.0, x, y]).then(self.line_matrix);
        self.matrix = self.line_matrix;
    }

    fn advance(&mut self, x: f64, y: f64) {
        self.matrix = Matrix([1.0, 0.0, 0.0, 1.0, x, y]).then(self.matrix);
    }
}

struct Reader<'r, 'a> {
    sheet: Sheet,
    /// For each glyph, the quarter turns of its line: 0 to the right, 1 down, 2 to the left, 3 up.
    turns: Vec<u8>,
    fonts: &'r mut Fonts<'a>,
    budget: &'r mut Budget,
}

impl<'a> Reader<'_, 'a> {
    fn run(&mut self, stream: &[u8], resources: &Resources<'a>, state: State<'a>, depth: usize) {
        let mut state = state;
        let mut saved: Vec<State<'a>> = Vec::new();
        let mut path = Path::default();
        let mut marked: Vec<bool> = Vec::new();
        let mut fonts: FxHashMap<Vec<u8>, Option<Rc<LoadedFont<'a>>>> = FxHashMap::default();
        let mut operators = TypedIter::new(stream);
        while let Some(op) = operators.next() {
            if self.budget.n_operators == 0 || self.budget.n_glyphs == 0 || self.sheet.is_cut {
                return;
            }
            self.budget.n_operators -= 1;
            let is_pagination = marked.last().copied().unwrap_or(false);
            match op {
                Op::SaveState(_) if saved.len() < MOST_STATES => saved.push(state.clone()),
                Op::RestoreState(_) => {
                    if let Some(last) = saved.pop() {
                        state = last;
                    }
                }
                Op::Transform(m) => {
                    state.ctm = Matrix::of([&m.0, &m.1, &m.2, &m.3, &m.4, &m.5]).then(state.ctm)
                }
                Op::BeginText(_) => {
                    state.matrix = Matrix::IDENTITY;
                    state.line_matrix = Matrix::IDENTITY;
                }
                Op::SetTextMatrix(m) => {
                    state.matrix = Matrix::of([&m.0, &m.1, &m.2, &m.3, &m.4, &m.5]);
                    state.line_matrix = state.matrix;
                }
                Op::TextFont(font) => {
                    state.size = font.1.as_f64();
                    let key: &[u8] = font.0.as_ref();
                    state.font = match fonts.get(key) {
                        Some(font) => font.clone(),
                        None => {
                            let loaded = resources.get_font(font.0).and_then(|dict| self.fonts.load(&dict));
                            fonts.insert(key.to_vec(), loaded.clone());
                            loaded
                        }
                    };
                }
                Op::CharacterSpacing(space) => state.char_space = space.0.as_f64(),
                Op::WordSpacing(space) => state.word_space = space.0.as_f64(),
                Op::HorizontalScaling(scale) => state.scale = scale.0.as_f64() / 100.0,
                Op::TextLeading(leading) => state.leading = leading.0.as_f64(),
                Op::TextRise(rise) => state.rise = rise.0.as_f64(),
                Op::TextRenderingMode(mode) => state.mode = mode.0.as_i64(),
                Op::NextLine(by) => state.next_line(by.0.as_f64(), by.1.as_f64()),
                Op::NextLineAndSetLeading(by) => {
                    state.leading = -by.1.as_f64();
                    state.next_line(by.0.as_f64(), by.1.as_f64());
                }
                Op::NextLineUsingLeading(_) => state.next_line(0.0, -state.leading),
                Op::ShowText(text) => self.show(&mut state, text.0.as_bytes(), is_pagination),
                Op::NextLineAndShowText(text) => {
                    state.next_line(0.0, -state.leading);
                    self.show(&mut state, text.0.as_bytes(), is_pagination);
                }
                Op::ShowTextWithParameters(text) => {
                    state.word_space = text.0.as_f64();
                    state.char_space = text.1.as_f64();
                    state.next_line(0.0, -state.leading);
                    self.show(&mut state, text.2.as_bytes(), is_pagination);
                }
                Op::ShowTexts(texts) => {
                    for object in texts.0.iter::<Object<'_>>() {
                        match object {
                            Object::Number(by) => {
                                state.advance(-by.as_f64() / 1000.0 * state.size * state.scale, 0.0);
                            }
                            Object::String(text) => self.show(&mut state, text.as_bytes(), is_pagination),
                            _ => {}
                        }
                    }
                }
                Op::NonStrokeColorDeviceGray(gray) => state.is_fill_white = gray.0.as_f64() > 0.99,
                Op::StrokeColorDeviceGray(gray) => state.is_stroke_white = gray.0.as_f64() > 0.99,
                Op::NonStrokeColorDeviceRgb(c) => {
                    state.is_fill_white = [&c.0, &c.1, &c.2].iter().all(|part| part.as_f64() > 0.99);
                }
                Op::StrokeColorDeviceRgb(c) => {
                    state.is_stroke_white = [&c.0, &c.1, &c.2].iter().all(|part| part.as_f64() > 0.99);
                }
                Op::NonStrokeColorCmyk(c) => {
                    state.is_fill_white = [&c.0, &c.1, &c.2, &c.3].iter().all(|part| part.as_f64() < 0.01);
                }
                Op::NonStrokeColor(_) | Op::NonStrokeColorNamed(_) => state.is_fill_white = false,
                Op::MoveTo(to) => path.start(state.ctm.apply(to.0.as_f64(), to.1.as_f64())),
                Op::LineTo(to) => path.line(state.ctm.apply(to.0.as_f64(), to.1.as_f64())),
                Op::CubicTo(_) | Op::CubicStartTo(_) | Op::CubicEndTo(_) => path.curve(),
                Op::ClosePath(_) => path.close(),
                Op::RectPath(area) => {
                    let (x, y) = (area.0.as_f64(), area.1.as_f64());
                    let (w, h) = (area.2.as_f64(), area.3.as_f64());
                    path.start(state.ctm.apply(x, y));
                    path.line(state.ctm.apply(x + w, y));
                    path.line(state.ctm.apply(x + w, y + h));
                    path.line(state.ctm.apply(x, y + h));
                    path.close();
                }
                Op::StrokePath(_) | Op::CloseAndStrokePath(_) => {
                    self.paint(&mut path, false, !state.is_stroke_white);
                }
                Op::FillPathNonZero(_) | Op::FillPathEvenOdd(_) | Op::FillPathNonZeroCompatibility(_) => {
                    self.paint(&mut path, !state.is_fill_white, false);
                }
                Op::FillAndStrokeNonZero(_)
                | Op::FillAndStrokeEvenOdd(_)
                | Op::CloseFillAndStrokeNonZero(_)
                | Op::CloseFillAndStrokeEvenOdd(_) => {
                    self.paint(&mut path, !state.is_fill_white, !state.is_stroke_white);
                }
                Op::EndPath(_) => path = Path::default(),
                Op::BeginMarkedContent(_) if marked.len() < MOST_STATES => marked.push(is_pagination),
                Op::BeginMarkedContentWithProperties(content) if marked.len() < MOST_STATES => {
                    let is_artifact = content.0.as_ref() == b"Artifact"
                        && match content.1 {
                            Object::Dict(dict) => dict
                                .get::<Name<'_>>(b"Type".as_slice())
                                .is_some_and(|kind| kind.as_ref() == b"Pagination"),
                            _ => false,
                        };
                    marked.push(is_pagination || is_artifact);
                }
                Op::EndMarkedContent(_) => {
                    marked.pop();
                }
                Op::InlineImage(_) => self.sheet.has_picture = true,
                Op::XObject(name) => {
                    if let Some(form) = resources.get_x_object(name.0) {
                        self.form(&form, resources, &state, depth);
                    }
                }
                _ => {}
            }
        }
    }

    fn form(&mut self, form: &Stream<'a>, resources: &Resources<'a>, state: &State<'a>, depth: usize) {
        let dict = form.dict();
        if dict.get::<Name<'_>>(b"Subtype".as_slice()).is_some_and(|kind| kind.as_ref() == b"Image") {
            self.sheet.has_picture = true;
            return;
        }
        if depth >= DEEPEST || !guard::fits(form) {
            return;
        }
        let Ok(stream) = form.decoded_data() else { return };
        // Nested forms can multiply.
        self.budget.charge(&stream, 100);
        let matrix = dict.get::<[f64; 6]>(b"Matrix".as_slice()).map_or(Matrix::IDENTITY, Matrix);
        let own = dict.get::<Dict<'_>>(b"Resources".as_slice()).map(Resources::new);
        let state = State { ctm: matrix.then(state.ctm), ..state.clone() };
        self.run(&stream, own.as_ref().unwrap_or(resources), state, depth + 1);
    }

    fn show(&mut self, state: &mut State<'a>, bytes: &[u8], is_pagination: bool) {
        let Some(font) = state.font.clone() else { return };
        font.decode(bytes, |code| {
            self.sheet.is_cut |= self.sheet.glyphs.len() >= MOST_GLYPHS;
            if self.budget.n_glyphs == 0 || self.sheet.is_cut {
                return;
            }
            self.budget.n_glyphs -= 1;
            let place = Matrix([state.size * state.scale, 0.0, 0.0, state.size, 0.0, state.rise])
                .then(state.matrix)
                .then(state.ctm);
            let is_across = code.advance.1 == 0.0;
            let start = place.apply(0.0, 0.0);
            let end = place.apply(code.advance.0, code.advance.1);
            let ahead = place.apply(f64::from(is_across), if is_across { 0.0 } else { -1.0 });
            let up = place.apply(f64::from(!is_across), f64::from(is_across));
            let size = (up.0 - start.0).hypot(up.1 - start.1);
            let direction = (ahead.0 - start.0, ahead.1 - start.1);
            let word = if code.is_space { state.word_space } else { 0.0 };
            if is_across {
                let by = code.advance.0 * state.size + state.char_space + word;
                state.advance(by * state.scale, 0.0);
            } else {
                state.advance(0.0, code.advance.1 * state.size - state.char_space - word);
            }
            let is_on_page =
                [start.0, start.1, end.0, end.1, size].iter().all(|value| value.abs() < FARTHEST);
            if !is_on_page || size < 0.5 || code.text.is_empty() {
                return;
            }
            let turn = match direction {
                (x, y) if x > 0.0 && x > 4.0 * y.abs() => 0,
                (x, y) if y > 0.0 && y > 4.0 * x.abs() => 1,
                (x, y) if x < 0.0 && -x > 4.0 * y.abs() => 2,
                (x, y) if y < 0.0 && -y > 4.0 * x.abs() => 3,
                _ => return,
            };
            // Each turn makes its lines run to the right.
            let (width, height) = (f64::from(self.sheet.width), f64::from(self.sheet.height));
            let turned = |(x, y): (f64, f64)| match turn {
                0 => (x, y),
                1 => (y, width - x),
                2 => (width - x, height - y),
                _ => (height - y, x),
            };
            let (start, end) = (turned(start), turned(end));
            if code.text.contains(char::REPLACEMENT_CHARACTER) {
                self.sheet.n_unknown += 1;
            }
            self.turns.push(turn);
            self.sheet.glyphs.push(Glyph {
                text: code.text,
                x0: start.0.min(end.0) as f32,
                x1: start.0.max(end.0) as f32,
                y: start.1 as f32,
                size: size as f32,
                is_bold: font.is_bold || state.mode == 2,
                is_pagination,
            });
        });
    }

    fn paint(&mut self, path: &mut Path, is_filled: bool, is_stroked: bool) {
        let path = std::mem::take(path);
        for part in path.parts.iter().filter(|part| !part.is_curved && part.points.len() > 1) {
            if is_filled {
                self.rule(part.points.iter().copied());
            }
            if is_stroked {
                for pair in part.points.windows(2) {
                    self.rule(pair.iter().copied());
                }
            }
        }
    }

    fn rule(&mut self, points: impl Iterator<Item = (f64, f64)>) {
        let start = (f64::MAX, f64::MAX, f64::MIN, f64::MIN);
        let (x0, y0, x1, y1) =
            points.fold(start, |(x0, y0, x1, y1), (x, y)| (x0.min(x), y0.min(y), x1.max(x), y1.max(y)));
        if [x0, y0, x1, y1].iter().all(|value| value.abs() < FARTHEST) && self.sheet.rules.len() < MOST_RULES
        {
            let (x0, y0, x1, y1) = (x0 as f32, y0 as f32, x1 as f32, y1 as f32);
            self.sheet.rules.push(Rule { x0, y0, x1, y1 });
        }
    }

    /// Keeps what runs the way most of the page does.
    fn finish(mut self) -> Sheet {
        let mut counts = [0_usize; 4];
        for turn in &self.turns {
            counts[usize::from(*turn)] += 1;
        }
        let main = (0..4).rev().max_by_key(|turn| counts[*turn]).unwrap_or(0);
        let mut turns = self.turns.iter();
        self.sheet.glyphs.retain(|_| turns.next().is_some_and(|turn| usize::from(*turn) == main));
        if main % 2 == 1 {
            std::mem::swap(&mut self.sheet.width, &mut self.sheet.height);
        }
        if main != 0 {
            self.sheet.rules.clear();
        }
        self.sheet
    }
}

/// Straight parts of a path, in coordinates of the page.
#[derive(Default)]
struct Path {
    parts: Vec<Part>,
    n_points: usize,
}

struct Part {
    points: Vec<(f64, f64)>,
    is_curved: bool,
}

impl Path {
    fn start(&mut self, point: (f64, f64)) {
        self.n_points += 1;
        if self.n_points <= MOST_POINTS {
            self.parts.push(Part { points: vec![point], is_curved: false });
        }
    }

    fn line(&mut self, point: (f64, f64)) {
        self.n_points += 1;
        if self.n_points <= MOST_POINTS
            && let Some(part) = self.parts.last_mut()
        {
            part.points.push(point);
        }
    }

    fn curve(&mut self) {
        if let Some(part) = self.parts.last_mut() {
            part.is_curved = true;
        }
    }

    fn close(&mut self) {
        if let Some(part) = self.parts.last_mut()
            && let Some(first) = part.points.first().copied()
        {
            part.points.push(first);
        }
    }
}
