import { z } from 'zod'

/** How likelihoods become notes. The defaults are those of the paper's authors. */
export const NoteSettings = z.object({
  /** how sure the network must be that a note begins, 0..1; lower finds more notes */
  onsetThreshold: z.number().min(0.05).max(0.95).default(0.5),
  /** how sure it must be that a note still sounds, 0..1; lower makes longer notes */
  frameThreshold: z.number().min(0.05).max(0.95).default(0.3),
  /** shorter notes are left out */
  minimumMilliseconds: z.number().min(20).max(1000).default(128),
  /** MIDI numbers, inclusive */
  lowestPitch: z.number().int().min(21).max(108).default(21),
  highestPitch: z.number().int().min(21).max(108).default(108),
  /** writes how the pitch of notes that sound alone moves */
  withBends: z.boolean().default(false),
})
export type NoteSettings = z.output<typeof NoteSettings>
export const DEFAULT_NOTE_SETTINGS: NoteSettings = NoteSettings.parse({})

/** A note as it was heard, in seconds of the sound that was listened to. */
export const HeardNote = z.object({
  startSeconds: z.number().min(0),
  endSeconds: z.number().min(0),
  /** MIDI number */
  pitch: z.number().int().min(0).max(127),
  /** MIDI velocity, from how sure the network was */
  velocity: z.number().int().min(1).max(127),
  /** semitones above or below the pitch, spread evenly over the note */
  bends: z.array(z.number()).optional(),
})
export type HeardNote = z.output<typeof HeardNote>
