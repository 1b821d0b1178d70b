// AssemblyScript (not TypeScript): the renderer's inner loops in WebAssembly SIMD. Pointers are byte offsets into the imported memory.
// Built by build.mjs into src-main/generation/score/render/kernel/kernel-bytes.ts.

/** Voice state, byte offsets: position i64 32.32, step i64, limit i64, wrap i64, then f32: see the constants. */
const POSITION: usize = 0
const STEP: usize = 8
const LIMIT: usize = 16
const WRAP: usize = 24
const LEVEL: usize = 32
const LEVEL_STEP: usize = 36
const GAIN_LEFT: usize = 40
const GAIN_RIGHT: usize = 44
const B0: usize = 48
const B1: usize = 52
const A1: usize = 56
const A2: usize = 60
const X1: usize = 64
const X2: usize = 68
const Y1: usize = 72
const Y2: usize = 76

const FRACTION: f32 = <f32>(1.0 / 2147483648.0)

// @ts-expect-error: decorator
@inline
function cubic(samples: usize, position: i64): f32 {
  const at = samples + (<usize>(position >> 32) << 2)
  const f: f32 = <f32>(<i32>((<u32>position) >> 1)) * FRACTION
  const ym = load<f32>(at)
  const y0 = load<f32>(at, 4)
  const yp = load<f32>(at, 8)
  const yq = load<f32>(at, 12)
  const c = (yp - ym) * 0.5
  const v = y0 - yp
  const w = c + v
  const a = w + v + (yq - y0) * 0.5
  return ((a * f - (w + a)) * f + c) * f + y0
}

/** Reads n frames of a sample into `out` by four-point cubic interpolation; returns how many there were (all of them when it loops). */
function oscillate(samples: usize, state: usize, out: usize, n: i32): i32 {
  let position = load<i64>(state, POSITION)
  const step = load<i64>(state, STEP)
  const limit = load<i64>(state, LIMIT)
  const wrap = load<i64>(state, WRAP)
  const half = f32x4.splat(0.5)
  const scale = f32x4.splat(FRACTION)
  let i = 0
  while (i < n) {
    if (position >= limit) {
      if (wrap == 0) break
      while (position >= limit) position -= wrap
    }
    if (i + 4 <= n && position + step * 3 < limit) {
      const p1 = position + step
      const p2 = p1 + step
      const p3 = p2 + step
      const r0 = v128.load(samples + (<usize>(position >> 32) << 2))
      const r1 = v128.load(samples + (<usize>(p1 >> 32) << 2))
      const r2 = v128.load(samples + (<usize>(p2 >> 32) << 2))
      const r3 = v128.load(samples + (<usize>(p3 >> 32) << 2))
      let parts = i32x4.splat(<i32>((<u32>position) >> 1))
      parts = i32x4.replace_lane(parts, 1, <i32>((<u32>p1) >> 1))
      parts = i32x4.replace_lane(parts, 2, <i32>((<u32>p2) >> 1))
      parts = i32x4.replace_lane(parts, 3, <i32>((<u32>p3) >> 1))
      const f = f32x4.mul(f32x4.convert_i32x4_s(parts), scale)
      const t0 = v128.shuffle<f32>(r0, r1, 0, 4, 1, 5)
      const t1 = v128.shuffle<f32>(r0, r1, 2, 6, 3, 7)
      const t2 = v128.shuffle<f32>(r2, r3, 0, 4, 1, 5)
      const t3 = v128.shuffle<f32>(r2, r3, 2, 6, 3, 7)
      const ym = v128.shuffle<f32>(t0, t2, 0, 1, 4, 5)
      const y0 = v128.shuffle<f32>(t0, t2, 2, 3, 6, 7)
      const yp = v128.shuffle<f32>(t1, t3, 0, 1, 4, 5)
      const yq = v128.shuffle<f32>(t1, t3, 2, 3, 6, 7)
      const c = f32x4.mul(f32x4.sub(yp, ym), half)
      const v = f32x4.sub(y0, yp)
      const w = f32x4.add(c, v)
      const a = f32x4.add(f32x4.add(w, v), f32x4.mul(f32x4.sub(yq, y0), half))
      let y = f32x4.sub(f32x4.mul(a, f), f32x4.add(w, a))
      y = f32x4.add(f32x4.mul(y, f), c)
      y = f32x4.add(f32x4.mul(y, f), y0)
      v128.store(out + (i << 2), y)
      position = p3 + step
      i += 4
    } else {
      store<f32>(out + (i << 2), cubic(samples, position))
      position += step
      i++
    }
  }
  store<i64>(state, position, POSITION)
  return i
}

