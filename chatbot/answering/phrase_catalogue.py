"""The phrases of each language in which the program speaks."""

from __future__ import annotations

from chatbot.answering.phrases import Counted, Phrases

ENGLISH = Phrases(
    greeting=(
        "Hello! Ask me about the articles in your library: what happened and when, why, what differs between reports, "
        "a digest of a topic, or which articles mention something."
    ),
    thanks="You’re welcome.",
    farewell="Goodbye.",
    empty="Your library is empty. Add articles with `chatbot ingest`, or in the Library tab.",
    help_lead="You can ask me for:",
    help=(
        "a fact, with the words of the articles that tell it",
        "why or how something came about",
        "a comparison of what articles say",
        "a timeline, or a digest of all that your articles say on a topic",
        "a list of articles by topic, day, publisher or author",
        "what is in your library, and what is new in it",
    ),
    held=Counted("Your library holds {n} article{scope}.", "Your library holds {n} articles{scope}."),
    none_held="Your library holds no article{scope}.",
    published=Counted("The article was published on {first}.", "The articles were published from {first} to {last}."),
    published_at_once=Counted("The article was published on {first}.", "The articles were published on {first}."),
    undated=Counted("{n} has no date.", "{n} have no date."),
    publishers=Counted("{n} publisher:", "{n} publishers:"),
    articles=Counted("{n} article", "{n} articles"),
    listed=Counted("{n} article{scope} in your library:", "{n} articles{scope} in your library:"),
    newest=Counted("The newest article{scope}:", "The {n} newest articles{scope}:"),
    mention=Counted("{n} article{scope} mentions {topic}:", "{n} articles{scope} mention {topic}:"),
    meant=Counted(
        "No article{scope} mentions {topic}; {n} mentions {meant}:",
        "No article{scope} mentions {topic}; {n} mention {meant}:",
    ),
    mention_most=Counted(
        "{n} article{scope} mentions most of “{topic}”:", "{n} articles{scope} mention most of “{topic}”:"
    ),
    no_mention="No article in your library{scope} mentions {topic}.",
    more=Counted("And {n} more.", "And {n} more."),
    digest=Counted("What {n} article{scope} says:", "What {n} articles{scope} say:"),
    nothing="Your library has nothing{scope} on {topic}.",
    no_answer="Your library does not answer this question.",
    untranslated=(
        "Your articles are in {languages}. Without a chat model the question cannot be translated: it was "
        "searched as it stands. Ask in {languages}, or set up a chat model (`chatbot models`)."
    ),
    languages={
        "en": "English",
        "de": "German",
        "es": "Spanish",
        "fr": "French",
        "it": "Italian",
        "pt": "Portuguese",
        "nl": "Dutch",
        "pl": "Polish",
        "ru": "Russian",
        "zh": "Chinese",
        "ja": "Japanese",
        "ko": "Korean",
    },
    nearest=Counted("The nearest article is {titles}.", "The nearest articles are {titles}."),
    nearest_entries="{title} does not tell; its entries nearest to that time: {times}.",
    which="More than one article fits: {titles}. Say in the question which one is meant.",
    untitled="untitled",
    unnamed="publisher not known",
    either="or",
    by="by {names}",
    published_in="in {names}",
    on_day="of {first}",
    from_to="from {first} to {last}",
    since="since {first}",
    until="until {last}",
    months=tuple("January February March April May June July August September October November December".split()),
    date_form="{day} {month} {year}",
)

