import { useEffect, useState } from 'react'
import type { TrackHearing } from '../../src-shared/analysis/contract.ts'
import type { TrackId } from '../../src-shared/kernel/ids.ts'
import { studio } from '../bridge/studio-client.ts'
import { notify, notifyFailure } from '../notices/index.ts'

/** What is known by ear about a song, kept true while it is on screen. `revision` asks again: a correction is part of the answer. */
export const useHearing = (trackId: TrackId, revision: number): TrackHearing | undefined => {
  const [known, setKnown] = useState<TrackHearing>()
  // biome-ignore lint/correctness/useExhaustiveDependencies: another revision of the song is another question
  useEffect(() => {
    let isCurrent = true
    const ask = async () => {
      const reply = await studio.analysis.get({ trackId })
      if (isCurrent && reply.ok) setKnown(reply.value)
    }
    void ask()
    const stop = studio.analysis.on('heard', ({ trackIds }) => {
      if (trackIds.includes(trackId)) void ask()
    })
    return () => {
      isCurrent = false
      stop()
    }
  }, [trackId, revision])
  return known?.trackId === trackId ? known : undefined
}

/** Asks for one song to be listened to now; corrections stay. */
export const listenAgain = async (trackId: TrackId): Promise<void> => {
  const reply = await studio.analysis.start({ trackIds: [trackId], again: true })
  if (reply.ok) notify('Listening to the song. Your corrections stay.')
  else notifyFailure(reply.error)
}
