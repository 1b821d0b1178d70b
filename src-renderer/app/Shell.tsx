import { useActions } from '../actions/index.ts'
import { AssistantPanel } from '../agents/index.ts'
import { Announcer } from '../announcer/index.ts'
import { markedSpan, useSpokenActions } from '../editor/index.ts'
import { EnhanceDialog } from '../enhancement/index.ts'
import { HistoryDialog, HistoryWalk, openHistory } from '../history/index.ts'
import { JobsTray } from '../jobs/index.ts'
import { chooseImport, ImportDrop, LibraryDialogs, openDuplicates } from '../library/index.ts'
import { ExportDialog, HandoffDialog, LevelReport } from '../mixdown/index.ts'
import { checkModels, chooseLora, importModels, modelsActions } from '../models/index.ts'
import { goBack, goForward, goTo, useRoute } from '../navigation/index.ts'
import { NoticeStack } from '../notices/index.ts'
import { RightsDialog } from '../rights/index.ts'
import { SplitDialog } from '../separation/index.ts'
import { changeSettings, useSettings } from '../settings/index.ts'
import { TransportBar, useTransport } from '../transport/index.ts'
import { CommandPalette } from './CommandPalette.tsx'
import { KeySheet } from './KeySheet.tsx'
import { Places } from './Places.tsx'
import { Rail } from './Rail.tsx'
import styles from './Shell.module.css'
import { shellActions } from './shell-actions.ts'
import { closeSide, openKeySheet, openPalette, resizeJobs, toggleAssistant, toggleJobs, toggleRail, useShell } from './shell-store.ts'
import { TopBar } from './TopBar.tsx'
import { useRoom } from './use-room.ts'
import { goToPart } from './window-parts.ts'

const openPlayingSong = () => {
  const trackId = useTransport.getState().source?.trackId
  if (trackId) goTo({ place: 'editor', trackId })
}

export const Shell = () => {
  const side = useShell((state) => state.side)
  const jobsWidth = useShell((state) => state.jobsWidth)
  // beside a narrow place the jobs take no more than what the place can spare
  const jobsMax = useRoom() === 'wide' ? 480 : 300
  const place = useRoute((state) => state.route.place)
  const openTrackId = useRoute(({ route }) => (route.place === 'editor' ? route.trackId : undefined))
  useActions(shellActions, {
    palette: openPalette,
    keys: openKeySheet,
    create: () => goTo({ place: 'create' }),
    library: () => goTo({ place: 'library', view: 'all' }),
    albums: () => goTo({ place: 'albums' }),
    favourites: () => goTo({ place: 'library', view: 'favourites' }),
    trash: () => goTo({ place: 'library', view: 'trash' }),
    settings: () => goTo({ place: 'settings', section: 'general' }),
    health: () => goTo({ place: 'settings', section: 'health' }),
    history: openHistory,
    jobs: toggleJobs,
    assistant: toggleAssistant,
    import: () => void chooseImport(),
    duplicates: openDuplicates,
    back: goBack,
    forward: goForward,
    rail: toggleRail,
    nextPart: () => goToPart(1),
    lastPart: () => goToPart(-1),
  })
  useActions(modelsActions, {
    show: () => goTo({ place: 'models' }),
    import: () => {
      goTo({ place: 'models' })
      void importModels()
    },
    addLora: () => {
      goTo({ place: 'models' })
      void chooseLora()
    },
    check: () => {
      goTo({ place: 'models' })
      void checkModels()
    },
  })
  useSpokenActions()
  const isQuiet = useSettings((state) => state.settings.spokenDetail === 'quiet')
  const meterTargetLufs = useSettings((state) => state.settings.meterTargetLufs)
  return (
    <div className={styles.shell} onAuxClick={(event) => (event.button === 3 ? goBack() : event.button === 4 && goForward())}>
      <div className={styles.middle}>
        <Rail />
        <div className={styles.place}>
          <TopBar />
          <main className={styles.main} data-place={place}>
            <Places />
          </main>
        </div>
        {side === 'jobs' && <JobsTray width={Math.min(jobsWidth, jobsMax)} maxWidth={jobsMax} onResize={resizeJobs} onClose={closeSide} />}
        {side === 'assistant' && (
          <AssistantPanel
            width={Math.min(jobsWidth, jobsMax)}
            maxWidth={jobsMax}
            onResize={resizeJobs}
            onClose={closeSide}
            about={() => ({ trackId: openTrackId, marked: openTrackId && markedSpan() })}
            hasSong={openTrackId !== undefined}
          />
        )}
      </div>
      <TransportBar
        onVolumeCommit={(outputVolume) => void changeSettings({ outputVolume })}
        onOpenSong={openPlayingSong}
        meterTargetLufs={meterTargetLufs}
        onMeterTargetChange={(lufs) => void changeSettings({ meterTargetLufs: lufs })}
      />
      <NoticeStack isQuiet={isQuiet} />
      <Announcer />
      <ImportDrop />
      <ExportDialog />
      <LevelReport />
      <HandoffDialog />
      <RightsDialog />
      <CommandPalette />
      <KeySheet />
      <SplitDialog />
      <EnhanceDialog />
      <HistoryDialog />
      <HistoryWalk />
      <LibraryDialogs />
    </div>
  )
}
