// Elements, and links that carry the reader's trail on.

import { again } from "./again.js";
import { own } from "./trail.js";

const LONGEST = 15_000; // milliseconds until a file that does not come counts as missing

export const root = new URL("../", import.meta.url);

export const find = (selector) => document.querySelector(selector);

/** The tree, out of walk.json. The page names it with the checksum of its text: ?v= and Adler-32. A host may hand out that of
 * another day, whose ids are not those of this page; that counts as none, and is asked for past all that is kept. */
export const walk = (failed) =>
  again(async (ago) => {
    const name = find("[data-walk]").dataset.walk;
    const answer = await fetch(new URL(name, root), { cache: ago ? "reload" : "default", signal: AbortSignal.timeout(LONGEST) });
    const text = await answer.arrayBuffer();
    if (name.split("=")[1] !== checksum(new Uint8Array(text))) throw name;
    return JSON.parse(new TextDecoder().decode(text));
  }, failed);

function checksum(bytes) {
  let [one, other] = [1, 0];
  for (const byte of bytes) other += one += byte; // exact for eight million bytes
  return ((other % 65521) * 65536 + (one % 65521)).toString(16);
}

/** An element with attributes and children; a text becomes a text, never markup. */
export function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

/** A colleague's answers, as they stand in the address beside one's own. */
const aside = (theirs) => (theirs.length ? [`_vs=${theirs.map((pair) => pair.join(".")).join(",")}`] : []);
let beside = [];
/** From now on, every address carries a colleague's answers on. */
export const carry = (theirs) => (beside = aside(theirs));
/** The fragment of an address that carries answers on, such as "#a=b&c=d"; "" for none. */
export const stamp = (given) => [...given.map((pair) => pair.join("=")), ...beside].join("&").replace(/^(?=.)/, "#");

export const isOutcome = (tree, node) => own(tree.outcomes, node);
export const title = (tree, node) => (isOutcome(tree, node) ? tree.outcomes[node].name : tree.questions[node].ask);
export const label = (tree, [question, answer]) => tree.questions[question].answers[answer].label;
/** The address of a question, an outcome or a case; walk.json says how each is written. */
export const placed = (tree, kind, id) => new URL(tree.addresses[kind].replace("{id}", id), root).href;
export const address = (tree, node, given) => placed(tree, isOutcome(tree, node) ? "outcome" : "question", node) + stamp(given);
export const link = (tree, node, given, text = title(tree, node)) => make("a", { href: address(tree, node, given) }, text);
export const count = (number, thing) => `${number} ${thing}${number === 1 ? "" : "s"}`;

/** Sums of a tally in words, such as "One 3 points, Other 1"; "" for none. */
export const points = (tree, sums) => sums.map(([key, sum], place) => `${tree.alternatives[key]} ${place ? sum : count(sum, "point")}`).join(", ");

/** A link to change one answer. */
export const change = (tree, given, [question]) =>
  make("a", { href: address(tree, question, given), class: "change" }, "Change", make("span", { class: "hidden" }, `: ${tree.questions[question].ask}`));

/** A link by which a colleague answers for themselves, and ends at both. */
export const invitation = (tree, given) => placed(tree, "question", tree.start) + aside(given).map((part) => `#${part}`).join("");

/** The name of an alternative, with its mark. */
export const name = (tree, alternative) => make("span", { class: `own ${tree.own[alternative] ?? "of-0"}` }, tree.alternatives[alternative]);

/** A text as Markdown that shows it as it is, after a mark such as "* "; macros/tree/literal.py does the same. */
export const literal = (text) =>
  text
    .replace(/[\\`*[\]~$]|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])|<(?=[A-Za-z/!?])|&(?=#?[\p{L}\p{N}_]+;)|^[#>+=-]|(?<=\s)#(?=#*$)/gu, "\\$&")
    .replace(/^\d{1,9}(?=[.)])/, "$&\\");

/** Copy a text, and say so in `done`; where the clipboard is closed, mark the text in its `holder`, or else in `done`. */
export async function copy(text, done, holder, copied = "Copied.") {
  try {
    await navigator.clipboard.writeText(text);
    done.textContent = copied;
  } catch {
    done.textContent = holder ? "Marked. Copy it with the keyboard." : text;
    getSelection().selectAllChildren(holder ?? done);
  }
}
