"""What the process may take: so much memory, so much time, and no file at all."""

import resource

MEMORY_BYTES = 1024**3
CPU_SECONDS = 20


def bound_this_process() -> None:
    """Whatever a file makes its decoder do, it ends here."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
