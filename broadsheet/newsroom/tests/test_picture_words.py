"""What photographers and agencies write into their files fills what the desk has left blank."""

import struct
from datetime import date

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from wagtail.models import Collection

from broadsheet.newsroom.darkroom.uploads import clean_picture
from broadsheet.newsroom.models import CreditedImage, Licence
from broadsheet.newsroom.tests.strange_files import encoded, photograph

pytestmark = pytest.mark.usefixtures("media")

NAMESPACES = (
    'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/" '
    'xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/" '
    'xmlns:core="http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/" '
    'xmlns:rights="http://ns.adobe.com/xap/1.0/rights/" '
    'xmlns:plus="http://ns.useplus.org/ldf/xmp/1.0/" '
    'xmlns:cc="http://creativecommons.org/ns#"'
)


def xmp(properties: str, attributes: str = "") -> bytes:
    return (
        '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF ' + NAMESPACES + "><rdf:Description "
        f'rdf:about="" {attributes}>{properties}</rdf:Description></rdf:RDF></x:xmpmeta>'
    ).encode()


def in_languages(tag: str, **texts: str) -> str:
    items = "".join(
        f'<rdf:li xml:lang="{lang.replace("_", "-")}">{text}</rdf:li>'
        for lang, text in texts.items()
    )
    return f"<{tag}><rdf:Alt>{items}</rdf:Alt></{tag}>"


EVERYTHING = xmp(
    in_languages("core:AltTextAccessibility", de="Ein Tor", x_default="A gate at low tide")
    + in_languages("dc:description", x_default="The gate at noon.")
    + "<dc:creator><rdf:Seq><rdf:li>Wen Okafor</rdf:li></rdf:Seq></dc:creator>"
    + in_languages("dc:rights", x_default="© 2026 Wen Okafor")
    + in_languages("rights:UsageTerms", x_default="One use in print and online"),
    'photoshop:Credit="Harbour Pictures" rights:WebStatement="https://harbour.example/terms" '
    'plus:LicenseEndDate="2027-03-31T00:00:00Z"',
)


def iptc(**fields: bytes) -> bytes:
    """A JPEG with a Photoshop block that holds IPTC-IIM records."""
    numbers = {"caption": 120, "maker": 80, "agency": 110, "copyright": 116}
    records = b"".join(
        b"\x1c\x02" + bytes([numbers[name]]) + struct.pack(">H", len(text)) + text
        for name, text in fields.items()
    )
    block = b"8BIM\x04\x04\x00\x00" + struct.pack(">I", len(records)) + records
    segment = b"Photoshop 3.0\x00" + block + b"\x00" * (len(block) % 2)
    jpeg = encoded(photograph(), "JPEG")
    return jpeg[:2] + b"\xff\xed" + struct.pack(">H", len(segment) + 2) + segment + jpeg[2:]


def words_in(content: bytes) -> dict[str, str]:
    return clean_picture(ContentFile(content)).words


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "AVIF"])
def test_xmp_is_read_in_every_kind_of_file_that_has_it(kind: str) -> None:
    if kind == "PNG":
        from PIL.PngImagePlugin import PngInfo

        info = PngInfo()
        info.add_itxt("XML:com.adobe.xmp", EVERYTHING.decode())
        content = encoded(photograph(), kind, pnginfo=info)
    else:
        content = encoded(photograph(), kind, xmp=EVERYTHING)

    assert words_in(content) == {
        "alt": "A gate at low tide",
        "caption": "The gate at noon.",
        "credit": "Wen Okafor / Harbour Pictures",
        "licence_note": "© 2026 Wen Okafor · One use in print and online · "
        "https://harbour.example/terms",
        "licence_ends_on": "2027-03-31",
    }


def test_old_iptc_is_read_too() -> None:
    content = iptc(caption="Das Tor bei Flut, très haut".encode(), maker=b"Wen Okafor")

    assert words_in(content) == {
        "caption": "Das Tor bei Flut, très haut",
        "credit": "Wen Okafor",
    }


