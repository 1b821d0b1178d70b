import { row } from '../editor-window/frame-times.ts'
import { withEditorPages } from '../editor-window/open-page.ts'

/** The spectrogram scrolled and zoomed beside the waveform, in the same window one after the other: the wheel turned once a frame. */
const FRAMES = 120
const SONGS = [
  { name: '3 min', seconds: 180, regions: 8 },
  { name: '1 h', seconds: 3_600, regions: 8 },
]

await withEditorPages(async (pages) => {
  for (const song of SONGS) {
    const runs = await pages.on(song, (page) => page.evaluate((frames) => window.runSpectrumBench(frames), FRAMES))
    console.log(song.name)
    for (const { name, times } of runs) console.log(row(`  ${name}`, times))
  }
})
