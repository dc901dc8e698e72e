// The comparison: which rows are shown. What a reader chooses stands in the address alone, as
// ?show=differs&find=words&columns=one,other; in the fragment stands an open row, or the trail.
// Without this script groups stay closed until they are pressed, and the style sheet leaves out what is not chosen.

import { keep } from "./columns.js";
import { find, root } from "./dom.js";
import { follow, read } from "./trail.js";

const all = (selector) => [...document.querySelectorAll(selector)];
const [rows, groups, choices, columns] = [".row", ".group", ".choices input", ".columns input"].map(all);
const field = find(".find input");
const asked = new URLSearchParams(location.search);
const usual = choices.find((choice) => choice.defaultChecked);
const named = () => document.getElementById(location.hash.slice(1));
const has = (choice) => (row) => !choice || row.classList.contains(choice.dataset.shows);
/** What a row is found by: its group, its name, and the words that readers search for. */
const texts = rows.map((row) =>
  [row.closest(".group").querySelector("summary"), ...row.querySelectorAll(".name, .also")].map((part) => part.textContent).join(" ").toLowerCase(),
);

field.value = asked.get("find") ?? "";
choose(asked.get("show"));
for (const group of groups) group.open = true;
if (columns.some((box) => !box.checked)) compare();
show();
if (location.hash.includes("=")) mine();
else arrive();

for (const choice of choices)
  choice.addEventListener("change", () => {
    keep("show", choice === usual ? "" : choice.value);
    show();
  });
for (const box of columns)
  box.addEventListener("change", () => {
    compare();
    show();
  });
field.addEventListener("input", () => {
  keep("find", field.value.trim());
  show();
});
addEventListener("hashchange", arrive);
addEventListener("toggle", remember, true);
addEventListener("beforeprint", () => rows.forEach((row) => row.classList.toggle("shut", !row.open))); // soon all are open

function choose(value) {
  const choice = choices.find((one) => one.value === value && (value !== "mine" || location.hash.includes("="))) ?? usual;
  if (choice) choice.checked = true;
}

/** Show the rows that are chosen and hold all words typed; count how many each other choice would show. */
function show() {
  const words = field.value.toLowerCase().split(/\s+/);
  const found = rows.filter((_, place) => words.every((word) => texts[place].includes(word)));
  const shown = new Set(found.filter(has(choices.find((choice) => choice.checked))));
  for (const row of rows) row.hidden = !shown.has(row);
  for (const group of groups) group.hidden = !group.querySelector(".row:not([hidden])");
  for (const choice of choices) choice.parentElement.querySelector(".count").textContent = found.filter(has(choice)).length;
  find(".shown").textContent = `${shown.size} of ${rows.length}`;
}

/** Which of the ticked columns are ahead in each row; one alone has nothing beside it, so then of all. */
function compare() {
  const ticked = [...columns.keys()].filter((place) => columns[place].checked);
  const among = ticked.length > 1 ? ticked : [...columns.keys()];
  for (const row of rows.filter((one) => one.dataset.ranks)) {
    const ranks = row.dataset.ranks.split(" ");
    const ahead = among.filter((place) => among.every((other) => ranks[place] - ranks[other] <= 0));
    const even = ahead.length === among.length;
    row.classList.toggle("even", even);
    row.classList.toggle("differs", !even);
    for (const place of columns.keys()) row.classList.toggle(`ahead-${place + 1}`, !even && ahead.includes(place));
  }
}

/** The rows that the questions answered and the outcome compare. */
async function mine() {
  const tree = await (await fetch(new URL("walk.json", root))).json();
  const { steps, node } = follow(tree, read(tree, location.hash).given);
  const touched = [...steps.map(([question]) => question), node];
  for (const row of rows) row.classList.toggle("mine", row.dataset.nodes.split(" ").some((one) => touched.includes(one)));
  show();
  document.documentElement.dataset.trail = "ready";
}

/** Unfold what the fragment names, and all around it. */
function arrive() {
  const target = named();
  if (!target?.closest(".rows")) return;
  if (target.closest("[hidden]")) {
    field.value = "";
    choose("all");
    show();
  }
  for (let at = target; at; at = at.parentElement) if (at.matches("details")) at.open = true;
  target.scrollIntoView();
}

/** An open row stands in the address, where no trail does, and where it is not open for paper alone. */
function remember({ target }) {
  if (!target.matches(".row") || location.hash.includes("=")) return;
  if (!target.open) target.classList.remove("shut");
  if (target.matches(".shut")) return;
  const here = target.contains(named());
  if (target.open === here) return;
  history.replaceState(history.state, "", target.open ? `#${target.querySelector("h3").id}` : location.pathname + location.search);
}
