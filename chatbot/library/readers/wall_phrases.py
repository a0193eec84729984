"""How pages say that they are not the article.

Nothing of it proves anything alone, for articles write about robots and subscriptions too; `walls.py` and
`subscription_walls.py` say what else must hold. All phrases are bounded.
"""

from __future__ import annotations

import re


def _any_of(*phrases: str) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{phrase})" for phrase in phrases), re.IGNORECASE)


ROBOT_HEADLINE = _any_of(
    r"just a moment|one moment(?:,? please)?|please wait|attention required!?|security (?:check|verification)",
    r"(?:please )?(?:verify|confirm|prove)(?: that)? you(?:[’']re| are) (?:an? )?(?:human|not a (?:ro)?bot)",
    r"verifying (?:that )?you are (?:an? )?human|are you (?:an? )?(?:human|(?:ro)?bot)\??|pardon our interruption",
    r"checking your browser|ddos[- ]guard|access (?:to this (?:page|site) (?:has been |is )?)?denied|robot check",
    r"(?:sorry,? )?you have been blocked|javascript (?:is )?(?:required|disabled)|(?:please )?enable javascript",
    r"human verification|client challenge|request (?:blocked|rejected)|(?:403 )?forbidden|captcha",
    r"sicherheits(?:überprüfung|check)|ein(?:en)? moment(?: bitte)?",
    r"zugriff verweigert|sind sie ein (?:mensch|roboter)\??",
    r"un instant|accès refusé|vérification de sécurité|êtes[- ]vous (?:un )?(?:humain|robot) ?\??",
    r"un momento(?:,? por favor)?|acceso denegado|verificación de seguridad|accesso negato|solo un momento",
)
READ_ON = _any_of(
    r"\b(?:continue|keep|finish) reading\b|\bread (?:on|the (?:rest|full|whole|entire))\b|\bweiter ?(?:zu)?lesen\b",
    r"\blire la suite\b|\b(?:poursui\w+|continuer|pour) (?:votre |la |ma )?lecture\b|\bcontinuer à lire\b",
    r"\b(?:seguir|continuar|sigue) (?:leyendo|a ler|lendo)\b|\b(?:continua\w*|proseguire) (?:a leggere|la lettura)\b",
    r"\b(?:verder lezen|lees verder|czyta[jć] dalej|läsa? vidare|lese? videre|læse? videre)\b",
)
RESERVED = _any_of(
    r"\b(?:only|exclusive(?:ly)?|reserved|limit(?:ed)?|remaining|left|unlock|free articles)\b",
    r"\b(?:nur|exklusiv|uneingeschränkt)\b",
    r"\b(?:réservée?s?|exclusi(?:f|ve|vement)|exclusiv[oa]s?|sol[oa]|só|apenas|riservat[oa]|(?:il)?limitad?t?[oa])\b",
    r"\b(?:alleen|enkel|onbeperkt|tylko|wyłącznie|dostępn[aey]|bez ograniczeń|endast|kun)\b",
)
ALREADY = _any_of(r"\b(?:already|not yet|bereits|schon|déjà|ya|già|já|al|już|redan|allerede)\b")
MISSING_HEADLINE = _any_of(
    r"(?:error |http )?(?:404|410)(?:\W{1,3}(?:error|(?:page |file )?not found|page (?:missing|gone)))?",
    r"(?:error|fehler)\W{0,3}404",
    r"(?:sorry,? |oops\W{1,3})?(?:the |this |your |that )?(?:requested )?(?:page|article|story|url|content|file)"
    r"(?: you (?:requested|are looking for|were looking for))?"
    r" ?(?:was |is |could |can(?:not|[’']t) |not |be |no longer |has |been |does |doesn[’']t )*"
    r"(?:found|available|exist|exists|removed|unavailable|missing|gone|expired)",
    r"not found|something went wrong|(?:an )?error (?:has )?occurred",
    r"(?:internal )?server error|service unavailable|bad gateway",
    r"we (?:can[’']t|cannot|couldn[’']t|could not) find (?:the|this|that|your) page.{0,40}",
    r"(?:die |diese )?(?:angeforderte )?seite (?:wurde |konnte |ist "
    r")?(?:leider )?nicht (?:gefunden|verfügbar|vorhanden)(?: werden)?",
    r"(?:la )?page (?:introuvable|non trouvée|n[’']existe pas|demandée n[’']existe pas)",
    r"(?:cette )?page n[’']existe (?:pas|plus)",
    r"(?:la )?página no (?:encontrada|existe|disponible)|no se (?:ha )?encontr(?:ó|ado) la página|pagina non trovata",
)
REDIRECT_HEADLINE = _any_of(
    r"(?:you are (?:now )?being )?redirect(?:ed|ing)?(?: .{1,40})?",
    r"(?:object|document|page)? ?(?:has )?moved(?: permanently)?|30[12378] \w+(?: \w+)?",
    r"(?:sie werden )?weiter(?:leitung|geleitet)|redirection(?: en cours)?|redirigiendo|reindirizzamento",
)
QUOTED = re.compile(r"“[^“”]{0,400}”|\"[^\"]{0,400}\"|«[^«»]{0,400}»|„[^„“”]{0,400}[“”]|‘[^‘’]{0,400}’")
