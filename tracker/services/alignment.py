"""Laying one photo over another by the landmarks that both have."""

from tracker.imaging.align import Alignment, CannotAlign, Point, align
from tracker.imaging.stored import display_size
from tracker.models import COIN_EDGES, LANDMARKS, Landmarks, Photo

Ring = list[list[float]]  # [[x, y], …], fractions of the upright picture


def lay_over(
    here: Photo, there: Photo, marked_here: Landmarks | None, marked_there: Landmarks | None
) -> Alignment | None:
    """From display pixels of `there` to those of `here`; None where two common points miss."""
    if marked_here is None or marked_there is None:
        return None
    points_here, points_there = pixels_of(here, marked_here), pixels_of(there, marked_there)
    common = [name for name in LANDMARKS if name in points_here and name in points_there]
    try:
        return align([points_here[n] for n in common], [points_there[n] for n in common])
    except CannotAlign:
        return None


def pixels_of(photo: Photo, marked: Landmarks) -> dict[str, Point]:
    """Name -> its place in pixels of the display variant."""
    width, height = display_size(photo.width, photo.height)
    return {name: (x * width, y * height) for name, (x, y) in marked.points.items()}


def distance(photo: Photo, marked: Landmarks | None, first: str, second: str) -> float | None:
    """Display pixels between two marked points; None where one of them is not marked."""
    points = pixels_of(photo, marked) if marked else {}
    if first not in points or second not in points:
        return None
    (ax, ay), (bx, by) = points[first], points[second]
    return float(((ax - bx) ** 2 + (ay - by) ** 2) ** 0.5)


def coin_distance(photo: Photo, marked: Landmarks | None) -> float | None:
    return distance(photo, marked, *COIN_EDGES)


def ring_in_pixels(photo: Photo, ring: Ring) -> list[Point]:
    width, height = display_size(photo.width, photo.height)
    return [(x * width, y * height) for x, y in ring]


def ring_as_fractions(photo: Photo, points: list[Point]) -> Ring:
    width, height = display_size(photo.width, photo.height)
    return [[round(x / width, 5), round(y / height, 5)] for x, y in points]
