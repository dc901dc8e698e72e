// An outcome, for one reader's answers.

import { again } from "./again.js";
import { fitting, likest, turns, verdict } from "./trail.js";
import { change, copy, count, find, invitation, isOutcome, label, link, literal, make, name, placed, stamp, title } from "./dom.js";

export async function fill(tree, trail) {
  const { here, given, theirs } = trail;
  if (!given.length) return take(tree, here, given, []);
  const said = verdict(tree, given);
  const turning = turns(tree, given);
  if (given[0][0] === tree.start) find(".progress span").textContent = `Recommendation after ${count(given.length, "question")}`;
  if (find(".sure")) find(".sure").replaceChildren(...sure(tree, given, said, turning.length));
  if (find(".despite")) find(".despite").hidden = said.points > 0;
  find(".reasons").replaceChildren(...reasons(tree, given, said));
  runnerUp(tree, given, said);
  projects(tree, given);
  if (find(".turns")) find(".turns").replaceChildren(...costs(tree, turning));
  rank(tree, given, said);
  const two = theirs.length ? await again(() => import("./two.js")) : null;
  two?.together(tree, trail);
  take(tree, here, given, turning, two?.answersOfBoth(tree, given, theirs));
}

const END = /(?<![.!?…])$/; // where a sentence lacks its full stop

const because = (tree, [question, answer]) => tree.questions[question].answers[answer].because?.replace(/^./u, (first) => first.toUpperCase()).replace(END, ".");

/** How sure the outcome is for these answers, and by what. */
function sure(tree, given, said, turning) {
  const { points, ranking } = said;
  const names = ranking.filter(({ sum }) => sum).map(({ alternative, sum }) => `${tree.alternatives[alternative]} ${sum}`);
  const word = points >= tree.clear ? "Clear" : points > 0 ? "Close" : "Open";
  const lean = names.length ? `these answers lean to ${names.join(", ")}` : "these answers lean to nothing else";
  const alone = `${turning || "none"} of ${count(given.length, "answer")} would, changed alone, lead away from ${said.picks.map((key) => tree.alternatives[key]).join(", ")}`;
  return [make("b", {}, `${word}:`), ` ${lean}; `, find("#what-a-change-costs") ? make("a", { href: "#what-a-change-costs" }, alone) : alone, "."];
}

/** What speaks for the outcome, what against it, and what settles nothing, a line for each answer. */
function reasons(tree, given, said) {
  const line = (pair, bold, asked) => make("li", {}, make("b", {}, bold), make("span", { class: "asked" }, ` ${asked} `, change(tree, given, pair)));
  const pro = (pair) => line(pair, because(tree, pair) ?? label(tree, pair), `${tree.questions[pair[0]].ask} ${label(tree, pair)}`.replace(END, "."));
  const contra = (pair) => line(pair, label(tree, pair), `leans to ${leans(tree, pair)}. ${tree.questions[pair[0]].ask}`);
  const parts = [];
  const list = (id, head, pairs, shown) => pairs.length && parts.push(make("h2", { id }, head), make("ul", {}, ...pairs.map(shown)));
  list("why", "Speaks for it", said.pro, pro);
  list("why-not", "Speaks against it", said.contra, contra);
  if (!said.pro.length) list("why", "Why", said.even, pro);
  else if (said.even.length) parts.push(make("details", {}, make("summary", {}, `${count(said.even.length, "answer")} more, leaning to nothing or no further than to something else`), make("ul", {}, ...said.even.map(pro))));
  return parts;
}

const leans = (tree, [question, answer]) => Object.keys(tree.questions[question].answers[answer].leans).map((key) => tree.alternatives[key]).join(", ");

/** What is next by the answers; of what is near, only what they have not ruled out or met already. */
function runnerUp(tree, given, { points, next }) {
  const section = find(".near");
  const open = fitting(tree, given);
  for (const choice of document.querySelectorAll(".choice")) if (!open.includes(choice.dataset.near)) choice.remove();
  for (const near of document.querySelectorAll("span.near")) if (!near.querySelector(".choice")) near.remove();
  if (!section) return;
  if (!section.querySelector(".choice")) section.querySelector("dl").remove();
  const line = section.querySelector(".next");
  line.hidden = false;
  line.textContent = next ? `By these answers, ${tree.alternatives[next]} comes next, ${count(points, "point")} behind.` : "These answers lean to nothing else.";
}

