// Two people, one link: a colleague answers without seeing the first answers, and both stand side by side at the end.

import { colleague, differences, follow } from "./trail.js";
import { find, label, link, make, title } from "./dom.js";

const said = (tree, question, answer) => (answer ? label(tree, [question, answer]) : "not asked");

/** Each question with its answer, with both where two people's differ. */
export function answersOfBoth(tree, given) {
  const theirs = colleague(tree, location.hash);
  return differences(tree, given, theirs).map(({ question, mine, theirs: other }) => {
    const one = `${tree.questions[question].ask} ${said(tree, question, mine)}`;
    return mine === other ? one : `${one} (one of us); ${said(tree, question, other)} (the other)`;
  });
}

/** Show both people's answers, those that differ first, and where each ends. */
export function together(tree, { here, given }) {
  const theirs = colleague(tree, location.hash);
  const { node } = follow(tree, theirs);
  const all = differences(tree, given, theirs);
  const differ = all.filter(({ mine, theirs: other }) => mine !== other);
  const row = ({ question, mine, theirs: other, decides }) =>
    make("tr", {}, make("th", { scope: "row" }, tree.questions[question].ask), make("td", { "data-column": "You" }, said(tree, question, mine)), make("td", { "data-column": "Your colleague" }, said(tree, question, other)), make("td", {}, mine === other ? "the same" : decides ? "decides" : mine && other ? "makes no difference" : ""));
  const table = (rows) => make("table", { class: "both" }, make("thead", {}, make("tr", {}, ...["Question", "You", "Your colleague", "Effect"].map((head) => make("th", { scope: "col" }, head)))), make("tbody", {}, ...rows.map(row)));
  const end = node === here ? "Both of you end here." : "Your colleague ends at: ";
  const same = all.length - differ.length;
  find(".two").replaceChildren(
    make("h2", { id: "two" }, "You and your colleague"),
    make("p", {}, end, ...(node === here ? [] : [link(tree, node, theirs, title(tree, node))])),
    ...(differ.length ? [table(differ)] : []),
    ...(same ? [make("details", {}, make("summary", {}, `${same} of ${all.length} answers are the same`), table(all.filter((one) => !differ.includes(one))))] : []),
  );
  find(".two").hidden = false;
}
