import './run.ts'
import '@fontsource-variable/inter'
import '../../../src-renderer/app/tokens.css'
import '../../../src-renderer/app/base.css'
import { createRoot } from 'react-dom/client'
import { provideStudio } from '../../../src-renderer/bridge/studio-client.ts'
import { EditorView } from '../../../src-renderer/editor/index.ts'
import { TooltipProvider } from '../../../src-renderer/elements/index.ts'
import { connectJobs } from '../../../src-renderer/jobs/index.ts'
import { NoticeStack } from '../../../src-renderer/notices/index.ts'
import { TransportBar } from '../../../src-renderer/transport/index.ts'
import { fakeStudio } from './fake-studio.ts'
import { makeRegions, makeTake, trackId } from './song.ts'

const wish = new URLSearchParams(location.search)
const song = makeTake('song', Number(wish.get('seconds') ?? 163))
provideStudio(fakeStudio(song, makeRegions(Number(wish.get('regions') ?? 0), song.lengthFrames)))
void connectJobs()

const root = document.getElementById('root')
if (!root) throw new Error('no #root')
createRoot(root).render(
  <TooltipProvider>
    <div style={{ display: 'grid', gridTemplateRows: 'minmax(0, 1fr) auto', height: '100%' }}>
      <EditorView trackId={trackId} />
      <TransportBar onVolumeCommit={() => undefined} onOpenSong={() => undefined} meterTargetLufs={-14} onMeterTargetChange={() => undefined} />
    </div>
    <NoticeStack />
  </TooltipProvider>,
)
