import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { INSTRUMENTS } from '../../src-main/generation/index.ts'
import { planFromPrompt } from '../../src-main/generation/score/plan/index.ts'
import type { TextModel } from '../../src-main/knowledge/embedding/text-model.ts'
import { factsOf } from '../../src-main/knowledge/entries/facts.ts'
import { meaningOfSong, wordsOfSong } from '../../src-main/knowledge/entries/words-of-song.ts'
import { type Evaluation, packVector } from '../../src-main/knowledge/retrieval/evaluation.ts'
import { createWorkFlags } from '../../src-shared/kernel/work-flags.ts'
import { type EvaluationSong, type Fact, QUERIES, SONGS } from './evaluation-songs.ts'

const instrumentName = (id: string) => INSTRUMENTS.find((one) => one.id === id)?.name ?? id
const context = () => ({ signal: new AbortController().signal, flags: createWorkFlags(), progress: () => undefined })

const songOf = ({ id, prompt, imported }: EvaluationSong, place: number) => {
  if (imported) {
    const { title, artist, tempoBpm, tonic, mode } = imported
    const facts = factsOf({ tempoBpm, key: { tonic, mode }, timeSignature: { beats: 4, unit: 4 }, style: undefined, seconds: 200 }, undefined)
    const song = { title, prompt: '', artist: artist || undefined, sourceName: `${title}.wav`, facts }
    return { id, facts, words: wordsOfSong(song, instrumentName), meaning: meaningOfSong(song) }
  }
  const plan = planFromPrompt({ prompt, seed: 1_000 + place, overrides: {} })
  const { tempoBpm, key, timeSignature, style, lengthSeconds } = plan
  const facts = factsOf({ tempoBpm, key, timeSignature, style, seconds: lengthSeconds }, plan)
  const song = { title: plan.title, prompt, artist: undefined, sourceName: undefined, facts }
  return { id, facts, words: wordsOfSong(song, instrumentName), meaning: meaningOfSong(song) }
}

/** Makes the evaluation set anew. Answers by hand are ids or groups; answers by construction are looked up in the facts. */
export const writeEvaluation = async (path: string, model: TextModel): Promise<void> => {
  const songs = SONGS.map(songOf)
  const facts: Fact[] = songs.map(({ id, facts: { style, tempoBpm, key, parts, timeSignature } }) => ({
    id,
    style,
    tempoBpm,
    key,
    instruments: parts.map(({ instrument }) => instrument),
    beats: timeSignature?.beats ?? 4,
  }))
  const vectors = await model.embed(
    songs.map(({ meaning }) => meaning),
    context(),
  )
  const asked = await model.embed(
    QUERIES.map(({ text }) => text),
    context(),
  )
  const pack = (vector: Float32Array | undefined) => packVector(vector ?? new Float32Array())
  const evaluation: Evaluation = {
    songs: songs.map(({ id, words, facts: known }, i) => ({ id, words, facts: known, vector: pack(vectors[i]) })),
    queries: QUERIES.map(({ text, right = [], isRight }, i) => ({
      text,
      right: facts.filter((song) => isRight?.(song) ?? right.some((one) => song.id === one || song.id.startsWith(`${one}-`))).map(({ id }) => id),
      vector: pack(asked[i]),
      isByHand: isRight === undefined,
    })),
  }
  const unanswered = evaluation.queries.filter(({ right }) => right.length === 0)
  if (unanswered.length > 0) throw new Error(`no song answers: ${unanswered.map(({ text }) => text).join('; ')}`)
  writeFileSync(path, `${JSON.stringify(evaluation)}\n`)
}

/** a folder for one run of the benchmark */
export const temporaryFolder = () => {
  const path = mkdtempSync(join(tmpdir(), 'segno-bench-knowledge-'))
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) }
}
