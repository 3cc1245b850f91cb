/* What is known about the thing, the flows or the way that was chosen. */
import { flowsBetween } from "./data.js"
import { fresh, h, icon, many, name } from "./dom.js"

const FIRST = 8
const CLOSE = "M6 6l12 12M18 6L6 18"

/* `act`: {at(thing), from(thing), to(thing), close()} */
export function thingCard(data, thing, act) {
  const facts = []
  const fact = (label, ...value) => value.length && value[0] && facts.push(h("div", {}, h("dt", {}, label), h("dd", {}, value)))
  fact("Category", thing.category && name(thing.category.label))
  fact("Phase of life", thing.phase && thing.phase.label)
  fact("May hold data up to", thing.approved && thing.approved.label)
  fact("Holds fields that are", thing.classes.map((one) => one.label).join(", "))
  if (thing.kind === "tool") fact("Flows", `${thing.into.toLocaleString("en")} in, ${thing.out.toLocaleString("en")} out`)
  const tool = thing.kind === "tool"
  return frame(data.kinds[thing.kind].one, name(thing.name), act,
    thing.about && h("p", { dir: "auto" }, thing.about),
    h("p", { class: "sb-explorer__links" },
      h("a", { href: thing.href }, "Open its page"),
      thing.around && h("a", { href: thing.around }, "Picture of its neighbourhood")),
    facts.length > 0 && h("dl", {}, facts),
    tool && h("p", { class: "sb-explorer__actions" },
      h("button", { type: "button", onclick: () => act.from(thing) }, "Path from here"),
      h("button", { type: "button", onclick: () => act.to(thing) }, "Path to here")),
    neighbours(data, thing).map((group) => neighbourList(data, group, act)))
}

function neighbours(data, thing) {
  const groups = { in: new Map(), out: new Map(), holds: new Map(), lives: new Map(), makes: new Map(), maker: new Map(), owns: new Map(), owner: new Map() }
  const put = (group, other, note) => groups[group].set(other, [...(groups[group].get(other) || []), note])
  for (const tie of thing.ties) {
    const forth = tie.from === thing.at
    const other = forth ? tie.to : tie.from
    if (tie.kind === "flow") {
      const note = tie.pattern ? tie.pattern.label : ""
      if (forth || tie.both) put("out", other, note)
      if (!forth || tie.both) put("in", other, note)
    } else if (tie.kind === "holds") put(forth ? "holds" : "lives", other, "")
    else if (tie.kind === "makes") put(forth ? "makes" : "maker", other, "")
    else put(forth ? "owns" : "owner", other, tie.name)
  }
  const titles = {
    in: "Gets data from", out: "Sends data to", owner: "Looked after by", holds: "Holds", lives: "Lives in", maker: "Made by",
    makes: "Makes", owns: "Looks after",
  }
  return Object.keys(titles)
    .filter((key) => groups[key].size)
    .map((key) => ({ key, title: titles[key], entries: [...groups[key]].map(([at, notes]) => [data.things[at], [...new Set(notes)].filter(Boolean).join(", ")]) }))
}

function neighbourList(data, { key, title, entries }, act) {
  entries.sort((a, b) => (a[0].plain < b[0].plain ? -1 : a[0].plain > b[0].plain ? 1 : a[0].at - b[0].at))
  const list = h("ul", {})
  const row = ([thing, note]) => h("li", {},
    h("button", { type: "button", class: "sb-explorer__name", onclick: () => act.at(thing) }, name(thing.name)),
    note && h("small", {}, note))
  const fill = (rows) => list.replaceChildren(...rows.map(row))
  fill(entries.slice(0, FIRST))
  const more = entries.length > FIRST && h("button", { type: "button", class: "sb-explorer__more", onclick: (event) => {
    fill(entries)
    event.currentTarget.remove()
    list.children[FIRST].firstChild.focus()
  } }, `Show all ${entries.length.toLocaleString("en")}`)
  return h("section", { class: `sb-explorer__near sb-explorer__near--${key}` },
    h("h4", {}, `${title} `, h("span", { class: "sb-count" }, entries.length.toLocaleString("en"))), list, more)
}

/* The integrations of an arrow, or of the two between a pair. */
export function flowsCard(data, from, to, act) {
  const forth = flowsBetween(data, from.at, to.at)
  const back = flowsBetween(data, to.at, from.at).filter((tie) => !forth.includes(tie))
  const total = forth.length + back.length
  return frame(many(total, "integration"), [name(from.name), total && forth.every((tie) => tie.both) && forth.length ? " ⇄ " : " → ", name(to.name)], act,
    steps(data, from, to, forth),
    back.length > 0 && [h("h4", {}, "The other way"), steps(data, to, from, back)],
    h("p", { class: "sb-explorer__actions" }, [from, to].map((thing) => h("button", { type: "button", onclick: () => act.at(thing) }, name(thing.name)))))
}

function steps(data, from, to, flows) {
  return h("ul", { class: "sb-explorer__flows" }, flows.map((tie) => h("li", {},
    h("a", { href: tie.href }, name(tie.name || `${from.name} to ${to.name}`)),
    h("small", {}, [tie.pattern && tie.pattern.label, tie.status && tie.status.label, tie.both && "both ways",
      tie.via >= 0 && `via ${data.things[tie.via].name}`].filter(Boolean).join(" · ")))))
}

/* A way as `path.js` gives it, in words. */
export function wayCard(data, from, to, found, act) {
  const title = [name(from.name), " → ", name(to.name)]
  if (!found) {
    return frame("Path", title, act, h("p", {}, "No data gets from the one to the other, in neither direction. ",
      "A flow that nobody has recorded may be missing: look at the pages of the two tools."),
      h("p", { class: "sb-explorer__links" }, h("a", { href: from.href }, name(from.name)), h("a", { href: to.href }, name(to.name))))
  }
  const number = many(found.steps.length, "step")
  const [first, last] = found.along ? [from, to] : [to, from]
  const words = found.along
    ? found.today ? [`Data gets there in ${number}.`] : [`Data does not get there today: not all of these ${number} are live.`]
    : ["No data flows this way. It flows the other way, from ", name(first.name), " to ", name(last.name),
        found.today ? `, in ${number}.` : `, but not all of these ${number} are live today.`]
  return frame("Path", title, act, h("p", {}, words),
    h("ol", { class: "sb-explorer__way" }, found.steps.map((step) => {
      const [one, other] = [data.things[step.from], data.things[step.to]]
      return h("li", {},
        h("button", { type: "button", class: "sb-explorer__name", onclick: () => act.at(one) }, name(one.name)), " → ",
        h("button", { type: "button", class: "sb-explorer__name", onclick: () => act.at(other) }, name(other.name)),
        steps(data, one, other, step.flows))
    })))
}

function frame(kind, title, act, ...content) {
  const id = fresh("card")
  return h("section", { class: "sb-explorer__card", "aria-labelledby": id },
    h("header", {}, h("p", { class: "sb-explorer__kind" }, kind), h("h3", { id, tabindex: -1, dir: "auto" }, title),
      h("button", { type: "button", class: "sb-explorer__close", "aria-label": "Close", onclick: act.close }, icon(CLOSE))),
    content)
}
