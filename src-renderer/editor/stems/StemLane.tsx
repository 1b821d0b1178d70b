import { Disc3, Ellipsis, Headphones, RotateCcw, Sparkles } from 'lucide-react'
import { dbToGain } from '../../../src-shared/kernel/units.ts'
import { PLAIN_STEM_MIX, type StemMix } from '../../../src-shared/project/document.ts'
import type { Stem, StemSet } from '../../../src-shared/separation/contract.ts'
import { keysWithin } from '../../actions/index.ts'
import { IconButton, Menu, Slider, Tooltip } from '../../elements/index.ts'
import { DragOut } from '../../mixdown/index.ts'
import { MUTED_BELOW_DB, openStemAsSong } from '../../separation/index.ts'
import { FileMeter } from '../../transport/index.ts'
import { regenerateSelection } from '../new-material.ts'
import { useSession } from '../session-store.ts'
import { isEmpty } from '../time/keyboard-selection.ts'
import { LaneWave } from './LaneWave.tsx'
import { mixStem } from './stem-edits.ts'
import { stemLaneActions } from './stem-lane-actions.ts'
import styles from './stems.module.css'

type LaneProps = {
  readonly set: StemSet
  readonly stem: Stem
  readonly mix: StemMix
  readonly isHeard: boolean
  readonly onPreview: (mix: StemMix | undefined) => void
}

const gainWords = (gainDb: number): string =>
  gainDb <= MUTED_BELOW_DB ? 'off' : `${gainDb > 0 ? '+' : gainDb < 0 ? '−' : ''}${Math.abs(gainDb).toFixed(1)} dB`
const panWords = (pan: number): string => (pan === 0 ? 'C' : `${Math.round(Math.abs(pan) * 100)} ${pan < 0 ? 'L' : 'R'}`)

const Switch = ({
  letter,
  label,
  isOn,
  onPress,
}: {
  readonly letter: string
  readonly label: string
  readonly isOn: boolean
  readonly onPress: () => void
}) => (
  <Tooltip text={label}>
    <button type="button" className={styles.switch} data-letter={letter} aria-label={label} aria-pressed={isOn} onClick={onPress}>
      {letter}
    </button>
  </Tooltip>
)

/** One stem: its name, whether and how it is heard, and its waveform. M and S work while the lane has the focus. */
export const StemLane = ({ set, stem, mix, isHeard, onPreview }: LaneProps) => {
  const change = (next: Partial<StemMix>) => void mixStem(set, stem, next).then(() => onPreview(undefined))
  const mute = () => change({ isMuted: !mix.isMuted })
  const solo = () => change({ isSoloed: !mix.isSoloed })
  const isMarked = useSession(({ selection }) => selection !== undefined && !isEmpty(selection))
  const isPlain = mix.gainDb === 0 && mix.pan === 0 && !mix.isMuted && !mix.isSoloed
  return (
    <li className={styles.lane} data-heard={isHeard} aria-label={stem.name} data-keys="stem" onKeyDown={keysWithin(stemLaneActions, { mute, solo })}>
      <div className={styles.strip}>
        <span className={styles.name} title={stem.name}>
          {stem.name}
        </span>
        <Switch letter="M" label={`Mute ${stem.name}`} isOn={mix.isMuted} onPress={mute} />
        <Switch letter="S" label={`Solo ${stem.name}`} isOn={mix.isSoloed} onPress={solo} />
        <Slider
          label={`Level of ${stem.name}`}
          isLabelHidden
          className={styles.gain}
          min={-60}
          max={12}
          step={0.5}
          value={mix.gainDb}
          valueText={gainWords(mix.gainDb)}
          onChange={(gainDb) => onPreview({ ...mix, gainDb })}
          onCommit={(gainDb) => change({ gainDb })}
        />
        <span className={styles.figure}>{gainWords(mix.gainDb)}</span>
        <Slider
          label={`Place of ${stem.name}`}
          isLabelHidden
          className={styles.pan}
          min={-1}
          max={1}
          step={0.05}
          value={mix.pan}
          valueText={panWords(mix.pan)}
          onChange={(pan) => onPreview({ ...mix, pan: Math.abs(pan) < 0.04 ? 0 : pan })}
          onCommit={(pan) => change({ pan: Math.abs(pan) < 0.04 ? 0 : pan })}
        />
        <span className={styles.figure}>{panWords(mix.pan)}</span>
        <DragOut what={stem.name} excerpt={{ trackId: set.trackId, format: 'wav', stem: { setId: set.id, position: stem.position } }} />
        <Menu
          align="end"
          trigger={<IconButton label={`More about ${stem.name}`} icon={<Ellipsis />} size="small" />}
          items={[
            { label: mix.isSoloed ? 'Hear the others too' : 'Hear only this', icon: <Headphones />, onSelect: solo },
            { label: 'As in the song', icon: <RotateCcw />, isDisabled: isPlain, onSelect: () => change(PLAIN_STEM_MIX) },
            'separator',
            {
              label: set.method === 'score' ? 'Play it anew in the marked bars' : 'Play it anew: only for songs with a score',
              icon: <Sparkles />,
              isDisabled: set.method !== 'score' || !isMarked,
              onSelect: () => void regenerateSelection(stem.name),
            },
            { label: 'Open as a song of its own', icon: <Disc3 />, onSelect: () => void openStemAsSong(set, stem.position) },
          ]}
        />
      </div>
      <FileMeter audioSha256={stem.audioSha256} name={stem.name} gain={isHeard ? dbToGain(mix.gainDb + set.baseGainDb) : 0} />
      <LaneWave audioSha256={stem.audioSha256} isHeard={isHeard} className={styles.wave} />
    </li>
  )
}
