"""Words that only ask, or only join others, in scripts that the embedding model does not read.

Where spaces part words, the rarity of a word tells how much it says. Of pairs of letters it does not: "什么时候" and
"ですか" stand in no article, so that they would count as the rarest words of a question.
"""

from __future__ import annotations

import re

from chatbot.letters import search_form

_CHINESE = """
    什么时候 什麼時候 甚麼時候 为什么 為什麼 为甚么 什么样 什麼樣 什么 什麼 甚么 甚麼 为何 為何 何时 何時 何地
    何处 何處 怎么样 怎麼樣 怎么 怎麼 怎样 怎樣 如何 哪一年 哪一天 哪一 哪里 哪裡 哪儿 哪些 哪个 哪個 哪位 哪 谁
    誰 多少钱 多少錢 多少 多久 多长时间 多長時間 多长 多長 多大 多高 多远 多遠 几个 幾個 几 幾 请问 請問
    请告诉我 請告訴我 是不是 有没有 有沒有 是否 吗 嗎 呢 吧 的 了 是 将 將 被 在 关于 關於 已经 已經
"""
_JAPANESE = """
    だれですか 誰ですか 何ですか いつですか どこですか いくらですか なぜですか どうして どのくらい どれくらい
    どのように どのような どんな いくつ いくら いつ どこ だれ どなた どちら どれ どの なぜ なに 誰 何
    教えてください について という ですか でしょうか でしたか ましたか ますか のですか ました ています ている
    ていた されました されます された される しました します した する られました られます られた られる
    ありますか いますか あります います です でした のは には では とは から まで より など は が を に の で と
    も へ か
"""
_KOREAN = """
    누구입니까 누구인가요 누구 누가 무엇입니까 무엇인가요 무엇을 무엇이 무엇 무슨 언제까지 언제부터 언제
    어디에서 어디서 어디 왜 얼마나 얼마입니까 얼마인가요 얼마 몇 어떻게 어떤 어느 알려주세요 말해주세요
"""
_KOREAN_ENDINGS = """
    입니까 인가요 습니까 했습니까 합니까 됩니까 하나요 되나요 되었나요 됐나요 나요 까요 는가 에서는 에서 에게
    으로 까지는 까지 부터 이라고 라고 에는 은 는 이 가 을 를 의 에 도 와 과 로
"""
_THAI = "เมื่อไหร่ เมื่อไร เมื่อใด ที่ไหน ทำไม อย่างไร ยังไง เท่าไหร่ เท่าไร เท่าใด อะไร ใคร ไหน กี่ คือ หรือไม่ หรือเปล่า ของ และ ที่ เป็น"
_ARABIC = "كم من هي هو ما ماذا متى أين لماذا كيف هل أي في إن أن"
_HEBREW = "מי מה כמה לכמה מתי איפה היכן למה מדוע איך האם איזה של את"
_HINDI = "कौन क्या कब कहाँ कहां क्यों कैसे कितना कितने कितनी किसने किसे है हैं था थे थी का की के को में ने से"

_HANGUL = "\uac00-\ud7a3"
_SPACED = "\u0590-\u06ff\u0900-\u097f"
"""Hebrew, Arabic, Hindi: letters and vowels."""


def _any_of(words: str) -> str:
    """A pattern for the words, the longest first, so that a part of one is not taken for it."""
    return "|".join(sorted(map(re.escape, search_form(words).split()), key=len, reverse=True))


_ASKING = re.compile(
    f"{_any_of(_CHINESE)}|{_any_of(_THAI)}"
    # These stand alone: within a word the same letters mean something else.
    f"|(?<![{_HANGUL}])(?:{_any_of(_KOREAN)})(?![{_HANGUL}])"
    f"|(?<![{_SPACED}])(?:{_any_of(_ARABIC)}|{_any_of(_HEBREW)}|{_any_of(_HINDI)})(?![{_SPACED}])"
    f"|(?<=\\w)(?:{_any_of(_KOREAN_ENDINGS)})(?![{_HANGUL}])"
)
_ASKING_IN_JAPANESE = re.compile(_any_of(_JAPANESE))
_KANA = re.compile("[\u3041-\u3096\u30a1-\u30fa]")


def without_asking_words(text: str) -> str:
    """The text with spaces in place of these words.

    Args:
        text: in its `search_form`.
    """
    if text.isascii():
        return text
    return (_ASKING_IN_JAPANESE if _KANA.search(text) else _ASKING).sub(" ", text)