GERMAN = Phrases(
    greeting=(
        "Hallo! Fragen Sie mich nach den Artikeln in Ihrer Bibliothek: was wann geschah, warum, worin sich Berichte "
        "unterscheiden, nach einem Überblick über ein Thema, oder welche Artikel etwas erwähnen."
    ),
    thanks="Gern geschehen.",
    farewell="Auf Wiedersehen.",
    empty="Ihre Bibliothek ist leer. Fügen Sie Artikel mit `chatbot ingest` oder im Reiter „Library“ hinzu.",
    help_lead="Sie können mich fragen nach:",
    help=(
        "einer Tatsache, mit den Worten der Artikel, die sie berichten",
        "den Gründen eines Geschehens und seinem Hergang",
        "einem Vergleich dessen, was Artikel sagen",
        "einer Zeitleiste oder einem Überblick über alles, was Ihre Artikel zu einem Thema sagen",
        "einer Liste von Artikeln nach Thema, Tag, Herausgeber oder Autor",
        "dem Inhalt Ihrer Bibliothek und dem Neuesten darin",
    ),
    held=Counted("Ihre Bibliothek enthält {n} Artikel{scope}.", "Ihre Bibliothek enthält {n} Artikel{scope}."),
    none_held="Ihre Bibliothek enthält keinen Artikel{scope}.",
    published=Counted("Der Artikel erschien am {first}.", "Die Artikel erschienen vom {first} bis zum {last}."),
    published_at_once=Counted("Der Artikel erschien am {first}.", "Die Artikel erschienen am {first}."),
    undated=Counted("{n} hat kein Datum.", "{n} haben kein Datum."),
    publishers=Counted("{n} Herausgeber:", "{n} Herausgeber:"),
    articles=Counted("{n} Artikel", "{n} Artikel"),
    listed=Counted("{n} Artikel{scope} in Ihrer Bibliothek:", "{n} Artikel{scope} in Ihrer Bibliothek:"),
    newest=Counted("Der neueste Artikel{scope}:", "Die {n} neuesten Artikel{scope}:"),
    mention=Counted("{n} Artikel{scope} erwähnt {topic}:", "{n} Artikel{scope} erwähnen {topic}:"),
    meant=Counted(
        "Kein Artikel{scope} erwähnt {topic}; {n} erwähnt {meant}:",
        "Kein Artikel{scope} erwähnt {topic}; {n} erwähnen {meant}:",
    ),
    mention_most=Counted(
        "{n} Artikel{scope} erwähnt das meiste von „{topic}“:", "{n} Artikel{scope} erwähnen das meiste von „{topic}“:"
    ),
    no_mention="Kein Artikel Ihrer Bibliothek{scope} erwähnt {topic}.",
    more=Counted("Und {n} weiterer.", "Und {n} weitere."),
    digest=Counted("Was {n} Artikel{scope} sagt:", "Was {n} Artikel{scope} sagen:"),
    nothing="Ihre Bibliothek enthält nichts{scope} über {topic}.",
    no_answer="Ihre Bibliothek beantwortet diese Frage nicht.",
    untranslated=(
        "Ihre Artikel sind auf {languages}. Ohne Sprachmodell kann die Frage nicht übersetzt werden: gesucht "
        "wurde, wie sie dasteht. Fragen Sie auf {languages}, oder richten Sie ein Sprachmodell ein (`chatbot "
        "models`)."
    ),
    languages={
        "en": "Englisch",
        "de": "Deutsch",
        "es": "Spanisch",
        "fr": "Französisch",
        "it": "Italienisch",
        "pt": "Portugiesisch",
        "nl": "Niederländisch",
        "pl": "Polnisch",
        "ru": "Russisch",
        "zh": "Chinesisch",
        "ja": "Japanisch",
        "ko": "Koreanisch",
    },
    nearest=Counted("Am nächsten kommt {titles}.", "Am nächsten kommen {titles}."),
    nearest_entries="{title} sagt es nicht; die nächsten Einträge um diese Zeit: {times}.",
    which="Mehrere Artikel passen: {titles}. Sagen Sie in der Frage, welcher gemeint ist.",
    untitled="ohne Titel",
    unnamed="Herausgeber unbekannt",
    either="oder",
    by="von {names}",
    published_in="in {names}",
    on_day="vom {first}",
    from_to="vom {first} bis zum {last}",
    since="seit dem {first}",
    until="bis zum {last}",
    months=tuple("Januar Februar März April Mai Juni Juli August September Oktober November Dezember".split()),
    date_form="{day}. {month} {year}",
)

