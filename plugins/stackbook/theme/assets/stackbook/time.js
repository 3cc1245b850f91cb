/* What differs between two days that a reader chooses: the picture gets other marks, the table other rows.

   Without it the page shows what differs between today and the last day. The picture says in data-sb-times of
   everything in it from which day on how far it is there: 0 not at all, 1 planned, 2 in use. The address keeps
   the choice as ?from=2026-11-22&to=2027-03-01. */
;(() => {
  "use strict"

  const MARKS = ["added", "changed", "retired", "absent"]
  const DAY = /^\d{4}-\d{2}-\d{2}$/
  const SVG = "http://www.w3.org/2000/svg"

  /* How far something is there on a day, and whether it changes on a later one up to another. */
  function on(times, day) {
    let far = 0
    for (const [from, there] of times) if (from <= day) far = there
    return far
  }

  function stateOf(times, first, last) {
    const was = on(times, first)
    const is = on(times, last)
    if (is > was) return "added"
    if (is < was) return "retired"
    if (!is) return "absent"
    return times.some(([from]) => from > first && from <= last) ? "changed" : "stays"
  }

  function mark(element, state) {
    for (const one of [...MARKS, "planned", "ending", "ended"]) element.classList.toggle(`sb-${one}`, one === state)
  }

  /* What is said of a box or an arrow to those who do not see its colour. */
  function name(element, state) {
    const plain = (element.dataset.sbName ??= (
      element.getAttribute("aria-label") || element.querySelector("title")?.textContent || ""
    ).replace(/ \((added|changed|retired|absent|planned|ending|ended)\)$/, ""))
    const words = MARKS.includes(state) ? `${plain} (${state})` : plain
    if (element.hasAttribute("aria-label")) element.setAttribute("aria-label", words)
    const title = element.querySelector("title")
    if (title) title.textContent = words
  }

  /* The word on the upper border of a box. */
  function chip(node, state) {
    node.querySelector(".sb-chip")?.remove()
    const box = node.querySelector(".sb-box")
    if (!MARKS.includes(state) || !box) return
    const group = document.createElementNS(SVG, "g")
    const rect = document.createElementNS(SVG, "rect")
    const text = document.createElementNS(SVG, "text")
    group.setAttribute("class", "sb-chip")
    text.textContent = state[0].toUpperCase() + state.slice(1)
    text.setAttribute("text-anchor", "middle")
    group.append(rect, text)
    node.append(group)
    const wide = (text.getComputedTextLength() || 40) + 14
    const right = Number(box.getAttribute("x")) + Number(box.getAttribute("width")) - 10
    const top = Number(box.getAttribute("y")) - 8
    for (const [key, value] of Object.entries({ x: right - wide, y: top, width: wide, height: 16, rx: 8 })) {
      rect.setAttribute(key, value)
    }
    text.setAttribute("x", right - wide / 2)
    text.setAttribute("y", top + 11.6)
  }

  /* The word beside an arrow. */
  function label(edge, state) {
    const text = edge.querySelector("text")
    const rect = edge.querySelector("rect")
    if (!text || !rect) return
    const middle = Number(rect.getAttribute("x")) + Number(rect.getAttribute("width")) / 2
    text.textContent = state
    const wide = (text.getComputedTextLength() || 40) + 12
    rect.setAttribute("width", wide)
    rect.setAttribute("x", middle - wide / 2)
  }

  function redraw(figure, data, first, last) {
    const state = (ref) => (data.times[ref] ? stateOf(data.times[ref], first, last) : "")
    for (const node of figure.querySelectorAll("[data-node]")) {
      const found = state(node.dataset.node)
      if (!found) continue
      mark(node, found)
      chip(node, found)
      name(node, found)
    }
    for (const line of figure.querySelectorAll("[data-edge]")) {
      const all = new Set((data.arrows[line.dataset.edge] || []).map(state))
      if (!all.size) continue
      const found = all.size === 1 ? [...all][0] : "changed"
      mark(line, found)
      if (!line.classList.contains("sb-edge")) continue
      label(line, found)
      name(line, found)
    }
  }

  function compare(box) {
    box.dataset.sbOn = ""
    const form = box.querySelector("form")
    const figure = box.querySelector("[data-sb-times]")
    const data = figure ? JSON.parse(figure.dataset.sbTimes) : null
    const rows = [...box.querySelectorAll("[data-sb-day]")]
    const said = (key, words) => {
      for (const one of box.querySelectorAll(`[data-sb-said="${key}"]`)) one.textContent = words
    }
    const times = [...box.querySelectorAll(".sb-compare__said time")]

    function show() {
      const chosen = [form.elements.from, form.elements.to].map((one) => one.selectedOptions[0])
      const [first, last] = chosen.sort((a, b) => (a.value < b.value ? -1 : a.value > b.value ? 1 : 0))
      let count = 0
      for (const row of rows) {
        row.hidden = !(row.dataset.sbDay > first.value && row.dataset.sbDay <= last.value)
        count += row.hidden ? 0 : 1
      }
      said("count", count)
      said("rows", count)
      said("word", count === 1 ? "change" : "changes")
      for (const key of ["tools", "planned", "flows"]) said(key, `${first.dataset[key]} → ${last.dataset[key]}`)

      ;[first, last].forEach((one, at) => {
        times[at].dateTime = one.value
        times[at].textContent = one.textContent
      })
      if (data) redraw(figure, data, first.value, last.value)
    }

    form.hidden = false
    const asked = new URLSearchParams(location.search)
    let other = false
    for (const key of ["from", "to"]) {
      const select = form.elements[key]
      const value = asked.get(key) || ""
      if (DAY.test(value) && [...select.options].some((one) => one.value === value)) {
        select.value = value
        other = true
      }
    }
    form.addEventListener("change", () => {
      const address = new URL(location.href)
      for (const key of ["from", "to"]) address.searchParams.set(key, form.elements[key].value)
      if (location.protocol !== "file:") history.replaceState(history.state, "", address)
      show()
    })
    form.addEventListener("submit", (event) => event.preventDefault())
    if (other) show()
  }

  function start() {
    document.querySelectorAll("[data-sb-compare]:not([data-sb-on])").forEach(compare)
  }

  // With instant navigation Material puts new pages in without loading them, and says so through document$.
  if (window.document$) window.document$.subscribe(start)
  else start()
})()
