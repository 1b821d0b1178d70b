import type { Kernel } from './kernel/kernel.ts'
import type { Zone } from './sound-bank.ts'

/**
 * One sounding zone of one note: a wavetable oscillator, a low-pass, two envelopes and two LFOs after the SoundFont 2.04 specification.
 * Slow things (envelopes, LFOs, filter) move once per BLOCK frames counted from the note's own start, so the sound does not depend on
 * where the renderer cuts its chunks.
 */
const BLOCK = 64
const SILENCE_CB = 960
/** a voice ends this far below full scale, by a last block that goes to zero */
const INAUDIBLE_CB = 720
/** release of a choked voice: 96 dB in this time (-2320 timecents) */
const CHOKE_SECONDS = 0.262
/** record of a voice in the kernel, in 32-bit words; 64-bit numbers are low word, high word, the fraction below */
const STATE_BYTES = 80
const POSITION = 0
const STEP = 2
const LIMIT = 4
const WRAP = 6
const LEVEL_STEP = 9
const GAIN_LEFT = 10
const GAIN_RIGHT = 11
const B0 = 12
const CB_TO_LOG = -Math.LN10 / 200

/** Slow controls of the part, read at each block's start. */
export type VoiceControls = {
  /** bend in cents at an absolute frame */
  bendCentsAt(frame: number): number
  /** vibrato added by the mod wheel, cents */
  vibratoCentsAt(frame: number): number
  /** shift of the filter, cents */
  brightnessCentsAt(frame: number): number
}

export type VoiceSettings = {
  readonly startFrame: number
  /** when the key goes up */
  readonly releaseFrame: number
  /** -1..1, added to the zone's own place */
  readonly pan: number
  readonly controls: VoiceControls | undefined
  readonly sampleRateHz: number
}

const lfo = (rateHz: number, delaySeconds: number, seconds: number): number => {
  const since = seconds - delaySeconds
  if (since < 0) return 0
  return 1 - 4 * Math.abs(((0.25 + since * rateHz) % 1) - 0.5)
}

/** A class for its speed only: numbers that change per frame live in fields and locals, never in closures (which box them). */
export class Voice {
  readonly startFrame: number
  isAlive: boolean
  private readonly zone: Zone
  private readonly controls: VoiceControls | undefined
  private readonly rate: number
  private readonly delayEnd: number
  private readonly attackEnd: number
  private readonly holdEnd: number
  private readonly decayEnd: number
  /** how far below its own top the voice may fall before it ends */
  private readonly inaudibleCb: number
  private readonly hasModEnv: boolean
  private readonly isSteady: boolean
  private readonly movesFilter: boolean
  private isLooping: boolean
  private readonly kernel: Kernel
  /** the voice's record in the kernel's memory; see build/sound-kernel/kernel.as */
  private readonly state: number
  private elapsed = 0
  private blockLeft = 0
  private level = 0
  private attenuationCb = SILENCE_CB
  private releaseAt: number
  private isReleased = false
  private isChoked = false
  private releaseFromCb = 0
  private releaseFrames = 1
  private modRelease = 0
  private modValue = 0
  private isFiltering = false
  private filterAt = -1e9

  constructor(kernel: Kernel, zone: Zone, { startFrame, releaseFrame, pan, controls, sampleRateHz }: VoiceSettings) {
    const { volume, vibrato, modLfo } = zone
    const angle = ((Math.min(500, Math.max(-500, zone.pan + pan * 500)) + 500) / 1000) * (Math.PI / 2)
    const frames = (seconds: number): number => Math.floor(seconds * sampleRateHz)
    this.zone = zone
    this.controls = controls
    this.rate = sampleRateHz
    this.startFrame = startFrame
    this.releaseAt = releaseFrame - startFrame
    this.delayEnd = frames(volume.delay)
    this.attackEnd = this.delayEnd + frames(volume.attack)
    this.holdEnd = this.attackEnd + frames(volume.hold)
    this.decayEnd = this.holdEnd + frames(volume.decay)
    this.inaudibleCb = Math.max(200, INAUDIBLE_CB + 200 * Math.log10(Math.max(1e-5, zone.gain)))
    this.hasModEnv = zone.modEnvToFilterCents !== 0 || zone.modEnvToPitchCents !== 0
    const hasLfo =
      vibrato.toPitchCents !== 0 || vibrato.toFilterCents !== 0 || modLfo.toPitchCents !== 0 || modLfo.toFilterCents !== 0 || modLfo.toVolumeCb !== 0
    this.isSteady = !this.hasModEnv && !hasLfo && controls === undefined
    this.movesFilter = this.hasModEnv || vibrato.toFilterCents !== 0 || modLfo.toFilterCents !== 0 || controls !== undefined
    this.isAlive = zone.end > 1
    this.isLooping = zone.loopMode !== 0
    this.kernel = kernel
    this.state = kernel.takeVoice(STATE_BYTES)
    kernel.i32[(this.state >> 2) + POSITION + 1] = zone.start
    kernel.f32[(this.state >> 2) + GAIN_LEFT] = Math.cos(angle)
    kernel.f32[(this.state >> 2) + GAIN_RIGHT] = Math.sin(angle)
    this.setLoop()
    this.setStep(zone.step)
  }

