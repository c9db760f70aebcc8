"""Calls of the system that fail, each in turn: what files promise must hold wherever one does."""

import os

CALLS = ("chmod", "chown", "fsync", "link", "mkdir", "open", "rename", "replace", "rmdir", "unlink", "write")
"""What changes something on the disk."""


class Killed(BaseException):
    """The end of the process, as far as its files are concerned: nothing works any more."""


class Faults:
    """Counts calls of the system, and lets one fail, before or after it did its work, or it and all later."""

    def __init__(self, patch, at, error, *, after=False, for_good=False):
        self.count, self.at, self.error, self.after, self.for_good = 0, at, error, after, for_good
        for name in CALLS:
            patch.setattr(os, name, self._guarded(getattr(os, name)))

    def _guarded(self, call):
        def guarded(*arguments, **settings):
            self.count += 1
            fails = self.count == self.at or (self.for_good and self.count > self.at)
            if fails and not self.after:
                raise self.error
            result = call(*arguments, **settings)
            if fails:
                raise self.error
            return result

        return guarded
