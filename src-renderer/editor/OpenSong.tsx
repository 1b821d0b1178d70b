import { useCallback, useEffect, useRef } from 'react'
import type { ProjectView } from '../../src-shared/project/contract.ts'
import { SplitPanels } from '../elements/index.ts'
import { connectNotes } from '../transcription/index.ts'
import { useSongNews } from './accessible/use-song-news.ts'
import { useOutlineActions } from './accessible/use-spoken-actions.ts'
import { CompLanes } from './comp/CompLanes.tsx'

import styles from './Editor.module.css'
import { EditorToolbar } from './EditorToolbar.tsx'
import type { Choice } from './editor-store.ts'
import { keepMarkInside } from './marks.ts'
import { NotesLane } from './notes/NotesLane.tsx'
import { Overview } from './overview/Overview.tsx'
import { EditorPanel } from './panel/EditorPanel.tsx'
import { SelectionAnnouncer } from './SelectionAnnouncer.tsx'
import { useSession } from './session-store.ts'
import { useSongComments } from './song-comments.tsx'
import { StemLanes } from './stems/StemLanes.tsx'
import { activeGroupOf, followDocument, hearTake, prepareTakes } from './takes/audition.ts'
import { currentTakeOf } from './takes/take-groups.ts'
import type { PointerHand } from './tools/pointer-hand.ts'
import { useEditorKeys } from './use-editor-keys.ts'
import { keepFocus } from './waveform/keep-focus.ts'
import { WaveformArea } from './waveform/WaveformArea.tsx'

export const OpenSong = ({ project, choice }: { readonly project: ProjectView; readonly choice: Choice | undefined }) => {
  const hand = useRef<PointerHand | undefined>(undefined)
  const promptField = useRef<HTMLTextAreaElement>(null)
  const { currentTakeId } = project.document
  const groupId = useSession((session) => session.groupId)

  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when the song is opened; later changes of the current take are followed below
  useEffect(() => void hearTake(currentTakeId), [])
  useEffect(() => {
    const song = currentTakeOf(project)
    if (song) keepMarkInside(song.lengthFrames)
    followDocument(project)
  }, [project])
  // biome-ignore lint/correctness/useExhaustiveDependencies: whenever the document has changed
  useEffect(keepFocus, [project])
  useEffect(() => prepareTakes(activeGroupOf(project, groupId)), [project, groupId])

  const cancelDrag = useCallback(() => {
    const isDragging = hand.current?.isDragging ?? false
    hand.current?.cancel()
    return isDragging
  }, [])
  const focusPrompt = useCallback(() => {
    useSession.setState({ tab: 'change' })
    requestAnimationFrame(() => promptField.current?.focus())
  }, [])
  useEffect(() => connectNotes(project.document.trackId), [project.document.trackId])
  useEditorKeys(cancelDrag, focusPrompt)
  useSongComments(project)
  useOutlineActions()
  useSongNews()

  return (
    <div className={styles.editor}>
      <SplitPanels
        id="editor"
        sideLabel="Change and takes"
        sideWidth={{ initial: 388, min: 300, max: 480 }}
        main={
          <div className={styles.main}>
            <EditorToolbar project={project} />
            <WaveformArea project={project} hand={hand} />
            <CompLanes project={project} />
            <StemLanes project={project} />
            <NotesLane project={project} />
            <Overview project={project} />
          </div>
        }
        side={<EditorPanel project={project} choice={choice} promptField={promptField} />}
      />
      <SelectionAnnouncer project={project} />
    </div>
  )
}
