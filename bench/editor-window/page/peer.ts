import WaveSurfer from 'wavesurfer.js'
import RegionsPlugin from 'wavesurfer.js/dist/plugins/regions.esm.js'
import { frameTimes } from './measure.ts'

/** The peer: wavesurfer.js zooming and panning by itself, same size, same song, same number of regions. */
export const runPeer = async (seconds: number, regionCount: number, frames: number) => {
  const container = document.createElement('div')
  Object.assign(container.style, { position: 'fixed', inset: '0 auto auto 0', width: '1080px', zIndex: '99' })
  document.body.append(container)
  const regions = RegionsPlugin.create()
  const peaks = Float32Array.from({ length: seconds * 172 }, (_, i) => Math.abs(Math.sin(i * 0.37)) * (0.3 + 0.6 * Math.abs(Math.sin(i / 500))))
  const surfer = WaveSurfer.create({ container, height: 700, peaks: [peaks], duration: seconds, minPxPerSec: 6, hideScrollbar: true, plugins: [regions] })
  await new Promise<void>((resolve) => surfer.once('ready', () => resolve()))
  for (let i = 0; i < regionCount; i++) {
    const start = (i / regionCount) * seconds
    regions.addRegion({ id: `r${i}`, start, end: start + (0.8 / regionCount) * seconds, drag: false, resize: false })
  }
  const zoom = await frameTimes(frames, (frame) => surfer.zoom(6 * 1.03 ** frame))
  const pan = await frameTimes(frames, (frame) => surfer.setScroll(frame * 40))
  surfer.destroy()
  container.remove()
  return { zoom, pan }
}
