import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createSessionShelf } from '../src-main/inference/sessions/session-shelf.ts'
import { resample } from '../src-main/inference/sound/resample.ts'
import { writeSound } from '../src-main/inference/sound/write-sound.ts'
import { measureRestoration } from '../src-main/inference/tasks/super-resolution/measure-restoration.ts'
import { type RestoreMethod, restoreBandwidth } from '../src-main/inference/tasks/super-resolution/restore-bandwidth.ts'
import { cutOff, fallingNoise } from '../src-main/inference/tasks/super-resolution/sound-for-tests.ts'
import { createRationalResampler } from '../src-shared/dsp/rational-resampler.ts'
import { stft } from '../src-shared/dsp/stft.ts'

/** Restoring treble: processor seconds a second of song, how much of that is ours and not the network's; rate conversion and spectrograms beside others. */

const RATE = 44_100
const SECONDS = 10
const folder = mkdtempSync(join(tmpdir(), 'segno-bench-enhancement-'))
const at = (name: string) => join(folder, name)
const cpu = async <T>(work: () => Promise<T> | T): Promise<{ value: T; seconds: number }> => {
  const before = process.cpuUsage()
  const value = await work()
  const { user, system } = process.cpuUsage(before)
  return { value, seconds: (user + system) / 1e6 }
}
const has = (program: string, ...words: string[]) => spawnSync(program, words).status === 0
const python = [process.env.SEGNO_BENCH_PYTHON ?? 'python3'].find((name) => has(name, '-c', 'import numpy, scipy.signal'))
/** runs a Python script that prints one number */
const inPython = (script: string): number | undefined => {
  if (!python) return undefined
  const { stdout, status } = spawnSync(python, ['-c', script], { encoding: 'utf8' })
  return status === 0 ? Number(stdout.trim()) : undefined
}
const ratio = (mine: number, theirs: number | undefined, name: string) =>
  theirs === undefined ? `   ${name}: not here` : `   ${name} ${theirs.toFixed(4)}   ratio ${(mine / theirs).toFixed(2)}`

const methods = async () => {
  const path = at('song.wav')
  const whole = [1, 2].map((seed) => cutOff(fallingNoise(SECONDS, RATE, seed), RATE, 11_000))
  await writeSound(path, whole, RATE)
  const weights = join(import.meta.dirname, '..', '..', 'shared', 'models')
  const settings = { providers: ['cpu'], threads: 1, memoryCeilingBytes: 2e9 } as const
  const shelf = createSessionShelf()
  const context = { sessions: shelf.forTask(settings), progress: () => undefined, signal: new AbortController().signal, checkpoint: async () => undefined }
  const known: readonly [string, RestoreMethod][] = [
    ['FlashSR lite', { kind: 'flashsr', modelPath: join(weights, 'flashsr_lite.onnx') }],
    ['FlashSR', { kind: 'flashsr', modelPath: join(weights, 'flashsr.onnx') }],
    ['exciter', { kind: 'exciter' }],
  ]
  for (const [name, method] of known) {
    if (method.kind === 'flashsr' && !existsSync(method.modelPath)) {
      console.log(`${name}: its weights are not here`)
      continue
    }
    const workFolder = at(name)
    mkdirSync(workFolder)
    const outPath = join(workFolder, 'out.wav')
    let inside = 0
    const timed = {
      ...context,
      sessions: {
        open: async (file: string, options?: Parameters<typeof context.sessions.open>[1]) => {
          const session = await context.sessions.open(file, options)
          return {
            ...session,
            run: async (...words: Parameters<typeof session.run>) => {
              const { value, seconds } = await cpu(() => session.run(...words))
              inside += seconds
              return value
            },
          }
        },
      },
    }
    const { value, seconds } = await cpu(() => restoreBandwidth({ songPath: path, fromFrame: 0, toFrame: SECONDS * RATE, method, workFolder, outPath }, timed))
    const report = await measureRestoration(
      { songPath: path, resultPath: outPath, fromFrame: 0, toFrame: SECONDS * RATE, cutoffHz: value.cutoff.cutoffHz },
      context,
    )
    console.log(
      `${name.padEnd(13)} ${(seconds / SECONDS).toFixed(2)} cpu-s a second of stereo, ours ${(((seconds - inside) / seconds) * 100).toFixed(0)} % of it` +
        `   ${(report.cutoffHz / 1000).toFixed(1)} -> ${(report.newCutoffHz / 1000).toFixed(1)} kHz, null below ${report.nullBelowDb.toFixed(0)} dB, continuity ${report.continuityDb} dB`,
    )
  }
}

