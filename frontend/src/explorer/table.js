/* The table below the map, which shows the tools that the map shows. */
import { FOUND } from "./filters.js"
import { many } from "./dom.js"

export function table(page, data) {
  const rows = [...page.querySelectorAll("[data-thing]")].map((row) => [row, data.byRef.get(row.dataset.thing)]).filter(([, thing]) => thing)
  const said = page.querySelector("[data-sb-explorer-said]")
  const before = said ? [...said.childNodes] : []
  return {
    update(result) {
      let shown = 0
      for (const [row, thing] of rows) {
        const hidden = result.level[thing.at] !== FOUND
        if (row.hidden !== hidden) row.hidden = hidden
        shown += hidden ? 0 : 1
      }
      if (!said) return
      if (result.active.length) said.replaceChildren(`${many(shown, "tool")} of ${rows.length.toLocaleString("en")}: those that fit the filters above.`)
      else said.replaceChildren(...before)
    },
  }
}
