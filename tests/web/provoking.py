"""What a page holds that is not the program's, and what it does when a reader touches everything on it."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Page

VIEWS = (
    "#history, #transcript, #live, #suggestions, #source, #articles, #choice, #article, #log, #briefing, "
    "#kept, #checked, #evals, #settings, #tested, #files, .toast-wrap"
)
_STRANGE = r"""views => {
    const told = element => element.outerHTML.slice(0, 150);
    const foreign = "script, img, iframe:not(.evals[sandbox='']), object, embed, link, meta, base, form, dialog, " +
        "template, noscript, math, video, audio, marquee, plaintext, xmp, code, pre, gradio-app, .katex, .MathJax";
    const inside = [...document.querySelectorAll(views)].flatMap(view => [...view.querySelectorAll(foreign)]);
    const own = [
        /^exports\/\w+\.(md|json)$/, /^data:[\w.+\/-]+;base64,[\w+\/=]*$/, /^https:\/\/post\.example\/\w+$/,
        /^http:\/\/127\.0\.0\.1:\d+\/gradio_api\/file=/,
    ];
    const links = [...document.querySelectorAll("a[href]")].filter(
        link => !own.some(known => known.test(link.getAttribute("href")))
    );
    const named = element => [...element.attributes].some(attribute => attribute.name.startsWith("on"));
    const handlers = [...document.querySelectorAll("*")].filter(named);
    const misplaced = [...document.querySelectorAll("x-card, gr-button, #hacked, body [name=body]")];
    return [...inside, ...links, ...handlers, ...misplaced].map(told);
}"""
_TOUCHED = """views => {
    for (const view of document.querySelectorAll(views)) for (const element of view.querySelectorAll("*"))
        for (const kind of ["mouseover", "mouseenter", "pointerover", "focus", "toggle", "begin", "start", "load"])
            element.dispatchEvent(new Event(kind, {bubbles: true}));
    return window.hacked ?? null;
}"""
_OUTLINE = """root => [...root.querySelectorAll("*")].map(element => [element.localName, ...[...element.attributes].map(
    attribute => ["class", "id", "href", "style"].includes(attribute.name)
        ? `${attribute.name}=${attribute.value}` : attribute.name).sort()].join(" "))"""


def strange(page: Page, views: str = VIEWS) -> list[str]:
    """Elements, attributes and links that nothing of the program's own makes."""
    found: list[str] = page.evaluate(_STRANGE, views)
    return found


def hacked(page: Page, views: str = VIEWS) -> Any:
    """What scripts of others have left, after every element was touched."""
    return page.evaluate(_TOUCHED, views)


def outline(page: Page, selector: str) -> list[str]:
    """The elements beside and below the first one that the selector names."""
    found: list[str] = page.locator(selector).first.evaluate(f"first => ({_OUTLINE})(first.parentElement)")
    return found


def outline_of(page: Page, html: str) -> list[str]:
    """The elements that a browser makes of HTML."""
    script = f"html => ({_OUTLINE})(new DOMParser().parseFromString(html, 'text/html').body)"
    found: list[str] = page.evaluate(script, html)
    return found
