// Which columns of the tables a reader wants to see. It stands in the address alone (?columns=one,other); the style
// sheet hides what is not ticked, so that ticking works without this script too.

const boxes = [...document.querySelectorAll(".columns input")];
const wanted = new URLSearchParams(location.search).get("columns")?.split(",");
const known = boxes.filter((box) => wanted?.includes(box.value));
if (known.length) for (const box of boxes) box.checked = known.includes(box);

for (const box of boxes)
  box.addEventListener("change", () => {
    for (const twin of boxes) if (twin.value === box.value) twin.checked = box.checked;
    const address = new URL(location.href);
    const ticked = new Set(boxes.filter((other) => other.checked).map((other) => other.value));
    if (boxes.every((other) => other.checked)) address.searchParams.delete("columns");
    else address.searchParams.set("columns", [...ticked].join());
    history.replaceState(history.state, "", address.href.replaceAll("%2C", ","));
  });
