import { createRandom } from '../../../src-shared/kernel/random.ts'

/**
 * A language model of 350 kB with random weights, for tests: it has the architecture of Llama and writes nonsense, which a grammar turns into JSON of
 * the wanted shape. GGUF v3 (ggml's own specification), weights in single precision.
 */

const TYPE = { u32: 4, i32: 5, f32: 6, bool: 7, string: 8, array: 9 } as const
const ALIGNMENT = 32
const WIDTH = 64
const HEADS = 2
const INNER = 128
const SPACE = '\u2581'
const UNKNOWN = 0
const BEGIN = 1
const END = 2

const bytesOf = (length: number, write: (buffer: Buffer) => void): Buffer => {
  const buffer = Buffer.alloc(length)
  write(buffer)
  return buffer
}
const u32 = (value: number) => bytesOf(4, (buffer) => buffer.writeUInt32LE(value))
const i32 = (value: number) => bytesOf(4, (buffer) => buffer.writeInt32LE(value))
const f32 = (value: number) => bytesOf(4, (buffer) => buffer.writeFloatLE(value))
const u64 = (value: number) => bytesOf(8, (buffer) => buffer.writeBigUInt64LE(BigInt(value)))
const text = (value: string) => Buffer.concat([u64(Buffer.byteLength(value)), Buffer.from(value)])

const entry = (name: string, type: number, value: Buffer) => Buffer.concat([text(name), u32(type), value])
const number = (name: string, value: number) => entry(name, TYPE.u32, u32(value))
const list = (name: string, type: number, values: readonly Buffer[]) => entry(name, TYPE.array, Buffer.concat([u32(type), u64(values.length), ...values]))

/** Special tokens, every byte, every printable ASCII character. */
const vocabulary = () => {
  const special = ['<unk>', '<s>', '</s>'].map((word, index) => ({ word, kind: index === 0 ? 2 : 3, score: 0 }))
  const bytes = Array.from({ length: 256 }, (_, byte) => ({ word: `<0x${byte.toString(16).toUpperCase().padStart(2, '0')}>`, kind: 6, score: 0 }))
  const letters = Array.from({ length: 95 }, (_, i) => ({ word: i === 0 ? SPACE : String.fromCharCode(32 + i), kind: 1, score: -32 - i }))
  return [...special, ...bytes, ...letters]
}

const TEMPLATE = "{% for m in messages %}{{ m['role'] + ': ' + m['content'] + '\\n' }}{% endfor %}{% if add_generation_prompt %}assistant: {% endif %}"

export type TinyGgufOptions = {
  /** it would go on for ever: it never ends a text by itself */
  readonly isEndless?: boolean
  /** it fills lists with words of a few letters, one after the other, and hardly closes one */
  readonly isWordy?: boolean
  readonly contextTokens?: number
}

