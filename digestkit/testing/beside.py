"""Run the inputs of a conformance class in another process, at another place and time.

Run as a script by `moved`, never imported: variables, the hash seed and the working directory are set from
outside, the others of the variations here, before anything is imported that could look at them.
"""

from __future__ import annotations

import hashlib
import importlib.util
import json
import sys
from pathlib import Path
from types import ModuleType


def _elsewhere() -> ModuleType:
    """The script that moves the clock for exporters, which imports nothing of digestkit."""
    spec = importlib.util.spec_from_file_location("elsewhere", Path(__file__).with_name("elsewhere.py"))
    if spec is None or spec.loader is None:
        raise ImportError("elsewhere.py is missing")
    made = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(made)
    return made


def main() -> None:
    """Read what to run, as JSON, from the first argument; write hashes of its outputs, or one, to a file."""
    request = json.loads(sys.argv.pop())
    moves = _elsewhere()
    moves.move(request)
    conformance = moves.find_class(request["module"], request["path"], request["qualname"])
    wanted, hashes = request["wanted"], []
    for number, (_, data) in enumerate(conformance().outputs()):
        if number == wanted:
            Path(request["target"]).write_bytes(data)
            return
        hashes.append(hashlib.sha256(data).hexdigest())
    Path(request["target"]).write_text(json.dumps(hashes))


if __name__ == "__main__":
    main()
