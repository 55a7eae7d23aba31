"""Work in the background that survives the death of its worker: rows with a lease, a heartbeat, and a timetable.

Owns the queue, the worker's loop and what a page shows of a running job. A job is a row that the caller's own
transaction writes; a worker holds it by a lease that a heartbeat renews, and a lease that ran out (`kill -9`, power
cut) sets the job free for the next worker. Refuses: brokers, results that other code waits for, code in the database
(a job names a kind; which function that is stands in one table at the top of the house). Why not an existing task
package: `docs/decisions/0004-own-jobs.md`.

What a job stores goes into `with progress.once():`, which marks the job done in the same transaction, so that a job
that is run twice stores once. Reading, computing and asking happen before it, outside of any transaction.
"""

from zhicheng.core.jobs.enqueueing import enqueue
from zhicheng.core.jobs.progress import JobCancelled, LeaseLost, Progress

__all__ = ["JobCancelled", "LeaseLost", "Progress", "enqueue"]
