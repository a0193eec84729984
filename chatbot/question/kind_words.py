"""The words by which a question says what kind of answer it wants, in English, German, Spanish and French."""

from __future__ import annotations

import re


def _pattern(*alternatives: str) -> re.Pattern[str]:
    return re.compile("|".join(alternatives), re.IGNORECASE)


_ARTICLES = (
    r"(?:news )?(?:articles?|stor(?:y|ies)|reports?|pieces|texts?|documents?|headlines|coverage|artikel|beiträge"
    r"|berichte|meldungen|texte|dokumente|artículos|noticias|reportajes|documentos|textes|reportages)"
)
_SOURCES = (
    r"(?:publishers?|sources?|outlets?|newspapers?|papers|publications|authors?|languages?|topics?|themes|subjects"
    r"|verlage|quellen|zeitungen|medien|autoren|sprachen|themen|editoriales|fuentes|periódicos|diarios|medios|autores"
    r"|idiomas|temas|éditeurs|journaux|médias|auteurs|langues|thèmes|sujets)"
)
_LIBRARY = (
    r"(?:(?:the|your|this|my|our) (?:library|collection|archive|database)|here|(?:der|deiner|dieser"
    r"|ihrer) (?:bibliothek|sammlung|datenbank)|la (?:biblioteca|colección|base de datos)|la (?:bibliothèque"
    r"|collection|base))"
)
_TODAY = r"(?: today| now| right now| lately| heute| hoy| aujourd['’]hui)?"

_SHOW = (
    r"(?:(?:list|show|give|find|get|name|search(?: for)?|display|send|bring)(?: me| us| out)?(?: up)?|i (?:want|need)"
    r"|i(?: would|['’]d) like)"
)
_ALL = (
    r"(?:all|every|each|any|the|some|of|latest|newest|recent|most recent|last|\d+|a|list|full|complete|other|more"
    r"|available)"
)
LIBRARY = _pattern(
    rf"(?:how many (?:{_ARTICLES}|{_SOURCES})|(?:which|what(?: kinds? of)?) (?:\w+ )?{_SOURCES}) (?:do you (?:have"
    rf"|know|hold|cover|use|search|speak)"
    rf"|have you got|can you (?:search|read)|are there|you have|(?:are|is) (?:stored |held )?in {_LIBRARY}"
    rf"|does {_LIBRARY} (?:have|hold|contain|cover))(?: (?:in|from) {_LIBRARY}| in total| altogether| now)?",
    rf"what(?:['’]?s| is| are)(?: the)? (?:new|(?:latest|newest|most recent)(?: {_ARTICLES}| news)?"
    rf"|news)(?: in {_LIBRARY})?{_TODAY}",
    rf"(?:is there |are there )?any(?:thing new| news| updates?){_TODAY}|(?:the )?(?:latest|newest|recent) news|news",
    r"(?:so )?what (?:can|do) you do(?: for me)?|what can i (?:ask|do)(?: you| here)?(?: about)?"
    r"|how can you help(?: me)?"
    r"|help(?: me)?",
    r"(?:who|what) are you|what is this|how (?:do you|does (?:this|it)) work|what do you (?:know|have)(?: about)?",
    rf"what(?:['’]?s| is) in {_LIBRARY}|how (?:large|big|old|current|up.to.date) is {_LIBRARY}"
    rf"|tell me about yourself",
    rf"when was {_LIBRARY} (?:last )?(?:updated|changed)",
    rf"(?:what|which) (?:is|was) the (?:newest|latest|oldest|most recent|first|last) {_ARTICLES}(?: (?:you have"
    rf"|in {_LIBRARY}))?",
    rf"(?:wie ?viele (?:{_ARTICLES}|{_SOURCES})|welche {_SOURCES}) (?:hast du|haben sie|kennst du|kennen sie|gibt es"
    rf"|sind|enthält {_LIBRARY}"
    rf"|hat {_LIBRARY})(?: (?:es )?in {_LIBRARY})?|was gibt(?:['’]?s| es)(?: denn)?(?: heute)? neues{_TODAY}"
    rf"|was ist neu{_TODAY}|neuigkeiten",
    r"was (?:kannst du|können sie)(?: alles| tun| machen)*|hilfe|wer (?:bist du|sind sie)|wie funktioniert (?:das|du"
    r"|es)|was kann ich (?:dich |sie )?fragen|was (?:weißt du|wissen sie)",
    rf"(?:cuánt[oa]s (?:{_ARTICLES}|{_SOURCES})|(?:qué|cuáles) {_SOURCES}) (?:tienes?|tienen|hay|conoces|están"
    rf"|contiene {_LIBRARY})(?: en {_LIBRARY})?",
    rf"qué hay de nuevo{_TODAY}|(?:qué|alguna) novedad(?:es)?(?: hay)?{_TODAY}|novedades|qué (?:puedes|sabes) hacer"
    rf"|ayuda",
    r"quién eres|cómo funciona(?:s| esto)|qué puedo preguntar(?:te)?",
    rf"(?:combien d(?:e |['’])(?:{_ARTICLES}|{_SOURCES})|quel(?:le)?s {_SOURCES}) (?:as.tu|avez.vous|y a.t.il|(?:sont"
    rf"|il y a)"
    rf"|contient {_LIBRARY})(?: dans {_LIBRARY})?|quoi de neuf{_TODAY}|quelles sont les nouvelles{_TODAY}"
    rf"|aide(?:-moi)?",
    r"que (?:peux.tu|pouvez.vous|sais.tu) faire|qui (?:es.tu|êtes.vous)|comment ça marche|que puis.je demander",
    rf"{_SHOW} (?:{_ALL} )*{_SOURCES}(?: (?:that )?you (?:have|know)| in {_LIBRARY})?",
)
"""Matched against the whole question, without its marks."""

