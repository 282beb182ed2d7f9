"""Which words can stand in a key that code composes of a table and a word."""

from collections.abc import Iterable
from itertools import chain

from kotacerdas.accounts import people_table
from kotacerdas.accounts.models import Role
from kotacerdas.casework.models import State as CaseState
from kotacerdas.casework.models.evidence import Seen
from kotacerdas.casework.processes import NOTICES, processes
from kotacerdas.casework.views.case_page import ACTS
from kotacerdas.casework.workflow import Verb
from kotacerdas.core.terms import EXPLAINED
from kotacerdas.documents import evaluation_slides
from kotacerdas.documents.deck_resources import UNITS
from kotacerdas.documents.evaluation_story import BECAME
from kotacerdas.evaluation.binder import FILTERS
from kotacerdas.evaluation.bundle import LeftOut
from kotacerdas.evaluation.cycle import Move as CycleMove
from kotacerdas.evaluation.cycle import Phase
from kotacerdas.evaluation.models import Origin
from kotacerdas.evaluation.validity import DocumentState
from kotacerdas.evaluation.views import findings, item
from kotacerdas.figures.number import MEASURES
from kotacerdas.frameworks.impact_survey import VARIANTS
from kotacerdas.frameworks.loading import COUNTS as INNOVATION_COUNTS
from kotacerdas.frameworks.loading import LOWER_VARIANTS, RULES, SIGNS
from kotacerdas.innovation.models import Verdict
from kotacerdas.innovation.stages import MEASURED
from kotacerdas.innovation.views import way
from kotacerdas.outbox.models import LetterState
from kotacerdas.pages.downloads import KINDS
from kotacerdas.pages.lists import agencies
from kotacerdas.pages.menu import MANAGE, PANELS, SEARCH, SECTIONS, SITE, WORK
from kotacerdas.pages.number import Part
from kotacerdas.panel.export import FIELDS as SCORE_FIELDS
from kotacerdas.panel.models import NoteKind
from kotacerdas.panel.phases import Move as ReviewMove
from kotacerdas.panel.progress import STATES as REVIEW_STATES
from kotacerdas.plan.actions import Act
from kotacerdas.reporting import period_tables
from kotacerdas.reporting.content import TEXTS
from kotacerdas.reporting.process import NOT_ASKED
from kotacerdas.reporting.quality import rules
from kotacerdas.reporting.status import STATES
from kotacerdas.scorecards import innovation_index
from kotacerdas.scorecards.remaking import Refusal
from kotacerdas.scorecards.results import Reason
from kotacerdas.scoring.impact_survey import USES
from kotacerdas.scoring.indicators import State
from kotacerdas.scoring.measures import COUNTED_STAGES, CRITERIA
from kotacerdas.scoring.question import Basis
from kotacerdas.scoring.scorecard import RUNNING_STATUSES, STATUSES
from kotacerdas.survey.models import Channel, Sex
from kotacerdas.survey.rules import Door, Move
from kotacerdas.workbook import schema

PEOPLE = ("invite", "end", "hand_over", "close", "reopen")
SIGN_INS = ("password", "password_reset", "mfa", "socialaccount")  # as allauth calls them
STEPS = ("region", "plan", "people", "period", "report")
PLAN = ("agencies", "programmes", "indicators", "targets", "budget", "missions", "laws")
PERIOD_FORMS = ("open", "move", "extend")
PANEL_ACTS = (
    *("begin", "add", "chair", "leave", "assign", "unassign", "substitute", "allocate"),
    *("conflict", "no_conflict", "ranks"),
)
REVIEW_ACTS = ("answer", "conflict")
MEETING_ACTS = (
    *("schedule", "appreciate", "expect", "attend", "note_question", "note_answer"),
    *("write_note", "drop_note", "add_picture", "commit", "drop_commitment"),
    *("end_meeting", "reopen_meeting"),
)
DELIBERATION_ACTS = (*ReviewMove, "settle", "unsettle", "give_back", "remind")
REPORT_FIELDS = ("realised", "progress_pct", *TEXTS)

ERRORS = (
    *("bad_request", "broken", "busy", "forbidden", "no_database", "no_space", "not_found"),
    *("stored_file", "too_large", "too_slow"),
)
COUNTS = ("planned", "realised", "not_reported")


def _with_help(words: Iterable[str]) -> list[str]:
    return [word + more for word in words for more in ("", "_help")]


