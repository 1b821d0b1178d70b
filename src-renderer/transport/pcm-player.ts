import { createTurns } from '../../src-shared/kernel/in-turn.ts'
import type { AudioLayout } from '../../src-shared/project/contract.ts'
import { AudioReader, type SoundReader } from './audio-reader.ts'
import { CourseReader } from './course-reader.ts'
import { SYSTEM_SINK } from './output/audio-context-sink.ts'
import { type Course, nextSpan, playableLoop } from './playback-plan.ts'
import { ResampledReader } from './resampled-reader.ts'
import { ShuttleReader } from './shuttle-reader.ts'
import type { LoopRange } from './transport-state.ts'
import { type FadeShape, Voice } from './voice.ts'

const FIRST_READ_SECONDS = 0.5
/** from "the first samples are here" to "they sound": a render quantum and some room for this thread */
const LEAD_SECONDS = 0.02
const AHEAD_SECONDS = 3
const PUMP_MILLISECONDS = 250
const CROSSFADE_SECONDS = 0.01
const SUSPEND_AFTER_MILLISECONDS = 60_000
const KEPT_READERS = 12

/** A song that is to begin on the very frame on which the one that plays ends. */
export type Follower = { readonly layout: AudioLayout; readonly gain: number }

export type PlayerEvents = {
  readonly ended: () => void
  /** the follower sounds now */
  readonly advanced: (follower: Follower) => void
  /** the shuttle came to an edge of the song */
  readonly shuttled: () => void
  readonly failed: (cause: unknown) => void
  /** the output was unplugged or broke: the clock stands until {@link PcmPlayer.setSink} */
  readonly outputLost: () => void
}

/**
 * Plays PCM files by byte range, exact to the frame: the context runs at the file's own rate (a song that follows one of another rate is made to
 * fit), pieces of at most a second are scheduled back to back, and every change of course (seek, loop, other take) is a 10 ms crossfade between two
 * voices.
 */
export class PcmPlayer {
  readonly #events: PlayerEvents
  #context: AudioContext | undefined
  #output: GainNode | undefined
  #sinkId: string = SYSTEM_SINK
  readonly #sinkTurns = createTurns()
  #starting = 0
  #volume = 1
  #readers = new Map<string, AudioReader>()
  #reader: SoundReader | undefined
  #gain = 1
  #loop: LoopRange | undefined
  #voice: Voice | undefined
  #follower: Follower | undefined
  #next: { readonly voice: Voice; readonly reader: SoundReader; readonly follower: Follower } | undefined
  #isQueueing = false
  #shuttle: ShuttleReader | undefined
  #restingFrame = 0
  #turn = 0
  #pumpTimer: ReturnType<typeof setInterval> | undefined
  #suspendTimer: ReturnType<typeof setTimeout> | undefined

  constructor(events: PlayerEvents) {
    this.#events = events
  }

  get isPlaying(): boolean {
    return this.#voice !== undefined
  }

  get reader(): SoundReader | undefined {
    return this.#reader
  }

  get gain(): number {
    return this.#gain
  }

  /** Stops, forgets the loop and puts the playhead at `atFrame` of another file. */
  load(layout: AudioLayout, gain: number, atFrame: number): void {
    this.#turn += 1
    this.#follower = undefined
    this.#endVoice('equal-power')
    this.#reader = this.readerOf(layout)
    this.#gain = gain
    this.#loop = undefined
    this.#restingFrame = Math.min(Math.max(0, Math.round(atFrame)), layout.lengthFrames)
    this.warmUp(layout.sampleRateHz)
    void this.#reader.block(Math.floor(this.#restingFrame / this.#reader.blockFrames)).catch(() => undefined)
  }

  /** The reader of a file, kept among the last few, so that switching back finds its blocks in memory. */
  readerOf(layout: AudioLayout): AudioReader {
    const known = this.#readers.get(layout.audioSha256)
    const reader = known ?? new AudioReader(layout)
    this.#readers.delete(layout.audioSha256)
    this.#readers.set(layout.audioSha256, reader)
    const oldest = this.#readers.size > KEPT_READERS ? this.#readers.keys().next().value : undefined
    if (oldest !== undefined) this.#readers.delete(oldest)
    return reader
  }

