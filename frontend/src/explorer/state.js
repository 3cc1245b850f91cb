/* What a reader has chosen, and how it is written into the address: ?category=crm,seo&at=tool:braze&view=120,-340,900

   Material owns ?q= and ?h=, the lists own ?filter=; none of these is touched. */
export const FACETS = ["category", "team", "lifecycle", "approved", "holds", "pattern"]
export const SWITCHES = ["flow", "data_source", "vendor", "team"]

const OWN = ["show", ...FACETS, "near", "at", "flow", "from", "to", "view"]

export const empty = () => ({
  show: new Set(["flow"]),
  chosen: Object.fromEntries(FACETS.map((facet) => [facet, new Set()])),
  near: false,
  at: "",
  flow: "",
  from: "",
  to: "",
  view: null,
})

export function fromAddress(search) {
  const found = new URLSearchParams(search)
  const state = empty()
  const list = (key) => (found.get(key) || "").split(",").filter(Boolean)
  // Nothing at all can be shown as well, which is written as "none".
  if (found.has("show")) state.show = new Set(list("show").filter((one) => SWITCHES.includes(one)))
  for (const facet of FACETS) state.chosen[facet] = new Set(list(facet))
  state.near = found.get("near") === "1"
  for (const key of ["at", "flow", "from", "to"]) state[key] = found.get(key) || ""
  const view = list("view").map(Number)
  state.view = view.length === 3 && view.every(Number.isFinite) && view[2] > 0 ? view : null
  return state
}

export function toAddress(state, search) {
  const found = new URLSearchParams(search)
  for (const key of OWN) found.delete(key)
  const put = (key, value) => value && found.set(key, value)
  const shown = SWITCHES.filter((one) => state.show.has(one))
  if (shown.join() !== "flow") found.set("show", shown.join() || "none")
  for (const facet of FACETS) put(facet, [...state.chosen[facet]].sort().join())
  put("near", state.near && "1")
  for (const key of ["at", "flow", "from", "to"]) put(key, state[key])
  put("view", state.view && state.view.map((one) => Math.round(one)).join())
  // Commas and colons may stand in a query, and so the address can be read.
  const text = found.toString().replace(/%2C/g, ",").replace(/%3A/g, ":")
  return text ? `?${text}` : ""
}

/* Puts the state into the address. `step` is something the button "back" undoes. */
export function remember(state, step) {
  const search = toAddress(state, location.search)
  if (search === location.search) return
  const address = `${location.pathname}${search}${location.hash}`
  try {
    if (step) history.pushState(history.state, "", address)
    else history.replaceState(history.state, "", address)
  } catch {
    // A browser may refuse it for a page opened from a folder: the map still works.
  }
}