function filter(state: usize, buffer: usize, n: i32): void {
  const b0 = load<f32>(state, B0)
  const b1 = load<f32>(state, B1)
  const a1 = load<f32>(state, A1)
  const a2 = load<f32>(state, A2)
  let x1 = load<f32>(state, X1)
  let x2 = load<f32>(state, X2)
  let y1 = load<f32>(state, Y1)
  let y2 = load<f32>(state, Y2)
  for (let i = 0; i < n; i++) {
    const x = load<f32>(buffer)
    const y: f32 = b0 * (x + x2) + b1 * x1 - a2 * y2 - a1 * y1
    x2 = x1
    x1 = x
    y2 = y1
    y1 = y
    store<f32>(buffer, y)
    buffer += 4
  }
  store<f32>(state, x1, X1)
  store<f32>(state, x2, X2)
  // keep denormals out
  store<f32>(state, abs<f32>(y1) < 1e-15 ? 0 : y1, Y1)
  store<f32>(state, abs<f32>(y2) < 1e-15 ? 0 : y2, Y2)
}

/**
 * One voice: oscillator, optional low-pass, straight gain ramp, pan; adds n frames (at most 64) to left and right.
 * @returns frames that the sample still had
 */
export function voice(samples: usize, state: usize, scratch: usize, left: usize, right: usize, n: i32, isFiltering: bool): i32 {
  const got = oscillate(samples, state, scratch, n)
  if (isFiltering) filter(state, scratch, got)
  const step = load<f32>(state, LEVEL_STEP)
  const level = load<f32>(state, LEVEL)
  const gl = load<f32>(state, GAIN_LEFT)
  const gr = load<f32>(state, GAIN_RIGHT)
  let i = 0
  let ramp = f32x4(level + step, level + step * 2, level + step * 3, level + step * 4)
  const step4 = f32x4.splat(step * 4)
  const gl4 = f32x4.splat(gl)
  const gr4 = f32x4.splat(gr)
  for (; i + 4 <= got; i += 4) {
    const at = i << 2
    const s = f32x4.mul(v128.load(scratch + at), ramp)
    v128.store(left + at, f32x4.add(v128.load(left + at), f32x4.mul(s, gl4)))
    v128.store(right + at, f32x4.add(v128.load(right + at), f32x4.mul(s, gr4)))
    ramp = f32x4.add(ramp, step4)
  }
  for (; i < got; i++) {
    const at = i << 2
    const s: f32 = load<f32>(scratch + at) * (level + step * <f32>(i + 1))
    store<f32>(left + at, load<f32>(left + at) + s * gl)
    store<f32>(right + at, load<f32>(right + at) + s * gr)
  }
  store<f32>(state, level + step * <f32>got, LEVEL)
  return got
}

/**
 * A second-order section on two buffers at once, in double precision. `state`: b0 b1 b2 a1 a2 as pairs of f64 (one a channel), then
 * z1 and z2 pairs: 112 bytes.
 */
export function biquad(state: usize, left: usize, right: usize, n: i32): void {
  const b0 = v128.load(state)
  const b1 = v128.load(state, 16)
  const b2 = v128.load(state, 32)
  const a1 = v128.load(state, 48)
  const a2 = v128.load(state, 64)
  let z1 = v128.load(state, 80)
  let z2 = v128.load(state, 96)
  for (let i = 0; i < n; i++) {
    const x = f64x2(<f64>load<f32>(left), <f64>load<f32>(right))
    const y = f64x2.add(f64x2.mul(b0, x), z1)
    z1 = f64x2.sub(f64x2.add(f64x2.mul(b1, x), z2), f64x2.mul(a1, y))
    z2 = f64x2.sub(f64x2.mul(b2, x), f64x2.mul(a2, y))
    store<f32>(left, <f32>f64x2.extract_lane(y, 0))
    store<f32>(right, <f32>f64x2.extract_lane(y, 1))
    left += 4
    right += 4
  }
  const tiny = f64x2.splat(1e-25)
  v128.store(state, v128.and(z1, f64x2.gt(f64x2.abs(z1), tiny)), 80)
  v128.store(state, v128.and(z2, f64x2.gt(f64x2.abs(z2), tiny)), 96)
}

