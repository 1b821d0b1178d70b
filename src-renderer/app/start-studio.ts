import { connectStudio } from '../bridge/connect-studio.ts'
import { connectGeneration } from '../generation/index.ts'
import { connectJobs } from '../jobs/index.ts'
import { connectLibrary } from '../library/index.ts'
import { connectSettings } from '../settings/index.ts'
import { useConnection } from './connection-store.ts'

/** Connects the window to main and fills the mirrors. The shell is on screen before this ends. */
export const startStudio = async (): Promise<void> => {
  await connectStudio(() => useConnection.setState({ state: 'lost' }))
  await Promise.all([connectSettings(), connectJobs(), connectLibrary(), connectGeneration()])
  useConnection.setState({ state: 'connected' })
  performance.mark('segno:interactive')
}
