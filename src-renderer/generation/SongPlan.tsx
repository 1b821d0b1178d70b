import { useEffect, useState } from 'react'
import type { Failure } from '../../src-shared/kernel/failure.ts'
import type { TrackId } from '../../src-shared/kernel/ids.ts'
import type { TrackDetail } from '../../src-shared/library/contract.ts'
import { studio } from '../bridge/studio-client.ts'
import { Skeleton } from '../elements/index.ts'
import { CitedInfluences } from '../knowledge/index.ts'
import { CheckedLine } from './CheckedLine.tsx'
import { LyricSheet } from './LyricSheet.tsx'
import { NeuralSheet } from './NeuralSheet.tsx'
import { PlanSheet } from './PlanSheet.tsx'
import { useSongWords } from './use-song-words.ts'

const SongWords = ({ song }: { readonly song: TrackDetail }) => {
  const { lines, write, canWrite } = useSongWords(song.id, song.lyrics)
  return <LyricSheet lines={lines} onWrite={canWrite ? (bar, text, bars) => void write(bar, text, bars) : undefined} />
}

/** Reads the plan of a song and shows it. */
export const SongPlan = ({ trackId }: { readonly trackId: TrackId }) => {
  const [song, setSong] = useState<TrackDetail>()
  const [error, setError] = useState<Failure>()
  useEffect(() => {
    let isLeft = false
    void studio.library.get({ trackId }).then((reply) => {
      if (isLeft) return
      if (reply.ok) setSong(reply.value)
      else setError(reply.error)
    })
    return () => {
      isLeft = true
    }
  }, [trackId])
  if (error) return <p role="alert">{error.message}</p>
  if (!song) return <Skeleton width="60%" />
  if (!song.plan && song.origin !== 'generated')
    return <p>This song was imported: it has no plan. Mark some bars to have them played anew in its own tempo and key.</p>
  return (
    <>
      {song.plan ? <PlanSheet trackId={trackId} plan={song.plan} prompt={song.prompt} seed={song.seed} /> : <NeuralSheet song={song} />}
      <CheckedLine trackId={trackId} />
      <SongWords song={song} />
      <CitedInfluences trackId={trackId} />
    </>
  )
}
