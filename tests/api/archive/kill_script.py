"""What the process that is killed does, step by step, and what the store says after so many of its steps."""

from __future__ import annotations

from dataclasses import dataclass, field

ROUND = ("publish", "publish", "publish", "withdraw", "rename", "take back", "publish", "undo", "withdraw")


@dataclass(frozen=True)
class Step:
    """One step, and the label that it is about."""

    what: str
    label: int


@dataclass
class State:
    """What the store holds."""

    labels: set[int] = field(default_factory=set)
    withdrawn: set[int] = field(default_factory=set)
    name: str = "colours"
    last: int = 0
    rows: dict[str, int] = field(
        default_factory=lambda: dict.fromkeys(("publication", "withdrawal", "renaming", "undoing"), 0)
    )


def step_of(number: int) -> Step:
    """The step that counts the generation up to `number`."""
    what = ROUND[(number - 1) % len(ROUND)]
    return Step(what, state_after(number - 1).last + (what == "publish"))


def state_after(number: int) -> State:
    """What the store holds after so many steps."""
    state = State()
    for at in range(1, number + 1):
        what = ROUND[(at - 1) % len(ROUND)]
        if what == "publish":
            state.last += 1
            state.labels.add(state.last)
            state.rows["publication"] += 1
        elif what == "withdraw":
            state.withdrawn.add(state.last)
            state.rows["withdrawal"] += 1
        elif what == "take back":
            state.withdrawn.discard(state.last)
            state.rows["withdrawal"] += 1
        elif what == "rename":
            state.name = f"farver-{at}"
            state.rows["renaming"] += 1
        else:
            state.labels.discard(state.last)
            state.last -= 1
            state.rows["undoing"] += 1
    return state
