/* What is under the pointer or has the focus is shown with its neighbours, and the rest steps back. */

export function highlight(view) {
  const drawing = view.querySelector(".sb-drawing")
  const matrix = view.querySelector("table.sb-matrix")
  if (drawing) neighbours(view, drawing)
  if (matrix) crossing(view, matrix)
}

/* While the pointer or the focus is on a part, `light` gets it; null when neither is. The listeners are on the frame: an
   <svg> that listens for the focus becomes a stop of the keyboard itself. */
function follow(whole, light) {
  for (const name of ["pointerover", "focusin"]) whole.addEventListener(name, (event) => light(event.target))
  // Without a pointer on it, what has the focus stays lit.
  whole.addEventListener("pointerleave", () => light(whole.contains(document.activeElement) ? document.activeElement : null))
  whole.addEventListener("focusout", () => light(null))
}

/* In a table, the cell's row and column. */
function crossing(view, table) {
  const cells = [...table.querySelectorAll("td, th")]
  follow(view, (target) => {
    const cell = target && target.closest("td, th")
    const isPart = cell && (cell.matches("td") ? cell.textContent.trim() : true)
    table.classList.toggle("sb-focus", Boolean(isPart))
    for (const one of cells) {
      const near = isPart && (one.parentElement === cell.parentElement || one.cellIndex === cell.cellIndex)
      one.classList.toggle("sb-near", Boolean(near))
    }
  })
}

function neighbours(view, drawing) {
  const parts = [...drawing.querySelectorAll("[data-node], [data-edge]")]
  const edges = parts.filter((part) => part.dataset.from)

  function near(part) {
    const found = new Set()
    for (const { dataset } of edges) {
      const touched = part.dataset.node
        ? [dataset.from, dataset.to].includes(part.dataset.node)
        : dataset.edge === part.dataset.edge
      if (touched) found.add(dataset.edge).add(dataset.from).add(dataset.to)
    }
    return found.add(part.dataset.node || part.dataset.edge)
  }

  function light(target) {
    const part = target && target.closest("[data-node], [data-edge]")
    const lit = part ? near(part) : new Set()
    drawing.classList.toggle("sb-focus", lit.size > 0)
    for (const one of parts) one.classList.toggle("sb-near", lit.has(one.dataset.node || one.dataset.edge))
  }

  follow(view, light)
}
