/*
 * The rectangle of a crop: moved, resized, held to a ratio, and written as documents have it.
 *
 * A shape is { left, top, width, height } in per mille of the picture's sides. `ratio` is width to
 * height in those units, null for any; an edge is { x, y }: -1 the left or upper one, 1 the right or
 * lower one, 0 neither.
 */

export const ALL = 1000
export const SMALLEST = 50
export const WHOLE = Object.freeze({ left: 0, top: 0, width: ALL, height: ALL })

const within = (value, least, most) => Math.min(Math.max(value, least), Math.max(least, most))

/* The shape that "left,top,width,height" says; the whole picture where it says none. */
export function read(text) {
  if (!/^\d+,\d+,\d+,\d+$/.test(text || "")) return { ...WHOLE }
  const [left, top, width, height] = text.split(",").map(Number)
  const isWithin = width && height && left + width <= ALL && top + height <= ALL
  return isWithin ? { left, top, width, height } : { ...WHOLE }
}

/* In whole per mille. */
export function rounded({ left, top, width, height }) {
  const [x, y] = [Math.round(left), Math.round(top)]
  return {
    left: x,
    top: y,
    width: Math.min(Math.max(1, Math.round(width)), ALL - x),
    height: Math.min(Math.max(1, Math.round(height)), ALL - y),
  }
}

export const isWhole = (shape) => Object.entries(WHOLE).every(([name, value]) => rounded(shape)[name] === value)

/* As CropField takes it: "" for the whole picture. */
export function written(shape) {
  const { left, top, width, height } = rounded(shape)
  return isWhole(shape) ? "" : [left, top, width, height].join(",")
}

export function moved(shape, across, down) {
  return {
    ...shape,
    left: within(shape.left + across, 0, ALL - shape.width),
    top: within(shape.top + down, 0, ALL - shape.height),
  }
}

/* One side of a free shape, from `start` on for `length`, with one of its ends moved by `by`. */
function stretched(start, length, end, by) {
  if (end > 0) return [start, within(length + by, SMALLEST, ALL - start)]
  if (end === 0) return [start, length]
  const from = within(start + by, 0, start + length - SMALLEST)
  return [from, start + length - from]
}

/* How long a side can become whose `end` moves: its other end stays, or else its middle. */
function room(start, length, end) {
  if (end > 0) return ALL - start
  return end < 0 ? start + length : 2 * Math.min(start + length / 2, ALL - start - length / 2)
}

/* Where a side that becomes `now` long begins then. */
function anchored(start, length, end, now) {
  if (end > 0) return start
  return end < 0 ? start + length - now : start + (length - now) / 2
}

export function resized(shape, edge, across, down, ratio) {
  const { left, top, width, height } = shape
  if (!ratio) {
    const [x, wide] = stretched(left, width, edge.x, across)
    const [y, high] = stretched(top, height, edge.y, down)
    return { left: x, top: y, width: wide, height: high }
  }
  const byWidth = edge.x * across
  const byHeight = edge.y * down * ratio
  const asked = width + (Math.abs(byWidth) >= Math.abs(byHeight) ? byWidth : byHeight)
  const most = Math.min(room(left, width, edge.x), room(top, height, edge.y) * ratio)
  const wide = Math.min(Math.max(asked, SMALLEST, SMALLEST * ratio), most)
  const high = wide / ratio
  return {
    left: anchored(left, width, edge.x, wide),
    top: anchored(top, height, edge.y, high),
    width: wide,
    height: high,
  }
}

/* A shape of that ratio about as large as `shape`, in the same place as far as the picture allows. */
export function fitted(shape, ratio) {
  if (!ratio) return { ...shape }
  const wide = Math.min(Math.sqrt(shape.width * shape.height * ratio), ALL, ALL * ratio)
  const high = wide / ratio
  const left = shape.left + (shape.width - wide) / 2
  const top = shape.top + (shape.height - high) / 2
  return moved({ left, top, width: wide, height: high }, 0, 0)
}

/* `shape` with one of its numbers set; the others give way. */
export function withNumber(shape, name, value, ratio) {
  const { left, top, width, height } = shape
  const isAcross = name === "left" || name === "width"
  if (name === "width" || name === "height") {
    const edge = isAcross ? { x: 1, y: ratio ? 1 : 0 } : { x: ratio ? 1 : 0, y: 1 }
    return resized(shape, edge, isAcross ? value - width : 0, isAcross ? 0 : value - height, ratio)
  }
  if (ratio) return moved(shape, isAcross ? value - left : 0, isAcross ? 0 : value - top)
  const start = within(value, 0, ALL - SMALLEST)
  const side = isAcross ? "width" : "height"
  return { ...shape, [name]: start, [side]: Math.min(shape[side], ALL - start) }
}

/* The part of a picture of `size` that a cut of `ratio` (of pixels) shows: as images/specs.py has it. */
export function cut(shape, size, focus, ratio) {
  const [wide, high] = [(shape.width / ALL) * size.width, (shape.height / ALL) * size.height]
  const width = Math.min(wide, high * ratio)
  const height = width / ratio
  const [x, y] = [(shape.left / ALL) * size.width, (shape.top / ALL) * size.height]
  const centre = isWhole(shape)
    ? { x: (focus.x / ALL) * size.width, y: (focus.y / ALL) * size.height }
    : { x: x + wide / 2, y: y + high / 2 }
  return {
    left: within(centre.x - width / 2, x, x + wide - width),
    top: within(centre.y - height / 2, y, y + high - height),
    width,
    height,
  }
}
