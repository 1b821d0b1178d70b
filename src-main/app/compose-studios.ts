import type { WorkContext } from '../../src-shared/kernel/progress.ts'
import { createWorkFlags } from '../../src-shared/kernel/work-flags.ts'
import type { StudioId } from '../../src-shared/studios/studio-id.ts'
import { createStudioMeter, ensembleOf, listStyles, loadStudio, type ScoreEngine, STUDIO_CARDS, type StudioRooms, studioOfStyle } from '../generation/index.ts'
import type { Events } from '../platform/events.ts'
import type { SettingsService } from '../settings/index.ts'
import { createStudioHandlers, createStudioManager } from '../studios/index.ts'

const unattended = (): WorkContext => ({ signal: new AbortController().signal, flags: createWorkFlags(), progress: () => undefined })

const MEGABYTE = 1_000_000

/** What the score engine is told about memory, before there is a manager. */
export const studioMemory = (settings: SettingsService) => ({
  meter: createStudioMeter(),
  ceilingBytes: () => settings.current().studioMemoryMegabytes * MEGABYTE,
})

export type StudioCore = {
  readonly settings: SettingsService
  readonly events: Events
  readonly engine: ScoreEngine
  readonly memory: ReturnType<typeof studioMemory>
}

/** The studios, joined to the engine that plays in them and to the settings that remember the choice. */
export const composeStudios = ({ settings, events, engine, memory }: StudioCore) => {
  const manager = createStudioManager({
    cards: STUDIO_CARDS,
    settings,
    events,
    load: loadStudio,
    prepare: (studio) => engine.prepare(studio, unattended()),
    bytesByStudio: memory.meter.bytesByStudio,
    clock: () => performance.now(),
  })
  const rooms: StudioRooms = {
    async enter(asked, style) {
      const id: StudioId = asked ?? (style === undefined ? manager.active() : studioOfStyle(style))
      await manager.enter(id)
      return { id, styles: listStyles(id), neural: ensembleOf(id)?.neural }
    },
  }
  /** undefined where nobody in particular plays */
  const openName = () => (manager.active() === 'open' ? undefined : manager.state().studios.find(({ id }) => id === manager.active())?.name)
  return { manager, rooms, openName, handlers: createStudioHandlers(manager) }
}
