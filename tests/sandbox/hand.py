"""A bot whose every answer the test writes by hand."""

import asyncio

from bot.sandbox import Answer, Permission
from tests.sandbox.plain_rest import Rest
from tests.sandbox.raw_bot import RawBot

STRING, INTEGER, BOOLEAN, USER, CHANNEL, ROLE, ATTACHMENT = 3, 4, 5, 6, 7, 8, 11
COMMANDS = [
    {
        "name": "offer",
        "description": "Offers.",
        "options": [
            {
                "type": 1,
                "name": "accept",
                "description": "Accept.",
                "options": [
                    {
                        "type": INTEGER,
                        "name": "number",
                        "description": "N.",
                        "required": True,
                        "min_value": 1,
                        "max_value": 9,
                    },
                    {"type": STRING, "name": "dry-run", "description": "D.", "max_length": 5},
                    {
                        "type": STRING,
                        "name": "kind",
                        "description": "K.",
                        "choices": [{"name": "First", "value": "1"}],
                    },
                    {"type": STRING, "name": "case", "description": "C.", "autocomplete": True},
                    {"type": BOOLEAN, "name": "confirm", "description": "C."},
                    {"type": USER, "name": "who", "description": "W."},
                    {"type": ROLE, "name": "role", "description": "R."},
                    {"type": CHANNEL, "name": "where", "description": "W.", "channel_types": [0]},
                    {"type": ATTACHMENT, "name": "file", "description": "F."},
                ],
            }
        ],
    },
    {"name": "ping", "description": "Ping."},
    {"name": "admin", "description": "Admin.", "default_member_permissions": str(int(Permission.MANAGE_GUILD))},
    {"name": "Quote", "type": 3},
    {"name": "Greet", "type": 2},
    {"name": "server", "description": "Only in servers.", "contexts": [0]},
]
BUTTONS = [
    {
        "type": 1,
        "components": [
            {"type": 2, "style": 1, "label": "Press", "custom_id": "press"},
            {"type": 2, "style": 1, "label": "Grey", "custom_id": "grey", "disabled": True},
            {"type": 2, "style": 5, "label": "Link", "url": "https://example.com"},
        ],
    }
]
MODAL = {
    "custom_id": "form",
    "title": "Form",
    "components": [
        {"type": 10, "content": "Read this."},
        {
            "type": 18,
            "label": "Your reason",
            "component": {"type": 4, "custom_id": "reason", "style": 1, "max_length": 5},
        },
        {
            "type": 18,
            "label": "Proof",
            "component": {"type": 19, "custom_id": "proof", "required": False, "max_values": 2},
        },
        {
            "type": 1,
            "components": [
                {"type": 4, "custom_id": "old", "label": "Old", "style": 1, "required": False, "value": "v"}
            ],
        },
    ],
}


class Hand:
    """Answers interactions by hand."""

    def __init__(self, bot: RawBot, rest: Rest, application_id: int) -> None:
        self.bot = bot
        self.rest = rest
        self.application_id = application_id

    async def next(self) -> dict:
        return await self.bot.event("INTERACTION_CREATE")

    async def answer(self, interaction: dict, kind: int, data: dict | None = None) -> tuple[int, dict]:
        path = f"/interactions/{interaction['id']}/{interaction['token']}/callback?with_response=1"
        return await self.rest("POST", path, {"type": kind, "data": data})

    def webhook(self, interaction: dict) -> str:
        return f"/webhooks/{self.application_id}/{interaction['token']}"


async def answered(hand: Hand, act, kind: int, data: dict | None = None) -> tuple[Answer, dict]:
    """Let a person act, answer it, and return the answer with the interaction."""
    task = asyncio.create_task(act)
    interaction = await hand.next()
    status, _ = await hand.answer(interaction, kind, data)
    assert status == 200
    return await task, interaction
