"""The addresses of those who help, made and taken back."""

from http import HTTPStatus

from django.contrib import messages
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from kotacerdas.accounts.access import Here
from kotacerdas.accounts.rights import Right
from kotacerdas.core.addresses import site_address
from kotacerdas.core.errors import RefusedError
from kotacerdas.core.keys import key_in
from kotacerdas.core.words import sentence, words
from kotacerdas.survey.actions.helping import make_helper, revoke_helper
from kotacerdas.survey.models import Survey
from kotacerdas.survey.views.of_survey import of_survey


@of_survey(Right.SURVEY)
def helpers(request: HttpRequest, here: Here, survey: Survey) -> HttpResponseBase:
    refused = ""
    if request.method == "POST":
        now, key = timezone.now(), key_in(request.POST.get("revoke", ""))
        try:
            if key is None:
                make_helper(survey, request.POST.get("name", ""), by=here.user, at=now)
                messages.success(request, words()("survey.helper_made"))
            else:
                helper = survey.helpers.filter(pk=key).first()
                if helper is None:
                    raise Http404
                revoke_helper(helper, by=here.user, at=now)
                messages.success(request, words()("survey.helper_revoked"))
        except RefusedError as error:
            refused = sentence(error)
        else:
            return redirect("survey:helpers", here.region.code, survey.year)
    rows = survey.helpers.annotate(count=Count("answers")).order_by("revoked_at", "name", "pk")
    site = site_address(request)
    context = {
        "here": here,
        "survey": survey,
        "rows": [(one, site + reverse("survey:helper-start", args=[one.token])) for one in rows],
        "name": request.POST.get("name", "")[:200],
        "refused": refused,
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if refused else HTTPStatus.OK
    return render(request, "survey/helpers.html", context, status=status)