STATE_OF = _pattern(
    r"(?:what(?:['’]?s| is| are)?|is there|are there|do you have)? ?(?:the |any(?:thing)? |some )?(?:new|news"
    r"|(?:latest|newest|recent)(?: news| updates?| developments)?|updates?|status|happening|going on) (?:on|about"
    r"|with|in|from|regarding|concerning|of)\b",
    r"(?:was gibt(?:['’]?s| es)(?: \w+)? neues|neuigkeiten|neues|(?:wie ist |was ist )?(?:der )?(?:aktuelle "
    r"|neueste )?stand) (?:zu[mr]?|von|vom|über|bei[m]?|in|der|des)\b",
    r"(?:qué hay de nuevo|qué novedades hay|novedades|(?:las )?últimas noticias) (?:sobre|con|en|del?)\b",
    r"(?:quoi de neuf|du nouveau|(?:les )?dernières nouvelles) (?:sur|dans|avec|de la|du|des|de|à propos de)\b",
)
"""At the beginning of a question for the state of something: what it is about follows."""

ARTICLE_LIST = _pattern(
    rf"(?:{_SHOW} )?(?:{_ALL} )*{_ARTICLES}\b(?= (?:about|on|from|by|in|of|that|which|mention|published|since|before"
    rf"|after"
    r"|between|cover|discuss|dated|written|over|regarding|concerning|with|where|for|de|sobre|sur|du|über|zu|vom|von"
    r"|aus)|\W*$)",
    rf"{_SHOW} (?:{_ALL} )*{_ARTICLES}\b",
    rf"(?:which|what|how many) (?:of (?:the|your) )?(?:other )?{_ARTICLES}\b",
    r"(?:show|list|give|find|get)(?: me| us)? (?:everything|all|anything)\b(?= (?:by|from|on|about|that|published"
    r"|since|in)\b)",
    r"(?:everything|anything|all) (?:by|(?:published|written|reported) (?:by|in|on|since))\b",
    r"what (?:do you have|have you got|is there) (?=on\b|about\b)|anything (?=on\b|about\b)",
    rf"(?:do you have|have you got|is there|are there) (?:any |some )?(?:{_ARTICLES}|anything|something)\b"
    r"(?= (?:about|on|from|by|that|mention|in|which))",
    r"(?:liste|zeige?|nenne?|finde?|suche?|gib)(?:n sie)?(?: mir| uns)?(?: bitte)?(?: alle[ns]?| die| den"
    r"| eine liste (?:der|aller))* (?:artikel|beiträge|berichte|meldungen|texte)\b",
    r"(?:welche|wie ?viele) (?:artikel|beiträge|berichte|meldungen|texte)\b|(?:zeige?|liste)(?: mir)? alles (?=von"
    r"|vom|aus)",
    r"(?:alle )?(?:artikel|beiträge|berichte) (?=über|zu|zum|zur|von|vom|aus)|gibt es (?:artikel|beiträge|berichte"
    r"|etwas)(?= )",
    r"(?:lista(?:me)?|muéstra(?:me)?|muestra(?:me)?|enséña(?:me)?|dame|busca(?:me)?"
    r"|encuentra)(?: una lista de)?(?: tod[oa]s)?(?: l[oa]s)? (?:artículos|noticias|textos|reportajes)\b",
    r"(?:todos )?(?:los )?artículos (?=sobre|de|del|en|que)|(?:qué|cuáles|cuántos) (?:artículos|noticias|textos"
    r"|reportajes)\b",
    r"(?:muéstrame|muestra|dame) todo (?=lo|de|del)|todo lo (?:publicado|escrito) (?=por|en)|hay artículos (?=sobre"
    r"|de)",
    r"(?:liste(?:z)?|montre(?:z)?|donne(?:z)?|trouve(?:z)?|cherche(?:z)?)(?:-moi|-nous)?(?: la liste des"
    r"| tous)?(?: les| des)? (?:articles|textes|reportages)\b",
    r"(?:tous )?(?:les )?articles (?=sur|de|du|des|d['’]|qui|à)|(?:quels|combien d['’]) ?(?:articles|textes"
    r"|reportages)\b|tout ce (?:que|qui)\b|y a-t-il des articles\b",
)
"""At the beginning of a question for a list of articles: what they are about follows."""