export const tinyGguf = ({ isEndless = false, isWordy = false, contextTokens = 2_048 }: TinyGgufOptions = {}): Buffer => {
  const words = vocabulary()
  const random = createRandom(7)
  const weights = (count: number, scale: number) => Float32Array.from({ length: count }, () => (random.next() - 0.5) * scale)
  const ones = (count: number) => new Float32Array(count).fill(1)
  const embedding = weights(words.length * WIDTH, 0.2)
  const output = weights(words.length * WIDTH, 0.2)
  // the first dimension is constant, so that the output's first column is how much each token is liked
  const like = (word: string, much: number) => {
    output[words.findIndex((one) => one.word === word) * WIDTH] = much
  }
  for (const [index, { kind }] of words.entries()) {
    embedding[index * WIDTH] = 1
    if (kind !== 1) output[index * WIDTH] = -1
  }
  if (isEndless)
    for (const [word, much] of [
      ['"', -3],
      ['}', -3],
      [']', -3],
      ['a', 2],
    ] as const)
      like(word, much)
  else if (isWordy)
    for (const [word, much] of [
      ['"', 1],
      ['}', -3],
      [']', -3],
      [',', 1.5],
      ['a', 2],
      ['e', 1],
      ['o', 1],
      [SPACE, -1.5],
    ] as const)
      like(word, much)
  else
    for (const [word, much] of [
      ['"', 1.2],
      ['}', 1.4],
      [']', 1.3],
      [',', 0.3],
      ['e', 0.5],
      ['o', 0.4],
      ['</s>', 1],
    ] as const)
      like(word, much)

  const layer: readonly (readonly [string, readonly number[]])[] = [
    ['attn_norm', [WIDTH]],
    ['attn_q', [WIDTH, WIDTH]],
    ['attn_k', [WIDTH, WIDTH]],
    ['attn_v', [WIDTH, WIDTH]],
    ['attn_output', [WIDTH, WIDTH]],
    ['ffn_norm', [WIDTH]],
    ['ffn_gate', [WIDTH, INNER]],
    ['ffn_up', [WIDTH, INNER]],
    ['ffn_down', [INNER, WIDTH]],
  ]
  const tensors = [
    { name: 'token_embd.weight', shape: [WIDTH, words.length], data: embedding },
    { name: 'output_norm.weight', shape: [WIDTH], data: ones(WIDTH) },
    { name: 'output.weight', shape: [WIDTH, words.length], data: output },
    ...layer.map(([name, shape]) => {
      const count = shape.reduce((product, size) => product * size, 1)
      return { name: `blk.0.${name}.weight`, shape, data: shape.length === 1 ? ones(count) : weights(count, 0.1) }
    }),
  ]
  const facts = [
    entry('general.architecture', TYPE.string, text('llama')),
    entry('general.name', TYPE.string, text('noise, for tests')),
    number('general.file_type', 0),
    number('general.alignment', ALIGNMENT),
    number('llama.vocab_size', words.length),
    number('llama.context_length', contextTokens),
    number('llama.embedding_length', WIDTH),
    number('llama.block_count', 1),
    number('llama.feed_forward_length', INNER),
    number('llama.rope.dimension_count', WIDTH / HEADS),
    number('llama.attention.head_count', HEADS),
    number('llama.attention.head_count_kv', HEADS),
    entry('llama.attention.layer_norm_rms_epsilon', TYPE.f32, f32(1e-5)),
    entry('tokenizer.ggml.model', TYPE.string, text('llama')),
    list(
      'tokenizer.ggml.tokens',
      TYPE.string,
      words.map(({ word }) => text(word)),
    ),
    list(
      'tokenizer.ggml.scores',
      TYPE.f32,
      words.map(({ score }) => f32(score)),
    ),
    list(
      'tokenizer.ggml.token_type',
      TYPE.i32,
      words.map(({ kind }) => i32(kind)),
    ),
    number('tokenizer.ggml.bos_token_id', BEGIN),
    number('tokenizer.ggml.eos_token_id', END),
    number('tokenizer.ggml.unknown_token_id', UNKNOWN),
    entry('tokenizer.ggml.add_bos_token', TYPE.bool, Buffer.from([1])),
    entry('tokenizer.ggml.add_space_prefix', TYPE.bool, Buffer.from([0])),
    entry('tokenizer.chat_template', TYPE.string, text(TEMPLATE)),
  ]
  const filler = (length: number) => Buffer.alloc((ALIGNMENT - (length % ALIGNMENT)) % ALIGNMENT)
  const infos: Buffer[] = []
  let offset = 0
  for (const { name, shape, data } of tensors) {
    infos.push(text(name), u32(shape.length), ...shape.map(u64), u32(0), u64(offset))
    offset += data.byteLength + filler(data.byteLength).length
  }
  const head = Buffer.concat([Buffer.from('GGUF'), u32(3), u64(tensors.length), u64(facts.length), ...facts, ...infos])
  const bodies = tensors.flatMap(({ data }) => [Buffer.from(data.buffer), filler(data.byteLength)])
  return Buffer.concat([head, filler(head.length), ...bodies])
}
