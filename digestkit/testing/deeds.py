"""Whether an exporter does anything but yield chunks."""

from __future__ import annotations

from collections.abc import Iterator

from digestkit.testing.findings import Finding, setting
from digestkit.testing.study import ALL, Study, limited, sample
from digestkit.testing.watch import watched


def done(study: Study) -> Iterator[Finding]:
    """Network, files, programs, threads, printing, logging, warnings, and the state of the process."""
    for given in study.settings():
        for name in ("everything", *([] if given else [ALL])):
            with watched(study.allows) as deeds:
                try:
                    # Making the export is the host's work, but imports and `carries` are the exporter's.
                    export, _ = study.export(given)
                    for _ in limited(export.chunks(sample(name))):
                        pass
                except Exception:  # noqa: BLE001, S110 - another check is about what it raises
                    pass
            if deeds:
                yield Finding(
                    f"it does what no exporter may do{setting(given)}: "
                    + "; ".join(list(dict.fromkeys(deeds))[:5])
                )
                return
