"""Drives the page of `undertone serve` in a browser, with a recording played into its microphone.

    undertone serve &
    Tests/Browser/page_check.sh --url http://127.0.0.1:8080 --audio Samples/changing-voice.flac --screenshots /tmp/page

Prints one line a check and exits 0 if all passed, otherwise 1. page_check.sh makes the environment; CHROMIUM names the browser
if it is not found by itself.
"""
import argparse
import json
import os
import pathlib
import re
import shutil
import sys
import tempfile
import urllib.parse

import soundfile
from playwright.sync_api import Error, sync_playwright

ROOT = pathlib.Path(__file__).resolve().parents[2]
WIDE = {"width": 1400, "height": 1000}
NARROW = {"width": 400, "height": 860}
# What the browser itself writes to the console about an answer that is not 2xx; the page cannot prevent it.
BROWSERS_OWN = re.compile(r"Failed to load resource: the server responded with a status of (401|415|422)")

DENY = "navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('no', '%s'));"
NOTE_CLOSING = """
const close = WebSocket.prototype.close;
WebSocket.prototype.close = function () { sessionStorage.setItem('closed', 'yes'); close.call(this); };
"""
DROP = """async ([name, bytes]) => {
    const transfer = new DataTransfer();
    transfer.items.add(new File([new Uint8Array(bytes)], name, { type: 'application/octet-stream' }));
    for (const kind of ['dragover', 'drop']) {
        document.body.dispatchEvent(new DragEvent(kind, { dataTransfer: transfer, bubbles: true, cancelable: true }));
    }
}"""


class Checks:
    def __init__(self):
        self.failed = 0

    def check(self, passed, name, detail=""):
        self.failed += not passed
        print(f"{'passed' if passed else 'FAILED'}  {name}{f' ({detail})' if detail else ''}", flush=True)

    def attempt(self, name, work):
        """A step that may time out: its failure is a check that failed, and the next step goes on."""
        try:
            work()
        except (Error, AssertionError) as error:
            self.check(False, name, str(error).splitlines()[0])


class Session:
    """A browser that watches what its pages write to the console and whom they ask."""

    def __init__(self, browser, arguments):
        self.browser = browser
        self.arguments = arguments
        self.console = []
        self.foreign = []
        self.origin = urllib.parse.urlsplit(arguments.url).netloc

    def page(self, viewport, scheme="light", script=None):
        context = self.browser.new_context(viewport=viewport, color_scheme=scheme, permissions=["microphone"], accept_downloads=True)
        page = context.new_page()
        page.set_default_timeout(self.arguments.patience * 1000)
        page.on("console", lambda message: message.type in ("error", "warning") and self.console.append(message.text))
        page.on("pageerror", lambda error: self.console.append(f"uncaught: {error}"))
        page.on("request", lambda request: self.asked(request.url))
        page.on("websocket", lambda socket: self.asked(socket.url))
        if script:
            page.add_init_script(script)
        page.goto(self.arguments.url)
        if self.arguments.token:
            page.fill("#token-field", self.arguments.token)
            page.press("#token-field", "Enter")
        page.wait_for_selector("#record:enabled")
        return page

    def asked(self, url):
        parts = urllib.parse.urlsplit(url)
        if parts.scheme in ("http", "https", "ws", "wss") and parts.netloc != self.origin:
            self.foreign.append(url)

    def picture(self, page, name):
        if self.arguments.screenshots:
            page.wait_for_timeout(500)
            page.screenshot(path=self.arguments.screenshots / f"{name}.png", full_page=True)


def wait_until(page, expression):
    """Playwright's own wait_for_function evaluates inside the page, which the page's security policy forbids."""
    for _ in range(300):
        if page.evaluate(expression):
            return
        page.wait_for_timeout(100)
    raise AssertionError(f"never true: {expression}")


def wait_for_answer(page):
    page.wait_for_selector("#details:not([hidden])")
    return page.inner_text("#sentence")


def record(checks, session, viewport, scheme, name):
    page = session.page(viewport, scheme)
    session.picture(page, f"{name}-before")
    page.focus("#record")
    page.keyboard.press("Enter")
    page.wait_for_selector('#record[data-state="recording"]')
    checks.check(True, f"{name}: Enter starts the recording")
    page.wait_for_selector("#bars .leading")
    page.wait_for_timeout(4000)
    announced = page.inner_text("#announcement")
    checks.check(announced != "", f"{name}: moments come, and are told to screen readers", announced)
    session.picture(page, f"{name}-during")
    page.keyboard.press("Space")
    answer = wait_for_answer(page)
    checks.check(re.search(r"A listener (would|might)|hard to tell|Nobody", answer) is not None, f"{name}: Space stops it, and an answer follows", answer)
    wait_until(page, "document.getElementById('pitch-note').textContent !== ''")
    checks.check("Hz" in page.inner_text("#pitch-note"), f"{name}: the pitch is measured", page.inner_text("#pitch-note"))
    checks.check(page.is_visible("#audio"), f"{name}: what was recorded can be played")
    overflow = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    checks.check(overflow <= 0, f"{name}: nothing is wider than the window", f"{overflow} px over")
    with page.expect_download() as download:
        page.click("#download")
    saved = json.loads(pathlib.Path(download.value.path()).read_text())
    checks.check(len(saved["moments"]) > 2 and "emotion" in saved["summary"], f"{name}: the download holds all moments and the summary",
                 f"{len(saved['moments'])} moments")
    session.picture(page, f"{name}-after")
    return page


