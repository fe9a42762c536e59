"""Check the pages of a published folder in a real browser.

    pip install -r requirements-pages.txt; apt-get install chromium
    python check_pages.py OUTPUT

opens every page from the disk, and the explorer from a server as well, in light and in dark, wide and narrow: no message on the console, no request to
elsewhere, no serious finding of axe-core, nothing that runs out of the page. Links of the contents are clicked,
and the page is walked through with the keyboard. In the explorer signatories and signatures are searched and
filtered, and what is found is compared with the tables; links are followed, back and forth.

Prints a line for each failure; exits with 1 if anything failed.
"""

import argparse
import csv
import functools
import http.server
import shutil
import sys
import threading
import unicodedata
import urllib.parse
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


def read(folder, name):
    csv.field_size_limit(10_000_000)
    with open(folder / f"{name}.csv", encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def fold(text):
    return "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.category(c).startswith("M")).lower()


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_):
        pass


def served(folder):
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=folder))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return f"http://127.0.0.1:{server.server_port}"


class Explorer(Watched):
    """The explorer in a browser."""

    def __init__(self, browser, base, **options):
        super().__init__(browser, **options)
        self.open(f"{base}/index.html")
        self.settle()

    def settle(self, before=None):
        """Waits until a view stands that was not there before."""
        other = f":not([data-ready='{before}'])" if before else ""
        self.page.locator(f"body[data-ready]{other}").wait_for(state="attached", timeout=20_000)

    def after(self, action):
        before = self.page.evaluate("document.body.dataset.ready")
        action()
        self.settle(before)

    def visit(self, address):
        self.after(lambda: self.page.evaluate("address => { location.hash = address }", address))

    def heading(self):
        return self.page.locator("h1").inner_text()

    def found(self):
        """How many rows the view says it found; -1 for more than are shown."""
        said = self.page.locator("#status").inner_text().removeprefix("Found: ").rstrip(".").replace(",", "")
        return int(said) if said.isdigit() else -1


def check_explorer(browser, folder):
    tables = {name: read(folder, name) for name in ("letters", "entities", "signatures", "names")}
    by_size = sorted(tables["entities"], key=lambda row: (-int(row["n_letters"]), -int(row["n_signatures"]), row["entity_id"]))
    for base in (folder.as_uri(), served(folder)):
        explorer = Explorer(browser, base)
        page = explorer.page
        if explorer.heading() != "Letters" or explorer.found() != len({row["letter_id"] or row["document_id"] for row in tables["signatures"]} | {row["letter_id"] for row in tables["letters"]}):
            yield f"the first view shows {explorer.found()} letters"
        explorer.after(lambda: page.get_by_role("link", name="Signatories", exact=True).click())
        if explorer.found() != len(by_size):
            yield f"{explorer.found()} signatories are found without a question"
        # Typing searches; words are found without their accents and capitals.
        word = max((word for row in by_size[:20] for word in row["name"].split() if word.isalpha()), key=len, default="a")
        explorer.after(lambda: page.get_by_label("Name").press_sequentially(word.upper()))
        names = {}
        for row in tables["names"] + tables["entities"]:
            names.setdefault(row["entity_id"], []).append(row["name"][:600] + "\n" + row.get("acronym", ""))
        expected = sum(any(fold(word) in fold(name) for name in several) for several in names.values())
        if explorer.found() != expected:
            yield f"{explorer.found()} signatories with {word!r} are found instead of {expected}"
        if page.evaluate("document.activeElement.name") != "q":
            yield "who types loses the field"
        kind = by_size[0]["kind"]
        explorer.after(lambda: page.get_by_label("Name").fill(""))
        explorer.after(lambda: page.get_by_label("Kind").select_option(kind))
        expected = sum(row["kind"] == kind for row in by_size)
        if explorer.found() != expected:
            yield f"{explorer.found()} of kind {kind} instead of {expected}"
        # To a signatory with the keyboard, on to a letter, and back twice.
        page.locator("#results tbody a").first.focus()
        explorer.after(lambda: page.keyboard.press("Enter"))
        address, name = page.url, explorer.heading()
        if "#/entity/" not in address or page.evaluate("document.activeElement.id") != "content":
            yield f"the keyboard leads to {address}"
        explorer.axe()
        explorer.after(lambda: page.locator("td a, th a").filter(has_not_text=":").first.click())
        if "#/letter/" not in page.url:
            yield f"a signatory's letter leads to {page.url}"
        explorer.axe()
        explorer.after(page.go_back)
        if page.url != address or explorer.heading() != name:
            yield "the way back does not lead back"
        explorer.after(page.go_back)
        if page.get_by_label("Kind").evaluate("select => select.selectedOptions[0].text") != kind:
            yield "the way back forgets what was asked"
        # Every page can be asked for by its address.
        for row in by_size[:5] + by_size[-5:]:
            explorer.visit(f"#/entity/{row['entity_id']}")
            if page.locator(".facts code").inner_text() != row["entity_id"]:
                yield f"{row['entity_id']} is not reached"
            explorer.is_within()
        for row in tables["letters"][:5]:
            explorer.visit(f"#/letter/{row['letter_id']}")
            rows = page.locator("table").last.locator("tbody tr").count()
            if rows != min(200, int(row["n_signatures"])) and int(row["n_signatures"]):
                yield f"{row['letter_id']} shows {rows} signatures"
            first = page.locator(".facts a").first
            if first.count() and not first.get_attribute("href").endswith("#L1"):
                yield f"{row['letter_id']} does not lead to its document"
        for country in sorted({row["country"] for row in tables["signatures"] if row["country"]})[:3]:
            explorer.visit(f"#/signatures?country={country}")
            expected = sum(country in row["country_codes"].split(";") for row in tables["signatures"])
            if explorer.found() != (expected if expected <= 50 else -1):
                yield f"{explorer.found()} signatures of {country} instead of {expected}"
        for row in tables["signatures"][:3]:
            explorer.visit(f"#/signatures?q={row['signature_id']}")
            if explorer.found() != 1:
                yield f"{row['signature_id']} is found {explorer.found()} times"
        for address in ("#/entity/ent-000000000000", "#/letter/none", "#/entities?q=" + urllib.parse.quote("<b>nobody</b>")):
            explorer.visit(address)
        if "Nothing fits." not in page.locator("main").inner_text():
            yield "nobody is found"
        # The first stop of the keyboard skips the views.
        page.reload()
        explorer.settle()
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        if page.evaluate("document.activeElement.id") != "content":
            yield "the way past the views does not lead to the content"
        yield from explorer.faults
    for scheme, width in [("dark", 1200), ("light", 400)]:
        explorer = Explorer(browser, folder.as_uri(), scheme=scheme, width=width)
        for address in ("#/letters", "#/entities", "#/signatures", f"#/entity/{by_size[0]['entity_id']}"):
            explorer.visit(f"{address}")
            explorer.axe()
            explorer.is_within()
        yield from explorer.faults


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("output", type=Path)
    parser.add_argument("--browser", default=shutil.which("chromium") or shutil.which("chromium-browser"))
    arguments = parser.parse_args()
    faults = []
    with sync_playwright() as playwright:
        # A browser that runs as root has no sandbox.
        browser = playwright.chromium.launch(executable_path=arguments.browser, args=["--no-sandbox"])
        for check in (check_report, check_explorer):
            faults += [f"{check.__name__}: {fault}" for fault in check(browser, arguments.output.resolve())]
        browser.close()
    for fault in faults:
        print("FAILED", fault)
    if not faults:
        print(f"the pages of {arguments.output} are fine")
    sys.exit(bool(faults))


main()
