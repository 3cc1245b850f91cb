/* What the colours and shapes mean: only those that are to be seen. */
import { hueOf } from "./colours.js"
import { TOOL } from "./data.js"
import { h, name } from "./dom.js"

export function legend(data) {
  const element = h("ul", { class: "sb-explorer__legend", "aria-label": "What the colours and shapes mean" })
  let before = ""
  return {
    element,
    update(result, show) {
      const groups = new Set()
      for (const thing of data.things) if (result.level[thing.at] && thing.kind === TOOL && thing.category) groups.add(thing.category.group)
      const entries = [...groups].sort((a, b) => a.at - b.at).map((group) => [`sb-explorer__dot sb-explorer__dot--${hueOf(group.at)}`, name(group.label)])
      for (const kind of ["data_source", "vendor", "team"]) {
        if (show.has(kind)) entries.push([`sb-explorer__dot sb-explorer__dot--${kind}`, data.kinds[kind].one])
      }
      const now = entries.map(([style]) => style).join()
      if (now === before) return
      before = now
      element.replaceChildren(...entries.map(([style, label]) => h("li", {}, h("span", { class: style, "aria-hidden": "true" }), label)))
    },
  }
}
