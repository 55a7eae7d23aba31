"""What can be permitted about law, calendars and clocks."""


class P:
    """Permissions of this module, `statutes.noun.verb`."""

    STATUTES_VIEW = "statutes.statutes.view"
    CALENDAR_ENTER = "statutes.calendar.enter"
    CLOCK_SUSPEND = "statutes.clock.suspend"
    CLOCK_EXTEND = "statutes.clock.extend"
    CLOCK_RECOMPUTE = "statutes.clock.recompute"
