import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fMeasure } from '../../src-shared/dsp/music-for-tests.ts'
import type { Reference } from './labels.ts'

type Counted = { readonly beats: readonly number[]; readonly places: readonly number[] }
type Timed = { readonly beats: readonly number[]; readonly seconds?: number }
/** What peers.py says of one file. */
export type PeersOf = {
  readonly path: string
  readonly problem?: string
  readonly madmom: Counted & Timed
  readonly madmomMany: Counted
  readonly madmomBeats: Timed
  readonly librosa: Timed
  readonly keys: { readonly madmom: string; readonly profiles: string }
}

/** two trackers of different networks that meet this often are taken for right */
const AGREED = 0.85
const SCRIPT = join(import.meta.dirname, 'peers.py')

const pythonWithPeers = (): string | undefined =>
  [process.env.SEGNO_PYTHON, 'python3'].find(
    (name) =>
      name && spawnSync(name, ['-c', 'from importlib.util import find_spec as f; import sys; sys.exit(not (f("madmom") and f("librosa")))']).status === 0,
  )

/** Asks madmom and librosa, about 20 s of work a minute of sound; answers stay in the system's temporary folder. @returns by path; empty without Python's peers */
export const askPeers = (paths: readonly string[], fromSeconds: number, seconds: number): ReadonlyMap<string, PeersOf> => {
  const folder = join(tmpdir(), 'segno-bench-recordings')
  mkdirSync(folder, { recursive: true })
  const kept = (path: string) => join(folder, `${createHash('sha256').update(`${path} ${fromSeconds} ${seconds}`).digest('hex').slice(0, 24)}.json`)
  const missing = paths.filter((path) => !existsSync(kept(path)))
  const python = missing.length > 0 ? pythonWithPeers() : undefined
  if (missing.length > 0 && !python) console.log('SEGNO_PYTHON names no Python with madmom and librosa: peers are left out (see peers.py).')
  if (python)
    for (const path of missing) {
      const { stdout, stderr, status } = spawnSync(python, [SCRIPT, String(fromSeconds), String(seconds), path], {
        encoding: 'utf8',
        maxBuffer: 1e8,
        env: { ...process.env, OMP_NUM_THREADS: '1', NUMBA_NUM_THREADS: '1', OPENBLAS_NUM_THREADS: '1' },
      })
      const line = stdout.trim().split('\n').at(-1)
      if (status === 0 && line) writeFileSync(kept(path), line)
      else console.log(`The peers failed on ${path}: ${stderr.trim().split('\n').at(-1) ?? 'no answer'}`)
    }
  const answers = paths.flatMap((path) => (existsSync(kept(path)) ? [[path, JSON.parse(readFileSync(kept(path), 'utf8')) as PeersOf] as const] : []))
  return new Map(answers.filter(([, { problem }]) => problem === undefined))
}

const firstsOf = ({ beats, places }: Counted): number[] => beats.filter((_, i) => places[i] === 1)

/**
 * What the peers agree on: beats where madmom's two networks tap alike, bars where its bar tracker counts the same whether it may choose among few
 * meters or many, the key where its network and the profiles name one.
 */
export const agreementOf = ({ madmom, madmomMany, madmomBeats, keys }: PeersOf): Reference => {
  const areBeats = madmom.beats.length >= 8 && fMeasure(madmom.beats, madmomBeats.beats) >= AGREED
  const beatsPerBar = Math.max(...madmom.places)
  const areBars = areBeats && beatsPerBar === Math.max(...madmomMany.places) && fMeasure(firstsOf(madmom), firstsOf(madmomMany)) >= AGREED
  return {
    ...(areBeats && { beats: madmom.beats }),
    ...(areBars && { firstBeats: firstsOf(madmom), beatsPerBar }),
    ...(keys.madmom === keys.profiles && { key: keys.madmom }),
  }
}
