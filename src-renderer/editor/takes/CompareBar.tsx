import { Check, EyeOff, Layers, Music, Rows3, X } from 'lucide-react'
import type { ProjectView } from '../../../src-shared/project/contract.ts'
import { takeTitle as spokenTitle } from '../../../src-shared/project/edits/index.ts'
import { capsOf } from '../../actions/index.ts'
import { Button, classNames, IconButton, Tooltip } from '../../elements/index.ts'
import { toggleLanes, useCompDesk } from '../comp/comp-store.ts'
import { editorActions } from '../editor-actions.ts'
import { useSession } from '../session-store.ts'
import { activeGroupOf, hearTake, playTake } from './audition.ts'
import { BlindBar } from './BlindBar.tsx'
import { startBlind } from './blind.ts'
import { useBlind } from './blind-store.ts'
import { useHeardTake } from './heard-take.ts'
import { TakeShape } from './TakeShape.tsx'
import { takeCaps } from './take-caps.ts'
import { acceptTake, discardTake } from './take-decisions.ts'
import { turnOf } from './take-groups.ts'
import { takeLabel } from './take-names.ts'
import styles from './takes.module.css'

/** The song itself, also where a comp sounded in its place. */
const hearSong = (): void => {
  useCompDesk.setState({ isCompHeard: false })
  void hearTake(undefined)
}

/** Below the waveform while takes wait for a decision: the song or a take, in place, and the verdict. */
export const CompareBar = ({ project }: { readonly project: ProjectView }) => {
  const groupId = useSession((session) => session.groupId)
  const group = activeGroupOf(project, groupId)
  const heard = useHeardTake(project)
  const areLanesShown = useCompDesk((state) => state.isShown)
  const isBlind = useBlind((state) => state.round !== undefined)
  if (isBlind) return <BlindBar project={project} />
  if (!group) return null
  const heardTake = group.takes.find((take) => take.id === heard?.id)
  return (
    <div className={styles.compare} role="toolbar" aria-label="Compare takes">
      <div className={styles.choices}>
        <Tooltip text="Hear the song as it is" keys={capsOf(editorActions, 'compare')}>
          <button type="button" className={classNames(styles.choice, styles.songChoice)} aria-pressed={!heardTake} onClick={hearSong}>
            <Music />
            <span className={styles.roomyOnly}>Song</span>
          </button>
        </Tooltip>
        {group.takes.map((take) => (
          <Tooltip key={take.id} text={`Hear ${takeLabel(project.document, take)}`} keys={takeCaps(turnOf(take))}>
            <button
              type="button"
              className={styles.choice}
              data-take={turnOf(take)}
              aria-pressed={take.id === heardTake?.id}
              onClick={() => void playTake(take)}
            >
              <TakeShape number={take.number} />
              <span className="visually-hidden">{take.kind === 'comp' ? 'Comp ' : 'Take '}</span>
              {take.kind === 'comp' ? <Layers /> : take.number}
            </button>
          </Tooltip>
        ))}
      </div>
      <Button
        size="small"
        variant={heardTake ? 'primary' : 'plain'}
        icon={<Check />}
        disabled={!heardTake}
        onClick={() => heardTake && void acceptTake(heardTake)}
      >
        Accept{heardTake && <span className={styles.roomyOnly}> {spokenTitle(heardTake)}</span>}
      </Button>
      <IconButton
        label={heardTake ? `Discard ${spokenTitle(heardTake)}` : 'Discard'}
        icon={<X />}
        size="small"
        keys={capsOf(editorActions, 'discard')}
        disabled={!heardTake}
        onClick={() => heardTake && void discardTake(heardTake)}
      />
      <span className={styles.compareGap} />
      <IconButton label="Takes as lanes" icon={<Rows3 />} size="small" keys={capsOf(editorActions, 'lanes')} isPressed={areLanesShown} onClick={toggleLanes} />
      <IconButton label="Compare blind, equally loud" icon={<EyeOff />} size="small" keys={capsOf(editorActions, 'blind')} onClick={() => void startBlind()} />
    </div>
  )
}
