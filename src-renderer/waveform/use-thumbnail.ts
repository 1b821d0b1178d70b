import { useEffect, useState } from 'react'
import type { Sha256 } from '../../src-shared/kernel/ids.ts'
import type { WaveShape } from '../elements/index.ts'
import { knownThumbnail, wishForThumbnail } from './thumbnails.ts'

/** The small picture of a song; undefined while it is on its way. Audio is immutable, so a picture is fetched once. */
export const useThumbnail = (audioSha256: Sha256 | undefined): WaveShape | undefined => {
  const [shape, setShape] = useState(() => knownThumbnail(audioSha256))
  useEffect(() => {
    const there = knownThumbnail(audioSha256)
    setShape(there)
    return audioSha256 && !there ? wishForThumbnail(audioSha256, setShape) : undefined
  }, [audioSha256])
  return shape
}
