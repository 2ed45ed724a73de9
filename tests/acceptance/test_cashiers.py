"""The cashiers' queue, two cashiers and the payout of earned fees, as cashiers see and press them."""

from bot.sandbox import Person
from tests.acceptance.world import FINDINGS, World, both_databases


def second_cashier(world: World) -> Person:
    person = world.sandbox.create_person("kim")
    world.sandbox.join(world.guild, person, [world.roles["cashier"]])
    return person


async def pending(world: World, person: Person) -> str:
    return (await person.slash(world.lobby, "cashier pending")).text


@both_databases
async def test_r10_6_the_queue_has_pages_and_its_buttons_outlive_a_restart(world: World) -> None:
    for number in range(1, 9):
        await world.client.slash(world.lobby, "wallet deposit", amount=f"{number}", reference=f"slip {number}")
    await world.cashier.slash(world.lobby, "wallet deposit", amount="9")
    queue = await world.cashier.slash(world.lobby, "cashier pending")
    assert "W-7" in queue.text
    assert "slip 7" in queue.text
    assert "W-8" not in queue.text
    assert "Page 1 of 2" in queue.text
    stale = await world.cashier.slash(world.lobby, "cashier pending")
    await world.restart()
    second_page = await world.cashier.click(queue, "More ›")
    assert "W-8" in second_page.text
    assert "another cashier has to answer it" in second_page.text
    # Only the requests that this cashier may answer have buttons: one's own has none.
    assert second_page.buttons == ["Confirm", "Decline", "‹ Back"]
    form = await world.cashier.click(second_page, "Confirm")
    quote = await world.cashier.submit(form, amount="7.50", reference="bank 8")
    for words in ("W-8", "7.50", "They asked for 8.00", "bank 8"):
        assert words in quote.text.replace("\N{NO-BREAK SPACE}", " ")
    assert await world.wallet_minor(world.client) == 0
    await world.cashier.click(quote, "Confirm")
    await world.settled()
    assert await world.wallet_minor(world.client) == 7_50
    [told] = world.told(world.client, "W-8")
    for words in ("7.50", "you had asked for 8.00", "bank 8", f"<@{world.cashier.id}>"):
        assert words in told.text.replace("\N{NO-BREAK SPACE}", " ")
    history = await world.client.slash(world.lobby, "wallet history")
    assert f"W-8, confirmed by <@{world.cashier.id}> · “bank 8”" in history.text
    # A button is checked when it is pressed: the request behind it is closed, and the role is gone.
    form = await world.cashier.click(stale, "Decline")
    await world.client.slash(world.lobby, "wallet cancel", request="W-1")
    gone = await world.cashier.submit(form, reason="Never came in.")
    assert "Nothing was changed" in gone.text
    world.sandbox.remove_role(world.guild, world.cashier, world.roles["cashier"])
    form = await world.cashier.click(stale, "Decline")
    refused = await world.cashier.submit(form, reason="Never came in.")
    assert "cashier" in refused.text
    assert "Nothing was changed" in refused.text


async def test_r2_8_two_cashiers_by_buttons_with_both_names_in_the_end(world: World) -> None:
    kim = second_cashier(world)
    await world.admin.slash(world.lobby, "config limit", name="two_people_amount", value="100", currency="USD")
    await world.client.slash(world.lobby, "wallet deposit", amount="500", reference="slip 7")
    await world.settled()
    [post] = [item for item in world.cashier.sees(world.cashier_channel) if "Confirm" in item.buttons]
    quote = await world.cashier.submit(await world.cashier.click(post, "Confirm"), reference="bank 9")
    assert "another cashier confirms the same sum" in quote.text
    await world.cashier.click(quote, "Confirm")
    await world.settled()
    assert await world.wallet_minor(world.client) == 0
    assert f"<@{world.cashier.id}> has confirmed" in await pending(world, kim)
    refused = await world.client.slash(world.lobby, "wallet cancel", request="W-1")
    assert "can't be taken back any more" in refused.text
    again = await world.cashier.submit(await world.cashier.click(post, "Confirm"), {})
    assert "another cashier, too" in again.text
    post = next(item for item in kim.sees(world.cashier_channel) if "has confirmed" in item.text)
    quote = await kim.submit(await kim.click(post, "Confirm"), {})
    assert f"<@{world.cashier.id}> has confirmed" in quote.text
    await kim.click(quote, "Confirm")
    await world.settled()
    assert await world.wallet_minor(world.client) == 500_00
    both = f"<@{world.cashier.id}> and <@{kim.id}> have confirmed"
    assert len(world.told(world.client, both, "bank 9")) == 1
    assert [item for item in kim.sees(world.cashier_channel) if both in item.text and "500.00" in item.text]


async def test_r2_8_what_a_cashier_is_paying_out_is_not_taken_back(world: World) -> None:
    await world.fund(world.client, "100")
    await world.client.slash(world.lobby, "wallet withdraw", amount="60", reference="DE12")
    quote = await world.cashier.slash(world.lobby, "cashier confirm", request="W-2", reference="bank 4")
    assert "nobody can take the request back" in quote.text
    refused = await world.client.slash(world.lobby, "wallet cancel", request="W-2")
    assert "may have paid the money out just now" in refused.text
    await world.cashier.click(quote, "Confirm")
    await world.settled()
    assert await world.wallet_minor(world.client) == 40_00
    # Without such a question the member is faster, and the cashier is told so before anything is booked.
    await world.client.slash(world.lobby, "wallet withdraw", amount="10")
    await world.client.slash(world.lobby, "wallet cancel", request="W-3")
    late = await world.cashier.slash(world.lobby, "cashier confirm", request="W-3", confirm=True)
    assert "Nothing was changed" in late.text


async def test_r2_8_earned_fees_are_paid_out_by_two(world: World) -> None:
    kim = second_cashier(world)
    await world.arbitration()
    for person in (world.client, world.freelancer):
        await world.act(person, "evidence rest", confirm=True)
    await world.act(world.arbitrator, "case rule", freelancer_amount="1000", findings=FINDINGS, confirm=True)
    too_much = await world.cashier.slash(world.lobby, "cashier payout", amount="50.01")
    assert "has earned 50.00" in too_much.text.replace("\N{NO-BREAK SPACE}", " ")
    quote = await world.cashier.slash(world.lobby, "cashier payout", amount="20", reference="bank 5")
    assert "50.00" in quote.text
    asked = await world.cashier.click(quote, "Confirm")
    name = next(word.strip("*:") for word in asked.text.split() if "W-" in word)
    own = await world.cashier.slash(world.lobby, "cashier confirm", request=name, confirm=True)
    assert "Another cashier has to answer it" in own.text
    assert "first of two cashiers" in await pending(world, kim)
    await kim.slash(world.lobby, "cashier confirm", request=name, confirm=True)
    await world.settled()
    assert await world.balance_minor("fees") == 30_00
    assert world.told(world.cashier, name, f"<@{kim.id}>")
    both = f"<@{world.cashier.id}> and <@{kim.id}> have confirmed"
    assert [item for item in kim.sees(world.cashier_channel) if both in item.text]
