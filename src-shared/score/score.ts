import { z } from 'zod'

const ticks = z.number().int().min(0)

/** Tonic as a letter name with at most one accidental ("F#", "Bb"); mode as the church modes' names plus "major" and "minor". */
export const Mode = z.enum(['major', 'minor', 'dorian', 'phrygian', 'lydian', 'mixolydian'])
export type Mode = z.output<typeof Mode>
export const Key = z.object({ tonic: z.string().regex(/^[A-G][#b]?$/), mode: Mode })
export type Key = z.output<typeof Key>

export const TimeSignature = z.object({ beats: z.number().int().min(1).max(16), unit: z.union([z.literal(2), z.literal(4), z.literal(8), z.literal(16)]) })
export type TimeSignature = z.output<typeof TimeSignature>

/** The first entry is at tick 0; tempo counts quarter notes a minute and holds until the next entry. */
export const TempoMap = z.array(z.object({ atTicks: ticks, tempoBpm: z.number().min(20).max(400) })).min(1)
export type TempoMap = z.output<typeof TempoMap>

/** What a written note carries besides its length. */
export const NoteMark = z.enum(['staccato', 'tenuto', 'accent', 'trill', 'slur-start', 'slur-stop'])
export type NoteMark = z.output<typeof NoteMark>

/**
 * How the page shows a note, where that differs from how it sounds: its written length, its marks, the real voice that it belongs to
 * (1 the highest). A `hidden` note is part of an ornament that another note's mark stands for.
 */
export const Engraving = z.object({
  lengthTicks: z.number().int().min(1),
  voice: z.number().int().min(1).max(8),
  marks: z.array(NoteMark),
  hidden: z.boolean(),
})
export type Engraving = z.output<typeof Engraving>

/**
 * One note. `startTicks` is where the page has it; `microTicks` is how far the player is early (-) or late (+) of the page, so
 * that bars keep their notes while timing breathes. `pitch` is a MIDI number 0..127 (60 = C4); in drum parts a General MIDI drum key.
 */
export const Note = z.object({
  startTicks: ticks,
  lengthTicks: z.number().int().min(1),
  pitch: z.number().int().min(0).max(127),
  velocity: z.number().int().min(1).max(127),
  microTicks: z.number().int(),
  engraving: Engraving.optional(),
})
export type Note = z.output<typeof Note>

/** A MIDI control change (number 0..127, value 0..127) or a pitch bend (value in semitones, -24..24). */
export const ControlEvent = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('cc'), atTicks: ticks, number: z.number().int().min(0).max(127), value: z.number().int().min(0).max(127) }),
  z.object({ kind: z.literal('bend'), atTicks: ticks, semitones: z.number().min(-24).max(24) }),
])
export type ControlEvent = z.output<typeof ControlEvent>

/** `root` and `bass` are pitch classes 0..11 (0 = C). `symbol` is how a lead sheet writes it ("Am7", "F/A"); `roman` its function ("ii7"). */
export const Chord = z.object({
  startTicks: ticks,
  lengthTicks: z.number().int().min(1),
  root: z.number().int().min(0).max(11),
  pitchClasses: z.array(z.number().int().min(0).max(11)).min(2),
  bass: z.number().int().min(0).max(11),
  symbol: z.string(),
  roman: z.string(),
})
export type Chord = z.output<typeof Chord>

export const SectionRole = z.enum(['intro', 'verse', 'chorus', 'bridge', 'build', 'drop', 'break', 'solo', 'outro'])
export type SectionRole = z.output<typeof SectionRole>

/** A named span of bars. `label` is the letter of the form ("A", "B"): equal labels share material. */
export const Section = z.object({
  label: z.string(),
  role: SectionRole,
  startBar: z.number().int().min(0),
  barCount: z.number().int().min(1),
  energy: z.number().min(0).max(1),
})
export type Section = z.output<typeof Section>

export const PartRole = z.enum(['drums', 'percussion', 'bass', 'chords', 'pad', 'arp', 'lead', 'counter', 'texture'])
export type PartRole = z.output<typeof PartRole>

