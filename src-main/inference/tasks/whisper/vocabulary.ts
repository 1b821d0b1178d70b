import { readFile } from 'node:fs/promises'
import { z } from 'zod'
import { FailureError, failure } from '../../../../src-shared/kernel/failure.ts'

const TokenizerFile = z.object({
  added_tokens: z.array(z.object({ id: z.number().int(), content: z.string() })),
  model: z.object({ vocab: z.record(z.string(), z.number().int()) }),
})
const GenerationFile = z.object({ suppress_tokens: z.array(z.number().int()).default([]), begin_suppress_tokens: z.array(z.number().int()).default([]) })

/** What the numbers mean that a Whisper decoder speaks in. */
export type Vocabulary = {
  /** starts every answer */
  readonly start: number
  /** ends it; every special token comes after it */
  readonly end: number
  readonly transcribe: number
  readonly withoutTimes: number
  readonly noSpeech: number | undefined
  /** two or three letters ("en") -> token; empty: the model knows English only */
  readonly languages: ReadonlyMap<string, number>
  /** never said: noises, music signs, quotation of speakers */
  readonly suppressed: readonly number[]
  /** never said first: a blank, or nothing at all */
  readonly suppressedFirst: readonly number[]
  textOf(tokens: readonly number[]): string
}

/** Byte-level BPE writes each byte as one printable character: those that print as themselves, the others from U+0100 on. */
const createByteTable = (): ReadonlyMap<string, number> => {
  const prints = (byte: number): boolean => (byte >= 33 && byte <= 126) || (byte >= 161 && byte <= 172) || (byte >= 174 && byte <= 255)
  const table = new Map<string, number>()
  let others = 0
  for (let byte = 0; byte < 256; byte++) table.set(String.fromCharCode(prints(byte) ? byte : 256 + others++), byte)
  return table
}

const damaged = (path: string, cause: unknown): FailureError => {
  const message = 'The word list of this model is missing or damaged. Your songs are unchanged. Open Models and choose Repair.'
  return new FailureError(failure('model.damaged', message, { path, why: cause instanceof Error ? cause.message : String(cause) }), { cause })
}

const read = async <S extends z.ZodType>(path: string, schema: S): Promise<z.output<S>> => {
  try {
    return schema.parse(JSON.parse(await readFile(path, 'utf8')))
  } catch (cause) {
    throw damaged(path, cause)
  }
}

/** @throws FailureError model.damaged */
export const readVocabulary = async (tokenizerPath: string, generationPath: string): Promise<Vocabulary> => {
  const tokenizer = await read(tokenizerPath, TokenizerFile)
  const generation = await read(generationPath, GenerationFile)
  const special = new Map(tokenizer.added_tokens.map(({ id, content }) => [content, id]))
  const requireToken = (content: string): number => {
    const id = special.get(content) ?? tokenizer.model.vocab[content]
    if (id === undefined) throw damaged(tokenizerPath, `no ${content}`)
    return id
  }
  const words: string[] = []
  for (const [word, id] of Object.entries(tokenizer.model.vocab)) words[id] = word
  const end = requireToken('<|endoftext|>')
  const start = requireToken('<|startoftranscript|>')
  const transcribe = requireToken('<|transcribe|>')
  const languages = tokenizer.added_tokens.flatMap(({ id, content }) => {
    const name = /^<\|([a-z]{2,3})\|>$/.exec(content)?.[1]
    return name && id > start && id < transcribe ? [[name, id] as const] : []
  })
  const bytesOfCharacters = createByteTable()
  return {
    start,
    end,
    transcribe,
    withoutTimes: requireToken('<|notimestamps|>'),
    noSpeech: special.get('<|nospeech|>') ?? special.get('<|nocaptions|>'),
    languages: new Map(languages),
    suppressed: generation.suppress_tokens,
    suppressedFirst: generation.begin_suppress_tokens,
    textOf(tokens) {
      const characters = tokens.filter((id) => id < end).map((id) => words[id] ?? '')
      const bytes = [...characters.join('')].flatMap((character) => bytesOfCharacters.get(character) ?? [])
      return new TextDecoder().decode(Uint8Array.from(bytes))
    },
  }
}
