"""Collects the keys of all texts from the code, and keeps template and catalogs in step: `make messages`.

Keys come from the tables (steps, gestures, rules, levels, states, …) and from the literals of the modules that
speak to staff, so that no key is kept by hand.
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from enum import StrEnum
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po

from bot.conversation.flows import FLOWS
from bot.conversation.grammar import Advice
from bot.domain import guidance
from bot.domain.calendars import NoCalendar
from bot.domain.card import Mark, Towards
from bot.domain.case import CaseState, Closing
from bot.domain.effects import Which
from bot.domain.escalation import NoLadder, Who
from bot.domain.events import Gesture
from bot.domain.facts import SEXES, Detail, Door, Identity, MediaKind, NotKept, Verification
from bot.domain.guidance import Service
from bot.domain.likeness import SUGGESTING, LikenessKind
from bot.domain.packet import ROWS, Item
from bot.domain.phrasebook import OPTIONS, Phrase, step_of
from bot.domain.place import Fix, Flag, Pointing
from bot.domain.retention import Part
from bot.domain.roster import ByHand
from bot.domain.spans import NoSpan
from bot.domain.triage import Level, Rule
from bot.ports import ProposalKind
from handlers.catalogue import DOMAINS, FOLDER
from handlers.journal_words import DID
from handlers.profile import SHOWN

ROOT = FOLDER.parent
_KEY = re.compile(r"^[a-z_]+\.[a-z_]+$")
_SPEAKING = ("bot/use_cases", "handlers")
_PRINTING = frozenset((ROOT / "handlers").glob("*packet*.py"))
"""Modules whose literals are keys of what is printed for the police."""


_SHOWN_ELSEWHERE = (
    *(ProposalKind.PROMPT, ProposalKind.COVER, ProposalKind.SWAP, ProposalKind.UNDO, ProposalKind.CHECK_IN),
    ProposalKind.DIGEST,
    ProposalKind.CALENDAR,
)
_ANNOUNCED = (
    *(ProposalKind.DESK, ProposalKind.ROTATE, ProposalKind.SHIFT, ProposalKind.SPAN, ProposalKind.OFF),
    *(ProposalKind.POLICY, ProposalKind.ROUTE, ProposalKind.CALENDAR, ProposalKind.RULE, ProposalKind.HOURS),
    ProposalKind.BIND,
)


def requester_keys() -> Iterator[str]:
    """Every text that a person who asks for help can see."""
    for name in ("first", "doors", "share_place", "languages", "money", "stopped", "cover", "tool", "code"):
        yield f"screen.{name}"
    for flow in FLOWS.values():
        yield f"screen.{flow.end}"
        yield from (f"screen.{step.text}" for step in flow.steps)
    yield "screen.step.place_also"
    yield from (f"advice.{advice.value}" for advice in Advice if advice is not Advice.TIDY)
    yield from (f"gesture.{gesture.value}" for gesture in Gesture)
    options = {option for flow in FLOWS.values() for step in flow.steps for option in step.options}
    for option in sorted(options):
        yield f"option.{option}"
    for status in ("kept", "with_desk", "taken"):
        yield from (f"status.{status}", f"status.{status}_tidy")
    yield from (f"ask.{phrase.value}" for phrase in Phrase if phrase is not Phrase.WHERE)
    yield from (f"option.{option}" for options in OPTIONS.values() for option in options)
    for command in SHOWN:
        yield f"command.{command}"
    yield from (f"service.{service.value}" for service in Service)
    yield from (f"advisory.{advice.value}" for advice in guidance.Advice)
    yield from ("key.place", "repeat", "tool.answer", "machine")


_OF_DESKS: tuple[tuple[str, type[StrEnum]], ...] = (
    ("level", Level),
    ("state", CaseState),
    ("rule", Rule),
    ("fix", Fix),
    ("flag", Flag),
    ("pointing", Pointing),
    ("media", MediaKind),
    ("sent", NotKept),
    ("door", Door),
    ("detail", Detail),
    ("mark", Mark),
    ("towards", Towards),
    ("shift", NoSpan),
    ("policy", NoLadder),
    ("roster", ByHand),
    ("calendar", NoCalendar),
    ("closing", Closing),
    ("identity", Identity),
    ("checked", Verification),
    ("cases", Which),
    ("phrase", Phrase),
    ("item", Item),
    ("part", Part),
)
"""Texts for each value of these."""


def desk_keys() -> Iterator[str]:
    """Every text that officers and admins can see."""
    yield from (f"{name}.{one.value}" for name, kind in _OF_DESKS for one in kind)
    yield from (f"sex.{sex}" for sex in SEXES)
    yield from (f"ladder.{name}" for name in (*(who.value for who in Who), "again", "answer"))
    yield from (f"unit.{unit}" for unit in ("s", "m", "h"))
    yield from (f"route.{kind}" for kind in ("country", "province", "nation"))
    yield from (f"preview.{kind.value}" for kind in ProposalKind if kind not in _SHOWN_ELSEWHERE)
    yield from (f"announce.{kind.value}" for kind in _ANNOUNCED)
    yield from (f"did.{deed}" for deed in DID)
    for flow in FLOWS.values():
        yield from (f"answered.{step.topic.value}.{option}" for step in flow.steps for option in step.options)
    yield from (f"alike.{kind.value}" for kind in (*sorted(SUGGESTING), LikenessKind.PLACE))
    # Answers that are not asked for any more, and stand in cases.
    yield from ("answered.health.ill", "answered.demand.later")
    yield from (f"answered.{asked}.{answer}" for asked in ("followed", "pressed") for answer in ("yes", "no"))
    yield from (
        f"answered.{step_of(phrase)}.{option}" for phrase, options in OPTIONS.items() for option in options
    )
    found = ("quiet", "late", "stuck", "unheard", "unreadable", "unanswered")
    yield from (f"watch.{name}" for name in ("well", "alarm", *found))
    yield from ("repeat", "unprocessed")
    own = set(requester_keys())
    yield from (key for key in _literals(printing=False) if key not in own)


def packet_keys() -> Iterator[str]:
    """Every text that is printed for the police."""
    yield from (f"item.{item.value}" for item in Item)
    yield from (f"row.{detail.value}" for detail in ROWS)
    yield from (f"writer.{door.value}" for door in Door)
    yield from _literals(printing=True)


def _literals(printing: bool) -> Iterator[str]:
    for folder in _SPEAKING:
        for path in sorted((ROOT / folder).glob("*.py")):
            if (path in _PRINTING) is not printing:
                continue
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                value = node.value if isinstance(node, ast.Constant) else None
                if isinstance(value, str) and _KEY.match(value):
                    yield value


KEYS = {"requester": requester_keys, "desk": desk_keys, "packet": packet_keys}


def keys_of(domain: str) -> list[str]:
    """The keys of one domain, each once, sorted."""
    return sorted(set(KEYS[domain]()))


def _template(domain: str) -> Catalog:
    catalog = Catalog(
        project="rescue-desk", header_comment=f"# Texts of Rescue Desk: {domain}. Keys, not sentences."
    )
    for key in keys_of(domain):
        catalog.add(key)
    return catalog


def _written(catalog: Catalog) -> bytes:
    """Without dates, so that the same keys always give the same file."""
    stream = BytesIO()
    write_po(stream, catalog, width=110, omit_header=False, sort_output=True)
    lines = stream.getvalue().splitlines(keepends=True)
    return b"".join(
        line for line in lines if not line.startswith((b'"POT-Creation', b'"PO-Revision', b'"Generated-By'))
    )


def _refresh(path: Path, domain: str) -> bytes:
    with path.open("rb") as file:
        old = read_po(file, locale=path.parent.parent.name)
    new = Catalog(locale=old.locale, project="rescue-desk", header_comment=old.header_comment)
    for key in keys_of(domain):
        known = old.get(key)
        new.add(key, known.string if known else "", user_comments=known.user_comments if known else ())
    return _written(new)


def refresh(folder: Path = FOLDER) -> list[Path]:
    """Bring template and catalogs in step with the code; the files that changed."""
    wanted = {folder / f"{domain}.pot": _written(_template(domain)) for domain in DOMAINS}
    for domain in DOMAINS:
        for path in sorted(folder.glob(f"*/LC_MESSAGES/{domain}.po")):
            wanted[path] = _refresh(path, domain)
    changed = [path for path, content in wanted.items() if not path.exists() or path.read_bytes() != content]
    for path in changed:
        path.write_bytes(wanted[path])
    return changed


if __name__ == "__main__":
    for path in refresh():
        sys.stdout.write(f"rewritten: {path.relative_to(ROOT)}\n")
