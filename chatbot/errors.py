"""Every error the product raises on purpose, in one tree.

Each error says what happened and what the reader can do about it. The command line prints both and exits with 1;
a traceback therefore always means a defect.
"""

from __future__ import annotations


class ChatbotError(Exception):
    """Base of the tree.

    Args:
        reason: what went wrong, naming the thing concerned, in one sentence without a final full stop.
        remedy: what the reader can do about it, as an instruction.
    """

    def __init__(self, reason: str, remedy: str) -> None:
        super().__init__(reason, remedy)
        self.reason = reason
        self.remedy = remedy

    def __str__(self) -> str:
        return f"{self.reason}. {self.remedy}"


class SettingsError(ChatbotError):
    """A setting is unknown, malformed, or contradicts another."""


class PromptError(ChatbotError):
    """A prompt file is missing, or its variables do not match what the code gives it."""


class WeightsError(ChatbotError):
    """The files of an embedded model are missing or are not the expected ones."""


class ModelError(ChatbotError):
    """A chat or embedding model could not do its work."""


class ModelUnreachable(ModelError):
    """The endpoint did not answer: connection refused, DNS failure or timeout, after the retries."""


class ModelRefused(ModelError):
    """The endpoint answered with an error: wrong key, unknown model, prompt too long, rate limit after the retries."""


class PromptTooLong(ModelRefused):
    """The prompt does not fit into what the model reads; a shorter one may."""


class ModelReplyInvalid(ModelError):
    """The endpoint answered with something that is not what the protocol promises."""


class ReadError(ChatbotError):
    """A source could not be turned into articles."""


class UnsupportedFormat(ReadError):
    """No reader exists for this kind of file or content type."""


class UnreadableSource(ReadError):
    """The source is missing, empty, encrypted, malformed, or holds no article text."""


class SourceTooLarge(ReadError):
    """The source exceeds a documented limit."""


class FetchError(ReadError):
    """A web address could not be fetched."""


class AddressForbidden(FetchError):
    """A web address leads to a private, loopback, link-local or otherwise internal host."""


class LibraryError(ChatbotError):
    """The library cannot be opened or changed."""


class LibraryLocked(LibraryError):
    """Another process holds the library."""


class LibraryMismatch(LibraryError):
    """The library was built with another embedding model or a newer format."""


class LibraryDamaged(LibraryError):
    """Files of the library are missing or damaged."""


class NotErased(LibraryError):
    """Articles are deleted, and words of them are still in the library's files."""


class ClusterError(ChatbotError):
    """Ray is not installed, cannot be started or reached, or its workers failed."""


class BackupError(ChatbotError):
    """A backup cannot be written, or is not one that can be restored."""


class ArticleNotFound(LibraryError):
    """No article in the library has this id."""


class CorrectionRefused(LibraryError):
    """What a reader wants to correct of an article cannot be, or not to this value."""


class OutputLost(ChatbotError):
    """What a command prints cannot be written."""


class QuestionMissing(ChatbotError):
    """Nothing was asked."""


class BriefingError(ChatbotError):
    """A briefing cannot be written, remembered or saved."""


class NothingToReport(BriefingError):
    """No article is in the scope of a briefing."""


class BriefingNotFound(BriefingError):
    """The user has kept no such briefing."""


class ConversationsError(ChatbotError):
    """The stored conversations cannot be read or written."""


class ConversationNotFound(ConversationsError):
    """The user has no such conversation."""


class AnswerNotFound(ConversationsError):
    """The conversation holds no such answer."""


class Busy(ChatbotError):
    """So many questions are waiting that another one would wait in vain.

    Args:
        reason: as for every error.
        remedy: as for every error.
        seconds: after which there may be room.
    """

    def __init__(self, reason: str, remedy: str, seconds: int) -> None:
        super().__init__(reason, remedy)
        self.seconds = seconds


class AccessError(ChatbotError):
    """The server would be open to the wrong people, or its users' file will not do."""
