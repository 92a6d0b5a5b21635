"""What whoever hosts the dashboard may set in the environment; what is wrong there is refused in a sentence."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass

from web.origin import Origin

ORIGINS, ANCESTORS, BASE_PATH, PROXIES = "SES_ORIGINS", "SES_FRAME_ANCESTORS", "SES_BASE_PATH", "FORWARDED_ALLOW_IPS"
SESSIONS = "SES_SESSIONS"
SOURCE = re.compile(
    r"'self'|'none'|(https?://)?(\*\.)?[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:([0-9]{1,5}|\*))?", re.IGNORECASE
)
STEP = re.compile(r"[A-Za-z0-9._~-]+")


class UnreadableSetting(Exception):
    """A setting says what cannot be meant; the sentence names it."""


@dataclass(frozen=True)
class Settings:
    """Settings of one server.

    `origins` are the addresses at which readers open the dashboard; where none is given, the one a request came to.
    `ancestors` are the pages that may show it in a frame, as in a content security policy.
    `base_path` is the path below which all is served, such as "/ses"; empty for the root of a host.
    `proxies` are the addresses of proxies whose X-Forwarded headers are believed, as uvicorn understands them.
    `sessions` is how many may be open at a time: a reader's takes 0.2 MB, and one that fills it on purpose 2.5.
    """

    origins: frozenset[Origin] = frozenset()
    ancestors: str = "'self'"
    base_path: str = ""
    proxies: str = "127.0.0.1"
    sessions: int = 1000

    @classmethod
    def read(cls, environment: Mapping[str, str] = os.environ) -> Settings:
        """The settings of this environment; raises UnreadableSetting."""
        words = re.split(r"[\s,]+", environment.get(ORIGINS, "").strip())
        return cls(
            frozenset(_read_origin(each) for each in filter(None, words)),
            _read_ancestors(environment.get(ANCESTORS, "").strip() or cls.ancestors),
            _read_base_path(environment.get(BASE_PATH, "").strip()),
            environment.get(PROXIES, "").strip() or cls.proxies,
            _sessions(environment.get(SESSIONS, "").strip() or str(cls.sessions)),
        )


def _read_origin(text: str) -> Origin:
    origin = Origin.parse(text)
    if origin is None:
        raise UnreadableSetting(
            f"{ORIGINS}: '{text}' is no address of a host; write it as the browser shows it, without a path, such as "
            "https://ses.example.gov"
        )
    return origin


def _read_ancestors(text: str) -> str:
    sources = text.split()
    wrong = [source for source in sources if not SOURCE.fullmatch(source)]
    if wrong or ("'none'" in sources and len(sources) > 1):
        raise UnreadableSetting(
            f"{ANCESTORS}: '{wrong[0] if wrong else text}' names no page that may show the dashboard in a frame; "
            "write 'self', 'none' or hosts such as https://portal.example.gov"
        )
    return " ".join(sources)


def _read_base_path(text: str) -> str:
    steps = [step for step in text.split("/") if step]
    if any(not STEP.fullmatch(step) or not step.strip(".") for step in steps):
        raise UnreadableSetting(f"{BASE_PATH}: '{text}' is no path; write it such as /ses")
    return "".join(f"/{step}" for step in steps)


def _sessions(text: str) -> int:
    if not re.fullmatch(r"[1-9][0-9]{0,5}", text):
        raise UnreadableSetting(f"{SESSIONS}: '{text}' is no number of sessions; write it such as 1000")
    return int(text)