  /** Gives the voice's memory back; the voice is not used afterwards. */
  dispose(): void {
    this.kernel.freeVoice(this.state)
  }

  private setLoop(): void {
    const { zone, kernel } = this
    kernel.i32[(this.state >> 2) + LIMIT + 1] = this.isLooping ? zone.loopEnd : zone.end - 2
    kernel.i32[(this.state >> 2) + WRAP + 1] = this.isLooping ? zone.loopEnd - zone.loopStart : 0
  }

  private setStep(step: number): void {
    const whole = Math.floor(step)
    this.kernel.i32[(this.state >> 2) + STEP] = Math.floor((step - whole) * 4294967296) | 0
    this.kernel.i32[(this.state >> 2) + STEP + 1] = whole
  }

  get exclusiveClass(): number {
    return this.zone.exclusiveClass
  }

  /** The choke of an exclusive class: an open hat cut by a closed one. */
  choke(atFrame: number): void {
    if (this.isReleased) return
    this.isChoked = true
    this.releaseAt = Math.min(this.releaseAt, Math.max(atFrame - this.startFrame, this.elapsed))
  }

  /** Adds the voice's next `count` frames to the buffers (pointers) from frame `offset` on; `scratchAt` holds 64 frames. */
  render(leftAt: number, rightAt: number, scratchAt: number, offset: number, count: number): void {
    const { calls } = this.kernel
    let todo = count
    let out = offset * 4
    while (todo > 0 && this.isAlive) {
      if (this.blockLeft === 0) {
        this.nextBlock()
        if (!this.isAlive) return
      }
      const n = todo < this.blockLeft ? todo : this.blockLeft
      const got = calls.voice(this.zone.samplesAt, this.state, scratchAt, leftAt + out, rightAt + out, n, this.isFiltering)
      if (got < n) {
        this.isAlive = false
        return
      }
      this.elapsed += n
      this.blockLeft -= n
      todo -= n
      out += n * 4
      if (this.blockLeft === 0) this.endBlock()
    }
  }

  private attenuationAt(frame: number): number {
    if (frame < this.delayEnd) return SILENCE_CB
    if (frame < this.attackEnd) return Math.min(SILENCE_CB, -200 * Math.log10(Math.max(1e-5, (frame - this.delayEnd) / (this.attackEnd - this.delayEnd))))
    if (frame < this.holdEnd) return 0
    if (frame < this.decayEnd) return ((frame - this.holdEnd) / (this.decayEnd - this.holdEnd)) * this.zone.volume.sustain
    return this.zone.volume.sustain
  }

  private modulationAt(frame: number): number {
    const { delay, attack, hold, decay, sustain, release } = this.zone.modulation
    if (this.isReleased) {
      const span = release * this.modRelease
      return span <= 0 ? 0 : Math.max(0, (1 - (frame - this.releaseAt) / this.rate / span) * this.modRelease)
    }
    const s = frame / this.rate - delay
    if (s < 0) return 0
    // convex attack: linear in dB over 96 dB
    if (s < attack) return Math.max(0, 1 + (20 / 96) * Math.log10(Math.max(1e-6, s / attack)))
    if (s < attack + hold) return 1
    if (s < attack + hold + decay) return 1 - ((s - attack - hold) / decay) * (1 - sustain)
    return sustain
  }