/** Two sections one after the other in one pass: their recursions overlap in the processor. States as for `biquad`. */
export function biquads(first: usize, second: usize, left: usize, right: usize, n: i32): void {
  const b0 = v128.load(first)
  const b1 = v128.load(first, 16)
  const b2 = v128.load(first, 32)
  const a1 = v128.load(first, 48)
  const a2 = v128.load(first, 64)
  let z1 = v128.load(first, 80)
  let z2 = v128.load(first, 96)
  const d0 = v128.load(second)
  const d1 = v128.load(second, 16)
  const d2 = v128.load(second, 32)
  const c1 = v128.load(second, 48)
  const c2 = v128.load(second, 64)
  let w1 = v128.load(second, 80)
  let w2 = v128.load(second, 96)
  for (let i = 0; i < n; i++) {
    const x = f64x2(<f64>load<f32>(left), <f64>load<f32>(right))
    const y = f64x2.add(f64x2.mul(b0, x), z1)
    z1 = f64x2.sub(f64x2.add(f64x2.mul(b1, x), z2), f64x2.mul(a1, y))
    z2 = f64x2.sub(f64x2.mul(b2, x), f64x2.mul(a2, y))
    const v = f64x2.add(f64x2.mul(d0, y), w1)
    w1 = f64x2.sub(f64x2.add(f64x2.mul(d1, y), w2), f64x2.mul(c1, v))
    w2 = f64x2.sub(f64x2.mul(d2, y), f64x2.mul(c2, v))
    store<f32>(left, <f32>f64x2.extract_lane(v, 0))
    store<f32>(right, <f32>f64x2.extract_lane(v, 1))
    left += 4
    right += 4
  }
  const tiny = f64x2.splat(1e-25)
  v128.store(first, v128.and(z1, f64x2.gt(f64x2.abs(z1), tiny)), 80)
  v128.store(first, v128.and(z2, f64x2.gt(f64x2.abs(z2), tiny)), 96)
  v128.store(second, v128.and(w1, f64x2.gt(f64x2.abs(w1), tiny)), 80)
  v128.store(second, v128.and(w2, f64x2.gt(f64x2.abs(w2), tiny)), 96)
}

/** `bus` += `input` * gain; n is rounded up to a multiple of 4. */
export function add(input: usize, bus: usize, gain: f32, n: i32): void {
  const g = f32x4.splat(gain)
  for (let i = 0; i < n; i += 4) {
    const at = i << 2
    v128.store(bus + at, f32x4.add(v128.load(bus + at), f32x4.mul(v128.load(input + at), g)))
  }
}

/** `bus` += (`left` + `right`) * gain. */
export function addSum(left: usize, right: usize, bus: usize, gain: f32, n: i32): void {
  const g = f32x4.splat(gain)
  for (let i = 0; i < n; i += 4) {
    const at = i << 2
    const sum = f32x4.add(v128.load(left + at), v128.load(right + at))
    v128.store(bus + at, f32x4.add(v128.load(bus + at), f32x4.mul(sum, g)))
  }
}

/** Both buffers times 1 - depth * duck. */
export function duck(left: usize, right: usize, amount: usize, depth: f32, n: i32): void {
  const d = f32x4.splat(depth)
  const one = f32x4.splat(1)
  for (let i = 0; i < n; i += 4) {
    const at = i << 2
    const g = f32x4.sub(one, f32x4.mul(v128.load(amount + at), d))
    v128.store(left + at, f32x4.mul(v128.load(left + at), g))
    v128.store(right + at, f32x4.mul(v128.load(right + at), g))
  }
}

/** Left and right become (l + r) * gain and (l - r) * gain. */
export function matrix(left: usize, right: usize, gain: f32, n: i32): void {
  const g = f32x4.splat(gain)
  for (let i = 0; i < n; i += 4) {
    const at = i << 2
    const l = v128.load(left + at)
    const r = v128.load(right + at)
    v128.store(left + at, f32x4.mul(f32x4.add(l, r), g))
    v128.store(right + at, f32x4.mul(f32x4.sub(l, r), g))
  }
}

