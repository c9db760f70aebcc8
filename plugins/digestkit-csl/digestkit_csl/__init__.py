"""CSL-JSON and RIS: references for Zotero, Mendeley, EndNote, pandoc and everything else that reads CSL."""

from __future__ import annotations

from collections.abc import Callable

import digestkit
from digestkit_csl.csl_json import csl_json
from digestkit_csl.ris import ris

__all__ = ["csl_json", "ris"]


@digestkit.hookimpl
def digestkit_register_exporters(register: Callable[[digestkit.Exporter], None]) -> None:
    """Offer both formats; each has an entry point of its own name that leads here."""
    register(csl_json)
    register(ris)
