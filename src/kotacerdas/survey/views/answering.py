"""The form that anybody may fill in: no account, no script, no cookie, nothing kept of who it was.

No cookie gives these pages any right, so there is nothing that a forged form could misuse.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import wraps
from http import HTTPStatus
from secrets import token_urlsafe
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone, translation
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from kotacerdas.core.errors import RefusedError
from kotacerdas.core.words import language, sentence
from kotacerdas.survey.actions.answering import BusyError, keep_answer
from kotacerdas.survey.filling import Filled, step_name, use_name
from kotacerdas.survey.models import Form, Helper
from kotacerdas.survey.rules import Door, door_of, is_late_but_counts, last_day
from kotacerdas.survey.selectors import ZONE, forms_of, progress_of, topics_of

_SALT = "survey"
_NONCE_BYTES = 16
LANGUAGE = "lang"  # in an address


@dataclass(frozen=True)
class Page:
    """A form being filled in: when that began, by which nonce it is known, and who helps."""

    form: Form
    nonce: str
    begun_at: datetime
    helper: Helper | None

    @property
    def token(self) -> str:
        """Signed, so that nobody says that they began before the end."""
        return signing.dumps([self.form.pk, self.nonce, int(self.begun_at.timestamp())], salt=_SALT)


def for_anybody(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """In the language of the address, Indonesian where it names none."""

    @wraps(view)
    def bound(request: HttpRequest, **kwargs: object) -> HttpResponse:
        asked = request.GET.get(LANGUAGE, "")
        wanted = asked if asked in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
        with translation.override(wanted):
            response = view(request, **kwargs)
        response.headers["Content-Language"] = wanted
        return response

    doors = require_http_methods(["GET", "HEAD", "POST"])(bound)
    anybody: Callable[..., HttpResponse] = csrf_exempt(login_not_required(doors))
    return anybody


@for_anybody
def form(request: HttpRequest, code: str) -> HttpResponse:
    found = Form.objects.filter(code=code).select_related("survey__region").first()
    if found is None:
        return _note(request, "unknown", HTTPStatus.NOT_FOUND)
    return _filled_in(request, found, None)


@for_anybody
def helper_form(request: HttpRequest, token: str, code: str) -> HttpResponse:
    helper = _helper(token)
    found = Form.objects.filter(code=code).select_related("survey__region").first()
    if helper is None or found is None or found.survey_id != helper.survey_id:
        return _note(request, "unknown", HTTPStatus.NOT_FOUND)
    if helper.revoked_at is not None and request.method != "POST":
        return _note(request, "revoked", HTTPStatus.GONE)
    return _filled_in(request, found, helper)


@for_anybody
def helper_start(request: HttpRequest, token: str) -> HttpResponse:
    """The forms of the survey, and how many answers each still lacks."""
    helper = _helper(token)
    if helper is None:
        return _note(request, "unknown", HTTPStatus.NOT_FOUND)
    if helper.revoked_at is not None:
        return _note(request, "revoked", HTTPStatus.GONE)
    survey = helper.survey
    door = door_of(survey, timezone.now(), ZONE)
    if door != Door.OPEN:
        return _closed(request, survey, door)
    rows = [
        {
            "progress": one,
            "name": named(one.form),
            "url": reverse("survey:helper-form", args=[token, one.form.code]),
        }
        for one in progress_of(survey, forms_of(survey))
    ]
    context = {"survey": survey, "helper": helper, "rows": rows, **_language_of(request)}
    return render(request, "survey/helper_start.html", context)


def _helper(token: str) -> Helper | None:
    return Helper.objects.filter(token=token).select_related("survey__region").first()


def named(form: Form) -> str:
    """What the form is of, in the reader's language."""
    edition = form.survey.edition
    dimension = edition.dimension(form.dimension)
    assert dimension is not None  # noqa: S101 - the survey keeps its edition
    name = dimension.name(language())
    if not form.sub_dimension:
        return name
    subs = {one.code: one for one in dimension.sub_dimensions}
    return f"{name} · {subs[form.sub_dimension].name(language())}"


def _filled_in(request: HttpRequest, form: Form, helper: Helper | None) -> HttpResponse:
    now = timezone.now()
    known = _known_page(request, form, helper) if request.method == "POST" else None
    page = known or Page(form, token_urlsafe(_NONCE_BYTES), now, helper)
    door = door_of(form.survey, now, ZONE)
    is_in_time = door == Door.OPEN or (
        door == Door.CLOSED and is_late_but_counts(form.survey, page.begun_at, now, ZONE)
    )
    if not is_in_time:
        return _closed(request, form.survey, door)
    questions = form.survey.questions
    asked = request.POST
    filled = Filled(
        form.parts,
        len(questions.steps),
        [one.code for one in questions.ages],
        {name: str(asked[name]) for name in asked},
    )
    if request.method != "POST":
        return _screen(request, page, filled, 0)
    at = asked.get("screen", "0")
    place = min(int(at), filled.about) if at.isascii() and at.isdecimal() else 0
    if known is None:
        return _screen(request, page, filled, place, refused="survey_form.too_old")
    if asked.get("go") == "back":
        return _screen(request, page, filled, max(place - 1, 0))
    return _onward(request, page, filled, place)


