import type { ProjectView } from '../../../src-shared/project/contract.ts'
import type { Take } from '../../../src-shared/project/document.ts'
import { shortTakeName, takeTitle as spokenTitle } from '../../../src-shared/project/edits/index.ts'
import { frameShiftBetween } from '../../../src-shared/project/edits/take-lineage.ts'
import type { StemSet } from '../../../src-shared/separation/contract.ts'
import { mixOf, type StemMixes } from '../../separation/index.ts'
import { markersOf } from '../markers/marker-edits.ts'
import { isProofGood } from '../takes/proof-words.ts'
import { currentTakeOf, openGroupsOf } from '../takes/take-groups.ts'
import { takeTitle } from '../takes/take-names.ts'
import { gridOfTake, regionsOf, sectionsOfTake } from '../waveform/song-picture.ts'
import { levelWords, mixWords, pointWords, stretchWords } from './item-words.ts'
import type { SongItem, SongLane } from './song-item.ts'
import { clipsOf, seamsOf } from './sound-items.ts'

type Shown = {
  readonly project: ProjectView
  readonly heard: Take
  readonly stems: StemSet | undefined
  /** how its stems are heard, by position */
  readonly mixes?: StemMixes
  readonly promptOf: (regionId: string) => string
}

/** Everything on the canvas as rows of named items. Rows without an item are left out. */
export const songLanes = ({ project, heard, stems, mixes = {}, promptOf }: Shown): readonly SongLane[] => {
  const song = currentTakeOf(project)
  if (!song) return []
  const grid = gridOfTake(song)
  const byId = new Map(project.takes.map((take) => [take.id, take]))
  const setting = { song, grid, byId }
  const at = (span: { startFrame: number; endFrame: number }) => ({ ...span, place: stretchWords(grid, span, song.sampleRateHz) })
  const whole = at({ startFrame: 0, endFrame: song.lengthFrames })

  const parts = sectionsOfTake(song).map(
    ({ startFrame, endFrame, name }, index): SongItem => ({
      ...at({ startFrame, endFrame }),
      id: `part-${index}`,
      kind: 'part',
      name: `Part ${name}`,
      note: '',
    }),
  )
  const regions = regionsOf(project.document).map(({ id, name, startFrame, endFrame }): SongItem => {
    const prompt = promptOf(id)
    return {
      ...at({ startFrame, endFrame }),
      id: `region-${id}`,
      kind: 'region',
      name: `Region ${name}`,
      note: prompt === '' ? '' : `“${prompt}”`,
      regionId: id,
    }
  })
  const markers = markersOf(project.document).map(
    ({ id, name, frame }): SongItem => ({
      startFrame: frame,
      endFrame: frame,
      id: `marker-${id}`,
      kind: 'marker',
      name: `Marker ${name}`,
      place: pointWords(grid, frame, song.sampleRateHz),
      note: '',
      markerId: id,
    }),
  )
  const takes = openGroupsOf(project).flatMap((group) =>
    group.takes.map((take): SongItem => {
      const shift = frameShiftBetween(take, song, byId)
      const { startFrame, endFrame } = take.region ?? { startFrame: 0, endFrame: take.lengthFrames }
      return {
        ...at({ startFrame: startFrame + shift, endFrame: endFrame + shift }),
        id: `take-${take.id}`,
        kind: 'take',
        name: takeName(take, project.document.takeNotes[take.id]?.name),
        note: takeNote(take, heard, project.document.takeNotes[take.id]?.stars),
        takeId: take.id,
      }
    }),
  )
  const comp = Object.entries(project.document.comp?.spans ?? {}).flatMap(([start, { endFrame, takeId }]): SongItem[] => {
    const take = byId.get(takeId)
    return take
      ? [
          {
            ...at({ startFrame: Number(start), endFrame }),
            id: `comp-${start}`,
            kind: 'comp',
            name: `Comp plays ${shortTakeName(take, project.document)}`,
            note: '',
            takeId,
          },
        ]
      : []
  })
  const lanes = (stems?.stems ?? []).map(({ name, position }, stemIndex): SongItem => {
    const span = stems?.region ? at(stems.region) : whole
    const mix = mixWords(mixOf(mixes, position))
    return { ...span, id: `stem-${position}`, kind: 'stem', name: `Stem ${name}`, note: mix || 'as in the song', stemIndex }
  })
  const rows: readonly SongLane[] = [
    { id: 'parts', name: 'Parts', items: parts },
    { id: 'regions', name: 'Regions', items: regions },
    { id: 'markers', name: 'Markers', items: markers },
    { id: 'takes', name: 'Takes', items: inTime(takes) },
    { id: 'comp', name: 'Comp', items: inTime(comp) },
    { id: 'clips', name: 'Clips', items: clipsOf(setting) },
    { id: 'seams', name: 'Seams', items: seamsOf(setting, heard) },
    { id: 'stems', name: 'Stems', items: lanes },
    { id: 'meters', name: 'Meters', items: metersOf(heard, song, whole) },
  ]
  return rows.filter(({ items }) => items.length > 0)
}

const inTime = (items: readonly SongItem[]): SongItem[] => items.toSorted((a, b) => a.startFrame - b.startFrame)

const takeName = (take: Take, ownName: string | undefined): string => {
  const name = takeTitle(take)
  return ownName === undefined ? name : `${name}, “${ownName}”`
}

const takeNote = (take: Take, heard: Take, stars: number | undefined): string =>
  [
    take.id === heard.id ? 'heard now' : '',
    stars === undefined ? '' : `${stars} ${stars === 1 ? 'star' : 'stars'}`,
    take.proof ? (take.proof.outsideIdentical ? 'outside identical' : 'outside changed') : '',
    take.proof && !isProofGood(take.proof) && take.proof.outsideIdentical ? 'a seam can be heard' : '',
  ]
    .filter((part) => part !== '')
    .join(', ')

/** What the meters say of the whole: figures of the file, not of the moment. Enter says the level at the playhead. */
const metersOf = (heard: Take, song: Take, whole: Pick<SongItem, 'startFrame' | 'endFrame' | 'place'>): SongItem[] => {
  if (!heard.loudness) return []
  const of = heard.id === song.id ? 'of the song' : `of ${spokenTitle(heard)}`
  const { integratedLufs, truePeakDbtp } = heard.loudness
  return [
    { ...whole, id: 'meter-loudness', kind: 'meter', name: `Loudness ${of}`, note: `integrated ${levelWords(integratedLufs)} LUFS` },
    { ...whole, id: 'meter-peak', kind: 'meter', name: `True peak ${of}`, note: `${levelWords(truePeakDbtp)} decibels` },
  ]
}
