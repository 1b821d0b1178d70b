/** Words that fit the bars of a plan. */
export { placeLines } from './lyric-sheet.ts'
export { createLyricsAgent, type Lyrics } from './lyrics-agent.ts'
