"""A passive reply as XML."""

from __future__ import annotations

import re

from wechatpy.replies import TextReply

from bot.wechat.reading import Writer

# XML has no way to write these, not even escaped.
_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def reply_xml(text: str, to: Writer, now: float) -> str:
    """The reply; the end mark of its CDATA section may stand in the text."""
    content = _NO_XML.sub("", text).replace("]]>", "]]]]><![CDATA[>")
    reply = TextReply(source=to.house, target=to.openid, content=content, time=int(now))
    return str(reply.render())
