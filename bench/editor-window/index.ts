import { perSecond, row, type Times } from './frame-times.ts'
import { withEditorPages } from './open-page.ts'

/**
 * Pan and zoom of the editor in the real Electron: the wheel turned once a frame over the waveform, with 500 regions, on a three-minute song
 * and on an hour. The peer is wavesurfer.js with its Regions plugin doing the same in the same window.
 */
type Run = Readonly<Record<'zoomIn' | 'pan' | 'zoomOut' | 'panWide', Times>> & { readonly peer: { readonly zoom: Times; readonly pan: Times } | undefined }

const FRAMES = 120
const SONGS = [
  { name: '3 min, 500 regions', seconds: 180, regions: 500, hasPeer: true },
  { name: '1 h, 500 regions', seconds: 3_600, regions: 500, hasPeer: false },
]

await withEditorPages(async (pages) => {
  for (const song of SONGS) {
    const peer = song.hasPeer ? { seconds: song.seconds, regions: song.regions } : undefined
    const run: Run = await pages.on(song, (page) => page.evaluate(([frames, against]) => window.runEditorBench(frames, against), [FRAMES, peer] as const))
    console.log(song.name)
    console.log(row('  zoom in, whole song to samples', run.zoomIn))
    console.log(row('  pan, close', run.pan))
    console.log(row('  zoom out', run.zoomOut))
    console.log(row('  pan, wide', run.panWide))
    if (!run.peer) continue
    console.log(row('  peer: wavesurfer zoom', run.peer.zoom))
    console.log(row('  peer: wavesurfer pan', run.peer.pan))
    console.log(`  zoom against the peer: ${(perSecond(run.zoomIn) / perSecond(run.peer.zoom)).toFixed(1)}x the frames a second`)
  }
})
