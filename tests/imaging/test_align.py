"""Two photos laid over each other by tapped landmarks: exact where the head only moved in plane."""

import math

import numpy as np
import pytest

from tracker.imaging.align import CannotAlign, align, has_moved

FACE = [(310.0, 400.0), (490.0, 402.0), (345.0, 590.0), (455.0, 592.0)]  # eye and mouth corners


def moved(points, scale=1.0, turn=0.0, shift=(0.0, 0.0)):
    angle = math.radians(turn)
    c, s = scale * math.cos(angle), scale * math.sin(angle)
    return [(c * x - s * y + shift[0], s * x + c * y + shift[1]) for x, y in points]


@pytest.mark.parametrize("scale", [0.8, 1.0, 1.25])
@pytest.mark.parametrize("turn", [-15.0, 0.0, 4.0, 15.0])
@pytest.mark.parametrize("shift", [(0.0, 0.0), (120.0, -90.0)])
@pytest.mark.parametrize("count", [2, 3, 4])
def test_a_turn_a_size_and_a_shift_are_found_again(scale, turn, shift, count):
    there = FACE[:count]

    found = align(moved(there, scale, turn, shift), there)

    assert found.scale == pytest.approx(scale)
    assert found.turn_degrees == pytest.approx(turn, abs=1e-9)
    assert found.shift == pytest.approx(shift, abs=1e-6)


def test_a_point_between_the_landmarks_is_carried_along():
    found = align(moved(FACE, 1.1, 7, (30, 12)), FACE)

    assert found.maps((400, 480)) == pytest.approx(moved([(400, 480)], 1.1, 7, (30, 12))[0])


def test_the_matrix_says_the_same_as_maps():
    found = align(moved(FACE, 0.9, -5, (8, 40)), FACE)

    assert tuple(found.matrix() @ (10, 20, 1)) == pytest.approx(found.maps((10, 20)))


def test_two_landmarks_leave_nothing_to_check():
    assert align(FACE[:2], FACE[:2]).residual_px is None


def test_landmarks_that_fit_leave_no_residual():
    assert align(moved(FACE, 1.2, 9, (5, 5)), FACE).residual_px == pytest.approx(0, abs=1e-9)


def test_a_slip_of_the_finger_shows_in_the_residual():
    slipped = [*FACE[:3], (FACE[3][0] + 12, FACE[3][1])]

    assert 3 < align(slipped, FACE).residual_px < 9


@pytest.mark.parametrize(("width", "moved_head"), [(800, True), (1600, False)])
def test_the_same_residual_weighs_less_in_a_larger_picture(width, moved_head):
    slipped = [*FACE[:3], (FACE[3][0] + 12, FACE[3][1])]

    assert has_moved(align(slipped, FACE), width) is moved_head


def test_two_landmarks_never_say_that_the_head_moved():
    assert not has_moved(align(FACE[:2], FACE[:2]), 800)


@pytest.mark.parametrize(
    ("here", "there", "reason"),
    [
        (FACE[:1], FACE[:1], "too_few"),
        ([], [], "too_few"),
        (FACE, FACE[:3], "different_counts"),
        ([(float("nan"), 1.0), (2.0, 3.0)], FACE[:2], "not_finite"),
        ([(100.0, 100.0), (101.0, 100.0)], FACE[:2], "too_close"),
        ([(2 * 400 - x, y) for x, y in FACE], FACE, "mirrored"),
    ],
)
def test_landmarks_that_cannot_be_laid_over_each_other_are_refused(here, there, reason):
    with pytest.raises(CannotAlign) as refused:
        align(here, there)

    assert refused.value.reason == reason


def test_noise_in_the_taps_is_shared_out_between_all_landmarks():
    random = np.random.default_rng(3)
    errors = []
    for _ in range(200):
        tapped = [(x + random.normal(0, 1), y + random.normal(0, 1)) for x, y in FACE]
        errors.append(math.dist(align(tapped, FACE).maps((400, 496)), (400, 496)))

    assert np.mean(errors) < 0.9  # one tap alone is wrong by 1.25 on average
