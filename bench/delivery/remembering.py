"""The memory of a site with one web process, and of each further one."""

from bench.delivery.report import Part, at_most
from bench.delivery.stage import Stage
from bench.memory import BUDGET_MB, memory_of, total_mb, view_pages

FURTHER = 2
FURTHER_BUDGET_MB = 130


def measure_memory(stage: Stage) -> Part:
    """Start the site anew with one web process, then with more; it has those in the end."""
    stage.restart_site()
    view_pages(stage.site)
    one = memory_of(stage.site)
    stage.restart_site(web_processes=1 + FURTHER)
    view_pages(stage.site)
    each = (total_mb(memory_of(stage.site)) - total_mb(one)) / FURTHER
    return Part(
        "Memory",
        head=("process", "MB"),
        rows=[
            *((name, f"{size:.1f}") for name, size in one),
            ("in all", f"{total_mb(one):.1f}"),
            ("each further web process", f"{each:.1f}"),
        ],
        words=["Proportional set size after 300 page views, with a handful of pages in the store."],
        bars=[
            at_most("web and worker together", BUDGET_MB, total_mb(one), unit="MB"),
            at_most("each further web process", FURTHER_BUDGET_MB, each, unit="MB"),
        ],
    )
