import { FileAudio, FileMusic } from 'lucide-react'
import type { Excerpt } from '../../src-shared/mixdown/excerpt.ts'
import { studio } from '../bridge/studio-client.ts'
import { IconButton } from '../elements/index.ts'
import { notifyFailure } from '../notices/index.ts'
import { beginDraggingOut } from './dragging-out.ts'

const drag = async (excerpt: Excerpt): Promise<void> => {
  const reply = await studio.desktop.startDrag(excerpt)
  if (!reply.ok) notifyFailure(reply.error)
}

const save = async (excerpt: Excerpt): Promise<void> => {
  const reply = await studio.mixdown.saveExcerpt(excerpt)
  if (!reply.ok) notifyFailure(reply.error)
}

/** A part of a song to take along: dragged into another program as a real file, or pressed to choose where it is saved. `what`: "Bars 9–12". */
export const DragOut = ({ excerpt, what }: { readonly excerpt: Excerpt; readonly what: string }) => {
  const kind = excerpt.format === 'wav' ? 'WAV' : 'MIDI'
  return (
    <IconButton
      size="small"
      label={`${what} as ${kind}: drag it into another program, or press to save it`}
      icon={excerpt.format === 'wav' ? <FileAudio /> : <FileMusic />}
      draggable
      onDragStart={(event) => {
        event.preventDefault()
        event.stopPropagation()
        beginDraggingOut()
        void drag(excerpt)
      }}
      onClick={() => void save(excerpt)}
    />
  )
}
