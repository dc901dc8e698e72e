// The comparison: which rows are shown. What a reader chooses stands in the address alone, as
// ?show=differs&find=words&columns=one,other; in the fragment stands an open row, or the trail. Opened fresh, it shows the same.
// Without this script groups stay closed until they are pressed, and the style sheet leaves out what is not chosen.

import { asked, chosen, meant, place, plain, tell } from "./address.js";
import { keep } from "./columns.js";
import { find, walk } from "./dom.js";
import { follow, read } from "./trail.js";
import { holds, joined, words } from "./words.js";

const all = (selector) => [...document.querySelectorAll(selector)];
const [rows, groups, introductions, choices, columns] = [".row", ".group", ".says", ".choices input", ".columns input"].map(all);
const field = find(".find input");
const usual = choices.find((choice) => choice.defaultChecked);
const every = choices.find((choice) => choice.value === "all");
const named = () => place(location.hash);
const withTrail = () => plain(location.hash).includes("=");
const has = (choice) => (row) => !choice || row.classList.contains(choice.dataset.shows);
const label = (choice) => choice.parentElement.textContent.trim().replace(/\s*\d*$/, "");
/** What a row is found by: its group, its name, the words that readers search for, what is claimed and the add-ons named. */
const texts = rows.map((row) =>
  joined([...row.parentElement.querySelectorAll(":scope > summary > .name"), ...row.querySelectorAll(".name, .also span, .claim, .with a")].map((part) => part.textContent)),
);

const wanted = chosen("show", choices.map((choice) => choice.value));
field.value = meant(asked().get("find") ?? "");
const narrowed = wanted || field.value.trim();
let picked = wanted === "mine" ? usual : pick(wanted); // the reader's own choice
for (const group of groups) group.open = true;
new ResizeObserver(([{ target }]) => target.parentElement.style.setProperty("--heads", `${target.offsetHeight}px`)).observe(find(".heads"));
if (columns.some((box) => !box.checked)) compare();
show();
if (withTrail()) mine();
else if (narrowed && named()?.closest("[hidden]")) write();
else arrive();
if (narrowed && !named() && performance.getEntriesByType("navigation")[0]?.type === "navigate") find(".chooser").scrollIntoView();

for (const choice of choices)
  choice.addEventListener("change", () => {
    picked = choice;
    show();
    write();
  });
for (const box of columns)
  box.addEventListener("change", () => {
    compare();
    show();
    write();
  });
field.addEventListener("input", () => {
  show();
  write();
});
addEventListener("hashchange", () => {
  arrive();
  write();
});
addEventListener("toggle", remember, true);
addEventListener("beforeprint", () => rows.forEach((row) => row.classList.toggle("shut", !row.open))); // soon all are open

function pick(value) {
  return choices.find((one) => one.value === value && (value !== "mine" || withTrail())) ?? usual;
}

/** Show the rows that are chosen and hold all words typed; count how many each other choice would show. Where the choice has
 * none that holds the words, all are shown that do. */
function show() {
  const typed = words(field.value);
  const found = rows.filter((_, place) => holds(texts[place], typed));
  const under = found.filter(has(picked));
  const wider = typed.length && !under.length && found.length;
  const shown = new Set(wider ? found : under);
  const choice = wider ? every : picked;
  if (choice) choice.checked = true;
  for (const row of rows) row.hidden = !shown.has(row);
  for (const group of groups) group.hidden = !group.querySelector(".row:not([hidden])");
  for (const says of introductions) says.hidden = typed.length > 0;
  for (const each of choices) each.parentElement.querySelector(".count").textContent = found.filter(has(each)).length;
  const count = `${shown.size} of ${rows.length}`;
  find(".shown").textContent =
    typed.length && !found.length ? `${count}: none has all that is typed. Leave a word out, or try another.` : wider ? `None under “${label(picked)}”, so all are searched: ${count}` : count;
}

/** Write into the address what is shown. A row that is not shown is closed, and leaves it. */
function write() {
  keep("show", picked === usual ? "" : picked.value);
  keep("find", field.value.trim());
  if (!named()?.closest("[hidden]")) return;
  for (const row of rows) if (row.contains(named())) row.open = false;
  history.replaceState(history.state, "", location.pathname + location.search);
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
  if (!steps.length) return;
  const touched = [...steps.map(([question]) => question), node];
  for (const row of rows) row.classList.toggle("mine", row.dataset.nodes.split(" ").some((one) => touched.includes(one)));
  if (picked === usual) picked = pick(wanted); // else the reader has chosen meanwhile
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
    picked = every;
    show();
  }
  for (let at = target; at; at = at.parentElement) if (at.matches("details")) at.open = true;
  target.style.setProperty("--line", `${target.closest("details").firstElementChild.offsetHeight}px`);
  history.scrollRestoration = "manual"; // what the address names is in sight after a reload, wherever the reader was
  target.scrollIntoView();
}

/** An open row stands in the address, where no trail does, and where it is not open for paper alone. */
function remember({ target }) {
  if (!target.matches(".row") || withTrail()) return;
  if (!target.open) target.classList.remove("shut");
  if (target.matches(".shut")) return;
  const here = target.contains(named());
  if (target.open === here) return;
  if (here) history.scrollRestoration = "auto";
  history.replaceState(history.state, "", target.open ? `#${target.querySelector("h3").id}` : location.pathname + location.search);
  write();
}
