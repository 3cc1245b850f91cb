/* Puts the parts together: what is chosen (state.js) decides what is seen. */
import { flowsCard, thingCard, wayCard } from "./card.js"
import { flowsBetween, read } from "./data.js"
import { h, many } from "./dom.js"
import { filter } from "./filters.js"
import { legend } from "./legend.js"
import { hasWebGL, makeMap } from "./map.js"
import { panel } from "./panel.js"
import { way } from "./path.js"
import { searchBox } from "./search.js"
import { empty, fromAddress, remember } from "./state.js"
import { table } from "./table.js"
import { keys, toolbar } from "./tools.js"

const NO_MAP = "Your browser cannot draw the map (it has no WebGL). Search, filters, paths and the table work without it."
const PHONE = "(max-width: 59.9375em)"

export class App {
  constructor(root, raw) {
    this.root = root
    this.data = read(raw, root.dataset.root)
    this.state = fromAddress(location.search)
    this.map = null
    this.act = {
      at: (thing) => this.choose({ at: thing.ref }),
      from: (thing) => this.ask("from", thing),
      to: (thing) => this.ask("to", thing),
      close: () => { this.choose({}); this.find.input.focus() },
    }
    this.build()
    this.startMap()
    this.apply()
    if (this.map) this.place(true)
    this.later = 0
  }

  build() {
    const { data, root, state } = this
    const page = root.closest(".sb")
    this.panel = panel(data, state, () => this.changed())
    this.legend = legend(data)
    this.table = table(page, data)
    this.said = h("p", { class: "sb-explorer__said", role: "status" })
    this.cards = h("div", { class: "sb-explorer__cards" })
    this.stage = h("div", { class: "sb-explorer__stage", tabindex: 0, role: "group", "aria-label": "Map. Arrow keys move it, plus and minus zoom. The table below holds the same." })
    this.nothing = h("p", { class: "sb-explorer__empty", hidden: true }, "Nothing fits these filters. ",
      h("button", { type: "button", onclick: () => this.clear() }, "Clear all filters"))
    this.find = searchBox({ label: "Find on the map", placeholder: "Find a tool, vendor, team …", things: () => data.things, kinds: data.kinds, choose: (thing) => this.choose({ at: thing.ref }) })
    const tools = data.things.filter((thing) => thing.kind === "tool")
    const end = (key, label) => searchBox({ label, placeholder: key === "from" ? "From …" : "To …", things: () => tools, kinds: data.kinds, clears: false, choose: (thing) => this.ask(key, thing) })
    this.ends = { from: end("from", "Path from"), to: end("to", "Path to") }
    const path = h("details", { class: "sb-explorer__path" }, h("summary", {}, "Path between two tools"), this.ends.from.element, this.ends.to.element,
      h("button", { type: "button", class: "sb-explorer__swap", onclick: () => this.choose({ from: this.state.to, to: this.state.from }) }, "Swap"))
    this.path = path
    if (matchMedia(PHONE).matches) this.panel.element.open = false
    root.replaceChildren(
      h("div", { class: "sb-explorer__side" }, this.find.element, path, this.panel.element),
      h("div", { class: "sb-explorer__main" }, this.stage, this.nothing, this.cards),
      h("div", { class: "sb-explorer__foot" }, this.said, this.legend.element))
    root.classList.add("sb-explorer--ready")
    addEventListener("popstate", () => { if (root.isConnected) this.goBack() })
  }

