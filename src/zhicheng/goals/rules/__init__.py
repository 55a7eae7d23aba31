"""Pure decisions over plain values: lights, totals, reconciliation, rosters, periods, the five fixed."""
