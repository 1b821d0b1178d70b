import { useEffect, useRef, useState } from 'react'
import type { TrackId } from '../../src-shared/kernel/ids.ts'
import { wordsOfSong } from '../../src-shared/lyrics/song-words.ts'
import type { ProjectView } from '../../src-shared/project/contract.ts'
import type { LyricLine } from '../../src-shared/score/score.ts'
import { studio } from '../bridge/studio-client.ts'
import { notify, notifyFailure } from '../notices/index.ts'

/** A line as the sheet edits it; bars count from 0. */
export type SheetLine = { readonly bar: number; readonly text: string; readonly bars: number }

const linesOf = (lines: readonly LyricLine[]): SheetLine[] => lines.map(({ bar, text, barCount }) => ({ bar, text, bars: barCount ?? 1 }))

/** The words of a song as it is now, and how a line is changed: a step of the song's history, like every other edit. */
export const useSongWords = (trackId: TrackId, ofScore: readonly LyricLine[] | undefined) => {
  const [view, setView] = useState<ProjectView>()
  useEffect(() => {
    let isLeft = false
    void studio.project.open({ trackId }).then((reply) => {
      if (!isLeft && reply.ok) setView(reply.value)
    })
    const stop = studio.project.on('changed', (changed) => {
      if (changed.document.trackId === trackId) setView(changed)
    })
    return () => {
      isLeft = true
      stop()
    }
  }, [trackId])
  const take = view?.takes.find(({ id }) => id === view.document.currentTakeId)
  const lines = view ? wordsOfSong(view.document, take, ofScore) : (ofScore ?? [])
  // a line comes back into the words as they are then
  const newest = useRef<(bar: number, text: string, bars?: number) => Promise<void>>(undefined)
  const write = async (bar: number, text: string, bars = 1): Promise<void> => {
    const others = linesOf(lines).filter((line) => line.bar !== bar)
    const reply = await studio.project.apply({ trackId, command: { type: 'lyrics.write', lines: [...others, { bar, text, bars }], bar } })
    if (!reply.ok) return notifyFailure(reply.error)
    setView(reply.value)
    const gone = linesOf(lines).find((line) => line.bar === bar)
    if (text.trim() === '' && gone?.text) notify('A line is taken out', { label: 'Undo', run: () => void newest.current?.(bar, gone.text, gone.bars) })
  }
  newest.current = write
  return { lines, write, canWrite: view !== undefined }
}
