"""The description (OpenAPI 3.1): what holds of every operation is said here once, and each has an example."""

from __future__ import annotations

from typing import Any

from zhicheng.web.api.examples import EXAMPLES, PROBLEM
from zhicheng.web.api.shapes import Problem

PROBLEM_JSON = "application/problem+json"
ETAG = {"description": "内容的标记，用于 If-None-Match 和 If-Match。Tag of the content.", "schema": {"type": "string"}}
WAIT = {"description": "多少秒后再来。Seconds to wait.", "schema": {"type": "integer", "minimum": 1}}
SAID = {
    "400": "内容无法读取。Cannot be read.",
    "401": "没有有效的令牌。No valid token.",
    "403": "岗位或令牌无权办理。Not allowed to this person or token.",
    "404": "没有找到。Not found.",
    "409": "现在不能办理。Not now.",
    "412": "内容在读取之后有了变化。Changed since it was read.",
    "422": "不合要求，逐处说明。Breaks a rule; each place is named.",
    "429": "请求过于频繁。Too many requests.",
    "503": "数据库暂时无法连接。The database cannot be reached.",
    "507": "磁盘已满，没有保存。The disk is full; nothing was stored.",
}
HEADERS: dict[str, dict[str, Any]] = {
    "401": {"WWW-Authenticate": {"description": "Bearer", "schema": {"type": "string"}}},
    "429": {"Retry-After": WAIT},
    "503": {"Retry-After": WAIT},
}


def described(found: dict[str, Any]) -> dict[str, Any]:
    """Add to the description what holds of every operation: errors, tags, what is kept; and the examples."""
    schemas = found["components"]["schemas"]
    made = Problem.model_json_schema(ref_template="#/components/schemas/{model}")
    schemas.update(made.pop("$defs", {}))
    schemas["Problem"] = made
    found["components"]["responses"] = {f"Problem{code}": _problem(code) for code in SAID}
    for path in found["paths"].values():
        for method, operation in path.items():
            _complete(operation, method)
    return found


def _problem(code: str) -> dict[str, Any]:
    example = {**PROBLEM, "status": int(code), **({"title": SAID[code].partition("。")[0]})}
    told: dict[str, Any] = {
        "description": SAID[code],
        "content": {PROBLEM_JSON: {"schema": {"$ref": "#/components/schemas/Problem"}, "example": example}},
    }
    return told | ({"headers": HEADERS[code]} if code in HEADERS else {})


def _complete(operation: dict[str, Any], method: str) -> None:
    # Keys of ours are numbers where the standard has texts.
    answers = operation["responses"] = {str(code): told for code, told in operation["responses"].items()}
    for code in _errors(operation, method):
        answers[code] = {"$ref": f"#/components/responses/Problem{code}"}
    personal = bool(operation.get("security"))
    example = EXAMPLES[operation["operationId"]]
    content = next(iter(answers["200"]["content"].values()))
    content["example"] = example.answer
    answers["200"]["description"] = operation["summary"]
    if not personal or "report" in operation["operationId"]:
        answers["200"]["headers"] = {"ETag": ETAG}
    if not personal:
        answers["304"] = {"description": "没有变化。Not changed.", "headers": {"ETag": ETAG}}
    if example.body is not None:
        next(iter(operation["requestBody"]["content"].values()))["example"] = example.body


def _errors(operation: dict[str, Any], method: str) -> list[str]:
    places = {each["in"] for each in operation.get("parameters", ())}
    found = ["429"]
    if "path" in places:
        found.append("404")
    if places or method != "get":
        found.append("422")
    if operation.get("security"):
        found += ["401", "403", "503"]
    if method != "get":
        found += ["400", "409", "412", "507"]
    return sorted(found)
