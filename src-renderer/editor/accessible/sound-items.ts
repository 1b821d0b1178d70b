import type { Seam, Take } from '../../../src-shared/project/document.ts'
import { takeTitle } from '../../../src-shared/project/edits/index.ts'
import { frameShiftBetween } from '../../../src-shared/project/edits/take-lineage.ts'
import { survivingTakes } from '../../../src-shared/rights/surviving-takes.ts'
import type { MusicalGrid } from '../time/musical-grid.ts'
import { levelWords, pointWords, stretchWords } from './item-words.ts'
import type { SongItem } from './song-item.ts'

/** What the song's sound is made of: its first recording, what was pasted over it, and where both meet. */

type Setting = { readonly song: Take; readonly grid: MusicalGrid | undefined; readonly byId: ReadonlyMap<Take['id'], Take> }

/** The song's take and what it was made from, newest first. */
export const lineageOf = ({ song, byId }: Pick<Setting, 'song' | 'byId'>): Take[] => {
  const lineage: Take[] = []
  for (let take: Take | undefined = song; take && !lineage.includes(take); take = take.parentTakeId && byId.get(take.parentTakeId)) lineage.push(take)
  return lineage
}

const CLIP_NAMES: Record<Take['kind'], string> = {
  original: 'the first version',
  imported: 'the recording',
  regenerate: 'played anew',
  extend: 'extension',
  enhance: 'treble restored',
  comp: 'comp',
}

/** A comp says its name already; only one of several is counted. */
const clipNumber = ({ kind, region, number }: Take): string => {
  if (kind === 'comp') return number === 1 ? '' : ` ${number}`
  return region ? `, take ${number}` : ''
}

/** The pieces that are heard now, oldest sound first where two begin together. */
export const clipsOf = (setting: Setting): SongItem[] => {
  const { song, grid, byId } = setting
  return survivingTakes(lineageOf(setting))
    .flatMap((take) => {
      const shift = frameShiftBetween(take, song, byId)
      const spans = take.regions ?? [take.region ?? { startFrame: 0, endFrame: take.lengthFrames }]
      return spans.map((span, index): SongItem => {
        const moved = { startFrame: Math.max(0, span.startFrame + shift), endFrame: Math.min(song.lengthFrames, span.endFrame + shift) }
        return {
          ...moved,
          id: `clip-${take.id}-${index}`,
          kind: 'clip',
          name: `Clip ${CLIP_NAMES[take.kind]}${clipNumber(take)}`,
          place: stretchWords(grid, moved, song.sampleRateHz),
          note: take.prompt === '' || !take.region ? '' : `“${take.prompt}”`,
          takeId: take.id,
        }
      })
    })
    .filter(({ startFrame, endFrame }) => endFrame > startFrame)
    .sort((a, b) => a.startFrame - b.startFrame || b.endFrame - a.endFrame)
}

/** "loudness step 0.3 LU, crossfade 20 milliseconds, no click" */
const seamWords = ({ loudnessStepLu, crossfadeSeconds, clickDb, silent }: Seam): string =>
  [
    silent === undefined ? '' : silent === 'both' ? 'silent on both sides' : `silent ${silent}`,
    `loudness step ${levelWords(loudnessStepLu)} LU`,
    crossfadeSeconds === undefined ? '' : `crossfade ${Math.round(crossfadeSeconds * 1000)} milliseconds`,
    clickDb === undefined ? '' : clickDb > 0 ? `click ${levelWords(clickDb)} decibels` : 'no click',
  ]
    .filter((part) => part !== '')
    .join(', ')

/** Where old and new sound meet: in the song, and in the open take that is heard. */
export const seamsOf = (setting: Setting, heard: Take): SongItem[] => {
  const { song, grid, byId } = setting
  const makers = [...survivingTakes(lineageOf(setting)), ...(heard.id === song.id ? [] : [heard])]
  return makers
    .flatMap((take) => {
      const shift = frameShiftBetween(take, song, byId)
      return (take.proof?.seams ?? []).map((seam, index): SongItem => {
        const frame = Math.min(song.lengthFrames, Math.max(0, seam.atFrame + shift))
        return {
          startFrame: frame,
          endFrame: frame,
          id: `seam-${take.id}-${index}`,
          kind: 'seam',
          name: take === heard && heard.id !== song.id ? `Seam of ${takeTitle(take)}` : 'Seam',
          place: pointWords(grid, frame, song.sampleRateHz),
          note: seamWords(seam),
        }
      })
    })
    .sort((a, b) => a.startFrame - b.startFrame)
}
