import { create } from 'zustand'
import { persist } from 'zustand/middleware'
import type { RegionId } from '../../../src-shared/kernel/ids.ts'
import { useSession } from '../session-store.ts'

/** What the musician last wished for each kept region; the newest ones, across restarts. A draft, so not part of the song and not undone. */
const usePrompts = create<{ readonly byRegion: Readonly<Record<string, string>> }>()(
  persist((): { byRegion: Record<string, string> } => ({ byRegion: {} }), { name: 'segno.region-prompts' }),
)

const REMEMBERED = 500

export const useRegionPrompts = (): Readonly<Record<string, string>> => usePrompts((state) => state.byRegion)

export const promptOfRegion = (regionId: RegionId): string => usePrompts.getState().byRegion[regionId] ?? ''

const rememberPrompt = (regionId: RegionId, prompt: string): void =>
  void usePrompts.setState(({ byRegion: { [regionId]: _old, ...others } }) => ({
    byRegion: Object.fromEntries([...Object.entries(others), ...(prompt === '' ? [] : [[regionId, prompt] as const])].slice(-REMEMBERED)),
  }))

/** Words typed while a region is chosen belong to that region. */
export const writePrompt = (prompt: string): void => {
  const { selectedRegionId } = useSession.getState()
  useSession.setState({ prompt })
  if (selectedRegionId) rememberPrompt(selectedRegionId, prompt)
}

/** Words typed before the bars were kept go with them. */
export const keepPrompt = (regionId: RegionId): void => rememberPrompt(regionId, useSession.getState().prompt)

/** Puts the region's own words into the field. */
export const recallPrompt = (regionId: RegionId): void => useSession.setState({ prompt: promptOfRegion(regionId) })
