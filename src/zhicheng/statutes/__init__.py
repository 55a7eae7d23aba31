"""Law as dated data, the State Council's working-day calendar, and the clocks that run by both.

This module owns three things: parameters and clock rules with their citation and the days on which they hold
(`parameters/*.toml`, the city folder's own before the shipped ones); the calendar of holidays and make-up working days,
year by year, shipped, given in the city folder or entered by form; and the running clocks of the house, which any
module above may start, stop, suspend or extend for a subject that it names by a code of its own. It refuses to know
what a subject is, to guess a value that no text gives, and to overwrite a list or a deadline without a trace.

Not taken: numbers of the law as constants beside the code that uses them (an amended article would then need a
programmer); deadlines as columns in the tables of other modules (no one could recompute them all when a calendar
changes); a third-party holiday package at run time (it cites no notice and knows nothing of a city's own days).
"""
