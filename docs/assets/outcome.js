// An outcome, for one reader's answers.

import { again } from "./again.js";
import { fitting, likest, tally, turns, verdict } from "./trail.js";
import { change, copy, count, find, invitation, isOutcome, label, link, literal, make, placed, points, stamp, title } from "./dom.js";

export async function fill(tree, trail) {
  const { here, given, theirs } = trail;
  if (!given.length) return take(tree, here, given, []);
  const said = verdict(tree, given);
  const turning = turns(tree, given);
  if (given[0][0] === tree.start) find(".progress span").textContent = `Recommendation after ${count(given.length, "question")}`;
  if (find(".sure")) find(".sure").replaceChildren(...sure(tree, given, said));
  if (find(".despite")) find(".despite").hidden = said.points > 0;
  find(".reasons").replaceChildren(...reasons(tree, given, said));
  runnerUp(tree, given, said);
  projects(tree, given);
  if (find(".turns")) find(".turns").replaceChildren(...costs(tree, turning));
  alternatives(tree, said);
  const two = theirs.length ? await again(() => import("./two.js")) : null;
  two?.together(tree, trail);
  take(tree, here, given, turning, two?.answersOfBoth(tree, given, theirs) ?? drivers(tree, given, said));
}

const END = /(?<![.!?…])$/; // where a sentence lacks its full stop

const because = (tree, [question, answer]) => tree.questions[question].answers[answer].because?.replace(/^./u, (first) => first.toUpperCase()).replace(END, ".");

/** How sure the outcome is for these answers, and by what. */
function sure(tree, given, { points: ahead }) {
  const word = ahead >= tree.clear ? "Clear" : ahead > 0 ? "Close" : "Open";
  const change = find("#what-a-change-costs") ? [" ", make("a", { href: "#what-a-change-costs" }, "What would change it")] : [];
  return [make("span", { class: "lean" }, make("b", {}, `${word}:`), ` these answers give ${points(tree, tally(tree, given)) || "no points"}.`), ...change];
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
  else if (said.even.length) parts.push(make("details", {}, make("summary", {}, `${count(said.even.length, "answer")} more, neither for nor against it`), make("ul", {}, ...said.even.map(pro))));
  if (said.pro.length && !said.contra.length) parts.push(make("h2", { id: "why-not" }, "Speaks against it"), make("p", {}, "None of these answers."));
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
  line.hidden = !next && section.querySelector(".choice");
  line.textContent = next ? `By points alone, ${tree.alternatives[next]} comes next, ${count(points, "point")} behind.` : "These answers lean to nothing else.";
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
      make("dd", {}, make("b", {}, answers.map((answer) => label(tree, [question, answer])).join(" · ")), isOutcome(tree, node) ? ": " : ": goes on to ", link(tree, node, given), ...(costs.length ? [make("span", { class: "cost" }, ` ${costs.join(", or ")}`)] : [])),
    ),
  ]);
  return [make("dl", { class: "ways" }, ...lines)];
}

/** Every alternative, for and against, where an answer gives one points; few unfold it. */
function alternatives(tree, said) {
  const all = find(".all-of-them");
  all.hidden = !said.ranking.some(({ sum }) => sum);
  all.addEventListener("toggle", async () => (await again(() => import("./ranking.js"))).rank(tree, said), { once: true });
}

/* --- take it with you --- */

/** A line for each answer, which says so where it speaks against the outcome. */
const drivers = (tree, given, { contra }) => given.map((pair) => `${tree.questions[pair[0]].ask} ${label(tree, pair)}${contra.includes(pair) ? " (speaks against it)" : ""}`);

/** The verdict in some lines of plain text: what to take, how sure, what for and against, what to watch, and the address. */
function summary(address) {
  const parts = document.querySelectorAll("h1, .summary p, .lean, .reasons > h2:has(+ ul), .reasons > ul :is(b, li:not(:has(b))), #what-to-watch, #what-to-watch + ul li");
  return [...parts].map((part) => `${part.matches("li *, li") ? "- " : ""}${part.textContent.replace(/\s+/g, " ")}`).concat(address).join("\n");
}

function take(tree, here, given, turning, drivers) {
  const date = new Date().toLocaleDateString("sv"); // 2026-11-28, by the reader's clock
  const address = placed(tree, "outcome", here) + stamp(given); // nothing else that came with the link: where it was clicked is nobody's business
  fillIn("date", date);
  fillIn("link", address);
  find(".printed").textContent = `${address}, ${date}`;
  if (given.length) {
    if (find(".lean")) fillIn("lean", find(".lean").textContent);
    fillIn("drivers", drivers.map((line) => `* ${literal(line)}`).join("\n"));
    const lines = turning.flatMap(({ question, to }) => to.map(({ node, answers, costs }) => `* ${literal(`${tree.questions[question].ask} ${answers.map((answer) => label(tree, [question, answer])).join(" / ")}: ${isOutcome(tree, node) ? "" : "goes on to "}${title(tree, node)}${costs.length ? ` (${costs.join(", or ")})` : ""}`)}`));
    fillIn("turns", lines.join("\n") || "* No answer alone.");
  }
  const done = find(".take [role=status]");
  const takes = {
    summary: () => copy(summary(address), done, null, "Summary copied."),
    record: () => copy(find(".record").textContent, done, find(".record")),
    link: () => copy(address, done, null, "Link copied."),
    ask: () => copy(invitation(tree, given), done, null, "Link copied. Whoever opens it answers without seeing these answers, then sees both side by side."),
    print: () => print(),
    file: () => {
      const download = `decision-${here}.md`;
      make("a", { href: URL.createObjectURL(new Blob([find(".record").textContent], { type: "text/markdown" })), download }).click();
      done.textContent = `Saved as ${download}.`;
    },
  };
  find(".take").hidden = false;
  for (const button of document.querySelectorAll("[data-take]")) {
    button.hidden = false;
    button.addEventListener("click", takes[button.dataset.take]);
  }
}

const fillIn = (name, text) => (find(`[data-fill=${name}]`).textContent = text);
