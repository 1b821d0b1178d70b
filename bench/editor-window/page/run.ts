import { frameTimes, wheel } from './measure.ts'
import { runPeer } from './peer.ts'

declare global {
  interface Window {
    runEditorBench: typeof runEditorBench
  }
}

/** Turns the wheel on the mounted editor, once a frame. */
const runEditorBench = async (frames: number, peer: { seconds: number; regions: number } | undefined) => {
  const canvas = document.querySelector('canvas[aria-roledescription="waveform"]')
  if (!canvas) throw new Error('the editor is not there')
  const zoomIn = await frameTimes(frames, () => wheel(canvas, 0, -17))
  const pan = await frameTimes(frames, (frame) => wheel(canvas, frame < frames / 2 ? 40 : -40, 0))
  const zoomOut = await frameTimes(frames, () => wheel(canvas, 0, 17))
  const panWide = await frameTimes(frames, (frame) => wheel(canvas, frame < frames / 2 ? 25 : -25, 0))
  return { zoomIn, pan, zoomOut, panWide, peer: peer && (await runPeer(peer.seconds, peer.regions, frames)) }
}
window.runEditorBench = runEditorBench
