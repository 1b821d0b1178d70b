import type { Track } from '../../../src-shared/library/contract.ts'
import type { ProjectFile } from '../../../src-shared/mixdown/handoff.ts'
import type { Take } from '../../../src-shared/project/document.ts'
import { colourName } from '../../../src-shared/project/marker-colours.ts'
import { originOf } from '../../../src-shared/rights/origin.ts'
import type { TempoMap } from '../../../src-shared/score/score.ts'
import { keyName } from '../song-tags.ts'
import { beatWords } from './beat-words.ts'
import type { HandoffSong } from './handoff-song.ts'

const clock = (seconds: number): string => `${Math.floor(seconds / 60)}:${(seconds % 60).toFixed(3).padStart(6, '0')}`

const openers = (hasStems: boolean): Readonly<Record<ProjectFile, readonly [ending: string, words: string]>> => ({
  dawproject: ['dawproject', 'Bitwig Studio, Studio One, Cubase: open it. Everything is inside, the sound too.'],
  rpp: ['rpp', `REAPER: open it from this folder; it plays ${hasStems ? 'the files in Stems' : 'the whole song'}.`],
  als: [
    'als',
    'Ableton Live 11 or newer: open it from this folder. Beta: Live’s format is not published. If it does not open, use the sound and the MIDI files.',
  ],
})

/** more changes than this are told by their range: the files hold each of them */
const MOST_TEMPOS = 12

const tempoText = (tempoMap: TempoMap): string => {
  const tempos = tempoMap.map(({ tempoBpm }) => Math.round(tempoBpm * 1000) / 1000)
  if (tempos.length <= MOST_TEMPOS) return tempos.join(', then ')
  return `${tempos[0]}, then ${tempos.length - 1} changes between ${Math.min(...tempos)} and ${Math.max(...tempos)}`
}

/** What someone who opens the folder in another studio needs to know, short. */
export const readMe = (
  song: HandoffSong,
  track: Track,
  lineage: readonly Take[],
  files: { readonly base: string; readonly projects: readonly ProjectFile[]; readonly hasScore: boolean },
): string => {
  const { tempoMap, timeSignature, hasBeat, beat, marks, audio, sampleRateHz, lengthFrames, seconds } = song
  const tempo = hasBeat ? tempoText(tempoMap) : 'not known (the projects say 120)'
  const stems = audio.filter(({ path }) => path.startsWith('Stems/'))
  const opens = openers(stems.length > 0)
  const lines = [
    song.title,
    ...(song.artist ? [song.artist] : []),
    '',
    `Length   ${clock(seconds)} (${lengthFrames} samples at ${sampleRateHz} Hz)`,
    `Tempo    ${tempo}${hasBeat ? ' bpm, in quarter notes' : ''}`,
    `Meter    ${hasBeat ? `${timeSignature.beats}/${timeSignature.unit}` : 'not known (the projects say 4/4)'}`,
    ...(track.key ? [`Key      ${keyName(track.key)} (${track.key.tonic} ${track.key.mode})`] : []),
    '',
    beatWords(song, beat),
    '',
    'All sound files are equally long, 24 bit, and begin at bar 1: put every one of them at the very beginning.',
    '',
    'Open',
    ...files.projects.map((project) => `  ${files.base}.${opens[project][0]}\n      ${opens[project][1]}`),
    '  FL Studio, Logic, Pro Tools and any other',
    `      Set the tempo, put ${stems.length > 0 ? 'the files of Stems' : `${files.base}.wav`} at bar 1${files.hasScore ? ', then import the MIDI file' : ''}. "MIDI/${files.base} - tempo.mid" holds the tempo map and the markers.`,
    '',
    'In this folder',
    `  ${files.base}.wav\n      The whole song, with its markers.`,
    ...(stems.length > 0
      ? ['  Stems', ...stems.map(({ path }) => `      ${path.slice('Stems/'.length)}`)]
      : ['  There are no stems: this song has no score, and it was not split into stems yet.']),
    ...(files.hasScore
      ? [
          `  MIDI/${files.base}.mid\n      Every part as it is played, with General MIDI sounds.`,
          `  ${files.base}.musicxml\n      The score for notation programs.`,
        ]
      : []),
    '  song.json\n      How the song was made: prompt, seed, plan, engine.',
    '  provenance.json\n      What is heard in it, under which licences, and who did what.',
    '',
    ...(marks.length > 0
      ? [
          'Markers',
          ...marks.map(
            ({ name, atSeconds, untilSeconds, colour }) =>
              `  ${clock(atSeconds)}${untilSeconds === undefined ? '' : ` to ${clock(untilSeconds)}`}  ${name}${colour ? ` (${colourName(colour)})` : ''}`,
          ),
          ...(files.projects.includes('als') && marks.some(({ colour }) => colour) ? ['  Live shows them without colours: its locators have none.'] : []),
          '',
        ]
      : []),
    'How it was made',
    `  ${originOf(lineage).disclosure}`,
    `  Licence: ${track.licence}`,
    '',
  ]
  return lines.join('\n')
}

/** Everything about how the song came to be, for programs; `jobId` says which hand-off wrote the folder. */
export const generationNotes = (song: HandoffSong, track: Track, lineage: readonly Take[], jobId: string): string =>
  `${JSON.stringify(
    {
      made: { by: 'Segno Studio', jobId },
      title: song.title,
      artist: song.artist,
      ...originOf(lineage),
      engine: track.engine,
      engineVersion: track.engineVersion,
      licence: track.licence,
      prompt: track.prompt,
      seed: track.seed,
      key: track.key,
      tempoMap: song.hasBeat ? song.tempoMap : undefined,
      timeSignature: song.hasBeat ? song.timeSignature : undefined,
      tempoFrom: { ...song.beat, words: beatWords(song, song.beat) },
      sampleRateHz: song.sampleRateHz,
      lengthFrames: song.lengthFrames,
      marks: song.marks,
      plan: lineage[0]?.plan,
      takes: lineage.map(({ id, kind, engine, prompt, seed, controls, region, strategy, reason, createdAt }) => ({
        id,
        kind,
        engine,
        prompt,
        seed,
        controls,
        region,
        strategy,
        reason,
        createdAt: new Date(createdAt).toISOString(),
      })),
    },
    undefined,
    2,
  )}\n`
