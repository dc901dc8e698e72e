// The reader's own trail. It lives in the address alone (#staff=roles&store=sql); nothing is stored or sent.
// Without this script every page still works, and says what it can say about all readers.
// What stands in the address is only ever looked up among the ids of the tree, never put into the page.

const root = new URL("../", import.meta.url);

/* --- the tree and a trail: pure functions --- */

/** "#a=b&c=d" -> [["a", "b"], ["c", "d"]], and how many parts were no question=answer of this tree. */
export function read(tree, fragment) {
  const parts = fragment.replace(/^#/, "").split("&").filter(Boolean);
  const given = new Map();
  for (const part of parts) {
    const [question, answer, more] = part.split("=");
    if (more === undefined && own(tree.questions, question) && own(tree.questions[question].answers, answer))
      given.set(question, answer);
  }
  return { given: [...given], damaged: parts.length - given.size };
}

const own = (object, key) => key !== undefined && Object.hasOwn(object, key);

/** The fragment of a trail, such as "#a=b&c=d"; "" for none. */
export const write = (given) => (given.length ? "#" + given.map((pair) => pair.join("=")).join("&") : "");

/** Follow answers from the start, or else from the question of the first.
 * Returns the steps taken, where they end, and the answers that did not come up. */
export function follow(tree, given) {
  const answers = new Map(given);
  const steps = [];
  let node = answers.has(tree.start) || !given.length ? tree.start : given[0][0];
  while (answers.has(node)) {
    steps.push([node, answers.get(node)]);
    answers.delete(node);
    node = tree.questions[node].answers[steps.at(-1)[1]].next;
  }
  return { steps, node, left: [...answers] };
}

/** The questions that can still come up from a node on. */
export function ahead(tree, node) {
  const found = new Set();
  const waiting = [node];
  for (const next of waiting) // grows as it is read
    if (own(tree.questions, next) && !found.has(next)) {
      found.add(next);
      waiting.push(...Object.values(tree.questions[next].answers).map((answer) => answer.next));
    }
  return found;
}

/** The answers given, with one put in: all before it, then that one, then all others. */
export function put(tree, given, question, answer) {
  const { steps } = follow(tree, given);
  const place = steps.findIndex(([asked]) => asked === question);
  const before = place < 0 ? steps : steps.slice(0, place);
  const rest = given.filter(([asked]) => asked !== question && !before.some(([earlier]) => earlier === asked));
  return [...before, [question, answer], ...rest];
}

/** For each step, where each of the other answers would have led, the rest of the trail replayed where it comes up. */
export function changes(tree, steps) {
  return steps.map(([question, chosen], place) => ({
    question,
    others: Object.keys(tree.questions[question].answers)
      .filter((answer) => answer !== chosen)
      .map((answer) => {
        const given = put(tree, steps, question, answer);
        const { node, steps: taken } = follow(tree, given);
        return { answer, node, given: taken, outcomes: own(tree.outcomes, node) ? 1 : tree.questions[node].outcomes };
      }),
  }));
}

/** How far the steps lean to each alternative, most first. */
export function tally(tree, steps) {
  const sums = new Map();
  for (const [question, answer] of steps)
    for (const [alternative, weight] of Object.entries(tree.questions[question].answers[answer].leans ?? {}))
      sums.set(alternative, (sums.get(alternative) ?? 0) + weight);
  return [...sums].sort((one, other) => other[1] - one[1]);
}

/** By how much the steps lean to what the outcome at their end picks over the next alternative, which that is, and the
 * questions whose answer alone, changed, would lead to something else for sure. */
export function margin(tree, steps) {
  const { picks } = tree.outcomes[follow(tree, steps).node];
  const sums = tally(tree, steps);
  const next = sums.find(([alternative]) => !picks.includes(alternative));
  const picked = sums.find(([alternative]) => picks.includes(alternative));
  const same = (node) => tree.outcomes[node].picks.some((pick) => picks.includes(pick));
  const turning = changes(tree, steps).filter(({ others }) => others.some(({ node }) => !ends(tree, node).some(same)));
  return { points: (picked?.[1] ?? 0) - (next?.[1] ?? 0), next: next?.[0], turning: turning.map(({ question }) => question) };
}

/** The outcomes that a node can lead to; an outcome leads to itself. */
function ends(tree, node) {
  if (own(tree.outcomes, node)) return [node];
  const answers = [...ahead(tree, node)].flatMap((question) => Object.values(tree.questions[question].answers));
  return answers.map(({ next }) => next).filter((next) => own(tree.outcomes, next));
}

/** The cases with the likest answers, by the share of answers in common; none that has nothing in common. */
export function likest(tree, steps, count = 3) {
  const mine = new Map(steps);
  return Object.entries(tree.cases)
    .map(([id, project]) => {
      const answers = Object.entries(project.answers);
      const common = answers.filter(([question, answer]) => mine.get(question) === answer).length;
      return { id, ...project, common, likeness: common / (mine.size + answers.length - common) };
    })
    .filter((project) => project.common)
    .sort((one, other) => other.likeness - one.likeness)
    .slice(0, count);
}

/* --- the page --- */

const find = (selector) => document.querySelector(selector);
const page = find(".page[data-node], .page.map");
if (page) arrive();

async function arrive() {
  carryOn();
  if (location.hash.includes("=")) keepInPlace();
  copyCode();
  keys();
  const tree = await (await fetch(new URL("walk.json", root))).json();
  const trail = trailHere(tree, page.dataset.node);
  if (page.matches(".map")) drawMap(tree, trail);
  else if (page.matches(".question")) fillQuestion(tree, trail);
  else fillOutcome(tree, trail);
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
  const { given, damaged } = location.hash.includes("=") ? read(tree, location.hash) : { given: [], damaged: 0 };
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
  return { here, before, kept, steps, given: [...steps, ...left.filter(comesUp)], dropped, damaged, elsewhere: null };
}

/** An element with attributes and children; a text becomes a text, never markup. */
function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

const isOutcome = (tree, node) => own(tree.outcomes, node);
const title = (tree, node) => (isOutcome(tree, node) ? tree.outcomes[node].name : tree.questions[node].ask);
const label = (tree, [question, answer]) => tree.questions[question].answers[answer].label;
/** The address of a question, an outcome or a case; walk.json says how each is written. */
const placed = (tree, kind, id) => new URL(tree.addresses[kind].replace("{id}", id), root).href;
const address = (tree, node, given) => placed(tree, isOutcome(tree, node) ? "outcome" : "question", node) + write(given);
const link = (tree, node, given, text = title(tree, node)) => make("a", { href: address(tree, node, given) }, text);
const count = (number, thing) => `${number} ${thing}${number === 1 ? "" : "s"}`;

/** Say what became of answers that do not apply. */
function notify(tree, { damaged, dropped, elsewhere }) {
  const lines = [];
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
  if (!steps.length) return;
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
  fillTrail(tree, trail);
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

const change = (tree, given, [question]) =>
  make("a", { href: address(tree, question, given), class: "change" }, "Change", make("span", { class: "hidden" }, `: ${tree.questions[question].ask}`));

function fillOutcome(tree, trail) {
  const { here, given } = trail;
  fillTrail(tree, trail);
  take(tree, trail);
  if (!given.length) return;
  if (given[0][0] === tree.start) find(".progress span").textContent = `Recommendation after ${count(given.length, "question")}`;
  if (find(".sure")) find(".sure").replaceChildren(...sure(tree, given));
  leaveOut(given);
  find(".reasons").replaceChildren(
    make("ol", {}, ...given.map((pair) => reason(tree, given, pair))),
    ...leanings(tree, given),
  );
  const changed = changes(tree, given).flatMap(({ question, others }, place) => [
    make("dt", {}, tree.questions[question].ask, make("span", { class: "you" }, label(tree, given[place]))),
    ...grouped(others).map(([node, group]) => ending(tree, here, node, group, question)),
  ]);
  find(".changes").replaceChildren(
    make("p", {}, "Each of your answers, and where another would have led, with the rest as you gave it."),
    make("dl", { class: "ways" }, ...changed),
  );
  const like = likest(tree, given);
  find(".likest").hidden = !like.length;
  find(".likest ul").replaceChildren(
    ...like.map(({ id, name, uses, common }) =>
      make("li", {}, make("a", { href: placed(tree, "case", id) }, name), ` uses ${uses}: ${common} of your ${count(given.length, "answer")} in common`),
    ),
  );
}

/** How sure the outcome is for these answers, in two sentences. */
function sure(tree, given) {
  const { points, next, turning } = margin(tree, given);
  const word = points >= tree.clear ? "Clear" : points > 0 ? "Close" : "Open";
  const ahead = next ? `${count(points, "point")} ahead of ${tree.alternatives[next]}` : "your answers lean to nothing else";
  const alone = `${turning.length || "none"} of ${count(given.length, "answer")} would, changed alone, lead to something else`;
  return [make("b", {}, `How sure? ${word}:`), ` ${ahead}; `, make("a", { href: "#what-would-change-it" }, alone), "."];
}

/** Leave out what the answers have ruled out, or have met already. */
function leaveOut(given) {
  const answers = new Set(given.map((pair) => pair.join("=")));
  for (const choice of document.querySelectorAll("[data-unless]"))
    if (choice.dataset.unless.split(" ").some((answer) => answers.has(answer))) choice.remove();
  for (const near of document.querySelectorAll(".near")) if (!near.querySelector(".choice")) near.remove();
}

function reason(tree, given, pair) {
  const { because, leans = {} } = tree.questions[pair[0]].answers[pair[1]];
  const names = Object.entries(leans).map(([key, weight]) => `${tree.alternatives[key]} +${weight}`);
  return make(
    "li",
    {},
    make("b", {}, because ? `because ${because}` : label(tree, pair)),
    make("p", { class: "asked" }, `${tree.questions[pair[0]].ask} ${label(tree, pair)} `, change(tree, given, pair)),
    ...(names.length ? [make("p", { class: "leans" }, `Leans to ${names.join(", ")}`)] : []),
  );
}

function leanings(tree, given) {
  const sums = tally(tree, given);
  if (!sums.length) return [];
  const rows = sums.map(([key, sum]) => {
    const bar = make("span", { class: "bar" });
    bar.style.width = `${(100 * sum) / sums[0][1]}%`;
    return make("div", {}, make("dt", {}, tree.alternatives[key]), make("dd", {}, bar, make("span", {}, String(sum))));
  });
  return [make("p", { class: "asked" }, "Which way your answers lean, added up. The questions decide, not the sum."), make("dl", { class: "tally" }, ...rows)];
}

/** Those of the other answers that end at the same place, together. */
function grouped(others) {
  const groups = new Map();
  for (const other of others) groups.set(other.node, [...(groups.get(other.node) ?? []), other]);
  return [...groups];
}

/** Where a group of other answers to a question ends. */
function ending(tree, here, node, group, question) {
  const labels = group.map(({ answer }) => label(tree, [question, answer])).join(" · ");
  const line = make("dd", {}, make("b", {}, labels), ": ");
  if (node === here) line.append("the same");
  else line.append(link(tree, node, group[0].given));
  if (!isOutcome(tree, node)) line.append(` (asks on; ${count(group[0].outcomes, "outcome")} possible)`);
  return line;
}

/* --- take it with you --- */

function take(tree, { given }) {
  const day = new Date();
  const two = (number) => String(number).padStart(2, "0");
  fill("date", `${day.getFullYear()}-${two(day.getMonth() + 1)}-${two(day.getDate())}`);
  fill("link", location.href.split("#")[0] + write(given));
  if (given.length) {
    fill("drivers", given.map((pair) => `* ${tree.questions[pair[0]].ask} ${label(tree, pair)}${because(tree, pair)}`).join("\n"));
    const lines = changes(tree, given).flatMap(({ question, others }) =>
      grouped(others)
        .filter(([node]) => node !== page.dataset.node)
        .map(([node, group]) => `* ${tree.questions[question].ask} ${group.map(({ answer }) => label(tree, [question, answer])).join(" / ")}: ${title(tree, node)}`),
    );
    fill("changes", lines.join("\n") || "* Nothing: no single other answer leads elsewhere.");
  }
  const record = find(".record").textContent;
  const done = find(".take [role=status]");
  const takes = {
    record: () => copy(find(".record"), done),
    link: () => copy(find("[data-fill=link]"), done),
    print: () => print(),
    file: () => {
      const url = URL.createObjectURL(new Blob([record], { type: "text/markdown" }));
      make("a", { href: url, download: `decision-${page.dataset.node}.md` }).click();
      setTimeout(() => URL.revokeObjectURL(url));
    },
  };
  find(".take").hidden = false;
  for (const button of document.querySelectorAll("[data-take]")) button.addEventListener("click", takes[button.dataset.take]);
}

const because = (tree, [question, answer]) => {
  const text = tree.questions[question].answers[answer].because;
  return text ? `, because ${text}` : "";
};

const fill = (name, text) => (find(`[data-fill=${name}]`).textContent = text);

async function copy(element, done) {
  try {
    await navigator.clipboard.writeText(element.textContent);
    done.textContent = "Copied.";
  } catch {
    getSelection().selectAllChildren(element);
    done.textContent = "Marked. Copy it with the keyboard.";
  }
}

/* A button on each block of code. */
function copyCode() {
  for (const block of document.querySelectorAll(".page .highlight")) {
    const button = make("button", { type: "button", class: "copy" }, "Copy");
    button.addEventListener("click", () => copy(block.querySelector("code"), button));
    block.append(button);
  }
}

/* --- the map --- */

/** Mark the trail on the drawing, and bring its end, or else the start, to the middle. */
function drawMap(tree, { steps, given }) {
  const drawing = find(".drawing");
  if (!drawing) return; // too large to be drawn
  for (const box of drawing.querySelectorAll("a")) {
    const say = () => (find(".caption").textContent = box.getAttribute("aria-label"));
    box.addEventListener("pointerenter", say);
    box.addEventListener("focus", say);
  }
  const end = follow(tree, steps).node;
  const nodes = steps.length ? [...steps.map(([question]) => question), end] : [];
  const ways = steps.map((pair) => pair.join("="));
  for (const part of drawing.querySelectorAll("[data-way]")) if (ways.includes(part.dataset.way)) part.classList.add("taken");
  for (const box of drawing.querySelectorAll("[data-node]"))
    if (nodes.includes(box.dataset.node)) {
      box.classList.add("taken");
      box.href.baseVal = address(tree, box.dataset.node, given);
    }
  show(drawing, drawing.querySelector(`[data-node="${end}"]`));
}

/** Bring a box to the middle of its drawing; the page stays where it is. */
function show(drawing, box) {
  const [frame, at] = [drawing, box].map((element) => element.getBoundingClientRect());
  drawing.scrollBy(at.x + at.width / 2 - frame.x - frame.width / 2, at.y + at.height / 2 - frame.y - frame.height / 2);
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
