"""A view for every effect: as it usually is, and as large as it can get."""

from dataclasses import replace

from bot.conversation.grammar import Session, View
from bot.domain.calendars import Listed
from bot.domain.card import summarise
from bot.domain.case import Case, CaseState
from bot.domain.drills import Drill
from bot.domain.effects import (
    AmendReply,
    AnswerPress,
    Choice,
    Effect,
    ExportEvent,
    FetchCalendar,
    FetchMedia,
    LeaveChat,
    MarkSent,
    OpenThread,
    Redact,
    RelayToOwner,
    RelayToRequester,
    ReportUnprocessed,
    Reveal,
    Ring,
    SendCalendar,
    SendPacket,
    SendPlace,
    SendReport,
    ShowAudit,
    ShowCases,
    ShowDrill,
    ShowHistory,
    ShowImport,
    ShowKeys,
    ShowNumbers,
    ShowRoster,
    ShowScreen,
    StripButtons,
    Tell,
    TidyChat,
    Translate,
    UpdateCard,
    UpdateEventCard,
    UpdateRing,
    UpdateThread,
    Vanish,
    Which,
    WipeChat,
)
from bot.domain.facts import (
    Answered,
    Before,
    Called,
    Came,
    Detail,
    Door,
    Fact,
    FactValue,
    Fetched,
    Flagged,
    Flagging,
    Hid,
    Identity,
    Levelled,
    Located,
    Media,
    MediaKind,
    Missed,
    Noted,
    NotFetched,
    NotKept,
    Promised,
    Reachable,
    Replied,
    Revealed,
    Said,
    Signed,
    Stated,
    Translated,
    Verification,
    Verified,
    Withdrew,
)
from bot.domain.figures import Figure, Tally
from bot.domain.gathering import counted
from bot.domain.ids import DAY, CaseId, ChatId, DeskId, FactId, Instant, OfficerId, ProposalId, after
from bot.domain.numbers import Measured, Period, numbers
from bot.domain.packet import compose
from bot.domain.people import Chat, ChatKind, Desk
from bot.domain.place import Fix, Flag, Place
from bot.domain.private import Private
from bot.domain.report import report
from bot.domain.roles import Deed
from bot.domain.roster import HoursSet, Layer, OnDuty, Roster, RotationSet, ShiftSet
from bot.domain.roster_sheet import Extent, sheet_of
from bot.domain.triage import Level, Rule
from bot.domain.weekly import Weekly
from bot.domain.windows import Window
from bot.ports import Entry, Message, Purpose, Side
from handlers.keys import MENUS
from handlers.views import (
    AuditView,
    CasesView,
    CaseView,
    EventView,
    FactView,
    HistoryView,
    IdentityView,
    PacketView,
    RosterView,
    ScreenView,
    ShiftsView,
    Shown,
    Waiting,
    WipeView,
)
from handlers.views_numbers import DrillView, Gaps, NumbersView, ReportView

NOW = Instant(1_790_000_000_000)
CASE, READER, KIM = CaseId("case-1"), ChatId("chat-1"), OfficerId("kim")
NAME = "김" * 60
ACCOUNT, PHONE = 700_000_001, "+82 10-0000-0001"
LONG = "가" * 4_090 + "finish"
"""As much as Telegram lets one message hold."""
CAPTION = "나" * 1_018 + "finish"


def reader(language: str = "en", kind: ChatKind = ChatKind.PRIVATE) -> Chat:
    return Chat(READER, Private(800_000_001), kind, language, NOW)


def fact(value: FactValue, number: int = 1) -> Fact:
    return Fact(FactId(f"fact-{number}"), CASE, after(NOW, number), value)


def said(words: str) -> Said:
    return Said(Private(words), 1)


