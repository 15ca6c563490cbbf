"""What is attached on the phones: places, contacts, photos, albums, voice notes; and the keys that ask for it."""

import io

import pytest
from PIL import Image
from playwright.async_api import expect

from drill.messages import Message
from tests.page.conftest import Screen

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def newest(screen: Screen, field: str) -> Message:
    """The newest message of the requester with such content."""
    chat = screen.stage.ground.private(screen.stage.mina)

    def found() -> Message | None:
        return next((m for m in reversed(chat.messages.values()) if field in m.content), None)

    message: Message = await screen.stage.ground.until(found, what=field)
    return message


async def test_a_place_by_numbers(screen: Screen) -> None:
    await screen.attaches("requester", "place")
    await screen.part("lat").fill("95")
    await screen.part("lon").fill("103,52962")
    await screen.part("share-place").click()
    await expect(screen.part("place-dialog").get_by_role("alert")).to_contain_text("Latitude")
    await screen.part("lat").fill("10.60931")
    await screen.part("share-place").click()
    place = screen.phone("requester").get_by_test_id("place")
    await expect(place).to_contain_text("10.60931, 103.52962")
    await expect(place.get_by_role("img")).to_have_accessible_name("Place 10.60931, 103.52962")
    sent = (await newest(screen, "location")).content["location"]
    assert (sent["latitude"], sent["longitude"]) == (10.60931, 103.52962)


async def test_a_place_by_a_click_on_the_map(screen: Screen) -> None:
    await screen.attaches("requester", "place")
    await expect(screen.part("map").locator(".town")).to_have_count(8)
    town = screen.part("map").locator(".town", has_text="Myawaddy").locator("circle")
    where = await town.bounding_box()
    assert where is not None
    await screen.page.mouse.click(where["x"] + where["width"] / 2, where["y"] + where["height"] / 2)
    await screen.part("share-place").click()
    sent = (await newest(screen, "location")).content["location"]
    # One pixel of the map is about 0.035 degrees.
    assert sent["latitude"] == pytest.approx(16.6894, abs=0.06)
    assert sent["longitude"] == pytest.approx(98.5089, abs=0.06)


async def test_a_place_by_town_and_by_a_pasted_pair(screen: Screen) -> None:
    await screen.attaches("requester", "place")
    await screen.part("place-dialog").get_by_role("button", name="Poipet").click()
    await expect(screen.part("lat")).to_have_value("13.65570")
    await screen.part("lat").evaluate(
        """node => { const held = new DataTransfer(); held.setData('text', '11.0667, 106.1333');
           const paste = { clipboardData: held, bubbles: true, cancelable: true };
           node.dispatchEvent(new ClipboardEvent('paste', paste)) }"""
    )
    await expect(screen.part("lat")).to_have_value("11.06670")
    await expect(screen.part("lon")).to_have_value("106.13330")


async def test_a_contact(screen: Screen) -> None:
    await screen.attaches("requester", "contact")
    await expect(screen.part("contact-name")).to_have_value("민아")
    await screen.part("contact-phone").fill("+82 10-0000-0001")
    await screen.part("share-contact").click()
    await expect(screen.phone("requester").get_by_test_id("contact")).to_contain_text("+82 10-0000-0001")
    assert (await newest(screen, "contact")).content["contact"]["user_id"] == screen.stage.mina.id


async def test_a_photo_and_an_album(screen: Screen) -> None:
    await screen.attaches("requester", "photo")
    photo = screen.phone("requester").get_by_test_id("photo")
    await expect(photo).to_be_visible()
    assert await photo.evaluate("async node => { await node.decode(); return node.naturalWidth }") == 320
    await screen.attaches("requester", "album")
    album = screen.phone("requester").get_by_test_id("album")
    await expect(album.get_by_role("img")).to_have_count(3)
    await expect(album).to_have_count(1)


async def test_a_tall_picture_of_the_bot_is_shown_whole_with_its_words(screen: Screen) -> None:
    stage = screen.stage
    drawn = io.BytesIO()
    Image.new("RGB", (108, 150), "red").save(drawn, "PNG")
    kept = stage.ground.files.keep("photo", drawn.getvalue())
    await stage.bot.call("sendPhoto", chat_id=stage.desk.id, photo=kept.id, caption="Duty at Cambodia")
    bubble = screen.bubble("desk", "Duty at Cambodia")
    photo = bubble.get_by_test_id("photo")
    await expect(photo).to_be_visible()
    await photo.scroll_into_view_if_needed()
    assert await photo.evaluate("async node => { await node.decode(); return node.naturalHeight }") == 150
    shown = await photo.bounding_box()
    assert shown is not None
    assert shown["height"] / shown["width"] == pytest.approx(150 / 108, abs=0.05)
    assert await bubble.get_by_role("link").get_attribute("target") == "_blank"


