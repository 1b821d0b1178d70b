import { existsSync, readFileSync } from 'node:fs'

/** What is true of a recording, or what others say of it. `firstBeats` are the beats that begin bars; `key` is "C# minor". */
export type Reference = {
  readonly beats?: readonly number[]
  readonly firstBeats?: readonly number[]
  readonly beatsPerBar?: number
  readonly key?: string
}

const beside = (path: string, ending: string): string | undefined =>
  [`${path}${ending}`, path.replace(/\.[^.]+$/, ending)].find((candidate) => existsSync(candidate))

/**
 * A person's labels beside a sound file: `SONG.beats` holds a line a beat, seconds and the beat's place in its bar (1 begins it), as most published
 * sets have them; `SONG.key` holds one line such as "C# minor". Both are optional.
 */
export const readLabels = (path: string): Reference | undefined => {
  const [beatsFile, keyFile] = [beside(path, '.beats'), beside(path, '.key')]
  if (!beatsFile && !keyFile) return undefined
  const rows = beatsFile
    ? readFileSync(beatsFile, 'utf8')
        .split('\n')
        .map((line) =>
          line
            .trim()
            .split(/[\s,]+/)
            .map(Number),
        )
        .filter(([at]) => at !== undefined && Number.isFinite(at) && at > 0)
    : []
  const places = rows.flatMap(([, place]) => (place !== undefined && place >= 1 ? [place] : []))
  return {
    ...(rows.length > 0 && { beats: rows.map(([at]) => at as number) }),
    ...(places.length > 0 && {
      firstBeats: rows.flatMap(([at, place]) => (place === 1 ? [at as number] : [])),
      beatsPerBar: Math.max(...places),
    }),
    ...(keyFile && { key: readFileSync(keyFile, 'utf8').trim() }),
  }
}
