import type { StudioCard, StudioState, StudioSwitch } from '../../src-shared/studios/contract.ts'
import type { StudioId } from '../../src-shared/studios/studio-id.ts'
import type { Events } from '../platform/events.ts'
import type { SettingsService } from '../settings/index.ts'

export type StudioManagerParts = {
  readonly cards: readonly StudioCard[]
  readonly settings: Pick<SettingsService, 'current' | 'update'>
  readonly events: Pick<Events, 'emit' | 'on'>
  /** loads the ensemble's rules into this process */
  readonly load: (studio: StudioId) => Promise<unknown>
  /** loads rules and the sounds of the usual players where songs are rendered; the threads keep the ceiling */
  readonly prepare: (studio: StudioId) => Promise<void>
  /** what each studio takes, as the threads tell */
  readonly bytesByStudio: () => ReadonlyMap<StudioId, number>
  /** milliseconds, only ever forwards */
  readonly clock: () => number
}

export type StudioManager = {
  active(): StudioId
  state(): StudioState
  /** The studio's ensemble is loaded in this process. */
  enter(studio: StudioId): Promise<void>
  /** Makes it the active one, now and after a restart. Answers when the first song can start at once. @throws FailureError sounds are missing */
  select(studio: StudioId): Promise<StudioState>
  close(): void
}

const MEGABYTE = 1_000_000

export const createStudioManager = (parts: StudioManagerParts): StudioManager => {
  const { cards, settings, events, load, prepare, bytesByStudio, clock } = parts
  let lastSwitch: StudioSwitch | undefined

  const usedBytes = (): number => [...bytesByStudio().values()].reduce((sum, bytes) => sum + bytes, 0)
  const state = (): StudioState => {
    const bytes = bytesByStudio()
    return {
      active: settings.current().studio,
      studios: cards.map((card) => ({ ...card, memoryBytes: bytes.get(card.id) ?? 0 })),
      ceilingBytes: settings.current().studioMemoryMegabytes * MEGABYTE,
      usedBytes: usedBytes(),
      ...(lastSwitch && { lastSwitch }),
    }
  }
  const tell = (): void => events.emit('studios.changed', state())
  // another window or terminal chose, or the ceiling moved; a song that was made has loaded sounds
  let known = settings.current()
  const stops = [
    events.on('settings.changed', (fresh) => {
      const isOurs = fresh.studio !== known.studio || fresh.studioMemoryMegabytes !== known.studioMemoryMegabytes
      known = fresh
      if (isOurs) tell()
    }),
    events.on('generation.finished', tell),
  ]

  return {
    active: () => settings.current().studio,
    state,
    async enter(studio) {
      await load(studio)
    },
    async select(studio) {
      const began = clock()
      const beforeBytes = usedBytes()
      await load(studio)
      await prepare(studio)
      lastSwitch = { milliseconds: Math.round(clock() - began), beforeBytes, afterBytes: usedBytes() }
      await settings.update({ studio })
      tell()
      return state()
    },
    close() {
      for (const stop of stops) stop()
    },
  }
}
