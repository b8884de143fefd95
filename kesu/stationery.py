"""What the company's documents are made with: template folders, colour and logo, as configured."""

from __future__ import annotations

from pathlib import Path

from generator.documents import DocxWriter
from generator.docx_company import Look
from generator.docx_drawing import Picture, picture
from kesu.config import Config
from kesu.config_values import ConfigError

TEMPLATES = Path(__file__).resolve().parent.parent / "templates"


def template_folders(config: Config) -> tuple[Path, ...]:
    """The company's own templates before ours."""
    return (*(config.path(folder) for folder in config.desk.templates), TEMPLATES)


def document_writer(config: Config, kept: Path | None = None) -> DocxWriter:
    """`kept`: a folder for compiled templates. Raises ConfigError for a logo that cannot be printed."""
    return DocxWriter(template_folders(config), kept, Look(config.company.colour, _logo(config)))


def _logo(config: Config) -> Picture | None:
    if config.company.logo is None:
        return None
    path = config.path(config.company.logo)
    try:
        found = picture(path.read_bytes())
    except OSError as error:
        raise ConfigError([f"[company] logo {path} cannot be read: {error.strerror}"]) from error
    if found is None:
        raise ConfigError([f"[company] logo {path} is no picture that Word shows; save it as PNG or JPEG"])
    return found