/** Schroeder all-pass over a ring of `length` frames (a multiple of 4, at least 4), in place. Returns the ring's new place. */
export function allPass(ring: usize, length: i32, place: i32, gain: f32, buffer: usize, n: i32): i32 {
  const g = f32x4.splat(gain)
  for (let i = 0; i < n; i += 4) {
    const held = v128.load(ring + (place << 2))
    const v = f32x4.sub(v128.load(buffer + (i << 2)), f32x4.mul(g, held))
    v128.store(ring + (place << 2), v)
    v128.store(buffer + (i << 2), f32x4.add(held, f32x4.mul(g, v)))
    place += 4
    if (place >= length) place = 0
  }
  return place
}

/** A plain delay by the ring's length, in place. */
export function delay(ring: usize, length: i32, place: i32, buffer: usize, n: i32): i32 {
  for (let i = 0; i < n; i += 4) {
    const held = v128.load(ring + (place << 2))
    v128.store(ring + (place << 2), v128.load(buffer + (i << 2)))
    v128.store(buffer + (i << 2), held)
    place += 4
    if (place >= length) place = 0
  }
  return place
}

// @ts-expect-error: decorator
@inline
function line(at: usize): v128 {
  return v128.load(load<usize>(at) + (load<i32>(at, 8) << 2))
}

// @ts-expect-error: decorator
@inline
function feed(at: usize, value: v128): void {
  const gain = f32x4.splat(load<f32>(at, 12))
  const damp = f32x4.splat(load<f32>(at, 16))
  const now = f32x4.mul(value, gain)
  const before = v128.load(at, 32)
  const shifted = v128.shuffle<f32>(before, now, 3, 4, 5, 6)
  const place = load<i32>(at, 8)
  v128.store(load<usize>(at) + (place << 2), f32x4.add(now, f32x4.mul(damp, f32x4.sub(shifted, now))))
  v128.store(at, now, 32)
  const next = place + 4
  store<i32>(at, next >= load<i32>(at, 4) ? 0 : next, 8)
}

/**
 * Eight delay lines joined by a Hadamard matrix, four frames at a time. `lines`: eight records of 48 bytes: ring pointer, length (a multiple
 * of 4), place, gain, damping (0..0.5: weight of the frame before), 12 bytes free, last four frames. Output is added to left and right.
 */
export function reverb(lines: usize, input: usize, left: usize, right: usize, n: i32): void {
  for (let i = 0; i < n; i += 4) {
    const at = i << 2
    const x = v128.load(input + at)
    const d0 = line(lines)
    const d1 = line(lines + 48)
    const d2 = line(lines + 96)
    const d3 = line(lines + 144)
    const d4 = line(lines + 192)
    const d5 = line(lines + 240)
    const d6 = line(lines + 288)
    const d7 = line(lines + 336)
    const l = f32x4.add(f32x4.sub(d0, d2), f32x4.sub(d4, d6))
    const r = f32x4.add(f32x4.sub(d1, d3), f32x4.sub(d5, d7))
    v128.store(left + at, f32x4.add(v128.load(left + at), l))
    v128.store(right + at, f32x4.add(v128.load(right + at), r))
    const a0 = f32x4.add(d0, d1)
    const a1 = f32x4.sub(d0, d1)
    const a2 = f32x4.add(d2, d3)
    const a3 = f32x4.sub(d2, d3)
    const a4 = f32x4.add(d4, d5)
    const a5 = f32x4.sub(d4, d5)
    const a6 = f32x4.add(d6, d7)
    const a7 = f32x4.sub(d6, d7)
    const b0 = f32x4.add(a0, a2)
    const b1 = f32x4.add(a1, a3)
    const b2 = f32x4.sub(a0, a2)
    const b3 = f32x4.sub(a1, a3)
    const b4 = f32x4.add(a4, a6)
    const b5 = f32x4.add(a5, a7)
    const b6 = f32x4.sub(a4, a6)
    const b7 = f32x4.sub(a5, a7)
    feed(lines, f32x4.add(f32x4.add(b0, b4), x))
    feed(lines + 48, f32x4.add(f32x4.add(b1, b5), x))
    feed(lines + 96, f32x4.sub(f32x4.add(b2, b6), x))
    feed(lines + 144, f32x4.sub(f32x4.add(b3, b7), x))
    feed(lines + 192, f32x4.add(f32x4.sub(b0, b4), x))
    feed(lines + 240, f32x4.sub(f32x4.sub(b1, b5), x))
    feed(lines + 288, f32x4.add(f32x4.sub(b2, b6), x))
    feed(lines + 336, f32x4.sub(f32x4.sub(b3, b7), x))
  }
}

