"""Case number N of a seed: always the same bytes, whatever was made before it."""

from certs import random_of
from damage import damage
from keys import Keys
from scene import Scene
from shapes import shape

# Shapes and damages of one case, and how often.
AMOUNTS = (((0, 1), 36), ((1, 0), 40), ((1, 1), 8), ((2, 0), 10), ((0, 2), 3), ((4, 0), 2), ((3, 2), 1), ((0, 0), 1))
_KEYS = {}


def keys_of(seed):
    return _KEYS.setdefault(seed, Keys(seed))


def case(seed, number):
    """What both sides are asked, and what was done to the chain."""
    rng = random_of(seed, number)
    scene = Scene(keys_of(seed), rng)
    shapes, damages = rng.choices([a for a, _ in AMOUNTS], [w for _, w in AMOUNTS])[0]
    for _ in range(shapes):
        shape(scene)
    for _ in range(damages):
        damage(scene)
    asked = scene.question(number)
    return asked, scene.marks
