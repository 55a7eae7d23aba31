"""What the ledger says about the registry; codes only, never a name."""

from __future__ import annotations

from datetime import date

from zhicheng.core.ledger import entry


@entry(
    "registry.regions-loaded",
    zh="导入区划表：新增%(opened)s个，变更%(changed)s个，更正%(corrected)s个，自%(first_day)s起",
    en="loaded regions: %(opened)s new, %(changed)s changed, %(corrected)s corrected, from %(first_day)s",
)
class RegionsLoaded:
    """A region sheet; `file` is the hash of its bytes, `manifest` that of the rows it changed."""

    file: str
    manifest: str
    opened: int
    changed: int
    corrected: int
    first_day: date


@entry(
    "registry.region-entered",
    zh="登记区划%(region)s，上级%(parent)s，自%(first_day)s起",
    en="entered region %(region)s under %(parent)s from %(first_day)s",
)
class RegionEntered:
    """A single region that was added to the tree."""

    region: str
    parent: str
    first_day: date


@entry(
    "registry.region-changed",
    zh="变更区划%(region)s的名称或上级，自%(first_day)s起",
    en="changed name or superior of region %(region)s from %(first_day)s",
)
class RegionChanged:
    """A rename or a move within the tree."""

    region: str
    parent: str
    first_day: date


@entry(
    "registry.regions-merged",
    zh="区划%(regions)s并入%(into)s，自%(first_day)s起；随迁单位%(organisations)s个、岗位%(posts)s个",
    en="merged regions %(regions)s into %(into)s from %(first_day)s; %(organisations)s organisations, %(posts)s posts",
)
class RegionsMerged:
    """Codes that end and where they went."""

    regions: tuple[str, ...]
    into: str
    first_day: date
    organisations: int
    posts: int


@entry(
    "registry.organisation-entered",
    zh="登记单位%(organisation)s（%(kind)s，%(region)s）",
    en="entered organisation %(organisation)s (%(kind)s, %(region)s)",
)
class OrganisationEntered:
    """A new organisation."""

    organisation: str
    kind: str
    region: str


@entry(
    "registry.organisations-loaded",
    zh="导入单位表：新增%(entered)s家，变更%(changed)s家",
    en="loaded organisations: %(entered)s new, %(changed)s changed",
)
class OrganisationsLoaded:
    """An organisation sheet; `file` is the hash of its bytes, `manifest` that of the rows it entered or changed."""

    file: str
    manifest: str
    entered: int
    changed: int


@entry(
    "registry.organisation-amended",
    zh="修改单位%(organisation)s的%(fields)s",
    en="amended %(fields)s of organisation %(organisation)s",
)
class OrganisationAmended:
    """Which fields of the register were put right."""

    organisation: str
    fields: tuple[str, ...]


@entry(
    "registry.organisation-renamed",
    zh="单位%(organisation)s更名，自%(first_day)s起",
    en="renamed organisation %(organisation)s from %(first_day)s",
)
class OrganisationRenamed:
    """A new official name; the old one stays with its days."""

    organisation: str
    first_day: date


@entry(
    "registry.organisations-merged",
    zh="单位%(organisations)s并入%(into)s，自%(first_day)s起；随迁岗位%(posts)s个、牵头职责%(lead_roles)s项、时限%(clocks)s个",
    en="merged organisations %(organisations)s into %(into)s from %(first_day)s; "
    "moved %(posts)s posts, %(lead_roles)s lead roles, %(clocks)s clocks",
)
class OrganisationsMerged:
    """What one merger moved."""

    organisations: tuple[str, ...]
    into: str
    first_day: date
    posts: int
    lead_roles: int
    memberships: int
    clocks: int


@entry(
    "registry.organisation-split",
    zh="单位%(organisation)s分出岗位%(posts)s至%(to)s，自%(first_day)s起",
    en="split posts %(posts)s from organisation %(organisation)s to %(to)s from %(first_day)s",
)
class OrganisationSplit:
    """Posts that left an organisation, and where each went."""

    organisation: str
    posts: tuple[str, ...]
    to: tuple[str, ...]
    first_day: date


@entry(
    "registry.organisation-divided",
    zh="单位%(organisation)s拆分为%(into)s，自%(first_day)s起；转移岗位%(posts)s个、牵头职责%(lead_roles)s项、时限%(clocks)s个",
    en="divided organisation %(organisation)s into %(into)s from %(first_day)s; "
    "moved %(posts)s posts, %(lead_roles)s lead roles, %(clocks)s clocks",
)
class OrganisationDivided:
    """A body that ended and was divided among others; `went` pairs what was held with who holds it now."""

    organisation: str
    into: tuple[str, ...]
    first_day: date
    posts: int
    lead_roles: int
    memberships: int
    clocks: int
    went: tuple[str, ...]


