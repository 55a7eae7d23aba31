"""Signed heads of the chain: what makes a cut tail or a chain that was built anew come to light.

An anchor says "entry 4711 had this hash", signed with a key that lies outside the database, and a copy leaves the
house. Beside the head it carries short marks of the entries since the anchor before, so that the first entry that was
changed can be named, not only the day. Whoever can read the key can sign anew: that is why copies are sent away, and
why a copy that lies elsewhere is the one to check against.
"""

from __future__ import annotations

import base64
import json
import os
import secrets
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
    load_pem_public_key,
)
from django.utils.translation import gettext_lazy as _

from zhicheng.core.refusal import Missing, Unreadable

FORMAT = "zhicheng-anchor-1"
MARK = 8  # bytes of each hash that a mark keeps
MOST_MARKS = 65_536  # beyond this, every second, third ... entry is marked


@dataclass(frozen=True)
class Anchor:
    """A signed head: the entry's sequence and hash, and marks of the entries from `first` on, every `step`-th."""

    sequence: int
    hash: str
    at: str
    first: int
    step: int
    marks: bytes
    public_key: str
    signature: str = ""

    def text(self) -> str:
        """The signed text: canonical JSON of everything but the signature."""
        values = {
            "format": FORMAT, "sequence": self.sequence, "hash": self.hash, "at": self.at,
            "public_key": self.public_key,
            "marks": {"first": self.first, "step": self.step, "hashes": base64.b64encode(self.marks).decode()},
        }  # fmt: skip
        return json.dumps(values, sort_keys=True, separators=(",", ":"))

    def marked(self) -> Iterator[tuple[int, bytes]]:
        """Each marked sequence with the beginning of its hash."""
        for place in range(len(self.marks) // MARK):
            yield self.first + place * self.step, self.marks[place * MARK : (place + 1) * MARK]

    def is_genuine(self) -> bool:
        """Was it signed by the key that it names?"""
        try:
            key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(self.public_key))
            key.verify(bytes.fromhex(self.signature), self.text().encode())
        except (InvalidSignature, ValueError):
            return False
        return True


def signed(key: Ed25519PrivateKey, **values: Any) -> Anchor:
    """An anchor with these values under this key's signature."""
    bare = Anchor(public_key=_public_text(key.public_key()), **values)
    return replace(bare, signature=key.sign(bare.text().encode()).hex())


def write(anchor: Anchor, folder: Path, *, day: date) -> Path:
    """Put an anchor into a folder under the city's day; one that is there already is never overwritten."""
    folder.mkdir(parents=True, exist_ok=True)
    values = {**json.loads(anchor.text()), "signature": anchor.signature}
    content = json.dumps(values, indent=1, sort_keys=True) + "\n"
    for name in (day.isoformat(), f"{day.isoformat()}-{anchor.sequence}"):
        file = folder / f"{name}.json"
        with suppress(FileExistsError):  # the day's anchor, or another's at this very moment
            _write_new(file, content.encode(), mode=0o644)
            break
    return file


def send(folder: Path, to: Path) -> list[str]:
    """Copy what is not there yet to a folder outside; names what was copied. Raises: OSError."""
    if not to.is_dir():
        raise FileNotFoundError(to)
    missing = [file for file in sorted(folder.glob("*.json")) if not (to / file.name).exists()]
    for file in missing:
        with suppress(FileExistsError):
            _write_new(to / file.name, file.read_bytes(), mode=0o644)
    return [file.name for file in missing]


def read(file: Path) -> Anchor:
    """Read one anchor. Raises: Unreadable."""
    try:
        values = json.loads(file.read_text("utf-8"))
        if values["format"] != FORMAT:
            raise ValueError(values["format"])
        marks = values["marks"]
        return Anchor(
            sequence=int(values["sequence"]), hash=str(values["hash"]), at=str(values["at"]),
            first=int(marks["first"]), step=max(1, int(marks["step"])),
            marks=base64.b64decode(marks["hashes"], validate=True),
            public_key=str(values["public_key"]), signature=str(values["signature"]),
        )  # fmt: skip
    except (OSError, ValueError, KeyError, TypeError):
        raise Unreadable(
            _("锚点文件 %(file)s 读不出来：它不是本系统签发的锚点，或已损坏。请换用外送保存的那一份。"), file=file.name
        )


def read_all(place: Path) -> list[tuple[Path, Anchor]]:
    """The anchors of a file or of a folder, in the order of the chain. Raises: Missing, Unreadable."""
    if not place.exists():
        raise Missing(_("找不到锚点 %(place)s。请核对路径后再查。"), place=str(place))
    files = sorted(place.glob("*.json")) if place.is_dir() else [place]
    return sorted(((file, read(file)) for file in files), key=lambda each: each[1].sequence)


def signing_key(file: Path) -> Ed25519PrivateKey:
    """The key that signs, made on first use (readable by its owner only), its public half beside it.

    The public half is what an auditor keeps: give it away on the first day.
    """
    if not file.exists():
        key = Ed25519PrivateKey.generate()
        file.parent.mkdir(parents=True, exist_ok=True)
        private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        try:
            _write_new(file, private, mode=0o600)
        except FileExistsError:  # two processes at once: the first one's key is the city's
            return signing_key(file)
        with public_file(file).open("ab") as stream:  # an older key's anchors stay good
            stream.write(key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo))
        return key
    stored = load_pem_private_key(file.read_bytes(), password=None)
    if not isinstance(stored, Ed25519PrivateKey):
        raise Unreadable(_("锚点密钥 %(file)s 不是 Ed25519 密钥，不能用来签名。"), file=file.name)
    return stored


def public_file(key_file: Path) -> Path:
    """Where the public half of a key lies."""
    return key_file.with_suffix(".pub")


def public_keys(file: Path) -> frozenset[str]:
    """The trusted public keys in a file, one PEM block behind the other. Raises: Missing, Unreadable."""
    if not file.exists():
        raise Missing(_("找不到公钥文件 %(file)s。请核对路径后再查。"), file=str(file))
    begin = b"-----BEGIN"
    try:
        keys = [load_pem_public_key(begin + block) for block in file.read_bytes().split(begin)[1:]]
    except ValueError:
        raise Unreadable(_("公钥文件 %(file)s 读不出来，请换用安装时导出的那一份。"), file=file.name)
    return frozenset(_public_text(key) for key in keys if isinstance(key, Ed25519PublicKey))


def _public_text(key: Ed25519PublicKey) -> str:
    return key.public_bytes(Encoding.Raw, PublicFormat.Raw).hex()


def _write_new(file: Path, content: bytes, *, mode: int) -> None:
    """Whole or not at all, also where the disk is full or the power goes. Raises: FileExistsError, never overwrites."""
    temporary = file.with_name(f".{file.name}.{os.getpid()}.{secrets.token_hex(4)}")
    try:
        with os.fdopen(os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        try:
            os.link(temporary, file)
        except FileExistsError:
            raise
        except OSError as trouble:  # a folder of another machine may know no second names
            if file.exists():
                raise FileExistsError(file) from trouble
            temporary.rename(file)
    finally:
        temporary.unlink(missing_ok=True)
