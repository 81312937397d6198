"""What a donor adds to cover the provider's fee. Pure; whole smallest units throughout."""

from dataclasses import dataclass

WHOLE = 10_000  # in basis points


@dataclass(frozen=True)
class Fee:
    """What the provider keeps of a payment: a share in basis points, and a fixed sum."""

    basis_points: int
    fixed_minor: int

    @property
    def is_nothing(self) -> bool:
        return not self.basis_points and not self.fixed_minor


def fee_of(charged_minor: int, fee: Fee) -> int:
    """What is kept of a payment; the share is rounded up, to be on the safe side."""
    return -(-charged_minor * fee.basis_points // WHOLE) + fee.fixed_minor


def cover_for(amount_minor: int, fee: Fee) -> int:
    """The least to add, so that of all that is charged at least the amount arrives.

    The whole c must leave c - ceil(c * share) - fixed >= amount. As amount and fixed are whole,
    this says c * (1 - share) >= amount + fixed, without any rounding.
    """
    needed = amount_minor + fee.fixed_minor
    return -(-needed * WHOLE // (WHOLE - fee.basis_points)) - amount_minor
