"""Canonical JSON: one value, one sequence of bytes.

Keys sorted by code point, no white space, UTF-8, no floating-point numbers: a number with decimals is written as text,
so that every reader in every language recomputes the same bytes. A subset of RFC 8785.
"""

import json
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID


def canonical(value: object) -> bytes:
    """The bytes of a value made of text, whole numbers, truth values, nothing, lists and string-keyed mappings.

    Raises `TypeError` for anything else, floating-point numbers among it.
    """
    return json.dumps(_plain(value), ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def plain(value: object) -> Any:
    """A value as JSON keeps it: dates in ISO 8601, moments in UTC with Z, decimals and UUIDs as text."""
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%dT%H:%M:%SZ")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal | UUID):
        return str(value)
    if isinstance(value, Mapping):
        return {str(key): plain(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [plain(each) for each in value]
    return value


def _plain(value: object) -> object:
    if value is None or isinstance(value, str | bool | int):
        return value
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    if isinstance(value, Mapping) and all(isinstance(key, str) for key in value):
        return {key: _plain(each) for key, each in value.items()}
    raise TypeError(f"no canonical form for {type(value).__name__}: {value!r}")
