import { useSession } from '../../../src-renderer/editor/session-store.ts'
import { frameTimes, wheel } from './measure.ts'
import { runPeer } from './peer.ts'

declare global {
  interface Window {
    runEditorBench: typeof runEditorBench
    runSpectrumBench: typeof runSpectrumBench
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

/** The same turns of the wheel over the waveform, the spectrogram and both: what is drawn is there before it is scrolled over. */
const runSpectrumBench = async (frames: number) => {
  const canvas = document.querySelector('canvas[aria-roledescription="waveform"]')
  if (!canvas) throw new Error('the editor is not there')
  const runs: { name: string; times: Awaited<ReturnType<typeof frameTimes>> }[] = []
  for (const [picture, name] of [
    ['wave', 'waveform'],
    ['spectrum', 'spectrogram'],
    ['both', 'both'],
  ] as const) {
    useSession.setState({ picture })
    await new Promise((resolve) => setTimeout(resolve, 800))
    const add = (what: string, times: Awaited<ReturnType<typeof frameTimes>>) => runs.push({ name: `${name}, ${what}`, times })
    add('zoom in', await frameTimes(frames / 2, () => wheel(canvas, 0, -17)))
    add('pan, close', await frameTimes(frames, (frame) => wheel(canvas, frame < frames / 2 ? 40 : -40, 0)))
    add('zoom out', await frameTimes(frames / 2 + 10, () => wheel(canvas, 0, 17)))
    await frameTimes(30, () => wheel(canvas, 0, -17))
    add('pan, wide', await frameTimes(frames, (frame) => wheel(canvas, frame < frames / 2 ? 25 : -25, 0)))
    await frameTimes(45, () => wheel(canvas, 0, 17))
  }
  return runs
}
window.runSpectrumBench = runSpectrumBench