  startMap() {
    const problem = () => {
      this.root.classList.add("sb-explorer--no-map")
      this.stage.replaceChildren(h("p", {}, NO_MAP))
      this.stage.removeAttribute("tabindex")
    }
    if (!hasWebGL()) return problem()
    try {
      this.map = makeMap(this.data, this.stage, {
        at: (thing) => this.choose({ at: thing.ref }, true),
        flow: (from, to) => this.choose({ flow: `${from.id}..${to.id}` }, true),
        nothing: () => { if (this.state.at || this.state.flow || this.state.from || this.state.to) this.choose({}, true) },
        moved: () => this.moved(),
        covered: () => this.covered(),
      })
    } catch {
      return problem()
    }
    const fit = () => { this.state.view = null; this.map.fit(); remember(this.state, false) }
    this.root.querySelector(".sb-explorer__main").append(toolbar(this.root, this.map, { fit, say: (words) => this.say(words) }))
    keys(this.stage, this.map, fit)
    const colours = new MutationObserver(() => {
      if (this.root.isConnected) this.map.recolour()
      else colours.disconnect()
    })
    colours.observe(document.body, { attributes: true, attributeFilter: ["data-md-color-scheme"] })
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => { if (this.root.isConnected) this.map.recolour() })
    if (window.ResizeObserver) new ResizeObserver(() => this.resized()).observe(this.stage)
    return undefined
  }

  /* The boxes of what lies on the map: left, top, width, height. */
  covered() {
    const frame = this.stage.getBoundingClientRect()
    const parts = this.root.querySelectorAll(".sb-explorer__tools, .sb-explorer__card")
    return [...parts]
      .map((part) => part.getBoundingClientRect())
      .filter((box) => box.top < frame.bottom && box.bottom > frame.top)
      .map((box) => [box.left - frame.left, box.top - frame.top, box.width, box.height])
  }

  resized() {
    if (!this.root.isConnected || !this.stage.offsetWidth) return
    this.map.renderer.resize()
    this.map.renderer.refresh()
    if (!this.state.view) this.place(true)
  }

  /* Something was chosen instead of what was chosen before: {at}, {flow}, {from, to} or nothing. What was pointed at
     on the map stays where it is; otherwise the map goes there. */
  choose(what, pointed = false) {
    const { at = "", flow = "", from = "", to = "" } = what
    Object.assign(this.state, { at, flow, from, to })
    const thing = this.data.byRef.get(at)
    if (thing && thing.kind !== "tool") this.state.show.add(thing.kind)
    this.apply()
    remember(this.state, true)
    const title = this.cards.querySelector("h3")
    if (title) title.focus({ preventScroll: pointed || !matchMedia(PHONE).matches })
    if (this.map && !pointed && this.focus) {
      this.state.view = null
      this.map.frame(this.inFocus())
      remember(this.state, false)
    }
  }

  /* What the map lights up, with neighbours: all that should be in sight. */
  inFocus() {
    const { data, focus, result } = this
    const found = new Set(focus.things)
    if (focus.spread) {
      for (const tie of data.things[focus.things[0]].ties) if (result.tie[tie.at]) found.add(tie.from).add(tie.to)
    }
    return [...found].map((at) => data.things[at])
  }

  ask(key, thing) {
    this.path.open = true
    const other = key === "from" ? "to" : "from"
    this.choose({ [key]: thing.ref, [other]: this.state[other] })
    if (!this.state[other]) this.ends[other].input.focus()
  }

  changed() {
    this.apply()
    if (this.map && this.result.shown.tools && !this.focus) {
      this.state.view = null
      this.map.fit()
    }
    remember(this.state, true)
  }

  clear() {
    const { show } = this.state
    Object.assign(this.state, { chosen: Object.assign(this.state.chosen, empty().chosen), near: false, show })
    this.changed()
    this.find.input.focus()
  }

  moved() {
    clearTimeout(this.later)
    this.later = setTimeout(() => {
      if (!this.root.isConnected) return
      this.state.view = this.map.view()
      remember(this.state, false)
    }, 250)
  }

  goBack() {
    const found = fromAddress(location.search)
    // The panel holds on to these objects, so they are filled and not replaced.
    for (const [facet, chosen] of Object.entries(this.state.chosen)) refill(chosen, found.chosen[facet])
    refill(this.state.show, found.show)
    const { near, at, flow, from, to, view } = found
    Object.assign(this.state, { near, at, flow, from, to, view })
    this.apply()
    if (this.map) this.place(false)
  }

  /* Where the camera goes for an address. */
  place(fast) {
    if (this.state.view) this.map.setView(this.state.view)
    else if (this.focus) this.map.frame(this.inFocus(), fast)
    else this.map.fit(fast)
  }

  apply() {
    const { data, state } = this
    this.result = filter(data, state)
    this.panel.update(this.result)
    this.table.update(this.result)
    this.legend.update(this.result, state.show)
    const card = this.card()
    this.cards.replaceChildren(...(card ? [card] : []))
    this.nothing.hidden = this.result.shown.tools > 0
    for (const key of ["from", "to"]) {
      const thing = data.byRef.get(state[key])
      this.ends[key].set(thing ? thing.name : "")
      if (thing) this.path.open = true
    }
    this.say(this.summary())
    if (!this.map) return
    this.map.show(this.result, state.show)
    this.map.focus(this.focus, data.byRef.get(state.at))
  }

  summary() {
    const { shown, active } = this.result
    const all = this.data.things.filter((thing) => thing.kind === "tool").length
    const tools = active.length ? `${shown.tools.toLocaleString("en")} of ${many(all, "tool")}` : many(all, "tool")
    return `${tools}, ${many(shown.flows, "flow")} shown.`
  }

  say(words) { this.said.textContent = words }

  /* The card of what is chosen; leaves in `focus` what the map lights up and in `found` the way, if any. */
  card() {
    const { data, state, act } = this
    this.focus = null
    this.found = null
    const [from, to] = [data.byRef.get(state.from), data.byRef.get(state.to)]
    if (from && to && from !== to) {
      this.found = way(data, from.at, to.at)
      const ties = this.found ? this.found.steps.flatMap((step) => step.flows.map((tie) => tie.at)) : []
      this.focus = { things: this.found ? this.found.stops : [from.at, to.at], ties }
      return wayCard(data, from, to, this.found, act)
    }
    const thing = data.byRef.get(state.at)
    if (thing) {
      this.focus = { things: [thing.at], ties: [], spread: true }
      return thingCard(data, thing, act)
    }
    const [one, other] = state.flow.split("..").map((id) => data.byRef.get(`tool:${id}`))
    if (one && other) {
      const ties = [...flowsBetween(data, one.at, other.at), ...flowsBetween(data, other.at, one.at)].map((tie) => tie.at)
      this.focus = { things: [one.at, other.at], ties }
      return flowsCard(data, one, other, act)
    }
    return null
  }
}

function refill(set, values) {
  set.clear()
  for (const value of values) set.add(value)
}
