"use strict";
const pairs = Array.from(document.querySelectorAll("article[data-left]"));
const progress = document.getElementById("progress");
const who = document.getElementById("who");
// Choices are kept under the pairs that they are about, so that a page made anew finds them again.
const key = (pair) => "undersigned:" + pair.dataset.left + ":" + pair.dataset.right;
const memory = {
  get(name) { try { return localStorage.getItem(name); } catch { return null; } },
  set(name, value) { try { localStorage.setItem(name, value); } catch { /* Kept on the page only. */ } },
};
let current = -1;

const choice = (pair) => { const on = pair.querySelector("input[type=radio]:checked"); return on ? on.value : ""; };
const reason = (pair) => pair.querySelector(".reason").value;
function tell() {
  const decided = pairs.filter((pair) => choice(pair) !== "").length;
  progress.textContent = decided + " of " + pairs.length + " decided";
}
function keep(pair) { memory.set(key(pair), JSON.stringify({ choice: choice(pair), reason: reason(pair) })); tell(); }
function go(to) {
  if (pairs.length === 0) { return; }
  current = Math.max(0, Math.min(pairs.length - 1, to));
  for (const pair of pairs) { pair.classList.remove("current"); }
  pairs[current].classList.add("current");
  pairs[current].focus({ preventScroll: true });
  pairs[current].scrollIntoView({ block: "center" });
}
function choose(value) {
  if (current < 0) { go(0); }
  const pair = pairs[current];
  if (!pair) { return; }
  pair.querySelector('input[value="' + value + '"]').checked = true;
  keep(pair);
  go(current + 1);
}
// RFC 4180; a field that a spreadsheet would take for a formula cannot occur in ids and decisions.
const field = (text) => /[",\r\n]/.test(text) ? '"' + text.replaceAll('"', '""') + '"' : text;
function exported() {
  const day = new Date().toISOString().slice(0, 10);
  const rows = [["left_signature_id", "right_signature_id", "decision", "value", "reason", "who", "date"]];
  for (const pair of pairs) {
    const value = choice(pair);
    if (value === "same" || value === "different") {
      rows.push([pair.dataset.left, pair.dataset.right, value, "", reason(pair).trim(), who.value.trim(), day]);
    }
  }
  return rows.map((row) => row.map(field).join(",") + "\n").join("");
}

for (const [at, pair] of pairs.entries()) {
  let kept = null;
  try { kept = JSON.parse(memory.get(key(pair))); } catch { kept = null; }
  if (kept && typeof kept === "object") {
    for (const radio of pair.querySelectorAll("input[type=radio]")) { radio.checked = radio.value === kept.choice; }
    if (typeof kept.reason === "string") { pair.querySelector(".reason").value = kept.reason; }
  }
  pair.addEventListener("change", () => keep(pair));
  pair.addEventListener("focusin", () => { current = at; });
}
who.value = memory.get("undersigned:who") || "";
who.addEventListener("change", () => memory.set("undersigned:who", who.value));
document.addEventListener("keydown", (event) => {
  const target = event.target;
  const isTyping = target instanceof HTMLInputElement && target.type === "text";
  // Arrows move inside a group of radio buttons, as everywhere.
  const isChoosing = target instanceof HTMLInputElement && target.type === "radio" && event.key.startsWith("Arrow");
  if (isTyping || isChoosing || event.ctrlKey || event.metaKey || event.altKey) { return; }
  const choices = { s: "same", d: "different", u: "unsure" };
  const moves = { ArrowDown: 1, ArrowRight: 1, j: 1, ArrowUp: -1, ArrowLeft: -1, k: -1 };
  const letter = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  if (Object.hasOwn(choices, letter)) { choose(choices[letter]); }
  else if (Object.hasOwn(moves, letter)) { go(current < 0 ? 0 : current + moves[letter]); }
  else { return; }
  event.preventDefault();
});
document.getElementById("export").addEventListener("click", () => {
  const link = document.createElement("a");
  link.href = "data:text/csv;charset=utf-8," + encodeURIComponent(exported());
  link.download = "decisions.csv";
  link.click();
});
tell();
