// Every alternative for one reader's answers: its points, what is for it and what against.

import { count, find, label, make, name } from "./dom.js";

export function rank(tree, { ranking, points }) {
  const texts = (pairs) => pairs.map((pair) => label(tree, pair)).join("; ");
  const line = (head, pairs) => (pairs.length ? [make("dd", {}, make("b", {}, head), texts(pairs))] : []);
  const rows = ranking.map(({ alternative, sum, pro, contra }) =>
    make("div", {}, make("dt", {}, name(tree, alternative), ` ${count(sum, "point")}`), ...line("For: ", pro), ...line("Against: ", contra)),
  );
  find(".ranking").replaceChildren(...rows);
  here([...document.querySelectorAll("[data-margin]")], points);
}

/** Of the bars of all ways, mark that of these answers. */
function here(bars, points) {
  const [nearest] = bars.sort((one, other) => Math.abs(one.dataset.margin - points) - Math.abs(other.dataset.margin - points));
  nearest?.setAttribute("aria-current", "true");
  if (nearest) nearest.querySelector(".you").hidden = false;
}
