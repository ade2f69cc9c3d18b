"""Memory that is no longer needed, given back to the machine."""

from __future__ import annotations

import ctypes


def give_back() -> None:
    """Building a content leaves a third of what it took in holes; on Linux with glibc they can be given back."""
    try:
        ctypes.CDLL(None).malloc_trim(0)
    except (OSError, AttributeError, TypeError):  # another system
        return
