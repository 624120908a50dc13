"""What can be wrong with a text or a question about it.

    KnowledgeError
    ├── UnreadableFile    the file is not text, Markdown or Word
    ├── NotARegulation    no article (第X条) was found in the text
    ├── UnitNotFound      no such article, item or form section
    └── ModelUnusable     the encoder cannot be loaded

Each message is one Chinese sentence that says what to do next.
"""


class KnowledgeError(Exception):
    """Root of all errors of this package."""


class UnreadableFile(KnowledgeError):
    """The file cannot be read as .txt, .md or .docx."""


class NotARegulation(KnowledgeError):
    """The text holds no article in the usual form."""


class UnitNotFound(KnowledgeError):
    """The regulation has no unit of that name."""


class ModelUnusable(KnowledgeError):
    """The encoder named in HUIQI_EMBEDDING_MODEL cannot be used."""