PLACE = Place(Private(10.60931), Private(103.52962), Fix.TYPED, 12.5, flags=(Flag.SWAPPED,))
EVERYTHING: list[FactValue] = [
    said("살려주세요"),
    said(LONG),
    Said(Private("edited"), 2, edited=True),
    Located(PLACE),
    *(Media(kind, Private("file-1"), 3, Private(CAPTION)) for kind in MediaKind),
    *(Media(kind, Private("file-1"), 3) for kind in MediaKind),
    Reachable(Private(PHONE), Private("엄마"), own=False),
    Reachable(Private(PHONE), Private("엄마"), own=True),
    Answered("danger", "yes"),
    Answered("danger", "no"),
    Came(Door.OUT),
    Came(Door.OTHER),
    Called(),
    Signed(danger=True),
    Signed(danger=False),
    Withdrew(),
    Missed(),
    Fetched(FactId("fact-5"), Private("digest"), 1, "program", suspect=True),
    Translated(FactId("fact-5"), "ko", Private(LONG)),
    *(NotFetched(FactId("fact-5"), why) for why in NotKept),
]
"""What is passed on to an owner."""

NEW = Case(
    id=CASE,
    code="K7M2",
    desk=DeskId("desk-1"),
    requester=ChatId("requester"),
    level=Level.L2,
    rules=(Rule.DANGER_UNKNOWN,),
    state=CaseState.NEW,
    opened_at=NOW,
    heard_at=NOW,
    ladder_from=NOW,
)
TAKEN = replace(NEW, state=CaseState.ACCEPTED, owner=KIM, delivered_at=NOW)
FULL = replace(NEW, level=Level.L1, rules=tuple(Rule))
STANDING = (Message(READER, 77, Side.OURS, Purpose.CARD, NOW, CASE),)


def case_view(case: Case, *values: FactValue, standing: tuple[Message, ...] = ()) -> CaseView:
    facts = [fact(value, number) for number, value in enumerate(values)]
    owner = NAME if case.owner else None
    requester = Chat(
        ChatId("requester"), Private(ACCOUNT), ChatKind.PRIVATE, "ko", NOW, reachable=case.owner is None
    )
    return CaseView(case, summarise(facts), "Asia/Phnom_Penh", owner, requester, standing)


DESK = Desk(DeskId("desk-1"), "데" * 60, "America/Argentina/ComodRivadavia", "ko", READER, NOW)
BY_DESK: list[FactValue] = [
    Noted(KIM, Private(LONG)),
    *(Stated(KIM, detail, Private(NAME)) for detail in (Detail.ROOM, Detail.NAME, Detail.PHONE)),
    *(Flagged(KIM, flag, on=True) for flag in Flagging),
    *(Verified(KIM, label) for label in Verification),
    Levelled(KIM, Level.L1, Private("seen on a picture")),
    Promised(KIM, NOW, Private("")),
    *(Revealed(KIM, what) for what in Identity),
    Before("AB23"),
]