_DIGEST_OF = r"(?:summary|digest|recap|overview|briefing|rundown|round-?up|synopsis|run-through|tl;?dr)"
DIGEST = _pattern(
    r"(?:give me|write(?: me)?|make(?: me)?|build(?: me)?|i (?:need|want)|i(?: would|['’]d) like|prepare)? ?"
    rf"(?:an? |the )?(?:short |quick |brief |daily |weekly |news )*{_DIGEST_OF}\b(?: (?:of|on|about|for))?",
    r"summari[sz]e\b|sum up\b|recap\b|brief (?:me|us)(?: on| about)?\b|catch (?:me|us) up(?: on| with)?\b|fill (?:me"
    r"|us) in(?: on| about)?\b",
    r"(?:bring|get|keep) (?:me|us) up to (?:date|speed)(?: on| with| about)?\b",
    r"what (?:do (?:we|you) know|is known|has been (?:reported|said|written))(?: so far)? (?:about|on|of)\b",
    r"(?:tell (?:me|us) )?(?:everything|all)(?: there is to know| you know| we know| that is known)? (?:about|on)\b",
    r"tell (?:me|us)(?: more)? about\b|do you know(?: anything| something)? about\b",
    r"fass(?:e|en sie|t)?(?: mir| uns)?(?: bitte)?\b(?=.*\bzusammen\b)",
    r"(?:gib mir |schreibe? |ich brauche |erstelle? )?(?:einen? |die )?(?:kurzer? |kurze |knappe )?(?:zusammenfassung"
    r"|überblick|übersicht)\b(?: (?:zu[mr]?|über|von|vom|der|des))?",
    r"was (?:wissen wir|weißt du|ist bekannt)(?: bisher)? (?:über|zu[mr]?|von|vom)\b|alles (?:über|zu[mr]?)\b"
    r"|erzähl(?:e|en sie)? (?:mir |uns )?(?:alles )?(?:über|von|vom)\b",
    r"resum(?:e|en|ir|an)(?:me)?\b(?: (?:del?|sobre))?|(?:haz|hazme|dame|escribe"
    r"|necesito) un (?:breve )?resumen\b(?: (?:del?|sobre))?",
    r"pon(?:me|nos)? al día\b(?: (?:sobre|del?|con))?|qué (?:se sabe|sabemos) (?:sobre|del?)\b|todo sobre\b"
    r"|cuénta(?:me|nos)(?: todo)? (?:sobre|del?)\b|háblame del?\b",
    r"résume(?:z|r)?(?:-moi|-nous)?\b|(?:fais|faites|donne|donnez)(?:-moi|-nous)? (?:un|le) (?:bref )?(?:résumé"
    r"|point)\b(?: (?:sur|de la|du|des|de))?",
    r"que (?:sait-on|savons-nous) (?:sur|de la|du|des|de)\b|tout sur\b|parle(?:z)?(?:-moi|-nous) (?:de la|du|des"
    r"|de)\b",
)
"""At the beginning of a question for a digest: what it is about follows."""
HAPPENED = _pattern(
    r"what(?:['’]?s| has| have| is| was| were)?(?: else)?(?: been)? (?:happened|happening|going on|went on|new"
    r"|the news|in the news)\b",
    r"was (?:ist|war)\b(?=.*\b(?:passiert|geschehen|los)\b)|was (?:passierte|geschah)\b",
    r"qué (?:ha pasado|pasó|ha ocurrido|ocurrió|sucedió|ha sucedido|pasa)\b",
    r"(?:que s['’]est-il|qu['’]est-ce qui s['’]est) passé\b",
)
"""At the beginning; a digest where only a time follows."""

