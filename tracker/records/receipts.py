"""What an assessment said, in the language of whoever reads it."""

from typing import Any

from tracker.models import Assessment
from tracker.records import protocol
from tracker.triage.replay import reworded


def receipt_in(assessment: Assessment, language: str) -> dict[str, Any]:
    """Its receipt, in her words of today where she read another language then.

    The row stays as it was shown. Where the protocol that judged is gone, or an older engine did,
    the words stay too: "language" says which they are.
    """
    receipt = assessment.said
    if receipt["language"] == language:
        return receipt
    judged_by = protocol.of_version(assessment.protocol_version, assessment.digest)
    return (reworded(judged_by, receipt, language) if judged_by else None) or receipt
