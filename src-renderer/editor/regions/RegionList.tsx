import { BookmarkPlus, Pencil, Sparkles, Trash2 } from 'lucide-react'
import { useLayoutEffect, useRef } from 'react'
import type { RegionId } from '../../../src-shared/kernel/ids.ts'
import type { ProjectView } from '../../../src-shared/project/contract.ts'
import type { Region, Take } from '../../../src-shared/project/document.ts'
import { capsOf, keysWithin } from '../../actions/index.ts'
import { Button, IconButton, Kbd } from '../../elements/index.ts'
import { DragOut } from '../../mixdown/index.ts'
import { counted } from '../../words/index.ts'
import { editorActions } from '../editor-actions.ts'
import { keepMark, toggleLoop, zoomToMark } from '../marks.ts'
import styles from '../panel/panel.module.css'
import { useSession } from '../session-store.ts'
import { currentTakeOf } from '../takes/take-groups.ts'
import { isEmpty, spanOf } from '../time/keyboard-selection.ts'
import { clockTime, spanWords } from '../time/time-words.ts'
import { chooseRegion } from '../tools/waveform-desk.ts'
import { gridOfTake, regionsOf } from '../waveform/song-picture.ts'
import { chooseNone, chooseUpTo, chosenRegions, regenerateChosen, toggleChosen, useChosen } from './chosen-regions.ts'
import { markActions } from './mark-actions.ts'
import { finishRenaming, removeRegion, startRenaming } from './region-edits.ts'

export const RegionList = ({ project }: { readonly project: ProjectView }) => {
  const selection = useSession((session) => session.selection)
  const selectedId = useSession((session) => session.selectedRegionId)
  const renamingId = useSession((session) => session.renamingRegionId)
  const ids = useChosen((state) => state.ids)
  const song = currentTakeOf(project)
  if (!song) return null
  const regions = regionsOf(project.document)
  const chosen = chosenRegions(project, ids)
  const marked = selection && !isEmpty(selection) && !selectedId ? spanOf(selection) : undefined
  return (
    <>
      <div className={styles.scroll}>
        {renamingId && <RenameField key={renamingId} regionId={renamingId} name={project.document.regions[renamingId]?.name ?? ''} />}
        {marked && (
          <div className={styles.markedRow}>
            <span>
              {spanWords(gridOfTake(song), marked, song.sampleRateHz).place}
              <span className={styles.rowDetail}> marked, not kept</span>
            </span>
            <Button size="small" icon={<BookmarkPlus />} onClick={() => void keepMark()}>
              Keep
            </Button>
          </div>
        )}
        {regions.length === 0 ? (
          <p className={styles.empty}>
            No regions yet. Mark some bars and press <Kbd caps={capsOf(editorActions, 'keep')} /> to keep them under a name.
          </p>
        ) : (
          <ul className={styles.rows} aria-label="Regions">
            {regions.map((region) => (
              <RegionRow key={region.id} project={project} region={region} song={song} isSelected={region.id === selectedId} isChosen={ids.has(region.id)} />
            ))}
          </ul>
        )}
      </div>
      {chosen.length > 0 && (
        <div className={styles.footer}>
          <Button variant="primary" size="large" icon={<Sparkles />} className={styles.grow} onClick={() => void regenerateChosen()}>
            Regenerate {counted(chosen.length, 'region')}
          </Button>
          <Button size="large" variant="quiet" className={styles.second} onClick={chooseNone}>
            Untick
          </Button>
        </div>
      )}
    </>
  )
}

type RowProps = { readonly project: ProjectView; readonly region: Region; readonly song: Take; readonly isSelected: boolean; readonly isChosen: boolean }

const RegionRow = ({ project, region, song, isSelected, isChosen }: RowProps) => {
  const words = spanWords(gridOfTake(song), region, song.sampleRateHz)
  const clock = `${clockTime(region.startFrame / song.sampleRateHz)}–${clockTime(region.endFrame / song.sampleRateHz)}`
  return (
    <li className={styles.regionRow} data-selected={isSelected}>
      <input
        type="checkbox"
        className={styles.tick}
        aria-label={`Change ${region.name} together with others`}
        checked={isChosen}
        onChange={(event) => (event.nativeEvent instanceof MouseEvent && event.nativeEvent.shiftKey ? undefined : toggleChosen(region.id))}
        onClick={(event) => event.shiftKey && chooseUpTo(project, region.id)}
      />
      <button
        type="button"
        className={styles.regionButton}
        aria-pressed={isSelected}
        onClick={(event) => {
          if (event.shiftKey) chooseUpTo(project, region.id)
          else if (event.ctrlKey || event.metaKey) toggleChosen(region.id)
          else chooseRegion(region.id)
        }}
        onDoubleClick={() => {
          chooseRegion(region.id)
          zoomToMark()
          void toggleLoop()
        }}
        data-keys="marks"
        onKeyDown={keysWithin(markActions, { remove: () => void removeRegion(region.id) })}
      >
        <span className={styles.regionName}>{region.name}</span>
        <span className={styles.rowDetail}>
          {region.name === words.place ? '' : `${words.place} · `}
          {words.length} · {clock}
        </span>
      </button>
      <DragOut
        what={region.name}
        excerpt={{ trackId: song.trackId, format: 'wav', span: { startFrame: region.startFrame, endFrame: region.endFrame }, name: region.name }}
      />
      <IconButton label={`Rename ${region.name}`} icon={<Pencil />} size="small" onClick={() => startRenaming(region.id)} />
      <IconButton label={`Remove ${region.name}`} icon={<Trash2 />} size="small" onClick={() => void removeRegion(region.id)} />
    </li>
  )
}

/** Stands above the list, so that it lives on while a region that was just kept arrives from main. */
const RenameField = ({ regionId, name }: { readonly regionId: RegionId; readonly name: string }) => {
  const field = useRef<HTMLInputElement>(null)
  useLayoutEffect(() => field.current?.select(), [])
  return (
    <div className={styles.renameRow}>
      <input
        ref={field}
        className={styles.renameField}
        aria-label={name === '' ? 'Name of the region' : `Name of ${name}`}
        placeholder="Name of the region"
        defaultValue={name}
        maxLength={200}
        onKeyDown={(event) => {
          if (event.key === 'Enter') void finishRenaming(regionId, event.currentTarget.value)
          if (event.key === 'Escape') useSession.setState({ renamingRegionId: undefined })
        }}
        onBlur={(event) => void finishRenaming(regionId, event.currentTarget.value)}
      />
    </div>
  )
}
