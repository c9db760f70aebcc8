"""The lints of installed plugins: all of them together, since a check wants whatever there is."""

from __future__ import annotations

from digestkit.checks.contract import Lint
from digestkit.diagnostics import Code, Diagnostic
from digestkit.errors import PluginError, UnknownFormatError
from digestkit.registry import claimants, discovery, installed, kinds


def lints() -> tuple[tuple[Lint, ...], tuple[Diagnostic, ...]]:
    """The lints of all installed plugins, and a diagnostic for each plugin that cannot be used.

    Of two plugins with one prefix neither is used: what `--ignore ACM` is about must not depend on chance.
    """
    made: list[Lint] = []
    broken: list[Diagnostic] = []
    everything = discovery.of(kinds.CHECKS)
    for found in everything:
        if claimants.off(found) is not None or claimants.is_passed_over(found, everything):
            continue
        clash = claimants.clash(kinds.CHECKS, found, everything, ())
        if clash:
            broken.append(_broken(f"checks {found.name!r} of {found.owner} are not used: {clash}"))
            continue
        try:
            made += installed.load(found)
        except PluginError as error:
            broken.append(_broken(str(error)))
    return tuple(made), tuple(broken)


def of_prefix(prefix: str) -> tuple[Lint, ...]:
    """The lints whose codes begin with a prefix; imports the one plugin that has them.

    Empty where there is none; raises `PluginError` for one that is broken, or that two plugins claim.
    """
    try:
        found = claimants.one(kinds.CHECKS, prefix, lambda name: f"no checks {name!r}")
    except UnknownFormatError:
        return ()
    made: tuple[Lint, ...] = installed.load(found)
    return made


def _broken(message: str) -> Diagnostic:
    return Diagnostic(Code.PLUGIN_BROKEN, message)
