"""A page of `probe -o html` in a browser that nobody sees, as a reader has it: wide or narrow, light or dark, with a script or without, on
paper, by keyboard. What the page asks for and complains about meanwhile is kept."""

import base64
import json

from browsers import Browser
from tool import Failed, expect

WIDTHS = (1440, 360)
SCHEMES = ("light", "dark")
HEIGHT = 900
# Keys by their names: what `Input.dispatchKeyEvent` wants of each.
KEYS = {"Tab": (9, ""), "Enter": (13, "\r"), " ": (32, " "), "ArrowDown": (40, "")}
SHIFT = 8
# The domains whose events are listened to.
DOMAINS = ("Page", "Runtime", "Log", "Network", "Audits")
# What a page of its own may be loaded by.
OWN = ("file:", "data:", "about:")


class Webpage(Browser):
    """One tab with one page."""

    def __enter__(self):
        super().__enter__()
        for domain in DOMAINS:
            self.do(f"{domain}.enable")
        return self

    def do(self, method, **what):
        return self._call(method, tab=self._tab, **what)

    def open(self, path, width=WIDTHS[0], scheme=SCHEMES[0], script=True):
        """Shows the page, and returns when all of it is loaded."""
        self.do("Emulation.setDeviceMetricsOverride", width=width, height=HEIGHT, deviceScaleFactor=1, mobile=False)
        self.look(scheme)
        self.do("Emulation.setScriptExecutionDisabled", value=not script)
        self.events.clear()
        wrong = self.visit(path.as_uri())
        expect(not wrong, f"chromium does not open {path.name}: {wrong}")
        self.until("Page.loadEventFired")

    def look(self, scheme, media=""):
        self.do("Emulation.setEmulatedMedia", media=media, features=[{"name": "prefers-color-scheme", "value": scheme}])

    def until(self, method):
        """Waits for an event of that name."""
        while not any(event["method"] == method for event in self.events):
            self._answer()

    def complaints(self):
        """What the page logged, threw, was refused or asked of anybody since it was opened."""
        said = []
        for event in self.events:
            what = event["params"]
            match event["method"]:
                case "Runtime.exceptionThrown":
                    said.append(what["exceptionDetails"].get("exception", what["exceptionDetails"]).get("description", "thrown"))
                case "Runtime.consoleAPICalled":
                    said.append(f"console.{what['type']}")
                case "Log.entryAdded":
                    said.append(what["entry"]["text"])
                case "Audits.issueAdded":
                    said.append(json.dumps(what["issue"]["details"])[:200])
                case "Network.requestWillBeSent" if not what["request"]["url"].startswith(OWN):
                    said.append(f"asks for {what['request']['url'][:80]}")
        return said

    def value(self, expression):
        """What an expression comes to in the page, or what its promise does."""
        told = self.do("Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True)
        if "exceptionDetails" in told:
            raise Failed(f"in the page: {told['exceptionDetails'].get('exception', {}).get('description', told['exceptionDetails'])}")
        return told["result"].get("value")

    def press(self, key, modifiers=0):
        code, text = KEYS[key]
        what = {"key": key, "code": "Space" if key == " " else key, "windowsVirtualKeyCode": code, "modifiers": modifiers}
        self.do("Input.dispatchKeyEvent", type="keyDown" if text else "rawKeyDown", **what, **({"text": text} if text else {}))
        self.do("Input.dispatchKeyEvent", type="keyUp", **what)

    def write(self, text):
        self.do("Input.insertText", text=text)

    def printed(self):
        """The page as a PDF."""
        return base64.b64decode(self.do("Page.printToPDF")["data"])

    def drawn(self, path):
        """A picture of the first screens of the page."""
        path.write_bytes(base64.b64decode(self.do("Page.captureScreenshot")["data"]))
