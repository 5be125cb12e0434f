"""Shapes: what may be odd about a chain as a whole, or about one field of it, and yet well-formed DER. Each is a function of a scene that
changes it and marks what it did."""

from shapes import algorithms, constraints, extensions, fields, names, paths, policies, pools

# With how often each room of shapes is drawn from.
ROOMS = ((algorithms, 20), (constraints, 20), (extensions, 18), (fields, 12), (names, 16), (paths, 18), (policies, 12), (pools, 4))


def shape(scene):
    room = scene.rng.choices([r for r, _ in ROOMS], [w for _, w in ROOMS])[0]
    act = scene.rng.choices([a for a, _ in room.SHAPES], [w for _, w in room.SHAPES])[0]
    act(scene)
