"""The words that hold sentences together, in eight languages: they tell a language, and tell nothing of a subject."""

from __future__ import annotations

from collections import Counter

_LISTS = {
    "en": """
        the a an of and or to in on at by for from with about into over under between during before after is are was
        were be been being do does did has have had will would can could should may might must who whom whose what
        which when where why how many much that this these those there it its his her their they them he she him we us
        you your i me my not no if so than then but as any some all hello hi thanks thank please tell us say said says
        happened happening new news ok okay yes whats wheres whos
    """,
    "de": """
        der die das den dem des ein eine einen einem einer eines und oder ist sind war waren wird werden wurde wurden
        hat haben hatte kann können konnte konnten soll muss will wer wen wem was wann wo wohin woher warum wieso
        weshalb wie viel viele wieviel wieviele welche welcher welches welchen nicht kein keine mit von vom zu zum zur
        für auf im in an am bei beim aus nach über um durch gegen ohne vor seit bis es sie er ich du wir ihr sich mir
        mich uns auch noch nur schon sehr mehr alle gibt laut danke bitte hallo guten was neues heute
    """,
    "es": """
        el la los las un una unos unas de del y e o en es son fue fueron era eran ser ha han había hay qué que quién
        quiénes quien cuándo cuando dónde donde cómo como cuánto cuánta cuántos cuántas cuál cuáles por para con sin
        sobre según entre hasta desde a al su sus se lo le les me te nos no sí más ya muy pero está están todo todos
        todas este esta estos eso esa gracias hola favor dime hoy
    """,
    "fr": """
        le la les l un une des du de d et ou est sont était étaient été a ont avait sera qui que qu quoi quand où
        pourquoi comment combien quel quelle quels quelles dans sur sous pour par avec sans chez entre vers au aux en
        ce cet cette ces il elle ils elles on je tu nous vous se s ne n pas plus y son sa ses leur leurs mais donc
        tout tous merci bonjour salut oui c j m dis moi aujourd hui
    """,
    "it": """
        il lo la i gli le l un uno una di del dello della dei degli delle d e o è sono era erano stato stata ha hanno
        che chi cosa cos quando dove perché come quanto quanta quanti quante quale quali per con su tra fra nel nella
        nei nelle dal dalla al alla ai alle sul sulla non si se più suo sua loro questo questa anche ma ci grazie ciao
    """,
    "pt": """
        o a os as um uma uns umas de do da dos das e ou é são foi foram era eram ser tem têm há que quem quando onde
        como quanto quanta quantos quantas qual quais por porque para com sem sobre entre até desde em no na nos nas
        num numa ao à pelo pela se seu sua seus suas não sim mais já muito mas isso este esta obrigado obrigada olá
    """,
    "nl": """
        de het een en of is zijn was waren wordt worden werd werden heeft hebben had kan kunnen zal zou wie wat
        wanneer waar waarom hoe hoeveel welk welke niet geen met van voor op in aan bij uit naar over om door tegen
        tot te ten ter er dat die deze dit ze zij hij ik je wij we hun ook nog maar al meer dank bedankt hallo
    """,
    "pl": """
        i oraz w we z ze na do od o u po za dla przez przy pod nad przed się jest są był była było byli były będzie ma
        mają kto kogo komu co czego czym kiedy gdzie dlaczego czemu jak jaki jaka jakie ile który która które czy nie
        tak to ten ta te że jego jej ich ale lub już jeszcze dziękuję cześć
    """,
}
FUNCTION_WORDS = {language: frozenset(words.split()) for language, words in _LISTS.items()}
ANY_FUNCTION_WORD = frozenset[str]().union(*FUNCTION_WORDS.values())
"""Those of all eight languages together."""

_HOLDERS = Counter(word for words in FUNCTION_WORDS.values() for word in words)


def function_word_evidence(words: list[str]) -> dict[str, float]:
    """How much these words, lower case, speak for each language: a word counts the less, the more languages have it."""
    distinct = dict.fromkeys(words)
    return {
        language: sum(1 / _HOLDERS[word] for word in distinct if word in known)
        for language, known in FUNCTION_WORDS.items()
    }
