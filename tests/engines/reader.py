"""What a reader does in a window, and what they see there. Nothing waits for a time: all wait for what should be so."""

from collections.abc import Callable

from selenium.common.exceptions import (
    ElementNotInteractableException,
    JavascriptException,
    NoSuchFrameException,
    StaleElementReferenceException,
    TimeoutException,
)
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.remote.webdriver import WebDriver
from selenium.webdriver.support.wait import WebDriverWait

PATIENCE, POLL = 20, 0.05  # seconds
# One is gone, the other not there yet.
BETWEEN_PAGES = (JavascriptException, NoSuchFrameException, StaleElementReferenceException)
WIDE, PHONE = (1280, 900), (390, 844)  # pixels
HERE = "return [location.href, document.documentElement.dataset.trail === 'ready']"
LOADED = "return location.protocol === 'http:' && document.readyState === 'complete'"
SEEN = "part => part.checkVisibility({visibilityProperty: true})"


class Reader:
    """One window of an engine."""

    def __init__(self, driver: WebDriver):
        self.driver = driver
        self.run = driver.execute_script
        driver.set_window_rect(0, 0, *WIDE)
        self.sees(lambda: self.run("return innerWidth"), WIDE[0])
        self.bars = WIDE[1] - self.run("return innerHeight")  # pixels, above the page

    def resize(self, size: tuple[int, int]) -> None:
        """Make the page itself, without what the browser puts above it, so wide and high."""
        self.driver.set_window_rect(0, 0, size[0], size[1] + self.bars)
        self.sees(lambda: self.run("return [innerWidth, innerHeight]"), [*size])

    # --- to go somewhere ---

    def open(self, address: str) -> None:
        """Open an address as from outside, also where only its fragment is another."""
        self.driver.get("about:blank")
        self.driver.get(address)
        self.until(lambda: self.run(LOADED), address)

    def go(self, address: str) -> None:
        """Open the address of a page that shows a trail."""
        self.open(address)
        self.ready_at(address)

    def ready_at(self, address: str) -> None:
        """Wait until the page at an address, with its fragment, shows the trail."""
        self.sees(lambda: self.run(HERE), [address, True])

    def click(self, selector: str) -> None:
        """Click the first that is to be seen, once there is one and it can be reached."""

        def clicked() -> bool:
            part = self.run(f"return [...document.querySelectorAll(arguments[0])].find({SEEN})", selector)
            try:
                part and part.click()
            except ElementNotInteractableException:  # it still moves
                return False
            return bool(part)

        self.until(clicked, selector)

    def choose(self, answer: str) -> None:
        """Click an answer by its id."""
        self.click(f"[data-answer={answer}] > a")

    def type(self, selector: str, text: str) -> None:
        self.driver.find_element(By.CSS_SELECTOR, selector).send_keys(text)

    def paste(self, selector: str) -> None:
        self.type(selector, Keys.CONTROL + "v")

    # --- to see something ---

    def until(self, condition: Callable[[], object], message: str = "") -> None:
        wait = WebDriverWait(self.driver, PATIENCE, POLL, BETWEEN_PAGES)
        wait.until(lambda _: condition(), message)

    def sees(self, look: Callable[[], object], expected: object) -> None:
        """Wait until `look()` is as expected; tell what it is where it does not become so."""
        last = []

        def as_expected() -> bool:
            last[:] = [look()]
            return last[0] == expected

        try:
            self.until(as_expected)
        except TimeoutException:
            assert last == [expected]
            raise

    def all(self, selector: str, of: str = "it.textContent.trim().replace(/\\s+/g, ' ')") -> list:
        """Of each element something, its text if nothing else is asked for."""
        return self.run(f"return [...document.querySelectorAll(arguments[0])].map(it => {of})", selector)

    def seen(self, selector: str) -> list[str]:
        """The texts of those that are to be seen, as they are shown."""
        return self.run(
            f"return [...document.querySelectorAll(arguments[0])].filter({SEEN}).map(it => it.innerText.trim())",
            selector,
        )

    def trail(self) -> list[str]:
        """The answers in the line on top."""
        return self.all(".trail li a")