SPANISH = Phrases(
    greeting=(
        "¡Hola! Pregúnteme por los artículos de su biblioteca: qué pasó y cuándo, por qué, en qué difieren las "
        "noticias, un resumen de un tema, o qué artículos mencionan algo."
    ),
    thanks="De nada.",
    farewell="Hasta luego.",
    empty="Su biblioteca está vacía. Añada artículos con `chatbot ingest` o en la pestaña “Library”.",
    help_lead="Puede pedirme:",
    help=(
        "un dato, con las palabras de los artículos que lo cuentan",
        "por qué o cómo ocurrió algo",
        "una comparación de lo que dicen los artículos",
        "una cronología, o un resumen de todo lo que dicen sus artículos sobre un tema",
        "una lista de artículos por tema, día, medio o autor",
        "qué hay en su biblioteca, y qué hay de nuevo en ella",
    ),
    held=Counted("Su biblioteca tiene {n} artículo{scope}.", "Su biblioteca tiene {n} artículos{scope}."),
    none_held="Su biblioteca no tiene ningún artículo{scope}.",
    published=Counted("El artículo se publicó el {first}.", "Los artículos se publicaron del {first} al {last}."),
    published_at_once=Counted("El artículo se publicó el {first}.", "Los artículos se publicaron el {first}."),
    undated=Counted("{n} no tiene fecha.", "{n} no tienen fecha."),
    publishers=Counted("{n} medio:", "{n} medios:"),
    articles=Counted("{n} artículo", "{n} artículos"),
    listed=Counted("{n} artículo{scope} en su biblioteca:", "{n} artículos{scope} en su biblioteca:"),
    newest=Counted("El artículo más reciente{scope}:", "Los {n} artículos más recientes{scope}:"),
    mention=Counted("{n} artículo{scope} menciona {topic}:", "{n} artículos{scope} mencionan {topic}:"),
    meant=Counted(
        "Ningún artículo{scope} menciona {topic}; {n} menciona {meant}:",
        "Ningún artículo{scope} menciona {topic}; {n} mencionan {meant}:",
    ),
    mention_most=Counted(
        "{n} artículo{scope} menciona la mayor parte de “{topic}”:",
        "{n} artículos{scope} mencionan la mayor parte de “{topic}”:",
    ),
    no_mention="Ningún artículo de su biblioteca{scope} menciona {topic}.",
    more=Counted("Y {n} más.", "Y {n} más."),
    digest=Counted("Lo que dice {n} artículo{scope}:", "Lo que dicen {n} artículos{scope}:"),
    nothing="Su biblioteca no tiene nada{scope} sobre {topic}.",
    no_answer="Su biblioteca no responde a esta pregunta.",
    untranslated=(
        "Sus artículos están en {languages}. Sin un modelo de lenguaje la pregunta no se puede traducir: se "
        "buscó tal como está. Pregunte en {languages}, o configure un modelo (`chatbot models`)."
    ),
    languages={
        "en": "inglés",
        "de": "alemán",
        "es": "español",
        "fr": "francés",
        "it": "italiano",
        "pt": "portugués",
        "nl": "neerlandés",
        "pl": "polaco",
        "ru": "ruso",
        "zh": "chino",
        "ja": "japonés",
        "ko": "coreano",
    },
    nearest=Counted("El artículo más cercano es {titles}.", "Los artículos más cercanos son {titles}."),
    nearest_entries="{title} no lo dice; las entradas más cercanas a esa hora: {times}.",
    which="Hay más de un artículo posible: {titles}. Diga en la pregunta cuál es.",
    untitled="sin título",
    unnamed="medio desconocido",
    either="o",
    by="de {names}",
    published_in="en {names}",
    on_day="del {first}",
    from_to="del {first} al {last}",
    since="desde el {first}",
    until="hasta el {last}",
    months=tuple("enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre".split()),
    date_form="{day} de {month} de {year}",
)

