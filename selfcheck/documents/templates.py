"""Templates, and what they may do. The one home of Jinja.

A template sees the values it is given; every text of them that is printed is escaped on the way. Nothing of a pack or a
response is ever read as template. Templates of one's own are run in a sandbox; where a folder of them lacks one, the
program's own is taken.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING
from typing import ClassVar

from jinja2 import BytecodeCache
from jinja2 import FileSystemLoader
from jinja2 import StrictUndefined
from jinja2.sandbox import ImmutableSandboxedEnvironment

from selfcheck.problems import Exit
from selfcheck.problems import SelfcheckError
from selfcheck.problems import say

if TYPE_CHECKING:
    from collections.abc import Callable
    from collections.abc import Mapping
    from types import CodeType

    from jinja2.bccache import Bucket

    from selfcheck.words import Words


class _Compiled(BytecodeCache):
    """What was compiled once in this process is not compiled again: a plan in three languages is one template."""

    codes: ClassVar[dict[tuple[str, str], CodeType | None]] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Take the code of a template that reads the same as before."""
        bucket.code = self.codes.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep the code of a template."""
        self.codes[bucket.key, bucket.checksum] = bucket.code


def shipped_templates() -> Path:
    """The program's own templates: inside the installed package, or at the top level of the checkout."""
    package = Path(__file__).parents[1]
    inside = package / "templates"
    return inside if inside.is_dir() else package.parent / "templates"


def read_template(name: str, templates: Path | None = None) -> str:
    """The text of a file that belongs to the templates, as it stands."""
    try:
        return _finding(name, templates).read_text("utf-8")
    except (OSError, UnicodeError) as error:
        raise cannot_be_used(name, error) from error


def render_template(
    name: str,
    words: Words,
    templates: Path | None,
    *,
    filters: Mapping[str, Callable[..., object]],
    printed: Callable[[object], object],
    **values: object,
) -> str:
    """The template's text; `printed` is what is made of every value before it is printed.

    A template named `*.html.j2` escapes what is printed as HTML does, on top of that.
    """
    _finding(name, templates)
    folders = [folder for folder in (templates, shipped_templates()) if folder is not None]
    environment = ImmutableSandboxedEnvironment(
        loader=FileSystemLoader(folders),
        undefined=StrictUndefined,
        autoescape=name.endswith(".html.j2"),
        finalize=printed,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        bytecode_cache=_Compiled(),
    )
    environment.globals = {name: environment.globals[name] for name in ("namespace", "range")} | {"_": words}
    environment.filters.update(filters)
    try:
        return environment.get_template(name).render(values)
    except Exception as error:  # a template of one's own may go wrong in every way there is
        if templates is None:
            raise
        raise cannot_be_used(name, getattr(error, "message", None) or str(error) or type(error).__name__) from error


def cannot_be_used(name: str, reason: object) -> SelfcheckError:
    """The sentence for a template of one's own that does not work."""
    return SelfcheckError(
        say("The template {name} cannot be used: {reason}.", name=name, reason=reason),
        say("mend it, or leave out --templates"),
        code=Exit.INVALID,
    )


def _finding(name: str, templates: Path | None) -> Path:
    """Where a template is: in the folder that was named, else among the program's own."""
    if templates is not None and not templates.is_dir():
        raise SelfcheckError(
            say("There is no folder {path}.", path=templates), say("name the folder of your templates"), code=Exit.FILES
        )
    own = None if templates is None else templates / name
    return own if own is not None and own.is_file() else shipped_templates() / name
