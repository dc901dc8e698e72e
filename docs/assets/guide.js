// The reader's own trail. It lives in the address alone (#staff=roles&store=sql); nothing is stored or sent.
// Without this script every page still works, and says what it can say about all readers.

import { ahead, follow, put, read, write } from "./trail.js";
import { address, change, copy, find, label, link, make, root, title } from "./dom.js";

const page = find(".page[data-node], .page.map");
if (page) arrive();

async function arrive() {
  carryOn();
  if (location.hash.includes("=")) keepInPlace();
  copyCode();
  keys();
  const [tree, { fill }] = await Promise.all([walk(), part()]);
  const trail = trailHere(tree, page.dataset.node);
  fillTrail(tree, trail);
  fill(tree, trail);
  notify(tree, trail);
  if (trail.steps.length) {
    history.replaceState(null, "", write(trail.given));
    if (arrivedByLink()) find("h1").focus({ preventScroll: true });
  }
  for (const onward of document.querySelectorAll("a[data-trail]")) onward.hash = write(trail.given);
  for (const issue of document.querySelectorAll("a[data-issue]")) issue.href += `&trail=${encodeURIComponent(write(trail.given))}`;
  addEventListener("hashchange", ({ oldURL, newURL }) => {
    if ([oldURL, newURL].some((url) => new URL(url).hash.includes("="))) location.reload(); // changed by hand
  });
  document.documentElement.dataset.trail = "ready";
}

async function walk() {
  return (await fetch(new URL("walk.json", root))).json();
}

/** What fills this kind of page. */
function part() {
  if (page.matches(".question")) return { fill: fillQuestion };
  return import(page.matches(".map") ? "./map.js" : "./outcome.js");
}

/** Until the tree is here, answers carry the trail on as it stands: the next page looks it over. */
function carryOn() {
  const { node } = page.dataset;
  const parts = location.hash.match(/[a-z0-9-]+=[a-z0-9-]+/g) ?? [];
  for (const item of document.querySelectorAll(".answers > li"))
    item.querySelector("a").hash = [...parts.filter((part) => !part.startsWith(`${node}=`)), `${node}=${item.dataset.answer}`].join("&");
}

const arrivedByLink = () => performance.getEntriesByType("navigation")[0]?.type === "navigate";

/** The trail as far as it concerns this page: its steps, and those before this page and kept for after it.
 * `given` holds, beside the steps, the answers to questions that can still come up. */
function trailHere(tree, here) {
  const { given, damaged, assumed } = location.hash.includes("=") ? read(tree, location.hash) : { given: [], damaged: 0 };
  const { steps, node, left } = follow(tree, given);
  const place = steps.findIndex(([question]) => question === here);
  const leadsHere = !here || place >= 0 || node === here;
  if (!leadsHere || !given.length)
    return { here, before: [], kept: [], steps: [], given: [], dropped: [], damaged, elsewhere: given.length ? { node, steps } : null };
  const before = place < 0 ? steps : steps.slice(0, place);
  const kept = place < 0 ? [] : steps.slice(place);
  const still = ahead(tree, node);
  const comesUp = ([question]) => still.has(question);
  const dropped = left.filter((pair) => !comesUp(pair));
  return { here, before, kept, steps, given: [...steps, ...left.filter(comesUp)], dropped, damaged, assumed, elsewhere: null };
}

/** Say what became of answers that do not apply, and of those that nobody gave. */
function notify(tree, { damaged, assumed, dropped, elsewhere }) {
  const lines = [];
  if (assumed) lines.push(make("p", {}, "These answers are assumed. Check them: each leads back to its question."));
  if (damaged) lines.push(make("p", {}, "Part of the address could not be understood, and was left out."));
  if (dropped.length) {
    const names = dropped.map((pair) => `${tree.questions[pair[0]].ask} ${label(tree, pair)}`);
    lines.push(make("p", {}, `No longer asked, so dropped: ${names.join(" · ")}`));
  }
  if (elsewhere)
    lines.push(make("p", {}, "The answers in the address do not lead here. They lead to: ", link(tree, elsewhere.node, elsewhere.steps)));
  find(".notice").replaceChildren(...lines);
}

