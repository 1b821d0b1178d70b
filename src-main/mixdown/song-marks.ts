import type { Region, Take } from '../../src-shared/project/document.ts'
import { ticksPerBar, ticksToSeconds } from '../../src-shared/score/musical-time.ts'
import type { Cue } from '../audio/index.ts'

/** "verse A": what a section is called in every file. */
export const sectionName = ({ role, label }: Pick<Take['sections'][number], 'role' | 'label'>): string => `${role} ${label}`

/** The places of a song that other programs should know: where its sections begin, and the musician's regions. In order. */
export const songMarks = (take: Take, regions: readonly Region[]): readonly Cue[] => {
  const { tempoMap, timeSignature, sections, sampleRateHz } = take
  const firstBarSeconds = take.firstBarFrame / sampleRateHz
  const starts: Cue[] =
    tempoMap && timeSignature
      ? sections.map((section) => ({
          atSeconds: firstBarSeconds + ticksToSeconds(tempoMap, section.startBar * ticksPerBar(timeSignature)),
          name: sectionName(section),
        }))
      : []
  const spans: Cue[] = regions.map(({ name, startFrame, endFrame }, index) => ({
    atSeconds: startFrame / sampleRateHz,
    untilSeconds: endFrame / sampleRateHz,
    name: name.trim() || `Region ${index + 1}`,
  }))
  return [...starts, ...spans].toSorted((a, b) => a.atSeconds - b.atSeconds)
}