/**
 * K-weighting of both channels at once; energies (f64 sums of squares over both) and peaks (f32) of blocks of `block` frames.
 * `state`: b0 b1 b2 a1 a2 c1 c2 (f64), 8 bytes free, then four f64x2 of memory: 128 bytes.
 */
export function meter(state: usize, left: usize, right: usize, n: i32, block: i32, energies: usize, peaks: usize): void {
  const b0 = f64x2.splat(load<f64>(state))
  const b1 = f64x2.splat(load<f64>(state, 8))
  const b2 = f64x2.splat(load<f64>(state, 16))
  const a1 = f64x2.splat(load<f64>(state, 24))
  const a2 = f64x2.splat(load<f64>(state, 32))
  const c1 = f64x2.splat(load<f64>(state, 40))
  const c2 = f64x2.splat(load<f64>(state, 48))
  const minusTwo = f64x2.splat(-2)
  let z1 = v128.load(state, 64)
  let z2 = v128.load(state, 80)
  let y1 = v128.load(state, 96)
  let y2 = v128.load(state, 112)
  for (let start = 0; start < n; start += block) {
    const end = min(n, start + block)
    let sum = f64x2.splat(0)
    let peak: f32 = 0
    for (let i = start; i < end; i++) {
      const l = load<f32>(left + (i << 2))
      const r = load<f32>(right + (i << 2))
      peak = max(peak, max(abs(l), abs(r)))
      const x = f64x2(<f64>l, <f64>r)
      const s = f64x2.add(f64x2.mul(b0, x), z1)
      z1 = f64x2.sub(f64x2.add(f64x2.mul(b1, x), z2), f64x2.mul(a1, s))
      z2 = f64x2.sub(f64x2.mul(b2, x), f64x2.mul(a2, s))
      const y = f64x2.add(s, y1)
      y1 = f64x2.sub(f64x2.add(f64x2.mul(minusTwo, s), y2), f64x2.mul(c1, y))
      y2 = f64x2.sub(s, f64x2.mul(c2, y))
      sum = f64x2.add(sum, f64x2.mul(y, y))
    }
    store<f64>(energies, f64x2.extract_lane(sum, 0) + f64x2.extract_lane(sum, 1))
    store<f32>(peaks, peak)
    energies += 8
    peaks += 4
  }
  const tiny = f64x2.splat(1e-25)
  v128.store(state, v128.and(z1, f64x2.gt(f64x2.abs(z1), tiny)), 64)
  v128.store(state, v128.and(z2, f64x2.gt(f64x2.abs(z2), tiny)), 80)
  v128.store(state, v128.and(y1, f64x2.gt(f64x2.abs(y1), tiny)), 96)
  v128.store(state, v128.and(y2, f64x2.gt(f64x2.abs(y2), tiny)), 112)
}

// @ts-expect-error: decorator
@inline
function soft(x: v128): v128 {
  const c = f32x4.max(f32x4.min(x, f32x4.splat(3)), f32x4.splat(-3))
  const s = f32x4.mul(c, c)
  return f32x4.div(f32x4.mul(c, f32x4.add(f32x4.splat(27), s)), f32x4.add(f32x4.splat(27), f32x4.mul(f32x4.splat(9), s)))
}

/** (tanh(x * drive + bias) - tanh(bias)) * unity, tanh as a rational function limited at +-3. */
export function saturate(buffer: usize, drive: f32, bias: f32, unity: f32, n: i32): void {
  const b = f32x4.splat(bias)
  const rest = soft(b)
  const d = f32x4.splat(drive)
  const u = f32x4.splat(unity)
  for (let i = 0; i < n; i += 4) {
    const at = buffer + (i << 2)
    v128.store(at, f32x4.mul(f32x4.sub(soft(f32x4.add(f32x4.mul(v128.load(at), d), b)), rest), u))
  }
}

