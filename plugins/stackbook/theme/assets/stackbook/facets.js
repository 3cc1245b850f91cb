/* Long lists that are narrowed down by what is chosen and typed; what is copied, and what is downloaded of them.

   Every page works without it: what it needs stays hidden until it runs. A row says what it is in
   data-sb-is="tool:braze channel:sms". The address keeps the choice as ?tool=braze&filter=…; the browser's
   "back" undoes a choice, and ?q=… belongs to Material's search. */
;(() => {
  "use strict"

  /* Small letters without accents; signs only part words, so that "first_name" is found by "name". */
  const plain = (text) =>
    ` ${text.toLowerCase().normalize("NFD").replace(/\p{M}/gu, "").replace(/[^\p{L}\p{N}]+/gu, " ").trim()}`
  const FEW = 400 // rows that a browser lays out at once
  const OPENED = 8 // a fold with so few rows left is opened
  const number = (count) => count.toLocaleString("en")

  /* Said for those who do not see it: the region is emptied first, so that the same words are said twice. */
  function say(page, words) {
    const region = page && page.querySelector("[data-sb-said], .sb-copied")
    if (!region) return
    region.textContent = ""
    setTimeout(() => { region.textContent = words }, 60)
  }

  /* The words of a row by which it is found: not whom to ask, for whose name one would find half the list. */
  function worded(row) {
    const left = document.createTreeWalker(row, NodeFilter.SHOW_TEXT)
    const said = []
    while (left.nextNode()) {
      if (!left.currentNode.parentElement.closest("[data-sb-unsought]")) said.push(left.currentNode.data)
    }
    return said.join(" ")
  }

  function facets(box) {
    box.dataset.sbOn = ""
    const page = box.closest(".sb")
    const rows = [...page.querySelectorAll(box.dataset.sbFacets)]
    const groups = [...page.querySelectorAll("[data-sb-group]")].filter((one) => rows.some((row) => one.contains(row)))
    const folds = [...page.querySelectorAll("[data-sb-fold]")].map((one) => ({
      one, rows: rows.filter((row) => one.contains(row)), left: one.querySelector("[data-sb-left]"),
    })).filter((fold) => fold.rows.length)
    const search = box.querySelector("[name=filter]")
    const selects = [...box.querySelectorAll("select")]
    const radios = [...box.querySelectorAll("[type=radio]")]
    const names = [...new Set([...radios, ...selects].map((control) => control.name))]
    const output = box.querySelector("output")
    const clears = [...page.querySelectorAll("[data-sb-clear]")]
    const nothing = page.querySelector("[data-sb-nothing]")
    const aside = new Set(rows.filter((row) => groups.some((one) => one.contains(row)))) // shown, and not counted
    const download = location.protocol === "file:" ? null : page.querySelector("[data-sb-these]")
    const parts = [...new Set(rows.map((row) => row.parentElement))]
    const many = [...page.querySelectorAll(".sb-many")]
    let known // what the rows hold, read when it is first asked for

    function read() {
      if (known) return
      known = rows.map((row) => {
        const marks = (row.dataset.sbIs || "").split(" ")
        const is = names.map((name) => marks.filter((mark) => mark.startsWith(`${name}:`)))
        return { is, text: plain(`${row.dataset.find || ""} ${worded(row)}`), counts: !aside.has(row) }
      })
    }

    const chosen = (name) => {
      const select = selects.find((one) => one.name === name)
      return select ? select.value : radios.find((one) => one.name === name && one.checked)?.value || ""
    }

    function choose(name, value) {
      const select = selects.find((one) => one.name === name)
      const options = select ? [...select.options] : radios.filter((one) => one.name === name)
      const wanted = options.find((one) => one.value === value) || options[0]
      if (select) select.value = wanted.value
      else wanted.checked = true
    }

    /* A choice's number is how many rows it would leave: those that fit everything but, perhaps, its own facet. */
    function apply() {
      read()
      const words = plain(search.value).split(" ").filter(Boolean).map((word) => ` ${word}`) // each begins a word
      const wanted = names.map((name) => (chosen(name) ? `${name}:${chosen(name)}` : ""))
      const active = words.length > 0 || wanted.some(Boolean)
      const counts = new Map()
      let shown = 0
      let counted = 0
      rows.forEach((row, at) => {
        const one = known[at]
        let failing = words.every((word) => one.text.includes(word)) ? 0 : 2
        let facet = -1 // the one that it fails
        for (let n = 0; n < wanted.length && failing < 2; n += 1) {
          if (!wanted[n] || one.is[n].includes(wanted[n])) continue
          failing += 1
          facet = n
        }
        if (row.hidden !== failing > 0) row.hidden = failing > 0
        if (!failing) shown += 1
        if (failing > 1 || !one.counts) return
        if (!failing) counted += 1
        one.is.forEach((marks, n) => {
          if (facet < 0 || facet === n) for (const mark of marks) counts.set(mark, (counts.get(mark) || 0) + 1)
        })
      })
      count(counts)
      // A part that is not laid out while nobody looks at it takes the room of all its rows.
      for (const part of parts) part.hidden = [...part.children].every((row) => row.hidden)
      for (const table of many) table.classList.toggle("sb-many", shown > FEW)
      for (const group of groups) {
        const left = rows.filter((row) => !row.hidden && group.contains(row)).length
        group.hidden = !left
        group.querySelector("summary b").textContent = number(left)
        if (active && left && left === shown) group.open = true
      }
      for (const fold of folds) {
        const left = fold.rows.filter((row) => !row.hidden).length
        fold.one.hidden = !left
        if (fold.left) fold.left.textContent = number(left)
        if (active && left && (left <= OPENED || left === shown || fold.one.dataset.sbFold)) fold.one.open = true
      }
      const besides = shown - counted
      const more = besides ? `, and ${number(besides)} that no longer ${besides === 1 ? "works" : "work"}` : ""
      output.textContent = active
        ? `${number(counted)} of ${number(rows.length - aside.size)} ${box.dataset.sbThings}${more}`
        : ""
      for (const clear of clears) if (box.contains(clear)) clear.hidden = !active
      nothing.hidden = shown > 0
      for (const area of page.querySelectorAll(".sb-scroll")) area.classList.toggle("sb-none-fits", !shown)
      if (download) {
        download.hidden = !active || !shown
        download.querySelector("span").textContent = number(shown)
      }
    }

    function count(counts) {
      for (const radio of radios) {
        const badge = radio.parentElement.querySelector("[data-sb-count]")
        const left = counts.get(`${radio.name}:${radio.value}`) || 0
        if (badge) badge.textContent = number(left)
        radio.disabled = Boolean(radio.value) && !left && !radio.checked
      }
      for (const option of selects.flatMap((select) => [...select.options])) {
        if (!option.value) continue
        const select = option.closest("select")
        const left = counts.get(`${select.name}:${option.value}`) || 0
        option.textContent = `${option.dataset.label} (${number(left)})`
        option.disabled = !left && select.value !== option.value
      }
    }

    function remember(step) {
      const address = new URL(location.href)
      const put = (name, value) => (value ? address.searchParams.set(name, value) : address.searchParams.delete(name))
      for (const name of names) put(name, chosen(name))
      put("filter", search.value.trim())
      if (address.href === location.href) return
      try {
        if (step) history.pushState(history.state, "", address)
        else history.replaceState(history.state, "", address)
      } catch {
        // A browser may refuse it for a page opened from a folder: the list still works.
      }
    }

    function recall() {
      if (!box.isConnected) return
      const wanted = new URL(location.href).searchParams
      for (const name of names) choose(name, wanted.get(name) || "")
      search.value = wanted.get("filter") || ""
      if (known || search.value || names.some(chosen)) apply()
    }

    let later
    search.addEventListener("input", () => {
      clearTimeout(later)
      later = setTimeout(() => { apply(); remember(false) }, 120)
    })
    search.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || !search.value) return
      search.value = ""
      apply()
      remember(false)
    })
    box.addEventListener("change", (event) => {
      if (event.target === search) return
      apply()
      remember(true)
    })
    for (const clear of clears) {
      clear.addEventListener("click", () => {
        for (const name of names) choose(name, "")
        search.value = ""
        apply()
        remember(true)
        search.focus()
      })
    }
    if (download) download.addEventListener("click", () => these(page, download, rows, names.map(chosen)))
    addEventListener("popstate", recall)
    box.hidden = false
    recall()
    if (window.requestIdleCallback) requestIdleCallback(read)
  }

  /* --- Files -------------------------------------------------------------------- */

  /* The records of a CSV file as they are written; a line break within quotes ends none. */
  function records(text) {
    const found = []
    let start = 0
    let quoted = false
    for (let at = 0; at < text.length; at += 1) {
      if (text[at] === '"') quoted = !quoted
      else if (text[at] === "\n" && !quoted) {
        found.push(text.slice(start, at + 1))
        start = at + 1
      }
    }
    return found
  }

  /* The rows that are seen, out of the file that holds all of them in the same order. */
  async function these(page, button, rows, chosen) {
    const file = new URL(button.dataset.sbThese, location.href)
    try {
      const answer = await fetch(file)
      if (!answer.ok) throw new Error(answer.statusText)
      const [head, ...all] = records(await answer.text()) // without its byte-order mark
      if (all.length !== rows.length) throw new Error("another version of the file")
      const kept = all.filter((_, at) => !rows[at].hidden)
      const link = document.createElement("a")
      link.href = URL.createObjectURL(new Blob(["\ufeff", head, ...kept], { type: "text/csv;charset=utf-8" }))
      const name = file.pathname.split("/").pop().replace(/\.csv$/, "")
      link.download = `${[name, ...chosen.filter(Boolean)].join("-").replace(/[^\w.-]+/g, "_")}.csv`
      link.click()
      setTimeout(() => URL.revokeObjectURL(link.href), 10_000)
      say(page, `Downloaded ${number(kept.length)}`)
    } catch {
      say(page, "It could not be made. You get all of them instead.")
      location.assign(file)
    }
  }

  /* --- To be pasted ---------------------------------------------------------------- */

  async function copy(button) {
    const code = button.closest(".sb-paste, .sb-token__paste").querySelector("code")
    const shown = button.querySelector("[aria-hidden]") || button
    const done = await write(code)
    shown.textContent = done ? "Copied" : "Press Ctrl+C"
    button.classList.toggle("sb-copy--done", done)
    say(button.closest(".sb"), done ? "Copied" : "It is selected: copy it with Control and C")
    clearTimeout(Number(button.dataset.sbLater))
    button.dataset.sbLater = setTimeout(() => {
      shown.textContent = "Copy"
      button.classList.remove("sb-copy--done")
    }, 2_000)
  }

  /* Browsers keep the clipboard from pages that came without encryption; there the older way may still work. */
  async function write(code) {
    try {
      await navigator.clipboard.writeText(code.textContent)
      return true
    } catch {
      const range = document.createRange()
      range.selectNodeContents(code)
      const selection = getSelection()
      selection.removeAllRanges()
      selection.addRange(range)
      return document.execCommand("copy") && (selection.removeAllRanges(), true)
    }
  }

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-sb-copy]")
    if (button) copy(button)
  })

  function start() {
    for (const button of document.querySelectorAll("[data-sb-copy][hidden]")) button.hidden = false
    document.querySelectorAll("[data-sb-facets]:not([data-sb-on])").forEach(facets)
  }

  // With instant navigation Material puts new pages in without loading them, and says so through document$.
  if (window.document$) window.document$.subscribe(start)
  else start()
})()
