"""The MkDocs plugin: puts what `build_site` gives into MkDocs' frame. The only package that imports mkdocs."""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import date, datetime
from html import escape
from pathlib import Path
from typing import Any, Literal

from jinja2 import TemplateError
from mkdocs.config import config_options as c
from mkdocs.config.base import Config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.plugins import BasePlugin, event_priority, get_plugin_logger
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.nav import Navigation, Section
from mkdocs.structure.pages import Page as HostPage
from mkdocs.utils import get_build_date

from stackbook.audience import Audience
from stackbook.blocks import StackbookExtension, in_words
from stackbook.diagnostics import Diagnostic, Severity
from stackbook.drawing import LayoutUnavailable
from stackbook.examine import all_checks
from stackbook.mkdocs_plugin.addresses import editor, path_of, to_root
from stackbook.mkdocs_plugin.assets import SCRIPTS, STYLES, THEME, is_there
from stackbook.mkdocs_plugin.frames import Frames
from stackbook.mkdocs_plugin.handwritten import link_stack, link_terms
from stackbook.mkdocs_plugin.host import StackPage, StampedFile, put_words
from stackbook.pages import Options, Page
from stackbook.pages.links import Links, addresses_of
from stackbook.reporting import FORMATS, summary
from stackbook.site import SiteBuild, SiteOptions, build_site, moved

log = get_plugin_logger("stackbook")

_PAGE_EVENTS = ("pre_page", "page_read_source", "page_markdown", "page_content", "page_context", "post_page")
_NO_DAY = "1980-01-01"  # stands for the day of the build, which MkDocs takes for the day on which a page was changed
_BLOCKS = ("stackbook", "stackbook.blocks")
"""Names under which the blocks may be listed among the extensions: the plugin brings them anyway."""


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
    reference = c.Type(bool, default=True)
    trend = c.Type(bool, default=True)