COUNTING = ("counts_no_more", "counts_again")
COMPOSED: dict[str, Iterable[object]] = {
    "explained.{}": EXPLAINED,
    "explained_as.{}": EXPLAINED,
    # what tables are filtered by
    "answer.{}": ("yes", "no"),
    "period_standing.{}": period_tables.STANDINGS,
    "people_state.{}": people_table.STATES,
    "programme_state.{}": agencies.PROGRAMMES,
    # results
    "basis_short.{}": Basis,
    "cause.{}": Reason,
    "dropped.{}": Refusal,
    # innovations
    "grade.{}": CRITERIA,
    "innovation.done_{}": (*(one for one in ACTS if one != Verb.UNDO), *way.OWN_ACTS),
    "innovation.{}": (
        *("choose_stage", "day_ahead", "day_too_early", "no_day", "no_evidence", "note_too_long"),
        *("no_indicator", "skipped", "why_retired", *MEASURED),
    ),
    "innovation.reminded_{}": ("told", "again", "nobody"),
    "innovation_grade.{}_{}": (),  # of both, by themselves
    "innovation_state.{}": [state for state in CaseState if state != CaseState.NOT_STARTED],
    # the rules of an edition
    "rules.{}": LOWER_VARIANTS,
    "rules.counts_{}": INNOVATION_COUNTS,
    "rules_part.{}": RULES,
    # the annual evaluation
    "cycle.done_{}": (*CycleMove, "dates", "figures", "show", "hide"),
    "cycle.not_{}": CycleMove,
    "cycle_move.{}": CycleMove,
    "cycle_stage.{}": ("s1", "s2"),
    "cycle_move_help.{}": CycleMove,
    "cycle_phase.{}": Phase,
    "binder_filter.{}": FILTERS,
    "bundle.{}": LeftOut,
    "item.done_{}": (*ACTS, *item.OWN_ACTS, "ask"),
    "item.{}": (
        *("too_long", "no_file", "choose_level", "no_answer", "left_open", "no_such_figure"),
        *("why_above", "missing", "no_evidence"),
    ),
    "item_state.{}": CaseState,
    "document_state.{}": DocumentState,
    "finding.done_{}": (*ACTS, *findings.OWN_ACTS),
    "finding_origin.{}": Origin,
    "finding_state.{}": CaseState,
    "became.{}": BECAME,
    "story.next_{}": evaluation_slides.OPEN,
    # the panel
    "panel.done_{}": (
        *(*PANEL_ACTS, *DELIBERATION_ACTS, *REVIEW_ACTS, *MEETING_ACTS),
        "sign",
    ),
    "feedback.index_{}": ("rose", "fell", "same"),
    "feedback.places_{}": ("of", "shared"),
    "feedback_mark.{}": ("strength", "to_mend"),
    "followed.{}": BECAME,
    "panel.not_{}": ReviewMove,
    "panel_column.{}": [one.name for one in SCORE_FIELDS],
    "panel.no_{}": SIGNS,
    "review_move.{}": ReviewMove,
    "review_move_help.{}": ReviewMove,
    "review_phase.{}": REVIEW_STATES,
    "note_kind.{}": NoteKind,
    "signs.{}": SIGNS,
    # acts on records
    "act.{}": Act,
    "act_help.{}": Act,
    "identity.report_{}": COUNTING,
    "identity.row_{}": COUNTING,
    "identity.value_{}": COUNTING,
    "identity.{}_stay": ("programmes", "cases", "evaluations", "people"),
    "identity.{}_move": ("programmes", "cases", "evaluations", "people", "innovations"),
    "saving.was_{}": ("added", "changed", "removed"),
    # what the workbook's cells may hold
    "aggregation.{}": schema.AGGREGATIONS,
    "capacity.{}": schema.CAPACITY_KINDS,
    "form.{}": schema.INNOVATION_FORMS,
    "indicator_level.{}": schema.INDICATOR_LEVELS,
    "level.{}": schema.LEVELS,
    "leader.{}": schema.LEVELS,
    "period.{}": (*schema.PERIODS, "tahun", *PERIOD_FORMS),
    "polarity.{}": schema.POLARITIES,
    "source.{}": schema.BUDGET_SOURCES,
    "stage.{}": schema.STAGES,
    # the citizens' survey
    "survey.{}": (Door.NOT_YET, Door.CLOSED, "is_aside", "is_late", "counts_now"),
    "survey.moved_{}": Move,
    "survey.spread_{}": ("told", "again", "nobody"),
    "survey.head_{}": ("mean", "sd", "low", "high"),
    "survey_channel.{}": Channel.values,
    "survey_door.{}": Door,
    "survey_form.sex_{}": Sex.values,
    "survey_paper.use_{}": USES,
    "survey_variant.{}": VARIANTS,
    "survey_warning.{}": ("place", "alike", "late"),
    # the regional innovation index
    "iid_part.{}": ("government", "innovations", "count", "total"),
    "iid_refusal.{}": innovation_index.REFUSALS,
    "iid_refused.{}": innovation_index.REFUSALS,
    "iid_state.{}": innovation_index.STATES,
    "iid_stage.{}": COUNTED_STAGES,
    # what scoring says of it
    "basis.{}": Basis,
    "method.basis_{}": Basis,
    "state.{}": State,
    "status.{}": STATUSES,
    # people
    "people.{}": PEOPLE,
    "people.{}_do": PEOPLE,
    "people.{}_done": ("close", "reopen"),
    "people.{}_lead": PEOPLE,
    "role.{}": Role,
    # innovations
    "innovations.box_{}": ("full", "coming", "missing"),
    "mark.done_{}": ("use", "drop"),
    "twins.done_{}": Verdict,
    "twin_verdict.{}": Verdict,
    # reports
    "correction.{}": ("draft", "submitted", "returned", "not_started"),
    "import.{}": ("no_base", "base_of_another", "base_unknown", "base_too_old"),
    "evidence.done_{}": ("grade", "remove", "show", "take_away"),
    "evidence.fixed_{}": ("submitted", "verified", "returned"),
    "evidence_grade.{}": range(5),
    "evidence_seen.{}": Seen,
    "lock.{}": ("closed", "passed"),
    "period.{}_lead": PERIOD_FORMS,
    "report.done_{}": ACTS,
    "report.{}": REPORT_FIELDS,
    "report_state.{}": (*STATES, NOT_ASKED, CaseState.WITHDRAWN),
    "warning.{}": [rule.id for rule in rules()],
    "notice.{}": (
        *("evaluation_opened", "item_asked", "item_declined", "item_came_in", "item_handed_over"),
        *(
            "finding_added",
            "item_due",
            "survey_spread",
            "note",
            "extended",
            "extension_undone",
            "opened",
            "reminded",
            "report_proposed",
        ),
        "innovation_short",
        *("panel_meeting", "panel_minutes", "panel_signed"),
        *("panel_assigned", "panel_question", "panel_answered", "panel_sign", "panel_remind"),
        *(f"{process.phrases}_{notice}" for process in processes() for notice in NOTICES),
    ),
    "problem.{}": (
        *("ambiguous", "no_number", "other_unit", "three_decimals", "too_large", "too_long"),
        *("too_small", "why_not", "yes_or_no"),
    ),
    "remind.done_{}": ("again", "nobody"),
    "letter_state.{}": LetterState,
    # documents and pages
    "over_time.{}": (
        *("reached", "missed", "so_far", "up_and_down", "only_up", "only_down"),
        *(state for state in State if state is not State.SCORED),
    ),
    "over_time.{}_from": ("up", "down", "same"),
    "over_time.index_{}": ("up", "down", "same"),
    "annex.{}": ("agencies", "dimensions", "sub_dimensions", "incomplete", "total"),
    "attention.{}": (
        *("behind", "budget", "innovations", "not_due", "not_realised", "not_reported"),
        "regulations",
    ),
    "audit_check.{}": (
        *("back", "broken", "cut_off", "differs", "file", "gone", "leap", "unindexed", "unlogged"),
        "written_anew",
    ),
    "card.{}": (*COUNTS, *RUNNING_STATUSES, "achievement", "indicators", "running", "not_begun"),
    "headline.{}": ("missed", "behind"),
    "headline.{}_none": ("missed", "behind"),
    "headline.unreported_{}": ("none", "waiting"),
    "label.{}": STATUSES,
    "overview.part_of_{}": ("m", "q", "s"),
    "overview.year_{}": ("running", "not_begun"),
    "documents.{}": [kind + more for kind in KINDS for more in ("", "_about")],
    "edition.{}": ("id", "title", "weights", "years"),
    "error.{}": _with_help(ERRORS),
    "headline.overall_{}": ("up", "down", "same"),
    "headline.index_{}": ("up", "down"),
    "kept.{}": _with_help(("signed_out", "stale")),
    "menu.{}": {
        *SECTIONS,
        *(page.word for pages in SECTIONS.values() for page in pages),
        *(page.word for page in (*MANAGE, PANELS, SITE, WORK, SEARCH)),
    },
    "number_part.{}": Part,
    "number_kind.{}": ("overall", "indicator_counts", "budget", "innovations", "capacity", "index"),
    "measure.{}": {
        *("total", "incomplete"),  # of the indicators; their states have names of their own
        *chain(*(several for kind, several in MEASURES.items() if kind != "indicator_counts")),
    },
    "steps.{}": (*STEPS, *PLAN),
    "search.{}": (
        *("agency", "capacity", "indicator", "innovation", "mission", "person", "programme"),
        "regulation",
    ),
    "stored_file.{}": ("changed", "missing", "unreadable"),
    "title.{}": ("agencies", "budget", "capacity", "index", "innovations", "method"),
    "slide.{}": [unit for _, unit in UNITS],
}
