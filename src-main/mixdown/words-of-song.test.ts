import { expect, test } from 'vitest'
import { shiftScore } from './handoff/handoff-song.ts'
import { lyricsText, withSongWords } from './mixdown-job.ts'
import { scoreToMusicXml } from './musicxml/score-to-musicxml.ts'
import { scoreToMidi } from './score-to-midi.ts'
import { BAR_TICKS, songForTests } from './song-for-tests.ts'

const WORDS = { '1': { text: 'rain on the window', bars: 2 }, '3': { text: 'light <again>', bars: 1 } }

test('words that were written over a song go into MIDI, MusicXML and the tags, also when the hand-off moves the bars', async () => {
  const score = withSongWords(songForTests, WORDS)
  const midi = Buffer.from(scoreToMidi(score, 'Rain')).toString('latin1')
  for (const syllable of ['rain ', 'win-', 'dow ']) expect(midi).toContain(syllable)
  const xml = scoreToMusicXml(score, { title: 'Rain' })
  expect(xml).toContain('rain on the window')
  expect(xml).toContain('light &lt;again')
  const moved = shiftScore(score, 2)
  expect(moved.lyrics?.map(({ bar }) => bar)).toEqual([3, 5])
  expect(moved.lyrics?.[0]?.syllables[0]?.atTicks).toBeGreaterThanOrEqual(3 * BAR_TICKS)
  const song = { track: { id: 'trk_1' }, take: {} } as unknown as Parameters<typeof lyricsText>[1]
  const library = {} as unknown as Parameters<typeof lyricsText>[0]['library']
  expect(await lyricsText({ library, wordsOf: async () => WORDS }, song)).toBe('rain on the window\nlight <again>')
  expect(await lyricsText({ library, wordsOf: async () => undefined }, song)).toBe('')
})
