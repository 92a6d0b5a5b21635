"""What the browser is told not to run or show: no page needs any of it, and no other site shows the dashboard."""

import http.server
import threading
from collections.abc import Iterator

import pytest
from playwright.sync_api import BrowserContext

from pages import Page as Entry
from tests.browser.server import Server
from tests.browser.visit import ENTRIES, HOME, WITHIN, Visit, name, slug

pytestmark = pytest.mark.browser

NOTE_VIOLATIONS = """
window.violations = [];
document.addEventListener('securitypolicyviolation', violation =>
    window.violations.push(`${violation.violatedDirective}: ${violation.blockedURI} ${violation.sample}`));
"""
VIOLATIONS = "window.violations"
REFUSED = "frame-ancestors 'self'"
FRAME = """async address => {
    const frame = document.createElement('iframe');
    const loaded = new Promise(resolve => frame.onload = resolve);
    frame.src = address;
    document.body.append(frame);
    await loaded;
    try { return frame.contentDocument === null ? 'refused' : frame.contentDocument.body.innerHTML; }
    catch { return 'refused'; }
}"""
INLINE = """() => {
    const script = document.createElement('script');
    script.textContent = 'window.ran = true';
    document.head.append(script);
    // In a turn of its own, since what a test says itself may make scripts from text.
    return new Promise(resolve => setTimeout(() => {
        let made = false;
        try { made = Function('return true')(); } catch {}
        resolve([window.ran === true, made]);
    }));
}"""


@pytest.fixture(scope="module")
def visit(context: BrowserContext, sampled: Server) -> Iterator[Visit]:
    """A tab that notes everything that the policy refuses."""
    opened = Visit.begin(context, sampled.address, with_sample=True)
    opened.page.add_init_script(NOTE_VIOLATIONS)
    yield opened
    opened.close()


@pytest.mark.parametrize("entry", ENTRIES, ids=name)
def test_no_page_needs_what_the_policy_refuses(visit: Visit, entry: Entry) -> None:
    visit.complaints.clear()
    visit.follow(slug(entry))
    assert visit.page.evaluate(VIOLATIONS) == []
    assert visit.complaints == []


def test_strangers_script_does_not_run(visit: Visit) -> None:
    visit.follow(slug(HOME))
    assert visit.page.evaluate(INLINE) == [False, False]
    visit.page.wait_for_function(f"{VIOLATIONS}.some(said => said.startsWith('script-src'))", timeout=WITHIN)


class _Elsewhere(http.server.BaseHTTPRequestHandler):
    """A page of another site."""

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(b"<!doctype html><title>elsewhere</title><body>")

    def log_message(self, *_given: object) -> None:
        """Say nothing."""


def test_other_site_cannot_show_the_dashboard_in_a_frame(context: BrowserContext, published: Server) -> None:
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), _Elsewhere) as elsewhere:
        threading.Thread(target=elsewhere.serve_forever, daemon=True).start()
        page = context.new_page()
        page.goto(f"http://127.0.0.1:{elsewhere.server_port}")
        with page.expect_console_message(lambda message: REFUSED in message.text, timeout=WITHIN):
            page.evaluate(FRAME, published.address)
        page.close()
        elsewhere.shutdown()
