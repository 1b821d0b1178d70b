import { useEffect, useState } from 'react'
import type { Sha256 } from '../../src-shared/kernel/ids.ts'
import type { WaveShape } from '../elements/index.ts'
import { readThumbnail } from './read-thumbnail.ts'
import { whenStill } from './when-still.ts'

/** 4 kB each: a long scroll through a library stays under 8 MB. */
const KEPT = 2_000
const known = new Map<Sha256, WaveShape>()

/** The small picture of a song; undefined while it is on its way. Audio is immutable, so a picture is fetched once. */
export const useThumbnail = (audioSha256: Sha256 | undefined): WaveShape | undefined => {
  const [shape, setShape] = useState(() => audioSha256 && known.get(audioSha256))
  useEffect(() => {
    if (!audioSha256) return setShape(undefined)
    const there = known.get(audioSha256)
    setShape(there)
    if (there) return
    let isCurrent = true
    const fetchNow = async () => {
      const read = await readThumbnail(audioSha256)
      if (!read) return
      known.set(audioSha256, read)
      const oldest = known.size > KEPT ? known.keys().next().value : undefined
      if (oldest) known.delete(oldest)
      if (isCurrent) setShape(read)
    }
    const takeBack = whenStill(() => void fetchNow())
    return () => {
      isCurrent = false
      takeBack()
    }
  }, [audioSha256])
  return shape
}
