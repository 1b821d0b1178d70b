import type { ProjectView } from '../../../src-shared/project/contract.ts'
import type { Take } from '../../../src-shared/project/document.ts'
import type { LoopRange } from '../../transport/index.ts'
import { barsOf, withBarLineAt } from '../grid/grid-moves.ts'
import { markersOf } from '../markers/marker-edits.ts'
import { promptOfRegion } from '../regions/region-prompts.ts'
import { type Session, shownRegionId } from '../session-store.ts'
import type { SpectrumTiles } from '../spectrogram/spectrum-tiles.ts'
import { currentTakeOf, openGroupsOf } from '../takes/take-groups.ts'
import { isEmpty, spanOf } from '../time/keyboard-selection.ts'
import { type MusicalGrid, musicalGridOf } from '../time/musical-grid.ts'
import { barCountWords, lengthWords, type Span, spanWords } from '../time/time-words.ts'
import type { Scene, SceneDot, SceneMarker } from './scene.ts'
import { gridOfTake, newSpansOf, regionsOf, sectionsOfTake, shiftOf } from './song-picture.ts'
import type { Domain, Viewport } from './viewport.ts'
import type { WaveColumns } from './wave-columns.ts'

type SceneInputs = {
  readonly project: ProjectView
  readonly heard: Take
  readonly session: Session
  readonly loop: LoopRange | undefined
  readonly view: Viewport
  readonly heightPx: number
  readonly playheadFrame: number
  readonly columns: WaveColumns | undefined
  readonly spectrum: SpectrumTiles | undefined
}

const moved = ({ startFrame, endFrame }: Span, frames: number): Span => ({ startFrame: startFrame + frames, endFrame: endFrame + frames })

/** The marked bars as they are to be seen: the drag's preview, else the session's selection. In the song's own frames. */
export const shownSelection = ({ preview, selection, selectedRegionId }: Session): Span | undefined => {
  if (preview?.of === 'selection') return preview.span
  if (preview?.of === 'region' && preview.regionId === selectedRegionId) return preview.span
  return selection && !isEmpty(selection) ? spanOf(selection) : undefined
}

/** Where an extension will lie. In the song's own frames, negative before it. */
export const shownExtension = ({ extension, preview }: Session, song: Take): (Span & { readonly direction: 'after' | 'before' }) | undefined => {
  if (!extension) return undefined
  const lengthFrames = preview?.of === 'extension' ? preview.lengthFrames : extension.lengthFrames
  return extension.direction === 'after'
    ? { startFrame: song.lengthFrames, endFrame: song.lengthFrames + lengthFrames, direction: 'after' }
    : { startFrame: -lengthFrames, endFrame: 0, direction: 'before' }
}

/** What can be looked at: the heard take and the drawn future. */
export const domainOf = (session: Session, song: Take, heard: Take): Domain => {
  const extension = heard.id === song.id ? shownExtension(session, song) : undefined
  return { startFrame: Math.min(0, extension?.startFrame ?? 0), endFrame: Math.max(heard.lengthFrames, extension?.endFrame ?? 0) }
}

/** Joins document, session and transport into one picture. Everything is moved into the frames of the take that is heard. */
export const buildScene = ({ project, heard, session, loop, view, heightPx, playheadFrame, columns, spectrum }: SceneInputs): Scene | undefined => {
  const song = currentTakeOf(project)
  if (!song) return undefined
  const shift = shiftOf(project, song, heard)
  const grid = shownGrid(session, song, heard)
  const selection = shownSelection(session)
  const shownOnHeard = selection && moved(selection, shift)
  const extension = heard.id === song.id ? shownExtension(session, song) : undefined
  const regions = regionsOf(project.document).map((region) => ({ ...region, ...moved(region, shift), prompt: promptOfRegion(region.id) }))
  return {
    view,
    heightPx,
    sampleRateHz: heard.sampleRateHz,
    lengthFrames: heard.lengthFrames,
    grid,
    snap: session.snap,
    sections: sectionsOfTake(heard),
    picture: session.picture,
    columns,
    spectrum,
    playheadFrame,
    regions,
    selectedRegionId: shownRegionId(session),
    markers: shownMarkers(project, session, shift),
    selectedMarkerId: session.selectedMarkerId,
    selection: shownOnHeard,
    selectionLabel: shownOnHeard ? selectionLabel(shownOnHeard, grid, heard.sampleRateHz) : '',
    selectionPrompt: shownOnHeard ? session.prompt.trim() : '',
    dots: dotsOf(project, song, heard, shift),
    isLooping: Boolean(loop && shownOnHeard && loop.startFrame === shownOnHeard.startFrame && loop.endFrame === shownOnHeard.endFrame),
    loop,
    fresh: heard.id === song.id ? [] : newSpansOf(heard),
    extension: extension && { ...extension, label: extensionLabel(extension, gridOfTake(song), song.sampleRateHz) },
    hover: session.hover,
  }
}

/** The heard take's bars; while one line of the song is being dragged, as they will be. */
const shownGrid = ({ preview }: Session, song: Take, heard: Take): MusicalGrid | undefined => {
  const bars = preview?.of === 'bar-line' && heard.id === song.id ? barsOf(song) : undefined
  const moved = bars && preview?.of === 'bar-line' ? withBarLineAt(bars, preview.bar, preview.frame, song.sampleRateHz) : undefined
  return moved ? musicalGridOf({ ...song, ...moved }) : gridOfTake(heard)
}

/** The one that is carried is where the hand is. */
const shownMarkers = ({ document }: ProjectView, { preview }: Session, shift: number): readonly SceneMarker[] =>
  markersOf(document).map(({ id, name, frame, colour }) => ({
    id,
    name,
    colour,
    frame: (preview?.of === 'marker' && preview.markerId === id ? preview.frame : frame) + shift,
  }))

/** Takes that wait for a decision, side by side on the bars that they change. Extensions lie in time that only their own take has. */
const dotsOf = (project: ProjectView, song: Take, heard: Take, shift: number): readonly SceneDot[] =>
  openGroupsOf(project).flatMap(({ takes }) =>
    takes.flatMap((take, place) =>
      take.kind === 'regenerate' && take.region
        ? newSpansOf(take).map((span) => {
            const on = moved(span, shift - shiftOf(project, song, take))
            return { ...on, takeId: take.id, number: take.number, place, isHeard: take.id === heard.id }
          })
        : [],
    ),
  )

const selectionLabel = (span: Span, grid: MusicalGrid | undefined, sampleRateHz: number): string => {
  const { place, length } = spanWords(grid, span, sampleRateHz)
  return `${place} · ${length}`
}

/** "+8 bars · 19.2 s". Bars after the end are counted at the song's last tempo. */
const extensionLabel = (span: Span, grid: MusicalGrid | undefined, sampleRateHz: number): string => {
  const length = lengthWords((span.endFrame - span.startFrame) / sampleRateHz)
  return grid ? `+${barCountWords(grid, span)} · ${length}` : `+${length}`
}
