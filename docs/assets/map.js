// All questions, with the reader's trail on them.

import { follow } from "./trail.js";
import { address, find } from "./dom.js";

/** Mark the trail in the words and on the drawing; where that is enlarged, bring its end, or else the start, to the middle. */
export function fill(tree, { steps, given }) {
  const ways = steps.map((pair) => pair.join("="));
  for (const part of document.querySelectorAll("[data-way]")) if (ways.includes(part.dataset.way)) part.classList.add("taken");
  const drawing = find(".drawing");
  if (!drawing) return; // too large to be drawn
  for (const box of drawing.querySelectorAll("a")) {
    const say = () => (find(".caption").textContent = box.getAttribute("aria-label"));
    box.addEventListener("pointerenter", say);
    box.addEventListener("focus", say);
    box.addEventListener("focus", () => box.scrollIntoView({ block: "nearest", inline: "nearest" })); // a browser leaves half of it out
  }
  const end = follow(tree, steps).node;
  const nodes = steps.length ? [...steps.map(([question]) => question), end] : [];
  for (const box of drawing.querySelectorAll("[data-node]"))
    if (nodes.includes(box.dataset.node)) {
      box.classList.add("taken");
      box.href.baseVal = address(tree, box.dataset.node, given);
    }
  find(".enlarge").addEventListener("change", () => show(drawing, drawing.querySelector(`[data-node="${end}"]`)));
}

/** Bring a box to the middle of its drawing; the page stays where it is. */
function show(drawing, box) {
  const [frame, at] = [drawing, box].map((element) => element.getBoundingClientRect());
  drawing.scrollBy(at.x + at.width / 2 - frame.x - frame.width / 2, at.y + at.height / 2 - frame.y - frame.height / 2);
}
