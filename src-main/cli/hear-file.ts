import { resolve } from 'node:path'
import { unwrap } from './ask.ts'
import type { CommandLine } from './outcome.ts'

export type Speech = { readonly text: string; readonly language?: string | undefined; readonly seconds: number }

/** What is said in a file. @throws FailureError model.not-installed, audio.…, file.not-found */
export const hearFile = async (
  { studio, follow, folder }: CommandLine,
  path: string,
  options: { readonly language?: string | undefined; readonly modelId?: string | undefined },
): Promise<Speech> => {
  let heard: Speech | undefined
  const stop = studio.events.on('voice.heard', (speech) => {
    heard = speech
  })
  const { jobId } = unwrap(await studio.transcribeFile(resolve(folder, path), options))
  await follow([jobId])
  stop()
  if (!heard) throw new Error(`job ${jobId} succeeded without words`)
  const { text, language, seconds } = heard
  return { text, seconds, ...(language && { language }) }
}
