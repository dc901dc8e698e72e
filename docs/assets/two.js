// Two people, one link: a colleague answers without seeing the first answers, and both stand side by side at the end.

import { follow, put, write } from "./trail.js";
import { find, isOutcome, label, make, placed, title } from "./dom.js";

const [ASKED, ANSWERED] = ["Who asked", "Who answered"]; // so that the table says the same to both

const said = (tree, question, answer) => (answer ? label(tree, [question, answer]) : "not asked");

/** Two people's steps, question by question. `leads` is where their answer, put in place of mine, would lead my steps; it is
 * left out where one of us was not asked. */
export function differences(tree, mine, theirs) {
  const [one, other] = [new Map(mine), new Map(theirs)];
  const leads = (question) => (one.has(question) && other.has(question) ? follow(tree, put(tree, mine, question, other.get(question))).node : undefined);
  const asked = [...new Set([...one.keys(), ...other.keys()])];
  return asked.map((question) => ({ question, mine: one.get(question), theirs: other.get(question), leads: leads(question) }));
}

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
  const effect = ({ mine, theirs: other, leads }) => (mine === other ? "the same" : !leads ? "asked of one" : leads === here ? "makes no difference" : isOutcome(tree, leads) ? "decides" : "may decide: more is asked");
  const row = (each) =>
    make("tr", {}, make("th", { scope: "row" }, tree.questions[each.question].ask), ...Object.entries({ [ASKED]: said(tree, each.question, each.theirs), [ANSWERED]: said(tree, each.question, each.mine), Effect: effect(each) }).map(([head, text]) => make("td", { "data-column": head }, text)));
  const table = (rows) => make("table", { class: "both" }, make("thead", {}, make("tr", {}, ...["Question", ASKED, ANSWERED, "Effect"].map((head) => make("th", { scope: "col" }, head)))), make("tbody", {}, ...rows.map(row)));
  const ended = isOutcome(tree, node); // not if the address was cut
  const end = node === here ? "Both end here." : `${ASKED} ${ended ? "ends at" : "got as far as"}: `;
  const same = all.length - differ.length;
  find(".two").replaceChildren(
    make("h2", { id: "two" }, "Two people's answers"),
    make("p", {}, end, ...(node === here ? [] : [make("a", { href: placed(tree, ended ? "outcome" : "question", node) + write(theirs) }, title(tree, node))])),
    make("p", {}, "The link of this page carries both people's answers: send it back."),
    ...(differ.length ? [table(differ)] : []),
    ...(same ? [make("details", {}, make("summary", {}, `${same} of ${all.length} answers are the same`), table(all.filter((one) => !differ.includes(one))))] : []),
  );
  find(".two").hidden = false;
}
