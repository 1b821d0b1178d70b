// How well the ears tell 6/8 and 12/8 from what could be mistaken for them: jigs and slow blues beside shuffles, swing, triplets, drill and waltzes, all
// played by the built-in engine. `--fit` fits the weights on the tuning set and says how they do on kinds of music they were not fitted on.
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readCompound } from '../../src-main/audio/analysis/compound-meter.ts'
import { COMPOUND_WEIGHTS } from '../../src-main/audio/analysis/compound-weights.ts'
import { countSimply, findMeter } from '../../src-main/audio/analysis/find-meter.ts'
import { hearBeats } from '../../src-main/audio/analysis/hear-beats.ts'
import { type Case, fitLogistic, likelihoodOf } from './logistic.ts'
import { type Piece, renderPieces } from './render-pieces.ts'
import { isCompound } from './written-pieces.ts'

type PieceSet = { readonly seed: number; readonly rounds: number }
/** the later ones were held back until they had been looked at */
const TUNING: readonly PieceSet[] = [
  { seed: 330_001, rounds: 6 },
  { seed: 410_003, rounds: 3 },
  { seed: 520_007, rounds: 3 },
]
/** looked at once for each published figure: choose another seed for the next one */
const HELD_BACK: readonly PieceSet[] = [{ seed: 610_009, rounds: 3 }]
const PENALTY = 0.01
const near = (heard: number, truth: number): boolean => Math.abs(heard / truth - 1) < 0.03

type Heard = {
  readonly piece: Piece
  readonly said: string
  readonly isMeterRight: boolean
  readonly isFirstRight: boolean
  readonly reading: ReturnType<typeof readCompound>
}

const hear = (piece: Piece): Heard | undefined => {
  const { frames, curves, seconds, ts, tempo, kind } = piece
  const heard = hearBeats(curves, seconds)
  const simple = heard && countSimply(frames, curves, heard, seconds)
  if (!heard || !simple) return undefined
  const { beats, meter } = findMeter(frames, curves, heard, seconds)
  if (!meter) return undefined
  const bar = ((60 / tempo) * (isCompound(kind) ? 6 : ts.beats) * 4) / ts.unit
  const beside = (((beats.beats[meter.firstBar] ?? bar / 2) % bar) + bar) % bar
  const isMeterRight = isCompound(kind) ? meter.beatsPerBar === 6 && near(beats.tempoBpm, tempo) : meter.beatsPerBar === ts.beats && meter.unit === ts.unit
  return {
    piece,
    said: `${meter.beatsPerBar}/${meter.unit} at ${beats.tempoBpm.toFixed(0)}`,
    isMeterRight,
    isFirstRight: isMeterRight && near(beats.tempoBpm, tempo) && Math.min(beside, bar - beside) < 0.07,
    reading: readCompound(curves, simple.lattices, simple.chosen),
  }
}
const hearAll = async (name: string, sets: readonly PieceSet[]): Promise<Heard[]> => {
  const all: Heard[] = []
  for (const { seed, rounds } of sets)
    for (const piece of await renderPieces(join(tmpdir(), `segno-six-eight-${name}-${seed}`), seed, rounds))
      all.push(...[hear(piece)].flatMap((heard) => heard ?? []))
  return all
}

const fitWeights = (all: readonly Heard[]): void => {
  for (const [which, { weights }] of Object.entries(COMPOUND_WEIGHTS)) {
    const cases = all.flatMap(({ piece, reading }): (Case & { kind: string; name: string })[] => {
      if (reading?.which !== which) return []
      const isSo = near((20 / reading.lattice.stepSeconds) * 1.5, piece.tempo)
      // a dotted beat of the wrong length says nothing about either
      if (isCompound(piece.kind) && !isSo) return []
      return [{ features: reading.features, isSo: isCompound(piece.kind), kind: piece.kind, name: piece.name }]
    })
    const names = Object.keys(weights)
    const { constant, weights: fitted } = fitLogistic(cases, names, PENALTY)
    console.log(`${which}: constant ${constant.toFixed(2)}, ${names.map((name) => `${name}: ${(fitted[name] as number).toFixed(2)}`).join(', ')}`)
    const unseen = cases.map((one) => ({
      ...one,
      likelihood: likelihoodOf(
        fitLogistic(
          cases.filter(({ kind }) => kind !== one.kind),
          names,
          PENALTY,
        ),
        one.features,
      ),
    }))
    for (const sure of [0.5, 0.6, 0.7, 0.8]) {
      const count = (isSo: boolean): string =>
        `${unseen.filter((one) => one.isSo === isSo && one.likelihood >= sure).length} of ${cases.filter((one) => one.isSo === isSo).length}`
      console.log(`  each kind by the others, above ${sure}: dotted ${count(true)}, others taken for it ${count(false)}`)
    }
  }
}

const report = (all: readonly Heard[], isEach: boolean): void => {
  if (isEach)
    for (const { piece, said, isMeterRight } of all)
      console.log(`${isMeterRight ? '  ' : '✗ '}${piece.name.padEnd(24)} ${piece.ts.beats}/${piece.ts.unit} at ${piece.tempo.toFixed(0)}: ${said}`)
  for (const kind of new Set(all.map(({ piece }) => piece.kind))) {
    const those = all.filter(({ piece }) => piece.kind === kind)
    const heardSix = those.filter(({ said }) => said.startsWith('6/8')).length
    console.log(
      `${kind.padEnd(18)} ${those.length}: meter ${those.filter((one) => one.isMeterRight).length}, first beat ${those.filter((one) => one.isFirstRight).length}, heard as 6/8 ${heardSix}`,
    )
  }
  const [dotted, others] = [true, false].map((is) => all.filter(({ piece }) => isCompound(piece.kind) === is)) as [Heard[], Heard[]]
  const right = (those: readonly Heard[]): string => `${those.filter((one) => one.isMeterRight).length} of ${those.length}`
  console.log(
    `6/8 and 12/8: meter ${right(dotted)}; others: meter ${right(others)}, taken for 6/8 ${others.filter(({ said }) => said.startsWith('6/8')).length}`,
  )
}

const options = process.argv.slice(2)
const all = await (options.includes('--fit') ? hearAll('tuning', TUNING) : hearAll('held-back', HELD_BACK))
if (options.includes('--fit')) fitWeights(all)
report(all, options.includes('--each'))
