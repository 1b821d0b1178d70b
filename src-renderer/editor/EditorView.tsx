import { AudioWaveform, TriangleAlert } from 'lucide-react'
import { useEffect } from 'react'
import type { TrackId } from '../../src-shared/kernel/ids.ts'
import { Button, EmptyState } from '../elements/index.ts'
import { goTo } from '../navigation/index.ts'
import { connectStems } from '../separation/index.ts'
import { useSettings } from '../settings/index.ts'
import { EditorSkeleton } from './EditorSkeleton.tsx'
import { closeProject, connectEditor, openProject, useEditor } from './editor-store.ts'
import { OpenSong } from './OpenSong.tsx'
import { forgetSong } from './session-store.ts'

/** The waveform editor of one song; without one it says how to open it. */
export const EditorView = ({ trackId }: { readonly trackId?: TrackId | undefined }) => {
  const state = useEditor()
  useEffect(() => {
    if (!trackId) return
    const { snap, editorPicture, takes } = useSettings.getState().settings
    forgetSong({ snap, picture: editorPicture, takeCount: takes })
    const stops = [connectEditor(), connectStems(trackId)]
    void openProject(trackId)
    return () => {
      for (const stop of stops) stop()
      closeProject()
    }
  }, [trackId])

  if (!trackId) {
    return (
      <EmptyState
        icon={<AudioWaveform />}
        title="No song is open"
        action={<Button onClick={() => goTo({ place: 'library', view: 'all' })}>Choose a song</Button>}
      >
        Open a song from the library, or press Enter on one, to see its waveform here.
      </EmptyState>
    )
  }
  if (state.trackId !== trackId || state.status === 'loading') return <EditorSkeleton />
  if (state.status === 'failed') {
    return (
      <EmptyState
        icon={<TriangleAlert />}
        title={state.failure.code === 'project.damaged' ? 'This song’s edit history is damaged' : 'This song cannot be opened'}
        action={<Button onClick={() => void openProject(trackId)}>Try again</Button>}
      >
        {state.failure.message}
      </EmptyState>
    )
  }
  return state.status === 'ready' ? <OpenSong project={state.view} choice={state.choice} /> : null
}
