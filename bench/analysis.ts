// What the studio hears in its own renders, whose beats, bars, keys and parts are known: tempo, beat F (70 ms), first beats, key, parts (3 s), and
// whether confident answers are right; beside @audio/beat (a peer in pure JavaScript) and librosa's beat tracker where Python has it.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beatTrack } from '@audio/beat'
import { listen } from '../src-main/analysis/listen/listen.ts'
import { decimate } from '../src-main/audio/analysis/decimate.ts'
import { writeWav24 } from '../src-main/audio/index.ts'
import { fMeasure } from '../src-shared/dsp/music-for-tests.ts'
import { barToSeconds } from '../src-shared/score/musical-time.ts'
import { type RenderedSong, renderSongs } from './music/rendered-songs.ts'

const EACH = 3
const SECONDS = 60
const RATE_HZ = 22_050
const folder = mkdtempSync(join(tmpdir(), 'segno-bench-ears-'))
const PITCH: Readonly<Record<string, number>> = {
  C: 0,
  'C#': 1,
  Db: 1,
  D: 2,
  'D#': 3,
  Eb: 3,
  E: 4,
  F: 5,
  'F#': 6,
  Gb: 6,
  G: 7,
  'G#': 8,
  Ab: 8,
  A: 9,
  'A#': 10,
  Bb: 10,
  B: 11,
}
const isMinor = (mode: string) => ['minor', 'dorian', 'phrygian'].includes(mode)
const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length)
const percent = (value: number): string => `${(100 * value).toFixed(0)} %`
const near = (tempo: number | undefined, truth: number): boolean => tempo !== undefined && Math.abs(tempo / truth - 1) < 0.01
const octave = (tempo: number | undefined, truth: number): boolean => near(tempo, truth) || near(tempo, truth * 2) || near(tempo, truth / 2)

type Scores = { readonly tempo: number[]; readonly octave: number[]; readonly beats: number[]; readonly seconds: number[] }
const scores = (): Scores => ({ tempo: [], octave: [], beats: [], seconds: [] })
const score = (into: Scores, { tempoBpm, beatSeconds }: RenderedSong, tempo: number | undefined, beats: readonly number[], seconds: number): void => {
  into.tempo.push(near(tempo, tempoBpm) ? 1 : 0)
  into.octave.push(octave(tempo, tempoBpm) ? 1 : 0)
  into.beats.push(fMeasure(beats, beatSeconds))
  into.seconds.push(seconds)
}

const LIBROSA = `
import sys, json, time, librosa
for path in sys.argv[1:]:
    y, sr = librosa.load(path, sr=22050)
    start = time.process_time()
    tempo, beats = librosa.beat.beat_track(y=y, sr=sr)
    print(json.dumps({"tempo": float(tempo[0] if hasattr(tempo, '__len__') else tempo), "beats": librosa.frames_to_time(beats, sr=sr).tolist(), "seconds": time.process_time() - start}), flush=True)
`
const python = [process.env.SEGNO_PYTHON, 'python3'].find((name) => name && spawnSync(name, ['-c', 'import librosa'], { stdio: 'ignore' }).status === 0)

