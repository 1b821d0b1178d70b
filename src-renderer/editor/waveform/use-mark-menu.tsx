import { ArrowLeftToLine, ArrowRightToLine, AudioLines, BookmarkPlus, Pencil, Repeat, Ruler, Sparkle, Sparkles, Trash2, X, ZoomIn } from 'lucide-react'
import type { ProjectView } from '../../../src-shared/project/contract.ts'
import type { Take } from '../../../src-shared/project/document.ts'
import { capsOf, keyCaps } from '../../actions/index.ts'
import type { MenuItem } from '../../elements/index.ts'
import { goTo } from '../../navigation/index.ts'
import { searchSound } from '../../similarity/index.ts'
import { useTransport } from '../../transport/index.ts'
import { editorActions } from '../editor-actions.ts'
import { keepMark, roundMarkToBars, toggleLoop, zoomToMark } from '../marks.ts'
import { draftExtension, regenerateSelection } from '../new-material.ts'
import { removeRegion, startRenaming } from '../regions/region-edits.ts'
import { restoreTreble } from '../restore-treble.ts'
import { select, useSession } from '../session-store.ts'
import { currentTakeOf } from '../takes/take-groups.ts'
import { isEmpty, spanOf } from '../time/keyboard-selection.ts'
import { type Span, spanWords } from '../time/time-words.ts'
import { gridOfTake } from './song-picture.ts'

/** The library, by how much songs sound like these bars. */
const findLike = (project: ProjectView, song: Take, span: Span, name: string | undefined): void => {
  const place = spanWords(gridOfTake(song), span, song.sampleRateHz).place
  goTo({ place: 'library', view: 'all' })
  void searchSound({
    query: { kind: 'track', trackId: project.document.trackId, fromSeconds: span.startFrame / song.sampleRateHz, toSeconds: span.endFrame / song.sampleRateHz },
    words: `${project.title}, ${name?.trim() || place.charAt(0).toLowerCase() + place.slice(1)}`,
  })
}

/** Right-click on the waveform: everything that can be done with the marked bars, the verb first. */
export const useMarkMenu = (project: ProjectView): readonly MenuItem[] => {
  const selection = useSession((session) => session.selection)
  const regionId = useSession((session) => session.selectedRegionId)
  const loop = useTransport((state) => state.loop)
  const song = currentTakeOf(project)
  const span = selection && !isEmpty(selection) ? spanOf(selection) : undefined
  const object = song && span ? spanWords(gridOfTake(song), span, song.sampleRateHz).object : undefined
  const extend: readonly MenuItem[] = [
    { label: 'Extend after the end…', icon: <ArrowRightToLine />, keys: capsOf(editorActions, 'extend'), onSelect: () => draftExtension('after') },
    { label: 'Extend before the start…', icon: <ArrowLeftToLine />, onSelect: () => draftExtension('before') },
  ]
  if (!object) return [...extend, { label: 'Restore the treble…', icon: <Sparkle />, keys: capsOf(editorActions, 'restoreTreble'), onSelect: restoreTreble }]
  return [
    { label: `Regenerate ${object}`, icon: <Sparkles />, keys: capsOf(editorActions, 'regenerate'), onSelect: () => void regenerateSelection() },
    { label: `Restore the treble of ${object}…`, icon: <Sparkle />, keys: capsOf(editorActions, 'restoreTreble'), onSelect: restoreTreble },
    ...extend,
    'separator',
    { label: loop ? 'Stop looping' : `Loop ${object}`, icon: <Repeat />, keys: capsOf(editorActions, 'loop'), onSelect: () => void toggleLoop() },
    { label: 'Round to bar lines', icon: <Ruler />, keys: capsOf(editorActions, 'roundToBars'), onSelect: () => void roundMarkToBars() },
    { label: `Zoom to ${object}`, icon: <ZoomIn />, keys: capsOf(editorActions, 'zoomMarked'), onSelect: zoomToMark },
    ...(span && song
      ? [
          {
            label: 'Find songs like this region',
            icon: <AudioLines />,
            onSelect: () => findLike(project, song, span, regionId ? project.document.regions[regionId]?.name : undefined),
          },
        ]
      : []),
    'separator',
    ...(regionId
      ? [
          { label: 'Rename region…', icon: <Pencil />, keys: capsOf(editorActions, 'rename'), onSelect: () => startRenaming(regionId) },
          { label: 'Remove region', icon: <Trash2 />, isDanger: true, onSelect: () => void removeRegion(regionId) },
        ]
      : [{ label: 'Keep as a region', icon: <BookmarkPlus />, keys: capsOf(editorActions, 'keep'), onSelect: () => void keepMark() }]),
    { label: 'Unmark', icon: <X />, keys: keyCaps('Escape'), onSelect: () => select(undefined) },
  ]
}
