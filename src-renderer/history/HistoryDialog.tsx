import { useState } from 'react'
import type { Actor } from '../../src-shared/history/contract.ts'
import { Button, Dialog, Segmented, Select } from '../elements/index.ts'
import styles from './History.module.css'
import { HistoryLines } from './HistoryLines.tsx'
import { closeHistory, redoLibrary, undoLibrary, useHistory } from './history-deeds.ts'

const SCOPES = [
  { value: 'library', label: 'Library' },
  { value: 'all', label: 'All' },
] as const
const WHO = [
  { value: 'anyone', label: 'Anyone' },
  { value: 'person', label: 'People' },
  { value: 'agent', label: 'Agents' },
  { value: 'pipeline', label: 'The studio' },
] as const

/** What was done to the library and to songs, in one list. */
export const HistoryDialog = () => {
  const isOpen = useHistory((state) => state.isOpen)
  const [scope, setScope] = useState<(typeof SCOPES)[number]['value']>('library')
  const [who, setWho] = useState<Actor | 'anyone'>('anyone')
  return (
    <Dialog
      isOpen={isOpen}
      onClose={closeHistory}
      title="History"
      width="wide"
      footer={
        <>
          <Button onClick={() => void undoLibrary()}>Undo</Button>
          <Button onClick={() => void redoLibrary()}>Redo</Button>
        </>
      }
    >
      <div className={styles.filters}>
        <Segmented label="Which history" value={scope} options={SCOPES} onChange={setScope} />
        <Select label="Done by" isLabelHidden value={who} options={WHO} onChange={setWho} />
      </div>
      <HistoryLines scope={scope} actor={who === 'anyone' ? undefined : who} />
    </Dialog>
  )
}
