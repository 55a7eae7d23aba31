"""The one error of this library: the input breaks a rule, named with its place."""


class MeasureError(ValueError):
    """What was given cannot be measured; the message names the input, the place and the rule."""
