"""What `parley doctor` asks Discord: only reading, with the bot's token, which is never shown."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from typing import Any, Final, Literal, cast

import aiohttp
from discord import ApplicationFlags, Permissions

from bot.clock import Clock
from bot.config import Config
from bot.domain.clock_guard import LARGEST_SKEW_MS
from bot.operations.findings import Finding, fault, fine, warning
from bot.ui.invite import invite_link

_SECONDS: Final = 10
_GUILDS_PER_PAGE: Final = 200
_NOTABLE_SKEW_MS: Final = 5_000
_PORTAL: Final = "the developer portal (https://discord.com/developers/applications)"
_LOST: Final = {
    "members": "the bot isn't told at once when a party leaves, is removed or comes back",
    "message_content": "the bot can't record what is said in case rooms",
}
_INTENT_NAMES: Final = {"members": "Server Members Intent", "message_content": "Message Content Intent"}
_NO_JSON: Final = ""
_UNREADABLE: Final = "gave an answer that isn't Discord's"


@dataclass(frozen=True, slots=True)
class _Answer:
    status: int
    body: Any
    date: str | None
    received_at_ms: int
    took_ms: int

    @property
    def fields(self) -> dict[str, Any]:
        """The body's object; empty where there is none."""
        return cast("dict[str, Any]", self.body) if isinstance(self.body, dict) else {}


class DiscordChecks:
    """The token, the gateway, the intents, the servers and the clock, through the configured address."""

    def __init__(self, config: Config, clock: Clock, *, needed: int, essential: int) -> None:
        """`needed` are the permission bits that the bot uses, `essential` those without which it has no rooms."""
        self._config = config
        self._clock = clock
        self._needed = needed
        self._essential = essential

    async def findings(self) -> list[Finding]:
        """All of them; after one that makes the rest unknowable, no more."""
        api_url = self._config.discord.api_url
        try:
            async with self._session() as session:
                return await self._asked(session)
        except (aiohttp.ClientError, OSError, TimeoutError) as error:
            why = str(error) or type(error).__name__
            return [
                fault("Discord", f"{api_url} can't be reached: {why}.", "Look at the network, and at discord.api_url.")
            ]
        except ValueError:
            # What can't even be put into a header is no token; the error would show it.
            return [_refused_token()]

    @asynccontextmanager
    async def _session(self) -> AsyncGenerator[aiohttp.ClientSession]:
        headers = {"Authorization": f"Bot {self._config.token()}", "User-Agent": "DiscordBot (parley doctor, 1)"}
        timeout = aiohttp.ClientTimeout(total=_SECONDS)
        async with aiohttp.ClientSession(headers=headers, timeout=timeout) as session:
            yield session

    async def _asked(self, session: aiohttp.ClientSession) -> list[Finding]:
        me = await self._get(session, "/users/@me")
        if me.status == 401:
            return [_refused_token()]
        if me.status != 200 or "id" not in me.fields:
            return [fault("Discord", _told(me), "Look at discord.api_url, and try again later.")]
        found = [fine("Token", f"Discord knows the bot as {me.fields.get('username')} ({me.fields['id']}).")]
        found.append(self._clock_finding(me))
        found.append(_gateway_finding(await self._get(session, "/gateway/bot")))
        application = await self._get(session, "/applications/@me")
        found += self._intent_findings(application)
        # Where Discord doesn't name the application, it is that of the bot's account, as for all newer ones.
        link = invite_link(int(application.fields.get("id") or me.fields["id"]))
        return found + await self._server_findings(session, link)

    async def _get(self, session: aiohttp.ClientSession, path: str) -> _Answer:
        began_ms = self._clock.monotonic_ms()
        # A redirection would take the token to another address.
        async with session.get(self._config.discord.api_url + path, allow_redirects=False) as response:
            received_at_ms, took_ms = self._clock.now_ms(), self._clock.monotonic_ms() - began_ms
            try:
                body: Any = await response.json(content_type=None)
            except ValueError:
                body = _NO_JSON
            return _Answer(response.status, body, response.headers.get("Date"), received_at_ms, took_ms)

    def _clock_finding(self, answer: _Answer) -> Finding:
        try:
            # The header leaves out what is less than a second.
            theirs_ms = round(parsedate_to_datetime(answer.date or "").timestamp() * 1_000) + 500
        except ValueError:
            return warning("Clock", "Discord's answer names no time to compare with.", "Look at discord.api_url.")
        skew_ms = answer.received_at_ms - answer.took_ms // 2 - theirs_ms
        seconds, direction = abs(skew_ms) / 1_000, "ahead of" if skew_ms > 0 else "behind"
        if abs(skew_ms) <= _NOTABLE_SKEW_MS:
            return fine("Clock", f"this machine's and Discord's agree ({seconds:.1f} s apart).")
        mend = "Have the machine keep its time by NTP (timedatectl set-ntp true)."
        said = f"this machine's is {seconds:.0f} s {direction} Discord's"
        if abs(skew_ms) <= LARGEST_SKEW_MS:
            return warning("Clock", f"{said}.", mend)
        return fault("Clock", f"{said}, and until it is right no deadline lapses.", mend)

    def _intent_findings(self, application: _Answer) -> list[Finding]:
        bits = application.fields.get("flags")
        if application.status != 200 or not isinstance(bits, int):
            return [warning("Intents", f"which the application has isn't known: Discord {_said(application)}.", "")]
        flags = ApplicationFlags()
        flags.value = bits
        intents = self._config.discord.intents
        return [
            _intent_finding("members", intents.members, flags.gateway_guild_members | _limited(flags, "guild_members")),
            _intent_finding(
                "message_content",
                intents.message_content,
                flags.gateway_message_content | _limited(flags, "message_content"),
            ),
        ]

    async def _server_findings(self, session: aiohttp.ClientSession, link: str) -> list[Finding]:
        found: list[Finding] = []
        after = "0"
        while True:
            page = await self._get(session, f"/users/@me/guilds?limit={_GUILDS_PER_PAGE}&after={after}")
            # Discord may say null for none at all.
            if page.status != 200 or not isinstance(page.body, list | None):
                return [
                    *found,
                    warning("Servers", f"which the bot is in isn't known: Discord {_said(page)}.", "Try again later."),
                ]
            guilds = cast("list[dict[str, Any]]", page.body or [])
            found += [self._server_finding(guild, link) for guild in guilds]
            if len(guilds) < _GUILDS_PER_PAGE:
                break
            after = str(guilds[-1]["id"])
        return found or [warning("Servers", "the bot is in none.", f"Invite it: {link}")]

    def _server_finding(self, guild: dict[str, Any], link: str) -> Finding:
        subject = f"Server {guild['name']} ({guild['id']})"
        held = Permissions(int(guild["permissions"]))
        if held.administrator:
            return warning(
                subject,
                "the bot is an administrator, which is more than it needs.",
                "Take Administrator from its role, and leave it the permissions that the README names.",
            )
        lacks = self._needed & ~held.value
        if not lacks:
            return fine(subject, "the bot has every permission that it uses.")
        found = f"the bot lacks {', '.join(permission_names(lacks))}."
        mend = f"Give its role what it lacks (Server Settings, Roles), or invite it again: {link}"
        return (fault if lacks & self._essential else warning)(subject, found, mend)