/** The likest of the real projects that end here, first. */
function projects(tree, given) {
  const list = find(".projects-here");
  if (!list) return;
  const items = new Map([...list.children].map((item) => [item.dataset.case, item]));
  list.prepend(...likest(tree, given, [...items.keys()]).map((id) => items.get(id)));
}

/** The answers that would turn the outcome, each with what the change would cost. */
function costs(tree, turning) {
  if (!turning.length) return [make("p", {}, "No answer alone, changed, would lead to another pick.")];
  const lines = turning.flatMap(({ question, chosen, to }) => [
    make("dt", {}, tree.questions[question].ask, make("span", { class: "you" }, label(tree, [question, chosen]))),
    ...to.map(({ node, answers, given, costs }) =>
      make("dd", {}, make("b", {}, answers.map((answer) => label(tree, [question, answer])).join(" · ")), isOutcome(tree, node) ? ": " : ": asks on, ", link(tree, node, given), ...costs.map((cost, place) => make("span", { class: "cost" }, ` ${place ? "Or: " : ""}${tree.costs[cost].name}. ${tree.costs[cost].means}`))),
    ),
  ]);
  return [make("dl", { class: "ways" }, ...lines)];
}

/** Every alternative that an answer leans to, or that is near: its points, what is for it and what against. */
function rank(tree, given, { ranking, points }) {
  const texts = (pairs) => pairs.map((pair) => label(tree, pair)).join("; ");
  const rows = ranking.map(({ alternative, sum, pro, contra }) =>
    make("div", {}, make("dt", {}, name(tree, alternative), ` ${count(sum, "point")}`), ...(pro.length ? [make("dd", {}, make("b", {}, "For: "), texts(pro))] : []), ...(contra.length ? [make("dd", {}, make("b", {}, "Against: "), texts(contra))] : [])),
  );
  find(".ranking").replaceChildren(...rows);
  find(".all-of-them").hidden = !rows.length;
  const bars = [...document.querySelectorAll("[data-margin]")];
  const nearest = bars.sort((one, other) => Math.abs(one.dataset.margin - points) - Math.abs(other.dataset.margin - points))[0];
  if (!nearest) return;
  nearest.setAttribute("aria-current", "true");
  nearest.querySelector(".you").hidden = false;
}

/* --- take it with you --- */

function take(tree, here, given, turning, drivers = given.map((pair) => `${tree.questions[pair[0]].ask} ${label(tree, pair)}`)) {
  const date = new Date().toLocaleDateString("sv"); // 2026-11-28, by the reader's clock
  const address = placed(tree, "outcome", here) + stamp(given); // nothing else that came with the link: where it was clicked is nobody's business
  fillIn("date", date);
  fillIn("link", address);
  find(".printed").textContent = `${address}, ${date}`;
  if (given.length) {
    fillIn("drivers", drivers.map((line) => `* ${literal(line)}`).join("\n"));
    const lines = turning.flatMap(({ question, to }) => to.map(({ node, answers, costs }) => `* ${literal(`${tree.questions[question].ask} ${answers.map((answer) => label(tree, [question, answer])).join(" / ")}: ${isOutcome(tree, node) ? "" : "asks on, "}${title(tree, node)}${costs.length ? ` (${costs.map((cost) => tree.costs[cost].name).join(", or ")})` : ""}`)}`));
    fillIn("turns", lines.join("\n") || "* No answer alone.");
  }
  const done = find(".take [role=status]");
  const takes = {
    record: () => copy(find(".record").textContent, done, find(".record")),
    link: () => copy(address, done),
    ask: () => copy(invitation(tree, given), done, null, "Link copied. Who opens it answers without seeing these answers, and ends at both."),
    print: () => print(),
    file: () => make("a", { href: URL.createObjectURL(new Blob([find(".record").textContent], { type: "text/markdown" })), download: `decision-${here}.md` }).click(),
  };
  find(".take").hidden = false;
  for (const button of document.querySelectorAll("[data-take]")) {
    button.hidden = false;
    button.addEventListener("click", takes[button.dataset.take]);
  }
}

const fillIn = (name, text) => (find(`[data-fill=${name}]`).textContent = text);
