"""Small plots as SVG, drawn here: a plotting library would bring scripts that a self-contained page cannot hold."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

WIDTH, HEIGHT = 420, 260
LEFT, BOTTOM, TOP, RIGHT = 44, 36, 12, 12
Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Line:
    """A named sequence of points."""

    name: str
    points: Sequence[Point]
    dashed: bool = False


@dataclass(frozen=True, slots=True)
class Axes:
    """What the axes show, and how far they reach, from 0."""

    x: str
    y: str
    most_x: float = 1.0
    most_y: float = 1.0

    def place(self, point: Point) -> Point:
        """Where a point lies in the picture."""
        inner_width, inner_height = WIDTH - LEFT - RIGHT, HEIGHT - TOP - BOTTOM
        x = LEFT + inner_width * point[0] / (self.most_x or 1)
        y = HEIGHT - BOTTOM - inner_height * point[1] / (self.most_y or 1)
        return round(x, 1), round(y, 1)


def line_chart(title: str, axes: Axes, lines: Sequence[Line]) -> str:
    """A chart of lines, each named in the legend; told in words to those who cannot see it."""
    drawn = [_line(line, axes, number) for number, line in enumerate(lines)]
    legend = [_legend(line, number) for number, line in enumerate(lines) if len(lines) > 1]
    return _svg(title, axes, [*drawn, *legend])


def histogram(title: str, axis: str, values: Sequence[float], bins: int = 20) -> str:
    """How often values occur, in bins of equal width from 0."""
    most = max(values, default=0.0) or 1.0
    counts = [0] * bins
    for value in values:
        counts[min(int(bins * value / most), bins - 1)] += 1
    axes = Axes(axis, "answers", most, max(counts))
    return _svg(title, axes, [_bar(axes, most / bins, at, count) for at, count in enumerate(counts) if count])


def _bar(axes: Axes, width: float, at: int, count: int) -> str:
    left, top = axes.place((width * at, count))
    right, bottom = axes.place((width * (at + 1), 0))
    return (
        f'<rect class="bar" x="{left}" y="{top}" width="{max(right - left - 1, 1):.1f}" height="{bottom - top:.1f}">'
        f"<title>{width * at:.2f} to {width * (at + 1):.2f}: {count}</title></rect>"
    )


def _line(line: Line, axes: Axes, number: int) -> str:
    path = " ".join(f"{x},{y}" for x, y in map(axes.place, line.points))
    dots = "" if line.dashed else "".join(_dot(point, axes, line.name, number) for point in line.points)
    return f'<polyline class="{_look(line, number)}" points="{path}"/>{dots}'


def _dot(point: Point, axes: Axes, name: str, number: int) -> str:
    x, y = axes.place(point)
    told = escape(f"{name}: {point[0]:.2f}, {point[1]:.2f}")
    return f'<circle class="dot dot{number}" cx="{x}" cy="{y}" r="2.5"><title>{told}</title></circle>'


def _legend(line: Line, number: int) -> str:
    y = TOP + 12 + 16 * number
    x = LEFT + 12
    drawn = f'<line class="{_look(line, number)}" x1="{x}" x2="{x + 18}" y1="{y - 4}" y2="{y - 4}"/>'
    return f'{drawn}<text class="key" x="{x + 24}" y="{y}">{escape(line.name)}</text>'


def _look(line: Line, number: int) -> str:
    return f"line line{number}{' dashed' if line.dashed else ''}"


def _svg(title: str, axes: Axes, parts: Sequence[str]) -> str:
    ticks = [0, 0.25, 0.5, 0.75, 1]
    across = [_tick_x(axes, share) for share in ticks]
    up = [_tick_y(axes, share) for share in ticks]
    frame = f'<path class="axis" d="M{LEFT},{TOP} V{HEIGHT - BOTTOM} H{WIDTH - RIGHT}"/>'
    names = (
        f'<text class="name" x="{(WIDTH + LEFT) / 2}" y="{HEIGHT - 4}">{escape(axes.x)}</text>'
        f'<text class="name" transform="translate(11 {HEIGHT / 2}) rotate(-90)">{escape(axes.y)}</text>'
    )
    return (
        f"<figure><figcaption>{escape(title)}</figcaption>"
        f'<svg viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{escape(title, quote=True)}">'
        f"{''.join(across + up)}{frame}{names}{''.join(parts)}</svg></figure>"
    )


def _tick_x(axes: Axes, share: float) -> str:
    x, y = axes.place((axes.most_x * share, 0))
    return f'<text class="tick" x="{x}" y="{y + 14}" text-anchor="middle">{axes.most_x * share:.3g}</text>'


def _tick_y(axes: Axes, share: float) -> str:
    x, y = axes.place((0, axes.most_y * share))
    grid = f'<path class="grid" d="M{x},{y} H{WIDTH - RIGHT}"/>'
    return f'{grid}<text class="tick" x="{x - 5}" y="{y + 4}" text-anchor="end">{axes.most_y * share:.3g}</text>'
