import { readFile, rm, writeFile } from 'node:fs/promises'
import { mergeLora } from '../lora/merge-lora.ts'
import { readLora } from '../lora/read-lora.ts'
import type { InferenceTask } from '../protocol.ts'

export type MergeLoraOrder = {
  readonly graphPath: string
  readonly loraPath: string
  /** must not exist yet */
  readonly outPath: string
  /** 0..2 */
  readonly strength: number
  /** for graphs without names: "module=initializer" */
  readonly weights?: readonly string[] | undefined
}
export type MergedLora = { readonly name: string; readonly base: string; readonly licence: string; readonly layers: number; readonly rank: number }

/** Writes a graph with a LoRA in its weights beside the old one. @throws FailureError lora.damaged, lora.wrong-base, lora.cannot-merge; AbortError */
export const mergeLoraFile: InferenceTask<MergeLoraOrder, MergedLora> = async ({ graphPath, loraPath, outPath, strength, weights }, context) => {
  context.progress(0, 'reading the LoRA')
  const lora = await readLora(loraPath)
  context.signal.throwIfAborted()
  const model = await readFile(graphPath, { signal: context.signal })
  const merged = await mergeLora(model, lora.layers, {
    strength,
    weights,
    onStep: async (fraction) => {
      context.progress(0.1 + 0.8 * fraction, 'adding the LoRA')
      await context.checkpoint()
    },
  })
  try {
    await writeFile(outPath, merged, { flag: 'wx', signal: context.signal, flush: true })
  } catch (cause) {
    await rm(outPath, { force: true })
    throw cause
  }
  const { name, base, licence, layers } = lora
  return { name, base, licence, layers: layers.length, rank: Math.max(...layers.map(({ down }) => down.rows)) }
}
