import { type MouseEvent, type RefObject, useEffect, useRef, useState } from 'react'
import type { ProjectView } from '../../../src-shared/project/contract.ts'
import { ContextMenu, LinkButton } from '../../elements/index.ts'
import { SongOutline } from '../accessible/SongOutline.tsx'
import styles from '../Editor.module.css'
import { BarLines } from '../grid/BarLines.tsx'
import { GridFlag } from '../grid/GridFlag.tsx'
import { toggleLoop } from '../marks.ts'
import { selectSpan, useSession } from '../session-store.ts'
import { SongCommentPins } from '../song-comments.tsx'
import { SpectrumLegend } from '../spectrogram/SpectrumLegend.tsx'
import { CompareBar } from '../takes/CompareBar.tsx'
import { useHeardTake } from '../takes/heard-take.ts'
import { clockTime } from '../time/time-words.ts'
import { PointerHand } from '../tools/pointer-hand.ts'
import { chooseRegion, heardNow, waveformDesk } from '../tools/waveform-desk.ts'
import { WAVEFORM_ID } from './keep-focus.ts'
import { onPeaks, peaksOf, retryPeaks } from './peaks-cache.ts'
import { gridOfTake, sectionsOfTake } from './song-picture.ts'
import { useMarkMenu } from './use-mark-menu.tsx'
import { WaveformStage } from './waveform-stage.ts'

const PICTURE_NAMES = { wave: 'Waveform', spectrum: 'Spectrogram', both: 'Waveform and spectrogram' } as const

/** The waveform: one canvas, one playhead, and what floats over them; below, while takes wait, the bar that compares them. */
export const WaveformArea = ({ project, hand }: { readonly project: ProjectView; readonly hand: RefObject<PointerHand | undefined> }) => {
  const canvas = useRef<HTMLCanvasElement>(null)
  const playhead = useRef<HTMLDivElement>(null)
  const heard = useHeardTake(project)
  const items = useMarkMenu(project)
  const picture = useSession((session) => session.picture)

  useEffect(() => {
    if (!canvas.current || !playhead.current) return
    const stage = new WaveformStage(canvas.current, playhead.current)
    const pointer = new PointerHand(canvas.current, stage, waveformDesk)
    hand.current = pointer
    return () => {
      hand.current = undefined
      pointer.dispose()
      stage.dispose()
    }
  }, [hand])

  const aim = (event: MouseEvent) => {
    if (event.button !== 2) return
    const under = hand.current?.hitAt(event.clientX, event.clientY)
    if (under?.hit.zone === 'region') chooseRegion(under.hit.regionId)
    else if (under?.hit.zone === 'section') selectSpan(under.hit.span)
    else if (under?.hit.zone === 'wave') markBarAt(under.frame)
  }
  const loopUnder = (event: MouseEvent) => {
    const under = hand.current?.hitAt(event.clientX, event.clientY)
    if (!under || under.hit.zone === 'ruler' || under.hit.zone === 'wave') return
    if (under.hit.zone === 'region') chooseRegion(under.hit.regionId)
    if (useSession.getState().selection) void toggleLoop()
  }

  const grid = heard && gridOfTake(heard)
  const bars = grid && heard ? `, ${Math.ceil(grid.barAt(heard.lengthFrames))} bars` : ''
  const length = heard ? clockTime(heard.lengthFrames / heard.sampleRateHz, 0) : ''
  return (
    <div className={styles.waveColumn}>
      <ContextMenu items={items}>
        <div className={styles.wave}>
          {/* biome-ignore lint/a11y/noInteractiveElementToNoninteractiveRole: a focusable canvas has no element of its own; its keys are described beside it */}
          <canvas
            ref={canvas}
            id={WAVEFORM_ID}
            className={styles.canvas}
            tabIndex={0}
            role="application"
            aria-roledescription={picture === 'spectrum' ? 'spectrogram' : 'waveform'}
            aria-label={`${PICTURE_NAMES[picture]} of ${project.title}${bars}, ${length}`}
            aria-describedby="waveform-keys"
            onContextMenuCapture={aim}
            onDoubleClick={loopUnder}
          />
          <p id="waveform-keys" className="visually-hidden">
            Shift with an arrow marks bars, an arrow moves them, G regenerates, Shift-L loops, Escape unmarks. Tab leads to the outline of the song.
          </p>
          <SongOutline project={project} />
          <div ref={playhead} className={styles.playhead} aria-hidden />
          <SongCommentPins />
          <GridFlag project={project} />
          <BarLines project={project} />
          {heard && picture !== 'spectrum' && <PeaksNote audioSha256={heard.audioSha256} />}
          {heard && <SpectrumLegend audioSha256={heard.audioSha256} hasSections={sectionsOfTake(heard).length > 0} canvas={canvas} />}
        </div>
      </ContextMenu>
      <CompareBar project={project} />
    </div>
  )
}

/** A right-click on bare waveform means the bar under the pointer, unless bars are marked elsewhere on purpose. */
const markBarAt = (pictureFrame: number): void => {
  const now = heardNow()
  const grid = now && gridOfTake(now.song)
  if (!now || !grid) return
  const bar = Math.floor(grid.barAt(pictureFrame - now.shift))
  const startFrame = Math.max(0, grid.frameOfBar(bar))
  const endFrame = Math.min(now.song.lengthFrames, grid.frameOfBar(bar + 1))
  if (endFrame > startFrame) selectSpan({ startFrame, endFrame })
}

/** Says why there is no picture yet, or none at all; the song plays all the same. */
const PeaksNote = ({ audioSha256 }: { readonly audioSha256: Parameters<typeof peaksOf>[0] }) => {
  const [status, setStatus] = useState(() => peaksOf(audioSha256).status)
  useEffect(() => {
    const read = () => setStatus(peaksOf(audioSha256).status)
    read()
    return onPeaks(read)
  }, [audioSha256])
  if (status === 'ready') return null
  return (
    <div className={styles.peaksNote} role="status">
      {status === 'loading' ? (
        'Drawing the waveform…'
      ) : (
        <>
          The waveform could not be drawn. The song itself plays.
          <LinkButton isInText onClick={() => retryPeaks(audioSha256)}>
            Draw again
          </LinkButton>
        </>
      )}
    </div>
  )
}
