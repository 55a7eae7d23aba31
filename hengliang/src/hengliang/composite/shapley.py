"""Exact Shapley values of a small game, vectorised over all coalitions at once."""

from __future__ import annotations

from collections.abc import Callable
from math import factorial

import numpy as np
from numpy.typing import NDArray

from hengliang.composite.problems import refuse

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

MOST_PLAYERS = 12


def shapley(game: Callable[[Bools], Floats], players: int) -> Floats:
    """Σ over coalitions S without i of |S|!(n-|S|-1)!/n! · (v(S + i) - v(S)).

    `game` takes coalitions × players (True: in) and returns one value each; it is asked once. Sums to v(all) - v(none)
    up to rounding. Raises: ProblemsFound for more than 12 players.
    """
    if players > MOST_PLAYERS:
        raise refuse("shapley", f"{players} players: exact values are made for up to {MOST_PLAYERS}")
    codes = np.arange(2**players)
    inside = (codes[:, None] >> np.arange(players)) & 1 == 1
    worth = game(inside)
    size = inside.sum(axis=1)
    chance = np.array([factorial(s) * factorial(players - s - 1) / factorial(players) for s in range(players)])
    shares = np.zeros(players)
    for player in range(players):
        without = codes[~inside[:, player]]
        shares[player] = chance[size[without]] @ (worth[without | (1 << player)] - worth[without])
    return shares


def ordered_shares(game: Callable[[Bools], Floats], players: int) -> Floats:
    """Mean marginal worth over the n rotations of the order and of its reverse: for many players, adds up exactly.

    An approximation of the Shapley values without chance in it.
    """
    base = np.arange(players)
    orders = [np.roll(order, turn) for order in (base, base[::-1]) for turn in range(players)]
    shares = np.zeros(players)
    for order in orders:
        inside = np.zeros((players + 1, players), dtype=bool)
        for step, player in enumerate(order):
            inside[step + 1 :, player] = True
        shares[order] += np.diff(game(inside))
    return shares / len(orders)
