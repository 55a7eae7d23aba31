"""What can be permitted in the work on goals."""


class P:
    """Permissions of this module, `goals.noun.verb`."""

    TASK_VIEW = "goals.task.view"
    TASK_IMPORT = "goals.task.import"
    TASK_EDIT = "goals.task.edit"
    TASK_ASSIGN = "goals.task.assign"
    PROGRAMME_VIEW_ALL = "goals.programme.view-all"
    PROGRAMME_EDIT = "goals.programme.edit"
    PROGRAMME_ISSUE = "goals.programme.issue"
    PROGRAMME_OPEN = "goals.programme.open"
    ASSIGNMENT_SIGN = "goals.assignment.sign"
    ASSIGNMENT_FIX = "goals.assignment.fix"
    ASSIGNMENT_SPLIT = "goals.assignment.split"
    REPORT_WRITE = "goals.report.write"
    REPORT_VERIFY = "goals.report.verify"
    CHANGE_REQUEST = "goals.change.request"
    CHANGE_DECIDE = "goals.change.decide"
    COORDINATION_ANSWER = "goals.coordination.answer"
