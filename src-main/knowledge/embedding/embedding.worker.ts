import { basename, dirname } from 'node:path'
import { env, type FeatureExtractionPipeline, pipeline } from '@xenova/transformers'
import { FailureError, failure } from '../../../src-shared/kernel/failure.ts'
import { type ProcessTaskContext, serveProcessTasks } from '../../platform/processes/process-task.ts'
import type { EmbedRequest } from './protocol.ts'

// nothing is ever fetched: the model lies in the studio's folder, checked against the catalogue
env.allowRemoteModels = false
env.allowLocalModels = true
env.useBrowserCache = false

/** sentences at once: more is no faster on a processor */
const BATCH = 16

let loaded: { readonly graphPath: string; readonly pipeline: Promise<FeatureExtractionPipeline> } | undefined

const load = (graphPath: string, threads: number): Promise<FeatureExtractionPipeline> => {
  if (loaded?.graphPath === graphPath) return loaded.pipeline
  env.localModelPath = dirname(dirname(graphPath))
  const opened = pipeline('feature-extraction', basename(dirname(graphPath)), {
    subfolder: '',
    model_file_name: basename(graphPath, '.onnx'),
    dtype: 'fp32',
    device: 'cpu',
    session_options: { intraOpNumThreads: threads, interOpNumThreads: 1 },
  })
  loaded = { graphPath, pipeline: opened }
  return opened
}

/** One row of length 1 a text, by the mean of its tokens. */
const embed = async ({ graphPath, texts, threads }: EmbedRequest, { progress, checkpoint }: ProcessTaskContext): Promise<readonly Float32Array[]> => {
  let extract: FeatureExtractionPipeline
  try {
    extract = await load(graphPath, threads)
  } catch (cause) {
    loaded = undefined
    throw new FailureError(
      failure('model.damaged', `The model that reads words is installed, but it does not open: ${cause instanceof Error ? cause.message : String(cause)}`),
    )
  }
  const rows: Float32Array[] = []
  for (let at = 0; at < texts.length; at += BATCH) {
    await checkpoint()
    const batch = texts.slice(at, at + BATCH)
    const { data, dims } = await extract([...batch], { pooling: 'mean', normalize: true })
    const size = dims.at(-1) ?? 0
    for (let i = 0; i < batch.length; i++) rows.push(Float32Array.from(data.slice(i * size, (i + 1) * size), Number))
    progress((at + batch.length) / texts.length, 'reading')
  }
  return rows
}

/** The process that reads what words mean. */
export default serveProcessTasks({ embed })
