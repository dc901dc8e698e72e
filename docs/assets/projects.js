// Which projects a reader wants to see. It stands in the address alone (?uses=one&verdict=same); the style sheet hides the
// others, so that choosing works without this script too.

import { chosen, isTrail, tell } from "./address.js";

const choices = [...document.querySelectorAll(".filter input")];
const walks = [...document.querySelectorAll(".walk")];
const names = [...new Set(choices.map((choice) => choice.name))];
for (const name of names) {
  const value = chosen(name, choices.filter((choice) => choice.name === name).map((choice) => choice.value));
  for (const choice of choices) if (choice.name === name && choice.value === value) choice.checked = true;
}
if (isTrail(location.hash)) tell(); // no such project
count();

for (const choice of choices)
  choice.addEventListener("change", () => {
    const address = new URL(location.href);
    if (choice.value) address.searchParams.set(choice.name, choice.value);
    else address.searchParams.delete(choice.name);
    history.replaceState(history.state, "", address);
    count();
  });

function count() {
  const shown = walks.filter((walk) => walk.offsetParent).length;
  document.querySelector(".shown").textContent = `${shown || "None"} of ${walks.length} shown`;
}
