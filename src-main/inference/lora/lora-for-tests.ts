import type { LoraLayer } from './read-lora.ts'

/** A safetensors file with these layers, as PEFT writes it (without its config). */
export const loraFile = (layers: readonly LoraLayer[], { without }: { readonly without?: 'up' | 'down' } = {}): Buffer => {
  const tensors = layers.flatMap(({ module, down, up }) => [
    ...(without === 'down' ? [] : [{ name: `${module}.lora_A.weight`, matrix: down }]),
    ...(without === 'up' ? [] : [{ name: `${module}.lora_B.weight`, matrix: up }]),
  ])
  let at = 0
  const header: Record<string, unknown> = { __metadata__: { format: 'pt' } }
  for (const { name, matrix } of tensors) {
    const bytes = matrix.values.length * 4
    header[name] = { dtype: 'F32', shape: [matrix.rows, matrix.columns], data_offsets: [at, at + bytes] }
    at += bytes
  }
  const text = Buffer.from(JSON.stringify(header))
  const length = Buffer.alloc(8)
  length.writeBigUInt64LE(BigInt(text.length))
  return Buffer.concat([length, text, ...tensors.map(({ matrix }) => Buffer.from(matrix.values.buffer, matrix.values.byteOffset, matrix.values.byteLength))])
}
