"""Check the pages of a published folder in a real browser.

    pip install -r requirements-pages.txt; apt-get install chromium
    python check_pages.py OUTPUT

opens every page from the disk, in light and in dark, wide and narrow: no message on the console, no request to
elsewhere, no serious finding of axe-core, nothing that runs out of the page. Links of the contents are clicked,
and the page is walked through with the keyboard.

Prints a line for each failure; exits with 1 if anything failed.
"""

import argparse
import shutil
import sys
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import sync_playwright


class Watched:
    """A page of the browser, and what went wrong on it."""

    def __init__(self, browser, width=1200, scheme="light"):
        self.page = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme, reduced_motion="reduce")
        self.faults, self.home = [], None
        self.page.on("console", lambda message: self.faults.append(f"console: {message.text}"))
        self.page.on("pageerror", lambda error: self.faults.append(f"error: {error}"))
        self.page.on("dialog", lambda dialog: (self.faults.append(f"dialog: {dialog.message}"), dialog.dismiss()))
        self.page.on("request", self.requested)
        self.page.on("requestfailed", lambda request: self.faults.append(f"failed: {request.url}"))

    def requested(self, request):
        if self.home and not request.url.startswith(self.home):
            self.faults.append(f"request to {request.url}")

    def open(self, url):
        self.home = url.rsplit("/", 1)[0]
        self.page.goto(url)

    def axe(self):
        for finding in Axe().run(self.page).response["violations"]:
            if finding["impact"] in ("serious", "critical"):
                self.faults.append(f"axe: {finding['id']} on {finding['nodes'][0]['html'][:200]}")

    def is_within(self):
        """Nothing makes the page wider than the window."""
        if self.page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth + 1"):
            self.faults.append("the page is wider than its window")


def check_report(browser, folder):
    url = (folder / "report.html").as_uri()
    for scheme, width in [("light", 1200), ("dark", 1200), ("light", 400)]:
        watched = Watched(browser, width, scheme)
        watched.open(url)
        watched.axe()
        watched.is_within()
        yield from watched.faults
    watched = Watched(browser)
    watched.open(url)
    page = watched.page
    # The first stop of the keyboard skips the contents.
    page.keyboard.press("Tab")
    if page.evaluate("document.activeElement.className") != "skip":
        yield "the first stop of the keyboard is no way past the contents"
    page.keyboard.press("Enter")
    if page.evaluate("document.activeElement.id") != "content":
        yield "the way past the contents does not lead to them"
    for link in page.locator("nav a").all():
        link.click()
        target = link.get_attribute("href")
        if not page.url.endswith(target):
            yield f"{target} is not reached"
        top = page.locator(target).bounding_box()["y"]
        if not -5 < top < 900:
            yield f"{target} is not in sight"
    # Every table that scrolls can be reached and scrolled without a mouse.
    for group in page.locator(".wide").all():
        group.focus()
        if not group.evaluate("node => node === document.activeElement"):
            yield "a table cannot be reached with the keyboard"
    for picture in page.locator("svg").all():
        box = picture.bounding_box()
        if picture.get_attribute("role") != "img" or not picture.locator("desc").count() or box["width"] < 50:
            yield "a picture has no words, or no size"
    yield from watched.faults


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("output", type=Path)
    parser.add_argument("--browser", default=shutil.which("chromium") or shutil.which("chromium-browser"))
    arguments = parser.parse_args()
    faults = []
    with sync_playwright() as playwright:
        # A browser that runs as root has no sandbox.
        browser = playwright.chromium.launch(executable_path=arguments.browser, args=["--no-sandbox"])
        for check in (check_report,):
            faults += [f"{check.__name__}: {fault}" for fault in check(browser, arguments.output.resolve())]
        browser.close()
    for fault in faults:
        print("FAILED", fault)
    if not faults:
        print(f"the pages of {arguments.output} are fine")
    sys.exit(bool(faults))


main()
