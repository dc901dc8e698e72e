// What every page needs of the theme's script, at a thirtieth of its weight. The theme's own comes with the search
// index when search is first used, and then does all of this itself.

import { again } from "./again.js";
import "./keys.js";

const root = new URL("../", import.meta.url);
const { documentElement: html, body } = document;
const find = (selector) => document.querySelector(selector);
const query = find(".md-search__input");
const own = new AbortController(); // ends what the theme's script takes over
let coming; // the theme's script, once it is asked for
const until = { signal: own.signal };

/* --- search --- */

const dialog = find("#__search");
const asks = [[query, "pointerdown"], [query, "input"], [dialog, "change"]];
for (const [element, event] of asks) element.addEventListener(event, () => (coming ??= again(search)), until);
// It is open where its field has the focus: on a narrow page this would be nowhere to be seen else.
query.addEventListener("focus", () => (dialog.checked = true), until);
query.addEventListener("keydown", ({ key }) => {
  if (!/Tab|Esc/.test(key)) return;
  query.blur();
  dialog.checked = false;
}, until);

/** A file, as it is today: neither search.json nor the index has another name each day. Any but the one meant, whole, fails. */
const asked = async ([path, integrity]) => (await fetch(new URL(path, root), { cache: "no-cache", integrity })).text();

/** Hand over to the theme's script, once all that it asks for is here: it asks once. */
async function search() {
  const { files, ...config } = JSON.parse(await asked(["assets/search.json"]));
  const [bundle, worker] = await Promise.all(files.map(asked));
  const settings = document.createElement("script");
  settings.id = "__config";
  settings.type = "application/json";
  settings.textContent = JSON.stringify({ ...config, base: root.href, search: URL.createObjectURL(new Blob([worker])) });
  window.__md_scope = root;
  window.__md_get = (key) => (key === "__palette" ? known(palette.kept()) : null); // all else that it keeps is of features that are off
  window.__md_set = (key, value) => palette.keep(value);
  const script = document.createElement("script");
  script.textContent = bundle;
  body.append(settings, script);
  own.abort();
}

/* --- the next page, before it is asked for: fetched, not made; to make several ahead keeps a slow processor busy --- */

requestAnimationFrame(() => setTimeout(prepare, 300)); // once this page itself is there to see, and not in its way

function prepare() {
  const rules = document.createElement("script");
  rules.type = "speculationrules";
  rules.textContent = JSON.stringify({ prefetch: [{ where: { selector_matches: ".start a, .answers a" }, eagerness: "immediate" }] });
  document.head.append(rules);
}

/* --- keys: see keys.js for all others --- */

addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !event.target.matches("label")) return;
  event.target.click();
  event.preventDefault();
}, until);

/* --- colours: see macros/adapter/light/partials/colours.html --- */

const form = find("[data-md-component=palette]");
/** What is kept, if it is the place of a button: the theme's script reads no other. */
const known = (kept) => ([...form.elements].some((_, place) => place === kept?.index) ? kept : null);
form.addEventListener("change", ({ target }) => {
  const color = Object.fromEntries(["media", "scheme", "primary", "accent"].map((it) => [it, target.getAttribute(`data-md-color-${it}`)]));
  palette.keep({ index: [...form.elements].indexOf(target), color });
  palette.show();
}, until);
form.addEventListener("keydown", ({ key }) => {
  if (key === "Enter") form.querySelector("label:not([hidden])").click();
}, until);
// Another page may have changed them while this one lay in the history.
addEventListener("storage", () => palette.show(), until);
addEventListener("pageshow", () => palette.show(), until);
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => palette.show(), until);

/* --- the drawer --- */

const drawer = find("#__drawer");
for (const link of document.querySelectorAll('.md-sidebar a[href^="#"]')) link.addEventListener("click", () => (drawer.checked = false));
for (const toggle of document.querySelectorAll(".md-nav__toggle"))
  toggle.addEventListener("change", () => toggle.parentElement.querySelector("nav").setAttribute("aria-expanded", toggle.checked));

/* --- while a page is scrolled: its title in the bar, and where one is among its headings --- */

const title = find(".md-header__title");
const heading = find("article h1");
const contents = [...document.querySelectorAll(".md-nav--secondary")].map((list) =>
  [...list.querySelectorAll("a")].map((link) => [link, document.getElementById(decodeURIComponent(link.hash.slice(1)))]),
);
addEventListener("scroll", () => requestAnimationFrame(place), { passive: true, ...until });
requestAnimationFrame(() => scrollY && place()); // asked now, the page would be laid out twice

function place() {
  const below = find(".md-header").offsetHeight;
  title.classList.toggle("md-header__title--active", heading.getBoundingClientRect().bottom < below);
  for (const links of contents.filter((it) => it.length)) {
    const passed = links.filter(([, target]) => target.getBoundingClientRect().top < 2 * below).map(([link]) => link);
    for (const [link] of links) {
      link.classList.toggle("md-nav__link--passed", passed.includes(link));
      link.classList.toggle("md-nav__link--active", link === passed.at(-1));
    }
    const box = links[0][0].closest(".md-sidebar--secondary .md-sidebar__scrollwrap");
    if (box && passed.length) box.scrollTop = passed.at(-1).offsetTop - box.clientHeight / 2;
  }
}

/* --- what is too wide for its place can be scrolled by keys --- */

const watch = new ResizeObserver((changed) => {
  for (const { target } of changed)
    if (target.scrollWidth > target.clientWidth) target.tabIndex = 0;
    else target.removeAttribute("tabindex");
});
for (const code of document.querySelectorAll("pre > code")) watch.observe(code);

/* --- on paper, nothing is folded away --- */

let opened = [];
addEventListener("beforeprint", () => {
  opened = [...document.querySelectorAll("article details:not([open])")];
  for (const it of opened) it.open = true;
});
addEventListener("afterprint", () => {
  for (const it of opened) it.open = false;
});
