/* How data gets from one tool to another. */
import { DirectedGraph } from "graphology"
import { bidirectional } from "graphology-shortest-path/unweighted"

import { flowsBetween } from "./data.js"

const LIVE = new Set(["active", "planned_disconnect"])
export const live = (tie) => Boolean(tie.status) && LIVE.has(tie.status.key)

const graphs = new WeakMap()

/* The tools with the flows that are live today, and with all flows. */
function graphsOf(data) {
  if (graphs.has(data)) return graphs.get(data)
  const tools = data.things.filter((thing) => thing.kind === "tool")
  const flows = data.ties.filter((tie) => tie.kind === "flow" && tie.from !== tie.to)
  const made = [flows.filter(live), flows].map((ties) => {
    const graph = new DirectedGraph()
    for (const tool of tools) graph.addNode(tool.at)
    for (const tie of ties) {
      graph.mergeEdge(tie.from, tie.to)
      if (tie.both) graph.mergeEdge(tie.to, tie.from)
    }
    return graph
  })
  graphs.set(data, made)
  return made
}

/* The shortest way along live flows, else along all, else the other way round; null when there is none:
   {along: in the direction asked for, today: all its flows are live, stops, steps} */
export function way(data, from, to) {
  const [today, all] = graphsOf(data)
  if (!all.hasNode(from) || !all.hasNode(to) || from === to) return null
  for (const [one, other] of [[from, to], [to, from]]) {
    for (const graph of [today, all]) {
      const found = bidirectional(graph, one, other)
      if (!found) continue
      const stops = found.map(Number)
      const steps = stops.slice(1).map((stop, at) => {
        const flows = flowsBetween(data, stops[at], stop)
        return { from: stops[at], to: stop, flows: graph === today ? flows.filter(live) : flows }
      })
      return { along: one === from, today: graph === today, stops, steps }
    }
  }
  return null
}
