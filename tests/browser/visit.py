"""One visit to one page: what the browser complained of, where it called, and what a reader finds."""

from dataclasses import dataclass, field
from typing import Any, Self

from axe_playwright_python.base import AxeResults
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, ConsoleMessage, Locator, Page, Request, Response

from pages import CONTENTS
from pages import Page as Entry
from tests import patience

ENTRIES: tuple[Entry, ...] = tuple(entry for listed in CONTENTS.values() for entry in listed)
HOME = ENTRIES[0]
WITH_CHARTS: tuple[Entry, ...] = tuple(
    entry for entry in ENTRIES if entry.filters and entry.script != "reference/briefing.py"
)
"""The pages that draw figures: all that obey filters, but the one whose figures leave in files."""
HEIGHT = 900
WITHIN = patience.MILLISECONDS
LAW = ("wcag2a", "wcag2aa", "wcag21aa")
# Streamlit's own folded navigation puts <div> between <ul> and <li>; everything else on a page is ours to answer for.
NOT_OURS = ("[data-testid=stSidebarNav]",)

MARK = "synthetic sample"
BANNER = "Demonstration: a synthetic sample is shown where no real file is loaded"
WRITTEN = "svg.main-svg text"

# Streamlit asks for these below a deep link before it knows where its root is, and is told 404; it asks again rightly.
ASKED_IN_VAIN = ("/_stcore/health", "/_stcore/host-config")

# A page is at rest once its script has run, nothing is pending or stale, every chart fills its place, and it stays so.
AT_REST = """() => {
    const app = document.querySelector('[data-testid=stApp]');
    const charts = [...document.querySelectorAll('.stPlotlyChart')];
    const done = app?.dataset.testScriptState === 'notRunning'
        && document.querySelector('h1')
        && !document.querySelector('[data-testid=stSkeleton], [data-testid=stSpinner], [data-stale=true]')
        && charts.filter(chart => chart.offsetParent).every(chart => {
            const plot = chart.querySelector('.js-plotly-plot'), drawn = chart.querySelector('svg.main-svg');
            return drawn && plot.style.visibility !== 'hidden' && Math.abs(drawn.clientWidth - plot.clientWidth) < 2;
        });
    if (!done) { window.restsSince = 0; return false; }
    window.restsSince ||= performance.now();
    return performance.now() - window.restsSince > 200;
}"""

CUT_WORDS = """charts => charts.flatMap(chart => {
    const frame = chart.getBoundingClientRect();
    return [...chart.querySelectorAll('svg text')].filter(words => {
        const box = words.getBoundingClientRect();
        return words.textContent.trim() && box.width
            && (box.left < frame.left - 2 || box.right > frame.right + 2
                || box.top < frame.top - 2 || box.bottom > frame.bottom + 2);
    }).map(words => words.textContent);
})"""


def slug(entry: Entry) -> str:
    """The address of a page below the root; the first page is the root itself."""
    return "" if entry is HOME else entry.script.split("/")[-1].removesuffix(".py")


def name(entry: Entry) -> str:
    """A page's name in the report of a test run."""
    return entry.title.lower().replace(" ", "_")


