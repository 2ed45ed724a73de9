"""A loopback Discord: an independent stand-in that behaves as Discord documents, driven by persons in test code."""

from bot.sandbox.errors import ApiError, NoAnswerError, RefusedError, SandboxError
from bot.sandbox.model import Channel, ChannelType, Guild, Overwrite, Role, User
from bot.sandbox.permissions import ALL_PERMISSIONS, DEFAULT_EVERYONE, Permission
from bot.sandbox.person import Person
from bot.sandbox.server import Sandbox
from bot.sandbox.views import Answer, Attachment, Modal, SeenFile, SeenMessage

__all__ = [
    "ALL_PERMISSIONS",
    "DEFAULT_EVERYONE",
    "Answer",
    "ApiError",
    "Attachment",
    "Channel",
    "ChannelType",
    "Guild",
    "Modal",
    "NoAnswerError",
    "Overwrite",
    "Permission",
    "Person",
    "RefusedError",
    "Role",
    "Sandbox",
    "SandboxError",
    "SeenFile",
    "SeenMessage",
    "User",
]
