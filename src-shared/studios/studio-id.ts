import { z } from 'zod'

/** The studios of the house. `open` is the one without walls: every style that needs no ensemble of its own. */
export const StudioId = z.enum(['open', 'chiptune', 'cypher', 'ironclad', 'blue-note', 'virtuoso'])
export type StudioId = z.output<typeof StudioId>