CASES = [
    case_view(NEW, said("help")),
    case_view(NEW),
    case_view(FULL, *EVERYTHING, *(said(LONG) for _ in range(20)), Hid()),
    case_view(TAKEN, *EVERYTHING, standing=STANDING),
    replace(case_view(TAKEN, *EVERYTHING, *BY_DESK, standing=STANDING), names={KIM: NAME}, desks=(DESK,)),
    *(case_view(replace(NEW, state=state), said("help")) for state in CaseState),
    *(replace(case_view(NEW, said("help")), topics=True, topic=topic) for topic in (None, 5)),
]
NAMED = (("name", Private(NAME)),)
OFTEN = RotationSet((KIM, OfficerId("lee")), NOW, 1, DESK.zone, turn_hours=8)
BY_HAND = ShiftSet(KIM, after(NOW, DAY), after(NOW, 2 * DAY))
HOURS = HoursSet(Weekly(DESK.zone, (480, 1_200)))
DRAWN = (
    Roster([], frozenset()),
    Roster([HOURS], frozenset()),
    Roster([OFTEN, BY_HAND], frozenset({KIM, OfficerId("lee")})),
)
ROSTERS = [
    RosterView(DESK, OnDuty(None, None), {}, after(NOW, 7 * DAY)),
    RosterView(DESK, OnDuty(None, None), {}, after(NOW, 7 * DAY), closed=True),
    RosterView(
        DESK,
        OnDuty(KIM, OfficerId("lee")),
        {KIM: NAME, OfficerId("lee"): "Lee"},
        after(NOW, DAY),
    ),
]
SCREENS = [ScreenView(Session(view=view, cried=True), case) for view in View for case in (None, NEW, TAKEN)]
FACTS = [FactView(fact(value), "K7M2", thread) for value in EVERYTHING for thread in (None, 7)]
THINGS = [view for view in FACTS if isinstance(view.fact.value, Media)]
OWN = [replace(view, content=Private(b"synthetic")) for view in THINGS]
LEFT = [replace(view, not_kept=why) for view in THINGS for why in NotKept]
REPLIES = [FactView(fact(Replied(KIM, Private(words), READER, 5)), "K7M2") for words in ("we read you", LONG)]
UNSURE = ("card", "relay", "reply")
AMENDED = [replace(view, thread=7) for view in REPLIES]
BLANKS = tuple((name, Private(NAME)) for name in ("name", "desk", "desks", "word", "what", "language", "link"))
MOMENTS = (("from_at", NOW), ("to_at", after(NOW, DAY)))