/** Reads a ring of `mask` + 1 frames at a delay that moves straight from `first` by `step` a frame, cubic; writes the input to the ring. */
export function moving(ring: usize, mask: i32, place: i32, first: f32, step: f32, buffer: usize, n: i32): void {
  let d = first
  for (let i = 0; i < n; i++) {
    const now = (place + i) & mask
    store<f32>(ring + (now << 2), load<f32>(buffer))
    const whole = <i32>d
    const f: f32 = 1 - (d - <f32>whole)
    const at = now - whole - 1
    const ym = load<f32>(ring + (((at - 1) & mask) << 2))
    const y0 = load<f32>(ring + ((at & mask) << 2))
    const yp = load<f32>(ring + (((at + 1) & mask) << 2))
    const yq = load<f32>(ring + (((at + 2) & mask) << 2))
    const c = (yp - ym) * 0.5
    const v = y0 - yp
    const w = c + v
    const a = w + v + (yq - y0) * 0.5
    store<f32>(buffer, ((a * f - (w + a)) * f + c) * f + y0)
    buffer += 4
    d += step
  }
}

/**
 * Sum of squares of both channels above a one-pole corner (`thin` = 1 - exp(-2 pi f / rate)); `state`: two f32 of memory.
 */
export function energyAbove(left: usize, right: usize, n: i32, state: usize, thin: f32): f32 {
  let lowLeft = load<f32>(state)
  let lowRight = load<f32>(state, 4)
  let sum: f32 = 0
  for (let i = 0; i < n; i++) {
    const l = load<f32>(left + (i << 2))
    const r = load<f32>(right + (i << 2))
    lowLeft += thin * (l - lowLeft)
    lowRight += thin * (r - lowRight)
    sum += (l - lowLeft) * (l - lowLeft) + (r - lowRight) * (r - lowRight)
  }
  store<f32>(state, abs<f32>(lowLeft) < 1e-15 ? 0 : lowLeft)
  store<f32>(state, abs<f32>(lowRight) < 1e-15 ? 0 : lowRight, 4)
  return sum
}

/** Both buffers times a gain that goes straight from `from` by `step` a frame. */
export function ramp(left: usize, right: usize, from: f32, step: f32, n: i32): void {
  let gain = from
  for (let i = 0; i < n; i++) {
    gain += step
    const at = i << 2
    store<f32>(left + at, load<f32>(left + at) * gain)
    store<f32>(right + at, load<f32>(right + at) * gain)
  }
}

/**
 * Stereo echo: `input` into the left ring, left into right, right (damped, without its low end) back. `state`: dark, low (f32).
 * Returns the rings' new place.
 */
export function echo(rings: usize, length: i32, place: i32, state: usize, input: usize, left: usize, right: usize, feedback: f32, damp: f32, thin: f32, n: i32): i32 {
  const other = rings + (length << 2)
  let dark = load<f32>(state)
  let low = load<f32>(state, 4)
  for (let i = 0; i < n; i++) {
    const at = place << 2
    const fromLeft = load<f32>(rings + at)
    const fromRight = load<f32>(other + at)
    const frame = i << 2
    store<f32>(left + frame, load<f32>(left + frame) + fromLeft)
    store<f32>(right + frame, load<f32>(right + frame) + fromRight)
    dark = fromRight * (1 - damp) + dark * damp
    low += thin * (dark - low)
    store<f32>(rings + at, load<f32>(input + frame) + (dark - low) * feedback)
    store<f32>(other + at, fromLeft * <f32>0.85)
    place++
    if (place == length) place = 0
  }
  store<f32>(state, abs<f32>(dark) < 1e-15 ? 0 : dark)
  store<f32>(state, abs<f32>(low) < 1e-15 ? 0 : low, 4)
  return place
}

/**
 * True peak (4x oversampled, ITU-R BS.1770-4 Annex 2) of each block of `block` frames, kept where it is larger than what `peaks` holds.
 * `samples` needs 8 frames before and after. `taps`: three phases of 12 f32.
 */
