"""Why a job gave no answer. Each carries the reason, for the log and not for the person."""


class SandboxError(Exception):
    """The job gave no answer."""


class DiedError(SandboxError):
    """Its process ended: a crash in a library."""


class MemoryLimitError(SandboxError):
    """It needed more memory than it is given, or its answer is too large to be taken."""


class TimeLimitError(SandboxError):
    """It took longer than it may, or none came free to do it."""


class JobError(SandboxError):
    """It raised what it should have answered."""
