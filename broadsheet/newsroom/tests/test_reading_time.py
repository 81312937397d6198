import pytest

from broadsheet.newsroom.reading import count_words, reading_minutes


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", 0),
        ("The gate has a worn hinge.", 6),
        ("It’s a well-known 2.4-metre surge", 5),
        ("بوابة العاصفة مغلقة", 3),
        ("暴風雨の門", 5),  # written without spaces: a character counts as a word
    ],
)
def test_words_are_counted_in_any_script(text: str, words: int) -> None:
    assert count_words(text) == words


@pytest.mark.parametrize(("words", "minutes"), [(0, 1), (238, 1), (239, 2), (2380, 10)])
def test_minutes_are_whole_and_at_least_one(words: int, minutes: int) -> None:
    assert reading_minutes("word " * words) == minutes


def test_what_is_written_without_spaces_takes_its_time() -> None:
    assert reading_minutes("門" * 510) == 2
