from dataclasses import dataclass

from hypothesis import given
from hypothesis import strategies as st

from broadsheet.conversation.reading.threads import MAX_INDENT, lay_out, share


@dataclass(frozen=True)
class Said:
    id: int
    parent_id: int | None
    name: str = "Ann"


def order(root: Said, replies: list[Said]) -> list[tuple[int, int]]:
    return [(placed.row.id, placed.indent) for placed in lay_out(root, replies)]


def test_replies_stand_under_what_they_answer() -> None:
    replies = [Said(2, 1), Said(3, 1), Said(4, 2)]

    assert order(Said(1, None), replies) == [(1, 0), (2, 1), (4, 2), (3, 1)]


def test_the_indent_ends_at_four_levels() -> None:
    chain = [Said(number, number - 1) for number in range(2, 9)]

    assert [indent for _, indent in order(Said(1, None), chain)] == [0, 1, 2, 3, 4, 4, 4, 4]


def test_a_reply_whose_parent_is_not_shown_stands_under_the_root() -> None:
    assert order(Said(1, None), [Said(9, 7)]) == [(1, 0), (9, 1)]


def test_a_thread_deeper_than_the_stack_is_laid_out() -> None:
    chain = [Said(number, number - 1) for number in range(2, 5000)]

    assert len(lay_out(Said(1, None), chain)) == 4999


@given(st.lists(st.integers(min_value=0, max_value=10_000), max_size=60))
def test_every_reply_stands_once_and_below_its_parent(choices: list[int]) -> None:
    replies = [Said(n + 2, choice % (n + 1) + 1) for n, choice in enumerate(choices)]

    placed = lay_out(Said(1, None), replies)

    position = {line.row.id: at for at, line in enumerate(placed)}
    assert sorted(position) == list(range(1, len(replies) + 2))
    assert all(position[reply.parent_id or 0] < position[reply.id] for reply in replies)
    assert all(0 < line.indent <= MAX_INDENT for line in placed[1:])


def test_threads_share_the_room_alike() -> None:
    assert share([3, 1], room=10, most=8) == 8
    assert share([50, 50, 1], room=10, most=8) == 4
    assert share([50] * 4, room=3, most=8) == 0
    assert share([], room=3, most=8) == 8


@given(
    st.lists(st.integers(min_value=0, max_value=10_000), max_size=40),
    st.integers(min_value=0, max_value=200),
)
def test_no_room_is_left_that_a_reply_more_of_each_thread_would_fit_in(
    counts: list[int], room: int
) -> None:
    each = share(counts, room=room, most=8)

    assert sum(min(count, each) for count in counts) <= room
    assert each == 8 or sum(min(count, each + 1) for count in counts) > room
