import { create } from 'zustand'
import { persist } from 'zustand/middleware'

/** The frame around the places: session state of the window, never part of a song. */
type ShellState = {
  readonly isRailNarrow: boolean
  readonly open: 'palette' | 'keys' | undefined
  /** what stands on the right */
  readonly side: 'jobs' | 'assistant' | undefined
  /** px */
  readonly jobsWidth: number
}

export const useShell = create<ShellState>()(
  persist((): ShellState => ({ isRailNarrow: false, open: undefined, side: undefined, jobsWidth: 340 }), {
    name: 'segno.shell',
    partialize: ({ isRailNarrow, jobsWidth }) => ({ isRailNarrow, jobsWidth }),
  }),
)

export const openPalette = (): void => void useShell.setState({ open: 'palette' })
export const openKeySheet = (): void => void useShell.setState({ open: 'keys' })
export const closeOverlay = (): void => void useShell.setState({ open: undefined })
export const toggleRail = (): void => void useShell.setState((state) => ({ isRailNarrow: !state.isRailNarrow }))
export const toggleJobs = (): void => void useShell.setState((state) => ({ side: state.side === 'jobs' ? undefined : 'jobs' }))
export const toggleAssistant = (): void => void useShell.setState((state) => ({ side: state.side === 'assistant' ? undefined : 'assistant' }))
export const resizeJobs = (jobsWidth: number): void => void useShell.setState({ jobsWidth })
export const closeSide = (): void => void useShell.setState({ side: undefined })
