import { createHash } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createRandom } from '../../../src-shared/kernel/random.ts'

/**
 * A sentence model that knows nothing: a row of noise a token, in the files and the shape of MiniLM, for tests of everything around it. Texts
 * with the same words are near each other. Protocol buffers by the field numbers of onnx.proto3 (IR version 8, opset 17).
 */
const SIZE = 16
const MARKS = ['[PAD]', '[UNK]', '[CLS]', '[SEP]', '[MASK]']
const LETTERS = [...'abcdefghijklmnopqrstuvwxyz0123456789.,:-']
const WORDS = 'rain rainy night piano house sleep slow fast ambient drums guitar workout lo hop beats synth waltz chip dream'.split(' ')
const VOCABULARY = [...MARKS, ...WORDS, ...LETTERS, ...LETTERS.map((letter) => `##${letter}`)]

const varint = (value: number): number[] => {
  const bytes: number[] = []
  for (let left = value; ; left = Math.floor(left / 128)) {
    if (left < 128) return [...bytes, left]
    bytes.push((left % 128) + 128)
  }
}
const number = (field: number, value: number): Buffer => Buffer.from([...varint(field * 8), ...varint(value)])
const bytes = (field: number, value: Uint8Array | string): Buffer => {
  const body = Buffer.from(value)
  return Buffer.concat([Buffer.from([...varint(field * 8 + 2), ...varint(body.length)]), body])
}
const message = (field: number, ...parts: readonly Buffer[]): Buffer => bytes(field, Buffer.concat(parts))
const [FLOAT, INT64] = [1, 7]

const value = (field: number, name: string, type: number, dims: readonly (string | number)[]): Buffer => {
  const shape = dims.map((dim) => message(1, typeof dim === 'string' ? bytes(2, dim) : number(1, dim)))
  return message(field, bytes(1, name), message(2, message(1, number(1, type), message(2, ...shape))))
}

const graph = (): Buffer => {
  const random = createRandom(7)
  const rows = Buffer.from(Float32Array.from({ length: VOCABULARY.length * SIZE }, () => random.normal()).buffer)
  const initializer = message(5, number(1, VOCABULARY.length), number(1, SIZE), number(2, FLOAT), bytes(8, 'rows'), bytes(9, rows))
  const node = message(1, bytes(1, 'rows'), bytes(1, 'input_ids'), bytes(2, 'last_hidden_state'), bytes(4, 'Gather'))
  const tokens = ['batch', 'tokens']
  const inputs = ['input_ids', 'attention_mask', 'token_type_ids'].map((name) => value(11, name, INT64, tokens))
  const body = message(7, node, bytes(2, 'tiny'), initializer, ...inputs, value(12, 'last_hidden_state', FLOAT, [...tokens, SIZE]))
  return Buffer.concat([number(1, 8), body, message(8, number(2, 17))])
}

const tokenizer = {
  version: '1.0',
  truncation: null,
  padding: null,
  added_tokens: MARKS.map((content, id) => ({ id, content, single_word: false, lstrip: false, rstrip: false, normalized: false, special: true })),
  normalizer: { type: 'BertNormalizer', clean_text: true, handle_chinese_chars: true, strip_accents: null, lowercase: true },
  pre_tokenizer: { type: 'BertPreTokenizer' },
  post_processor: {
    type: 'TemplateProcessing',
    single: [{ SpecialToken: { id: '[CLS]', type_id: 0 } }, { Sequence: { id: 'A', type_id: 0 } }, { SpecialToken: { id: '[SEP]', type_id: 0 } }],
    pair: [],
    special_tokens: { '[CLS]': { id: '[CLS]', ids: [2], tokens: ['[CLS]'] }, '[SEP]': { id: '[SEP]', ids: [3], tokens: ['[SEP]'] } },
  },
  decoder: { type: 'WordPiece', prefix: '##', cleanup: true },
  model: {
    type: 'WordPiece',
    unk_token: '[UNK]',
    continuing_subword_prefix: '##',
    max_input_chars_per_word: 100,
    vocab: Object.fromEntries(VOCABULARY.map((word, id) => [word, id])),
  },
}

const special = { pad_token: '[PAD]', unk_token: '[UNK]', cls_token: '[CLS]', sep_token: '[SEP]', mask_token: '[MASK]' }

/** Writes it where the studio looks for models. */
export const installTinyTextModel = (modelsFolder: string): void => {
  const folder = join(modelsFolder, 'all-minilm-l6-v2')
  mkdirSync(folder, { recursive: true })
  const files = [
    ['model', 'model_quantized.onnx', graph()],
    ['tokenizer', 'tokenizer.json', Buffer.from(JSON.stringify(tokenizer))],
    [
      'tokenizer_config',
      'tokenizer_config.json',
      Buffer.from(JSON.stringify({ tokenizer_class: 'BertTokenizer', model_max_length: 128, do_lower_case: true, ...special })),
    ],
    ['config', 'config.json', Buffer.from(JSON.stringify({ model_type: 'bert', architectures: ['BertModel'], hidden_size: SIZE }))],
  ] as const
  for (const [, path, body] of files) writeFileSync(join(folder, path), body)
  const manifest = {
    id: 'all-minilm-l6-v2',
    name: 'Tiny words, a noise maker for tests',
    task: 'text-embedding',
    variant: 'int8',
    licence: { id: 'Apache-2.0', name: 'Apache License 2.0', mayISell: 'yes', note: 'For tests.' },
    params: { family: 'minilm', dimensions: SIZE, maxTokens: 128 },
    files: files.map(([role, path, body]) => ({ role, path, bytes: body.length, sha256: createHash('sha256').update(body).digest('hex') })),
  }
  writeFileSync(join(folder, 'segno-model.json'), JSON.stringify(manifest))
}
