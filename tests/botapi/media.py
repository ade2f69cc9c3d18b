"""Samples of what people send besides words, complete as the Bot API sends them."""

from __future__ import annotations

from typing import Any

from tests.botapi.refusal import Json


def _file(kind: str) -> Json:
    return {"file_id": f"{kind}-AgACAgIAAxkBAAI", "file_unique_id": f"{kind}-AQADAgAT", "file_size": 4096}


def _animation() -> Json:
    return {**_file("animation"), "width": 320, "height": 240, "duration": 3, "mime_type": "video/mp4"}


def sample(what: str, user_id: int = 1) -> Any:
    """The value of the message field `what`."""
    place = {"latitude": 52.52, "longitude": 13.405}
    sticker = {
        "type": "regular",
        "width": 512,
        "height": 512,
        "is_animated": False,
        "is_video": False,
        "emoji": "👍",
    }
    option = {"persistent_id": "1", "text": "Yes", "voter_count": 0}
    poll = {
        "id": "5443234", "question": "Transplant?",
        "options": [option, {**option, "persistent_id": "2", "text": "No"}],
        "total_voter_count": 0, "is_closed": False, "is_anonymous": True, "type": "regular",
        "allows_multiple_answers": False, "allows_revoting": True, "members_only": False,
    }  # fmt: skip
    samples: Json = {
        "sticker": {**_file("sticker"), **sticker},
        "voice": {**_file("voice"), "duration": 4, "mime_type": "audio/ogg"},
        "audio": {**_file("audio"), "duration": 60, "title": "Song"},
        "video": {**_file("video"), "width": 640, "height": 480, "duration": 5},
        "video_note": {**_file("note"), "length": 240, "duration": 5},
        "animation": _animation(),
        "document": {**_file("document"), "file_name": "mri.pdf", "mime_type": "application/pdf"},
        "photo": [
            {**_file("small"), "width": 90, "height": 60},
            {**_file("large"), "width": 1280, "height": 853},
        ],
        "location": place,
        "venue": {"location": place, "title": "Clinic", "address": "Main Street 1"},
        "contact": {"phone_number": "+15550100", "first_name": "Ana", "user_id": user_id},
        "dice": {"emoji": "🎲", "value": 4},
        "poll": poll,
        "story": {"chat": {"id": user_id, "type": "private", "first_name": "Ana"}, "id": 7},
    }
    if samples.get(what) is None:
        raise AssertionError(f"no sample of {what!r}; there are {', '.join(sorted(samples))}")
    return samples[what]
