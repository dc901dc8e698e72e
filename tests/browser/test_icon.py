"""The icon of a home screen, which cards show too, in a real Chromium beside that of a tab."""

from io import BytesIO

from PIL import Image, ImageChops, ImageStat
from projects import ROOT

from macros.pages.cards import ICON

SIZE = 180  # pixels, as home screens ask for
CORNER = 12  # pixels; round on a tab only


def test_the_icon_of_a_home_screen_shows_what_the_icon_of_a_tab_shows(browser):
    page = browser.new_page(viewport={"width": SIZE, "height": SIZE})
    icon = (ROOT / "docs/assets/icon.svg").read_text(encoding="utf-8")
    page.set_content(f"<style>body {{ margin: 0 }}</style>{icon}")
    tab = Image.open(BytesIO(page.screenshot())).convert("L")
    page.close()
    home = Image.open(ICON).convert("L")
    assert home.size == tab.size == (SIZE, SIZE)
    inside = (CORNER, CORNER, SIZE - CORNER, SIZE - CORNER)
    assert ImageStat.Stat(ImageChops.difference(tab, home).crop(inside)).mean[0] < 2
