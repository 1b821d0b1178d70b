import { Headphones, Layers, X } from 'lucide-react'
import { useEffect, useMemo } from 'react'
import { compEdges, compSpans, EMPTY_COMP, fadedEdges } from '../../../src-shared/project/comp-pieces.ts'
import type { ProjectView } from '../../../src-shared/project/contract.ts'
import type { Take } from '../../../src-shared/project/document.ts'
import { frameShiftBetween, takesById } from '../../../src-shared/project/edits/index.ts'
import { capsOf, keysWithin } from '../../actions/index.ts'
import { Button, IconButton, Kbd } from '../../elements/index.ts'
import { useSettings } from '../../settings/index.ts'
import { counted } from '../../words/index.ts'
import { editorActions } from '../editor-actions.ts'
import { useSession } from '../session-store.ts'
import { LanePlayhead } from '../stems/LanePlayhead.tsx'
import { activeGroupOf } from '../takes/audition.ts'
import { useBlind } from '../takes/blind-store.ts'
import { useHeardTake } from '../takes/heard-take.ts'
import { currentTakeOf } from '../takes/take-groups.ts'
import { barBeat, clockTime } from '../time/time-words.ts'
import { gridOfTake, shiftOf } from '../waveform/song-picture.ts'
import { CompEdge, type ShownEdge } from './CompEdge.tsx'
import { CompLane } from './CompLane.tsx'
import styles from './comp.module.css'
import { clearComp, hearComp, letLanePlay, makeComp, playLane } from './comp-edits.ts'
import { compLaneActions } from './comp-lane-actions.ts'
import { laneName, lanePlace, laneTakes, shownComp } from './comp-lanes.ts'
import { toggleLanes, useCompDesk } from './comp-store.ts'
import { FadeField } from './FadeField.tsx'
import { useCompSound } from './use-comp-sound.ts'

/** The takes as lanes under the song: swipe over one where it should play. */
export const CompLanes = ({ project }: { readonly project: ProjectView }) => {
  const { isShown, laneTakeId, preview, isCompHeard } = useCompDesk()
  const groupId = useSession((session) => session.groupId)
  const isBlind = useBlind((state) => state.round !== undefined)
  const usual = useSettings((state) => state.settings.crossfadeMilliseconds) / 1000
  const heard = useHeardTake(project)
  const song = currentTakeOf(project)
  const group = activeGroupOf(project, groupId)
  const takes = useMemo(() => laneTakes(project, group), [project, group])
  const isOpen = isShown && !isBlind && song !== undefined
  useCompSound(project, song, usual, isOpen && isCompHeard)
  useEffect(() => () => useCompDesk.setState({ preview: undefined }), [])
  if (!isOpen) return null

  const saved = project.document.comp ?? EMPTY_COMP
  const comp = shownComp(project.document, song, preview)
  const pictureShift = heard ? shiftOf(project, song, heard) : 0
  const byId = takesById(project.takes)
  const chosen = takes.find(({ id }) => id === laneTakeId) ?? takes[1] ?? takes[0]
  const edges = shownEdges(project, song, comp, usual)
  const savedEdges = compEdges(saved, song)
  const stepLane = (step: number) => {
    const at = takes.indexOf(chosen ?? song)
    const next = takes[Math.min(takes.length - 1, Math.max(0, at + step))]
    if (next) useCompDesk.setState({ laneTakeId: next.id })
  }
  const hearKeys = keysWithin(
    compLaneActions,
    chosen ? { up: () => stepLane(-1), down: () => stepLane(1), choose: () => void letLanePlay(chosen.id, undefined), hear: () => void playLane(chosen) } : {},
  )
  return (
    <section className={styles.comp} aria-label="Comp">
      <CompHead project={project} song={song} edges={edges} usual={usual} />
      {takes.length < 2 ? (
        <p className={styles.empty}>
          No takes to choose from. Mark some bars and press <Kbd caps={capsOf(editorActions, 'regenerate')} /> to make some.
        </p>
      ) : (
        <div className={styles.scroll}>
          <div className={styles.lanes}>
            <div
              role="listbox"
              tabIndex={0}
              className={styles.list}
              aria-label="Takes as lanes"
              aria-describedby="comp-keys"
              aria-activedescendant={chosen && `lane-${chosen.id}`}
              data-keys="lanes"
              onKeyDown={hearKeys}
            >
              {takes.map((take) => (
                <CompLane
                  key={take.id}
                  project={project}
                  song={song}
                  take={take}
                  comp={comp}
                  pictureShift={pictureShift}
                  fileShift={frameShiftBetween(song, take, byId)}
                  place={lanePlace(song, takes, take)}
                  isHeard={take.id === heard?.id}
                  isChosen={take.id === chosen?.id}
                />
              ))}
            </div>
            {preview?.of !== 'swipe' &&
              edges.map((edge) => (
                <CompEdge
                  // an edge that is moved stays the one that the hand or the keyboard holds
                  key={edge.order}
                  edge={edge}
                  savedFrame={savedEdges[edge.order] ?? edge.atFrame}
                  saved={saved}
                  song={song}
                  pictureShift={pictureShift}
                />
              ))}
            <LanePlayhead />
          </div>
        </div>
      )}
      <p id="comp-keys" className="visually-hidden">
        Up and down choose a lane, Enter lets it play the marked bars, Space plays it. Shift with an arrow marks bars.
      </p>
    </section>
  )
}

