// An outcome, for one reader's answers.

import { changes, likest, margin, tally, write } from "./trail.js";
import { change, copy, count, find, isOutcome, label, link, make, placed, title } from "./dom.js";

export function fill(tree, trail) {
  const { here, given } = trail;
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

function take(tree, { here, given }) {
  const day = new Date();
  const two = (number) => String(number).padStart(2, "0");
  fillIn("date", `${day.getFullYear()}-${two(day.getMonth() + 1)}-${two(day.getDate())}`);
  fillIn("link", location.href.split("#")[0] + write(given));
  if (given.length) {
    fillIn("drivers", given.map((pair) => `* ${tree.questions[pair[0]].ask} ${label(tree, pair)}${because(tree, pair)}`).join("\n"));
    const lines = changes(tree, given).flatMap(({ question, others }) =>
      grouped(others)
        .filter(([node]) => node !== here)
        .map(([node, group]) => `* ${tree.questions[question].ask} ${group.map(({ answer }) => label(tree, [question, answer])).join(" / ")}: ${title(tree, node)}`),
    );
    fillIn("changes", lines.join("\n") || "* Nothing: no single other answer leads elsewhere.");
  }
  const record = find(".record").textContent;
  const done = find(".take [role=status]");
  const takes = {
    record: () => copy(find(".record"), done),
    link: () => copy(find("[data-fill=link]"), done),
    print: () => print(),
    file: () => {
      const url = URL.createObjectURL(new Blob([record], { type: "text/markdown" }));
      make("a", { href: url, download: `decision-${here}.md` }).click();
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

const fillIn = (name, text) => (find(`[data-fill=${name}]`).textContent = text);
