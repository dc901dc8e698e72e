// The reader's own trail. It lives in the address alone (#staff=roles&store=sql); nothing is stored or sent.
// Without this script every page still works, and says what it can say about all readers.

import { isTrail, parts, place, tell } from "./address.js";
import { again } from "./again.js";
import { ahead, follow, put, read, tally, write } from "./trail.js";
import { address, carry, change, copy, count, find, invitation, label, link, make, points, root, stamp, title, walk } from "./dom.js";

const page = find(".page[data-node], .page.map");
if (page) arrive();

async function arrive() {
  carryOn();
  if (isTrail(location.hash)) keepInPlace();
  else unfold(place(location.hash));
  copyCode();
  find(".columns")?.closest("details").addEventListener("toggle", () => again(() => import("./columns.js"))); // few open it
  const [tree, { fill }] = await Promise.all([walk(missing), again(part, missing)]);
  const trail = trailHere(tree, page.dataset.node);
  const idle = document.activeElement === document.body; // else the reader is somewhere already
  carry(trail.theirs);
  document.documentElement.toggleAttribute("data-two", trail.theirs.length > 0);
  fillTrail(tree, trail);
  await fill(tree, trail);
  notify(tree, trail);
  if (trail.steps.length) {
    history.replaceState(null, "", stamp(trail.given));
    if (idle && arrivedByLink()) find("h1").focus({ preventScroll: true });
  }
  for (const onward of document.querySelectorAll("a[data-trail]")) {
    onward.hash = stamp(trail.given);
    if (onward.dataset.show && trail.given.length) onward.search = `?show=${onward.dataset.show}`;
  }
  for (const issue of document.querySelectorAll("a[data-issue]")) issue.href += `&trail=${encodeURIComponent(write(trail.given))}`;
  addEventListener("hashchange", ({ oldURL, newURL }) => {
    if ([oldURL, newURL].some((url) => isTrail(new URL(url).hash))) location.reload(); // changed by hand
  });
  document.documentElement.dataset.trail = "ready";
}

/** While something has not come, the page is as it is for all readers; its answers carry the trail on. */
function missing() {
  if (isTrail(location.hash) && !find(".missing"))
    find(".notice").append(make("p", { class: "missing" }, "Your answers could not be looked up yet. They are kept in the address. If this stays, load the page again."));
  document.documentElement.dataset.trail = "ready";
}

/** What fills this kind of page. */
function part() {
  if (page.matches(".question")) return { fill: fillQuestion };
  return page.matches(".map") ? import("./map.js") : import("./outcome.js");
}

/** Until the tree is here, answers carry the trail on as it stands: the next page looks it over. */
function carryOn() {
  const { node } = page.dataset;
  const all = parts(location.hash).filter((part) => /^_?[a-z0-9-]+=[a-z0-9.,-]+$/.test(part));
  for (const item of document.querySelectorAll("[data-answer]"))
    item.querySelector("a").hash = [...all.filter((part) => !part.startsWith(`${node}=`)), `${node}=${item.dataset.answer}`].join("&");
  keepBack(location.hash);
}

/** Back to another question carries the trail on; home needs none. */
function keepBack(hash) {
  const back = find(".back");
  if (back && back.pathname !== root.pathname) back.hash = hash;
}

const arrivedByLink = () => performance.getEntriesByType("navigation")[0]?.type === "navigate";

/** The trail as far as it concerns this page: its steps, and those before this page and kept for after it.
 * `given` holds, beside the steps, the answers to questions that can still come up. */
function trailHere(tree, here) {
  const { given, damaged, assumed, theirs } = read(tree, isTrail(location.hash) ? location.hash : "");
  const { steps, node, left } = follow(tree, given);
  const at = steps.findIndex(([question]) => question === here);
  const leadsHere = !here || at >= 0 || node === here;
  if (!leadsHere || !given.length)
    return { here, before: [], kept: [], steps: [], given: [], dropped: [], damaged, theirs, elsewhere: given.length ? { node, steps } : null };
  const before = at < 0 ? steps : steps.slice(0, at);
  const kept = at < 0 ? [] : steps.slice(at);
  const still = ahead(tree, node);
  const comesUp = ([question]) => still.has(question);
  const dropped = left.filter((pair) => !comesUp(pair));
  return { here, before, kept, steps, given: [...steps, ...left.filter(comesUp)], dropped, damaged, assumed, theirs, elsewhere: null };
}

