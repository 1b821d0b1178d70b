import { z } from 'zod'

/** `id`: the browser engine's, which holds for one data folder only; `name`: as the system calls it, by which it is found elsewhere, too */
export const OutputDevice = z.object({ id: z.string().min(1).max(512), name: z.string().max(512) })
export type OutputDevice = z.output<typeof OutputDevice>

/** Where all sound goes; `system`: wherever the system sends its own. */
export const OutputChoice = z.union([z.literal('system'), OutputDevice])
export type OutputChoice = z.output<typeof OutputChoice>