FULLY = [fact(value, number) for number, value in enumerate(EVERYTHING)]
HISTORY = tuple(Entry(NOW, deed, KIM, "L1") for deed in ("opened", "handed over", "something new")) * 80
ROW = ("K7M2", "L1", "new", NAME, "2026-01-01T00:00:00+00:00", "ko", "10.60931", "103.52962")
COUNTS = counted([NEW, TAKEN] * 250, ["ko", "vi", "en"] * 100)
EVENT = EventView(
    CASE, "K7M2", "Asia/Seoul", COUNTS, Place(Private(10.6), Private(103.5), Fix.PIN), (), (ROW,) * 500
)
LISTED = CasesView(
    *("Cambodia", "Asia/Seoul", (NEW, TAKEN) * 9, {KIM: NAME}),
    waiting={NEW.id: Waiting(True, NOW, Window(120, 240, "Asia/Seoul")), TAKEN.id: Waiting(False, None, None)},
)
IMPORTED = tuple(Listed(Private(NAME), away, NOW, after(NOW, DAY)) for away in (True, False)) * 6
TALLIES = tuple(
    (f"calendar.{key}", 99)
    for key in ("unchanged", "past", "beyond", "cancelled", "not_theirs", "stays", "left_out")
)
TITLES = (Private("{what} " + NAME),) * 6
TURNS = [
    RotationSet((KIM,), NOW, days, "Asia/Seoul", each, layer, hours, weekdays)
    for days, each, layer, hours, weekdays in (
        (1, 0, Layer.PRIMARY, None, ()),
        (7, 0, Layer.BACKUP, (1_200, 480), (4, 5)),
        (3, 0, Layer.PRIMARY, None, (0, 1, 2, 4, 6)),
        (1, 12, Layer.PRIMARY, (0, 1_439), ()),
    )
]
CHOICES = (Choice("hours 8-20", key="hours:8-20 mon-fri"), Choice("country KH", Private(NAME), "country:KH"))
PAGES: tuple[tuple[int, int | None], ...] = ((0, None), (1, 7), (9_999, 7))
LAST_DAY = Period(after(NOW, -DAY), NOW)
CRIED = [
    Measured(
        CaseId(f"m{one}"), f"M{one:03}", DESK.id, level, CaseState.NEW, LAST_DAY.begins_at, LAST_DAY.begins_at
    )
    for level in Level
    for one in range(60)
]
ANSWERED = [replace(one, delivered_at=NOW, taken_at=NOW, answered_at=NOW) for one in CRIED[::2]]
MEASURED = [
    NumbersView(
        numbers(found, [DESK.id, None], LAST_DAY, NOW), DESK.zone, {DESK.id: NAME}, (Gaps(NAME, 61),), dark
    )
    for found in ([], CRIED, [*CRIED, *ANSWERED])
    for dark in (False, True)
]
FIGURES = (
    *((Figure.COUNTRY, "KH"), (Figure.PROVINCE, "KH/Kandal"), (Figure.NATION, "KR"), (Figure.SEX, "female")),
    *((Figure.AGE, "minor"), (Figure.DOOR, "here"), (Figure.LANGUAGE, "ko"), (Figure.VAGUE, "yes")),
)
TRIED = [
    Drill("K7M2", NOW, after(NOW, 900), after(NOW, 42_000), after(NOW, 150_000), KIM),
    *(Drill(f"AAA{n}", NOW, after(NOW, n * 999), after(NOW, n * 20_000), None, KIM) for n in range(1, 9)),
    Drill("NNNN", NOW, None, None, None),
]
DRILLED = [DrillView(NAME, DESK.zone, one, tuple(TRIED), NAME if one.owner else "") for one in TRIED[::9]]
REPORTS = [
    ReportView(report(found, Tally().plus([FIGURES] * of), {}, LAST_DAY, NOW), "2026-09", DESK.zone, {}, ())
    for found, of in (([], 0), (CRIED[:3], 0), (CRIED[:9], 2), ([*CRIED, *ANSWERED], 90))
]
SHOWN: list[tuple[Effect, Shown]] = [
    *((ShowScreen(READER), view) for view in SCREENS),
    (TidyChat(READER, (7,)), WipeView((7,))),
    *((WipeChat(READER), WipeView(tuple(range(1, size)))) for size in (1, 2, 101, 350)),
    *((UpdateCard(READER, CASE), view) for view in CASES),
    *((Ring(READER, CASE), view) for view in CASES),
    *((UpdateRing(READER, CASE, 7), view) for view in CASES),
    *((OpenThread(READER, CASE), view) for view in CASES),
    *((UpdateThread(READER, CASE), replace(view, standing=STANDING)) for view in CASES),
    *((ShowKeys(READER, CASE, 7, menu), view) for view in CASES for menu in (*MENUS, "none of ours")),
    *((SendPlace(READER, CASE), view) for view in CASES if view.summary.place),
    *((Reveal(READER, CASE, what), IdentityView("K7M2", (Private(NAME), Private(LONG)), ())) for what in Identity),
    (Vanish(READER, (5, 6)), WipeView((5, 6))),
    *((Redact(READER, 5, caption), None) for caption in (False, True)),
    (LeaveChat(READER), None),
    *((UpdateEventCard(READER, CASE, loud), EVENT) for loud in (False, True)),
    (Ring(READER, CASE), EVENT),
    (ExportEvent(READER, CASE), EVENT),
    *(
        (SendPacket(READER, CASE), PacketView(compose(one.case, FULLY, "Asia/Seoul", NOW), ()))
        for one in CASES[:1]
    ),
    (ShowHistory(READER, CASE), HistoryView("K7M2", "Asia/Seoul", HISTORY, {KIM: NAME})),
    *(
        (
            ShowAudit(READER, NOW, NOW, "Asia/Seoul"),
            AuditView(entries, {CASE: "K7M2"}, {KIM: NAME}, bool(entries), {}),
        )
        for entries in ((), HISTORY)
    ),
    *((ShowCases(READER, DESK.id, KIM, which, page, at), LISTED) for which in Which for page, at in PAGES),
    *((RelayToOwner(READER, CASE, view.fact.id), view) for view in (*FACTS, *LEFT)),
    *((RelayToOwner(READER, CASE, view.fact.id, uploads=True), view) for view in (*THINGS, *OWN)),
    *((FetchMedia(READER, CASE, view.fact.id), view) for view in THINGS),
    *((RelayToRequester(READER, CASE, view.fact.id), view) for view in REPLIES),
    *((AmendReply(READER, CASE, view.fact.id), view) for view in (*REPLIES, *AMENDED)),
    *((AmendReply(READER, CASE, view.fact.id), replace(view, machine=Private(LONG))) for view in AMENDED),
    *((Translate(READER, CASE, view.fact.id, "ko"), view) for view in (*FACTS, *REPLIES)),
    *((ShowRoster(READER, DESK.id, week=False, reply_to=7), view) for view in ROSTERS),
    *(
        (
            ShowRoster(READER, DESK.id, True, 7, period, dark),
            replace(view, sheet=sheet_of(roster, DESK.zone, NOW, period)),
        )
        for period, dark in ((Extent.WEEK, False), (Extent.MONTH, True))
        for view, roster in zip(ROSTERS, DRAWN, strict=True)
    ),
    (SendCalendar(READER, DESK.id, KIM), ShiftsView(DESK, KIM, ((NOW, after(NOW, DAY)),) * 100, 9, NOW)),
    (FetchCalendar(READER, DESK.id, DESK.zone, Private("file-1"), Private(ACCOUNT), 7), None),
    (ShowImport(READER, DESK.name, DESK.zone, IMPORTED, 200, TALLIES, TITLES, 7, ProposalId("a" * 16)), None),
    (ShowImport(READER, DESK.name, DESK.zone, (), 0, (("calendar.past", 0),), ()), None),
    *((ShowRoster(READER, DESK.id, week, 7), view) for view in ROSTERS for week in (True, False)),
    *((ShowNumbers(READER, DESK.id, *(NOW, NOW), one.dark, reply_to=7), one) for one in MEASURED),
    *((ShowDrill(READER, DESK.id, "K7M2"), one) for one in DRILLED),
    *((SendReport(READER, one.month, one.zone), one) for one in REPORTS),
    (AnswerPress(READER, "press-1"), None),
    *(
        (AnswerPress(READER, "press-1", f"taken.{key}", (("name", Private(NAME)),)), None)
        for key in ("by_other", "yours")
    ),
    (AnswerPress(READER, "press-1", "refusal.no_such_case", alert=True), None),
    (MarkSent(READER, 7), None),
    (StripButtons(READER, 7), None),
    (ReportUnprocessed(READER, 5, Private(LONG)), None),
    (ReportUnprocessed(READER, 5, Private(""), CASE), CASES[0]),
    (Tell(READER, "person.link", BLANKS, reply_to=7), None),
    (Tell(READER, "preview.shift", BLANKS, MOMENTS, "Asia/Seoul", 7, ProposalId("a" * 16)), None),
    (Tell(READER, "preview.rotate", BLANKS, MOMENTS, "Asia/Seoul", 7, ProposalId("a" * 16)), None),
    *((Tell(READER, "preview.rotate", BLANKS, MOMENTS, rotation=one), None) for one in TURNS),
    *((Tell(READER, "preview.hours", BLANKS, weekly=one.weekly), None) for one in TURNS),
    (Tell(READER, "gap.now", BLANKS, (*MOMENTS, ("beyond", MOMENTS[-1][1])), "Asia/Seoul", sounds=True), None),
    (Tell(READER, "choose.desk", chooses=Deed.DESK, choices=CHOICES), None),
    (Tell(READER, "staff.help"), None),
    (Tell(READER, "staff.languages"), None),
    (Tell(READER, "reach.lost", BLANKS, sounds=True), None),
    *((Tell(READER, f"unsure.{what}", (("code", Private("K7M2")),), sounds=True), None) for what in UNSURE),
    (Tell(READER, "unsure.report", (("update", Private("5")),), sounds=True), None),
    (Tell(READER, "reply.edit_lost", reply_to=7), None),
]