  /** Opening an output costs some 300 ms the first time; better before anybody waits for it. */
  warmUp(sampleRateHz: number): void {
    if (this.#voice) return
    this.#runningContext(sampleRateHz).then(
      () => this.#suspendLater(),
      // the same failure is told when something is really played
      () => undefined,
    )
  }

  #suspendLater(): void {
    clearTimeout(this.#suspendTimer)
    this.#suspendTimer = setTimeout(() => void this.#context?.suspend(), SUSPEND_AFTER_MILLISECONDS)
  }

  async play(): Promise<void> {
    const { lengthFrames = 0 } = this.#reader?.layout ?? {}
    if (this.#restingFrame >= lengthFrames) this.#restingFrame = 0
    const from = this.#restingFrame
    await this.#start(() => from, 'equal-gain')
  }

  pause(): void {
    this.#turn += 1
    this.#restingFrame = this.currentFrame()
    this.#shuttle = undefined
    this.#endVoice('equal-gain')
  }

  /** From where it is, at another speed; see {@link ShuttleReader}. */
  async shuttle(rate: number): Promise<void> {
    const reader = this.#reader
    if (!reader) return
    const from = this.currentFrame()
    this.#dropNext()
    await this.#start(() => 0, 'equal-power', new ShuttleReader(reader, from, rate))
  }

  async seekFrame(frame: number): Promise<void> {
    const { lengthFrames = 0 } = this.#reader?.layout ?? {}
    const target = Math.min(Math.max(0, Math.round(frame)), lengthFrames)
    this.#restingFrame = target
    if (this.#voice) await this.#start(() => target, 'equal-power')
  }

  async setLoop(loop: LoopRange | undefined): Promise<void> {
    this.#loop = loop
    const voice = this.#voice
    if (voice) await this.#start(this.#goesOn(voice), 'equal-gain')
  }

  /** From the very same frame, another file. */
  async switchTo(layout: AudioLayout, gain: number): Promise<void> {
    const voice = this.#voice
    const old = this.#reader?.layout
    if (old && old.sampleRateHz !== layout.sampleRateHz) {
      // another rate needs another output: there is no common clock to crossfade on
      const frame = Math.min(layout.lengthFrames, Math.round((this.currentFrame() * layout.sampleRateHz) / old.sampleRateHz))
      this.load(layout, gain, frame)
      if (voice) await this.play()
      return
    }
    if (!voice) this.#restingFrame = Math.min(this.currentFrame(), layout.lengthFrames)
    this.#reader = this.readerOf(layout)
    this.#gain = gain
    if (voice) await this.#start(this.#goesOn(voice), 'equal-power')
  }

  /** The same song by another way (a mix of its stems), from the very same frame. The rate must be the one of what is loaded. */
  async hearThrough(reader: SoundReader): Promise<void> {
    const voice = this.#voice
    this.#reader = reader
    if (voice) await this.#start(this.#goesOn(voice), 'equal-gain')
  }

  /** What comes when the song is over, without a gap; undefined: nothing. */
  follow(follower: Follower | undefined): void {
    if (follower?.layout.audioSha256 === this.#follower?.layout.audioSha256 && follower?.gain === this.#follower?.gain) return
    this.#follower = follower
    this.#dropNext()
  }

  #dropNext(): void {
    const context = this.#context
    if (context) this.#next?.voice.end(context.currentTime * context.sampleRate, CROSSFADE_SECONDS, 'equal-gain')
    this.#next = undefined
  }

  /** Places the follower behind the voice once its end is near. */
  async #queueNext(voice: Voice, context: AudioContext, follower: Follower): Promise<void> {
    if (this.#isQueueing) return
    this.#isQueueing = true
    try {
      const reader = this.readerOf(follower.layout)
      const heard = follower.layout.sampleRateHz === context.sampleRate ? reader : new ResampledReader(reader, context.sampleRate)
      const { lengthFrames } = heard.layout
      const first = await heard.readFirst(0, Math.min(Math.ceil(FIRST_READ_SECONDS * context.sampleRate), lengthFrames, heard.blockFrames))
      // another song, a seek, a pause or another follower came first
      if (voice !== this.#voice || follower !== this.#follower || this.#next) return
      const next = new Voice(context, this.#outputOf(context), heard, { startFrame: 0, lengthFrames, loop: undefined }, voice.endsAt, follower.gain)
      next.begin(first, 0, 'equal-gain')
      this.#next = { voice: next, reader, follower }
      setTimeout(() => this.#pump(), (voice.endsAt / context.sampleRate - context.currentTime + latency(context)) * 1000 + 2)
    } catch {
      // told when it is really played
      if (follower === this.#follower) this.#follower = undefined
    } finally {
      this.#isQueueing = false
    }
  }

  #advance(context: AudioContext): void {
    const next = this.#next
    if (!next) return
    this.#voice?.end(context.currentTime * context.sampleRate, CROSSFADE_SECONDS, 'equal-gain')
    this.#turn += 1
    this.#voice = next.voice
    this.#reader = next.reader
    this.#gain = next.follower.gain
    this.#loop = undefined
    this.#next = undefined
    this.#follower = undefined
    this.#events.advanced(next.follower)
  }

  setVolume(gain: number): void {
    this.#volume = gain
    if (this.#context && this.#output) this.#output.gain.setTargetAtTime(gain, this.#context.currentTime, 0.01)
  }

  /**
   * Sends the sound to another output, in place, and goes on where a lost one stopped. Rejects where that output does not take it.
   * @param sinkId an output's id as `enumerateDevices` says it
   */
  setSink(sinkId: string): Promise<void> {
    return this.#sinkTurns(async () => {
      this.#sinkId = sinkId
      const context = this.#context
      if (!context) return
      if (context.sinkId !== sinkId) await context.setSinkId(sinkId)
      // not waited for: an output that is lost meanwhile never answers
      if (context.state !== 'running' && (this.#voice || this.#starting > 0)) context.resume().catch(this.#events.failed)
    })
  }

  /** What is being heard: the context's clock minus the way to the speakers. */
  currentFrame(): number {
    const voice = this.#voice
    const context = this.#context
    if (!voice || !context) return this.#restingFrame
    return Math.floor(this.#songFrame(voice, Math.max(voice.startsAt, (context.currentTime - latency(context)) * context.sampleRate)))
  }

  #songFrame(voice: Voice, contextFrame: number): number {
    const frame = voice.frameAt(contextFrame)
    return voice.reader.songFrame?.(frame) ?? frame
  }

  /** The frame that is due at a frame of the context, for a song that goes on. */
  #goesOn(voice: Voice): (contextFrame: number) => number {
    return (contextFrame) => this.#songFrame(voice, contextFrame)
  }

  /**
   * Begins a new voice as soon as its first samples are here and lets the old one go. `frameAt` tells which frame of the song is due at
   * a frame of the context; where reading took so long that the first piece is already over, it reads again. What plays keeps its output: a song
   * that followed at another rate is heard through {@link runOn} until something is started out of silence, on an output of its own rate.
   */
  async #start(frameAt: (contextFrame: number) => number, shape: FadeShape, shuttle?: ShuttleReader): Promise<void> {
    this.#turn += 1
    const turn = this.#turn
    const reader = shuttle ?? this.#reader
    if (!reader) return
    const outputHz = (this.#voice && this.#context?.sampleRate) ?? reader.layout.sampleRateHz
    const context = await this.#runningContext(outputHz)
    const { lengthFrames } = reader.layout
    const soon = () => Math.ceil((context.currentTime + LEAD_SECONDS) * context.sampleRate)
    for (;;) {
      const guess = Math.min(Math.floor(frameAt(soon())), lengthFrames)
      const loop = shuttle ? undefined : playableLoop(this.#loop, lengthFrames)
      const run = runOn(reader, { startFrame: guess, lengthFrames, loop }, outputHz)
      const span = nextSpan(run.course, 0, run.reader.blockFrames)
      if (!span) {
        this.#shuttle = shuttle
        return this.#finish()
      }
      const first = await run.reader.readFirst(span.startFrame, Math.min(Math.ceil(FIRST_READ_SECONDS * outputHz), span.frameCount))
      if (turn !== this.#turn) return
      const startsAt = soon()
      const skip = Math.round(((Math.floor(frameAt(startsAt)) - guess) * outputHz) / reader.layout.sampleRateHz)
      if (skip < 0 || skip >= first.frameCount) continue
      const course: Course = { ...run.course, startFrame: run.course.startFrame + skip }
      const old = this.#voice
      const voice = new Voice(context, this.#outputOf(context), run.reader, course, startsAt, this.#gain)
      voice.begin({ channels: first.channels.map((samples) => samples.subarray(skip)), frameCount: first.frameCount - skip }, CROSSFADE_SECONDS, shape)
      old?.end(startsAt, CROSSFADE_SECONDS, shape)
      this.#dropNext()
      this.#voice = voice
      this.#shuttle = shuttle
      this.#keepPumping()
      return
    }
  }

  #keepPumping(): void {
    clearInterval(this.#pumpTimer)
    this.#pumpTimer = setInterval(() => this.#pump(), PUMP_MILLISECONDS)
    this.#pump()
  }

  #pump(): void {
    const context = this.#context
    if (!this.#voice || !context) {
      clearInterval(this.#pumpTimer)
      return
    }
    if (this.#voice.hasEndedAt((context.currentTime - latency(context)) * context.sampleRate)) {
      if (!this.#next) {
        this.#finish()
        return
      }
      this.#advance(context)
    }
    const voice = this.#voice
    const untilFrame = (context.currentTime + AHEAD_SECONDS) * context.sampleRate
    const failed = (cause: unknown) => {
      if (voice !== this.#voice) return
      this.pause()
      this.#events.failed(cause)
    }
    voice.pump(untilFrame).catch(failed)
    if (this.#next) this.#next.voice.pump(untilFrame).catch(failed)
    else if (this.#follower && !this.#shuttle && voice.endsAt <= untilFrame) void this.#queueNext(voice, context, this.#follower)
  }

  #finish(): void {
    this.#endVoice('equal-gain')
    const shuttle = this.#shuttle
    this.#shuttle = undefined
    this.#restingFrame = shuttle ? shuttle.songFrame(shuttle.layout.lengthFrames) : (this.#reader?.layout.lengthFrames ?? 0)
    if (shuttle) this.#events.shuttled()
    else this.#events.ended()
  }

  #endVoice(shape: FadeShape): void {
    clearInterval(this.#pumpTimer)
    this.#dropNext()
    const context = this.#context
    if (context && this.#voice) this.#voice.end(context.currentTime * context.sampleRate, CROSSFADE_SECONDS, shape)
    this.#voice = undefined
    this.#suspendLater()
  }

  async #runningContext(sampleRate: number): Promise<AudioContext> {
    clearTimeout(this.#suspendTimer)
    if (this.#context?.sampleRate !== sampleRate) {
      const old = this.#context
      const context = new AudioContext({ sampleRate, latencyHint: 'interactive', sinkId: this.#sinkId })
      context.addEventListener('error', () => context === this.#context && this.#events.outputLost())
      this.#context = context
      this.#output = undefined
      if (old) void old.close()
    }
    const context = this.#context
    this.#starting += 1
    try {
      if (context.state !== 'running') await context.resume()
    } finally {
      this.#starting -= 1
    }
    return context
  }

  #outputOf(context: AudioContext): GainNode {
    if (!this.#output) {
      this.#output = new GainNode(context, { gain: this.#volume })
      this.#output.connect(context.destination)
    }
    return this.#output
  }
}

/** What an output of a rate plays of a course of a song: the song itself, or, where its rate is another one, what it is at the output's. */
const runOn = (song: SoundReader, course: Course, outputHz: number): { readonly reader: SoundReader; readonly course: Course } => {
  if (song.layout.sampleRateHz === outputHz) return { reader: song, course }
  const reader = new ResampledReader(new CourseReader(song, course), outputHz)
  return { reader, course: { startFrame: 0, lengthFrames: reader.layout.lengthFrames, loop: undefined } }
}

const latency = (context: AudioContext): number => context.outputLatency || context.baseLatency || 0
