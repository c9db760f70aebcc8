"""One export under the host's eyes: chunks, losses, and whose fault an exception is."""

import attrs
import pytest

from digestkit.diagnostics import Code
from digestkit.errors import CheckError, InputError, ModelError, OutputError, PluginError, UsageError
from digestkit.export.contract import exporter
from digestkit.export.run import Export
from digestkit.model import Media
from digestkit.testing import samples


@attrs.frozen
class Options:
    count: int = 1
    votes: bool = False


def made(export, *, name="sample", owner="digestkit-sample 1.0", **given):
    record = {"suffix": ".txt", "media_type": "text/plain", "summary": "For a test."} | given
    return attrs.evolve(exporter(name, **record)(export), owner=owner)


def run(export, digests=None, **given):
    context = {key: given.pop(key) for key in ("title", "language", "base_url") if key in given}
    options = given.pop("values", {})
    ready = Export(made(export, **given), options=options, report=lambda _diagnostic: None, **context)
    return list(ready.chunks([samples.digest(samples.paper())] if digests is None else digests))


def test_chunks_come_as_they_are_made():
    pulled = []

    def source():
        for digest in samples.stream(3):
            pulled.append(digest)
            yield digest

    def lines(digests, _context):
        for digest in digests:
            yield f"{digest.date}\n"

    chunks = Export(made(lines), options={}, report=print).chunks(source())
    assert not pulled
    assert next(chunks) == "2024-07-05\n"
    assert len(pulled) == 1
    assert len(list(chunks)) == 2


def test_the_exporter_sees_its_options_and_context():
    def show(_digests, context):
        yield repr((context.options, context.title, context.language, context.base_url))

    [shown] = run(
        show, options=Options, values={"count": ["3"]}, title="T", language="ko", base_url="https://b/"
    )
    assert shown == "(Options(count=3, votes=False), 'T', 'ko', 'https://b/')"
    assert run(show) == ["(None, None, None, None)"]


def test_a_class_is_an_exporter_too():
    class Lines:
        def __init__(self, digests, _context):
            self.digests = digests

        def __iter__(self):
            return (digest.title for digest in self.digests)

    assert run(Lines) == ["Daily Papers"]


def test_a_list_of_chunks_will_do():
    assert run(lambda digests, _context: [digest.title for digest in digests]) == ["Daily Papers"]


def test_wrong_options_are_refused_before_anything_runs():
    with pytest.raises(UsageError, match="sample has no option 'cuont'; did you mean 'count'"):
        Export(made(None, options=Options), options={"cuont": "3"}, report=print)


def boom(_digests, _context):
    yield "one"
    raise ValueError("no luck")


@pytest.mark.parametrize(
    ("export", "binary", "message"),
    [
        (boom, False, "exporter 'sample' of digestkit-sample 1.0 failed: ValueError: no luck"),
        (lambda _digests, _context: "text", False, "must yield chunks, but returned str"),
        (lambda _digests, _context: b"bytes", True, "must yield chunks, but returned bytes"),
        (lambda _digests, _context: None, False, "must yield chunks, but returned NoneType"),
        (lambda _digests, _context: [b"x"], False, "declares str and yields bytes"),
        (lambda _digests, _context: ["x"], True, "declares bytes and yields str"),
        (lambda _digests, _context: [3], False, "declares str and yields int"),
        (lambda _digests, _context: [bytearray(b"x")], True, "declares bytes and yields bytearray"),
        (lambda _digests: [], False, "TypeError"),
    ],
)
def test_a_fault_of_the_exporter_names_it_and_its_distribution(export, binary, message):
    with pytest.raises(PluginError) as caught:
        run(export, binary=binary)
    assert "exporter 'sample' of digestkit-sample 1.0" in str(caught.value)
    assert message in str(caught.value)
    assert caught.value.exit_code == 3


class Markup(str):
    """As of a template engine, with methods of its own."""

    __slots__ = ()

    def encode(self, *_arguments):
        raise ZeroDivisionError

    __len__ = __str__ = __iter__ = __hash__ = encode


class Octets(bytes):
    __slots__ = ()

    def __len__(self):
        raise ZeroDivisionError

    __bytes__ = __iter__ = __buffer__ = __len__


def test_chunks_of_a_subclass_are_taken_for_what_they_hold():
    [text] = run(lambda _digests, _context: [Markup("ü")])
    assert (type(text), text) == (str, "ü")
    [data] = run(lambda _digests, _context: [Octets(b"\xff")], binary=True)
    assert (type(data), data) == (bytes, b"\xff")


def test_an_exporter_without_a_distribution_is_named_alone():
    with pytest.raises(PluginError) as caught:
        run(boom, owner=None)
    assert str(caught.value) == "exporter 'sample' failed: ValueError: no luck"


def test_a_fault_is_told_once():
    """What the host has found wrong with an exporter is not wrapped in a second message."""
    with pytest.raises(PluginError) as caught:
        run(lambda _digests, _context: "text")
    assert str(caught.value) == (
        "exporter 'sample' of digestkit-sample 1.0 must yield chunks, but returned str"
    )
    assert caught.value.__cause__ is None


def test_the_cause_of_a_fault_is_kept():
    with pytest.raises(PluginError) as caught:
        run(boom)
    assert isinstance(caught.value.__cause__, ValueError)


