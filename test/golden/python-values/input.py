"""Assignments that define, and those that do not."""
first = second = 1
left, (middle, *rest) = read()
first = 2
type Tide = int


class Quay:
    places: int = 3
    open = closed = False

    def free(self):
        before = after = None
        return before, after