def _onward(request: HttpRequest, page: Page, filled: Filled, place: int) -> HttpResponse:
    """The next screen, or the one that lacks something; from the last on it is kept."""
    if place == filled.about:
        first = filled.first_missing
        if first is None:
            return _sent(request, page, filled)
        place = first
    lacking = filled.missing(place)
    if lacking:
        return _screen(request, page, filled, place, lacking=lacking)
    return _screen(request, page, filled, place + 1)


def _known_page(request: HttpRequest, form: Form, helper: Helper | None) -> Page | None:
    """What the form that was sent says of itself; None where nobody here wrote it."""
    try:
        pk, nonce, begun = signing.loads(str(request.POST.get("token", "")), salt=_SALT)
    except signing.BadSignature:
        return None
    return Page(form, nonce, datetime.fromtimestamp(begun, UTC), helper) if pk == form.pk else None


def _sent(request: HttpRequest, page: Page, filled: Filled) -> HttpResponse:
    try:
        outcome = keep_answer(
            page.form,
            filled.said(),
            nonce=page.nonce,
            begun_at=page.begun_at,
            address=request.META["REMOTE_ADDR"],
            at=timezone.now(),
            helper=page.helper,
        )
    except BusyError:
        return _screen(
            request,
            page,
            filled,
            filled.about,
            refused="survey.busy",
            status=HTTPStatus.TOO_MANY_REQUESTS,
        )
    except RefusedError as error:
        return _note(request, "refused", HTTPStatus.GONE, why=sentence(error))
    helper = page.helper
    context = {
        "outcome": outcome,
        "region": page.form.survey.region,
        "helper": helper,
        "count": helper.answers.count() if helper else None,
        "again": request.get_full_path(),
        "start": helper and reverse("survey:helper-start", args=[helper.token]),
        **_language_of(request),
    }
    return render(request, "survey/thanks.html", context)


def _screen(  # noqa: PLR0913 - what the screen shows
    request: HttpRequest,
    page: Page,
    filled: Filled,
    place: int,
    *,
    lacking: list[str] | None = None,
    refused: str = "",
    status: int = HTTPStatus.OK,
) -> HttpResponse:
    form, spoken = page.form, language()
    questions, edition = form.survey.questions, form.survey.edition
    dimension = edition.dimension(form.dimension)
    is_wrong = bool(lacking) or bool(refused)
    context: dict[str, Any] = {
        "region": form.survey.region,
        "framework": form.survey.framework,
        "dimension": dimension,
        "dimension_name": dimension and dimension.name(spoken),
        "token": page.token,
        "helper": page.helper,
        "place": place,
        "number": place + 1,
        "parts": len(form.parts),
        "bars": [
            "done" if at < place else "now" if at == place else "" for at in range(filled.about + 1)
        ],
        "elsewhere": filled.elsewhere(place),
        "is_about": place == filled.about,
        "is_wrong": bool(lacking),
        "refused": refused,
        **_language_of(request),
    }
    if place == filled.about:
        context |= {"age": filled.age, "sex": filled.sex, "ages": questions.ages}
    else:
        part = form.parts[place]
        subs = {one.code: one for one in dimension.sub_dimensions} if dimension else {}
        programme = topics_of(form.survey).get(part.sub_dimension)
        statements = {one.code: one for one in questions.statements[part.sub_dimension]}
        context |= {
            "sub_name": subs[part.sub_dimension].name(spoken),
            "programme": programme,
            "use": filled.use(place),
            "use_name": use_name(place),
            "is_use_missing": use_name(place) in (lacking or ()),
            "statements": [
                {
                    "name": step_name(place, at),
                    "text": statements[code].name(spoken),
                    "value": filled.step(place, at),
                    "is_missing": step_name(place, at) in (lacking or ()),
                }
                for at, code in enumerate(part.statements)
            ],
            "steps": [(str(n), one.name(spoken)) for n, one in enumerate(questions.steps, 1)],
        }
    if is_wrong and status == HTTPStatus.OK:
        status = HTTPStatus.UNPROCESSABLE_ENTITY
    response = render(request, "survey/form.html", context, status=status)
    if page.helper is None:
        # So that going back finds what was chosen; on a device of many nothing is to be found.
        response.headers["Cache-Control"] = "private, no-cache"
    return response


def _closed(request: HttpRequest, survey: Any, door: Door) -> HttpResponse:
    status = HTTPStatus.GONE if door == Door.CLOSED else HTTPStatus.NOT_FOUND
    return _note(request, door, status, survey=survey, last_day=last_day(survey, ZONE))


def _note(request: HttpRequest, kind: str, status: int, **more: object) -> HttpResponse:
    context = {"kind": kind, **more, **_language_of(request)}
    return render(request, "survey/note.html", context, status=status)


def _language_of(request: HttpRequest) -> dict[str, str]:
    """The address of this page in the other language."""
    other = "id" if language().value == "en" else "en"
    return {"other": other, "other_url": f"{request.path}?{LANGUAGE}={other}"}
