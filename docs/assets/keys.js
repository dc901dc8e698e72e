// The keys of the guide. Which there are stands in their list, theme/partials/keys.html; an answer has the one that its card
// shows. They can be switched off, and that is all that is ever kept.

const find = (selector) => document.querySelector(selector);
const list = find("dialog.keyboard");
const box = list.querySelector("input");
let led; // away, by a key: the next one is meant for the page that is coming
const kept = `${new URL("../", import.meta.url).pathname}.__keys`;

function show() {
  led = false;
  try {
    box.checked = localStorage.getItem(kept) !== "off";
  } catch {
    // Nothing can be kept: it holds for this page.
  }
  document.documentElement.dataset.keys = box.checked;
}

box.addEventListener("change", () => {
  try {
    localStorage.setItem(kept, box.checked ? "on" : "off");
  } finally {
    show();
  }
});
// On another page it may be switched, also while this one lies in the history.
for (const event of ["storage", "pageshow"]) addEventListener(event, show);
show();

find("p.keyboard button").addEventListener("click", () => list.showModal());

/** What a key leads to on this page. */
function target(name) {
  const key = [...document.querySelectorAll(".answers .key, [data-to] kbd")].find((it) => (it.dataset.key ?? it.textContent) === name);
  return key && (key.closest("a") ?? find(key.closest("[data-to]").dataset.to));
}

// Before all others: the theme's script has some of these keys too, and would act whatever is open, and whether they are on or
// not. Only where something is typed, and in its search, they are its own affair.
addEventListener("keydown", (event) => {
  if (event.key === "Escape") led = false; // it stops what is coming
  const [to, at] = [target(event.key), event.target];
  if (!to || at.closest("input:not([type=radio], [type=checkbox]), textarea, select, [contenteditable]") || find("#__search:checked")) return;
  event.stopImmediatePropagation();
  if (!box.checked || led || isReaders(event, at)) return;
  event.preventDefault();
  if (to.href) location = led = to.href;
  else if (to === list) list.showModal();
  else {
    to.focus();
    to.dispatchEvent(new Event("input")); // so that search comes
  }
}, true);

/** Whether a key is the reader's own: held down, pressed with another, or meant for what is open, marked or in focus. */
function isReaders({ key, repeat, ctrlKey, metaKey, altKey, shiftKey }, at) {
  const isSign = key.length === 1; // for which some keyboards need Shift
  return repeat || ctrlKey || metaKey || altKey || find("dialog[open], #__drawer:checked") || at.closest("[tabindex='0']")
    || (!isSign && (shiftKey || visualViewport.scale > 1 || !getSelection().isCollapsed || at.matches("input") || scrolls(at)));
}

/** Whether an element, or anything around it, can be scrolled sideways. */
const scrolls = (at) => at && ((at.scrollWidth > at.clientWidth && /auto|scroll/.test(getComputedStyle(at).overflowX)) || scrolls(at.parentElement));
