import { z } from 'zod'
import { FailureError, failure } from '../../../../src-shared/kernel/failure.ts'

/** What the loop needs to know of a MusicGen model; the rest it reads off the graphs. */
export const MusicgenParams = z.object({
  family: z.literal('musicgen'),
  sampleRateHz: z.number().int().positive(),
  frameRateHz: z.number().int().positive(),
  /** samples a frame */
  hopFrames: z.number().int().positive(),
  codebooks: z.number().int().positive(),
  /** tokens are 0..codebookSize-1; codebookSize itself is the start, the end and the pause */
  codebookSize: z.number().int().positive(),
  heads: z.number().int().positive(),
  headSize: z.number().int().positive(),
  /** longest stretch that the model was trained on, frames */
  maxFrames: z.number().int().positive(),
})
export type MusicgenParams = z.output<typeof MusicgenParams>

/** An installed model as it crosses to the inference process: absolute paths by role. */
export type MusicgenModel = { readonly files: Readonly<Record<string, string>>; readonly params: MusicgenParams }

/** @throws FailureError model.damaged: the model came without this file */
export const fileOf = ({ files }: MusicgenModel, role: string): string => {
  const path = files[role]
  if (path !== undefined) return path
  const message = 'This MusicGen model is not complete: one of its files is missing. Your songs are unchanged. Open Models and choose Repair.'
  throw new FailureError(failure('model.damaged', message, { role }))
}
