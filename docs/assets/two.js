// Two people, one link: a colleague answers without seeing the first answers, and both stand side by side at the end.

import { differences, follow, write } from "./trail.js";
import { find, isOutcome, label, make, placed, title } from "./dom.js";

const [ASKED, ANSWERED] = ["Who asked", "Who answered"]; // so that the table says the same to both

const said = (tree, question, answer) => (answer ? label(tree, [question, answer]) : "not asked");

/** Each question with its answer, with both where two people's differ. */
export function answersOfBoth(tree, given, theirs) {
  return differences(tree, given, theirs).map(({ question, mine, theirs: other }) => {
    const one = `${tree.questions[question].ask} ${said(tree, question, mine)}`;
    return mine === other ? one : `${one} (${ANSWERED.toLowerCase()}); ${said(tree, question, other)} (${ASKED.toLowerCase()})`;
  });
}

/** Show both people's answers, those that differ first, and where each ends. */
export function together(tree, { here, given, theirs }) {
  const { node } = follow(tree, theirs);
  const all = differences(tree, given, theirs);
  const differ = all.filter(({ mine, theirs: other }) => mine !== other);
  const effect = ({ mine, theirs: other, leads }) => (mine === other ? "the same" : !leads ? "asked of one" : leads === here ? "makes no difference" : "decides");
  const row = (each) =>
    make("tr", {}, make("th", { scope: "row" }, tree.questions[each.question].ask), ...Object.entries({ [ASKED]: said(tree, each.question, each.theirs), [ANSWERED]: said(tree, each.question, each.mine), Effect: effect(each) }).map(([head, text]) => make("td", { "data-column": head }, text)));
  const table = (rows) => make("table", { class: "both" }, make("thead", {}, make("tr", {}, ...["Question", ASKED, ANSWERED, "Effect"].map((head) => make("th", { scope: "col" }, head)))), make("tbody", {}, ...rows.map(row)));
  const ended = isOutcome(tree, node); // not if the address was cut
  const end = node === here ? "Both end here." : `${ASKED} ${ended ? "ends at" : "got as far as"}: `;
  const same = all.length - differ.length;
  find(".two").replaceChildren(
    make("h2", { id: "two" }, "Two people's answers"),
    make("p", {}, end, ...(node === here ? [] : [make("a", { href: placed(tree, ended ? "outcome" : "question", node) + write(theirs) }, title(tree, node))])),
    ...(differ.length ? [table(differ)] : []),
    ...(same ? [make("details", {}, make("summary", {}, `${same} of ${all.length} answers are the same`), table(all.filter((one) => !differ.includes(one))))] : []),
  );
  find(".two").hidden = false;
}
