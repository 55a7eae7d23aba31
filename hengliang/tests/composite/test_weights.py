"""Weights: closed forms, published examples, optimality, and opinions that contradict themselves."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import hengliang.composite as cq
from hengliang.composite.weights import correlations_with_mean, varimax

seeds = st.integers(0, 10_000)


def sample(seed: int, n: int = 40, k: int = 4, common: float = 1.0) -> np.ndarray:
    rng = np.random.default_rng(seed)
    return 50 + 10 * rng.uniform(0.5, 2.0, k) * (rng.normal(size=(n, k)) + common * rng.normal(size=(n, 1)))


RULES = {
    "entropy": lambda x: cq.weights.entropy(x - x.min(axis=0)),
    "sd": cq.weights.standard_deviation,
    "critic": cq.weights.critic,
    "first component": cq.weights.first_component,
    "factor": cq.weights.factor,
    "balanced": cq.weights.balanced,
    "infomax": cq.weights.infomax,
}


@pytest.mark.parametrize("name", RULES)
@settings(max_examples=25, deadline=None)
@given(seed=seeds)
def test_weights_are_positive_sum_to_one_and_follow_their_columns(name: str, seed: int) -> None:
    x = sample(seed, common=2.0)
    try:
        w = RULES[name](x)
    except cq.ProblemsFound:
        assert name == "balanced"
        return
    assert w.sum() == pytest.approx(1.0)
    assert (w >= 0.0).all()
    np.testing.assert_allclose(RULES[name](x[:, ::-1]), w[::-1], rtol=1e-6, atol=1e-9)


def test_entropy_by_loops() -> None:
    """Provincial practice (domain rules 13.3): p = x/Σx, e = -Σ p ln p / ln n, w ∝ 1 - e, shift 0.001."""
    x = [[0.0, 2.0], [1.0, 2.0], [3.0, 5.0]]
    for shift in (0.0, 0.001):
        spare = []
        for column in zip(*x, strict=True):
            total = sum(v + shift for v in column)
            p = [(v + shift) / total for v in column]
            spare.append(1 + sum(q * math.log(q) for q in p if q > 0) / math.log(3))
        wanted = [v / sum(spare) for v in spare]
        np.testing.assert_allclose(cq.weights.entropy(x, shift=shift), wanted, rtol=1e-12)


def test_critic_by_hand() -> None:
    """Two opposite columns and one that is one of them again: C = s Σ (1 - r)."""
    x = np.array([[0.0, 2.0, 0.0], [1.0, 1.0, 1.0], [2.0, 0.0, 2.0]])
    np.testing.assert_allclose(cq.weights.critic(x), [0.25, 0.5, 0.25])


@settings(max_examples=25)
@given(seeds)
def test_the_first_component_is_that_of_singular_values(seed: int) -> None:
    x = sample(seed, common=2.0)
    z = (x - x.mean(axis=0)) / x.std(axis=0)
    loadings = np.abs(np.linalg.svd(z, full_matrices=False)[2][0])
    np.testing.assert_allclose(cq.weights.first_component(x), loadings / loadings.sum(), rtol=1e-8)


def test_loadings_against_the_rest_are_no_weights() -> None:
    x = sample(1, common=3.0)
    x[:, 2] = -x[:, 2]
    for rule in (cq.weights.first_component, cq.weights.infomax):
        with pytest.raises(cq.ProblemsFound, match="loadings against the rest") as error:
            rule(x)
        assert error.value.problems[0].column == "2"


@settings(max_examples=25, deadline=None)
@given(seeds)
def test_balanced_weights_balance(seed: int) -> None:
    x = sample(seed, common=0.3)
    v = np.linalg.solve(np.corrcoef(x, rowvar=False), np.ones(4))
    if (v <= 0).any():
        with pytest.raises(cq.ProblemsFound, match="balances"):
            cq.weights.balanced(x)
        return
    w = cq.weights.balanced(x)
    r = [np.corrcoef(x[:, column], x @ w)[0, 1] for column in range(4)]
    np.testing.assert_allclose(r, np.mean(r), rtol=1e-9)


@settings(max_examples=20, deadline=None)
@given(seeds)
def test_nothing_beats_infomax(seed: int) -> None:
    x = sample(seed, common=1.5)
    r, sd = np.corrcoef(x, rowvar=False), x.std(axis=0)
    best = (correlations_with_mean(r, cq.weights.infomax(x) * sd) ** 2).sum()
    rng = np.random.default_rng(seed)
    for _ in range(50):
        assert (correlations_with_mean(r, rng.dirichlet(np.ones(4)) * sd) ** 2).sum() <= best + 1e-9


def test_varimax_finds_simple_structure_again() -> None:
    simple = np.array([[0.9, 0.0], [0.8, 0.0], [0.0, 0.7], [0.0, 0.9]])
    angle = 0.6
    turn = np.array([[math.cos(angle), -math.sin(angle)], [math.sin(angle), math.cos(angle)]])
    found = np.abs(varimax(simple @ turn))
    np.testing.assert_allclose(np.sort(found, axis=1), np.sort(simple, axis=1), atol=1e-5)


def test_ahp_of_a_consistent_matrix_is_its_column() -> None:
    w = np.array([0.5, 0.3, 0.2])
    answer = cq.weights.ahp(w[:, None] / w[None, :])
    np.testing.assert_allclose(answer.weights, w)
    assert answer.ratio == pytest.approx(0.0, abs=1e-12)


def test_ahp_of_the_handbook_of_saaty() -> None:
    """Saaty (1980), the school example's 6 × 6 matrix: λ = 7.42, weights .32 .14 .03 .13 .24 .14, CR = 0.23."""
    a = [
        [1, 4, 3, 1, 3, 4],
        [1 / 4, 1, 7, 3, 1 / 5, 1],
        [1 / 3, 1 / 7, 1, 1 / 5, 1 / 5, 1 / 6],
        [1, 1 / 3, 5, 1, 1, 1 / 3],
        [1 / 3, 5, 5, 1, 1, 3],
        [1 / 4, 1, 6, 3, 1 / 3, 1],
    ]
    answer = cq.weights.ahp(a)
    assert answer.eigenvalue == pytest.approx(7.42, abs=0.005)
    np.testing.assert_allclose(answer.weights, [0.32, 0.14, 0.03, 0.13, 0.24, 0.14], atol=0.006)
    assert not answer.consistent


