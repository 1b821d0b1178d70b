// biome-ignore-all lint/a11y/useSemanticElements: the arrows belong to this grid; a table is read by a reader’s own table keys, which would take them
import { useEffect } from 'react'
import type { ProjectView } from '../../../src-shared/project/contract.ts'
import { keysWithin } from '../../actions/index.ts'
import { useSession } from '../session-store.ts'
import { isEmpty, spanOf } from '../time/keyboard-selection.ts'
import { OutlineRing } from './OutlineRing.tsx'
import { outlineHandlers, walk } from './outline-keys.ts'
import { forgetOrigin, OUTLINE_ID, standOn, useOutline } from './outline-store.ts'
import { itemWords, type SongItem, type SongLane } from './song-item.ts'
import { outlineItemActions } from './spoken-actions.ts'
import { useSongLanes } from './use-song-lanes.ts'

const elementId = ({ id }: SongItem): string => `${OUTLINE_ID}-${id}`

/**
 * What the canvas shows, for those who do not see it: a grid with a row for each kind of thing and a cell for each thing, in the order of time.
 * The grid is one stop of the Tab key; arrows move inside it. What it stands on is ringed on the waveform.
 */
export const SongOutline = ({ project }: { readonly project: ProjectView }) => {
  const lanes = useSongLanes(project)
  const { itemId, isFocused } = useOutline()
  const selection = useSession((session) => session.selection)
  const selectedRegionId = useSession((session) => session.selectedRegionId)
  const marked = selection && !isEmpty(selection) ? spanOf(selection) : undefined
  const item = findItem(lanes, itemId)

  // a region chosen with the mouse is where the reader stands next
  useEffect(() => {
    const chosen = selectedRegionId && findItem(lanes, `region-${selectedRegionId}`)
    if (chosen) standOn(chosen)
  }, [selectedRegionId, lanes])

  const isMarked = (one: SongItem): boolean =>
    one.kind === 'region'
      ? one.regionId === selectedRegionId
      : one.endFrame > one.startFrame && one.startFrame === marked?.startFrame && one.endFrame === marked.endFrame
  return (
    <>
      <div className="visually-hidden">
        <div
          id={OUTLINE_ID}
          role="grid"
          tabIndex={0}
          aria-label={`Outline of ${project.title}`}
          aria-describedby={`${OUTLINE_ID}-keys`}
          aria-multiselectable="true"
          aria-activedescendant={item ? elementId(item) : undefined}
          onFocus={() => {
            useOutline.setState({ isFocused: true })
            if (!item) walk(lanes, 'right')
          }}
          onBlur={() => {
            useOutline.setState({ isFocused: false })
            forgetOrigin()
          }}
          data-keys="outline"
          onKeyDown={keysWithin(outlineItemActions, outlineHandlers(lanes, item))}
        >
          {lanes.map((lane) => (
            <div key={lane.id} role="row" tabIndex={-1}>
              <div role="rowheader" tabIndex={-1}>
                {lane.name}
              </div>
              {lane.items.map((one) => (
                <div key={one.id} id={elementId(one)} role="gridcell" tabIndex={-1} aria-selected={isMarked(one)}>
                  {itemWords(one)}
                </div>
              ))}
            </div>
          ))}
        </div>
      </div>
      <p id={`${OUTLINE_ID}-keys`} className="visually-hidden">
        Left and right move in time, up and down between kinds. Enter marks the bars, Shift with an arrow extends the mark, Shift with Enter accepts a take,
        Delete removes a region or a marker or puts a take away, F2 names a region or a marker, Escape goes back.
      </p>
      {isFocused && item && <OutlineRing project={project} item={item} />}
    </>
  )
}

const findItem = (lanes: readonly SongLane[], id: string | undefined): SongItem | undefined => {
  for (const { items } of lanes) {
    const found = items.find((one) => one.id === id)
    if (found) return found
  }
  return undefined
}
