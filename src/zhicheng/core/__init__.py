"""The ground floor: what every module of the city's work stands on.

Owns accounts and access, the ledger, lifecycles, spreadsheets coming in, evidence files, background jobs,
search, quantities as offices write them, and the one family of errors. It knows no task, firm or region:
scopes are plain region and organisation codes, and nothing here points upwards. One Django application for
each room that has tables, so that a room's migrations stay its own; one big `core` application was not
taken because every module would then wait on one migration history.
"""