def permission_names(bits: int) -> list[str]:
    """What Discord's own settings call these permissions."""
    return [_permission_name(name) for name, is_set in Permissions(bits) if is_set]


def _permission_name(name: str) -> str:
    if name == "read_messages":
        return "View Channels"
    return name.replace("_", " ").title().replace(" In ", " in ")


def _limited(flags: ApplicationFlags, name: Literal["guild_members", "message_content"]) -> bool:
    """What the portal gives to a bot that isn't verified."""
    return bool(getattr(flags, f"gateway_{name}_limited"))


def _intent_finding(key: str, setting: bool | Literal["auto"], is_granted: bool) -> Finding:
    name = _INTENT_NAMES[key]
    if setting is False:
        return fine(name, f"not asked for (discord.intents.{key} = false).")
    if is_granted:
        return fine(name, "switched on.")
    mend = f"Switch it on in {_PORTAL} under Bot, or set discord.intents.{key} to false."
    if setting == "auto":
        return warning(name, f"switched off for the application, so {_LOST[key]}.", mend)
    return fault(name, f"switched off for the application, though discord.intents.{key} is true.", mend)


def _gateway_finding(gateway: _Answer) -> Finding:
    limit = gateway.fields.get("session_start_limit")
    if gateway.status != 200 or not isinstance(limit, dict):
        return fault("Gateway", _told(gateway), "The bot can't connect before this works: try again later.")
    starts = cast("dict[str, int]", limit)
    shards = int(gateway.fields.get("shards", 1))
    left, total = starts["remaining"], starts["total"]
    found = f"{shards} shard{'' if shards == 1 else 's'}, {left:,} of {total:,} session starts left"
    if left < shards:
        hours = starts["reset_after"] / 3_600_000
        return fault("Gateway", f"{found}.", f"Leave the bot stopped: there are new ones in {hours:.1f} hours.")
    return fine("Gateway", f"{found} today.")


def _refused_token() -> Finding:
    return fault(
        "Token",
        "Discord refuses it.",
        f"Copy it anew from {_PORTAL} (Bot, Reset Token), and set PARLEY_DISCORD__TOKEN to it.",
    )


def _said(answer: _Answer) -> str:
    return f"answered {answer.status}" if answer.status != 200 else _UNREADABLE


def _told(answer: _Answer) -> str:
    return f"{_said(answer)}."
