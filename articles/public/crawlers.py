"""Crawlers that gather texts for language models, by the names under which they read robots.txt.

From the operators' own pages. Those that train take texts into models; those that look up fetch
pages to answer somebody, and link to them.
"""

from articles.models.public import Crawlers

TRAINING = (
    "AI2Bot",
    "Amazonbot",
    "anthropic-ai",
    "Applebot-Extended",
    "Bytespider",
    "CCBot",
    "ClaudeBot",
    "cohere-training-data-crawler",
    "Diffbot",
    "FacebookBot",
    "Google-Extended",
    "GPTBot",
    "ICC-Crawler",
    "meta-externalagent",
    "omgili",
    "PanguBot",
    "Timpibot",
    "webzio-extended",
)
LOOKING_UP = (
    "ChatGPT-User",
    "Claude-SearchBot",
    "Claude-User",
    "DuckAssistBot",
    "meta-externalfetcher",
    "MistralAI-User",
    "OAI-SearchBot",
    "Perplexity-User",
    "PerplexityBot",
    "YouBot",
)
REFUSED: dict[str, tuple[str, ...]] = {
    Crawlers.ALLOWED: (),
    Crawlers.NO_TRAINING: TRAINING,
    Crawlers.REFUSED: TRAINING + LOOKING_UP,
}
