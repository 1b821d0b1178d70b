/** Words that fit the bars of a plan. */
export { createLyricsAgent, type Lyrics } from './lyrics-agent.ts'