/** Say what became of answers that do not apply, and whose these are. */
function notify(tree, trail) {
  const { damaged, assumed, dropped, elsewhere, given, theirs } = trail;
  const lines = [];
  const say = (...parts) => lines.push(make("p", {}, ...parts));
  if (assumed) say("These answers are assumed. Check them below: each can be changed.");
  if (damaged) tell();
  if (dropped.length) say(`No longer asked, so dropped: ${dropped.map((pair) => `${tree.questions[pair[0]].ask} ${label(tree, pair)}`).join(" · ")}`);
  if (elsewhere) say("The answers in the address do not lead here. They lead to: ", link(tree, elsewhere.node, elsewhere.steps));
  if (given.length && !assumed && !theirs.length && page.matches(".outcome") && cameFromOutside())
    say(`${count(given.length, "answer")} came with this link. Not yours? `, make("a", { href: invitation(tree, given) }, "Answer for yourself"), ", and see both at the end; or change any of them below.");
  find(".missing")?.remove();
  find(".notice").append(...lines);
}

const cameFromOutside = () => arrivedByLink() && !document.referrer.startsWith(root.href);

/* The line on top: back, and each answer, which leads to its question; what comes after this page is kept. */
function fillTrail(tree, { here, before, steps, given }) {
  const back = find(".back");
  keepBack(stamp(given));
  if (!steps.length || !back) return;
  const items = steps.map((pair, place) => {
    const step = link(tree, pair[0], given, label(tree, pair));
    step.title = `${tree.questions[pair[0]].ask} Change this answer.`;
    if (pair[0] === here) step.setAttribute("aria-current", "step");
    return make("li", place >= before.length ? { class: "kept" } : {}, step);
  });
  if (before.length) {
    back.textContent = "Back";
    back.href = address(tree, before.at(-1)[0], given);
    back.rel = "prev"; // so that keys lead there
  }
  const list = make("ol", {}, ...items);
  back.after(list);
  list.classList.toggle("long", list.scrollWidth > list.clientWidth);
  list.addEventListener("focusin", ({ target }) => target.scrollIntoView({ block: "nearest", inline: "nearest" })); // a browser leaves half of it out
  const [at, line] = [list.querySelector("[aria-current]") ?? list.lastChild, list].map((element) => element.getBoundingClientRect());
  list.scrollLeft = at.right - line.right; // the line alone: the reader may have scrolled the page
}

function fillQuestion(tree, { here, before, kept, steps, given }) {
  for (const item of document.querySelectorAll("[data-answer]")) {
    const all = put(tree, given, here, item.dataset.answer);
    const onward = item.querySelector("a");
    onward.href = address(tree, follow(tree, all).node, all);
    if (kept[0]?.[1] === item.dataset.answer) {
      onward.setAttribute("aria-current", "true");
      onward.querySelector(".label").append(" ", make("span", { class: "chosen" }, "your answer"));
    }
  }
  if (!steps.length) return;
  if (steps[0][0] === tree.start) find(".progress span").textContent = `Question ${before.length + 1}`;
  const sums = points(tree, tally(tree, before));
  if (sums) find(".so-far").textContent = ` · so far ${sums}`;
  find(".given").hidden = false;
  find(".given dl").replaceChildren(...steps.flatMap((pair) => answered(tree, given, pair)));
}

const answered = (tree, given, pair) => [
  make("dt", {}, tree.questions[pair[0]].ask),
  make("dd", {}, label(tree, pair), " ", change(tree, given, pair)),
];

/* A button on each block of code. */
function copyCode() {
  for (const block of document.querySelectorAll(".page .highlight")) {
    const button = make("button", { type: "button", class: "copy" }, "Copy");
    const code = block.querySelector("code");
    button.addEventListener("click", () => copy(code.textContent, button, code));
    block.append(button);
  }
}

/** Unfold a place, and all around it; what cannot be folded is none the worse. */
function unfold(at) {
  for (; at; at = at.parentElement) at.open = true;
}

/** A link within the page would put another fragment in place of the trail: go there without it. */
function keepInPlace() {
  addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return; // a window of its own
    const target = event.target.closest?.('a[href^="#"]');
    const there = target && place(target.getAttribute("href")); // a drawing's links have no hash
    if (!there) return;
    event.preventDefault();
    unfold(there);
    there.scrollIntoView();
    there.focus();
  });
}
