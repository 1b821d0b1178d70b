import type { GridCorrection, Take, TakeSection } from '../project/document.ts'
import { secondsToBar } from '../score/musical-time.ts'
import type { Key } from '../score/score.ts'
import { type Hearing, SURE_KEY, SURE_PARTS, SURE_TEMPO } from './hearing.ts'

type Timed = Pick<Take, 'tempoMap' | 'timeSignature' | 'firstBarFrame'>

const parentOf = (take: Take, takes: readonly Take[]): Take | undefined => takes.find(({ id }) => id === take.parentTakeId)

/** The take that a take was made from, and that one's, back to the recording or generation itself. */
export const rootOf = (take: Take, takes: readonly Take[]): Take => {
  const parent = parentOf(take, takes)
  return parent ? rootOf(parent, takes) : take
}

/** How much later the root's first frame sounds in this take: extensions in front move everything. */
const shiftFrames = (take: Take, takes: readonly Take[]): number => {
  const parent = parentOf(take, takes)
  if (!parent) return 0
  const added = take.kind === 'extend' && take.region?.startFrame === 0 ? take.lengthFrames - parent.lengthFrames : 0
  return added + shiftFrames(parent, takes)
}

const heardGrid = (hearing: Hearing | undefined, sampleRateHz: number, shift: number): Timed | undefined => {
  if (!hearing?.grid || (hearing.tempo?.confidence ?? 0) < SURE_TEMPO) return undefined
  const { tempoMap, timeSignature, firstBarSeconds } = hearing.grid
  return { tempoMap, timeSignature, firstBarFrame: Math.round(firstBarSeconds * sampleRateHz) + shift }
}

/** Parts on the nearest bars; what lies before bar 0 belongs to the first. */
const sectionsOn = ({ tempoMap, timeSignature, firstBarFrame }: Timed, take: Take, hearing: Hearing, shift: number): TakeSection[] => {
  if (!tempoMap || !timeSignature || hearing.partsConfidence < SURE_PARTS) return []
  const barAt = (seconds: number) =>
    Math.max(0, Math.round(secondsToBar(tempoMap, timeSignature, Math.max(0, seconds + (shift - firstBarFrame) / take.sampleRateHz))))
  const ends = hearing.parts.map(({ endSeconds }, i) => barAt(i === hearing.parts.length - 1 ? (take.lengthFrames - shift) / take.sampleRateHz : endSeconds))
  return hearing.parts.flatMap(({ label, startSeconds, energy }, i) => {
    const startBar = i === 0 ? 0 : barAt(startSeconds)
    const barCount = (ends[i] as number) - startBar
    return barCount >= 1 ? [{ label, role: 'part' as const, startBar, barCount, energy }] : []
  })
}

/** Whether ears and corrections may say where its bars lie: a score says it better. */
export const isHeardByEar = (take: Take, takes: readonly Take[]): boolean => !take.scoreSha256 && !rootOf(take, takes).scoreSha256

/**
 * The takes of one song with the best that is known of their bars: what a person corrected, else what was heard in the recording they come
 * from, else what came with them.
 *
 * @param hearing of the root's audio; undefined: it was not listened to yet
 */
export const withHeardGrids = (takes: readonly Take[], hearing: Hearing | undefined, correction: GridCorrection | undefined): readonly Take[] => {
  if (!hearing && !correction) return takes
  const corrected = correction && takes.find(({ id }) => id === correction.takeId)
  return takes.map((take) => {
    if (!isHeardByEar(take, takes)) return take
    const shift = shiftFrames(take, takes)
    const grid: Timed | undefined =
      correction?.grid && corrected
        ? { ...correction.grid, firstBarFrame: correction.grid.firstBarFrame + shift - shiftFrames(corrected, takes) }
        : hearing
          ? heardGrid(hearing, take.sampleRateHz, shift)
          : take
    const { tempoMap: _tempo, timeSignature: _meter, ...rest } = take
    if (!grid?.tempoMap || !grid.timeSignature) return { ...rest, firstBarFrame: shift, sections: [] }
    const sections = hearing ? sectionsOn(grid, take, hearing, shift) : take.sections
    return { ...rest, tempoMap: grid.tempoMap, timeSignature: grid.timeSignature, firstBarFrame: grid.firstBarFrame, sections }
  })
}

/** The key of a recording as far as it is known. */
export const heardKey = (hearing: Hearing | undefined, correction: GridCorrection | undefined): Key | undefined =>
  correction?.key ?? (hearing?.key && hearing.key.confidence >= SURE_KEY ? hearing.key.key : undefined)
