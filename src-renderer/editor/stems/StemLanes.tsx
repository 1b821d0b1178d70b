import { Download, Ellipsis, RotateCcw, Trash2, Undo2 } from 'lucide-react'
import { useMemo, useState } from 'react'
import type { ProjectView } from '../../../src-shared/project/contract.ts'
import type { StemSet } from '../../../src-shared/separation/contract.ts'
import { Button, IconButton, Menu, type MenuItem, Select } from '../../elements/index.ts'
import { bringBack, deleteStemSets, exportStemSet, isAudible, makerWords, mixOf, residualWords, useStems } from '../../separation/index.ts'
import { useSession } from '../session-store.ts'
import { currentTakeOf } from '../takes/take-groups.ts'
import { spanWords } from '../time/time-words.ts'
import { gridOfTake } from '../waveform/song-picture.ts'
import { LanePlayhead } from './LanePlayhead.tsx'
import { OlderStems } from './OlderStems.tsx'
import { SplitProgress } from './SplitProgress.tsx'
import { StemLane } from './StemLane.tsx'
import { attachedSets, removedSets, useMixes, useShownSet } from './shown-set.ts'
import { hearPlain, removeStems } from './stem-edits.ts'
import styles from './stems.module.css'
import { type MixPreview, mixesWith, useStemMix } from './use-stem-mix.ts'

/** The stems under the song's waveform: what they are, how they add up, and a lane for each. */
export const StemLanes = ({ project }: { readonly project: ProjectView }) => {
  const set = useShownSet(project)
  const [preview, setPreview] = useState<MixPreview>()
  const saved = useMixes(project, set)
  const mixes = useMemo(() => mixesWith(saved, preview), [saved, preview])
  useStemMix(project, set, mixes)
  return (
    <section className={styles.stems} aria-label="Stems" data-empty={set === undefined}>
      <SplitProgress trackId={project.document.trackId} />
      <OlderStems project={project} />
      {set && (
        <>
          <SetHead project={project} set={set} isPlain={Object.keys(saved).length === 0} />
          <div className={styles.scroll}>
            <ul className={styles.lanes}>
              {set.stems.map((stem) => (
                <StemLane
                  key={stem.audioSha256 + stem.position}
                  set={set}
                  stem={stem}
                  mix={mixOf(mixes, stem.position)}
                  isHeard={isAudible(set, mixes, stem.position)}
                  onPreview={(mix) => setPreview(mix && { position: stem.position, mix })}
                />
              ))}
            </ul>
            <LanePlayhead />
          </div>
        </>
      )}
    </section>
  )
}

const SetHead = ({ project, set, isPlain }: { readonly project: ProjectView; readonly set: StemSet; readonly isPlain: boolean }) => {
  const sets = useStems((state) => state.song?.sets) ?? []
  const attached = attachedSets(project, sets)
  const removed = removedSets(project, sets)
  const song = currentTakeOf(project)
  const place = set.region && song ? spanWords(gridOfTake(song), set.region, song.sampleRateHz).place : undefined
  const items: MenuItem[] = [
    { label: 'Export the stems…', icon: <Download />, onSelect: () => void exportStemSet(set) },
    ...removed.map(
      (one): MenuItem => ({ label: `Bring back ${one.stems.length} stems by ${one.makerName}`, icon: <Undo2 />, onSelect: () => void bringBack(one) }),
    ),
    ...(removed.length > 0 ? [{ label: 'Delete removed stems for good', icon: <Trash2 />, isDanger: true, onSelect: () => void deleteStemSets(removed) }] : []),
    'separator',
    { label: 'Remove these stems', icon: <Trash2 />, isDanger: true, onSelect: () => void removeStems() },
  ]
  return (
    <header className={styles.head}>
      {attached.length > 1 ? (
        <Select
          label="Which stems"
          isLabelHidden
          className={styles.choice}
          value={set.id as string}
          options={attached.map((one) => ({ value: one.id as string, label: setName(one) }))}
          onChange={(stemSetId) => useSession.setState({ stemSetId })}
        />
      ) : (
        <h2 className={styles.title}>Stems</h2>
      )}
      <span className={styles.proof}>{[place, makerWords(set), residualWords(set)].filter(Boolean).join(' · ')}</span>
      <Button size="small" variant="quiet" icon={<RotateCcw />} disabled={isPlain} onClick={hearPlain}>
        As in the song
      </Button>
      <Menu align="end" trigger={<IconButton label="More about these stems" icon={<Ellipsis />} size="small" />} items={items} />
    </header>
  )
}

const setName = ({ stems, makerName, method }: StemSet): string => {
  const names = stems.filter(({ role }) => role !== 'outside').map(({ name }) => name.toLowerCase())
  return method === 'score' ? `${names.length} instruments of the score` : `${names.slice(0, 4).join(', ')} · ${makerName}`
}
