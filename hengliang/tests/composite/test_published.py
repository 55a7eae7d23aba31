"""Worked examples from books and papers, to the digits that were printed; and one real index built end to end."""

from __future__ import annotations

import math

import numpy as np
import pytest

import hengliang.composite as cq


def test_ahp_distances_from_philadelphia() -> None:
    """Saaty (1980), The Analytic Hierarchy Process, section 2: weights, λ = 6.45, CR = 0.07."""
    matrix = [
        [1, 1 / 3, 8, 3, 3, 7],
        [3, 1, 9, 3, 3, 9],
        [1 / 8, 1 / 9, 1, 1 / 6, 1 / 5, 2],
        [1 / 3, 1 / 3, 6, 1, 1 / 3, 6],
        [1 / 3, 1 / 3, 5, 3, 1, 6],
        [1 / 7, 1 / 9, 1 / 2, 1 / 6, 1 / 6, 1],
    ]
    made = cq.weights.ahp(matrix)
    np.testing.assert_allclose(made.weights, [0.263, 0.397, 0.033, 0.116, 0.164, 0.027], atol=0.0015)
    assert made.eigenvalue == pytest.approx(6.45, abs=0.005)
    assert made.ratio == pytest.approx(0.07, abs=0.005)
    assert made.consistent


def test_ahp_which_drink_is_consumed_more() -> None:
    """Saaty (2008), Decision making with the AHP, Int. J. Services Sciences 1(1), table 2: weights and CR = 0.022."""
    matrix = [
        [1, 9, 5, 2, 1, 1, 1 / 2],
        [1 / 9, 1, 1 / 3, 1 / 9, 1 / 9, 1 / 9, 1 / 9],
        [1 / 5, 3, 1, 1 / 3, 1 / 4, 1 / 3, 1 / 9],
        [1 / 2, 9, 3, 1, 1 / 2, 1, 1 / 3],
        [1, 9, 4, 2, 1, 2, 1 / 2],
        [1, 9, 3, 1, 1 / 2, 1, 1 / 3],
        [2, 9, 9, 3, 2, 3, 1],
    ]
    made = cq.weights.ahp(matrix)
    np.testing.assert_allclose(made.weights, [0.177, 0.019, 0.042, 0.116, 0.190, 0.129, 0.327], atol=0.0006)
    assert made.ratio == pytest.approx(0.022, abs=0.0006)


def test_critic_for_eight_firms() -> None:
    """Diakoulaki, Mavrotas and Papayannakis (1995), Computers & OR 22(7): profitability, market share, productivity.

    Digits as scikit-criteria gives them for the paper's table.
    """
    firms = [
        [61, 1.08, 4.33],
        [20.7, 0.26, 4.34],
        [16.3, 1.98, 2.53],
        [9, 3.29, 1.65],
        [5.4, 2.77, 2.33],
        [4, 4.12, 1.21],
        [-6.1, 3.52, 2.10],
        [-34.6, 3.31, 0.98],
    ]
    np.testing.assert_allclose(cq.weights.critic(firms), [0.20222554, 0.48090173, 0.31687273], atol=5e-9)


def test_entropy_for_four_aircraft() -> None:
    """Hwang and Yoon (1981), Multiple Attribute Decision Making: weights that the book computed from rounded shares."""
    aircraft = [[2.0, 1500, 20000, 5.5, 5, 9], [2.5, 2700, 18000, 6.5, 3, 5]]
    aircraft += [[1.8, 2000, 21000, 4.5, 7, 7], [2.2, 1800, 20000, 5.0, 5, 5]]
    wanted = [0.0649, 0.2055, 0.0133, 0.0829, 0.3570, 0.2764]
    np.testing.assert_allclose(cq.weights.entropy(aircraft), wanted, atol=0.002)


def test_owa_of_yager() -> None:
    """Yager (1988), IEEE Trans. SMC 18: W = (.4, .3, .2, .1) over (.7, 1, .3, .6) is .4·1 + .3·.7 + .2·.6 + .1·.3 = .76."""
    assert cq.means.owa([0.7, 1.0, 0.3, 0.6], order=[0.4, 0.3, 0.2, 0.1]) == pytest.approx(0.76)


def test_copeland_for_the_capital_of_tennessee() -> None:
    """The textbook election: 42 % Memphis-Nashville-Chattanooga-Knoxville, 26 % N-C-K-M, 15 % C-K-N-M, 17 % K-C-N-M.

    Nashville beats all three, Chattanooga two, Knoxville one, Memphis none: wins less losses 3, 1, -1, -3.
    """
    memphis, nashville = [4, 1, 1, 1], [3, 4, 2, 2]
    chattanooga, knoxville = [2, 3, 4, 3], [1, 2, 3, 4]
    scores = cq.ranking.copeland([memphis, nashville, chattanooga, knoxville], [42, 26, 15, 17])
    np.testing.assert_array_equal(scores, [-3.0, 3.0, 1.0, -1.0])


def test_borda_points_for_the_capital_of_tennessee() -> None:
    """The same election: 126, 194, 173 and 107 points of 300."""
    places = [[4, 1, 1, 1], [3, 4, 2, 2], [2, 3, 4, 3], [1, 2, 3, 4]]
    np.testing.assert_allclose(300 * cq.ranking.borda(places, [42, 26, 15, 17]), [126, 194, 173, 107])


def test_benefit_of_the_doubt_for_seven_stores() -> None:
    """Cooper, Seiford and Tone (2007), Data Envelopment Analysis, table 1.4: one input of 1, two outputs, stores A to G.

    The frontier is B, E, F, G; A has 5/7 = 0.714, D 0.75 of what lies on its ray.
    """
    stores = [[1, 5], [2, 7], [3, 4], [4, 3], [4, 6], [5, 5], [6, 2]]
    np.testing.assert_allclose(cq.frontier.benefit_of_the_doubt(stores), [5 / 7, 1, 0.7, 0.75, 1, 1, 1], rtol=1e-9)


