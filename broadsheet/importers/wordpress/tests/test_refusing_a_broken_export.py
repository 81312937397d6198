"""A file that cannot be imported is refused with one sentence, before anything is written."""

import tracemalloc
from pathlib import Path

import pytest

from broadsheet.importers.wordpress.read import ExportError
from broadsheet.importers.wordpress.tests.exports import counted, export, item, written

NOT_AN_EXPORT = (
    "ferry.xml is not a WordPress export: it lacks <rss>, <channel> or WordPress' namespace."
)
WHOLE = export(*(item(wp_id=number) for number in range(1, 44)))


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "ferry.xml is empty."),
        ("Dear editor,", "ferry.xml is not XML."),
        (b"PK\x03\x04\x14", "ferry.xml is not XML but a ZIP file: unpack it first."),
        (b"\x1f\x8b\x08\x00", "ferry.xml is not XML but a gzip file: unpack it first."),
        (
            "<rss><channel><item/></channel></rss>",
            NOT_AN_EXPORT,
        ),
        (
            "<html><body>404</body></html>",
            NOT_AN_EXPORT,
        ),
        (
            WHOLE.replace("Bridge 3 closes", "Bridge\x0b3"),
            (
                "ferry.xml is broken at line 22 (after item 2):"
                " it holds the control character 0x0B, which XML forbids."
            ),
        ),
        (
            "\n\n" + WHOLE.replace("Bridge 3 closes", "Bridge & 3"),
            "ferry.xml is broken at line 24 (after item 2): not well-formed (invalid token).",
        ),
        (
            WHOLE.replace("Bridge 3 closes", "Br\u00fccke").encode("latin-1"),
            "ferry.xml is broken at line 22 (after item 2): it is not in UTF-8.",
        ),
        (WHOLE.replace("UTF-8", "x-made-up"), "ferry.xml must be in UTF-8 ("),
        (WHOLE.replace("UTF-8", "gb2312"), "ferry.xml must be in UTF-8 ("),
    ],
)
def test_what_is_wrong_is_said_in_one_sentence(
    tmp_path: Path, text: str | bytes, sentence: str
) -> None:
    path = written(tmp_path, text)

    with pytest.raises(ExportError) as refusal:
        counted(path)

    assert str(refusal.value).startswith(sentence)
    assert str(refusal.value).endswith(".")
    assert "\n" not in str(refusal.value)


def test_a_file_that_is_not_there_is_said_so(tmp_path: Path) -> None:
    with pytest.raises(ExportError, match=r"ferry.xml cannot be read: No such file"):
        counted(tmp_path / "ferry.xml")


def test_a_folder_is_not_an_export(tmp_path: Path) -> None:
    with pytest.raises(ExportError, match=r"cannot be read: Is a directory"):
        counted(tmp_path)


def test_a_truncated_export_names_the_last_whole_item(tmp_path: Path) -> None:
    cut = WHOLE.index("Bridge 42 closes")
    path = written(tmp_path, WHOLE[:cut])

    with pytest.raises(ExportError, match=r"ends in the middle \(after item 41\)"):
        counted(path)


def test_an_export_cut_anywhere_is_refused(tmp_path: Path) -> None:
    whole = export(item(body="Ø"), item(wp_id=2)).encode().rstrip()

    for length in range(len(whole)):
        with pytest.raises(ExportError):
            counted(written(tmp_path, whole[:length]))


def test_an_entity_bomb_does_not_go_off(tmp_path: Path) -> None:
    levels = "".join(f'<!ENTITY a{n + 1} "{f"&a{n};" * 10}">' for n in range(12))
    bomb = f'<!DOCTYPE rss [<!ENTITY a0 "boom">{levels}]>'
    path = written(tmp_path, WHOLE.replace("<rss", f"{bomb}<rss").replace("Bridge 3", "&a12;"))

    tracemalloc.start()
    with pytest.raises(ExportError, match="declares a document type"):
        counted(path)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert peak < 2_000_000


def test_an_external_entity_is_not_fetched(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("opensesame")
    entity = f'<!DOCTYPE rss [<!ENTITY s SYSTEM "{secret.as_uri()}">]>'
    path = written(tmp_path, WHOLE.replace("<rss", f"{entity}<rss").replace("Bridge 3", "&s;"))

    with pytest.raises(ExportError, match="declares a document type") as refusal:
        counted(path)

    assert "opensesame" not in str(refusal.value)
