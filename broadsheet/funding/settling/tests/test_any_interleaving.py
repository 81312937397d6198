"""Whatever happens in whatever order, one sweep later the ledger says what is true."""

from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from broadsheet.funding.settling.tests.interleaving import Interleaving

STEPS = 50
EXAMPLES = 60


def test_a_thousand_steps_end_in_the_truth(newsroom: object) -> None:
    Interleaving.steps = 0

    run_state_machine_as_test(
        Interleaving,
        settings=settings(
            max_examples=EXAMPLES,
            stateful_step_count=STEPS,
            deadline=None,
            derandomize=True,
            phases=[Phase.generate],
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )

    assert Interleaving.steps >= 1000
