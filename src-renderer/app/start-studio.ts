import { RECOVERED_QUERY } from '../../src-shared/desktop/shell.ts'
import { setAllActions, watchInnerPlaces } from '../actions/index.ts'
import { connectAgents } from '../agents/index.ts'
import { connectStudio } from '../bridge/connect-studio.ts'
import { connectEnhancement } from '../enhancement/index.ts'
import { connectGeneration } from '../generation/index.ts'
import { connectHistory } from '../history/index.ts'
import { connectJobs } from '../jobs/index.ts'
import { connectKnowledge } from '../knowledge/index.ts'
import { connectLibrary } from '../library/index.ts'
import { connectModels } from '../models/index.ts'
import { notify } from '../notices/index.ts'
import { connectSplit } from '../separation/index.ts'
import { connectKeys, connectOutput, connectSettings } from '../settings/index.ts'
import { connectSimilarity } from '../similarity/index.ts'
import { connectStudios } from '../studios/index.ts'
import { connectMeters, connectNowPlaying, transport } from '../transport/index.ts'
import { connectVoice } from '../voice/index.ts'
import { actionSets } from './action-sets.ts'
import { useConnection } from './connection-store.ts'
import { songFacts } from './song-facts.ts'

const STUDIO_RATE_HZ = 44_100

/** Connects the window to main and fills the mirrors. The shell is on screen before this ends. */
export const startStudio = async (): Promise<void> => {
  setAllActions(actionSets)
  watchInnerPlaces()
  await connectStudio(() => useConnection.setState({ state: 'lost' }))
  await Promise.all([connectSettings(), connectJobs(), connectLibrary(), connectGeneration(), connectSimilarity(), connectStudios()])
  connectKeys()
  connectOutput()
  connectSplit()
  connectModels()
  connectEnhancement()
  connectVoice()
  connectHistory()
  connectKnowledge()
  connectAgents()
  connectMeters()
  connectNowPlaying(songFacts)
  useConnection.setState({ state: 'connected' })
  if (new URLSearchParams(window.location.search).has(RECOVERED_QUERY))
    notify('The window stopped and was opened again. Your songs and your edits are all there.')
  performance.mark('segno:interactive')
  // the studio's own songs; a file at another rate reopens the output when it is loaded
  transport.warmUp(STUDIO_RATE_HZ)
}
