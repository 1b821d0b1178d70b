import type { Samples, SoundReader } from './audio-reader.ts'
import { type Course, frameAfter, framesUntilEnd, nextSpan } from './playback-plan.ts'

const CURVE_POINTS = 64
/** room for the next try when a piece's own frame has passed */
const MISSED_LEAD_SECONDS = 0.02
/** equal power for different material, equal gain for the same material that continues */
export type FadeShape = 'equal-power' | 'equal-gain'

const curve = (shape: FadeShape, isIn: boolean): Float32Array<ArrayBuffer> =>
  Float32Array.from({ length: CURVE_POINTS }, (_, i) => {
    const along = i / (CURVE_POINTS - 1)
    const rising = isIn ? along : 1 - along
    return shape === 'equal-power' ? Math.sin((rising * Math.PI) / 2) : rising
  })

/**
 * One unbroken run of a song through the speakers: buffer nodes lie back to back on the context's own frame grid. A voice never changes
 * its course: a seek, another loop or another take is a new voice, crossfaded with the old one.
 */
export class Voice {
  readonly reader: SoundReader
  readonly course: Course
  /** context frame at which `course.startFrame` sounds */
  readonly startsAt: number
  readonly #context: AudioContext
  readonly #level: GainNode
  readonly #fadeIn: GainNode
  readonly #fadeOut: GainNode
  readonly #nodes = new Set<AudioBufferSourceNode>()
  #scheduledFrames = 0
  #isOver = false
  #pumping: Promise<void> | undefined

  constructor(context: AudioContext, output: AudioNode, reader: SoundReader, course: Course, startsAt: number, gain: number) {
    this.#context = context
    this.reader = reader
    this.course = course
    this.startsAt = startsAt
    this.#level = new GainNode(context, { gain })
    this.#fadeIn = new GainNode(context)
    this.#fadeOut = new GainNode(context)
    this.#level.connect(this.#fadeIn).connect(this.#fadeOut).connect(output)
  }

  /** The first piece, already in memory; must be played before {@link pump}. Without a fade it follows what plays before it to the frame. */
  begin(first: Samples, fadeSeconds: number, shape: FadeShape): void {
    if (fadeSeconds > 0) this.#fadeIn.gain.setValueCurveAtTime(curve(shape, true), this.startsAt / this.#context.sampleRate, fadeSeconds)
    this.#schedule(first)
  }

  frameAt(contextFrame: number): number {
    return frameAfter(this.course, contextFrame - this.startsAt)
  }

  /** context frame at which the course is over; Infinity inside a loop */
  get endsAt(): number {
    return this.startsAt + framesUntilEnd(this.course)
  }

  hasEndedAt(contextFrame: number): boolean {
    return contextFrame >= this.endsAt
  }

  /** Schedules everything that sounds before `untilContextFrame`. Calls overlap safely; rejects as the reader does. */
  pump(untilContextFrame: number): Promise<void> {
    this.#pumping ??= this.#fill(untilContextFrame).finally(() => {
      this.#pumping = undefined
    })
    return this.#pumping
  }

  async #fill(untilContextFrame: number): Promise<void> {
    while (!this.#isOver && this.startsAt + this.#scheduledFrames < untilContextFrame) {
      const span = nextSpan(this.course, this.#scheduledFrames, this.reader.blockFrames)
      if (!span) return
      const samples = await this.reader.read(span.startFrame, span.frameCount)
      if (!this.#isOver) this.#schedule(samples)
    }
  }

  #schedule(samples: Samples): void {
    if (samples.frameCount === 0) return
    const { sampleRate } = this.#context
    const buffer = new AudioBuffer({ length: samples.frameCount, numberOfChannels: samples.channels.length, sampleRate })
    samples.channels.forEach((channel, index) => {
      buffer.copyToChannel(channel, index)
    })
    this.#place(buffer, this.startsAt + this.#scheduledFrames)
    this.#scheduledFrames += samples.frameCount
  }

  /**
   * Starts a piece at its frame. Where that has passed already (slow storage, a machine with no time for this thread), what is missed is
   * left out instead of being played late over the next piece: the clock stays true. The output's clock runs on during these very lines,
   * so the frame is looked at again after the start.
   */
  #place(buffer: AudioBuffer, atFrame: number): void {
    const context = this.#context
    const { sampleRate } = context
    const nowFrame = () => Math.ceil(context.currentTime * sampleRate)
    let skipped = nowFrame() <= atFrame ? 0 : nowFrame() - atFrame + Math.ceil(MISSED_LEAD_SECONDS * sampleRate)
    while (skipped < buffer.length) {
      const node = new AudioBufferSourceNode(context, { buffer })
      node.start((atFrame + skipped) / sampleRate, skipped / sampleRate)
      if (nowFrame() <= atFrame + skipped) {
        node.connect(this.#level)
        node.onended = () => {
          this.#nodes.delete(node)
          node.disconnect()
        }
        this.#nodes.add(node)
        return
      }
      skipped = nowFrame() - atFrame + Math.ceil(MISSED_LEAD_SECONDS * sampleRate)
    }
  }

  /** Fades to nothing from `atContextFrame` and lets go of everything. */
  end(atContextFrame: number, fadeSeconds: number, shape: FadeShape): void {
    if (this.#isOver) return
    this.#isOver = true
    const { sampleRate, currentTime } = this.#context
    const at = Math.max(atContextFrame / sampleRate, currentTime)
    this.#fadeOut.gain.setValueCurveAtTime(curve(shape, false), at, fadeSeconds)
    for (const node of this.#nodes) node.stop(at + fadeSeconds)
    setTimeout(() => this.#fadeOut.disconnect(), (at + fadeSeconds - currentTime) * 1000 + 200)
  }
}
