"""A customer's picture becomes one to print: upright, small, without metadata; or it is said why not."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageCms

from cases.photos import Photo, Unshown
from parsers.apart import Apart
from parsers.limits import Bounds, Limits
from parsers.photos import LOSSLESS, ROOM, shown
from tests.parsers.photos import ORIENTATION, corners, exif, grain, opened, png, quarters, saved

STANDING = ["red", "green", "blue", "white"]
PHONE = saved(quarters(2000, 1500), quality=95, exif=exif())


def test_a_phones_photo_is_reduced_to_print_size() -> None:
    photo = shown(saved(grain(1600, 1200), quality=95))
    assert photo.why is None
    assert len(photo.image) < 2 * ROOM
    assert opened(photo.image).size == (900, 675)
    assert opened(shown(PHONE).image).size == (1200, 900)
    assert len(shown(PHONE).image) <= ROOM


@pytest.mark.parametrize(
    ("orientation", "seen"),
    [
        (1, ["red", "green", "blue", "white"]),
        (2, ["green", "red", "white", "blue"]),
        (3, ["white", "blue", "green", "red"]),
        (4, ["blue", "white", "red", "green"]),
        (5, ["red", "blue", "green", "white"]),
        (6, ["blue", "red", "white", "green"]),
        (7, ["white", "green", "blue", "red"]),
        (8, ["green", "white", "red", "blue"]),
        (99, ["red", "green", "blue", "white"]),
    ],
)
@pytest.mark.parametrize("kind", ["JPEG", "TIFF", "PNG"])
def test_a_photo_stands_as_the_phone_was_held(orientation: int, seen: list[str], kind: str) -> None:
    assert corners(shown(saved(quarters(80, 60), kind, exif=exif(orientation))).image) == seen


def test_nothing_but_the_pixels_is_left_of_a_photo() -> None:
    taken = saved(quarters(1600, 1200), quality=95, exif=exif(6), comment=b"my home", xmp=b"<x:xmpmeta>my home")
    assert b"Ulefone" in taken
    photo = shown(taken).image
    assert [word for word in (b"Ulefone", b"my home", b"Exif", b"xmpmeta", b"ICC_PROFILE") if word in photo] == []
    assert (opened(photo).size, opened(photo).getexif().get(ORIENTATION)) == ((900, 1200), None)
    drawn = saved(quarters(80, 60), "PNG", exif=exif(), icc_profile=ImageCms.ImageCmsProfile(
        ImageCms.createProfile("sRGB")).tobytes())  # fmt: skip
    assert {chunk for chunk in (b"eXIf", b"iCCP", b"tEXt") if chunk in drawn} == {b"eXIf", b"iCCP"}
    assert [chunk for chunk in (b"eXIf", b"iCCP", b"tEXt") if chunk in shown(drawn).image] == []


def transparent(mode: str) -> Image.Image:
    """Green where it can be seen, in the first quarter; nothing elsewhere."""
    image = Image.new("RGBA", (80, 60), (0, 0, 0, 0))
    image.paste((0, 128, 0, 255), (0, 0, 40, 30))
    return image.convert(mode)


def deep() -> Image.Image:
    """Sixteen bits a pixel, black and white in quarters."""
    image = Image.new("I;16", (80, 60))
    image.paste(65_535, (40, 0, 80, 60))
    return image


PICTURES: dict[str, tuple[bytes, list[str]]] = {
    "CMYK": (saved(quarters(80, 60, "CMYK")), STANDING),
    "YCCK TIFF": (saved(quarters(80, 60, "CMYK"), "TIFF"), STANDING),
    "LAB": (saved(quarters(80, 60).convert("YCbCr"), "TIFF"), STANDING),
    "palette": (saved(quarters(80, 60, "P"), "PNG"), STANDING),
    "bitmap": (saved(quarters(80, 60), "BMP"), STANDING),
    "WebP": (saved(quarters(80, 60), "WEBP", lossless=True), STANDING),
    "alpha": (saved(transparent("RGBA"), "PNG"), ["green", "white", "white", "white"]),
    "grey alpha": (saved(Image.new("LA", (80, 60), (0, 0)), "PNG"), ["white"] * 4),
    "palette with a hole": (saved(transparent("P"), "GIF", transparency=0), ["green", "white", "white", "white"]),
    "first of two": (
        saved(quarters(80, 60), "GIF", save_all=True, append_images=[Image.new("RGB", (80, 60), "red")], duration=9),
        STANDING,
    ),
    "first page of two": (
        saved(quarters(80, 60), "TIFF", save_all=True, append_images=[Image.new("RGB", (80, 60), "red")]),
        STANDING,
    ),
}


@pytest.mark.parametrize("name", PICTURES)
def test_pictures_of_every_kind_are_seen_as_they_were_meant(name: str) -> None:
    content, seen = PICTURES[name]
    assert corners(shown(content).image) == seen


@pytest.mark.parametrize(
    "content",
    [
        saved(deep(), "PNG"),
        saved(deep(), "TIFF"),
        saved(deep().convert("F").point(lambda value: value * (1 / 65_535) + 0), "TIFF"),
        saved(Image.frombytes("1", (80, 60), (b"\0" * 5 + b"\xff" * 5) * 60), "PNG"),
        saved(deep().convert("I").convert("L").point(lambda value: 255 if value else 0), "JPEG"),
    ],
    ids=["16 bits", "16 bits TIFF", "floating point", "black and white", "grey"],
)
def test_greys_of_any_depth_keep_black_and_white(content: bytes) -> None:
    image = opened(shown(content).image).convert("L")
    black, white = image.getpixel((5, 5)), image.getpixel((70, 5))
    assert isinstance(black, int) and isinstance(white, int)
    assert (black < 5, white > 250) == (True, True)


def test_a_screenshot_keeps_its_edges_and_a_photo_saved_as_png_its_size() -> None:
    screen, photo = shown(saved(quarters(1100, 700), "PNG")).image, shown(saved(grain(800, 600), "PNG")).image
    assert [opened(each).format for each in (screen, photo)] == ["PNG", "JPEG"]
    assert max(len(screen), len(photo)) < 2 * ROOM
    assert {"PNG", "GIF", "BMP"} == LOSSLESS


def test_colours_of_a_wide_camera_are_brought_into_those_of_every_screen() -> None:
    """In this profile red and green have changed places; whoever heeds it sees green."""
    plain = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    swapped = plain.replace(b"rXYZ", b"????").replace(b"gXYZ", b"rXYZ").replace(b"????", b"gXYZ")
    seen = shown(saved(Image.new("RGB", (80, 60), (255, 0, 0)), icc_profile=swapped)).image
    assert corners(seen) == ["green"] * 4 or opened(seen).getpixel((9, 9))[1] > 200  # type: ignore[index]
    broken = saved(quarters(80, 60), icc_profile=b"no profile")
    assert corners(shown(broken).image) == STANDING


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"\0\0\0\x18ftypheic" + b"\0" * 99, Unshown.FORMAT),
        (b"%PDF-1.7", Unshown.FORMAT),
        (b"", Unshown.FORMAT),
        (b"\xff\xd8\xff\xe0", Unshown.DAMAGED),
        (PHONE[: len(PHONE) // 2], Unshown.DAMAGED),
        (b"GIF89a" + b"\0" * 40, Unshown.DAMAGED),
        (png(4, 4), Unshown.DAMAGED),
        (png(12_000, 12_000, b"\0" * 12_001), Unshown.TOO_MANY_PIXELS),
        (png(30_000, 30_000), Unshown.TOO_MANY_PIXELS),
    ],
    ids="heic pdf empty cut-at-once cut-in-half gif png bomb larger-bomb".split(),
)
def test_what_cannot_be_shown_says_why(content: bytes, why: Unshown) -> None:
    assert shown(content) == Photo(why=why)


def test_the_same_photo_gives_the_same_bytes() -> None:
    assert shown(PHONE) == shown(PHONE)


@settings(max_examples=60, deadline=None)
@given(
    kind=st.sampled_from(["JPEG", "PNG", "GIF", "BMP", "TIFF", "WEBP"]),
    at=st.floats(0, 1),
    noise=st.binary(min_size=1, max_size=40),
)
def test_damage_anywhere_in_a_picture_is_never_an_exception(kind: str, at: float, noise: bytes) -> None:
    whole = saved(quarters(40, 30), kind)
    start = int(at * len(whole))
    photo = shown(whole[:start] + noise + whole[start + len(noise) :])
    assert bool(photo.image) is (photo.why is None)


# ---------------------------------------------------------------- in the process that reads


def test_photos_are_decoded_in_the_process_that_reads_and_one_that_takes_too_much_ends_only_that() -> None:
    reader = Apart([], Limits(), Bounds(memory=128 * 2**20))
    costly = saved(Image.new("RGB", (6000, 6000)), "PNG")
    assert [reader.read_photo(each) for each in (PHONE, costly, b"%PDF-1.7", PHONE)] == [
        shown(PHONE),
        Photo(why=Unshown.TOO_COSTLY),
        Photo(why=Unshown.FORMAT),
        shown(PHONE),
    ]
    reader.close()
