import { execFileSync } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createWorkFlags } from '../../src-shared/kernel/work-flags.ts'
import { createInference, type Inference } from '../inference/index.ts'
import { createModelShelf } from '../models/index.ts'
import { locateDataFolder } from '../platform/files/index.ts'
import { launchNodeProcess } from '../platform/processes/index.ts'

/**
 * Whisper's real weights on speech that espeak-ng makes. `SEGNO_MODELS` names a folder of installed models; without it, this studio's own.
 * Skips, with the reason in its name, where weights or espeak-ng are missing.
 */
const shelf = createModelShelf(process.env.SEGNO_MODELS ?? locateDataFolder().models, '', () => ['whisper-base', 'whisper-tiny'])
const espeak = (() => {
  try {
    execFileSync('espeak-ng', ['--version'])
    return true
  } catch {
    return false
  }
})()

const SENTENCES = [
  'Make a happy dance song with drums, bass and piano.',
  'A slow piano ballad in a minor key.',
  'Loud rock music with electric guitars and heavy drums.',
  'Gentle jazz with a saxophone and a walking bass.',
]

const wordsOf = (text: string): string[] =>
  text
    .toLowerCase()
    .replace(/[^a-z0-9 ]/g, ' ')
    .split(/\s+/)
    .filter(Boolean)

/** Words that would have to be changed, left out or put in. */
const edits = (truth: readonly string[], heard: readonly string[]): number => {
  let row = Array.from({ length: heard.length + 1 }, (_, i) => i)
  truth.forEach((word, i) => {
    const next = [i + 1]
    for (const [j, other] of heard.entries()) next.push(Math.min((next[j] ?? 0) + 1, (row[j + 1] ?? 0) + 1, (row[j] ?? 0) + (word === other ? 0 : 1)))
    row = next
  })
  return row.at(-1) ?? 0
}

let folder = ''
let inference: Inference
const context = () => ({ signal: new AbortController().signal, flags: createWorkFlags(), progress: () => undefined })

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'segno-speech-'))
  inference = createInference({ launch: launchNodeProcess, settings: async () => ({ providers: ['cpu'], threads: 2, memoryCeilingBytes: 4e9 }) })
})
afterAll(async () => {
  await inference.close()
  await rm(folder, { recursive: true, force: true })
})

const hear = async (modelId: string, audioPath: string, language: string | undefined) => {
  const { encoder = '', decoder = '', tokenizer = '', generation_config: generationConfig = '' } = shelf.require(modelId).files
  return inference.run('speech.transcribe', { audioPath, files: { encoder, decoder, tokenizer, generationConfig }, language, seed: 1 }, context())
}

for (const [modelId, most] of [
  ['whisper-base', 0.3],
  // the smallest model with 8-bit weights and a synthetic voice: 0.83 measured; a person would repeat it
  ['whisper-tiny', 0.9],
] as const) {
  const why = !espeak ? ' (skipped: espeak-ng is not installed)' : shelf.find(modelId) ? '' : ` (skipped: ${modelId} is not installed)`
  test.skipIf(why !== '')(`${modelId} writes down what espeak-ng says${why}`, { timeout: 300_000 }, async () => {
    let wrong = 0
    let count = 0
    for (const [index, sentence] of SENTENCES.entries()) {
      const path = join(folder, `${modelId}-${index}.wav`)
      execFileSync('espeak-ng', ['-v', 'en-us+f3', '-s', '135', '-w', path, sentence])
      const { text, language } = await hear(modelId, path, index === 0 ? undefined : 'en')
      expect(language).toBe('en')
      wrong += edits(wordsOf(sentence), wordsOf(text))
      count += wordsOf(sentence).length
      process.stdout.write(`${modelId}: “${sentence}” -> “${text}”\n`)
    }
    process.stdout.write(`${modelId}: word error rate ${(wrong / count).toFixed(2)}\n`)
    expect(wrong / count).toBeLessThanOrEqual(most)
  })
}
