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

  /* Only what can be moved sideways is a stop for the keyboard; the head of a table that fits stays in sight. */
  function stops() {
    for (const area of document.querySelectorAll(".sb-scroll")) {
      const fits = area.scrollWidth <= area.clientWidth + 1
      area.classList.toggle("sb-fits", fits)
      if (fits) area.removeAttribute("tabindex")
      else area.tabIndex = 0
    }
  }

  function start() {
    for (const button of document.querySelectorAll("[data-sb-search]")) button.hidden = !document.getElementById("__search")
    document.querySelectorAll(".sb-filter").forEach(filter)
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
