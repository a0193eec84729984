"""How pages say that they are not the article: in English, German, French, Spanish and Italian.

A phrase alone proves nothing, for articles write about cookies, robots and subscriptions too; `walls.py` says what else
must hold. All phrases are bounded, and are looked for in one block of a page at a time.
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
    r"sicherheits(?:überprüfung|check)|einen moment(?: bitte)?|zugriff verweigert|sind sie ein (?:mensch|roboter)\??",
    r"un instant|accès refusé|vérification de sécurité|êtes[- ]vous (?:un )?(?:humain|robot) ?\??",
    r"un momento(?:,? por favor)?|acceso denegado|verificación de seguridad|accesso negato|solo un momento",
)
ROBOT = _any_of(
    r"\b(?:verify|confirm|prove|check|make sure|verifying)\b[^.]{0,20}\byou(?:[’']re| are) (?:an? )?(?:real |not )?"
    r"(?:an? )?(?:human|person|(?:ro)?bot)",
    r"\byour browser\b[^.]{0,40}\b(?:before (?:accessing|proceeding)|is being checked|automatically)",
    r"\b(?:review|check)\w* the security of your connection|\bunusual (?:traffic|activity) from your",
    r"\b(?:enable|turn on|activate|allow) (?:cookies and )?javascript\b(?! for (?:only|just))",
    r"\bjavascript (?:is|seems to be|appears to be) (?:disabled|blocked|turned off|not enabled|required)",
    r"\byou (?:don[’']t|do not) have permission to access|\byou have been blocked"
    r"|\byour (?:request|access) (?:was|has been)"
    r" (?:blocked|denied)",
    r"\bcomplete the (?:security check|captcha|action below)|\bi[’']?a?m not a robot\b|\bray id\b|\bincident id\b",
    r"\bverification successful\b",
    r"\bbestätigen sie[^.]{0,30}\b(?:mensch|roboter)",
    r"\bjavascript (?:aktivieren|ist deaktiviert)|\baktivieren sie javascript",
    r"\bvous (?:n[’']êtes pas|êtes) (?:un |bien )?(?:robot|humain)|\bactive[rz] (?:le )?javascript",
    r"\b(?:no eres|no es|no soy|eres) un (?:robot|humano)|\b(?:habilit|activ)\w+ javascript|\babilit\w+ javascript",
)
CONSENT = _any_of(
    r"\bcookies?\b|\bconsent\w*|\bpersonal(?:i[sz]ed)? (?:data|information|ads?|advertising|content)\b|\bprivacy\b",
    r"\b(?:geo)?location data|\b(?:our|842|\d{2,4}) (?:trusted )?partners\b|\btracking\b|\byou agree to\b",
    r"\bprocessing, storage|\bunique identifiers\b|\bthe details you have shared\b",
    r"\beinwillig\w+|\bpersonenbezogene\w*|\bdatenschutz\w*|\bunsere(?:n)? partner\w*|\bpersonalisierte\w*",
    r"\bconsentement|\bdonnées personnelles|\bnos partenaires|\bvie privée|\btraceurs?\b",
    r"\bconsentimiento|\bdatos personales|\bnuestros socios|\bprivacidad|\bdati personali|\bconsenso|\bnostri partner",
)
TO_READER = _any_of(
    r"\b(?:we|our|us|you|your)\b",
    r"\b(?:wir|uns|unsere?\w?|Ihre?\w?)\b",
    r"\b(?:nous|nos|notre|vous|votre|vos)\b",
    r"\b(?:nosotros|nuestr[oa]s?|usted|puedes?|tus?|sus?)\b|\b(?:noi|nostr[oi]|tu[oi]?)\b",
)
CONSENT_ITSELF = _any_of(
    r"\bwe,? (?:and|along with|together with) (?:our|some|the|\d)[^.]{0,40}\bpartners\b|\bwe (?:use|set) cookies\b",
    r"\bwe value your privacy\b|\b(?:accept|reject|allow|agree to|refuse) all\b",
    r"\bmanage (?:my )?(?:choices|preferences|settings)",
    r"\byou (?:may|can) (?:click to )?(?:consent|withdraw|change your (?:choice|mind|preferences))",
    r"\byou agree to the\b",
    r"\bwir (?:und|verwenden|nutzen|setzen)\b[^.]{0,60}\b(?:partner\w*|cookies)\b|\balle (?:akzeptieren|ablehnen)\b",
    r"\bnous (?:et|utilisons)\b[^.]{0,60}\b(?:partenaires|cookies|traceurs)\b|\btout (?:accepter|refuser)\b",
    r"\b(?:nosotros|utilizamos|usamos)\b[^.]{0,60}\b(?:socios|cookies)\b|\b(?:aceptar|rechazar) todo\b",
    r"\bnoi e\b[^.]{0,60}\bpartner\b|\butilizziamo\b[^.]{0,30}\bcookie|\baccetta tutto\b",
)
SUBSCRIBE = _any_of(
    r"\b(?:continue|keep|finish) reading (?:(?:this|the) \w+ )?(?:with|for (?:free|just|\W?\d))",
    r"\bto (?:continue|keep|finish) reading\b",
    r"\bto (?:read|view|access|unlock) (?:the|this) (?:full|whole|entire|rest|complete)",
    r"\bsubscribe (?:now |today )?(?:to|for) (?:continue|read|unlock|keep|get (?:full|unlimited)|full|unlimited)\b",
    r"\b(?:already|not yet) (?:a |an? \w+ )?(?:subscriber|subscribed|member|registered)\b",
    r"\bhave an account\b\W+(?:log|sign) in",
    r"\b(?:article|story|content|page) is (?:\w+ )?(?:for|available (?:only )?to|reserved for|limited to|exclusive to) "
    r"(?:\w+ ){0,2}(?:subscribers|members|registered)",
    r"\b(?:subscribers?|members?|premium)[- ]only (?:article|story|content)",
    r"\b(?:log|sign) in (?:or (?:subscribe|register|sign up) )?to (?:continue|read|view|access)",
    r"\b(?:register|create (?:a|your) free account)\b[^.]{0,20}\bto (?:continue|read|keep|access)",
    r"\byou(?:[’']ve| have) (?:reached|used)[^.]{0,40}\b(?:limit|free articles)",
    r"\bfree articles? (?:left|remaining|this month)",
    r"\b(?:jetzt )?weiterlesen mit\b|\bum (?:den |diesen )?(?:\w+ )?artikel (?:weiter)?zu ?lesen",
    r"\bbereits (?:abonnent|kunde|registriert)",
    r"\b(?:nur|exklusiv) für (?:unsere )?(?:abonnent|mitglied)|\bhaben sie (?:schon|bereits) ein abo",
    r"\bréservée? (?:à nos|aux) abonnés|\bdéjà abonné|\bpour lire la suite",
    r"\b(?:pour(?:suivre)?|continuer) (?:votre |la )?lecture",
    r"\b(?:exclusiv[oa]|solo) para suscriptores|\bya (?:eres|es|soy) suscriptor|\bpara (?:seguir|continuar) leyendo",
    r"\bper continuare a leggere|\bsei già abbonato|\briservato agli abbonati",
)
LOGIN_HEADLINE = _any_of(
    r"(?:please )?(?:log|sign)[- ]?in(?: or (?:register|sign up|create an account))?(?: to .{1,40})?",
    r"login|subscribe|register",
    r"anmelden|anmeldung|einloggen|connexion|se connecter|identifiez-vous|iniciar sesión|accedi|acceso",
)
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
QUOTED = re.compile(r"“[^”]{0,400}”|\"[^\"]{0,400}\"|«[^»]{0,400}»|„[^“”]{0,400}[“”]|‘[^’]{0,400}’")