/** What sounds a part. General MIDI program numbers are 0-based. */
export const Voice = z.discriminatedUnion('kind', [
  /** `mutedProgram`: struck instead while controller 67 is down (a guitarist's palm on the strings) */
  z.object({
    kind: z.literal('soundfont'),
    bank: z.number().int().min(0).max(127),
    program: z.number().int().min(0).max(127),
    mutedProgram: z.number().int().min(0).max(127).optional(),
  }),
  z.object({ kind: z.literal('drumkit'), program: z.number().int().min(0).max(127) }),
  /** `isConsole`: one voice a channel as on the machine, noise for every drum, duty cycle by controller 70 (0, 32, 64, 96: 12.5, 25, 50, 75 %) */
  z.object({ kind: z.literal('chip'), wave: z.enum(['pulse1', 'pulse2', 'triangle', 'noise']), isConsole: z.literal(true).optional() }),
  /** a drum machine's long kick played as a bass: a sine that falls, bends and is driven */
  z.object({ kind: z.literal('sub'), drive: z.number().min(0).max(1) }),
  z.object({ kind: z.literal('texture'), texture: z.enum(['vinyl', 'rain', 'tape', 'wind']) }),
])
export type Voice = z.output<typeof Voice>

/** How a part sits in the mix. Sends are levels in dB (-60 = none). `duckDb` is how far the kick pushes it down (side chain). */
export const PartMix = z.object({
  gainDb: z.number(),
  pan: z.number().min(-1).max(1),
  roomSendDb: z.number(),
  hallSendDb: z.number(),
  delaySendDb: z.number(),
  duckDb: z.number().min(0),
  highPassHz: z.number().min(0),
  lowPassHz: z.number().min(0),
  /** a guitar amplifier and its cabinet after the filters, 0 warm .. 1 high gain; undefined: none */
  ampDrive: z.number().min(0).max(1).optional(),
})
export type PartMix = z.output<typeof PartMix>

/** A word or sign beside the staff: "mf", "crescendo" and "stop" of a hairpin, "rit.", "pizz.". */
export const Direction = z.object({ atTicks: ticks, kind: z.enum(['dynamic', 'hairpin', 'words']), text: z.string() })
export type Direction = z.output<typeof Direction>

/** One player. Notes are sorted by startTicks, then pitch. */
export const Part = z.object({
  id: z.string(),
  name: z.string(),
  role: PartRole,
  voice: Voice,
  notes: z.array(Note),
  controls: z.array(ControlEvent),
  mix: PartMix,
  directions: z.array(Direction).optional(),
})
export type Part = z.output<typeof Part>

/** Character of the two-track: each 0..1 unless it says otherwise. */
export const MasterCharacter = z.object({
  saturation: z.number(),
  tapeWow: z.number(),
  busCompression: z.number(),
  brightnessDb: z.number(),
  /** 1 and more: peaks are rounded off towards 1/density of full scale */
  density: z.number().min(1).max(3).optional(),
  /** shelf above 2.2 kHz that opens old recordings */
  airDb: z.number().optional(),
  /** how hard the drums lean into their own clipper, about 0.9..2 */
  drumClip: z.number().min(0.5).max(3).optional(),
})
export type MasterCharacter = z.output<typeof MasterCharacter>

/** One bar of words. `rhyme` names the sound that its last syllable shares with other lines; `scheme` is that of its four bars. */
export const LyricLine = z.object({
  bar: z.number().int().min(0),
  /** how many bars it is said over; absent: one */
  barCount: z.number().int().min(1).optional(),
  text: z.string(),
  rhyme: z.string(),
  scheme: z.string(),
  /** `isJoined`: the word goes on in the next syllable */
  syllables: z.array(z.object({ atTicks: ticks, text: z.string(), isStressed: z.boolean(), isJoined: z.boolean() })),
})
export type LyricLine = z.output<typeof LyricLine>

/**
 * A whole piece in symbols: what the composer writes, the renderer plays and MIDI export saves.
 * Bars are counted from 0; all bars share one time signature.
 */
export const Score = z.object({
  version: z.literal(1),
  style: z.string(),
  key: Key,
  timeSignature: TimeSignature,
  tempoMap: TempoMap,
  barCount: z.number().int().min(1),
  sections: z.array(Section).min(1),
  chords: z.array(Chord),
  parts: z.array(Part),
  ending: z.enum(['ring', 'fade', 'cold']),
  master: MasterCharacter,
  /** what a composed piece drew its themes and keys from, so that bars written later belong to it */
  themeSeed: z.number().int().min(0).optional(),
  /** words to be spoken over it, by bar */
  lyrics: z.array(LyricLine).optional(),
})
export type Score = z.output<typeof Score>
