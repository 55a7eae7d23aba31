"""What `zhicheng check` looks at beyond the machine: the signed heads, fonts, the way in from outside, mail."""

from __future__ import annotations

import json
import ssl
import urllib.error
import urllib.request
from collections.abc import Iterator
from datetime import datetime, timedelta
from importlib import metadata
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings

from zhicheng.core.ledger import anchors
from zhicheng.core.ledger.reading import hashes
from zhicheng.core.refusal import Refusal
from zhicheng.publications import fonts as publication_fonts

FONT_WHEEL = "pylopdf-fonts-zh-cn"
# The head is signed every night; after two nights without a signature the worker does not run.
UNSIGNED_PATIENCE = timedelta(days=2)
PROBE_SECONDS = 5
SUPPLIED = (publication_fonts.SERIF, publication_fonts.SANS)
FACES = {"xiaobiao": "小标宋", "fangsong": "仿宋", "kai": "楷体", "hei": "黑体", "song": "宋体"}


def heads(now: datetime) -> Iterator[tuple[str, str, str]]:
    """Is the chain signed of late, do the newest signatures agree with the database, do copies leave this computer?"""
    folder = settings.CITY.folder / "anchors"
    try:
        known = anchors.read_all(folder) if folder.exists() else []
    except Refusal as trouble:
        yield "bad", "账本签名", trouble.sentence
        return
    if not known:
        yield "note", "账本签名", "还没有签过名。后台任务每天凌晨自动签名；也可以现在运行 zhicheng ledger anchor。"
        return
    file, newest = known[-1]
    stored = dict(hashes(first=newest.sequence, last=newest.sequence, step=1)).get(newest.sequence)
    if not newest.is_genuine():
        yield (
            "bad",
            "账本签名",
            f"{file.name} 的签名不对，可能被改动。请取外部保存的那一份，运行 zhicheng ledger verify --anchor。",
        )
    elif newest.sequence and stored != newest.hash:
        yield "bad", "账本签名", f"账本与 {file.name} 的签名不符。请立即运行 zhicheng ledger verify，并与备份核对。"
    elif now - datetime.fromisoformat(newest.at) > UNSIGNED_PATIENCE:
        yield "bad", "账本签名", f"最近一次签名是 {newest.at[:10]}。后台任务可能没有运行，请查看 serve 的日志。"
    else:
        yield "good", "账本签名", f"最近一次 {newest.at[:10]}，与账本一致"
    if not settings.CITY.anchors_to:
        yield "note", "账本签名", "签名只存在本机。请在 city.toml 填写 anchors_to，每天另存一份到别的机器。"
    elif not Path(settings.CITY.anchors_to).is_dir():
        yield "bad", "账本签名", f"另存签名的文件夹 {settings.CITY.anchors_to} 打不开。请检查挂载和权限。"


def fonts(_now: datetime) -> Iterator[tuple[str, str, str]]:
    """Are the fonts there that PDF and charts are drawn with, and can those be read that the city has added?"""
    try:
        files = [Path(str(each.locate())) for each in metadata.files(FONT_WHEEL) or () if each.suffix == ".otf"]
    except metadata.PackageNotFoundError:
        files = []
    missing = [file.name for file in files if not file.is_file()]
    if not files or missing:
        yield "bad", "字体", f"缺少 PDF 用的中文字体（{FONT_WHEEL}）。请重新安装依赖包：python3 tools/set_up.py core。"
        return
    yield "good", "字体", f"随附 {'、'.join(sorted(file.stem for file in files))}，生成 PDF 不需要另装办公软件"
    yield own_fonts()


def own_fonts() -> tuple[str, str, str]:
    """The licensed fonts of the city's own folder."""
    own = publication_fonts.licensed()
    if own is None:
        return (
            "good",
            "字体",
            "公文用随附字体。已购方正小标宋、仿宋、楷体等授权字体的，放入城市文件夹的 fonts 即自动采用。",
        )
    broken = publication_fonts.unreadable(own)
    if broken:
        return "bad", "字体", f"{own} 里的 {'、'.join(broken)} 读不出来，公文不能生成。请换上完好的文件或移走。"
    faces = publication_fonts.faces(own)
    used = [says for part, says in FACES.items() if faces[part][0] not in SUPPLIED]
    if not used:
        return (
            "note",
            "字体",
            f"{own} 里没有公文所用的字体（小标宋、仿宋、楷体、黑体、宋体），仍用随附字体。请核对文件。",
        )
    return "good", "字体", f"{'、'.join(used)}用城市文件夹里的授权字体"


def proxy(_now: datetime) -> Iterator[tuple[str, str, str]]:
    """Can people reach the site from outside, over https and through the proxy that is told about?"""
    origins = settings.CITY.origins
    if not origins:
        yield (
            "note",
            "对外访问",
            "只供本机使用。要给其他机器访问，请在 city.toml 填写 hosts 和 origins，前面放反向代理。",
        )
        return
    hosts = set(settings.CITY.hosts)
    for origin in origins:
        parts = urlsplit(origin)
        if parts.scheme != "https":
            yield "bad", "对外访问", f"{origin} 不是 https，密码会明文传送。请在反向代理上启用 https。"
        if parts.hostname not in hosts and "*" not in hosts:
            yield (
                "bad",
                "对外访问",
                f"origins 有 {origin}，hosts 里没有 {parts.hostname}。请在 city.toml 的 hosts 中补上。",
            )
        yield probed(origin)


def probed(origin: str) -> tuple[str, str, str]:
    """What the health page says when it is asked for at the address that people use."""
    try:
        with urllib.request.urlopen(f"{origin}/health/", timeout=PROBE_SECONDS) as answer:  # noqa: S310
            said = json.loads(answer.read(10_000))
            if answer.url != f"{origin}/health/":
                return "note", "对外访问", f"{origin} 转到了 {answer.url}。请确认反向代理的设置。"
    except urllib.error.HTTPError as refused:
        return _refused(origin, refused)
    except (OSError, ValueError, ssl.SSLError) as trouble:
        reason = getattr(trouble, "reason", trouble)
        return (
            "note",
            "对外访问",
            f"从本机打不开 {origin}/health/（{reason}）。系统未启动时属正常；否则请查反向代理和证书。",
        )
    return "good", "对外访问", f"{origin} 可以打开（{said.get('status', '')}）"


def _refused(origin: str, refused: urllib.error.HTTPError) -> tuple[str, str, str]:
    if refused.code == 400:
        return "bad", "对外访问", f"{origin} 经反向代理后主机名不对。请让代理转发 Host（proxy_set_header Host $host）。"
    if refused.code == 503:
        return "bad", "对外访问", f"{origin} 能打开，但系统报告有故障：{refused.read(2000).decode('utf-8', 'replace')}"
    return "bad", "对外访问", f"{origin}/health/ 返回 {refused.code}。请检查反向代理转发到的端口。"


def mail(_now: datetime) -> Iterator[tuple[str, str, str]]:
    """Nothing here sends mail; whoever waits for one should know."""
    yield "good", "邮件", "本系统不发邮件：待办和催报在“今日待办”，公开信息可用订阅源（Atom）"
