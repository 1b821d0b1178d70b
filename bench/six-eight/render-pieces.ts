import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { deserialize, serialize } from 'node:v8'
import { decimate } from '../../src-main/audio/analysis/decimate.ts'
import { composeScore } from '../../src-main/generation/score/compose/index.ts'
import { planFromPrompt } from '../../src-main/generation/score/plan/index.ts'
import { loadStudio, STUDIO_CARDS } from '../../src-main/generation/score/studios/index.ts'
import { type BeatCurves, beatCurves } from '../../src-shared/dsp/beat-curves.ts'
import { type SoundFrames, soundFrames } from '../../src-shared/dsp/sound-frames.ts'
import type { StyleId } from '../../src-shared/generation/plan.ts'
import { createRandom } from '../../src-shared/kernel/random.ts'
import type { Score, TimeSignature } from '../../src-shared/score/score.ts'
import { openStudio } from '../music/studio.ts'
import { COMPOUND_KINDS, OTHER_KINDS, writePiece } from './written-pieces.ts'

/** What the ears are given of a piece, and what it is. */
export type Piece = {
  readonly name: string
  readonly kind: string
  readonly tempo: number
  readonly ts: TimeSignature
  readonly seconds: number
  readonly frames: SoundFrames
  readonly curves: BeatCurves
}

const SECONDS = 36
const RATE_HZ = 22_050
/** bands that play written pieces */
const BANDS: readonly StyleId[] = ['lofi', 'acoustic-pop', 'boom-bap', 'metal', 'chip', 'bossa', 'sonata', 'swing', 'trap', 'ballad']
/** what the studios play by themselves, and how often: mostly what was mistaken for 6/8 before */
const OWN: readonly (readonly [StyleId, number])[] = [
  ['drill', 2],
  ['swing', 1],
  ['trap', 1],
  ['boom-bap', 1],
  ['lofi', 1],
  ['metal', 1],
  ['minuet', 1],
  ['chip', 1],
  ['bossa', 1],
  ['ballad', 1],
  ['doom', 1],
  ['sonata', 1],
  ['chiptune', 1],
  ['house', 1],
  ['acoustic-pop', 1],
  ['thrash', 1],
  ['fugue', 1],
]

/** Renders a set once into `folder` and reads it from there. @param rounds of every kind */
export const renderPieces = async (folder: string, firstSeed: number, rounds: number): Promise<Piece[]> => {
  mkdirSync(folder, { recursive: true })
  const rooms = STUDIO_CARDS.flatMap(({ id, styles }) => styles.map((style) => ({ id, style })))
  const studio = await openStudio()
  const pieces: Piece[] = []
  const add = (name: string, kind: string, scoreOf: () => Score): void => {
    const path = join(folder, `${name}.bin`)
    if (!existsSync(path)) {
      const score = scoreOf()
      const sound = studio.window(score, 0, SECONDS * 2 * RATE_HZ, SECONDS * 2 * RATE_HZ)
      const peak = sound.reduce((most, value) => Math.max(most, Math.abs(value)), 1e-6)
      const mono = decimate(
        sound.map((value) => (value * 0.7) / peak),
        2,
      )
      const piece: Piece = {
        name,
        kind,
        tempo: score.tempoMap[0]?.tempoBpm ?? 120,
        ts: score.timeSignature,
        seconds: SECONDS,
        frames: soundFrames(mono, RATE_HZ),
        curves: beatCurves(mono, RATE_HZ),
      }
      writeFileSync(path, serialize(piece))
    }
    pieces.push(deserialize(readFileSync(path)) as Piece)
  }
  for (const { id } of STUDIO_CARDS) await loadStudio(id)
  for (let round = 0; round < rounds; round++) {
    for (const [index, kind] of [...COMPOUND_KINDS, ...OTHER_KINDS].entries()) {
      const seed = firstSeed + round * 101 + index * 7
      const band = BANDS[(round * 7 + index * 3 + (firstSeed % 10)) % BANDS.length]
      const room = rooms.find(({ style }) => style === band)
      if (room) add(`${kind}-${round}`, kind, () => writePiece(kind, seed, SECONDS, room.id, room.style))
    }
    for (const [index, [style, often]] of OWN.entries())
      for (let time = 0; time < often; time++) {
        const room = rooms.find((one) => one.style === style)
        const seed = firstSeed + 5000 + round * 31 + index * 3 + time * 1000
        if (room)
          add(`own-${style}-${round}-${time}`, `own ${style}`, () =>
            composeScore(planFromPrompt({ prompt: 'a song', seed, seconds: SECONDS + 8, overrides: { style }, studio: room.id }), createRandom(seed)),
          )
      }
  }
  studio.close()
  return pieces
}
