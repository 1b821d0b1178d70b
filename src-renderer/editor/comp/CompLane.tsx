import { type PointerEvent, useRef } from 'react'
import { compPieces } from '../../../src-shared/project/comp-pieces.ts'
import type { ProjectView } from '../../../src-shared/project/contract.ts'
import type { Comp, Take } from '../../../src-shared/project/document.ts'
import { LaneWave } from '../stems/LaneWave.tsx'
import { Stars } from '../takes/Stars.tsx'
import { TakeShape } from '../takes/TakeShape.tsx'
import { xOfFrame } from '../waveform/viewport.ts'
import { useViewport } from '../waveform/viewport-store.ts'
import styles from './comp.module.css'
import { letLanePlay, playLane, swipeLane } from './comp-edits.ts'
import { laneName } from './comp-lanes.ts'
import { useCompDesk } from './comp-store.ts'
import { snapped, songFrameAt } from './lane-pointer.ts'

type Props = {
  readonly project: ProjectView
  readonly song: Take
  readonly take: Take
  readonly comp: Comp
  /** frames from the song to the picture, and from the song to this take's own file */
  readonly pictureShift: number
  readonly fileShift: number
  /** said where takes of several places stand under each other */
  readonly place: string | undefined
  readonly isHeard: boolean
  readonly isChosen: boolean
}

/** A hand that trembles less than this has clicked, pixels. */
const CLICK_PX = 4

/** One take under the song, aligned with it: bright where it plays in the comp. Swiped, it plays there. */
export const CompLane = ({ project, song, take, comp, pictureShift, fileShift, place, isHeard, isChosen }: Props) => {
  const start = useRef<{ readonly x: number; readonly frame: number; readonly box: DOMRect } | undefined>(undefined)
  const name = laneName(project.document, take)
  const isSong = take.id === song.id

  const spanTo = (event: PointerEvent) => {
    const from = start.current
    if (!from) return undefined
    const [a, b] = [from.frame, songFrameAt(event, from.box)].sort((one, other) => one - other)
    const [startFrame, endFrame] = [snapped(song, a ?? 0, event), snapped(song, b ?? 0, event)]
    return endFrame > startFrame ? { startFrame, endFrame } : undefined
  }
  const isSwipe = (event: PointerEvent): boolean => start.current !== undefined && Math.abs(event.clientX - start.current.x) >= CLICK_PX
  const down = (event: PointerEvent<HTMLDivElement>) => {
    if (event.button !== 0) return
    // the name is pressed to hear the lane, everything else is swiped
    if (event.target instanceof Element && event.target.closest('[data-chip]')) {
      playLane(take)
      return
    }
    const box = event.currentTarget.getBoundingClientRect()
    start.current = { x: event.clientX, frame: songFrameAt(event, box), box }
    event.currentTarget.setPointerCapture(event.pointerId)
    useCompDesk.setState({ laneTakeId: take.id })
  }
  const move = (event: PointerEvent) => {
    if (!start.current) return
    const span = isSwipe(event) ? spanTo(event) : undefined
    useCompDesk.setState({ preview: span && { of: 'swipe', piece: { ...span, takeId: take.id } } })
  }
  const up = (event: PointerEvent) => {
    const from = start.current
    const span = isSwipe(event) ? spanTo(event) : undefined
    const wasSwipe = isSwipe(event)
    start.current = undefined
    if (span) void swipeLane(take.id, span)
    else if (from && !wasSwipe) letLanePlay(take.id, from.frame)
    else useCompDesk.setState({ preview: undefined })
  }
  const drop = () => {
    start.current = undefined
    useCompDesk.setState({ preview: undefined })
  }

  return (
    <div
      id={`lane-${take.id}`}
      role="option"
      tabIndex={-1}
      aria-selected={isChosen}
      aria-label={`${name}, ${place ? `${place}, ` : ''}${spokenPieces(comp, song, take)}`}
      className={styles.lane}
      data-take={isSong ? undefined : ((take.number - 1) % 4) + 1}
      data-heard={isHeard}
      onPointerDown={down}
      onPointerMove={move}
      onPointerUp={up}
      onPointerCancel={drop}
      onLostPointerCapture={() => start.current && drop()}
    >
      <LaneWave audioSha256={take.audioSha256} isHeard offsetFrames={fileShift - pictureShift} className={styles.wave} />
      <Shades comp={comp} song={song} take={take} pictureShift={pictureShift} />
      <span className={styles.laneName} data-chip title={`Hear ${isSong ? 'the song' : name} (Space)`}>
        {!isSong && <TakeShape number={take.number} />}
        <span className={styles.laneWords}>{name}</span>
        {place && <span className={styles.lanePlace}>{place}</span>}
        <Stars stars={project.document.takeNotes[take.id]?.stars ?? 0} />
      </span>
    </div>
  )
}

/** Over everything that this take does not play. */
const Shades = ({ comp, song, take, pictureShift }: Pick<Props, 'comp' | 'song' | 'take' | 'pictureShift'>) => {
  const view = useViewport((state) => state.view)
  return compPieces(comp, song).map((piece) => {
    const left = Math.max(-2, xOfFrame(view, piece.startFrame + pictureShift))
    const right = Math.min(view.widthPx + 2, xOfFrame(view, piece.endFrame + pictureShift))
    if (right <= left) return null
    return <div key={piece.startFrame} className={styles.piece} data-plays={piece.takeId === take.id} style={{ left, width: right - left }} />
  })
}

const spokenPieces = (comp: Comp, song: Take, take: Take): string => {
  const own = compPieces(comp, song).filter(({ takeId }) => takeId === take.id)
  const seconds = own.reduce((sum, { startFrame, endFrame }) => sum + endFrame - startFrame, 0) / song.sampleRateHz
  return own.length === 0 ? 'plays nowhere' : `plays ${seconds.toFixed(1)} seconds in ${own.length} ${own.length === 1 ? 'piece' : 'pieces'}`
}
