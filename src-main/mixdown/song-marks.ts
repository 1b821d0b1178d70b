import type { Take } from '../../src-shared/project/document.ts'
import type { MarkerColour } from '../../src-shared/project/marker-colours.ts'
import { sectionName } from '../../src-shared/project/section-name.ts'
import { ticksPerBar, ticksToSeconds } from '../../src-shared/score/musical-time.ts'
import type { Cue } from '../audio/index.ts'

/** What the musician marked: a region, or a marker, which has no end. */
export type KeptMark = {
  readonly name: string
  readonly startFrame: number
  readonly endFrame?: number | undefined
  readonly colour?: MarkerColour | undefined
}

/** The places of a song that other programs should know: where its sections begin, and the musician's regions and markers. In order. */
export const songMarks = (take: Take, kept: readonly KeptMark[]): readonly Cue[] => {
  const { tempoMap, timeSignature, sections, sampleRateHz } = take
  const firstBarSeconds = take.firstBarFrame / sampleRateHz
  const starts: Cue[] =
    tempoMap && timeSignature
      ? sections.map((section) => ({
          atSeconds: firstBarSeconds + ticksToSeconds(tempoMap, section.startBar * ticksPerBar(timeSignature)),
          name: sectionName(section),
        }))
      : []
  const marked: Cue[] = kept.map(({ name, startFrame, endFrame, colour }, index) => ({
    atSeconds: startFrame / sampleRateHz,
    ...(endFrame !== undefined && { untilSeconds: endFrame / sampleRateHz }),
    ...(colour && { colour }),
    name: name.trim() || `${endFrame === undefined ? 'Marker' : 'Region'} ${index + 1}`,
  }))
  return [...starts, ...marked].toSorted((a, b) => a.atSeconds - b.atSeconds)
}
