import type { Sha256 } from '../../../src-shared/kernel/ids.ts'
import type { ProjectView } from '../../../src-shared/project/contract.ts'
import { NotesPanel } from '../../transcription/index.ts'
import { transport, useTransport } from '../../transport/index.ts'
import { useSession } from '../session-store.ts'
import { currentTakeOf } from '../takes/take-groups.ts'
import { isEmpty, spanOf } from '../time/keyboard-selection.ts'
import { spanWords } from '../time/time-words.ts'
import { gridOfTake } from '../waveform/song-picture.ts'

/** what the studio's own instruments are rendered at */
const RENDER_RATE_HZ = 44_100

export const NotesTab = ({ project }: { readonly project: ProjectView }) => {
  const selection = useSession((session) => session.selection)
  const song = currentTakeOf(project)
  if (!song) return null
  const span = selection && !isEmpty(selection) ? spanOf(selection) : undefined
  const marked = span && {
    startSeconds: span.startFrame / song.sampleRateHz,
    endSeconds: span.endFrame / song.sampleRateHz,
    words: spanWords(gridOfTake(song), span, song.sampleRateHz).place,
  }
  /** from the same moment on; A/B in the transport switches to the song where both have one rate */
  const hear = async (audioSha256: Sha256) => {
    const { trackId } = project.document
    const before = useTransport.getState().source
    const atFrame = Math.round((transport.currentFrame() / song.sampleRateHz) * RENDER_RATE_HZ)
    const notes = { audioSha256, title: `${project.title}: notes`, trackId, takeId: song.id }
    await transport.load(notes, before?.trackId === trackId ? { atFrame } : {})
    if (song.sampleRateHz === RENDER_RATE_HZ)
      transport.setCompare({ a: { audioSha256: song.audioSha256, title: project.title, trackId, takeId: song.id }, b: notes })
    await transport.play()
  }
  return <NotesPanel marked={marked} onHear={(audioSha256) => void hear(audioSha256)} />
}
