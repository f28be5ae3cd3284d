"""Commands for what came of it: `plan`, `open`, `progress`, `saved`, `demo`."""

from __future__ import annotations

from selfcheck.cli import options


def plan(
    file: options.ResponseFile,
    lang: options.Language = None,
    formats: options.Formats = None,
    output: options.Output = None,
    last_good: options.LastGood = False,
    templates: options.Templates = None,
    hours: options.Hours = None,
    cost: options.Money = None,
    handoff: options.Handoff = False,
    quiet: options.Quiet = False,
    pack: options.Pack = None,
    debug: options.Debug = False,
) -> None:
    """Write the plan of a response again, in any language, with what people did to the one before."""
    from contextlib import ExitStack
    from functools import partial

    from selfcheck.assessment.places import plan_place
    from selfcheck.assessment.response_file import read_response
    from selfcheck.assessment.response_file import recover
    from selfcheck.assessment.response_file import write_response
    from selfcheck.cli.batch import print_paths
    from selfcheck.cli.setting import means
    from selfcheck.cli.setting import now
    from selfcheck.cli.setting import open_questions
    from selfcheck.cli.setting import pack_place
    from selfcheck.cli.setting import words_for
    from selfcheck.cli.wanted import hand_out
    from selfcheck.cli.wanted import markdown_path
    from selfcheck.cli.wanted import wanted_formats
    from selfcheck.files import hold
    from selfcheck.terminal.desk import require_pack
    from selfcheck.terminal.plans import write_plan
    from selfcheck.terminal.printing import print_result
    from selfcheck.terminal.printing import print_talk
    from selfcheck.terminal.reading_back import Drawer
    from selfcheck.terminal.reading_back import print_read_back
    from selfcheck.terminal.sheets import write_sheets

    wanted = wanted_formats(formats, output)
    with_means = means(hours, cost)
    targets = wanted.targets(partial(plan_place, file))
    path = markdown_path(targets)
    with ExitStack() as holding:
        if path is not None and file.is_file():
            holding.enter_context(hold(file))
        loaded = recover(file) if last_good else read_response(file)
        words = words_for(lang, loaded.response.language)
        if loaded.edited and not quiet:
            print_talk(words("{path} was changed outside selfcheck; the answers are taken as they are.", path=file))
        place = pack_place(pack)
        opened = open_questions(place, words)
        require_pack(loaded.response, opened)
        drawer = Drawer(opened, place, words, now(), plan_place(file), templates, with_means)
        written = write_plan(drawer, loaded.response, path, save=lambda response: write_response(file, response))
    print_read_back(written.read, words, quiet=quiet)
    hand_out(written.plan, targets, words, templates)
    if not quiet:
        print_paths(targets)
    if handoff:
        say = print_result if any(target.path for target in targets) else print_talk
        for sheet in write_sheets(written.plan, words, plan_place(file), templates):
            say(str(sheet))


def open_plan(
    file: options.File = None,
    lang: options.Language = None,
    pack: options.Pack = None,
    dir: options.Directory = None,
    debug: options.Debug = False,
) -> None:
    """Write the plan as a page, and show it in the browser."""
    from selfcheck.assessment.places import last_changed
    from selfcheck.assessment.places import plan_place
    from selfcheck.cli.setting import answers_folder
    from selfcheck.terminal.browser import open_in_browser
    from selfcheck.terminal.printing import print_talk

    path = file or last_changed(answers_folder(dir)).path
    plan(path, lang, "html", pack=pack)
    if not open_in_browser(plan_place(path, "html")):
        from selfcheck.cli.setting import chosen_words

        words = chosen_words(lang)
        print_talk(words("No browser could be started; open the file yourself."))


def progress(
    file: options.File = None,
    as_json: options.AsJson = False,
    lang: options.Language = None,
    accessible: options.Accessible = False,
    pack: options.Pack = None,
    dir: options.Directory = None,
    debug: options.Debug = False,
) -> None:
    """Say how far an organisation is with its plan, as it lies on the disk now. Nothing is written."""
    import sys
    from shutil import get_terminal_size

    from selfcheck.assessment.places import last_changed
    from selfcheck.assessment.places import plan_place
    from selfcheck.assessment.response_file import read_response
    from selfcheck.cli.setting import answers_folder
    from selfcheck.cli.setting import now
    from selfcheck.cli.setting import open_questions
    from selfcheck.cli.setting import pack_place
    from selfcheck.cli.setting import words_for
    from selfcheck.terminal.desk import require_pack
    from selfcheck.terminal.drawing import glyphs_for
    from selfcheck.terminal.printing import print_result
    from selfcheck.terminal.progress import progress_as_json
    from selfcheck.terminal.progress import render_progress
    from selfcheck.terminal.reading_back import Drawer
    from selfcheck.terminal.reading_back import print_read_back
    from selfcheck.terminal.reading_back import read_back

    path = file or last_changed(answers_folder(dir)).path
    response = read_response(path).response
    words = words_for(lang, response.language)
    place = pack_place(pack)
    opened = open_questions(place, words)
    require_pack(response, opened)
    drawer = Drawer(opened, place, words, now()).filled()
    read = read_back(drawer, response, plan_place(path))
    print_read_back(read, words, quiet=True)
    plan = drawer.plan(read.response)
    if as_json:
        print_result(progress_as_json(plan))
        return
    plain = accessible or not (sys.stdout and sys.stdout.isatty())
    glyphs = None if plain else glyphs_for(sys.stdout.encoding)
    print_result(render_progress(plan, words, glyphs, width=min(100, get_terminal_size().columns)))


def saved(
    dir: options.Directory = None,
    as_json: options.AsJson = False,
    lang: options.Language = None,
    debug: options.Debug = False,
) -> None:
    """List the saved checks, the last changed first."""
    from selfcheck.assessment.places import kept_responses
    from selfcheck.cli.setting import answers_folder
    from selfcheck.cli.setting import chosen_words
    from selfcheck.terminal.opening import moment
    from selfcheck.terminal.printing import print_error
    from selfcheck.terminal.printing import print_json
    from selfcheck.terminal.printing import print_result
    from selfcheck.terminal.printing import print_talk

    words = chosen_words(lang)
    folder = answers_folder(dir)
    kept = kept_responses(folder)
    found = kept.saved
    for error in kept.damaged:
        print_error(error, words)
    if as_json:
        entries = [
            {
                "organisation": item.response.organisation,
                "pack": item.response.pack.id,
                "changed": item.response.changed,
                "finished": item.response.finished,
                "file": str(item.path),
            }
            for item in found
        ]
        print_json(saved=entries)
        return
    if not found:
        print_talk(words("There is no saved check in {folder}.", folder=folder))
    for item in found:
        state = words("finished") if item.response.finished else words("not finished")
        print_result(f"{item.response.organisation}, {item.response.pack.id}, {moment(item.response.changed)}, {state}")
        print_result(str(item.path))


def demo(
    lang: options.Language = None,
    formats: options.Formats = None,
    output: options.Output = None,
    dir: options.Directory = None,
    debug: options.Debug = False,
) -> None:
    """Answer for a made-up organisation, and show what it gets: the same path as for a real one."""
    from selfcheck.cli.batch import answer_from_file
    from selfcheck.cli.wanted import wanted_formats
    from selfcheck.content.loading import shipped_pack

    answers = shipped_pack() / "demo.yaml"
    wanted = wanted_formats(formats, output)
    answer_from_file(answers, "", lang, wanted, None, dir, allow_open=True, quiet=False, summary=True)