/* The line on top: each answer leads back to its question; what comes after this page is kept. */
function fillTrail(tree, { here, before, steps, given }) {
  if (!steps.length || !find(".trail")) return;
  const items = steps.map((pair, place) => {
    const current = pair[0] === here;
    const step = link(tree, pair[0], given, label(tree, pair));
    step.title = `${tree.questions[pair[0]].ask} Change this answer.`;
    if (current) step.setAttribute("aria-current", "step");
    return make("li", place >= before.length ? { class: "kept" } : {}, step);
  });
  const list = make("ol", {}, ...items);
  find(".trail").replaceChildren(list);
  list.classList.toggle("long", list.scrollWidth > list.clientWidth);
  (list.querySelector("[aria-current]") ?? list.lastChild).scrollIntoView({ block: "nearest", inline: "end" });
}

function fillQuestion(tree, trail) {
  const { here, before, kept, steps, given } = trail;
  for (const item of document.querySelectorAll(".answers > li")) {
    const all = put(tree, given, here, item.dataset.answer);
    const { node } = follow(tree, all);
    const onward = item.querySelector("a");
    onward.href = address(tree, node, all);
    if (kept[0]?.[1] === item.dataset.answer) {
      onward.setAttribute("aria-current", "true");
      onward.querySelector(".label").append(" ", make("span", { class: "chosen" }, "your answer"));
    }
  }
  if (!steps.length) return;
  if (steps[0][0] === tree.start) find(".progress span").textContent = `Question ${before.length + 1}`;
  const section = find(".given");
  section.hidden = false;
  section.querySelector("dl").replaceChildren(...steps.flatMap((pair) => answered(tree, given, pair)));
  section.append(make("p", {}, make("a", { href: address(tree, tree.start, []) }, "Start again")));
  find(".ways-here")?.remove();
}

const answered = (tree, given, pair) => [
  make("dt", {}, tree.questions[pair[0]].ask),
  make("dd", {}, label(tree, pair), " ", change(tree, given, pair)),
];

/* A button on each block of code. */
function copyCode() {
  for (const block of document.querySelectorAll(".page .highlight")) {
    const button = make("button", { type: "button", class: "copy" }, "Copy");
    button.addEventListener("click", () => copy(block.querySelector("code"), button));
    block.append(button);
  }
}
/* --- keys and focus --- */

function keys() {
  const dialog = find("#keys");
  const opener = find("[data-opens=keys]");
  if (!dialog) return;
  opener.hidden = false;
  opener.addEventListener("click", () => dialog.showModal());
  addEventListener("keydown", (event) => {
    if (event.repeat || event.ctrlKey || event.metaKey || event.altKey || dialog.open || event.target.closest("input, textarea, select, .record, .highlight")) return;
    if (event.key === "?") dialog.showModal();
    else if (event.key === "Backspace" || event.key === "ArrowLeft") back();
    else if (/^[1-9]$/.test(event.key)) document.querySelectorAll(".answers > li > a")[event.key - 1]?.click();
    else return;
    event.preventDefault();
  });
}

/** To where the reader came from on this site; else to the question before. */
function back() {
  if (document.referrer.startsWith(root.href)) history.back();
  else (find('.trail [aria-current]')?.parentElement.previousElementSibling ?? find(".trail li:last-child"))?.querySelector("a").click();
}

/** A link within the page would put another fragment in place of the trail: go there without it. */
function keepInPlace() {
  addEventListener("click", (event) => {
    const target = event.target.closest?.('a[href^="#"]');
    const place = target && document.getElementById(target.getAttribute("href").slice(1)); // a drawing's links have no hash
    if (!place) return;
    event.preventDefault();
    place.scrollIntoView();
    place.focus();
  });
}
