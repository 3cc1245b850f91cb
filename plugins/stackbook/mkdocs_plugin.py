"""The MkDocs plugin: puts what `build_site` gives into MkDocs' frame. The only module that imports mkdocs."""

from __future__ import annotations

import os
import re
from datetime import date
from html import escape, unescape
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urljoin

from mkdocs.config import config_options as c
from mkdocs.config.base import Config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.plugins import BasePlugin, event_priority, get_plugin_logger
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.nav import Navigation, Section
from mkdocs.structure.pages import Page as HostPage
from mkdocs.structure.toc import AnchorLink, TableOfContents

from stackbook.audience import Audience
from stackbook.diagnostics import Severity
from stackbook.drawing import LayoutUnavailable
from stackbook.examine import all_checks
from stackbook.inventory import Inventory
from stackbook.inventory.words import did_you_mean
from stackbook.pages import Options, Page
from stackbook.pages.book import find_target
from stackbook.pages.links import Links, page_of
from stackbook.reporting import FORMATS, summary
from stackbook.site import SiteBuild, SiteOptions, build_site

log = get_plugin_logger("stackbook")

# Noncharacters, which no file of a stack may hold, stand for contributors' words while the theme's templates run:
# some of those write titles unescaped. They become the escaped words in the finished page.
_TITLE, _DESCRIPTION = "\ufdd0\ufdd1", "\ufdd0\ufdd2"
_THEME = Path(__file__).parent / "theme"
_STACK_LINK = re.compile(r'href="stack:([^"]*)"')
_SCRIPT, _STYLES = "assets/stackbook/stackbook.js", ("assets/stackbook/stackbook.css", "stackbook-diagrams.css")


class StackbookConfig(Config):
    """What may stand under `stackbook` in ``mkdocs.yml``."""

    enabled = c.Type(bool, default=True)
    stack = c.Type(str, default="stack")
    audience = c.Choice(("public", "internal"), default="public")
    as_of = c.Optional(c.Type((str, date)))
    layout_engine = c.Choice(("wasm", "dot"), default="wasm")
    cache = c.Type(bool, default=True)
    cache_dir = c.Type(str, default=".cache/plugin/stackbook")
    templates = c.Optional(c.Type(str))


class StackPage(HostPage):
    """A page that comes with its HTML instead of Markdown."""

    def __init__(self, made: Page, file: File, config: MkDocsConfig, in_nav: bool) -> None:
        self.made, self.in_nav = made, in_nav
        super().__init__(None, file, config)

    def read_source(self, config: MkDocsConfig) -> None:
        """MkDocs' hook: there is no Markdown."""
        home = self.made.path == "index"
        self.markdown = ""
        self.meta = {
            "title": "Home" if home else self.made.title if self.in_nav else _TITLE,
            "description": _DESCRIPTION,
            "search": {"exclude": True},
            "hide": ["navigation", "toc"] if home else ["toc"] if self.made.wide else [],
        }

    def render(self, config: MkDocsConfig, files: Files) -> None:
        """MkDocs' hook: the HTML is ready."""
        self.content = self.made.html
        top = AnchorLink(str(self.meta["title"]), "top", 1)
        top.children = [AnchorLink(escape(h.title), h.id, 2) for h in self.made.headings]
        self.toc = TableOfContents([top])
        self.present_anchor_ids = set(re.findall(r'\bid="([^"]+)"', self.made.html))
        self.links_to_anchors = {}


