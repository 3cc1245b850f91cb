/* A box to find a thing by its name, with the best hits beneath it (a combobox as ARIA describes it). */
import { fresh, h, name, plain } from "./dom.js"

const MOST = 8

/* The best first: names that begin with the words, then those with a word that does, then those that hold them. */
export function find(things, typed) {
  const words = plain(typed).split(/\s+/).filter(Boolean)
  if (!words.length) return []
  const hits = []
  for (const thing of things) {
    if (!words.every((word) => thing.plain.includes(word))) continue
    const place = thing.plain.startsWith(words[0]) ? 0 : thing.plain.includes(` ${words[0]}`) ? 1 : 2
    hits.push([place, thing.kind === "tool" ? 0 : 1, thing.plain.length, thing.at, thing])
  }
  hits.sort((a, b) => a[0] - b[0] || a[1] - b[1] || a[2] - b[2] || a[3] - b[3])
  return hits.slice(0, MOST).map((hit) => hit[4])
}

/* `things()` gives what can be found, `choose(thing)` is told what was. */
export function searchBox({ label, placeholder, things, choose, kinds, clears = true }) {
  const id = fresh("find")
  const list = h("ul", { class: "sb-explorer__hits", role: "listbox", id, "aria-label": label, hidden: true })
  const input = h("input", {
    type: "text", role: "combobox", "aria-label": label, "aria-autocomplete": "list", "aria-expanded": "false",
    "aria-controls": id, placeholder, autocomplete: "off", spellcheck: "false", maxlength: 200, enterkeyhint: "go",
  })
  const said = h("span", { class: "sb-hidden", role: "status" })
  const element = h("div", { class: "sb-explorer__find" }, input, list, said)
  let hits = []
  let at = 0

  function close() {
    list.hidden = true
    input.setAttribute("aria-expanded", "false")
    input.removeAttribute("aria-activedescendant")
  }

  function mark() {
    ;[...list.children].forEach((option, position) => option.setAttribute("aria-selected", String(position === at)))
    if (hits.length) input.setAttribute("aria-activedescendant", list.children[at].id)
  }

  function open() {
    hits = find(things(), input.value)
    at = 0
    list.replaceChildren(
      ...hits.map((thing, position) =>
        h("li", { role: "option", id: `${id}-${position}`, onpointerdown: (event) => { event.preventDefault(); take(thing) } },
          h("span", { class: "sb-explorer__hit" }, name(thing.name)), h("small", {}, kinds[thing.kind].one)),
      ),
    )
    const nothing = input.value.trim() && !hits.length
    if (nothing) list.append(h("li", { class: "sb-explorer__nothing", role: "option", "aria-disabled": "true" }, "No name like that"))
    list.hidden = !hits.length && !nothing
    input.setAttribute("aria-expanded", String(!list.hidden))
    said.textContent = input.value.trim() ? `${hits.length} found` : ""
    mark()
  }

  function take(thing) {
    input.value = clears ? "" : thing.name
    close()
    choose(thing)
  }

  input.addEventListener("input", open)
  input.addEventListener("focus", () => { if (clears && input.value) open() })
  input.addEventListener("blur", close)
  input.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !list.hidden) { close(); event.stopPropagation(); return }
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault()
      if (list.hidden) return open()
      if (hits.length) at = (at + (event.key === "ArrowDown" ? 1 : hits.length - 1)) % hits.length
      return mark()
    }
    if (event.key === "Enter") {
      event.preventDefault()
      if (list.hidden) open()
      if (hits[at]) take(hits[at])
    }
    return undefined
  })
  return { element, input, set: (text) => { if (document.activeElement !== input || !input.value) input.value = text } }
}
