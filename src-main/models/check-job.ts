import { z } from 'zod'
import type { WorkContext } from '../../src-shared/kernel/progress.ts'
import { createWorkFlags } from '../../src-shared/kernel/work-flags.ts'
import { ModelId } from '../../src-shared/models/catalog.ts'
import type { ModelFinding } from '../../src-shared/models/contract.ts'
import type { HealthCheck } from '../../src-shared/settings/contract.ts'
import type { Events } from '../platform/events.ts'
import type { JobDefinition } from '../platform/jobs/index.ts'
import type { ModelInventory } from './model-shelf.ts'
import { findDamage, markDamaged, unmarkDamaged } from './verify-model.ts'

export const CheckPayload = z.object({ modelId: ModelId.optional() })
export type CheckModelsJob = JobDefinition<typeof CheckPayload>

/**
 * Reads every byte of what is installed and compares. One wrong bit in a graph still loads and runs, so only this finds it; a model that is
 * found damaged is given to nobody until it is repaired.
 */
export const checkModels = async (
  inventory: ModelInventory,
  modelId: string | undefined,
  context: Omit<WorkContext, 'progress'>,
  progress: WorkContext['progress'],
): Promise<ModelFinding[]> => {
  const damaged = inventory.listDamaged().filter(({ id }) => modelId === undefined || id === modelId)
  const whole = inventory.list().filter(({ id }) => modelId === undefined || id === modelId)
  // a model whose note says that it is damaged may have been mended by hand: it is read again
  const all = [
    ...whole.map(({ id, name, folder, isBundled }) => ({ id, name, folder, isBundled, sentence: undefined as string | undefined })),
    ...damaged.map(({ id, folder, sentence, manifest }) => ({ id, name: manifest?.name ?? id, folder, isBundled: false, sentence })),
  ]
  const findings: ModelFinding[] = []
  for (const [index, { id, name, folder, isBundled, sentence }] of all.entries()) {
    context.signal.throwIfAborted()
    const manifest = inventory.manifestOf(id)
    if (!manifest) {
      findings.push({ modelId: id, name, bytes: 0, problem: sentence ?? 'Its folder cannot be read.' })
      continue
    }
    const bytes = manifest.files.reduce((sum, file) => sum + file.bytes, 0)
    const onBytes = (done: number) => progress((index + done / bytes) / all.length, `reading ${name}`)
    const bad = await findDamage(folder, manifest, { ...context, onBytes })
    if (bad.length === 0) {
      if (!isBundled) await unmarkDamaged(folder)
      findings.push({ modelId: id, name, bytes })
      continue
    }
    const problem = `${bad.map(({ path }) => path).join(', ')} ${bad.length === 1 ? 'is' : 'are'} damaged or missing.`
    if (!isBundled) await markDamaged(folder, problem)
    findings.push({ modelId: id, name, bytes, problem })
  }
  return findings
}

export const createCheckModelsJob = (inventory: ModelInventory, events: Events): CheckModelsJob => ({
  kind: 'models.check',
  payload: CheckPayload,
  lane: 'io',
  afterCrash: 'restart',
  async run({ modelId }, context) {
    const findings = await checkModels(inventory, modelId, context, context.progress)
    events.emit('models.checked', { jobId: context.jobId, findings })
    events.emit('models.changed', {})
  },
})

/** More than this is not read for a health report. */
const MOST_READ_BYTES = 3e9

/** The line of the health report: reads the models' bytes where that takes seconds, else their sizes and what the last check found. */
export const modelsAreWhole = (inventory: ModelInventory) => async (): Promise<HealthCheck> => {
  const facts = { id: 'models', name: 'Models' } as const
  const installed = inventory.list()
  const bytes = installed.flatMap(({ id }) => inventory.manifestOf(id)?.files ?? []).reduce((sum, file) => sum + file.bytes, 0)
  const isRead = bytes <= MOST_READ_BYTES
  if (isRead) await checkModels(inventory, undefined, { signal: new AbortController().signal, flags: createWorkFlags() }, () => {})
  const damaged = inventory.listDamaged()
  if (damaged.length > 0) {
    const which = damaged.map(({ id, sentence }) => `${id}: ${sentence}`).join(' ')
    return {
      ...facts,
      state: 'problem',
      message: `${which} Open Models and repair it, or run \`segno models pull ${damaged[0]?.id ?? ''}\`. Nothing else is affected.`,
    }
  }
  const count = `${installed.length} ${installed.length === 1 ? 'model is' : 'models are'} in place`
  return {
    ...facts,
    state: 'ok',
    message: isRead ? `${count}; every byte was read and is right.` : `${count}. \`segno models check\` reads every byte of them.`,
  }
}
