import type { Sha256 } from '../../../src-shared/kernel/ids.ts'
import { transport, useTransport } from '../../transport/index.ts'
import { openView, useEditor } from '../editor-store.ts'
import { useSession } from '../session-store.ts'
import { leaveSpectrum, onSpectrum, spectrumOf } from '../spectrogram/spectrum-tiles.ts'
import { heardTakeOf, isLoaded } from '../takes/heard-take.ts'
import { currentTakeOf } from '../takes/take-groups.ts'
import { buildScene, domainOf } from './build-scene.ts'
import { paintScene } from './paint-scene.ts'
import { onPaletteChange, type Palette, readPalette } from './palette.ts'
import { onPeaks, peaksOf } from './peaks-cache.ts'
import { SampleCache } from './sample-cache.ts'
import type { Scene } from './scene.ts'
import { followPlayhead, reveal, type Viewport, xOfFrame } from './viewport.ts'
import { setDomain, setView, setViewWidth, useViewport } from './viewport-store.ts'
import { columnsFromPeaks, columnsFromSamples, type WaveColumns } from './wave-columns.ts'

/** Finer than the mipmap's finest bucket: read the samples. */
const SAMPLE_FRAMES_PER_PIXEL = 256

/**
 * Paints the waveform into one canvas, at most once a frame, whatever changed: the song, the view, the marks, the playhead.
 * React mounts it and leaves it alone.
 */
export class WaveformStage {
  readonly #canvas: HTMLCanvasElement
  readonly #playhead: HTMLElement
  readonly #ctx: CanvasRenderingContext2D
  readonly #samples = new SampleCache(() => this.#repaintColumns())
  readonly #stops: (() => void)[] = []
  #palette: Palette
  #heightPx = 0
  #frameRequest = 0
  #playheadFrame = 0
  #columns: { readonly of: unknown; readonly view: Viewport; readonly columns: WaveColumns } | undefined
  #scene: Scene | undefined
  #spectrumOf: Sha256 | undefined
  /** while the hand drags, the page does not turn under it */
  isHeld = false

  constructor(canvas: HTMLCanvasElement, playhead: HTMLElement) {
    const ctx = canvas.getContext('2d')
    if (!ctx) throw new Error('this window cannot draw')
    this.#canvas = canvas
    this.#playhead = playhead
    this.#ctx = ctx
    this.#palette = readPalette(canvas)
    const observer = new ResizeObserver(() => this.#resize())
    observer.observe(canvas)
    const repaint = () => this.repaint()
    this.#stops.push(
      () => observer.disconnect(),
      useEditor.subscribe(repaint),
      useSession.subscribe(repaint),
      useViewport.subscribe(repaint),
      useTransport.subscribe(repaint),
      onPeaks(() => this.#repaintColumns()),
      onSpectrum(repaint),
      onPaletteChange(() => {
        this.#palette = readPalette(this.#canvas)
        this.repaint()
      }),
      transport.subscribeFrame((frame) => this.#movePlayhead(frame)),
      () => cancelAnimationFrame(this.#frameRequest),
    )
    this.#resize()
  }

  /** The picture as last painted: what pointers are tested against. */
  get scene(): Scene | undefined {
    return this.#scene
  }

  repaint(): void {
    if (this.#frameRequest !== 0) return
    this.#frameRequest = requestAnimationFrame(() => {
      this.#frameRequest = 0
      this.#paint()
    })
  }

  dispose(): void {
    this.#lookAt(undefined)
    for (const stop of this.#stops) stop()
  }

  /** Another picture, another song: the spectrogram that was looked at is not waited for any more. */
  #lookAt(audioSha256: Sha256 | undefined): void {
    if (this.#spectrumOf && this.#spectrumOf !== audioSha256) leaveSpectrum(this.#spectrumOf)
    this.#spectrumOf = audioSha256
  }

  #repaintColumns(): void {
    this.#columns = undefined
    this.repaint()
  }

  #resize(): void {
    const { clientWidth, clientHeight } = this.#canvas
    if (clientWidth === 0 || clientHeight === 0) return
    const ratio = window.devicePixelRatio
    this.#canvas.width = Math.round(clientWidth * ratio)
    this.#canvas.height = Math.round(clientHeight * ratio)
    this.#heightPx = clientHeight
    this.#palette = readPalette(this.#canvas)
    setViewWidth(clientWidth)
    this.#columns = undefined
    // at once, not a frame later: a resized canvas is empty until it is painted
    this.#paint()
  }

  #movePlayhead(frame: number): void {
    const project = openView()
    this.#playheadFrame = project && isLoaded(project.document.trackId) ? frame : 0
    const { view, domain } = useViewport.getState()
    const isPlaying = useTransport.getState().status === 'playing'
    if (!this.isHeld && isPlaying && useSession.getState().isFollowing) setView(followPlayhead(view, domain, this.#playheadFrame))
    else if (!this.isHeld && !isPlaying) setView(reveal(view, domain, this.#playheadFrame, 0))
    this.repaint()
  }

  #paint(): void {
    const project = openView()
    const song = project && currentTakeOf(project)
    const playing = useTransport.getState()
    const heard = project && heardTakeOf(project, playing)
    if (!project || !song || !heard || this.#heightPx === 0) return
    const session = useSession.getState()
    setDomain(domainOf(session, song, heard))
    const { view } = useViewport.getState()
    const ratio = window.devicePixelRatio
    const isWaveShown = session.picture !== 'spectrum'
    this.#lookAt(session.picture === 'wave' ? undefined : heard.audioSha256)
    const spectrum = this.#spectrumOf && spectrumOf(this.#spectrumOf)
    const isFine = isWaveShown && view.framesPerPixel < SAMPLE_FRAMES_PER_PIXEL
    if (isFine) this.#samples.want(heard.audioSha256, view.startFrame, view.startFrame + view.widthPx * view.framesPerPixel)
    this.#scene = buildScene({
      project,
      heard,
      session,
      loop: playing.loop,
      view,
      heightPx: this.#heightPx,
      playheadFrame: this.#playheadFrame,
      columns: isWaveShown ? this.#columnsFor(heard.audioSha256, view, ratio, isFine) : undefined,
      spectrum: spectrum?.status === 'ready' ? spectrum.tiles : undefined,
    })
    if (!this.#scene) return
    this.#ctx.setTransform(ratio, 0, 0, ratio, 0, 0)
    paintScene(this.#ctx, this.#scene, this.#palette, ratio, isFine ? this.#samples.sampleAt : undefined)
    const x = xOfFrame(view, this.#playheadFrame)
    this.#playhead.style.transform = `translateX(${x}px)`
    this.#playhead.style.visibility = x < -1 || x > view.widthPx + 1 ? 'hidden' : 'visible'
  }

  /** Columns change with the view and the sound only; the playhead repaints the ones that are there. */
  #columnsFor(audioSha256: Parameters<typeof peaksOf>[0], view: Viewport, ratio: number, isFine: boolean): WaveColumns | undefined {
    const state = peaksOf(audioSha256)
    if (state.status !== 'ready') return undefined
    if (this.#columns?.of === state.peaks && this.#columns.view === view) return this.#columns.columns
    const rough = columnsFromPeaks(state.peaks, view, ratio)
    const columns = isFine ? columnsFromSamples(this.#samples.windowAt, rough, view, ratio) : rough
    this.#columns = { of: state.peaks, view, columns }
    return columns
  }
}
