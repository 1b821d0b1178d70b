import { Box, Disc3, Library, ListMusic, PanelLeftClose, PanelLeftOpen, Settings, Sparkles } from 'lucide-react'
import type { ReactNode } from 'react'
import { capsOf } from '../actions/index.ts'
import { classNames, IconButton, Tooltip } from '../elements/index.ts'
import { useJobs } from '../jobs/index.ts'
import { modelsActions } from '../models/index.ts'
import { goTo, type Place, type Route, useRoute } from '../navigation/index.ts'
import styles from './Rail.module.css'
import { shellActions } from './shell-actions.ts'
import { toggleJobs, toggleRail, useShell } from './shell-store.ts'
import { useRoom } from './use-room.ts'

const caps = (name: keyof typeof shellActions.actions) => capsOf(shellActions, name)

type EntryProps = {
  readonly label: string
  readonly icon: ReactNode
  readonly keys: readonly string[]
  readonly isCurrent?: boolean
  /** for what opens a panel instead of a place */
  readonly isOpen?: boolean
  readonly isNarrow: boolean
  readonly badge?: ReactNode
  readonly onClick: () => void
}

const Entry = ({ label, icon, keys, isCurrent, isOpen, isNarrow, badge, onClick }: EntryProps) => {
  const button = (
    <button type="button" className={styles.entry} aria-label={label} aria-current={isCurrent ? 'page' : undefined} aria-expanded={isOpen} onClick={onClick}>
      {icon}
      <span className={styles.name}>{label}</span>
      {badge}
    </button>
  )
  return (
    <li>
      {isNarrow ? (
        <Tooltip text={label} keys={keys} side="right">
          {button}
        </Tooltip>
      ) : (
        button
      )}
    </li>
  )
}

export const Rail = () => {
  const place: Place = useRoute((state) => state.route.place)
  const { isRailNarrow: isFolded, side } = useShell()
  const room = useRoom()
  const isRailNarrow = isFolded || room === 'tight' || (side !== undefined && room === 'narrow')
  const running = useJobs((state) => state.activeCount)
  const entry = (label: string, icon: ReactNode, keys: readonly string[], route: Route) => (
    <Entry label={label} icon={icon} keys={keys} isNarrow={isRailNarrow} isCurrent={place === route.place} onClick={() => goTo(route)} />
  )
  return (
    <nav className={classNames(styles.rail, isRailNarrow && styles.narrow)} aria-label="Places">
      <div className={styles.brand}>
        <svg viewBox="0 0 32 32" className={styles.mark} aria-hidden="true">
          <path d="M22 9.5C21 6.8 17.6 5.6 14.6 6.6c-3.6 1.2-4.4 5-1.6 7.2l6 4.4c2.8 2.2 2 6-1.6 7.2-3 1-6.4-.2-7.4-2.9" />
          <path d="M24 5 8 27" />
          <circle cx="9" cy="13" r="1.7" />
          <circle cx="23" cy="19" r="1.7" />
        </svg>
        <span className={styles.name}>Segno</span>
      </div>
      <ul className={styles.list}>
        {entry('Create', <Sparkles />, caps('create'), { place: 'create' })}
        {entry('Library', <Library />, caps('library'), { place: 'library', view: 'all' })}
        {entry('Albums', <Disc3 />, caps('albums'), { place: 'albums' })}
      </ul>
      <ul className={styles.list}>
        <Entry
          label="Jobs"
          icon={<ListMusic />}
          keys={caps('jobs')}
          isNarrow={isRailNarrow}
          isOpen={side === 'jobs'}
          badge={running > 0 ? <span className={styles.badge} data-count={running} aria-hidden /> : undefined}
          onClick={toggleJobs}
        />
        {entry('Models', <Box />, capsOf(modelsActions, 'show'), { place: 'models' })}
        {entry('Settings', <Settings />, caps('settings'), { place: 'settings', section: 'general' })}
      </ul>
      <IconButton
        className={styles.fold}
        label={isRailNarrow ? 'Unfold the rail' : 'Fold the rail'}
        keys={caps('rail')}
        tipSide="right"
        size="small"
        icon={isRailNarrow ? <PanelLeftOpen /> : <PanelLeftClose />}
        onClick={toggleRail}
      />
    </nav>
  )
}
