"""What is said on Streamlit's sockets, as far as the server itself says or reads it."""

from __future__ import annotations

from pathlib import Path

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

ADDRESS = "/_stcore/stream"
PROTOCOL = "streamlit"


def question(page: str, query: str, theme: str) -> bytes:
    """What a browser says to be sent a page, in that color scheme."""
    message = BackMsg()
    message.rerun_script.page_name, message.rerun_script.query_string = page, query
    message.rerun_script.context_info.color_scheme = theme
    return bytes(message.SerializeToString())


def is_end_of_page(told: bytes) -> bool:
    """Whether a browser is told that the page is whole, or will not be."""
    return bool(ForwardMsg.FromString(told).HasField("script_finished"))


def without_folder(told: bytes) -> bytes:
    """The same, in which the program's script is named and not where it lies."""
    message = ForwardMsg.FromString(told)
    if message.HasField("new_session"):
        message.new_session.main_script_path = Path(message.new_session.main_script_path).name
    return bytes(message.SerializeToString())
