import { describe, expect, test } from 'vitest'
import { createModelShelf } from '../../../models/index.ts'
import { locateDataFolder } from '../../../platform/files/index.ts'
import goldens from './goldens.json' with { type: 'json' }
import { readVocabulary } from './vocabulary.ts'

/** The word list of an installed Whisper: `SEGNO_MODELS` names a folder of models; without it, this studio's own. Origin: `origin` in goldens.json. */
const shelf = createModelShelf(process.env.SEGNO_MODELS ?? locateDataFolder().models, '', () => [])
const model = shelf.find('whisper-tiny') ?? shelf.find('whisper-base')

describe.skipIf(!model)(`tokens of transformers become text${model ? '' : ' (skipped: neither whisper-tiny nor whisper-base is installed)'}`, () => {
  const { tokenizer = '', generation_config: generationConfig = '' } = model?.files ?? {}

  test.each(goldens.texts)('$text', async ({ text, tokens }) => {
    const vocabulary = await readVocabulary(tokenizer, generationConfig)
    expect(vocabulary.textOf(tokens)).toBe(text)
    // what is no word says nothing
    const { start, end, transcribe, withoutTimes } = vocabulary
    expect(vocabulary.textOf([start, transcribe, withoutTimes, ...tokens, end])).toBe(text)
  })

  test('it knows its special tokens and a hundred languages', async () => {
    const { languages, start, transcribe, noSpeech, suppressed, suppressedFirst } = await readVocabulary(tokenizer, generationConfig)
    expect(languages.size).toBeGreaterThan(90)
    for (const name of ['en', 'de', 'ja', 'haw']) expect(languages.get(name)).toBeGreaterThan(start)
    for (const token of languages.values()) expect(token).toBeLessThan(transcribe)
    expect(noSpeech).toBeGreaterThan(transcribe)
    expect(suppressed.length).toBeGreaterThan(50)
    expect(suppressedFirst.length).toBeGreaterThan(0)
  })
})