def test_budgets_are_shares_of_each_experts_own_total() -> None:
    np.testing.assert_allclose(cq.weights.budget([[50, 50], [1, 3]]), [0.375, 0.625])


@given(seeds, st.floats(0.0, 0.9))
def test_noise_stays_inside_its_share_and_comes_again(seed: int, share: float) -> None:
    w = np.array([0.2, 0.3, 0.5])
    moved = cq.weights.noisy(w, share, seed=seed)
    assert moved.sum() == pytest.approx(1.0)
    raw = moved / w
    assert raw.max() / raw.min() <= (1 + share) / (1 - share) * (1 + 1e-9)
    np.testing.assert_array_equal(moved, cq.weights.noisy(w, share, seed=seed))


@pytest.mark.parametrize(
    ("call", "rule"),
    [
        (lambda: cq.weights.entropy([[1, -1], [2, 2]]), ">= 0"),
        (lambda: cq.weights.entropy([[1, 0], [2, 0]]), "zeros"),
        (lambda: cq.weights.entropy([[1, 1], [1, 1]]), "cannot tell"),
        (lambda: cq.weights.critic([[1, 1], [2, 1], [3, 1]]), "constant"),
        (lambda: cq.weights.first_component([[1, 1], [2, 2]]), "at least 3"),
        (lambda: cq.weights.balanced([[1, 5], [2, 5], [3, 5]]), "constant"),
        (lambda: cq.weights.ahp([[1, 2], [2, 1]]), "not reciprocal"),
        (lambda: cq.weights.ahp([[1, 2, 3]]), "square"),
        (lambda: cq.weights.ahp([[1, 0], [0, 1]]), "above 0"),
        (lambda: cq.weights.budget([[1, -1]]), "points"),
        (lambda: cq.weights.noisy([1, 1], 1.0, seed=1), "share"),
    ],
)
def test_what_gives_no_weights_is_refused(call, rule: str) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(cq.ProblemsFound, match=rule):
        call()
