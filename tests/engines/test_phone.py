"""On a screen as wide as a phone: nothing is wider than it, nothing lies over something else."""

import pytest
from reader import PHONE
from trails import address, end

WIDER = """return [...document.querySelectorAll('.page *, article *')].filter(it => it.checkVisibility())
    .filter(it => it.getBoundingClientRect().right > innerWidth + 1 && !it.closest('.hidden, .drawing, pre, .commands, .trail ol'))
    .map(it => it.outerHTML.slice(0, 120))"""
# Each line of text as a box, less what its letters do not reach and what is scrolled out of sight; two of different
# elements that share a place.
OVER = """const lines = [];
const texts = document.createTreeWalker(document.querySelector('article'), NodeFilter.SHOW_TEXT);
for (let text; (text = texts.nextNode()); ) {
  const holder = text.parentElement;
  if (!text.data.trim() || holder.closest('.hidden, svg, .heads') || !holder.checkVisibility({opacityProperty: true, visibilityProperty: true})) continue;
  const frames = [];
  for (let frame = holder; frame; frame = frame.parentElement)
    if (getComputedStyle(frame).overflowX !== 'visible') frames.push(frame.getBoundingClientRect());
  const [left, top] = ['left', 'top'].map(side => Math.max(...frames.map(box => box[side])));
  const [right, bottom] = ['right', 'bottom'].map(side => Math.min(...frames.map(box => box[side])));
  const range = document.createRange();
  range.selectNodeContents(text);
  for (const box of range.getClientRects()) {
    const quarter = box.height / 4;
    const line = {holder, text: text.data.trim().slice(0, 60), left: Math.max(box.left, left), right: Math.min(box.right, right), top: Math.max(box.top + quarter, top), bottom: Math.min(box.bottom - quarter, bottom)};
    if (line.right - line.left > 2 && line.bottom > line.top) lines.push(line);
  }
}
lines.sort((one, other) => one.top - other.top);
const over = [];
for (const [place, one] of lines.entries())
  for (let next = place + 1; next < lines.length && lines[next].top < one.bottom; next++) {
    const other = lines[next];
    if (other.holder !== one.holder && Math.min(one.right, other.right) - Math.max(one.left, other.left) > 1) over.push([one.text, other.text]);
  }
return over;"""
# What can be pressed, brought to the middle, is what a finger meets there.
COVERED = """return [...document.querySelectorAll('article :is(a[href], button, summary, label)')]
  .filter(it => it.checkVisibility({opacityProperty: true, visibilityProperty: true}) && it.getClientRects().length && !it.closest('.hidden, svg, .drawing'))
  .filter(it => {
    it.scrollIntoView({block: 'center', inline: 'center', behavior: 'instant'});
    const {left, right, top, bottom} = it.getClientRects()[0];
    const met = document.elementFromPoint((left + right) / 2, (top + bottom) / 2);
    return !met || !(it.contains(met) || met.contains(it));
  }).map(it => it.outerHTML.slice(0, 160));"""


@pytest.fixture
def phone(reader):
    reader.resize(PHONE)
    return reader


@pytest.fixture(
    params=[
        "home",
        "question",
        "outcome",
        "compare",
        "row",
        "projects",
        "map",
        "add-ons",
        "introduction",
        "format",
    ]
)
def page(request, site, tree, walk):
    """The address of a page of each kind, with a trail where it shows one."""
    return {
        "home": site,
        "question": address(site, tree, walk[-1][0], walk[:-1]),
        "outcome": address(site, tree, end(tree, walk), walk),
        "compare": f"{site}compare/?show=all",
        "row": f"{site}compare/#csrf",
    }.get(request.param, f"{site}{request.param}/")


def test_nothing_is_wider_than_the_screen_and_nothing_lies_over_something_else(phone, page):
    phone.open(page)
    assert phone.run("return [innerWidth, document.scrollingElement.scrollWidth]") == [390, 390]
    assert phone.run(WIDER) == []
    assert phone.run(OVER) == []
    assert phone.run(COVERED) == []


def test_what_is_folded_unfolds_within_the_screen(phone, site, tree, walk):
    phone.go(address(site, tree, end(tree, walk), walk))
    phone.run("for (const closed of document.querySelectorAll('.page details')) closed.open = true")
    assert phone.run("return document.scrollingElement.scrollWidth") == 390
    assert phone.run(OVER) == []


def test_two_answers_are_in_sight_at_the_first_question(phone, site, tree):
    phone.resize((390, 664))
    phone.go(address(site, tree, tree.start))
    assert phone.run(
        "return [...document.querySelectorAll('[data-answer]')].filter(it => it.getBoundingClientRect().bottom <= innerHeight).length >= 2"
    )


def test_the_drawer_opens_leads_on_and_is_closed_again(phone, site):
    phone.open(site)
    phone.click("label.md-header__button[for=__drawer]")
    phone.click('.md-nav--primary a[href*="compare/"]')
    phone.until(lambda: phone.run("return location.href") == f"{site}compare/")
    assert phone.run("return document.getElementById('__drawer').checked") is False