const shownEdges = (project: ProjectView, song: Take, comp: Parameters<typeof fadedEdges>[0], usual: number): ShownEdge[] => {
  const grid = gridOfTake(song)
  const nameOf = (takeId: Take['id']): string => {
    const take = project.takes.find(({ id }) => id === takeId)
    return take ? laneName(project.document, take) : 'a take'
  }
  return fadedEdges(comp, song, usual).map(({ atFrame, fadeFrames, from, to }, order) => ({
    order,
    atFrame,
    fadeFrames,
    fromName: nameOf(from),
    toName: nameOf(to),
    place: grid ? `bar ${barBeat(grid, atFrame)}` : clockTime(atFrame / song.sampleRateHz),
  }))
}

const CompHead = ({ project, song, edges, usual }: { project: ProjectView; song: Take; edges: readonly ShownEdge[]; usual: number }) => {
  const { edgeFrame, isCompHeard } = useCompDesk()
  const spans = compSpans(project.document.comp ?? EMPTY_COMP)
  const names = [...new Set(spans.map(({ takeId }) => takeId))].flatMap((takeId) => {
    const take = project.takes.find(({ id }) => id === takeId)
    return take ? [laneName(project.document, take)] : []
  })
  const summary = spans.length === 0 ? 'Swipe over a take where it should play' : `${counted(spans.length, 'piece')} from ${names.join(', ')}`
  const chosen = edges.find(({ atFrame }) => atFrame === edgeFrame)
  return (
    <header className={styles.head}>
      <IconButton
        label={isCompHeard ? 'Hear the song without the comp' : 'Hear the comp'}
        icon={<Headphones />}
        size="small"
        isPressed={isCompHeard}
        disabled={spans.length === 0}
        onClick={() => (isCompHeard ? useCompDesk.setState({ isCompHeard: false }) : hearComp())}
      />
      <h2 className={styles.title}>Comp</h2>
      <span className={styles.summary}>{summary}</span>
      {chosen && <FadeField key={chosen.atFrame} edge={chosen} song={song} usual={usual} fades={project.document.comp?.fades ?? {}} />}
      <Button size="small" variant="quiet" disabled={spans.length === 0} onClick={() => void clearComp()}>
        Clear
      </Button>
      <Button size="small" icon={<Layers />} disabled={spans.length === 0} onClick={() => void makeComp()}>
        Make the comp
      </Button>
      <IconButton label="Hide the lanes" icon={<X />} size="small" keys={capsOf(editorActions, 'lanes')} onClick={toggleLanes} />
    </header>
  )
}
