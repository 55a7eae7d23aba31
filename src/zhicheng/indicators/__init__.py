"""Measured values of the city, and the frozen editions in which they go out.

Owns what a published figure is: the declared measures (`catalogue`, one file each), the editions (`editions`: values,
areas, subjects and the items behind them, frozen, hashed, dated), their comparison, and the snapshot from which the
public pages are served. It reads verified counts through `goals.queries` and refuses to recompute: an edition is made
once and from then on only superseded. Whatever shows a figure to people (documents, public pages, wall, API) reads an
edition and nothing else, so that two places can never show two values. Not taken: views over the live tables (a
figure in a printed bulletin could never be found again), a copy of the database for each publication (nobody could
say what changed).
"""
