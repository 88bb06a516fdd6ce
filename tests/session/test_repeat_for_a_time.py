"""`repeat: 20m`: as many whole rounds as fit."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audiocoach.errors import SpecError
from audiocoach.script.expand import expand
from audiocoach.session.notation_writer import to_notation
from support.sessions import read

SECONDS = st.integers(1, 40)


@given(time=st.integers(80, 4000), runs=st.lists(SECONDS, min_size=1, max_size=4), walk=SECONDS, between=SECONDS)
def test_the_rounds_fit_and_one_more_would_not(time: int, runs: list[int], walk: int, between: int) -> None:
    listed = ", ".join(f"{seconds}s" for seconds in runs)
    steps = f"steps: [{{run: [{listed}]}}, {{walk: {walk}s}}], between: [{{rest: {between}s}}]"
    session = read(f"steps: [{{repeat: {time}s, {steps}}}]\n")
    rounds = session.steps[0].rounds
    lasting = [
        sum(runs[at % len(runs)] + walk for at in range(count)) + between * (count - 1)
        for count in (rounds, rounds + 1)
    ]
    assert lasting[0] <= time < lasting[1]
    assert session.extent.ms == lasting[0] * 1000
    assert sum(one.step.activity == "walk" for one in expand(session)) == rounds


def test_repeats_inside_of_repeats_and_variables() -> None:
    inner = "{repeat: 1m, steps: [{run: 20s}]}"
    session = read(f"let: {{time: 10m}}\nsteps: [{{repeat: $time, steps: [{inner}, {{walk: 1m}}]}}]\n")
    assert session.steps[0].rounds == 5
    assert session.steps[0].steps[0].rounds == 3
    assert to_notation(session) == "5x(3x(20s run), 1m walk)"


@pytest.mark.parametrize(
    ("repeat", "message", "hint"),
    [
        ("{repeat: 59s, steps: [{run: 1m}]}", "a round lasts 1m, and is to fit into 59s", "write `repeat: 1m` or more"),
        ("{repeat: 5m, steps: [{say: Hello.}]}", "rounds without a fixed length cannot fill a time", "`repeat: 8`"),
        (
            "{repeat: often, steps: [{run: 1m}]}",
            "a whole number is needed here, not `often`",
            "`repeat: 20m` for as many",
        ),
        ("{repeat: 0, steps: [{run: 1m}]}", "`0` is too small: the least is 1", "`repeat: 20m` for as many"),
    ],
)
def test_what_cannot_be_filled_is_told(repeat: str, message: str, hint: str) -> None:
    with pytest.raises(SpecError) as caught:
        read(f"steps: [{repeat}]\n")
    (diagnostic,) = caught.value.diagnostics
    assert message in diagnostic.message
    assert hint in str(diagnostic.hint)
