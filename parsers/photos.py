"""A customer's picture made fit to print: upright, no larger than a page shows, nothing in it but its pixels.

Decoding is where pictures attack; it belongs into the process that reads strangers' mail (parsers.apart).
"""

from __future__ import annotations

import warnings
from io import BytesIO

from PIL import Image, ImageCms, ImageOps

from cases.photos import Photo, Unshown
from parsers.magic import detect
from parsers.pictures import MOST_PIXELS

FORMATS = {f"image/{name.lower()}": name for name in ("JPEG", "PNG", "GIF", "BMP", "TIFF", "WEBP")}
"""The only decoders that are ever tried, each for a file that begins as its format does."""
LOSSLESS = frozenset(("PNG", "GIF", "BMP"))
"""Formats of drawings and screenshots, whose edges JPEG would blur."""
STEPS = ((1200, 85), (1200, 75), (900, 75), (900, 60))
"""Longest side in pixels and quality, tried until the file is small enough. On paper a photo is at most 90 mm wide:
1200 pixels are 340 a inch, so that a reader on a screen can still look twice as close."""
ROOM = 150_000
"""Bytes of one picture; a sharp one may keep more after the last step."""
_SCALED = frozenset(("I", "F"))
_AS_THEY_ARE = frozenset(("L", "RGB", "CMYK"))
_SRGB = ImageCms.createProfile("sRGB")
Image.MAX_IMAGE_PIXELS = MOST_PIXELS


def shown(content: bytes) -> Photo:
    """The picture as documents show it, or why they do not; the same bytes give the same bytes. Raises nothing."""
    kind = FORMATS.get(detect(content))
    if kind is None:
        return Photo(why=Unshown.FORMAT)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(BytesIO(content), formats=[kind]) as opened:
                return Photo(_encoded(_reduced(opened), kind in LOSSLESS))
    except (Image.DecompressionBombWarning, Image.DecompressionBombError):
        return Photo(why=Unshown.TOO_MANY_PIXELS)
    except MemoryError:
        return Photo(why=Unshown.TOO_COSTLY)
    except Exception:  # noqa: BLE001 - a damaged file leads a decoder to any of them
        return Photo(why=Unshown.DAMAGED)


def _reduced(opened: Image.Image) -> Image.Image:
    """Grey or RGB, within the largest size, the first frame of several."""
    image = _plain(opened)
    side = STEPS[0][0]
    image.thumbnail((side, side), Image.Resampling.LANCZOS, reducing_gap=3.0)
    image = _in_srgb(_on_white(_upright(image)))
    image.info.clear()
    return image


def _plain(image: Image.Image) -> Image.Image:
    """In a mode that can be resized smoothly. What is decoded as a smaller JPEG stays undecoded."""
    if image.has_transparency_data:
        return image.convert("RGBA")
    if image.mode in _SCALED or image.mode.startswith("I;16"):
        return _eight_bits(image)
    return image if image.mode in _AS_THEY_ARE else image.convert("L" if image.mode == "1" else "RGB")


def _eight_bits(image: Image.Image) -> Image.Image:
    """Greys of 16 or 32 bits or in floating point, as 8 bits of the range that they are most likely meant in."""
    grey = image.convert("F")
    highest = max(each for each in grey.getextrema() if isinstance(each, float))
    most = next((limit for limit in (1, 255, 65_535) if highest <= limit), highest)
    return grey.point(lambda value: value * (255 / most) + 0).convert("L")


def _upright(image: Image.Image) -> Image.Image:
    """Turned as its EXIF orientation says; EXIF that cannot be read says nothing."""
    try:
        return ImageOps.exif_transpose(image)
    except Exception:  # noqa: BLE001 - whatever stands in EXIF, the picture is there
        return image


def _on_white(image: Image.Image) -> Image.Image:
    if image.mode != "RGBA":
        return image
    paper = Image.new("RGB", image.size, "white")
    paper.paste(image, mask=image.getchannel("A"))
    paper.info = image.info
    return paper


def _in_srgb(image: Image.Image) -> Image.Image:
    """In the colours that every screen and printer takes for granted."""
    profile = image.info.get("icc_profile")
    if profile:
        try:
            own = ImageCms.ImageCmsProfile(BytesIO(profile))
            found = ImageCms.profileToProfile(image, own, _SRGB, outputMode="RGB")
        except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
            found = None
        if found is not None:
            return found
    return image if image.mode in ("L", "RGB") else image.convert("RGB")


def _encoded(image: Image.Image, lossless: bool) -> bytes:
    """PNG of a drawing that stays small, else JPEG as good as there is room for."""
    if lossless and len(drawn := _saved(image, "PNG")) <= ROOM:
        return drawn
    found = b""
    for side, quality in STEPS:
        image.thumbnail((side, side), Image.Resampling.LANCZOS)
        found = _saved(image, "JPEG", quality=quality, optimize=True)
        if len(found) <= ROOM:
            break
    return found


def _saved(image: Image.Image, kind: str, **options: int) -> bytes:
    out = BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()
