import { Download, Maximize2, Redo2, Repeat, Scale, ScanLine, Send, Share, Sparkle, Split, Undo2, ZoomIn, ZoomOut } from 'lucide-react'
import type { ProjectView } from '../../src-shared/project/contract.ts'
import { SNAP_MODES, SNAP_NAMES } from '../../src-shared/settings/snap-modes.ts'
import { capsOf } from '../actions/index.ts'
import { useComments } from '../comments/index.ts'
import { IconButton, Menu, Segmented, Select, Tooltip } from '../elements/index.ts'
import { useTransport } from '../transport/index.ts'
import styles from './Editor.module.css'
import { editorActions } from './editor-actions.ts'
import { exportOpenSong, handOffOpenSong, rightsOfOpenSong } from './hand-out.ts'
import { toggleLoop } from './marks.ts'
import { restoreTreble } from './restore-treble.ts'
import { setPicture, setSnap, useSession } from './session-store.ts'
import { splitOpenSong } from './stems/stem-edits.ts'
import { currentTakeOf } from './takes/take-groups.ts'
import { commentToRedo, commentToUndo, redoNext, undoNewest } from './undo-newest.ts'
import type { SoundPicture } from './waveform/bands.ts'
import { gridOfTake } from './waveform/song-picture.ts'
import { showWholeSong, ZOOM_STEP, zoomBy } from './waveform/viewport-store.ts'

const SNAPS = SNAP_MODES.map((value) => ({ value, label: SNAP_NAMES[value] }))
const FREE_SNAPS = SNAPS.filter(({ value }) => value === 'zero' || value === 'off')

const PICTURES: readonly { value: SoundPicture; label: string }[] = [
  { value: 'wave', label: 'Wave' },
  { value: 'spectrum', label: 'Spectrum' },
  { value: 'both', label: 'Both' },
]

export const EditorToolbar = ({ project }: { readonly project: ProjectView }) => {
  const snap = useSession((session) => session.snap)
  const song = currentTakeOf(project)
  const hasBeat = song !== undefined && gridOfTake(song) !== undefined
  const picture = useSession((session) => session.picture)
  const isFollowing = useSession((session) => session.isFollowing)
  const isLooping = useTransport((state) => state.loop !== undefined)
  const { history } = project
  const deeds = useComments((state) => state.deeds)
  const present = commentToUndo(project, deeds) ?? history.findLast((entry) => !entry.isUndone)
  const undone = useComments((state) => state.undone)
  const next = commentToRedo(project, undone) ?? history.find((entry) => entry.isUndone)
  return (
    <div className={styles.toolbar} role="toolbar" aria-label="Editor tools">
      <div className={styles.toolGroup}>
        <IconButton
          label={present ? `Undo: ${present.label}` : 'Nothing to undo'}
          icon={<Undo2 />}
          keys={capsOf(editorActions, 'undo')}
          disabled={!present}
          tipSide="bottom"
          onClick={() => void undoNewest()}
        />
        <IconButton
          label={next ? `Redo: ${next.label}` : 'Nothing to redo'}
          icon={<Redo2 />}
          keys={capsOf(editorActions, 'redo')}
          disabled={!next}
          tipSide="bottom"
          onClick={redoNext}
        />
      </div>
      <div className={styles.toolGroup}>
        <span className={styles.toolLabel} aria-hidden>
          Snap
        </span>
        <Tooltip text="What edges hold on to" keys={capsOf(editorActions, 'snap')} side="bottom">
          <div>
            <Select
              label="Snap to"
              isLabelHidden
              className={styles.snap}
              value={hasBeat || snap === 'zero' ? snap : 'off'}
              options={hasBeat ? SNAPS : FREE_SNAPS}
              onChange={setSnap}
            />
          </div>
        </Tooltip>
        {!hasBeat && <span className={styles.toolNote}>no beat found</span>}
      </div>
      <div className={styles.toolGroup}>
        <Tooltip text="Waveform, spectrogram or both" keys={capsOf(editorActions, 'picture')} side="bottom">
          <div>
            <Segmented label="Show" size="small" value={picture} options={PICTURES} onChange={setPicture} />
          </div>
        </Tooltip>
      </div>
      <div className={styles.toolSpace} />
      <div className={styles.toolGroup}>
        <IconButton label="Restore the treble" icon={<Sparkle />} keys={capsOf(editorActions, 'restoreTreble')} tipSide="bottom" onClick={restoreTreble} />
        <IconButton label="Split into stems" icon={<Split />} keys={capsOf(editorActions, 'split')} tipSide="bottom" onClick={splitOpenSong} />
        <IconButton
          label="Loop the marked bars"
          icon={<Repeat />}
          keys={capsOf(editorActions, 'loop')}
          isPressed={isLooping}
          tipSide="bottom"
          onClick={() => void toggleLoop()}
        />
        <IconButton
          label="Follow the playhead"
          icon={<ScanLine />}
          keys={capsOf(editorActions, 'follow')}
          isPressed={isFollowing}
          tipSide="bottom"
          onClick={() => useSession.setState({ isFollowing: !isFollowing })}
        />
      </div>
      <div className={styles.toolGroup}>
        <Menu
          align="end"
          trigger={<IconButton label="Export or hand off" icon={<Share />} tipSide="bottom" />}
          items={[
            { label: 'Export…', icon: <Download />, keys: capsOf(editorActions, 'export'), onSelect: exportOpenSong },
            { label: 'Hand off to a DAW…', icon: <Send />, keys: capsOf(editorActions, 'handOff'), onSelect: handOffOpenSong },
            { label: 'Rights and origin…', icon: <Scale />, onSelect: rightsOfOpenSong },
          ]}
        />
      </div>
      <div className={styles.toolGroup}>
        <IconButton label="Zoom out" icon={<ZoomOut />} keys={capsOf(editorActions, 'zoomOut')} tipSide="bottom" onClick={() => zoomBy(1 / ZOOM_STEP)} />
        <IconButton label="Zoom in" icon={<ZoomIn />} keys={capsOf(editorActions, 'zoomIn')} tipSide="bottom" onClick={() => zoomBy(ZOOM_STEP)} />
        <IconButton label="Show the whole song" icon={<Maximize2 />} keys={capsOf(editorActions, 'zoomAll')} tipSide="bottom" onClick={showWholeSong} />
      </div>
    </div>
  )
}
