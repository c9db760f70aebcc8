"""Run the inputs of a conformance class in another process, at another place and time.

Run as a script by `plugged`, never imported: the hash seed, time zone and working directory are set from
outside; the clock and the locale are changed here, before anything is imported that could look at them.
"""

from __future__ import annotations

import contextlib
import importlib.util
import json
import locale
import sys
from pathlib import Path
from types import ModuleType

_LOCALES = ("tr_TR.UTF-8", "de_DE.UTF-8", "ko_KR.UTF-8", "fr_FR.UTF-8")


def _elsewhere() -> ModuleType:
    """The script that moves the clock for exporters, which imports nothing of digestkit."""
    spec = importlib.util.spec_from_file_location("elsewhere", Path(__file__).with_name("elsewhere.py"))
    if spec is None or spec.loader is None:
        raise ImportError("elsewhere.py is missing")
    made = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(made)
    return made


def main() -> None:
    """Read what to run, as JSON, from the first argument; write the fingerprints of its outputs as JSON."""
    request = json.loads(sys.argv[1])
    moves = _elsewhere()
    moves.move_clock()
    for name in _LOCALES:
        with contextlib.suppress(locale.Error):
            locale.setlocale(locale.LC_ALL, name)
            break
    # The tests' own, which a test runner may have extended; `-P` keeps this script's folder out.
    sys.path[:] = request["sys_path"]
    conformance = moves.find_class(request["module"], request["path"], request["qualname"])
    sys.stdout.write(json.dumps(conformance().fingerprints()))


if __name__ == "__main__":
    main()