def test_iptc_from_before_unicode_is_read() -> None:
    assert words_in(iptc(caption="Flut für München".encode("latin-1"))) == {
        "caption": "Flut für München"
    }


def test_an_agency_that_names_the_maker_is_not_named_twice() -> None:
    content = iptc(maker=b"Wen Okafor", agency=b"Harbour Pictures/Wen Okafor")

    assert words_in(content)["credit"] == "Harbour Pictures/Wen Okafor"


@pytest.mark.parametrize(
    ("address", "licence"),
    [
        ("https://creativecommons.org/licenses/by/4.0/", Licence.CC_BY),
        ("http://creativecommons.org/licenses/by-sa/3.0/de/", Licence.CC_BY_SA),
        ("https://creativecommons.org/publicdomain/zero/1.0/", Licence.CC0),
        ("https://creativecommons.org/publicdomain/mark/1.0/", Licence.PUBLIC_DOMAIN),
        ("https://creativecommons.org/licenses/by-nc-nd/4.0/", Licence.OTHER),
    ],
)
def test_a_creative_commons_address_chooses_the_licence(address: str, licence: Licence) -> None:
    as_link = xmp(f'<cc:license rdf:resource="{address}"/>')
    as_words = xmp(in_languages("rights:UsageTerms", x_default=f"Free to use, see {address}"))

    for packet in (as_link, as_words):
        words = words_in(encoded(photograph(), "JPEG", xmp=packet))
        assert words["licence"] == licence
        assert words["licence_note"] == address


@pytest.mark.parametrize(
    "packet",
    [
        b"<x",
        b"\x00" * 500,
        b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>' + EVERYTHING,
        b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><x>&b;</x>',
        b"<x>" * 20_000,
    ],
)
def test_broken_or_hostile_words_are_passed_over(packet: bytes) -> None:
    assert words_in(encoded(photograph(), "JPEG", xmp=packet)) == {}


# ---- in the newsroom ----


def sent_with_everything() -> SimpleUploadedFile:
    return SimpleUploadedFile("gate.jpg", encoded(photograph(), "JPEG", xmp=EVERYTHING))


def test_the_form_for_many_comes_back_filled(desk: Client) -> None:
    response = desk.post(
        reverse("wagtailimages:add_multiple"),
        {"title": "Gate", "files[]": sent_with_everything()},
        headers={"X-Requested-With": "XMLHttpRequest"},
    )

    form = response.json()["form"]
    assert 'value="A gate at low tide"' in form
    assert 'value="The gate at noon."' in form
    assert 'value="Wen Okafor / Harbour Pictures"' in form
    assert 'value="2027-03-31"' in form


@pytest.mark.parametrize("view", ["wagtailimages:add", "wagtailimages_chooser:create"])
def test_a_form_fills_what_was_left_blank_and_nothing_else(desk: Client, view: str) -> None:
    prefix = "image-chooser-upload-" if "chooser" in view else ""
    fields = {
        "title": "Gate",
        "file": sent_with_everything(),
        "alt": "What the editor sees",
        "collection": Collection.get_first_root_node().pk,
    }

    desk.post(reverse(view), {prefix + name: value for name, value in fields.items()})

    image = CreditedImage.objects.get()
    assert image.alt == "What the editor sees"
    assert image.caption == "The gate at noon."
    assert image.licence_ends_on == date(2027, 3, 31)


@pytest.mark.django_db
def test_words_too_long_for_their_column_are_cut() -> None:
    packet = xmp(in_languages("dc:description", x_default="tide " * 300))
    sent = ContentFile(encoded(photograph(), "JPEG", xmp=packet), name="a.jpg")

    image = CreditedImage.objects.create(title="Gate", file=sent)

    assert len(image.caption) == 600
    assert image.caption.endswith("…")
