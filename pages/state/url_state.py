"""Choices that live in the address: each is a control bound to a key there, and a value unknown here is passed over."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar
from urllib.parse import quote, urlencode

import streamlit as st

from pages.small_print import small

LONGEST_QUOTE = 40
NOTHING: Mapping[str, str] = {}
Value = TypeVar("Value")


def begin() -> None:
    """Forget what the last run chose: called once, before the first control."""
    st.session_state["address"] = {}
    st.session_state.pop("opened with", None)
    # What was passed over before an address was put right, and the run begun anew, is still to be said.
    st.session_state.setdefault("passed_over", [])


def one(
    key: str, label: str, options: Mapping[str, Value], also: Mapping[str, str] = NOTHING, *, is_row: bool = False
) -> Value:
    """One of the options, the first unless the reader or the address says otherwise.

    Args:
        key: The name in the address.
        label: The control's label.
        options: What the reader sees, and the address holds, with what it means.
        also: Other spellings, in small letters, each with the option it stands for.
        is_row: Show all options in a row, which is better for few.

    Returns:
        What the chosen option means.
    """
    _mend(key, label, options, also, is_one=True)
    names = list(options)
    if is_row:
        name = st.segmented_control(label, names, default=names[0], required=True, key=key, bind="query-params")
    else:
        _say_once(key)
        name = st.selectbox(label, names, key=key, bind="query-params")
    # Only what is not the first is in the address.
    if name != names[0]:
        _address()[key] = [name]
    return options[name]


def several(
    key: str, label: str, options: Mapping[str, Value], also: Mapping[str, str] = NOTHING, *, most: int, none: str
) -> list[Value]:
    """Some of the options, in the order chosen; none of them at first.

    A list to add from, and a button for each that takes it out again: Streamlit's own control for several writes them
    in white on the accent, which in the dark scheme is too pale to read. The address alone holds them.

    Args:
        key: The name in the address.
        label: The control's label.
        options: What the reader sees, and the address holds, with what it means.
        also: Other spellings, in small letters, each with the option it stands for.
        most: How many may be chosen.
        none: What the control says while none is.

    Returns:
        What the chosen options mean.
    """
    _mend(key, label, options, also, is_one=False)
    names = [name for name in dict.fromkeys(st.query_params.get_all(key)) if name in options][:most]
    add = f"add to {key}"
    st.selectbox(
        label,
        [name for name in options if name not in names],
        index=None,
        placeholder=f"{len(names)} of {most}: add another" if names else none,
        key=add,
        on_change=_add,
        args=(key, add, names),
        disabled=len(names) == most,
    )
    if names:
        _address()[key] = names
        with st.container(horizontal=True, gap="xsmall"):
            for name in names:
                others = [other for other in names if other != name]
                st.button(
                    name,
                    key=f"{key} without {name}",
                    help=f"Take out {name}",
                    type="tertiary",
                    icon=":material/close:",
                    on_click=_hold,
                    args=(key, others),
                )
    return [options[name] for name in names]


def _add(key: str, control: str, names: list[str]) -> None:
    _hold(key, [*names, st.session_state[control]])
    st.session_state[control] = None


def _hold(key: str, names: list[str]) -> None:
    st.query_params[key] = names


def any_of(key: str, label: str, options: Mapping[str, Value]) -> list[Value]:
    """Some of a few options, in their order: all of them at first, perhaps none."""
    _mend(key, label, options, {name.casefold(): name for name in options}, is_one=False)
    names = list(options)
    chosen = st.pills(label, names, default=names, selection_mode="multi", key=key, bind="query-params")
    if len(chosen) < len(names):
        _address()[key] = chosen or [""]
    return [meant for name, meant in options.items() if name in chosen]


def switch(key: str, label: str, option: str) -> bool:
    """Whether the reader, or the address, asks for something that is not shown otherwise; `label` is read aloud."""
    _mend(key, label, {option: True}, {option.casefold(): option}, is_one=True)
    is_on = st.pills(label, [option], key=key, label_visibility="collapsed", bind="query-params") == option
    if is_on:
        _address()[key] = [option]
    return is_on


def text(key: str, label: str, hint: str) -> str:
    """Free words, of which every one means something; none at first, when the control shows the hint."""
    words = (st.text_input(label, key=key, placeholder=hint, type="search", bind="query-params") or "").strip()
    if words:
        _address()[key] = [words]
    return words


def say_what_was_passed_over() -> None:
    """A quiet line for every value of the address that means nothing here, drawn where this is called."""
    said: list[str] = st.session_state["passed_over"]
    while said:
        small(said.pop(0))


def hold(key: str, value: str) -> None:
    """Have links to the present view say what a control says that is bound to nothing here."""
    _address()[key] = [value]


def pass_over(label: str, value: str) -> None:
    """Note that the address asks for what means nothing here; said where say_what_was_passed_over is called."""
    quoted = value[:LONGEST_QUOTE].replace("`", "'")
    st.session_state.setdefault("passed_over", []).append(
        f"The address asks for “{label.lower()}” `{quoted}`, which is not known here; it was ignored."
    )


def here() -> str:
    """The address of the present view, as far as it is drawn: parts of two views are never taken for each other."""
    return link(address())


def link(chosen: Mapping[str, list[str]]) -> str:
    """The address of this page with what was chosen there."""
    page = st.context.url or ""
    asked = urlencode(chosen, doseq=True, quote_via=quote)
    return f"{page}?{asked}" if asked else page


def address() -> dict[str, list[str]]:
    """What the controls drawn so far hold, as far as it is not what they hold unasked."""
    return dict(st.session_state.get("address", {}))


def _address() -> dict[str, list[str]]:
    held: dict[str, list[str]] = st.session_state["address"]
    return held


def _say_once(key: str) -> None:
    """Have the address name a choice once: Streamlit carries it to another page beside the same in a link's address."""
    named = st.query_params.get_all(key)
    # Only what is chosen now is set, since what Streamlit remembers of the address may be older than that.
    if len(named) > 1 and st.session_state.get(key) == named[-1]:
        st.session_state[key] = named[-1]


def _mend(key: str, label: str, options: Mapping[str, object], also: Mapping[str, str], *, is_one: bool) -> None:
    """Put another spelling in the address right; note what means nothing here, before Streamlit removes it."""
    given = [value for value in st.query_params.get_all(key) if value]
    given = given[-1:] if is_one else given
    right = [value if value in options else also.get(value.casefold(), "") for value in given]
    if any(known and known != value for value, known in zip(given, right, strict=True)):
        st.query_params[key] = [known or value for value, known in zip(given, right, strict=True)]
        st.rerun()
    for value, known in zip(given, right, strict=True):
        if not known:
            pass_over(label, value)
