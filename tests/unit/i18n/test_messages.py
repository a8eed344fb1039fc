"""The four languages say the same things: same messages, same arguments, no gap filled in silence."""

import re
from itertools import pairwise
from pathlib import Path

import pytest
from fluent.syntax import FluentParser, ast
from fluent.syntax.visitor import Visitor

from doseline.checking.registry import REMOVABLE
from doseline.errors import UserError
from doseline.i18n import CONSTRAINTS, LANGUAGES, Messages, constraint_sentence, require_language
from doseline.i18n.bundles import sources
from doseline.network.schema import schemas

SOURCE = Path(__file__).resolve().parents[3] / "src" / "doseline"
WRITING = ("cli", "operations")
"""Rooms that write for people."""


def texts():
    """The text of every module that says something to people."""
    return [path.read_text(encoding="utf-8") for room in WRITING for path in sorted((SOURCE / room).rglob("*.py"))]


class Arguments(Visitor):
    def __init__(self):
        self.names = set()

    def visit_VariableReference(self, node):  # noqa: N802 - the visitor's own naming
        self.names.add(node.id.name)


def messages_of(language):
    """Each message of a language with the names of its arguments."""
    found = {}
    for name, text in sources(language).items():
        resource = FluentParser().parse(text)
        junk = [entry for entry in resource.body if isinstance(entry, ast.Junk)]
        assert not junk, f"{language}/{name}: {junk[0].content}"
        for entry in resource.body:
            if isinstance(entry, ast.Message):
                assert entry.id.name not in found, f"{entry.id.name} stands twice in {language}"
                arguments = Arguments()
                arguments.visit(entry)
                found[entry.id.name] = arguments.names
    return found


@pytest.mark.parametrize("language", [language for language in LANGUAGES if language != "en"])
def test_every_language_has_the_same_messages_with_the_same_arguments(language):
    assert messages_of(language) == messages_of("en")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_files_have_the_same_names(language):
    assert sources(language).keys() == sources("en").keys()


@pytest.mark.parametrize(("one", "other"), list(pairwise(LANGUAGES)))
def test_no_long_message_was_left_untranslated(one, other):
    def sentences(language):
        lines = "\n".join(sources(language).values()).splitlines()
        plain = {re.sub(r"\{.*?\}|^[a-z-]+ = ", "", line).strip() for line in lines if not line.startswith("#")}
        return {line for line in plain if len(re.findall(r"\w{2,}", line)) > 3}

    assert not sentences(one) & sentences(other)


def test_every_message_that_is_asked_for_exists():
    known = messages_of("en").keys()
    asked = {name for text in texts() for name in re.findall(r'"((?:cli|report)-[a-z-]*[a-z])"', text)}
    assert asked
    assert asked <= known


def test_every_message_of_the_report_is_asked_for():
    said = "\n".join(texts())
    built = {"report-state", "report-concern", "report-checked"}  # the last word of these is data
    unused = [
        name
        for name in messages_of("en")
        if name.startswith("report-")
        and f'"{name}"' not in said
        and not any(name.startswith(f"{stem}-") for stem in built)
    ]
    assert not unused


def test_every_table_has_a_name():
    tables = {name.replace("_", "-") for kind in ("country", "plan") for name in schemas(kind)}
    assert {f"table-{name}" for name in tables} == {name for name in messages_of("en") if name.startswith("table-")}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("identifier", CONSTRAINTS)
def test_each_constraint_has_a_sentence(identifier, language):
    bare = constraint_sentence(identifier, language)
    filled = constraint_sentence(identifier, language, product="Lutathera", site="UZ Gent")
    assert bare.endswith(".")
    assert bare[0].isupper()
    if identifier not in {"C00", "C22"}:  # these speak of a plan, and of regions
        assert "Lutathera" in filled or "UZ Gent" in filled
        assert Messages(language)("constraint-any-product") not in filled


