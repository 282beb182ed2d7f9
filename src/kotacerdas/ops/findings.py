"""What was found in the log, and in what should follow from it, as commands tell it."""

from kotacerdas.core.words import words
from kotacerdas.ops.verification import Finding
from kotacerdas.scorecards.display import change_view, record_name


def finding_sentence(finding: Finding) -> str:
    """What `audit verify` says of it, in the words of the log's pages."""
    values = dict(finding.values)
    if values.get("chain") == "":  # accounts are spoken of in all chains
        values["chain"] = words()("audit_check.accounts")
    if finding.of is not None:
        model, _, *key = finding.of
        values["record"] = record_name(model, key)
        if finding.name:
            before, after = ({finding.name: values[side]} for side in ("expected", "value"))
            change = change_view({"of": finding.of, "before": before, "after": after})
            (one,) = change.fields
            values |= {"name": one.name, "expected": one.before, "value": one.after}
    return words()(f"audit_check.{finding.key}", **values)