@pytest.mark.parametrize(
    "error",
    [
        SystemExit(0),
        SystemExit,
        RecursionError(),
        GeneratorExit(),
        CheckError("not mine to say"),
        OutputError("not mine to say"),
        type("Odd", (BaseException,), {}),
    ],
)
def test_not_even_exits_get_past_the_host(error):
    def leave(_digests, _context):
        yield "one"
        raise error

    with pytest.raises(PluginError, match="failed: "):
        run(leave)


def test_a_users_interrupt_goes_through():
    def interrupted(_digests, _context):
        yield "one"
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run(interrupted)


def test_a_stray_stop_iteration_is_a_fault_and_not_an_end():
    class Chunks:
        def __init__(self, _digests, _context):
            raise StopIteration

    with pytest.raises(PluginError, match="StopIteration"):
        run(Chunks)


@pytest.mark.parametrize("error", [InputError("gone"), ValueError("bad"), SystemExit(1)])
def test_what_the_digests_raise_is_not_the_exporters_fault(error):
    def failing():
        yield samples.digest()
        raise error

    with pytest.raises(type(error)) as caught:
        run(lambda digests, _context: (digest.title for digest in digests), failing())
    assert caught.value is error


@pytest.mark.parametrize("error", [UsageError("these options do not go together"), InputError("damaged")])
def test_what_an_exporter_says_to_the_user_goes_through(error):
    def says(_digests, _context):
        raise error

    with pytest.raises(type(error)) as caught:
        run(says)
    assert caught.value is error


def test_a_bad_model_value_is_the_exporters_fault():
    with pytest.raises(PluginError) as caught:
        run(lambda _digests, _context: [Media("sound", "x").url])
    assert isinstance(caught.value.__cause__, ModelError)


def test_an_export_that_is_left_early_closes_the_exporter():
    closed = []

    def lines(digests, _context):
        try:
            for digest in digests:
                yield digest.title
        finally:
            closed.append(True)

    chunks = Export(made(lines), options={}, report=print).chunks(samples.stream(3))
    next(chunks)
    chunks.close()
    assert closed == [True]


def test_losses_are_what_is_not_carried_and_what_the_exporter_dropped():
    def drops(digests, context):
        for digest in digests:
            for paper in digest.papers:
                context.report("one video was left out", paper, Code.DROPPED)
                context.report("just so you know", paper)
                yield paper.title

    told = []
    carries = ("date", "digest", "title", "url", "media", "authors", "authors_truncated")
    export = Export(made(drops, carries=carries), options={}, report=told.append)
    assert export.losses == ()
    list(export.chunks([samples.digest(samples.paper())]))
    assert [(loss.code, loss.message) for loss in export.losses] == [
        (Code.NOT_CARRIED, "sample does not carry: votes (1 paper), summary (1)"),
        (Code.DROPPED, "one video was left out"),
    ]
    assert [diagnostic.message for diagnostic in told] == ["one video was left out", "just so you know"]


def test_digests_that_are_left_unread_are_a_loss():
    def first(digests, _context):
        yield next(digests).title

    export = Export(made(first), options={}, report=print)
    assert list(export.chunks(samples.stream(1))) == ["Daily Papers"]
    assert export.losses == ()
    list(export.chunks(samples.stream(2)))
    assert [(loss.code, loss.message) for loss in export.losses] == [
        (Code.DROPPED, "exporter 'sample' of digestkit-sample 1.0 left digests unread")
    ]


def test_losses_add_up_over_several_outputs():
    export = Export(
        made(lambda digests, _context: (digest.title for digest in digests), carries=("digest",)),
        options={},
        report=print,
    )
    for _ in range(2):
        list(export.chunks([samples.digest()]))
    assert [loss.message for loss in export.losses] == ["sample does not carry: date (2 digests)"]


def test_what_is_carried_follows_the_options():
    def carries(options):
        return ("date", "digest", "votes") if options.votes else ("date", "digest")

    def export(digests, _context):
        return (str(digest) for digest in digests)

    bare = samples.digest(samples.paper(media=None, authors=(), authors_truncated=False, summary=()))
    lost = {}
    for votes in (True, False):
        ready = Export(made(export, carries=carries, options=Options), options={"votes": votes}, report=print)
        list(ready.chunks([bare]))
        lost[votes] = ready.losses[0].message
    assert lost == {
        True: "sample does not carry: title (1 paper), url (1)",
        False: "sample does not carry: title (1 paper), url (1), votes (1)",
    }


def test_a_declaration_that_fails_for_these_options_is_the_exporters_fault():
    with pytest.raises(PluginError, match="cannot say what it carries: ZeroDivisionError"):
        Export(made(None, carries=lambda _options: 1 // 0), options={}, report=print)


def test_an_exporter_that_reads_twice_fails_instead_of_writing_nothing():
    def twice(digests, _context):
        papers = sum(len(digest.papers) for digest in digests)
        for digest in digests:
            yield f"{digest.title} of {papers}"

    with pytest.raises(PluginError, match=r"TypeError: it reads the digests twice"):
        list(Export(made(twice), options={}, report=print).chunks(samples.stream(2)))
