import { RotateCcw } from 'lucide-react'
import type { Comp, Take } from '../../../src-shared/project/document.ts'
import { IconButton } from '../../elements/index.ts'
import type { ShownEdge } from './CompEdge.tsx'
import styles from './comp.module.css'
import { setFade } from './comp-edits.ts'

const LONGEST_MILLISECONDS = 2_000

/** The crossfade of one edge, in milliseconds; what it is kept to, where the piece before it is shorter, stands beside it. */
export const FadeField = ({ edge, song, usual, fades }: { edge: ShownEdge; song: Take; usual: number; fades: Comp['fades'] }) => {
  const own = fades[String(edge.atFrame)]
  const wish = Math.round((own ?? usual) * 1000)
  const real = Math.round((edge.fadeFrames / song.sampleRateHz) * 1000)
  const commit = (text: string) => {
    const milliseconds = Math.round(Number(text))
    if (text.trim() === '' || !Number.isFinite(milliseconds)) return
    const seconds = Math.min(LONGEST_MILLISECONDS, Math.max(0, milliseconds)) / 1000
    if (seconds !== (own ?? usual)) void setFade(edge.atFrame, seconds)
  }
  return (
    <label className={styles.fadeField}>
      <span>
        <span className={styles.fadeWords}>Crossfade at </span>
        {edge.place}
      </span>
      <input
        key={wish}
        type="number"
        min={0}
        max={LONGEST_MILLISECONDS}
        step={5}
        defaultValue={wish}
        className={styles.fadeInput}
        onKeyDown={(event) => {
          if (event.key === 'Enter') commit(event.currentTarget.value)
          if (event.key === 'Escape') event.currentTarget.blur()
        }}
        onBlur={(event) => commit(event.currentTarget.value)}
      />
      ms{real < wish ? ` (${real} fit)` : ''}
      {own !== undefined && <IconButton label="The usual crossfade" icon={<RotateCcw />} size="small" onClick={() => void setFade(edge.atFrame, undefined)} />}
    </label>
  )
}
