"""Customers' pictures in documents: reduced once, kept for the next time, as many as a document has room for."""

from __future__ import annotations

import os
from collections import OrderedDict
from collections.abc import Callable, Sequence
from contextlib import suppress
from hashlib import sha256
from pathlib import Path, PurePath

from cases.mail import QUARANTINE, Attachment
from cases.model import Case
from cases.photos import Photo, Unshown
from generator.docx_pictures import Shown
from kesu.config import DocumentsSection
from kesu.desk import Desk
from kesu.threads import first_mail

ENDINGS = frozenset(
    ".jpg .jpeg .jpe .jfif .png .gif .bmp .tif .tiff .webp .heic .heif .avif .jxl .jp2 .psd .dng .raw .cr2 .nef .arw "
    ".wmf .emf".split()
)
"""What calls itself a picture is shown, or named with the reason why it is not."""
LEAST = 20_000
"""Bytes below which a picture inside a mail's text is taken for a logo in a signature."""
KEPT = 64
"""Pictures in memory, of some 100 kB each."""
GIVEN_UP = 2
"""After so many that took too much, no further picture of a mail is tried."""


class PhotoShelf:
    """Makes each picture fit to print once: the last ones are kept in memory, all that can be shown in `folder`."""

    def __init__(self, decode: Callable[[bytes], Photo], folder: Path | None = None) -> None:
        self._decode = decode
        self._folder = folder
        self._shelf: OrderedDict[str, Photo] = OrderedDict()

    def __call__(self, original: bytes) -> Photo:
        key = sha256(original).hexdigest()
        photo = self._shelf.pop(key, None) or self._kept(key) or self._made(key, original)
        self._shelf[key] = photo
        if len(self._shelf) > KEPT:
            self._shelf.popitem(last=False)
        return photo

    def _kept(self, key: str) -> Photo | None:
        try:
            return Photo((self._folder / key).read_bytes()) if self._folder else None
        except OSError:
            return None

    def _made(self, key: str, original: bytes) -> Photo:
        photo = self._decode(original)
        if self._folder and photo.image:
            fresh = self._folder / f"{key}.{os.getpid()}.tmp"
            try:
                self._folder.mkdir(parents=True, exist_ok=True)
                fresh.write_bytes(photo.image)
                fresh.replace(self._folder / key)
            except OSError:  # it is made again the next time
                with suppress(OSError):
                    fresh.unlink()
        return photo


def photos_of(desk: Desk, case: Case) -> list[Shown]:
    """The pictures of the customer's first mail, without the logos of its signature."""
    files = [file for file in first_mail(desk, case).attachments if _is_picture(file)]
    return to_print([(file.filename, file.content) for file in files], desk.photo, desk.config.documents)


def to_print(
    pictures: Sequence[tuple[str, bytes]], reduced: Callable[[bytes], Photo], settings: DocumentsSection
) -> list[Shown]:
    """Pictures, by name, as documents take them: what there is no room for is only named."""
    left, room, costly = settings.photos, int(settings.photos_mb * 2**20), 0
    if not left:
        return []
    found: list[Shown] = []
    for name, content in pictures:
        photo = _refused(left, costly) or reduced(content)
        costly += photo.why is Unshown.TOO_COSTLY
        if len(photo.image) > room:
            photo = Photo(why=Unshown.TOO_MANY)
        if photo.image:
            left, room = left - 1, room - len(photo.image)
        found.append({"image": photo.image, "caption": name, "why": photo.why or ""})
    return found


def _refused(left: int, costly: int) -> Photo | None:
    """Why a picture is not even opened."""
    if not left:
        return Photo(why=Unshown.TOO_MANY)
    return Photo(why=Unshown.TOO_COSTLY) if costly >= GIVEN_UP else None


def _is_picture(file: Attachment) -> bool:
    """A picture that calls itself one of another format (PNG as .jpg) is harmless: it is decoded as what it is."""
    if file.inline and file.size < LEAST:
        return False
    if file.detected_type.startswith("image/"):
        return QUARANTINE.isdisjoint({*file.flags} - {"type-mismatch"})
    return PurePath(file.filename.casefold()).suffix in ENDINGS and not file.quarantined
