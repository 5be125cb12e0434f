"""What a reader does with a page: looks at it in every light, prints it, goes through it by keyboard, filters and sorts."""

import contextlib
import re

import hostile
from tool import expect, program, run
from webpage import SCHEMES, SHIFT, Webpage

OPEN_ALL = "document.querySelectorAll('details').forEach((one) => { one.open = true; })"
# What a reader of another medium cannot live with.
GRAVE = ("serious", "critical")
AXE = """axe.run(document, {resultTypes: ["violations"], preload: false}).then((found) => found.violations
  .filter((one) => %s.includes(one.impact)).map((one) => one.id + ": " + one.nodes[0].html.slice(0, 120)))"""
BAD = """<!doctype html><html lang="en"><title>bad</title><main><img src="http://strange.probe.test/x.png"><input>
<p style="color: #ccc; background: #ddd">pale</p></main><script>console.log(1); throw new Error("thrown");</script></html>"""
# What is printed.
INK = "rgb(26, 34, 48)"
# Where the focus is: which control, and whether that is seen.
FOCUS = """(() => {
  const on = document.activeElement, style = getComputedStyle(on), box = on.getBoundingClientRect();
  const seen = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2 && box.width > 0
    && box.bottom > 0 && box.top < innerHeight;
  return [window.controls.indexOf(on), on.tagName, seen];
})()"""
CONTROLS = """(window.controls = Array.from(document.querySelectorAll("a[href], input, select, button, summary, [tabindex]"))
  .filter((one) => one.checkVisibility())).length"""