async def test_a_voice_note_can_be_heard(screen: Screen) -> None:
    await screen.attaches("requester", "voice")
    voice = screen.phone("requester").get_by_test_id("voice")
    await expect(voice).to_contain_text("3 s")
    heard = await voice.locator("audio").evaluate(
        """node => new Promise((done, failed) => {
             node.onloadedmetadata = () => done(node.duration);
             node.onerror = () => failed(node.error.message);
             node.load();
           })"""
    )
    assert heard == pytest.approx(3, abs=0.1)


async def test_a_live_place_moves_and_stops(screen: Screen) -> None:
    await screen.attaches("requester", "live")
    dialog = screen.part("place-dialog")
    await dialog.get_by_role("button", name="Poipet").click()
    await screen.part("live-period").select_option("3600")
    await screen.part("share-place").click()
    place = screen.phone("requester").get_by_test_id("place")
    await expect(place).to_contain_text("live")
    sent = await newest(screen, "location")
    assert sent.content["location"]["live_period"] == 3600
    await screen.does("requester", "13.65570", "move")
    await expect(screen.part("lat")).to_have_value("13.65570")
    await dialog.get_by_role("button", name="Bavet").click()
    await screen.part("share-place").click()
    await expect(place).to_contain_text("11.06670, 106.13330")
    await expect(place).to_have_count(1)
    await screen.does("requester", "11.06670", "stop")
    await expect(place.locator(".tag")).to_have_count(0)
    assert "live_period" not in sent.content["location"]
    await screen.bubble("requester", "11.06670").locator(".body").click()
    await expect(screen.phone("requester").get_by_test_id("message-move")).to_have_count(0)


async def test_a_live_place_ends_by_itself(screen: Screen) -> None:
    stage = screen.stage
    stage.ground.shares_place(stage.mina, stage.ground.private(stage.mina), 10.6, 103.5, live_period=900)
    tag = screen.phone("requester").get_by_test_id("place").locator(".tag")
    await expect(tag).to_have_text("live")
    await screen.part("wind-quarter").click()
    await expect(tag).to_have_count(0)


async def test_a_film_can_be_seen(screen: Screen) -> None:
    await screen.attaches("requester", "video")
    film = screen.phone("requester").locator("video")
    await expect(film).to_be_visible()
    seen = await film.evaluate(
        """node => node.readyState >= 1 ? node.videoWidth : new Promise((done, failed) => {
             node.onloadedmetadata = () => done(node.videoWidth);
             node.onerror = () => failed(node.error.message);
           })"""
    )
    assert seen == 320
    sent = (await newest(screen, "video")).content["video"]
    assert sent["duration"] == 1
    assert sent["mime_type"].startswith("video/")


async def test_a_document(screen: Screen) -> None:
    await screen.attaches("requester", "document")
    await expect(screen.phone("requester").get_by_test_id("file")).to_contain_text("page.txt")
    sent = (await newest(screen, "document")).content["document"]
    assert b"made-up" in screen.stage.ground.files.get(sent["file_id"]).content


async def test_a_small_map_shows_no_name_cut_in_half(screen: Screen) -> None:
    stage = screen.stage
    stage.ground.shares_place(stage.mina, stage.ground.private(stage.mina), 10.6093, 103.5296)
    tile = screen.phone("requester").get_by_test_id("place").locator("svg")
    await expect(tile.locator("text")).to_have_text(["Sihanoukville"])  # Phnom Penh lies on the edge


async def test_keys_ask_for_place_and_number(screen: Screen) -> None:
    await screen.writes("requester", "/keys")
    keys = screen.phone("requester").get_by_test_id("reply-keys")
    await keys.get_by_role("button", name="Place").click()
    await screen.part("place-dialog").get_by_role("button", name="Bavet").click()
    await screen.part("share-place").click()
    await newest(screen, "location")
    await expect(keys).to_be_hidden()
    await screen.writes("requester", "/keys")
    await keys.get_by_role("button", name="Number").click()
    await screen.part("share-contact").click()
    await newest(screen, "contact")
