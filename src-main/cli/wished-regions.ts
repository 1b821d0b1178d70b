import { InvalidArgumentError } from '@commander-js/extra-typings'
import type { RegionWish } from '../../src-shared/editing/regions.ts'
import { FailureError, failure } from '../../src-shared/kernel/failure.ts'
import type { Region } from '../../src-shared/project/document.ts'
import { stretch } from './option-values.ts'

type Song = { readonly sampleRateHz: number; readonly seconds: number }

/** Two times as frames. The very end of the song may be given as the rounded length that lists show. @throws FailureError region.outside-song, region.empty */
export const framesOf = ({ sampleRateHz, seconds: length }: Song, from: number, to: number): { startFrame: number; endFrame: number } => {
  if (from < 0 || to < 0) {
    throw new FailureError(failure('region.outside-song', `The region begins before the song does. Mark a span from 0 to ${length.toFixed(1)} s.`))
  }
  if (to <= from) throw new FailureError(failure('region.empty', 'The region has no length: its end must come after its start.'))
  const frameAt = (time: number): number => Math.round((Math.abs(time - length) < 0.001 ? length : time) * sampleRateHz)
  return { startFrame: frameAt(from), endFrame: frameAt(to) }
}

const stretchOrNothing = (words: string): ReturnType<typeof stretch> | undefined => {
  try {
    return stretch(words)
  } catch (cause) {
    if (cause instanceof InvalidArgumentError) return undefined
    throw cause
  }
}

/** By name, by id or as a stretch of time. @throws FailureError region.not-found, region.ambiguous */
const regionOf = (song: Song, kept: readonly Region[], words: string): RegionWish => {
  const wanted = words.trim().toLowerCase()
  const [found, ...others] = kept.filter(({ id, name }) => id === words || name.trim().toLowerCase() === wanted)
  if (found && others.length > 0) {
    const ids = [found, ...others].map(({ id }) => id).join(', ')
    throw new FailureError(failure('region.ambiguous', `More than one region is called “${words}”: ${ids}. Give the id.`))
  }
  if (found) return { startFrame: found.startFrame, endFrame: found.endFrame }
  const times = stretchOrNothing(words)
  if (times) return framesOf(song, times.from, times.to)
  const names = kept.map(({ name }) => name.trim()).filter((name) => name !== '')
  const hint = names.length > 0 ? ` Its regions are ${names.join(', ')}.` : ' It has no kept regions; give a stretch like 0:10-0:14.'
  throw new FailureError(failure('region.not-found', `This song has no region “${words}”.${hint}`))
}

type Options = { readonly from?: number | undefined; readonly to?: number | undefined; readonly region?: readonly string[] | undefined }

/** What is to be played anew: `--from` with `--to`, any number of `--region`, or both. @throws FailureError cli.usage and see above */
export const regionsOf = (song: Song, kept: readonly Region[], { from, to, region = [] }: Options): RegionWish[] => {
  if ((from === undefined) !== (to === undefined) || (from === undefined && region.length === 0)) {
    throw new FailureError(failure('cli.usage', 'Say which part: --from and --to, or --region, as often as there are regions.'))
  }
  const spans = from === undefined || to === undefined ? [] : [framesOf(song, from, to)]
  return [...spans, ...region.map((words) => regionOf(song, kept, words))]
}
