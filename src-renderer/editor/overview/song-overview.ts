import WaveSurfer from 'wavesurfer.js'
import RegionsPlugin from 'wavesurfer.js/dist/plugins/regions.esm.js'
import type { Peaks } from '../../../src-shared/audio/peaks-format.ts'
import type { Marker, Region } from '../../../src-shared/project/document.ts'
import { colourHex } from '../../../src-shared/project/marker-colours.ts'
import { columnsFromPeaks } from '../waveform/wave-columns.ts'

export type OverviewColours = { readonly peak: string; readonly played: string; readonly region: string; readonly marker: string; readonly fresh: string }

/** Every wavesurfer column holds what a window's width can show; more would be drawn on top of each other. */
const COLUMNS = 2_000

/** The whole song, always: wavesurfer with peaks and length from main, no sound and no decoding of its own. */
export class SongOverview {
  readonly #regions: ReturnType<typeof RegionsPlugin.create>
  readonly #surfer: WaveSurfer
  readonly #colours: OverviewColours
  readonly #sampleRateHz: number
  readonly #isReady: Promise<void>
  #isDisposed = false

  constructor(container: HTMLElement, peaks: Peaks, heightPx: number, colours: OverviewColours) {
    this.#colours = colours
    this.#sampleRateHz = peaks.sampleRateHz
    this.#regions = RegionsPlugin.create()
    const { min, max } = columnsFromPeaks(peaks, { startFrame: 0, framesPerPixel: peaks.lengthFrames / COLUMNS, widthPx: COLUMNS }, 1)
    this.#surfer = WaveSurfer.create({
      container,
      height: heightPx,
      peaks: [max.map((high, i) => Math.max(high, -(min[i] as number)))],
      duration: peaks.lengthFrames / peaks.sampleRateHz,
      waveColor: colours.peak,
      progressColor: colours.played,
      cursorWidth: 1,
      interact: false,
      renderFunction: paintMirrored,
      plugins: [this.#regions],
    })
    this.#isReady = new Promise((resolve) => this.#surfer.once('ready', () => resolve()))
  }

  showPlayhead(frame: number): void {
    const seconds = frame / this.#sampleRateHz
    if (Math.abs(seconds - this.#surfer.getCurrentTime()) > 0.02) this.#surfer.setTime(seconds)
  }

  /** Marks without handles: the overview shows where they are, the waveform above is where they are changed. */
  async showMarks(
    regions: readonly Region[],
    markers: readonly Marker[],
    fresh: readonly { readonly startFrame: number; readonly endFrame: number }[],
  ): Promise<void> {
    await this.#isReady
    if (this.#isDisposed) return
    this.#regions.clearRegions()
    const add = (id: string, startFrame: number, endFrame: number, color: string): void => {
      this.#regions.addRegion({ id, start: startFrame / this.#sampleRateHz, end: endFrame / this.#sampleRateHz, color, drag: false, resize: false })
    }
    for (const region of regions) add(region.id, region.startFrame, region.endFrame, this.#colours.region)
    // without an end it is a line
    for (const { id, frame, colour } of markers) {
      this.#regions.addRegion({ id, start: frame / this.#sampleRateHz, color: colour ? colourHex(colour) : this.#colours.marker, drag: false, resize: false })
    }
    fresh.forEach(({ startFrame, endFrame }, index) => {
      add(`fresh-${index}`, startFrame, endFrame, this.#colours.fresh)
    })
  }

  dispose(): void {
    this.#isDisposed = true
    this.#surfer.destroy()
  }
}

/** One column a device pixel, mirrored, the highest peak of what lies behind it. */
const paintMirrored = ([heights]: readonly (Float32Array | number[])[], ctx: CanvasRenderingContext2D): void => {
  if (!heights) return
  const { width, height } = ctx.canvas
  ctx.beginPath()
  for (let x = 0; x < width; x++) {
    const from = Math.floor((x / width) * heights.length)
    const to = Math.max(from + 1, Math.floor(((x + 1) / width) * heights.length))
    let peak = 0
    for (let i = from; i < to; i++) peak = Math.max(peak, heights[i] ?? 0)
    const half = Math.max(0.5, peak * (height / 2 - 2))
    ctx.rect(x, height / 2 - half, 1, half * 2)
  }
  ctx.fill()
}
