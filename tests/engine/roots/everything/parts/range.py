"""How far a light can be seen."""

from math import sqrt

KM_PER_ROOT_METRE = 3.57  # from the radius of the Earth alone


def horizon(height: float) -> float:
    """Distance to the horizon in kilometres, seen from so many metres above the sea."""
    return KM_PER_ROOT_METRE * sqrt(height)


print(round(horizon(35) + horizon(4), 1))
