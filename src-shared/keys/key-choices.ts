import { z } from 'zod'

/** Keys as the studio has them, or as musicians know them from another program. */
export const KeyPresetId = z.enum(['segno', 'ableton', 'logic', 'fl', 'pro-tools'])
export type KeyPresetId = z.output<typeof KeyPresetId>

/** In tinykeys' words: "$mod+Shift+z" ("$mod" is Ctrl, or Command on a Mac), "F2", "Alt+KeyP". */
export const Chord = z
  .string()
  .max(60)
  .regex(/^(?:(?:\$mod|Control|Meta|Alt|Shift|\[Shift\])\+)*(?:[A-Za-z0-9]{1,20}|[^\s\w])$/, 'a key is like $mod+Shift+z')

/** `changes`: the keys of single actions (by id, "editor.regenerate") that the musician chose over the preset's; none: an empty list. */
export const KeyChoices = z.object({
  preset: KeyPresetId.default('segno'),
  changes: z.record(z.string().max(100), z.array(Chord).max(4)).default({}),
  /** MIDI controllers are listened to */
  isMidiOn: z.boolean().default(false),
  /** which action a button, key or knob starts: by its name ("cc 1 41"), the action's id */
  midi: z.record(z.string().regex(/^(?:note|cc) \d{1,2} \d{1,3}$/), z.string().max(100)).default({}),
})
export type KeyChoices = z.output<typeof KeyChoices>

/** How keys are kept in a file. */
export const KeyFile = KeyChoices.extend({ format: z.literal('segno-keys'), version: z.literal(1) })
export type KeyFile = z.output<typeof KeyFile>
