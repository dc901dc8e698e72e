// Which columns of the tables a reader wants to see. It stands in the address alone (?columns=one,other); the style
// sheet hides what is not ticked, so that ticking works without this script too.

import { asked, meant, tell } from "./address.js";

const boxes = [...document.querySelectorAll(".columns input")];
const wanted = meant(asked().get("columns") ?? "").split(",").filter(Boolean);
const known = boxes.filter((box) => wanted.includes(box.value));
if (boxes.length && wanted.some((value) => !known.some((box) => box.value === value))) tell();
if (known.length) for (const box of boxes) box.checked = known.includes(box);

for (const box of boxes)
  box.addEventListener("change", () => {
    for (const twin of boxes) if (twin.value === box.value) twin.checked = box.checked;
    const ticked = new Set(boxes.filter((other) => other.checked).map((other) => other.value));
    keep("columns", boxes.every((other) => other.checked) ? "" : [...ticked].join());
  });

/** Keep a value in the address, or leave it out if it is empty. */
export function keep(name, value) {
  const address = new URL(location.href);
  if (value) address.searchParams.set(name, value);
  else address.searchParams.delete(name);
  const href = address.href.replaceAll("%2C", ",");
  if (href !== location.href) history.replaceState(history.state, "", href); // some browsers count how often
}
