// The explorer: what is asked for stands in the address, behind the #; a view is made of it, and nothing else is
// kept. Texts of the dataset go into the page as texts, never as markup.
"use strict";

// ---- the data, in parts that are scripts -------------------------------------------------------------------

const parts = new Map();
// Called by every part.
window.undersigned = (name, value) => { const part = parts.get(name); if (part) part.done(value); };

function load(name) {
  let part = parts.get(name);
  if (!part) {
    part = {};
    part.value = new Promise((resolve, reject) => {
      part.done = resolve;
      const script = document.createElement("script");
      script.src = `explorer/${name}.js`;
      script.onerror = () => { parts.delete(name); reject(new Error(`explorer/${name}.js cannot be read`)); };
      document.head.append(script);
    });
    parts.set(name, part);
  }
  return part.value;
}

let manifest = null;

// Which part of a list holds a row.
function partOf(list, at) {
  const { starts } = manifest[list];
  return lastUpTo(starts.length, (part) => starts[part], at);
}

async function rowOf(list, at) {
  const part = partOf(list, at);
  return (await load(`${list}-${part}`))[at - manifest[list].starts[part]];
}

const rowsOf = (list, places) => Promise.all(places.map((at) => rowOf(list, at)));

// Rows from one place to before another.
async function range(list, from, to) {
  const rows = [];
  for (let at = from; at < to; at++) rows.push(await rowOf(list, at));
  return rows;
}

// ---- what rows hold: see rows.rs ---------------------------------------------------------------------------

const KINDS = ["organization", "person", "unknown"];
const LETTER = { id: 0, title: 1, date: 2, path: 3, first: 4, signatures: 5, organizations: 6, persons: 7,
  countries: 8, entities: 9, addressees: 10, language: 11, claims: 12, mentions: 13, copies: 14 };
const SIGNATURE = { id: 0, entity: 1, kind: 2, name: 3, text: 4, countries: 5, line: 6, role: 7, affiliation: 8,
  affiliationEntity: 9, section: 10, place: 11, probability: 12, flags: 13 };
const ENTITY = { id: 0, kind: 1, name: 2, country: 3, letters: 4, signatures: 5, names: 6, acronym: 7 };
const DETAIL = { signed: 0, named: 1, partners: 2, links: 3, names: 4, relations: 5, confidence: 6, first: 7, last: 8,
  region: 9 };

const printed = (row) => {
  const text = row[SIGNATURE.text] || "";
  return text[0] === "=" ? row[SIGNATURE.name] + text.slice(1) : text.slice(1);
};
const titleOf = (letter) => letter[LETTER.title] || (letter[LETTER.path] ? `Signatories in ${letter[LETTER.path]}` : letter[LETTER.id]);
const placesOf = (steps) => { let at = 0; return (steps || []).map((step) => (at += step)); };

// The last of ascending values that is not above one.
function lastUpTo(n, valueOf, wanted) {
  let [low, high] = [0, n - 1];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (valueOf(middle) <= wanted) low = middle; else high = middle - 1;
  }
  return low;
}

// The letter that a signature stands in.
async function letterOf(place) {
  const { firsts, letters } = manifest;
  const part = lastUpTo(firsts.length, (at) => firsts[at], place);
  const rows = await load(`letters-${part}`);
  return rows[lastUpTo(letters.n && rows.length, (at) => rows[at][LETTER.first], place)];
}

// The place of a row in a list that stands in the order of its first value, if it is there.
async function placeOf(list, id) {
  let [low, high] = [0, manifest[list].n - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((await rowOf(list, middle))[0] < id) low = middle + 1; else high = middle;
  }
  return high >= 0 && (await rowOf(list, low))[0] === id ? low : null;
}

// ---- the page ----------------------------------------------------------------------------------------------

const main = document.getElementById("content");
const status = document.getElementById("status");

// An element with attributes and children; a child that is text stays text.
function make(tag, attributes, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes || {})) {
    if (name === "on") for (const [event, handler] of Object.entries(value)) element.addEventListener(event, handler);
    else if (value !== undefined && value !== false) element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.flat().filter((child) => child !== undefined && child !== null && child !== ""));
  return element;
}

