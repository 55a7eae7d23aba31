"""The ledger: one append-only, hash-chained table that is the audit trail, the public timeline and the event at once.

Owns what was done, by whom and when, as declared facts (`entry`, `record`), the check that nobody changed it
afterwards (`verification`) and the signed heads that leave the house (`anchors`). It holds codes and ids only, no
personal data, and has no foreign keys, so that whatever it names may be renamed, merged or lawfully erased without
touching the chain. The database itself refuses UPDATE and DELETE. Not taken: a history table for each model (one act
would be told many times, and none of them signed), database signals (they see rows, not acts), an outside log service
(a second thing to lose).
"""

from zhicheng.core.ledger.declare import entry
from zhicheng.core.ledger.writing import record

__all__ = ["entry", "record"]
