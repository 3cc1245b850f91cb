/* Opens Material's search from a button of a page. Everything else on a page works without script. */
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-sb-search]")
  if (!button) return
  const toggle = document.getElementById("__search")
  const input = document.querySelector("[data-md-component=search-query]")
  if (toggle && !toggle.checked) toggle.click()
  if (input) input.focus()
})
