"""What can be permitted with editions."""


class P:
    """Permissions of this module, `indicators.noun.verb`."""

    EDITION_VIEW = "indicators.edition.view"
    EDITION_FREEZE = "indicators.edition.freeze"
    EDITION_PUBLISH = "indicators.edition.publish"
