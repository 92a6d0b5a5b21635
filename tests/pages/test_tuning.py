"""What is changed in Streamlit changes nothing of what a reader is sent, only when and at what cost."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.NewSession_pb2 import CustomThemeConfig
from streamlit.runtime.app_session import AppSession
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.runtime.script_data import ScriptData
from streamlit.runtime.scriptrunner import ScriptRunnerEvent
from streamlit.runtime.scriptrunner.script_cache import ScriptCache

import tuning
from tests.bench.pages_reader import Reader
from tests.browser.server import Server
from tests.conftest import ROOT

SECTIONS = ("light", "dark", "sidebar", "light.sidebar", "dark.sidebar")


@pytest.fixture(scope="module")
def runs(published_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[list[ForwardMsg]]]:
    """What two readers are sent, who open the overview one after the other and each of them twice."""
    server = Server.start(published_folder, tmp_path_factory.mktemp("log") / "serve.log")

    async def read() -> list[list[ForwardMsg]]:
        readers = [await Reader.arrive(server.address) for _ in range(2)]
        return [_run((await reader.open("")).messages) for reader in readers for _ in range(2)]

    yield asyncio.run(read())
    server.end()


def _run(messages: list[ForwardMsg]) -> list[ForwardMsg]:
    """Without what is still said of the run before."""
    return messages[next(place for place, sent in enumerate(messages) if sent.HasField("new_session")) :]


def test_pieces_arrive_in_their_order(runs: list[list[ForwardMsg]]) -> None:
    for _, *pieces, last in runs:
        assert last.HasField("script_finished")
        opened = {(0,)}
        for piece in pieces:
            if piece.HasField("delta"):
                path = tuple(piece.metadata.delta_path)
                assert path[:-1] in opened or len(path) == 2
                if piece.delta.HasField("add_block"):
                    opened.add(path)
        assert len(opened) > 10


def test_every_run_has_the_theme_as_configured(runs: list[list[ForwardMsg]]) -> None:
    configured = CustomThemeConfig()
    tuning._theme(configured)
    for section in SECTIONS:
        part = configured
        for name in section.split("."):
            part = getattr(part, name)
        tuning._theme(part, f"theme.{section}")
    assert configured.light.primary_color == "#1F4E79"
    assert [sent[0].new_session.custom_theme for sent in runs] == [configured] * 4


def test_pieces_are_told_together_and_an_end_at_once() -> None:
    tuning.tune()

    async def told() -> list[list[str]]:
        session = AppSession(
            ScriptData(str(ROOT / "dashboard.py")), MemoryUploadedFileManager("/"), ScriptCache(), None, {}
        )
        found: list[list[str]] = []

        async def tell(event: ScriptRunnerEvent, numbers: range, seconds: float) -> None:
            for number in numbers:
                message = ForwardMsg(page_info_changed={"query_string": f"{number}"})  # type: ignore[arg-type]
                session._on_scriptrunner_event(None, ScriptRunnerEvent.ENQUEUE_FORWARD_MSG, forward_msg=message)
            if event is not ScriptRunnerEvent.ENQUEUE_FORWARD_MSG:
                session._on_scriptrunner_event(None, event)
            await asyncio.sleep(seconds)
            found.append([sent.page_info_changed.query_string for sent in session.flush_browser_queue()])

        await tell(ScriptRunnerEvent.ENQUEUE_FORWARD_MSG, range(3), 0)
        await tell(ScriptRunnerEvent.ENQUEUE_FORWARD_MSG, range(3, 6), 4 * tuning.TOGETHER)
        await tell(ScriptRunnerEvent.SCRIPT_STOPPED_WITH_SUCCESS, range(6, 8), 0)
        session.shutdown()
        return found

    nothing, six, rest = asyncio.run(told())
    assert nothing == []
    assert six == [*"012345"]
    assert rest[:2] == [*"67"]
    assert len(rest) > 2
