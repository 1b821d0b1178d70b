import type { Sha256 } from '../../src-shared/kernel/ids.ts'
import type { WaveShape } from '../elements/index.ts'
import { readThumbnail } from './read-thumbnail.ts'
import { isStill, whenStill } from './when-still.ts'

/** 4 kB each: a long scroll through a library stays under 8 MB. */
const KEPT = 2_000
/** Asked for together: all that a large window shows. */
const AT_ONCE = 100
/** A song without a picture (its file is gone) is not asked about at each letter of a search. */
const ASK_AGAIN_MILLISECONDS = 60_000

type Wish = { readonly audioSha256: Sha256; readonly onShape: (shape: WaveShape) => void }

const known = new Map<Sha256, WaveShape>()
const absentSince = new Map<Sha256, number>()
const wishes = new Set<Wish>()
let underWay = 0
let stopWaiting: (() => void) | undefined

const keep = <V>(kept: Map<Sha256, V>, audioSha256: Sha256, value: V): void => {
  kept.set(audioSha256, value)
  const oldest = kept.size > KEPT ? kept.keys().next().value : undefined
  if (oldest) kept.delete(oldest)
}

const readNext = async (): Promise<void> => {
  const [wish] = wishes
  if (!wish) return
  wishes.delete(wish)
  const { audioSha256 } = wish
  underWay++
  const shape = known.get(audioSha256) ?? (await readThumbnail(audioSha256))
  underWay--
  if (shape) {
    keep(known, audioSha256, shape)
    wish.onShape(shape)
  } else keep(absentSince, audioSha256, performance.now())
  if (isStill()) void readNext()
  else wait()
}

const wait = (): void => {
  if (stopWaiting || wishes.size === 0 || underWay >= AT_ONCE) return
  stopWaiting = whenStill(() => {
    stopWaiting = undefined
    while (underWay < AT_ONCE && wishes.size > 0) void readNext()
  })
}

export const knownThumbnail = (audioSha256: Sha256 | undefined): WaveShape | undefined => audioSha256 && known.get(audioSha256)

/** The small picture of a song, read once nothing moves and only if it is still wanted then. Returns the function that takes the wish back. */
export const wishForThumbnail = (audioSha256: Sha256, onShape: (shape: WaveShape) => void): (() => void) => {
  const absent = absentSince.get(audioSha256)
  if (absent !== undefined && performance.now() - absent < ASK_AGAIN_MILLISECONDS) return () => {}
  const wish = { audioSha256, onShape }
  wishes.add(wish)
  wait()
  return () => wishes.delete(wish)
}
