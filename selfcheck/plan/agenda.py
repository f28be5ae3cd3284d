"""A meeting over answers that differ: what to talk about, in which order, for how long, and how."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from selfcheck.problems import say

if TYPE_CHECKING:
    from collections.abc import Iterator

    from selfcheck.assessment.combination import Combination
    from selfcheck.assessment.combination import Shared
    from selfcheck.words import Words

#: How many differences a meeting can bear, and how large a group still goes round in ten minutes.
MOST_TOPICS, SMALL = 4, 6

#: A meeting of more minutes than these needs a break, between talking and deciding.
LONG = 75

#: How to talk about a difference without pointing at anyone.
GUIDE = (
    say("Let somebody lead the talk who does not decide about the others, if you can: neither chair nor manager."),
    say("Begin each question with two silent minutes in which everybody writes; then one example from everybody."),
    say("Speak of the organisation, not of people: “it happened that …”, not “you think that …”."),
    say("Nobody has to say which answer was theirs, and nobody guesses. Talk about what was seen."),
    say("Two people can see different things and both be right: they stand in different places. Hear both first."),
    say("Whoever has the most say in the organisation speaks last."),
    say("Ask “what would we see if this worked better?” rather than “who is right?”."),
    say("Do not vote on what is true. Where you cannot agree, take the lower answer and note what to look up."),
    say("If it gets heated, stop for two minutes: everybody writes, then read out what was written."),
)


class Item(Struct, frozen=True):
    """One thing on the agenda: what, for how many minutes, and how."""

    title: str
    minutes: int
    how: str


def topics(combination: Combination) -> tuple[Shared, ...]:
    """The questions to talk about in one meeting: those with the largest differences, while heads are fresh."""
    return combination.differing[:MOST_TOPICS]


def make_agenda(combination: Combination, words: Words) -> tuple[Item, ...]:
    """The agenda: from what is shared to what differs, and from there to what will be done."""
    talk, decide = tuple(_talk(combination, words)), tuple(_decide(words))
    if sum(item.minutes for item in (*talk, *decide)) <= LONG:
        return (*talk, *decide)
    rest = Item(words("Break"), 10, words("Open the window, and talk about something else."))
    return (*talk, rest, *decide)


def _talk(combination: Combination, words: Words) -> Iterator[Item]:
    yield Item(
        words("Arrive, and agree how you talk"),
        5,
        words("Read out the advice on how to talk. What is said in the room stays in the room."),
    )
    if combination.agreed:
        yield Item(
            words("What you agree on"),
            10,
            words("Read the list out, and let two or three people give an example. This is what you can build on."),
        )
    minutes = 10 if combination.people <= SMALL else 15
    for shared in topics(combination):
        yield Item(
            words("Talk about: {about}", about=shared.question.label(words.language)), minutes, how(shared, words)
        )
    if combination.nobody_knows:
        yield Item(
            words("What nobody knows yet"),
            5,
            words("Write a name and a day beside each: who finds it out, and by when."),
        )


def _decide(words: Words) -> Iterator[Item]:
    yield Item(
        words("Which answers stand"),
        10,
        words("The plan takes the middle answer. Where you see it differently after the talk, say so and change it."),
    )
    yield Item(
        words("The first three things to do"),
        15,
        words("Everybody marks three actions. Take the three with the most marks, each with one name and one day."),
    )
    yield Item(
        words("Close"),
        5,
        words("One sentence from everybody: what was new to you? Fix the day on which you look at this again."),
    )


def how(shared: Shared, words: Words) -> str:
    """How to open the talk about one question."""
    spread = shared.spread
    if spread is not None and spread.not_applicable:
        return words(
            "Some say that this does not apply to you. Agree first what the question means for you, then look at the"
            " answers again."
        )
    if spread is not None and 2 * spread.unknown >= spread.asked - spread.open:
        return words(
            "Some of you know this, and some do not. Those who know tell it in two minutes; then agree where everybody"
            " can find it."
        )
    given = [choice for choice in shared.question.choices if spread is not None and spread.choices[choice.id]]
    if shared.question.type == "select_one" and len(given) > 1:
        return words(
            "Some see “{low}”, others “{high}”. What has each of you seen in the last three months that speaks for the"
            " one or the other?",
            low=given[0].label(words.language),
            high=given[-1].label(words.language),
        )
    return words("Look at the spread together. What has each of you seen in the last three months that speaks for it?")