export function truePeaks(samples: usize, n: i32, block: i32, taps: usize, peaks: usize): void {
  for (let start = 0; start < n; start += block) {
    const end = min(n, start + block)
    let most = f32x4.splat(0)
    for (let i = start; i < end; i += 4) {
      const at = samples + (i << 2) - 20
      const s0 = v128.load(samples + (i << 2))
      most = f32x4.pmax(f32x4.abs(s0), most)
      for (let phase = 0; phase < 3; phase++) {
        const t = taps + phase * 48
        let sum = f32x4.mul(v128.load(at), v128.load32_splat(t))
        sum = f32x4.add(sum, f32x4.mul(v128.load(at, 4), v128.load32_splat(t, 4)))
        sum = f32x4.add(sum, f32x4.mul(v128.load(at, 8), v128.load32_splat(t, 8)))
        sum = f32x4.add(sum, f32x4.mul(v128.load(at, 12), v128.load32_splat(t, 12)))
        sum = f32x4.add(sum, f32x4.mul(v128.load(at, 16), v128.load32_splat(t, 16)))
        sum = f32x4.add(sum, f32x4.mul(v128.load(at, 20), v128.load32_splat(t, 20)))
        sum = f32x4.add(sum, f32x4.mul(v128.load(at, 24), v128.load32_splat(t, 24)))
        sum = f32x4.add(sum, f32x4.mul(v128.load(at, 28), v128.load32_splat(t, 28)))
        sum = f32x4.add(sum, f32x4.mul(v128.load(at, 32), v128.load32_splat(t, 32)))
        sum = f32x4.add(sum, f32x4.mul(v128.load(at, 36), v128.load32_splat(t, 36)))
        sum = f32x4.add(sum, f32x4.mul(v128.load(at, 40), v128.load32_splat(t, 40)))
        sum = f32x4.add(sum, f32x4.mul(v128.load(at, 44), v128.load32_splat(t, 44)))
        most = f32x4.pmax(f32x4.abs(sum), most)
      }
    }
    const peak = max(max(f32x4.extract_lane(most, 0), f32x4.extract_lane(most, 1)), max(f32x4.extract_lane(most, 2), f32x4.extract_lane(most, 3)))
    if (peak > load<f32>(peaks)) store<f32>(peaks, peak)
    peaks += 4
  }
}

/** Interleaved 24-bit little-endian PCM, limited to full scale. `scale` is 8388608. */
export function pcm24(left: usize, right: usize, out: usize, n: i32): void {
  const scale: f64 = 8388608
  for (let i = 0; i < n; i++) {
    const l = <i32>nearest(min(max(<f64>load<f32>(left + (i << 2)) * scale, -8388608.0), 8388607.0))
    const r = <i32>nearest(min(max(<f64>load<f32>(right + (i << 2)) * scale, -8388608.0), 8388607.0))
    store<i32>(out, (l & 0xffffff) | (r << 24))
    store<i16>(out, <i16>((r >> 8) & 0xffff), 4)
    out += 6
  }
}

/** Running sum of steps with a one-pole DC blocker, added to both buffers. `state`: level, blocked (f64). */
export function integrate(steps: usize, state: usize, corner: f64, gain: f32, left: usize, right: usize, n: i32): void {
  let level = load<f64>(state)
  let blocked = load<f64>(state, 8)
  for (let i = 0; i < n; i++) {
    const at = i << 2
    level += <f64>load<f32>(steps + at)
    blocked += corner * (level - blocked)
    const s = <f32>(level - blocked) * gain
    store<f32>(left + at, load<f32>(left + at) + s)
    store<f32>(right + at, load<f32>(right + at) + s)
  }
  store<f64>(state, level)
  store<f64>(state, abs(blocked) < 1e-25 ? 0 : blocked, 8)
}

/** Adds `delta` times 24 taps of a band-limited step into `steps`. */
export function addStep(steps: usize, kernel: usize, delta: f32): void {
  const d = f32x4.splat(delta)
  for (let tap = 0; tap < 96; tap += 16) v128.store(steps + tap, f32x4.add(v128.load(steps + tap), f32x4.mul(v128.load(kernel + tap), d)))
}
