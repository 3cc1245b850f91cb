/* The column of choices: search, what is shown, filters. Everything stays where it is; only counts and ticks change. */
import { NOT_RECORDED } from "./data.js"
import { fresh, h, name } from "./dom.js"

const TITLES = {
  category: "Category",
  team: "Owner team",
  lifecycle: "Phase of life",
  approved: "May hold data up to",
  holds: "Holds fields that are",
  pattern: "How data travels",
}
const SWITCHES = { flow: "Flows between tools", data_source: "Data sources", vendor: "Vendors", team: "Teams" }

function choices(data) {
  const words = (list) => data.words[list].map(([key, label]) => ({ key, label }))
  const teams = new Set(data.things.flatMap((thing) => thing.owners))
  return {
    category: data.categories.map(({ key, label, group }) => ({ key, label, group: group.label })),
    team: [...teams].sort((a, b) => a - b).map((at) => ({ key: data.things[at].id, label: data.things[at].name })),
    lifecycle: words("phase"),
    approved: words("class"),
    holds: words("class"),
    pattern: words("pattern"),
  }
}

export function panel(data, state, changed) {
  const facets = Object.entries(choices(data)).map(([facet, options]) => facetBox(facet, options, state, changed))
  const switches = Object.entries(SWITCHES)
    .filter(([key]) => key === "flow" || data.things.some((thing) => thing.kind === key))
    .map(([key, label]) => tick(label, (on) => { if (on) state.show.add(key); else state.show.delete(key); changed() }, () => state.show.has(key)))
  const near = tick("With the tools they exchange data with", (on) => { state.near = on; changed() }, () => state.near)
  const clear = h("button", { type: "button", class: "sb-explorer__clear", onclick: () => {
    for (const chosen of Object.values(state.chosen)) chosen.clear()
    state.near = false
    changed()
  } }, "Clear all filters")
  const summary = h("summary", {}, "Filters")
  const element = h("details", { class: "sb-explorer__filters", open: true },
    summary,
    h("fieldset", { class: "sb-explorer__show" }, h("legend", {}, "On the map"), switches.map((one) => one.element)),
    h("div", { class: "sb-explorer__facets" }, facets.map((one) => one.element)),
    near.element, clear)

  function update(result) {
    for (const one of [...switches, near]) one.update()
    for (const facet of facets) facet.update(result.counts)
    clear.hidden = near.element.hidden = !result.active.length
    const chosen = result.active.reduce((sum, facet) => sum + state.chosen[facet].size, 0)
    summary.textContent = chosen ? `Filters (${chosen})` : "Filters"
  }

  return { element, update }
}

function tick(label, change, value) {
  const input = h("input", { type: "checkbox", onchange: () => change(input.checked) })
  const element = h("label", { class: "sb-explorer__tick" }, input, h("span", {}, label))
  return { element, update: () => { input.checked = value() } }
}

function facetBox(facet, options, state, changed) {
  const badge = h("span", { class: "sb-count", hidden: true })
  const rows = [...options, { key: NOT_RECORDED, label: "Not recorded" }].map((option) => row(facet, option, state, changed))
  const inside = []
  let group = ""
  for (const one of rows) {
    if (one.option.group && one.option.group !== group) {
      group = one.option.group
      inside.push(h("p", { class: "sb-explorer__group" }, name(group)))
    }
    inside.push(one.element)
  }
  const title = fresh("facet")
  const element = h("details", { class: "sb-explorer__facet", "data-facet": facet },
    h("summary", { id: title }, `${TITLES[facet]} `, badge),
    h("div", { role: "group", "aria-labelledby": title, class: "sb-explorer__options", tabindex: 0 }, inside))
  if (facet === "category" || facet === "team") element.classList.add("sb-explorer__facet--long")
  if (facet === "category") element.open = true
  let used = false

  function update(counts) {
    const chosen = state.chosen[facet]
    badge.hidden = !chosen.size
    badge.textContent = chosen.size
    if (chosen.size && !used) element.open = true // a link that filters shows by what
    used = chosen.size > 0
    for (const one of rows) one.update(counts[facet])
    // A choice that leaves everything as it is needs no room.
    element.hidden = !chosen.size && !rows.some((one) => one.option.key !== NOT_RECORDED && counts[facet].get(one.option.key))
  }

  return { element, update }
}

function row(facet, option, state, changed) {
  const chosen = () => state.chosen[facet]
  const input = h("input", { type: "checkbox", value: option.key, onchange: () => {
    if (input.checked) chosen().add(option.key)
    else chosen().delete(option.key)
    changed()
  } })
  const count = h("span", { class: "sb-explorer__number" })
  const element = h("label", { class: "sb-explorer__tick" }, input, h("span", {}, name(option.label)), count)

  function update(counts) {
    const number = counts.get(option.key) || 0
    input.checked = chosen().has(option.key)
    count.textContent = number.toLocaleString("en")
    element.classList.toggle("sb-explorer__tick--none", !number && !input.checked)
    if (option.key === NOT_RECORDED) element.hidden = !number && !input.checked
  }

  return { element, option, update }
}
