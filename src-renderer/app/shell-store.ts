import { create } from 'zustand'
import { persist } from 'zustand/middleware'

/** The frame around the places: session state of the window, never part of a song. */
type ShellState = {
  readonly isRailNarrow: boolean
  readonly open: 'palette' | 'keys' | undefined
  readonly isJobsOpen: boolean
  /** px */
  readonly jobsWidth: number
}

export const useShell = create<ShellState>()(
  persist((): ShellState => ({ isRailNarrow: false, open: undefined, isJobsOpen: false, jobsWidth: 340 }), {
    name: 'segno.shell',
    partialize: ({ isRailNarrow, jobsWidth }) => ({ isRailNarrow, jobsWidth }),
  }),
)

export const openPalette = (): void => void useShell.setState({ open: 'palette' })
export const openKeySheet = (): void => void useShell.setState({ open: 'keys' })
export const closeOverlay = (): void => void useShell.setState({ open: undefined })
export const toggleRail = (): void => void useShell.setState((state) => ({ isRailNarrow: !state.isRailNarrow }))
export const toggleJobs = (): void => void useShell.setState((state) => ({ isJobsOpen: !state.isJobsOpen }))
export const resizeJobs = (jobsWidth: number): void => void useShell.setState({ jobsWidth })
export const closeJobs = (): void => void useShell.setState({ isJobsOpen: false })
