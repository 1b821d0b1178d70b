/**
 * What part of the song the waveform shows. Plain numbers, changed sixty times a second, so pure and free of React.
 * Frames may be fractional and negative (an extension before the song).
 */
export type Viewport = { readonly startFrame: number; readonly framesPerPixel: number; readonly widthPx: number }

/** The frames that can be looked at: the song plus a drawn extension. */
export type Domain = { readonly startFrame: number; readonly endFrame: number }

/** Eight pixels a sample: single samples become visible dots. */
const MIN_FRAMES_PER_PIXEL = 1 / 8
/** Room after the last frame, so that the end can be grabbed; the overview leaves the same, so that both line up. */
export const END_ROOM = 0.02

export const frameAtX = (view: Viewport, x: number): number => view.startFrame + x * view.framesPerPixel
export const xOfFrame = (view: Viewport, frame: number): number => (frame - view.startFrame) / view.framesPerPixel
export const endFrameOf = (view: Viewport): number => view.startFrame + view.widthPx * view.framesPerPixel

const lengthOf = (domain: Domain): number => Math.max(1, domain.endFrame - domain.startFrame)
const widestFramesPerPixel = (domain: Domain, widthPx: number): number => (lengthOf(domain) * (1 + END_ROOM)) / Math.max(1, widthPx)

const clampTo = (view: Viewport, domain: Domain): Viewport => {
  const widest = widestFramesPerPixel(domain, view.widthPx)
  const framesPerPixel = Math.min(widest, Math.max(MIN_FRAMES_PER_PIXEL, view.framesPerPixel))
  const latest = domain.startFrame + lengthOf(domain) * (1 + END_ROOM) - view.widthPx * framesPerPixel
  const startFrame = Math.max(domain.startFrame, Math.min(latest, view.startFrame))
  return { startFrame, framesPerPixel, widthPx: view.widthPx }
}

export const showAll = (domain: Domain, widthPx: number): Viewport => ({
  startFrame: domain.startFrame,
  framesPerPixel: widestFramesPerPixel(domain, widthPx),
  widthPx,
})

/** `factor` above 1 comes nearer; the frame under `anchorPx` stays where it is. */
export const zoomAt = (view: Viewport, domain: Domain, factor: number, anchorPx: number): Viewport => {
  const anchor = frameAtX(view, anchorPx)
  const widest = widestFramesPerPixel(domain, view.widthPx)
  const framesPerPixel = Math.min(widest, Math.max(MIN_FRAMES_PER_PIXEL, view.framesPerPixel / factor))
  return clampTo({ startFrame: anchor - anchorPx * framesPerPixel, framesPerPixel, widthPx: view.widthPx }, domain)
}

export const panBy = (view: Viewport, domain: Domain, px: number): Viewport =>
  clampTo({ ...view, startFrame: view.startFrame + px * view.framesPerPixel }, domain)

export const panTo = (view: Viewport, domain: Domain, startFrame: number): Viewport => clampTo({ ...view, startFrame }, domain)

/** A wider or narrower window keeps its left edge and its zoom; a view that showed everything still does. */
export const resizeTo = (view: Viewport, domain: Domain, widthPx: number): Viewport => {
  const showedAll = view.framesPerPixel >= widestFramesPerPixel(domain, view.widthPx) * 0.999
  return showedAll ? showAll(domain, widthPx) : clampTo({ ...view, widthPx }, domain)
}

/** Shows a span with a little air on both sides. */
export const zoomToSpan = (view: Viewport, domain: Domain, startFrame: number, endFrame: number): Viewport => {
  const framesPerPixel = Math.max(MIN_FRAMES_PER_PIXEL, ((endFrame - startFrame) * 1.25) / Math.max(1, view.widthPx))
  return clampTo({ startFrame: startFrame - (endFrame - startFrame) * 0.125, framesPerPixel, widthPx: view.widthPx }, domain)
}

/** Shows exactly a span, as far as the zoom goes. */
export const showExactly = (view: Viewport, domain: Domain, startFrame: number, endFrame: number): Viewport =>
  clampTo({ ...view, startFrame, framesPerPixel: (endFrame - startFrame) / Math.max(1, view.widthPx) }, domain)

/** Moves as little as possible so that the frame is seen, with `marginPx` around it. */
export const reveal = (view: Viewport, domain: Domain, frame: number, marginPx = 40): Viewport => {
  const x = xOfFrame(view, frame)
  if (x < marginPx) return panBy(view, domain, x - marginPx)
  if (x > view.widthPx - marginPx) return panBy(view, domain, x - (view.widthPx - marginPx))
  return view
}

/** While playing: when the playhead leaves the view the page turns, so the picture stands still in between. */
export const followPlayhead = (view: Viewport, domain: Domain, frame: number): Viewport => {
  const x = xOfFrame(view, frame)
  if (x >= 0 && x <= view.widthPx) return view
  return clampTo({ ...view, startFrame: frame - view.widthPx * 0.05 * view.framesPerPixel }, domain)
}