def test_skewness_and_kurtosis_of_a_spreadsheet() -> None:
    """The examples of Excel's help for SKEW and KURT, the bias-corrected forms: 0.359543 and -0.1517996."""
    values = [3, 4, 5, 2, 3, 4, 5, 6, 4, 7]
    assert cq.treatment.skewness(values) == pytest.approx(0.359543, abs=5e-7)
    assert cq.treatment.kurtosis(values) == pytest.approx(-0.151799637, abs=5e-9)


def test_mpi_and_ampi_by_hand() -> None:
    """Mazziotta and Pareto (2013, 2016). Three units on two indicators, (1, 3), (2, 2), (3, 1): m = 2, s = √(2/3).

    z = 100 ∓ 10·√1.5; the outer units have M = 100 and S = 10·√1.5, so MPI = 100 - 150/100 = 98.5; the middle one 100.
    AMPI over the range 1..3 around the mean 2: 70 and 130, M = 100, S = 30: 100 - 900/100 = 91.
    """
    framework = cq.Framework.of([cq.Node("top"), cq.Node("a", "top"), cq.Node("b", "top")])
    data = cq.panel_of([[1, 3], [2, 2], [3, 1]], ("a", "b"))
    mpi = cq.Plan().scale(cq.mpi_scale()).combine("mpi").fit(data, framework)
    np.testing.assert_allclose(mpi.values[2], [98.5, 100.0, 98.5])
    ampi = cq.Plan().scale(cq.ampi_scale()).combine("ampi").fit(data, framework)
    np.testing.assert_allclose(ampi.values[2], [91.0, 100.0, 91.0])
    bad = cq.Plan().scale(cq.mpi_scale()).combine(cq.mpi(1.0)).fit(data, framework)
    np.testing.assert_allclose(bad.values[2], [101.5, 100.0, 101.5])


def test_dp2_by_hand() -> None:
    """Pena (1977): columns (0, 1, 2) and (0, 2, 1) have s = 1 and r = 1/2, so the second to enter counts 1 - 1/4.

    Σ d is (0, 3, 3); both columns agree with it alike, the first one enters first: d1 + 3/4 d2.
    """
    np.testing.assert_allclose(cq.distances.dp2([[0, 0], [1, 2], [2, 1]]), [0.0, 2.5, 2.75])


def test_i_distance_by_hand() -> None:
    """Ivanović (1977): the same columns, population sd √(2/3), factor 1 - |r| = 1/2 for the second one."""
    sd = math.sqrt(2 / 3)
    np.testing.assert_allclose(cq.distances.i_distance([[0, 0], [1, 2], [2, 1]]), np.array([0.0, 2.0, 2.5]) / sd)


HDI = {
    # Human Development Report 2021/22, table 1 (values of 2021): life expectancy, expected and mean years of
    # schooling, GNI per head, and the HDI that was printed.
    "Norway": (83.2, 18.2, 13.0, 64660, 0.961),
    "Hong Kong": (85.5, 17.3, 12.2, 62607, 0.952),
    "Germany": (80.6, 17.0, 14.1, 54534, 0.942),
    "China": (78.2, 14.2, 7.6, 17504, 0.768),
    "Brazil": (72.8, 15.6, 8.1, 14370, 0.754),
}
HDI_TREE = [
    cq.Node("hdi", mean="geometric"),
    cq.Node("education", "hdi"),
    cq.Node("health", "hdi", goalposts=(20.0, 85.0)),
    cq.Node("income", "hdi", goalposts=(math.log(100), math.log(75000))),
    cq.Node("expected", "education", goalposts=(0.0, 18.0)),
    cq.Node("schooling", "education", goalposts=(0.0, 15.0)),
]
HDI_PLAN = cq.Plan().treat(income=(cq.log("plain", force=True),)).scale("goalposts")


def test_the_human_development_index_as_a_plan() -> None:
    """UNDP's technical note 1: dimension indices between goalposts, income in logarithms, geometric mean of three."""
    names = ("health", "expected", "schooling", "income")
    data = [{"unit": unit, **dict(zip(names, row[:4], strict=True))} for unit, row in HDI.items()]
    index = HDI_PLAN.fit(data, cq.Framework.of(HDI_TREE))
    printed = [row[4] for row in HDI.values()]
    assert [round(score, 3) for score in index.scores["hdi"]] == printed
    assert index.cell("Hong Kong", "health").value == 1.0
    assert index.cell("Norway", "expected").value == 1.0
    explained = index.explain("China")
    assert sum(line.points for line in explained) == pytest.approx(explained.score)
    alone = index.apply([row for row in data if row["unit"] == "China"])
    assert alone.scores["hdi"][0] == index.scores["hdi"][3]
    assert cq.Plan.from_json(HDI_PLAN.to_json()) == HDI_PLAN


def test_a_logarithm_of_nothing_is_named() -> None:
    rows = [{"unit": u, "health": 70, "expected": 10, "schooling": 5, "income": g} for u, g in zip("ABCDE", (1, 0, 5, -2, 9), strict=True)]  # fmt: skip
    with pytest.raises(cq.ProblemsFound) as error:
        HDI_PLAN.fit(rows, cq.Framework.of(HDI_TREE))
    assert [(p.code, p.row, p.column) for p in error.value.problems] == [
        ("forbidden-value", "B", "income"),
        ("forbidden-value", "D", "income"),
    ]
