import { History, RotateCcw, X } from 'lucide-react'
import { useEffect } from 'react'
import type { ProjectView } from '../../../src-shared/project/contract.ts'
import type { StemSet } from '../../../src-shared/separation/contract.ts'
import { Button, IconButton } from '../../elements/index.ts'
import { useJobs } from '../../jobs/index.ts'
import { makerWords, stemsAgain, useStems } from '../../separation/index.ts'
import { isUnfinishedSplit } from './SplitProgress.tsx'
import { olderSets } from './shown-set.ts'
import { removeSet } from './stem-edits.ts'
import styles from './stems.module.css'

/** Instruments of a score that were asked to follow, by set and take: asked once, so that who stops it is not asked again and again. */
const asked = new Set<string>()

const nameOf = ({ stems, method }: StemSet): string => {
  const names = stems.filter(({ role }) => role !== 'outside').map(({ name }) => name.toLowerCase())
  return method === 'score' ? `${names.length} instruments` : names.slice(0, 4).join(', ')
}

/**
 * Stems that were made of an older take: they are not heard, and say so. Instruments of a score follow by themselves; what a model heard is heard
 * again at a click. Both keep mute, solo, gain and pan.
 */
export const OlderStems = ({ project }: { readonly project: ProjectView }) => {
  const { trackId, currentTakeId } = project.document
  const song = useStems((state) => state.song)
  const isBusy = useJobs(({ byId }) => Object.values(byId).some((job) => isUnfinishedSplit(job, trackId)))
  const older = song?.trackId === trackId ? olderSets(project, song.sets) : []
  const score = song?.hasScore ? older.find(({ method }) => method === 'score') : undefined
  const key = score && `${score.id} ${currentTakeId}`
  useEffect(() => {
    if (!score || key === undefined || asked.has(key)) return
    asked.add(key)
    void stemsAgain(score)
  }, [score, key])
  if (isBusy) return null
  return older.map((set) => {
    const canFollow = set.method === 'model' || song?.hasScore === true
    return (
      <section key={set.id} className={styles.older} aria-label={`Stems of an older take: ${nameOf(set)}`}>
        <History aria-hidden className={styles.olderIcon} />
        <p className={styles.stage}>
          <strong className={styles.olderName}>Of an older take</strong> {nameOf(set)}, {makerWords(set)}. The song is heard without them.
        </p>
        {canFollow && (
          <Button size="small" icon={<RotateCcw />} onClick={() => void stemsAgain(set)}>
            {set.method === 'score' ? 'Play again' : 'Split again'}
          </Button>
        )}
        <IconButton label="Remove these stems" icon={<X />} size="small" onClick={() => void removeSet(set)} />
      </section>
    )
  })
}
