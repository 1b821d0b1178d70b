import type { ProjectView } from '../../../src-shared/project/contract.ts'
import type { Take } from '../../../src-shared/project/document.ts'
import { proofWords } from '../takes/proof-words.ts'
import { currentTakeOf } from '../takes/take-groups.ts'
import { takeTitle } from '../takes/take-names.ts'
import { gridOfTake } from '../waveform/song-picture.ts'
import { stretchWords } from './item-words.ts'

/** Worth a word: `deed` is the musician's own, `news` came by itself. */
export type SongNews = { readonly kind: 'deed' | 'news'; readonly text: string; readonly detail?: string }

type Entry = ProjectView['history'][number]

const present = ({ history }: ProjectView): number => history.findLast((entry) => !entry.isUndone)?.index ?? -1
const entryAt = ({ history }: ProjectView, index: number): Entry | undefined => history.find((entry) => entry.index === index)

/** What happened to the song between two views of it, in the past tense. */
export const songNews = (before: ProjectView, after: ProjectView): SongNews[] => {
  if (before.document.trackId !== after.document.trackId) return []
  return [...historyNews(before, after), ...takeNews(before, after)]
}

const historyNews = (before: ProjectView, after: ProjectView): SongNews[] => {
  const [was, is] = [present(before), present(after)]
  const latest = entryAt(after, is)
  if (is < was) {
    const steps = before.history.filter(({ index, isUndone }) => !isUndone && index > is)
    const label = entryAt(before, was)?.label ?? 'the last step'
    return [{ kind: 'deed', text: steps.length > 1 ? `Undone: ${steps.length} steps, back to ${latest?.label ?? 'the beginning'}.` : `Undone: ${label}.` }]
  }
  if (is === was || !latest) return []
  const wasThere = entryAt(before, is)?.isUndone === true && entryAt(before, is)?.at === latest.at
  if (wasThere) return [{ kind: 'deed', text: `Done again: ${latest.label}.` }]
  return [{ kind: latest.actor === 'person' ? 'deed' : 'news', text: `${latest.label}.` }]
}

const takeNews = (before: ProjectView, after: ProjectView): SongNews[] => {
  const known = new Set(before.takes.map(({ id }) => id))
  return after.takes.filter(({ id }) => !known.has(id)).map((take) => arrival(take, after))
}

const VERB: Record<Take['kind'], string> = {
  original: 'there',
  imported: 'there',
  regenerate: 'regenerated',
  extend: 'extended',
  enhance: 'enhanced',
  comp: 'rendered',
}

/** "Take 2 arrived, regenerated: bar 5 beat 1, 4 bars, 8.0 seconds." */
const arrival = (take: Take, view: ProjectView): SongNews => {
  const place = take.region ? stretchWords(gridOfTake(take), take.region, take.sampleRateHz) : currentTakeOf(view) ? 'the whole song' : ''
  const title = takeTitle(take)
  const text = take.kind === 'comp' ? `${title} arrived: ${place}.` : `${title} arrived, ${VERB[take.kind]}: ${place}.`
  return { kind: 'news', text, ...(take.proof && { detail: `${proofWords(take.proof).replaceAll(' · ', ', ')}.` }) }
}