const [ours, peer, librosa] = [scores(), scores(), scores()]
const downbeats: number[] = []
const meters: number[] = []
const keys: number[] = []
const parts: number[] = []
const everyEight: number[] = []
const claims: { kind: string; confidence: number; isRight: boolean }[] = []
const songs: RenderedSong[] = []
const paths: string[] = []
for await (const song of renderSongs(EACH, SECONDS, 9_000)) {
  songs.push(song)
  const mono = decimate(song.mono, 2)
  const started = performance.now()
  const { tempo, grid, key, meter, parts: found } = listen(mono, RATE_HZ, { checkpoint: () => undefined, progress: () => undefined })
  const seconds = (performance.now() - started) / 1000
  const lines = (step: number): number[] =>
    grid
      ? Array.from({ length: 400 }, (_, i) => grid.firstBarSeconds + barToSeconds(grid.tempoMap, grid.timeSignature, i * step)).filter((at) => at < SECONDS)
      : []
  score(ours, song, tempo?.bpm, lines(1 / (grid?.timeSignature.beats ?? 4)), seconds)
  const isKey = key !== undefined && PITCH[key.key.tonic] === PITCH[song.key.tonic] && isMinor(key.key.mode) === isMinor(song.key.mode)
  downbeats.push(fMeasure(lines(1), song.barSeconds))
  meters.push(meter?.timeSignature.beats === song.beatsPerBar ? 1 : 0)
  keys.push(isKey ? 1 : 0)
  parts.push(
    fMeasure(
      found.slice(1).map(({ startSeconds }) => startSeconds),
      song.sectionSeconds.slice(1),
      3,
    ),
  )
  everyEight.push(
    fMeasure(
      song.barSeconds.filter((_, bar) => bar > 0 && bar % 8 === 0),
      song.sectionSeconds.slice(1),
      3,
    ),
  )
  claims.push(
    { kind: 'tempo', confidence: tempo?.confidence ?? 0, isRight: octave(tempo?.bpm, song.tempoBpm) },
    { kind: 'key', confidence: key?.confidence ?? 0, isRight: isKey },
  )

  const theirs = performance.now()
  const detected = beatTrack(mono, { fs: RATE_HZ })
  score(peer, song, detected.bpm, Array.from(detected.beats), (performance.now() - theirs) / 1000)
  if (python) {
    const path = join(folder, `${songs.length}.wav`)
    await writeWav24(path, [mono], RATE_HZ)
    paths.push(path)
  }
}
if (python) {
  const { stdout } = spawnSync(python, ['-c', LIBROSA, ...paths], {
    encoding: 'utf8',
    maxBuffer: 1e8,
    env: { ...process.env, OMP_NUM_THREADS: '1', NUMBA_NUM_THREADS: '1' },
  })
  stdout
    .trim()
    .split('\n')
    .forEach((line, i) => {
      const song = songs[i]
      const { tempo, beats, seconds } = JSON.parse(line) as { tempo: number; beats: number[]; seconds: number }
      if (song) score(librosa, song, tempo, beats, seconds)
    })
} else console.log('librosa is not here (SEGNO_PYTHON names a Python that has it): its column is left out.')

console.log(`${songs.length} pieces of ${SECONDS} s in five styles\n`)
console.log('                     tempo <1 %   tempo, ½ and ×2 count   beat F 70 ms   seconds a minute of sound')
const row = (name: string, { tempo, octave: octaves, beats, seconds }: Scores) =>
  console.log(
    `${name.padEnd(20)} ${percent(mean(tempo)).padStart(9)} ${percent(mean(octaves)).padStart(24)} ${mean(beats).toFixed(3).padStart(14)} ${((mean(seconds) * 60) / SECONDS).toFixed(2).padStart(18)}`,
  )
row('Segno', ours)
row('@audio/beat', peer)
if (python) row('librosa', librosa)
console.log(
  `\nfirst beats F ${mean(downbeats).toFixed(3)}, meter ${percent(mean(meters))}, key ${percent(mean(keys))}, parts F at 3 s ${mean(parts).toFixed(2)} (a line every eight bars: ${mean(everyEight).toFixed(2)})`,
)
for (const kind of ['tempo', 'key'])
  for (const [low, high] of [
    [0.8, 1.01],
    [0.5, 0.8],
    [0, 0.5],
  ] as const) {
    const inside = claims.filter((claim) => claim.kind === kind && claim.confidence >= low && claim.confidence < high)
    if (inside.length > 0)
      console.log(
        `${kind} said with ${low.toFixed(1)}–${Math.min(1, high).toFixed(1)}: right ${percent(mean(inside.map(({ isRight }) => (isRight ? 1 : 0))))} of ${inside.length}`,
      )
  }
rmSync(folder, { recursive: true, force: true })
