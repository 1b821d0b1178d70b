import { z } from 'zod'
import { call } from '../ipc/call.ts'
import { AlbumId, TrackId } from '../kernel/ids.ts'
import { Changed } from './marking.ts'

const failures = ['edit.selection-forgotten'] as const
const chosen = z.object({ selectionId: z.string() })

/** Songs that are chosen once and kept by main, which remembers the newest few selections: however many they are, only a name goes to and fro. */
export const selections = {
  /** songs by id, or (`query`) all that a list shows but `except`, in its order; `count` of them there are */
  openSelection: call({
    input: z.object({
      trackIds: z.array(TrackId).max(1_000_000).optional(),
      query: z.record(z.string(), z.unknown()).optional(),
      except: z.array(TrackId).max(100_000).default([]),
    }),
    output: z.object({ selectionId: z.string(), count: z.number().int() }),
    failures: ['edit.bad-query'],
  }),
  /** one step of the history, whole or not at all */
  moveSelection: call({ input: chosen.extend({ to: z.enum(['trash', 'library']) }), output: Changed, failures: [...failures, 'edit.stopped'] }),
  /** a new album of them, in their order: one step of the history, whole or not at all */
  makeAlbumOfSelection: call({
    input: chosen.extend({ title: z.string().trim().min(1).max(300) }),
    output: Changed.extend({ albumId: AlbumId }),
    failures: [...failures, 'edit.stopped'],
  }),
  /** one step; the album's other songs keep their order */
  takeSelectionOff: call({ input: chosen.extend({ albumId: AlbumId }), output: Changed, failures: [...failures, 'album.not-found', 'edit.stopped'] }),
  /** for good, those of the songs that are in the trash; part by part, each of them whole */
  deleteSelection: call({ input: chosen, output: z.object({ removed: z.number().int(), freedBytes: z.number() }), failures }),
} as const