def files(checks, session, audio):
    page = session.page(WIDE)
    page.evaluate(DROP, [audio.name, list(audio.read_bytes())])
    checks.check(True, "a file that is dropped is answered", wait_for_answer(page))
    wait_until(page, "document.getElementById('spectrogram').getAttribute('aria-label').includes('pitch')")
    checks.check(True, "a file’s spectrogram and pitch are drawn")
    session.picture(page, "file")
    page.set_input_files("#file", str(audio))
    checks.check(True, "a file that is chosen is answered", wait_for_answer(page))
    page.set_input_files("#file", {"name": "notes.wav", "mimeType": "audio/wav", "buffer": b"this is no sound"})
    page.wait_for_selector("#message:not([hidden])")
    checks.check("nor this browser can read" in page.inner_text("#message-text"), "a file that is no sound gets one sentence", page.inner_text("#message-text"))
    session.picture(page, "unreadable")


def keyboard(checks, page):
    page.evaluate("document.activeElement.blur(); window.scrollTo(0, 0)")
    reached = set()
    for _ in range(60):
        page.keyboard.press("Tab")
        reached.add(page.evaluate("document.activeElement.id"))
    wanted = {"record", "choose", "download", "audio"}
    checks.check(wanted <= reached, "everything is reached by Tab", ", ".join(sorted(wanted - reached)) or "all")
    unnamed = page.evaluate("""[...document.querySelectorAll('button, input, select, canvas, audio')]
        .filter((one) => one.checkVisibility() && !(one.textContent.trim() || one.getAttribute('aria-label') || one.labels?.length)).map((one) => one.id)""")
    checks.check(unnamed == [], "every control and picture has a name", ", ".join(unnamed))


def history(checks, session, page):
    if not page.is_visible("#history"):
        print("skipped  history: this server keeps none (start it with a store)")
        return
    if not session.arguments.clear_history:
        print("skipped  deleting of the history: --clear-history, which deletes all that the server keeps, was not given")
        return
    page.reload()
    page.wait_for_selector("#history-list li")
    count = page.locator("#history-list li").count()
    page.locator("#history-list .result").first.click()
    checks.check(True, "a kept answer opens", wait_for_answer(page))
    page.locator("#history-list .icon-button").first.click()
    wait_until(page, f"document.querySelectorAll('#history-list li').length === {count - 1}")
    checks.check(True, "one kept answer can be deleted")
    if page.is_visible("#history-clear"):
        page.click("#history-clear")
        page.keyboard.press("Escape")
        checks.check(page.locator("#history-list li").count() == count - 1, "Escape at the question deletes nothing")
        page.click("#history-clear")
        page.click("#confirm-yes")
    page.wait_for_selector("#history-empty:not([hidden])")
    checks.check(True, "all kept answers can be deleted")


def refusals(checks, session):
    for name, words in [("NotAllowedError", "not allowed"), ("NotFoundError", "No microphone"), ("NotReadableError", "cannot be opened")]:
        page = session.page(NARROW, script=DENY % name)
        page.click("#record")
        page.wait_for_selector("#message:not([hidden])")
        told = page.inner_text("#message-text")
        checks.check(words in told and page.is_enabled("#choose"), f"{name} is told in a sentence", told)
        page.context.close()


def leaving(checks, session):
    page = session.page(WIDE, script=NOTE_CLOSING)
    page.click("#record")
    page.wait_for_selector('#record[data-state="recording"]')
    page.goto("about:blank")
    page.goto(session.arguments.url)
    checks.check(page.evaluate("sessionStorage.getItem('closed')") == "yes", "leaving the page closes the socket")


def browser_path():
    names = [os.environ.get("CHROMIUM"), "chromium", "chromium-browser", "google-chrome"]
    found = next((path for path in (shutil.which(name) for name in names if name) if path), None)
    if not found:
        sys.exit("No Chromium or Chrome found: install it (Debian: apt-get install chromium), or name it in CHROMIUM.")
    return found


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--url", default="http://127.0.0.1:8080")
    parser.add_argument("--audio", type=pathlib.Path, default=ROOT / "Samples/changing-voice.flac", help="what the microphone hears, and the file dropped")
    parser.add_argument("--token", default="", help="where the server was started with one")
    parser.add_argument("--screenshots", type=pathlib.Path, help="a folder for pictures of the page")
    parser.add_argument("--clear-history", action="store_true", help="also try deleting, which empties the server's history")
    parser.add_argument("--patience", type=float, default=30, help="seconds to wait for each step")
    arguments = parser.parse_args()
    if arguments.screenshots:
        arguments.screenshots.mkdir(parents=True, exist_ok=True)
    checks = Checks()
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        heard = pathlib.Path(folder) / "heard.wav"
        samples, rate = soundfile.read(arguments.audio)
        soundfile.write(heard, samples, rate, subtype="PCM_16")
        browser = playwright.chromium.launch(executable_path=browser_path(), args=[
            "--no-sandbox", "--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream", f"--use-file-for-fake-audio-capture={heard}",
        ])
        session = Session(browser, arguments)

        def desktop():
            page = record(checks, session, WIDE, "light", "desktop-light")
            keyboard(checks, page)
            history(checks, session, page)

        checks.attempt("desktop", desktop)
        checks.attempt("phone", lambda: record(checks, session, NARROW, "dark", "phone-dark"))
        checks.attempt("files", lambda: files(checks, session, arguments.audio))
        checks.attempt("refusals", lambda: refusals(checks, session))
        checks.attempt("leaving", lambda: leaving(checks, session))
        browser.close()
        errors = [text for text in session.console if not BROWSERS_OWN.search(text)]
        checks.check(errors == [], "the console stays clean", "; ".join(errors[:3]))
        checks.check(session.foreign == [], "nobody but the server is asked", "; ".join(session.foreign[:3]))
    print("all passed" if checks.failed == 0 else f"{checks.failed} failed")
    sys.exit(checks.failed > 0)


if __name__ == "__main__":
    main()
