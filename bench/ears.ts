// What the studio hears in 120 of its own pieces, twenty of each studio: tempo within 4 % (half and double apart), key by MIREX's weights, first
// beats. Even numbers chose the ears' constants; odd ones are the report.
import { decimate } from '../src-main/audio/analysis/decimate.ts'
import { hearMusic } from '../src-main/audio/analysis/hear-music.ts'
import { loadStudio, STUDIO_CARDS } from '../src-main/generation/score/studios/index.ts'
import type { Key } from '../src-shared/score/score.ts'
import { openStudio } from './music/studio.ts'

const EACH = 20
const SECONDS = 45
const RATE_HZ = 22_050
const OPEN = ['lo-fi beat for studying', 'deep house at night', 'slow ambient drone', 'happy acoustic guitar song', 'fast chiptune adventure']
const NOTES = ['C', 'C#', 'D', 'Eb', 'E', 'F', 'F#', 'G', 'G#', 'A', 'Bb', 'B']
const SAME: Readonly<Record<string, string>> = { Db: 'C#', 'D#': 'Eb', Gb: 'F#', Ab: 'G#', 'A#': 'Bb' }
const classOf = ({ tonic }: Key): number => NOTES.indexOf(SAME[tonic] ?? tonic)
const isMinor = ({ mode }: Key): boolean => ['minor', 'dorian', 'phrygian'].includes(mode)

const keyPoints = (heard: Key | undefined, truth: Key): number => {
  if (!heard) return 0
  const up = (classOf(heard) - classOf(truth) + 12) % 12
  if (isMinor(heard) === isMinor(truth)) return up === 0 ? 1 : up === 5 || up === 7 ? 0.5 : 0
  return up === (isMinor(truth) ? 3 : 9) ? 0.3 : up === 0 ? 0.2 : 0
}
const near = (heard: number, truth: number): boolean => Math.abs(heard / truth - 1) < 0.04

type Tally = { pieces: number; tempo: number; octave: number; key: number; points: number; bars: number }
const tallies: readonly Tally[] = [0, 1].map(() => ({ pieces: 0, tempo: 0, octave: 0, key: 0, points: 0, bars: 0 }))
const studio = await openStudio()
for (const { id, styles } of STUDIO_CARDS) {
  await loadStudio(id)
  for (let index = 0; index < EACH; index++) {
    const style = styles[index % Math.max(1, styles.length)]
    const isOpen = id === 'open'
    const prompt = isOpen ? (OPEN[index % OPEN.length] ?? 'a song') : 'a song'
    const { plan, score, left, right } = studio.make(prompt, 31_000 + index * 7, SECONDS, id, style && !isOpen ? { style } : {})
    const mono = decimate(
      left.map((value, i) => 0.5 * (value + (right[i] ?? 0))),
      2,
    )
    const { beats, meter, key } = hearMusic(mono, RATE_HZ, true, { checkpoint: () => undefined, progress: () => undefined })
    const truth = score.tempoMap[0]?.tempoBpm ?? 120
    const tempo = beats?.tempoBpm ?? 0
    const bar = (60 / truth) * score.timeSignature.beats * (4 / score.timeSignature.unit)
    const beside = (beats?.beats[meter?.firstBar ?? 0] ?? bar / 2) % bar
    const points = keyPoints(key?.key, plan.key)
    const tally = tallies[index % 2] as Tally
    tally.pieces++
    if (near(tempo, truth)) tally.tempo++
    else if (near(tempo, truth * 2) || near(tempo, truth / 2)) tally.octave++
    if (points === 1) tally.key++
    tally.points += points
    if (near(tempo, truth) && Math.min(beside, bar - beside) < 0.07) tally.bars++
  }
}
studio.close()
for (const [half, { pieces, tempo, octave, key, points, bars }] of tallies.entries()) {
  const figures = `tempo ${tempo} (½ or ×2: ${octave} more), first beat ${bars}, key ${key}, MIREX ${(points / pieces).toFixed(3)}`
  console.log(`${half === 0 ? 'chosen on' : 'reported'}: ${pieces} pieces, ${figures}`)
}
