// The comparison: which rows are shown. What a reader chooses stands in the address alone, as
// ?show=differs&find=words&columns=one,other; in the fragment stands an open row, or the trail.
// Without this script groups stay closed until they are pressed, and the style sheet leaves out what is not chosen.

import { asked, chosen, meant, place, plain, tell } from "./address.js";
import { keep } from "./columns.js";
import { find, walk } from "./dom.js";
import { follow, read } from "./trail.js";

const all = (selector) => [...document.querySelectorAll(selector)];
const [rows, groups, choices, columns] = [".row", ".group", ".choices input", ".columns input"].map(all);
const field = find(".find input");
const usual = choices.find((choice) => choice.defaultChecked);
const named = () => place(location.hash);
const withTrail = () => plain(location.hash).includes("=");
const has = (choice) => (row) => !choice || row.classList.contains(choice.dataset.shows);
/** What a row is found by: its group, its name, and the words that readers search for. */
const texts = rows.map((row) =>
  [row.closest(".group").querySelector("summary"), ...row.querySelectorAll(".name, .also")].map((part) => part.textContent).join(" ").toLowerCase(),
);

const wanted = chosen("show", choices.map((choice) => choice.value));
field.value = meant(asked().get("find") ?? "");
if (wanted !== "mine") choose(wanted);
for (const group of groups) group.open = true;
new ResizeObserver(([{ target }]) => target.parentElement.style.setProperty("--heads", `${target.offsetHeight}px`)).observe(find(".heads"));
if (columns.some((box) => !box.checked)) compare();
show();
if (withTrail()) mine();
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
  const choice = choices.find((one) => one.value === value && (value !== "mine" || withTrail())) ?? usual;
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

/** The rows that the questions answered and the outcome compare. Which these are is not known before the tree is here. */
async function mine() {
  const own = choices.filter((choice) => choice.value === "mine");
  for (const choice of own) choice.disabled = true;
  const tree = await walk();
  for (const choice of own) choice.disabled = false;
  const { given, damaged } = read(tree, location.hash);
  if (damaged) tell();
  const { steps, node } = follow(tree, given);
  if (!steps.length) return show(choose(null));
  const touched = [...steps.map(([question]) => question), node];
  for (const row of rows) row.classList.toggle("mine", row.dataset.nodes.split(" ").some((one) => touched.includes(one)));
  if (usual?.checked) choose(wanted); // else the reader has chosen meanwhile
  show();
  document.documentElement.dataset.trail = "ready";
}

/** Unfold what the fragment names, and all around it. */
function arrive() {
  const target = named();
  if (!target && location.hash) tell();
  if (!target?.closest(".rows")) return;
  if (target.closest("[hidden]")) {
    field.value = "";
    choose("all");
    show();
  }
  for (let at = target; at; at = at.parentElement) if (at.matches("details")) at.open = true;
  target.style.setProperty("--line", `${target.closest("details").firstElementChild.offsetHeight}px`);
  target.scrollIntoView();
}

/** An open row stands in the address, where no trail does, and where it is not open for paper alone. */
function remember({ target }) {
  if (!target.matches(".row") || withTrail()) return;
  if (!target.open) target.classList.remove("shut");
  if (target.matches(".shut")) return;
  const here = target.contains(named());
  if (target.open === here) return;
  history.replaceState(history.state, "", target.open ? `#${target.querySelector("h3").id}` : location.pathname + location.search);
}