  private setFilter(cents: number): void {
    if (Math.abs(cents - this.filterAt) < 1) return
    this.filterAt = cents
    const q = this.zone.filterQCb
    const w = (2 * Math.PI * Math.min(440 * 2 ** ((cents - 6900) / 1200), this.rate * 0.45)) / this.rate
    const cosw = Math.cos(w)
    const alpha = Math.sin(w) / (2 * 10 ** ((q - 3.01) / 200))
    const a0 = 1 + alpha
    const b1 = (1 - cosw) / Math.sqrt(10 ** (q / 200)) / a0
    const { f32 } = this.kernel
    const at = (this.state >> 2) + B0
    f32[at] = b1 / 2
    f32[at + 1] = b1
    f32[at + 2] = (-2 * cosw) / a0
    f32[at + 3] = (1 - alpha) / a0
  }

  private beginRelease(): void {
    this.isReleased = true
    this.releaseFromCb = Math.min(SILENCE_CB, Math.max(0, this.attenuationAt(this.elapsed)))
    this.releaseAt = this.elapsed
    const seconds = this.isChoked ? CHOKE_SECONDS : this.zone.volume.release
    this.releaseFrames = Math.max(BLOCK, seconds * this.rate * ((SILENCE_CB - this.releaseFromCb) / SILENCE_CB))
    this.modRelease = this.modValue
    if (this.zone.loopMode === 3) {
      this.isLooping = false
      this.setLoop()
    }
    if (this.releaseFromCb >= this.inaudibleCb) this.isAlive = false
  }

  private nextBlock(): void {
    const { zone, controls, elapsed } = this
    this.blockLeft = BLOCK
    if (!this.isReleased && elapsed >= this.releaseAt) this.beginRelease()
    let filterCents = zone.filterCents
    let volumeCb = 0
    if (!this.isSteady) {
      const seconds = elapsed / this.rate
      const frame = this.startFrame + elapsed
      const vibrato = lfo(zone.vibrato.rateHz, zone.vibrato.delaySeconds, seconds)
      const wobble = lfo(zone.modLfo.rateHz, zone.modLfo.delaySeconds, seconds)
      let cents = vibrato * (zone.vibrato.toPitchCents + (controls ? controls.vibratoCentsAt(frame) : 0)) + wobble * zone.modLfo.toPitchCents
      filterCents += vibrato * zone.vibrato.toFilterCents + wobble * zone.modLfo.toFilterCents
      volumeCb -= wobble * zone.modLfo.toVolumeCb
      if (this.hasModEnv) {
        this.modValue = this.modulationAt(elapsed)
        cents += this.modValue * zone.modEnvToPitchCents
        filterCents += this.modValue * zone.modEnvToFilterCents
      }
      if (controls) {
        cents += controls.bendCentsAt(frame)
        filterCents += controls.brightnessCentsAt(frame)
      }
      this.setStep(cents === 0 ? zone.step : zone.step * 2 ** (cents / 1200))
    }
    if (filterCents <= 13499 || zone.filterQCb > 0) this.isFiltering = true
    if (this.isFiltering && (this.movesFilter || this.filterAt < -1e8)) this.setFilter(Math.min(13500, Math.max(1500, filterCents)))
    const target = this.gainAt(elapsed + BLOCK, volumeCb)
    this.kernel.f32[(this.state >> 2) + LEVEL_STEP] = (target - this.level) / BLOCK
    this.kernel.f32[(this.state >> 2) + LEVEL_STEP - 1] = this.level
    this.level = target
  }

  /** Gain at the block's last frame; the attack is a straight line, everything else straight in dB. */
  private gainAt(frame: number, volumeCb: number): number {
    if (this.isReleased) {
      this.attenuationCb = this.releaseFromCb + ((frame - this.releaseAt) / this.releaseFrames) * (SILENCE_CB - this.releaseFromCb)
      return this.attenuationCb >= this.inaudibleCb ? 0 : this.zone.gain * Math.exp((this.attenuationCb + volumeCb) * CB_TO_LOG)
    }
    if (frame < this.delayEnd) return 0
    const rise = frame < this.attackEnd ? (frame - this.delayEnd) / (this.attackEnd - this.delayEnd) : 1
    this.attenuationCb = rise < 1 ? 0 : this.attenuationAt(frame)
    if (rise === 1 && this.attenuationCb >= this.inaudibleCb) return 0
    const cb = this.attenuationCb + volumeCb
    return this.zone.gain * rise * (cb === 0 ? 1 : Math.exp(cb * CB_TO_LOG))
  }

  private endBlock(): void {
    if (this.isReleased) {
      if (this.attenuationCb >= this.inaudibleCb) this.isAlive = false
    } else if (this.elapsed >= this.holdEnd && this.attenuationCb >= this.inaudibleCb) this.isAlive = false
  }
}