/** What of a 12 kHz sine comes through to 16 kHz, where it has no place, dB against the sine. */
const sine = (hz: number, seconds: number) => Float32Array.from({ length: RATE * seconds }, (_, n) => 0.5 * Math.sin((2 * Math.PI * hz * n) / RATE))
const level = (samples: Float32Array) => {
  const middle = samples.subarray(4_000, samples.length - 4_000)
  return 20 * Math.log10(Math.max(1e-9, Math.sqrt(middle.reduce((sum, value) => sum + value * value, 0) / middle.length) / (0.5 / Math.SQRT2)))
}

const rates = async () => {
  const long = sine(1_000, 60)
  const high = sine(12_000, 2)
  const pieces = createRationalResampler(RATE, 16_000)
  const padded = (samples: Float32Array) => {
    const out = new Float32Array(2 * pieces.reach + Math.floor(samples.length / pieces.stepIn) * pieces.stepIn)
    out.set(samples.subarray(0, out.length - 2 * pieces.reach), pieces.reach)
    return out
  }
  const own = await cpu(() => pieces.resample(padded(long)))
  const library = await cpu(() => resample([long], RATE, 16_000))
  const [alias = new Float32Array()] = await resample([high], RATE, 16_000)
  console.log(`44.1 -> 16 kHz, a minute mono: by pieces ${own.seconds.toFixed(2)} cpu-s, alias ${level(pieces.resample(padded(high))).toFixed(0)} dB`)
  console.log(`                               libsamplerate best ${library.seconds.toFixed(2)} cpu-s, alias ${level(alias).toFixed(0)} dB`)
  for (const [name, words] of [
    ['sox', ['long.wav', '-b', '32', 'theirs.wav', 'rate', '-v', '16000']],
    ['ffmpeg', ['-v', 'error', '-y', '-i', 'long.wav', '-af', 'aresample=resampler=soxr:precision=28', '-ar', '16000', 'theirs.wav']],
  ] as const) {
    if (!has(name, name === 'sox' ? '--version' : '-version')) {
      console.log(`                               ${name}: not here`)
      continue
    }
    await writeSound(at('long.wav'), [long], RATE)
    const started = performance.now()
    spawnSync(name, words, { cwd: folder })
    console.log(`                               ${name} ${((performance.now() - started) / 1000).toFixed(2)} s`)
  }
  const theirs = inPython(
    `import numpy as np, scipy.signal as s, time\nx=0.5*np.sin(2*np.pi*1000*np.arange(60*44100)/44100)\nt=time.process_time(); s.resample_poly(x,160,441); print(time.process_time()-t)`,
  )
  const leak = inPython(
    `import numpy as np, scipy.signal as s\nx=0.5*np.sin(2*np.pi*12000*np.arange(2*44100)/44100)\ny=s.resample_poly(x,160,441)[4000:-4000]\nprint(20*np.log10(np.sqrt((y*y).mean())/(0.5/2**.5)))`,
  )
  console.log(
    `                              ${ratio(own.seconds, theirs, 'scipy.signal.resample_poly')}${leak === undefined ? '' : `, its alias ${leak.toFixed(0)} dB`}`,
  )
}

const spectrograms = async () => {
  const minute = sine(440, 60)
  await cpu(() => stft(minute.subarray(0, RATE), { fftSize: 2_048, hop: 512 }))
  const own = await cpu(() => stft(minute, { fftSize: 2_048, hop: 512 }))
  const theirs = inPython(
    `import numpy as np, scipy.signal as s, time\nx=np.zeros(60*44100,dtype=np.float32)+.1\ns.stft(x[:44100],nperseg=2048,noverlap=1536)\nt=time.process_time(); s.stft(x,nperseg=2048,noverlap=1536); print(time.process_time()-t)`,
  )
  console.log(`STFT 2048/512 of a minute: ${own.seconds.toFixed(3)} cpu-s${ratio(own.seconds, theirs, 'scipy.signal.stft')}`)
}

try {
  await methods()
  await rates()
  await spectrograms()
} finally {
  rmSync(folder, { recursive: true, force: true })
}