def test_whatever_the_checker_judges_has_its_words():
    assert set(CONSTRAINTS) == {"C00", *REMOVABLE}


def test_sentences_differ_between_languages():
    assert len({constraint_sentence("C09", language) for language in LANGUAGES}) == len(LANGUAGES)


@pytest.mark.parametrize(("identifier", "details"), [("C99", {}), ("c01", {}), ("C01", {"colour": "red"})])
def test_an_unknown_constraint_or_detail_is_refused(identifier, details):
    with pytest.raises(UserError, match="Allowed"):
        constraint_sentence(identifier, "en", **details)


def test_regional_forms_are_met_and_strangers_refused():
    assert [require_language(wish) for wish in ("nl-BE", "fr_BE", "DE", "en")] == ["nl", "fr", "de", "en"]
    with pytest.raises(UserError, match="does not speak"):
        require_language("es")


def test_a_missing_message_or_argument_is_refused():
    with pytest.raises(UserError, match="no message 'report-nothing'"):
        Messages("fr")("report-nothing")
    with pytest.raises(UserError, match="could not be filled"):
        Messages("fr")("report-bed")


def test_plurals_follow_the_language():
    assert Messages("en")("report-packages", packages=1) == "one package"
    assert Messages("nl")("report-packages", packages=2) == "2 colli"
    # French counts nought as singular, as its plural rules have it.
    assert Messages("fr")("report-stays-centres", centres=0) == "dans 0 centre"


def test_names_come_through_unchanged():
    assert "<b>&" in constraint_sentence("C06", "de", product="<b>&")


def test_an_abbreviation_at_the_end_of_a_sentence_lends_it_its_full_stop():
    assert Messages("de")("why-withheld-not-given", on="Mo. 5. Apr.").count("..") == 0
    assert Messages("de")("why-still-open", until="Mo. 5. Apr.").startswith("Sein Zeitfenster endet am Mo. 5. Apr., ")
    tail = Messages("de")("cli-explain-late", cycles="Apr.")
    assert not tail.endswith("..")
    assert Messages("en")("cli-plan-report", path="../plan/..") == "Report: ../plan/.."


def test_french_binds_its_signs_to_the_word_before_and_leaves_what_it_is_filled_with():
    say = Messages("fr")
    assert say("report-labelled", label="C20", text="a : b") == "C20\N{NO-BREAK SPACE}: a : b"
    assert "«\N{NO-BREAK SPACE}Touche\N{NO-BREAK SPACE}»" in say("report-concern-note")
    assert Messages("en")("report-labelled", label="C20", text="a") == "C20: a"


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_message_leaves_a_sign_loose_or_bound_the_wrong_way(language):
    loose = {
        key: line
        for name, text in sources(language).items()
        for key, line in enumerate(text.splitlines(), start=1)
        if not line.startswith("#") and re.search(r"[\w})»]:(?:\s|$)" if language == "fr" else r" [:;!?](?:\s|$)", line)
    }
    assert not loose


@pytest.mark.parametrize(
    ("language", "one", "many"),
    [
        ("en", "one vial (1 unused) from one order", "4 vials (2 unused) from 3 orders"),
        ("nl", "één flacon (1 ongebruikt) uit één bestelling", "4 flacons (2 ongebruikt) uit 3 bestellingen"),
        ("fr", "1 flacon (1 inutilisé) de 1 commande", "4 flacons (2 inutilisés) de 3 commandes"),
        ("de", "eine Durchstechflasche (1 ungenutzt) aus einer Bestellung", "4 Durchstechflaschen (2 ungenutzt) aus 3"),
    ],
)
def test_the_supply_of_a_plan_has_its_plurals(language, one, many):
    say = Messages(language)
    assert say("cli-plan-supply", vials=1, unused=1, orders=1, batches=0, shipments=1).startswith(one)
    assert say("cli-plan-supply", vials=4, unused=2, orders=3, batches=0, shipments=1).startswith(many)
