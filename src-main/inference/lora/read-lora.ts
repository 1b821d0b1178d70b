import { open, readFile, stat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { z } from 'zod'
import { FailureError, failure } from '../../../src-shared/kernel/failure.ts'

/** `values` row by row. */
export type Matrix = { readonly rows: number; readonly columns: number; readonly values: Float32Array }

/** What a LoRA adds to one linear layer: `scale · up · down`, scale = alpha / r (Hu et al. 2021). `down` is r × in, `up` is out × r. */
export type LoraLayer = { readonly module: string; readonly down: Matrix; readonly up: Matrix; readonly scale: number }
export type Lora = {
  readonly name: string
  readonly layers: readonly LoraLayer[]
  /** what it says of itself; '' where it says nothing */
  readonly base: string
  readonly licence: string
}

const MOST_HEADER_BYTES = 16_000_000
const MOST_BYTES = 4_000_000_000

const damaged = (why: string, cause?: unknown) =>
  new FailureError(
    failure('lora.damaged', `This LoRA cannot be read: ${why}. Nothing was changed; get the file again, or ask whoever made it for a safetensors file.`),
    { cause },
  )

const Header = z.record(
  z.string(),
  z.union([
    z.object({ dtype: z.string(), shape: z.array(z.number().int().nonnegative()), data_offsets: z.tuple([z.number().int(), z.number().int()]) }),
    z.record(z.string(), z.string()),
  ]),
)
const AdapterConfig = z.object({
  lora_alpha: z.number().optional(),
  r: z.number().int().positive().optional(),
  base_model_name_or_path: z.string().nullish(),
  license: z.string().nullish(),
  use_rslora: z.boolean().nullish(),
})
type Place = { dtype: string; shape: number[]; data_offsets: [number, number] }

const WIDTH: Readonly<Record<string, number>> = { F32: 4, F16: 2, BF16: 2 }

/** IEEE half precision as a number. */
export const halfToNumber = (bits: number): number => {
  const sign = bits & 0x8000 ? -1 : 1
  const exponent = (bits >> 10) & 31
  const fraction = bits & 1023
  if (exponent === 0) return sign * fraction * 2 ** -24
  return exponent === 31 ? (fraction ? Number.NaN : sign * Number.POSITIVE_INFINITY) : sign * (1 + fraction / 1024) * 2 ** (exponent - 15)
}

const numbersOf = (bytes: Buffer, dtype: string): Float32Array => {
  const count = bytes.length / (WIDTH[dtype] ?? 1)
  const bits = new Uint32Array(1)
  const float = new Float32Array(bits.buffer)
  return Float32Array.from({ length: count }, (_, at) => {
    if (dtype === 'F32') return bytes.readFloatLE(at * 4)
    if (dtype === 'F16') return halfToNumber(bytes.readUInt16LE(at * 2))
    bits[0] = bytes.readUInt16LE(at * 2) << 16
    return float[0] ?? 0
  })
}

/** PEFT's and kohya's names of the two matrices. */
const NAMES = /^(.*?)\.(?:lora_(A|B)(?:\.default)?\.weight|lora_(down|up)\.weight)$/

const readConfig = async (path: string) => {
  const text = await readFile(join(dirname(path), 'adapter_config.json'), 'utf8').catch(() => undefined)
  if (text === undefined) return {}
  try {
    return AdapterConfig.parse(JSON.parse(text))
  } catch (cause) {
    throw damaged('adapter_config.json beside it is not what PEFT writes', cause)
  }
}

type OpenLora = {
  readonly metadata: Readonly<Record<string, string>>
  readonly places: readonly (readonly [name: string, place: Place])[]
  read(name: string, place: Place): Promise<Float32Array>
}

const withFile = async <T>(path: string, use: (file: OpenLora) => Promise<T>): Promise<T> => {
  const size = (await stat(path).catch((cause) => Promise.reject(damaged('the file is not there', cause)))).size
  if (size > MOST_BYTES) throw damaged('it is larger than 4 GB, so it is no LoRA')
  const file = await open(path, 'r')
  try {
    const take = async (from: number, length: number): Promise<Buffer> => {
      const bytes = Buffer.alloc(length)
      const { bytesRead } = await file.read(bytes, 0, length, from)
      if (bytesRead !== length) throw damaged('it ends too early')
      return bytes
    }
    const headerBytes = Number((await take(0, 8)).readBigUInt64LE())
    if (headerBytes > MOST_HEADER_BYTES || headerBytes + 8 > size) throw damaged('it is no safetensors file, or cut off')
    let header: z.output<typeof Header>
    try {
      header = Header.parse(JSON.parse((await take(8, headerBytes)).toString('utf8')))
    } catch (cause) {
      if (cause instanceof FailureError) throw cause
      throw damaged('its list of tensors cannot be read', cause)
    }
    return await use({
      metadata: (header.__metadata__ ?? {}) as Readonly<Record<string, string>>,
      places: Object.entries(header).flatMap(([name, place]): (readonly [string, Place])[] => (name === '__metadata__' ? [] : [[name, place as Place]])),
      async read(name, { dtype, shape, data_offsets: [from, to] }) {
        const width = WIDTH[dtype]
        if (!width) throw damaged(`${name} holds ${dtype} numbers; F32, F16 and BF16 can be read`)
        if (to - from !== shape.reduce((product, extent) => product * extent, width) || from < 0 || 8 + headerBytes + to > size)
          throw damaged(`${name} is cut off or not as long as it says`)
        return numbersOf(await take(8 + headerBytes + from, to - from), dtype)
      },
    })
  } finally {
    await file.close()
  }
}

const nameOf = (path: string): string => (basename(path, '.safetensors') === 'adapter_model' ? basename(dirname(path)) : basename(path, '.safetensors'))

/** What a LoRA says of itself, from its header alone. `rank`: the largest of its layers'. @throws FailureError lora.damaged */
export const describeLora = async (
  path: string,
): Promise<Pick<Lora, 'name' | 'base' | 'licence'> & { readonly layers: number; readonly rank: number; readonly bytes: number }> => {
  const config = await readConfig(path)
  const { metadata, downs } = await withFile(path, async ({ metadata, places }) => ({
    metadata,
    downs: places.filter(([name]) => /\.lora_(A|down)\./.test(name) && NAMES.test(name)),
  }))
  if (downs.length === 0) throw damaged('there is no lora_A and lora_B in it')
  return {
    name: nameOf(path),
    base: config.base_model_name_or_path ?? '',
    licence: config.license ?? metadata.license ?? '',
    layers: downs.length,
    rank: Math.max(...downs.map(([, { shape }]) => shape[0] ?? 0)),
    bytes: (await stat(path)).size,
  }
}

/**
 * A LoRA in safetensors, with `adapter_config.json` beside it where PEFT wrote it. Alpha is taken from a tensor `<module>.alpha`, the config, the
 * file's metadata, or else equals the rank. @throws FailureError lora.damaged
 */
export const readLora = async (path: string): Promise<Lora> => {
  const config = await readConfig(path)
  return withFile(path, async ({ metadata, places, read }) => {
    const matrices = new Map<string, { readonly down?: Matrix | undefined; readonly up?: Matrix | undefined }>()
    for (const [name, place] of places) {
      const [, module, letter, word] = NAMES.exec(name) ?? []
      if (module === undefined) continue
      const [rows, columns, ...more] = place.shape
      if (rows === undefined || columns === undefined || more.some((extent) => extent !== 1)) throw damaged(`${name} is no matrix`)
      const matrix = { rows, columns, values: await read(name, place) }
      const both = matrices.get(module) ?? {}
      matrices.set(module, letter === 'A' || word === 'down' ? { ...both, down: matrix } : { ...both, up: matrix })
    }
    if (matrices.size === 0) throw damaged('there is no lora_A and lora_B in it')
    const layers: LoraLayer[] = []
    for (const [module, { down, up }] of matrices) {
      if (!down || !up) throw damaged(`${module} has only one of its two matrices`)
      if (down.rows !== up.columns) throw damaged(`the two matrices of ${module} do not fit together (ranks ${down.rows} and ${up.columns})`)
      if (![...down.values, ...up.values].every(Number.isFinite)) throw damaged(`${module} holds numbers that are none`)
      const own = places.find(([name]) => name === `${module}.alpha`)
      const said = own ? (await read(own[0], own[1]))[0] : (config.lora_alpha ?? Number(metadata.lora_alpha ?? Number.NaN))
      const alpha = said !== undefined && Number.isFinite(said) ? said : down.rows
      const scale = alpha / (config.use_rslora ? Math.sqrt(down.rows) : down.rows)
      layers.push({ module: module.replace(/^base_model\.model\./, ''), down, up, scale })
    }
    return { name: nameOf(path), layers, base: config.base_model_name_or_path ?? '', licence: config.license ?? metadata.license ?? '' }
  })
}
