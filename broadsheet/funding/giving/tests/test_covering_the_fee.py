from hypothesis import given
from hypothesis import strategies as st

from broadsheet.funding.giving.fee import Fee, cover_for, fee_of

fees = st.builds(Fee, st.integers(0, 2000), st.integers(0, 500))


def test_with_the_cover_all_of_the_gift_arrives() -> None:
    fee = Fee(basis_points=290, fixed_minor=30)

    assert cover_for(2500, fee) == 106
    assert 2606 - fee_of(2606, fee) == 2500


@given(amount=st.integers(1, 99_999_999), fee=fees)
def test_the_cover_is_the_least_that_does_it(amount: int, fee: Fee) -> None:
    cover = cover_for(amount, fee)

    assert (amount + cover) - fee_of(amount + cover, fee) >= amount
    assert cover == 0 or (amount + cover - 1) - fee_of(amount + cover - 1, fee) < amount


def test_without_a_fee_there_is_nothing_to_cover() -> None:
    assert cover_for(2500, Fee(0, 0)) == 0
    assert Fee(0, 0).is_nothing