TIMELINE = _pattern(
    r"(?<!the )\btime-?\s?lines?\b|\bthe time-?line\b(?! for)|\bchronolog(?:y|ies|ie|ía|ia)\b"
    r"|\b(?:in )?chronological(?:ly| order)\b",
    r"\bsequence of events\b|\bcronolog[ií]a\b|\b(?:línea|linea) (?:de tiempo|temporal)\b",
    r"\bzeitleiste\b|\bzeitstrahl\b|\bzeitlicher? ablauf\b|\bchronologisch\w*|\bablauf der ereignisse\b"
    r"|\bfrise chronologique\b|\bchronologique(?:ment)?\b|\bwith (?:all )?(?:the )?dates\b(?=.*\btimeline\b)",
)
COMPARISON = _pattern(
    r"\bcompare\b|\bcomparison (?:of|between)\b|\bdifferences? (?:between|in how)\b|\bhow\b.+\bdiffer\b",
    r"\bwhere (?:does |do )?(?:every(?:one|body)|all sides|the (?:sides|parties)|they all) stands?\b"
    r"|\bside by side\b",
    r"\bwho(?: is|['’]s)? (?:saying|says|said) what\b|\bpros and cons\b|\A(?!.*\bwho won\b)(?!.*\bscore\b).+ (?:vs\.?"
    r"|versus) ",
    r"\bvergleich(?:e|en|t)?\b(?! zu[mr]?\b)|\bunterschiede?n? zwischen\b|\bwer sagt was\b|\bwo stehen\b"
    r"|\bgegenüberstellung\b",
    r"\bcompara(?:r|me)?\b|\bdiferencias? entre\b|\bquién(?:es)? dicen? qué\b",
    r"\bcompare[rz]\b|\bcomparaison\b|\bdifférences? entre\b|\bqui dit quoi\b",
)
_HOW_MUCH = (
    r"many|much|long|old|far|often|big|high|large|tall|fast|soon|deep|wide|likely|close|late|strong|heavy|hot|few"
    r"|about"
)
EXPLANATION = _pattern(
    rf"\bwhy\b|\bhow come\b|\bhow (?!(?:{_HOW_MUCH})\b)(?:\w+ )?(?:do|does|did|can|could|would|will|is|are|was|were"
    rf"|has|have|had|to"
    r"|exactly|might|should)\b|\bexplain\b|\bexplanation\b|\bbreak (?:it|this|that) down\b|\breasons? (?:for|why"
    r"|behind)\b",
    r"\bwhat (?:\w+ ){0,2}(?:failed|went wrong|caused|causes|led to|triggered|prompted|is behind|stops|prevents"
    r"|lies behind)\b",
    r"\bwhat would (?:\S+ ){1,6}(?:have to|need to|take to)\b|\bwhat (?:does|do|did) .+ mean\b"
    r"|\bwhat would it take\b",
    r"\A\W*what(?:['’]?s| is| are) an? (?:\w[\w'’-]*\W?){1,5}(?:$| and )",
    r"\A\W*what(?:['’]?s| is| are) (?!(?:the|his|her|its|their|our|your|my|this|that|it|there|going|happening|new"
    r"|left|next|being)\b)(?:(?!\w+['’]s\b|of\b|in\b|on\b|for\b|about\b|with\b)\w[\w-]* ?){1,4}\W*$",
    r"\b(?:warum|weshalb|wieso|erklär\w*)\b|\bwie (?!(?:viel|lange|hoch|groß|alt|oft|weit|schnell|teuer|hei|spät"
    r"|stark|schwer)\w*)(?:kann|konnte|können|funktioniert|kam|kommt|wird|wurde|ist|will|soll|hat)\b"
    r"|\bwas ist (?:eine?|mit)\b|\bwas bedeutet\b",
    r"\btell (?:me|us) more\b|\bmore details?\b|\belaborate\b|\bmehr (?:dazu|darüber|details)\b|\bmás detalles\b"
    r"|\bplus de détails\b",
    r"\bpor ?qué\b|(?:\A|¿)\s*por que\b|\bcómo (?!se llama)\w+|\bexplica\w*\b|\bqué (?:es|son|significa)\b",
    r"\bpourquoi\b|\bcomment (?!s['’]appelle)\w+|\bexplique\w*\b|\bqu['’]est-ce qu[e'’]|\bc['’]est quoi\b"
    r"|\bque signifie\b",
)
