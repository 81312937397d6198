"""The wall of thanks: of settled gifts, what their donors have made public, and nothing else."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import (
    Case,
    CharField,
    Count,
    F,
    OuterRef,
    PositiveBigIntegerField,
    Q,
    QuerySet,
    Subquery,
    Sum,
    Value,
    When,
)
from django.db.models.functions import Coalesce

from broadsheet.funding.models import TAKEN_BACK, Gift, GiftState, MessageState, NameShown, Reversal
from broadsheet.lib.money import Money
from broadsheet.newsroom.languages import figure
from broadsheet.newsroom.models import NewsroomSettings

PAGE_GIFTS = 24

_HAS_NAME = Q(name_shown=NameShown.SHOWN) & ~Q(name="")
# After a part went back, the amount that was given is no longer what was given.
_HAS_AMOUNT = Q(shows_amount=True, gone_minor=0)
_HAS_MESSAGE = Q(message_state=MessageState.SHOWN) & ~Q(message="")
_IS_PUBLIC = _HAS_NAME | _HAS_AMOUNT | _HAS_MESSAGE


@dataclass(frozen=True)
class Thanked:
    """All that the wall says of one gift; "" for what its donor keeps to themselves."""

    name: str
    amount: str
    message: str


@dataclass(frozen=True)
class Wall:
    """One page of the wall, newest first, and how many gave quietly."""

    thanked: Sequence[Thanked]
    quiet: int
    quiet_figure: str
    number: int
    next_page: int | None

    @property
    def is_there(self) -> bool:
        return bool(self.thanked or self.quiet or self.number > 1)


def wall(*, newsroom: NewsroomSettings, campaign_id: int | None, page: int = 1) -> Wall:
    """The wall of one campaign, or of all gifts. Two queries.

    What is hidden never leaves the database: the columns come empty where they are not public.
    There are no days on it: beside the ledger, which names them, a day might tell the amount.
    """
    gifts = _thanked_gifts(campaign_id)
    start = (page - 1) * PAGE_GIFTS
    rows = list(_public_columns(gifts)[start : start + PAGE_GIFTS + 1])
    quiet = gifts.order_by().aggregate(quiet=Count("pk", filter=~_IS_PUBLIC))["quiet"]
    return Wall(
        thanked=[_thanked(row, newsroom=newsroom) for row in rows[:PAGE_GIFTS]],
        quiet=quiet,
        quiet_figure=figure(quiet, language=newsroom.language),
        number=page,
        next_page=page + 1 if len(rows) > PAGE_GIFTS else None,
    )


def _thanked_gifts(campaign_id: int | None) -> QuerySet[Gift]:
    """Settled gifts of which something is left."""
    back = Reversal.objects.filter(gift=OuterRef("pk"), state__in=TAKEN_BACK).order_by()
    gone = back.values("gift").annotate(gone=Sum("amount_minor")).values("gone")
    gifts = Gift.objects.filter(state=GiftState.SETTLED)
    if campaign_id is not None:
        gifts = gifts.filter(campaign=campaign_id)
    gifts = gifts.annotate(gone_minor=Coalesce(Subquery(gone), 0))
    return gifts.filter(gone_minor__lt=F("amount_minor") + F("cover_minor"))


def _public_columns(gifts: QuerySet[Gift]) -> QuerySet[Gift, tuple[str, int | None, str, str]]:
    shown = gifts.filter(_IS_PUBLIC).order_by("-settled_at", "-pk")
    return shown.annotate(
        public_name=_where(_HAS_NAME, "name"),
        public_amount=Case(
            When(_HAS_AMOUNT, then="amount_minor"),
            default=None,
            output_field=PositiveBigIntegerField(null=True),
        ),
        public_message=_where(_HAS_MESSAGE, "message"),
    ).values_list("public_name", "public_amount", "currency", "public_message")


def _where(condition: Q, column: str) -> Case:
    return Case(When(condition, then=column), default=Value(""), output_field=CharField())


def _thanked(row: tuple[str, int | None, str, str], *, newsroom: NewsroomSettings) -> Thanked:
    name, amount_minor, currency, message = row
    amount = "" if amount_minor is None else newsroom.write_amount(Money(amount_minor, currency))
    return Thanked(name=name, amount=amount, message=message)
