import { create } from 'zustand'
import { type Domain, panBy, panTo, resizeTo, reveal, showAll, showExactly, type Viewport, zoomAt, zoomToSpan } from './viewport.ts'

/** The view of the waveform and what it may look at. Changes sixty times a second: painters subscribe, components take narrow slices. */
type ViewportState = { readonly view: Viewport; readonly domain: Domain }

export const useViewport = create<ViewportState>()(() => ({
  view: { startFrame: 0, framesPerPixel: 1, widthPx: 0 },
  domain: { startFrame: 0, endFrame: 1 },
}))

const change = (next: (view: Viewport, domain: Domain) => Viewport): void =>
  useViewport.setState(({ view, domain }) => {
    const changed = next(view, domain)
    return changed === view ? {} : { view: changed }
  })

/** One key press or button of zoom. */
export const ZOOM_STEP = 1.5

export const zoomBy = (factor: number, anchorPx?: number): void => change((view, domain) => zoomAt(view, domain, factor, anchorPx ?? view.widthPx / 2))
export const panByPx = (px: number): void => change((view, domain) => panBy(view, domain, px))
export const panToFrame = (startFrame: number): void => change((view, domain) => panTo(view, domain, startFrame))
export const showWholeSong = (): void => change((view, domain) => showAll(domain, view.widthPx))
export const showSpan = (startFrame: number, endFrame: number): void => change((view, domain) => zoomToSpan(view, domain, startFrame, endFrame))
export const showWindow = (startFrame: number, endFrame: number): void => change((view, domain) => showExactly(view, domain, startFrame, endFrame))
export const revealFrame = (frame: number): void => change((view, domain) => reveal(view, domain, frame))
export const setViewWidth = (widthPx: number): void =>
  change((view, domain) => (view.widthPx === 0 ? showAll(domain, widthPx) : resizeTo(view, domain, widthPx)))
export const setView = (next: Viewport): void => change(() => next)

/** A new length (another take, a drawn extension). Whoever saw everything still does. */
export const setDomain = (domain: Domain): void =>
  useViewport.setState(({ view, domain: old }) => {
    if (old.startFrame === domain.startFrame && old.endFrame === domain.endFrame) return {}
    const sawAll = view.framesPerPixel >= showAll(old, view.widthPx).framesPerPixel * 0.999
    return { domain, view: sawAll ? showAll(domain, view.widthPx) : panBy(view, domain, 0) }
  })
