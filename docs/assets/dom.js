// Elements, and links that carry the reader's trail on.

import { own, write } from "./trail.js";

export const root = new URL("../", import.meta.url);

export const find = (selector) => document.querySelector(selector);

/** An element with attributes and children; a text becomes a text, never markup. */
export function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

export const isOutcome = (tree, node) => own(tree.outcomes, node);
export const title = (tree, node) => (isOutcome(tree, node) ? tree.outcomes[node].name : tree.questions[node].ask);
export const label = (tree, [question, answer]) => tree.questions[question].answers[answer].label;
/** The address of a question, an outcome or a case; walk.json says how each is written. */
export const placed = (tree, kind, id) => new URL(tree.addresses[kind].replace("{id}", id), root).href;
export const address = (tree, node, given) => placed(tree, isOutcome(tree, node) ? "outcome" : "question", node) + write(given);
export const link = (tree, node, given, text = title(tree, node)) => make("a", { href: address(tree, node, given) }, text);
export const count = (number, thing) => `${number} ${thing}${number === 1 ? "" : "s"}`;

/** A link to change one answer. */
export const change = (tree, given, [question]) =>
  make("a", { href: address(tree, question, given), class: "change" }, "Change", make("span", { class: "hidden" }, `: ${tree.questions[question].ask}`));

/** Copy the text of an element, and say so in another; mark it where the clipboard is closed. */
export async function copy(element, done) {
  try {
    await navigator.clipboard.writeText(element.textContent);
    done.textContent = "Copied.";
  } catch {
    getSelection().selectAllChildren(element);
    done.textContent = "Marked. Copy it with the keyboard.";
  }
}