class StackbookPlugin(BasePlugin[StackbookConfig]):
    """Builds the stack's pages into the site."""

    def __init__(self) -> None:
        self.serving = False
        self.build: SiteBuild | None = None

    def on_startup(self, *, command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:
        """Remember whether somebody is looking while they write; MkDocs keeps this object across rebuilds."""
        self.serving = command == "serve"

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Add the styles, and have the stack watched."""
        if not self.config.enabled:
            return config
        if str(_THEME) not in config.theme.dirs:
            config.theme.dirs.append(str(_THEME))
        for style in _STYLES:
            if style not in config.extra_css:
                config.extra_css.insert(_STYLES.index(style), style)
        if _SCRIPT not in [str(script) for script in config.extra_javascript]:
            config.extra_javascript.append(_SCRIPT)
        for folder in (self._stack(config), *self._templates(config)):
            if folder.is_dir() and str(folder) not in config.watch:
                config.watch.append(str(folder))
        return config

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Build the stack's pages and put them among the files."""
        if not self.config.enabled:
            return files
        built = self._built(config)
        self._report(built, config)
        shown = {path for pages in built.tabs.values() for _, path in pages} | {"index"}
        for page in built.pages:
            self._add_page(page, files, config, page.path in shown)
        for artifact in built.artifacts:
            self._add_file(artifact.path, artifact.content, files, config)
        config.nav = self._nav(built, files, config)
        return files

    def on_nav(self, nav: Navigation, *, config: MkDocsConfig, files: Files) -> Navigation:
        """Say to which tab pages belong that are not in the navigation."""
        sections = {item.title: item for item in nav.items if isinstance(item, Section)}
        for file in files.documentation_pages():
            if isinstance(file.page, StackPage) and not file.page.in_nav:
                file.page.parent = sections.get(file.page.made.tab)
        return nav

    def on_page_content(self, html: str, *, page: HostPage, config: MkDocsConfig, files: Files) -> str:
        """Turn `stack:` links of hand-written pages into addresses."""
        if self.build is None or isinstance(page, StackPage) or "stack:" not in html:
            return html
        inventory = self.build.published.inventory
        links = Links(config.use_directory_urls)
        here = _path_of(page.file)

        def replace(match: re.Match[str]) -> str:
            target = unescape(match.group(1))
            entity, anchor = find_target(inventory, target)
            if entity is None:
                log.warning(_unknown_link(target, page, inventory))
                return 'href="#"'
            return f'href="{escape(links.relative(here, page_of(entity), anchor))}"'

        return _STACK_LINK.sub(replace, html)

    @event_priority(-50)
    def on_env(self, env: Any, *, config: MkDocsConfig, files: Files) -> Any:
        """Give the search one light record for each page."""
        if self.build is None or not self.config.enabled:
            return env
        index = next(
            (
                getattr(p, "search_index", None)
                for name, p in config.plugins.items()
                if name in ("material/search", "search")
            ),
            None,
        )
        if index is None:
            return env
        for file in files.documentation_pages():
            if isinstance(file.page, StackPage) and (record := file.page.made.search):
                title, text = escape(record.title), escape(record.text)
                if hasattr(index, "entries"):
                    entry = {
                        "location": file.page.url,
                        "title": title,
                        "text": text,
                        "tags": [escape(t) for t in record.tags],
                    }
                    index.entries.append(entry)
                else:
                    index._add_entry(title, text, file.page.url)
        return env

    def on_post_page(self, output: str, *, page: HostPage, config: MkDocsConfig) -> str:
        """Put the words in that the theme's templates must not touch."""
        if isinstance(page, StackPage):
            output = output.replace(_DESCRIPTION, escape(page.made.description)).replace(
                _TITLE, escape(page.made.title)
            )
        return output

    def _built(self, config: MkDocsConfig) -> SiteBuild:
        root = Path(config.config_file_path or "mkdocs.yml").resolve().parent
        options = SiteOptions(
            stack=self._stack(config),
            shown_as=self._shown(config),
            audience=Audience(self.config.audience),
            as_of=self._as_of(),
            layout_engine="dot" if self.config.layout_engine == "dot" else "wasm",
            cache_dir=(root / self.config.cache_dir) if self.config.cache else None,
            pages=Options(
                directories=config.use_directory_urls,
                templates=tuple(self._templates(config)),
                internal=self.config.audience == "internal",
                serving=self.serving,
                edit_url=_editor(config, root),
            ),
        )
        try:
            self.build = build_site(options)
        except LayoutUnavailable as error:
            raise PluginError(str(error)) from None
        return self.build

    def _report(self, built: SiteBuild, config: MkDocsConfig) -> None:
        diagnostics = built.examined.diagnostics
        if built.errors:
            text = FORMATS["text"](built.errors, built.examined.sources.texts(), all_checks())
            advice = "Put them right, and build again; `stackbook check` shows the same."
            message = f"{text.rstrip()}\n\n{summary(built.errors)} {advice}"
            if not self.serving:
                raise PluginError(message)
            log.error(
                f"the stack has errors; the site shows what could be read, and the page Findings the rest\n{message}"
            )
        elif diagnostics:
            counted = sum(d.severity is not Severity.ERROR for d in diagnostics)
            log.info(f"{counted} findings, see the page Findings")

    def _add_page(self, page: Page, files: Files, config: MkDocsConfig, in_nav: bool) -> None:
        uri = f"{page.path}.md"
        existing = files.get_file_from_path(uri) or files.get_file_from_path(f"{page.path}/index.md")
        if existing is not None:  # a hand-written page at the same address wins
            log.info(f"{existing.src_uri} is hand-written and takes the place of the page made from the stack")
            return
        file = File.generated(
            config, uri, content="", inclusion=InclusionLevel.INCLUDED if in_nav else InclusionLevel.NOT_IN_NAV
        )
        file.edit_uri = f"{_to_root(config)}{page.source}" if page.source else None
        files.append(file)
        StackPage(page, file, config, in_nav)

    def _add_file(self, path: str, content: bytes, files: Files, config: MkDocsConfig) -> None:
        if files.get_file_from_path(path) is None and not (path.endswith(".html") and _taken(path, files)):
            files.append(File.generated(config, path, content=content))

    def _nav(self, built: SiteBuild, files: Files, config: MkDocsConfig) -> list[Any]:
        """Home, the stack's tabs, then what is hand-written: as `nav` says, or everything else under Guide."""
        tabs: list[Any] = [{"Home": "index.md"}]
        made: dict[str, list[Any]] = {}
        for tab, pages in built.tabs.items():
            made[tab] = [{title: f"{path}.md"} for title, path in pages]
            tabs.append({tab: made[tab]})
        own = config.nav
        if own is None:
            rest = sorted(
                f.src_uri
                for f in files.documentation_pages()
                if not isinstance(f.page, StackPage) and f.src_uri != "index.md" and f.inclusion.is_in_nav()
            )
            own = [{"Guide": rest}] if rest else []
        for item in own if isinstance(own, list) else [{key: value} for key, value in own.items()]:
            title, content = next(iter(item.items())) if isinstance(item, dict) else (None, item)
            if title in made and isinstance(content, list):
                made[str(title)].extend(content)
            elif content != "index.md":
                tabs.append(item)
        return tabs

    def _stack(self, config: MkDocsConfig) -> Path:
        return Path(config.config_file_path or "mkdocs.yml").resolve().parent / self.config.stack

    def _shown(self, config: MkDocsConfig) -> str:
        root = Path(config.config_file_path or "mkdocs.yml").resolve().parent
        return Path(os.path.relpath(self._stack(config), root)).as_posix()

    def _templates(self, config: MkDocsConfig) -> list[Path]:
        """Folders with the organisation's own templates: the one named, and `stackbook/` in the theme's overrides."""
        root = Path(config.config_file_path or "mkdocs.yml").resolve().parent
        folders = [root / self.config.templates] if self.config.templates else []
        if config.theme.custom_dir:
            folders.append(Path(config.theme.custom_dir) / "stackbook")
        return [folder for folder in folders if folder.is_dir()]

    def _as_of(self) -> date | None:
        given = self.config.as_of
        if given is None or isinstance(given, date):
            return given
        try:
            return date.fromisoformat(str(given))
        except ValueError:
            raise PluginError(f"stackbook: as_of: '{given}' is not a day; write it like 2026-03-31") from None


def _to_root(config: MkDocsConfig) -> str:
    """From the folder of the hand-written pages to the project's."""
    root = Path(config.config_file_path or "mkdocs.yml").resolve().parent
    return Path(os.path.relpath(root, config.docs_dir)).as_posix() + "/"


def _editor(config: MkDocsConfig, root: Path) -> Any:
    """From a file's path to the address where the code host edits it; None when no repository is named."""
    to_root = _to_root(config)
    base = (config.repo_url or "").rstrip("/") + "/" if config.repo_url else ""
    if config.edit_uri_template:
        template = config.edit_uri_template
        return lambda path: urljoin(
            base, template.format(path=f"{to_root}{path}", path_noext=f"{to_root}{path}".rpartition(".")[0])
        )
    if config.edit_uri:
        uri = config.edit_uri
        return lambda path: urljoin(base, f"{uri}{to_root}{path}")
    return None


def _path_of(file: File) -> str:
    """A hand-written page's path as `Links` counts it."""
    path = file.src_uri.rpartition(".")[0]
    return re.sub(r"(^|/)README$", r"\1index", path)


def _taken(path: str, files: Files) -> bool:
    stem = path.removesuffix("/index.html").removesuffix(".html")
    return any(files.get_file_from_path(f"{stem}{ending}") for ending in (".md", "/index.md"))


def _unknown_link(target: str, page: HostPage, inventory: Inventory) -> str:
    """What to say about a `stack:` link that leads nowhere."""
    lines = page.file.content_string.splitlines()
    line = next((n for n, text in enumerate(lines, 1) if f"stack:{target}" in text), 1)
    known = [f"{e.spec.key.replace('_', '-')}/{e.id}" for e in inventory.everything()]
    guess = did_you_mean(target.partition("#")[0], known).replace("`", "'")
    return f"{page.file.src_uri}:{line}: the link 'stack:{target}' leads nowhere{f'; {guess}' if guess else ''}"
