"""What may stand under a message."""

from __future__ import annotations

from typing import Any

from tests.botapi.markup import checked_link
from tests.botapi.refusal import Json, bad

PER_ROW = 8
IN_ALL = 100
DATA_BYTES = 64
ACTIONS = {"url", "callback_data", "web_app", "copy_text"}
MORE_ACTIONS = {
    *(
        "login_url",
        "switch_inline_query",
        "switch_inline_query_current_chat",
        "switch_inline_query_chosen_chat",
    ),
    *("callback_game", "pay", "disabled"),
}
LOOKS = {"text", "style", "icon_custom_emoji_id"}
STYLES = {"danger", "success", "primary"}


def reply_markup(found: Any) -> Json:
    """Any of the four kinds of markup; only an inline keyboard leaves the message editable."""
    if not isinstance(found, dict):
        raise bad("object expected as reply markup")
    if "inline_keyboard" in found:
        return inline_keyboard(found)
    for key, optional in (
        ("remove_keyboard", {"selective"}),
        ("force_reply", {"selective", "input_field_placeholder"}),
        (
            "keyboard",
            {"is_persistent", "resize_keyboard", "one_time_keyboard", "input_field_placeholder", "selective"},
        ),
    ):
        if key in found:
            _only(found, {key} | optional)
            hint = found.get("input_field_placeholder", "x")
            if not isinstance(hint, str) or not 1 <= len(hint) <= 64:
                raise bad("stand-in: input_field_placeholder must have 1 to 64 characters")
            return found
    raise bad("can't parse reply markup JSON object")


def inline_keyboard(found: Any) -> Json:
    """An InlineKeyboardMarkup, or a refusal."""
    if not isinstance(found, dict):
        raise bad("object expected as reply markup")
    _only(found, {"inline_keyboard"})
    rows = found.get("inline_keyboard")
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        raise bad('field "inline_keyboard" of the InlineKeyboardMarkup must be an Array of Arrays')
    buttons = [button for row in rows for button in row]
    if len(buttons) > IN_ALL or any(len(row) > PER_ROW for row in rows):
        raise bad("reply markup is too long")
    for button in buttons:
        _check(button)
    return {"inline_keyboard": [row for row in rows if row]}


def _only(found: Json, known: set[str]) -> None:
    if unknown := sorted(found.keys() - known):
        raise bad(f"stand-in: reply_markup has no field {', '.join(unknown)}")


def _check(button: Any) -> None:
    """One button: a text, and exactly one thing it does."""
    wrong = "can't parse InlineKeyboardButton: "
    if not isinstance(button, dict):
        raise bad(f"{wrong}expected an Object")
    if unknown := sorted(button.keys() - ACTIONS - MORE_ACTIONS - LOOKS):
        raise bad(f"stand-in: a button has no field {', '.join(unknown)}")
    if "text" not in button:
        raise bad(f'{wrong}Can\'t find field "text"')
    if not isinstance(button["text"], str):
        raise bad(f'{wrong}Field "text" must be of type String')
    if button.get("style", "primary") not in STYLES:
        raise bad(f"{wrong}unknown style")
    does = sorted(button.keys() - LOOKS)
    if not button["text"].strip() or not does or button.get("callback_data") == "":
        raise bad("Text buttons are not allowed in the inline keyboard")
    if len(does) > 1:
        raise bad(f"stand-in: a button does one thing, not {' and '.join(does)}")
    _check_action(does[0], button[does[0]])


def _check_action(does: str, what: Any) -> None:
    if does in MORE_ACTIONS:
        raise bad(f"stand-in: buttons with {does} are not modelled")
    if does in {"url", "callback_data"} and not isinstance(what, str):
        raise bad(f'can\'t parse InlineKeyboardButton: Field "{does}" must be of type String')
    if does == "url" and not checked_link(what):
        raise bad(f"inline keyboard button URL '{what}' is invalid: Wrong HTTP URL")
    if does == "copy_text" and not (isinstance(what, dict) and 1 <= len(what.get("text", "")) <= 256):
        raise bad("BUTTON_COPY_TEXT_INVALID")
    if does == "web_app" and not (isinstance(what, dict) and str(what.get("url", "")).startswith("https://")):
        raise bad("inline keyboard button web app URL is invalid")


def fits_chat(markup: Json, private: bool) -> None:
    """What is checked only once the chat is known."""
    for row in markup.get("inline_keyboard", []):
        for button in row:
            if len(button.get("callback_data", "").encode()) > DATA_BYTES:
                raise bad("BUTTON_DATA_INVALID")
            if "web_app" in button and not private:
                raise bad("BUTTON_TYPE_INVALID")