class Reader(contextlib.ExitStack):
    """Somebody with a browser."""

    def __init__(self, lab):
        super().__init__()
        self.lab, self._page = lab, None

    @property
    def page(self):
        """Started for the first row that wants it."""
        if self._page is None:
            self._page = self.enter_context(Webpage(self.lab.folder()))
        return self._page

    def looks(self, run, width, scheme, script):
        """No complaint, no request, nothing beside the screen, nothing grave."""
        page, file = self.page, run.file("html")
        if not script:
            page.open(file, width, scheme, script=False)
            self._is_quiet()
            expect(page.value("document.getElementById('tools').hidden"), "the tools of the script are shown without it")
            # A script cannot run where none may: what is examined is the same page without its own.
            file = self.lab.folder() / "no-script.html"
            file.write_text(re.sub(r"<script>.*?</script>", "", run.text("html"), flags=re.S))
        page.open(file, width, scheme)
        self._is_quiet()
        page.value(OPEN_ALL)
        beside = page.value("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        expect(beside <= 0, f"{beside} pixels beside the screen")
        self._is_fit_for_all()

    def _is_quiet(self):
        said = self.page.complaints()
        expect(not said, f"{len(said)} complaints: {said[0] if said else ''}")

    def _is_fit_for_all(self):
        axe = self.lab.axe
        expect(axe and axe.is_file(), "axe-core is not given: --axe axe.min.js, of npm")
        self.page.value(f"{axe.read_text()}; 0")
        found = self.page.value(AXE % list(GRAVE))
        expect(not found, f"{len(found)} grave findings: {'; '.join(found)}"[:300])

    def notices(self):
        """What it would have to say of a page that is bad: else a good page says nothing."""
        file = self.lab.folder() / "bad.html"
        file.write_text(BAD)
        self.page.open(file)
        said = " ".join(self.page.complaints())
        for wanted in ("asks for http://strange.probe.test", "console.log", "thrown"):
            expect(wanted in said, f"{wanted} is not noticed: {said}")
        self.page.value(f"{self.lab.axe.read_text()}; 0")
        found = " ".join(self.page.value(AXE % list(GRAVE)))
        for wanted in ("image-alt", "color-contrast", "label"):
            expect(wanted in found, f"{wanted} is not noticed: {found}")

    def prints(self, run):
        """Each endpoint's chain and steps are on paper, though nothing was opened."""
        page = self.page
        page.open(run.file("html"))
        file = self.lab.folder() / "page.pdf"
        file.write_bytes(page.printed())
        text = self._on_paper(file)
        endpoints = run.json()["endpoints"]
        for word in ("Chain", "Steps"):
            found = len(re.findall(rf"^\s*{word}\b", text, re.M))
            expect(found >= len(endpoints), f"{word}: {found} times for {len(endpoints)} endpoints")
        without = re.sub(r"\s", "", text)
        for endpoint in endpoints:
            for cert in endpoint.get("chain") or []:
                colons = ":".join(re.findall("..", cert["sha256"].replace(":", "").upper()))
                expect(colons in without, f"the certificate {colons} is not on paper")
        # A dark screen is no reason for pale ink.
        for scheme in SCHEMES:
            page.look(scheme, "print")
            self._is_fit_for_all()
            ink = page.value("getComputedStyle(document.body).color")
            expect(ink == INK, f"{scheme}: printed in {ink}")

    @staticmethod
    def _on_paper(file):
        ran = run([program("pdftotext"), "-raw", file, "-"], file.parent)
        expect(ran.code == 0, f"pdftotext: {ran.err}")
        return ran.out.decode()

    def walks(self, run):
        """Tab comes to every control in its order, and one sees where it is; Enter opens and closes; back again with Shift."""
        page = self.page
        page.open(run.file("html"))
        number = page.value(CONTROLS)
        summaries = 0
        for wanted in range(number):
            page.press("Tab")
            at, tag, seen = page.value(FOCUS)
            expect(at == wanted, f"Tab {wanted + 1} of {number} comes to control {at}, {tag}")
            expect(seen, f"the focus on control {at}, {tag}, is not seen")
            if tag == "SUMMARY":
                summaries += 1
                self._opens("Enter", " ")
        expect(summaries >= len(run.json()["endpoints"]), f"{summaries} endpoints by keyboard")
        page.press("Tab", SHIFT)
        expect(page.value(FOCUS)[0] == number - 2, "Shift+Tab does not lead back")
        self._is_quiet()
        return f"{number} controls"

    def _opens(self, *keys):
        is_open = "document.activeElement.parentElement.open"
        before = self.page.value(is_open)
        for key in keys:
            self.page.press(key)
            after = self.page.value(is_open)
            expect(after != before, f"{key!r} does nothing to an endpoint")
            before = after

    def filters(self, run):
        """Words, codes and orders, by keyboard alone."""
        page = self.page
        page.open(run.file("html"))
        self._is_quiet()
        shown = "[...document.querySelectorAll('#endpoints > details')].filter((one) => one.checkVisibility()).length"
        all_of_them = page.value(shown)
        expect(all_of_them == len(run.json()["endpoints"]), f"{all_of_them} shown")
        page.value("document.getElementById('words').focus()")
        page.write("expired")
        fewer = page.value(shown)
        expect(0 < fewer < all_of_them, f"{fewer} of {all_of_them} shown for a word")
        expect(page.value("document.getElementById('count').textContent") == f"{fewer} of {all_of_them} shown", "the count is not told")
        first = "document.querySelector('#endpoints > details').dataset.n"
        before = page.value(first)
        page.press("Tab")
        page.press("Tab")
        page.press("ArrowDown")
        expect(page.value(first) == "0" != before, "the order does not change")

    def shows_as_text(self, run):
        """What the server says is there, letter for letter, and no element came of it."""
        page = self.page
        page.open(run.file("html"))
        page.value(OPEN_ALL)
        text = page.value("document.body.textContent")
        for word in hostile.WORDS:
            expect(word in text, f"{word} is not shown")
        for word in hostile.HIDDEN:
            expect(word not in text, f"{word!r} is there as it is")
        made = page.value("[...document.querySelectorAll('img, iframe, object, embed, form, b b, h1')].map((one) => one.tagName)")
        expect(made == ["H1"], f"elements that are not the page's own: {made}")
        links = page.value("[...document.links].map((one) => one.protocol)")
        expect(set(links) <= {"data:"}, f"links: {links}")
        expect(page.value("document.scripts.length") == 1, "a script that is not the page's own")
        self._is_quiet()