FRENCH = Phrases(
    greeting=(
        "Bonjour ! Interrogez-moi sur les articles de votre bibliothèque : ce qui s’est passé et quand, pourquoi, ce "
        "qui diffère d’un article à l’autre, un résumé d’un sujet, ou quels articles mentionnent quelque chose."
    ),
    thanks="Je vous en prie.",
    farewell="Au revoir.",
    empty="Votre bibliothèque est vide. Ajoutez des articles avec `chatbot ingest` ou dans l’onglet « Library ».",
    help_lead="Vous pouvez me demander :",
    help=(
        "un fait, avec les mots des articles qui le rapportent",
        "pourquoi ou comment une chose s’est produite",
        "une comparaison de ce que disent les articles",
        "une chronologie, ou un résumé de tout ce que vos articles disent d’un sujet",
        "une liste d’articles par sujet, jour, journal ou auteur",
        "ce que contient votre bibliothèque, et ce qu’elle a de nouveau",
    ),
    held=Counted("Votre bibliothèque contient {n} article{scope}.", "Votre bibliothèque contient {n} articles{scope}."),
    none_held="Votre bibliothèque ne contient aucun article{scope}.",
    published=Counted("L’article a paru le {first}.", "Les articles ont paru du {first} au {last}."),
    published_at_once=Counted("L’article a paru le {first}.", "Les articles ont paru le {first}."),
    undated=Counted("{n} n’a pas de date.", "{n} n’ont pas de date."),
    publishers=Counted("{n} journal :", "{n} journaux :"),
    articles=Counted("{n} article", "{n} articles"),
    listed=Counted("{n} article{scope} dans votre bibliothèque :", "{n} articles{scope} dans votre bibliothèque :"),
    newest=Counted("L’article le plus récent{scope} :", "Les {n} articles les plus récents{scope} :"),
    mention=Counted("{n} article{scope} mentionne {topic} :", "{n} articles{scope} mentionnent {topic} :"),
    meant=Counted(
        "Aucun article{scope} ne mentionne {topic} ; {n} mentionne {meant} :",
        "Aucun article{scope} ne mentionne {topic} ; {n} mentionnent {meant} :",
    ),
    mention_most=Counted(
        "{n} article{scope} mentionne l’essentiel de « {topic} » :",
        "{n} articles{scope} mentionnent l’essentiel de « {topic} » :",
    ),
    no_mention="Aucun article de votre bibliothèque{scope} ne mentionne {topic}.",
    more=Counted("Et {n} autre.", "Et {n} autres."),
    digest=Counted("Ce que dit {n} article{scope} :", "Ce que disent {n} articles{scope} :"),
    nothing="Votre bibliothèque n’a rien{scope} sur {topic}.",
    no_answer="Votre bibliothèque ne répond pas à cette question.",
    untranslated=(
        "Vos articles sont en {languages}. Sans modèle de langage, la question ne peut pas être traduite : "
        "elle a été cherchée telle quelle. Posez-la en {languages}, ou configurez un modèle (`chatbot "
        "models`)."
    ),
    languages={
        "en": "anglais",
        "de": "allemand",
        "es": "espagnol",
        "fr": "français",
        "it": "italien",
        "pt": "portugais",
        "nl": "néerlandais",
        "pl": "polonais",
        "ru": "russe",
        "zh": "chinois",
        "ja": "japonais",
        "ko": "coréen",
    },
    nearest=Counted("L’article le plus proche est {titles}.", "Les articles les plus proches sont {titles}."),
    nearest_entries="{title} ne le dit pas ; les entrées les plus proches de cette heure : {times}.",
    which="Plusieurs articles conviennent : {titles}. Dites dans la question lequel est visé.",
    untitled="sans titre",
    unnamed="journal inconnu",
    either="ou",
    by="de {names}",
    published_in="dans {names}",
    on_day="du {first}",
    from_to="du {first} au {last}",
    since="depuis le {first}",
    until="jusqu’au {last}",
    months=tuple("janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split()),
    date_form="{day} {month} {year}",
    first_of_month="1er",
)

_CATALOGUE = {"en": ENGLISH, "de": GERMAN, "es": SPANISH, "fr": FRENCH}


def phrases_of(language: str) -> Phrases:
    """The phrases of a language by its ISO 639-1 code; English where there are none."""
    return _CATALOGUE.get(language, ENGLISH)