@dataclass
class Visit:
    """A page open in the browser, with everything it did wrong since it was opened."""

    page: Page
    root: str
    with_sample: bool = False
    complaints: list[str] = field(default_factory=list)
    calls_out: list[str] = field(default_factory=list)

    @classmethod
    def open(
        cls,
        context: BrowserContext,
        root: str,
        path: str = "",
        *,
        scheme: Any = "light",
        width: int = 1280,
        with_sample: bool = False,
    ) -> Self:
        """Open a deep link in a page of its own and wait until it has come to rest."""
        visit = cls.begin(context, root, path, scheme=scheme, width=width, with_sample=with_sample)
        visit.rest()
        return visit

    @classmethod
    def begin(
        cls,
        context: BrowserContext,
        root: str,
        path: str = "",
        *,
        scheme: Any = "light",
        width: int = 1280,
        with_sample: bool = False,
    ) -> Self:
        """Open a deep link in a page of its own, without waiting for what it shows."""
        page = context.new_page()
        page.set_default_timeout(WITHIN)
        page.emulate_media(color_scheme=scheme)
        page.set_viewport_size({"width": width, "height": HEIGHT})
        visit = cls(page, root, with_sample)
        page.on("console", visit._said)
        page.on("pageerror", lambda error: visit.complaints.append(f"page error: {error}"))
        page.on("request", visit._asked)
        page.on("websocket", lambda socket: visit._went(socket.url))
        page.on("response", visit._answered)
        visit.go(path)
        return visit

    def go(self, path: str) -> None:
        """Open a link in the same page, as if it were pasted into the address bar."""
        asked = f"{path}{'&' if '?' in path else '?'}sample=1" if self.with_sample else path
        self.page.goto(f"{self.root}/{asked}")

    def follow(self, path: str) -> None:
        """Open a link in the same page and wait until it has come to rest."""
        self.go(path)
        self.rest()

    def _said(self, message: ConsoleMessage) -> None:
        if message.type == "error" and not message.location["url"].endswith(ASKED_IN_VAIN):
            self.complaints.append(f"console: {message.text} at {message.location['url']}")

    def _answered(self, response: Response) -> None:
        if response.status >= 400 and not response.url.endswith(ASKED_IN_VAIN):
            self.complaints.append(f"{response.status} from {response.url}")

    def _asked(self, request: Request) -> None:
        self._went(request.url)

    def _went(self, address: str) -> None:
        stays = (self.root, self.root.replace("http:", "ws:"), "data:", "blob:")
        if not address.startswith(stays):
            self.calls_out.append(address)

    def rest(self) -> None:
        """Wait until the page has come to rest."""
        self.page.wait_for_function("window.restsSince = 0, true")
        self.page.wait_for_function(AT_REST, polling=50)

    @property
    def heading(self) -> str:
        """The page's first heading."""
        return self.page.locator("h1").inner_text()

    @property
    def charts(self) -> list[Locator]:
        """Every chart on the page."""
        return self.page.locator(".stPlotlyChart").all()

    @property
    def values(self) -> list[str]:
        """The headline values, in order."""
        return self.page.get_by_test_id("stMetricValue").all_inner_texts()

    @property
    def words(self) -> str:
        """All the words of the page that can be seen, without the navigation."""
        return self.page.get_by_test_id("stMain").inner_text()

    @property
    def failures(self) -> list[str]:
        """What the page itself says went wrong."""
        broken = self.page.locator("[data-testid=stException], [data-testid=stAlert], [data-testid=stDialog]")
        return [said for said in broken.all_inner_texts() if BANNER not in said]

    @property
    def overhang(self) -> float:
        """How many pixels the page is wider than the window."""
        main = self.page.get_by_test_id("stMain").evaluate("main => main.scrollWidth - main.clientWidth")
        whole = self.page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        return float(max(main, whole))

    @property
    def cut_words(self) -> list[str]:
        """Words that reach over the edge of their chart."""
        found: list[str] = self.page.locator(".stPlotlyChart").evaluate_all(CUT_WORDS)
        return found

    def chosen(self, label: str) -> str:
        """What a filter shows as chosen."""
        return self.page.get_by_role("combobox", name=label).input_value()

    def choose(self, label: str, option: str) -> None:
        """Choose an option of a filter and wait for the page."""
        box = self.page.get_by_role("combobox", name=label)
        box.click()
        box.fill(option)
        self.page.get_by_role("option", name=option, exact=True).click()
        self.page.wait_for_function("window.restsSince = 0, true")
        self.rest()

    def check_access(self) -> AxeResults:
        """What axe finds on the whole page; the window is made as tall, since axe judges what is in view."""
        wide, tall = self.page.get_by_test_id("stApp").evaluate(
            "app => [app.clientWidth, app.querySelector('[data-testid=stMain]').scrollHeight]"
        )
        self.page.set_viewport_size({"width": wide, "height": max(HEIGHT, tall)})
        return Axe().run(
            self.page,
            context={"exclude": [[selector] for selector in NOT_OURS]},
            options={"runOnly": LAW, "resultTypes": ["violations"]},
        )

    def close(self) -> None:
        self.page.close()
