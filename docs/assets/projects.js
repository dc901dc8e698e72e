// Which projects a reader wants to see. It stands in the address alone (?uses=one&verdict=same); the style sheet hides the
// others, so that choosing works without this script too.

const choices = [...document.querySelectorAll(".filter input")];
const walks = [...document.querySelectorAll(".walk")];
const wanted = new URLSearchParams(location.search);
for (const choice of choices) if (wanted.get(choice.name) === choice.value) choice.checked = true;
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
