/* What pages can do beyond being read. Every page works without it: boxes to type into stay hidden until it runs.

   The address keeps what was typed as ?filter=…; ?q=… belongs to Material's search. */
;(() => {
  "use strict"

  const plain = (text) => text.toLowerCase().normalize("NFD").replace(/\p{M}/gu, "")

  /* A box that hides the rows that do not hold every word typed into it. */
  function filter(box) {
    const input = box.querySelector("input")
    const count = box.querySelector("output")
    const page = box.closest(".sb")
    const rows = [...page.querySelectorAll(box.dataset.sbFilter)]
    const groups = [...page.querySelectorAll("[data-sb-group]")].filter((one) => rows.some((row) => one.contains(row)))
    if (rows.length < 2) return
    const texts = rows.map((row) => plain(`${row.textContent} ${row.dataset.find || ""}`))

    function apply() {
      const words = plain(input.value).split(/\s+/).filter(Boolean)
      let shown = 0
      rows.forEach((row, at) => {
        row.hidden = !words.every((word) => texts[at].includes(word))
        shown += row.hidden ? 0 : 1
      })
      for (const group of groups) group.hidden = !rows.some((row) => group.contains(row) && !row.hidden)
      count.textContent = !words.length ? "" : shown ? `${shown} of ${rows.length}` : "Nothing found"
    }

    function remember() {
      const address = new URL(location.href)
      if (input.value.trim()) address.searchParams.set("filter", input.value.trim())
      else address.searchParams.delete("filter")
      if (address.href !== location.href) history.replaceState(history.state, "", address)
    }

    let later
    input.addEventListener("input", () => {
      clearTimeout(later)
      later = setTimeout(() => { apply(); remember() }, 120)
    })
    input.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || !input.value) return
      input.value = ""
      apply()
      remember()
    })
    box.hidden = false
    input.value = new URL(location.href).searchParams.get("filter") || ""
    if (input.value) apply()
  }

  /* In a drawing, what is under the pointer or has the focus is shown with its neighbours. */
  function neighbours(drawing) {
    function light(event) {
      const part = event.target.closest && event.target.closest("[data-node], [data-edge]")
      const near = new Set()
      if (part && part.dataset.node) {
        near.add(part.dataset.node)
        for (const edge of drawing.querySelectorAll("[data-from]")) {
          if (![edge.dataset.from, edge.dataset.to].includes(part.dataset.node)) continue
          near.add(edge.dataset.edge).add(edge.dataset.from).add(edge.dataset.to)
        }
      } else if (part) {
        const edge = drawing.querySelector(`[data-edge="${CSS.escape(part.dataset.edge)}"][data-from]`)
        near.add(part.dataset.edge)
        if (edge) near.add(edge.dataset.from).add(edge.dataset.to)
      }
      drawing.classList.toggle("sb-focus", near.size > 0)
      for (const one of drawing.querySelectorAll("[data-node], [data-edge]")) {
        one.classList.toggle("sb-near", near.has(one.dataset.node || one.dataset.edge))
      }
    }
    for (const name of ["pointerover", "focusin"]) drawing.addEventListener(name, light)
    for (const name of ["pointerleave", "focusout"]) drawing.addEventListener(name, () => light({ target: drawing }))
  }

  /* A picture wider than its frame begins with its subject in the middle. */
  function centre(figure) {
    const subject = figure.querySelector(".sb-subject")
    if (!subject || figure.scrollWidth <= figure.clientWidth) return
    const frame = figure.getBoundingClientRect()
    const box = subject.getBoundingClientRect()
    figure.scrollLeft += box.left + box.width / 2 - (frame.left + frame.width / 2)
  }

  /* Only what can be moved sideways is a stop for the keyboard; the head of a table that fits stays in sight. */
  function stops() {
    for (const area of document.querySelectorAll(".sb-scroll, .sb-diagram")) {
      const fits = area.scrollWidth <= area.clientWidth + 1
      area.classList.toggle("sb-fits", fits)
      if (fits) area.removeAttribute("tabindex")
      else area.tabIndex = 0
    }
  }

  /* Where the picture has no room the table is open from the start. */
  function tables() {
    if (!matchMedia("(max-width: 44.9375em)").matches) return
    for (const table of document.querySelectorAll(".sb-facts-table")) table.open = true
  }

  function start() {
    tables()
    for (const button of document.querySelectorAll("[data-sb-search]")) button.hidden = !document.getElementById("__search")
    document.querySelectorAll(".sb-filter").forEach(filter)
    document.querySelectorAll(".sb-diagram .sb-drawing").forEach(neighbours)
    document.querySelectorAll(".sb-diagram").forEach(centre)
    stops()
    // Material's search dialog has no name of its own.
    const dialog = document.querySelector(".md-search[role=dialog]")
    const query = dialog && dialog.querySelector("input")
    if (query && !dialog.hasAttribute("aria-label")) dialog.setAttribute("aria-label", query.getAttribute("aria-label"))
  }

  document.addEventListener("click", (event) => {
    if (!event.target.closest("[data-sb-search]")) return
    const toggle = document.getElementById("__search")
    const input = document.querySelector("[data-md-component=search-query]")
    if (toggle && !toggle.checked) toggle.click()
    if (input) input.focus()
  })
  addEventListener("resize", stops)
  document.addEventListener("toggle", stops, true) // a table inside <details> has no size before it is opened

  // With instant navigation Material puts new pages in without loading them, and says so through document$.
  if (window.document$) window.document$.subscribe(start)
  else start()
})()