class StackbookPlugin(BasePlugin[StackbookConfig]):
    """Builds the stack's pages into the site."""

    def __init__(self) -> None:
        self.serving = False
        self.build: SiteBuild | None = None
        self.stamped: list[StampedFile] = []
        self.nav: Navigation | None = None
        self.frames: Frames | None = None
        self.written: dict[str, str] = {}
        self.blocks = StackbookExtension(report=_warn)

    def on_startup(self, *, command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:
        """Remember whether somebody is looking while they write; MkDocs keeps this object across rebuilds."""
        self.serving = command == "serve"

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Add the styles, and have the stack watched."""
        if not self.config.enabled:
            return config
        if str(THEME) not in config.theme.dirs:
            # Before the theme's own folder, so that our page for lost addresses counts; after the organisation's.
            config.theme.dirs.insert(1 if config.theme.custom_dir else 0, str(THEME))
        styles = [style for style in STYLES if is_there(style) and style not in config.extra_css]
        config.extra_css[:0] = styles
        known = [str(script) for script in config.extra_javascript]
        config.extra_javascript += [script for script in SCRIPTS if is_there(script) and script not in known]
        self.blocks = StackbookExtension(report=_warn)
        others = [one for one in config.markdown_extensions if one not in _BLOCKS]
        config.markdown_extensions = [*others, self.blocks]  # type: ignore[list-item]  # Markdown takes objects as well
        for folder in (self._stack(config), *self._templates(config)):
            if folder.is_dir() and str(folder) not in config.watch:
                config.watch.append(str(folder))
        return config

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Build the stack's pages and put them among the files."""
        if not self.config.enabled:
            return files
        by_hand = {file.dest_uri: file for file in files.documentation_pages()}
        built = self._built(config, frozenset(address for file in by_hand for address in addresses_of(file)))
        self._report(built, config)
        self.blocks.use(built.book, built.renderer)
        shown = {path for pages in built.tabs.values() for _, path in pages} | {"index"}
        self.stamped = []
        self.written = {}
        for page in built.pages:
            self._add_page(page, files, config, page.path in shown, by_hand)
        for artifact in built.artifacts:
            if artifact.path not in by_hand and files.get_file_from_path(artifact.path) is None:
                files.append(File.generated(config, artifact.path, content=artifact.content))
        for document in built.reference if self.config.reference else ():
            if files.get_file_from_path(document.path) is None:
                files.append(File.generated(config, document.path, content=document.markdown))
        config.nav = self._nav(built, files, config)
        return files

    def on_nav(self, nav: Navigation, *, config: MkDocsConfig, files: Files) -> Navigation:
        """Say to which tab pages belong that are not in the navigation."""
        sections = {item.title: item for item in nav.items if isinstance(item, Section)}
        self.nav = nav
        for page in self._stack_pages(files):
            if not page.in_nav:
                page.parent = sections.get(page.made.tab)
        alone = self._others_look_at_pages(config)
        if alone:
            log.info(f"every page is built on its own, since {', '.join(alone)} may want to change it")
        return nav

    @event_priority(-100)
    def on_page_markdown(self, markdown: str, *, page: HostPage, config: MkDocsConfig, files: Files) -> str:
        """Tell the blocks of a hand-written page where they stand."""
        if self.build is not None and not isinstance(page, StackPage):
            docs = Path(config.docs_dir).name
            before, found, _ = page.file.content_string.partition(markdown.strip())
            self.blocks.on_page(
                f"{docs}/{page.file.src_uri}", path_of(page.file), before.count("\n") + 1 if found else 1
            )
        return markdown

    def on_page_content(self, html: str, *, page: HostPage, config: MkDocsConfig, files: Files) -> str:
        """Turn `stack:` links of hand-written pages into addresses, and have terms lead to the glossary."""
        if self.build is None or isinstance(page, StackPage):
            return html
        return link_terms(link_stack(html, page, self.build.book), page, self.build.book)

    @event_priority(-50)
    def on_env(self, env: Any, *, config: MkDocsConfig, files: Files) -> Any:
        """Give the search one light record for each page, and get the frames ready that pages are stamped into."""
        if self.build is None or not self.config.enabled:
            return env
        assert self.nav is not None  # MkDocs has made it before
        self._index(config, files)
        for page in [file.page for file in files if file.page is not None]:
            if page.update_date == get_build_date():
                page.update_date = _NO_DAY
        if self.stamped:
            self.frames = Frames(config, self.nav, files, env)
            for file in self.stamped:
                file.frames = self.frames
        return env

    def on_post_template(self, output_content: str, *, template_name: str, config: MkDocsConfig) -> str:
        """Put the stamped pages into the sitemap, which lists only what MkDocs built itself; leave today's date out."""
        if template_name != "sitemap.xml" or self.build is None:
            return output_content
        output_content = output_content.replace(f"<lastmod>{_NO_DAY}</lastmod>", "")
        places = [f.page.canonical_url or f.page.abs_url for f in self.stamped if f.page]
        more = "".join(f"\n    <url>\n         <loc>{escape(place)}</loc>\n    </url>" for place in places if place)
        return output_content.replace("</urlset>", f"{more.lstrip()}\n</urlset>") if more else output_content

    def on_post_build(self, *, config: MkDocsConfig) -> None:
        """Say once when the theme's pages could not be stamped."""
        if self.frames is not None and self.frames.differing:
            log.info("the theme looks at the content of pages, so no frame could be used and each was built on its own")

    def _stack_pages(self, files: Files) -> list[StackPage]:
        return [file.page for file in files if isinstance(file.page, StackPage)]

    def _others_look_at_pages(self, config: MkDocsConfig) -> list[str]:
        """Plugins that take part in the making of single pages, beside this one and the search."""
        names = {id(plugin): name for name, plugin in config.plugins.items()}
        found = {
            names.get(id(getattr(method, "__self__", None)), "a hook")
            for event in _PAGE_EVENTS
            for method in config.plugins.events[event]
        }
        return sorted(found - {"stackbook", "search", "material/search"})

    def _index(self, config: MkDocsConfig, files: Files) -> None:
        """One light record for each page."""
        index = next(
            (
                getattr(p, "search_index", None)
                for name, p in config.plugins.items()
                if name in ("material/search", "search")
            ),
            None,
        )
        if index is None:
            return
        for page in self._stack_pages(files):
            record = page.made.search
            if record is None:
                continue
            tags = [escape(tag) for tag in record.tags]
            found = [(page.url, record.title, record.text)]
            found += [(f"{page.url}#{anchor}", title, text) for anchor, title, text in record.parts]
            for location, title, text in found:
                if hasattr(index, "entries"):
                    entry: dict[str, Any] = {
                        "location": location,
                        "title": escape(title),
                        "text": escape(text),
                        "tags": tags,
                    }
                    if record.weight != 1:
                        entry["boost"] = record.weight
                    index.entries.append(entry)
                else:
                    index._add_entry(escape(title), escape(text), location)

    def on_post_page(self, output: str, *, page: HostPage, config: MkDocsConfig) -> str:
        """Put the words in that the theme's templates must not touch."""
        if isinstance(page, StackPage):
            output = put_words(output, page)
        return output

    def _built(self, config: MkDocsConfig, by_hand: frozenset[str]) -> SiteBuild:
        root = Path(config.config_file_path or "mkdocs.yml").resolve().parent
        options = SiteOptions(
            stack=self._stack(config),
            shown_as=self._shown(config),
            audience=Audience(self.config.audience),
            as_of=self._as_of(),
            layout_engine="dot" if self.config.layout_engine == "dot" else "wasm",
            cache_dir=(root / self.config.cache_dir) if self.config.cache else None,
            trend=self.config.trend,
            pages=Options(
                directories=config.use_directory_urls,
                templates=tuple(self._templates(config)),
                internal=self.config.audience == "internal",
                serving=self.serving,
                edit_url=editor(config, root),
                site_url=config.site_url or "",
                reference=self.config.reference,
                by_hand=by_hand,
            ),
        )
        try:
            self.build = build_site(options)
        except LayoutUnavailable as error:
            raise PluginError(str(error)) from None
        except TemplateError as error:
            wrong = f"a template of your own cannot be used: {_where(error)}{error.message or 'it is not found'}"
            if not self.serving:
                raise PluginError(wrong) from None
            log.error(f"{wrong}; until it is put right, the site uses the templates it came with")
            self.build = build_site(replace(options, pages=replace(options.pages, templates=())))
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

    def _add_page(self, page: Page, files: Files, config: MkDocsConfig, in_nav: bool, by_hand: dict[str, File]) -> None:
        uri, address = f"{page.path}.md", Links(config.use_directory_urls).url(page.path)
        target = address if address.endswith(".html") else f"{address}index.html"
        existing = by_hand.get(target) or by_hand.get(f"{page.path}/index.html")
        if existing is not None:  # a hand-written page at the same address wins
            log.info(f"{existing.src_uri} is hand-written and takes the place of the page made from the stack")
            self.written[page.path] = existing.src_uri
            existing.inclusion = InclusionLevel.INCLUDED if in_nav else InclusionLevel.NOT_IN_NAV
            if existing.dest_uri != target:
                there = Links(False).relative(page.path, f"{page.path}/index")
                files.append(File.generated(config, target, content=moved(there)))
            return
        stamped = not in_nav and not self._others_look_at_pages(config)
        inclusion = InclusionLevel.INCLUDED if in_nav else InclusionLevel.NOT_IN_NAV
        file = (StampedFile if stamped else File).generated(config, uri, content="", inclusion=inclusion)
        file.edit_uri = f"{to_root(config)}{page.source}" if page.source else None
        if (draft := files.get_file_from_path(uri)) is not None:  # left out of the site, so it takes nobody's place
            files.remove(draft)
        files.append(file)
        StackPage(page, file, config, in_nav)
        if isinstance(file, StampedFile):
            file.settle()
            self.stamped.append(file)

    def _nav(self, built: SiteBuild, files: Files, config: MkDocsConfig) -> list[Any]:
        """Home, the stack's tabs, then what is hand-written: as `nav` says, or everything else under Guide."""
        home = self.written.get("index", "index.md")
        tabs: list[Any] = [{"Home": home}]
        made: dict[str, list[Any]] = {}
        for tab, pages in built.tabs.items():
            made[tab] = [{title: self.written.get(path, f"{path}.md")} for title, path in pages]
            tabs.append({tab: made[tab]})
        reference = [{d.title: d.path} for d in built.reference] if self.config.reference else []
        known = {page for pages in reference for page in pages.values()} | set(self.written.values())
        own = config.nav
        if own is None:
            rest = [
                f for f in files.documentation_pages() if not isinstance(f.page, StackPage) and f.inclusion.is_in_nav()
            ]
            guides = sorted(f.src_uri for f in rest if f.src_uri not in known)
            own = [{"Guide": guides}] if guides else []
        for item in own if isinstance(own, list) else [{key: value} for key, value in own.items()]:
            title, content = next(iter(item.items())) if isinstance(item, dict) else (None, item)
            if title in made and isinstance(content, list):
                made[str(title)].extend(content)
            elif content != home:
                tabs.append(item)
        if reference:
            nested = (item["Guide"] for item in tabs if isinstance(item, dict) and isinstance(item.get("Guide"), list))
            guide = next(nested, None)
            if guide is None:
                guide = []
                tabs.append({"Guide": guide})
            guide.append({"Reference": reference})
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
        if folders and not folders[0].is_dir():
            raise PluginError(f"stackbook: templates: there is no folder '{self.config.templates}'")
        if config.theme.custom_dir:
            folders.append(Path(config.theme.custom_dir) / "stackbook")
        return [folder for folder in folders if folder.is_dir()]

    def _as_of(self) -> date | None:
        given = self.config.as_of
        if isinstance(given, datetime):
            return given.date()
        if given is None or isinstance(given, date):
            return given
        if given == "today":
            return date.today()  # noqa: DTZ011  # the day where the site is built is meant
        try:
            return date.fromisoformat(str(given))
        except ValueError:
            raise PluginError(f"stackbook: as_of: '{given}' is not a day; write it like 2026-03-31") from None


def _where(error: TemplateError) -> str:
    """``entity.html:3: `` where a template's error says it."""
    name, line = getattr(error, "name", None), getattr(error, "lineno", None)
    return f"{name}:{line}: " if name and line else f"{name}: " if name else ""


def _warn(diagnostic: Diagnostic) -> None:
    log.warning(in_words(diagnostic))
