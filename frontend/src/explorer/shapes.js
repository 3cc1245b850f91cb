/* A shape for each kind, so that colour is not all that tells them apart: tools are discs. */
import { NodeCircleProgram } from "sigma/rendering"

/* Another measure of the distance from the middle makes another shape of the disc. */
function shaped(distance) {
  return class extends NodeCircleProgram {
    getDefinition() {
      const own = super.getDefinition()
      return { ...own, FRAGMENT_SHADER_SOURCE: own.FRAGMENT_SHADER_SOURCE.replace("length(v_diffVector)", distance) }
    }
  }
}

const X = "abs(v_diffVector.x)"
const Y = "abs(v_diffVector.y)"

export const SHAPES = {
  tool: NodeCircleProgram,
  data_source: shaped(`max(${X}, ${Y}) * 1.4`), // a square
  vendor: shaped(`(${X} + ${Y})`), // standing on its corner
  team: shaped("(abs(length(v_diffVector) - v_radius * 0.72) + v_radius * 0.72)"), // a ring
}
