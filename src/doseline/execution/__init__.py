"""One way to run many pieces of work, with progress and cancel."""

from doseline.execution.collecting import uncollected
from doseline.execution.executor import Cancelled, Executor, InProcess
from doseline.execution.progress import Progress, TerminalProgress, silent

__all__ = ["Cancelled", "Executor", "InProcess", "Progress", "TerminalProgress", "silent", "uncollected"]
