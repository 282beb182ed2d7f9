"""What there is of a region's evaluations now, in the words of its log."""

from collections.abc import Iterator

from kotacerdas.evaluation.actions import (
    answers,
    cycles,
    findings,
    own_questionnaires,
    requests,
    submitting,
    templates,
    uses,
)
from kotacerdas.evaluation.models import (
    Cycle,
    DeckTemplate,
    FindingCase,
    Incoming,
    ItemCase,
    OwnQuestionnaire,
    Request,
    Submission,
    Use,
)
from kotacerdas.ops.replay import Of, Values
from kotacerdas.records.models import Region


def evaluations(region: Region) -> Iterator[tuple[Of, Values]]:
    """Questionnaires, cycles and submissions, items with who answers and what they rest on,
    requests and findings.
    """
    related = ("home", "current__window")
    for cycle in Cycle.objects.filter(region=region).select_related(*related):
        yield ("evaluation.cycle", cycle.pk, cycle.year), cycles.values_of(cycle)
    sent = Submission.objects.filter(stage__cycle__region=region)
    for submission in sent.select_related("stage__cycle", "stage__window"):
        yield tuple(submitting.of_submission(submission)), submitting.values_of(submission)
    typed = OwnQuestionnaire.objects.filter(region=region).select_related("questionnaire")
    for own in typed:
        yield tuple(own_questionnaires.of_questionnaire(own)), own_questionnaires.values_of(own)
    for item in ItemCase.objects.filter(region=region).select_related("cycle", "agency"):
        of: Of = ("evaluation.item", item.pk, item.cycle.year, item.code)
        yield of, answers.values_of_item(item)
    for use in Use.objects.filter(item__region=region).select_related("item__cycle"):
        yield tuple(uses.of_use(use)), uses.values_of(use)
    in_use = DeckTemplate.objects.filter(region=region, removed_at=None)
    for template in in_use.select_related("file"):
        yield tuple(templates.of_template(template)), templates.values_of(template)
    asked = Request.objects.filter(item__region=region).select_related("item__cycle")
    for request in asked:
        yield tuple(requests.of_request(request)), requests.values_of(request)
    came = Incoming.objects.filter(request__item__region=region)
    for one in came.select_related("request__item__cycle"):
        yield tuple(requests.of_incoming(one)), {"state": requests.state_of(one)}
    found = FindingCase.objects.filter(region=region).select_related("cycle", "agency")
    for finding in found:
        yield tuple(findings.of_finding(finding)), findings.values_of(finding)
