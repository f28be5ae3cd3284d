"""Commands of respondents: the start page, `start` and `resume`."""

from __future__ import annotations

import typer

from selfcheck.cli import options
from selfcheck.problems import Exit
from selfcheck.problems import SelfcheckError
from selfcheck.problems import say


def start_page(context: typer.Context) -> None:
    """Open the start page where there is a terminal; else say what there is."""
    from selfcheck.cli.conversation import choose_show
    from selfcheck.cli.conversation import converse
    from selfcheck.cli.desk import open_desk
    from selfcheck.cli.setting import interface
    from selfcheck.cli.wanted import wanted_formats
    from selfcheck.terminal.printing import print_result
    from selfcheck.terminal.welcome import visit

    if interface(accessible=False)[0] == "none":
        print_result(context.get_help())
        raise typer.Exit
    show = choose_show()
    desk, ask_language = open_desk(None, None, None)
    converse(desk, lambda _: visit(desk, ask_language=ask_language), show, wanted_formats(None, None))


def start(
    org: options.Organisation = "",
    lang: options.Language = None,
    answers: options.Answers = None,
    from_file: options.From = None,
    formats: options.Formats = None,
    output: options.Output = None,
    accessible: options.Accessible = False,
    projector: options.Projector = False,
    no_input: options.NoInput = False,
    allow_open: options.AllowOpen = False,
    no_color: options.NoColor = False,
    quiet: options.Quiet = False,
    pack: options.Pack = None,
    dir: options.Directory = None,
    debug: options.Debug = False,
) -> None:
    """Begin a check: in pages, in plain lines, or from a file of answers."""
    from selfcheck.cli.conversation import choose_show
    from selfcheck.cli.conversation import converse
    from selfcheck.cli.desk import open_desk
    from selfcheck.cli.wanted import wanted_formats

    if answers is not None and from_file is not None:
        raise SelfcheckError(
            say("--from shows the last answers beside the questions, and --answers asks no questions."),
            say("leave one of them out"),
            code=Exit.USAGE,
        )
    wanted = wanted_formats(formats, output)
    if answers is not None:
        from selfcheck.cli.batch import answer_from_file

        answer_from_file(answers, org, lang, wanted, pack, dir, allow_open=allow_open, quiet=quiet)
        return
    if no_input:
        raise SelfcheckError(
            say("There are no answers, and --no-input forbids to ask."),
            say("name a file: --answers FILE"),
            code=Exit.USAGE,
        )
    show = choose_show(accessible=accessible, no_color=no_color, projector=projector)
    from selfcheck.assessment.response_file import read_response
    from selfcheck.terminal.desk import require_pack
    from selfcheck.terminal.welcome import check

    earlier = None if from_file is None else read_response(from_file).response
    desk, ask_language = open_desk(pack, lang or (earlier.language if earlier else None), dir)
    if earlier is not None:
        require_pack(earlier, desk.pack)
    name = org.strip() or (earlier.organisation if earlier else "")
    converse(
        desk,
        lambda shown: check(desk, name, ask_language=ask_language, earlier=earlier, projector=shown.projector),
        show,
        wanted,
    )


def resume(
    file: options.File = None,
    lang: options.Language = None,
    accessible: options.Accessible = False,
    projector: options.Projector = False,
    no_input: options.NoInput = False,
    last_good: options.LastGood = False,
    no_color: options.NoColor = False,
    formats: options.Formats = None,
    output: options.Output = None,
    pack: options.Pack = None,
    dir: options.Directory = None,
    debug: options.Debug = False,
) -> None:
    """Continue the named check, or the last one that was changed."""
    from selfcheck.assessment.places import last_changed
    from selfcheck.assessment.response_file import recover
    from selfcheck.cli.conversation import choose_show
    from selfcheck.cli.conversation import converse
    from selfcheck.cli.desk import open_desk
    from selfcheck.cli.setting import no_terminal
    from selfcheck.cli.wanted import wanted_formats
    from selfcheck.files import hold

    wanted = wanted_formats(formats, output)
    if no_input:
        raise no_terminal()
    show = choose_show(accessible=accessible, no_color=no_color, projector=projector)
    desk, _ = open_desk(pack, lang, dir)
    path = file or last_changed(desk.folder).path
    if last_good:
        with hold(path):
            recover(path)
    from selfcheck.terminal.welcome import Wish
    from selfcheck.terminal.welcome import follow

    wish = Wish("open", path=path)
    converse(desk, lambda shown: follow(desk, wish, lang, projector=shown.projector), show, wanted)
