import { type PointerEvent, useEffect, useRef, useState } from 'react'
import type { ProjectView } from '../../../src-shared/project/contract.ts'
import { transport } from '../../transport/index.ts'
import styles from '../Editor.module.css'
import { markersOf } from '../markers/marker-edits.ts'
import { useHeardTake } from '../takes/heard-take.ts'
import { currentTakeOf } from '../takes/take-groups.ts'
import { onPeaks, peaksOf } from '../waveform/peaks-cache.ts'
import { newSpansOf, regionsOf, shiftOf } from '../waveform/song-picture.ts'
import { END_ROOM } from '../waveform/viewport.ts'
import { panToFrame, showWindow, useViewport } from '../waveform/viewport-store.ts'
import { SongOverview } from './song-overview.ts'
import { holdAt, type WindowHold, windowOf } from './window-hold.ts'

const HEIGHT_PX = 44

/** The whole song under the waveform, with a frame around what is seen above. Drag the frame to move, its edges to zoom, click to go there. */
export const Overview = ({ project }: { readonly project: ProjectView }) => {
  const host = useRef<HTMLDivElement>(null)
  const frame = useRef<HTMLDivElement>(null)
  const hold = useRef<WindowHold>({ part: 'middle', offsetFrames: 0 })
  const heard = useHeardTake(project)
  const [overview, setOverview] = useState<SongOverview>()
  const [peaksVersion, setPeaksVersion] = useState(0)
  const audioSha256 = heard?.audioSha256
  const shownFrames = (heard?.lengthFrames ?? 1) * (1 + END_ROOM)

  useEffect(() => onPeaks(() => setPeaksVersion((version) => version + 1)), [])
  // biome-ignore lint/correctness/useExhaustiveDependencies: peaksVersion says that the answer of peaksOf may have changed
  useEffect(() => {
    const container = host.current
    const state = audioSha256 && peaksOf(audioSha256)
    if (!container || !state || state.status !== 'ready') return
    const style = getComputedStyle(container)
    const colour = (name: string) => style.getPropertyValue(name).trim()
    const shown = new SongOverview(container, state.peaks, HEIGHT_PX, {
      peak: colour('--wave-peak'),
      played: colour('--wave-played'),
      region: colour('--overview-region'),
      marker: colour('--wave-marker'),
      fresh: colour('--overview-fresh'),
    })
    setOverview(shown)
    return () => {
      shown.dispose()
      setOverview(undefined)
    }
  }, [audioSha256, peaksVersion])

  useEffect(() => overview && transport.subscribeFrame((at) => overview.showPlayhead(at)), [overview])
  useEffect(() => {
    const song = currentTakeOf(project)
    if (!overview || !song || !heard) return
    const shift = shiftOf(project, song, heard)
    const regions = regionsOf(project.document).map((region) => ({ ...region, startFrame: region.startFrame + shift, endFrame: region.endFrame + shift }))
    const markers = markersOf(project.document).map((marker) => ({ ...marker, frame: marker.frame + shift }))
    void overview.showMarks(regions, markers, heard.id === song.id ? [] : newSpansOf(heard))
  }, [overview, project, heard])

  useEffect(() => {
    const place = () => {
      const { view } = useViewport.getState()
      const element = frame.current
      if (!element) return
      const left = Math.max(0, view.startFrame / shownFrames)
      const right = Math.min(1, (view.startFrame + view.widthPx * view.framesPerPixel) / shownFrames)
      element.style.left = `${left * 100}%`
      element.style.width = `${Math.max(0, right - left) * 100}%`
      element.dataset.all = String(right - left > 0.995)
    }
    place()
    return useViewport.subscribe(place)
  }, [shownFrames])

  const frameUnder = (event: PointerEvent<HTMLDivElement>): { frame: number; framesPerPixel: number } => {
    const rect = event.currentTarget.getBoundingClientRect()
    const framesPerPixel = shownFrames / rect.width
    return { frame: (event.clientX - rect.left) * framesPerPixel, framesPerPixel }
  }
  const drag = (event: PointerEvent<HTMLDivElement>) => {
    const { startFrame, endFrame } = windowOf(useViewport.getState().view, hold.current, frameUnder(event).frame)
    if (hold.current.part === 'middle') panToFrame(startFrame)
    else showWindow(startFrame, endFrame)
  }
  return (
    <div
      className={styles.overview}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId)
        const { frame: under, framesPerPixel } = frameUnder(event)
        hold.current = holdAt(useViewport.getState().view, under, framesPerPixel)
        drag(event)
      }}
      onPointerMove={(event) => {
        if (event.buttons === 1) return drag(event)
        const { frame: under, framesPerPixel } = frameUnder(event)
        event.currentTarget.style.cursor = holdAt(useViewport.getState().view, under, framesPerPixel).part === 'middle' ? 'pointer' : 'ew-resize'
      }}
    >
      <div ref={host} className={styles.overviewWave} style={{ width: `${100 / (1 + END_ROOM)}%` }} role="img" aria-label="The whole song" />
      <div ref={frame} className={styles.overviewFrame} aria-hidden />
    </div>
  )
}
