"""What can be permitted about regions, organisations, people and posts."""


class P:
    """Permissions of this module, `registry.noun.verb`."""

    REGISTRY_VIEW = "registry.registry.view"
    REGISTRY_EDIT = "registry.registry.edit"
    POST_APPOINT = "registry.post.appoint"
