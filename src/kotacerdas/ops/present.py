"""What there is in a region now, in the words of its log."""

import hashlib
import json
from collections.abc import Iterator
from datetime import date

from kotacerdas.accounts.models import Appointment
from kotacerdas.casework.caseless import caseless
from kotacerdas.casework.evidence_rules import key_of
from kotacerdas.casework.models import Comment, Evidence, Extension, State, Version, Window
from kotacerdas.casework.processes import process_of
from kotacerdas.innovation.actions.assessing import digest_of
from kotacerdas.innovation.actions.mark_evidence import of_use
from kotacerdas.innovation.models import Assessment, MarkUse, TwinDecision, Verdict
from kotacerdas.ops.present_evaluation import evaluations
from kotacerdas.ops.present_panel import panels
from kotacerdas.ops.replay import APPOINTMENT, EXTENSION, REPORT, Of, Values, identity, instant
from kotacerdas.records.models import Region
from kotacerdas.records.storage import own_values
from kotacerdas.reporting.models import REPORTING, ReportedMoney, ReportedValue, Statement
from kotacerdas.scorecards.models import Publication
from kotacerdas.scorecards.sheets import MODELS, records_of
from kotacerdas.survey.models import Answer, Survey
from kotacerdas.workbook.schema import BY_NAME


def present(region: Region) -> dict[Of, tuple[Of, Values]]:
    """Every record of the region that its log speaks of, as the log calls it, by its identity."""
    return {
        identity(of): (of, json.loads(json.dumps(values, default=_plain)))
        for parts in (
            *(_plan, _windows, _versions, _assessments, _twins, _mark_uses, _evidence),
            *(_comments, _publications, _roles, _surveys, evaluations, panels),
        )
        for of, values in parts(region)
    }


