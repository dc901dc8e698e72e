"""The machine's own Firefox and WebKit, each driven over WebDriver, in windows that can be as narrow as a phone."""

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from selenium import webdriver
from selenium.webdriver.remote.webdriver import WebDriver
from selenium.webdriver.webkitgtk.options import Options as WebKitOptions
from selenium.webdriver.webkitgtk.service import Service as WebKitService

SCREEN = "1400x1000x24"
# The bar of WebKit's window would not let it be narrower than 447 pixels.
NARROW_BAR = "* { padding: 0; margin: 0; border-width: 0; min-width: 0; }"
# A window that a script opens has no bars, so it may be narrower than the 500 pixels of Firefox's own.
NARROW_WINDOW = "window.open('about:blank', '', 'width=390,height=844')"


@contextmanager
def screen() -> Iterator[str]:
    """A screen that nobody sees, for WebKit, which knows no other; its name."""
    reads, writes = os.pipe()
    command = ["Xvfb", "-displayfd", str(writes), "-screen", "0", SCREEN, "-nolisten", "tcp"]
    with subprocess.Popen(command, pass_fds=[writes], stderr=subprocess.DEVNULL) as server:
        os.close(writes)
        with os.fdopen(reads) as names:
            name = names.readline().strip()
        assert name, "Xvfb does not start"
        try:
            yield f":{name}"
        finally:
            server.terminate()


@contextmanager
def firefox(_: Path) -> Iterator[WebDriver]:
    """A Firefox with a profile of its own: the one that FIREFOX names."""
    options = webdriver.FirefoxOptions()
    options.binary_location = os.environ["FIREFOX"]
    options.add_argument("-headless")
    options.set_preference("ui.useOverlayScrollbars", 1)  # as on a phone: a bar takes no width
    options.set_preference("ui.prefersReducedMotion", 1)
    # Without a driver on the PATH, Selenium fetches one; it need not tell anybody about it.
    os.environ.setdefault("SE_AVOID_STATS", "true")
    service = webdriver.FirefoxService(executable_path=shutil.which("geckodriver"))
    driver = webdriver.Firefox(options, service)
    try:
        driver.execute_script(NARROW_WINDOW)
        driver.switch_to.window(driver.window_handles[-1])
        yield driver
    finally:
        driver.quit()


@contextmanager
def webkit(home: Path) -> Iterator[WebDriver]:
    """A WebKitGTK: the browser that comes with its driver, with a home of its own in the folder given."""
    style = home / "gtk-3.0/gtk.css"
    style.parent.mkdir(parents=True)
    style.write_text(NARROW_BAR)
    options = WebKitOptions()
    options.add_argument("--automation")
    with screen() as display:
        places = {name: str(home) for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME")}
        environment = os.environ | places | {"DISPLAY": display, "GDK_BACKEND": "x11"}
        driver = webdriver.WebKitGTK(
            options, service=WebKitService(shutil.which("WebKitWebDriver"), env=environment)
        )
        try:
            yield driver
        finally:
            driver.quit()


ENGINES: dict[str, Callable] = {"firefox": firefox, "webkit": webkit}
