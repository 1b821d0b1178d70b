import { evaluationParts } from '../../src-main/knowledge/retrieval/ask-evaluation.ts'
import { type Evaluation, recallAtFive, unpackVector } from '../../src-main/knowledge/retrieval/evaluation.ts'
import { fuse, PART_WEIGHTS, SONG_WEIGHTS } from '../../src-main/knowledge/retrieval/fuse.ts'
import { lookEverywhere } from '../../src-main/knowledge/retrieval/look.ts'
import { wantedOfFacts } from '../../src-main/knowledge/retrieval/wanted.ts'
import type { SearchPart } from '../../src-shared/knowledge/contract.ts'
import { openStudio } from '../music/studio.ts'
import { SONGS } from './evaluation-songs.ts'
import { apart, soundOf } from './sound-of.ts'

const SECONDS = 12
const PARTS: readonly SearchPart[] = ['words', 'meaning', 'sound', 'tags', 'harmony']
const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length
const groupOf = (id: string): string => id.replace(/-\d+$/, '')

/**
 * Songs like a song, with its sound: every composed song of the set is rendered and measured (no CLAP), and those of its group are looked for.
 * recall@5 of each way of looking by itself and of the mix, as the studio weighs it beside a song and beside a part of one.
 */
export const measureLike = async (set: Evaluation): Promise<readonly string[]> => {
  const studio = await openStudio()
  const heard = new Map<string, Float32Array>()
  for (const [place, { id, prompt, imported }] of SONGS.entries()) {
    if (imported) continue
    const seed = 1_000 + place
    heard.set(id, soundOf(studio.make(prompt, seed, SECONDS)))
  }
  studio.close()
  const { parts, close } = evaluationParts(set)
  const recall: Record<SearchPart | 'song' | 'part', number[]> = { words: [], meaning: [], sound: [], tags: [], harmony: [], song: [], part: [] }
  for (const song of set.songs) {
    const own = heard.get(song.id)
    const right = set.songs.filter(({ id }) => id !== song.id && heard.has(id) && groupOf(id) === groupOf(song.id)).map(({ id }) => id)
    if (!own || right.length === 0) continue
    const sound = [...heard].filter(([id]) => id !== song.id).sort(([, a], [, b]) => apart(own, a) - apart(own, b))
    const look = { words: song.words, vector: unpackVector(song.vector), wanted: wantedOfFacts(song.facts), sound: sound.map(([id]) => id) }
    const { rankings } = await lookEverywhere(parts, look)
    const others = (ids: readonly string[]) => ids.filter((id) => id !== song.id)
    for (const part of PARTS) recall[part].push(recallAtFive(others(rankings.find((one) => one.part === part)?.ids ?? []), right))
    const mixed = (weights: typeof SONG_WEIGHTS) => others(fuse(rankings, weights).map(({ id }) => id))
    recall.song.push(recallAtFive(mixed(SONG_WEIGHTS), right))
    recall.part.push(recallAtFive(mixed(PART_WEIGHTS), right))
  }
  close()
  const figures = PARTS.map((part) => `${part} ${mean(recall[part]).toFixed(3)}`).join(', ')
  return [
    `recall@5 of songs like a song, by measured sound too, over ${recall.song.length} songs: ${figures}; mix ${mean(recall.song).toFixed(3)}, as for a part of a song ${mean(recall.part).toFixed(3)}`,
  ]
}