def _plain(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{value!r} can't stand in the log")


_CASE = (
    *("case__window", "case__programme", "case__of__innovation"),
    *("case__item__cycle", "case__finding__cycle"),
)
Records = Iterator[tuple[Of, Values]]


def _plan(region: Region) -> Records:
    for sheet, rows in records_of(region).items():
        label, names = MODELS[sheet]._meta.label_lower, BY_NAME[sheet].key
        for row in rows:
            yield (label, row["pk"], *(row[name] for name in names)), own_values(row)


def _windows(region: Region) -> Records:
    for window in Window.objects.filter(region=region, process=REPORTING):
        values = {"deadline": window.deadline, "closed": window.closed_at is not None}
        yield ("reporting.period", window.pk, window.year, window.code or None), values
    of_reports = Extension.objects.filter(window__region=region, window__process=REPORTING)
    for longer in of_reports.select_related("window", "agency"):
        key = longer.window.year, longer.window.code or None
        yield (EXTENSION, None, *key, longer.agency.code, longer.until.isoformat()), {}


def _versions(region: Region) -> Records:
    found = Version.objects.filter(case__region=region)
    for one in found.select_related(*_CASE, "submitted_by", "settled_by"):
        values: Values = {"state": one.state}
        if one.state != State.DRAFT:
            values |= {**one.filled, "submitted_by": one.submitted_by and one.submitted_by.email}
        if one.settled_by is not None:
            values["settled_by"] = one.settled_by.email
        process = process_of(one.case)
        yield (process.logged, one.pk, *process.key(one.case), one.number), values


def frozen_figures(region: Region) -> dict[Of, Values]:
    """The figures that each version was sent in with, by the names of a report's fields.

    By the version's identity; one that was never sent in has none.
    """
    of_region = {"version__case__region": region}
    frozen: dict[Of, Values] = {
        (REPORT, version): {"realised": realised, "progress_pct": pct}
        for version, realised, pct in Statement.objects.filter(**of_region).values_list(
            "version", "realised", "progress_pct"
        )
    }
    values = ReportedValue.objects.filter(**of_region)
    for value in values.select_related("indicator"):
        name = f"value:{value.indicator.code}|{value.period}"
        figure = "not_applicable" if value.not_applicable else value.value
        frozen[REPORT, value.version_id][name] = figure
    for money in ReportedMoney.objects.filter(**of_region):
        frozen[REPORT, money.version_id][f"money:{money.source}"] = money.realised
    return frozen


def _assessments(region: Region) -> Records:
    found = Assessment.objects.filter(innovation__region=region)
    for one in found.select_related("innovation", "assessor"):
        of = ("innovation.assessment", one.pk, one.innovation.code, one.assessor.email)
        yield of, {"sha256": digest_of(one)}


def _twins(region: Region) -> Records:
    """Those that are different, which no field of theirs says."""
    decided = TwinDecision.objects.filter(region=region, verdict=Verdict.DIFFERENT)
    for one in decided.select_related("first", "second"):
        of = ("innovation.twindecision", None, one.first.code, one.second.code)
        yield of, {"verdict": one.verdict}


def _mark_uses(region: Region) -> Records:
    found = MarkUse.objects.filter(evidence__region=region)
    for one in found.select_related("innovation_mark__innovation", "region_mark"):
        yield tuple(of_use(one)), {}


def _evidence(region: Region) -> Records:
    found = Evidence.objects.filter(region=region, removed_at__isnull=True)
    for one in found.select_related(*_CASE, *caseless().related, "file"):
        values = {
            "kind": one.file.kind if one.file else "link",
            "seen_by": one.seen_by,
            "is_personal": one.is_personal,
            "redacted_of": one.redacted_of_id,
            **({} if one.case_id else caseless().records(one)),
            "grade": one.grade,
            "sha256": one.file.sha256 if one.file else hashlib.sha256(one.url.encode()).hexdigest(),
        }
        yield ("casework.evidence", one.pk, *key_of(one), one.pk), values


def _comments(region: Region) -> Records:
    found = Comment.objects.filter(case__region=region).select_related(*_CASE)
    for one in found:
        key = process_of(one.case).key(one.case)
        yield ("casework.comment", one.pk, *key, one.pk), {"text": one.text}


def _publications(region: Region) -> Records:
    shown = Publication.objects.filter(region=region, until_entry__isnull=True)
    for one in shown.select_related("run"):
        yield ("scorecards.publication", None, one.year), {"run": str(one.run)}


def _surveys(region: Region) -> Records:
    """Of answers only that some are set aside: who gave them is not known, so no entry has them."""
    for one in Survey.objects.filter(region=region):
        year, days = one.year, {"opens_on": one.opens_on, "closes_on": one.closes_on}
        values = {"framework": one.framework, **days, "state": one.state}
        yield ("survey.survey", one.pk, year), values
        for form in one.forms.all():
            of = ("survey.form", form.pk, year, form.dimension, form.sub_dimension or None)
            yield of, {"sub_dimensions": [sub for sub, _ in form.asked]}
        for topic in one.topics.select_related("programme"):
            of_topic = ("survey.topic", topic.pk, year, topic.sub_dimension)
            yield of_topic, {"programme": topic.programme.code}
        for helper in one.helpers.all():
            of_helper = ("survey.helper", helper.pk, year, helper.name)
            yield of_helper, {"is_revoked": helper.revoked_at is not None}
    aside = Answer.objects.filter(form__survey__region=region, is_set_aside=True)
    for pk, year in aside.values_list("pk", "form__survey__year"):
        yield ("survey.exclusion", None, year, pk), {}


def _roles(region: Region) -> Records:
    for one in Appointment.objects.filter(region=region).select_related("user", "agency"):
        yield (
            (APPOINTMENT, one.pk, one.user.email, one.role),
            {
                "agency": one.agency and one.agency.code,
                "is_acting": one.is_acting,
                "from_at": instant(one.from_at.isoformat()),
                "to_at": one.to_at and instant(one.to_at.isoformat()),
            },
        )
