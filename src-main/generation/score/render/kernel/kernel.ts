import { KERNEL_BASE64 } from './kernel-bytes.ts'

/**
 * The renderer's inner loops (WebAssembly SIMD, source in build/sound-kernel) and the memory they work in. One kernel serves one thread
 * and one rendering at a time. Pointers are byte offsets; sounds stay, everything else is scratch that `begin` takes back.
 */
export type KernelCalls = {
  voice(samples: number, state: number, scratch: number, left: number, right: number, n: number, isFiltering: boolean): number
  biquad(state: number, left: number, right: number, n: number): void
  biquads(first: number, second: number, left: number, right: number, n: number): void
  add(input: number, bus: number, gain: number, n: number): void
  addSum(left: number, right: number, bus: number, gain: number, n: number): void
  duck(left: number, right: number, amount: number, depth: number, n: number): void
  matrix(left: number, right: number, gain: number, n: number): void
  allPass(ring: number, length: number, place: number, gain: number, buffer: number, n: number): number
  delay(ring: number, length: number, place: number, buffer: number, n: number): number
  reverb(lines: number, input: number, left: number, right: number, n: number): void
  meter(state: number, left: number, right: number, n: number, block: number, energies: number, peaks: number): void
  saturate(buffer: number, drive: number, bias: number, unity: number, n: number): void
  energyAbove(left: number, right: number, n: number, state: number, thin: number): number
  ramp(left: number, right: number, from: number, step: number, n: number): void
  echo(
    rings: number,
    length: number,
    place: number,
    state: number,
    input: number,
    left: number,
    right: number,
    feedback: number,
    damp: number,
    thin: number,
    n: number,
  ): number
  truePeaks(samples: number, n: number, block: number, taps: number, peaks: number): void
  pcm24(left: number, right: number, out: number, n: number): void
  integrate(steps: number, state: number, corner: number, gain: number, left: number, right: number, n: number): void
  addStep(steps: number, kernel: number, delta: number): void
  moving(ring: number, mask: number, place: number, first: number, step: number, buffer: number, n: number): void
}

const PAGE = 65_536
/** scratch lies below, sounds above */
const SCRATCH_BYTES = 8 * 1024 * 1024

export class Kernel {
  readonly calls: KernelCalls
  /** views of the whole memory; they change when it grows, so read them anew after anything that may load a sound */
  f32: Float32Array<ArrayBuffer>
  f64: Float64Array<ArrayBuffer>
  i32: Int32Array<ArrayBuffer>
  u8: Uint8Array<ArrayBuffer>
  private readonly memory: WebAssembly.Memory
  private scratchTop = 1024
  private soundTop = SCRATCH_BYTES
  private freeVoices: number[] = []

  constructor() {
    const bytes = Uint8Array.from(atob(KERNEL_BASE64), (letter) => letter.charCodeAt(0))
    this.memory = new WebAssembly.Memory({ initial: (2 * SCRATCH_BYTES) / PAGE })
    const instance = new WebAssembly.Instance(new WebAssembly.Module(bytes), { env: { memory: this.memory } })
    this.calls = instance.exports as unknown as KernelCalls
    const buffer = this.memory.buffer
    this.f32 = new Float32Array(buffer)
    this.f64 = new Float64Array(buffer)
    this.i32 = new Int32Array(buffer)
    this.u8 = new Uint8Array(buffer)
  }

  /** Starts a new rendering: all scratch of the last one is free again. */
  begin(): void {
    this.scratchTop = 1024
    this.freeVoices = []
  }

  /** Zeroed scratch, 16-byte aligned. */
  scratch(bytes: number): number {
    const at = this.scratchTop
    this.scratchTop = at + Math.ceil(bytes / 16) * 16
    if (this.scratchTop > SCRATCH_BYTES) throw new RangeError('the sound kernel is out of scratch memory')
    this.i32.fill(0, at >> 2, this.scratchTop >> 2)
    return at
  }

  scratchFrames(frames: number): number {
    return this.scratch(frames * 4)
  }

  /** Room for one voice's state, zeroed; given back with `freeVoice`. */
  takeVoice(bytes: number): number {
    const at = this.freeVoices.pop()
    if (at === undefined) return this.scratch(bytes)
    this.i32.fill(0, at >> 2, (at + bytes) >> 2)
    return at
  }

  freeVoice(at: number): void {
    this.freeVoices.push(at)
  }

  /** Copies a sound in for good. May grow the memory. */
  keep(samples: Float32Array): number {
    const at = this.soundTop
    this.soundTop = at + Math.ceil((samples.length * 4 + 16) / 16) * 16
    const missing = this.soundTop - this.memory.buffer.byteLength
    if (missing > 0) {
      this.memory.grow(Math.ceil((missing + 4 * 1024 * 1024) / PAGE))
      const buffer = this.memory.buffer
      this.f32 = new Float32Array(buffer)
      this.f64 = new Float64Array(buffer)
      this.i32 = new Int32Array(buffer)
      this.u8 = new Uint8Array(buffer)
    }
    this.f32.set(samples, at >> 2)
    return at
  }

  /** the whole memory: scratch, and sounds that stay */
  get heldBytes(): number {
    return this.memory.buffer.byteLength
  }

  view(at: number, frames: number): Float32Array<ArrayBuffer> {
    return this.f32.subarray(at >> 2, (at >> 2) + frames)
  }
}
