import { ArrowDown, ArrowUp, Flag, FlagTriangleRight, Trash2 } from 'lucide-react'
import { useState } from 'react'
import type { ProjectView } from '../../../src-shared/project/contract.ts'
import type { Take } from '../../../src-shared/project/document.ts'
import { colourHex, colourName } from '../../../src-shared/project/marker-colours.ts'
import { capsOf, keysWithin } from '../../actions/index.ts'
import { Button, IconButton, Kbd } from '../../elements/index.ts'
import { notify } from '../../notices/index.ts'
import { editorActions } from '../editor-actions.ts'
import { markPlayhead, nameFieldId, renameMarker } from '../markers/marker-edits.ts'
import panel from '../panel/panel.module.css'
import { markActions } from '../regions/mark-actions.ts'
import { useSession } from '../session-store.ts'
import { applyEdit } from '../song-edits.ts'
import { currentTakeOf } from '../takes/take-groups.ts'
import type { MusicalGrid } from '../time/musical-grid.ts'
import { clockTime } from '../time/time-words.ts'
import { endOfText, frameOfText, lengthText, placeText } from '../time/typed-time.ts'
import { gridOfTake } from '../waveform/song-picture.ts'
import { ColourMenu } from './ColourMenu.tsx'
import { EditableCell } from './EditableCell.tsx'
import { goToMark, type MarkColumn, type MarkRow, marksOf, removeMark, retimeMark, sortMarks } from './mark-rows.ts'
import styles from './marks-table.module.css'

const COLUMNS: readonly { value: MarkColumn; label: string }[] = [
  { value: 'kind', label: 'Kind' },
  { value: 'name', label: 'Name' },
  { value: 'start', label: 'Start' },
  { value: 'length', label: 'Length' },
]

/** Markers and regions in one table: sorted by any column, edited in place, gone to by a click. */
export const MarksTable = ({ project }: { readonly project: ProjectView }) => {
  const [sort, setSort] = useState<{ column: MarkColumn; isDown: boolean }>({ column: 'start', isDown: false })
  const markerId = useSession((session) => session.selectedMarkerId)
  const regionId = useSession((session) => session.selectedRegionId)
  const song = currentTakeOf(project)
  if (!song) return null
  const rows = sortMarks(marksOf(project.document), sort.column, sort.isDown)
  return (
    <div className={panel.scroll}>
      <div className={styles.head}>
        <Button size="small" icon={<FlagTriangleRight />} onClick={() => void markPlayhead()}>
          Marker at the playhead
        </Button>
        <Kbd caps={capsOf(editorActions, 'marker')} />
      </div>
      {rows.length === 0 ? (
        <p className={panel.empty}>No markers or regions yet. Markers are moments with a name; regions are bars you keep.</p>
      ) : (
        <div className={styles.room}>
          <table className={styles.table} aria-label="Markers and regions">
            <thead>
              <tr>
                {COLUMNS.map(({ value, label }) => (
                  <th key={value} aria-sort={sort.column === value ? (sort.isDown ? 'descending' : 'ascending') : 'none'}>
                    <button
                      type="button"
                      className={styles.sort}
                      onClick={() => setSort((now) => ({ column: value, isDown: now.column === value && !now.isDown }))}
                    >
                      {label}
                      {sort.column === value && (sort.isDown ? <ArrowDown aria-hidden /> : <ArrowUp aria-hidden />)}
                    </button>
                  </th>
                ))}
                <th>
                  <span className="visually-hidden">Colour and remove</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {rows.map((row) => (
                <Row key={row.id} row={row} song={song} isSelected={row.id === markerId || row.id === regionId} />
              ))}
            </tbody>
          </table>
        </div>
      )}
    </div>
  )
}

const Row = ({ row, song, isSelected }: { readonly row: MarkRow; readonly song: Take; readonly isSelected: boolean }) => {
  const grid: MusicalGrid | undefined = gridOfTake(song)
  const { sampleRateHz } = song
  const start = clockTime(row.startFrame / sampleRateHz, 3)
  const length = row.endFrame === undefined ? '' : clockTime((row.endFrame - row.startFrame) / sampleRateHz, 3)
  const kind = row.kind === 'marker' ? 'Marker' : 'Region'
  const rename = (name: string) => (row.kind === 'marker' ? renameMarker(row.id, name) : applyEdit({ type: 'region.rename', regionId: row.id, name }))
  const setStart = (text: string) => {
    const frame = frameOfText(text, grid, sampleRateHz)
    if (frame === undefined) return notify(grid ? 'A start is like 33.1 (bar.beat) or 1:12.500.' : 'A start is like 1:12.500 or 72.5.')
    void retimeMark(row, frame, row.endFrame === undefined ? undefined : row.endFrame - row.startFrame, song.lengthFrames)
  }
  const setLength = (text: string) => {
    const end = endOfText(text, row.startFrame, grid, sampleRateHz)
    if (end === undefined) return notify(grid ? 'A length is like 4.0 (bars.beats) or 0:08.000.' : 'A length is like 0:08.000 or 8.')
    void retimeMark(row, row.startFrame, end - row.startFrame, song.lengthFrames)
  }
  return (
    <tr
      className={styles.row}
      data-selected={isSelected}
      data-kind={row.kind}
      data-keys="marks"
      onKeyDown={keysWithin(markActions, { remove: () => void removeMark(row) })}
    >
      <td>
        <button
          type="button"
          className={styles.go}
          style={row.kind === 'marker' && row.colour ? { color: colourHex(row.colour) } : undefined}
          aria-label={`${kind} ${row.name}, go there`}
          aria-pressed={isSelected}
          onClick={() => void goToMark(row)}
        >
          {row.kind === 'marker' ? <FlagTriangleRight aria-hidden fill={row.colour ? 'currentColor' : 'none'} /> : <Flag aria-hidden />}
        </button>
      </td>
      <td>
        <EditableCell id={nameFieldId(row.id)} label={`Name of ${row.name}`} value={row.name} onChange={(name) => void rename(name)} />
        {row.kind === 'marker' && row.colour && <span className={styles.second}>{colourName(row.colour)}</span>}
      </td>
      <td>
        <EditableCell label={`Start of ${row.name}`} value={grid ? placeText(grid, row.startFrame) : start} onChange={setStart} />
        {grid && <span className={styles.second}>{start}</span>}
      </td>
      <td>
        {row.endFrame !== undefined && (
          <>
            <EditableCell label={`Length of ${row.name}`} value={grid ? lengthText(grid, row.startFrame, row.endFrame) : length} onChange={setLength} />
            {grid && <span className={styles.second}>{length}</span>}
          </>
        )}
      </td>
      <td>
        <div className={styles.deeds}>
          {row.kind === 'marker' && <ColourMenu id={row.id} name={row.name} colour={row.colour} />}
          <IconButton label={`Remove ${row.name}`} icon={<Trash2 />} size="small" onClick={() => void removeMark(row)} />
        </div>
      </td>
    </tr>
  )
}
