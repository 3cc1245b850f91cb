/* The address of a picture, for a mail or a ticket. */

export async function copyLink(figure, tools) {
  const address = `${location.href.split("#")[0]}#${figure.id}`
  if (await copied(address)) {
    tools.say("Link copied")
    return
  }
  // No right to the clipboard, as in some browsers for files: the address is there to be copied by hand.
  const field = document.createElement("input")
  field.className = "sb-picture__address"
  field.readOnly = true
  field.value = address
  field.setAttribute("aria-label", "Link to this picture")
  field.addEventListener("blur", () => setTimeout(() => field.remove()))
  field.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return
    event.stopPropagation()
    tools.bar.querySelector("[data-sb-tool=link]").focus() // which takes the focus from the field, and so the field away
  })
  tools.bar.append(field)
  field.focus()
  field.select()
  tools.say("Press Ctrl+C to copy")
}

async function copied(text) {
  try {
    await navigator.clipboard.writeText(text)
    return true
  } catch {
    return false
  }
}