@entry(
    "registry.organisation-closed",
    zh="单位%(organisation)s撤销，末日%(last_day)s",
    en="closed organisation %(organisation)s, last day %(last_day)s",
)
class OrganisationClosed:
    """An organisation that ended without a successor."""

    organisation: str
    last_day: date


@entry("registry.person-entered", zh="登记人员%(person)s", en="entered person %(person)s")
class PersonEntered:
    """A person, by code."""

    person: str


@entry("registry.person-amended", zh="修改人员%(person)s的%(fields)s", en="amended %(fields)s of person %(person)s")
class PersonAmended:
    """Which fields were put right."""

    person: str
    fields: tuple[str, ...]


@entry(
    "registry.post-taken",
    zh="%(person)s在单位%(organisation)s任%(role)s岗位%(post)s，自%(first_day)s起",
    en="%(person)s took post %(post)s (%(role)s) in organisation %(organisation)s from %(first_day)s",
)
class PostTaken:
    """An appointment, with what it grants and where."""

    post: str
    person: str
    organisation: str
    role: str
    region: str
    first_day: date
    last_day: date | None


@entry(
    "registry.post-left",
    zh="%(person)s离任岗位%(post)s，末日%(last_day)s",
    en="%(person)s left post %(post)s, last day %(last_day)s",
)
class PostLeft:
    """The end of a post."""

    post: str
    person: str
    last_day: date


@entry(
    "registry.post-deputised",
    zh="%(deputy)s代理岗位%(post)s（代理岗位%(acting)s），自%(first_day)s至%(last_day)s",
    en="%(deputy)s stands in for post %(post)s (as %(acting)s) from %(first_day)s to %(last_day)s",
)
class PostDeputised:
    """Somebody stands in for the holder of a post, with a last day."""

    post: str
    deputy: str
    acting: str
    first_day: date
    last_day: date


@entry(
    "registry.people-loaded",
    zh="导入人员表：登记人员%(people)s人，任职%(posts)s个，开通账号%(accounts)s个",
    en="loaded people: %(people)s persons, %(posts)s posts, %(accounts)s accounts",
)
class PeopleLoaded:
    """A sheet of people. `file` is the hash of its bytes, `manifest` that of the ids of what each row made."""

    file: str
    manifest: str
    people: int
    posts: int
    accounts: int
    codes: tuple[str, ...]


@entry(
    "registry.posts-handed-over",
    zh="%(from_person)s的岗位%(ended)s由%(to_person)s接任，自%(first_day)s起",
    en="posts %(ended)s of %(from_person)s passed to %(to_person)s from %(first_day)s",
)
class PostsHandedOver:
    """Posts that ended and those that took their place."""

    from_person: str
    to_person: str
    ended: tuple[str, ...]
    taken: tuple[str, ...]
    first_day: date


@entry(
    "registry.leading-group-set",
    zh="设立%(region)s领导小组%(group)s，办公室设在%(office)s",
    en="set up leading group %(group)s of %(region)s with its office at %(office)s",
)
class LeadingGroupSet:
    """A leading group, its office and its members."""

    group: str
    region: str
    office: str
    members: tuple[str, ...]
    first_day: date


@entry(
    "registry.group-members-set",
    zh="调整领导小组%(group)s成员单位：增%(added)s，减%(removed)s，自%(first_day)s起",
    en="members of leading group %(group)s from %(first_day)s: added %(added)s, removed %(removed)s",
)
class GroupMembersSet:
    """Who joined and who left."""

    group: str
    added: tuple[str, ...]
    removed: tuple[str, ...]
    first_day: date


@entry(
    "registry.group-position-given",
    zh="岗位%(post)s任领导小组%(group)s的%(position)s，自%(first_day)s起",
    en="post %(post)s is %(position)s of leading group %(group)s from %(first_day)s",
)
class GroupPositionGiven:
    """A chair, a deputy or a director of the office."""

    group: str
    post: str
    position: str
    first_day: date


@entry(
    "registry.lead-role-set",
    zh="%(region)s%(field)s的牵头单位调整：增%(added)s，减%(removed)s，自%(first_day)s起",
    en="lead organisations for %(field)s in %(region)s from %(first_day)s: added %(added)s, removed %(removed)s",
)
class LeadRolesSet:
    """Which organisations lead a field of quality from a day on."""

    field: str
    region: str
    added: tuple[str, ...]
    removed: tuple[str, ...]
    first_day: date