const isolated = (text) => (text ? make("bdi", null, text) : "");
const link = (address, text) => make("a", { href: address }, isolated(text));
const count = (n) => (n === undefined || n === null ? "–" : n.toLocaleString("en"));
const toLetter = (letter) => link(`#/letter/${letter[LETTER.id]}`, titleOf(letter));
const toEntity = (row, text) => link(`#/entity/ent-${row[ENTITY.id]}`, text || row[ENTITY.name]);
const country = (code) => code && (manifest.names.get(code) || code);
const countries = (codes) => (codes || "").split(";").map(country).filter(Boolean).join(", ");

// A line of a document, with a link where documents can be read.
function line(path, number) {
  const place = make("code", null, `${path}${number ? `:${number}` : ""}`);
  if (!manifest.documents || !path || path.includes("[withdrawn]")) return place;
  const base = manifest.documents + (/[/=]$/.test(manifest.documents) ? "" : "/");
  const address = path.split("/").map(encodeURIComponent).join("/");
  return make("a", { href: `${base}${address}${number ? `#L${number}` : ""}` }, place);
}

function table(caption, heads, rows) {
  const head = heads.map((name) => make("th", { scope: "col", class: name[0] === "#" ? "n" : undefined }, name.replace("#", "")));
  const body = rows.map((cells) => make("tr", null, cells.map((cell, at) => {
    const name = heads[at][0] === "#" ? "n" : undefined;
    return at ? make("td", { class: name }, cell) : make("th", { scope: "row", class: name }, cell);
  })));
  return make("div", { class: "wide", role: "group", tabindex: "0", "aria-label": caption },
    make("table", null, make("caption", null, caption), make("thead", null, make("tr", null, head)), make("tbody", null, body)));
}

const facts = (pairs) => make("dl", { class: "facts" }, pairs.filter(([, value]) => value !== undefined && value !== "" && value !== null)
  .map(([name, value]) => make("div", null, make("dt", null, name), make("dd", null, value))));

// ---- searching ---------------------------------------------------------------------------------------------

const fold = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
const wordsOf = (query) => fold(query || "").split(/\s+/).filter(Boolean);
const holds = (folded, words) => words.every((word) => folded.includes(word));

// What is searched of the rows of a part, folded once.
const SEARCHED = {
  letters: (row) => [row[LETTER.title], row[LETTER.addressees], row[LETTER.path], row[LETTER.date], row[LETTER.id]],
  entities: (row) => [row[ENTITY.name], ...(row[ENTITY.names] || []), row[ENTITY.acronym], `ent-${row[ENTITY.id]}`],
  signatures: (row) => [printed(row), row[SIGNATURE.name], row[SIGNATURE.section], `sig-${row[SIGNATURE.id]}`],
};
const folded = new Map();
async function textsOf(list, part) {
  const key = `${list}-${part}`;
  if (!folded.has(key)) folded.set(key, (await load(key)).map((row) => fold(SEARCHED[list](row).filter(Boolean).join("\n"))));
  return folded.get(key);
}

// Places of the rows that are asked for, until there are enough; `isCurrent` says whether anybody still asks.
async function find(list, words, fits, enough, isCurrent) {
  const found = [];
  const { starts } = manifest[list];
  for (let part = 0; part < starts.length && found.length < enough; part++) {
    if (!isCurrent()) return null;
    if (part > 3) say(`Searched ${part} of ${starts.length} parts, found ${count(found.length)} …`);
    const rows = await load(`${list}-${part}`);
    const texts = words.length ? await textsOf(list, part) : null;
    for (let at = 0; at < rows.length; at++) {
      if ((!texts || holds(texts[at], words)) && fits(rows[at], starts[part] + at)) found.push(starts[part] + at);
    }
  }
  return found;
}

const say = (text) => { status.textContent = text; };

// ---- views -------------------------------------------------------------------------------------------------

const ROWS = 50;
const pageOf = (query) => Math.max(1, Number.parseInt(query.get("page"), 10) || 1);

// A form whose fields are what stands in the address; changing one changes the address.
function form(view, query, fields) {
  let timer = 0;
  const element = make("form", { role: "search", "aria-label": `Search ${VIEWS[view].heading.toLowerCase()}`, on: {
    submit: (event) => { event.preventDefault(); go(); },
    input: () => { clearTimeout(timer); timer = setTimeout(go, 200); },
  } });
  function go() {
    clearTimeout(timer);
    const asked = new URLSearchParams();
    for (const field of element.elements) if (field.name && field.value) asked.set(field.name, field.value);
    const text = asked.toString();
    const address = `#/${view}${text ? `?${text}` : ""}`;
    if (address !== location.hash) { history.replaceState(null, "", address); show(true); }
  }
  for (const [name, label, choices] of fields) {
    const id = `field-${name}`;
    const control = choices
      ? make("select", { id, name }, choices.map(([value, text]) => make("option", { value }, text)))
      : make("input", { id, name, type: name === "q" ? "search" : "number", min: name === "q" ? undefined : "1", autocomplete: "off" });
    control.value = query.get(name) || "";
    element.append(make("div", null, make("label", { for: id }, label), control));
  }
  element.append(make("button", { type: "submit" }, "Search"));
  return element;
}

function pages(view, query, page, hasNext) {
  const to = (n) => { const other = new URLSearchParams(query); other.set("page", n); return `#/${view}?${other}`; };
  const links = [page > 1 && make("a", { href: to(page - 1), rel: "prev" }, "Previous page"),
    hasNext && make("a", { href: to(page + 1), rel: "next" }, "Next page")].filter(Boolean);
  return links.length ? make("nav", { "aria-label": "Pages" }, make("span", null, `Page ${count(page)}`), links) : "";
}

const kindChoices = [["", "any"], ["0", "organization"], ["1", "person"], ["2", "unknown"]];
const countryChoices = () => [["", "any"], ["-", "none"], ...manifest.countries];
const fitsCountry = (asked, codes) => !asked || (asked === "-" ? !codes : (codes || "").split(";").includes(asked));

const VIEWS = {
  letters: {
    heading: "Letters",
    fields: () => [["q", "Title, addressee, file"], ["year", "Year"]],
    fits: (query) => (row) => !query.get("year") || (row[LETTER.date] || "").startsWith(query.get("year").padStart(4, "0")),
    head: ["Letter", "Date", "#Signatures", "#Organizations", "#Persons", "#Countries", "Where"],
    cells: (row) => [toLetter(row), row[LETTER.date] ? make("time", null, row[LETTER.date]) : "", count(row[LETTER.signatures]),
      count(row[LETTER.organizations]), count(row[LETTER.persons]), count(row[LETTER.countries]), line(row[LETTER.path])],
  },
  entities: {
    heading: "Signatories",
    fields: () => [["q", "Name"], ["kind", "Kind", kindChoices], ["country", "Country", countryChoices()], ["least", "Letters, at least"]],
    fits: (query) => (row) => (!query.get("kind") || String(row[ENTITY.kind]) === query.get("kind"))
      && fitsCountry(query.get("country"), row[ENTITY.country]) && (row[ENTITY.letters] || 0) >= Number(query.get("least") || 0),
    // Without a question, those who sign most; with one, all that fit, in the same order.
    places: async (query, words, isCurrent) => {
      const isAsked = words.length || query.get("kind") || query.get("country") || query.get("least");
      if (!isAsked && pageOf(query) * ROWS <= manifest.top.n) {
        const top = [];
        for (let part = 0; part < manifest.top.starts.length; part++) top.push(...await load(`top-${part}`));
        return { places: top, n: manifest.entities.n };
      }
      const fits = VIEWS.entities.fits(query);
      const places = await find("entities", words, fits, Infinity, isCurrent);
      if (!places) return null;
      const rows = await rowsOf("entities", places);
      const order = places.map((_, at) => at).sort((a, b) => rows[b][ENTITY.letters] - rows[a][ENTITY.letters]
        || rows[b][ENTITY.signatures] - rows[a][ENTITY.signatures] || a - b);
      return { places: order.map((at) => places[at]), n: places.length };
    },
    head: ["Signatory", "Kind", "Country", "#Letters", "#Signatures", "Also printed as"],
    cells: (row) => [toEntity(row), KINDS[row[ENTITY.kind]], country(row[ENTITY.country]) || "", count(row[ENTITY.letters]),
      count(row[ENTITY.signatures]), isolated((row[ENTITY.names] || []).slice(0, 3).join(" · "))],
  },
  signatures: {
    heading: "Signatures",
    fields: () => [["q", "Text"], ["kind", "Kind", kindChoices], ["country", "Country", countryChoices()]],
    fits: (query) => (row) => (!query.get("kind") || String(row[SIGNATURE.kind]) === query.get("kind"))
      && fitsCountry(query.get("country"), row[SIGNATURE.countries]),
    head: ["Signature", "Kind", "Country", "Signatory", "Letter", "Where"],
    cells: async (row, place) => {
      const [letter, entity] = await Promise.all([letterOf(place), rowOf("entities", row[SIGNATURE.entity])]);
      return [isolated(printed(row)), KINDS[row[SIGNATURE.kind]], countries(row[SIGNATURE.countries]), toEntity(entity),
        toLetter(letter), line(letter[LETTER.path], row[SIGNATURE.line])];
    },
  },
};

async function list(view, query, isCurrent) {
  const { heading, fits, head, cells, places } = VIEWS[view];
  const page = pageOf(query);
  const words = wordsOf(query.get("q"));
  const [from, to] = [(page - 1) * ROWS, page * ROWS];
  const isAsked = words.length > 0 || [...query.keys()].some((name) => name !== "page" && name !== "q");
  let found;
  if (places) found = await places(query, words, isCurrent);
  else if (!isAsked) {
    const { n } = manifest[view];
    found = { places: Array.from({ length: n }, (_, at) => at), n };
  } else {
    const some = await find(view, words, fits(query), to + 1, isCurrent);
    found = some && { places: some, n: some.length > to ? null : some.length };
  }
  if (!found || !isCurrent()) return null;
  const shown = found.places.slice(from, to);
  const rows = await rowsOf(view, shown);
  const made = await Promise.all(rows.map((row, at) => cells(row, shown[at])));
  if (!isCurrent()) return null;
  const total = found.n === null ? `more than ${count(to)}` : count(found.n);
  const caption = `${heading}, ${count(from + 1)} to ${count(from + shown.length)} of ${total}`;
  const content = shown.length ? table(caption, head, made) : make("p", null, "Nothing fits.");
  return { told: `Found: ${total}.`, content: [content, pages(view, query, page, found.n === null || found.n > to)] };
}

async function letterView(id) {
  const at = await placeOf("ids", id);
  if (at === null) return nothing(`There is no letter ${id}.`);
  const letter = await rowOf("letters", (await rowOf("ids", at))[1]);
  return { heading: titleOf(letter), content: (query) => letterContent(letter, query) };
}

async function letterContent(letter, query) {
  const path = letter[LETTER.path];
  const content = [facts([
    ["Date", letter[LETTER.date]], ["To", isolated(letter[LETTER.addressees])], ["Language", letter[LETTER.language]],
    ["Signatures", count(letter[LETTER.signatures])], ["Organizations", count(letter[LETTER.organizations])],
    ["Persons", count(letter[LETTER.persons])], ["Countries printed", count(letter[LETTER.countries])],
    ["Signatories", count(letter[LETTER.entities])], ["Document", line(path, 1)],
    ["Also printed in", (letter[LETTER.copies] || []).map((copy) => make("div", null, line(copy)))],
    ["Id", make("code", null, letter[LETTER.id])],
  ])];
  if (letter[LETTER.claims]) {
    content.push(make("h2", null, "Stated and counted"), table("Counts that the letter states", ["Of what", "#Stated", "#Counted", "Verdict", "Statement", "Where"],
      letter[LETTER.claims].map(([what, stated, counted, agrees, at, text]) => [what, count(stated), count(counted),
        agrees === undefined ? "not countable" : make("span", { class: agrees ? "for" : "against" }, agrees ? "✓ agrees" : "✗ differs"),
        isolated(text), line(path, at)])));
  }
  if (letter[LETTER.mentions]) {
    content.push(make("h2", null, "Mentioned in"), make("ul", null, letter[LETTER.mentions].map(([document, at, text]) =>
      make("li", null, make("q", null, isolated(text)), " ", line(document, at)))));
  }
  const page = pageOf(query);
  const [first, n] = [letter[LETTER.first], letter[LETTER.signatures]];
  const [from, to] = [Math.min((page - 1) * 200, n), Math.min(page * 200, n)];
  const rows = await range("signatures", first + from, first + to);
  const entities = await rowsOf("entities", rows.map((row) => row[SIGNATURE.entity]));
  content.push(make("h2", null, "Signatures"));
  if (rows.length) {
    content.push(table(`Signatures ${count(from + 1)} to ${count(to)} of ${count(n)}`,
      ["Printed", "Signatory", "Kind", "Country", "Section", "Where"],
      rows.map((row, at) => [isolated(printed(row)), toEntity(entities[at]), KINDS[row[SIGNATURE.kind]], countries(row[SIGNATURE.countries]),
        isolated(row[SIGNATURE.section]), line(path, row[SIGNATURE.line])])));
    content.push(pages(`letter/${letter[LETTER.id]}`, query, page, to < n));
  } else content.push(make("p", null, "None is printed."));
  return content;
}

async function entityView(id) {
  // Entities stand in the order of their ids.
  const place = await placeOf("entities", id.replace(/^ent-/, ""));
  if (place === null) return nothing(`There is no signatory ${id}.`);
  const entity = await rowOf("entities", place);
  return { heading: entity[ENTITY.name], content: (query) => entityContent(entity, place, query) };
}

async function entityContent(entity, place, query) {
  const detail = await rowOf("details", place);
  const content = [facts([
    ["Kind", KINDS[entity[ENTITY.kind]]], ["Acronym", isolated(entity[ENTITY.acronym])],
    ["Country", country(entity[ENTITY.country])], ["Region", detail[DETAIL.region]],
    ["Letters", count(entity[ENTITY.letters])], ["Signatures", count(entity[ENTITY.signatures])],
    ["First letter", detail[DETAIL.first]], ["Last letter", detail[DETAIL.last]],
    ["Confidence", detail[DETAIL.confidence]], ["Id", make("code", null, `ent-${entity[ENTITY.id]}`)],
  ])];
  const names = detail[DETAIL.names] || [[entity[ENTITY.name], entity[ENTITY.signatures], 0]];
  content.push(make("h2", null, "Names"), table("How the name is printed", ["Name", "#Signatures", "#As an organization of persons"],
    names.map(([name, signatures, affiliations]) => [isolated(name), count(signatures), count(affiliations)])));
  const page = pageOf(query);
  const signed = placesOf(detail[DETAIL.signed]);
  content.push(make("h2", null, "Letters"), await printedIn(signed, page, "Signatures"));
  content.push(pages(`entity/ent-${entity[ENTITY.id]}`, query, page, signed.length > page * ROWS));
  const named = placesOf(detail[DETAIL.named]);
  if (named.length) content.push(make("h2", null, "Persons who name it"), await printedIn(named, 1, "Signatures of persons of it"));
  if (detail[DETAIL.partners]) {
    const partners = await rowsOf("entities", detail[DETAIL.partners].map(([at]) => at));
    content.push(make("h2", null, "Signs with"), table("Those it signed most letters together with", ["Signatory", "Country", "#Letters together"],
      partners.map((row, at) => [toEntity(row), country(row[ENTITY.country]) || "", count(detail[DETAIL.partners][at][1])])));
  }
  if (detail[DETAIL.relations]) {
    const others = await rowsOf("entities", detail[DETAIL.relations].map(([at]) => at));
    content.push(make("h2", null, "Related"), table("Others that it is related to", ["Other", "How", "What says so"],
      others.map((row, at) => {
        const [, kind, evidence, isFirst] = detail[DETAIL.relations][at];
        const how = kind.replace("_", " ");
        return [toEntity(row), isFirst ? `is ${how} it` : `it is ${how} this`, isolated(evidence)];
      })));
  }
  content.push(make("h2", null, "Evidence"));
  if (detail[DETAIL.links]) {
    const others = await Promise.all(detail[DETAIL.links].map(([at]) => (at === undefined ? null : rowOf("entities", at))));
    content.push(table("Pairs of records that tell most", ["One", "Other", "Decision", "#Bits", "#Probability", "Why"],
      detail[DETAIL.links].map(([, own, other, bits, probability, decision, why], at) => [isolated(own),
        others[at] ? toEntity(others[at], other) : isolated(other), decision, bits.toFixed(1), probability.toFixed(4), isolated(why)])),
    make("p", null, "All pairs are in ", make("a", { href: "links.csv" }, "links.csv"), "."));
  } else content.push(make("p", null, "Nothing was linked: the name is printed in one way, and none came near."));
  return content;
}

// A page of signatures with their letters.
async function printedIn(places, page, caption) {
  const shown = places.slice((page - 1) * ROWS, page * ROWS);
  if (!shown.length) return make("p", null, "It signed none.");
  const rows = await rowsOf("signatures", shown);
  const letters = await Promise.all(shown.map(letterOf));
  return table(`${caption}, ${count((page - 1) * ROWS + 1)} to ${count((page - 1) * ROWS + shown.length)} of ${count(places.length)}`,
    ["Letter", "Date", "Printed", "Role", "Where"],
    rows.map((row, at) => [toLetter(letters[at]), letters[at][LETTER.date] ? make("time", null, letters[at][LETTER.date]) : "",
      isolated(printed(row)), isolated([row[SIGNATURE.role], row[SIGNATURE.affiliation]].filter(Boolean).join(", ")),
      line(letters[at][LETTER.path], row[SIGNATURE.line])]));
}

const nothing = (text) => ({ heading: "Nothing here", content: async () => [make("p", null, text)] });

// ---- from the address to the view --------------------------------------------------------------------------

let turn = 0;
let shownView = "";

// `isTyping`: the form stays as it is, only what it found changes.
async function show(isTyping) {
  const mine = ++turn;
  const isCurrent = () => mine === turn;
  const [path, text] = location.hash.replace(/^#\/?/, "").split("?");
  const [name, id] = path.split("/");
  const view = name in VIEWS || ((name === "letter" || name === "entity") && id) ? name : "letters";
  const query = new URLSearchParams(text || "");
  try {
    if (!manifest) {
      manifest = await load("manifest");
      manifest.names = new Map(manifest.countries);
    }
    if (view in VIEWS) await showList(view, query, isTyping, isCurrent);
    else {
      const { heading, content } = await (view === "letter" ? letterView(decodeURIComponent(id)) : entityView(decodeURIComponent(id)));
      const made = await content(query);
      if (isCurrent()) fill(heading, made);
    }
    if (isCurrent()) finish(view, path, isTyping);
  } catch (error) {
    if (isCurrent()) { fill("Something went wrong", [make("p", null, error.message)]); say(error.message); }
  }
}

async function showList(view, query, isTyping, isCurrent) {
  const found = await list(view, query, isCurrent);
  if (!found || !isCurrent()) return;
  let results = document.getElementById("results");
  if (!results || shownView !== view || !isTyping) {
    results = make("div", { id: "results" });
    fill(VIEWS[view].heading, [form(view, query, VIEWS[view].fields()), results]);
  }
  results.replaceChildren(...found.content.filter(Boolean));
  say(found.told);
}

function fill(heading, content) {
  say("");
  main.replaceChildren(make("h1", { id: "heading" }, isolated(heading)), ...content.filter(Boolean));
  document.title = `${heading} – ${manifest ? manifest.title : ""}`;
}

let isFirst = true;
function finish(view, path, isTyping) {
  shownView = view;
  const tab = { letter: "letters", entity: "entities" }[view] || view;
  for (const anchor of document.querySelectorAll("header nav a")) {
    if (anchor.getAttribute("href") === `#/${tab}`) anchor.setAttribute("aria-current", "page");
    else anchor.removeAttribute("aria-current");
  }
  // Whoever follows a link is told where it led; whoever types is left alone.
  if (!isTyping && !isFirst) { main.focus({ preventScroll: true }); window.scrollTo(0, 0); }
  isFirst = false;
  document.body.dataset.ready = String(turn);
}

window.addEventListener("hashchange", () => {
  if (location.hash === "#content") { history.replaceState(null, "", lastAddress); main.focus(); return; }
  lastAddress = location.hash || "#/letters";
  show(false);
});
let lastAddress = location.hash || "#/letters";
show(false);
